//! Snapshots: what is said about one period as a whole. Its measurements are in the [`Series`](super::Series).

use jiff::civil::Date;

use super::dimension::{PartId, Subject};
use super::kpi::KpiId;
use super::measurement::Measurement;
use super::period::Period;

/// What is said about one period as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The month, quarter or week.
    pub period: Period,
    /// When it was published; "now" for this period.
    pub published: Date,
    /// Whether the figures of the whole period are still provisional.
    pub provisional: bool,
    /// Who approved it.
    pub approved: Option<Approval>,
    /// The days of the editions that are on record, oldest first; empty when it was never frozen.
    pub editions: Vec<Date>,
    /// Working days in the period, for reading flows per day.
    pub working_days: Option<u16>,
    /// Figures that differ from what was published before.
    pub revisions: Vec<Revision>,
    /// What happened that the charts should show.
    pub events: Vec<Event>,
    /// Reasons why figures of the period are not comparable.
    pub exceptional: Vec<Exceptional>,
    /// Contacts by weekday and hour.
    pub arrivals: Option<WeekGrid>,
    /// People on duty by weekday and hour.
    pub staffing: Option<WeekGrid>,
}

impl Snapshot {
    /// The latest revision of a figure.
    pub fn latest_revision(&self, subject: &Subject) -> Option<&Revision> {
        self.revisions.iter().filter(|revision| revision.subject == *subject).max_by_key(|revision| revision.on)
    }
}

/// Who approved a period's scorecard, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// The person.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// A figure that differs from what was published before.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Which figure.
    pub subject: Subject,
    /// What was published before; `None` when nothing was.
    pub was: Option<Measurement>,
    /// When it was changed.
    pub on: Date,
    /// Why such a change happens.
    pub kind: RevisionKind,
    /// Why this one happened.
    pub because: String,
}

/// Why a published figure changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionKind {
    /// It was wrong.
    Correction,
    /// More complete data, as announced.
    Scheduled,
    /// It is worked out differently.
    Method,
}

/// Something that happened and that charts should show.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Which figures it concerns.
    pub scope: Scope,
    /// What happened, in few words.
    pub label: String,
    /// Whether limits are worked out afresh from this period on.
    pub recalculate_limits: bool,
    /// Why.
    pub because: Option<String>,
}

/// A reason why figures are shown, but neither compared nor used for limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Exceptional {
    /// Which figures it concerns.
    pub scope: Scope,
    /// The reason, in few words.
    pub why: String,
}

/// Which figures of a period something concerns.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// The KPIs; `None` for all.
    pub kpis: Option<Vec<KpiId>>,
    /// The part; `None` for the whole and all its parts.
    pub part: Option<PartId>,
}

impl Scope {
    /// Whether `subject` is meant.
    pub fn includes(&self, subject: &Subject) -> bool {
        let kpi = self.kpis.as_ref().is_none_or(|kpis| kpis.contains(&subject.kpi));
        kpi && (self.part.is_none() || self.part == subject.part)
    }
}

/// A number for each hour of a week, Monday first, hours from 0 to 23. `None` for a day that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekGrid(pub [Option<[f64; 24]>; 7]);
