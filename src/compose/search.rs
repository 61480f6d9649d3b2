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

mod fold;
mod index;
mod recall;
mod told;
mod vocabulary;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::{Mutex, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::model::{
    Commentary, Dimension, DimensionId, KpiId, Lead, Markdown, Member, MemberId, Organisation, PartId, Period, Reading,
    Scope, Snapshot, StudyKind, Subject, hex,
};
use crate::words;

use super::key::{Key, Keyed, bytes_key, text_key};
use super::outline::{Page, story_title};
use super::pages::newsletter_title;
use super::prose;
use super::route::Route;

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

/// A page as it can be found.
struct Entry<'a> {
    /// The word readers see: KPI, Scorecard, Story, Study, Page, Stories.
    kind: &'static str,
    /// What it is called in a list of results.
    title: String,
    /// What else it is called.
    names: Vec<&'a str>,
    /// What is said there, the most telling first.
    texts: Vec<&'a str>,
    /// The same in Markdown.
    bodies: Vec<&'a Markdown>,
}

impl<'a> Entry<'a> {
    fn new(kind: &'static str, title: String) -> Self {
        Self { kind, title, names: Vec::new(), texts: Vec::new(), bodies: Vec::new() }
    }

    fn named(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names.extend(names);
        self
    }

    fn says(mut self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.texts.extend(texts);
        self
    }

    fn with(mut self, body: &'a Markdown) -> Self {
        self.bodies.push(body);
        self
    }

    fn commented(self, words: Option<&'a Commentary>) -> Self {
        let Some(words) = words else { return self };
        let heading = &words.heading;
        self.named(heading.keywords.iter().map(String::as_str))
            .says(words.first_line.as_deref().into_iter().chain(heading.title.as_deref()))
            .says(heading.description.as_deref().into_iter().chain(words.asks.iter().map(String::as_str)))
            .with(&words.body)
    }
}

/// The subjects of which some figure has a remark.
fn remarked(facts: &Organisation) -> Vec<Subject> {
    let has_remark = |reading: &Reading| reading.remark.as_ref().is_some_and(|remark| remark.note.is_some());
    let series = facts.series.iter().filter(|(_, series)| series.slots().iter().flatten().any(has_remark));
    series.map(|(subject, _)| subject.clone()).collect()
}

/// The edition, with what is looked up often.
struct Catalogue<'a> {
    facts: &'a Organisation,
    parts: BTreeMap<(&'a DimensionId, &'a MemberId), (&'a Dimension, &'a Member)>,
    /// Remarks on figures.
    remarks: BTreeMap<(Period, Option<&'a PartId>), BTreeSet<&'a str>>,
}

impl<'a> Catalogue<'a> {
    /// `remarked` are the subjects of which [`remarked`] found remarks.
    fn of(facts: &'a Organisation, remarked: &[Subject]) -> Self {
        let mut remarks: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (subject, series) in remarked.iter().filter_map(|subject| facts.series.get_key_value(subject)) {
            for (period, reading) in series.readings() {
                if let Some(note) = reading.remark.as_ref().and_then(|remark| remark.note.as_deref()) {
                    remarks.entry((period, subject.part.as_ref())).or_default().insert(note);
                }
            }
        }
        let parts = facts.dimensions.iter().flat_map(|dimension| {
            dimension.members.iter().map(move |member| ((&dimension.id, &member.id), (dimension, member)))
        });
        Self { facts, parts: parts.collect(), remarks }
    }

    fn part(&self, part: &PartId) -> Option<(&'a Dimension, &'a Member)> {
        self.parts.get(&(&part.dimension, &part.member)).copied()
    }

