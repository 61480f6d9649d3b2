//! Inputs that this edition's readers may have as they are: files that hold nothing but what they may know.
//!
//! A file is judged by what was made of it: when the gate took nothing out of that, and nothing that is withheld stands
//! in its text, it may go with a package. A file that does not say enough about itself stays behind, and so do consents
//! and whatever nothing was made of.

use std::path::Path;

use super::Edition;
use super::audience::sees;
use crate::model::{Commentary, FreePage, Heading, KpiNote, Markdown, Organisation, Period, Story, Study};

/// What the inputs said before the gate, beside what is left behind it.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// All that was read.
    pub all: &'a Organisation,
    /// What of it the package is about.
    pub wanted: &'a Organisation,
    /// What passed the gate.
    pub edition: &'a Edition,
    /// Whether stories may go with their names.
    pub with_names: bool,
}

impl Inputs<'_> {
    /// Whether something that the package is about was made of `file`: figures, definitions, words.
    pub fn made_something(&self, file: &Path) -> bool {
        let names: Vec<&str> = file.iter().filter_map(|name| name.to_str()).collect();
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        match names.as_slice() {
            ["plaudit.yaml"] | ["data", _] => stem != "consents",
            ["data", "snapshots" | "published", _] => {
                stem.to_uppercase().parse().is_ok_and(|period| self.wanted.snapshot(period).is_some())
            }
            ["data", "benchmarks", _] => self.wanted.studies.iter().any(|study| study.id.as_str() == stem),
            ["content", ..] => written(self.wanted).any(|written| written.body().file == file),
            _ => false,
        }
    }

    /// Whether the readers may have `file`, a path relative to the site's root, which holds `contents`.
    pub fn may_have(&self, file: &Path, contents: &[u8]) -> bool {
        self.holds_only_what_they_may_know(file, contents) && self.edition.secrets().find(contents).is_empty()
    }

    fn holds_only_what_they_may_know(&self, file: &Path, contents: &[u8]) -> bool {
        let (all, shown) = (self.all, self.edition.facts());
        let names: Vec<&str> = file.iter().filter_map(|name| name.to_str()).collect();
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_catalogue_open = all.kpis == shown.kpis;
        let period = || stem.to_uppercase().parse::<Period>().ok();
        match (names.as_slice(), stem) {
            (["plaudit.yaml"], _) => true,
            (["data", _], "kpis") => is_catalogue_open,
            (["data", _], "dimensions") => all.dimensions == shown.dimensions,
            (["data", _], "awards") => (&all.awards, &all.values) == (&shown.awards, &shown.values),
            (["data", _], "actions") => all.actions == shown.actions,
            (["data", "snapshots", _], _) => period().is_some_and(|period| self.is_open(period)),
            (["data", "published", _], _) => {
                period().is_some_and(|period| self.is_open(period)) && is_catalogue_open && all.studies == shown.studies
            }
            (["data", "benchmarks", _], id) => {
                let study = shown.studies.iter().find(|study| study.id.as_str() == id);
                study.is_some_and(|study| all.studies.contains(study) && names_no_partners(study, contents))
            }
            (["content", "stories", ..], _) if !self.with_names => false,
            (["content", ..], _) => self.are_words_open(file),
            _ => false,
        }
    }

    /// Whether all that was said about `period` passed the gate.
    fn is_open(&self, period: Period) -> bool {
        let (all, shown) = (self.all, self.edition.facts());
        let figures = |facts: &Organisation| -> Vec<_> {
            let measured =
                facts.series.iter().filter_map(|(subject, series)| Some((subject.clone(), series.at(period)?.clone())));
            measured.collect()
        };
        all.snapshot(period).is_some()
            && all.snapshot(period) == shown.snapshot(period)
            && figures(all) == figures(shown)
    }

    /// Whether all that a Markdown file says passed the gate, its front matter as well as its words.
    fn are_words_open(&self, file: &Path) -> bool {
        let written_in = |facts| written(facts).find(|written| written.body().file == file);
        let before = written_in(self.all).filter(|written| !written.is_nameless());
        before.is_some_and(|before| {
            before.heading().is_none_or(|heading| sees(&heading.audience, None))
                && written_in(self.edition.facts()) == Some(before)
        })
    }
}

/// What one Markdown file says.
#[derive(Clone, Copy, PartialEq)]
enum Written<'a> {
    Page(&'a FreePage),
    Commentary(&'a Commentary),
    Note(&'a KpiNote),
    Story(&'a Story),
    Study(&'a Markdown),
}

impl<'a> Written<'a> {
    fn body(self) -> &'a Markdown {
        match self {
            Self::Page(page) => &page.body,
            Self::Commentary(words) => &words.body,
            Self::Note(note) => &note.body,
            Self::Story(story) => &story.body,
            Self::Study(body) => body,
        }
    }

    fn heading(self) -> Option<&'a Heading> {
        match self {
            Self::Page(page) => Some(&page.heading),
            Self::Commentary(words) => Some(&words.heading),
            Self::Note(note) => Some(&note.heading),
            Self::Story(story) => Some(&story.heading),
            Self::Study(_) => None,
        }
    }

    /// Whether it is told without the names that stand in its file.
    fn is_nameless(self) -> bool {
        matches!(self, Self::Story(story) if story.anonymise)
    }
}

/// Everything in Markdown that can be in a package.
fn written(facts: &Organisation) -> impl Iterator<Item = Written<'_>> {
    let pages = facts.home.iter().chain(&facts.pages).map(Written::Page);
    let commentaries = facts.commentaries.iter().map(Written::Commentary);
    let notes = facts.kpi_notes.iter().map(Written::Note);
    let stories = facts.stories.iter().map(Written::Story);
    let studies = facts.studies.iter().filter_map(|study| Some(Written::Study(study.body.as_ref()?)));
    pages.chain(commentaries).chain(notes).chain(stories).chain(studies)
}

/// Whether a study's file names its partners only if they may be named.
fn names_no_partners(study: &Study, contents: &[u8]) -> bool {
    let may_be_named = study.partners.as_ref().is_some_and(|partners| !partners.names.is_empty());
    may_be_named || !contents.windows(5).any(|word| word == b"names")
}
