//! How figures are written: the other way round from reading them.

use crate::model::{Measurement, PublishedValue, Subject};

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

/// The line of `revisions:` that a figure needs which was published otherwise.
pub(super) fn revision(subject: &Subject, was: Option<&PublishedValue>) -> String {
    let by = subject.part.as_ref().map(|part| format!("by: {part}, ")).unwrap_or_default();
    let was = was.map_or_else(|| "~".to_owned(), |was| measurement(&was.measurement));
    format!("- {{ kpi: {}, {by}was: {was}, on: DAY, kind: correction, because: WHY }}", subject.kpi)
}

fn fields(measurement: &Measurement) -> String {
    match measurement {
        Measurement::Value { value, n: None } => format!("value: {value}"),
        Measurement::Value { value, n: Some(n) } => format!("value: {value}, n: {n}"),
        Measurement::Ratio { numerator, denominator } => format!("numerator: {numerator}, denominator: {denominator}"),
        Measurement::Promoters { promoters, passives, detractors } => {
            format!("promoters: {promoters}, passives: {passives}, detractors: {detractors}")
        }
        Measurement::Withheld(_) => unreachable!("only the gate withholds, and it comes after reading"),
    }
}
