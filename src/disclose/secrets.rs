//! Secrets: what must be found nowhere in the files of an edition, and the search for it.
//!
//! What is for a narrower audience is taken out of the organisation before anything is made of it. The search does not
//! trust that: it looks for it in every file that is made. It also finds what nothing else can, an author who names in
//! a text for everyone what is for few.
//!
//! # What is searched for
//!
//! Of all that is for a narrower audience, as whole words and in the same letters:
//!
//! * ids and addresses: `desk/overflow`, `desk-overflow`, `agent_turnover`, `stories/the-call`; an id that could be a
//!   word, such as `overflow`, only together with its dimension;
//! * names, titles and labels of two words or more, or of a single one of at least twelve letters; not those that
//!   something everyone may see has too, or has in its own name;
//! * people whose stories are told without names, and those who are praised where nobody may be named for that, with
//!   their whole name if it has two words: unless somebody of that name answers for something that everyone may see, a
//!   title that holds the name is no excuse;
//! * of every text each line's longest run of words without marks between them, from four words on; not those that
//!   stand in a text for everyone as well;
//! * values that no other figure is likely to have: fractions of eight digits or more, and counts such as
//!   `1,180 of 1,377`; not those that a figure for everyone has too.
//!
//! A channel for managers that is called Phone, as another one is, and a value such as 12 are found nowhere: they say
//! nothing. Whole numbers are not searched for, however large: another sum or limit may come to the same, and a false
//! alarm could not be mended. Nor are small numbers, because there is nothing to search for in a 3.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Expression, Heading, Kpi, Lead, Markdown, Measurement, Organisation, StudyKind, Subject, Targets};

/// What must be found nowhere in the files of an edition.
#[derive(Debug, Default)]
pub struct Secrets {
    secrets: Vec<Secret>,
    /// Finds the spellings; `None` when there are none.
    finder: Option<AhoCorasick>,
    /// The secret of each spelling.
    spelled: Vec<usize>,
    /// Those of which it was reported already that somebody tells them.
    told: BTreeSet<usize>,
}

/// Something that is for a narrower audience.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// What sort of thing it is.
    pub kind: SecretKind,
    /// As it is written in the inputs.
    pub text: String,
}

/// What sort of thing a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// An id or an address.
    Id,
    /// A name, a title or a label.
    Name,
    /// The name of somebody who is praised, where nobody may be named for that.
    Praised,
    /// Words of a text.
    Words,
    /// A value.
    Value,
}

impl Secret {
    /// That it stands where it must not.
    pub fn problem(&self) -> Problem {
        const LONGEST: usize = 60;
        let what = match self.kind {
            SecretKind::Id => "id",
            SecretKind::Name => "name",
            SecretKind::Praised => return Problem::PraisedNamed { person: self.text.clone() },
            SecretKind::Words => "text",
            SecretKind::Value => "figure",
        };
        let text: String = self.text.chars().take(LONGEST).collect();
        Problem::SecretTold { what, text: if text.len() < self.text.len() { format!("{text}…") } else { text } }
    }
}

impl Secrets {
    /// The ids, names and titles, which any file could hold: when they change, all files have to be searched anew.
    ///
    /// Words and values need not be looked for in files that stay: those were made from the same inputs before, and
    /// what became a secret since then has changed its inputs.
    pub fn everywhere(&self) -> impl Iterator<Item = &Secret> {
        let is_anywhere = |kind| matches!(kind, SecretKind::Id | SecretKind::Name | SecretKind::Praised);
        self.secrets.iter().filter(move |secret| is_anywhere(secret.kind))
    }

    /// Every secret that stands in `text`, once each, with its first place; those left out that an author was told of.
    pub fn find(&self, text: &[u8]) -> Vec<(&Secret, Range<usize>)> {
        let found = self.places(text).into_iter().filter(|(secret, _)| !self.told.contains(secret));
        found.map(|(secret, place)| (&self.secrets[secret], place)).collect()
    }

