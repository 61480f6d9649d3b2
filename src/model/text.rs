//! Texts that may be long and many: at hand, or put aside until somebody reads them.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A text that was written, with what is known of it without reading it. Cheap to copy.
#[derive(Clone)]
pub struct Text {
    length: usize,
    signs: Arc<Signs>,
    kept: Kept,
}

#[derive(Clone)]
enum Kept {
    /// The hash may not be known.
    Here(Arc<str>, Option<TextHash>),
    /// Where, and from which place on.
    Aside(Arc<dyn Aside>, u64, TextHash),
}

/// A hash of a text, for whoever has to know whether it is still the same.
pub type TextHash = [u8; 16];

/// Where texts are put aside.
pub trait Aside: Debug + Send + Sync {
    /// The text with that hash, which was put in that place and written in `file`.
    ///
    /// Empty where it cannot be had any more: whoever put it aside says so before anything made with it is published.
    fn text(&self, place: Range<u64>, hash: TextHash, file: &Path) -> String;
}

/// Around what is for an audience of its own.
pub const COLONS: &str = ":::";

/// What can be told of a text at a glance: it follows from the text alone, and may be kept for as long as that stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Whether it has nothing but white space.
    pub is_blank: bool,
    /// Whether it has a placeholder, or what looks like one.
    pub has_placeholder: bool,
    /// Whether one of them may name a part.
    pub may_name_part: bool,
    /// Whether it has a block for an audience, or what looks like one.
    pub has_block: bool,
    /// Whether it has a picture, or what looks like one.
    pub has_picture: bool,
    /// Whether it has a comment for Plaudit, or what looks like one.
    pub has_remark: bool,
    /// The targets of its links and pictures, one after the other on lines of their own; `None` where only a parser can tell
    /// them.
    pub targets: Option<Box<str>>,
}

impl Text {
    /// A text with its hash.
    pub fn new(text: &str, hash: TextHash) -> Self {
        Self { kept: Kept::Here(text.into(), Some(hash)), ..text.into() }
    }

    /// A text that was put aside at that place.
    pub fn aside(aside: Arc<dyn Aside>, place: &Range<u64>, hash: TextHash, signs: Signs) -> Self {
        let length = (place.end - place.start) as usize;
        Self { length, signs: signs.into(), kept: Kept::Aside(aside, place.start, hash) }
    }

    /// Its hash; `None` where nobody worked it out.
    pub fn hash(&self) -> Option<TextHash> {
        match self.kept {
            Kept::Here(_, hash) => hash,
            Kept::Aside(.., hash) => Some(hash),
        }
    }

    /// What is known of it.
    pub fn signs(&self) -> &Signs {
        &self.signs
    }

    /// Where it begins in `aside`; `None` where it is not there.
    pub fn place_in(&self, aside: &dyn Aside) -> Option<u64> {
        match &self.kept {
            Kept::Aside(own, start, _) if std::ptr::addr_eq(Arc::as_ptr(own), aside) => Some(*start),
            _ => None,
        }
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is nothing in it, not even white space.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The text, which was written in `file`.
    pub fn read(&self, file: &Path) -> Cow<'_, str> {
        match &self.kept {
            Kept::Here(text, _) => Cow::Borrowed(text),
            Kept::Aside(aside, start, hash) => Cow::Owned(aside.text(*start..*start + self.length as u64, *hash, file)),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { length: text.len(), signs: Arc::new(Signs::of(text)), kept: Kept::Here(text.into(), None) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        match (self.hash(), other.hash()) {
            (Some(one), Some(other)) => one == other,
            _ => self.length == other.length && self.read(Path::new("")) == other.read(Path::new("")),
        }
    }
}

/// The same for the same text, wherever it is kept: pages are told apart by what they are made from.
impl Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hash() {
            Some(hash) => hash.fmt(formatter),
            None => self.read(Path::new("")).fmt(formatter),
        }
    }
}

impl Signs {
    /// Those of `text`.
    pub fn of(text: &str) -> Self {
        let has_placeholder = text.contains("{{");
        Self {
            is_blank: text.trim().is_empty(),
            has_placeholder,
            may_name_part: has_placeholder && text.contains("by"),
            has_block: text.contains(COLONS),
            has_picture: text.contains("!["),
            has_remark: text.contains("plaudit:"),
            targets: targets(text),
        }
    }

    /// As bytes, to be kept.
    pub fn encoded(&self) -> Vec<u8> {
        let Self { is_blank, has_placeholder, may_name_part, has_block, has_picture, has_remark, targets } = self;
        let signs = [is_blank, has_placeholder, may_name_part, has_block, has_picture, has_remark, &targets.is_some()];
        let signs = signs.into_iter().enumerate().fold(0, |bits, (place, is_set)| bits | u8::from(*is_set) << place);
        let mut bytes = vec![signs];
        bytes.extend(targets.iter().flat_map(|targets| targets.bytes()));
        bytes
    }

    /// What [`encoded`](Self::encoded) gave; `None` for other bytes.
    pub fn decoded(bytes: &[u8]) -> Option<Self> {
        let (signs, targets) = bytes.split_first()?;
        let is_set = |place: u8| signs >> place & 1 == 1;
        let targets = if is_set(6) { Some(std::str::from_utf8(targets).ok()?.into()) } else { None };
        Some(Self {
            is_blank: is_set(0),
            has_placeholder: is_set(1),
            may_name_part: is_set(2),
            has_block: is_set(3),
            has_picture: is_set(4),
            has_remark: is_set(5),
            targets,
        })
    }
}

/// What may be the targets of links and pictures; `None` where a target is written otherwise than plainly, or defined in
/// one place for another.
///
/// Texts are many and links plain, so they are looked for as they stand.
fn targets(text: &str) -> Option<Box<str>> {
    let mut found = String::new();
    // One character is found much faster than two.
    for (at, _) in text.match_indices(']') {
        match text.as_bytes().get(at + 1) {
            Some(b'(') => {}
            Some(b':') => return None,
            _ => continue,
        }
        let rest = &text[at + 2..];
        let target = &rest[..rest.find([')', ' ', '\n', '<', '\\', '&']).unwrap_or(rest.len())];
        match rest[target.len()..].bytes().next() {
            Some(b')' | b' ') if !target.is_empty() && !target.contains('(') => {
                if !found.is_empty() {
                    found.push('\n');
                }
                found.push_str(target);
            }
            _ => return None,
        }
    }
    Some(found.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_target_is_told() {
        check("See [the figures](/kpis/csat/) and ![a hand](hand.png \"A hand\").", Some("/kpis/csat/\nhand.png"));
    }

    #[test]
    fn what_is_no_link_leads_nowhere() {
        check("An [aside] (really).", Some(""));
    }

    #[test]
    fn other_targets_are_left_to_a_parser() {
        for text in [
            "See [it](<a b.md>).",
            "See [it](a_(b).md).",
            "See [it](a&amp;b.md).",
            "See [it](\n  a.md).",
            "See [it][one].\n\n[one]: a.md\n",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn signs_come_back_from_their_bytes() {
        for text in ["", " \n", "{{ csat.value }} ![a](b.png)", "{{ csat(by=\"team\") }}", "::: board\n[it](<a b>)"] {
            let signs = Signs::of(text);
            assert_eq!(Signs::decoded(&signs.encoded()), Some(signs), "{text}");
        }
        assert_eq!(Signs::decoded(&[]), None);
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(targets(text).as_deref(), expected);
    }
}
