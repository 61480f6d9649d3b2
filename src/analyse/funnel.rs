//! Funnels: which parts differ from the rest by more than their size explains.

use super::interval::Level;
use super::probability::chi_square_quantile;
use super::quantile::quantile;
use super::xmr::sum;

/// With fewer parts there is no funnel; each is then held against the whole by its own interval.
pub const ENOUGH_FOR_A_FUNNEL: usize = 8;

/// What the figures of the parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunnelKind {
    /// Cases that count, of all cases.
    Proportion,
    /// Events per exposure.
    Ratio,
    /// Events per expected events.
    Standardised,
}

/// A funnel: limits around one centre for parts of any size.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// What all parts together come to.
    pub centre: f64,
    /// How much more the parts differ than chance explains: the mean square of trimmed scores, 1 by chance.
    pub dispersion: f64,
    /// The variance between parts that the limits allow for, on the transformed scale; 0 when there is no excess.
    pub between: f64,
    /// One per part, in the order given; `None` without cases.
    pub points: Vec<Option<FunnelPoint>>,
    /// Where the limits of a part of any size lie.
    pub limits: FunnelLimits,
}

/// The limits of a funnel as they follow the size of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLimits {
    scale: Scale,
    between: f64,
}

impl FunnelLimits {
    /// The lower and upper limit of a part with so many cases; `None` where none can be worked out.
    pub fn at(&self, cases: f64, level: Level) -> Option<(f64, f64)> {
        if cases > 0.0 { self.scale.limits((0.0, cases), self.between, level) } else { None }
    }
}

/// One part of a funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelPoint {
    /// Numerator over denominator.
    pub value: f64,
    /// The value on the scale on which parts of a size vary alike.
    pub transformed: f64,
    /// How many standard deviations of its size it lies from the centre.
    pub score: f64,
    /// The score as it counts for the dispersion; `None` when it was cut off.
    pub trimmed: Option<f64>,
    /// Limits at 95 %.
    pub limits_95: (f64, f64),
    /// Limits at 99.8 %.
    pub limits_998: (f64, f64),
    /// Beyond the limits at 99.8 %; nothing less is called an outlier.
    pub outlier: bool,
}

/// The funnel of `parts`, each a numerator and a denominator (for [`FunnelKind::Standardised`] observed and expected).
///
/// Each part's value is transformed so that its variance depends on size alone and scored against the centre:
/// * proportions `asin √(x/n)` with `s = 1/(2√n)`; ratios `ln((x + ½)/(n + ½))` with `s² = x/(x + ½)² + n/(n + ½)²`;
///   standardised `ln(x/e)` with `s = 1/√e`, e rounded to two decimals, around 1;
/// * scores are winsorised at their 10th and 90th percentile (standardised: the outer tenths are dropped);
///   φ is the mean of their squares;
/// * where φ exceeds 1 the variance between parts is `τ² = (Nφ − (N − 1)) / (Σw − Σw²/Σw)`, `w = 1/s²`, at least 0;
/// * limits are the centre ∓ `z √(s² + τ²)`, transformed back, with `s² = 1/x + 1/n` for ratios, x the events to be
///   expected; without τ² those of ratios and of standardised values are the exact ones of a Poisson number.
///
/// `None` without a part that has cases, or when nothing at all counted.
///
/// Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance, Statistics in Medicine 24,
/// 1185–1202; (2005): Handling over-dispersion of performance indicators, Quality and Safety in Health Care 14,
/// 347–351; as FunnelPlotR.
///
/// # Differs from
///
/// FunnelPlotR draws the limits of ratios with `s = 1/(2√n)` of the exposure, which is far too narrow and calls almost
/// every part an outlier. Its quantiles of the normal distribution are cut to seven digits.
pub fn funnel(kind: FunnelKind, parts: &[(f64, f64)]) -> Option<Funnel> {
    let is_sound = |(x, n): (f64, f64)| x >= 0.0 && n > 0.0 && x.is_finite() && n.is_finite();
    let sound = || parts.iter().copied().filter(|part| is_sound(*part));
    let pooled = match kind {
        FunnelKind::Standardised => 1.0,
        _ => sum(sound().map(|(x, _)| x)) / sum(sound().map(|(_, n)| n)),
    };
    let scale = Scale { kind, pooled, centre: kind.transform_pooled(pooled)? };
    let scored: Vec<Option<(f64, f64)>> =
        parts.iter().map(|part| is_sound(*part).then_some(*part).and_then(|part| scale.score(part))).collect();
    let scores: Vec<f64> = scored.iter().flatten().map(|(_, score)| *score).collect();
    let trimmed = kind.trimmed(&scores)?;
    let kept: Vec<f64> = trimmed.iter().flatten().copied().collect();
    let count = kept.len() as f64;
    let dispersion = sum(kept.iter().map(|score| score * score)) / count;
    let weights = || {
        let parts = parts.iter().zip(&scored).filter(|(_, score)| score.is_some()).map(|(part, _)| *part);
        parts.zip(&trimmed).filter(|(_, kept)| kept.is_some()).map(|(part, _)| 1.0 / kind.variance(part))
    };
    let all = sum(weights());
    let excess = count * dispersion - (count - 1.0);
    let between = excess / (all - sum(weights().map(|weight| weight * weight)) / all);
    let between = if dispersion > 1.0 && between.is_finite() { between.max(0.0) } else { 0.0 };
    let mut trimmed = trimmed.into_iter();
    let points = parts.iter().zip(scored).map(|(part, scored)| {
        let (transformed, score) = scored?;
        let value = part.0 / part.1;
        let (limits_95, limits_998) =
            (scale.limits(*part, between, Level::P95)?, scale.limits(*part, between, Level::P998)?);
        let outlier = value < limits_998.0 || value > limits_998.1;
        Some(FunnelPoint { value, transformed, score, trimmed: trimmed.next()?, limits_95, limits_998, outlier })
    });
    let points = points.collect();
    (dispersion.is_finite()).then_some(Funnel {
        centre: pooled,
        dispersion,
        between,
        points,
        limits: FunnelLimits { scale, between },
    })
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    kind: FunnelKind,
    pooled: f64,
    centre: f64,
}

