//! Restatements in words: how much a figure was revised by, and whether that changes what it is judged to be.

use super::number;
use super::verdict::{Verdict, meets_target, real_change};
use crate::analyse::KpiFindings;
use crate::model::{Kpi, RevisionKind};

/// The letter that stands beside a revised figure, and the word for it.
pub fn mark(kind: RevisionKind) -> (&'static str, &'static str) {
    match kind {
        RevisionKind::Correction => ("c", "corrected"),
        RevisionKind::Scheduled | RevisionKind::Method => ("r", "revised"),
    }
}

/// The letter and the word for a figure that will be replaced.
pub const PROVISIONAL: (&str, &str) = ("p", "provisional");

/// How much a figure was revised by, with its sign; `None` where one of the two is not known.
pub fn size(kpi: &Kpi, was: Option<f64>, now: Option<f64>) -> Option<String> {
    Some(number::difference(kpi, now? - was?))
}

/// What the revision did to the verdict: `The verdict is unchanged: usual.` – `Real change? was usual and is worse. The
/// target was met and is missed.`
///
/// Of the findings `before`, with the former figure, and `after`, with the one that took its place.
pub fn effect(kpi: &Kpi, before: &KpiFindings, after: &KpiFindings) -> String {
    let mut said = Vec::new();
    let mut compare = |question: &str, was: Verdict, is: Verdict| {
        if was != is {
            said.push(format!("{question} was {} and is {}.", was.word, is.word));
        }
    };
    let (was, is) = (real_change(kpi, before), real_change(kpi, after));
    compare("Real change?", was, is);
    compare("Meets target?", meets_target(kpi, before), meets_target(kpi, after));
    let met = |met: bool| if met { "met" } else { "missed" };
    match (before.met, after.met) {
        (Some(was), Some(is)) if was != is => said.push(format!("The target was {} and is {}.", met(was), met(is))),
        _ => {}
    }
    match (said.is_empty(), is.state) {
        (true, "none" | "early") => format!("There is no verdict that it could change: {}.", is.word),
        (true, _) => format!("The verdict is unchanged: {}.", is.word),
        (false, _) => said.join(" "),
    }
}
