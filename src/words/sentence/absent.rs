//! There is no figure: withheld ones, gaps, KPIs that ended, parts that were merged, quarters that are not over.

use super::{Voice, capitalised};
use crate::model::{Standing, Unit, Withheld};
use crate::words::name::Name;
use crate::words::{number, period};

/// The sentence for a subject that has no value in the period because it is not due, not any more or not yet.
///
/// `None` when a value is there or simply missing.
pub(super) fn sentence(voice: &Voice<'_>) -> Option<String> {
    if voice.findings.current().is_some() {
        return None;
    }
    merged(voice).or_else(|| retired(voice)).or_else(|| never(voice)).or_else(|| not_due(voice))
}

/// Fewer than 5 complaints; the figure is withheld. – Complaints for October are withheld, to protect small groups and
/// what is not for everyone. In September they were 12, as usual.
pub(super) fn withheld(voice: &Voice<'_>, why: Withheld) -> String {
    let name = &voice.name;
    let words = match why {
        Withheld::FewerThan(number) if voice.kpi.unit == Unit::Count && name.plural => {
            format!("Fewer than {number} {}; the figure is withheld.", name.possessed())
        }
        Withheld::FewerThan(number) => {
            let it = name.verb("it", "them");
            format!("{} {} withheld: fewer than {number} cases are behind {it}.", name.starting(), name.is())
        }
        Withheld::Protected => format!(
            "{} for {} {} withheld, to protect small groups and what is not for everyone.",
            name.starting(),
            voice.when(voice.now),
            name.is()
        ),
    };
    match last(voice) {
        Some((when, value, state)) => {
            format!("{words} {} {} {} {value}{state}.", capitalised(&format!("in {when}")), name.it(), name.was())
        }
        None => words,
    }
}

/// Churn was not measured in October. In September it was 1.9 %, as usual.
pub(super) fn gap(voice: &Voice<'_>) -> String {
    let name = &voice.name;
    let was = name.verb("was", "were");
    let missing = format!("{} {was} not measured in {}.", name.starting(), voice.when(voice.now));
    match last(voice) {
        Some((when, value, state)) => {
            format!("{missing} {} {} {} {value}{state}.", capitalised(&format!("in {when}")), name.it(), name.was())
        }
        None => missing,
    }
}

/// Employee satisfaction is measured quarterly; the last figure is 71 % (third quarter), as usual.
fn not_due(voice: &Voice<'_>) -> Option<String> {
    let every = voice.kpi.every?;
    if voice.findings.points.last()?.period == voice.now {
        return None;
    }
    let (when, value, state) = last(voice)?;
    let when = when.strip_prefix("the ").unwrap_or(&when);
    let (starting, is) = (voice.name.starting(), voice.name.is());
    Some(format!("{starting} {is} measured {}; the last figure is {value} ({when}){state}.", period::how_often(every)))
}

/// Churn is no longer reported; retention has taken its place. The last figure was 1.9 % (June).
fn retired(voice: &Voice<'_>) -> Option<String> {
    let retired = voice.kpi.retired.as_ref().filter(|retired| retired.until < voice.now)?;
    let name = &voice.name;
    let because = retired.because.as_ref().map(|why| format!(" ({})", why.trim_end_matches('.'))).unwrap_or_default();
    let successor = retired.replaced_by.as_ref().and_then(|id| voice.facts.kpi(id)).map(|kpi| {
        let other = Name::of(kpi);
        format!("; {} {} taken {} place", other.inside(), other.has(), name.its())
    });
    let successor = successor.unwrap_or_default();
    let figure = last(voice).map(|(when, value, _)| format!(" The last figure was {value} ({when})."));
    let (starting, is, figure) = (name.starting(), name.is(), figure.unwrap_or_default());
    Some(format!("{starting} {is} no longer reported{because}{successor}.{figure}"))
}

/// North has been part of Field since July. In June its backlog was 412.
fn merged(voice: &Voice<'_>) -> Option<String> {
    let id = voice.findings.subject.part.as_ref()?;
    let (dimension, member) = voice.facts.part(id)?;
    let until = member.until.filter(|until| *until < voice.now)?;
    let name = &voice.name;
    let last = last(voice).map(|(when, value, _)| (when, format!("its {} {} {value}", name.possessed(), name.was())));
    let when_ended = voice.when(until);
    Some(match (member.merged_into.as_ref().and_then(|into| dimension.member(into)), last) {
        (Some(into), last) => {
            let ended = format!("{} has been part of {} since {}.", member.name, into.name, voice.when(until.next()));
            let last = last.map(|(when, words)| format!(" {} {words}.", capitalised(&format!("in {when}"))));
            format!("{ended}{}", last.unwrap_or_default())
        }
        (None, Some((when, words))) if when == when_ended => {
            format!("{} was reported until {when}, when {words}.", member.name)
        }
        (None, Some((when, words))) => {
            format!("{} was reported until {when_ended}. {} {words}.", member.name, capitalised(&format!("in {when}")))
        }
        (None, None) => format!("{} was reported until {when_ended}.", member.name),
    })
}

/// Churn has not been measured yet.
fn never(voice: &Voice<'_>) -> Option<String> {
    if voice.findings.latest().is_some() {
        return None;
    }
    let (starting, has, is) = (voice.name.starting(), voice.name.has(), voice.name.is());
    let part = voice.findings.subject.part.as_ref().and_then(|part| voice.facts.part(part));
    Some(match part {
        Some((_, member)) => format!("{starting} {is} not measured for {}.", member.name),
        None => format!("{starting} {has} not been measured yet."),
    })
}

/// The last value with its period and, after a comma, its state.
fn last(voice: &Voice<'_>) -> Option<(String, String, String)> {
    let point = voice.findings.latest()?;
    let value = point.value?;
    let when = voice.when(point.period);
    let provisional = point.standing == Standing::Provisional;
    let words = if provisional {
        format!("provisionally {}", number::value(voice.kpi, value))
    } else {
        voice.value(point, value)
    };
    let state = voice.state().filter(|_| !provisional && !point.exceptional);
    Some((when, words, state.map(|state| format!(", {state}")).unwrap_or_default()))
}
