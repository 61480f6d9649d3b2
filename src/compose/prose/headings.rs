//! Headings: their levels on the page, and ids that stay when figures change.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::mask::{Masked, Piece, mask};
use super::parse::events;
use crate::model::Markdown;

/// A heading as the page gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its level on the page.
    pub(super) level: HeadingLevel,
    /// Its id without the prefix; unique.
    pub(super) slug: String,
}

/// All headings among `events`, the highest at level `first` and no level skipped.
pub(super) fn headings<'e>(
    events: impl Iterator<Item = &'e Event<'e>> + Clone,
    masked: &Masked,
    first: u8,
) -> Vec<Heading> {
    let levels: BTreeSet<_> = events.clone().filter_map(level).collect();
    let mut headings: Vec<Heading> = Vec::new();
    let mut taken = BTreeMap::new();
    let mut open: Option<(HeadingLevel, String)> = None;
    for event in events {
        match event {
            Event::Start(Tag::Heading { level, .. }) => open = Some((*level, String::new())),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = &mut open {
                    words.extend(masked.pieces(text).filter_map(|piece| match piece {
                        Piece::Words(words) => Some(words),
                        Piece::Mark(_) => None,
                    }));
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, words)) = &mut open {
                    words.push(' ');
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some((level, words)) = open.take() else { continue };
                let depth = levels.iter().position(|known| *known == level).unwrap_or(0);
                headings.push(Heading { level: on_page(first, depth), slug: unique(slug(&words), &mut taken) });
            }
            _ => {}
        }
    }
    headings
}

/// The ids of all headings of `markdown` without their prefix, as links to its page may name them.
pub(super) fn slugs(markdown: &Markdown) -> BTreeSet<String> {
    let text = markdown.read();
    let masked = mask(&text);
    let events = events(&masked).unwrap_or_default();
    headings(events.iter().map(|(event, _)| event), &masked, 1).into_iter().map(|heading| heading.slug).collect()
}

fn level(event: &Event) -> Option<HeadingLevel> {
    if let Event::Start(Tag::Heading { level, .. }) = event { Some(*level) } else { None }
}

fn on_page(first: u8, depth: usize) -> HeadingLevel {
    const DEEPEST: usize = 6;
    let level = (usize::from(first.max(1)) + depth).min(DEEPEST);
    HeadingLevel::try_from(level).expect("1 to 6 are levels")
}

/// Letters and digits in lower case, everything between them as one `-`.
fn slug(words: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for word in words.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > LONGEST && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST).flat_map(char::to_lowercase));
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// `slug`, or the first of `slug-2`, `slug-3` … that is not taken. Remembers the last number of each slug.
fn unique(slug: String, taken: &mut BTreeMap<String, usize>) -> String {
    let mut number = taken.get(&slug).copied().unwrap_or(0) + 1;
    let mut free = if number == 1 { slug.clone() } else { format!("{slug}-{number}") };
    while number > 1 && taken.contains_key(&free) {
        number += 1;
        free = format!("{slug}-{number}");
    }
    taken.insert(slug.clone(), number);
    if free != slug {
        taken.insert(free.clone(), 1);
    }
    free
}