impl Scale {
    /// The transformed value and its score.
    fn score(&self, part: (f64, f64)) -> Option<(f64, f64)> {
        let transformed = self.kind.transform(part)?;
        let score = (transformed - self.centre) / self.kind.variance(part).sqrt();
        score.is_finite().then_some((transformed, score))
    }

    fn limits(&self, (_, n): (f64, f64), between: f64, level: Level) -> Option<(f64, f64)> {
        let own = match self.kind {
            FunnelKind::Ratio => 1.0 / (self.pooled * n) + 1.0 / n,
            kind => kind.variance((0.0, n)),
        };
        if self.kind != FunnelKind::Proportion && between == 0.0 {
            let (lower, upper) = exact(self.pooled * n, level)?;
            return Some((self.pooled * lower, self.pooled * upper));
        }
        let reach = level.z() * (own + between).sqrt();
        let (lower, upper) = (self.centre - reach, self.centre + reach);
        Some(match self.kind {
            FunnelKind::Proportion => {
                let back = |angle: f64| {
                    let sine = libm::sin(angle.clamp(0.0, std::f64::consts::FRAC_PI_2));
                    sine * sine
                };
                (back(lower), back(upper))
            }
            FunnelKind::Ratio | FunnelKind::Standardised => (libm::exp(lower), libm::exp(upper)),
        })
    }
}

impl FunnelKind {
    fn transform(self, (x, n): (f64, f64)) -> Option<f64> {
        Some(match self {
            Self::Proportion => libm::asin((x / n).sqrt()),
            Self::Ratio => libm::log((x + 0.5) / (n + 0.5)),
            Self::Standardised => libm::log(x / n),
        })
        .filter(|it| it.is_finite())
    }

    fn transform_pooled(self, pooled: f64) -> Option<f64> {
        Some(match self {
            Self::Proportion => libm::asin(pooled.sqrt()),
            Self::Ratio | Self::Standardised => libm::log(pooled),
        })
        .filter(|it| it.is_finite())
    }

    /// What chance makes of the transformed value of a part of this size.
    fn variance(self, (x, n): (f64, f64)) -> f64 {
        match self {
            Self::Proportion => 1.0 / (4.0 * n),
            Self::Ratio => x / ((x + 0.5) * (x + 0.5)) + n / ((n + 0.5) * (n + 0.5)),
            Self::Standardised => 1.0 / ((n * 100.0).round() / 100.0),
        }
    }

    /// The scores as they count for the dispersion, `None` for those cut off; `None` without scores.
    fn trimmed(self, scores: &[f64]) -> Option<Vec<Option<f64>>> {
        let mut sorted = scores.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile(&sorted, 0.1)?, quantile(&sorted, 0.9)?);
        Some(match self {
            Self::Proportion | Self::Ratio => scores.iter().map(|score| Some(score.clamp(low, high))).collect(),
            Self::Standardised => {
                let count = scores.len() as f64 + 1.0;
                let rank = |score: f64| sorted.iter().filter(|other| **other <= score).count() as f64;
                let tenth = |score: f64| (rank(score) * 10.0 / count).floor();
                scores.iter().map(|score| Some(*score).filter(|it| (1.0..9.0).contains(&tenth(*it)))).collect()
            }
        })
    }
}

/// The exact limits of observed over expected when nothing but chance is at work.
fn exact(expected: f64, level: Level) -> Option<(f64, f64)> {
    let lower = chi_square_quantile(1.0 - level.upper(), 2.0 * expected)?;
    let upper = chi_square_quantile(level.upper(), 2.0 * (expected + 1.0))?;
    Some((lower / 2.0 / expected, upper / 2.0 / expected))
}
