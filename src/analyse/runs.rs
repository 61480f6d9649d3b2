//! Runs about a centre line: whether values stay on one side too long, or change sides too rarely.

use super::probability::heads_quantile;

/// With fewer values off the line the test has almost no power, and nothing is said.
pub const ENOUGH_FOR_RUNS: usize = 10;

/// How a series runs about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runs {
    /// How many values do not lie on the line.
    pub useful: usize,
    /// The most in a row on one side.
    pub longest: usize,
    /// More than so many in a row are a signal.
    pub longest_expected: usize,
    /// How often the values change sides.
    pub crossings: usize,
    /// Fewer changes than this are a signal.
    pub fewest_expected: usize,
}

impl Runs {
    /// Whether the values move in a way that chance alone rarely gives.
    pub fn signal(&self) -> bool {
        self.longest > self.longest_expected || self.crossings < self.fewest_expected
    }
}

/// The runs of `values` about `centre`: gaps and values on the line are passed over.
///
/// Longest run: `round(log₂ n) + 3` of `n` values off the line; crossings: the 5 % point of `n − 1` tosses of a fair
/// coin. `None` when every value lies on the line.
///
/// Anhøj, J., Olesen, A. V. (2014): Run charts revisited, PLoS ONE 9, e113825; as qicharts2.
pub fn runs(values: &[Option<f64>], centre: f64) -> Option<Runs> {
    let sides: Vec<bool> =
        values.iter().flatten().filter(|value| **value != centre).map(|value| *value > centre).collect();
    let useful = sides.len();
    let longest = sides.chunk_by(|one, next| one == next).map(<[bool]>::len).max()?;
    Some(Runs {
        useful,
        longest,
        longest_expected: libm::log2(useful as f64).round_ties_even() as usize + 3,
        crossings: sides.chunk_by(|one, next| one == next).count() - 1,
        fewest_expected: heads_quantile(0.05, useful as u64 - 1)? as usize,
    })
}
