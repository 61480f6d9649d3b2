//! YAML into an ordered, located tree: nothing is lost, merged or expanded, and everything knows its place.
//!
//! The parser is used twice. The first pass reads the tree. It gives no places for numbers, so a second pass, guided
//! by the tree, asks for every scalar as text; for most of them the parser then hands out a slice of the input, whose
//! address tells its place. It runs only when a place or the raw text of a number is wanted, so only for files with a
//! problem and for the few that give a number where text is expected.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny};

use super::malformed;
use super::places::{Places, PlacesOf};
use super::tree::{Budget, MAX_DEPTH, Node, Tree, decoded, find_duplicates, remove_duplicates};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, Severity};
use crate::model::Text;

/// Opening brackets a file may have: some, and one for every so many bytes. Real files are far below; it keeps a
/// file of nothing but brackets from costing more time than any real one.
const MAX_OPENINGS: usize = 1_000;
const BYTES_PER_OPENING: usize = 10;

/// More problems of one document are not noted down: finding the place of each takes a while in a large one.
const MAX_PROBLEMS: usize = 250;

/// A text file of the site, without a byte-order mark.
#[derive(Debug)]
pub(super) struct Source<'s> {
    /// Relative to the site's root.
    pub(super) file: PathBuf,
    /// As it is written; of a Markdown file the head.
    pub(super) text: Cow<'s, str>,
    /// What stands after the head of a Markdown file, with its hash.
    pub(super) words: Option<Text>,
    /// The tree of its YAML, which is all of it or its head, once that was parsed and nothing was wrong with it.
    pub(super) encoded: OnceLock<Box<[u8]>>,
}

impl<'s> Source<'s> {
    /// A text that was just read, or is on the shelf.
    pub(super) fn new(file: PathBuf, text: impl Into<Cow<'s, str>>) -> Self {
        Self { file, text: text.into(), words: None, encoded: OnceLock::new() }
    }
}

/// A YAML document as a tree, and where it is written.
pub(super) struct Document<'t> {
    diagnostics: &'t Diagnostics,
    /// How many errors, and how many lesser problems, were reported.
    reported: Cell<(usize, usize)>,
    source: &'t Source<'t>,
    /// Where the YAML is in the text of the source: all of it, or the head of a Markdown file.
    range: Range<usize>,
    pub(super) root: Node<'t>,
    places: OnceCell<Vec<Option<Range<usize>>>>,
}

impl<'t> Document<'t> {
    /// Reads the YAML in `range` of `source`; keys given twice are reported, and the first one stands.
    pub(super) fn read(
        source: &'t Source<'t>,
        range: Range<usize>,
        diagnostics: &'t Diagnostics,
    ) -> Result<Self, Reported> {
        let text = &source.text[range.clone()];
        let refuse = |(problem, at): (Problem, Range<usize>)| {
            let at = range.start + at.start..range.start + at.end;
            diagnostics.fatal(problem, Location::within(&source.file, 1, &source.text, at))
        };
        let (reported, places) = (Cell::default(), OnceCell::new());
        if let Some(root) = source.encoded.get().and_then(|bytes| decoded(bytes, text)) {
            return Ok(Self { diagnostics, reported, source, range: range.clone(), root, places });
        }
        forbidden_signs(text).map_err(refuse)?;
        let root = tree(text).map_err(refuse)?;
        let mut document = Self { diagnostics, reported, source, range: range.clone(), root, places };
        if !document.drop_duplicates() {
            source.encoded.get_or_init(|| document.root.encoded(text));
        }
        Ok(document)
    }

    /// The place of a scalar; `None` for the few the parser gives no place for.
    pub(super) fn place(&self, scalar: usize) -> Option<Range<usize>> {
        self.places().get(scalar)?.clone()
    }

    /// How a scalar is written, without quotes; `None` where its place is not known.
    pub(super) fn raw(&self, scalar: usize) -> Option<&str> {
        Some(&self.source.text[self.place(scalar)?])
    }

    /// Reports a problem at a place; with the file as a whole for `None`.
    pub(super) fn report(&self, problem: Problem, place: Option<Range<usize>>) {
        let (errors, others) = self.reported.get();
        let is_error = problem.severity() == Severity::Error;
        self.reported.set(if is_error { (errors + 1, others) } else { (errors, others + 1) });
        // Lesser problems never keep an error from being reported.
        if (if is_error { errors } else { others }) < MAX_PROBLEMS {
            self.diagnostics.report(problem, self.location(place));
        }
    }

