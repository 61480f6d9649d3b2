//! `data.csv` of a study: what it found, one row per KPI, statement, criterion or step.

use super::csv::{number, text};
use super::terms::{quartile_word, unit_word};
use crate::analyse::Findings;
use crate::model::{Assessment, ServiceQuality, Step, Study, StudyKind};
use crate::words;

/// What a study found, as a table.
pub(in crate::compose) struct StudyTable {
    /// Its columns, and what their cells hold.
    pub(in crate::compose) columns: Vec<(&'static str, Cells)>,
    /// The cells as they are written.
    rows: Vec<Vec<String>>,
}

/// What the cells of a column hold; each may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compose) enum Cells {
    Words,
    Numbers,
    Counts,
}

/// What a study found, for spreadsheets. Numbers are bare and unrounded, what was not measured is empty.
pub(in crate::compose) fn study_csv(findings: &Findings, study: &Study) -> Vec<u8> {
    study_table(findings, study).csv()
}

/// What a study found: one row per KPI, statement, criterion or step.
pub(in crate::compose) fn study_table(findings: &Findings, study: &Study) -> StudyTable {
    match &study.kind {
        StudyKind::Performance { .. } => performance(findings, study),
        StudyKind::ServiceQuality(quality) => service_quality(quality),
        StudyKind::Standard(assessment) => standard(assessment),
        StudyKind::Process(steps) | StudyKind::Competencies(steps) => practised(steps),
    }
}

impl StudyTable {
    fn new(columns: &[(&'static str, Cells)], rows: Vec<Vec<String>>) -> Self {
        let named = |(names, cells): &(&'static str, Cells)| {
            let cells = *cells;
            names.split(' ').map(move |name| (name, cells))
        };
        Self { columns: columns.iter().flat_map(named).collect(), rows }
    }

    /// The names of the columns, and the rows below them.
    pub(in crate::compose) fn csv(&self) -> Vec<u8> {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let mut csv = names.join(",");
        csv.push_str("\r\n");
        for row in &self.rows {
            csv.push_str(&row.join(","));
            csv.push_str("\r\n");
        }
        csv.into_bytes()
    }
}

fn performance(findings: &Findings, study: &Study) -> StudyTable {
    let columns = [
        ("kpi name unit", Cells::Words),
        ("ours", Cells::Numbers),
        ("n", Cells::Counts),
        ("benchmark", Cells::Numbers),
        ("average_only", Cells::Words),
        ("p25 p75 best worst", Cells::Numbers),
        ("peers", Cells::Counts),
        ("difference advantage percentile", Cells::Numbers),
        ("quartile", Cells::Words),
        ("interval_lower interval_upper advantage_percent advantage_normalised next_quartile weight", Cells::Numbers),
        ("before_ours before_benchmark before_percentile", Cells::Numbers),
    ];
    let mut rows = Vec::new();
    let gaps = findings.study(&study.id).map(|found| found.gaps).unwrap_or_default();
    for gap in &gaps {
        let (Some(kpi), Some(found)) = (findings.edition().facts().kpi(&gap.kpi), &gap.finding) else { continue };
        let weight = study.weights().iter().find(|weight| weight.kpi == gap.kpi);
        let before = found.before.as_ref();
        rows.push(vec![
            kpi.id.to_string(),
            text(&kpi.name),
            unit_word(kpi.unit).to_owned(),
            words::number::machine(found.ours),
            found.n.map(|n| n.to_string()).unwrap_or_default(),
            words::number::machine(found.benchmark),
            if found.average_only { "yes" } else { "" }.to_owned(),
            number(found.quartiles.map(|(lower, _)| lower)),
            number(found.quartiles.map(|(_, upper)| upper)),
            number(found.best),
            number(found.worst),
            found.peers.map(|peers| peers.to_string()).unwrap_or_default(),
            number(found.difference),
            number(found.advantage),
            number(found.percentile),
            found.quartile.map(quartile_word).unwrap_or_default().to_owned(),
            number(found.interval.map(|(lower, _)| lower)),
            number(found.interval.map(|(_, upper)| upper)),
            number(found.advantage_percent),
            number(found.advantage_normalised),
            number(found.next_quartile),
            number(weight.map(|weight| weight.weight)),
            number(before.map(|before| before.ours)),
            number(before.map(|before| before.benchmark)),
            number(before.and_then(|before| before.percentile)),
        ]);
    }
    StudyTable::new(&columns, rows)
}

fn service_quality(quality: &ServiceQuality) -> StudyTable {
    let columns = [
        ("dimension", Cells::Words),
        ("weight", Cells::Numbers),
        ("statement", Cells::Words),
        ("expectation perception gap", Cells::Numbers),
    ];
    let items = quality.dimensions.iter().flat_map(|it| it.items.iter().map(move |item| (it, item)));
    let rows = items.map(|(dimension, item)| {
        vec![
            text(&dimension.name),
            number(dimension.weight),
            text(&item.text),
            words::number::machine(item.expectation),
            words::number::machine(item.perception),
            words::number::machine(item.perception - item.expectation),
        ]
    });
    StudyTable::new(&columns, rows.collect())
}

fn standard(assessment: &Assessment) -> StudyTable {
    // The number of a criterion, 7.10, is a name.
    let columns =
        [("id criterion", Cells::Words), ("required reached highest", Cells::Numbers), ("evidence", Cells::Words)];
    let rows = assessment.criteria.iter().map(|criterion| {
        vec![
            text(&criterion.id),
            text(&criterion.name),
            words::number::machine(criterion.required),
            number(criterion.reached),
            words::number::machine(assessment.levels),
            text(criterion.evidence.as_deref().unwrap_or("")),
        ]
    });
    StudyTable::new(&columns, rows.collect())
}

fn practised(steps: &[Step]) -> StudyTable {
    let columns = [("name", Cells::Words), ("practice highest", Cells::Numbers), ("note", Cells::Words)];
    let rows = steps.iter().map(|step| {
        vec![
            text(&step.name),
            number(step.practice),
            words::number::machine(step.of),
            text(step.note.as_deref().unwrap_or("")),
        ]
    });
    StudyTable::new(&columns, rows.collect())
}
