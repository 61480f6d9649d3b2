//! Variation: whether a change is real, by process limits. Our policy on top of [`xmr`](super::xmr()).

use std::cmp::Ordering;
use std::ops::Range;

use super::assurance::UsualRange;
use super::xmr::{GroupRows, Screening, XmrGroup, xmr_groups};
use crate::model::{Better, LimitsPolicy, Period};

/// With fewer values a group has neither limits nor marks.
pub const EARLY: usize = 5;

/// From so many values on there is a verdict (NHS England, Making Data Count).
pub const VERDICT: usize = 12;

/// From so many values on the limits are firm (Provost and Murray 2011).
pub const FIRM: usize = 20;

/// Consecutive periods that share a mean and limits.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitsGroup {
    /// The first period of the group.
    pub from: Period,
    /// Why a new group begins here; `None` for the first.
    pub because: Option<GroupStart>,
    /// How many of its periods the limits are worked out from.
    pub baseline: usize,
    /// How many of its periods were measured, exceptional and provisional ones left out.
    pub measured: usize,
    /// The mean of the baseline; `None` when it is empty.
    pub mean: Option<f64>,
    /// Mean − 2.66 × mean moving range; `None` with fewer than five periods.
    pub lower: Option<f64>,
    /// Mean + 2.66 × mean moving range; `None` with fewer than five periods.
    pub upper: Option<f64>,
    /// The mean moving range after screening.
    pub moving_range: Option<f64>,
    /// How many moving ranges were screened out.
    pub screened: usize,
}

impl LimitsGroup {
    /// What the group says about a usual period; `None` without limits.
    pub fn usual_range(&self) -> Option<UsualRange> {
        Some(UsualRange { mean: self.mean?, lower: self.lower?, upper: self.upper?, moving_range: self.moving_range? })
    }
}

/// Why a group of limits begins.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupStart {
    /// An annotated event recalculates the limits: its label and, if said, its reason.
    Event {
        /// What happened.
        label: String,
        /// Why limits are worked out afresh.
        because: Option<String>,
    },
    /// The definition changed so that values do not compare.
    Version {
        /// Why it changed.
        because: String,
    },
}

/// How much a history carries, by the number of values behind the latest group's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Firmness {
    /// 1 to 4: value and change only.
    ValueOnly,
    /// 5 to 11: early limits, no verdict.
    Early,
    /// 12 to 19: a verdict.
    Verdict,
    /// 20 and more: firm limits.
    Firm,
}

/// The rule that made a point stand out, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// None did.
    None,
    /// Beyond a limit.
    Outside,
    /// Six strict rises or falls in a row (run length less one).
    Trend,
    /// Two of three in the outer third on one side.
    TwoOfThree,
    /// Seven on one side of the mean (run length).
    Shift,
}

/// What a point means for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Moves as it always does.
    CommonCause,
    /// A signal for the better.
    Improvement,
    /// A signal for the worse.
    Concern,
    /// A signal upwards of a neutral KPI.
    NeutralHigh,
    /// A signal downwards of a neutral KPI.
    NeutralLow,
}

/// What stands out at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The rule that fired.
    pub rule: Rule,
    /// What that means for the customer.
    pub mark: Mark,
}

impl Signal {
    /// Nothing does.
    pub const NONE: Self = Self { rule: Rule::None, mark: Mark::CommonCause };
}

/// Whether the latest point is a real change, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// The verdict.
    pub class: Class,
    /// The rule behind it.
    pub rule: Rule,
    /// The first period of the run, trend or pair; the period itself for a point outside. `None` for common cause.
    pub since: Option<Period>,
    /// How many measured periods that is, the latest included; of two of three only those near the limit; 0 for
    /// common cause.
    pub periods: usize,
}

/// The verdict on the latest point. High and low say which way the values moved, not whether that is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Usual.
    CommonCause,
    /// Better, by rising.
    ImprovementHigh,
    /// Better, by falling.
    ImprovementLow,
    /// Worse, by rising.
    ConcernHigh,
    /// Worse, by falling.
    ConcernLow,
    /// Different, higher.
    NeutralHigh,
    /// Different, lower.
    NeutralLow,
}

impl Class {
    /// Whether it is for the better.
    pub fn is_improvement(self) -> bool {
        matches!(self, Self::ImprovementHigh | Self::ImprovementLow)
    }

    /// What the latest point is marked with.
    pub fn mark(self) -> Mark {
        match self {
            Self::CommonCause => Mark::CommonCause,
            Self::ImprovementHigh | Self::ImprovementLow => Mark::Improvement,
            Self::ConcernHigh | Self::ConcernLow => Mark::Concern,
            Self::NeutralHigh => Mark::NeutralHigh,
            Self::NeutralLow => Mark::NeutralLow,
        }
    }

    /// Whether it is for the worse.
    pub fn is_concern(self) -> bool {
        matches!(self, Self::ConcernHigh | Self::ConcernLow)
    }
}

/// One row of a series as the limits see it.
pub trait Judged {
    /// The period.
    fn period(&self) -> Period;