    /// A place as a location; the file as a whole for `None`.
    pub(super) fn location(&self, place: Option<Range<usize>>) -> Location {
        match place {
            Some(place) => Location::within(&self.source.file, 1, &self.source.text, place),
            None => Location::file(&self.source.file),
        }
    }

    fn places(&self) -> &[Option<Range<usize>>] {
        self.places.get_or_init(|| {
            let text = &self.source.text[self.range.clone()];
            let places = Places::new(text);
            // It was read before, so it is read again; if not, there are merely fewer places.
            let _ =
                PlacesOf { node: &self.root, places: &places }.deserialize(serde_yaml::Deserializer::from_str(text));
            let moved = |place: Range<usize>| self.range.start + place.start..self.range.start + place.end;
            places.found().into_iter().map(|place| place.map(moved)).collect()
        })
    }

    /// Reports keys that are given twice and keeps the first of them; whether there are any.
    fn drop_duplicates(&mut self) -> bool {
        let mut duplicates = Vec::new();
        find_duplicates(&mut self.root, &mut duplicates);
        if duplicates.is_empty() {
            return false;
        }
        // The places follow the tree as it was read, so they are worked out while the tree is whole.
        self.places();
        for (key, first, second) in duplicates.into_iter().take(MAX_PROBLEMS) {
            let first_line = self.location(self.place(first)).place.map_or(1, |place| place.line);
            self.report(Problem::DuplicateKey { key, first_line }, self.place(second));
        }
        remove_duplicates(&mut self.root);
        true
    }
}

/// Refuses anchors, aliases and tags, more brackets than any real file has, and lines of nothing but dashes.
///
/// Where a sign could begin one of the three, it is replaced by `@` in a copy, with which nothing can begin: if the
/// copy cannot be read at such a place, it was one. Within words, quotes, blocks and comments `@` changes nothing.
fn forbidden_signs(text: &str) -> Result<(), (Problem, Range<usize>)> {
    let openings = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if openings > MAX_OPENINGS + text.len() / BYTES_PER_OPENING {
        return Err((Problem::TooDeep { limit: MAX_DEPTH }, 0..0));
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if dashes(line) > MAX_DEPTH {
            return Err((Problem::TooDeep { limit: MAX_DEPTH }, start..start));
        }
        start += line.len();
    }
    let bytes = text.as_bytes();
    let could_begin = |at: usize| {
        matches!(bytes[at], b'&' | b'*' | b'!')
            && at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphanumeric())
    };
    let places: Vec<_> = (0..bytes.len()).filter(|at| could_begin(*at)).collect();
    if places.is_empty() {
        return Ok(());
    }
    let mut copy = String::with_capacity(text.len());
    let mut copied = 0;
    for at in &places {
        copy.push_str(&text[copied..*at]);
        copy.push('@');
        copied = at + 1;
    }
    copy.push_str(&text[copied..]);
    let Err(error) = serde_yaml::from_str::<IgnoredAny>(&copy) else { return Ok(()) };
    let Some(at) = error.location().map(|location| location.index()) else { return Ok(()) };
    if places.binary_search(&at).is_err() {
        return Ok(());
    }
    Err((Problem::AnchorAliasTag { sign: char::from(bytes[at]) }, at..at + 1))
}

/// How many lists and maps a line begins: `- - ? ` begins three.
fn dashes(line: &str) -> usize {
    let pairs = line.trim_start().as_bytes().chunks(2);
    pairs.take_while(|pair| matches!(pair, [b'-' | b'?', b' ' | b'\t'])).count()
}

fn tree(text: &str) -> Result<Node<'_>, (Problem, Range<usize>)> {
    let budget = Budget::new(text);
    let read = Tree::new(&budget).deserialize(serde_yaml::Deserializer::from_str(text));
    read.map_err(|error| {
        let at = error.location().map_or(0, |location| location.index().min(text.len()));
        if budget.was_too_deep() {
            (Problem::TooDeep { limit: MAX_DEPTH }, at..at + 1)
        } else {
            let (error, at) = rest_error(text).unwrap_or_else(|| (error.to_string(), at));
            malformed::explain(text, &error, at)
        }
    })
}

