//! Front matter: the YAML head of a Markdown file.

use std::num::NonZeroU32;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::entry::{Entry, Map, shortened};
use super::names::Names;
use super::yaml::{Document, Source};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{Heading, Markdown};

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

/// Takes `source` apart into head and body.
pub(super) fn split<'t>(source: &'t Source<'t>, diagnostics: &'t Diagnostics) -> Result<Page<'t>, Reported> {
    let text = &source.text;
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    if first_line == "+++" {
        let at = Location::within(&source.file, 1, text, 0..3);
        return Err(diagnostics.fatal(Problem::TomlFrontMatter {}, at));
    }
    if first_line != "---" {
        return Ok(Page { head: None, body: body(source, 0) });
    }
    let Some((head, body_start)) = head(text) else {
        let at = Location::within(&source.file, 1, text, 0..3);
        return Err(diagnostics.fatal(Problem::FrontMatterNotClosed {}, at));
    };
    let is_empty = text[head.clone()].lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#'));
    let head = if is_empty { None } else { Some(Document::read(source, head, diagnostics)?) };
    Ok(Page { head, body: body(source, body_start) })
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

fn text_hash(text: &str) -> [u8; 16] {
    Sha256::digest(text)[..16].try_into().expect("a SHA-256 hash has 32 bytes")
}

/// The text from byte `start` on.
fn body(source: &Source<'_>, start: usize) -> Markdown {
    let lines_before = source.text[..start].bytes().filter(|byte| *byte == b'\n').count();
    Markdown {
        text: source.text[start..].into(),
        file: source.file.clone(),
        first_line: NonZeroU32::MIN.saturating_add(lines_before as u32),
        head: source.text[..start].to_owned(),
        hash: Some(*source.hash.get_or_init(|| text_hash(&source.text[start..]))),
    }
}
