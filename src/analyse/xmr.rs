//! The XmR chart: mean, limits and the four rules, as the NHS tools work them out.
//!
//! This layer knows rows of numbers only. What may count as a row's value and what follows for a KPI is
//! [`verdict`](super::verdict)'s.

use std::cmp::Ordering;
use std::ops::Range;

use super::variation::Rule;

/// 3 / d₂ for ranges of two successive values, d₂ = 1.128, rounded as is customary (Montgomery, Introduction to
/// Statistical Quality Control, appendix VI). 3 / 1.128 = 2.6596 would give other digits than the published tools.
pub const LIMIT_FACTOR: f64 = 2.66;

/// Where the outer third begins: two of the three sigmas.
const NEAR_FACTOR: f64 = 2.0 * (LIMIT_FACTOR / 3.0);

/// Moving ranges from so many mean moving ranges on are screened out (Nelson 1982; D₄ for two values, cut to 3.267).
pub const SCREENING_FACTOR: f64 = 3.267;

/// How a chart is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmrRules {
    /// How many points make a shift or a trend: 7, or 6 as an option of the NHS spreadsheet tool.
    pub run_length: usize,
    /// Which moving ranges are left out of the limits.
    pub screening: Screening,
}

/// Which moving ranges are left out of the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screening {
    /// None.
    Off,
    /// Those of 3.267 times their mean and more, once, whatever is left.
    Published,
    /// The same, unless nothing but zeros would be left of ranges that are not all zero: the limits would then
    /// fall on the mean and call every ordinary value a signal.
    KeepingVariation,
}

/// Where a group of rows with limits of its own begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupRows {
    /// Its first row.
    pub from: usize,
    /// The limits are worked out from so many of its first rows, gaps counted; `None` for all.
    pub baseline: Option<usize>,
}

/// A worked-out chart: one point per row.
#[derive(Clone, Debug, PartialEq)]
pub struct Xmr {
    /// The groups, in order; together they hold every row.
    pub groups: Vec<XmrGroup>,
    /// The points, one per row.
    pub points: Vec<XmrPoint>,
}

/// Rows that share a mean and limits.
#[derive(Clone, Debug, PartialEq)]
pub struct XmrGroup {
    /// Its rows.
    pub rows: Range<usize>,
    /// How many values the mean is worked out from.
    pub baseline: usize,
    /// Their mean; `None` without a value.
    pub mean: Option<f64>,
    /// The mean moving range after screening; `None` without two values side by side.
    pub moving_range: Option<f64>,
    /// How many moving ranges were screened out.
    pub screened: usize,
    /// Mean − 2.66 × mean moving range, and the same above; `None` without moving ranges.
    pub limits: Option<(f64, f64)>,
}

/// One row of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmrPoint {
    /// Its group.
    pub group: usize,
    /// Below, on or above the mean; `None` for a gap.
    pub side: Option<Ordering>,
    /// In the outer third, but not outside.
    pub near: bool,
    /// Beyond a limit.
    pub outside: bool,
    /// The rule that marks it.
    pub rule: Rule,
    /// Which way the rule points: up, down, or `Equal` without a rule.
    pub direction: Ordering,
}

/// Works out the XmR chart of `values`, a gap where a value is missing.
///
/// `groups` says where limits begin afresh; what lies before the first of them is a group of its own, and entries
/// that are out of order or beyond the end are passed over. In each group, from its own rows alone:
///
/// * mean of the baseline; moving range `|yᵢ − yᵢ₋₁|` of neighbours within it; limits mean ± 2.66 × their mean;
/// * **outside**: beyond a limit; **trend**: `run_length` points that strictly rise or fall; **two of three**: three
///   in a row on one side, the marked ones in the outer third, at least two; **shift**: `run_length` points strictly
///   on one side. In this order of precedence. A trend points the way it travels, whatever side it is on; where two
///   trends meet, the turning point goes with the later one.
/// * A gap breaks every one of them, and so does a tie in a trend and a point on the mean in a shift.
///
/// The mean is formed in two compensated passes, so that a constant series lies on its mean exactly.
///
/// Wheeler, D. J. (2000): Understanding Variation; NHS England, Making Data Count; package NHSRplotthedots 0.2.2.
///
/// # Differs from
///
/// The package loses the limits of a constant series, because screening compares 0 < 3.267 × 0; here they fall on
/// the mean. It stops with an error at some gaps inside a trend; here a gap just ends it.
pub fn xmr(values: &[Option<f64>], groups: &[GroupRows], rules: XmrRules) -> Xmr {
    let groups = xmr_groups(values, groups, rules.screening);
    let mut points = Vec::with_capacity(values.len());
    for (index, group) in groups.iter().enumerate() {
        points.extend(group.points(&values[group.rows.clone()], index, rules.run_length));
    }
    Xmr { groups, points }
}

