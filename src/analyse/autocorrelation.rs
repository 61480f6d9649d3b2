//! Autocorrelation: how much the values of a series resemble those some places before.

use super::xmr::mean;

/// The autocorrelations of `values` at lags 0 to `lags`.
///
/// `rₖ = Σ (xₜ − m)(xₜ₊ₖ − m) / Σ (xₜ − m)²`, all sums over what was measured, the divisor always the whole one. Pairs
/// with a gap in them are left out, so that gaps keep their place; the first is always 1. `None` without two values
/// that differ.
///
/// Box, G. E. P., Jenkins, G. M. (1976): Time Series Analysis, 2.1.5; as R's `acf` and, without gaps, statsmodels'.
pub fn autocorrelations(values: &[Option<f64>], lags: usize) -> Option<Vec<f64>> {
    let largest = values.iter().flatten().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    // Scaled so that squares neither overflow nor vanish; a correlation has no unit.
    let scaled: Vec<Option<f64>> = values.iter().map(|value| Some(((*value)? / largest).clamp(-1.0, 1.0))).collect();
    let mean = mean(scaled.iter().flatten().copied())?;
    let deviations: Vec<Option<f64>> = scaled.iter().map(|value| Some((*value)? - mean)).collect();
    let total: f64 = deviations.iter().flatten().map(|it| it * it).sum();
    if !(total > 0.0 && largest > 0.0) {
        return None;
    }
    let at = |lag: usize| {
        let later = deviations.get(lag..).unwrap_or_default();
        let products = deviations.iter().zip(later).filter_map(|(one, other)| Some((*one)? * (*other)?));
        products.sum::<f64>() / total
    };
    Some((0..=lags).map(at).collect())
}
