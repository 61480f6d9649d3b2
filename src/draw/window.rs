//! The stretch of a series that a drawing has room for, with the limits that hold in it.

use super::elements::Shape;
use super::role::Role;
use super::value_axis::natural_bounds;
use crate::analyse::{GroupStart, KpiFindings, LimitsGroup, Mark, Point};
use crate::model::{Kpi, Period, PeriodKind, Standing, Target};

/// With fewer periods behind them a group's limits are early: no band and no marks.
const VERDICT_FROM: usize = 12;

/// With fewer cases than this a value is shown as one to be read with care.
const FEW_CASES: u64 = 10;

/// The points that are shown, and where their axis begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window<'a> {
    /// The latest ones, oldest first.
    pub(super) points: &'a [Point],
    /// The first period of the axis; earlier than the first point when there are few.
    pub(super) first: Period,
    /// The last period of the axis.
    pub(super) last: Period,
    /// From one due period to the next, in periods of the site.
    pub(super) every: f64,
    findings: &'a KpiFindings,
    bounds: (f64, f64),
}

/// Limits over the stretch in which they hold, in places of the period axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    /// Where they begin, half a step before their first point.
    pub(super) from: f64,
    /// Where they end.
    pub(super) to: f64,
    /// The mean.
    pub(super) mean: f64,
    /// The lower limit, not below what is possible.
    pub(super) lower: f64,
    /// The upper limit, not above what is possible.
    pub(super) upper: f64,
    /// Whether the lower limit itself lies beyond what is possible.
    pub(super) lower_beyond: bool,
    /// Whether the upper limit itself lies beyond what is possible.
    pub(super) upper_beyond: bool,
    /// Whether few periods are behind them.
    pub(super) early: bool,
}

impl<'a> Window<'a> {
    /// The latest points of `findings`: so many at most, on an axis of so many periods at least.
    ///
    /// `None` when none of them was measured.
    pub(super) fn latest(kpi: &Kpi, findings: &'a KpiFindings, most: usize, least: usize) -> Option<Self> {
        // Half a year more of weeks says little on the same width; a full year is needed to see the season.
        let most = if findings.as_of.kind() == PeriodKind::Week && most > 13 { 53 } else { most };
        let points = &findings.points[findings.points.len().saturating_sub(most)..];
        let last = points.last()?.period;
        points.iter().any(|point| point.value.is_some()).then_some(())?;
        let every = step(points);
        let earliest = last.before(least - 1);
        Some(Self { points, first: points[0].period.min(earliest), last, every, findings, bounds: natural_bounds(kpi) })
    }

    /// The points of so many periods up to the one the findings are stated for, which fill the whole axis.
    ///
    /// `None` when none of them was measured.
    pub(super) fn of_periods(kpi: &Kpi, findings: &'a KpiFindings, periods: usize) -> Option<Self> {
        let last = findings.as_of;
        let first = last.before(periods - 1);
        let before = findings.points.partition_point(|point| point.period < first);
        let points = &findings.points[before..];
        points.iter().any(|point| point.value.is_some()).then_some(())?;
        Some(Self { points, first, last, every: step(points), findings, bounds: natural_bounds(kpi) })
    }

    /// The place of a period on the axis.
    pub(super) fn place(&self, period: Period) -> f64 {
        period.since(self.first) as f64
    }

    /// Half of the way between two neighbouring points.
    pub(super) fn half(&self) -> f64 {
        self.every / 2.0
    }

    /// The measured points with their places and values.
    pub(super) fn measured(&self) -> impl DoubleEndedIterator<Item = (f64, f64, &'a Point)> {
        self.points.iter().filter_map(|point| Some((self.place(point.period), point.value?, point)))
    }

    /// The measured points as places and values, parted where nothing was measured and where values do not compare.
    pub(super) fn stretches(&self) -> Vec<Vec<(f64, f64)>> {
        let mut stretches: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut before: Option<&Point> = None;
        for point in self.points {
            let joined = before.is_some_and(|before| !self.breaks_between(before.period, point.period));
            before = point.value.is_some().then_some(point);
            let Some(value) = point.value else { continue };
            let at = (self.place(point.period), value);
            match stretches.last_mut().filter(|_| joined) {
                Some(stretch) => stretch.push(at),
                None => {
                    let mut stretch = Vec::with_capacity(self.points.len());
                    stretch.push(at);
                    stretches.push(stretch);
                }
            }
        }
        stretches
    }

