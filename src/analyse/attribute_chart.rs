//! Charts of counts: p and u charts, and their primed forms, whose limits follow the number of cases.

use super::xmr::{band, moving_range_of, sum};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// Cases of which each counts or does not: a share, binomial.
    Share,
    /// Events per unit of exposure, of which one case can have several: a rate, Poisson.
    Rate,
}

/// Where the limits of a chart of counts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// From the distribution alone (p and u charts): right for small numbers of cases.
    Theory,
    /// From the distribution, stretched to how much the figures really move (p′ and u′ charts, Laney 2002).
    Observed,
}

/// One period's counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// What counted.
    pub numerator: f64,
    /// All cases, or the exposure.
    pub denominator: f64,
}

/// A chart of counts: one point per period.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeChart {
    /// All numerators over all denominators of the baseline.
    pub centre: f64,
    /// How much more the figures move than the distribution says; 1 for [`Spread::Theory`].
    pub stretch: f64,
    /// One per period; `None` for a gap or no cases.
    pub points: Vec<Option<AttributePoint>>,
}

/// One period of a chart of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributePoint {
    /// Numerator over denominator.
    pub value: f64,
    /// Three standard deviations below the centre, but not below what is possible.
    pub lower: f64,
    /// Three above.
    pub upper: f64,
    /// Two below.
    pub near_lower: f64,
    /// Two above.
    pub near_upper: f64,
    /// Beyond a limit.
    pub outside: bool,
}

impl AttributeChart {
    /// The same in a unit of which `by` make one; `None` when a number grows too large.
    pub(super) fn scaled(&self, by: f64) -> Option<Self> {
        let point = |point: &Option<AttributePoint>| {
            let AttributePoint { value, lower, upper, near_lower, near_upper, outside } = (*point)?;
            Some(AttributePoint {
                value: value * by,
                lower: lower * by,
                upper: upper * by,
                near_lower: near_lower * by,
                near_upper: near_upper * by,
                outside,
            })
        };
        let points: Vec<Option<AttributePoint>> = self.points.iter().map(point).collect();
        let finite = points.iter().flatten().all(|point| point.upper.is_finite() && point.value.is_finite());
        finite.then_some(Self { centre: self.centre * by, stretch: self.stretch, points })
    }
}

/// Works out a chart of counts over `periods`, a gap where counts are missing.
///
/// `p̄ = Σ numerators / Σ denominators` of the periods for which `is_baseline` holds; the standard deviation of a
/// period is `√(p̄(1 − p̄)/n)` for shares and `√(p̄/n)` for rates. [`Spread::Observed`] multiplies it by the mean
/// moving range of `(p − p̄)/s` / 1.128, neighbours with a gap between them left out. Limits are three of them away,
/// held to what is possible (0, and 1 for shares).
///
/// A period without cases has no point, but counts in the centre. `None` when no case was counted, when numbers are
/// too large, and when the spread is observed and no two neighbours were measured.
///
/// Shewhart (1931); Laney, D. B. (2002): Improved control charts for attributes, Quality Engineering 14, 531–537; as
/// qicharts2, moving ranges unscreened.
pub fn attribute_chart(
    periods: &[Option<Counts>],
    attribute: Attribute,
    spread: Spread,
    is_baseline: impl Fn(usize) -> bool,
) -> Option<AttributeChart> {
    let is_sound =
        |counts: &Counts| counts.numerator.is_finite() && counts.numerator >= 0.0 && counts.denominator >= 0.0;
    let periods: Vec<Option<Counts>> = periods.iter().map(|counts| counts.filter(is_sound)).collect();
    let baseline = || periods.iter().enumerate().filter(|(row, _)| is_baseline(*row)).filter_map(|(_, counts)| *counts);
    let centre = sum(baseline().map(|counts| counts.numerator)) / sum(baseline().map(|counts| counts.denominator));
    let variance = match attribute {
        Attribute::Share => centre * (1.0 - centre),
        Attribute::Rate => centre,
    };
    if !centre.is_finite() || variance < 0.0 {
        return None;
    }
    let measured = |counts: &Option<Counts>| counts.filter(|counts| counts.denominator > 0.0);
    let value = |counts: Counts| counts.numerator / counts.denominator;
    let sigma = |counts: Counts| (variance / counts.denominator).sqrt();
    let stretch = match spread {
        Spread::Theory => 1.0,
        Spread::Observed => {
            let score = |counts: Counts| match sigma(counts) {
                0.0 => 0.0,
                sigma => (value(counts) - centre) / sigma,
            };
            let scores: Vec<Option<f64>> = periods
                .iter()
                .enumerate()
                .filter(|(row, _)| is_baseline(*row))
                .map(|(_, it)| measured(it).map(score))
                .collect();
            moving_range_of(&scores)? / 1.128
        }
    };
    let highest = match attribute {
        Attribute::Share => 1.0,
        Attribute::Rate => f64::INFINITY,
    };
    let point = |counts: Counts| {
        let value = value(counts);
        let limits = |sigmas: f64| {
            let (lower, upper) = band(centre, sigmas * stretch * sigma(counts))?;
            Some((lower.max(0.0), upper.min(highest)))
        };
        let ((lower, upper), (near_lower, near_upper)) = (limits(3.0)?, limits(2.0)?);
        let outside = value < lower || value > upper;
        Some(AttributePoint { value, lower, upper, near_lower, near_upper, outside })
    };
    Some(AttributeChart { centre, stretch, points: periods.iter().map(|it| measured(it).and_then(point)).collect() })
}