/// The groups of [`xmr`], for somebody who asks for single points.
pub(super) fn xmr_groups(values: &[Option<f64>], groups: &[GroupRows], screening: Screening) -> Vec<XmrGroup> {
    let mut found = Vec::with_capacity(groups.len() + 1);
    let mut begun = GroupRows { from: 0, baseline: None };
    for next in groups {
        if next.from > begun.from && next.from < values.len() {
            found.push(XmrGroup::new(&values[begun.from..next.from], begun, screening));
            begun = *next;
        } else if next.from == 0 && begun.from == 0 {
            begun = *next;
        }
    }
    if !values.is_empty() {
        found.push(XmrGroup::new(&values[begun.from..], begun, screening));
    }
    found
}

/// What marks the last of some values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LastMark {
    /// The rule.
    pub(super) rule: Rule,
    /// Which way it points.
    pub(super) direction: Ordering,
    /// The place of the first value of the run, trend or pair; that of the value itself outside the limits and without a
    /// rule.
    pub(super) since: usize,
    /// How many values that is, of two of three only those near the limit; 0 without a rule.
    pub(super) count: usize,
}

impl XmrGroup {
    fn new(values: &[Option<f64>], begun: GroupRows, screening: Screening) -> Self {
        let baseline = &values[..begun.baseline.map_or(values.len(), |rows| rows.min(values.len()))];
        // What is collected of values and gaps grows four times on the way; a verdict is given a hundred thousand times.
        let mut measured: Vec<f64> = Vec::with_capacity(baseline.len());
        measured.extend(baseline.iter().copied().flatten());
        let mean = mean(measured.iter().copied());
        let (moving_range, screened) = moving_range(baseline, screening);
        let limits = mean.zip(moving_range).and_then(|(mean, range)| band(mean, LIMIT_FACTOR * range));
        let rows = begun.from..begun.from + values.len();
        Self { rows, baseline: measured.len(), mean, moving_range, screened, limits }
    }

    /// The points of `values`, which are those of its rows; `index` is its own place among the groups.
    pub(super) fn points(&self, values: &[Option<f64>], index: usize, run_length: usize) -> Vec<XmrPoint> {
        let outer = self.outer();
        let mut points: Vec<XmrPoint> = values.iter().map(|value| self.point(*value, outer, index)).collect();
        let run_length = run_length.max(2);
        // From the weakest to the strongest, so that the strongest stands.
        mark_shifts(&mut points, run_length);
        mark_two_of_three(&mut points);
        mark_trends(values, &mut points, run_length);
        mark_outside(&mut points);
        points
    }

    /// What marks the last of `values`, the first of its rows up to one that has a value: as [`points`](Self::points) says, but
    /// sooner, for only what leads to it is looked at.
    pub(super) fn last_mark(&self, values: &[Option<f64>], run_length: usize) -> LastMark {
        let (outer, run_length, last) = (self.outer(), run_length.max(2), values.len() - 1);
        let point = |row: usize| self.point(values[row], outer, 0);
        let latest = point(last);
        let side = latest.side.unwrap_or(Ordering::Equal);
        if latest.outside {
            return LastMark { rule: Rule::Outside, direction: side, since: last, count: 1 };
        }
        let way = if last > 0 { step(values, last) } else { None };
        if let Some(way) = way.filter(|way| way.is_ne()) {
            let steps = (1..=last).rev().take_while(|row| step(values, *row) == Some(way)).count();
            if steps + 1 >= run_length {
                return LastMark { rule: Rule::Trend, direction: way, since: last - steps, count: steps + 1 };
            }
        }
        if latest.near && last >= 2 {
            let three = [point(last - 2), point(last - 1), latest];
            if let Some(side) = near_side(&three) {
                let near = || three.iter().zip(last - 2..).filter(|(point, _)| point.near);
                let since = near().next().map_or(last, |(_, row)| row);
                return LastMark { rule: Rule::TwoOfThree, direction: side, since, count: near().count() };
            }
        }
        if side.is_ne() {
            let run = (0..=last).rev().take_while(|row| self.side(values[*row]) == Some(side)).count();
            if run >= run_length {
                return LastMark { rule: Rule::Shift, direction: side, since: last + 1 - run, count: run };
            }
        }
        LastMark { rule: Rule::None, direction: Ordering::Equal, since: last, count: 0 }
    }

    /// Where the outer third of the limits begins.
    fn outer(&self) -> Option<(f64, f64)> {
        self.mean.zip(self.moving_range).and_then(|(mean, range)| band(mean, NEAR_FACTOR * range))
    }

    /// Below, on or above the mean; `None` for a gap.
    fn side(&self, value: Option<f64>) -> Option<Ordering> {
        value?.partial_cmp(&self.mean?)
    }

    /// The point of a value; `outer` is where the outer third begins.
    fn point(&self, value: Option<f64>, outer: Option<(f64, f64)>, group: usize) -> XmrPoint {
        let mut point =
            XmrPoint { group, side: None, near: false, outside: false, rule: Rule::None, direction: Ordering::Equal };
        let Some(value) = value.filter(|_| self.mean.is_some()) else { return point };
        point.side = self.side(Some(value));
        if let Some((lower, upper)) = self.limits {
            point.outside = value < lower || value > upper;
            point.near = !point.outside && outer.is_some_and(|(lower, upper)| value < lower || value > upper);
        }
        point
    }
}

