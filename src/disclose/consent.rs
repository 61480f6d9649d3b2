//! Consent: names and personal details that stand in a story without somebody's leave are a warning.
//!
//! Whom a story recognises, and who nominated them, is checked where it is read, and an error. In its words a name is
//! only a name, perhaps somebody else's, so it is a warning, and only of people of whom something is known:
//!
//! * who is in the register of consents, but has not agreed to be named on the site, or not any more, or not yet;
//! * who is a member of a dimension of people, without a consent that holds.
//!
//! Whose story is told without names must be named nowhere else: that is searched for in every file, as all secrets are.
//!
//! A name is looked for as whole words in the same letters, and
//! only if it has two words: a first name alone is everybody's. Who is in none of these lists is not found.
//!
//! E-mail addresses, telephone and bank account numbers are looked for in stories as well, because customers' details
//! come with their words. A page may hold the team's own.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{ConsentScope, Lead, Organisation, Story};

/// Everybody who must not be named in words.
pub(super) fn unnamed(facts: &Organisation) -> BTreeSet<String> {
    let members = facts.dimensions.iter().filter(|dimension| dimension.people).flat_map(|it| &it.members);
    let everybody = facts.consents.iter().map(|consent| &consent.person).chain(members.map(|member| &member.name));
    let is_name = |name: &&String| name.split_whitespace().count() >= 2 && !facts.may_name(name, ConsentScope::Site);
    everybody.filter(is_name).cloned().collect()
}

/// Warns of the names of `people`, and of personal details, in the words of stories.
pub(super) fn report(facts: &Organisation, people: &BTreeSet<String>, diagnostics: &Diagnostics) {
    for story in &facts.stories {
        let body = &story.body;
        let written = body.read();
        for (problem, range) in found(&written, people) {
            diagnostics.report(problem, Location::within(&body.file, body.first_line.get(), &written, range));
        }
        for text in fields(story) {
            for (problem, _) in found(text, people) {
                diagnostics.report(problem, Location::file(body.file.clone()));
            }
        }
    }
}

/// Reports people whom a story names and whose consent does not cover sealed packages.
pub fn report_not_for_archive(facts: &Organisation, diagnostics: &Diagnostics) {
    for story in &facts.stories {
        for person in story.names().filter(|person| !facts.may_name(person, ConsentScope::Archive)) {
            let problem = Problem::ConsentNotForArchive { person: person.clone() };
            diagnostics.report(problem, Location::file(story.body.file.clone()));
        }
    }
}

/// Everybody whose name stands in `text`, of those whom stories recognise or who nominated them.
pub fn named_in(facts: &Organisation, text: &str) -> BTreeSet<String> {
    let people = facts.stories.iter().flat_map(Story::names);
    people.filter(|person| places(text, person).next().is_some()).cloned().collect()
}

/// The words of a story beside its body.
fn fields(story: &Story) -> impl Iterator<Item = &str> {
    let heading = &story.heading;
    let lead = story.lead.as_ref().and_then(|lead| match lead {
        Lead::Text(text) => Some(text),
        Lead::Figures { .. } => None,
    });
    let quote = story.quote.as_ref();
    let said = quote.map(|quote| &quote.text).into_iter().chain(quote.and_then(|quote| quote.by.as_ref()));
    let texts = [&heading.title, &heading.description, &story.challenge, &story.action, &story.result];
    let image = story.image.as_ref().map(|image| &image.alt);
    texts.into_iter().flatten().chain(lead).chain(said).chain(image).map(String::as_str)
}

fn found(text: &str, people: &BTreeSet<String>) -> Vec<(Problem, Range<usize>)> {
    let named = people.iter().filter_map(|person| {
        let place = places(text, person).next()?;
        Some((Problem::NamedWithoutConsent { person: person.clone() }, place))
    });
    let details = details(text).into_iter().map(|(what, place)| (Problem::PersonalDetail { what }, place));
    named.chain(details).collect()
}

/// Where `name` stands as whole words.
fn places<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(name).map(|(at, name)| at..at + name.len()).filter(|place| {
        let joins = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        !joins(text[..place.start].chars().next_back()) && !joins(text[place.end..].chars().next())
    })
}

