//! People: a story told without names loses them, and the register of consents stays behind the gate.

use std::collections::BTreeSet;

use super::markdowns;
use crate::model::{ConsentScope, Lead, Organisation, Story};

/// What stands where a name was.
const NAMELESS: &str = "a colleague";

/// Takes the names and pictures out of stories that are told without them, and consents of people whom no story names.
pub(super) fn protect(organisation: &mut Organisation) {
    for story in organisation.stories.iter_mut().filter(|story| story.anonymise) {
        anonymise(story);
    }
    let named: BTreeSet<String> = organisation.stories.iter().flat_map(|story| story.names().cloned()).collect();
    organisation.consents.retain(|consent| named.contains(&consent.person));
}

/// Leaves out every story that names somebody who may not be named in that place, or anybody where there is none, and
/// their names in all other words: for what cannot be called back.
pub fn leave_out_praised(organisation: &mut Organisation, but: Option<ConsentScope>) {
    let may_be_named = |facts: &Organisation, name: &str| but.is_some_and(|scope| facts.may_name(name, scope));
    let named = organisation.stories.iter().flat_map(|story| story.people.iter().chain(&story.nominated_by));
    let names: BTreeSet<String> = named.filter(|name| !may_be_named(organisation, name)).cloned().collect();
    organisation
        .leave_out_stories(|story| !story.people.iter().chain(&story.nominated_by).any(|name| names.contains(name)));
    let names: Vec<String> = names.into_iter().collect();
    for words in &mut organisation.commentaries {
        let texts = [&mut words.first_line, &mut words.heading.title, &mut words.heading.description];
        for text in texts.into_iter().flatten().chain(&mut words.asks) {
            *text = without_names(text, &names);
        }
    }
    for markdown in markdowns(organisation) {
        markdown.text = without_names(&markdown.text, &names);
    }
}

fn anonymise(story: &mut Story) {
    let mut names = std::mem::take(&mut story.people);
    names.extend(story.nominated_by.take());
    // Longer names first, so that a first name is not taken out of the middle of a full one.
    let first_names: Vec<_> = names.iter().filter_map(|name| name.split(' ').next()).map(str::to_owned).collect();
    names.extend(first_names.into_iter().filter(|name| name.chars().count() > 2));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));

    if story.quote.as_ref().and_then(|quote| quote.by.as_ref()).is_some_and(|by| names.contains(by)) {
        story.quote.as_mut().expect("it has a quote").by = None;
    }
    story.image = None;
    let lead = match &mut story.lead {
        Some(Lead::Text(text)) => Some(text),
        Some(Lead::Figures { .. }) | None => None,
    };
    let heading = &mut story.heading;
    let texts =
        [&mut heading.title, &mut heading.description, &mut story.challenge, &mut story.action, &mut story.result];
    for text in texts.into_iter().flatten().chain(lead) {
        *text = without_names(text, &names);
    }
    heading.keywords.retain(|word| !names.contains(word));
    if let Some(quote) = &mut story.quote {
        quote.text = without_names(&quote.text, &names);
    }
    story.body.change(without_names(&story.body.text, &names));
}

/// `text` with every whole-word occurrence of a name replaced; a sentence still begins with a capital.
fn without_names(text: &str, names: &[String]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let starts_word = !result.ends_with(char::is_alphanumeric);
        let name = names.iter().find(|name| {
            starts_word
                && rest.strip_prefix(name.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        });
        if let Some(name) = name {
            let starts_sentence = result.trim_end().is_empty() || result.trim_end().ends_with(['.', '!', '?', '\n']);
            if starts_sentence {
                result.push_str("A colleague");
            } else {
                result.push_str(NAMELESS);
            }
            rest = &rest[name.len()..];
        } else {
            result.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_as_whole_words_only() {
        check(
            "Priya N. asked. Priya knew why Priyanka left.",
            "A colleague asked. A colleague knew why Priyanka left.",
        );
        check("Thanks to Priya.", "Thanks to a colleague.");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(without_names(text, &["Priya N.".into(), "Priya".into()]), expected);
    }
}
