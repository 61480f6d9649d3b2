//! Keys: what a page is made from, as a hash; a page whose key is the same as last time is not made again.
//!
//! A key must hold everything that can change the page's bytes, and may hold more. It is made from the edition,
//! never from files, and lives in the build's memory, never in the output: a hash of withheld input can be guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug, Write};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::analyse::Findings;
use crate::disclose::Edition;
use crate::model::{
    AudienceId, Commentary, Heading, Kpi, KpiId, Look, Markdown, Measurement, Newsletter, Organisation, PartId, Period,
    Picture, Reading, Series, Signs, Snapshot, Story, Subject,
};

use super::charts::FLOWS;
use super::outline::{applies_by, told_in};
use super::pages::newsletter_title;
use super::route::Route;

/// A hash of what a page is made from.
pub type Key = [u8; 16];

/// Collects what a page is made from.
///
/// Most values join by their `Debug` text, which by construction holds every field, also one that is added tomorrow. Of
/// figures and words there are too many for that: they join as they are, taken apart by patterns that name every field.
#[derive(Clone)]
pub(super) struct Keyed {
    hash: Sha256,
    /// What is not hashed yet: `Debug` writes a few bytes at a time, and hashing those one by one would cost more than
    /// making them.
    waiting: Vec<u8>,
}

/// So much is hashed at once.
const AT_ONCE: usize = 1 << 12;

impl Keyed {
    /// Begins with the program itself: another program may make other bytes of the same inputs.
    pub(super) fn new() -> Self {
        Self::empty().with(&env!("PLAUDIT_BUILD"))
    }

    /// Continues from an earlier key.
    pub(super) fn after(key: Key) -> Self {
        Self::empty().with_key(key)
    }

    /// Begins with nothing, for a hash of what is published and of nothing else.
    pub(super) fn new_content() -> Self {
        Self::empty()
    }

    /// Begins with nothing, for a part of a key that is joined to others.
    pub(super) fn empty() -> Self {
        Self { hash: Sha256::new(), waiting: Vec::with_capacity(512) }
    }

    /// Adds a value.
    pub(super) fn with(mut self, value: &(impl Debug + ?Sized)) -> Self {
        writeln!(self, "{value:?}").expect("hashing does not fail");
        self
    }

    /// Adds a text, more quickly than [`with`](Self::with), with its length, so that no two texts together are the same
    /// as two others.
    pub(super) fn with_text(mut self, text: &str) -> Self {
        self.push_number(text.len() as u64);
        self.push(text.as_bytes());
        self
    }

