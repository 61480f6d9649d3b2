//! `data.csv` of a period: its figures, of the whole and of every part.

use super::csv::{Csv, ends};
use super::terms::{standing_word, unit_word};
use crate::analyse::Findings;
use crate::model::{PartId, Period};
use crate::words;

/// One row per KPI and part that has a figure in `period`, be it withheld: the whole first, then the parts in the order
/// of the dimensions.
pub(in crate::compose) fn period_csv(findings: &Findings, period: Period) -> Vec<u8> {
    let facts = findings.edition().facts();
    let revisions = facts.snapshot(period).map_or(&[][..], |snapshot| &snapshot.revisions);
    let mut csv = Csv::new("dimension,member,kpi,value,unit,n,target,target_max,status,revised,withheld");
    let members = facts.dimensions.iter().flat_map(|it| it.members.iter().map(|member| Some(it.part(member))));
    for part in [None::<PartId>].into_iter().chain(members) {
        for (kpi, subject, point) in findings.points(part.as_ref(), period) {
            if point.value.is_none() && point.withheld.is_none() {
                continue;
            }
            let (target, target_max) = ends(point.target);
            let revised = revisions.iter().filter(|revision| revision.subject == *subject);
            let revised = revised.max_by_key(|revision| revision.on);
            let part = part.as_ref();
            csv.text(part.map_or("", |part| part.dimension.as_str()));
            csv.text(part.map_or("", |part| part.member.as_str()));
            csv.plain(kpi.id.as_str()).number(point.value).plain(unit_word(kpi.unit)).count(point.value.and(point.n));
            csv.number(target).number(target_max).plain(standing_word(point.standing));
            csv.plain(revised.map_or("", |revision| words::restatement::mark(revision.kind).1));
            csv.text(&point.withheld.map(words::missing::withheld).unwrap_or_default());
            csv.end_row();
        }
    }
    csv.into_bytes()
}
