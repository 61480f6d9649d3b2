//! Search: an index of every page in small scripts, which also load from a disk, where nothing can be fetched.
//!
//! The index comes in volumes: one for each year, by the period or the date of a page, and one for pages of no year. Where
//! a year has many pages, its newest period, at which most of the writing is done, is a volume of its own. Each volume has
//! files with titles and addresses, some hundred pages each, and files with words. A word's first two characters say in
//! which of the latter it is, so that the search page loads one small file per word and volume, whatever the size of the
//! site.
//!
//! Years, because an edit then makes the index of its year anew and no other, and a new month leaves old ones as they are;
//! letters, because the words of a large site are megabytes. How many files there are follows from how much text there
//! is, so every address is known before any text is taken apart; that is done when the first file of a volume is made.
//!
//! Everything is taken from the edition, so what its readers may not see cannot be found. Figures that are filled into
//! words are left out: a number is no word to search for.

mod entries;
mod fold;
mod index;
mod recall;
mod told;
mod vocabulary;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::model::{Organisation, Period, Subject, hex};

use super::key::{Key, Keyed, bytes_key, text_key};
use super::outline::Page;
use super::route::Route;

use entries::{Catalogue, remarked};
use index::Index;
pub(super) use recall::Recall;

/// The script of the search page.
pub(super) const SCRIPT: &str = include_str!("search/search.js");

/// A year with more pages than these has its newest period in a volume of its own.
const FEW_PAGES: usize = 500;
/// So many pages are in one file.
const PAGES_PER_FILE: usize = 200;
/// For so many bytes of text there is a file of words, which is about a fifth as long.
const TEXT_PER_FILE: usize = 256 << 10;
/// More files of words would cost more requests than they save.
const MOST_FILES: usize = 256;
/// What stands later in a text is not searched.
const LONGEST_TEXT: usize = 64 << 10;
/// Shown of a page's words in a list of results.
const NOTE_LENGTH: usize = 160;

/// The index of the whole site, before any of it is made.
#[derive(Debug, Default)]
pub(super) struct Search {
    volumes: Vec<Volume>,
    /// The subjects with remarks, which most have not.
    remarked: Vec<Subject>,
    recall: Option<Recall>,
}

/// The pages of a year, or those of no year.
#[derive(Debug)]
struct Volume {
    /// 2026; 2026-10; undated
    name: String,
    /// Newest first.
    routes: Vec<Route>,
    /// How many files of words there are.
    words: usize,
    /// A hash of everything that is in it. All of that is in the edition, so its first bytes may stand in an address.
    content: Key,
    index: OnceLock<Mutex<Index>>,
}

impl Search {
    /// What can be found on `pages`, which are all of the site's own.
    pub(super) fn of(facts: &Organisation, pages: &[Page]) -> Self {
        let remarked = remarked(facts);
        let catalogue = Catalogue::of(facts, &remarked);
        // Pages of no year, such as KPIs, before all; then the newest year first, as results are.
        let mut by_year: BTreeMap<(bool, Reverse<Option<i16>>), Vec<Found>> = BTreeMap::new();
        for page in pages.iter().filter(|page| is_found(&page.route)) {
            let (year, day) = date_of(facts, &page.route).unzip();
            by_year.entry((year.is_some(), Reverse(year))).or_default().push(Found {
                day: Reverse(day),
                rank: rank(&page.route),
                page,
            });
        }
        let in_volumes = |((_, Reverse(year)), found)| in_volumes(facts.latest().period, year, found);
        let volumes: Vec<(String, Vec<Found>)> = by_year.into_iter().flat_map(in_volumes).collect();
        let volume = |(name, found)| volume(&catalogue, name, found);
        Self { volumes: volumes.into_par_iter().map(volume).collect(), remarked, recall: None }
    }

    /// Takes texts that were taken apart before from `recall`, and keeps others there.
    pub(super) fn recall(&mut self, recall: &Recall) {
        self.recall = Some(recall.clone());
    }