    /// Reports the names in `markdown`, which is for everyone who may see the edition.
    pub(super) fn report_told(&mut self, markdown: &Markdown, diagnostics: &Diagnostics) {
        let text = markdown.read();
        for (number, place) in self.places(text.as_bytes()) {
            let secret = &self.secrets[number];
            if matches!(secret.kind, SecretKind::Name | SecretKind::Praised) {
                let at = Location::within(&markdown.file, markdown.first_line.get(), &text, place);
                diagnostics.report(secret.problem(), at);
                self.told.insert(number);
            }
        }
    }

    fn places(&self, text: &[u8]) -> BTreeMap<usize, Range<usize>> {
        let Some(finder) = &self.finder else { return BTreeMap::new() };
        let mut found: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        for place in finder.find_overlapping_iter(text).filter(|place| is_whole(text, place.range())) {
            found.entry(self.spelled[place.pattern().as_usize()]).or_insert_with(|| place.range());
        }
        found
    }

    fn new(secrets: BTreeSet<Secret>) -> Self {
        let secrets: Vec<Secret> = secrets.into_iter().collect();
        let (mut spellings, mut spelled) = (Vec::new(), Vec::new());
        for (number, secret) in secrets.iter().enumerate() {
            for spelling in self::spellings(&secret.text).into_iter().chain(broken(secret)) {
                spellings.push(spelling);
                spelled.push(number);
            }
        }
        if spellings.is_empty() {
            return Self { secrets, ..Self::default() };
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&spellings);
        let finder = Some(finder.expect("texts of a site are few enough to be searched for"));
        Self { finder, secrets, spelled, told: BTreeSet::new() }
    }
}

/// Everything in an organisation that could be a secret, or be no secret because everyone may see it.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: BTreeSet<String>,
    /// Those of `names` whom stories name.
    people: BTreeSet<String>,
    /// Those of `names` who answer for something, who are counted, or who are compared with.
    responsible: BTreeSet<String>,
    /// People who may not be named for being praised.
    praised: BTreeSet<String>,
    texts: BTreeSet<String>,
    values: BTreeSet<String>,
}

impl Known {
    /// All that is in `facts`.
    pub(super) fn of(facts: &Organisation) -> Self {
        let mut known = Self::default();
        known.add_catalogue(facts);
        known.add_snapshots(facts);
        known.add_studies(facts);
        known.add_stories(facts);
        known.add_writing(facts);
        let kpis: BTreeMap<_, &Kpi> = facts.kpis.iter().map(|kpi| (&kpi.id, kpi)).collect();
        for (Subject { kpi, .. }, series) in &facts.series {
            let Some(kpi) = kpis.get(kpi) else { continue };
            for (_, reading) in series.readings() {
                known.values.extend(values(kpi, &reading.measurement));
                known.text(reading.remark.as_ref().and_then(|remark| remark.note.as_ref()));
            }
        }
        known
    }

    /// Adds a text that was cut out.
    pub(super) fn add_text(&mut self, text: &str) {
        self.texts.insert(text.to_owned());
    }

    /// Adds people who may not be named for being praised.
    pub(super) fn add_praised(&mut self, people: &BTreeSet<String>) {
        self.praised.extend(people.iter().cloned());
    }

