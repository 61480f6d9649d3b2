//! Figures by subject, to check numbers in words against.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Kpi, KpiId, PartId, Period, Series, Subject};

/// Formulas that need more steps are not followed; a circle was reported before.
const MAX_STEPS: usize = 32;

/// All figures of a site.
pub(super) struct FigureLookup<'c> {
    pub(super) kpis: &'c BTreeMap<&'c str, &'c Kpi>,
    pub(super) series: &'c BTreeMap<Subject, Series>,
    pub(super) periods: &'c [Period],
}

impl FigureLookup<'_> {
    /// Whether `kpi` has a value in some period, for the whole or a part, that reads `figure` with so many decimals.
    pub(super) fn has(&self, kpi: &Kpi, figure: f64, decimals: usize) -> bool {
        let parts: BTreeSet<Option<&PartId>> = self.series.keys().map(|subject| subject.part.as_ref()).collect();
        let step = (0..decimals.min(9)).fold(1.0, |step, _| step * 10.0);
        // Half a step either way: which way a tie is rounded is for those who show it.
        let reads_alike = |value: f64| ((value - figure) * step).abs() <= 0.5 + 1e-6;
        parts.iter().any(|part| {
            self.periods.iter().any(|period| self.value(&kpi.id, *part, *period, MAX_STEPS).is_some_and(reads_alike))
        })
    }

    fn value(&self, kpi: &KpiId, part: Option<&PartId>, period: Period, steps: usize) -> Option<f64> {
        let kpi = self.kpis.get(kpi.as_str())?;
        match &kpi.compute {
            None => {
                let subject = Subject { kpi: kpi.id.clone(), part: part.cloned() };
                self.series.get(&subject)?.at(period)?.measurement.value(kpi.unit)
            }
            Some(formula) => {
                let steps = steps.checked_sub(1)?;
                formula.value(&|id| self.value(id, part, period, steps))
            }
        }
    }
}
