//! Entries: a way through a document that knows where it is and reports what does not fit.
//!
//! Every method that reads reports a problem itself and then gives `None`, so that reading code goes on with what
//! there is and all problems of a file show in one run.

use std::borrow::Cow;
use std::ops::Range;
use std::str::FromStr;

use jiff::civil::Date;

use super::tree::{Key, Kind, Node};
use super::yaml::Document;
use crate::diagnostic::{Location, Problem, nearest};
use crate::model::{Period, PeriodKind};

/// Counts beyond this are not exact in a 64-bit float, and not real either.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A value in a document, and the key it stands under.
#[derive(Clone, Copy)]
pub(super) struct Entry<'d> {
    document: &'d Document<'d>,
    node: &'d Node<'d>,
    /// The key it stands under; for an item of a list that of the list.
    key: Option<&'d Key<'d>>,
    /// Whether it is an item of a list, which has a place of its own.
    item: bool,
}

/// A map whose keys are known beforehand.
pub(super) struct Map<'d> {
    entry: Entry<'d>,
    pairs: &'d [(Key<'d>, Node<'d>)],
    known: Vec<&'static str>,
}

impl<'d> Entry<'d> {
    /// The document as a whole.
    pub(super) fn root(document: &'d Document<'d>) -> Self {
        Self { document, node: &document.root, key: None, item: false }
    }

