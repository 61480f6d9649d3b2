//! What the pages of one kind are asked for, so that nothing is worked out that no template names.

use std::collections::BTreeSet;

use crate::model::Look;

/// The words in the templates that a kind of page is printed with.
///
/// A field that none of them names cannot reach a reader, so it may stay empty. Words are not parsed: a word in a comment, or
/// in a template that is named and never used, only costs time.
#[derive(Debug, PartialEq)]
pub(super) struct Wanted(Option<BTreeSet<String>>);

impl Wanted {
    /// Every field, for the kinds of which a site has few pages.
    pub(super) const EVERYTHING: Self = Self(None);

    /// What `template` of `look` asks for, with every template it extends or includes and every component it uses.
    pub(super) fn by(look: &Look, template: &str) -> Self {
        let mut found = BTreeSet::new();
        let mut reached: Vec<&str> = look.templates.iter().map(|(name, _)| name.as_str()).collect();
        reached.retain(|name| *name == template);
        let mut next = 0;
        while let Some(name) = reached.get(next).copied() {
            next += 1;
            let text = look.templates.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
            let names = |other: &str, other_text: &str| {
                text.contains(&format!("\"{other}\""))
                    || text.contains(&format!("'{other}'"))
                    || components(other_text).any(|component| uses(text, component))
            };
            for (other, other_text) in &look.templates {
                if !reached.contains(&other.as_str()) && names(other, other_text) {
                    reached.push(other);
                }
            }
            found.extend(words(text).map(str::to_owned));
        }
        Self(Some(found))
    }

    /// Whether a template may show the field of this name.
    pub(super) fn names(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|words| words.contains(field))
    }

    /// The field of this name; empty where no template names it.
    pub(super) fn fill<T: Default>(&self, field: &str, value: impl FnOnce() -> T) -> T {
        if self.names(field) { value() } else { T::default() }
    }
}

/// The words of letters, digits and `_` in `text`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// The components that are defined in `text`.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("component ").filter_map(|(at, keyword)| words(&text[at + keyword.len()..]).next())
}

/// Whether `text` has `<component` in it.
fn uses(text: &str, component: &str) -> bool {
    text.match_indices('<').any(|(at, _)| words(&text[at..]).next() == Some(component))
}

#[cfg(test)]
mod tests {
    use crate::model::Brand;

    use super::*;

    #[test]
    fn what_is_extended_included_or_used_counts_and_nothing_else() {
        let look = Look {
            name: "plain".into(),
            templates: [
                ("base.html", "{{ frame }}{% include 'foot.html' %}"),
                (
                    "cell.html",
                    "{% component cell(of: map) %}{{ of.value }}{{ <mark of={of} /> }}{% endcomponent cell %}",
                ),
                ("foot.html", "{{ byline }}"),
                ("home.html", "{{ tiles }}"),
                ("mark.html", "{% component mark(of: map) %}{{ of.shape }}{% endcomponent mark %}"),
                ("scorecard.html", "{% extends \"base.html\" %}{{ headline }} {{ <cell of={line} /> }}"),
                ("tile.html", "{% component tile(of: map) %}{{ of.sentence }}{% endcomponent tile %}"),
            ]
            .map(|(name, text)| (name.to_owned(), text.into()))
            .into(),
            files: Vec::new(),
            brand: Brand::default(),
            inherited: BTreeSet::new(),
        };
        let wanted = Wanted::by(&look, "scorecard.html");
        for field in ["frame", "byline", "headline", "value", "shape"] {
            assert!(wanted.names(field), "{field}");
        }
        for field in ["tiles", "sentence"] {
            assert!(!wanted.names(field), "{field}");
        }
    }
}
