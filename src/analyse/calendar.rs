//! The calendar: every period from the first snapshot to the last, with what is said about each as a whole.

use std::collections::BTreeMap;

use crate::model::{Event, Organisation, PartId, Period, Snapshot, Subject};

/// Every period from the first snapshot to the last.
#[derive(Debug)]
pub(super) struct Calendar<'e> {
    /// Oldest first, none left out.
    pub(super) periods: Vec<Period>,
    /// The snapshot of each; `None` where there is none.
    snapshots: Vec<Option<&'e Snapshot>>,
    /// The events that recalculate limits, with the index of their period.
    recalculations: Vec<(usize, &'e Event)>,
    /// The last period of each part that has ended.
    ends: BTreeMap<PartId, Period>,
}

impl<'e> Calendar<'e> {
    /// The calendar of an organisation.
    pub(super) fn new(facts: &'e Organisation) -> Self {
        let (mut periods, mut snapshots) = (Vec::new(), Vec::new());
        for snapshot in &facts.snapshots {
            while let Some(missing) = periods.last().map(|last: &Period| last.next()).filter(|it| *it < snapshot.period)
            {
                periods.push(missing);
                snapshots.push(None);
            }
            periods.push(snapshot.period);
            snapshots.push(Some(snapshot));
        }
        let recalculates = |index: usize, snapshot: Option<&'e Snapshot>| {
            let events = snapshot.into_iter().flat_map(|snapshot| &snapshot.events);
            events.filter(|event| event.recalculate_limits).map(move |event| (index, event))
        };
        let recalculations =
            snapshots.iter().enumerate().flat_map(|(index, snapshot)| recalculates(index, *snapshot)).collect();
        let members = facts.dimensions.iter().flat_map(|it| it.members.iter().map(move |member| (it, member)));
        let ends = members.filter_map(|(dimension, member)| Some((dimension.part(member), member.until?))).collect();
        Self { periods, snapshots, recalculations, ends }
    }

    /// The last period of `part`; `None` while it goes on.
    pub(super) fn end_of(&self, part: &PartId) -> Option<Period> {
        self.ends.get(part).copied()
    }

    /// The index of `period`; `None` outside the calendar.
    pub(super) fn index(&self, period: Period) -> Option<usize> {
        self.periods.binary_search(&period).ok()
    }

    /// The index of the last period that is not after `period`; `None` before the first.
    pub(super) fn last_until(&self, period: Period) -> Option<usize> {
        self.periods.partition_point(|known| *known <= period).checked_sub(1)
    }

    /// Whether the figures of the whole period are provisional.
    pub(super) fn is_provisional(&self, index: usize) -> bool {
        self.snapshots[index].is_some_and(|snapshot| snapshot.provisional)
    }

    /// Whether the period is exceptional for `subject`.
    pub(super) fn is_exceptional(&self, index: usize, subject: &Subject) -> bool {
        let reasons = self.snapshots[index].map_or(&[][..], |snapshot| &snapshot.exceptional);
        reasons.iter().any(|reason| reason.scope.includes(subject))
    }

    /// The events that recalculate the limits of `subject`, up to the period with index `last`.
    pub(super) fn recalculations(&self, subject: &Subject, last: usize) -> impl Iterator<Item = (usize, &'e Event)> {
        let events = self.recalculations.iter().take_while(move |(index, _)| *index <= last);
        events.filter(|(_, event)| event.scope.includes(subject)).copied()
    }
}
