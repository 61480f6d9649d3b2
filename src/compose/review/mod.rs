//! What somebody wrote, held against the figures: for `check`, because nothing of it changes a page.
//!
//! Everything here is a doubt, so all of it can be allowed in place, and what is not sure is not said.

mod claims;
mod figures;
mod numbers;
mod praise;
mod times;
mod typed;
mod upkeep;

use std::ops::Range;

use rayon::prelude::*;

use crate::analyse::Findings;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Commentary, Kpi, Lead, Markdown, Newsletter, Organisation, PartId, Period, Story};
use crate::words::claims::find_words;

use super::prose::{self, Sentence, place_in_head, plain_sentences, sentences};

/// Reports what is doubtful in the words of the edition: typed figures, claims, what was not said, praise that could be
/// stronger; and what was allowed and is not there.
pub fn review(findings: &Findings, diagnostics: &Diagnostics) {
    let facts = findings.edition().facts();
    texts(facts).for_each(|text| {
        text.sentences.iter().for_each(|sentence| {
            let report = |problem, range: Range<usize>| diagnostics.report(problem, (text.at)(sentence, range));
            typed::report(findings, &text, sentence, &report);
            claims::report(findings, &text, sentence, &report);
        });
    });
    upkeep::report(findings, diagnostics);
    facts.stories.iter().for_each(|story| praise::report(story, diagnostics));
    let written: Vec<&Markdown> = facts.markdowns().collect();
    diagnostics.report_unused_allowances(|at| is_told(&written, at));
}

/// The links in the words of the edition that lead out of the site: where, and where to; by file and place.
pub fn external_links(findings: &Findings) -> Vec<(Location, String)> {
    let mut links: Vec<(Location, String)> = Vec::new();
    for markdown in findings.edition().facts().markdowns() {
        let found = prose::external_links(&markdown.read()).into_iter();
        links.extend(found.map(|(target, range)| (within(markdown, range), target)));
    }
    links.sort_by(|(one, _), (other, _)| (&one.file, one.place).cmp(&(&other.file, other.place)));
    links
}

/// Finds where a stretch of a sentence is written.
type Finder<'a> = dyn Fn(&Sentence, Range<usize>) -> Location + Sync + Send + 'a;

/// Words about a period, sentence by sentence.
struct Text<'a> {
    sentences: Vec<Sentence>,
    at: Box<Finder<'a>>,
    /// The period it is about.
    period: Period,
    /// The part it is about; `None` for the whole.
    part: Option<&'a PartId>,
    manner: Manner,
    /// Whether its placeholders are filled.
    is_filled: bool,
}

/// How a text speaks of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Of those of its period.
    Reports,
    /// Of what led up to its day, and of single cases, whose numbers are its own; there are figures until a period.
    Tells { until: Period },
}

/// All words about periods: commentary, newsletters and stories, with what stands in their heads. Each is read when it is
/// its turn: a site has tens of megabytes of them.
fn texts(facts: &Organisation) -> impl ParallelIterator<Item = Text<'_>> {
    let latest = facts.latest().period;
    let commentaries = facts.commentaries.par_iter().flat_map_iter(of_commentary);
    let issues = facts.newsletters.par_iter().flat_map_iter(of_issue);
    let stories = facts.stories.par_iter().flat_map_iter(move |story| of_story(story, latest));
    commentaries.chain(issues).chain(stories)
}

fn of_commentary(words: &Commentary) -> Vec<Text<'_>> {
    let (period, part) = (words.period, words.part.as_ref());
    let mut texts = vec![of_body(&words.body, period, part)];
    let head = words.first_line.iter().chain(&words.asks).chain(&words.heading.title).chain(&words.heading.description);
    texts.extend(head.map(|text| of_head(text, &words.body, period, part)));
    texts
}

fn of_issue(issue: &Newsletter) -> Vec<Text<'_>> {
    let mut texts = vec![of_body(&issue.body, issue.period, None)];
    let head = [Some(&issue.subject), issue.preheader.as_ref(), issue.heading.description.as_ref()];
    texts.extend(head.into_iter().flatten().map(|text| of_head(text, &issue.body, issue.period, None)));
    texts
}

