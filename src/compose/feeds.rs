//! Feeds: what is new, for feed readers; and the map of the site, for crawlers. Only where the site's address is known.
//!
//! An entry is called by the day-independent part of its page's address in a tag URI (RFC 4151), so that it stays the
//! same entry when a month is added, when it is revised and when the site moves from http to https. Days come from the
//! data. A feed has a bounded number of entries, the newest first.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{BaseUrl, Lead, Newsletter, RevisionKind, Snapshot, Story, Study};
use crate::words;

use super::frame::Site;
use super::outline::story_title;
use super::pages;
use super::route::Route;
use super::writing::Place;

/// So many of the newest entries are in a feed.
const MOST: usize = 50;
/// So many addresses are in one map: the protocol allows 50,000.
pub(super) const ADDRESSES_PER_MAP: usize = 40_000;

/// What `feed.xml` is printed from: an Atom feed (RFC 4287).
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// The language tag.
    pub language: String,
    /// The name of the site and whose figures these are.
    pub title: String,
    /// Whose figures these are.
    pub author: String,
    /// The feed's id, which is the address of the site.
    pub id: String,
    /// The front page.
    pub home: String,
    /// The feed itself.
    pub address: String,
    /// When the newest change was made, as RFC 3339 has it.
    pub updated: String,
    /// Newest first.
    pub entries: Vec<FeedEntryView>,
}

/// Something that was published.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntryView {
    /// Never changes.
    pub id: String,
    /// Its page.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// What it says in short.
    pub summary: String,
    /// All of it as HTML, for stories and newsletters; `null` where the page says more than words.
    pub content_html: Option<String>,
    /// `scorecard`, `correction`, `study`, `story`, `newsletter`.
    pub kind: String,
    /// As RFC 3339 has it.
    pub published: String,
    /// As RFC 3339 has it.
    pub updated: String,
}

/// What `sitemap.xml` is printed from: addresses of pages, or of further maps.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapView {
    /// Maps, when there are too many pages for one.
    pub maps: Vec<String>,
    /// Pages.
    pub pages: Vec<SitemapPageView>,
}

/// A page on the map.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapPageView {
    /// Its address.
    pub address: String,
    /// The day it last changed, where that is known.
    pub modified: Option<String>,
}

