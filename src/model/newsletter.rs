//! Newsletters: a dated issue about a period, with the stories and figures it carries.

use jiff::civil::Date;

use super::kpi::KpiId;
use super::period::Period;
use super::writing::{Heading, Markdown};

/// One issue of the newsletter.
#[derive(Clone, Debug, PartialEq)]
pub struct Newsletter {
    /// The period it is about, which is also its address; has a snapshot, and no other issue.
    pub period: Period,
    /// Title, description and the like.
    pub heading: Heading,
    /// The subject of the e-mail: one line.
    pub subject: String,
    /// What mail programs show beside the subject: one line.
    pub preheader: Option<String>,
    /// The slugs of the stories it tells, in their order; `None` for those of the period. All exist, and everybody they
    /// name agreed to be named in newsletters.
    pub stories: Option<Vec<String>>,
    /// The KPIs it shows, in their order; `None` for the headline KPIs.
    pub kpis: Option<Vec<KpiId>>,
    /// In whose name it is sent: one line.
    pub from: Option<String>,
    /// The words of whoever edits it.
    pub body: Markdown,
}

/// A day on which something is published.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarDay {
    /// The day.
    pub on: Date,
    /// What is published.
    pub what: String,
}
