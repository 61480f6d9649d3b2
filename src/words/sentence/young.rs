//! Too little history to say what is usual: new KPIs, new definitions, fresh limits.

use super::{Current, Voice, aim};
use crate::analyse::GroupStart;
use crate::words::name::lower_case;
use crate::words::number;

/// Five to eleven periods: what the values lay between so far, no verdict.
pub(super) fn early(voice: &Voice<'_>, current: &Current<'_>) -> String {
    let name = &voice.name;
    let group = voice.findings.groups.len().saturating_sub(1);
    let points = voice.findings.points.iter().filter(|point| point.limits_group == Some(group) && point.is_ordinary());
    let values: Vec<f64> = points.filter_map(|point| point.value).collect();
    let reach = |(low, high): (f64, f64), value: &f64| (low.min(*value), high.max(*value));
    let (low, high) = values.iter().fold((current.value, current.value), reach);
    let lay = format!("{} lay between {}", name.it(), number::between(voice.kpi, low, high));
    if let Some(words) = new_definition(voice, current) {
        return format!("{words} So far {lay}.");
    }
    let count = voice.findings.limits().map_or(values.len(), |group| group.measured);
    let since = match voice.findings.limits().and_then(|group| group.because.as_ref()) {
        Some(GroupStart::Event { label, .. }) => format!("since “{label}”"),
        _ => "of data".to_owned(),
    };
    let (stated, target) = (voice.stated(current), target(voice, current));
    let (its, month) = (name.its(), voice.month());
    format!("{stated}{target}. With {count} {month}s {since} {its} usual range is not yet known; so far {lay}.")
}

/// Fewer than five periods: the value, and how often it was measured.
pub(super) fn few(voice: &Voice<'_>, current: &Current<'_>) -> String {
    if let Some(words) = new_definition(voice, current) {
        return words;
    }
    let stated = voice.stated(current);
    let group = voice.findings.limits();
    if let Some((from, GroupStart::Event { label, .. })) = group.and_then(|it| Some((it.from, it.because.as_ref()?))) {
        let (target, since, its) = (target(voice, current), voice.when(from), voice.name.its());
        let afresh = format!("What is usual has been worked out afresh since {since} (“{label}”)");
        return format!("{stated}{target}. {afresh}; {its} new range is not yet known.");
    }
    let times = voice.findings.points.iter().filter(|point| point.value.is_some()).count();
    let target = aim::sentence(voice, current, None).map(|words| format!(" {words}")).unwrap_or_default();
    format!("{stated}, measured for the {} time.{target}", number::ordinal(times))
}

/// Customer satisfaction was 86.0 % by the new survey wording, used since July; earlier figures are not comparable.
fn new_definition(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let group = voice.findings.limits()?;
    let Some(GroupStart::Version { because }) = &group.because else { return None };
    let stated = voice.stated(current);
    let since = if group.from == voice.now {
        "for the first time".to_owned()
    } else {
        format!("since {}", voice.when(group.from))
    };
    // The page says all of it; one breath holds the first clause.
    let because = because.split([',', ';', ':', '(', '.']).next().unwrap_or(because).trim_end();
    let because = lower_case(because);
    let new = because.strip_prefix("the ").or_else(|| because.strip_prefix("a ")).unwrap_or(&because);
    Some(if new.starts_with("new ") {
        format!("{stated} by the {new}, used {since}; earlier figures are not comparable.")
    } else {
        format!("{stated}, measured in a new way {since} ({because}); earlier figures are not comparable.")
    })
}

/// A clause about the target behind the value.
fn target(voice: &Voice<'_>, current: &Current<'_>) -> String {
    aim::clause(voice, current, None).map(|clause| format!(", {clause}")).unwrap_or_default()
}
