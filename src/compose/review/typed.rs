//! Numbers that somebody typed about a KPI and that are none of its figures: they were right once, or never.

use std::ops::Range;

use super::figures::{Figure, figures};
use super::{Report, Text, clauses, kpis_in};
use crate::analyse::Findings;
use crate::compose::prose::{ELSE, Sentence};
use crate::diagnostic::{MeantFigure, Problem};
use crate::model::{Kpi, Unit};
use crate::words::claims::{OF_ANOTHER, ROUGHLY, find, find_words};
use crate::words::period;

/// Further from the name of a KPI, in bytes, a number is about something else.
const NEAR: usize = 60;

/// A bare number stands this near behind the name of what it is about.
const VERY_NEAR: usize = 24;

/// So near, as a share, one figure is probably a slip of another.
const NEARLY: f64 = 0.03;

/// A rough number may be off by so much.
const ROUGH: f64 = 0.05;

/// Reports numbers in `sentence` that are said of a KPI and that nothing about it in the period is.
///
/// Only a number in the unit of a KPI that is named just before, in a sentence about this period.
pub(super) fn report(findings: &Findings, text: &Text, sentence: &Sentence, report: Report) {
    let facts = findings.edition().facts();
    if !sentence.text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    for clause in clauses(&sentence.text) {
        let words = &sentence.text[clause.clone()];
        if find(words, OF_ANOTHER.iter().copied()).is_some() || names_another_time(words, text) {
            continue;
        }
        let kpis = kpis_in(facts, sentence, &clause);
        for number in numbers(&sentence.text, clause.clone()) {
            // The number is about what is named last before it.
            let before = kpis.iter().filter(|(_, name)| name.end <= number.at.start);
            let Some((kpi, name)) = before.max_by_key(|(_, name)| name.end) else { continue };
            let between = &sentence.text[name.end..number.at.start];
            let near = if number.sort == Sort::Bare { VERY_NEAR } else { NEAR };
            // Whose number it is, where another one or a figure stands in between, nobody can tell.
            if between.len() > near || between.contains(ELSE) || between.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let Some(value) = number.value_in(kpi) else { continue };
            let known = figures(findings, kpi, text.period, text.part);
            let may_be_meant = |figure: &&Figure| figure.sort.may_stand_for(kpi.unit);
            let rough = find(between, ROUGHLY.iter().copied());
            let slack = if rough.is_some() { value.abs() * ROUGH } else { 0.0 } + number.step_in(kpi) * 0.500_001;
            if known.iter().filter(may_be_meant).any(|figure| (figure.value.abs() - value.abs()).abs() <= slack) {
                continue;
            }
            let Some(meant) = meant(&known, value) else { continue };
            let typed = sentence.text[number.at.clone()].to_owned();
            let period = period::name(text.period);
            report(
                Problem::TypedNumber { typed, kpi: kpi.id.to_string(), period, meant: Box::new(meant) },
                number.at.clone(),
            );
        }
    }
}

/// The figure that was probably meant: the nearest where it is near, else the value of what the text is about.
fn meant(known: &[Figure], typed: f64) -> Option<MeantFigure> {
    let distance = |figure: &Figure| (figure.value - typed).abs();
    let shown = known.iter().filter(|figure| figure.shown.is_some());
    let nearest = shown.clone().min_by(|one, other| distance(one).total_cmp(&distance(other)))?;
    let is_near = distance(nearest) <= NEARLY * typed.abs();
    let own = shown.clone().find(|figure| figure.is_own).filter(|_| !is_near);
    own.unwrap_or(nearest).shown.clone()
}

/// Whether words name a month, a quarter or a year that is not the text's own.
pub(super) fn names_another_time(words: &str, text: &Text) -> bool {
    let own = period::name(text.period);
    let mut months = (1..=12).map(period::month_name).filter(|month| !own.contains(month));
    // The verb `may` is no month.
    let is_named = |month: &str| find_words(words, month).is_some_and(|at| words[at].starts_with(char::is_uppercase));
    let mut tokens = words.split(|sign: char| !sign.is_alphanumeric());
    let is_year = |token: &str| {
        token.len() == 4
            && (token.starts_with("19") || token.starts_with("20"))
            && token.bytes().all(|byte| byte.is_ascii_digit())
    };
    months.any(is_named)
        || find(words, ["Q1", "Q2", "Q3", "Q4"]).is_some()
        || tokens.any(|token| is_year(token) && !own.contains(token))
}

/// What sort of number it is, by what stands around it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    Bare,
    Percent,
    /// In seconds.
    Duration,
    Money,
}

/// A number as it is typed.
#[derive(Clone, Debug, PartialEq)]
struct Typed {
    at: Range<usize>,
    sort: Sort,
    value: f64,
    /// What its last digit stands for.
    step: f64,
}

