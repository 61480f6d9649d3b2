//! Forecasts: what a series gives if it goes on as it did.

use super::probability::{Z_95, normal, student, student_quantile};
use super::xmr::{mean, sum};
use crate::model::{Better, Target};

/// One period ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// What is expected.
    pub mean: f64,
    /// The standard error of a single value then.
    pub error: f64,
    /// What the error's distribution is.
    pub law: Law,
}

/// How single values scatter about a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Normal.
    Normal,
    /// Student's t with so many degrees of freedom.
    Student(f64),
}

impl Ahead {
    /// The 95 % interval of a single value; `None` when it is too wide for numbers.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let quantile = match self.law {
            Law::Normal => Z_95,
            Law::Student(freedom) => student_quantile(0.975, freedom)?,
        };
        let reach = quantile * self.error;
        let (lower, upper) = (self.mean - reach, self.mean + reach);
        (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
    }

    /// The chance, 0 to 1, that a single value is at most `limit`; 0 or 1 where nothing scatters.
    fn below(&self, limit: f64) -> Option<f64> {
        if self.error == 0.0 {
            return Some(if self.mean <= limit { 1.0 } else { 0.0 });
        }
        let scores = (limit - self.mean) / self.error;
        match self.law {
            Law::Normal => Some(normal(scores)),
            Law::Student(freedom) => student(scores, freedom),
        }
    }

    /// The chance, 0 to 1, that a single value meets `target`; `None` for a single value as the target of a neutral KPI.
    pub fn chance(&self, target: Target, better: Better) -> Option<f64> {
        let mirrored = Self { mean: -self.mean, ..*self };
        match (target, better) {
            (Target::Band(band), _) => {
                let below = |limit| self.below(limit);
                if self.error == 0.0 {
                    return Some(if (band.min..=band.max).contains(&self.mean) { 1.0 } else { 0.0 });
                }
                Some((below(band.max)? - below(band.min)?).max(0.0))
            }
            (Target::Value(value), Better::Higher) => mirrored.below(-value),
            (Target::Value(value), Better::Lower) => self.below(value),
            (Target::Value(_), Better::Neutral) => None,
        }
    }
}

/// The random walk with drift, `periods` ahead: `yₙ + h · slope`, with the mean step as the slope.
///
/// `s² = Σ (step − slope)² / (n − 2)`, error `√(s² h (1 + h/(n − 1)))`, normal. Steps across a gap are left out, and n
/// is one more than the steps. `None` with fewer than two steps, or without a last value.
///
/// Hyndman, R. J., Athanasopoulos, G. (2021): Forecasting: principles and practice, 5.2; as `forecast::rwf`, which
/// divides by n − 1 when the drift is exactly 0.
pub fn drift(values: &[Option<f64>], periods: usize) -> Option<Ahead> {
    let slope = mean(steps(values))?;
    drift_of(values, slope, periods)
}

/// The same with a `slope` from elsewhere.
pub fn drift_of(values: &[Option<f64>], slope: f64, periods: usize) -> Option<Ahead> {
    let last = (*values.last()?)?;
    let (count, ahead) = (steps(values).count() as f64, periods as f64);
    let variance = sum(steps(values).map(|step| (step - slope) * (step - slope))) / (count - 1.0);
    let error = (variance * ahead * (1.0 + ahead / count)).sqrt();
    sound(last + ahead * slope, error, Law::Normal).filter(|_| count >= 2.0)
}

/// The random walk, `periods` ahead: the last value, error `√(h · mean step²)`, normal. `None` without a step or a last
/// value.
///
/// Hyndman and Athanasopoulos (2021), 5.2; as `forecast::naive`.
pub fn naive(values: &[Option<f64>], periods: usize) -> Option<Ahead> {
    let last = (*values.last()?)?;
    let variance = mean(steps(values).map(|step| step * step))?;
    sound(last, (variance * periods as f64).sqrt(), Law::Normal)
}

/// The straight line of least squares, `periods` ahead; gaps keep their place.
///
/// Error `√(s² (1 + 1/n + (t − t̄)²/Sₜₜ))` with `s² = RSS / (n − 2)`, Student's t with n − 2 degrees of freedom. `None` with
/// fewer than three values.
///
/// As R's `predict(lm(y ~ t), interval = "prediction")`.
pub fn straight_line(values: &[Option<f64>], periods: usize) -> Option<Ahead> {
    let measured = || values.iter().enumerate().filter_map(|(place, value)| Some((place as f64, (*value)?)));
    let count = measured().count() as f64;
    if count < 3.0 {
        return None;
    }
    let (middle, level) = (mean(measured().map(|it| it.0))?, mean(measured().map(|it| it.1))?);
    let spread = sum(measured().map(|(place, _)| (place - middle) * (place - middle)));
    let slope = sum(measured().map(|(place, value)| (place - middle) * (value - level))) / spread;
    let rest = measured().map(|(place, value)| value - level - slope * (place - middle));
    let variance = sum(rest.map(|rest| rest * rest)) / (count - 2.0);
    let from_middle = (values.len() - 1 + periods) as f64 - middle;
    let error = (variance * (1.0 + 1.0 / count + from_middle * from_middle / spread)).sqrt();
    sound(level + slope * from_middle, error, Law::Student(count - 2.0))
}

/// A forecast of finite numbers.
pub(super) fn sound(mean: f64, error: f64, law: Law) -> Option<Ahead> {
    (mean.is_finite() && error.is_finite()).then_some(Ahead { mean, error, law })
}

/// The steps between neighbours.
fn steps(values: &[Option<f64>]) -> impl Iterator<Item = f64> + Clone {
    values.windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?))
}
