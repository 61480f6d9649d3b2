//! What takes care: provisional and exceptional periods, constant series, few cases.

use super::{Current, Voice, aim, capitalised, cases, usual};
use crate::analyse::{Assurance, Season};
use crate::disclose::Edition;
use crate::model::{KpiKind, Organisation, Period, PeriodKind, Subject, Target, Unit};
use crate::words::name::{head, lower_case};
use crate::words::{number, period};

/// Below so many cases a share or a score says little by itself.
const FEW_CASES: u64 = 30;

/// Quality score is provisionally 91.0 %; the final figure is expected on 20 November.
pub(super) fn provisional(voice: &Voice<'_>, current: &Current<'_>) -> String {
    let (starting, is) = (voice.name.starting(), voice.name.is());
    let value = number::value(voice.kpi, current.value);
    let reading = voice.facts.series.get(&voice.findings.subject).and_then(|series| series.at(voice.now));
    let expected = reading.and_then(|reading| reading.remark.as_ref()?.expected);
    let then = match (expected, voice.facts.snapshot(voice.now)) {
        (Some(day), Some(snapshot)) => {
            format!("the final figure is expected on {}", period::day(day, snapshot.published))
        }
        _ => "it is judged when the figure is final".to_owned(),
    };
    format!("{starting} {is} provisionally {value}; {then}.")
}

/// October had a strike (3–9 October): answered in time was 61 %, and is not compared. The last ordinary month was
/// September with 79 %.
pub(super) fn exceptional(voice: &Voice<'_>, current: &Current<'_>) -> String {
    let name = &voice.name;
    let when = capitalised(&voice.when(voice.now));
    let (inside, was, is) = (name.inside(), name.was(), name.is());
    let value = voice.value(current.point, current.value);
    let why = happening(&reasons(voice.facts, &voice.findings.subject, voice.now));
    let first = format!("{when} {why}: {inside} {was} {value}, and {is} not compared.");
    match voice.ordinary_before().next() {
        Some((point, value)) => {
            let (month, last) = (voice.month(), voice.when(point.period));
            format!("{first} The last ordinary {month} was {last} with {}.", voice.value(point, value))
        }
        None => first,
    }
}

/// What made a period exceptional for a subject: `had a strike (3–9 October)`.
pub(in crate::words) fn what_happened(edition: &Edition, subject: &Subject, period: Period) -> String {
    happening(&reasons(edition.facts(), subject, period))
}

/// Why a period is exceptional for a subject, in the words of the snapshot.
fn reasons(facts: &Organisation, subject: &Subject, period: Period) -> String {
    let all = facts.snapshot(period).map(|snapshot| snapshot.exceptional.as_slice()).unwrap_or_default();
    let mine = all.iter().filter(|exceptional| exceptional.scope.includes(subject));
    mine.map(|exceptional| exceptional.why.trim_end_matches('.')).collect::<Vec<_>>().join("; ")
}

/// `Strike 3–9 October` as `had a strike (3–9 October)`; anything that is not so simple in brackets as it was written.
fn happening(why: &str) -> String {
    const HAPPENINGS: [&str; 22] = [
        "breakdown",
        "closure",
        "cut",
        "cyberattack",
        "failure",
        "fire",
        "flood",
        "holiday",
        "incident",
        "launch",
        "lockdown",
        "migration",
        "move",
        "outage",
        "pandemic",
        "recall",
        "relocation",
        "storm",
        "strike",
        "update",
        "upgrade",
        "walkout",
    ];
    if why.is_empty() {
        return "was exceptional".to_owned();
    }
    let (what, days) = without_days(why);
    if !HAPPENINGS.contains(&head(what).to_lowercase().as_str()) || why.contains(';') {
        return format!("was exceptional ({why})");
    }
    let what = lower_case(what);
    let article = if what.to_lowercase().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    if days.is_empty() { format!("had {article} {what}") } else { format!("had {article} {what} ({days})") }
}

/// What happened and on which days: `Strike 3–9 October` is `Strike` and `3–9 October`; no days where none end the text.
fn without_days(why: &str) -> (&str, &str) {
    let why = why.trim_end_matches(')');
    let is_of_a_day = |word: &str| {
        let word = word.trim_start_matches('(').trim_end_matches(',');
        period::is_month(word)
            || matches!(word, "and" | "to" | "–" | "-")
            || word.starts_with(|letter: char| letter.is_ascii_digit())
                && word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '–' | '-' | '/' | '.'))
    };
    let mut from = why.len();
    for word in why.rsplit(' ').take_while(|word| is_of_a_day(word)) {
        from = from.saturating_sub(word.len() + 1);
    }
    let days = why[from..].trim_start_matches([' ', '(']);
    // A number alone counts something else: Migration to System 5.
    if !days.split(' ').any(|word| period::is_month(word.trim_end_matches(','))) {
        return (why, "");
    }
    let what = why[..from].trim_end_matches([' ', ',', ':']);
    (
        ["on", "from", "in", "of"].iter().find_map(|word| what.strip_suffix(word)?.strip_suffix(' ')).unwrap_or(what),
        days,
    )
}

