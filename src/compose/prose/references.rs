//! What a text refers to on the site, found without making it.

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
    let mut add = |target: &str| {
        match links::link(target, &markdown.file) {
            Ok(Link::Words { file, fragment }) => {
                found.push(Reference::Words { file, has_fragment: fragment.is_some() });
            }
            Ok(Link::Address { path, .. }) => found.push(Reference::Address(path)),
            Ok(Link::Elsewhere | Link::Here { .. }) | Err(_) => {}
        }
        if let Ok(file) = links::picture(target, &markdown.file) {
            found.push(Reference::Picture(file));
        }
    };
    match &markdown.text.signs().targets {
        Some(targets) => targets.split('\n').filter(|target| !target.is_empty()).for_each(add),
        None => parsed(&markdown.read()).iter().for_each(|target| add(target)),
    }
    found
}

fn parsed(text: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    Parser::new_ext(text, OPTIONS).filter_map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(parsed(text), expected);
    }
}
