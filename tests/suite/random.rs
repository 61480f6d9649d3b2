//! Chance that comes out the same in every run: what fails once fails again.

/// A sequence of numbers that look random, the same for the same seed.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The sequence of the seed in `SEED`, to look for more; of `usual` without one. Also the seed.
    pub(crate) fn seeded(usual: u64) -> (Self, u64) {
        let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(usual);
        (Self::new(seed), seed)
    }

    /// The next number (SplitMix64).
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.number() % end.max(1) as u64) as usize
    }

    /// One of `items`.
    pub(crate) fn one_of<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }

    /// `input` with a few bytes changed, taken out, repeated or brought in from one of `others`.
    pub(crate) fn varied(&mut self, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
        let mut varied = input.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(varied.len() + 1);
            let end = (at + self.below(12)).min(varied.len());
            match self.below(5) {
                0 if at < varied.len() => varied[at] ^= 1 << self.below(8),
                1 => drop(varied.drain(at..end)),
                2 => {
                    let again = varied[at..end].to_vec();
                    varied.splice(at..at, again);
                }
                3 => varied.insert(at, *self.one_of(b"{}[]:,-#&*!|>'\"%@`\\ \n\t0159.eE~<?=/aZ\0\x7f\xc3\xff")),
                _ => {
                    let other = self.one_of(others);
                    let from = self.below(other.len());
                    let piece = other[from..(from + self.below(24)).min(other.len())].to_vec();
                    varied.splice(at..at, piece);
                }
            }
        }
        varied
    }
}