    /// Every file of the index.
    pub(super) fn files(&self) -> impl Iterator<Item = (Route, Key)> {
        self.volumes.iter().flat_map(|volume| {
            let key = Keyed::new().with_key(volume.content).key();
            let pages = (0..volume.pages()).map(|number| Route::SearchPages(volume.name.clone(), number));
            let words = (0..volume.words).map(|number| Route::SearchWords(volume.name.clone(), number));
            pages.chain(words).map(move |route| (route, key))
        })
    }

    /// What is in it, as a key.
    pub(super) fn key(&self) -> Key {
        let key = Keyed::new().with(SCRIPT);
        self.volumes.iter().fold(key, |key, volume| key.with(&volume.name).with_key(volume.content)).key()
    }

    /// What the search page's script has to know of the index: each volume's name, its number of files of words and a
    /// mark that changes with its content, so that no browser takes an old file for a new one.
    pub(super) fn contents(&self) -> String {
        let volumes = self.volumes.iter().map(|volume| {
            let mark = hex(&volume.content[..4]);
            format!("{}:{}:{mark}", volume.name, volume.words)
        });
        volumes.collect::<Vec<_>>().join(" ")
    }

    /// The file at `route`, which is one of the index.
    pub(super) fn file(&self, facts: &Organisation, route: &Route) -> Vec<u8> {
        let of = |name: &str| {
            let volume = self.volumes.iter().find(|volume| volume.name == name);
            let volume = volume.expect("the outline names only what is there");
            let make = || volume.index(&Catalogue::of(facts, &self.remarked), self.recall.as_ref());
            let index = volume.index.get_or_init(|| Mutex::new(make()));
            index.lock().expect("nobody panics while taking a file")
        };
        // Each file is asked for once, so it is handed over: what is written takes no more room.
        match route {
            Route::SearchPages(name, number) => mem::take(&mut of(name).pages[*number]),
            Route::SearchWords(name, number) => mem::take(&mut of(name).words[*number]),
            _ => unreachable!("not a file of the index"),
        }
    }
}

impl Volume {
    fn pages(&self) -> usize {
        self.routes.len().div_ceil(PAGES_PER_FILE)
    }

    /// Takes all its texts apart; done once.
    fn index(&self, catalogue: &Catalogue, recall: Option<&Recall>) -> Index {
        let entries = self.routes.iter().filter_map(|route| Some((route.path(), catalogue.entry(route)?)));
        index::make(&self.name, entries, self.words, PAGES_PER_FILE, recall)
    }
}

/// The name of the script, which carries its hash.
pub(super) fn script_name() -> String {
    let hash = hex(&bytes_key(SCRIPT.as_bytes())[..4]);
    format!("search-{hash}.js")
}

/// A page that can be found, in the order of a list of results.
struct Found<'a> {
    day: Reverse<Option<Date>>,
    rank: u8,
    page: &'a Page,
}

/// What is found of a year, in one volume, or in two with that of the newest period first.
fn in_volumes(newest: Period, year: Option<i16>, found: Vec<Found>) -> Vec<(String, Vec<Found>)> {
    let Some(year) = year else { return vec![("undated".to_owned(), found)] };
    if found.len() <= FEW_PAGES || newest.year() != year {
        return vec![(year.to_string(), found)];
    }
    let is_newest = |found: &Found| found.day.0.is_some_and(|day| day >= newest.first_day());
    let (own, others) = found.into_iter().partition(is_newest);
    // In addresses everything is lower-case.
    let volumes = [(newest.to_string().to_lowercase(), own), (year.to_string(), others)];
    volumes.into_iter().filter(|(_, found): &(String, Vec<Found>)| !found.is_empty()).collect()
}

fn volume(catalogue: &Catalogue, name: String, mut found: Vec<Found>) -> Volume {
    found.sort_unstable_by(|one, other| {
        let order = |found: &Found| (found.day, found.rank);
        order(one).cmp(&order(other)).then_with(|| one.page.path.cmp(&other.page.path))
    });
    let (mut routes, mut length, mut content) = (Vec::with_capacity(found.len()), 0, Keyed::new_content());
    for Found { page, .. } in found {
        let Some(entry) = catalogue.entry(&page.route) else { continue };
        content = content.with_text(&page.path).with_text(entry.kind).with_text(&entry.title);
        for texts in [&entry.names, &entry.texts] {
            content = content.with_number(texts.len());
            for text in texts {
                length += text.len().min(LONGEST_TEXT);
                content = content.with_text(text);
            }
        }
        content = content.with_number(entry.bodies.len());
        for body in &entry.bodies {
            length += body.text.len().min(LONGEST_TEXT);
            content = content.with_key(text_key(body));
        }
        routes.push(page.route.clone());
    }
    Volume {
        name,
        routes,
        words: (length / TEXT_PER_FILE).next_power_of_two().clamp(1, MOST_FILES),
        content: content.key(),
        index: OnceLock::new(),
    }
}

