//! Records: what is known of every subject, to be found by subject, or part by part as pages show them.

use std::collections::BTreeMap;

use super::history::Record;
use crate::model::{Kpi, PartId, Subject};

/// What is known of every subject.
#[derive(Debug)]
pub(super) struct Records {
    /// In the order of their subjects.
    all: Vec<(Subject, Record)>,
    /// For the whole and each part, in the order of the catalogue: the place of a KPI in that, and of its record in `all`.
    by_part: BTreeMap<Option<PartId>, Vec<(usize, usize)>>,
}

impl Records {
    /// Those of `records`, whose KPIs are in the catalogue `kpis`.
    pub(super) fn new(records: BTreeMap<Subject, Record>, kpis: &[Kpi]) -> Self {
        let all: Vec<(Subject, Record)> = records.into_iter().collect();
        let mut by_part: BTreeMap<Option<PartId>, Vec<(usize, usize)>> = BTreeMap::new();
        for (number, kpi) in kpis.iter().enumerate() {
            let from = all.partition_point(|(subject, _)| subject.kpi < kpi.id);
            let of_kpi = all[from..].iter().take_while(|(subject, _)| subject.kpi == kpi.id);
            for (place, (subject, _)) in (from..).zip(of_kpi) {
                by_part.entry(subject.part.clone()).or_default().push((number, place));
            }
        }
        Self { all, by_part }
    }

    /// What is known of `subject`.
    pub(super) fn get(&self, subject: &Subject) -> Option<&Record> {
        let place = self.all.binary_search_by(|(known, _)| known.cmp(subject)).ok()?;
        Some(&self.all[place].1)
    }

    /// What is known of the whole or of `part`: the place of each KPI in the catalogue, the subject and its record.
    pub(super) fn of_part(&self, part: Option<&PartId>) -> impl Iterator<Item = (usize, &Subject, &Record)> {
        let places = self.by_part.get(&part.cloned()).into_iter().flatten();
        places.map(|(kpi, place)| {
            let (subject, record) = &self.all[*place];
            (*kpi, subject, record)
        })
    }

    /// Every subject, by KPI id, the whole first.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.all.iter().map(|(subject, _)| subject)
    }
}
