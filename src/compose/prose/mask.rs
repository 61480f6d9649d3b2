//! Placeholders are taken out of the source before Markdown is parsed, and put back as what they became.
//!
//! A placeholder may hold `_`, `*`, `"` or `|`, which Markdown would read as its own. So each one is swapped for two
//! characters of a private-use plane that Markdown treats like letters. Where the parser then says "code" or "HTML" the
//! source is restored, everywhere else the placeholder is filled. Characters of that plane in the source are swapped
//! too, so that nothing written by hand can pass for a placeholder.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

/// Source text with its placeholders swapped for pairs of private characters.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// What Markdown is parsed from.
    pub(super) text: String,
    source: &'a str,
    /// In reading order.
    marks: Vec<Mark>,
}

/// What a pair of private characters stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// Where the pair begins in the masked text.
    at: usize,
    /// Where the words it stands for are in the source.
    pub(super) source: Range<usize>,
    /// What sort of words they are.
    pub(super) kind: MarkKind,
}

/// What sort of words were swapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// `{{` to `}}`, both included.
    Placeholder,
    /// `{{` that nothing closes on its line.
    Unclosed,
    /// A private character that somebody wrote.
    Private,
}

/// A stretch of masked text.
pub(super) enum Piece<'t> {
    /// Words as they are.
    Words(&'t str),
    /// Something that was swapped.
    Mark(&'t Mark),
}

/// Swaps every placeholder of `source`, wherever it stands; `\{{` is not one.
pub(super) fn mask(source: &str) -> Masked<'_> {
    let mut masked = Masked { text: String::with_capacity(source.len()), source, marks: Vec::new() };
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'{', LEADING, &source.as_bytes()[at..]) {
        let start = at + found;
        let rest = &source[start..];
        let (length, kind) = if rest.starts_with("{{") {
            if is_escaped(&source[copied..start]) {
                at = start + 2;
                continue;
            }
            match placeholder_length(rest) {
                Some(length) => (length, MarkKind::Placeholder),
                None => (2, MarkKind::Unclosed),
            }
        } else if !rest.starts_with(is_private) {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), MarkKind::Private)
        };
        masked.text.push_str(&source[copied..start]);
        masked.swap(start..start + length, kind);
        copied = start + length;
        at = copied;
    }
    masked.text.push_str(&source[copied..]);
    masked
}

impl<'a> Masked<'a> {
    /// The place in the source of a place in the masked text.
    pub(super) fn in_source(&self, range: Range<usize>) -> Range<usize> {
        self.position(range.start, false)..self.position(range.end, true)
    }

    /// Whether something was swapped in `text`, a stretch of the masked text.
    pub(super) fn has_marks(text: &str) -> bool {
        find_private(text).is_some()
    }

    /// `text`, a stretch of the masked text, as it was in the source.
    pub(super) fn restored<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        if find_private(text).is_none() {
            return Cow::Borrowed(text);
        }
        let pieces = self.pieces(text).map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Mark(mark) => self.words(mark),
        });
        Cow::Owned(pieces.collect())
    }

    /// What was swapped for `mark`.
    pub(super) fn words(&self, mark: &Mark) -> &'a str {
        &self.source[mark.source.clone()]
    }

    /// `text`, a stretch of the masked text, cut at what was swapped.
    pub(super) fn pieces<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Piece<'t>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let mut chars = rest.chars();
            let first = chars.next()?;
            if is_private(first) {
                let mark = chars.next().and_then(|second| self.marks.get(index(first, second)));
                rest = chars.as_str();
                return Some(mark.map_or(Piece::Words(""), Piece::Mark));
            }
            let (words, after) = rest.split_at(find_private(rest).unwrap_or(rest.len()));
            rest = after;
            Some(Piece::Words(words))
        })
    }

    fn swap(&mut self, source: Range<usize>, kind: MarkKind) {
        let [first, second] = pair(self.marks.len());
        self.marks.push(Mark { at: self.text.len(), source, kind });
        self.text.push(first);
        self.text.push(second);
    }

    fn position(&self, masked: usize, is_end: bool) -> usize {
        let before = self.marks.partition_point(|mark| mark.at < masked);
        let Some(mark) = before.checked_sub(1).and_then(|last| self.marks.get(last)) else { return masked };
        match masked.checked_sub(mark.at + PAIR_LENGTH) {
            Some(beyond) => mark.source.end + beyond,
            None if is_end => mark.source.end,
            None => mark.source.start,
        }
    }
}

