//! A finding as a plain sentence: what is, whether it really changed and since when, how it stands to the target.
//!
//! One or two short sentences, the state first and the decimal last. No adjectives of degree, no causes that the data
//! do not hold, no advice, at most three numbers a sentence.

mod absent;
mod aim;
mod real_change;
mod record;
mod special;
mod usual;
mod young;

use super::name::Name;
use super::phrase::capitalised;
use super::{number, period};
use crate::analyse::{Class, Firmness, GroupStart, KpiFindings, LimitsGroup, Point, Rule};
use crate::disclose::Edition;
use crate::model::{Kpi, Organisation, Period, Standing, Unit};

pub use record::{pair, restated};

pub(super) use record::contrast;
pub(super) use special::what_happened;

/// What is stated about a subject, in one or two sentences.
///
/// Says what is missing as plainly as what is there. Empty only for a KPI that the edition does not have.
pub fn sentence(findings: &KpiFindings, edition: &Edition) -> String {
    let Some(voice) = Voice::of(findings, edition) else { return String::new() };
    if let Some(why) = findings.withheld() {
        return absent::withheld(&voice, why);
    }
    if let Some(words) = absent::sentence(&voice) {
        return words;
    }
    let Some(point) = findings.current() else { return absent::gap(&voice) };
    let Some(value) = point.value else { return absent::gap(&voice) };
    let current = Current { point, value };
    if point.standing == Standing::Provisional {
        return special::provisional(&voice, &current);
    }
    if point.exceptional {
        return special::exceptional(&voice, &current);
    }
    if let Some(words) = special::constant(&voice, &current) {
        return words;
    }
    let variation = findings.variation.as_ref();
    if let Some(variation) = variation.filter(|variation| variation.class != Class::CommonCause) {
        return real_change::sentence(&voice, &current, variation);
    }
    if let Some(changed) = aim::changed(&voice, &current) {
        return format!("{}. {changed}", voice.stated(&current));
    }
    if let Some(words) = special::few_cases(&voice, &current) {
        return words;
    }
    match findings.firmness {
        Some(Firmness::Verdict | Firmness::Firm) => usual::sentence(&voice, &current),
        Some(Firmness::Early) => young::early(&voice, &current),
        Some(Firmness::ValueOnly) | None => young::few(&voice, &current),
    }
}

/// Everything that sentences about one subject need.
struct Voice<'a> {
    findings: &'a KpiFindings,
    facts: &'a Organisation,
    kpi: &'a Kpi,
    name: Name<'a>,
    now: Period,
}

/// The period's own point, measured.
struct Current<'a> {
    point: &'a Point,
    value: f64,
}

impl<'a> Voice<'a> {
    fn of(findings: &'a KpiFindings, edition: &'a Edition) -> Option<Self> {
        let facts = edition.facts();
        let kpi = facts.kpi(&findings.subject.kpi)?;
        Some(Self { findings, facts, kpi, name: Name::of(kpi), now: findings.as_of })
    }

    /// What one of the KPI's periods is called: month.
    fn month(&self) -> &'static str {
        period::noun_of(self.kpi, self.now.kind())
    }

    /// A period of the KPI inside a sentence: October, the third quarter.
    fn when(&self, period: Period) -> String {
        period::measured(self.kpi, period, self.now)
    }

    /// A value of `point`; one that was estimated says so: an estimated 91.0 %.
    fn value(&self, point: &Point, value: f64) -> String {
        let text = number::value(self.kpi, value);
        if point.standing == Standing::Estimated { format!("an estimated {text}") } else { text }
    }

    /// Customer satisfaction was 88.2 %
    fn stated(&self, current: &Current<'_>) -> String {
        format!("{} {} {}", self.name.starting(), self.name.was(), self.value(current.point, current.value))
    }

    /// The limits that hold for `point`.
    fn limits(&self, point: &Point) -> Option<(f64, f64)> {
        self.findings.limits_of(point).map(|limits| (limits.lower, limits.upper))
    }

    /// The usual range around a value: 84–94 %
    fn usual_range(&self, current: &Current<'_>) -> Option<String> {
        let (low, high) = self.limits(current.point)?;
        Some(number::range_around(self.kpi, low, high, current.value))
    }

    /// Measured points before the current one that may be compared with it, latest first.
    fn ordinary_before(&self) -> impl Iterator<Item = (&'a Point, f64)> {
        let now = self.now;
        let groups = self.findings.groups.iter().rev();
        let redefined = |group: &&LimitsGroup| matches!(group.because, Some(GroupStart::Version { .. }));
        let comparable_from = groups.into_iter().find(redefined).map(|group| group.from);
        let ordinary = self.findings.points.iter().rev().filter(move |point| {
            point.period < now && point.is_ordinary() && comparable_from.is_none_or(|from| from <= point.period)
        });
        ordinary.filter_map(|point| Some((point, point.value?)))
    }

    /// How the latest measured point compares with what is usual: as usual, better than usual, getting worse.
    fn state(&self) -> Option<&'static str> {
        self.findings.variation.as_ref().map(|variation| state(&self.name, variation.class, variation.rule))
    }
}

/// A verdict as two or three words after "is" or a comma.
///
/// A trend is called by where it goes, for it may still be on the other side of what is usual. Things counted are more
/// or fewer than usual, because worse complaints would be another matter than more of them.
pub(super) fn state(name: &Name<'_>, class: Class, rule: Rule) -> &'static str {
    let (high, better) = match class {
        Class::CommonCause => return "as usual",
        Class::ImprovementHigh => (true, Some(true)),
        Class::ImprovementLow => (false, Some(true)),
        Class::ConcernHigh => (true, Some(false)),
        Class::ConcernLow => (false, Some(false)),
        Class::NeutralHigh => (true, None),
        Class::NeutralLow => (false, None),
    };
    let is_trend = rule == Rule::Trend;
    match better.filter(|_| !name.is_counted()) {
        Some(true) if name.is_act() => {
            if is_trend {
                "getting faster"
            } else {
                "faster than usual"
            }
        }
        Some(false) if name.is_act() => {
            if is_trend {
                "getting slower"
            } else {
                "slower than usual"
            }
        }
        Some(true) => {
            if is_trend {
                "getting better"
            } else {
                "better than usual"
            }
        }
        Some(false) => {
            if is_trend {
                "getting worse"
            } else {
                "worse than usual"
            }
        }
        None if is_trend => {
            if high {
                "rising"
            } else {
                "falling"
            }
        }
        None => match name.comparative(high) {
            "longer" => "longer than usual",
            "shorter" => "shorter than usual",
            "more" => "more than usual",
            "fewer" => "fewer than usual",
            "higher" => "higher than usual",
            _ => "lower than usual",
        },
    }
}

/// What the cases behind a value are called: answers of a survey, else cases.
pub(super) fn cases(kpi: &Kpi) -> &'static str {
    let name = kpi.name.to_lowercase();
    let asked = ["satisfaction", "effort", "survey", "recommend"].iter().any(|word| name.contains(word));
    if asked || matches!(kpi.unit, Unit::Nps | Unit::Score) { "answers" } else { "cases" }
}