/// What is wrong with a later document, and where: often it is the rest of a single one that broke off.
fn rest_error(text: &str) -> Option<(String, usize)> {
    let documents = serde_yaml::Deserializer::from_str(text);
    let error = documents.into_iter().find_map(|document| IgnoredAny::deserialize(document).err())?;
    Some((error.to_string(), error.location()?.index().min(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scalar_knows_its_place() {
        let text = "a: 1\n\"b\": [x, 'y', 2.50, ~]\nc: { d: true, e: \"z\" }\nf: >-\n  folded\n  text\ng: \"tab\\there\"\nh:\n";
        let raw = "a|1|b|x|y|2.50|~|c|d|true|e|z|f|?|g|?|h|";
        check(text, Ok(raw));
        check(&text.replace('\n', "\r\n"), Ok(raw));
    }

    #[test]
    fn places_in_a_head_are_those_of_the_file() {
        let source = Source::new("a.md".into(), "---\nä: 1\n---\n");
        let diagnostics = Diagnostics::new();
        let document = Document::read(&source, 4..10, &diagnostics).unwrap();
        let place = document.location(document.place(1)).place.unwrap();
        assert_eq!((place.line, place.column, place.length), (2, 4, 1));
    }

    #[test]
    fn signs_within_text_are_only_text() {
        check(
            "a: R&D *really* works!\nb: 'x &y *z'\nc: |\n  *a* &b !c\n# &x *x !x\n",
            Ok("a|R&D *really* works!|b|x &y *z|c|?"),
        );
        check("a: - &b\n", Err("P106"));
        check("a: 3 * 4\n", Ok("a|3 * 4"));
        check("a: x!\nb: \"!\"\n", Ok("a|x!|b|!"));
    }

    #[test]
    fn anchors_aliases_and_tags_are_refused_wherever_they_stand() {
        for text in [
            "a: &x 1\n",
            "&x a: 1\n",
            "- *x\n",
            "[&x a]\n",
            "{ a: *x }\n",
            "a: !!int 3\n",
            "! a\n",
            "a: !<x> 1\n",
            "a:\n  &x\n  b: 1\n",
        ] {
            check(text, Err("P107"));
        }
    }

    #[test]
    fn bombs_are_refused_before_they_cost_anything() {
        let aliases = (1..9).map(|level| {
            let names = format!("*a{}, ", level - 1).repeat(9);
            format!("a{level}: &a{level} [{names}]\n")
        });
        let bomb = format!("a0: &a0 [lol]\n{}", aliases.collect::<String>());
        check(&bomb, Err("P107"));
        check(&"[".repeat(1_000_000), Err("P109"));
        check(&"{a: ".repeat(1_000_000), Err("P109"));
        check(&"[\"]\",".repeat(150_000), Err("P109"));
        check(&"- ".repeat(500_000), Err("P109"));
        check(&"? ".repeat(100_000), Err("P109"));
        check(&format!("a: {}\n", "x".repeat(1_000_000)), Ok(&format!("a|{}", "x".repeat(1_000_000))));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let good = "a: 1\nb: [x, 'y', \"z\\n\", ~, 2.5]\nc: { d: true, e: >-\n  f }\n? g\n: |\n  h\n# i\n---\n";
        let pieces = [
            "", "\n", "\t", ":", ": ", "{", "]", "\"", "'", "&x ", "*x", "!x ", "|", "- ", "? ", "%", "#", "\u{2028}",
            "\u{85}", "é", "---\n",
        ];
        for at in 0..good.len() {
            for piece in pieces {
                for end in [at, at + 1] {
                    let text = format!("{}{piece}{}", &good[..at], &good[end..]);
                    let diagnostics = Diagnostics::new();
                    let source = Source::new("a.yaml".into(), text);
                    if let Ok(document) = Document::read(&source, 0..source.text.len(), &diagnostics) {
                        assert!(
                            document.places().iter().flatten().all(|place| source.text.get(place.clone()).is_some())
                        );
                    }
                }
            }
        }
    }

    /// Checks how all scalars are written, `?` where there is no place, or the code of what is reported.
    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let source = Source::new("a.yaml".into(), text);
        let diagnostics = Diagnostics::new();
        match Document::read(&source, 0..text.len(), &diagnostics) {
            Ok(document) => {
                let scalars = document.places().len();
                let raw: Vec<_> = (0..scalars).map(|scalar| document.raw(scalar).unwrap_or("?")).collect();
                assert_eq!(Ok(&*raw.join("|")), expected);
            }
            Err(_) => assert_eq!(Err(diagnostics.sorted()[0].problem.code()), expected),
        }
    }
}