/// Answered in time was 80 %, as usual; compared with September, the last ordinary month, 1 point higher.
pub(super) fn after_exceptional(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let before = voice.findings.points.iter().rev().find(|point| point.period < voice.now)?;
    if !before.exceptional {
        return None;
    }
    let (last, value) = voice.ordinary_before().next()?;
    let difference = current.value - value;
    let (when, month) = (voice.when(last.period), voice.month());
    let compared = if number::reads_as_zero(voice.kpi, difference) {
        format!("the same as in {when}, the last ordinary {month}")
    } else {
        let comparative = voice.name.comparative_of_difference(difference > 0.0);
        let size = number::size(voice.kpi, difference);
        format!("compared with {when}, the last ordinary {month}, {size} {comparative}")
    };
    let words = format!("{}, as usual; {compared}.", voice.stated(current));
    let target = match (current.point.target, voice.findings.assurance) {
        (Some(target @ Target::Value(_)), Some(Assurance::Inconsistent)) => {
            Some(usual::hit_and_miss(voice, current, &number::target_bare(voice.kpi, &target)))
        }
        _ => aim::sentence(voice, current, None),
    };
    Some(match target {
        Some(target) => format!("{words} {target}"),
        None => words,
    })
}

/// Contacts were 18,400, more than the usual range, but October is usually high; last October there were 18,100.
pub(super) fn season(voice: &Voice<'_>, current: &Current<'_>, high: bool) -> Option<String> {
    let usually = match (voice.findings.past().season?, high) {
        (Season::High, true) => "high",
        (Season::Low, false) => "low",
        _ => return None,
    };
    let before = voice.findings.change_year?;
    let name = &voice.name;
    let october = period::bare(voice.now);
    let last = match voice.now.kind() {
        PeriodKind::Month => format!("last {october}"),
        PeriodKind::Quarter | PeriodKind::Week => "a year ago".to_owned(),
    };
    let there = if name.plural { "there were".to_owned() } else { format!("it {}", name.was()) };
    Some(format!(
        "{}, {} than {} range, but {october} is usually {usually}; {last} {there} {}.",
        voice.stated(current),
        name.comparative(high),
        name.its_usual(),
        number::value(voice.kpi, before.before)
    ))
}

/// Same-day resolution has been 100 % in all 14 months.
pub(super) fn constant(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let values = || voice.findings.points.iter().filter_map(|point| Some((point.period, point.value?)));
    let group = voice.findings.limits()?;
    let whole = values().all(|(_, value)| value == current.value);
    let in_group = || values().filter(|(period, _)| *period >= group.from);
    if !whole && !in_group().all(|(_, value)| value == current.value) {
        return None;
    }
    let count = if whole { values().count() } else { in_group().count() };
    if count < 5 {
        return None;
    }
    let name = &voice.name;
    let (starting, has, month) = (name.starting(), name.has(), voice.month());
    let since = if whole { String::new() } else { format!(" since {}", voice.when(group.from)) };
    let value = number::short(voice.kpi, current.value);
    let slots = voice.findings.points.iter().filter(|point| whole || point.period >= group.from).count();
    let measured = if slots > count { "measured " } else { "" };
    let clause = aim::clause(voice, current, None).map(|clause| format!(", {clause}")).unwrap_or_default();
    Some(format!("{starting} {has} been {value} in all {count} {measured}{month}s{since}{clause}."))
}

/// Of 12 answers, 9 were satisfied (75 %). With so few answers it could be anything from 47 to 91 %.
pub(super) fn few_cases(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let (n, (low, high)) = few(voice, current)?;
    let cases = cases(voice.kpi);
    let anything = number::interval_ends(voice.kpi, low, high);
    let usual = if voice.findings.variation.is_some() { ", as usual" } else { "" };
    let with = format!("With so few {cases} it could be anything from {anything}.");
    let expected = current.value * n as f64 / 100.0;
    let hits = expected.round();
    let is_counted = voice.kpi.unit == Unit::Percent && (hits - expected).abs() < 0.01 * n as f64 && n > 1;
    if !is_counted {
        let from = if n == 1 { format!("a single {}", cases.trim_end_matches('s')) } else { format!("{n} {cases}") };
        return Some(format!("{}{usual}, from {from}. {with}", voice.stated(current)));
    }
    let share = number::percent_whole(current.value);
    if head(&voice.kpi.name).eq_ignore_ascii_case("satisfaction") {
        let were = if hits == 1.0 { "was" } else { "were" };
        return Some(format!("Of {n} {cases}, {hits} {were} satisfied ({share}){usual}. {with}"));
    }
    let (starting, was) = (voice.name.starting(), voice.name.was());
    Some(format!("{starting} {was} {share} ({hits} of {n} {cases}){usual}. {with}"))
}

/// With only 12 answers it could be anything from 47 to 91 %.
pub(super) fn caution(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let (n, (low, high)) = few(voice, current)?;
    let anything = number::interval_ends(voice.kpi, low, high);
    let cases = cases(voice.kpi);
    let only = if n == 1 { format!("a single {}", cases.trim_end_matches('s')) } else { format!("only {n} {cases}") };
    Some(format!("With {only} it could be anything from {anything}."))
}

fn few(voice: &Voice<'_>, current: &Current<'_>) -> Option<(u64, (f64, f64))> {
    let n = current.point.n.filter(|n| *n < FEW_CASES)?;
    let share = matches!(voice.kpi.kind, KpiKind::Proportion | KpiKind::Nps);
    Some((n, current.point.interval.filter(|_| share)?))
}
