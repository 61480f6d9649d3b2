//! The outline: every page and file of the site, its address and its key, before any of them is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::analyse::Findings;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::disclose::Edition;
use crate::model::{Image, Look, Markdown, Organisation, PartId, Period, Picture, Snapshot, Story, Study, hex};

use super::brand::Published;
use super::charts::{self, PeriodChart, StudyChart};
use super::checksums::{Checksum, Checksums};
use super::feeds;
use super::key::{Card, Fixed, Key, Keyed, Keys, bytes_key};
use super::linked;
use super::mail;
use super::package;
use super::pages::{self, newsletter_title};
use super::prose;
use super::recall::Recall;
use super::route::{ChartFormat, NewsletterFormat, Route};
use super::search::{self, Search};
use super::wanted::{SCORECARDS, Wanted};

/// Every page and file of a site, before any of them is made.
#[derive(Debug)]
pub struct Outline {
    /// In the order of their addresses, no two alike.
    pub pages: Vec<Page>,
    /// What the templates of scorecards ask for.
    pub(super) wanted_of_scorecards: Wanted,
    /// Style sheets in the order they apply.
    pub(super) styles: Vec<Route>,
    /// Scripts that run before the page is shown, in their order.
    pub(super) early_scripts: Vec<Route>,
    /// All other scripts in the order they run.
    pub(super) scripts: Vec<Route>,
    /// The theme's static files by their published name.
    pub(super) files: BTreeMap<String, usize>,
    /// Whose look it is.
    pub(super) brand: Published,
    /// The width and height in which each picture is shown, by its file from the site's root on.
    pub(super) pictures: BTreeMap<String, (u32, u32)>,
    /// The page that an alias leads to, with its title.
    pub(super) aliases: BTreeMap<String, (Route, String)>,
    written: OnceLock<BTreeMap<String, Route>>,
    /// The index of the search.
    pub(super) search: Search,
    /// What the archive tells of files.
    pub(super) checksums: Checksums,
}

/// A page or file of the site, before it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Where it lives.
    pub route: Route,
    /// Its route's path.
    pub path: String,
    /// What it is made from.
    pub key: Key,
}

impl Page {
    fn new(route: Route, key: Key) -> Self {
        Self { path: route.path(), route, key }
    }
}

impl Outline {
    /// When each page is best begun, smaller first: what takes much longer than most, so that no thread waits for it at the
    /// end; then what is about no part; then the pages of each part, one part after the other, because a processor still
    /// has the figures of a part at hand that it needed for the page before.
    pub fn turns(&self) -> impl Iterator<Item = u32> {
        let mut parts: BTreeMap<&PartId, u32> = BTreeMap::new();
        self.pages.iter().map(move |page| match &page.route {
            route if route.takes_long() => 0,
            Route::PartScorecard(_, part) => {
                let next = 2 + parts.len() as u32;
                *parts.entry(part).or_insert(next)
            }
            _ => 1,
        })
    }

    /// The page at an address as links write it: `kpis/csat/`, `kpis/csat`, `kpis/csat/index.html`, empty for home.
    pub(super) fn at(&self, address: &str) -> Option<Route> {
        Some(self.pages[place_of(&self.pages, address)?].route.clone())
    }

    /// Where the checksum of `page` is noted down, for another page that tells it; `None` where none does.
    pub fn checksum(&self, page: &Page) -> Option<Checksum> {
        self.checksums.at(&page.route).cloned()
    }

    /// How many maps of the site there are.
    pub(super) fn maps(&self) -> usize {
        maps_for(self.pages.iter().filter(|page| feeds::is_on_map(&page.route)).count())
    }

    /// Whether every page has scripts.
    pub(super) fn has_scripts(&self) -> bool {
        !self.scripts.is_empty() || !self.early_scripts.is_empty()
    }

    /// The page of each Markdown file, by the file's path below the site's root: worked out when it is asked for first,
    /// because most sites' pages never link to a file.
    pub(super) fn written(&self, findings: &Findings) -> &BTreeMap<String, Route> {
        self.written.get_or_init(|| pages_of_files(findings.edition().facts()))
    }

    /// The page or file that `address`, as a page writes it, leads to from the page at `from`; `None` outside the site.
    pub fn led_to(&self, from: &str, address: &str) -> Option<&Page> {
        let path = package::target(from, address)?;
        let decoded = percent_encoding::percent_decode_str(&path).decode_utf8().ok()?;
        index_of(&self.pages, &path).or_else(|| index_of(&self.pages, &decoded)).map(|index| &self.pages[index])
    }

