//! KPIs: the measured aspects of service, each defined once in the catalogue.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::dimension::PartId;
use super::expression::Expression;
use super::period::Period;
use super::settings::{AudienceId, Disclosure};

/// The id of a KPI: `[a-z0-9_]+`, never empty. Cheap to copy.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KpiId(Arc<str>);

impl KpiId {
    /// The id that `text` spells; `None` unless it is `[a-z0-9_]+`.
    pub fn new(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (!text.is_empty() && text.bytes().all(fits)).then(|| Self(text.into()))
    }

    /// The id as it is written in files and addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KpiId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for KpiId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A measured aspect of service, as the catalogue defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    /// How files and addresses call it.
    pub id: KpiId,
    /// How readers call it.
    pub name: String,
    /// The unit of its values.
    pub unit: Unit,
    /// What sort of quantity it is.
    pub kind: KpiKind,
    /// Which direction is better for the customer.
    pub better: Better,
    /// Decimals shown to readers; computing is unrounded.
    pub decimals: u8,
    /// What the organisation set itself.
    pub targets: Targets,
    /// Parts with targets of their own, in the order of the file.
    pub targets_by: Vec<(PartId, Targets)>,
    /// The heading it stands under on a scorecard.
    pub group: Option<String>,
    /// What it measures, in words.
    pub definition: Option<String>,
    /// How it is worked out, in words.
    pub formula: Option<String>,
    /// Where the figures come from.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Set when it is measured less often than the site reports.
    pub every: Option<Every>,
    /// Changes of definition, oldest first.
    pub versions: Vec<Version>,
    /// The KPI it must be read together with.
    pub paired_with: Option<KpiId>,
    /// The formula of a computed KPI, which then has no values of its own.
    pub compute: Option<Expression>,
    /// Values outside are suspicious.
    pub plausible: Option<Range>,
    /// The ends of the scale of a score.
    pub scale: Option<Range>,
    /// Which statistic of the cases the values are.
    pub statistic: Statistic,
    /// Which hours a duration counts.
    pub clock: Option<Clock>,
    /// How periods are added up to a rolling or a year-to-date figure.
    pub accumulates: Accumulates,
    /// Whether it counts people, so that small numbers are protected.
    pub people: bool,
    /// How its control chart is drawn.
    pub limits: LimitsPolicy,
    /// Set when it is no longer reported.
    pub retired: Option<Retired>,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
    /// Small-number rules of its own.
    pub disclosure: Option<Disclosure>,
}

impl Kpi {
    /// What `part` (or the whole) set itself for `period`.
    ///
    /// A part without targets of its own inherits those of the whole, except for counts and stocks,
    /// where the whole's target says nothing about a part.
    pub fn target(&self, part: Option<&PartId>, period: Period) -> Option<&TargetStep> {
        let Some(part) = part else { return self.targets.at(period) };
        let own = self.targets_by.iter().find(|(id, _)| id == part);
        match own {
            Some((_, targets)) => targets.at(period),
            None if matches!(self.kind, KpiKind::Count | KpiKind::Stock) => None,
            None => self.targets.at(period),
        }
    }

    /// The index of the definition in force in `period`: 0 before the first change.
    pub fn version_at(&self, period: Period) -> usize {
        self.versions.iter().take_while(|version| version.from <= period).count()
    }

    /// Whether values of the two periods may be compared: no change of definition that ended comparability lies between.
    pub fn comparable(&self, earlier: Period, later: Period) -> bool {
        !self.versions.iter().any(|version| !version.comparable && earlier < version.from && version.from <= later)
    }
}

/// The unit of a KPI's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Percent; a difference is in percentage points.
    Percent,
    /// Points of a scale.
    Score,
    /// Points of a net promoter score.
    Nps,
    /// Things counted.
    Count,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Money, with its ISO 4217 code.
    Currency(CurrencyCode),
    /// Per hundred.
    Per100,
    /// Per thousand.
    Per1000,
    /// Per ten thousand.
    Per10000,
}

impl Unit {
    /// What one whole stands for in this unit: 100 for percent, 1000 per thousand, else 1.
    pub fn per(self) -> f64 {
        match self {
            Self::Percent | Self::Per100 => 100.0,
            Self::Per1000 => 1_000.0,
            Self::Per10000 => 10_000.0,
            _ => 1.0,
        }
    }

    /// Seconds in one unit of a duration; `None` for what is not a duration.
    pub fn seconds(self) -> Option<f64> {
        match self {
            Self::Seconds => Some(1.0),
            Self::Minutes => Some(60.0),
            Self::Hours => Some(3_600.0),
            Self::Days => Some(86_400.0),
            _ => None,
        }
    }
}

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencyCode([u8; 3]);

impl CurrencyCode {
    /// The code that `text` spells; `None` unless it is three capital letters.
    pub fn new(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("a code is ASCII")
    }
}

