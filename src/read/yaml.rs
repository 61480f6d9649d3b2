//! YAML into an ordered, located tree: nothing is lost, merged or expanded, and everything knows its place.
//!
//! The parser is used twice. The first pass reads the tree. It gives no places for numbers, so a second pass, guided
//! by the tree, asks for every scalar as text; for most of them the parser then hands out a slice of the input, whose
//! address tells its place. It runs only when a place or the raw text of a number is wanted, so only for files with a
//! problem and for the few that give a number where text is expected.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::malformed;
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};

/// Deeper trees are refused, so that none can exhaust the stack.
const MAX_DEPTH: usize = 64;

/// Opening brackets a file may have: some, and one for every so many bytes. Real files are far below; it keeps a
/// file of nothing but brackets from costing more time than any real one.
const MAX_OPENINGS: usize = 1_000;
const BYTES_PER_OPENING: usize = 6;

/// A text file of the site, without a byte-order mark.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the site's root.
    pub(super) file: PathBuf,
    /// As it is written.
    pub(super) text: String,
}

/// A YAML document as a tree, and where it is written.
pub(super) struct Document<'t> {
    pub(super) diagnostics: &'t Diagnostics,
    source: &'t Source,
    /// Where the YAML is in the text of the source: all of it, or the head of a Markdown file.
    range: Range<usize>,
    pub(super) root: Node<'t>,
    places: OnceCell<Vec<Option<Range<usize>>>>,
}

/// A value in the tree.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) kind: Kind<'t>,
    /// Which scalar of the document this is, counted in reading order; for lists and maps the next one.
    pub(super) scalar: usize,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    Null,
    Flag(bool),
    Number(f64),
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    Map(Vec<(Key<'t>, Node<'t>)>),
}

/// A key in the tree.
#[derive(Debug)]
pub(super) struct Key<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) scalar: usize,
}

impl<'t> Document<'t> {
    /// Reads the YAML in `range` of `source`; keys given twice are reported, and the first one stands.
    pub(super) fn read(
        source: &'t Source,
        range: Range<usize>,
        diagnostics: &'t Diagnostics,
    ) -> Result<Self, Reported> {
        let text = &source.text[range.clone()];
        let refuse = |(problem, at): (Problem, Range<usize>)| {
            let at = range.start + at.start..range.start + at.end;
            diagnostics.fatal(problem, Location::within(&source.file, 1, &source.text, at))
        };
        forbidden_signs(text).map_err(refuse)?;
        let root = tree(text).map_err(refuse)?;
        let mut document = Self { diagnostics, source, range: range.clone(), root, places: OnceCell::new() };
        document.drop_duplicates();
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

    /// A place in the file; the file as a whole for `None`.
    pub(super) fn location(&self, place: Option<Range<usize>>) -> Location {
        match place {
            Some(place) => Location::within(&self.source.file, 1, &self.source.text, place),
            None => Location::file(&self.source.file),
        }
    }

    fn places(&self) -> &[Option<Range<usize>>] {
        self.places.get_or_init(|| {
            let text = &self.source.text[self.range.clone()];
            let places = Places { text, found: Cell::default() };
            // It was read before, so it is read again; if not, there are merely fewer places.
            let _ =
                PlacesOf { node: &self.root, places: &places }.deserialize(serde_yaml::Deserializer::from_str(text));
            let moved = |place: Range<usize>| self.range.start + place.start..self.range.start + place.end;
            places.found.into_inner().into_iter().map(|place| place.map(moved)).collect()
        })
    }

    fn drop_duplicates(&mut self) {
        let mut duplicates = Vec::new();
        find_duplicates(&mut self.root, &mut duplicates);
        if duplicates.is_empty() {
            return;
        }
        // The places follow the tree as it was read, so they are worked out while the tree is whole.
        self.places();
        for (key, first, second) in duplicates {
            let first_line = self.location(self.place(first)).place.map_or(1, |place| place.line);
            self.diagnostics.report(Problem::DuplicateKey { key, first_line }, self.location(self.place(second)));
        }
        remove_duplicates(&mut self.root);
    }
}

/// Every key that stands in its map again: the key, its first and its later place.
fn find_duplicates(node: &mut Node<'_>, found: &mut Vec<(String, usize, usize)>) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| find_duplicates(item, found)),
        Kind::Map(pairs) => {
            let mut keys: Vec<_> = pairs.iter().map(|(key, _)| (&key.text, key.scalar)).collect();
            keys.sort();
            for same in keys.chunk_by(|one, next| one.0 == next.0) {
                found.extend(same[1..].iter().map(|(key, scalar)| (key.to_string(), same[0].1, *scalar)));
            }
            pairs.iter_mut().for_each(|(_, value)| find_duplicates(value, found));
        }
        _ => {}
    }
}

fn remove_duplicates(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(remove_duplicates),
        Kind::Map(pairs) => {
            let mut seen = std::collections::BTreeSet::new();
            pairs.retain(|(key, _)| seen.insert(key.text.to_string()));
            pairs.iter_mut().for_each(|(_, value)| remove_duplicates(value));
        }
        _ => {}
    }
}

