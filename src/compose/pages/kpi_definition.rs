//! How a KPI is defined, what its targets are, and how it is judged.

use serde::Serialize;

use crate::analyse::{CloserLook, Findings, GroupStart, KpiFindings};
use crate::compose::frame::Site;
use crate::model::{Accumulates, Better, Clock, Kpi, Statistic, Target, Targets, Unit};
use crate::words;

use super::FactView;
use super::blocks::fact;

/// A change of definition.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// Since when.
    pub from: String,
    /// Why.
    pub because: String,
    /// Whether earlier figures compare, in words.
    pub comparable: String,
}

/// A target from a period on.
#[derive(Clone, Debug, Serialize)]
pub struct TargetStepView {
    /// at least 88 %
    pub target: String,
    /// Since when; always.
    pub from: String,
    /// For which part; `null` for all.
    pub part: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// Who agreed.
    pub agreed_by: Option<String>,
}

/// How the KPI is defined, term by term.
pub(super) fn definition(site: Site, kpi: &Kpi) -> Vec<FactView> {
    let mut about = Vec::new();
    let texts =
        [("Definition", &kpi.definition), ("Formula", &kpi.formula), ("Source", &kpi.source), ("Owner", &kpi.owner)];
    about.extend(texts.into_iter().filter_map(|(term, text)| Some(fact(term, text.as_ref()?))));
    about.push(fact("Unit", unit_words(kpi)));
    let better = match kpi.better {
        Better::Higher => "more",
        Better::Lower => "less",
        Better::Neutral => "neither: it says how much there is to do",
    };
    about.push(fact("Better is", better));
    if let Some(every) = kpi.every {
        about.push(fact("Measured", words::period::how_often(every)));
    }
    match kpi.statistic {
        Statistic::Mean => {}
        Statistic::Median => about.push(fact("Statistic", "median")),
        Statistic::Percentile(percent) => about.push(fact("Statistic", format!("{percent}th percentile"))),
    }
    if let Some(clock) = kpi.clock {
        let clock = match clock {
            Clock::Business => "opening hours only",
            Clock::Calendar => "all hours, day and night",
        };
        about.push(fact("Clock", clock));
    }
    let accumulates = match kpi.accumulates {
        Accumulates::Sum => "periods are added up",
        Accumulates::Pooled => "from the counts behind the values, where they are known",
        Accumulates::Mean => "weighted by the number of cases, where it is known",
        Accumulates::Last => "the last value stands",
        Accumulates::None => "not added up",
    };
    about.push(fact("Over several periods", accumulates));
    if let Some(retired) = &kpi.retired {
        let because = retired.because.as_ref().map(|because| format!(": {because}")).unwrap_or_default();
        about.push(fact("Reported until", format!("{}{because}", words::period::name(retired.until))));
        let successor = retired.replaced_by.as_ref().and_then(|id| site.facts().kpi(id));
        about.extend(successor.map(|kpi| fact("Replaced by", &kpi.name)));
    }
    about
}

fn unit_words(kpi: &Kpi) -> String {
    match kpi.unit {
        Unit::Percent => "percent".to_owned(),
        Unit::Score => match kpi.scale {
            Some(scale) => {
                format!("points from {} to {}", words::number::machine(scale.min), words::number::machine(scale.max))
            }
            None => "points".to_owned(),
        },
        Unit::Nps => "points from −100 to 100".to_owned(),
        Unit::Count => "a count".to_owned(),
        Unit::Seconds => "seconds".to_owned(),
        Unit::Minutes => "minutes".to_owned(),
        Unit::Hours => "hours".to_owned(),
        Unit::Days => "days".to_owned(),
        Unit::Currency(code) => code.as_str().to_owned(),
        Unit::Per100 => "per 100".to_owned(),
        Unit::Per1000 => "per 1,000".to_owned(),
        Unit::Per10000 => "per 10,000".to_owned(),
    }
}

