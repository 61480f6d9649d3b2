//! The trend of a series: its slope with limits, and whether chance alone gives one.

use super::mann_kendall::{mann_kendall, seasonal_mann_kendall};
use super::theil_sen::{TheilSen, seasonal_slope, theil_sen};

/// With fewer values no slope is stated.
pub const ENOUGH_FOR_A_SLOPE: usize = 8;

/// How values move: the size of change, shown under the verdict and never instead of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The Theil–Sen slope per period, in the KPI's unit.
    pub per_period: f64,
    /// The same over a year of periods.
    pub per_year: f64,
    /// The lower 95 % limit of the slope per period.
    pub lower: f64,
    /// The upper 95 % limit of the slope per period.
    pub upper: f64,
    /// The chance of such rising or falling without a trend, after Mann and Kendall.
    pub p: Option<f64>,
    /// Kendall's tau: rising less falling pairs, as a share of all.
    pub tau: f64,
    /// How many values it rests on.
    pub periods: usize,
    /// Whether only the same times of the year were compared.
    pub seasonal: bool,
}

impl Trend {
    /// Whether the slope is more than chance gives: its limits lie on one side of 0, and the test says so at 5 %.
    pub fn is_clear(&self) -> bool {
        self.p.is_some_and(|p| p < 0.05) && (self.lower > 0.0 || self.upper < 0.0)
    }
}

/// The trend of `values`, one per period and `per_year` of them a year; with a `season` from pairs a whole number of
/// years apart only.
///
/// `None` with fewer than eight values, or when numbers are too large.
pub fn trend(values: &[Option<f64>], per_year: usize, season: bool) -> Option<Trend> {
    trend_along(values, per_year, season, || theil_sen(values))
}

/// The same for somebody who may know the Theil–Sen line of `values` already.
pub(super) fn trend_along(
    values: &[Option<f64>],
    per_year: usize,
    season: bool,
    line: impl FnOnce() -> Option<TheilSen>,
) -> Option<Trend> {
    let periods = values.iter().flatten().count();
    if periods < ENOUGH_FOR_A_SLOPE {
        return None;
    }
    let (line, test, unit) = match season {
        true => (seasonal_slope(values, per_year)?, seasonal_mann_kendall(values, per_year)?, per_year as f64),
        false => (line()?, mann_kendall(values)?, 1.0),
    };
    Some(Trend {
        per_period: line.slope / unit,
        per_year: Some(line.slope / unit * per_year as f64).filter(|it| it.is_finite())?,
        lower: line.lower / unit,
        upper: line.upper / unit,
        p: test.p,
        tau: test.tau,
        periods,
        seasonal: season,
    })
}