/// Refuses anchors, aliases and tags, and more brackets than any real file has.
///
/// Where a sign could begin one of the three, it is replaced by `@` in a copy, with which nothing can begin: if the
/// copy cannot be read at such a place, it was one. Within words, quotes, blocks and comments `@` changes nothing.
fn forbidden_signs(text: &str) -> Result<(), (Problem, Range<usize>)> {
    let openings = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if openings > MAX_OPENINGS + text.len() / BYTES_PER_OPENING {
        return Err((Problem::TooDeep { limit: MAX_DEPTH }, 0..0));
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

fn tree(text: &str) -> Result<Node<'_>, (Problem, Range<usize>)> {
    let budget = Budget { scalars: Cell::new(0), nodes: Cell::new(text.len() + 2), too_deep: Cell::new(false) };
    let read = Tree { budget: &budget, depth: 0 }.deserialize(serde_yaml::Deserializer::from_str(text));
    read.map_err(|error| {
        let at = error.location().map_or(0, |location| location.index().min(text.len()));
        if budget.too_deep.get() {
            (Problem::TooDeep { limit: MAX_DEPTH }, at..at + 1)
        } else {
            malformed::explain(text, &error.to_string(), at)
        }
    })
}

/// What is left of what a file without aliases can hold at most; a second wall behind [`forbidden_signs`].
struct Budget {
    scalars: Cell<usize>,
    nodes: Cell<usize>,
    too_deep: Cell<bool>,
}

impl Budget {
    fn next_scalar(&self) -> usize {
        self.scalars.replace(self.scalars.get() + 1)
    }

    fn take_node<E: Error>(&self) -> Result<(), E> {
        let left = self.nodes.get().checked_sub(1).ok_or_else(|| E::custom(malformed::REPEATED))?;
        self.nodes.set(left);
        Ok(())
    }
}

/// Reads one value with all that is in it.
#[derive(Clone, Copy)]
struct Tree<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'b> Tree<'b> {
    fn scalar<'de, E: Error>(self, kind: Kind<'de>) -> Result<Node<'de>, E> {
        self.budget.take_node()?;
        Ok(Node { kind, scalar: self.budget.next_scalar() })
    }

    fn inner<E: Error>(self) -> Result<Self, E> {
        self.budget.take_node()?;
        if self.depth >= MAX_DEPTH {
            self.budget.too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        self.scalar(Kind::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node<'de>, E> {
        self.scalar(Kind::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node<'de>, E> {
        self.scalar(Kind::Flag(flag))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        self.scalar(Kind::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        self.scalar(Kind::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'de>, A::Error> {
        let inner = self.inner()?;
        let scalar = self.budget.scalars.get();
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Node { kind: Kind::List(items), scalar })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let inner = self.inner()?;
        let scalar = self.budget.scalars.get();
        let mut pairs = Vec::new();
        while let Some(text) = map.next_key_seed(Words)? {
            let key = Key { text, scalar: self.budget.next_scalar() };
            pairs.push((key, map.next_value_seed(inner)?));
        }
        Ok(Node { kind: Kind::Map(pairs), scalar })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node<'de>, A::Error> {
        Err(A::Error::custom(malformed::TAGGED))
    }
}

/// Reads a scalar as the text it is written as.
struct Words;

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(malformed::KEY_EXPECTED)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The places of all scalars, in reading order.
struct Places<'t> {
    text: &'t str,
    found: Cell<Vec<Option<Range<usize>>>>,
}

impl Places<'_> {
    fn note(&self, scalar: Cow<'_, str>) {
        let place = match scalar {
            Cow::Borrowed(slice) => {
                let start = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
                start.map(|start| start..start + slice.len()).filter(|place| place.end <= self.text.len())
            }
            Cow::Owned(_) => None,
        };
        let mut found = self.found.take();
        found.push(place);
        self.found.set(found);
    }
}

/// Notes the places of all scalars in `node`.
struct PlacesOf<'n, 't> {
    node: &'n Node<'n>,
    places: &'n Places<'t>,
}

impl<'de> DeserializeSeed<'de> for PlacesOf<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match &self.node.kind {
            Kind::List(_) => deserializer.deserialize_seq(self),
            Kind::Map(_) => deserializer.deserialize_map(self),
            _ => deserializer.deserialize_str(Words).map(|words| self.places.note(words)),
        }
    }
}

impl<'de> Visitor<'de> for PlacesOf<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the same value as before")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if let Kind::List(items) = &self.node.kind {
            for node in items {
                list.next_element_seed(PlacesOf { node, ..self })?;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Kind::Map(pairs) = &self.node.kind {
            for (_, node) in pairs {
                if let Some(key) = map.next_key_seed(Words)? {
                    self.places.note(key);
                }
                map.next_value_seed(PlacesOf { node, ..self })?;
            }
        }
        Ok(())
    }
}
