//! A benchmark study: gaps, quartiles, method; and the list of all studies.

use serde::Serialize;

use super::{ActionView, ChartView, FactView, FrameView, LinkView, ProseView, TableView};

/// What `study.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct StudyView {
    /// What is around the content.
    pub frame: FrameView,
    /// The study's title.
    pub label: String,
    /// The finding: ahead on six of eight KPIs.
    pub headline: String,
    /// What is behind and what closed.
    pub standfirst: Option<String>,
    /// Set when the study no longer stands: since when and why.
    pub withdrawn: Option<String>,
    /// The balanced score of 100; `null` without weights or coverage.
    pub score: Option<String>,
    /// What the score covers, or why there is none; `null` without weights.
    pub score_note: Option<String>,
    /// Compared with, fieldwork, published, continues.
    pub facts: Vec<FactView>,
    /// The gap chart; `null` when no KPI can be placed.
    pub chart: Option<ChartView>,
    /// The gaps in words, the worst for customers first.
    pub gaps: Vec<StudyGapView>,
    /// Every gap as figures.
    pub table: TableView,
    /// The shares of the balanced score; `null` without weights.
    pub score_table: Option<TableView>,
    /// Purpose, question, method, partners, who made it.
    pub method: Vec<FactView>,
    /// What was seen elsewhere.
    pub practices: Vec<PracticeView>,
    /// What follows from it.
    pub actions: Vec<ActionView>,
    /// Words about it.
    pub note: Option<ProseView>,
    /// How to cite it.
    pub citation: String,
    /// The study before and the one after.
    pub neighbours: Vec<LinkView>,
    /// `data.csv`
    pub csv_href: String,
}

/// A gap in words.
#[derive(Clone, Debug, Serialize)]
pub struct StudyGapView {
    /// The KPI.
    pub name: String,
    /// Its page.
    pub href: String,
    /// `ahead`, `behind`, `level`, `unclear`.
    pub state: String,
    /// The word readers see.
    pub word: String,
    /// The finding.
    pub sentence: String,
}

/// Something others do.
#[derive(Clone, Debug, Serialize)]
pub struct PracticeView {
    /// What they do.
    pub what: String,
    /// Where it was seen.
    pub seen_at: Option<String>,
    /// adopted, not adopted, open.
    pub decision: String,
}

/// What `studies.html` gets: the list of all studies.
#[derive(Clone, Debug, Serialize)]
pub struct StudyListView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// The studies, newest first: their date, title and page.
    pub studies: Vec<LinkView>,
}
