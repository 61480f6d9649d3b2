//! Two shares: whether they differ by more than chance explains. The size of the difference is
//! [`difference`](super::difference)'s.

use super::probability::chi_square_beyond;

/// The answer of a test of shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareTest {
    /// χ² with one degree of freedom.
    pub chi_squared: f64,
    /// The chance of a χ² so large when there is no difference.
    pub p: f64,
}

impl ShareTest {
    pub(super) fn new(chi_squared: f64) -> Option<Self> {
        chi_squared.is_finite().then(|| Self { chi_squared, p: chi_square_beyond(chi_squared) })
    }
}

/// The test of two shares, each successes of cases: the squared difference over its variance at the pooled share.
///
/// No correction for continuity. `None` without cases, for more successes than cases, and when both shares are 0 or
/// both are 1, where nothing varies.
///
/// Pearson (1900); as R's `prop.test(correct = FALSE)`.
pub fn two_shares((one, of_one): (f64, u64), (other, of_other): (f64, u64)) -> Option<ShareTest> {
    let (n, m) = (of_one as f64, of_other as f64);
    if n == 0.0 || m == 0.0 || !(0.0..=n).contains(&one) || !(0.0..=m).contains(&other) {
        return None;
    }
    let pooled = (one + other) / (n + m);
    let difference = one / n - other / m;
    ShareTest::new(difference * difference / (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)))
}