    /// Adds texts, of which there may be none, with their number.
    fn with_texts<'t>(self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        let key = self.with_number(texts.len());
        texts.into_iter().fold(key, Self::with_text)
    }

    /// Adds a number.
    pub(super) fn with_number(mut self, number: usize) -> Self {
        self.push_number(number as u64);
        self
    }

    /// Adds another key.
    pub(super) fn with_key(mut self, key: Key) -> Self {
        self.push(&key);
        self
    }

    /// Adds what a figure is about.
    fn with_subject(self, subject: &Subject) -> Self {
        let Subject { kpi, part } = subject;
        self.with_text(kpi.as_str()).with_part(part.as_ref())
    }

    /// Adds a figure.
    fn with_reading(mut self, reading: &Reading) -> Self {
        let Reading { measurement, standing, remark } = reading;
        match *measurement {
            Measurement::Value { value, n } => {
                self.push(b"v");
                self.push_number(value.to_bits());
                self.push_number(n.map_or(u64::MAX, |n| n));
            }
            Measurement::Ratio { numerator, denominator } => {
                self.push(b"r");
                self.push_number(numerator.to_bits());
                self.push_number(denominator);
            }
            Measurement::Promoters { promoters, passives, detractors } => {
                self.push(b"p");
                [promoters, passives, detractors].into_iter().for_each(|count| self.push_number(count));
            }
            Measurement::Withheld(why) => self = self.with(&why),
        }
        self.push(&[*standing as u8]);
        match remark {
            None => self,
            Some(remark) => self.with(remark),
        }
    }

    /// Adds a series.
    fn with_series(mut self, series: &Series) -> Self {
        self = self.with_period(series.first());
        for slot in series.slots() {
            self = match slot {
                None => self.with_text(""),
                Some(reading) => self.with_reading(reading),
            };
        }
        self
    }

    /// Adds the words about a period.
    fn with_commentary(self, words: &Commentary) -> Self {
        let Commentary { period, part, heading, first_line, asks, body } = words;
        let key = self.with_period(*period).with_part(part.as_ref()).with_heading(heading).with_markdown(body);
        key.with_texts(first_line.as_deref()).with_texts(asks.iter().map(String::as_str))
    }

    /// Adds what a heading says, which most often is nothing.
    fn with_heading(mut self, heading: &Heading) -> Self {
        let Heading { title, description, date, updated, draft, slug, aliases, weight, template, keywords, audience } =
            heading;
        self.push(&[u8::from(*draft)]);
        self.push(&weight.to_le_bytes());
        for date in [date, updated] {
            match date {
                None => self.push(&[0]),
                Some(date) => self = self.with(date),
            }
        }
        let audience = audience.as_ref().map(AudienceId::as_str);
        for text in [title, description, slug, template].map(Option::as_deref).into_iter().chain([audience]) {
            self = self.with_texts(text);
        }
        self.with_texts(aliases.iter().map(String::as_str)).with_texts(keywords.iter().map(String::as_str))
    }

    /// Adds a text and where it is written.
    pub(super) fn with_markdown(mut self, markdown: &Markdown) -> Self {
        let Markdown { text: _, file, first_line, head } = markdown;
        self.push_number(first_line.get().into());
        self.with_text(&file.to_string_lossy()).with_text(head).with_key(text_key(markdown))
    }

    /// Adds a period.
    fn with_period(mut self, period: Period) -> Self {
        self.push(&[period.kind() as u8, period.number()]);
        self.push(&period.year().to_le_bytes());
        self
    }

    /// Adds the period of a page beside this one; `None` where there is none.
    fn with_neighbour(mut self, period: Option<Period>) -> Self {
        match period {
            Some(period) => self.with_period(period),
            None => {
                self.push(&[0; 4]);
                self
            }
        }
    }

    /// Adds a part; `None` for the whole.
    fn with_part(self, part: Option<&PartId>) -> Self {
        match part {
            None => self.with_text(""),
            Some(PartId { dimension, member }) => self.with_text(dimension.as_str()).with_text(member.as_str()),
        }
    }

    fn push_number(&mut self, number: u64) {
        self.push(&number.to_le_bytes());
    }

    /// The key of all that was added.
    pub(super) fn key(mut self) -> Key {
        self.hash.update(&self.waiting);
        let hash = self.hash.finalize();
        hash[..16].try_into().expect("a SHA-256 hash has 32 bytes")
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > AT_ONCE {
            self.hash.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > AT_ONCE {
            self.hash.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }
}

impl Write for Keyed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

/// A scorecard, or the file of one of its charts, as far as no words are in it.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) route: Route,
    /// Its route's path.
    pub(super) path: String,
    pub(super) period: Period,
    /// Which of the snapshots is the period's.
    pub(super) place: usize,
    /// The part; `None` for the whole.
    pub(super) part: Option<PartId>,
    /// The periods of the scorecards beside it, to which it links.
    pub(super) beside: [Option<Period>; 2],
    /// What it is made from, but for its words.
    pub(super) key: Key,
}

/// The key of a text.
pub(super) fn text_key(markdown: &Markdown) -> Key {
    markdown.text.hash().unwrap_or_else(|| bytes_key(markdown.read().as_bytes()))
}

/// The key of what is in a file.
pub(super) fn bytes_key(bytes: &[u8]) -> Key {
    Sha256::digest(bytes)[..16].try_into().expect("a SHA-256 hash has 32 bytes")
}

