//! Secondary suppression: figures that are withheld because they would give away others.
//!
//! The figures of one KPI in one period are a table whose sums readers know (see [`sums`](super::sums)). A withheld
//! figure is given away when the sums leave a single possibility for one of its counts. Then one more figure is
//! withheld, the next smallest in the sum that gave it away, until nothing is given away any more.
//!
//! No more than one table is ever needed. Everything else that is published – changes, years to date, rolling figures,
//! computed KPIs, limits, benchmarks – is worked out behind the gate from figures that passed it, and so says nothing
//! that those do not say. In particular a year to date with a withheld month in it does not exist.

use std::collections::VecDeque;

use super::small_numbers::{Count, Counts, is_small};
use super::sums::{Bounds, Sum, worked_out};

/// One figure of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The counts behind it.
    pub(super) counts: Counts,
    /// How far a count of it is off when it is shown, because it is rounded.
    pub(super) error: fn(Count, f64) -> f64,
    /// Whether it is withheld.
    pub(super) is_hidden: bool,
    /// What must not be worked out; only of what is withheld.
    pub(super) guard: Option<Guard>,
    /// How much there is of it over all periods, so that the same figure is withheld with another one time after time.
    pub(super) habit: f64,
}

/// What must not be worked out of a withheld figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Guard {
    /// Its small counts, those below this number.
    Below(u64),
    /// Any of its counts, not even to within this number; but none at all, for that follows from a total of none.
    All(u64),
}

/// Withholds more of `cells`, until none of those that are guarded can be worked out. `cells` are `None` where nothing
/// was measured; `sums` are in an order in which a total comes after its parts' own sums.
pub(super) fn withhold_more(cells: &mut [Option<Cell>], sums: &[Sum]) {
    let sums_of = sums_of(cells.len(), sums);
    loop {
        let given_away = given_away(cells, sums);
        let mut touched = vec![false; sums.len()];
        let mut is_done = true;
        for number in given_away {
            // What was withheld a moment ago may be enough for this one as well.
            if sums_of[number].iter().any(|sum| touched[*sum]) {
                continue;
            }
            if let Some(partner) = partner(number, cells, sums, &sums_of) {
                cells[partner].as_mut().expect("a partner was measured").is_hidden = true;
                is_done = false;
                for sum in &sums_of[partner] {
                    touched[*sum] = true;
                }
            }
        }
        if is_done {
            return;
        }
    }
}

/// The guarded figures that can be worked out, in their order.
pub(super) fn given_away(cells: &[Option<Cell>], sums: &[Sum]) -> Vec<usize> {
    let mut found = vec![false; cells.len()];
    for count in Count::ALL {
        if !cells.iter().flatten().any(|cell| cell.guard.is_some() && cell.counts.get(count).is_some()) {
            continue;
        }
        let usable: Vec<Sum> = sums.iter().filter(|sum| is_usable(sum, cells, count)).cloned().collect();
        let number = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.counts.get(count));
        let truth: Vec<Option<f64>> = cells.iter().map(number).collect();
        let told: Vec<Bounds> = cells.iter().map(|cell| told(cell.as_ref(), count)).collect();
        let known = worked_out(&usable, &truth, &told);
        for (number, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let Some((guard, truth)) = cell.guard.zip(cell.counts.get(count)) else { continue };
            found[number] |= !is_open(guard, truth, known[number]);
        }
    }
    (0..cells.len()).filter(|number| found[*number]).collect()
}

/// The sums in which each figure stands, the one that it is a part of first.
fn sums_of(cells: usize, sums: &[Sum]) -> Vec<Vec<usize>> {
    let mut sums_of = vec![Vec::new(); cells];
    for (number, sum) in sums.iter().enumerate() {
        for part in &sum.parts {
            sums_of[*part].insert(0, number);
        }
        sums_of[sum.total].push(number);
    }
    sums_of
}

/// Whether readers can add up this count: everything shown in the sum has it.
fn is_usable(sum: &Sum, cells: &[Option<Cell>], count: Count) -> bool {
    let has = |number: &usize| cells[*number].as_ref().is_none_or(|cell| cell.counts.get(count).is_some());
    cells[sum.total].is_some() && has(&sum.total) && sum.parts.iter().all(has)
}

/// What readers are told of a count: the number, or that there is one.
fn told(cell: Option<&Cell>, count: Count) -> Bounds {
    let Some((cell, number)) = cell.and_then(|cell| Some((cell, cell.counts.get(count)?))) else {
        return Bounds::exactly(0.0);
    };
    if cell.is_hidden {
        // None at all is shown, so what is withheld is one at least, except where other reasons withhold it.
        let least = if matches!(count, Count::Things | Count::Cases) { 1.0_f64.min(number) } else { 0.0 };
        return Bounds { low: least, high: f64::INFINITY };
    }
    let error = (cell.error)(count, number);
    Bounds { low: (number - error).max(0.0), high: number + error }
}

/// Whether `known` leaves open what is guarded.
fn is_open(guard: Guard, truth: f64, known: Bounds) -> bool {
    /// Sums of shares and money are off in the last digits.
    const TOLERANCE: f64 = 1e-6;
    match guard {
        Guard::Below(from) if !is_small(truth, from) => true,
        Guard::Below(from) => {
            let least = (known.low - TOLERANCE).max(1.0).ceil();
            let most = (known.high + TOLERANCE).min(from as f64 - 1.0).floor();
            // Where only one number is small, its being small says it; then it is enough that it could be large.
            known.width() > 1.0 - TOLERANCE && (most - least > 0.5 || from <= 2)
        }
        Guard::All(_) if truth == 0.0 => true,
        Guard::All(within) => known.width() > within as f64 - TOLERANCE,
    }
}