    /// What was measured.
    fn value(&self) -> Option<f64>;

    /// Whether the value may be in limits and runs: neither exceptional nor provisional.
    fn is_ordinary(&self) -> bool;
}

/// A row that is nothing but that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The period.
    pub period: Period,
    /// What was measured.
    pub value: Option<f64>,
    /// Whether the value may be in limits and runs: neither exceptional nor provisional.
    pub ordinary: bool,
}

impl Judged for Row {
    fn period(&self) -> Period {
        self.period
    }

    fn value(&self) -> Option<f64> {
        self.value
    }

    fn is_ordinary(&self) -> bool {
        self.ordinary
    }
}

/// What the limits say about a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The groups of rows that share limits, oldest first.
    pub groups: Vec<LimitsGroup>,
    /// Per row the group it belongs to, the rule that fired and what that means.
    pub marks: Vec<(usize, Rule, Mark)>,
    /// How much the latest group carries; `None` when nothing was measured.
    pub firmness: Option<Firmness>,
    /// Whether the latest measured row is a real change.
    pub variation: Option<Variation>,
}

/// Judges a series, every row of it. Pages ask for what they show of that: [`KpiFindings`](super::KpiFindings) have the
/// verdict on the latest row, and tell what stands out at others when they are asked.
///
/// `starts` names the rows at which limits begin afresh, in order; each is moved to the next measured row, and of
/// two that meet there a change of definition stands, otherwise the later one. A start before the first measured
/// row, or one that nothing measured follows, does nothing.
///
/// * Rows that are not ordinary break runs like a gap and are in no limits; they keep the limits they are drawn against.
/// * A group's limits are those of all its ordinary values, or of the first `fix_after` of them.
/// * By the number of values behind the latest group's limits: below 5 no limits, rules or marks; below 12 no
///   verdict; from 20 on they are firm. A verdict needs the latest measured row to be ordinary.
/// * The verdict is that of the latest measured row, with the whole run, trend or pair that leads to it.
///
/// # Differs from
///
/// NHSRplotthedots gives a verdict from two values on and counts `fix_after` in rows, gaps included. Where screening
/// would leave nothing but zeros of ranges that are not all zero, nothing is screened.
pub fn verdict(
    rows: &[impl Judged],
    starts: Vec<(usize, GroupStart)>,
    policy: LimitsPolicy,
    better: Better,
) -> Verdict {
    let Judgement { groups, rows: of_groups, firmness, variation } = judgement(rows, starts, policy, better);
    let group_of = |row: usize| of_groups.iter().position(|rows| rows.contains(&row));
    let signals = signals(rows, group_of, &groups, policy, better);
    let marks = signals.into_iter().enumerate().map(|(row, signal)| {
        let group = group_of(row).expect("every row is in a group");
        (group, signal.rule, signal.mark)
    });
    Verdict { marks: marks.collect(), firmness, variation, groups }
}

/// A [`Verdict`] without what stands out at single rows, most of which nobody asks for.
pub(super) struct Judgement {
    pub(super) groups: Vec<LimitsGroup>,
    /// The rows of each group.
    pub(super) rows: Vec<Range<usize>>,
    pub(super) firmness: Option<Firmness>,
    pub(super) variation: Option<Variation>,
}

/// What [`verdict`] says of all rows together and of the latest one.
pub(super) fn judgement(
    rows: &[impl Judged],
    starts: Vec<(usize, GroupStart)>,
    policy: LimitsPolicy,
    better: Better,
) -> Judgement {
    let values = ordinary(rows);
    let starts = settle(rows, starts);
    let mut group_rows = Vec::with_capacity(starts.len() + 1);
    let froms = std::iter::once(0).chain(starts.iter().map(|(row, _)| *row));
    group_rows.extend(froms.map(|from| frozen(&values, from, policy)));
    let screening = if policy.screen_outliers { Screening::KeepingVariation } else { Screening::Off };
    let found = xmr_groups(&values, &group_rows, screening);

    let latest = rows.iter().rposition(|row| row.value().is_some());
    let firmness = latest.and_then(|_| found.last()).map(|group| firmness(group.baseline));
    let variation = latest
        .filter(|row| values[*row].is_some() && firmness >= Some(Firmness::Verdict))
        .and_then(|row| Some((row, found.iter().find(|group| group.rows.contains(&row))?)))
        .filter(|(_, group)| group.limits.is_some() && group.baseline >= EARLY)
        .map(|(row, group)| variation(rows, &values, group, row, policy, better));

    let becauses = std::iter::once(None).chain(starts.into_iter().map(|(_, because)| Some(because)));
    let groups = found.iter().zip(becauses).map(|(group, because)| LimitsGroup {
        from: rows[group.rows.start].period(),
        because,
        baseline: group.baseline,
        measured: values[group.rows.clone()].iter().flatten().count(),
        mean: group.mean,
        lower: group.limits.filter(|_| group.baseline >= EARLY).map(|(lower, _)| lower),
        upper: group.limits.filter(|_| group.baseline >= EARLY).map(|(_, upper)| upper),
        moving_range: group.moving_range,
        screened: group.screened,
    });
    let groups = groups.collect();
    Judgement { groups, rows: found.into_iter().map(|group| group.rows).collect(), firmness, variation }
}

