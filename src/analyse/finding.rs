//! A finding: what is stated about one subject as of one period.

use std::sync::OnceLock;

use super::assurance::{Assurance, UsualRange};
use super::change::Change;
use super::closer_look;
use super::gap::BenchmarkFinding;
use super::history::Slot;
use super::season::Dependence;
use super::variation::{Class, Firmness, Judged, LimitsGroup, Signal, Variation, signals};
use crate::model::{Better, LimitsPolicy, Period, Standing, Subject, Target, Withheld};

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
    /// How many of the KPI's own periods make a year.
    pub per_year: usize,
    /// How its limits are worked out.
    pub policy: LimitsPolicy,
    /// Which way is good.
    pub better: Better,
    /// What [`signals`](Self::signals) found, once it was asked.
    pub known_signals: Known<Vec<Signal>>,
    /// What [`past`](Self::past) found, once it was asked.
    pub known_past: Known<Past>,
    /// Against the previous comparable period; `None` when `as_of` was not measured or nothing compares.
    pub change: Option<Change>,
    /// Against the same period of the year before.
    pub change_year: Option<Change>,
    /// Against the study that applies to the period.
    pub benchmark: Option<BenchmarkFinding>,
}

/// What is worked out when it is first asked for. It follows from the rest, so it makes no difference to what is equal.
#[derive(Clone, Debug, Default)]
pub struct Known<T>(OnceLock<T>);

impl<T> Known<T> {
    /// Notes it down for whoever asks, unless it is known already.
    pub fn note(&self, value: T) {
        let _ = self.0.set(value);
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl<T> PartialEq for Known<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a series' own past says of a verdict that stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Whether this time of the year usually lies high or low; `None` where no season is known.
    pub season: Option<Season>,
    /// What resembles itself, so that process limits call too often.
    pub dependence: Dependence,
}

impl KpiFindings {
    /// What its own past says of a verdict that stands out; nothing for others, whose verdict it would not change.
    ///
    /// Worked out when it is first asked for, because most pages do not: it compares all pairs of periods.
    pub fn past(&self) -> Past {
        *self.known_past.0.get_or_init(|| match &self.variation {
            Some(variation) if variation.class != Class::CommonCause => closer_look::past(self),
            _ => Past::default(),
        })
    }

    /// What stands out at each of its points.
    ///
    /// Worked out when it is first asked for: of most series only the latest point is shown.
    pub fn signals(&self) -> &[Signal] {
        self.known_signals.0.get_or_init(|| {
            let group_of = |row: usize| self.points[row].limits_group;
            signals(&self.points, group_of, &self.groups, self.policy, self.better)
        })
    }

    /// What stands out at `point`, which is one of its points.
    pub fn signal(&self, point: &Point) -> Signal {
        // The verdict is that of the latest point, and all that most pages show.
        let is_latest = || self.latest().is_some_and(|latest| latest.period == point.period);
        if let Some(variation) = self.variation.as_ref().filter(|_| is_latest()) {
            return Signal { rule: variation.rule, mark: variation.class.mark() };
        }
        let is_it = |place: &usize| self.points.get(*place).is_some_and(|known| known.period == point.period);
        // Most often there is a point for each period.
        let place = self.points.first().and_then(|first| usize::try_from(point.period.since(first.period)).ok());
        let find = || self.points.binary_search_by_key(&point.period, |known| known.period).ok();
        let place = place.filter(is_it).or_else(find);
        place.and_then(|place| self.signals().get(place).copied()).unwrap_or(Signal::NONE)
    }

    /// The point of `as_of`, when it was measured.
    pub fn current(&self) -> Option<&Point> {
        self.latest().filter(|point| point.period == self.as_of)
    }

    /// Why the figure of `as_of` is not shown; `None` when it is shown and when there is none.
    pub fn withheld(&self) -> Option<Withheld> {
        self.points.last().filter(|point| point.period == self.as_of)?.withheld
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

    /// The limits that `point` is held against, not clamped to what is possible; `None` where its group has none yet.
    pub fn limits_of(&self, point: &Point) -> Option<UsualRange> {
        self.groups.get(point.limits_group?)?.usual_range()
    }
}

/// How the time of the year usually lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Above the rest of the year.
    High,
    /// Below the rest of the year.
    Low,
}

/// One period of a series, with what is stated about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// Unrounded, in the KPI's unit; `None` when it was not measured or is withheld.
    pub value: Option<f64>,
    /// Why the value is not shown; `None` when it is shown and when there is none.
    pub withheld: Option<Withheld>,
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
    /// Which group of limits it belongs to; what these are, [`KpiFindings::limits_of`] tells, and what stands out at it,
    /// [`KpiFindings::signal`].
    pub limits_group: Option<usize>,
}

impl KpiFindings {
    /// The findings about what was never measured.
    pub(super) fn nothing(subject: Subject, as_of: Period) -> Self {
        Self {
            subject,
            as_of,
            points: Vec::new(),
            groups: Vec::new(),
            firmness: None,
            variation: None,
            assurance: None,
            chance: None,
            met: None,
            per_year: Period::per_year(as_of.kind()),
            policy: LimitsPolicy::default(),
            better: Better::Neutral,
            known_signals: Known::default(),
            known_past: Known::default(),
            change: None,
            change_year: None,
            benchmark: None,
        }
    }
}

impl Point {
    /// Whether it may be compared and be in limits: neither exceptional nor provisional.
    pub fn is_ordinary(&self) -> bool {
        !self.exceptional && self.standing != Standing::Provisional
    }

    /// The point of a slot, not yet judged.
    pub(super) fn new(period: Period, slot: &Slot, target: Option<Target>) -> Self {
        Self {
            period,
            value: slot.value,
            withheld: slot.withheld(),
            n: slot.measurement.and_then(|measurement| measurement.n()),
            interval: slot.interval,
            target,
            standing: slot.standing,
            exceptional: slot.exceptional,
            limits_group: None,
        }
    }
}

impl Judged for Point {
    fn period(&self) -> Period {
        self.period
    }

    fn value(&self) -> Option<f64> {
        self.value
    }

    fn is_ordinary(&self) -> bool {
        self.is_ordinary()
    }
}
