//! Assurance: how reliably a target is met in a usual period.

use super::probability::normal;
use crate::model::{Better, Target};

/// What d₂ makes of a mean moving range: the standard deviation of single values.
pub const MOVING_RANGES_PER_SIGMA: f64 = 1.128;

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
    let below = |value: f64| normal((value - usual.mean) / sigma);
    Some(match target {
        Target::Value(value) if better == Better::Lower => below(value),
        Target::Value(value) => normal((usual.mean - value) / sigma),
        Target::Band(band) => (below(band.max) - below(band.min)).max(0.0),
    })
}

/// The standard deviation of single values that a mean moving range stands for.
pub(super) fn sigma(moving_range: f64) -> f64 {
    moving_range / MOVING_RANGES_PER_SIGMA
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Range;

    /// Limits of 40 and 60 around 50.
    const USUAL: UsualRange = UsualRange { mean: 50.0, lower: 40.0, upper: 60.0, moving_range: 3.76 };

    #[test]
    fn a_target_on_a_limit_is_met_sometimes() {
        for better in [Better::Higher, Better::Lower] {
            for value in [40.0, 50.0, 60.0] {
                check(USUAL, Target::Value(value), better, Some(Assurance::Inconsistent));
            }
        }
    }

    #[test]
    fn a_target_beyond_a_limit_is_met_always_or_never() {
        check(USUAL, Target::Value(39.9), Better::Higher, Some(Assurance::ConsistentPass));
        check(USUAL, Target::Value(60.1), Better::Higher, Some(Assurance::ConsistentFail));
        check(USUAL, Target::Value(39.9), Better::Lower, Some(Assurance::ConsistentFail));
        check(USUAL, Target::Value(60.1), Better::Lower, Some(Assurance::ConsistentPass));
        check(USUAL, Target::Value(39.9), Better::Neutral, None);
    }

    #[test]
    fn a_band_is_kept_always_never_or_sometimes_whatever_is_better() {
        for better in [Better::Higher, Better::Lower, Better::Neutral] {
            check(USUAL, band(40.0, 60.0), better, Some(Assurance::ConsistentPass));
            check(USUAL, band(40.1, 60.0), better, Some(Assurance::Inconsistent));
            check(USUAL, band(40.0, 59.9), better, Some(Assurance::Inconsistent));
            check(USUAL, band(60.0, 70.0), better, Some(Assurance::Inconsistent));
            check(USUAL, band(60.1, 70.0), better, Some(Assurance::ConsistentFail));
            check(USUAL, band(30.0, 39.9), better, Some(Assurance::ConsistentFail));
        }
    }

    #[test]
    fn what_never_varies_meets_its_target_or_does_not() {
        let constant = UsualRange { mean: 50.0, lower: 50.0, upper: 50.0, moving_range: 0.0 };
        for (value, better, met) in [
            (50.0, Better::Higher, true),
            (50.0, Better::Lower, true),
            (50.1, Better::Higher, false),
            (49.9, Better::Lower, false),
        ] {
            let (expected, certain) =
                if met { (Assurance::ConsistentPass, 1.0) } else { (Assurance::ConsistentFail, 0.0) };
            check(constant, Target::Value(value), better, Some(expected));
            assert_eq!(chance(constant, Target::Value(value), better), Some(certain));
        }
        check(constant, band(50.0, 60.0), Better::Neutral, Some(Assurance::ConsistentPass));
    }

    #[test]
    fn the_chance_is_that_of_a_normal_distribution() {
        // One standard deviation is 3.76 / 1.128 = 10 / 3; the figures are from a table.
        let sigma = 3.76 / 1.128;
        for (target, better, expected) in [
            (Target::Value(50.0), Better::Higher, 0.5),
            (Target::Value(50.0 - sigma), Better::Higher, 0.841_344_746_068_543),
            (Target::Value(50.0 - sigma), Better::Lower, 0.158_655_253_931_457),
            (band(50.0 - sigma, 50.0 + sigma), Better::Neutral, 0.682_689_492_137_086),
            (band(50.0, 50.0 + sigma), Better::Higher, 0.341_344_746_068_543),
        ] {
            let ours = chance(USUAL, target, better).unwrap();
            assert!((ours - expected).abs() < 1e-14, "{target:?}: {ours} for {expected}");
        }
        assert_eq!(chance(USUAL, Target::Value(50.0), Better::Neutral), None);
    }

    fn band(min: f64, max: f64) -> Target {
        Target::Band(Range { min, max })
    }

    #[track_caller]
    fn check(usual: UsualRange, target: Target, better: Better, expected: Option<Assurance>) {
        assert_eq!(assurance(usual, target, better), expected, "{target:?} {better:?}");
    }
}
