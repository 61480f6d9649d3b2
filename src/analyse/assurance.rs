//! Assurance: how reliably a target is met in a usual period.

use crate::model::{Better, Target};

/// What d₂ makes of a mean moving range: the standard deviation of single values.
const MOVING_RANGES_PER_SIGMA: f64 = 1.128;

/// How reliably a target is met as long as nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// Always.
    ConsistentPass,
    /// Sometimes.
    Inconsistent,
    /// Never.
    ConsistentFail,
}

/// What a group of limits says about a usual period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualRange {
    /// The mean.
    pub mean: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The mean moving range.
    pub moving_range: f64,
}

/// The limits against the target: a target beyond the limits is always or never met, a band that holds both limits
/// always, one that lies apart from them never; everything else, a target on a limit included, is sometimes.
///
/// Where nothing varies the limits are one value, and that value meets its target or does not. `None` for a single
/// value as the target of a neutral KPI.
///
/// As the assurance icons of NHS England, Making Data Count; bands and constant series are ours.
pub fn assurance(usual: UsualRange, target: Target, better: Better) -> Option<Assurance> {
    let always = |met: bool| if met { Assurance::ConsistentPass } else { Assurance::ConsistentFail };
    let met = target.met(usual.mean, better)?;
    if usual.lower == usual.upper {
        return Some(always(met));
    }
    let apart = match target {
        Target::Value(value) => value < usual.lower || usual.upper < value,
        Target::Band(band) => {
            let holds_both = band.min <= usual.lower && usual.upper <= band.max;
            holds_both || usual.upper < band.min || band.max < usual.lower
        }
    };
    Some(if apart { always(met) } else { Assurance::Inconsistent })
}

/// The chance, 0 to 1, that a usual period meets the target, if single values are normal around the mean:
/// `Φ(d (mean − target) / σ)` with σ the mean moving range / 1.128 and d the direction that is better; for a band
/// the chance of lying inside.
///
/// Where nothing varies it is 0 or 1. `None` for a single value as the target of a neutral KPI.
pub fn chance(usual: UsualRange, target: Target, better: Better) -> Option<f64> {
    let met = target.met(usual.mean, better)?;
    let sigma = sigma(usual.moving_range);
    if sigma == 0.0 {
        return Some(if met { 1.0 } else { 0.0 });
    }
    let below = |value: f64| standard_normal((value - usual.mean) / sigma);
    Some(match target {
        Target::Value(value) if better == Better::Lower => below(value),
        Target::Value(value) => standard_normal((usual.mean - value) / sigma),
        Target::Band(band) => (below(band.max) - below(band.min)).max(0.0),
    })
}

/// The standard deviation of single values that a mean moving range stands for.
pub(super) fn sigma(moving_range: f64) -> f64 {
    moving_range / MOVING_RANGES_PER_SIGMA
}

/// The standard normal distribution function.
fn standard_normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}
