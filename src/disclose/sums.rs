//! Sums: what readers can work out from the figures that are shown.
//!
//! The figures of one KPI in one period hang together in sums: the organisation is the sum of its teams, and of its
//! channels; a team is the sum of its groups. Every figure is a part of one sum at most, so the sums form a tree with
//! the organisation at its root, and what can be worked out of all of them together is found exactly by passing
//! bounds from the leaves to the root and back, in time that grows with the number of figures.

/// A sum that readers know of: the total is all its parts, and perhaps a rest that nobody shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    /// The number of the figure that is the total.
    pub(super) total: usize,
    /// The numbers of the figures that are its parts.
    pub(super) parts: Vec<usize>,
    /// Whether there may be more than these parts.
    pub(super) has_rest: bool,
}

/// What readers know of a number: it is not below `low` and not above `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Bounds {
    /// A number that is shown.
    pub(super) fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// How much is left open.
    pub(super) fn width(self) -> f64 {
        self.high - self.low
    }

    fn narrow(&mut self, low: f64, high: f64) {
        self.low = self.low.max(low);
        self.high = self.high.min(high);
    }
}

/// What readers can work out of every number, given what they are told of each.
///
/// `sums` are in an order in which a total comes after its parts' own sums; `truth` are the numbers themselves, and
/// `None` where there is none, which leaves it out of all sums. Where the true numbers do not add up, the sum is
/// taken to be off by that much, so that the truth always lies within the bounds.
pub(super) fn worked_out(sums: &[Sum], truth: &[Option<f64>], told: &[Bounds]) -> Vec<Bounds> {
    let mut known = told.to_vec();
    let equations: Vec<Equation> = sums.iter().filter_map(|sum| Equation::of(sum, truth)).collect();
    for equation in &equations {
        let (low, mut high) = (equation.ends(&known, |it| it.low), equation.ends(&known, |it| it.high));
        high.infinite += usize::from(equation.has_rest);
        known[equation.total].narrow(low.all() + equation.off, high.all() + equation.off);
    }
    for equation in equations.iter().rev() {
        let total = known[equation.total];
        let (mut low, mut high) = (equation.ends(&known, |it| it.low), equation.ends(&known, |it| it.high));
        high.infinite += usize::from(equation.has_rest);
        for part in &equation.parts {
            let before = known[*part];
            let least = total.low - equation.off - high.all_but(before.high);
            let most = total.high - equation.off - low.all_but(before.low);
            known[*part].narrow(least, most);
            low.replace(before.low, known[*part].low);
            high.replace(before.high, known[*part].high);
        }
    }
    known
}

/// A sum between numbers that are there.
struct Equation {
    total: usize,
    parts: Vec<usize>,
    has_rest: bool,
    /// What has to be added to the parts, so that they give the total.
    off: f64,
}

impl Equation {
    fn of(sum: &Sum, truth: &[Option<f64>]) -> Option<Self> {
        let parts: Vec<usize> = sum.parts.iter().copied().filter(|part| truth[*part].is_some()).collect();
        let off = truth[sum.total]? - parts.iter().filter_map(|part| truth[*part]).sum::<f64>();
        // A rest is what is missing, not what is too much.
        let off = if sum.has_rest { off.min(0.0) } else { off };
        (!parts.is_empty()).then_some(Self { total: sum.total, parts, has_rest: sum.has_rest, off })
    }

    fn ends(&self, known: &[Bounds], end: impl Fn(&Bounds) -> f64) -> Ends {
        let mut ends = Ends::default();
        for part in &self.parts {
            ends.add(end(&known[*part]));
        }
        ends
    }
}

/// A sum of ends of which some may be infinite.
#[derive(Clone, Copy, Default)]
struct Ends {
    finite: f64,
    infinite: usize,
}

impl Ends {
    fn add(&mut self, end: f64) {
        if end.is_finite() {
            self.finite += end;
        } else {
            self.infinite += 1;
        }
    }

    fn all(self) -> f64 {
        if self.infinite > 0 { f64::INFINITY } else { self.finite }
    }

    fn all_but(mut self, end: f64) -> f64 {
        if end.is_finite() {
            self.finite -= end;
        } else {
            self.infinite -= 1;
        }
        self.all()
    }

    fn replace(&mut self, before: f64, now: f64) {
        if before.is_finite() {
            self.finite -= before;
        } else {
            self.infinite -= 1;
        }
        self.add(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Bounds = Bounds { low: 1.0, high: f64::INFINITY };

    #[test]
    fn one_hidden_part_is_the_total_less_the_others() {
        check(&[sum(0, &[1, 2, 3])], &[20.0, 3.0, 8.0, 9.0], &[1], &[(3.0, 3.0)]);
    }

    #[test]
    fn two_hidden_parts_share_what_is_left() {
        check(&[sum(0, &[1, 2, 3])], &[20.0, 3.0, 8.0, 9.0], &[1, 2], &[(1.0, 10.0), (1.0, 10.0)]);
    }

    #[test]
    fn parts_that_are_as_small_as_can_be_are_worked_out_together() {
        check(&[sum(0, &[1, 2])], &[2.0, 1.0, 1.0], &[1, 2], &[(1.0, 1.0), (1.0, 1.0)]);
    }

    #[test]
    fn a_rest_leaves_the_parts_open_but_not_above_the_total() {
        let sums = [Sum { has_rest: true, ..sum(0, &[1, 2]) }];
        check(&sums, &[12.0, 3.0, 8.0], &[1], &[(1.0, 4.0)]);
    }

    #[test]
    fn what_one_sum_says_reaches_another() {
        // 0 is 1 + 2, and 3 + 4; 2 is 5 + 6.
        let sums = [sum(2, &[5, 6]), sum(0, &[1, 2]), sum(0, &[3, 4])];
        let truth = [20.0, 12.0, 8.0, 15.0, 5.0, 3.0, 5.0];
        check(&sums, &truth, &[0, 2, 5], &[(20.0, 20.0), (8.0, 8.0), (3.0, 3.0)]);
    }

    #[test]
    fn sums_that_are_off_never_exclude_the_truth() {
        check(&[sum(0, &[1, 2])], &[10.0, 3.0, 12.0], &[1], &[(3.0, 3.0)]);
    }

    fn sum(total: usize, parts: &[usize]) -> Sum {
        Sum { total, parts: parts.to_vec(), has_rest: false }
    }

    /// What is worked out of those that are `hidden`.
    #[track_caller]
    fn check(sums: &[Sum], truth: &[f64], hidden: &[usize], expected: &[(f64, f64)]) {
        let mut told: Vec<Bounds> = truth.iter().copied().map(Bounds::exactly).collect();
        for number in hidden {
            told[*number] = OPEN;
        }
        let truth: Vec<Option<f64>> = truth.iter().copied().map(Some).collect();
        let known = worked_out(sums, &truth, &told);
        let found: Vec<(f64, f64)> = hidden.iter().map(|number| (known[*number].low, known[*number].high)).collect();
        assert_eq!(found, expected);
    }
}