    /// Whether the site has this page.
    pub fn has(&self, route: &Route) -> bool {
        index_of(&self.pages, &route.path()).is_some()
    }
}

/// Which of `pages`, which are in the order of their addresses, is at an address as [`Outline::at`] takes them.
pub(super) fn place_of(pages: &[Page], address: &str) -> Option<usize> {
    let address = address.trim_start_matches('/');
    let folder = address.trim_end_matches('/');
    let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
    index_of(pages, address).or_else(|| index_of(pages, &index))
}

fn index_of(pages: &[Page], path: &str) -> Option<usize> {
    pages.binary_search_by(|page| page.path.as_str().cmp(path)).ok()
}

/// Every picture that the edition shows, by its file from the site's root on, of those that there are.
pub fn pictures(edition: &Edition, attachments: &[PathBuf]) -> BTreeSet<String> {
    let facts = edition.facts();
    let written = |file: &Path| file.to_string_lossy().replace('\\', "/");
    let there: BTreeSet<String> = attachments.iter().map(|file| written(file)).collect();
    // Then no text has to be looked at.
    if there.is_empty() {
        return there;
    }
    let leading = facts.stories.iter().filter_map(|story| story.image.as_ref()).map(|image| written(&image.file));
    let shown = facts.markdowns().flat_map(prose::pictures).chain(leading);
    shown.filter(|file| Image::is_picture(file) && there.contains(file)).collect()
}

/// Every page of the site: all routes, so that every link can be checked before anything is made.
///
/// `pictures` are those of [`pictures`]. Of two pages with the same
/// address, which is an error, only the first is in it.
pub fn outline(
    findings: &Findings,
    look: &Look,
    pictures: &BTreeMap<String, Picture>,
    diagnostics: &Diagnostics,
) -> Outline {
    outline_with(findings, look, pictures, &Ground::new(findings, look), diagnostics)
}

/// What [`outline`] gives; what no words about a period are in is taken from `recall` where that is the same as before.
///
/// `read_from` changes with everything that the facts were read from but words about periods.
pub fn outline_recalling(
    findings: &Findings,
    look: &Look,
    pictures: &BTreeMap<String, Picture>,
    (recall, read_from): (&Recall, Option<[u8; 16]>),
    diagnostics: &Diagnostics,
) -> Outline {
    let ground = recall.ground(findings, look, read_from);
    let mut outline = outline_with(findings, look, pictures, &ground, diagnostics);
    outline.search.recall(&recall.search);
    outline
}

/// What of an outline stays while nothing but words about periods changes.
#[derive(Debug)]
pub(super) struct Ground {
    fixed: Fixed,
    /// The scorecards of all periods, with the files of their charts.
    cards: Vec<Card>,
}

impl Ground {
    pub(super) fn new(findings: &Findings, look: &Look) -> Self {
        let fixed = Fixed::new(findings, look);
        let cards = cards(findings, &fixed);
        Self { fixed, cards }
    }
}

