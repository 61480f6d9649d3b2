//! How figures are written: the other way round from reading them.

use jiff::civil::Date;

use crate::model::{Measurement, PublishedValue, RevisionKind, Subject};

/// A figure as a snapshot writes it: `88.2`, `{ value: 88.2, n: 1412 }`.
pub fn measurement(measurement: &Measurement) -> String {
    match fields(measurement) {
        fields if fields.starts_with("value: ") && !fields.contains(',') => fields["value: ".len()..].to_owned(),
        fields => format!("{{ {fields} }}"),
    }
}

/// A published figure as a record writes it, an estimate with its status.
pub fn published(value: &PublishedValue) -> String {
    if value.estimated {
        format!("{{ {}, status: estimated }}", fields(&value.measurement))
    } else {
        measurement(&value.measurement)
    }
}

/// Why a published figure changes, as a snapshot says it.
pub(super) const REVISION_KINDS: &[(&str, RevisionKind)] = &[
    ("correction", RevisionKind::Correction),
    ("scheduled", RevisionKind::Scheduled),
    ("method", RevisionKind::Method),
];

/// The line of `revisions:` that a figure needs which was published otherwise.
pub(super) fn revision(subject: &Subject, was: Option<&PublishedValue>) -> String {
    format!("- {}", line(subject, was, "DAY", "correction", "WHY"))
}

/// A line of `revisions:` for a figure that was published otherwise, or was not.
pub fn revision_of(
    subject: &Subject,
    was: Option<&PublishedValue>,
    on: Date,
    kind: RevisionKind,
    because: &str,
) -> String {
    let kind = REVISION_KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word);
    // What JSON writes, YAML reads.
    let because = serde_json::to_string(because).unwrap_or_default();
    line(subject, was, &on.to_string(), kind, &because)
}

fn line(subject: &Subject, was: Option<&PublishedValue>, on: &str, kind: &str, because: &str) -> String {
    let by = subject.part.as_ref().map(|part| format!("by: {part}, ")).unwrap_or_default();
    let was = was.map_or_else(|| "~".to_owned(), |was| measurement(&was.measurement));
    format!("{{ kpi: {}, {by}was: {was}, on: {on}, kind: {kind}, because: {because} }}", subject.kpi)
}

fn fields(measurement: &Measurement) -> String {
    let fields: Vec<String> = parts(measurement).iter().map(|(key, text)| format!("{key}: {text}")).collect();
    fields.join(", ")
}

/// The keys of a figure with what each holds.
pub(super) fn parts(measurement: &Measurement) -> Vec<(&'static str, String)> {
    match measurement {
        Measurement::Value { value, n: None } => vec![("value", value.to_string())],
        Measurement::Value { value, n: Some(n) } => vec![("value", value.to_string()), ("n", n.to_string())],
        Measurement::Ratio { numerator, denominator } => {
            vec![("numerator", numerator.to_string()), ("denominator", denominator.to_string())]
        }
        Measurement::Promoters { promoters, passives, detractors } => vec![
            ("promoters", promoters.to_string()),
            ("passives", passives.to_string()),
            ("detractors", detractors.to_string()),
        ],
        Measurement::Withheld(_) => unreachable!("only the gate withholds, and it comes after reading"),
    }
}
