//! A closer look in words: slope, outlook, cautions, a step worth a note, limits by counts, parts that differ.
//!
//! What is expected is said with its condition, and what chance explains is never called a trend.

use super::phrase::{capitalised, counted, list};
use super::{number, period};
use crate::analyse::{
    Attribute, ByCounts, Class, Closure, ComparedBy, Comparison, Dependence, Expected, FURTHEST_CLOSURE, KpiFindings,
    Likelihood, Outlook, OutlookBasis, Runs, SuggestedStep, Trend,
};
use crate::model::{Dimension, Kpi, Period, PeriodKind, Target};

/// The slope as a fact: `+0.31 pts a month (between +0.20 pts and +0.40 pts)`; `none that chance would not give`.
///
/// With one decimal more than values; what still reads as nothing is said per year.
pub fn slope(kpi: &Kpi, trend: &Trend, kind: PeriodKind) -> String {
    if !trend.is_clear() {
        return "none that chance would not give".to_owned();
    }
    let finer = Kpi { decimals: kpi.decimals.saturating_add(1), ..kpi.clone() };
    let slopes = [trend.per_period, trend.lower, trend.upper];
    let is_small = slopes.iter().any(|slope| number::reads_as_zero(&finer, *slope));
    let (noun, times) = match is_small {
        false => (period::noun_of(kpi, kind), 1.0),
        true => ("year", trend.per_year / trend.per_period),
    };
    let [slope, lower, upper] = slopes.map(|slope| number::difference(&finer, times * slope));
    format!("{slope} a {noun} (between {lower} and {upper})")
}

/// The slope beside the verdict, where the two do not agree; `None` where they say the same.
pub fn slope_beside_verdict(kpi: &Kpi, findings: &KpiFindings, trend: &Trend) -> Option<String> {
    let variation = findings.variation.as_ref()?;
    let noun = period::noun_of(kpi, findings.as_of.kind());
    let over = format!("Over its {} {noun}s", number::count(trend.periods as u64));
    match (trend.is_clear(), variation.class == Class::CommonCause) {
        (true, true) => {
            let way = if trend.per_period > 0.0 { "risen" } else { "fallen" };
            Some(format!(
                "{over} it has {way} by more than chance gives, but so slowly that the latest {noun} does not stand out."
            ))
        }
        (false, false) => {
            Some(format!("{over} there is no slope that chance would not give; the latest {noun} stands out."))
        }
        _ => None,
    }
}

/// What comes next, one period: `84–94 % in November; it is likely to meet its target of 85 % (about 70 %)`.
pub fn expected(kpi: &Kpi, outlook: &Outlook, expected: &Expected) -> String {
    let range = number::range(kpi, expected.lower, expected.upper);
    let value = match outlook.basis {
        OutlookBasis::Usual => range,
        _ => format!("about {} ({range})", number::value(kpi, expected.value)),
    };
    match expected.target.zip(expected.chance) {
        Some((target, chance)) => {
            let bare = number::target_bare(kpi, &target);
            let meeting = match target {
                Target::Value(_) => (format!("meet the target of {bare}"), format!("meets the target of {bare}")),
                Target::Band(_) => (format!("lie in the band of {bare}"), format!("lies in the band of {bare}")),
            };
            format!("{value}; {}", likely(meeting, chance))
        }
        None => value,
    }
}

/// What the outlook rests on, as the term beside it: `November, if nothing changes`.
pub fn outlook_term(outlook: &Outlook, expected: &Expected) -> String {
    let when = period::name(expected.period);
    match outlook.basis {
        OutlookBasis::Usual => format!("{when}, if nothing changes"),
        OutlookBasis::Slope => format!("{when}, if the slope goes on"),
        OutlookBasis::Smoothed | OutlookBasis::YearBefore => format!("{when}, if the seasons go on"),
    }
}

/// How the outlook was worked out, as a sentence for the method note.
pub fn outlook_basis(outlook: &Outlook, kind: PeriodKind) -> String {
    let noun = period::noun(kind);
    match outlook.basis {
        OutlookBasis::Usual => format!("The outlook is the usual range: no {noun} behind it stands out."),
        OutlookBasis::Slope => {
            format!("The outlook goes on from the latest {noun} with the slope; how far steps vary gives its width.")
        }
        OutlookBasis::Smoothed => {
            "The outlook is exponential smoothing with level, slope and season (Holt and Winters).".to_owned()
        }
        OutlookBasis::YearBefore => format!("The outlook is the same {noun} a year before, plus the slope."),
    }
}

/// likely to meet the target of 85 % (about 70 %)
fn likely((meet, meets): (String, String), chance: f64) -> String {
    let rounded = (chance * 20.0).round() * 5.0;
    let share = match rounded {
        ..=0.0 => format!("under 5{}%", number::NARROW),
        100.0.. => format!("over 95{}%", number::NARROW),
        some => format!("about {}", number::percent_whole(some)),
    };
    let words = match Likelihood::of(chance) {
        Likelihood::VeryUnlikely => format!("very unlikely to {meet}"),
        Likelihood::Unlikely => format!("unlikely to {meet}"),
        Likelihood::TossUp => format!("a toss-up whether it {meets}"),
        Likelihood::Likely => format!("likely to {meet}"),
        Likelihood::VeryLikely => format!("very likely to {meet}"),
    };
    format!("{words} ({share})")
}