fn of_story(story: &Story, latest: Period) -> Vec<Text<'_>> {
    let Some(period) = Period::containing(latest.kind(), story.date) else { return Vec::new() };
    let manner = Manner::Tells { until: period.min(latest) };
    let mut texts = vec![Text { manner, ..of_body(&story.body, period, None) }];
    let lead = story.lead.as_ref().and_then(|lead| match lead {
        Lead::Text(text) => Some(text),
        Lead::Figures { .. } => None,
    });
    let head = [&story.challenge, &story.action, &story.result, &story.heading.description];
    texts.extend(head.into_iter().flatten().chain(lead).map(|text| Text {
        manner,
        is_filled: false,
        ..of_head(text, &story.body, period, None)
    }));
    texts
}

fn of_body<'a>(body: &'a Markdown, period: Period, part: Option<&'a PartId>) -> Text<'a> {
    let at = |sentence: &Sentence, range: Range<usize>| within(body, sentence.place(range));
    Text {
        sentences: sentences(&body.read()),
        at: Box::new(at),
        period,
        part,
        manner: Manner::Reports,
        is_filled: true,
    }
}

fn of_head<'a>(text: &'a str, page: &'a Markdown, period: Period, part: Option<&'a PartId>) -> Text<'a> {
    let at = |_: &Sentence, _: Range<usize>| place_in_head(page, text);
    Text { sentences: plain_sentences(text), at: Box::new(at), period, part, manner: Manner::Reports, is_filled: true }
}

fn within(body: &Markdown, range: Range<usize>) -> Location {
    Location::within(&body.file, body.first_line.get(), &body.read(), range)
}

/// Notes down a doubt about a stretch of a sentence.
type Report<'a> = &'a dyn Fn(Problem, Range<usize>);

/// Whether the edition tells what stands at `at`: all data, and words that are not for others.
fn is_told(written: &[&Markdown], at: &Location) -> bool {
    let is_words = at.file.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
    let (Some(place), true) = (at.place, is_words) else { return true };
    let Some(markdown) = written.iter().find(|markdown| markdown.file == at.file) else { return false };
    match place.line.checked_sub(markdown.first_line.get()) {
        None => true,
        // A passage for others is cut out of the text.
        Some(line) => markdown.read().lines().nth(line as usize).is_some_and(|line| line.contains("plaudit:")),
    }
}

/// Where `text` names a KPI: by its name, by the first letters of its name, or by its id.
fn named(kpi: &Kpi, text: &str) -> Option<Range<usize>> {
    let initials: String = kpi.name.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    let short = (initials.len() > 2).then(|| initials.to_uppercase()).and_then(|short| {
        // In capital letters only: `ART` is no art.
        find_words(text, &short).filter(|range| text[range.clone()] == short)
    });
    find_words(text, &kpi.name).or(short)
}

/// The KPIs a clause names, by name or by a figure, and where.
fn kpis_in<'f>(facts: &'f Organisation, sentence: &Sentence, clause: &Range<usize>) -> Vec<(&'f Kpi, Range<usize>)> {
    let text = &sentence.text[clause.clone()];
    let by_figure = |kpi: &Kpi| {
        let figures = sentence.figures.iter().filter(|(at, id)| clause.contains(at) && id == kpi.id.as_str());
        figures.map(|(at, _)| *at..*at + prose::ELSE.len_utf8()).next()
    };
    let by_name = |kpi: &Kpi| named(kpi, text).map(|range| clause.start + range.start..clause.start + range.end);
    let mut found: Vec<(&Kpi, Range<usize>)> =
        facts.kpis.iter().filter_map(|kpi| Some((kpi, by_name(kpi).or_else(|| by_figure(kpi))?))).collect();
    // `Complaints` is not named by `Complaints per 1,000 customers`.
    let ranges: Vec<Range<usize>> = found.iter().map(|(_, range)| range.clone()).collect();
    found.retain(|(_, range)| {
        !ranges.iter().any(|other| other != range && other.start <= range.start && range.end <= other.end)
    });
    found
}

/// The parts of a sentence that can be true on their own.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    for sign in ["; ", " but ", " while ", " whereas ", " – ", ", and "] {
        cuts.extend(text.match_indices(sign).map(|(at, _)| at));
    }
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}
