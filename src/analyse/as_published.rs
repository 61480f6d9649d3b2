//! As published: what would be stated about a figure that was revised, had it stayed what it was.

use super::finding::KpiFindings;
use super::history::{History, Slot};
use super::{Findings, computed::last_index};
use crate::model::{Measurement, Period, Standing, Subject};

impl Findings<'_> {
    /// What would be stated about `subject` as of `period`, had its figure there stayed what it `was`, with all others as
    /// they stand.
    ///
    /// Its points, limits, verdict and target; no changes and no benchmark. Nothing for a KPI that the edition does not
    /// have.
    pub fn as_published(&self, subject: &Subject, period: Period, was: Option<Measurement>) -> KpiFindings {
        let mut findings = KpiFindings::nothing(subject.clone(), period);
        let definition = self.definitions.iter().find(|definition| definition.kpi.id == subject.kpi);
        let (Some(definition), Some(index)) = (definition, self.calendar.index(period)) else { return findings };
        let kpi = definition.kpi;
        let last = last_index(&self.calendar, kpi, subject.part.as_ref(), index);
        let Some(last) = last.filter(|last| *last == index) else { return findings };
        let now = self.records.get(subject).and_then(|record| record.as_of(last));
        let slot = |at: usize| match (at == index, was) {
            (false, _) => now.and_then(|now| now.slot(at)).cloned().unwrap_or(Slot::GAP),
            (true, None) => Slot::GAP,
            (true, Some(was)) => {
                let standing =
                    if self.calendar.is_provisional(index) { Standing::Provisional } else { Standing::Final };
                Slot::new(kpi, was, standing, self.calendar.is_exceptional(index, subject))
            }
        };
        let Some(history) = History::new(0, (0..=last).map(slot).collect()) else { return findings };
        let due = history.due(kpi.every, &self.calendar.periods, last);
        self.judge(&mut findings, definition, &history, &due, last);
        findings
    }
}
