//! What the pages of one kind are asked for, so that nothing is worked out that no template names.

use std::collections::BTreeMap;

use crate::model::Look;

/// The template of scorecards, of which a site has by far the most pages.
pub const SCORECARDS: &str = "scorecard.html";

/// The words in the tags of the templates that a kind of page is printed with.
///
/// A field that none of them names cannot reach a reader, so it may stay empty, and need not be handed to the templates.
/// Words are not parsed: one that names no field, or stands in a template that is named and never used, only costs time.
/// Where a template may list fields that it does not name, everything is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted(Option<Words>);

impl Wanted {
    /// Every field, for the kinds of which a site has few pages.
    pub const EVERYTHING: Self = Self(None);

    /// What `template` of `look` asks for, with every template it extends or includes and every component it uses.
    pub fn by(look: &Look, template: &str) -> Self {
        let tags: Vec<Vec<&str>> = look.templates.iter().map(|(_, text)| tags(text)).collect();
        // Where each template is, and the one that defines each component.
        let templates: BTreeMap<&str, usize> =
            (0..).zip(&look.templates).map(|(at, (name, _))| (name.as_str(), at)).collect();
        let mut components: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, tags) in tags.iter().enumerate() {
            components.extend(tags.iter().filter_map(|tag| Some((defined(tag)?, at))));
        }
        let mut reached: Vec<usize> = templates.get(template).copied().into_iter().collect();
        let mut words = Words::default();
        let mut next = 0;
        while let Some(at) = reached.get(next).copied() {
            next += 1;
            for tag in &tags[at] {
                if lists_fields(tag) {
                    return Self::EVERYTHING;
                }
                let named = quoted(tag).filter_map(|name| templates.get(name));
                for other in named.chain(called(tag).filter_map(|name| components.get(name))) {
                    if !reached.contains(other) {
                        reached.push(*other);
                    }
                }
                self::words(tag).for_each(|word| words.add(word));
            }
        }
        Self(Some(words))
    }

    /// Whether a template may show the field of this name.
    pub fn names(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|words| words.hold(field))
    }

    /// The field of this name; empty where no template names it.
    pub(super) fn fill<T: Default>(&self, field: &str, value: impl FnOnce() -> T) -> T {
        if self.names(field) { value() } else { T::default() }
    }
}

/// Words that are looked up for every field of every page: in short lists, found by length and both ends of a word.
#[derive(Clone, Debug, PartialEq)]
struct Words(Vec<Vec<Box<str>>>);

const LISTS: usize = 256;

impl Default for Words {
    fn default() -> Self {
        Self(vec![Vec::new(); LISTS])
    }
}

impl Words {
    fn add(&mut self, word: &str) {
        if !self.hold(word) {
            self.0[Self::list(word)].push(word.into());
        }
    }

    fn hold(&self, word: &str) -> bool {
        self.0[Self::list(word)].iter().any(|known| **known == *word)
    }

    fn list(word: &str) -> usize {
        let end = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
        (word.len() * 31 + end(word.as_bytes().first()) * 7 + end(word.as_bytes().last())) % LISTS
    }
}

/// The tags of a template. What is quoted in one does not end it.
fn tags(text: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let inside = rest.get(at + 2..).unwrap_or_default();
        let end = match rest.as_bytes().get(at + 1) {
            Some(b'{') => end_of_tag(inside, "}}"),
            Some(b'%') => end_of_tag(inside, "%}"),
            Some(b'#') => {
                rest = inside.split_once("#}").map_or("", |(_, after)| after);
                continue;
            }
            _ => {
                rest = &rest[at + 1..];
                continue;
            }
        };
        tags.push(&inside[..end]);
        rest = &inside[end..];
    }
    tags
}

fn end_of_tag(inside: &str, end: &str) -> usize {
    let mut quote = None;
    let ended = |(at, letter): (usize, char)| match quote {
        Some(open) => {
            if letter == open {
                quote = None;
            }
            None
        }
        None if matches!(letter, '"' | '\'' | '`') => {
            quote = Some(letter);
            None
        }
        None => inside[at..].starts_with(end).then_some(at),
    };
    inside.char_indices().find_map(ended).unwrap_or(inside.len())
}

/// The words of letters, digits and `_` in `text`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// The component that a tag begins to define.
fn defined(tag: &str) -> Option<&str> {
    let rest = tag.trim_start_matches('-').trim_start().strip_prefix("component ")?;
    words(rest).next()
}