impl Typed {
    /// Its value in the unit of a KPI; `None` where it is of another sort.
    fn value_in(&self, kpi: &Kpi) -> Option<f64> {
        let fits = match kpi.unit {
            Unit::Percent => self.sort == Sort::Percent,
            Unit::Seconds | Unit::Minutes | Unit::Hours | Unit::Days => self.sort == Sort::Duration,
            Unit::Currency(_) => self.sort == Sort::Money,
            Unit::Count | Unit::Nps | Unit::Score | Unit::Per100 | Unit::Per1000 | Unit::Per10000 => {
                self.sort == Sort::Bare && !(self.step == 1.0 && (1900.0..2100.0).contains(&self.value))
            }
        };
        fits.then(|| self.value / kpi.unit.seconds().unwrap_or(1.0))
    }

    fn step_in(&self, kpi: &Kpi) -> f64 {
        self.step / kpi.unit.seconds().unwrap_or(1.0)
    }
}

/// The numbers in `text` within `clause`; dates, times of day, ordinals and parts of names are none.
fn numbers(text: &str, clause: Range<usize>) -> Vec<Typed> {
    let bytes = text.as_bytes();
    let mut found: Vec<Typed> = Vec::new();
    let mut at = clause.start;
    while at < clause.end {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let before = text[..at].chars().next_back();
        let end = number_end(text, at);
        let digits: String = text[at..end].chars().filter(|sign| sign.is_ascii_digit() || *sign == '.').collect();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let (start, after) = (at, &text[end..]);
        let is_part_of_word =
            before.is_some_and(|it| it.is_alphabetic() || "-/.:_#".contains(it)) || after.starts_with([':', '/', '_']);
        let Ok(value) = digits.parse::<f64>() else {
            at = end;
            continue;
        };
        at = end;
        let step = libm::pow(0.1, decimals as f64);
        if is_part_of_word {
            continue;
        }
        if before.is_some_and(|sign| "£$€".contains(sign)) {
            let sign = before.map_or(1, char::len_utf8);
            found.push(Typed { at: start - sign..end, sort: Sort::Money, value, step });
            continue;
        }
        let spaces = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
        let unit = &after[spaces..];
        let word: String = unit.chars().take_while(|sign| sign.is_alphabetic()).collect();
        let (sort, length, factor) = match word.as_str() {
            _ if unit.starts_with('%') => (Sort::Percent, 1, 1.0),
            "percent" => (Sort::Percent, word.len(), 1.0),
            "per" if unit.starts_with("per cent") => (Sort::Percent, 8, 1.0),
            "s" | "sec" | "second" | "seconds" => (Sort::Duration, word.len(), 1.0),
            "min" | "minute" | "minutes" => (Sort::Duration, word.len(), 60.0),
            "h" | "hour" | "hours" => (Sort::Duration, word.len(), 3_600.0),
            "day" | "days" => (Sort::Duration, word.len(), 86_400.0),
            // An ordinal, a letter of a name, a difference.
            _ if !word.is_empty() && spaces == 0 => continue,
            "point" | "points" | "pts" | "percentage" | "of" | "to" | "in" | "weeks" | "months" => continue,
            _ if unit.starts_with(['–', '-']) => continue,
            _ => (Sort::Bare, 0, 1.0),
        };
        let end = if length == 0 { end } else { end + spaces + length };
        at = at.max(end);
        let typed = Typed { at: start..end, sort, value: value * factor, step: step * factor };
        match found.last_mut() {
            // 14 min 30 s
            Some(last)
                if last.sort == Sort::Duration
                    && sort == Sort::Duration
                    && typed.step < last.step
                    && text[last.at.end..typed.at.start].trim().is_empty() =>
            {
                *last = Typed { at: last.at.start..typed.at.end, value: last.value + typed.value, ..typed };
            }
            _ => found.push(typed),
        }
    }
    found
}

/// Where the number ends that begins at `start`: 5,120 and 88.2, without a full stop behind it.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = start + digits(start);
    while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        check(
            "88.2 % of 5,120 in 14 min 30 s",
            &[("88.2 %", Sort::Percent, 88.2, 0.1), ("14 min 30 s", Sort::Duration, 870.0, 1.0)],
        );
        check(
            "it cost £3.41, 12 per cent",
            &[("£3.41", Sort::Money, 3.41, 0.01), ("12 per cent", Sort::Percent, 12.0, 1.0)],
        );
        check("412, then 31.", &[("412", Sort::Bare, 412.0, 1.0), ("31", Sort::Bare, 31.0, 1.0)]);
    }

    #[test]
    fn dates_times_ordinals_and_names_are_no_numbers() {
        check(
            "on the 3rd, at 14:30, in 2026-10, P512, 3/4 of B2, 1.3 points, 80–85 %",
            &[("85 %", Sort::Percent, 85.0, 1.0)],
        );
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Sort, f64, f64)]) {
        let found = numbers(text, 0..text.len());
        let found: Vec<_> = found
            .iter()
            .map(|it| (&text[it.at.clone()], it.sort, (it.value * 1e6).round() / 1e6, (it.step * 1e6).round() / 1e6))
            .collect();
        assert_eq!(found, expected);
    }
}