    /// The key it stands under; empty for the document as a whole.
    pub(super) fn name(&self) -> &'d str {
        self.key.map_or("", |key| &key.text)
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.node.kind, Kind::Null)
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.node.kind, Kind::Map(_))
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.node.kind, Kind::List(_))
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.node.kind, Kind::Number(_))
    }

    /// Reports a problem with the value.
    pub(super) fn report(&self, problem: Problem) {
        self.report_at(problem, self.own_place().or_else(|| self.key_place()));
    }

    /// Reports a problem with the key, or with everything below it.
    pub(super) fn report_key(&self, problem: Problem) {
        let place = if self.item { self.document.place(self.node.scalar) } else { self.key_place() };
        self.report_at(problem, place);
    }

    /// Reports a problem at the byte `at` of the value's text.
    pub(super) fn report_inside(&self, problem: Problem, at: usize) {
        let place = self.document.place(self.node.scalar).map(|place| {
            let start = (place.start + at).min(place.end);
            start..place.end.max(start)
        });
        self.report_at(problem, place.or_else(|| self.key_place()));
    }

    /// Where the value is written, for what is found out later.
    pub(super) fn location(&self) -> Location {
        self.document.location(self.own_place().or_else(|| self.key_place()))
    }

    /// Where the key is written.
    pub(super) fn key_location(&self) -> Location {
        self.document.location(self.key_place())
    }

    fn own_place(&self) -> Option<Range<usize>> {
        match self.node.kind {
            Kind::List(_) | Kind::Map(_) if !self.item && self.key.is_some() => None,
            _ => self.document.place(self.node.scalar).filter(|place| !place.is_empty()),
        }
    }

    fn report_at(&self, problem: Problem, place: Option<Range<usize>>) {
        self.document.report(problem, place);
    }

    fn key_place(&self) -> Option<Range<usize>> {
        self.key.and_then(|key| self.document.place(key.scalar))
    }

    /// Reports that it is not what was expected.
    pub(super) fn expected<T>(&self, expected: impl Into<String>) -> Option<T> {
        self.report(Problem::WrongType { expected: expected.into(), found: self.describe() });
        None
    }

    fn describe(&self) -> String {
        match &self.node.kind {
            Kind::Null => "nothing".into(),
            Kind::Flag(flag) => format!("`{flag}`"),
            Kind::Number(_) => format!("the number {}", self.words().unwrap_or_default()),
            Kind::Text(text) => format!("the text `{}`", shortened(text)),
            Kind::List(_) => "a list".into(),
            Kind::Map(_) => "a map".into(),
        }
    }

    /// The words of a scalar as they are written; `None` for nothing, lists and maps.
    pub(super) fn words(&self) -> Option<Cow<'d, str>> {
        match &self.node.kind {
            Kind::Text(text) => Some(Cow::Borrowed(text)),
            Kind::Number(number) => Some(self.raw().unwrap_or_else(|| number.to_string().into())),
            Kind::Flag(flag) => Some(self.raw().unwrap_or_else(|| flag.to_string().into())),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    fn raw(&self) -> Option<Cow<'d, str>> {
        self.document.raw(self.node.scalar).map(Cow::Borrowed)
    }

    /// A map with these keys; others are reported, except below `extra`.
    pub(super) fn map(&self, known: &[&'static str]) -> Option<Map<'d>> {
        let Kind::Map(pairs) = &self.node.kind else {
            return self.expected("a map of keys and values");
        };
        let map = Map { entry: *self, pairs, known: known.to_vec() };
        for (key, node) in pairs.iter().filter(|(key, _)| !known.contains(&&*key.text)) {
            let unknown = Entry { document: self.document, node, key: Some(key), item: false };
            let nearest = nearest(&key.text, known.iter().copied());
            let known = if nearest.is_some() { Vec::new() } else { known.to_vec() };
            unknown.report_key(Problem::UnknownKey { key: shortened(&key.text), nearest, known });
        }
        Some(map)
    }

    /// The entries of a map whose keys are ids or names; none for nothing.
    pub(super) fn entries(&self) -> Vec<Entry<'d>> {
        match &self.node.kind {
            Kind::Map(pairs) => pairs
                .iter()
                .map(|(key, node)| Entry { document: self.document, node, key: Some(key), item: false })
                .collect(),
            Kind::Null => Vec::new(),
            _ => self.expected("a map").unwrap_or_default(),
        }
    }

    /// What stands below a key, wherever that is a map; of a map whose keys are looked at one by one [`Map::get`] says more.
    pub(super) fn below(&self, name: &str) -> Option<Entry<'d>> {
        let Kind::Map(pairs) = &self.node.kind else { return None };
        let (key, node) = pairs.iter().find(|(key, _)| key.text == name)?;
        Some(Entry { document: self.document, node, key: Some(key), item: false })
    }

    /// The items of a list; none for nothing.
    pub(super) fn items(&self) -> Vec<Entry<'d>> {
        match &self.node.kind {
            Kind::List(items) => {
                items.iter().map(|node| Entry { document: self.document, node, key: self.key, item: true }).collect()
            }
            Kind::Null => Vec::new(),
            _ => self.expected("a list").unwrap_or_default(),
        }
    }

    /// The items of a list, or a single value as the only item.
    pub(super) fn one_or_more(&self) -> Vec<Entry<'d>> {
        if self.is_list() || self.is_null() { self.items() } else { vec![*self] }
    }

    /// A text that is not empty; numbers and flags as they are written.
    pub(super) fn text(&self) -> Option<String> {
        let Some(words) = self.words() else { return self.expected("a text") };
        let words = words.trim();
        if words.is_empty() {
            self.report(Problem::EmptyText { what: self.name().into() });
            return None;
        }
        Some(words.to_owned())
    }

    /// Texts, as a list or a single one.
    pub(super) fn texts(&self) -> Vec<String> {
        self.one_or_more().iter().filter_map(Self::text).collect()
    }

    /// A finite number.
    pub(super) fn number(&self) -> Option<f64> {
        match &self.node.kind {
            Kind::Number(number) if number.is_finite() => Some(*number),
            Kind::Number(_) => {
                self.report(Problem::NotFinite { found: self.words().unwrap_or_default().into_owned() });
                None
            }
            Kind::Text(text) => {
                self.report(Problem::NotANumber { found: shortened(text) });
                None
            }
            _ => self.expected("a number"),
        }
    }

    /// A whole number, 0 or more.
    pub(super) fn whole(&self) -> Option<u64> {
        let found = self.number()?;
        if !(0.0..=MAX_WHOLE).contains(&found) || found.fract() != 0.0 {
            self.report(Problem::NotWhole { what: self.name().into(), found });
            return None;
        }
        Some(found as u64)
    }

    /// A whole number between two bounds.
    pub(super) fn whole_in<T: TryFrom<u64>>(&self, bounds: std::ops::RangeInclusive<u64>) -> Option<T> {
        let whole = self.whole()?;
        if !bounds.contains(&whole) {
            let expected = format!("{} to {}", bounds.start(), bounds.end());
            self.report(Problem::OutOfRange { what: self.name().into(), found: whole as f64, expected });
            return None;
        }
        T::try_from(whole).ok()
    }

    /// `true` or `false`.
    pub(super) fn flag(&self) -> Option<bool> {
        match self.node.kind {
            Kind::Flag(flag) => Some(flag),
            _ => self.expected("`true` or `false`"),
        }
    }

    /// One of a few words.
    pub(super) fn one_of<T: Clone>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let allowed = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        let Some(found) = self.words() else {
            let allowed: Vec<_> = allowed().iter().map(|word| format!("`{word}`")).collect();
            return self.expected(format!("one of {}", allowed.join(", ")));
        };
        if let Some((_, meant)) = words.iter().find(|(word, _)| *word == found) {
            return Some(meant.clone());
        }
        let nearest = nearest(&found, allowed());
        self.report(Problem::NotOneOf { found: shortened(&found), nearest, allowed: allowed() });
        None
    }

    /// A day.
    pub(super) fn date(&self) -> Option<Date> {
        let Some(words) = self.words() else { return self.expected("a day such as 2026-10-14") };
        let date = date(&words);
        if date.is_none() {
            self.report(Problem::NotADate { found: shortened(&words) });
        }
        date
    }

    /// A period of the site's kind; of any kind where that is not known.
    pub(super) fn period(&self, kind: Option<PeriodKind>) -> Option<Period> {
        let Some(words) = self.words() else { return self.expected("a period such as 2026-10") };
        let Ok(period) = Period::from_str(&words) else {
            self.report(Problem::NotAPeriod { found: shortened(&words) });
            return None;
        };
        if let Some(site) = kind.filter(|kind| *kind != period.kind()) {
            self.report(Problem::PeriodOfOtherKind { found: kind_name(period.kind()), site: kind_name(site) });
            return None;
        }
        Some(period)
    }
}

