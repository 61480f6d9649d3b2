//! The scorecard: one period, for the organisation or one of its parts.

use serde::Serialize;

use super::{ActionView, FrameView, LineView, LinkView, ProseView, RevisionView, StoryCardView, VerdictView};

/// What `scorecard.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct ScorecardView {
    /// What is around the content.
    pub frame: FrameView,
    /// The small label above the headline: Scorecard, October 2026.
    pub label: String,
    /// The part's name; `null` for the organisation.
    pub part: Option<String>,
    /// The first line: what a board member reads.
    pub headline: String,
    /// One or two sentences below it.
    pub standfirst: Option<String>,
    /// Every KPI as one mark, worst first.
    pub tally: Vec<TallyView>,
    /// How much was measured: 14 KPIs, six teams.
    pub byline: String,
    /// Approved by R. Ito on 9 November 2026.
    pub approval: Option<String>,
    /// What changed.
    pub changes: ChangesView,
    /// The headline KPIs.
    pub tiles: Vec<LineView>,
    /// The commentary.
    pub commentary: Option<ProseView>,
    /// What is asked of the readers.
    pub asks: Vec<String>,
    /// The headline of the figures: how many changed.
    pub figures_headline: String,
    /// What the table shows, in words.
    pub caption: String,
    /// The head of the sparkline column: 24 months.
    pub sparkline_head: String,
    /// Every KPI, by group.
    pub groups: Vec<GroupView>,
    /// The parts by KPI, one matrix per dimension.
    pub matrices: Vec<MatrixView>,
    /// What follows from the figures.
    pub actions: Vec<ActionView>,
    /// What to read with care.
    pub care: Vec<CareView>,
    /// Figures that differ from what was published before.
    pub revisions: Vec<RevisionView>,
    /// The stories of the period.
    pub praise: Vec<StoryCardView>,
    /// The period before, the period after, the organisation of a part.
    pub neighbours: Vec<LinkView>,
}

/// How many KPIs are in one state.
#[derive(Clone, Debug, Serialize)]
pub struct TallyView {
    /// `better`, `worse`, `different`, `usual`, `early`, `none`.
    pub state: String,
    /// The shape of each mark; empty where there is none.
    pub shape: String,
    /// One entry per KPI: its name.
    pub marks: Vec<String>,
    /// two worse
    pub words: String,
}

/// What changed, ranked.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// Largest first; empty when nothing did.
    pub items: Vec<ChangeView>,
    /// What only looks like a change.
    pub noise: Option<String>,
    /// How many series were watched, and how many flags chance alone gives.
    pub footnote: String,
}

/// One real change.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// The finding.
    pub sentence: String,
    /// Better, worse or different.
    pub verdict: VerdictView,
    /// The change and the target.
    pub evidence: String,
    /// The KPI's page.
    pub href: String,
}

/// KPIs under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// The heading; `null` for KPIs without a group.
    pub name: Option<String>,
    /// The KPIs.
    pub lines: Vec<LineView>,
}

/// The members of one dimension by KPI.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// The dimension's id, for the anchor.
    pub id: String,
    /// The dimension's label: Team.
    pub label: String,
    /// What the matrix says, as a heading.
    pub headline: String,
    /// The KPIs.
    pub columns: Vec<MatrixColumnView>,
    /// The organisation.
    pub whole: MatrixRowView,
    /// The members that have a value.
    pub rows: Vec<MatrixRowView>,
}

/// A KPI of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixColumnView {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// A member of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRowView {
    /// Its name.
    pub name: String,
    /// Its scorecard; `null` when it has none.
    pub href: Option<String>,
    /// One per column.
    pub cells: Vec<MatrixCellView>,
}

/// One value of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCellView {
    /// The KPI's name, for narrow pages.
    pub kpi: String,
    /// The value; words when there is none.
    pub value: String,
    /// Whether there is no value.
    pub missing: bool,
    /// Whether its change is real.
    pub verdict: VerdictView,
}

/// Something to read with care.
#[derive(Clone, Debug, Serialize)]
pub struct CareView {
    /// `exceptional`, `provisional`, `estimated`, `definition`, `limits`, `target`.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// What to keep in mind.
    pub text: String,
}