/// E-mail addresses, telephone and bank account numbers.
fn details(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut details = Vec::new();
    let is_end = |char: char| char.is_whitespace() || "<>()[]{}\"'`|,;".contains(char);
    for (at, _) in text.match_indices('@') {
        let start =
            text[..at].rfind(is_end).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
        let end = text[at..].find(is_end).map_or(text.len(), |end| at + end);
        let host = text[at + 1..end].trim_end_matches(['.', ':', '!', '?']);
        if start < at && host.split('.').count() >= 2 && host.split('.').all(|part| !part.is_empty()) {
            details.push(("an e-mail address", start..at + 1 + host.len()));
        }
    }
    details.extend(numbers(text));
    details
}

/// Telephone and bank account numbers: stretches of letters and digits that only spaces, hyphens and brackets part.
fn numbers(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut numbers = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|char: char| char.is_ascii_digit() || char == '+').map(|at| from + at) {
        let is_part = |char: char| char.is_ascii_digit() || matches!(char, '+' | ' ' | '-' | '(' | ')' | '/');
        let end = text[start..].find(|char| !is_part(char)).map_or(text.len(), |end| start + end);
        let written = text[start..end].trim_end_matches([' ', '-', '(', '/']);
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        // A date or an account of ours begins with another digit than 0.
        if (written.starts_with('+') || written.starts_with('0')) && (9..=15).contains(&digits) {
            numbers.push(("a telephone number", start..start + written.len()));
        }
        from = end.max(start + 1);
    }
    let mut before = ' ';
    for (at, char) in text.char_indices() {
        if char.is_ascii_uppercase() && !before.is_alphanumeric() {
            numbers.extend(iban(&text[at..]).map(|length| ("a bank account number", at..at + length)));
        }
        before = char;
    }
    numbers
}

/// The length of the international bank account number that `text` begins with, its check digits being right.
fn iban(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins =
        bytes.len() > 4 && bytes[..2].iter().all(u8::is_ascii_uppercase) && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !begins {
        return None;
    }
    let mut number = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b' ' => continue,
            byte if byte.is_ascii_uppercase() || byte.is_ascii_digit() => number.push(*byte),
            _ => break,
        }
        if number.len() >= 15
            && bytes.get(at + 1).is_none_or(|next| !next.is_ascii_alphanumeric())
            && remainder(&number) == 1
        {
            return Some(at + 1);
        }
        if number.len() > 34 {
            break;
        }
    }
    None
}

/// ISO 7064: the first four characters last, letters as 10 to 35, modulo 97.
fn remainder(number: &[u8]) -> u32 {
    let turned = number[4..].iter().chain(&number[..4]);
    turned.fold(0, |rest, byte| {
        let digit = char::from(*byte).to_digit(36).unwrap_or(0);
        (rest * if digit > 9 { 100 } else { 10 } + digit) % 97
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_whole_words() {
        let people = BTreeSet::from(["Ada Lane".to_owned()]);
        let count = |text: &str| found(text, &people).len();
        assert_eq!(["Ada Lane's call", "Ada Lanes", "ada lane", "Ada", "(Ada Lane)"].map(count), [1, 0, 0, 0, 1]);
    }

    #[test]
    fn details_of_people_are_found_and_other_numbers_are_not() {
        for (text, expected) in [
            ("Write to ada@example.org.", vec!["ada@example.org"]),
            ("twitter @ada, 3 @ 5", vec![]),
            ("ring 01632 960 123 or +44 (0)1632 960124.", vec!["01632 960 123", "+44 (0)1632 960124"]),
            ("on 2026-10-14, of 1,180 calls, 0.5 % and 2025/26", vec![]),
            ("to GB82 WEST 1234 5698 7654 32, please", vec!["GB82 WEST 1234 5698 7654 32"]),
            ("to GB83 WEST 1234 5698 7654 32, please", vec![]),
        ] {
            let found: Vec<&str> = details(text).into_iter().map(|(_, place)| &text[place]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
