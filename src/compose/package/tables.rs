//! The tables of a package: every figure in one long table, what the KPIs and the parts are, what was revised.

use std::collections::BTreeSet;

use super::{PackageOf, Packing};
use crate::analyse::Point;
use crate::compose::downloads::{self, Cells, better_word, cell, ends, number, standing_word, unit_word};
use crate::compose::route::Route;
use crate::model::{Kpi, KpiKind, Measurement, PartId, Period, PeriodKind, Study, Subject, Unit};
use crate::words;

/// What stands for the whole organisation where a part could stand.
const WHOLE: &str = "all";

/// A table as CSV, with what its columns mean.
pub(super) struct Table {
    /// How the description calls it; also the name of its file.
    pub(super) name: String,
    /// What it holds.
    pub(super) title: String,
    /// Its columns.
    pub(super) fields: Vec<Field>,
    /// The columns that together are different in every row.
    pub(super) primary_key: Vec<&'static str>,
    /// Columns whose words stand in another table: the column, the table, its column.
    pub(super) foreign_keys: Vec<(&'static str, &'static str, &'static str)>,
    /// The rows, below the names of the columns.
    pub(super) csv: Vec<u8>,
}

impl Table {
    /// Where its file lies, below `data/`.
    pub(super) fn path(&self) -> String {
        format!("tables/{}.csv", self.name)
    }
}

/// A column.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: FieldKind,
    /// What it holds; empty where the name says it.
    pub(super) description: &'static str,
    /// Whether every row has it.
    pub(super) required: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Words,
    Number,
    Whole,
    Day,
    Month,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// The tables of all figures in a package.
pub(super) fn of_figures(packing: &Packing) -> Vec<Table> {
    if kpis_of(packing).is_empty() {
        return Vec::new();
    }
    let mut tables = vec![values(packing), kpis(packing), parts(packing)];
    tables.extend(revisions(packing));
    tables
}

/// A study's table as its page offers it.
pub(super) fn of_study(packing: &Packing, study: &Study) -> Table {
    let table = downloads::study_table(packing.findings, study);
    let fields = table.columns.iter().map(|(name, cells)| {
        let kind = match cells {
            Cells::Words => FieldKind::Words,
            Cells::Numbers => FieldKind::Number,
            Cells::Counts => FieldKind::Whole,
        };
        field(name, kind, "")
    });
    Table {
        // A study may be called as one of the other tables is.
        name: format!("study-{}", study.id.as_str().to_lowercase()),
        title: format!("Results of the study: {}", study.title),
        fields: fields.collect(),
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        csv: table.csv(),
    }
}

fn values(packing: &Packing) -> Table {
    let facts = packing.findings.edition().facts();
    let kind = facts.latest().period.kind();
    let fields = vec![
        Field { required: true, ..period_field("period", kind) },
        Field { required: true, ..field("kpi", FieldKind::Words, "the KPI: its id in `kpis`") },
        Field {
            required: true,
            ..field("part", FieldKind::Words, "the part of the organisation: its id in `parts`; `all` for the whole")
        },
        field(
            "value",
            FieldKind::Number,
            "the figure in the KPI’s unit, unrounded; empty where it was not measured or is withheld",
        ),
        Field {
            required: true,
            ..field("unit", FieldKind::Words, "the unit of the value, the target and the interval")
        },
        field("n", FieldKind::Whole, "how many answers, tickets or calls are behind it"),
        field("interval_lower", FieldKind::Number, "the lower end of the 95 % interval"),
        field("interval_upper", FieldKind::Number, "the upper end of the 95 % interval"),
        field("target", FieldKind::Number, "the target in force; of a band its lower end"),
        field("target_max", FieldKind::Number, "the upper end of a band"),
        Field {
            required: true,
            ..field("status", FieldKind::OneOf(&["final", "estimated", "provisional"]), "how firm the figure is")
        },
        field(
            "revised",
            FieldKind::OneOf(&["corrected", "revised"]),
            "that it is not what was first published; see `revisions`",
        ),
        field("withheld", FieldKind::Words, "why there is no figure, where there is one that is not shown"),
    ];
    let mut csv = head(&fields);
    for kpi in kpis_of(packing) {
        for found in &*packing.findings.of_kpi(&kpi.id, facts.latest().period) {
            let part = part_word(found.subject.part.as_ref());
            for point in found.points.iter().filter(|point| point.value.is_some() || point.withheld.is_some()) {
                let mut row = vec![point.period.to_string(), kpi.id.to_string(), part.clone()];
                row.extend(figure(kpi, point));
                row.push(revised(packing, &found.subject, point.period).to_owned());
                row.push(point.withheld.map(words::missing::withheld).unwrap_or_default());
                push(&mut csv, &row);
            }
        }
    }
    Table {
        name: "values".to_owned(),
        title: "Every figure: one row per period, KPI and part".to_owned(),
        fields,
        primary_key: vec!["period", "kpi", "part"],
        foreign_keys: vec![("kpi", "kpis", "kpi"), ("part", "parts", "part")],
        csv: csv.into_bytes(),
    }
}

fn figure(kpi: &Kpi, point: &Point) -> Vec<String> {
    let (target, target_max) = ends(point.target);
    vec![
        number(point.value),
        unit(kpi),
        point.n.map(|n| n.to_string()).unwrap_or_default(),
        number(point.interval.map(|(lower, _)| lower)),
        number(point.interval.map(|(_, upper)| upper)),
        number(target),
        number(target_max),
        standing_word(point.standing).to_owned(),
    ]
}

fn kpis(packing: &Packing) -> Table {
    let fields = vec![
        Field { required: true, ..field("kpi", FieldKind::Words, "its id") },
        Field { required: true, ..field("name", FieldKind::Words, "") },
        Field {
            required: true,
            ..field("unit", FieldKind::Words, "the unit of its values; money by its ISO 4217 code")
        },
        Field { required: true, ..field("kind", FieldKind::Words, "what sort of quantity it is") },
        Field {
            required: true,
            ..field(
                "better",
                FieldKind::OneOf(&["higher", "lower", "neutral"]),
                "which direction is better for the customer",
            )
        },
        field("definition", FieldKind::Words, "what it measures"),
        field("formula", FieldKind::Words, "how it is worked out"),
        field("source", FieldKind::Words, "where the figures come from"),
    ];
    let mut csv = head(&fields);
    for kpi in kpis_of(packing) {
        let texts = [&kpi.definition, &kpi.formula, &kpi.source].map(|text| text.clone().unwrap_or_default());
        let mut row = vec![kpi.id.to_string(), kpi.name.clone(), unit(kpi), kind_word(kpi.kind).to_owned()];
        row.push(better_word(kpi.better).to_owned());
        row.extend(texts);
        push(&mut csv, &row);
    }
    Table {
        name: "kpis".to_owned(),
        title: "What the KPIs are".to_owned(),
        fields,
        primary_key: vec!["kpi"],
        foreign_keys: Vec::new(),
        csv: csv.into_bytes(),
    }
}

fn parts(packing: &Packing) -> Table {
    let facts = packing.findings.edition().facts();
    let fields = vec![
        Field { required: true, ..field("part", FieldKind::Words, "its id; `all` is the whole organisation") },
        Field { required: true, ..field("name", FieldKind::Words, "") },
        field("dimension", FieldKind::Words, "by what the organisation is broken down"),
        field("belongs_to", FieldKind::Words, "the part that it belongs to"),
    ];
    let mut csv = head(&fields);
    push(&mut csv, &[WHOLE.to_owned(), facts.settings.organisation.clone(), String::new(), String::new()]);
    for dimension in &facts.dimensions {
        for member in &dimension.members {
            let parent = member.parent.as_ref().map(|parent| format!("{}/{parent}", dimension.id)).unwrap_or_default();
            let part = dimension.part(member).to_string();
            push(&mut csv, &[part, member.name.clone(), dimension.label.clone(), parent]);
        }
    }
    Table {
        name: "parts".to_owned(),
        title: "The parts of the organisation".to_owned(),
        fields,
        primary_key: vec!["part"],
        foreign_keys: Vec::new(),
        csv: csv.into_bytes(),
    }
}

/// What was revised; `None` where nothing was.
fn revisions(packing: &Packing) -> Option<Table> {
    let facts = packing.findings.edition().facts();
    let kinds = &["corrected", "revised"];
    let fields = vec![
        Field { required: true, ..field("number", FieldKind::Whole, "counted through") },
        Field { required: true, ..period_field("period", facts.latest().period.kind()) },
        Field { required: true, ..field("kpi", FieldKind::Words, "") },
        Field { required: true, ..field("part", FieldKind::Words, "") },
        field(
            "was",
            FieldKind::Number,
            "the value as it was published until then; empty where there was none or it is withheld",
        ),
        field("was_n", FieldKind::Whole, "how many cases were behind it"),
        Field { required: true, ..field("on", FieldKind::Day, "when it was revised") },
        Field {
            required: true,
            ..field("kind", FieldKind::OneOf(kinds), "of a mistake, or with more data or another method")
        },
        Field { required: true, ..field("because", FieldKind::Words, "why") },
    ];
    let mut csv = head(&fields);
    let ids: BTreeSet<_> = kpis_of(packing).into_iter().map(|kpi| &kpi.id).collect();
    let mut count = 0;
    for snapshot in &facts.snapshots {
        for revision in snapshot.revisions.iter().filter(|revision| ids.contains(&revision.subject.kpi)) {
            let Some(kpi) = facts.kpi(&revision.subject.kpi) else { continue };
            count += 1;
            let (_, kind) = words::restatement::mark(revision.kind);
            push(
                &mut csv,
                &[
                    count.to_string(),
                    snapshot.period.to_string(),
                    kpi.id.to_string(),
                    part_word(revision.subject.part.as_ref()),
                    number(revision.was.and_then(|was| was.value(kpi.unit))),
                    revision.was.and_then(|was: Measurement| was.n()).map(|n| n.to_string()).unwrap_or_default(),
                    revision.on.to_string(),
                    kind.to_owned(),
                    revision.because.clone(),
                ],
            );
        }
    }
    (count > 0).then(|| Table {
        name: "revisions".to_owned(),
        title: "Figures that are not what was first published".to_owned(),
        fields,
        primary_key: vec!["number"],
        foreign_keys: vec![("kpi", "kpis", "kpi"), ("part", "parts", "part")],
        csv: csv.into_bytes(),
    })
}

/// The KPIs in the package, in the order of the catalogue.
fn kpis_of<'a>(packing: &Packing<'a>) -> Vec<&'a Kpi> {
    let facts = packing.findings.edition().facts();
    facts.kpis.iter().filter(|kpi| packing.holds(&Route::Kpi(kpi.id.clone()))).collect()
}