    /// A page as it can be found; `None` for one that nothing is known of.
    fn entry(&self, route: &Route) -> Option<Entry<'a>> {
        let facts = self.facts;
        let settings = &facts.settings;
        let page = |title: &str| Entry::new("Page", title.to_owned());
        Some(match route {
            Route::Home => {
                let home = facts.home.as_ref();
                let entry = page(&settings.title).named(["front page", settings.organisation.as_str()]);
                home.into_iter().fold(entry, |entry, home| entry.with(&home.body))
            }
            Route::KpiList => page("KPIs").named(["all indicators"]),
            Route::StudyList if facts.studies.is_empty() => return None,
            Route::Stories if facts.stories.is_empty() => return None,
            Route::StudyList => page("Benchmarks").named(["all benchmark studies"]),
            Route::Stories => page("Wall of recognition").named(["all stories"]),
            Route::NewsletterList if facts.newsletters.is_empty() => return None,
            Route::NewsletterList => page("Newsletters").named(["all issues"]),
            Route::Newsletter(period) => {
                let issue = facts.newsletter(*period)?;
                let entry = Entry::new("Newsletter", newsletter_title(issue));
                entry.says([issue.subject.as_str()]).says(issue.preheader.as_deref()).with(&issue.body)
            }
            Route::Archive => page("Archive").named(["editions downloads revisions"]),
            Route::Method => page("Method").named(["how figures and words are worked out"]),
            Route::Scorecard(period) => self.scorecard(*period, None)?,
            Route::PartScorecard(period, part) => self.scorecard(*period, Some(part))?,
            Route::Kpi(id) => self.kpi(id)?,
            Route::Study(id) => {
                let study = facts.study(id)?;
                let entry = Entry::new("Study", study.title.clone()).named(["benchmark study", study.id.as_str()]);
                let withdrawn = study.withdrawn.as_ref().map(|withdrawn| withdrawn.because.as_str());
                let texts = [study.question.as_deref(), study.purpose.as_deref(), withdrawn].into_iter().flatten();
                let entry = entry.says(texts);
                if study.withdrawn.is_some() {
                    return Some(study.body.iter().fold(entry, Entry::with));
                }
                let entry = entry.says(study.practices.iter().map(|practice| practice.what.as_str()));
                let entry = entry.says(results(&study.kind));
                study.body.iter().fold(entry, Entry::with)
            }
            Route::Story(slug) => self.story(slug)?,
            Route::StoriesOfPart(part) => Entry::new("Stories", format!("Stories: {}", self.part(part)?.1.name)),
            Route::RollOfHonour(year) => Entry::new("Stories", format!("Roll of honour {year}")),
            Route::Award(id) => {
                let award = facts.awards.iter().find(|award| award.id == *id)?;
                Entry::new("Stories", format!("Award: {}", award.name)).says(award.means.as_deref())
            }
            Route::Value(id) => {
                let value = facts.values.iter().find(|value| value.id == *id)?;
                Entry::new("Stories", format!("Value: {}", value.name)).says(value.means.as_deref())
            }
            Route::Free(path) => {
                let free = facts.pages.iter().find(|page| page.path == *path)?;
                let title = free.heading.title.as_deref().map_or_else(|| path.clone(), prose::unfilled);
                let keywords = free.heading.keywords.iter().map(String::as_str);
                page(&title).named(keywords).says(free.heading.description.as_deref()).with(&free.body)
            }
            _ => return None,
        })
    }

    fn scorecard(&self, period: Period, part: Option<&PartId>) -> Option<Entry<'a>> {
        let facts = self.facts;
        let name = words::period::name(period);
        let entry = match part {
            None => Entry::new("Scorecard", format!("Scorecard, {name}")),
            Some(part) => {
                let (dimension, member) = self.part(part)?;
                let entry = Entry::new("Scorecard", format!("{}, {name}", member.name));
                entry.named(["scorecard", dimension.label.as_str()])
            }
        };
        let snapshot = facts.snapshot(period)?;
        let remarks = self.remarks.get(&(period, part)).into_iter().flatten().copied();
        Some(entry.commented(facts.commentary(period, part)).says(said(snapshot, part)).says(remarks))
    }

    fn kpi(&self, id: &KpiId) -> Option<Entry<'a>> {
        let facts = self.facts;
        let kpi = facts.kpi(id)?;
        let note = facts.kpi_notes.iter().find(|note| note.kpi == *id);
        let keywords = note.iter().flat_map(|note| &note.heading.keywords).map(String::as_str);
        let heading = note.and_then(|note| note.heading.title.as_deref());
        let about =
            [&kpi.definition, &kpi.formula, &kpi.source, &kpi.owner].into_iter().filter_map(|text| text.as_deref());
        let actions = facts.actions.iter().filter(|action| action.kpi == *id).map(|action| action.what.as_str());
        let entry = Entry::new("KPI", kpi.name.clone())
            .named([kpi.id.as_str()].into_iter().chain(kpi.group.as_deref()).chain(keywords))
            .says(about.chain(heading).chain(actions));
        Some(note.into_iter().fold(entry, |entry, note| entry.with(&note.body)))
    }

    fn story(&self, slug: &str) -> Option<Entry<'a>> {
        let facts = self.facts;
        let story = facts.stories.iter().find(|story| story.slug == slug)?;
        let parts = story.parts.iter().filter_map(|part| Some(self.part(part)?.1.name.as_str()));
        let award = facts.awards.iter().filter(|award| story.award.as_ref() == Some(&award.id));
        let values = facts.values.iter().filter(|value| story.values.contains(&value.id));
        let lead = match &story.lead {
            Some(Lead::Text(text)) => Some(text.as_str()),
            Some(Lead::Figures { kpi, .. }) => facts.kpi(kpi).map(|kpi| kpi.name.as_str()),
            None => None,
        };
        let quote = story.quote.iter().flat_map(|quote| [Some(&quote.text), quote.by.as_ref()]).flatten();
        let steps = [&story.challenge, &story.action, &story.result].into_iter().filter_map(|text| text.as_deref());
        let entry = Entry::new("Story", story_title(story).to_owned())
            .named(story.people.iter().map(String::as_str).chain(parts))
            .named(award.map(|award| award.name.as_str()).chain(values.map(|value| value.name.as_str())))
            .named(story.heading.keywords.iter().map(String::as_str))
            .says(story.heading.description.as_deref().into_iter().chain(lead).chain(quote.map(String::as_str)))
            .says(steps.chain(story.nominated_by.as_deref()));
        Some(entry.with(&story.body))
    }
}

