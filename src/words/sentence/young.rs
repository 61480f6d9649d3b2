//! Too little history to say what is usual: new KPIs, new definitions, fresh limits.

use super::{Current, Voice, aim};
use crate::analyse::GroupStart;
use crate::words::name::lower_case;
use crate::words::number;

/// Five to eleven periods: what the values lay between so far, no verdict.
pub(super) fn early(voice: &Voice<'_>, current: &Current<'_>) -> String {
    let name = &voice.name;
    let stated = voice.stated(current);
    let (its, month) = (name.its(), voice.month());
    let group = voice.findings.groups.len().saturating_sub(1);
    let values: Vec<f64> =
        voice.findings.points.iter().filter(|p| p.limits_group == Some(group)).filter_map(|p| p.value).collect();
    let (low, high) = values.iter().fold((current.value, current.value), |(low, high), v| (low.min(*v), high.max(*v)));
    let lay = name.verb("it lay", "they lay");
    let between = number::between(voice.kpi, low, high);
    if let Some(words) = new_definition(voice, current) {
        return format!("{words} So far {lay} between {between}.");
    }
    let count = voice.findings.limits().map_or(values.len(), |group| group.measured);
    let target = target(voice, current);
    let fresh = match voice.findings.limits().and_then(|group| group.because.as_ref()) {
        Some(GroupStart::Event { label, .. }) => format!(" since “{label}”"),
        _ => " of data".to_owned(),
    };
    format!(
        "{stated}{target}. With {count} {month}s{fresh} {its} usual range is not yet known; so far {lay} between {between}."
    )
}

/// Fewer than five periods: the value, and how often it was measured.
pub(super) fn few(voice: &Voice<'_>, current: &Current<'_>) -> String {
    let stated = voice.stated(current);
    if let Some(words) = new_definition(voice, current) {
        return words;
    }
    let target = aim::sentence(voice, current, None).map(|words| format!(" {words}")).unwrap_or_default();
    if let Some(GroupStart::Event { label, .. }) = voice.findings.limits().and_then(|group| group.because.as_ref()) {
        let since = voice.findings.limits().map(|group| voice.when(group.from)).unwrap_or_default();
        let its = voice.name.its();
        return format!(
            "{stated}. What is usual has been worked out afresh since {since} (“{label}”); {its} new range is not yet known.{target}"
        );
    }
    let times = voice.findings.points.iter().filter(|point| point.value.is_some()).count();
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
    let because = lower_case(because.trim_end_matches('.'));
    let new = because.strip_prefix("the ").or_else(|| because.strip_prefix("a ")).unwrap_or(&because);
    Some(if new.starts_with("new ") {
        format!("{stated} by the {new}, used {since}; earlier figures are not comparable.")
    } else {
        format!("{stated}, measured in a new way {since} ({because}); earlier figures are not comparable.")
    })
}

fn target(voice: &Voice<'_>, current: &Current<'_>) -> String {
    aim::clause(voice, current, None).map(|clause| format!(", {clause}")).unwrap_or_default()
}
