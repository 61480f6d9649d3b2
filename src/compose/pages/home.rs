//! The front page: the latest period, what changed, stories, the newest study.

use serde::Serialize;

use super::{ChangesView, ChartView, FactView, FrameView, LineView, LinkView, ProseView, StoryCardView, TallyView};

/// What `home.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// What is around the content.
    pub frame: FrameView,
    /// Scorecard, October 2026
    pub label: String,
    /// The latest first line.
    pub headline: String,
    /// The latest scorecard.
    pub scorecard_href: String,
    /// One or two sentences below it.
    pub standfirst: Option<String>,
    /// Every KPI of the latest period as one mark.
    pub tally: Vec<TallyView>,
    /// The lead's picture: the trend of the first headline KPI.
    pub chart: Option<ChartView>,
    /// What changed.
    pub changes: ChangesView,
    /// The headline KPIs.
    pub tiles: Vec<LineView>,
    /// The words of `content/index.md`.
    pub prose: Option<ProseView>,
    /// The latest stories; empty when there are none.
    pub stories: Vec<StoryCardView>,
    /// The wall of recognition.
    pub stories_href: String,
    /// The newest study.
    pub study: Option<HomeStudyView>,
    /// The latest periods.
    pub periods: Vec<LinkView>,
    /// 36 editions, three studies
    pub archive_headline: String,
    /// The archive.
    pub archive_href: String,
    /// How to read verdicts.
    pub legend: Vec<FactView>,
    /// The method.
    pub method_href: String,
}

/// The newest study on the front page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeStudyView {
    /// Benchmark, June 2026
    pub label: String,
    /// Its finding.
    pub headline: String,
    /// Its page.
    pub href: String,
    /// Up to three gap sentences, the worst for customers first.
    pub sentences: Vec<String>,
    /// Balanced score of 100; `null` without weights or coverage.
    pub score: Option<String>,
}
