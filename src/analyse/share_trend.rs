//! A trend in shares: whether shares of consecutive periods rise or fall by more than chance explains.

use super::two_shares::ShareTest;

/// The test of Cochran and Armitage over `shares`, each successes of cases; the scores are their places.
///
/// `χ² = (Σ (k − k̄) x)² / (p̄(1 − p̄) Σ n (k − k̄)²)`, `k̄` weighted by cases; gaps keep their place. `None` with fewer
/// than two periods with cases, for more successes than cases, and when all or none succeeded.
///
/// Armitage, P. (1955): Tests for linear trends in proportions and frequencies, Biometrics 11, 375–386; as R's
/// `prop.trend.test`, which stops with an error where all succeeded.
pub fn share_trend(shares: &[Option<(f64, u64)>]) -> Option<ShareTest> {
    let measured = || {
        let places = shares.iter().enumerate();
        places.filter_map(|(place, share)| share.map(|(x, n)| (place as f64, x, n as f64)))
    };
    if measured().any(|(_, x, n)| !(0.0..=n).contains(&x)) {
        return None;
    }
    let total = |value: fn((f64, f64, f64)) -> f64| measured().map(value).sum::<f64>();
    let cases = total(|(_, _, n)| n);
    let pooled = total(|(_, x, _)| x) / cases;
    let middle = total(|(k, _, n)| k * n) / cases;
    let lean: f64 = measured().map(|(k, x, _)| (k - middle) * x).sum();
    let spread: f64 = measured().map(|(k, _, n)| n * (k - middle) * (k - middle)).sum();
    let variance = pooled * (1.0 - pooled) * spread;
    if variance > 0.0 { ShareTest::new(lean * lean / variance) } else { None }
}
