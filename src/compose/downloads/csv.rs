//! `data.csv` of a KPI, the tables of charts, and how cells are written for spreadsheets.

use std::borrow::Cow;
use std::io::Write;

use super::terms::{mark_word, rule_word, standing_word};
use crate::analyse::{Findings, LimitsGroup, UsualRange};
use crate::draw::Table;
use crate::model::{Kpi, Period, Target};
use crate::words;

/// `data.csv` of a KPI: one row per subject and period.
pub(in crate::compose) fn kpi_csv(findings: &Findings, kpi: &Kpi) -> Vec<u8> {
    let mut csv = Csv::new(
        "dimension,member,period,value,n,interval_lower,interval_upper,target,target_max,status,exceptional,\
         limits_group,mean,lower_limit,upper_limit,rule,mark,withheld",
    );
    for found in &*findings.of_kpi(&kpi.id, findings.edition().facts().latest().period) {
        // What is the same in many rows is written once.
        let part = found.subject.part.as_ref();
        let ids = part.map_or([""; 2], |part| [part.dimension.as_str(), part.member.as_str()]);
        let [dimension, member] = ids.map(written);
        let limits: Vec<String> = found.groups.iter().map(limits_cells).collect();
        for (point, signal) in found.points.iter().zip(found.signals()) {
            let (target, target_max) = ends(point.target);
            csv.plain(&dimension).plain(&member);
            csv.period(point.period).number(point.value).count(point.n);
            csv.number(point.interval.map(|(lower, _)| lower)).number(point.interval.map(|(_, upper)| upper));
            csv.number(target).number(target_max);
            csv.plain(standing_word(point.standing)).plain(if point.exceptional { "yes" } else { "" });
            csv.count(point.limits_group.map(|group| group as u64));
            csv.plain(point.limits_group.and_then(|group| limits.get(group)).map_or(NO_LIMITS, String::as_str));
            csv.plain(rule_word(signal.rule)).plain(mark_word(signal.mark));
            csv.plain(&point.withheld.map(words::missing::withheld).unwrap_or_default());
            csv.end_row();
        }
    }
    csv.into_bytes()
}

/// The mean and the limits of a point that is held against none.
const NO_LIMITS: &str = ",,";

/// The mean and the limits of a group, three cells.
fn limits_cells(group: &LimitsGroup) -> String {
    let number = words::number::machine;
    let cells = |usual: UsualRange| format!("{},{},{}", number(usual.mean), number(usual.lower), number(usual.upper));
    group.usual_range().map_or_else(|| NO_LIMITS.to_owned(), cells)
}

/// The two columns of a target: its value or the lower end of its band, and the upper end.
pub(in crate::compose) fn ends(target: Option<Target>) -> (Option<f64>, Option<f64>) {
    match target {
        Some(Target::Value(value)) => (Some(value), None),
        Some(Target::Band(band)) => (Some(band.min), Some(band.max)),
        None => (None, None),
    }
}

/// Rows of cells, written one after the other: there can be a hundred thousand.
pub(super) struct Csv {
    text: Vec<u8>,
    /// Whether the row has a cell already.
    is_begun: bool,
}

impl Csv {
    /// With its head, without the end of the line.
    pub(super) fn new(head: &str) -> Self {
        Self { text: format!("{head}\r\n").into_bytes(), is_begun: false }
    }

    /// A cell of words, which may be anybody's.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        self.plain(&written(words))
    }

    /// A cell of ours, which needs no quotes.
    pub(super) fn plain(&mut self, cell: &str) -> &mut Self {
        self.begin_cell().extend_from_slice(cell.as_bytes());
        self
    }

    /// A period.
    pub(super) fn period(&mut self, period: Period) -> &mut Self {
        write!(self.begin_cell(), "{period}").expect("memory takes all");
        self
    }

    /// A number, or an empty cell.
    pub(super) fn number(&mut self, value: Option<f64>) -> &mut Self {
        let cells = self.begin_cell();
        if let Some(value) = value {
            words::number::write_machine(cells, value);
        }
        self
    }

    /// A whole number, or an empty cell.
    pub(super) fn count(&mut self, count: Option<u64>) -> &mut Self {
        let cells = self.begin_cell();
        if let Some(count) = count {
            write!(cells, "{count}").expect("memory takes all");
        }
        self
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        self.text.extend_from_slice(b"\r\n");
        self.is_begun = false;
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text
    }

    fn begin_cell(&mut self) -> &mut Vec<u8> {
        if std::mem::replace(&mut self.is_begun, true) {
            self.text.push(b',');
        }
        &mut self.text
    }
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

/// A bare number, unrounded; empty for none.
pub(in crate::compose) fn number(value: Option<f64>) -> String {
    value.map(words::number::machine).unwrap_or_default()
}

/// A text cell (RFC 4180); one that a spreadsheet would run as a formula is defused with an apostrophe.
pub(in crate::compose) fn text(text: &str) -> String {
    written(text).into_owned()
}

fn written(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text: Cow<str> = if runs { format!("'{text}").into() } else { text.into() };
    match text.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")).into(),
        false => text,
    }
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
