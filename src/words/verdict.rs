//! Verdicts in words: what stands under "Real change?" and "Meets target?", and the rules in plain words.
//!
//! Each comes with a kebab-case state, which is what templates and style sheets know it by.

use super::name::Name;
use super::period;
use crate::analyse::{Assurance, Class, Firmness, KpiFindings, Mark, Rule};
use crate::model::{Better, Kpi, PeriodKind, Standing, Target};

/// A verdict: the word that readers see and the state that style sheets know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One or two words, lower case.
    pub word: &'static str,
    /// Kebab case.
    pub state: &'static str,
}

/// What stands under "Real change?".
///
/// The states are `better`, `worse`, `different` (whose word says which way: longer, fewer, higher) and `usual`; `early`
/// with early limits; and `none` with the reason as its word: too little data, provisional, not compared, withheld, no data.
pub fn real_change(kpi: &Kpi, findings: &KpiFindings) -> Verdict {
    let say = |word, state| Verdict { word, state };
    let none = |word| say(word, "none");
    if findings.withheld().is_some() {
        return none("withheld");
    }
    let Some(latest) = findings.latest() else { return none("no data") };
    // A KPI that is measured less often keeps its verdict until it is due again.
    let was_due = findings.points.last().is_some_and(|last| last.period == findings.as_of);
    if was_due && findings.current().is_none() {
        return none("no data");
    }
    if latest.standing == Standing::Provisional {
        return none("provisional");
    }
    if latest.exceptional {
        return none("not compared");
    }
    if let Some(variation) = &findings.variation {
        return say(class_word(kpi, variation.class), class_state(variation.class));
    }
    match findings.firmness {
        Some(Firmness::Early) => say("early limits", "early"),
        _ => none("too little data"),
    }
}

/// What stands under "Meets target?".
///
/// The states are their words: `always`, `sometimes`, `never`; `no-target`; and `too-early` with too little data.
pub fn meets_target(kpi: &Kpi, findings: &KpiFindings) -> Verdict {
    if let Some(assurance) = findings.assurance {
        let word = assurance_word(assurance);
        return Verdict { word, state: word };
    }
    let target = findings.latest().or(findings.points.last()).and_then(|point| point.target);
    match target {
        None => Verdict { word: "no target", state: "no-target" },
        // A single value of a neutral KPI is a mark to go by, nothing to meet.
        Some(Target::Value(_)) if kpi.better == Better::Neutral => Verdict { word: "no target", state: "no-target" },
        Some(_) => Verdict { word: "too little data", state: "too-early" },
    }
}

/// The word of a class; a change that is neither good nor bad says which way: `longer`, `fewer`, `higher`.
pub fn class_word(kpi: &Kpi, class: Class) -> &'static str {
    match class {
        Class::CommonCause => "usual",
        Class::ImprovementHigh | Class::ImprovementLow => "better",
        Class::ConcernHigh | Class::ConcernLow => "worse",
        Class::NeutralHigh => Name::of(kpi).comparative(true),
        Class::NeutralLow => Name::of(kpi).comparative(false),
    }
}

/// The state of a class: `usual`, `better`, `worse`, `different`.
pub fn class_state(class: Class) -> &'static str {
    match class {
        Class::CommonCause => "usual",
        Class::ImprovementHigh | Class::ImprovementLow => "better",
        Class::ConcernHigh | Class::ConcernLow => "worse",
        Class::NeutralHigh | Class::NeutralLow => "different",
    }
}

/// `always`, `sometimes`, `never`: the word and the state.
pub fn assurance_word(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentPass => "always",
        Assurance::Inconsistent => "sometimes",
        Assurance::ConsistentFail => "never",
    }
}

/// The word of one point's mark, as [`class_word`] says it; `None` for common cause.
pub fn mark_word(kpi: &Kpi, mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::CommonCause => None,
        Mark::Improvement => Some("better"),
        Mark::Concern => Some("worse"),
        Mark::NeutralHigh => Some(Name::of(kpi).comparative(true)),
        Mark::NeutralLow => Some(Name::of(kpi).comparative(false)),
    }
}

/// How much a history carries, for notes beside a chart: `firm limits`, `early limits` …
pub fn firmness_words(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::ValueOnly => "too little data for limits",
        Firmness::Early => "early limits",
        Firmness::Verdict => "limits",
        Firmness::Firm => "firm limits",
    }
}

/// The rule that made a point stand out, in plain words for tooltips and tables; `None` where none did.
///
/// `outside the usual range`, `7 months rising or falling in a row`, `2 of 3 months near a limit`,
/// `7 months on one side of the mean`.
pub fn rule_words(kpi: &Kpi, kind: PeriodKind, rule: Rule) -> Option<String> {
    let months = format!("{}s", period::noun_of(kpi, kind));
    let length = kpi.limits.run_length;
    match rule {
        Rule::None => None,
        Rule::Outside => Some("outside the usual range".to_owned()),
        Rule::Trend => Some(format!("{length} {months} rising or falling in a row")),
        Rule::TwoOfThree => Some(format!("2 of 3 {months} near a limit")),
        Rule::Shift => Some(format!("{length} {months} on one side of the mean")),
    }
}

/// Which direction is better, for a definition: `higher`, `lower`, `neither higher nor lower`.
pub fn better_words(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neutral => "neither higher nor lower",
    }
}
