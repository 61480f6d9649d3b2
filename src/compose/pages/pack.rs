//! A period in one file: its scorecard with the trends of its KPIs, its stories and what its figures mean, for places that
//! cannot host a site.

use serde::Serialize;

use crate::compose::charts;
use crate::compose::feeds;
use crate::compose::frame::Site;
use crate::compose::lines::Line;
use crate::compose::outline::told_in;
use crate::compose::pack as pack_file;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::{Look, Period, Story};
use crate::words;

use super::blocks::fact;
use super::scorecard::{ranked, scorecard};
use super::stories::{story_at, story_card};
use super::{ChartView, FactView, FrameView, ScorecardView, StoryView};

/// What `pack.html` gets. Its one file loads nothing: styles and pictures are put into it, and a link that leads to no
/// absolute address is its words.
#[derive(Clone, Debug, Serialize)]
pub struct PackView {
    /// What is around the content: no navigation, no style sheets, no scripts.
    pub frame: FrameView,
    /// The scorecard of the period.
    pub scorecard: ScorecardView,
    /// The trend of each KPI that has one.
    pub charts: Vec<ChartView>,
    /// The stories of the period in full.
    pub stories: Vec<StoryView>,
    /// What each KPI means.
    pub definitions: Vec<FactView>,
    /// The address of the scorecard; `null` without `base_url`.
    pub web_href: Option<String>,
    /// The style sheets of the theme, to be put into the head.
    #[serde(skip)]
    pub styles: String,
}

/// A period in one file.
pub(in crate::compose) fn pack(site: Site, look: &Look, period: Period) -> PackView {
    let facts = site.facts();
    let route = Route::Scorecard(period);
    let mut scorecard = scorecard(site, &route, period, None);
    let styles = styles(site, look);
    let frame = &mut scorecard.frame;
    frame.security_policy = pack_file::security_policy(&styles);
    for links in [&mut frame.navigation, &mut frame.breadcrumbs, &mut frame.foot_navigation] {
        links.clear();
    }
    for files in [&mut frame.styles, &mut frame.early_scripts, &mut frame.scripts] {
        files.clear();
    }
    frame.feeds.clear();
    frame.open_graph = None;
    scorecard.neighbours.clear();
    scorecard.csv_href = None;
    for chart in &mut scorecard.hours {
        (chart.svg_href, chart.csv_href) = (None, None);
    }
    let lines = site.lines(period, None);
    let trend = |line: &Line| {
        line.findings.latest()?;
        let id = format!("trend-{}", line.kpi.id).to_lowercase();
        Some(charts::trend(site, &route, line.kpi, &line.findings, &id, &line.sentence))
    };
    let definition = |line: &Line| {
        let kpi = line.kpi;
        Some(fact(&kpi.name, kpi.definition.clone().or_else(|| kpi.formula.clone())?))
    };
    let told = facts.stories.iter().filter(told_in(period));
    PackView {
        charts: lines.iter().filter_map(trend).collect(),
        stories: told.map(|told| story_in_pack(site, &route, told)).collect(),
        definitions: lines.iter().filter_map(definition).collect(),
        web_href: facts.settings.base_url.as_ref().map(|base| feeds::address(base, &route)),
        frame: scorecard.frame.clone(),
        scorecard,
        styles,
    }
}

/// What is said of a period where only text fits: five lines.
pub(in crate::compose) fn post(site: Site, period: Period) -> String {
    let facts = site.facts();
    let settings = &facts.settings;
    let route = Route::Scorecard(period);
    let scorecard = scorecard(site, &route, period, None);
    let lines = site.lines(period, None);
    let ranking = ranked(site, &lines);
    let status = scorecard.frame.masthead_status.filter(|_| scorecard.frame.provisional);
    let status = status.map(|status| format!(", {}", status.to_lowercase())).unwrap_or_default();
    let audience = scorecard.frame.audience.map(|audience| format!(", for {audience} only")).unwrap_or_default();
    let told = facts.stories.iter().find(told_in(period)).map(|story| {
        let card = story_card(site, &route, story);
        format!("{} ({})", card.title, card.note)
    });
    let noise = || words::change::noise(&ranking, site.findings.edition());
    let all = settings.base_url.as_ref().map_or_else(
        || format!("All figures: {}", pack_file::file_name("scorecard", period, "html")),
        |base| format!("All figures: {}", feeds::address(base, &route)),
    );
    let said = [
        format!("{}, {}: {}{status}{audience}", settings.organisation, settings.title, words::period::name(period)),
        scorecard.headline,
        format!("{}.", scorecard.figures_headline.trim_end_matches('.')),
        told.map(|told| format!("Praise: {told}")).or_else(noise).unwrap_or(scorecard.byline),
        all,
    ];
    // A line is a line whatever was written into it.
    let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
    said.into_iter().map(line).collect()
}

/// A story below the headings of its own, among others.
fn story_in_pack(site: Site, route: &Route, told: &Story) -> StoryView {
    let place = Place { period: None, part: None, first_heading: 4, route, known: &[] };
    // No heading has such a mark in its id.
    let ids = format!("story_{}_", told.slug);
    StoryView { papers: Vec::new(), neighbours: Vec::new(), ..story_at(site, place, &ids, told) }
}

/// All style sheets in the order they apply. They lie in a file with the page, so nothing in them may end it.
fn styles(site: Site, look: &Look) -> String {
    let outline = site.outline;
    let mut styles = String::new();
    for route in &outline.styles {
        let Route::Static(name) = route else { continue };
        let sheet = match (outline.files.get(name), &outline.brand.sheet) {
            (Some(file), _) => std::str::from_utf8(&look.files[*file].1).unwrap_or_default(),
            (None, Some((_, sheet))) => sheet,
            (None, None) => continue,
        };
        styles.push_str(sheet);
        styles.push('\n');
    }
    for (published, file) in &outline.files {
        let quoted = format!("url(\"{published}\")");
        if styles.contains(&quoted) {
            let data = pack_file::data_address(published, &look.files[*file].1);
            styles = styles.replace(&quoted, &format!("url(\"{data}\")"));
        }
    }
    // Browsers read line ends as one letter before they work out the hash.
    styles.replace("\r\n", "\n").replace('\r', "\n").replace("</", "<\\/")
}