/// What a snapshot says in words of the whole, or of a part.
fn said<'a>(snapshot: &'a Snapshot, part: Option<&PartId>) -> impl Iterator<Item = &'a str> {
    let concerns = move |scope: &Scope| scope.part.as_ref() == part;
    let events = snapshot.events.iter().filter(move |event| concerns(&event.scope));
    let events = events.flat_map(|event| [Some(&event.label), event.because.as_ref()]).flatten();
    let exceptional =
        snapshot.exceptional.iter().filter(move |reason| concerns(&reason.scope)).map(|reason| &reason.why);
    let revisions = snapshot.revisions.iter().filter(move |revision| revision.subject.part.as_ref() == part);
    events.chain(exceptional).chain(revisions.map(|revision| &revision.because)).map(String::as_str)
}

/// What a study compared beside KPIs: statements, criteria, steps.
fn results(kind: &StudyKind) -> Vec<&str> {
    match kind {
        StudyKind::Performance { .. } => Vec::new(),
        StudyKind::ServiceQuality(quality) => {
            let names = quality.dimensions.iter().map(|dimension| dimension.name.as_str());
            let items = quality.dimensions.iter().flat_map(|dimension| &dimension.items);
            names.chain(items.map(|item| item.text.as_str())).collect()
        }
        StudyKind::Standard(assessment) => {
            let names = assessment.criteria.iter().map(|criterion| criterion.name.as_str());
            names.chain([assessment.standard.as_str()]).collect()
        }
        StudyKind::Process(steps) | StudyKind::Competencies(steps) => {
            steps.iter().map(|step| step.name.as_str()).collect()
        }
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
