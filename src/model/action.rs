//! Actions: what follows from the figures.

use jiff::civil::Date;

use super::kpi::KpiId;
use super::period::Period;
use super::study::StudyId;

/// Something that was decided because of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What will be done.
    pub what: String,
    /// The KPI it is meant to move.
    pub kpi: KpiId,
    /// The period it was decided in.
    pub from: Option<Period>,
    /// Who does it.
    pub owner: Option<String>,
    /// When it is due; more than one when it was postponed, the newest last.
    pub due: Vec<Date>,
    /// How it stands.
    pub status: ActionStatus,
    /// The study it follows from.
    pub study: Option<StudyId>,
}

/// How an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionStatus {
    /// Not yet done.
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}
