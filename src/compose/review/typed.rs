//! Numbers that somebody typed about a KPI and that are none of its figures: they were right once, or never.

use std::ops::Range;

use super::figures::{About, Figure, figures};
use super::numbers::{Sort, Typed, numbers};
use super::times::{Time, time};
use super::{Manner, Report, Text, clauses, kpis_in, named};
use crate::analyse::Findings;
use crate::compose::prose::{ELSE, Sentence, TableCell};
use crate::diagnostic::{MeantFigure, Problem};
use crate::model::{Kpi, Period, Subject, Unit};
use crate::words::claims::{OF_ANOTHER, OF_NOW, ROUGHLY, find, find_words};
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
/// Only a number in the unit of a KPI that is named just before, in a sentence about this period. In a story, whose
/// numbers are often its own, a sentence is about the month that it names; where it names none, only percentages count,
/// and every figure up to then.
pub(super) fn report(findings: &Findings, text: &Text, sentence: &Sentence, report: Report) {
    if let Some(cell) = &sentence.cell {
        return report_cell(findings, text, sentence, cell, report);
    }
    let facts = findings.edition().facts();
    for clause in clauses(&sentence.text) {
        let numbers = numbers(&sentence.text, clause.clone());
        if numbers.is_empty() {
            continue;
        }
        let words = &sentence.text[clause.clone()];
        // `per` speaks of something else, but not in `per cent`.
        if find(&words.replace("per cent", "percent"), OF_ANOTHER.iter().copied()).is_some() {
            continue;
        }
        let Some(time) = time(text, sentence, words) else { continue };
        let kpis = kpis_in(facts, sentence, &clause);
        for number in &numbers {
            // The number is about what is named last before it.
            let before = kpis.iter().filter(|(_, name)| name.end <= number.at.start);
            let Some((kpi, name)) = before.max_by_key(|(_, name)| name.end) else { continue };
            let between = &sentence.text[name.end..number.at.start];
            let near = if number.sort == Sort::Bare { VERY_NEAR } else { NEAR };
            // Whose number it is, where another one or a figure stands in between, nobody can tell.
            let is_another = |other: &Typed| name.end <= other.at.start && other.at.end <= number.at.start;
            if between.len() > near
                || between.contains(ELSE)
                || between.bytes().any(|byte| byte.is_ascii_digit())
                || numbers.iter().any(is_another)
            {
                continue;
            }
            // Of single cases people tell in minutes and pounds, of all of them in percent.
            if matches!(time, Time::UpTo(_)) && number.sort != Sort::Percent {
                continue;
            }
            let Some(value) = number.value_in(kpi) else { continue };
            let rough = find(between, ROUGHLY.iter().copied());
            let slack = if rough.is_some() { value.abs() * ROUGH } else { 0.0 } + number.step_in(kpi) * 0.500_001;
            let said = Said { value, slack, words: number.at.clone() };
            report_unknown(findings, text, (kpi, time), sentence, &said, report);
        }
    }
}

/// Reports the number of a cell where one of its heads is a KPI and the other one says no more than when or of whom.
///
/// Tables hold plans, peers and much else: with any other head nobody can tell what a number is.
fn report_cell(findings: &Findings, text: &Text, sentence: &Sentence, cell: &TableCell, report: Report) {
    let facts = findings.edition().facts();
    let words = sentence.text.trim();
    if words.is_empty() || text.manner != Manner::Reports {
        return;
    }
    let start = sentence.text.len() - sentence.text.trim_start().len();
    let numbers = numbers(&sentence.text, 0..sentence.text.len());
    let [number] = numbers.as_slice() else { return };
    if number.at != (start..start + words.len()) {
        return;
    }
    let is_of_text = |head: &str| {
        let is = |name: &str| find_words(head, name).is_some_and(|at| at.len() == head.len());
        let own = [period::name(text.period), period::bare(text.period), period::short(text.period)];
        let members = facts.dimensions.iter().flat_map(|dimension| dimension.members.iter());
        let of_now = OF_NOW.iter().copied().chain(own.iter().map(String::as_str));
        of_now.chain(members.map(|member| member.name.as_str())).any(is) || head == text.period.to_string()
    };
    let is_name = |kpi: &Kpi, head: &str| named(kpi, head).is_some_and(|name| name.len() == head.len());
    let heads = [(&cell.row, &cell.column), (&cell.column, &cell.row)];
    let kpi = heads.into_iter().find_map(|(one, other)| {
        let kpi = facts.kpis.iter().find(|kpi| is_name(kpi, one.trim()))?;
        is_of_text(other.trim()).then_some(kpi)
    });
    let Some(kpi) = kpi else { return };
    // The unit of a column often stands above it.
    let is_share = kpi.unit == Unit::Percent && number.sort == Sort::Bare;
    let Some(value) = number.value_in(kpi).or(is_share.then_some(number.value)) else { return };
    let said = Said { value, slack: number.step_in(kpi) * 0.500_001, words: number.at.clone() };
    report_unknown(findings, text, (kpi, Time::One(text.period)), sentence, &said, report);
}

/// A number that is said of a KPI, in its unit.
struct Said {
    value: f64,
    /// By how much a figure may differ that is meant by it.
    slack: f64,
    /// Where it stands in its sentence.
    words: Range<usize>,
}

/// Reports what is said of a KPI where none of its figures at that time is meant by it.
fn report_unknown(
    findings: &Findings,
    text: &Text,
    (kpi, time): (&Kpi, Time),
    sentence: &Sentence,
    said: &Said,
    report: Report,
) {
    let (Time::One(period) | Time::UpTo(period)) = time;
    let about = About { period, part: text.part, is_named: text.manner != Manner::Reports };
    let known = figures(findings, kpi, &about);
    let is_meant = |value: f64| (value.abs() - said.value.abs()).abs() <= said.slack;
    if known.iter().any(|figure| figure.sort.may_stand_for(kpi.unit) && is_meant(figure.value)) {
        return;
    }
    let when = match time {
        Time::One(_) => period::name(period),
        Time::UpTo(_) if values_until(findings, kpi, period).any(is_meant) => return,
        Time::UpTo(_) => format!("any {} up to {}", period::noun(period.kind()), period::name(period)),
    };
    let Some(mut meant) = meant(&known, said.value) else { return };
    if !text.is_filled {
        meant.placeholder = None;
    }
    let typed = sentence.text[said.words.clone()].to_owned();
    report(
        Problem::TypedNumber { typed, kpi: kpi.id.to_string(), period: when, meant: Box::new(meant) },
        said.words.clone(),
    );
}

/// What `kpi` and its parts ever were up to `period`.
fn values_until<'f>(findings: &'f Findings, kpi: &'f Kpi, period: Period) -> impl Iterator<Item = f64> + 'f {
    let all = findings.edition().facts().series.iter().filter(|(subject, _)| subject.kpi == kpi.id);
    let measured = all.flat_map(move |(_, series)| series.readings().filter(move |(at, _)| *at <= period));
    let measured = measured.filter_map(|(_, reading)| reading.measurement.value(kpi.unit));
    // A computed KPI was not measured.
    let whole = findings.at(&Subject::whole(kpi.id.clone()), period).points;
    measured.chain(whole.into_iter().filter_map(|point| point.value))
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