/// The texts in quotes, of whatever kind.
fn quoted(tag: &str) -> impl Iterator<Item = &str> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\'', '`'])?;
        let inside = &rest[start + 1..];
        let end = inside.find(rest[start..].chars().next()?)?;
        rest = &inside[end + 1..];
        Some(&inside[..end])
    })
}

/// The components that are used: `<name`, and nothing but that, is one.
fn called(tag: &str) -> impl Iterator<Item = &str> {
    let name = |(at, _): (usize, &str)| {
        let rest = &tag[at + 1..];
        words(rest).next().filter(|word| rest.starts_with(word))
    };
    tag.match_indices('<').filter_map(name)
}

/// The filters that a tag uses, and what else stands behind a bar.
fn filters(tag: &str) -> impl Iterator<Item = &str> {
    tag.split('|').skip(1).filter_map(|rest| words(rest).next())
}

/// Whether fields may be reached that the tag does not name: `for name, value in`, `line[name]`, `line | values`, and all
/// there is.
fn lists_fields(tag: &str) -> bool {
    let mut words = words(tag);
    let pairs = words.next() == Some("for") && tag.split(" in ").next().is_some_and(|names| names.contains(','));
    let mut subscripts = tag.match_indices('[').map(|(at, _)| (&tag[..at], &tag[at + 1..]));
    let computed = subscripts.any(|(before, inside)| {
        let of_something =
            before.ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ']' | ')'));
        of_something && inside.trim_start().starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
    });
    let listed = filters(tag).any(|filter| matches!(filter, "get" | "keys" | "pairs" | "str" | "values"));
    pairs || computed || listed || tag.contains("__tera_context")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Brand;

    #[test]
    fn what_is_extended_included_or_used_counts_and_nothing_else() {
        let wanted = wanted(&[
            ("aside.html", "{{ of.footnote }}"),
            ("base.html", "<link rel=\"icon\">{{ frame }}{% include 'foot.html' %}{# {{ remark }} #}"),
            (
                "cell.html",
                "{% component cell(of: map) %}{{ of.value }}{{ <mark of={of} /> }}{% include \"aside.html\" %}{% endcomponent cell %}",
            ),
            ("foot.html", "{{ byline }}"),
            ("home.html", "{{ tiles }}"),
            ("link.html", "{% component link(of: map) %}{{ of.href }}{% endcomponent link %}"),
            ("mark.html", "{% component mark(of: map) %}{{ of.shape }}{% endcomponent mark %}"),
            ("scorecard.html", "{% extends \"base.html\" %}<p class=\"note\">{{ headline }} {{ <cell of={line} /> }}"),
            ("tile.html", "{% component tile(of: map) %}{{ of.sentence }}{% endcomponent tile %}"),
        ]);
        for field in ["frame", "byline", "headline", "value", "shape", "footnote"] {
            assert!(wanted.names(field), "{field}");
        }
        for field in ["tiles", "sentence", "href", "note", "remark"] {
            assert!(!wanted.names(field), "{field}");
        }
    }

    #[test]
    fn a_quoted_end_does_not_end_a_tag() {
        let wanted = wanted(&[("scorecard.html", "{{ '}}' ~ headline }}{% if a == \"%}\" and b %}{% endif %}")]);
        for field in ["headline", "a", "b"] {
            assert!(wanted.names(field), "{field}");
        }
    }

    #[test]
    fn who_lists_fields_gets_all_of_them() {
        for text in [
            "{% for name, value in line %}{% endfor %}",
            "{{ line[name] }}",
            "{{ line.verdict | values | join(sep=\"/\") }}",
            "{{ line|get(key=name) }}",
            "{{ __tera_context }}",
        ] {
            assert_eq!(wanted(&[("scorecard.html", text)]), Wanted::EVERYTHING, "{text}");
        }
        for text in
            ["{% for line in lines %}{% endfor %}", "{{ line[\"value\"] }}", "{{ lines[0] }}", "{% set x = [a, b] %}"]
        {
            assert_ne!(wanted(&[("scorecard.html", text)]), Wanted::EVERYTHING, "{text}");
        }
    }

    fn wanted(templates: &[(&str, &'static str)]) -> Wanted {
        let templates = templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
        let (inherited, brand) = (BTreeSet::new(), Brand::default());
        let look = Look { name: "plain".into(), templates, files: Vec::new(), brand, inherited };
        Wanted::by(&look, "scorecard.html")
    }
}
