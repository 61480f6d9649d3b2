//! Recent: what was stated about all subjects of a KPI a moment ago. A KPI has a page and half a dozen files, which are
//! made one after the other and show the same findings.

use std::sync::{Arc, Mutex};

use super::finding::KpiFindings;
use crate::model::{KpiId, Period};

/// Of so many KPIs the findings are kept, or of as many as there are threads: there may be thousands of subjects.
const MOST: usize = 2;

/// What was asked for lately, the last at the end.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<Vec<Kept>>);

type Kept = (KpiId, Period, Arc<[KpiFindings]>);

impl Recent {
    /// What is stated about each subject of `kpi` as of `period`, worked out by `find` unless that was done lately.
    pub(super) fn of(
        &self,
        kpi: &KpiId,
        period: Period,
        find: impl FnOnce() -> Arc<[KpiFindings]>,
    ) -> Arc<[KpiFindings]> {
        let lock = || self.0.lock().expect("nobody panics while findings are looked up");
        let take = |kept: &mut Vec<Kept>| {
            let place = kept.iter().position(|(id, as_of, _)| id == kpi && *as_of == period)?;
            Some(kept.remove(place).2)
        };
        let put = |kept: &mut Vec<Kept>, found: &Arc<[KpiFindings]>| {
            if kept.len() >= MOST.max(rayon::current_num_threads()) {
                kept.remove(0);
            }
            kept.push((kpi.clone(), period, found.clone()));
        };
        let mut kept = lock();
        if let Some(found) = take(&mut kept) {
            put(&mut kept, &found);
            return found;
        }
        drop(kept);
        // Others may look up theirs meanwhile; two that ask for the same at once both work it out.
        let found = find();
        let mut kept = lock();
        take(&mut kept);
        put(&mut kept, &found);
        found
    }
}
