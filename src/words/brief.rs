//! A verdict as one short sentence, to stand behind a value in somebody's own text.

use super::sentence::state;
use super::{name::Name, period};
use crate::analyse::{Class, Firmness, KpiFindings, Rule, Variation};
use crate::disclose::Edition;
use crate::model::{Kpi, Standing};

/// `That is as usual.` – `It has been worse than usual since March.` – `Its usual range is not yet known.`
///
/// Names neither the KPI nor its value, so it follows a sentence that does. Empty only for a KPI that the edition
/// does not have.
pub fn brief(findings: &KpiFindings, edition: &Edition) -> String {
    let Some(kpi) = edition.facts().kpi(&findings.subject.kpi) else { return String::new() };
    if findings.withheld().is_some() {
        return "The figure is withheld.".to_owned();
    }
    let Some(latest) = findings.latest() else { return "It was not measured.".to_owned() };
    let was_due = findings.points.last().is_some_and(|last| last.period == findings.as_of);
    if was_due && findings.current().is_none() {
        return "It was not measured.".to_owned();
    }
    if latest.standing == Standing::Provisional {
        return "The figure is provisional.".to_owned();
    }
    if latest.exceptional {
        let when = period::noun_of(kpi, findings.as_of.kind());
        return format!("It was not an ordinary {when}, so it is not compared.");
    }
    match (&findings.variation, findings.firmness) {
        (Some(variation), _) => judged(kpi, findings, variation),
        (None, Some(Firmness::Early | Firmness::Verdict | Firmness::Firm)) => {
            "Its usual range is not yet known.".to_owned()
        }
        (None, Some(Firmness::ValueOnly) | None) => "It is too early to say whether that is usual.".to_owned(),
    }
}

fn judged(kpi: &Kpi, findings: &KpiFindings, variation: &Variation) -> String {
    let state = state(&Name::of(kpi), variation.class, variation.rule);
    let since = variation.since.filter(|_| matches!(variation.rule, Rule::Shift | Rule::Trend));
    match since {
        Some(since) if variation.class != Class::CommonCause => {
            format!("It has been {state} since {}.", period::measured(kpi, since, findings.as_of))
        }
        _ => format!("That is {state}."),
    }
}
