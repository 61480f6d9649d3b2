//! Intervals: what a figure could be, given how few or many cases are behind it.

use super::probability::{Z_95, Z_998, chi_square_quantile, student_quantile};
use super::xmr::{mean, sum};
use crate::model::{Kpi, KpiKind, Measurement};

/// How sure an interval is meant to be; the pair that the NHS uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 95 %.
    P95,
    /// 99.8 %.
    P998,
}

impl Level {
    /// The share that lies below the upper limit.
    pub fn upper(self) -> f64 {
        match self {
            Self::P95 => 0.975,
            Self::P998 => 0.999,
        }
    }

    /// How many standard deviations of a normal value its limits are away.
    pub fn z(self) -> f64 {
        match self {
            Self::P95 => Z_95,
            Self::P998 => Z_998,
        }
    }
}

/// Fewer like answers than this are too few to tell anything from their likeness.
const ENOUGH_ALIKE: u64 = 30;

/// The 95 % interval of a measurement in the KPI's unit: lower, upper.
///
/// Proportions with n after [`wilson`], net promoter scores with their answers after [`promoters`], rates with
/// their counts after [`poisson`]. Everything else has none: a mean with only n does not say how much the answers vary.
pub fn interval(kpi: &Kpi, measurement: &Measurement) -> Option<(f64, f64)> {
    let per = kpi.unit.per();
    match (kpi.kind, *measurement) {
        (KpiKind::Proportion, Measurement::Ratio { numerator, denominator }) => {
            scaled(wilson(numerator, denominator, Level::P95)?, per)
        }
        (KpiKind::Proportion, Measurement::Value { value, n: Some(n) }) => {
            scaled(wilson(value / per * n as f64, n, Level::P95)?, per)
        }
        (KpiKind::Rate, Measurement::Ratio { numerator, denominator }) if denominator > 0 => {
            scaled(poisson(numerator, Level::P95)?, per / denominator as f64)
        }
        (KpiKind::Nps, Measurement::Promoters { promoters: up, passives, detractors }) => {
            promoters(up, passives, detractors, Level::P95)
        }
        _ => None,
    }
}

fn scaled((lower, upper): (f64, f64), by: f64) -> Option<(f64, f64)> {
    let (lower, upper) = (lower * by, upper * by);
    (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
}

/// The interval of the share `successes / n`, as fractions.
///
/// `(2x + z² ∓ z √(z² + 4x(1 − x/n))) / (2(n + z²))`. `None` without cases or for more successes than cases.
///
/// Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference, Journal of the
/// American Statistical Association 22, 209–212.
pub fn wilson(successes: f64, n: u64, level: Level) -> Option<(f64, f64)> {
    let z = level.z();
    let n = n as f64;
    if n == 0.0 || !(0.0..=n).contains(&successes) {
        return None;
    }
    let spread = z * (z * z + 4.0 * successes * (1.0 - successes / n)).sqrt();
    let middle = 2.0 * successes + z * z;
    let width = 2.0 * (n + z * z);
    Some((((middle - spread) / width).max(0.0), ((middle + spread) / width).min(1.0)))
}

/// The 95 % interval of the difference of two shares, the first less the second, from their two [`wilson`] intervals.
///
/// `None` when one of them has none.
///
/// Newcombe, R. G. (1998): Interval estimation for the difference between independent proportions, Statistics in
/// Medicine 17, 873–890, method 10.
pub fn difference(first: (f64, u64), second: (f64, u64)) -> Option<(f64, f64)> {
    let (lower_1, upper_1) = wilson(first.0, first.1, Level::P95)?;
    let (lower_2, upper_2) = wilson(second.0, second.1, Level::P95)?;
    let (share_1, share_2) = (first.0 / first.1 as f64, second.0 / second.1 as f64);
    let reach = |one: f64, other: f64| (one * one + other * other).sqrt();
    let middle = share_1 - share_2;
    Some((middle - reach(share_1 - lower_1, upper_2 - share_2), middle + reach(upper_1 - share_1, share_2 - lower_2)))
}

/// The interval of a net promoter score from its answers, −100 to 100 in the middle of which it need not lie.
///
/// Student's t over answers coded 100, 0 and −100. `None` for fewer than two answers, and for fewer than 30 that
/// are all alike: that they do not vary says little then. From 30 on it has no width.
pub fn promoters(promoters: u64, passives: u64, detractors: u64, level: Level) -> Option<(f64, f64)> {
    let n = promoters.checked_add(passives)?.checked_add(detractors)?;
    if n < 2 {
        return None;
    }
    let alike = promoters == n || passives == n || detractors == n;
    let (up, down, count) = (promoters as f64, detractors as f64, n as f64);
    let score = 100.0 * (up - down) / count;
    if alike {
        return (n >= ENOUGH_ALIKE).then_some((score, score));
    }
    let (up, down) = (up / count, down / count);
    let variance = up + down - (up - down) * (up - down);
    let half = student_quantile(level.upper(), count - 1.0)? * 100.0 * (variance / (count - 1.0)).sqrt();
    half.is_finite().then_some((score - half, score + half))
}

/// The widest that the 95 % interval of a net promoter score can be, when only the score and n are known: to be called
/// "at most".
///
/// `∓ z 100 √((1 − (nps/100)²) / n)`: nobody passive. `None` without answers or beyond ±100.
pub fn promoters_at_most(score: f64, n: u64) -> Option<(f64, f64)> {
    let share = score / 100.0;
    let half = Z_95 * 100.0 * ((1.0 - share * share) / n as f64).sqrt();
    (n > 0 && half.is_finite()).then_some((score - half, score + half))
}

/// The interval of the mean of single answers: Student's t over their standard deviation. `None` for fewer than two.
///
/// With only a mean and a number of answers there is none: how much they vary is not known.
pub fn mean_of_answers(answers: &[f64], level: Level) -> Option<(f64, f64)> {
    let middle = mean(answers.iter().copied())?;
    let count = answers.len() as f64;
    let squares = sum(answers.iter().map(|answer| (answer - middle) * (answer - middle)));
    let half = student_quantile(level.upper(), count - 1.0)? * (squares / (count - 1.0) / count).sqrt();
    half.is_finite().then_some((middle - half, middle + half))
}

/// The interval of a number of events that happen one by one.
///
/// Exact below 10 events (half of χ² quantiles with 2x and 2x + 2 degrees of freedom), Byar's approximation from 10 on. `None` for fewer than 10 that are not a whole number.
///
/// Breslow, N. E., Day, N. E. (1987): Statistical Methods in Cancer Research II, 69; the same split as
/// PHEindicatormethods.
pub fn poisson(events: f64, level: Level) -> Option<(f64, f64)> {
    if events < 10.0 {
        if !(events >= 0.0 && events.fract() == 0.0) {
            return None;
        }
        let half = |share: f64, freedom: f64| Some(chi_square_quantile(share, freedom)? / 2.0);
        let lower = if events == 0.0 { 0.0 } else { half(1.0 - level.upper(), 2.0 * events)? };
        return Some((lower, half(level.upper(), 2.0 * events + 2.0)?));
    }
    let byar = |events: f64, side: f64| {
        let root = 1.0 - 1.0 / (9.0 * events) + side * level.z() / (3.0 * events.sqrt());
        events * root * root * root
    };
    Some((byar(events, -1.0), byar(events + 1.0, 1.0)))
}