/// Something that was published, before its words are found.
struct News<'a> {
    published: Date,
    updated: Date,
    of: Of<'a>,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Scorecard(&'a Snapshot),
    /// What was corrected in a period on the day of the entry.
    Corrections(&'a Snapshot),
    Study(&'a Study),
    Story(&'a Story),
    Newsletter(&'a Newsletter),
}

/// The Atom feed.
pub(super) fn atom(site: Site, base: &BaseUrl) -> FeedView {
    let settings = &site.facts().settings;
    let entries: Vec<_> = news(site).iter().map(|news| (news.updated, entry(site, base, news))).collect();
    let updated = entries.iter().map(|(updated, _)| *updated).max().unwrap_or_else(|| site.facts().now());
    FeedView {
        language: settings.language.clone(),
        title: plain(&format!("{}, {}", settings.title, settings.organisation)),
        author: plain(&settings.organisation),
        id: base.to_string(),
        home: address(base, &Route::Home),
        address: address(base, &Route::Feed),
        updated: moment(updated),
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
    }
}

/// The same as a JSON feed, version 1.1 (jsonfeed.org).
pub(super) fn json(site: Site, base: &BaseUrl) -> Vec<u8> {
    #[derive(Serialize)]
    struct JsonFeedView {
        version: &'static str,
        title: String,
        home_page_url: String,
        feed_url: String,
        language: String,
        authors: [AuthorView; 1],
        items: Vec<ItemView>,
    }
    #[derive(Serialize)]
    struct AuthorView {
        name: String,
    }
    #[derive(Serialize)]
    struct ItemView {
        id: String,
        url: String,
        title: String,
        content_text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        content_html: Option<String>,
        date_published: String,
        date_modified: String,
        tags: [String; 1],
    }
    let feed = atom(site, base);
    let item = |entry: FeedEntryView| ItemView {
        id: entry.id,
        url: entry.address,
        title: entry.title,
        content_text: entry.summary,
        content_html: entry.content_html,
        date_published: entry.published,
        date_modified: entry.updated,
        tags: [entry.kind],
    };
    let feed = JsonFeedView {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        home_page_url: feed.home,
        feed_url: address(base, &Route::JsonFeed),
        language: feed.language,
        authors: [AuthorView { name: feed.author }],
        items: feed.entries.into_iter().map(item).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&feed).expect("a feed is JSON");
    json.push(b'\n');
    json
}

/// The map of all pages, or of the maps there are when one cannot hold them.
pub(super) fn sitemap(site: Site, base: &BaseUrl) -> SitemapView {
    let maps = site.outline.maps();
    if maps < 2 {
        return part_of_sitemap(site, base, 0);
    }
    let maps = (0..maps).map(|number| address(base, &Route::SitemapPart(number)));
    SitemapView { maps: maps.collect(), pages: Vec::new() }
}

/// The pages on the map of that number.
pub(super) fn part_of_sitemap(site: Site, base: &BaseUrl, number: usize) -> SitemapView {
    let pages = site.outline.pages.iter().map(|page| &page.route).filter(|route| is_on_map(route));
    let pages = pages.skip(number * ADDRESSES_PER_MAP).take(ADDRESSES_PER_MAP).map(|route| SitemapPageView {
        address: address(base, route),
        modified: modified(site, route).map(|day| day.to_string()),
    });
    SitemapView { maps: Vec::new(), pages: pages.collect() }
}

/// Whether a crawler should know of it: pages that say something, at their own address.
pub(super) fn is_on_map(route: &Route) -> bool {
    match route {
        Route::NotFound | Route::Alias(_) | Route::Search | Route::Balance | Route::StoryOnPaper(..) => false,
        route => route.is_page(),
    }
}

/// The absolute address of a page or file.
pub fn address(base: &BaseUrl, route: &Route) -> String {
    // Printable ASCII that may stand in a file's name, but not in an address.
    let path = route.path().replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('^', "%5E");
    let path = path.replace('[', "%5B").replace(']', "%5D").replace('`', "%60").replace('{', "%7B").replace('}', "%7D");
    format!("{base}{path}")
}

/// What was published, newest first; of one day in the order scorecard, correction, study, story, newsletter.
fn news(site: Site<'_>) -> Vec<News<'_>> {
    let facts = site.facts();
    let is_announced = |snapshot: &&Snapshot| !facts.settings.approval_required || snapshot.approved.is_some();
    let scorecards = facts.snapshots.iter().rev().filter(is_announced).take(MOST).map(|snapshot| News {
        published: snapshot.published,
        updated: updated(snapshot),
        of: Of::Scorecard(snapshot),
    });
    let studies = facts.studies.iter().map(|study| News {
        published: study.published,
        updated: study.withdrawn.as_ref().map_or(study.published, |withdrawn| withdrawn.on.max(study.published)),
        of: Of::Study(study),
    });
    let stories = facts.stories.iter().take(MOST).map(|story| News {
        published: story.date,
        updated: story.heading.updated.map_or(story.date, |updated| updated.max(story.date)),
        of: Of::Story(story),
    });
    let issues = facts.newsletters.iter().rev().filter_map(|issue| {
        let (published, updated) = days_of(issue, facts.snapshot(issue.period).filter(is_announced)?);
        Some(News { published, updated, of: Of::Newsletter(issue) })
    });
    let issues = issues.take(MOST);
    let corrections = facts.snapshots.iter().rev().filter(is_announced).flat_map(|snapshot| {
        let corrected = snapshot.revisions.iter().filter(|revision| revision.kind == RevisionKind::Correction);
        let days: BTreeSet<Date> = corrected.map(|revision| revision.on).collect();
        days.into_iter().map(move |on| News { published: on, updated: on, of: Of::Corrections(snapshot) })
    });
    let mut news: Vec<News> = scorecards.chain(corrections).chain(studies).chain(stories).chain(issues).collect();
    news.sort_by_key(|news| std::cmp::Reverse(news.published));
    news.truncate(MOST);
    news
}

/// The day a scorecard last changed: its publication, or the latest revision.
fn updated(snapshot: &Snapshot) -> Date {
    let revised = snapshot.revisions.iter().map(|revision| revision.on).max();
    revised.map_or(snapshot.published, |revised| revised.max(snapshot.published))
}

/// The day a newsletter was published, and the one it last changed.
fn days_of(issue: &Newsletter, snapshot: &Snapshot) -> (Date, Date) {
    let published = issue.heading.date.unwrap_or(snapshot.published);
    (published, issue.heading.updated.map_or(published, |updated| updated.max(published)))
}

fn entry(site: Site, base: &BaseUrl, news: &News) -> FeedEntryView {
    let (route, year, title, summary, kind) = match news.of {
        Of::Scorecard(snapshot) => {
            let title = format!("Scorecard, {}", words::period::name(snapshot.period));
            let summary = pages::first_line(site, snapshot.period);
            let summary = if snapshot.provisional { format!("Provisional figures. {summary}") } else { summary };
            (Route::Scorecard(snapshot.period), snapshot.period.year(), title, summary, "scorecard")
        }
        Of::Corrections(snapshot) => {
            let title = format!("Corrected: {}", words::period::name(snapshot.period));
            let route = Route::Scorecard(snapshot.period);
            let summary = pages::corrections(site, &route, snapshot, news.published);
            (route, snapshot.period.year(), title, summary, "correction")
        }
        Of::Study(study) => {
            let summary = pages::study_headline(site, study);
            (Route::Study(study.id.clone()), study.fieldwork.to.year(), study.title.clone(), summary, "study")
        }
        Of::Newsletter(issue) => {
            let summary = issue.preheader.clone().unwrap_or_else(|| issue.subject.clone());
            let title = pages::newsletter_title(issue);
            (Route::Newsletter(issue.period), issue.period.year(), title, summary, "newsletter")
        }
        Of::Story(story) => {
            let lead = match &story.lead {
                Some(Lead::Text(text)) => Some(text.clone()),
                _ => None,
            };
            let summary = story.heading.description.clone().or(lead).unwrap_or_else(|| story_title(story).to_owned());
            (Route::Story(story.slug.clone()), story.date.year(), story_title(story).to_owned(), summary, "story")
        }
    };
    let written = match news.of {
        Of::Story(story) => Some((&story.body, None)),
        Of::Newsletter(issue) => Some((&issue.body, Some(issue.period))),
        Of::Scorecard(_) | Of::Corrections(_) | Of::Study(_) => None,
    };
    let content = written.map(|(body, period)| {
        let place = Place { period, part: None, first_heading: 2, route: &route, known: &[] };
        plain(&site.mail_html(body, place))
    });
    let path = route.path();
    let part = match news.of {
        Of::Corrections(_) => format!("#corrected-{}", news.published),
        Of::Scorecard(_) | Of::Study(_) | Of::Story(_) | Of::Newsletter(_) => String::new(),
    };
    FeedEntryView {
        id: format!("tag:{},{year}:{}{}{part}", base.host(), base.path(), path.trim_end_matches("index.html")),
        address: address(base, &route),
        title: plain(&title),
        summary: plain(&summary),
        content_html: content.filter(|content| !content.trim().is_empty()),
        kind: kind.to_owned(),
        published: moment(news.published),
        updated: moment(news.updated),
    }
}

/// The day a page last changed, where the data say so.
fn modified(site: Site, route: &Route) -> Option<Date> {
    let facts = site.facts();
    match route {
        Route::Home | Route::KpiList | Route::Kpi(_) | Route::Archive => Some(facts.now()),
        Route::Scorecard(period) | Route::PartScorecard(period, _) => facts.snapshot(*period).map(updated),
        Route::Study(id) => facts.study(id).map(|study| study.published),
        Route::Newsletter(period) => Some(days_of(facts.newsletter(*period)?, facts.snapshot(*period)?).1),
        Route::Story(slug) => {
            let story = facts.stories.iter().find(|story| story.slug == *slug)?;
            Some(story.heading.updated.unwrap_or(story.date))
        }
        _ => None,
    }
}

/// A day as RFC 3339 has it: its first moment, as nobody notes an hour.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// Without the characters that no XML file may hold.
fn plain(text: &str) -> String {
    let may_stand =
        |char: &char| matches!(char, '\t' | '\n') || !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(may_stand).collect()
}
