//! Edition → findings: pure, total functions; one statistic per file.
//!
//! A page of a past period is made from the snapshots up to that period, so every finding is asked for
//! [`at`](Findings::at) a period and knows nothing later.

use crate::disclose::Edition;
use crate::model::{Period, Standing, StudyId, Subject, Target};

/// All that can be stated about an edition.
///
/// Holds the series of every subject, those of computed KPIs and of parents without own values included; what is
/// stated about a subject in a period is worked out where a page asks for it.
#[derive(Debug)]
pub struct Findings<'e> {
    edition: &'e Edition,
}

/// What is stated about one subject as of one period, from the snapshots up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiFindings {
    /// The KPI and the part.
    pub subject: Subject,
    /// The period it is stated for.
    pub as_of: Period,
    /// One per period from the first measured one to `as_of`, gaps kept; empty when nothing was ever measured.
    ///
    /// For a KPI measured less often than the site reports, only the periods it was due in.
    pub points: Vec<Point>,
    /// The groups of periods that share limits, oldest first.
    pub groups: Vec<LimitsGroup>,
    /// How much the latest group's history carries; `None` when nothing was measured.
    pub firmness: Option<Firmness>,
    /// Whether the latest measured point is a real change; `None` below [`Firmness::Verdict`], for provisional
    /// and for exceptional periods.
    pub variation: Option<Variation>,
    /// How reliably the target is met in a usual period; `None` without target or below [`Firmness::Verdict`].
    pub assurance: Option<Assurance>,
    /// The chance that a usual period meets the target, 0 to 1; where there is an assurance.
    pub chance: Option<f64>,
    /// Whether the period's own value meets its target; `None` without either.
    pub met: Option<bool>,
    /// Against the previous comparable period; `None` when `as_of` was not measured or nothing compares.
    pub change: Option<Change>,
    /// Against the same period of the year before.
    pub change_year: Option<Change>,
    /// Over the latest year of periods, by the KPI's way of accumulating; `None` when one is missing.
    pub rolling_year: Option<f64>,
    /// Since the financial year began; `None` when a period is missing.
    pub year_to_date: Option<f64>,
    /// Against the study that applies to the period.
    pub benchmark: Option<BenchmarkFinding>,
}

impl KpiFindings {
    /// The point of `as_of`, when it was measured.
    pub fn current(&self) -> Option<&Point> {
        self.latest().filter(|point| point.period == self.as_of)
    }

    /// The latest measured point.
    pub fn latest(&self) -> Option<&Point> {
        self.points.iter().rev().find(|point| point.value.is_some())
    }

    /// The measured point before the latest one.
    pub fn previous(&self) -> Option<&Point> {
        self.points.iter().rev().filter(|point| point.value.is_some()).nth(1)
    }

    /// The limits that the latest point belongs to.
    pub fn limits(&self) -> Option<&LimitsGroup> {
        self.groups.last()
    }
}

/// One period of a series, with what is stated about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// Unrounded, in the KPI's unit; `None` when it was not measured or is withheld.
    pub value: Option<f64>,
    /// How many cases are behind it.
    pub n: Option<u64>,
    /// The 95 % interval, where the evidence carries one: lower, upper.
    pub interval: Option<(f64, f64)>,
    /// The target in force then.
    pub target: Option<Target>,
    /// How firm the figure is; a period that is provisional as a whole makes it provisional.
    pub standing: Standing,
    /// Whether the period is marked exceptional for this subject.
    pub exceptional: bool,
    /// Which group of limits it belongs to.
    pub limits_group: Option<usize>,
    /// The group's mean.
    pub mean: Option<f64>,
    /// The group's lower limit, not clamped to what is possible.
    pub lower_limit: Option<f64>,
    /// The group's upper limit, not clamped to what is possible.
    pub upper_limit: Option<f64>,
    /// The rule that fired.
    pub rule: Rule,
    /// What the rule means for the customer.
    pub mark: Mark,
}

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

/// How much a history carries, by the number of measured periods in the latest group of limits.
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

/// Whether the latest point is a real change, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// The verdict.
    pub class: Class,
    /// The rule behind it.
    pub rule: Rule,
    /// The first period of the run, trend or pair; the period itself for a point outside. `None` for common cause.
    pub since: Option<Period>,
    /// How many measured periods that is, the latest included; 0 for common cause.
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

/// How reliably a target is met as long as nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// Always.
    ConsistentPass,
    /// Sometimes.
    Inconsistent,
    /// Never.
    ConsistentFail,
}

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

/// Our value beside a study's benchmark. Advantages are signed so that positive is good.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkFinding {
    /// The study.
    pub study: StudyId,
    /// Our value over the study's fieldwork.
    pub ours: f64,
    /// What our value is worked out from.
    pub basis: Basis,
    /// Cases behind our value.
    pub n: Option<u64>,
    /// The 95 % interval of our value.
    pub interval: Option<(f64, f64)>,
    /// The others' median, or their average when the study gives nothing else.
    pub benchmark: f64,
    /// Whether `benchmark` is only an average.
    pub average_only: bool,
    /// How far the benchmark may be off, when it was read off a chart.
    pub read_off: Option<f64>,
    /// The others' lower and upper quartile as numbers.
    pub quartiles: Option<(f64, f64)>,
    /// The best of the others.
    pub best: Option<f64>,
    /// The worst of the others.
    pub worst: Option<f64>,
    /// How many others.
    pub peers: Option<u32>,
    /// Ours less the benchmark, as numbers; `None` inside the reading error of an average.
    pub difference: Option<f64>,
    /// The difference signed so that positive is good; `None` for neutral KPIs.
    pub advantage: Option<f64>,
    /// The advantage in percent of the benchmark; `None` for NPS and scores, and at 0.
    pub advantage_percent: Option<f64>,
    /// The advantage in robust standard deviations of the others.
    pub advantage_normalised: Option<f64>,
    /// Ours against the best, positive is good.
    pub advantage_to_best: Option<f64>,
    /// The share of others that are worse, 0 to 100, ties half.
    pub percentile: Option<f64>,
    /// Where in the field, ties in our favour; `None` for neutral KPIs and averages.
    pub quartile: Option<Quartile>,
    /// Whether a difference can be seen: `Some(false)` when our interval covers the benchmark, `None` without one.
    pub clear: Option<bool>,
    /// Whether the fieldwork ended more than 18 months before the period.
    pub dated: bool,
}

/// What our value beside a study is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Counts of so many fieldwork periods, pooled.
    Pooled(usize),
    /// The last period measured within the fieldwork.
    Last(Period),
}

/// A quarter of the field, the first the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quartile {
    /// At or beyond the favourable quartile.
    Top,
    /// At or beyond the median.
    Second,
    /// At or beyond the unfavourable quartile.
    Third,
    /// The rest.
    Bottom,
}

/// Prepares the series of every subject of `edition`.
pub fn findings(edition: &Edition) -> Findings<'_> {
    Findings { edition }
}

impl<'e> Findings<'e> {
    /// The edition the findings are about.
    pub fn edition(&self) -> &'e Edition {
        self.edition
    }
}