fn outline_with(
    findings: &Findings,
    look: &Look,
    pictures: &BTreeMap<String, Picture>,
    Ground { fixed, cards }: &Ground,
    diagnostics: &Diagnostics,
) -> Outline {
    let edition = findings.edition();
    let facts = edition.facts();
    let of_brand: BTreeSet<&str> = look.brand.files().collect();
    let published = |name: &String, bytes: &[u8]| published_name(name, bytes, of_brand.contains(name.as_str()));
    let named = look.files.iter().enumerate().map(|(index, (name, bytes))| (published(name, bytes), index));
    let files: BTreeMap<String, usize> = named.collect();
    let brand = Published::new(&look.brand, |name| {
        let file = look.files.iter().find(|(known, _)| known == name);
        file.map(|(name, bytes)| published(name, bytes)).expect("a brand names only files that are there")
    });
    let ending_in = |ending: &str| -> Vec<Route> {
        let mut named: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(ending)).collect();
        named.sort_by_key(|(_, index)| **index);
        named.into_iter().map(|(name, _)| Route::Static(name.clone())).collect()
    };
    let aliases = aliases(facts);
    let keys = Keys::new(edition, fixed);

    let page = |card: &Card| Page { route: card.route.clone(), path: card.path.clone(), key: keys.scorecard(card) };
    let mut pages: Vec<Page> = cards.par_iter().with_min_len(256).map(page).collect();
    let mut add = |route: Route, key: Key| pages.push(Page::new(route, key));
    for route in [Route::Home, Route::NotFound, Route::KpiList, Route::StudyList, Route::Method] {
        add(route, keys.everything);
    }
    add(Route::Archive, Keyed::after(keys.figures()).with(&pages::roll_years(facts)).key());
    for snapshot in &facts.snapshots {
        add(Route::ScorecardCsv(snapshot.period), keys.figures_of(snapshot.period));
    }
    for kpi in &facts.kpis {
        let key = keys.kpi(&kpi.id);
        add(Route::Kpi(kpi.id.clone()), key);
        add(Route::KpiCsv(kpi.id.clone()), key);
        add(Route::KpiJson(kpi.id.clone()), key);
        let charts = charts::kpi_charts(findings, kpi).into_iter().map(|chart| chart.name());
        for route in chart_files(&Route::Kpi(kpi.id.clone()), charts) {
            add(route, key);
        }
    }
    for study in &facts.studies {
        let key = keys.everything;
        add(Route::Study(study.id.clone()), key);
        if study.withdrawn.is_none() {
            add(Route::StudyCsv(study.id.clone()), key);
        }
        let found = findings.study(&study.id);
        let charts = found.iter().flat_map(|found| charts::study_charts(findings, study, found)).map(StudyChart::name);
        for route in chart_files(&Route::Study(study.id.clone()), charts) {
            add(route, key);
        }
    }
    for route in story_routes(facts) {
        let key = match &route {
            Route::Story(slug) => keys.story(facts.stories.iter().find(|story| story.slug == *slug), pictures),
            _ => fixed.recognition,
        };
        add(route, key);
    }
    if edition.audience().is_some() {
        add(Route::Balance, Keyed::after(fixed.recognition).with(&facts.now().year()).key());
    }
    for (index, issue) in facts.newsletters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| facts.newsletters.get(index));
        let key = keys.newsletter(issue, [before, facts.newsletters.get(index + 1)]);
        add(Route::Newsletter(issue.period), key);
        let chart = mail::has_chart(findings, issue).then_some(NewsletterFormat::Chart);
        let formats = [NewsletterFormat::Mail, NewsletterFormat::Text, NewsletterFormat::Draft];
        for format in formats.into_iter().chain(chart) {
            add(Route::NewsletterFile(issue.period, format), key);
        }
    }
    if !facts.newsletters.is_empty() {
        add(Route::NewsletterList, keys.everything);
    }
    for page in &facts.pages {
        let key = Keyed::after(keys.everything).with(page).key();
        add(Route::Free(page.path.clone()), key);
    }
    for (path, target) in &aliases {
        add(Route::Alias(path.clone()), Keyed::after(fixed.base).with(target).key());
    }
    for (file, picture) in pictures {
        add(Route::Picture(file.clone()), Keyed::new().with(picture).key());
    }
    for (name, index) in &files {
        add(Route::Static(name.clone()), bytes_key(&look.files[*index].1));
    }
    if let Some((name, sheet)) = &brand.sheet {
        add(Route::Static(name.clone()), bytes_key(sheet.as_bytes()));
    }

    if facts.settings.base_url.is_some() {
        let maps = maps_for(pages.iter().filter(|page| feeds::is_on_map(&page.route)).count());
        let parts = (0..maps).filter(|_| maps > 1).map(Route::SitemapPart);
        for route in [Route::Feed, Route::JsonFeed, Route::Sitemap].into_iter().chain(parts) {
            pages.push(Page::new(route, keys.everything));
        }
        // What a picture says is what its page says.
        let pictures: Vec<Page> =
            pages.iter().filter_map(|page| Some(Page::new(picture_of(&page.route)?, page.key))).collect();
        pages.extend(pictures);
    }
    let search = Search::of(facts, &pages);
    pages.push(Page::new(Route::Search, Keyed::after(keys.everything).with_key(search.key()).key()));
    let script = Route::SearchScript(search::script_name());
    pages.push(Page::new(script, bytes_key(search::SCRIPT.as_bytes())));
    pages.extend(search.files().map(|(route, key)| Page::new(route, key)));

    pages.sort_by(|one, other| one.path.cmp(&other.path));
    // Files that were refused may be why there are two, and that was said.
    let whole = diagnostics.proceed().is_ok();
    for pair in pages.windows(2).filter(|pair| whole && pair[0].path == pair[1].path) {
        let [first, second] = [&pair[0], &pair[1]].map(|page| source_of(facts, &page.route));
        let address = pair[0].path.clone();
        diagnostics
            .report(Problem::AddressCollision { address, other: first.display().to_string() }, Location::file(second));
    }
    pages.dedup_by(|one, other| one.path == other.path);
    let written = OnceLock::new();
    linked::join(&mut pages, facts, pictures, &written);
    let mut styles = ending_in(".css");
    styles.extend(brand.sheet.iter().map(|(name, _)| Route::Static(name.clone())));
    let is_early = |route: &Route| matches!(route, Route::Static(name) if name.starts_with("early/"));
    let (early_scripts, scripts) = ending_in(".js").into_iter().partition(is_early);
    let checksums = Checksums::of(&pages);
    let wanted_of_scorecards = Wanted::by(look, SCORECARDS);
    Outline {
        pages,
        wanted_of_scorecards,
        styles,
        early_scripts,
        scripts,
        files,
        brand,
        pictures: pictures.iter().filter_map(|(file, picture)| Some((file.clone(), picture.size?))).collect(),
        aliases,
        written,
        search,
        checksums,
    }
}

