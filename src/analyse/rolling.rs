//! Rolling: several periods as one figure, by the way the KPI accumulates.

use super::finding::Point;
use super::history::{cycle, cycles_per_year, is_coarser, month};
use crate::model::{Accumulates, Every, Kpi, Measurement, Period, pooled, summed};

/// Several periods up to one of them as one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Over the latest year of periods, by the KPI's way of accumulating; `None` when one is missing.
    pub rolling_year: Option<f64>,
    /// Since the financial year began; `None` when a period is missing.
    pub year_to_date: Option<f64>,
}

/// `periods` as one figure in the KPI's unit, the latest last.
///
/// Sums are added, shares and scores come from the counts behind them or are weighted by n, levels are the last one.
/// Never a mean of means and never a sum of levels. `None` when one period is missing, when the evidence is, and
/// for what does not accumulate.
pub fn accumulated(kpi: &Kpi, periods: &[Option<Measurement>]) -> Option<f64> {
    let measured = || periods.iter().flatten();
    if measured().any(|measurement| measurement.value(kpi.unit).is_none()) || measured().count() < periods.len() {
        return None;
    }
    let total = match kpi.accumulates {
        Accumulates::Sum => summed(kpi, measured()),
        Accumulates::Pooled | Accumulates::Mean => pooled(kpi, measured()),
        Accumulates::Last => periods.last().copied().flatten(),
        Accumulates::None => None,
    };
    total?.value(kpi.unit)
}

/// Where the year begins that ends with the last of `points`; `None` when they do not reach back so far.
pub(super) fn year_back(every: Option<Every>, points: &[Point]) -> Option<usize> {
    let kind = points.last()?.period.kind();
    let length = match every.filter(|every| is_coarser(*every, kind)) {
        Some(every) => cycles_per_year(every),
        None => Period::per_year(kind),
    };
    points.len().checked_sub(length)
}

/// Which of `points` begins the financial year that `as_of` lies in; `None` when the first of them came after that, and
/// when none has come in it yet.
///
/// A week belongs to the year that its Thursday lies in.
pub(super) fn year_start(every: Option<Every>, points: &[Point], as_of: Period, year_starts: u8) -> Option<usize> {
    let now = month(as_of);
    let year = if now.number() >= year_starts { now.year() } else { now.year() - 1 };
    let start = Period::new(now.kind(), year, year_starts)?;
    let first = points.iter().rposition(|point| month(point.period) < start).map_or(0, |before| before + 1);
    let is_complete = first > 0 || !is_missing(every, start, points.first()?.period);
    (is_complete && first < points.len()).then_some(first)
}

/// Whether a period in which it was due lies between the month `start` and `first`.
fn is_missing(every: Option<Every>, start: Period, first: Period) -> bool {
    match every.filter(|every| is_coarser(*every, first.kind())) {
        Some(every) => cycle(every, first) > cycle(every, start),
        None => month(first.previous()) >= start,
    }
}