fn revised(packing: &Packing, subject: &Subject, period: Period) -> &'static str {
    let snapshot = packing.findings.edition().facts().snapshot(period);
    let latest = snapshot.and_then(|snapshot| snapshot.latest_revision(subject));
    latest.map_or("", |revision| words::restatement::mark(revision.kind).1)
}

fn part_word(part: Option<&PartId>) -> String {
    part.map_or_else(|| WHOLE.to_owned(), PartId::to_string)
}

fn unit(kpi: &Kpi) -> String {
    match &kpi.unit {
        Unit::Currency(code) => code.as_str().to_owned(),
        unit => unit_word(*unit).to_owned(),
    }
}

fn kind_word(kind: KpiKind) -> &'static str {
    match kind {
        KpiKind::Proportion => "proportion",
        KpiKind::Rate => "rate",
        KpiKind::Mean => "mean",
        KpiKind::Nps => "nps",
        KpiKind::Count => "count",
        KpiKind::Stock => "stock",
        KpiKind::Duration => "duration",
        KpiKind::Currency => "currency",
    }
}

fn field(name: &str, kind: FieldKind, description: &'static str) -> Field {
    Field { name: name.to_owned(), kind, description, required: false }
}

fn period_field(name: &str, kind: PeriodKind) -> Field {
    match kind {
        PeriodKind::Month => field(name, FieldKind::Month, "the month"),
        PeriodKind::Quarter => field(name, FieldKind::Words, "the quarter: 2026-Q4"),
        PeriodKind::Week => field(name, FieldKind::Words, "the ISO week: 2026-W41"),
    }
}

fn head(fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    format!("{}\r\n", names.join(","))
}

fn push(csv: &mut String, row: &[String]) {
    let cells: Vec<String> =
        row.iter().map(|text| if is_plain_number(text) { text.clone() } else { cell(text) }).collect();
    csv.push_str(&cells.join(","));
    csv.push_str("\r\n");
}

fn is_plain_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e'))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

impl Packing<'_> {
    /// The period that the package is about, or the latest one in it.
    pub(super) fn period(&self) -> Period {
        match self.of {
            PackageOf::Period(period) => *period,
            PackageOf::Study(_) => self.findings.edition().facts().latest().period,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_not_taken_for_a_formula_and_a_formula_not_for_a_number() {
        for (text, is_number) in
            [("-2.5", true), ("1e-7", true), ("0", true), ("", false), ("-", false), ("=1", false), ("1,2", false)]
        {
            assert_eq!(is_plain_number(text), is_number, "{text}");
        }
    }
}