/// The scorecards of all periods, with the files of their charts.
fn cards(findings: &Findings, fixed: &Fixed) -> Vec<Card> {
    let snapshots = &findings.edition().facts().snapshots;
    let parts = |snapshot: &Snapshot| parts_with_scorecard(findings, snapshot.period).into_iter().collect();
    let parts: Vec<BTreeSet<PartId>> = snapshots.par_iter().map(parts).collect();
    let beside = |index: usize| [index.checked_sub(1), Some(index + 1).filter(|next| *next < snapshots.len())];
    let cards = |place: usize| {
        let snapshot = &snapshots[place];
        let period = snapshot.period;
        let card = |route: Route, part: Option<&PartId>| {
            let has = |place: &usize| part.is_none_or(|part| parts[*place].contains(part));
            let beside = beside(place).map(|beside| beside.filter(has).map(|place| snapshots[place].period));
            let path = route.path();
            fixed.keyed(Card { route, path, period, place, part: part.cloned(), beside, key: Key::default() })
        };
        let route = Route::Scorecard(period);
        let charts = chart_files(&route, charts::period_charts(snapshot).into_iter().map(PeriodChart::name));
        let whole = charts.into_iter().chain([route]).map(|route| card(route, None));
        let parts = parts[place].iter().map(|part| card(Route::PartScorecard(period, part.clone()), Some(part)));
        whole.chain(parts).collect::<Vec<_>>()
    };
    (0..snapshots.len()).into_par_iter().flat_map_iter(cards).collect()
}

/// The files of the charts of a page, by what the charts are called.
fn chart_files(page: &Route, names: impl Iterator<Item = impl Into<String>>) -> Vec<Route> {
    let file = |name: String| {
        let formats = [ChartFormat::Svg, ChartFormat::Csv];
        formats.map(|format| Route::ChartFile(Box::new(page.clone()), name.clone(), format))
    };
    names.flat_map(|name| file(name.into())).collect()
}

/// The picture of a page's headline.
pub(super) fn picture_of(route: &Route) -> Option<Route> {
    match route {
        Route::Scorecard(period) => Some(Route::ScorecardPicture(*period)),
        Route::Study(id) => Some(Route::StudyPicture(id.clone())),
        _ => None,
    }
}

fn maps_for(pages: usize) -> usize {
    pages.div_ceil(feeds::ADDRESSES_PER_MAP)
}

/// The parts that have a scorecard of their own in `period`, in the order of the dimensions.
pub(super) fn parts_with_scorecard(findings: &Findings, period: Period) -> Vec<PartId> {
    let dimensions = findings.edition().facts().dimensions.iter().filter(|dimension| dimension.scorecards);
    dimensions
        .flat_map(|dimension| {
            let members = findings.members_with_values(&dimension.id, period);
            members.into_iter().map(|member| PartId { dimension: dimension.id.clone(), member })
        })
        .collect()
}

/// Stories' pages, and the walls that have at least one story.
fn story_routes(facts: &Organisation) -> BTreeSet<Route> {
    let mut routes = BTreeSet::from([Route::Stories]);
    for story in &facts.stories {
        routes.insert(Route::Story(story.slug.clone()));
        routes.insert(Route::StoriesOfYear(story.date.year()));
        routes.extend(story.parts.iter().cloned().map(Route::StoriesOfPart));
        routes.extend(pages::papers(story));
    }
    routes.extend(pages::roll_years(facts).into_iter().map(Route::RollOfHonour));
    routes.extend(facts.awards.iter().map(|award| Route::Award(award.id.clone())));
    routes.extend(facts.values.iter().map(|value| Route::Value(value.id.clone())));
    routes
}

