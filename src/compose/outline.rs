//! The outline: every page and file of the site, its address and its key, before any of them is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::analyse::Findings;
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::disclose::Edition;
use crate::model::{
    Commentary, Kpi, KpiId, Look, Markdown, Organisation, PartId, Period, Series, Story, Study, StudyKind, Subject,
};

use super::key::{Key, Keyed};
use super::prose;
use super::route::Route;

/// Every page and file of a site, before any of them is made.
#[derive(Debug)]
pub struct Outline {
    /// In the order of their addresses, no two alike.
    pub pages: Vec<Page>,
    /// Style sheets in the order they apply.
    pub(super) styles: Vec<Route>,
    /// Scripts in the order they run.
    pub(super) scripts: Vec<Route>,
    /// The theme's static files by their published name.
    pub(super) files: BTreeMap<String, usize>,
    /// The page that an alias leads to, with its title.
    pub(super) aliases: BTreeMap<String, (Route, String)>,
    /// The page of each Markdown file, by the file's path below the site's root.
    pub(super) written: BTreeMap<String, Route>,
    /// Every address in use.
    paths: BTreeSet<String>,
}

/// A page or file of the site, before it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Where it lives.
    pub route: Route,
    /// What it is made from.
    pub key: Key,
}

impl Outline {
    /// The page at an address as links write it: `kpis/csat/`, `kpis/csat`, `kpis/csat/index.html`, empty for home.
    pub(super) fn at(&self, address: &str) -> Option<Route> {
        let address = address.trim_start_matches('/');
        let folder = address.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        let find = |path: &str| self.pages.binary_search_by(|page| page.route.path().as_str().cmp(path)).ok();
        let found = find(address).or_else(|| find(&index))?;
        Some(self.pages[found].route.clone())
    }

    /// Whether the site has this page.
    pub fn has(&self, route: &Route) -> bool {
        self.paths.contains(&route.path())
    }
}

/// Every picture that the edition shows, by its file from the site's root on, of those that there are.
pub fn pictures(edition: &Edition, attachments: &[PathBuf]) -> BTreeSet<String> {
    let facts = edition.facts();
    let written = |file: &Path| file.to_string_lossy().replace('\\', "/");
    let there: BTreeSet<String> = attachments.iter().map(|file| written(file)).collect();
    let leading = facts.stories.iter().filter_map(|story| story.image.as_ref()).map(|image| written(&image.file));
    let shown = markdowns(facts).flat_map(prose::pictures).chain(leading);
    shown.filter(|file| prose::is_picture(file) && there.contains(file)).collect()
}

/// Everything in the edition that was written in Markdown.
fn markdowns(facts: &Organisation) -> impl Iterator<Item = &Markdown> {
    let notes = facts.kpi_notes.iter().map(|note| &note.body);
    let commentaries = facts.commentaries.iter().map(|words| &words.body);
    let stories = facts.stories.iter().map(|story| &story.body);
    let studies = facts.studies.iter().filter_map(|study| study.body.as_ref());
    let pages = facts.pages.iter().chain(&facts.home).map(|page| &page.body);
    notes.chain(commentaries).chain(stories).chain(studies).chain(pages)
}