/// The figure to withhold together with `number`: of the sums in which it stands, and then of those of other withheld
/// figures in them, the first that shows anything but nothing; in it the smallest part, and only then the total.
fn partner(number: usize, cells: &[Option<Cell>], sums: &[Sum], sums_of: &[Vec<usize>]) -> Option<usize> {
    let guard = cells[number].as_ref().and_then(|cell| cell.guard)?;
    let is_shown = |number: &usize| cells[*number].as_ref().is_some_and(|cell| !cell.is_hidden);
    let is_something = |number: &usize| cells[*number].as_ref().is_some_and(|cell| cell.counts.size() > 0.0);
    let reached = reached(number, cells, sums, sums_of);
    let smallest = |sum: &usize, all: bool| {
        let parts = sums[*sum].parts.iter().copied().filter(|part| *part != number && is_shown(part));
        parts.filter(|part| all || is_something(part)).min_by(|one, other| {
            let rank = |number: &usize| rank(cells[*number].as_ref().expect("it is shown"), guard);
            let ((tiny, one_rank), (other_tiny, other_rank)) = (rank(one), rank(other));
            tiny.cmp(&other_tiny).then(one_rank.total_cmp(&other_rank)).then(one.cmp(other))
        })
    };
    let total = |sum: &usize| Some(sums[*sum].total).filter(|total| *total != number && is_shown(total));
    reached
        .iter()
        .find_map(|sum| smallest(sum, false))
        .or_else(|| reached.iter().find_map(|sum| total(sum).filter(is_something)))
        .or_else(|| reached.iter().find_map(|sum| smallest(sum, true)))
        .or_else(|| reached.iter().find_map(total))
}

/// The sums in which a figure stands, nearest first: its own, then those that it reaches through withheld figures.
fn reached(number: usize, cells: &[Option<Cell>], sums: &[Sum], sums_of: &[Vec<usize>]) -> Vec<usize> {
    let is_hidden = |number: &usize| cells[*number].as_ref().is_some_and(|cell| cell.is_hidden);
    let mut reached: Vec<usize> = Vec::new();
    let mut open = VecDeque::from([number]);
    while let Some(next) = open.pop_front() {
        for sum in &sums_of[next] {
            if !reached.contains(sum) {
                reached.push(*sum);
                open.extend(sums[*sum].parts.iter().chain([&sums[*sum].total]).filter(|number| is_hidden(number)));
            }
        }
    }
    reached
}

/// How soon a figure is withheld together with another one, smallest first.
///
/// One that is itself tiny hides little, so it comes last. What is withheld for its smallness takes the smallest
/// figure of the period with it; what is withheld in every period takes the one that is smallest over all of them,
/// so that readers lose one series and not parts of several.
fn rank(cell: &Cell, guard: Guard) -> (bool, f64) {
    let size = cell.counts.size();
    match guard {
        Guard::Below(from) => (is_small(size, from), size),
        Guard::All(within) => (is_small(size, within + 1), cell.habit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 is the whole; 1 to 4 are teams, 3 and 4 in 2; 5 and 6 are channels.
    fn sums() -> Vec<Sum> {
        let sum = |total, parts: &[usize]| Sum { total, parts: parts.to_vec(), has_rest: false };
        vec![sum(2, &[3, 4]), sum(0, &[1, 2]), sum(0, &[5, 6])]
    }

    #[test]
    fn a_small_number_takes_its_smallest_neighbour_with_it() {
        check(&[60.0, 20.0, 40.0, 3.0, 37.0, 30.0, 30.0], &[3, 4]);
    }

    #[test]
    fn nothing_that_is_given_away_by_another_sum_hides_anything() {
        // Were only team 1 withheld with channel 6, the whole would still give both away.
        check(&[60.0, 4.0, 56.0, 26.0, 30.0, 57.0, 3.0], &[1, 2, 3, 5, 6]);
    }

    #[test]
    fn zeros_hide_nothing() {
        // The whole is as small as the only team with anything.
        check(&[3.0, 3.0, 0.0, 0.0, 0.0, 3.0, 0.0], &[0, 1, 5]);
    }

    #[test]
    fn ones_that_add_up_to_their_number_need_more_company() {
        let sums = [Sum { total: 0, parts: vec![1, 2, 3], has_rest: false }];
        check_in(&sums, &[8.0, 1.0, 1.0, 6.0], &[1, 2, 3]);
        check_in(&sums, &[5.0, 2.0, 3.0, 0.0], &[1, 2]);
        let five = [Sum { total: 0, parts: vec![1, 2, 3, 4, 5], has_rest: false }];
        check_in(&five, &[5.0, 1.0, 1.0, 1.0, 1.0, 1.0], &[0, 1, 2, 3, 4, 5]);
    }

    #[track_caller]
    fn check(numbers: &[f64], hidden: &[usize]) {
        check_in(&sums(), numbers, hidden);
    }

    #[track_caller]
    fn check_in(sums: &[Sum], numbers: &[f64], hidden: &[usize]) {
        let mut cells: Vec<Option<Cell>> = numbers.iter().map(|number| Some(cell(*number))).collect();
        withhold_more(&mut cells, sums);
        let found: Vec<usize> =
            (0..cells.len()).filter(|number| cells[*number].as_ref().is_some_and(|cell| cell.is_hidden)).collect();
        assert_eq!(found, hidden);
        assert_eq!(given_away(&cells, sums), [0; 0], "something is given away");
    }

    fn cell(number: f64) -> Cell {
        let small = is_small(number, 5);
        Cell {
            counts: Counts::things(number),
            error: |_, _| 0.0,
            is_hidden: small,
            guard: small.then_some(Guard::Below(5)),
            habit: number,
        }
    }
}
