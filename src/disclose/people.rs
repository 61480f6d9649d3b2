//! People: a story told without names loses them, what is passed on names nobody who is praised, and the register of
//! consents stays behind the gate.

use std::collections::BTreeSet;

use super::markdowns;
use crate::model::{ConsentScope, Heading, Lead, Organisation, Story};

/// What stands where a name was.
const NAMELESS: (&str, &str) = ("a", "colleague");

/// Takes the names and pictures out of stories that are told without them, and consents of people whom no story names.
pub(super) fn protect(organisation: &mut Organisation) {
    for story in organisation.stories.iter_mut().filter(|story| story.anonymise) {
        anonymise(story);
    }
    let named: BTreeSet<String> = organisation.stories.iter().flat_map(|story| story.names().cloned()).collect();
    organisation.consents.retain(|consent| named.contains(&consent.person));
}

/// Everybody whom stories recognise, or who nominated them, and who may not be named in that place, or anybody where
/// there is none: for what cannot be called back.
pub fn praised(facts: &Organisation, but: Option<ConsentScope>) -> BTreeSet<String> {
    let may_be_named = |name: &&String| but.is_some_and(|scope| facts.may_name(name, scope));
    facts.stories.iter().flat_map(Story::names).filter(|name| !may_be_named(name)).cloned().collect()
}

/// Leaves out every story that names one of `people`, and their names in what else is written.
///
/// Where a name stands that is no sentence, in a value or among people who answer for something, it stays; whether it
/// may is for the search to say.
pub(super) fn leave_out(organisation: &mut Organisation, people: &BTreeSet<String>) {
    if people.is_empty() {
        return;
    }
    organisation.leave_out_stories(|story| !story.names().any(|name| people.contains(name)));
    let names = longest_first(people.iter().cloned());
    for text in texts(organisation) {
        if let Some(nameless) = without_names(text, &names) {
            *text = nameless;
        }
    }
    for markdown in markdowns(organisation) {
        if let Some(nameless) = without_names(&markdown.read(), &names) {
            markdown.change(&nameless);
        }
    }
}

/// What else is written in sentences, beside [`markdowns`].
fn texts(facts: &mut Organisation) -> Vec<&mut String> {
    let mut texts: Vec<&mut String> = Vec::new();
    let mut headings: Vec<&mut Heading> = Vec::new();
    for kpi in &mut facts.kpis {
        texts.extend([&mut kpi.definition, &mut kpi.formula, &mut kpi.source].into_iter().flatten());
        texts.extend(kpi.versions.iter_mut().map(|version| &mut version.because));
        texts.extend(kpi.retired.iter_mut().filter_map(|retired| retired.because.as_mut()));
    }
    for award in &mut facts.awards {
        texts.extend(award.means.iter_mut().chain(&mut award.reward));
    }
    texts.extend(facts.values.iter_mut().filter_map(|value| value.means.as_mut()));
    texts.extend(facts.actions.iter_mut().map(|action| &mut action.what));
    texts.extend(facts.calendar.iter_mut().map(|day| &mut day.what));
    for snapshot in &mut facts.snapshots {
        texts.extend(snapshot.revisions.iter_mut().map(|revision| &mut revision.because));
        texts.extend(snapshot.events.iter_mut().flat_map(|event| event.because.iter_mut().chain([&mut event.label])));
        texts.extend(snapshot.exceptional.iter_mut().map(|exceptional| &mut exceptional.why));
    }
    for study in &mut facts.studies {
        texts.extend(study.purpose.iter_mut().chain(&mut study.question).chain([&mut study.title]));
        texts.extend(study.practices.iter_mut().map(|practice| &mut practice.what));
        texts.extend(study.revisions.iter_mut().map(|revision| &mut revision.because));
        texts.extend(study.withdrawn.iter_mut().map(|withdrawn| &mut withdrawn.because));
    }
    for story in &mut facts.stories {
        texts.extend([&mut story.challenge, &mut story.action, &mut story.result].into_iter().flatten());
        texts.extend(story.quote.iter_mut().map(|quote| &mut quote.text));
        texts.extend(story.image.iter_mut().map(|image| &mut image.alt));
        texts.extend(story.lead.iter_mut().filter_map(Lead::text));
        headings.push(&mut story.heading);
    }
    for words in &mut facts.commentaries {
        texts.extend(words.first_line.iter_mut().chain(&mut words.asks));
        headings.push(&mut words.heading);
    }
    for issue in &mut facts.newsletters {
        texts.extend(issue.preheader.iter_mut().chain([&mut issue.subject]));
        headings.push(&mut issue.heading);
    }
    headings.extend(facts.kpi_notes.iter_mut().map(|note| &mut note.heading));
    headings.extend(facts.pages.iter_mut().chain(&mut facts.home).map(|page| &mut page.heading));
    for heading in headings {
        texts.extend(heading.title.iter_mut().chain(&mut heading.description).chain(&mut heading.keywords));
    }
    texts
}