/// `mean` less and plus `reach`; `None` when one of them is too large for a number.
pub(super) fn band(mean: f64, reach: f64) -> Option<(f64, f64)> {
    let (lower, upper) = (mean - reach, mean + reach);
    (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
}

/// The mean of `|yᵢ − yᵢ₋₁|` over neighbours, nothing screened; `None` without two values side by side.
pub(super) fn moving_range_of(values: &[Option<f64>]) -> Option<f64> {
    moving_range(values, Screening::Off).0
}

/// The mean moving range after screening, and how many ranges were screened out.
fn moving_range(values: &[Option<f64>], screening: Screening) -> (Option<f64>, usize) {
    let mut ranges: Vec<f64> = Vec::with_capacity(values.len());
    ranges.extend(values.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs())));
    let Some(unscreened) = mean(ranges.iter().copied()) else { return (None, 0) };
    // All alike: there is nothing to screen, and the limits fall on the mean.
    if screening == Screening::Off || unscreened == 0.0 {
        return (Some(unscreened), 0);
    }
    let count = ranges.len();
    ranges.retain(|range| *range < SCREENING_FACTOR * unscreened);
    if ranges.len() == count {
        return (Some(unscreened), 0);
    }
    match mean(ranges.iter().copied()) {
        Some(screened) if screened > 0.0 || screening == Screening::Published => (Some(screened), count - ranges.len()),
        _ => (Some(unscreened), 0),
    }
}

/// The arithmetic mean: a compensated sum, then a second pass over what is left. `None` for no values, or when
/// they are not finite.
///
/// As R does it (`src/main/summary.c`). With a plain sum seven times 0.1 lie above their own mean.
pub(super) fn mean(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let count = values.clone().count() as f64;
    if count == 0.0 {
        return None;
    }
    let scaled_mean = |scale: f64| {
        let first = sum(values.clone().map(|value| value * scale)) / count;
        first + sum(values.clone().map(|value| value * scale - first)) / count
    };
    let is_number = |mean: &f64| mean.is_finite();
    Some(scaled_mean(1.0)).filter(is_number).or_else(|| Some(scaled_mean(SCALE) / SCALE).filter(is_number))
}

/// 2⁻³¹: so much smaller, values near the largest number there is have a sum, and nothing of it is rounded away.
const SCALE: f64 = 1.0 / 2_147_483_648.0;

/// A sum with the rounding errors of its steps carried along (Neumaier 1974).
///
/// What a step loses is worked out without asking which of the two is larger (Knuth, The Art of Computer Programming,
/// volume 2, 4.2.2, theorem B): a processor cannot guess that of values around their mean.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        let added = next - sum;
        lost += (sum - (next - added)) + (value - added);
        sum = next;
    }
    sum + lost
}

fn mark_outside(points: &mut [XmrPoint]) {
    for point in points.iter_mut().filter(|point| point.outside) {
        (point.rule, point.direction) = (Rule::Outside, point.side.unwrap_or(Ordering::Equal));
    }
}

fn mark_trends(values: &[Option<f64>], points: &mut [XmrPoint], run_length: usize) {
    let mut first = 0;
    while first + 1 < values.len() {
        let direction = step(values, first + 1);
        let mut last = first + 1;
        while last + 1 < values.len() && step(values, last + 1) == direction {
            last += 1;
        }
        if let Some(direction) = direction.filter(|direction| direction.is_ne())
            && last - first + 1 >= run_length
        {
            for point in &mut points[first..=last] {
                (point.rule, point.direction) = (Rule::Trend, direction);
            }
        }
        first = last;
    }
}

/// Which way the values go into `row`; `None` at a gap.
fn step(values: &[Option<f64>], row: usize) -> Option<Ordering> {
    values[row]?.partial_cmp(&values[row - 1]?)
}

fn mark_two_of_three(points: &mut [XmrPoint]) {
    for first in 0..points.len().saturating_sub(2) {
        let window = first..first + 3;
        if let Some(side) = near_side(&points[window.clone()]) {
            for point in points[window].iter_mut().filter(|point| point.near) {
                (point.rule, point.direction) = (Rule::TwoOfThree, side);
            }
        }
    }
}

/// The side on which all of `points` lie, at least two of them near the limit.
fn near_side(points: &[XmrPoint]) -> Option<Ordering> {
    if points.iter().filter(|point| point.near).count() < 2 {
        return None;
    }
    let side = points.first()?.side.filter(|side| side.is_ne())?;
    points.iter().all(|point| point.side == Some(side)).then_some(side)
}

fn mark_shifts(points: &mut [XmrPoint], run_length: usize) {
    for run in points.chunk_by_mut(|one, next| one.side == next.side) {
        if let Some(side) = run[0].side.filter(|side| side.is_ne())
            && run.len() >= run_length
        {
            for point in run {
                (point.rule, point.direction) = (Rule::Shift, side);
            }
        }
    }
}
