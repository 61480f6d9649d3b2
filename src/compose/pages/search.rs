//! Search: the page to search the site with, which is a list of ways into it where no script runs.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::outline::story_title;
use crate::compose::route::Route;
use crate::compose::search;
use crate::words;

use super::blocks::{link, month_of};
use super::{FrameView, LinkView};

/// So many of the latest periods and stories are among the ways into the site.
const LATEST: usize = 12;

/// What `search.html` gets.
///
/// The script asks of the page: a form, `hidden` until it runs, with `data-index`; in it an `<input>`, a status element
/// with `data-status`, a list with `data-results`, a button with `data-more`, and a `<template>` for one result, which
/// holds a link and elements with `data-kind` and `data-note`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// What is around the content.
    pub frame: FrameView,
    /// What can be found.
    pub headline: String,
    /// The script that searches; only this page loads it.
    pub script: String,
    /// What it has to know of the index, for `data-index`.
    pub index: String,
    /// The main ways into the site, for everybody.
    pub ways: Vec<SearchWaysView>,
}

/// Ways into the site under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct SearchWaysView {
    /// For the anchor: `kpis`.
    pub id: String,
    /// The heading: KPIs.
    pub label: String,
    /// Where they lead.
    pub links: Vec<LinkView>,
}

/// The page to search the site with.
pub(in crate::compose) fn search(site: Site, route: &Route) -> SearchView {
    let facts = site.facts();
    let headline = "Find a KPI, a scorecard, a story, a study or a word".to_owned();
    let to = |text: &str, to: Route| link(site, route, "", text.to_owned(), &to);
    let frame = site.frame(route, "Search", Some(headline.clone()));
    let sections = frame.navigation.iter().chain(&frame.foot_navigation).filter(|entry| !entry.current);
    let sections =
        sections.map(|entry| LinkView { label: String::new(), text: entry.label.clone(), href: entry.href.clone() });
    let mut kpis: Vec<LinkView> = facts.kpis.iter().map(|kpi| to(&kpi.name, Route::Kpi(kpi.id.clone()))).collect();
    kpis.sort_by_cached_key(|link| link.text.to_lowercase());
    let periods = facts.snapshots.iter().rev().take(LATEST).map(|snapshot| snapshot.period);
    let scorecards = periods.map(|period| to(&words::period::name(period), Route::Scorecard(period)));
    let studies = facts.studies.iter().rev().map(|study| to(&study.title, Route::Study(study.id.clone())));
    let stories = facts.stories.iter().take(LATEST).map(|story| {
        let title = story_title(story);
        link(site, route, &month_of(story.date), title.to_owned(), &Route::Story(story.slug.clone()))
    });
    let ways = [
        ("sections", "Sections", sections.collect()),
        ("kpis", "KPIs", kpis),
        ("scorecards", "Latest scorecards", scorecards.collect()),
        ("studies", "Benchmark studies", studies.collect()),
        ("stories", "Latest stories", stories.collect::<Vec<_>>()),
    ];
    let ways = ways.into_iter().filter(|(_, _, links): &(_, _, Vec<LinkView>)| !links.is_empty());
    SearchView {
        headline,
        script: site.href(route, &Route::SearchScript(search::script_name())),
        index: site.outline.search.contents(),
        ways: ways
            .map(|(id, label, links)| SearchWaysView { id: id.to_owned(), label: label.to_owned(), links })
            .collect(),
        frame,
    }
}
