//! Front matter: the YAML head of a Markdown file.

use std::num::NonZeroU32;
use std::ops::Range;

use super::drawer::text_hash;
use super::entry::{Entry, Map, shortened};
use super::names::Names;
use super::shelf::Shelf;
use super::yaml::{Document, Source};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{Heading, Markdown, Text};

/// What every head may say, in the words that users of site generators know.
pub(super) const HEADING: &[&str] = &[
    "title",
    "description",
    "date",
    "updated",
    "draft",
    "slug",
    "aliases",
    "weight",
    "template",
    "keywords",
    "audience",
    "extra",
];

/// A Markdown file, taken apart.
pub(super) struct Page<'t> {
    /// The head; `None` for a file without one.
    pub(super) head: Option<Document<'t>>,
    pub(super) body: Markdown,
}

/// Leaves the head of a Markdown file in the text of its source; the words after it are put aside on the `shelf`, where that
/// takes them.
pub(super) fn apart(mut source: Source<'static>, shelf: &Shelf<'_>) -> Source<'static> {
    let text = source.text.into_owned();
    let start = head_length(&text);
    let words = &text[start..];
    let hash = text_hash(words.as_bytes());
    let aside = shelf.put_aside(&source.file, words, hash);
    source.words = Some(aside.unwrap_or_else(|| Text::new(words, hash)));
    source.text = text[..start].to_owned().into();
    source
}

/// How long the head of a Markdown file is, with the lines around it; all of the file where the head does not end.
pub(super) fn head_length(text: &str) -> usize {
    match text.lines().next().unwrap_or_default().trim_end() {
        "---" => head(text).map_or(text.len(), |(_, start)| start),
        "+++" => text.len(),
        _ => 0,
    }
}

/// Reads the head of `source`, which was taken [`apart`].
pub(super) fn split<'t>(source: &'t Source<'t>, diagnostics: &'t Diagnostics) -> Result<Page<'t>, Reported> {
    let text = &source.text;
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    if first_line == "+++" {
        let at = Location::within(&source.file, 1, text, 0..3);
        return Err(diagnostics.fatal(Problem::TomlFrontMatter {}, at));
    }
    if first_line != "---" {
        return Ok(Page { head: None, body: body(source) });
    }
    let Some((head, _)) = head(text) else {
        let at = Location::within(&source.file, 1, text, 0..3);
        return Err(diagnostics.fatal(Problem::FrontMatterNotClosed {}, at));
    };
    let is_empty = text[head.clone()].lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#'));
    let head = if is_empty { None } else { Some(Document::read(source, head, diagnostics)?) };
    Ok(Page { head, body: body(source) })
}

/// The keys in `own` and those of every head.
pub(super) fn keys(own: &[&'static str]) -> Vec<&'static str> {
    [HEADING, own].concat()
}

/// What the head says that every head may say.
pub(super) fn heading(map: &Map<'_>, names: &Names) -> Heading {
    Heading {
        title: map.text("title"),
        description: map.text("description"),
        date: map.get("date").and_then(|entry| entry.date()),
        updated: map.get("updated").and_then(|entry| entry.date()),
        draft: map.flag("draft"),
        slug: map.get("slug").and_then(slug),
        aliases: map.get("aliases").map(aliases).unwrap_or_default(),
        weight: map.get("weight").and_then(weight).unwrap_or(0),
        template: map.text("template"),
        keywords: map.texts("keywords"),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
    }
}

/// Longer addresses, in bytes, have no room for their page's own name on every system.
const LONGEST: usize = 100;

/// Whether `text` can be one part of an address on every system.
pub(super) fn is_address_part(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    // Names that Windows keeps for devices.
    let device = ["con", "prn", "aux", "nul"].iter().any(|name| text.eq_ignore_ascii_case(name))
        || (text.len() == 4
            && ["com", "lpt"].iter().any(|name| text.to_ascii_lowercase().starts_with(name))
            && text.ends_with(|last: char| last.is_ascii_digit()));
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(fits) && !device
}

fn slug(entry: Entry<'_>) -> Option<String> {
    let slug = entry.text()?;
    if !is_address_part(&slug) {
        entry.report(Problem::NotAnAddressPart { found: shortened(&slug) });
        return None;
    }
    Some(slug.to_lowercase())
}

/// Addresses a page had before, each made of parts that are safe everywhere.
pub(super) fn aliases(entry: Entry<'_>) -> Vec<String> {
    let mut aliases = Vec::new();
    for item in entry.one_or_more() {
        let Some(alias) = item.text() else { continue };
        let path = alias.trim_start_matches('/').trim_end_matches('/');
        let path = path.strip_suffix(".html").unwrap_or(path);
        match path.split('/').find(|part| !is_address_part(part)) {
            Some(part) => item.report(Problem::NotAnAddressPart { found: shortened(part) }),
            None if path.len() > LONGEST => item.report(Problem::NotAnAddressPart { found: shortened(path) }),
            None => aliases.push(alias),
        }
    }
    aliases
}

fn weight(entry: Entry<'_>) -> Option<i64> {
    let found = entry.number()?;
    if found.fract() != 0.0 || found.abs() > 1e9 {
        entry.report(Problem::OutOfRange { what: "weight".into(), found, expected: "a whole number".into() });
        return None;
    }
    Some(found as i64)
}

/// Where the head's YAML is, and where the body begins; `None` when the head does not end.
fn head(text: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let start = lines.next()?.len();
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The words after the head.
fn body(source: &Source<'_>) -> Markdown {
    let head = source.text.as_ref();
    Markdown {
        text: source.words.clone().expect("a Markdown file is taken apart before it is read"),
        file: source.file.clone(),
        first_line: NonZeroU32::MIN.saturating_add(head.bytes().filter(|byte| *byte == b'\n').count() as u32),
        head: head.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ALLOWANCE_SIGN;
    use crate::model::Signs;

    #[test]
    fn heads_end_where_the_words_begin() {
        for (head, words) in [
            ("", "Words.\n---\n"),
            ("---\ntitle: A\n---\n", "Words.\n"),
            ("---\r\n---\r\n", "Words."),
            ("---\ntitle: A\n...\n", ""),
            ("---\ntitle: never closed\nWords.\n", ""),
            ("+++\ntitle = \"A\"\n+++\nWords.\n", ""),
            ("", ""),
        ] {
            assert_eq!(head_length(&format!("{head}{words}")), head.len(), "{head}{words}");
        }
    }

    #[test]
    fn an_allowance_is_a_sign_of_its_text() {
        let remarked = |text: &str| Signs::of(text).has_remark;
        assert!(remarked(&format!("Words. <!-- {ALLOWANCE_SIGN} allow P650, because we know -->")));
        assert!(!remarked("Words for plaudits."));
    }
}