/// Whether a page can be found: all can but lists of stories by year, old addresses and the search itself.
fn is_found(route: &Route) -> bool {
    match route {
        Route::Home | Route::Scorecard(_) | Route::PartScorecard(..) | Route::KpiList | Route::Kpi(_) => true,
        Route::StudyList | Route::Study(_) | Route::Stories | Route::StoriesOfPart(_) | Route::Story(_) => true,
        Route::NewsletterList | Route::Newsletter(_) | Route::RollOfHonour(_) => true,
        Route::Balance | Route::StoryOnPaper(..) => false,
        Route::NewsletterFile(..) => false,
        Route::Award(_) | Route::Value(_) | Route::Archive | Route::Method | Route::Free(_) => true,
        Route::NotFound | Route::KpiCsv(_) | Route::KpiJson(_) | Route::StudyCsv(_) | Route::StoriesOfYear(_) => false,
        Route::ScorecardCsv(_) => false,
        Route::Feed | Route::JsonFeed | Route::Sitemap | Route::SitemapPart(_) => false,
        Route::ScorecardPicture(_) | Route::StudyPicture(_) => false,
        Route::Search | Route::SearchScript(_) | Route::SearchPages(..) | Route::SearchWords(..) => false,
        Route::ChartFile(..) | Route::Alias(_) | Route::Static(_) | Route::Picture(_) => false,
    }
}

/// The year a page belongs to, and its day; `None` for pages of no year.
fn date_of(facts: &Organisation, route: &Route) -> Option<(i16, Date)> {
    match route {
        // The year of an ISO week is not always that of its last day.
        Route::Scorecard(period) | Route::PartScorecard(period, _) => Some((period.year(), period.last_day())),
        Route::Newsletter(period) => Some((period.year(), period.last_day())),
        Route::Story(slug) => {
            let story = facts.stories.iter().find(|story| story.slug == *slug)?;
            Some((story.date.year(), story.date))
        }
        Route::Study(id) => {
            let study = facts.study(id)?;
            Some((study.published.year(), study.published))
        }
        _ => None,
    }
}

/// Of pages of the same day those come first that more readers look for.
fn rank(route: &Route) -> u8 {
    match route {
        Route::Kpi(_) | Route::Scorecard(_) => 0,
        Route::Free(_) | Route::Study(_) | Route::Newsletter(_) => 1,
        Route::PartScorecard(..) => 2,
        Route::Story(_) => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_period_of_a_year_with_many_pages_has_a_volume_of_its_own() {
        check("2026-03", 12, &[("2026", 12)]);
        check("2026-03", 1000, &[("2026-03", 833), ("2026", 167)]);
        check("2026-Q4", 1200, &[("2026-q4", 300), ("2026", 900)]);
        check("2025-12", 1000, &[("2026", 1000)]);
    }

    /// So many pages are found on the days of the months of 2026, when `newest` is the newest period.
    #[track_caller]
    fn check(newest: &str, count: usize, expected: &[(&str, usize)]) {
        let page = Page { route: Route::Home, path: String::new(), key: Key::default() };
        let on = |number: usize| Date::new(2026, (number * 12 / count) as i8 + 1, 9).unwrap();
        let found = (0..count).map(|number| Found { day: Reverse(Some(on(number))), rank: 0, page: &page });
        let volumes = in_volumes(newest.parse().unwrap(), Some(2026), found.collect());
        let found: Vec<(&str, usize)> = volumes.iter().map(|(name, found)| (name.as_str(), found.len())).collect();
        assert_eq!(found, expected);
    }
}