/// The keys that hold no words about a period, and what is known of the parts.
#[derive(Debug)]
pub(super) struct Fixed {
    /// The program, the look, the settings, the catalogue, the parts and the frame: in every page.
    pub(super) base: Key,
    /// For each snapshot: the studies, actions and stories its scorecards show.
    around: BTreeMap<Period, Key>,
    /// For each snapshot: everything measured up to it, the keys of earlier ones included.
    until: BTreeMap<Period, Key>,
    /// For each part: what was measured of it up to each snapshot.
    part_until: BTreeMap<PartId, Vec<Key>>,
    /// The parts that others belong to.
    parents: BTreeSet<PartId>,
    /// For each KPI: all of its series.
    kpis: BTreeMap<KpiId, Key>,
    /// Everything but the words about periods.
    everything: Key,
    /// The stories, awards and values.
    pub(super) recognition: Key,
}

impl Fixed {
    pub(super) fn new(findings: &Findings, look: &Look) -> Self {
        let edition = findings.edition();
        let facts = edition.facts();
        let base = base_key(edition, look);
        let mut by_part: BTreeMap<Option<&PartId>, Vec<(&Subject, &Series)>> = BTreeMap::new();
        for (subject, series) in &facts.series {
            by_part.entry(subject.part.as_ref()).or_default().push((subject, series));
        }
        let said: Vec<Key> = facts.snapshots.iter().map(|snapshot| Keyed::new().with(snapshot).key()).collect();
        let rows = |(part, subjects): (Option<&PartId>, Vec<(&Subject, &Series)>)| {
            let row = |(snapshot, said): (&Snapshot, &Key)| {
                let mut row = Keyed::after(*said).with_part(part);
                for (subject, series) in &subjects {
                    if let Some(reading) = series.at(snapshot.period) {
                        row = row.with_text(subject.kpi.as_str()).with_reading(reading);
                    }
                }
                row.key()
            };
            (part.cloned(), facts.snapshots.iter().zip(&said).map(row).collect())
        };
        // For each part, the whole first: what was measured of it in each snapshot.
        let rows: Vec<(Option<PartId>, Vec<Key>)> = by_part.into_par_iter().map(rows).collect();
        let of_all = (0..said.len()).scan(base, |last, index| {
            let all = Keyed::after(*last).with_key(said[index]);
            *last = rows.iter().fold(all, |all, (_, rows)| all.with_key(rows[index])).key();
            Some(*last)
        });
        let until: BTreeMap<Period, Key> = facts.snapshots.iter().map(|snapshot| snapshot.period).zip(of_all).collect();
        let last = until.last_key_value().map_or(base, |(_, last)| *last);
        let whole = rows.first().filter(|(part, _)| part.is_none()).map(|(_, rows)| rows);
        let of_part = |(part, rows): &(Option<PartId>, Vec<Key>)| {
            let chained = rows.iter().enumerate().scan(base, |last, (index, own)| {
                let whole = whole.map_or_else(Key::default, |rows| rows[index]);
                *last = Keyed::after(*last).with_key(*own).with_key(whole).key();
                Some(*last)
            });
            Some((part.clone()?, chained.collect()))
        };
        let part_until: BTreeMap<PartId, Vec<Key>> = rows.iter().filter_map(of_part).collect();
        let around =
            facts.snapshots.iter().map(|snapshot| (snapshot.period, around_key(facts, snapshot.period))).collect();
        let recognition = Keyed::after(base).with(&facts.stories).with(&facts.consents).key();
        let everything = Keyed::after(last)
            .with_key(recognition)
            .with(&facts.studies)
            .with(&facts.actions)
            .with(&facts.home)
            .with(&facts.newsletters)
            .with(&facts.kpi_notes)
            .key();
        let kpis = kpi_keys(findings, base);
        let parents = facts.dimensions.iter().flat_map(|dimension| {
            let parents = dimension.members.iter().filter_map(|member| member.parent.clone());
            parents.map(|member| PartId { dimension: dimension.id.clone(), member })
        });
        let parents = parents.collect();
        Self { base, around, until, part_until, parents, kpis, everything, recognition }
    }