/// What sort of quantity a KPI is: decides the forms of its values, its bounds and how it adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KpiKind {
    /// A share of cases, in percent.
    Proportion,
    /// Cases per 100, 1,000 or 10,000.
    Rate,
    /// The mean (or another statistic) of a score.
    Mean,
    /// A net promoter score, −100 to 100.
    Nps,
    /// A flow: how many in the period.
    Count,
    /// A level at the end of the period.
    Stock,
    /// A time span.
    Duration,
    /// An amount of money.
    Currency,
}

impl KpiKind {
    /// The smallest and the largest value that can exist, where there are such bounds.
    pub fn bounds(self) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Proportion => (Some(0.0), Some(100.0)),
            Self::Nps => (Some(-100.0), Some(100.0)),
            Self::Rate | Self::Count | Self::Stock | Self::Duration => (Some(0.0), None),
            Self::Mean | Self::Currency => (None, None),
        }
    }
}

/// Which direction is better for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neutral,
}

impl Better {
    /// +1 when a rise is better, −1 when a fall is, 0 when neither.
    pub fn sign(self) -> f64 {
        match self {
            Self::Higher => 1.0,
            Self::Lower => -1.0,
            Self::Neutral => 0.0,
        }
    }
}

/// What an organisation set itself, step by step. Each step holds from its period until the next one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Sorted by `from`, undated first, no two alike.
    steps: Vec<TargetStep>,
}

impl Targets {
    /// Targets from steps in any order; `None` when two begin in the same period.
    pub fn new(mut steps: Vec<TargetStep>) -> Option<Self> {
        steps.sort_by_key(|step| step.from);
        let distinct = steps.windows(2).all(|pair| pair[0].from != pair[1].from);
        distinct.then_some(Self { steps })
    }

    /// The step in force in `period`.
    pub fn at(&self, period: Period) -> Option<&TargetStep> {
        self.steps.iter().rev().find(|step| step.from.is_none_or(|from| from <= period))
    }

    /// All steps, oldest first.
    pub fn steps(&self) -> &[TargetStep] {
        &self.steps
    }
}

/// A target from a period on.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetStep {
    /// The first period it holds for; `None` for always.
    pub from: Option<Period>,
    /// The target itself.
    pub target: Target,
    /// Why it was set.
    pub because: Option<String>,
    /// Who agreed to it.
    pub agreed_by: Option<String>,
}

/// A value to reach, or a band to stay in; in the KPI's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// At least or at most this value, whichever is better.
    Value(f64),
    /// Between `min` and `max`, both included.
    Band(Range),
}

impl Target {
    /// Whether `value` meets the target; a single value of a neutral KPI says nothing, so `None`.
    pub fn met(self, value: f64, better: Better) -> Option<bool> {
        match (self, better) {
            (Self::Value(target), Better::Higher) => Some(value >= target),
            (Self::Value(target), Better::Lower) => Some(value <= target),
            (Self::Value(_), Better::Neutral) => None,
            (Self::Band(band), _) => Some(band.min <= value && value <= band.max),
        }
    }
}

/// Two finite ends, `min` not above `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub min: f64,
    /// The upper end.
    pub max: f64,
}

/// How often a KPI is measured when that is less often than the site reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Once a month.
    Month,
    /// Once a quarter.
    Quarter,
    /// Twice a year.
    HalfYear,
    /// Once a year.
    Year,
}

/// A change of a KPI's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The first period measured the new way.
    pub from: Period,
    /// Why it changed.
    pub because: String,
    /// Whether earlier values may still be compared.
    pub comparable: bool,
}

/// Which statistic of the cases the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The arithmetic mean.
    Mean,
    /// The middle value.
    Median,
    /// The value that so many percent of the cases do not exceed, 1 to 99.
    Percentile(u8),
}

/// Which hours a duration counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Opening hours only.
    Business,
    /// All hours.
    Calendar,
}

/// How periods are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accumulates {
    /// Values are added.
    Sum,
    /// From the counts behind the values.
    Pooled,
    /// Weighted by n.
    Mean,
    /// The last one stands.
    Last,
    /// Not at all.
    None,
}

/// How the control chart of a KPI is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitsPolicy {
    /// Freeze the limits of a group after so many of its periods; `None` uses all.
    pub fix_after: Option<NonZeroUsize>,
    /// How many periods make a run or a trend: 6 or 7.
    pub run_length: u8,
    /// Leave moving ranges that are far too large out of the limits.
    pub screen_outliers: bool,
}

impl Default for LimitsPolicy {
    fn default() -> Self {
        Self { fix_after: None, run_length: 7, screen_outliers: true }
    }
}

/// A KPI's end.
#[derive(Clone, Debug, PartialEq)]
pub struct Retired {
    /// The last period it is reported for.
    pub until: Period,
    /// What is reported instead.
    pub replaced_by: Option<KpiId>,
    /// Why.
    pub because: Option<String>,
}