fn anonymise(story: &mut Story) {
    let mut names = std::mem::take(&mut story.people);
    names.extend(story.nominated_by.take());
    let first_names: Vec<_> = names.iter().filter_map(|name| name.split(' ').next()).map(str::to_owned).collect();
    names.extend(first_names.into_iter().filter(|name| name.chars().count() > 2));
    let names = longest_first(names);

    if story.quote.as_ref().and_then(|quote| quote.by.as_ref()).is_some_and(|by| names.contains(by)) {
        story.quote.as_mut().expect("it has a quote").by = None;
    }
    story.image = None;
    let heading = &mut story.heading;
    heading.keywords.retain(|word| !names.contains(word));
    let texts =
        [&mut heading.title, &mut heading.description, &mut story.challenge, &mut story.action, &mut story.result];
    let quoted = story.quote.as_mut().map(|quote| &mut quote.text);
    for text in texts.into_iter().flatten().chain(story.lead.as_mut().and_then(Lead::text)).chain(quoted) {
        if let Some(nameless) = without_names(text, &names) {
            *text = nameless;
        }
    }
    if let Some(nameless) = without_names(&story.body.read(), &names) {
        story.body.change(&nameless);
    }
}

/// Longer names first, so that a first name is not taken out of the middle of a full one.
fn longest_first(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// `text` with every whole-word occurrence of a name replaced, also of one that is broken into two lines; a sentence still
/// begins with a capital. `None` if there is none.
fn without_names(text: &str, names: &[String]) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let (mut rest, mut kept) = (text, text.len());
    while let Some(character) = rest.chars().next() {
        let starts_word = !result.ends_with(char::is_alphanumeric);
        let after = names.iter().filter(|_| starts_word).find_map(|name| after_name(rest, name));
        if let Some(after) = after {
            let starts_sentence = result.trim_end().is_empty() || result.trim_end().ends_with(['.', '!', '?', '\n']);
            let (article, noun) = NAMELESS;
            result.push_str(if starts_sentence { "A" } else { article });
            // Lines keep their numbers.
            result.push(if rest[..rest.len() - after.len()].contains('\n') { '\n' } else { ' ' });
            result.push_str(noun);
            kept -= rest.len() - after.len();
            rest = after;
        } else {
            result.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    (kept < text.len()).then_some(result)
}

/// What follows on `name`, if `text` begins with it.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = text;
    for (number, word) in name.split_whitespace().enumerate() {
        let spaced = rest.trim_start();
        if (number > 0) != (spaced.len() < rest.len()) {
            return None;
        }
        rest = spaced.strip_prefix(word)?;
    }
    (rest.len() < text.len() && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_as_whole_words_only() {
        check(
            "Priya N. asked. Priya knew why Priyanka left.",
            Some("A colleague asked. A colleague knew why Priyanka left."),
        );
        check("Thanks to Priya.", Some("Thanks to a colleague."));
        check("Thanks to Priyanka.", None);
    }

    #[test]
    fn a_name_on_two_lines_goes_and_leaves_two() {
        check("Thanks to Priya\n  N., and more.", Some("Thanks to a\ncolleague, and more."));
        check("Thanks to PriyaN.", None);
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(without_names(text, &["Priya N.".into(), "Priya".into()]).as_deref(), expected);
    }
}