/// The caution beside a verdict; `None` where none is needed.
pub fn caution(dependence: Dependence, kind: PeriodKind) -> Option<String> {
    let noun = period::noun(kind);
    let reason = match (dependence.season, dependence.autocorrelation) {
        (false, false) => return None,
        (true, false) => "It has a season".to_owned(),
        (false, true) => format!("It carries over from one {noun} to the next"),
        (true, true) => format!("It has a season and carries over from one {noun} to the next"),
    };
    let often = if dependence.autocorrelation { "ten" } else { "twenty" };
    Some(format!("{reason}, so its limits call too often: about one {noun} in {often} although nothing happened."))
}

/// A step that nobody has annotated.
pub fn step(kpi: &Kpi, step: &SuggestedStep, now: Period) -> String {
    let when = period::measured(kpi, step.from, now);
    let (before, after) = (number::value(kpi, step.before), number::value(kpi, step.after));
    format!(
        "A possible step change in {when}, from a mean of {before} to one of {after}: if its cause is known, an event there \
         would begin new limits."
    )
}

/// What limits that follow the number of cases say beside the usual range.
pub fn by_counts(kpi: &Kpi, found: &ByCounts, findings: &KpiFindings) -> String {
    let now = findings.as_of;
    let noun = period::noun_of(kpi, now.kind());
    let letter = match found.attribute {
        Attribute::Share => "p′",
        Attribute::Rate => "u′",
    };
    let outside = found.periods.iter().zip(&found.chart.points).filter(|(_, point)| point.is_some_and(|it| it.outside));
    let outside: Vec<Period> = outside.map(|(period, _)| *period).collect();
    let says = match outside.as_slice() {
        [] => format!("no {noun} lies outside them"),
        [one] => format!("{} lies outside them", period::measured(kpi, *one, now)),
        many @ ([_, _] | [_, _, _]) => {
            let when: Vec<String> = many.iter().map(|period| period::measured(kpi, *period, now)).collect();
            format!("{} lie outside them", list(&when))
        }
        many => format!("{} {noun}s lie outside them", number::in_words(many.len())),
    };
    let runs = match found.runs.filter(Runs::signal) {
        Some(runs) if runs.longest > runs.longest_expected => {
            format!("; {} in a row lie on one side of the mean", number::in_words(runs.longest))
        }
        Some(_) => "; they change sides of the mean too rarely for chance".to_owned(),
        None => String::new(),
    };
    format!(
        "The number of cases varies much or is small, so limits were worked out from the counts as well ({letter} chart): {says}{runs}."
    )
}

/// When the trend would close the gap: `in about 14 months, at the present slope`; `None` where it is closed.
pub fn closure(closure: Closure, kpi: &Kpi, kind: PeriodKind) -> Option<String> {
    match closes_in(closure, kpi, kind) {
        Some(when) => Some(format!("{when}, at the present slope")),
        None => (closure == Closure::Never).then(|| "not at the present slope".to_owned()),
    }
}

/// How long the trend needs to close the gap: `in about 14 months`, `in more than three years`; `None` where it is closed
/// or the trend does not lead there.
pub fn closes_in(closure: Closure, kpi: &Kpi, kind: PeriodKind) -> Option<String> {
    let furthest = FURTHEST_CLOSURE as usize * Period::per_year(kind) / 12;
    let noun = period::noun_of(kpi, kind);
    match closure {
        Closure::Closed | Closure::Never => None,
        Closure::After(periods) if periods as usize <= furthest => {
            Some(format!("in about {}", counted(periods as usize, noun, &format!("{noun}s"))))
        }
        Closure::After(_) => Some("in more than three years".to_owned()),
    }
}

/// Which parts differ from the rest by more than their size explains.
pub fn comparison(kpi: &Kpi, found: &Comparison, dimension: &Dimension) -> String {
    let side = |high: bool| {
        let parts = found.parts.iter().filter(|part| part.outlier && (part.value > found.pooled) == high);
        let names = parts.filter_map(|part| Some(dimension.member(&part.member)?.name.as_str()));
        names.collect::<Vec<&str>>()
    };
    let pooled = number::short(kpi, found.pooled);
    let explained = match found.by {
        ComparedBy::Funnel { widened: true, .. } => "size, and how much the parts differ anyway, explains",
        ComparedBy::Funnel { widened: false, .. } | ComparedBy::Intervals => "size explains",
    };
    let said: Vec<String> = [(side(true), "above"), (side(false), "below")]
        .into_iter()
        .filter(|(parts, _)| !parts.is_empty())
        .map(|(parts, way)| format!("{} {} {way}", list(&parts), if parts.len() == 1 { "lies" } else { "lie" }))
        .collect();
    if said.is_empty() {
        let count = number::in_words(found.parts.len());
        return format!("None of {count} differs from the {pooled} of all by more than {explained}.");
    }
    format!("{} the {pooled} of all by more than {explained}.", capitalised(&list(&said)))
}
