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
    pub base_url: Option<BaseUrl>,
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
    /// What is said about thresholds of the questions to ask, by [their names](Threshold::name).
    pub questions: Vec<(String, f64)>,
}

impl Settings {
    /// A threshold of the questions to ask: what the settings say, or its default.
    pub fn threshold(&self, threshold: Threshold) -> f64 {
        let said = self.questions.iter().find(|(name, _)| name == threshold.name());
        said.map_or(threshold.default_value(), |(_, value)| *value)
    }
}

/// The address of a site: http or https, a host, a path that ends in `/`.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address that `text` spells, with the `/` at its end that it may miss; `None` for anything else, also for
    /// one with a query or a user in it.
    pub fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let forbidden = |char: char| char.is_whitespace() || char.is_control() || "\"'<>\\^`{}|?#@".contains(char);
        let fits = !rest.is_empty() && !rest.starts_with(['/', ':', '.']) && !rest.contains(forbidden);
        fits.then(|| Self(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }))
    }

    /// The host, without a port.
    pub fn host(&self) -> &str {
        let host = self.after_scheme().split('/').next().unwrap_or_default();
        host.rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(host, |(host, _)| host)
    }

    /// The path on its host: `/scorecard/` of `https://intranet.example/scorecard/`.
    pub fn path(&self) -> &str {
        let rest = self.after_scheme();
        rest.find('/').map_or("/", |slash| &rest[slash..])
    }

    fn after_scheme(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, rest)| rest)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A threshold of the questions to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// Complaints against a year before, as so many times the growth of customers.
    ComplaintsGrowth,
    /// So many times the load of all: when a part has many customers or replies, and its inverse when it has few.
    UnevenLoad,
    /// So many periods running with fewer resolved than opened.
    FallingBehind,
    /// The backlog as so many periods of resolving.
    Clearing,
    /// Contacts per person on duty in an hour, as so many times those of the week.
    Staffing,
    /// So many points by which a response rate moved.
    ResponseRate,
}

impl Threshold {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ComplaintsGrowth,
        Self::UnevenLoad,
        Self::FallingBehind,
        Self::Clearing,
        Self::Staffing,
        Self::ResponseRate,
    ];

    /// What the settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ComplaintsGrowth => "complaints_growth",
            Self::UnevenLoad => "uneven_load",
            Self::FallingBehind => "falling_behind",
            Self::Clearing => "clearing",
            Self::Staffing => "staffing",
            Self::ResponseRate => "response_rate",
        }
    }

    /// What stands when the settings say nothing.
    pub fn default_value(self) -> f64 {
        match self {
            Self::ComplaintsGrowth => 1.2,
            Self::UnevenLoad => 1.25,
            Self::FallingBehind => 3.0,
            Self::Clearing => 0.5,
            Self::Staffing => 2.0,
            Self::ResponseRate => 5.0,
        }
    }
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
