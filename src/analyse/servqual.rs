//! SERVQUAL: what customers perceive against what they expect.

use super::xmr::mean;

/// The gaps of a study of expectations and perceptions. Negative is short of what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Servqual {
    /// Per dimension the mean gap of its items; `None` for a dimension without items.
    pub gaps: Vec<Option<f64>>,
    /// The mean of the dimensions' gaps; `None` when one is missing.
    pub unweighted: Option<f64>,
    /// The mean by importance; `None` when one is missing or importance is not known.
    pub weighted: Option<f64>,
    /// The dimension whose gap is the most negative; `None` when none falls short.
    pub widest_negative: Option<usize>,
}

/// One dimension of service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServqualDimension {
    /// Expectation and perception of each of its items, on one scale.
    pub items: Vec<(f64, f64)>,
    /// Importance, usually points of 100 over all dimensions.
    pub weight: Option<f64>,
}

/// The gaps of `dimensions`: perception less expectation per item, the mean per dimension, and over dimensions
/// unweighted `Σ g / k` (a mean of dimensions, not of items) and weighted `Σ w g / Σ w`.
///
/// Weights that are negative, or add up to nothing, count as unknown. The first of equal gaps is the widest.
///
/// Parasuraman, A., Zeithaml, V. A., Berry, L. L. (1988): SERVQUAL, Journal of Retailing 64, 12–40; weights as in
/// (1991).
///
/// # Differs from
///
/// Some texts do not divide by the weights, which gives scores in the tens.
pub fn servqual(dimensions: &[ServqualDimension]) -> Servqual {
    let gap = |(expectation, perception): &(f64, f64)| perception - expectation;
    let gaps: Vec<Option<f64>> = dimensions.iter().map(|dimension| mean(dimension.items.iter().map(gap))).collect();
    let all: Option<Vec<f64>> = gaps.iter().copied().collect();
    let weights: Option<Vec<f64>> = dimensions.iter().map(|it| it.weight.filter(|weight| *weight >= 0.0)).collect();
    let weighted = all.as_ref().zip(weights).and_then(|(gaps, weights)| {
        let sum: f64 = gaps.iter().zip(&weights).map(|(gap, weight)| gap * weight).sum();
        Some(sum / weights.iter().sum::<f64>()).filter(|it| it.is_finite())
    });
    let negative = gaps.iter().enumerate().filter_map(|(place, gap)| Some((place, gap.filter(|gap| *gap < 0.0)?)));
    let widest = negative.reduce(|widest, next| if next.1 < widest.1 { next } else { widest });
    Servqual {
        unweighted: all.and_then(|gaps| mean(gaps.iter().copied())),
        weighted,
        widest_negative: widest.map(|(place, _)| place),
        gaps,
    }
}