/// What stands out at each of `rows`; nothing where its group has no limits.
pub(super) fn signals(
    rows: &[impl Judged],
    group_of: impl Fn(usize) -> Option<usize>,
    groups: &[LimitsGroup],
    policy: LimitsPolicy,
    better: Better,
) -> Vec<Signal> {
    let values = ordinary(rows);
    let mut signals = Vec::with_capacity(rows.len());
    while signals.len() < rows.len() {
        let from = signals.len();
        let index = group_of(from);
        let to = (from..rows.len()).find(|row| group_of(*row) != index).unwrap_or(rows.len());
        let limits = index.and_then(|index| Some((index, groups.get(index)?.usual_range()?)));
        let Some((index, usual)) = limits else {
            signals.resize(to, Signal::NONE);
            continue;
        };
        let group = XmrGroup {
            rows: from..to,
            baseline: groups[index].baseline,
            mean: Some(usual.mean),
            moving_range: Some(usual.moving_range),
            screened: groups[index].screened,
            limits: Some((usual.lower, usual.upper)),
        };
        let points = group.points(&values[from..to], index, policy.run_length.into());
        signals.extend(points.iter().map(|point| Signal { rule: point.rule, mark: mark(point.direction, better) }));
    }
    signals
}

/// The values that may be in limits and runs.
fn ordinary(rows: &[impl Judged]) -> Vec<Option<f64>> {
    rows.iter().map(|row| row.value().filter(|_| row.is_ordinary())).collect()
}

/// Moves every start to the next measured row and leaves one for each.
fn settle(rows: &[impl Judged], starts: Vec<(usize, GroupStart)>) -> Vec<(usize, GroupStart)> {
    if starts.is_empty() {
        return starts;
    }
    let measured = |from: usize| (from..rows.len()).find(|row| rows[*row].value().is_some());
    let Some(first) = measured(0) else { return Vec::new() };
    let mut settled: Vec<(usize, GroupStart)> = Vec::with_capacity(starts.len());
    for (row, start) in starts {
        let Some(row) = measured(row).filter(|row| *row > first) else { continue };
        match settled.last_mut().filter(|(last, _)| *last >= row) {
            Some((_, GroupStart::Version { .. })) => {}
            Some(last) => last.1 = start,
            None => settled.push((row, start)),
        }
    }
    settled
}

/// The group that begins at `from`, its baseline long enough to hold as many values as the policy freezes.
fn frozen(values: &[Option<f64>], from: usize, policy: LimitsPolicy) -> GroupRows {
    let last = policy.fix_after.and_then(|count| {
        let mut measured = values[from..].iter().enumerate().filter(|(_, value)| value.is_some());
        measured.nth(count.get() - 1).map(|(row, _)| row + 1)
    });
    GroupRows { from, baseline: last }
}

fn firmness(baseline: usize) -> Firmness {
    match baseline {
        FIRM.. => Firmness::Firm,
        VERDICT..FIRM => Firmness::Verdict,
        EARLY..VERDICT => Firmness::Early,
        ..EARLY => Firmness::ValueOnly,
    }
}

fn mark(direction: Ordering, better: Better) -> Mark {
    match (direction, better) {
        (Ordering::Equal, _) => Mark::CommonCause,
        (Ordering::Greater, Better::Higher) | (Ordering::Less, Better::Lower) => Mark::Improvement,
        (Ordering::Greater, Better::Lower) | (Ordering::Less, Better::Higher) => Mark::Concern,
        (Ordering::Greater, Better::Neutral) => Mark::NeutralHigh,
        (Ordering::Less, Better::Neutral) => Mark::NeutralLow,
    }
}

fn class(direction: Ordering, better: Better) -> Class {
    match (direction, better) {
        (Ordering::Equal, _) => Class::CommonCause,
        (Ordering::Greater, Better::Higher) => Class::ImprovementHigh,
        (Ordering::Greater, Better::Lower) => Class::ConcernHigh,
        (Ordering::Greater, Better::Neutral) => Class::NeutralHigh,
        (Ordering::Less, Better::Higher) => Class::ConcernLow,
        (Ordering::Less, Better::Lower) => Class::ImprovementLow,
        (Ordering::Less, Better::Neutral) => Class::NeutralLow,
    }
}

/// The verdict on row `latest` of a group, which is ordinary.
fn variation(
    rows: &[impl Judged],
    values: &[Option<f64>],
    group: &XmrGroup,
    latest: usize,
    policy: LimitsPolicy,
    better: Better,
) -> Variation {
    let first = group.rows.start;
    let found = group.last_mark(&values[first..=latest], policy.run_length.into());
    let since = (found.rule != Rule::None).then(|| rows[first + found.since].period());
    Variation { class: class(found.direction, better), rule: found.rule, since, periods: found.count }
}