/// Private characters of plane 15; the first of a pair says thousands, the second ones.
const FIRST: u32 = 0xF_0000;
const LAST: u32 = 0xF_FFFD;
const BASE: usize = 0x8000;
pub(super) const PAIR_LENGTH: usize = 8;

/// The byte with which all of them begin in UTF-8, and little else: bytes are looked at much faster than characters.
const LEADING: u8 = 0xF3;

fn is_private(char: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(char))
}

fn find_private(text: &str) -> Option<usize> {
    memchr(LEADING, text.as_bytes()).and_then(|at| Some(at + text[at..].find(is_private)?))
}

fn pair(index: usize) -> [char; 2] {
    [index / BASE, index % BASE].map(|digit| {
        let digit = u32::try_from(digit).expect("texts are limited in size");
        char::from_u32(FIRST + digit).expect("plane 15 is all characters")
    })
}

fn index(first: char, second: char) -> usize {
    let digit = |char| (u32::from(char) - FIRST) as usize;
    if is_private(second) { digit(first) * BASE + digit(second) } else { usize::MAX }
}

/// Whether what follows `before` is escaped: it ends in an odd number of backslashes.
fn is_escaped(before: &str) -> bool {
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// How long the placeholder is that `text` begins with, from `{{` to `}}` on one line.
fn placeholder_length(text: &str) -> Option<usize> {
    let inside = &text[2..];
    let end = inside.find(|char| matches!(char, '{' | '}' | '`' | '\n' | '\r') || is_private(char))?;
    inside[end..].starts_with("}}").then_some(2 + end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_can_be_found_again() {
        let source = "ü {{ a_b.c }} and {{ d }}, {{ e";
        let masked = mask(source);
        let found: Vec<_> = masked.marks.iter().map(|mark| (masked.words(mark), mark.kind)).collect();
        let expected =
            [("{{ a_b.c }}", MarkKind::Placeholder), ("{{ d }}", MarkKind::Placeholder), ("{{", MarkKind::Unclosed)];
        assert_eq!(found, expected);
        for word in ["ü", "and", ", ", " e"] {
            let at = masked.text.find(word).unwrap();
            assert_eq!(&source[masked.in_source(at..at + word.len())], word);
        }
        assert_eq!(masked.in_source(0..masked.text.len()), 0..source.len());
        assert_eq!(masked.restored(&masked.text), source);
    }

    #[test]
    fn escaped_ones_stay() {
        for (source, marks) in [("\\{{ a }}", 0), ("\\\\{{ a }}", 1), ("\\\\\\{{ a }}", 0), ("{ { a }}", 0), ("{}", 0)]
        {
            assert_eq!(mask(source).marks.len(), marks, "{source}");
        }
    }

    #[test]
    fn nothing_written_by_hand_passes_for_a_placeholder() {
        let source = "\u{f0000}\u{f0000} {{ a }} \u{fffff}\u{fffff}";
        let masked = mask(source);
        assert_eq!(masked.marks.iter().filter(|mark| mark.kind == MarkKind::Placeholder).count(), 1);
        assert_eq!(masked.restored(&masked.text), source);
    }

    #[test]
    fn many_placeholders_keep_apart() {
        let source = "{{}}".repeat(BASE + 2);
        let masked = mask(&source);
        assert_eq!(masked.marks.len(), BASE + 2);
        assert_eq!(masked.restored(&masked.text), source);
    }
}
