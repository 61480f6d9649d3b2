//! What was found in a table: figures by period, checked against what is possible for their KPI.

use std::collections::BTreeMap;

use super::rejected::{Reason, Rejected};
use crate::model::{Kpi, KpiKind, Measurement, Period, Subject};
use crate::read::broken_bound;

/// More figures than this are not meant; a day in the wrong format would give thousands of months.
pub(super) const MAX_FIGURES: usize = 500_000;

/// The figures of a table.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) figures: BTreeMap<Period, BTreeMap<Subject, Measurement>>,
    /// Figures that a sketch gives, so that they are not exact.
    pub(super) approximate: Vec<(Period, Subject)>,
    pub(super) rejected: Rejected,
    /// Rows that the filters passed over.
    pub(super) passed_over: u64,
}

impl Found {
    pub(super) fn len(&self) -> usize {
        self.figures.values().map(BTreeMap::len).sum()
    }
}

/// A figure in the unit of `kpi`, without the digits that only come from computing.
pub(super) fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// `amount` of a cell, in seconds for time spans, in the unit of `kpi`.
pub(super) fn in_unit(kpi: &Kpi, amount: f64) -> f64 {
    match (kpi.kind, kpi.unit.seconds()) {
        (KpiKind::Duration, Some(seconds)) => amount / seconds,
        _ => amount,
    }
}

/// Why `measurement` cannot be one of `kpi`.
pub(super) fn checked(kpi: &Kpi, measurement: Measurement) -> Result<Measurement, Reason> {
    if let Measurement::Ratio { numerator, denominator } = measurement {
        let is_share = kpi.kind == KpiKind::Proportion;
        if numerator < 0.0 || (is_share && numerator > denominator as f64) || (denominator == 0 && numerator > 0.0) {
            return Err(Reason::PartAboveWhole { part: numerator, whole: denominator as f64 });
        }
        if kpi.kind != KpiKind::Currency && numerator.fract() != 0.0 {
            return Err(Reason::NotWhole(numerator));
        }
    }
    if let Some(value) = measurement.value(kpi.unit)
        && let Some(bound) = broken_bound(kpi, value)
    {
        return Err(Reason::OutOfBounds { what: kpi.id.to_string(), value, bound });
    }
    Ok(measurement)
}