/// Every page of the site: all routes, so that every link can be checked before anything is made.
///
/// `pictures` are those of [`pictures`] with a key each, made from what is in the file.
pub fn outline(
    findings: &Findings,
    look: &Look,
    pictures: &BTreeMap<String, Key>,
    diagnostics: &Diagnostics,
) -> Result<Outline, Reported> {
    let edition = findings.edition();
    let facts = edition.facts();
    let files: BTreeMap<String, usize> =
        look.files.iter().enumerate().map(|(index, (name, bytes))| (published_name(name, bytes), index)).collect();
    let ending_in = |ending: &str| -> Vec<Route> {
        let mut named: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(ending)).collect();
        named.sort_by_key(|(_, index)| **index);
        named.into_iter().map(|(name, _)| Route::Static(name.clone())).collect()
    };
    let aliases = aliases(facts);
    let keys = Keys::new(edition, findings, look);

    let mut pages = Vec::new();
    let mut add = |route: Route, key: Key| pages.push(Page { route, key });
    for route in [Route::Home, Route::NotFound, Route::KpiList, Route::StudyList, Route::Archive, Route::Method] {
        add(route, keys.everything);
    }
    let parts: BTreeMap<Period, Vec<PartId>> = facts
        .snapshots
        .iter()
        .map(|snapshot| (snapshot.period, parts_with_scorecard(findings, snapshot.period)))
        .collect();
    let mut periods = parts.keys().peekable();
    let mut previous: Option<&Period> = None;
    while let Some(period) = periods.next() {
        let beside = [previous.copied(), periods.peek().map(|next| **next)];
        add(Route::Scorecard(*period), keys.scorecard(*period, None, beside));
        for part in &parts[period] {
            let beside = beside.map(|period| period.filter(|period| parts[period].contains(part)));
            add(Route::PartScorecard(*period, part.clone()), keys.scorecard(*period, Some(part), beside));
        }
        previous = Some(period);
    }
    for kpi in &facts.kpis {
        let key = keys.kpi(&kpi.id);
        add(Route::Kpi(kpi.id.clone()), key);
        add(Route::KpiCsv(kpi.id.clone()), key);
        add(Route::KpiJson(kpi.id.clone()), key);
    }
    for study in &facts.studies {
        let key = keys.everything;
        add(Route::Study(study.id.clone()), key);
        add(Route::StudyCsv(study.id.clone()), key);
    }
    for route in story_routes(facts) {
        add(route, keys.recognition);
    }
    for page in &facts.pages {
        let key = Keyed::after(keys.everything).with(page).key();
        add(Route::Free(page.path.clone()), key);
    }
    for (path, target) in &aliases {
        add(Route::Alias(path.clone()), Keyed::after(keys.base).with(target).key());
    }
    for (file, key) in pictures {
        add(Route::Picture(file.clone()), *key);
    }
    for (name, index) in &files {
        add(Route::Static(name.clone()), bytes_key(&look.files[*index].1));
    }

    pages.sort_by(|a, b| a.route.path().cmp(&b.route.path()));
    for pair in pages.windows(2).filter(|pair| pair[0].route.path() == pair[1].route.path()) {
        let [first, second] = [&pair[0], &pair[1]].map(|page| source_of(facts, &page.route));
        let address = pair[0].route.path();
        diagnostics
            .report(Problem::AddressCollision { address, other: first.display().to_string() }, Location::file(second));
    }
    diagnostics.proceed()?;
    let paths = pages.iter().map(|page| page.route.path()).collect();
    let (styles, scripts) = (ending_in(".css"), ending_in(".js"));
    Ok(Outline { pages, styles, scripts, files, aliases, written: written(facts), paths })
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
    }
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
fn written(facts: &Organisation) -> BTreeMap<String, Route> {
    let mut written = BTreeMap::new();
    let mut add = |file: &Path, route: Route| {
        written.insert(file.to_string_lossy().replace('\\', "/"), route);
    };
    if let Some(home) = &facts.home {
        add(&home.body.file, Route::Home);
    }
    for words in &facts.commentaries {
        let route = match &words.part {
            None => Route::Scorecard(words.period),
            Some(part) => Route::PartScorecard(words.period, part.clone()),
        };
        add(&words.body.file, route);
    }
    for note in &facts.kpi_notes {
        add(&note.body.file, Route::Kpi(note.kpi.clone()));
    }
    for study in &facts.studies {
        if let Some(body) = &study.body {
            add(&body.file, Route::Study(study.id.clone()));
        }
    }
    for story in &facts.stories {
        add(&story.body.file, Route::Story(story.slug.clone()));
    }
    for page in &facts.pages {
        add(&page.body.file, Route::Free(page.path.clone()));
    }
    written
}

/// The input file behind a route, to say where a collision comes from.
fn source_of(facts: &Organisation, route: &Route) -> PathBuf {
    let found = written(facts).into_iter().find(|(_, written)| written == route);
    match (found, route) {
        (Some((file, _)), _) => file.into(),
        (None, Route::Scorecard(_) | Route::PartScorecard(..)) => "data/dimensions.yaml".into(),
        (None, Route::Award(_) | Route::Value(_)) => "data/awards.yaml".into(),
        (None, Route::Study(id) | Route::StudyCsv(id)) => format!("data/benchmarks/{id}.yaml").into(),
        (None, Route::Kpi(_) | Route::KpiCsv(_) | Route::KpiJson(_)) => "data/kpis.yaml".into(),
        (None, _) => "content".into(),
    }
}

