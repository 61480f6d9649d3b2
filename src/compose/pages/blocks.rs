//! What several page kinds show: the frame around a page, links, a KPI's line, charts, tables, prose.

use serde::Serialize;

/// What every page has around its content.
#[derive(Clone, Debug, Serialize)]
pub struct FrameView {
    /// The language tag of the page: `en-GB`.
    pub language: String,
    /// The document title, with the site's name.
    pub document_title: String,
    /// The description for search engines and link previews.
    pub description: Option<String>,
    /// The name of the site.
    pub site_title: String,
    /// Whose figures these are.
    pub organisation: String,
    /// The address of the front page, relative.
    pub home_href: String,
    /// The sections of the site.
    pub navigation: Vec<NavView>,
    /// The free pages, for the foot of the page.
    pub foot_navigation: Vec<NavView>,
    /// Style sheets, relative addresses in the order they apply.
    pub styles: Vec<String>,
    /// Scripts, relative addresses; the page is complete without them.
    pub scripts: Vec<String>,
    /// The absolute address of the page; only with `base_url`.
    pub canonical: Option<String>,
    /// The period the page is about: October 2026.
    pub masthead_period: Option<String>,
    /// Final edition, provisional figures, draft for review.
    pub masthead_status: Option<String>,
    /// Whether the figures are provisional or the page is a draft.
    pub provisional: bool,
    /// Published 9 November 2026.
    pub masthead_published: Option<String>,
    /// The narrower audience the edition is for: managers.
    pub audience: Option<String>,
}

/// An entry of a navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether this is where we are.
    pub current: bool,
}

/// A link with its label.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// A small label above: Previous month.
    pub label: String,
    /// What it says: September 2026.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// A part of a value: its number and the unit after it.
#[derive(Clone, Debug, Serialize)]
pub struct PieceView {
    /// What stands before the number: a currency sign.
    pub before: String,
    /// 14
    pub number: String,
    /// min, with its space; empty where there is none.
    pub unit: String,
}

/// Whether a change is real.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// `better`, `worse`, `different`, `usual`, `early`, `none`.
    pub state: String,
    /// The word readers see: better, longer, usual, early limits.
    pub word: String,
    /// The shape: `better`, `worse`, `different`, `usual`; empty where there is no verdict.
    pub shape: String,
}

/// Whether the target is met.
#[derive(Clone, Debug, Serialize)]
pub struct AssuranceView {
    /// `always`, `sometimes`, `never`, `no-target`, `too-early`.
    pub state: String,
    /// The words readers see: always meets its target.
    pub word: String,
    /// The shape: `always`, `sometimes`, `never`; empty where there is none.
    pub shape: String,
}

/// One KPI in one period: a line of a scorecard, and a tile.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// The KPI's id, which is also the line's anchor.
    pub id: String,
    /// The KPI's name.
    pub name: String,
    /// The KPI's page.
    pub href: String,
    /// The value with its unit; `null` when there is none.
    pub value: Option<String>,
    /// The same in pieces, for large type.
    pub value_pieces: Vec<PieceView>,
    /// Words in the value's place: no data.
    pub missing: Option<String>,
    /// The last known value and its period, where the value is missing.
    pub last_known: Option<String>,
    /// provisional, estimated; `null` for a final figure.
    pub standing: Option<String>,
    /// The signed change: +1.3 pts.
    pub change: Option<String>,
    /// What the change is against: on September.
    pub change_on: Option<String>,
    /// The organisation's value, on the scorecard of a part.
    pub whole: Option<String>,
    /// The sparkline.
    pub sparkline_svg: String,
    /// The value against its target; `null` without target.
    pub bullet_svg: Option<String>,
    /// target 90 %; no target.
    pub target: String,
    /// Whether the change is real.
    pub verdict: VerdictView,
    /// Whether the target is met.
    pub assurance: AssuranceView,
    /// The finding as a sentence.
    pub sentence: String,
    /// The reporter's remark on the figure.
    pub note: Option<String>,
}

/// A chart in its figure.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// The chart kind, which is also the CSS modifier: `trend`.
    pub kind: String,
    /// The finding, then measure, unit, population and period.
    pub caption: String,
    /// The drawing for wide containers.
    pub wide_svg: String,
    /// The drawing for narrow containers.
    pub narrow_svg: String,
    /// Every value of the chart.
    pub table: TableView,
    /// Source and date.
    pub source: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// The heads of the columns.
    pub head: Vec<CellView>,
    /// The rows; the first cell of each is its head.
    pub rows: Vec<Vec<CellView>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// What it says.
    pub text: String,
    /// Whether it is a number, which stands at the right.
    pub numeric: bool,
}

/// A term and what is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// The term.
    pub term: String,
    /// What is known.
    pub text: String,
    /// Where more is said.
    pub href: Option<String>,
}

/// Words somebody wrote.
#[derive(Clone, Debug, Serialize)]
pub struct ProseView {
    /// Their title.
    pub title: Option<String>,
    /// The words, ready to be placed.
    pub body_html: String,
    /// Who wrote them and when.
    pub byline: Option<String>,
}

/// What follows from a figure.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// What will be done.
    pub what: String,
    /// The KPI it is for.
    pub kpi: String,
    /// The KPI's page.
    pub kpi_href: String,
    /// Who does it.
    pub owner: Option<String>,
    /// due 15 November 2026; postponed to …
    pub due: Option<String>,
    /// `open`, `done`, `dropped`, `overdue`.
    pub state: String,
    /// The word readers see.
    pub word: String,
    /// The study it follows from.
    pub study: Option<LinkView>,
}

/// A figure that differs from what was published before.
#[derive(Clone, Debug, Serialize)]
pub struct RevisionView {
    /// The KPI, with the part where it is one's.
    pub name: String,
    /// The KPI's page.
    pub href: String,
    /// The period of the figure.
    pub period: String,
    /// What was published; words where nothing was.
    pub was: String,
    /// What it is now.
    pub now: String,
    /// When it changed.
    pub on: String,
    /// correction, scheduled revision, change of method.
    pub kind: String,
    /// Why.
    pub because: String,
}