    /// What of all this is a secret, when `ids` must not be known, and everything in `public` may be.
    pub(super) fn secrets(self, ids: BTreeSet<String>, public_ids: &BTreeSet<String>, public: &Self) -> Secrets {
        let mut secrets = BTreeSet::new();
        for id in ids.difference(public_ids).filter(|id| id.contains(|it: char| !it.is_ascii_alphabetic())) {
            secrets.insert(Secret { kind: SecretKind::Id, text: id.clone() });
            if let Some((dimension, member)) = id.split_once('/').filter(|(dimension, _)| !is_folder(dimension)) {
                secrets.insert(Secret { kind: SecretKind::Id, text: format!("{dimension}-{member}") });
            }
        }
        let stands_in = |names: &BTreeSet<String>, name: &str| {
            names.iter().any(|public| {
                public.match_indices(name).any(|(at, _)| is_whole(public.as_bytes(), at..at + name.len()))
            })
        };
        let is_no_other = |name: &&String| is_full(name) && !stands_in(&public.responsible, name);
        for name in self.praised.iter().filter(is_no_other) {
            secrets.insert(Secret { kind: SecretKind::Praised, text: name.clone() });
        }
        let people = self.people.iter().filter(|name| !public.people.contains(*name)).filter(is_no_other);
        let names = self.names.iter().filter(|name| !public.names.contains(*name) && is_telling(name));
        for name in names.filter(|name| !stands_in(&public.names, name)).chain(people) {
            secrets.insert(Secret { kind: SecretKind::Name, text: name.clone() });
        }
        let runs: BTreeSet<&str> = self.texts.difference(&public.texts).flat_map(|text| runs(text)).collect();
        for run in unheard(&runs, public) {
            secrets.insert(Secret { kind: SecretKind::Words, text: run.to_owned() });
        }
        for value in self.values.difference(&public.values) {
            secrets.insert(Secret { kind: SecretKind::Value, text: value.clone() });
        }
        Secrets::new(secrets)
    }

    fn name(&mut self, name: impl AsRef<str>) {
        let name = name.as_ref().trim();
        if !name.is_empty() {
            self.names.insert(name.to_owned());
        }
    }

    fn names<T: AsRef<str>>(&mut self, names: impl IntoIterator<Item = T>) {
        names.into_iter().for_each(|name| self.name(name));
    }

    /// Adds names of those who answer for something.
    fn responsible<T: AsRef<str>>(&mut self, names: impl IntoIterator<Item = T>) {
        for name in names {
            self.name(name.as_ref());
            self.responsible.insert(name.as_ref().trim().to_owned());
        }
    }

    fn text(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        for text in texts {
            self.texts.insert(text.as_ref().to_owned());
        }
    }

    fn heading(&mut self, heading: &Heading) {
        self.names(&heading.title);
        self.names(&heading.keywords);
        self.text(&heading.description);
    }

    fn add_catalogue(&mut self, facts: &Organisation) {
        self.name(&facts.settings.title);
        self.name(&facts.settings.organisation);
        for kpi in &facts.kpis {
            self.name(&kpi.name);
            self.names(&kpi.group);
            self.responsible(&kpi.owner);
            self.text(kpi.definition.iter().chain(&kpi.formula).chain(&kpi.source));
            self.text(kpi.versions.iter().map(|version| &version.because));
            self.text(kpi.retired.iter().filter_map(|retired| retired.because.as_ref()));
            let steps = kpi.targets_by.iter().map(|(_, targets)| targets).chain([&kpi.targets]);
            for step in steps.flat_map(Targets::steps) {
                self.text(&step.because);
                self.responsible(&step.agreed_by);
            }
        }
        for dimension in &facts.dimensions {
            self.name(&dimension.label);
            for member in &dimension.members {
                self.responsible([&member.name]);
                self.text(&member.means);
            }
        }
        for award in &facts.awards {
            self.name(&award.name);
            self.text(award.means.iter().chain(&award.reward));
        }
        for value in &facts.values {
            self.name(&value.name);
            self.text(&value.means);
        }
        for action in &facts.actions {
            self.text([&action.what]);
            self.responsible(&action.owner);
        }
    }

    fn add_snapshots(&mut self, facts: &Organisation) {
        for snapshot in &facts.snapshots {
            self.responsible(snapshot.approved.iter().map(|approval| &approval.by));
            self.text(snapshot.revisions.iter().map(|revision| &revision.because));
            for event in &snapshot.events {
                self.text([&event.label]);
                self.text(&event.because);
            }
            self.text(snapshot.exceptional.iter().map(|exceptional| &exceptional.why));
        }
    }