/// A style sheet or script carries its hash in its name, so that no browser shows an old one.
fn published_name(name: &str, bytes: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending @ ("css" | "js"))) => {
            let hash: String = bytes_key(bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{stem}-{hash}.{ending}")
        }
        _ => name.to_owned(),
    }
}

fn bytes_key(bytes: &[u8]) -> Key {
    Sha256::digest(bytes)[..16].try_into().expect("a SHA-256 hash has 32 bytes")
}

/// The keys from which the keys of pages are put together.
struct Keys<'a> {
    edition: &'a Edition,
    /// The program, the look, the settings, the catalogue, the parts and the frame: in every page.
    base: Key,
    /// For each snapshot: the studies, actions and stories its scorecards show.
    around: BTreeMap<Period, Key>,
    /// For each snapshot: everything measured up to it, the keys of earlier ones included.
    until: BTreeMap<Period, Key>,
    /// For each part: what was measured of it up to each snapshot.
    part_until: BTreeMap<PartId, BTreeMap<Period, Key>>,
    /// For each KPI: all of its series.
    kpis: BTreeMap<KpiId, Key>,
    /// Everything.
    everything: Key,
    /// The stories, awards and values.
    recognition: Key,
}

impl<'a> Keys<'a> {
    fn new(edition: &'a Edition, findings: &Findings, look: &Look) -> Self {
        let facts = edition.facts();
        let base = base_key(edition, look);
        let mut by_part: BTreeMap<Option<&PartId>, Vec<(&Subject, &Series)>> = BTreeMap::new();
        for (subject, series) in &facts.series {
            by_part.entry(subject.part.as_ref()).or_default().push((subject, series));
        }
        let mut last = base;
        let mut until = BTreeMap::new();
        let mut part_last: BTreeMap<&PartId, Key> = BTreeMap::new();
        let mut part_until: BTreeMap<PartId, BTreeMap<Period, Key>> = BTreeMap::new();
        for snapshot in &facts.snapshots {
            let period = snapshot.period;
            let said = Keyed::new().with(snapshot).key();
            let mut all = Keyed::after(last).with_key(said);
            let row = |subjects: &[(&Subject, &Series)]| {
                let mut row = Keyed::after(said);
                for (subject, series) in subjects {
                    if let Some(reading) = series.at(period) {
                        row = row.with(subject).with(reading);
                    }
                }
                row.key()
            };
            let whole = by_part.get(&None).map(|subjects| row(subjects));
            for (part, subjects) in &by_part {
                let own = row(subjects);
                all = all.with_key(own);
                if let Some(part) = part {
                    let chained = Keyed::after(*part_last.get(part).unwrap_or(&base))
                        .with_key(own)
                        .with_key(whole.unwrap_or_default())
                        .key();
                    part_last.insert(part, chained);
                    part_until.entry((*part).clone()).or_default().insert(period, chained);
                }
            }
            last = all.key();
            until.insert(period, last);
        }
        let around =
            facts.snapshots.iter().map(|snapshot| (snapshot.period, around_key(facts, snapshot.period))).collect();
        let recognition = Keyed::after(base).with(&facts.stories).with(&facts.consents).key();
        let everything = Keyed::after(last)
            .with_key(recognition)
            .with(&facts.studies)
            .with(&facts.actions)
            .with(&facts.home)
            .with(&facts.commentaries)
            .with(&facts.kpi_notes)
            .key();
        let kpis = kpi_keys(findings, base);
        Self { edition, base, around, until, part_until, kpis, everything, recognition }
    }

    /// What a scorecard is made from: everything up to its period for the whole, its own rows for a part.
    ///
    /// `beside` are the neighbours it links to.
    fn scorecard(&self, period: Period, part: Option<&PartId>, beside: [Option<Period>; 2]) -> Key {
        let facts = self.edition.facts();
        let words = facts.commentary(period, part);
        let rows = match part {
            Some(part) if !self.needs_all_rows(part, words) => self.part_until[part][&period],
            _ => self.until[&period],
        };
        Keyed::after(rows).with_key(self.around[&period]).with(&words).with(&beside).key()
    }

