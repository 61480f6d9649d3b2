//! The front page: the latest period, what changed, stories, the newest study.

use serde::Serialize;

use crate::compose::charts;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::Study;
use crate::words;

use super::archive;
use super::blocks::{link, month_of};
use super::legend::legend;
use super::scorecard::{changes_view, ranked, tally};
use super::stories::story_card;
use super::study;

/// How many of the latest stories and periods the front page shows.
const LATEST: usize = 3;
const LATEST_PERIODS: usize = 6;

use super::{ChangesView, ChartView, FrameView, LegendView, LineView, LinkView, ProseView, StoryCardView, TallyView};

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
    pub legend: Vec<LegendView>,
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

/// The front page.
pub(in crate::compose) fn home(site: Site, route: &Route) -> HomeView {
    let facts = site.facts();
    let snapshot = facts.latest();
    let period = snapshot.period;
    let lines = site.lines(period, None);
    let views: Vec<LineView> = lines.iter().map(|line| site.line_view(line, route)).collect();
    let ranking = ranked(site, &lines);
    let generated =
        words::change::first_line(lines.iter().map(|line| &line.findings), &ranking, period, site.findings.edition());
    let commentary = facts.commentary(period, None);
    let headline = commentary.and_then(|words| {
        let scorecard = Route::Scorecard(period);
        let place = Place { period: Some(period), part: None, first_heading: 2, route: &scorecard, known: &[] };
        Some(site.text(words.first_line.as_deref()?, &words.body, place))
    });
    let standfirst = headline.is_some().then(|| generated.clone());
    let headline = headline.unwrap_or(generated);
    let tiles: Vec<LineView> = facts
        .settings
        .headline
        .iter()
        .filter_map(|id| views.iter().find(|view| view.id == id.as_str()).cloned())
        .collect();
    let lead = facts.settings.headline.iter().find_map(|id| lines.iter().find(|line| line.kpi.id == *id));
    let home = facts.home.as_ref();
    let description = home.and_then(|home| home.heading.description.clone());
    let prose = home.filter(|home| !home.body.text.signs().is_blank).map(|home| {
        let place = Place { period: Some(period), part: None, first_heading: 3, route, known: &[] };
        ProseView { title: None, body_html: site.html(&home.body, place), byline: None }
    });
    let periods = facts.snapshots.iter().rev().take(LATEST_PERIODS).map(|snapshot| {
        let label = format!("published {}", words::period::date(snapshot.published));
        link(site, route, &label, words::period::name(snapshot.period), &Route::Scorecard(snapshot.period))
    });
    HomeView {
        frame: site.period_frame(route, &facts.settings.title, description.or(Some(headline.clone())), snapshot),
        label: format!("Scorecard, {}", words::period::name(period)),
        headline,
        scorecard_href: site.href(route, &Route::Scorecard(period)),
        standfirst,
        tally: tally(&views),
        chart: lead.map(|line| charts::trend(site, route, line.kpi, &line.findings, "lead", &line.sentence)),
        changes: changes_view(site, route, &ranking, &lines),
        tiles,
        prose,
        stories: facts.stories.iter().take(LATEST).map(|story| story_card(site, route, story)).collect(),
        stories_href: site.href(route, &Route::Stories),
        study: facts
            .studies
            .iter()
            .rfind(|study| study.withdrawn.is_none())
            .and_then(|study| newest(site, route, study)),
        periods: periods.collect(),
        archive_headline: archive::headline(site),
        archive_href: site.href(route, &Route::Archive),
        legend: legend(),
        method_href: site.href(route, &Route::Method),
    }
}

fn newest(site: Site, route: &Route, newest: &Study) -> Option<HomeStudyView> {
    let findings = site.findings.study(&newest.id)?;
    let sentences = findings.gaps.iter().filter_map(|gap| study::gap_sentence(site, gap));
    Some(HomeStudyView {
        label: format!("Benchmark, {}", month_of(newest.published)),
        headline: study::study_headline(site, newest),
        href: site.href(route, &Route::Study(newest.id.clone())),
        sentences: sentences.take(LATEST).collect(),
        score: study::score(&findings),
    })
}
