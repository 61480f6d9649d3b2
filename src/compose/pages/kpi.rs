//! A KPI: its finding, its trend, its parts, how it is defined and judged; and the list of all KPIs.

use serde::Serialize;

use super::{
    ActionView, AssuranceView, ChartView, FactView, FrameView, LineView, LinkView, ProseView, RevisionView, VerdictView,
};

/// What `kpi.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct KpiView {
    /// What is around the content.
    pub frame: FrameView,
    /// KPI: First reply time
    pub label: String,
    /// The KPI's id.
    pub id: String,
    /// The KPI's name.
    pub name: String,
    /// The finding as a sentence.
    pub headline: String,
    /// What else there is to know; `null` when the headline says it all.
    pub standfirst: Option<String>,
    /// The latest figure as of which everything is said: October 2026.
    pub as_of: String,
    /// Whether the latest change is real.
    pub verdict: VerdictView,
    /// Whether the target is met.
    pub assurance: AssuranceView,
    /// The trend; `null` when nothing was ever measured.
    pub chart: Option<ChartView>,
    /// Value, changes, target, rolling and year-to-date figures.
    pub facts: Vec<FactView>,
    /// By dimension.
    pub parts: Vec<KpiPartsView>,
    /// Beside the others: a sentence per study, the newest first.
    pub benchmark: Option<ProseView>,
    /// The figures behind it.
    pub benchmark_facts: Vec<FactView>,
    /// Words about the KPI.
    pub note: Option<ProseView>,
    /// Definition, formula, unit, source, owner.
    pub definition: Vec<FactView>,
    /// Changes of definition.
    pub versions: Vec<VersionView>,
    /// The targets, newest first.
    pub targets: Vec<TargetStepView>,
    /// How this is judged: one sentence per entry.
    pub method_note: Vec<String>,
    /// The method.
    pub method_href: String,
    /// What follows from the figures.
    pub actions: Vec<ActionView>,
    /// Figures that differ from what was published before.
    pub revisions: Vec<RevisionView>,
    /// The KPI it is read together with.
    pub pair: Option<LinkView>,
    /// The latest scorecard's line of this KPI.
    pub scorecard: Option<LinkView>,
    /// `data.csv`
    pub csv_href: String,
    /// `data.json`
    pub json_href: String,
}

/// A KPI by one dimension.
#[derive(Clone, Debug, Serialize)]
pub struct KpiPartsView {
    /// The dimension's id, for the anchor.
    pub id: String,
    /// By team
    pub label: String,
    /// What the comparison says, as a heading.
    pub headline: String,
    /// Small multiples on one scale.
    pub chart: ChartView,
    /// One line per part, in the order of the dimension.
    pub lines: Vec<LineView>,
}

/// A change of definition.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// Since when.
    pub from: String,
    /// Why.
    pub because: String,
    /// Whether earlier figures compare, in words.
    pub comparable: String,
}

/// A target from a period on.
#[derive(Clone, Debug, Serialize)]
pub struct TargetStepView {
    /// at least 88 %
    pub target: String,
    /// Since when; always.
    pub from: String,
    /// For which part; `null` for all.
    pub part: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// Who agreed.
    pub agreed_by: Option<String>,
}

/// What `kpis.html` gets: the list of all KPIs.
#[derive(Clone, Debug, Serialize)]
pub struct KpiListView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// By group, in the order of the catalogue.
    pub groups: Vec<KpiListGroupView>,
    /// KPIs that are no longer reported.
    pub retired: Vec<LinkView>,
}

/// KPIs under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct KpiListGroupView {
    /// The heading; `null` for KPIs without a group.
    pub name: Option<String>,
    /// Each with its latest figure.
    pub lines: Vec<LineView>,
}
