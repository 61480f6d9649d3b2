//! Numbers that look random and are the same in every run.

/// SplitMix64, seeded by what the number is for.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers for `seeds`.
    pub(crate) fn new(seeds: [u64; 3]) -> Self {
        let mut random = Self(0);
        for seed in seeds {
            random.0 ^= seed.wrapping_mul(0xd6e8_feb8_6659_fd93);
            random.next();
        }
        random
    }

    /// A whole number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A number near `middle`: the mean of four, so that most are close.
    pub(crate) fn around(&mut self, middle: f64, share: f64) -> f64 {
        let four: f64 = (0..4).map(|_| (self.next() >> 11) as f64 / (1_u64 << 53) as f64).sum();
        middle * (1.0 + share * (four - 2.0))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
