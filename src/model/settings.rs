//! Settings: what `plaudit.yaml` says about the site as a whole.

use super::dimension::id;
use super::kpi::KpiId;
use std::fmt;
use std::sync::Arc;

id!(
    /// The id of an audience narrower than everyone.
    AudienceId
);

/// What `plaudit.yaml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The name of the site.
    pub title: String,
    /// Whose figures these are.
    pub organisation: String,
    /// The language of pages and sentences, a BCP 47 tag that begins with `en`.
    pub language: String,
    /// The address the site will have, ending in `/`.
    pub base_url: Option<String>,
    /// The name of the theme.
    pub theme: String,
    /// The month the financial year starts in, 1 to 12.
    pub year_starts: u8,
    /// The KPIs that lead, in their order.
    pub headline: Vec<KpiId>,
    /// Audiences narrower than everyone.
    pub audiences: Vec<AudienceId>,
    /// How small numbers and small groups are protected.
    pub disclosure: Disclosure,
    /// Whether figures of single people may be published.
    pub individuals_allowed: bool,
    /// Whether a scorecard needs an approval before it is more than a draft.
    pub approval_required: bool,
    /// What becomes of HTML among Markdown.
    pub raw_html: RawHtml,
    /// Thresholds of the questions to ask, by name.
    pub questions: Vec<(String, f64)>,
}

/// How small numbers and small groups are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Counts from 1 to one less than this are withheld.
    pub threshold: u64,
    /// What happens to small numbers.
    pub mode: DisclosureMode,
    /// Groups with fewer people appear only within their parent.
    pub min_headcount: u32,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { threshold: 5, mode: DisclosureMode::Suppress, min_headcount: 8 }
    }
}

/// What becomes of HTML among Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// It is shown as it is written.
    #[default]
    Escaped,
    /// Elements that say what words are stay, everything else is left out.
    Sanitised,
}

/// What happens to small numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisclosureMode {
    /// They are withheld.
    Suppress,
    /// All counts are rounded to the nearest five.
    Round5,
}
