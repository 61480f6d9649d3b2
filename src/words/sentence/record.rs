//! Sentences for the record: restated figures, and pairs that must be read together.

use super::state;
use crate::analyse::KpiFindings;
use crate::disclose::Edition;
use crate::model::{Period, Revision};
use crate::words::name::Name;
use crate::words::{number, period};

/// A figure of `period` that differs from what was published: `Customer satisfaction for September is now 87.9 %;
/// 88.9 % was published on 9 October (late surveys). Nothing about its verdict changed.`
///
/// `now` is the figure as it stands, `verdict_changed` whether its verdict did, where that is known.
pub fn restated(
    revision: &Revision,
    period: Period,
    now: f64,
    verdict_changed: Option<bool>,
    edition: &Edition,
) -> Option<String> {
    let facts = edition.facts();
    let kpi = facts.kpi(&revision.subject.kpi)?;
    let snapshot = facts.snapshot(period)?;
    let name = Name::of(kpi);
    let when = period::measured(kpi, period, facts.latest().period);
    let was = revision.was.and_then(|was| was.value(kpi.unit));
    let published = match was {
        Some(was) => {
            let (was, verb) = (number::value(kpi, was), name.verb("was", "were"));
            format!("{was} {verb} published on {}", period::day(snapshot.published, facts.now()))
        }
        None => "nothing was published before".to_owned(),
    };
    let because = revision.because.trim_end_matches('.');
    let verdict = match (verdict_changed, name.its()) {
        (None, _) => String::new(),
        (Some(false), its) => format!(" Nothing about {its} verdict changed."),
        (Some(true), "its") => " Its verdict changed with it.".to_owned(),
        (Some(true), _) => " Their verdict changed with them.".to_owned(),
    };
    let (starting, is, now) = (name.starting(), name.is(), number::value(kpi, now));
    Some(format!("{starting} for {when} {is} now {now}; {published} ({because}).{verdict}"))
}

/// Two KPIs of which one gained and the other lost: `Handle time is better than usual (5 min 10 s), but the reopened
/// rate is worse than usual (9.2 %). They should be read together.`
///
/// `None` unless one is better and the other worse in the period itself.
pub fn pair(one: &KpiFindings, other: &KpiFindings, edition: &Edition) -> Option<String> {
    Some(format!("{}. They should be read together.", contrast(one, other, edition)?))
}

/// What gained, but what lost, without a full stop; `None` unless one is better and the other worse.
pub(in crate::words) fn contrast(one: &KpiFindings, other: &KpiFindings, edition: &Edition) -> Option<String> {
    let (gained, lost) = match (one.variation.as_ref()?.class, other.variation.as_ref()?.class) {
        (first, second) if first.is_improvement() && second.is_concern() => (one, other),
        (first, second) if first.is_concern() && second.is_improvement() => (other, one),
        _ => return None,
    };
    let words = |findings: &KpiFindings, begins: bool| {
        let kpi = edition.facts().kpi(&findings.subject.kpi)?;
        let name = Name::of(kpi);
        let variation = findings.variation.as_ref()?;
        let value = number::value(kpi, findings.current()?.value?);
        let subject = if begins { name.starting() } else { name.inside() };
        Some(format!("{subject} {} {} ({value})", name.is(), state(&name, variation.class, variation.rule)))
    };
    Some(format!("{}, but {}", words(gained, true)?, words(lost, false)?))
}
