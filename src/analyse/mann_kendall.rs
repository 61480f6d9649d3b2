//! The Mann–Kendall test: whether values keep rising or keep falling, whatever the size of their steps.

use std::cmp::Ordering;

use super::autocorrelation::autocorrelations;
use super::probability::{Z_95, normal_beyond};
use super::theil_sen::median_line;

/// A Mann–Kendall test. Values that do not move have score, tau and z of 0 and a p of 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Rising less falling pairs.
    pub score: f64,
    /// The variance of the score under no trend; `None` when the correction is not defined.
    pub variance: Option<f64>,
    /// The score as a share of all pairs, −1 to 1 (tau-a: ties count as pairs).
    pub tau: f64,
    /// The score in its standard deviations, one step closer to 0; `None` when the variance is not positive.
    pub z: Option<f64>,
    /// The chance of a score so far from 0 under no trend, both ways.
    pub p: Option<f64>,
}

/// The test over `values`, one per place; gaps are skipped. `None` with fewer than two values.
///
/// `S = Σ sign(xⱼ − xᵢ)` over pairs, `var = (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18` over groups of ties,
/// `z = (S − sign S) / √var`.
///
/// Mann, H. B. (1945): Nonparametric tests against trend, Econometrica 13, 245–259; Kendall, M. G. (1975): Rank
/// Correlation Methods; as pymannkendall's `original_test`.
pub fn mann_kendall(values: &[Option<f64>]) -> Option<MannKendall> {
    let measured: Vec<f64> = values.iter().flatten().copied().collect();
    let pairs = pairs(measured.len());
    (pairs > 0.0).then(|| MannKendall::new(score(&measured), Some(variance(&measured)), pairs))
}

/// The test within each season, scores and variances added up; a season is every `period`-th place from the first.
///
/// `None` when no season holds two values, or for a period of 0.
///
/// Hirsch, Slack and Smith (1982); as pymannkendall's `seasonal_test`, which divides by zero where there is none.
pub fn seasonal_mann_kendall(values: &[Option<f64>], period: usize) -> Option<MannKendall> {
    let mut pairs_in_all = 0.0;
    let mut score_in_all = 0.0;
    for season in seasons(values, period) {
        pairs_in_all += pairs(season.len());
        score_in_all += score(&season);
    }
    let variance = seasonal_variance(values, period);
    (pairs_in_all > 0.0).then(|| MannKendall::new(score_in_all, Some(variance), pairs_in_all))
}

/// The test with the variance corrected for autocorrelation, over lags up to `lags` (all when `None`). An option: at
/// the lengths of our series the correction does not pay, and it spoils series that have no autocorrelation.
///
/// The variance is multiplied by `1 + 2 / (n(n−1)(n−2)) Σ (n−i)(n−i−1)(n−i−2) rᵢ` over the lags whose
/// autocorrelation of ranks of the detrended values exceeds `z / √n`. Where that gives no positive variance, or the
/// ranks do not vary, z and p are not defined, unless the score is 0. `None` with fewer than two values.
///
/// Hamed, K. H., Rao, A. R. (1998): A modified Mann–Kendall trend test for autocorrelated data, Journal of Hydrology
/// 204, 182–196; as pymannkendall's `hamed_rao_modification_test`, gaps closed up before ranking.
///
/// # Differs from
///
/// pymannkendall stops with an error at two values and where there are fewer values than lags; here the correction
/// is not defined for two, and lags end with the values.
pub fn hamed_rao(values: &[Option<f64>], lags: Option<usize>) -> Option<MannKendall> {
    let plain = mann_kendall(values)?;
    let measured: Vec<f64> = values.iter().flatten().copied().collect();
    let n = measured.len() as f64;
    let corrected = (|| {
        let (slope, _) = median_line(values)?;
        let detrended: Vec<f64> =
            measured.iter().enumerate().map(|(place, value)| value - slope * (place as f64 + 1.0)).collect();
        let ranks: Vec<Option<f64>> = ranks(&detrended).into_iter().map(Some).collect();
        let lags = lags.unwrap_or(usize::MAX).min(measured.len().checked_sub(1)?);
        let autocorrelations = autocorrelations(&ranks, lags)?;
        let mut sum = 0.0;
        for (lag, r) in autocorrelations.iter().enumerate().skip(1).filter(|(_, r)| r.abs() > Z_95 / n.sqrt()) {
            let left = n - lag as f64;
            sum += left * (left - 1.0) * (left - 2.0) * r;
        }
        (measured.len() > 2).then(|| plain.variance.map(|it| it * (1.0 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum)))?
    })();
    Some(MannKendall::new(plain.score, corrected, pairs(measured.len())))
}

impl MannKendall {
    fn new(score: f64, variance: Option<f64>, pairs: f64) -> Self {
        let z = match score.partial_cmp(&0.0) {
            Some(Ordering::Equal) => Some(0.0),
            _ => variance.filter(|it| *it > 0.0).map(|variance| (score - score.signum()) / variance.sqrt()),
        };
        Self { score, variance, tau: score / pairs, z, p: z.map(normal_beyond) }
    }
}

/// The variance of the score of `values` under no trend.
pub(super) fn kendall_variance(values: &[Option<f64>]) -> f64 {
    variance(&values.iter().flatten().copied().collect::<Vec<f64>>())
}

/// The variance of the score within seasons.
pub(super) fn seasonal_variance(values: &[Option<f64>], period: usize) -> f64 {
    seasons(values, period).map(|season| variance(&season)).sum()
}

fn seasons(values: &[Option<f64>], period: usize) -> impl Iterator<Item = Vec<f64>> {
    let first = 0..period.min(values.len());
    first.map(move |first| values[first..].iter().step_by(period).flatten().copied().collect())
}

fn pairs(count: usize) -> f64 {
    let n = count as f64;
    n * (n - 1.0).max(0.0) / 2.0
}

fn score(values: &[f64]) -> f64 {
    let mut score = 0_i64;
    for (place, one) in values.iter().enumerate() {
        for other in &values[place + 1..] {
            score += i64::from(other > one) - i64::from(other < one);
        }
    }
    score as f64
}

fn variance(values: &[f64]) -> f64 {
    let term = |count: usize| {
        let n = count as f64;
        n * (n - 1.0) * (2.0 * n + 5.0)
    };
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let ties: f64 = sorted.chunk_by(|one, next| one == next).map(|tie| term(tie.len())).sum();
    (term(values.len()) - ties).max(0.0) / 18.0
}

/// Each value's place in ascending order from 1 on, equal ones sharing the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tie in order.chunk_by(|one, next| values[*one] == values[*next]) {
        let rank = before as f64 + (tie.len() as f64 + 1.0) / 2.0;
        tie.iter().for_each(|place| ranks[*place] = rank);
        before += tie.len();
    }
    ranks
}