/// Every target that was ever set, newest first, those of parts after those of the whole.
pub(super) fn targets(site: Site, kpi: &Kpi) -> Vec<TargetStepView> {
    let of = |targets: &Targets, part: Option<String>| -> Vec<TargetStepView> {
        let steps = targets.steps().iter().rev().map(|step| TargetStepView {
            target: match (&step.target, words::number::target(kpi, &step.target)) {
                (Target::Band(_), words) => format!("within {words}"),
                (Target::Value(_), words) => words,
            },
            from: step.from.map_or_else(|| "always".to_owned(), |from| format!("since {}", words::period::name(from))),
            part: part.clone(),
            because: step.because.clone(),
            agreed_by: step.agreed_by.clone(),
        });
        steps.collect()
    };
    let parts = kpi.targets_by.iter().flat_map(|(part, targets)| {
        let name = site.facts().part(part).map(|(_, member)| member.name.clone());
        of(targets, Some(name.unwrap_or_else(|| part.to_string())))
    });
    of(&kpi.targets, None).into_iter().chain(parts).collect()
}

/// How this KPI is judged, one sentence per entry.
pub(in crate::compose) fn method_note(
    findings: &Findings,
    kpi: &Kpi,
    found: &KpiFindings,
    look: Option<&CloserLook>,
) -> Vec<String> {
    let period = words::period::noun(found.as_of.kind());
    let mut note = Vec::new();
    let Some(limits) = found.limits() else { return note };
    let count = words::phrase::counted(limits.baseline, period, &format!("{period}s"));
    note.push(match (limits.lower, &limits.because) {
        (None, _) => {
            let so_far = match limits.measured {
                0 => "there is none".to_owned(),
                1 => "there is one".to_owned(),
                count => format!("there are {}", words::number::in_words(count)),
            };
            format!("Limits need at least five {period}s with final, ordinary figures; so far {so_far}.")
        }
        (Some(_), None) => format!("The usual range is the mean of {count} ± 2.66 × their mean moving range."),
        (Some(_), Some(GroupStart::Event { label, because })) => {
            let because = because.as_ref().map(|because| format!(" ({because})")).unwrap_or_default();
            let from = words::period::name(limits.from);
            format!(
                "The usual range is the mean of {count} ± 2.66 × their mean moving range, worked out afresh from {from} \
                 on: {label}{because}."
            )
        }
        (Some(_), Some(GroupStart::Version { because })) => {
            let from = words::period::name(limits.from);
            format!(
                "The usual range is the mean of {count} ± 2.66 × their mean moving range, from {from} on, when the \
                 definition changed: {because}."
            )
        }
    });
    if limits.screened > 0 {
        let ranges = words::phrase::counted(limits.screened, "moving range was", "moving ranges were");
        note.push(format!("{} left out of the limits as far too large.", words::phrase::capitalised(&ranges)));
    }
    if let Some(frozen) = kpi.limits.fix_after {
        note.push(format!("The limits are frozen after the first {frozen} {period}s of each group."));
    }
    let run = words::number::in_words(usize::from(kpi.limits.run_length));
    note.push(format!(
        "A {period} stands out beyond a limit, in a row of {run} on one side of the mean, in a row of {run} all rising \
         or all falling, or as one of two out of three near the same limit."
    ));
    if limits.measured < 12 && limits.lower.is_some() {
        note.push(format!("With fewer than twelve {period}s the limits are early: no verdict is given."));
    }
    let is_derived = findings.is_derived(&found.subject, found.as_of);
    if is_derived {
        note.push("The values are worked out from other KPIs or from the parts below.".to_owned());
    }
    note.extend(look.map(|look| looked_closer(kpi, found, look)).unwrap_or_default());
    note
}

/// What a closer look adds: cautions, the slope beside the verdict, limits by counts, a step, what the outlook rests on.
fn looked_closer(kpi: &Kpi, found: &KpiFindings, look: &CloserLook) -> Vec<String> {
    let kind = found.as_of.kind();
    let slope = look.trend.as_ref().and_then(|trend| words::outlook::slope_beside_verdict(kpi, found, trend));
    let counts = look.by_counts.as_ref().map(|counts| words::outlook::by_counts(kpi, counts, found));
    let step = look.step.as_ref().map(|step| words::outlook::step(kpi, step, found.as_of));
    let outlook = look.outlook.as_ref().map(|outlook| words::outlook::outlook_basis(outlook, kind));
    [words::outlook::caution(look.dependence, kind), slope, counts, step, outlook].into_iter().flatten().collect()
}

/// The changes of definition, newest first.
pub(super) fn versions(kpi: &Kpi) -> Vec<VersionView> {
    kpi.versions
        .iter()
        .rev()
        .map(|version| VersionView {
            from: words::period::name(version.from),
            because: version.because.clone(),
            comparable: if version.comparable { "earlier figures compare" } else { "earlier figures do not compare" }
                .to_owned(),
        })
        .collect()
}