/// Old addresses and the pages they lead to now.
fn aliases(facts: &Organisation) -> BTreeMap<String, (Route, String)> {
    let mut aliases = BTreeMap::new();
    let mut add = |old: &[String], route: Route, title: &str| {
        for path in old {
            aliases.insert(path.trim_matches('/').to_lowercase(), (route.clone(), title.to_owned()));
        }
    };
    for story in &facts.stories {
        add(&story.heading.aliases, Route::Story(story.slug.clone()), story_title(story));
    }
    for study in &facts.studies {
        add(&study.aliases, Route::Study(study.id.clone()), &study.title);
    }
    for issue in &facts.newsletters {
        add(&issue.heading.aliases, Route::Newsletter(issue.period), &newsletter_title(issue));
    }
    for page in &facts.pages {
        add(&page.heading.aliases, Route::Free(page.path.clone()), page.heading.title.as_deref().unwrap_or(&page.path));
    }
    for note in &facts.kpi_notes {
        let name = facts.kpi(&note.kpi).map_or(note.kpi.as_str(), |kpi| kpi.name.as_str());
        add(&note.heading.aliases, Route::Kpi(note.kpi.clone()), name);
    }
    aliases
}

/// A story's title; its slug when it has none.
pub(super) fn story_title(story: &Story) -> &str {
    story.heading.title.as_deref().unwrap_or(&story.slug)
}

/// The page of every Markdown file, so that files can link to each other.
pub(super) fn pages_of_files(facts: &Organisation) -> BTreeMap<String, Route> {
    let commentaries = facts.commentaries.iter().map(|words| {
        let route = match &words.part {
            None => Route::Scorecard(words.period),
            Some(part) => Route::PartScorecard(words.period, part.clone()),
        };
        (route, &words.body)
    });
    let file = |(route, body): (Route, &Markdown)| (body.file.to_string_lossy().replace('\\', "/"), route);
    commentaries.chain(texts(facts)).map(file).collect()
}

/// All words but those about a period, by the page they stand on.
pub(super) fn texts(facts: &Organisation) -> impl Iterator<Item = (Route, &Markdown)> {
    let home = facts.home.iter().map(|home| (Route::Home, &home.body));
    let notes = facts.kpi_notes.iter().map(|note| (Route::Kpi(note.kpi.clone()), &note.body));
    let studies = facts.studies.iter().filter_map(|study| Some((Route::Study(study.id.clone()), study.body.as_ref()?)));
    let stories = facts.stories.iter().map(|story| (Route::Story(story.slug.clone()), &story.body));
    let newsletters = facts.newsletters.iter().map(|issue| (Route::Newsletter(issue.period), &issue.body));
    let pages = facts.pages.iter().map(|page| (Route::Free(page.path.clone()), &page.body));
    home.chain(notes).chain(studies).chain(stories).chain(newsletters).chain(pages)
}

/// The input file behind a route, to say where a collision comes from.
fn source_of(facts: &Organisation, route: &Route) -> PathBuf {
    let found = pages_of_files(facts).into_iter().find(|(_, written)| written == route);
    match (found, route) {
        (Some((file, _)), _) => file.into(),
        (None, Route::Scorecard(_) | Route::ScorecardCsv(_) | Route::PartScorecard(..)) => {
            "data/dimensions.yaml".into()
        }
        (None, Route::Award(_) | Route::Value(_)) => "data/awards.yaml".into(),
        (None, Route::Study(id) | Route::StudyCsv(id)) => format!("data/benchmarks/{id}.yaml").into(),
        (None, Route::ChartFile(page, ..)) => source_of(facts, page),
        (None, Route::Kpi(_) | Route::KpiCsv(_) | Route::KpiJson(_)) => "data/kpis.yaml".into(),
        (None, _) => "content".into(),
    }
}

/// A style sheet, a script and what belongs to the brand carry their hash in their name, so that no browser shows an old
/// one.
pub(super) fn published_name(name: &str, bytes: &[u8], is_of_brand: bool) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if is_of_brand || matches!(ending, "css" | "js") => {
            let hash = hex(&bytes_key(bytes)[..4]);
            format!("{stem}-{hash}.{ending}")
        }
        _ => name.to_owned(),
    }
}

/// Whether a study's fieldwork had ended by the end of `period`.
pub(super) fn applies_by(study: &Study, period: Period) -> bool {
    study.fieldwork.to <= period.last_day()
}

/// Whether a story was told in `period`, whose days are worked out once for all stories.
pub(super) fn told_in(period: Period) -> impl Fn(&&Story) -> bool {
    let days = period.first_day()..=period.last_day();
    move |story| days.contains(&story.date)
}
