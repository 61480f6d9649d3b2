//! `data.csv` of a study: what it found, one row per KPI, statement, criterion or step.

use super::csv::{number, text};
use super::terms::{quartile_word, unit_word};
use crate::analyse::Findings;
use crate::model::{Assessment, ServiceQuality, Step, Study, StudyKind};
use crate::words;

/// What a study found, for spreadsheets. Numbers are bare and unrounded, what was not measured is empty.
pub(in crate::compose) fn study_csv(findings: &Findings, study: &Study) -> Vec<u8> {
    let rows = match &study.kind {
        StudyKind::Performance { .. } => performance(findings, study),
        StudyKind::ServiceQuality(quality) => service_quality(quality),
        StudyKind::Standard(assessment) => standard(assessment),
        StudyKind::Process(steps) | StudyKind::Competencies(steps) => practised(steps),
    };
    let mut csv = String::new();
    for row in rows {
        csv.push_str(&row.join(","));
        csv.push_str("\r\n");
    }
    csv.into_bytes()
}

fn head(columns: &str) -> Vec<Vec<String>> {
    vec![columns.split(' ').map(str::to_owned).collect()]
}

fn performance(findings: &Findings, study: &Study) -> Vec<Vec<String>> {
    let mut rows = head(
        "kpi name unit ours n benchmark average_only p25 p75 best worst peers difference advantage percentile quartile \
         interval_lower interval_upper advantage_percent advantage_normalised next_quartile weight before_ours \
         before_benchmark before_percentile",
    );
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
    rows
}

fn service_quality(quality: &ServiceQuality) -> Vec<Vec<String>> {
    let mut rows = head("dimension weight statement expectation perception gap");
    for dimension in &quality.dimensions {
        rows.extend(dimension.items.iter().map(|item| {
            vec![
                text(&dimension.name),
                number(dimension.weight),
                text(&item.text),
                words::number::machine(item.expectation),
                words::number::machine(item.perception),
                words::number::machine(item.perception - item.expectation),
            ]
        }));
    }
    rows
}

fn standard(assessment: &Assessment) -> Vec<Vec<String>> {
    let mut rows = head("id criterion required reached highest evidence");
    rows.extend(assessment.criteria.iter().map(|criterion| {
        vec![
            text(&criterion.id),
            text(&criterion.name),
            words::number::machine(criterion.required),
            number(criterion.reached),
            words::number::machine(assessment.levels),
            text(criterion.evidence.as_deref().unwrap_or("")),
        ]
    }));
    rows
}

fn practised(steps: &[Step]) -> Vec<Vec<String>> {
    let mut rows = head("name practice highest note");
    rows.extend(steps.iter().map(|step| {
        vec![
            text(&step.name),
            number(step.practice),
            words::number::machine(step.of),
            text(step.note.as_deref().unwrap_or("")),
        ]
    }));
    rows
}