    /// Whether a part's page shows more than the part's own rows: its words name other parts, or its values are
    /// derived from its children.
    fn needs_all_rows(&self, part: &PartId, words: Option<&Commentary>) -> bool {
        let names_parts = words.is_some_and(|words| {
            let asks = words.asks.iter().map(String::as_str);
            let texts = asks.chain(words.first_line.as_deref()).chain([words.body.text.as_str()]);
            texts.into_iter().any(|text| text.contains("{{") && text.contains("by"))
        });
        let dimension = self.edition.facts().dimension(&part.dimension);
        names_parts || dimension.is_some_and(|dimension| dimension.children(&part.member).next().is_some())
    }

    /// What a KPI's page is made from.
    fn kpi(&self, kpi: &KpiId) -> Key {
        let facts = self.edition.facts();
        let mut key = Keyed::after(self.kpis[kpi]).with(&facts.studies);
        for action in facts.actions.iter().filter(|action| action.kpi == *kpi) {
            key = key.with(action);
        }
        for note in facts.kpi_notes.iter().filter(|note| note.kpi == *kpi) {
            key = if note.body.text.contains("{{") { key.with_key(self.everything) } else { key };
            key = key.with(note);
        }
        key.key()
    }
}

/// The key of each KPI's series: its own, those it is computed from, and what snapshots say of them.
fn kpi_keys(findings: &Findings, base: Key) -> BTreeMap<KpiId, Key> {
    let facts = findings.edition().facts();
    let snapshots = Keyed::after(base).with(&facts.snapshots).key();
    let own: BTreeMap<&KpiId, Key> = facts
        .kpis
        .iter()
        .map(|kpi| {
            let whole = Subject::whole(kpi.id.clone());
            let mut key = Keyed::after(snapshots);
            for (subject, series) in facts.series.range(whole..).take_while(|(subject, _)| subject.kpi == kpi.id) {
                key = key.with(subject).with(series);
            }
            (&kpi.id, key.key())
        })
        .collect();
    let key_of = |kpi: &Kpi| {
        let mut inputs = vec![&kpi.id];
        let mut next = 0;
        while let Some(id) = inputs.get(next).copied() {
            next += 1;
            let named = facts.kpi(id).and_then(|kpi| kpi.compute.as_ref()).map(|formula| formula.kpis());
            for id in named.unwrap_or_default() {
                if !inputs.contains(&id) {
                    inputs.push(id);
                }
            }
        }
        inputs.iter().fold(Keyed::after(snapshots), |key, id| key.with_key(own[*id])).key()
    };
    facts.kpis.iter().map(|kpi| (kpi.id.clone(), key_of(kpi))).collect()
}

/// The studies, actions and stories that scorecards of `period` show.
fn around_key(facts: &Organisation, period: Period) -> Key {
    let studies = facts.studies.iter().filter(|study| applies_by(study, period)).fold(Keyed::new(), Keyed::with);
    let actions = facts.actions.iter().filter(|action| action.from.is_none_or(|from| from <= period));
    let stories = facts.stories.iter().filter(|story| told_in(story, period));
    stories.fold(actions.fold(studies, Keyed::with), Keyed::with).key()
}

fn base_key(edition: &Edition, look: &Look) -> Key {
    let facts = edition.facts();
    let mut key = Keyed::new()
        .with(&edition.audience())
        .with(&facts.settings)
        .with(&facts.kpis)
        .with(&facts.dimensions)
        .with(&facts.awards)
        .with(&facts.values)
        .with(&look.name)
        .with(&look.templates);
    for (name, bytes) in &look.files {
        key = key.with(name).with_key(bytes_key(bytes));
    }
    for page in &facts.pages {
        key = key.with(&page.path).with(&page.heading);
    }
    key.with(&facts.studies.is_empty()).with(&facts.stories.is_empty()).key()
}

/// Whether a study's fieldwork had ended by the end of `period`.
pub(super) fn applies_by(study: &Study, period: Period) -> bool {
    let StudyKind::Performance { .. } = study.kind;
    study.fieldwork.to <= period.last_day()
}

/// Whether a story was told in `period`.
pub(super) fn told_in(story: &Story, period: Period) -> bool {
    period.first_day() <= story.date && story.date <= period.last_day()
}