    /// The groups of limits that reach into the window, with the first period after each.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&'a LimitsGroup, Option<Period>)> {
        let groups = &self.findings.groups;
        let next = groups.iter().skip(1).map(|group| Some(group.from)).chain([None]);
        let begins = self.points[0].period;
        groups.iter().zip(next).filter(move |(_, next)| next.is_none_or(|next| next > begins))
    }

    /// The starts of groups within the window, with why they begin.
    pub(super) fn starts(&self) -> impl Iterator<Item = (Period, &'a GroupStart)> {
        let begins = self.points[0].period;
        let starts = self.findings.groups.iter().filter(move |group| group.from > begins);
        starts.filter_map(|group| Some((group.from, group.because.as_ref()?)))
    }

    /// Whether a new way of measuring begins after `earlier` and not after `later`.
    pub(super) fn breaks_between(&self, earlier: Period, later: Period) -> bool {
        self.findings.groups.iter().any(|group| {
            earlier < group.from && group.from <= later && matches!(group.because, Some(GroupStart::Version { .. }))
        })
    }

    /// The limits in the window, oldest first; none for groups of fewer than five periods.
    pub(super) fn limits(&self) -> impl Iterator<Item = Limits> {
        let (least, most) = self.bounds;
        self.groups().filter_map(move |(group, next)| {
            let (mean, lower, upper) = (group.mean?, group.lower?, group.upper?);
            let from = group.from.max(self.points[0].period);
            Some(Limits {
                from: self.place(from) - self.half(),
                to: next.map_or(f64::from(u16::MAX), |next| self.place(next) - self.half()),
                mean,
                lower: lower.max(least),
                upper: upper.min(most),
                lower_beyond: lower < least,
                upper_beyond: upper > most,
                early: group.baseline < VERDICT_FROM,
            })
        })
    }

    /// What a point signals; ordinary as long as its group has early limits only.
    pub(super) fn mark(&self, point: &Point) -> Mark {
        mark(self.findings, point)
    }
}

/// From one due period to the next, in periods of the site: the fewest between two of `points`.
fn step(points: &[Point]) -> f64 {
    points.windows(2).map(|pair| pair[1].period.since(pair[0].period)).min().unwrap_or(1).max(1) as f64
}

/// What a point signals; ordinary as long as its group has early limits only.
pub(super) fn mark(findings: &KpiFindings, point: &Point) -> Mark {
    let group = point.limits_group.and_then(|group| findings.groups.get(group));
    let has_verdict = group.is_some_and(|group| group.baseline >= VERDICT_FROM);
    if has_verdict && point.is_ordinary() { findings.signal(point).mark } else { Mark::CommonCause }
}

/// The value of a target, or both ends of a band.
pub(super) fn ends(target: Target) -> impl Iterator<Item = f64> {
    let (first, second) = match target {
        Target::Value(value) => (value, None),
        Target::Band(band) => (band.min, Some(band.max)),
    };
    std::iter::once(first).chain(second)
}

/// The shape and the role of a signal; none for an ordinary point.
pub(super) fn shape(mark: Mark) -> Option<(Shape, Role)> {
    match mark {
        Mark::CommonCause => None,
        Mark::Improvement => Some((Shape::Up, Role::Better)),
        Mark::Concern => Some((Shape::Down, Role::Worse)),
        Mark::NeutralHigh | Mark::NeutralLow => Some((Shape::Diamond, Role::Different)),
    }
}

/// Whether a point is to be read with care, and so hollow.
pub(super) fn is_hollow(point: &Point) -> bool {
    let few_cases = point.n.is_some_and(|n| n < FEW_CASES);
    point.exceptional || point.standing != Standing::Final || few_cases
}

/// Why a point is to be read with care, in words.
pub(super) fn cautions(point: &Point) -> Vec<String> {
    let mut cautions = Vec::new();
    if point.exceptional {
        cautions.push("exceptional".to_owned());
    }
    match point.standing {
        Standing::Final => {}
        Standing::Estimated => cautions.push("estimated".to_owned()),
        Standing::Provisional => cautions.push("provisional".to_owned()),
    }
    if let Some(n) = point.n.filter(|n| *n < FEW_CASES) {
        cautions.push(format!("n = {n}"));
    }
    cautions
}