    fn add_studies(&mut self, facts: &Organisation) {
        for study in &facts.studies {
            self.name(&study.title);
            self.names(&study.identifier);
            self.text(study.purpose.iter().chain(&study.question).chain(&study.method));
            if let Some(partners) = &study.partners {
                self.responsible(&partners.names);
                self.text(&partners.criteria);
            }
            let team = &study.team;
            let people = [&team.collectors, &team.analysts, &team.support, &team.facilitators];
            self.responsible(people.into_iter().flatten().chain(&team.coordinator).chain(&team.process_owner));
            for practice in &study.practices {
                self.text([&practice.what]);
                self.text(&practice.seen_at);
            }
            self.text(study.withdrawn.iter().map(|withdrawn| &withdrawn.because));
            self.text(study.revisions.iter().map(|revision| &revision.because));
            self.add_results(&study.kind);
            self.text(study.body.iter().map(Markdown::read));
        }
    }

    fn add_results(&mut self, kind: &StudyKind) {
        match kind {
            StudyKind::Performance { results, .. } => {
                self.text(results.iter().filter_map(|benchmark| benchmark.their_definition.as_ref()));
            }
            StudyKind::ServiceQuality(quality) => {
                self.text(quality.dimensions.iter().flat_map(|it| it.items.iter().map(|item| &item.text)));
            }
            StudyKind::Standard(assessment) => {
                self.text(assessment.criteria.iter().flat_map(|it| it.evidence.iter().chain([&it.name])));
            }
            StudyKind::Process(steps) | StudyKind::Competencies(steps) => {
                self.text(steps.iter().flat_map(|step| step.note.iter().chain([&step.name])));
            }
        }
    }

    fn add_stories(&mut self, facts: &Organisation) {
        for story in &facts.stories {
            self.heading(&story.heading);
            self.people.extend(story.people.iter().chain(&story.nominated_by).cloned());
            self.names(story.people.iter().chain(&story.nominated_by));
            self.text(story.challenge.iter().chain(&story.action).chain(&story.result));
            self.text([story.body.read()]);
            if let Some(quote) = &story.quote {
                self.text([&quote.text]);
                self.names(&quote.by);
            }
            if let Some(Lead::Text(text)) = &story.lead {
                self.text([text]);
            }
            self.text(story.image.iter().map(|image| &image.alt));
        }
    }

    fn add_writing(&mut self, facts: &Organisation) {
        for words in &facts.commentaries {
            self.heading(&words.heading);
            self.text(words.first_line.iter().chain(&words.asks));
            self.text([words.body.read()]);
        }
        for note in &facts.kpi_notes {
            self.heading(&note.heading);
            self.text([note.body.read()]);
        }
        for page in facts.pages.iter().chain(&facts.home) {
            self.heading(&page.heading);
            self.text([page.body.read()]);
        }
        for issue in &facts.newsletters {
            self.heading(&issue.heading);
            self.text(issue.preheader.iter().chain([&issue.subject]));
            self.text([issue.body.read()]);
            self.responsible(issue.from.iter().map(|sender| &sender.name));
        }
    }
}

/// Every id and address of what is in `facts`, so that one that is also a secret's says nothing.
pub(super) fn ids(facts: &Organisation) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = facts.kpis.iter().map(|kpi| kpi.id.to_string()).collect();
    for dimension in &facts.dimensions {
        ids.insert(dimension.id.to_string());
        ids.extend(dimension.members.iter().map(|member| dimension.part(member).to_string()));
    }
    ids.extend(facts.studies.iter().map(|study| format!("benchmarks/{}", study.id)));
    ids.extend(facts.stories.iter().map(|story| format!("stories/{}", story.slug)));
    ids.extend(facts.pages.iter().map(|page| page.path.clone()));
    // What formulas name is one word as well.
    ids.extend(
        facts.kpis.iter().filter_map(|kpi| kpi.compute.as_ref()).flat_map(Expression::kpis).map(ToString::to_string),
    );
    ids
}

