//! `data.csv` of a KPI, the tables of charts, and how cells are written for spreadsheets.

use super::terms::{mark_word, rule_word, standing_word};
use crate::analyse::Findings;
use crate::draw::Table;
use crate::model::{Kpi, Target};
use crate::words;

/// `data.csv` of a KPI: one row per subject and period.
pub(in crate::compose) fn kpi_csv(findings: &Findings, kpi: &Kpi) -> Vec<u8> {
    let mut csv = String::from(
        "dimension,member,period,value,n,interval_lower,interval_upper,target,target_max,status,exceptional,\
         limits_group,mean,lower_limit,upper_limit,rule,mark,withheld\r\n",
    );
    for found in findings.of_kpi(&kpi.id, findings.edition().facts().latest().period) {
        let part = found.subject.part.as_ref();
        let dimension = part.map(|part| part.dimension.to_string()).unwrap_or_default();
        let member = part.map(|part| part.member.to_string()).unwrap_or_default();
        for point in &found.points {
            let (target, target_max) = match point.target {
                Some(Target::Value(value)) => (Some(value), None),
                Some(Target::Band(band)) => (Some(band.min), Some(band.max)),
                None => (None, None),
            };
            let cells = [
                text(&dimension),
                text(&member),
                point.period.to_string(),
                number(point.value),
                point.n.map(|n| n.to_string()).unwrap_or_default(),
                number(point.interval.map(|(lower, _)| lower)),
                number(point.interval.map(|(_, upper)| upper)),
                number(target),
                number(target_max),
                standing_word(point.standing).to_owned(),
                if point.exceptional { "yes" } else { "" }.to_owned(),
                point.limits_group.map(|group| group.to_string()).unwrap_or_default(),
                number(point.mean),
                number(point.lower_limit),
                number(point.upper_limit),
                rule_word(point.rule).to_owned(),
                mark_word(point.mark).to_owned(),
                point.withheld.map(words::missing::withheld).unwrap_or_default(),
            ];
            csv.push_str(&cells.join(","));
            csv.push_str("\r\n");
        }
    }
    csv.into_bytes()
}

/// The table of a chart: bare numbers in the units that the heads name, words as they are.
pub(in crate::compose) fn table_csv(table: &Table) -> Vec<u8> {
    let head = table.columns.iter().map(|column| match column.unit {
        "" => text(&column.name),
        unit => text(&format!("{} ({unit})", column.name)),
    });
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| cell.value.map_or_else(|| text(&cell.text), words::number::machine));
        cells.collect::<Vec<String>>()
    });
    let mut csv = String::new();
    for line in std::iter::once(head.collect()).chain(rows) {
        csv.push_str(&line.join(","));
        csv.push_str("\r\n");
    }
    csv.into_bytes()
}

pub(super) fn number(value: Option<f64>) -> String {
    value.map(words::number::machine).unwrap_or_default()
}

/// A text cell (RFC 4180); one that a spreadsheet would run as a formula is defused with an apostrophe.
pub(in crate::compose) fn text(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_run_is_defused() {
        assert_eq!(text("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(text("Cost, per contact"), "\"Cost, per contact\"");
        assert_eq!(text("-2"), "'-2");
        assert_eq!(text("\n=1"), "\"'\n=1\"");
        assert_eq!(text("Churn"), "Churn");
    }
}