    /// The card with its key.
    pub(super) fn keyed(&self, card: Card) -> Card {
        Card { key: self.scorecard(&card, false), ..card }
    }

    /// What a scorecard is made from but for its words: for the whole everything up to its period, for a part its own rows,
    /// or `all` rows where its values are derived from its children's or its words name other parts.
    fn scorecard(&self, card: &Card, all: bool) -> Key {
        let Card { period, place, part, beside, .. } = card;
        let rows = match part {
            Some(part) if !all && !self.parents.contains(part) => self.part_until[part][*place],
            _ => self.until[period],
        };
        let key = Keyed::after(rows).with_key(self.around[period]);
        beside.iter().copied().fold(key, Keyed::with_neighbour).key()
    }
}

/// The keys from which the keys of pages are put together.
pub(super) struct Keys<'a> {
    edition: &'a Edition,
    pub(super) fixed: &'a Fixed,
    /// For each commentary, in their order: all of it.
    words: Vec<Key>,
    /// Everything.
    pub(super) everything: Key,
}

impl<'a> Keys<'a> {
    pub(super) fn new(edition: &'a Edition, fixed: &'a Fixed) -> Self {
        let key_of = |words| Keyed::empty().with_commentary(words).key();
        let words: Vec<Key> = edition.facts().commentaries.par_iter().with_min_len(256).map(key_of).collect();
        let everything = Keyed::after(fixed.everything);
        let everything = words.iter().fold(everything, |key, words| key.with_key(*words)).key();
        Self { edition, fixed, words, everything }
    }

    /// What is made from all figures and studies, and from no words about them.
    pub(super) fn figures(&self) -> Key {
        let facts = self.edition.facts();
        Keyed::after(self.fixed.until[&facts.latest().period]).with(&facts.studies).key()
    }

    /// What is made from the figures of a period.
    pub(super) fn figures_of(&self, period: Period) -> Key {
        self.fixed.until[&period]
    }

    /// What a story's page is made from: all of recognition, how large its picture is, and the figures it may name.
    pub(super) fn story(&self, story: Option<&Story>, pictures: &BTreeMap<String, Picture>) -> Key {
        let image = story.and_then(|story| story.image.as_ref()).and_then(|image| pictures.get(&image.site_path()));
        let key = Keyed::after(self.fixed.recognition).with(&image.and_then(|picture| picture.size));
        let is_filled = story.is_some_and(|story| story.body.text.signs().has_placeholder);
        if is_filled { key.with_key(self.figures()).key() } else { key.key() }
    }

    /// What a newsletter is made from: everything up to its period, its words and those of the scorecard, all stories.
    ///
    /// `beside` are the issues it links to.
    pub(super) fn newsletter(&self, issue: &Newsletter, beside: [Option<&Newsletter>; 2]) -> Key {
        let facts = self.edition.facts();
        let words = facts.commentary_index(issue.period, None).map(|index| self.words[index]).unwrap_or_default();
        let titles = beside.map(|issue| issue.map(|issue| (issue.period, newsletter_title(issue))));
        let figures =
            if issue.body.text.signs().has_placeholder { self.figures() } else { self.fixed.until[&issue.period] };
        Keyed::after(figures)
            .with_key(self.fixed.around[&issue.period])
            .with_key(self.fixed.recognition)
            .with_key(words)
            .with(issue)
            .with(&facts.calendar)
            .with(&titles)
            .key()
    }

    /// What a scorecard is made from: what of it is fixed, and its words.
    pub(super) fn scorecard(&self, card: &Card) -> Key {
        let facts = self.edition.facts();
        let words = facts.commentary_index(card.period, card.part.as_ref());
        let names_parts = words.is_some_and(|index| names_parts(&facts.commentaries[index]));
        let fixed = if names_parts { self.fixed.scorecard(card, true) } else { card.key };
        Keyed::after(fixed).with_key(words.map(|index| self.words[index]).unwrap_or_default()).key()
    }