/// Whether what stands before the slash is a folder of the site and no dimension.
fn is_folder(name: &str) -> bool {
    matches!(name, "kpis" | "benchmarks" | "stories" | "content" | "awards" | "values")
}

/// Whether a name is likely to stand for nothing else: two words, or a long one.
fn is_telling(name: &str) -> bool {
    const LONG: usize = 12;
    let letters = name.chars().filter(|it| it.is_alphanumeric()).count();
    name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() >= 2 && letters >= 6
        || letters >= LONG
}

/// Whether the name of a person is more than a first name, which is everybody's.
fn is_full(name: &str) -> bool {
    const SHORTEST: usize = 3;
    let letters = name.chars().filter(|it| it.is_alphanumeric()).count();
    is_telling(name) || name.split_whitespace().count() >= 2 && letters >= SHORTEST
}

/// The longest stretch of each line that Markdown and HTML leave as it is, if it has words enough.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    const ENOUGH: usize = 4;
    let is_plain = |char: char| char.is_alphanumeric() || matches!(char, ' ' | ',');
    let words = |run: &&str| run.split_whitespace().count();
    text.lines().filter_map(move |line| {
        let runs = line.split(move |char| !is_plain(char)).map(|run| run.trim_matches([' ', ',']));
        runs.max_by_key(words).filter(|run| words(run) >= ENOUGH && !run.contains("  "))
    })
}

/// Those of `runs` that stand in no text for everyone.
fn unheard<'r>(runs: &BTreeSet<&'r str>, public: &Known) -> Vec<&'r str> {
    let runs: Vec<&str> = runs.iter().copied().collect();
    let mut heard = vec![false; runs.len()];
    if let Ok(finder) = AhoCorasick::new(&runs) {
        for text in public.texts.iter().chain(&public.names) {
            for place in finder.find_overlapping_iter(text) {
                heard[place.pattern().as_usize()] = true;
            }
        }
    }
    runs.into_iter().zip(heard).filter(|(_, heard)| !heard).map(|(run, _)| run).collect()
}

/// The values of a measurement that no other is likely to have, as files write them.
fn values(kpi: &Kpi, measurement: &Measurement) -> Vec<String> {
    const TELLING: usize = 8;
    const MANY: u64 = 1_000;
    let mut values = Vec::new();
    let digits = |text: &str| text.trim_start_matches(['0', '.', '-']).bytes().filter(u8::is_ascii_digit).count();
    let value = measurement.value(kpi.unit).map(|value| value.to_string());
    match *measurement {
        Measurement::Value { .. } => {
            values.extend(value.filter(|value| value.contains('.') && digits(value) >= TELLING));
        }
        Measurement::Ratio { numerator, denominator } if denominator >= MANY => {
            if numerator.fract() == 0.0 {
                values.push(format!("{} of {}", grouped(numerator as u64), grouped(denominator)));
                // A share such as 500 of 1,000 is that of many others.
                let is_rare = denominator / greatest_divisor(numerator as u64, denominator) >= MANY;
                values.extend(value.filter(|value| is_rare && digits(value) >= TELLING));
            }
        }
        Measurement::Ratio { .. } | Measurement::Withheld(_) => {}
        Measurement::Promoters { promoters, detractors, .. } => {
            let all = measurement.n().unwrap_or(0);
            if all >= MANY {
                values.push(format!("{} for, {} against of {}", grouped(promoters), grouped(detractors), grouped(all)));
            }
        }
    }
    values
}

fn greatest_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one.max(1) } else { greatest_divisor(other, one % other) }
}

/// A count with a comma between thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text as files may spell it: as it is, and with what HTML and JSON escape.
fn spellings(text: &str) -> BTreeSet<String> {
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = html.replace('"', "&quot;").replace('\'', "&#39;");
    let quoted_hex = html.replace('"', "&quot;").replace('\'', "&#x27;").replace('/', "&#x2F;");
    let curly = html.replace('\'', "\u{2019}");
    let json = text.replace('\\', "\\\\").replace('"', "\\\"");
    [text.to_owned(), html, quoted, quoted_hex, curly, json].into()
}

