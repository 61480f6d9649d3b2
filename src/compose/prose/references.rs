//! What a text refers to on the site, found without making it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag};

use super::links::{self, Link};
use super::parse::OPTIONS;
use crate::model::Markdown;

/// Something of the site that a text may lead to or show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compose) enum Reference {
    /// The page of a Markdown file, and whether one of its headings.
    Words { file: String, has_fragment: bool },
    /// An address from the site's root on.
    Address(String),
    /// A file below content/.
    Picture(String),
}

/// Everything on the site that `markdown` may lead to or show: all of that, and perhaps what only looks like it.
pub(in crate::compose) fn references(markdown: &Markdown) -> Vec<Reference> {
    let mut found = Vec::new();
    for target in targets(&markdown.text) {
        match links::link(&target, &markdown.file) {
            Ok(Link::Words { file, fragment }) => {
                found.push(Reference::Words { file, has_fragment: fragment.is_some() });
            }
            Ok(Link::Address { path, .. }) => found.push(Reference::Address(path)),
            Ok(Link::Elsewhere | Link::Here { .. }) | Err(_) => {}
        }
        if let Ok(file) = links::picture(&target, &markdown.file) {
            found.push(Reference::Picture(file));
        }
    }
    found
}

/// What may be the target of a link or a picture.
///
/// Texts are many and links plain, so they are looked for as they stand. Whatever is written in another way, or defined
/// in one place for another, is left to the parser.
fn targets(text: &str) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    // One character is found much faster than two.
    for (at, _) in text.match_indices(']') {
        match text.as_bytes().get(at + 1) {
            Some(b'(') => {}
            Some(b':') => return parsed(text),
            _ => continue,
        }
        let rest = &text[at + 2..];
        let target = &rest[..rest.find([')', ' ', '\n', '<', '\\', '&']).unwrap_or(rest.len())];
        match rest[target.len()..].bytes().next() {
            Some(b')' | b' ') if !target.is_empty() && !target.contains('(') => found.push(Cow::Borrowed(target)),
            _ => return parsed(text),
        }
    }
    found
}

fn parsed(text: &str) -> Vec<Cow<'static, str>> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(Cow::Owned(dest_url.into_string()))
        }
        _ => None,
    };
    Parser::new_ext(text, OPTIONS).filter_map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_link_is_found_without_parsing() {
        check("See [the figures](/kpis/csat/) and ![a hand](hand.png \"A hand\").", &["/kpis/csat/", "hand.png"]);
    }

    #[test]
    fn a_target_with_spaces_or_brackets_is_parsed() {
        check("See [it](<a b.md>).", &["a b.md"]);
        check("See [it](a_(b).md).", &["a_(b).md"]);
        check("See [it](a&amp;b.md).", &["a&b.md"]);
        check("See [it](\n  a.md).", &["a.md"]);
    }

    #[test]
    fn a_target_that_is_defined_elsewhere_is_parsed() {
        check("See [it][one].\n\n[one]: a.md\n", &["a.md"]);
    }

    #[test]
    fn what_is_no_link_leads_nowhere() {
        check("An [aside] (really).", &[]);
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(targets(text), expected);
    }
}