    /// What a KPI's page is made from.
    pub(super) fn kpi(&self, kpi: &KpiId) -> Key {
        let facts = self.edition.facts();
        let mut key = Keyed::after(self.fixed.kpis[kpi]).with(&facts.studies);
        for action in facts.actions.iter().filter(|action| action.kpi == *kpi) {
            key = key.with(action);
        }
        for note in facts.kpi_notes.iter().filter(|note| note.kpi == *kpi) {
            key = if note.body.text.signs().has_placeholder { key.with_key(self.everything) } else { key };
            key = key.with(note);
        }
        key.key()
    }
}

/// Whether words may name other parts than the one that they are about.
fn names_parts(words: &Commentary) -> bool {
    let mut short = words.asks.iter().chain(&words.first_line);
    words.body.text.signs().may_name_part || short.any(|text| Signs::of(text).may_name_part)
}

/// The key of each KPI's series: its own and its pair's, those they are computed from, and what snapshots say of them.
fn kpi_keys(findings: &Findings, base: Key) -> BTreeMap<KpiId, Key> {
    let facts = findings.edition().facts();
    let snapshots = Keyed::after(base).with(&facts.snapshots).key();
    let own: BTreeMap<&KpiId, Key> = facts
        .kpis
        .par_iter()
        .map(|kpi| {
            let whole = Subject::whole(kpi.id.clone());
            let mut key = Keyed::after(snapshots);
            for (subject, series) in facts.series.range(whole..).take_while(|(subject, _)| subject.kpi == kpi.id) {
                key = key.with_subject(subject).with_series(series);
            }
            (&kpi.id, key.key())
        })
        .collect();
    let key_of = |kpi: &Kpi| {
        let mut inputs: Vec<&KpiId> = [Some(kpi), facts.pair(kpi)].into_iter().flatten().map(|kpi| &kpi.id).collect();
        if FLOWS.contains(&kpi.id.as_str()) {
            let others = facts.kpis.iter().filter(|other| other.id != kpi.id && FLOWS.contains(&other.id.as_str()));
            inputs.extend(others.map(|other| &other.id));
        }
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
        inputs.iter().filter_map(|id| own.get(*id)).fold(Keyed::after(snapshots), |key, own| key.with_key(*own)).key()
    };
    facts.kpis.iter().map(|kpi| (kpi.id.clone(), key_of(kpi))).collect()
}

/// The studies, actions and stories that scorecards of `period` show.
fn around_key(facts: &Organisation, period: Period) -> Key {
    let studies = facts.studies.iter().filter(|study| applies_by(study, period)).fold(Keyed::new(), Keyed::with);
    let actions = facts.actions.iter().filter(|action| action.from.is_none_or(|from| from <= period));
    let stories = facts.stories.iter().filter(told_in(period));
    stories.fold(actions.fold(studies, Keyed::with), Keyed::with).key()
}

fn base_key(edition: &Edition, look: &Look) -> Key {
    let facts = edition.facts();
    let mut key = Keyed::new()
        .with(&edition.audience())
        .with(&edition.secrets().everywhere().collect::<Vec<_>>())
        .with(&facts.settings)
        .with(&facts.kpis)
        .with(&facts.dimensions)
        .with(&facts.awards)
        .with(&facts.values)
        .with(&look.name)
        .with(&look.templates)
        .with(&look.brand);
    for (name, bytes) in &look.files {
        key = key.with(name).with_key(bytes_key(bytes));
    }
    for page in &facts.pages {
        key = key.with(&page.path).with(&page.heading);
    }
    // Which sections there are is in the navigation of every page.
    let sections = [facts.studies.is_empty(), facts.stories.is_empty(), facts.newsletters.is_empty()];
    key.with(&sections).key()
}
