//! A finding for the terminal: the chart, the figures, the rule and the sentence, as the KPI's page has them.

use std::fmt::Write;

use crate::analyse::Findings;
use crate::diagnostic::Problem;
use crate::draw;
use crate::model::Subject;
use crate::words;

use super::called;
use super::downloads::subject_json;
use super::pages::{method_note, now};

/// Which figure is to be explained; ids as they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The KPI's id.
    pub kpi: String,
    /// A part, such as `team/billing`; `None` for the whole organisation.
    pub part: Option<String>,
}

/// What there is to say about one figure as of the latest period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// For people: lines of at most 80 characters where words are concerned.
    pub text: String,
    /// For programs: what `data.json` says of the KPI, with this subject alone.
    pub json: Vec<u8>,
}

/// How many of the latest periods are listed.
const LISTED: usize = 13;
/// Where lines of words end.
const WIDTH: usize = 80;

/// Explains the figure that `question` asks about; fails when there is no such KPI or part in the edition.
pub fn explain(question: &Question, findings: &Findings) -> Result<Explanation, Problem> {
    let edition = findings.edition();
    let facts = edition.facts();
    let elsewhere = |problem| match problem {
        Problem::WithheldId { id, audiences } => Problem::NotInEdition { id, audiences },
        other => other,
    };
    let kpi = called::kpi(edition, &question.kpi).map_err(elsewhere)?;
    let part = question.part.as_deref().map(|part| called::part(edition, part)).transpose().map_err(elsewhere)?;
    let as_of = facts.latest().period;
    let found = findings.at(&Subject { kpi: kpi.id.clone(), part: part.clone() }, as_of);
    let look = findings.closer_look(&found);

    let whom =
        part.as_ref().and_then(|part| facts.part(part)).map_or(&facts.settings.organisation, |(_, one)| &one.name);
    let mut text = format!("{}, {whom}, {}\n\n", kpi.name, words::period::name(as_of));
    push_wrapped(&mut text, &words::sentence(&found, edition));
    if let Some(chart) = draw::in_characters(kpi, &found) {
        write!(text, "\n{chart}\n").expect("writing to text");
    }
    let mut rows: Vec<(String, String)> = Vec::new();
    for (term, verdict) in [
        ("Real change?", words::verdict::real_change(kpi, &found)),
        ("Meets target?", words::verdict::meets_target(kpi, &found)),
    ] {
        rows.push((term.to_owned(), verdict.word.to_owned()));
    }
    rows.extend(now(findings, kpi, &found, look.as_ref()).into_iter().map(|fact| (fact.term, fact.text)));
    text.push('\n');
    push_rows(&mut text, &rows);
    let notes = method_note(findings, kpi, &found, look.as_ref());
    if !notes.is_empty() {
        text.push_str("\nHow this is judged\n");
        notes.iter().for_each(|note| push_wrapped(&mut text, note));
    }
    let points = &found.points[found.points.len().saturating_sub(LISTED)..];
    if !points.is_empty() {
        text.push('\n');
    }
    let listed: Vec<(String, String)> = points
        .iter()
        .rev()
        .map(|point| {
            let value = match point.value {
                Some(value) => words::number::value(kpi, value),
                None => words::missing::in_cell(point.withheld),
            };
            let signal = found.signal(point);
            let mark = words::verdict::mark_word(kpi, signal.mark);
            let rule = words::verdict::rule_words(kpi, as_of.kind(), signal.rule);
            let care =
                [(point.exceptional, "exceptional"), (!point.exceptional && !point.is_ordinary(), "provisional")];
            let care = care.into_iter().find(|(applies, _)| *applies).map(|(_, word)| word.to_owned());
            let said = mark.map(|mark| match rule {
                Some(rule) => format!("{mark}: {rule}"),
                None => mark.to_owned(),
            });
            let said = [said, care].into_iter().flatten().collect::<Vec<_>>().join(", ");
            (words::period::name(point.period), format!("{value}\t{said}"))
        })
        .collect();
    push_rows(&mut text, &listed);
    Ok(Explanation { text, json: subject_json(findings, kpi, &found) })
}

/// Writes `words` in lines of at most [`WIDTH`] characters.
fn push_wrapped(text: &mut String, words: &str) {
    push_lines(text, words, WIDTH);
}

/// Writes `words` in lines of at most so many characters.
pub(super) fn push_lines(text: &mut String, words: &str, width: usize) {
    let mut column = 0;
    for word in words.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        }
        if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

/// Writes rows of columns, each as wide as its widest text; the columns of the second text are divided by tabs.
fn push_rows(text: &mut String, rows: &[(String, String)]) {
    let columns = |row: &(String, String)| -> Vec<String> {
        std::iter::once(row.0.clone()).chain(row.1.split('\t').map(str::to_owned)).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(columns).collect();
    let width = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or(0)).map(width).collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.chars().count() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}