/// A name as it is written when a line ends within it.
fn broken(secret: &Secret) -> impl Iterator<Item = String> {
    let name = Some(&secret.text).filter(|_| matches!(secret.kind, SecretKind::Name | SecretKind::Praised));
    name.into_iter().flat_map(|name| {
        name.match_indices(' ').map(move |(at, space)| format!("{}\n{}", &name[..at], &name[at + space.len()..]))
    })
}

/// Whether `place` is not in the middle of a word or a number.
fn is_whole(text: &[u8], place: Range<usize>) -> bool {
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let starts = joins(text[place.start]) && place.start.checked_sub(1).is_some_and(|before| joins(text[before]));
    let ends = joins(text[place.end - 1]) && text.get(place.end).is_some_and(|after| joins(*after));
    !starts && !ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_anything_are_not_searched_for() {
        for (name, expected) in [
            ("Phone", false),
            ("Overflow", false),
            ("Overflow partner", true),
            ("Wiederholungen", true),
            ("A B", false),
        ] {
            assert_eq!(is_telling(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_is_found_as_whole_words_however_it_is_spelled() {
        let secrets = secrets(&["R&D desk", "Sam's call"]);
        for (text, expected) in [
            ("the R&amp;D desk.", vec!["R&D desk"]),
            ("{\"name\":\"R&D desk\"}", vec!["R&D desk"]),
            ("R&D desks", vec![]),
            ("r&d desk", vec![]),
            ("the R&D\ndesk", vec!["R&D desk"]),
            ("Sam&#39;s call, Sam\u{2019}s call", vec!["Sam's call"]),
        ] {
            let found: Vec<&str> = secrets.find(text.as_bytes()).into_iter().map(|(it, _)| it.text.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn of_every_line_the_longest_words_are_searched_for() {
        let text = "# Costs\nThe *new* partner costs more than we pay, and takes less.\nSoon.\n";
        assert_eq!(runs(text).collect::<Vec<_>>(), ["partner costs more than we pay, and takes less"]);
    }

    #[test]
    fn what_everyone_may_see_is_no_secret() {
        let known = |names: &[&str], texts: &[&str]| Known {
            names: names.iter().map(|it| (*it).to_owned()).collect(),
            texts: texts.iter().map(|it| (*it).to_owned()).collect(),
            ..Known::default()
        };
        let all =
            known(&["Cost per call", "Cost per visit", "Own desk"], &["we pay far too much", "we pay what we can"]);
        let public = known(&["Cost per call, phone", "Own desk"], &["As ever we pay what we can here"]);
        let ids = |ids: &[&str]| ids.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
        let secrets = all.secrets(ids(&["cost", "desk/own", "per_call"]), &ids(&["per_call"]), &public);
        let found: Vec<&str> = secrets.secrets.iter().map(|secret| secret.text.as_str()).collect();
        assert_eq!(found, ["desk-own", "desk/own", "Cost per visit", "we pay far too much"]);
    }

    #[test]
    fn who_is_praised_is_named_only_where_somebody_answers_for_something() {
        let known = |names: &[&str], responsible: &[&str]| {
            let mut known = Known::default();
            known.names(names);
            known.responsible(responsible);
            known
        };
        let mut all = known(&[], &[]);
        all.add_praised(&["Ada L.", "Bo", "Theo Marsh", "Uma Reed"].map(str::to_owned).into());
        let public = known(&["Theo Marsh and the backlog"], &["Uma Reed, billing"]);
        let secrets = all.secrets(BTreeSet::new(), &BTreeSet::new(), &public);
        let found: Vec<&str> = secrets.secrets.iter().map(|secret| secret.text.as_str()).collect();
        assert_eq!(found, ["Ada L.", "Theo Marsh"]);
    }

    fn secrets(names: &[&str]) -> Secrets {
        Secrets::new(names.iter().map(|it| Secret { kind: SecretKind::Name, text: (*it).to_owned() }).collect())
    }
}
