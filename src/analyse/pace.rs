//! Pace: how far a dated goal is, and whether that is far enough by now.

use jiff::civil::Date;

use crate::model::{Better, Period, PeriodKind};

/// A goal: from where to where, and by when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The value it starts from.
    pub baseline: f64,
    /// When that was.
    pub from: Date,
    /// The value to reach.
    pub target: f64,
    /// By when.
    pub due: Date,
}

/// How a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalStatus {
    /// The latest value meets the target. One period of a process that hits and misses is not yet dependable: that is
    /// assurance's to say.
    Achieved,
    /// The month it was due in has come, and the target is not met.
    Missed,
    /// As far as the time that has passed.
    OnTrack,
    /// Less far.
    Behind,
}

/// How far a goal is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The share of the way that is done, below 0 and above 1 too; `None` when the target is the baseline.
    pub progress: Option<f64>,
    /// The share of the time that has passed, 0 to 1; 1 when it was due before it began.
    pub expected: f64,
    /// Calendar months left, negative when it is past.
    pub months_left: i64,
    /// The change per month that would still reach it; `None` when no month is left.
    pub required_per_month: Option<f64>,
    /// How it stands.
    pub status: GoalStatus,
}

/// How far `goal` is on the day `as_of`, at `value`.
///
/// A goal whose target is its baseline holds a value: it has no progress, and is on track only while it is met, which
/// is achieved. For neutral KPIs the target is met when it is reached from the baseline's side. `None` when numbers
/// are too large.
pub fn pace(goal: Goal, value: f64, as_of: Date, better: Better) -> Option<Pace> {
    let way = goal.target - goal.baseline;
    let progress = Some((value - goal.baseline) / way).filter(|it| way != 0.0 && it.is_finite());
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let (passed, whole) = (days(goal.from, as_of), days(goal.from, goal.due));
    let expected = if whole > 0 { (f64::from(passed) / f64::from(whole)).clamp(0.0, 1.0) } else { 1.0 };
    let month = |day: Date| Period::containing(PeriodKind::Month, day);
    let months_left = month(goal.due)?.since(month(as_of)?);
    let left = goal.target - value;
    let met = match better {
        Better::Higher => value >= goal.target,
        Better::Lower => value <= goal.target,
        Better::Neutral => progress.map_or(left == 0.0, |progress| progress >= 1.0),
    };
    let status = match () {
        () if met => GoalStatus::Achieved,
        () if months_left <= 0 => GoalStatus::Missed,
        () if progress.is_some_and(|progress| progress >= expected) => GoalStatus::OnTrack,
        () => GoalStatus::Behind,
    };
    let required_per_month = (months_left > 0).then(|| left / months_left as f64);
    (way.is_finite() && left.is_finite()).then_some(Pace {
        progress,
        expected,
        months_left,
        required_per_month,
        status,
    })
}
