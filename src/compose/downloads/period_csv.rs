//! `data.csv` of a period: its figures, of the whole and of every part.

use super::csv::{number, text};
use super::terms::{standing_word, unit_word};
use crate::analyse::Findings;
use crate::model::{Kpi, PartId, Period, Standing, Subject, Target};
use crate::words;

/// One row per KPI and part that has a figure in `period`, be it withheld: the whole first, then the parts in the order
/// of the dimensions.
pub(in crate::compose) fn period_csv(findings: &Findings, period: Period) -> Vec<u8> {
    let facts = findings.edition().facts();
    let mut csv = String::from("dimension,member,kpi,value,unit,n,target,target_max,status,revised,withheld\r\n");
    let mut row = |kpi: &Kpi, subject: &Subject| {
        let Some(measurement) = findings.measurement(subject, period) else { return };
        let value = findings.value(subject, period);
        let withheld = measurement.withheld();
        if value.is_none() && withheld.is_none() {
            return;
        }
        let part = subject.part.as_ref();
        let (target, target_max) = match kpi.target(part, period).map(|step| step.target) {
            Some(Target::Value(value)) => (Some(value), None),
            Some(Target::Band(band)) => (Some(band.min), Some(band.max)),
            None => (None, None),
        };
        let snapshot = facts.snapshot(period);
        let reading = facts.series.get(subject).and_then(|series| series.at(period));
        let standing = match (snapshot.is_some_and(|snapshot| snapshot.provisional), reading) {
            (true, _) => Standing::Provisional,
            (false, Some(reading)) => reading.standing,
            (false, None) => Standing::Final,
        };
        let revisions = snapshot.into_iter().flat_map(|snapshot| &snapshot.revisions);
        let revised = revisions.filter(|revision| revision.subject == *subject).max_by_key(|revision| revision.on);
        let cells = [
            part.map(|part| text(part.dimension.as_str())).unwrap_or_default(),
            part.map(|part| text(part.member.as_str())).unwrap_or_default(),
            kpi.id.to_string(),
            number(value),
            unit_word(kpi.unit).to_owned(),
            value.and(measurement.n()).map(|n| n.to_string()).unwrap_or_default(),
            number(target),
            number(target_max),
            standing_word(standing).to_owned(),
            revised.map_or("", |revision| words::restatement::mark(revision.kind).1).to_owned(),
            text(&withheld.map(words::missing::withheld).unwrap_or_default()),
        ];
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    };
    let members = facts.dimensions.iter().flat_map(|it| it.members.iter().map(|member| Some(it.part(member))));
    for part in [None::<PartId>].into_iter().chain(members) {
        for kpi in &facts.kpis {
            row(kpi, &Subject { kpi: kpi.id.clone(), part: part.clone() });
        }
    }
    csv.into_bytes()
}