impl<'d> Map<'d> {
    /// The map as a value, to report what concerns all of it.
    pub(super) fn entry(&self) -> Entry<'d> {
        self.entry
    }

    /// The value under a key; `None` when the key is not there or holds nothing.
    pub(super) fn get(&self, key: &'static str) -> Option<Entry<'d>> {
        self.find(key).filter(|entry| !entry.is_null())
    }

    /// The value under a key that must be there; `expected` says what should be.
    pub(super) fn required(&self, key: &'static str, expected: &'static str) -> Option<Entry<'d>> {
        let found = self.get(key);
        if found.is_none() {
            let problem = Problem::MissingKey { key: key.into(), expected };
            match self.find(key) {
                Some(empty) => empty.report_key(problem),
                None => self.entry.report_key(problem),
            }
        }
        found
    }

    /// Whether the key is there, with a value or without.
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// The text under a key, if any.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The texts under a key: a list, a single one, or none.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        self.get(key).map(|entry| entry.texts()).unwrap_or_default()
    }

    /// The flag under a key, `false` if there is none.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        self.get(key).and_then(|entry| entry.flag()).unwrap_or(false)
    }

    /// The items under a key; none if there is none.
    pub(super) fn items(&self, key: &'static str) -> Vec<Entry<'d>> {
        self.get(key).map(|entry| entry.items()).unwrap_or_default()
    }

    /// The entries under a key; none if there is none.
    pub(super) fn entries(&self, key: &'static str) -> Vec<Entry<'d>> {
        self.get(key).map(|entry| entry.entries()).unwrap_or_default()
    }

    /// The value under a key, which may be nothing; `None` when the key is not there.
    pub(super) fn find(&self, key: &'static str) -> Option<Entry<'d>> {
        debug_assert!(self.known.contains(&key), "`{key}` is asked for but not among the known keys");
        let (key, node) = self.pairs.iter().find(|(found, _)| found.text == key)?;
        Some(Entry { document: self.entry.document, node, key: Some(key), item: false })
    }
}

/// The day that `text` spells: year, month and day.
pub(super) fn date(text: &str) -> Option<Date> {
    let fits = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = fits.then(|| Date::from_str(text).ok())??;
    (1900..=9998).contains(&date.year()).then_some(date)
}

/// How a kind of period is called.
pub fn kind_name(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Week => "week",
    }
}

/// `text` as a message shows it: on one line, and not endless.
pub(super) fn shortened(text: &str) -> String {
    const LENGTH: usize = 60;
    let one_line: String = text.chars().take(LENGTH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LENGTH).is_some() { format!("{one_line}…") } else { one_line }
}
