//! Change: a value against an earlier value of our own.

use super::finding::Point;
use super::history::{cycle, cycles_per_year, is_coarser};
use crate::model::{Every, Period};

/// A value against an earlier value of our own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The period compared with.
    pub from: Period,
    /// The value then.
    pub before: f64,
    /// The value now.
    pub now: f64,
}

impl Change {
    /// Now less then, in the KPI's unit.
    pub fn difference(&self) -> f64 {
        self.now - self.before
    }

    /// The difference as a share of the earlier value, in percent; `None` when that was zero or less.
    pub fn percent(&self) -> Option<f64> {
        (self.before > 0.0).then(|| 100.0 * self.difference() / self.before)
    }
}

/// The last of `points` against the ordinary one before it.
///
/// Earlier points that are exceptional or provisional are passed over. `None` when the last point was not measured
/// or is exceptional, when there is nothing before it, or when `comparable` says that the two do not compare.
pub fn change(points: &[Point], comparable: impl Fn(Period, Period) -> bool) -> Option<Change> {
    let (now, earlier) = points.split_last()?;
    let before = earlier.iter().rev().find(|point| is_ordinary(point))?;
    between(before, now, comparable)
}

/// The last of `points` against that of the same period of the year before, under the conditions of [`change`];
/// `None` too when that one is exceptional or provisional. What is measured `every` so often is compared with the
/// year's same quarter or half, whichever period it was measured in.
pub fn change_year(
    every: Option<Every>,
    points: &[Point],
    comparable: impl Fn(Period, Period) -> bool,
) -> Option<Change> {
    let (now, earlier) = points.split_last()?;
    let every = every.filter(|every| is_coarser(*every, now.period.kind()));
    let before = match every {
        Some(every) => {
            let year_before = cycle(every, now.period) - cycles_per_year(every) as i32;
            earlier.iter().rev().find(|point| cycle(every, point.period) == year_before)
        }
        None => {
            let year_before = now.period.year_before()?;
            earlier.iter().rev().find(|point| point.period == year_before)
        }
    };
    between(before.filter(|point| is_ordinary(point))?, now, comparable)
}

fn between(before: &Point, now: &Point, comparable: impl Fn(Period, Period) -> bool) -> Option<Change> {
    if now.exceptional || !comparable(before.period, now.period) {
        return None;
    }
    Some(Change { from: before.period, before: before.value?, now: now.value? })
}

fn is_ordinary(point: &Point) -> bool {
    point.value.is_some() && point.is_ordinary()
}
