//! Medians and percentiles of many cases in one pass, in memory that does not grow with them.
//!
//! Values are kept as distinct values with their counts, which is exact. Durations in whole seconds have few distinct values,
//! so real exports stay exact. When all figures of an import together hold more than [`BUDGET`] distinct values, the one
//! that would grow becomes a sketch with a relative error of at most [`ACCURACY`]: logarithmic buckets, which can be merged.
//!
//! Masson, C., Rim, J. E. & Lee, H. K. (2019): DDSketch: a fast and fully-mergeable quantile sketch with relative-error
//! guarantees, Proceedings of the VLDB Endowment 12, 2195–2205.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::model::Statistic;

/// How many distinct values all figures of an import may hold together: 16 bytes each.
const BUDGET: usize = 1_500_000;

/// The largest relative error of a sketch.
pub(super) const ACCURACY: f64 = 0.001;

/// Values that came since the distinct ones were last sorted.
const WAITING: usize = 512;

/// How many distinct values may still be kept.
#[derive(Debug)]
pub(super) struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(BUDGET))
    }
}

/// The cases of one figure.
#[derive(Debug, Default)]
pub(super) struct Quantiles {
    n: u64,
    waiting: Vec<f64>,
    /// Sorted, each value once.
    exact: Vec<(f64, u64)>,
    /// Takes the place of the exact values when there are too many: sign and bucket, with counts.
    sketch: Option<BTreeMap<(i8, i32), u64>>,
}

impl Quantiles {
    pub(super) fn add(&mut self, value: f64, budget: &Budget) {
        self.n += 1;
        if let Some(sketch) = &mut self.sketch {
            *sketch.entry(bucket(value)).or_default() += 1;
            return;
        }
        self.waiting.push(value);
        if self.waiting.len() >= WAITING.max(self.exact.len() / 4) {
            self.settle(budget);
        }
    }

    /// Sorts what is waiting into the distinct values; becomes a sketch when there are too many.
    fn settle(&mut self, budget: &Budget) {
        self.waiting.sort_unstable_by(f64::total_cmp);
        let before = self.exact.len();
        let waiting = std::mem::take(&mut self.waiting);
        let mut merged: Vec<(f64, u64)> = Vec::with_capacity(before + 16);
        let mut old = std::mem::take(&mut self.exact).into_iter().peekable();
        let mut new = waiting.iter().map(|value| (*value, 1)).peekable();
        loop {
            let next = match (old.peek(), new.peek()) {
                (Some(one), Some(other)) if one.0 <= other.0 => old.next(),
                (_, Some(_)) => new.next(),
                (Some(_), None) => old.next(),
                (None, None) => break,
            };
            let Some((value, count)) = next else { break };
            match merged.last_mut() {
                Some(last) if last.0 == value => last.1 += count,
                _ => merged.push((value, count)),
            }
        }
        self.exact = merged;
        match budget.0.get().checked_sub(self.exact.len() - before) {
            Some(left) => budget.0.set(left),
            None => {
                budget.0.set(budget.0.get() + before);
                let mut sketch = BTreeMap::new();
                for (value, count) in std::mem::take(&mut self.exact) {
                    *sketch.entry(bucket(value)).or_default() += count;
                }
                self.sketch = Some(sketch);
            }
        }
    }

    /// The number of cases, the statistic, and whether it is exact; `None` without a case.
    ///
    /// The median of an even number of cases is the mean of the two middle ones. A percentile is the smallest case that so
    /// many percent do not exceed (the nearest rank).
    pub(super) fn statistic(mut self, statistic: Statistic, budget: &Budget) -> Option<(u64, f64, bool)> {
        if self.n == 0 {
            return None;
        }
        if self.sketch.is_none() {
            self.settle(budget);
        }
        let n = self.n;
        let value = match statistic {
            Statistic::Mean => return None,
            Statistic::Median => (self.ranked(n.div_ceil(2)) + self.ranked(n / 2 + 1)) / 2.0,
            Statistic::Percentile(percent) => self.ranked((n * u64::from(percent)).div_ceil(100).max(1)),
        };
        Some((n, value, self.sketch.is_none()))
    }

    /// The case of a rank, counted from 1.
    fn ranked(&self, rank: u64) -> f64 {
        let mut passed = 0;
        let reached = |count: u64, passed: &mut u64| {
            *passed += count;
            *passed >= rank
        };
        match &self.sketch {
            None => self.exact.iter().find(|(_, count)| reached(*count, &mut passed)).map_or(f64::NAN, |found| found.0),
            Some(sketch) => {
                let found = sketch.iter().find(|(_, count)| reached(**count, &mut passed));
                found.map_or(f64::NAN, |(bucket, _)| middle(*bucket))
            }
        }
    }
}

/// How much larger each bucket ends than the one before.
fn growth() -> f64 {
    (1.0 + ACCURACY) / (1.0 - ACCURACY)
}

fn bucket(value: f64) -> (i8, i32) {
    let index = |size: f64| libm::ceil(libm::log(size) / libm::log(growth())) as i32;
    if value > 0.0 {
        (1, index(value))
    } else if value < 0.0 {
        (-1, -index(-value))
    } else {
        (0, 0)
    }
}

/// The value in a bucket that is nearest to all others of it.
fn middle((sign, index): (i8, i32)) -> f64 {
    let size = |index: i32| 2.0 * libm::pow(growth(), f64::from(index)) / (growth() + 1.0);
    match sign {
        0 => 0.0,
        1 => size(index),
        _ => -size(-index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_ranks_are_exact() {
        check(&[3.0, 1.0, 2.0], Statistic::Median, 2.0);
        check(&[4.0, 1.0, 2.0, 3.0], Statistic::Median, 2.5);
        check(&[5.0; 2_000], Statistic::Median, 5.0);
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        check(&hundred, Statistic::Percentile(90), 90.0);
        check(&hundred, Statistic::Percentile(1), 1.0);
        check(&[7.0], Statistic::Percentile(99), 7.0);
    }

    #[test]
    fn a_sketch_is_as_near_as_it_promises_and_takes_little() {
        let budget = Budget(Cell::new(1_000));
        let mut quantiles = Quantiles::default();
        for number in 0..200_000_u32 {
            // Every value once, in an order that has nothing to do with their size.
            quantiles.add(f64::from(number.wrapping_mul(7_919) % 200_000) / 7.0, &budget);
        }
        assert!(quantiles.sketch.as_ref().is_some_and(|sketch| sketch.len() < 10_000));
        let expected = 199_999.0 / 2.0 / 7.0;
        let (n, median, is_exact) = quantiles.statistic(Statistic::Median, &budget).unwrap();
        assert!(n == 200_000 && !is_exact && (median / expected - 1.0).abs() <= ACCURACY, "{median} {expected}");
    }

    #[test]
    fn signs_keep_their_order_in_a_sketch() {
        assert!(bucket(-5.0) < bucket(-0.5) && bucket(-0.5) < bucket(0.0) && bucket(0.0) < bucket(0.5));
        assert!((middle(bucket(-5.0)) + 5.0).abs() <= 5.0 * ACCURACY);
    }

    #[track_caller]
    fn check(values: &[f64], statistic: Statistic, expected: f64) {
        let budget = Budget::default();
        let mut quantiles = Quantiles::default();
        values.iter().for_each(|value| quantiles.add(*value, &budget));
        assert_eq!(quantiles.statistic(statistic, &budget), Some((values.len() as u64, expected, true)));
    }
}
