//! The Theil–Sen slope: the size of a trend that single odd periods cannot pull.

use std::num::NonZeroUsize;

use super::mann_kendall::{kendall_variance, seasonal_variance};
use super::probability::Z_95;

/// A Theil–Sen line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// The change per step, in the unit of the values.
    pub slope: f64,
    /// The value of the line at the first place, measured or not.
    pub intercept: f64,
    /// The lower 95 % limit of the slope.
    pub lower: f64,
    /// The upper 95 % limit of the slope.
    pub upper: f64,
}

/// The median change per place over all pairs of `values`, one per place, with its 95 % limits.
///
/// Gaps keep their place in time: `(xⱼ − xᵢ) / (j − i)`. The line goes through the medians of the values and of their
/// places, counted from 0. The limits are the slopes at the ranks `(N ∓ z √v) / 2` of all `N`, with `v` the variance
/// of Kendall's score under no trend. `None` with fewer than two values, and when a difference is too large for a
/// number.
///
/// Sen, P. K. (1968): Estimates of the regression coefficient based on Kendall's tau, Journal of the American
/// Statistical Association 63, 1379–1389. The ranks of the limits as scipy rounds them.
///
/// ```
/// # use plaudit::analyse::theil_sen;
/// let line = theil_sen(&[Some(70.0), None, Some(72.0), Some(73.0)]).unwrap();
/// assert_eq!((line.slope, line.intercept), (1.0, 70.0));
/// assert_eq!(theil_sen(&[Some(70.0), None]), None);
/// ```
pub fn theil_sen(values: &[Option<f64>]) -> Option<TheilSen> {
    let slopes = slopes(values, 1, 1.0)?;
    line(values, slopes, kendall_variance(values), 1.0)
}

/// The same within each season: the median change per `period` places over pairs that lie whole periods apart.
///
/// A season is every `period`-th place from a value's own on; which calendar month that is does not matter. The slope
/// is per period (per year, for months), the limits at the ranks that belong to the sum of the seasons' variances.
/// `None` when no season holds two values, or for a period of 0.
///
/// Hirsch, R. M., Slack, J. R., Smith, R. A. (1982): Techniques of trend analysis for monthly water quality data,
/// Water Resources Research 18, 107–121; limits after Gilbert (1987), Statistical Methods for Environmental Pollution
/// Monitoring, 17.4.3.
pub fn seasonal_slope(values: &[Option<f64>], period: usize) -> Option<TheilSen> {
    let slopes = slopes(values, period, period as f64)?;
    line(values, slopes, seasonal_variance(values, period), period as f64)
}

/// The slope of [`theil_sen`] and the intercept, without limits, which nobody asks for who takes a trend out of a series.
pub(super) fn median_line(values: &[Option<f64>]) -> Option<(f64, f64)> {
    let slope = middle(&mut slopes(values, 1, 1.0)?);
    Some((slope + 0.0, intercept(values, slope, 1.0)?))
}

/// The slopes per `unit` places of all pairs that lie a multiple of `stride` places apart; `None` when there are none.
fn slopes(values: &[Option<f64>], stride: usize, unit: f64) -> Option<Vec<f64>> {
    let stride = NonZeroUsize::new(stride)?.get();
    let mut slopes = Vec::with_capacity(values.len() * values.len().saturating_sub(1) / 2 / stride);
    // Each season on its own: what was measured in it, and at which of the places.
    for season in 0..stride.min(values.len()) {
        let places = values.iter().enumerate().skip(season).step_by(stride);
        let measured: Vec<(f64, f64)> = places.filter_map(|(place, value)| Some((place as f64, (*value)?))).collect();
        for (index, (place, one)) in measured.iter().enumerate() {
            slopes.extend(measured[index + 1..].iter().map(|(later, other)| (other - one) / ((later - place) / unit)));
        }
    }
    (!slopes.is_empty() && slopes.iter().all(|slope| slope.is_finite())).then_some(slopes)
}

fn line(values: &[Option<f64>], mut slopes: Vec<f64>, variance: f64, unit: f64) -> Option<TheilSen> {
    let slope = middle(&mut slopes);
    let intercept = intercept(values, slope, unit)?;
    let (count, reach) = (slopes.len() as f64, Z_95 * variance.sqrt());
    let last = slopes.len() - 1;
    let rank = |rank: f64| rank.round_ties_even().max(0.0) as usize;
    let (lower, upper) = (rank((count - reach) / 2.0 - 1.0).min(last), rank((count + reach) / 2.0).min(last));
    // −0 and 0 are one slope.
    let mut plain = |place: usize| *slopes.select_nth_unstable_by(place, f64::total_cmp).1 + 0.0;
    Some(TheilSen { slope: slope + 0.0, intercept, lower: plain(lower), upper: plain(upper) })
}

/// Where a line of this slope through the medians of the values and of their places begins; `None` when that, or the
/// slope, is too large for a number.
fn intercept(values: &[Option<f64>], slope: f64, unit: f64) -> Option<f64> {
    let mut measured: Vec<f64> = values.iter().flatten().copied().collect();
    let places = values.iter().enumerate().filter(|(_, value)| value.is_some()).map(|(place, _)| place as f64);
    let intercept = middle(&mut measured) - middle(&mut places.collect::<Vec<f64>>()) / unit * slope;
    (intercept.is_finite() && slope.is_finite()).then_some(intercept)
}

/// The median of values in any order, of which there is one at least.
///
/// Puts the middle one in its place, which takes a fraction of the time that sorting all of them does.
fn middle(values: &mut [f64]) -> f64 {
    let (half, is_even) = (values.len() / 2, values.len().is_multiple_of(2));
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    match below.iter().copied().max_by(f64::total_cmp).filter(|_| is_even) {
        Some(before) => before / 2.0 + *middle / 2.0,
        None => *middle,
    }
}
