//! Nothing really changed: the value, its usual range, and how the target fares in a usual period.

use super::{Current, Voice, aim, special};
use crate::analyse::Assurance;
use crate::model::{Target, Unit};
use crate::words::number;

/// The sentence for common cause.
pub(super) fn sentence(voice: &Voice<'_>, current: &Current<'_>) -> String {
    if let Some(words) = special::after_exceptional(voice, current) {
        return words;
    }
    let Some(range) = voice.usual_range(current) else {
        return format!("{}, as usual.", voice.stated(current));
    };
    let name = &voice.name;
    let target = current.point.target.filter(|target| target.met(current.value, voice.kpi.better).is_some());
    let (Some(target), Some(assurance)) = (target, voice.findings.assurance) else {
        return format!("{}, within {} usual range of {range}.", voice.stated_with_interval(current), name.its());
    };
    let month = voice.month();
    let goal = number::target_bare(voice.kpi, &target);
    let stated = voice.stated(current);
    match (target, assurance) {
        (Target::Value(_), Assurance::ConsistentPass) => {
            let (meets, its) = (name.meets(), name.its());
            format!("{stated}, as usual ({range}), and in a usual {month} always {meets} {its} target of {goal}.")
        }
        (Target::Value(_), Assurance::ConsistentFail) => {
            let (it, its) = (name.it(), name.its());
            format!("{stated}, as usual ({range}). Unless something changes {it} will not meet {its} target of {goal}.")
        }
        (Target::Value(_), Assurance::Inconsistent) => {
            let stated = voice.stated_with_interval(current);
            let its = name.its();
            format!("{stated}, within {its} usual range of {range}. {}", hit_and_miss(voice, current, &goal))
        }
        (Target::Band(_), Assurance::ConsistentPass) => {
            let (stays, its) = (name.verb("stays", "stay"), name.its());
            format!("{stated}, as usual ({range}), and in a usual {month} always {stays} inside {its} band of {goal}.")
        }
        (Target::Band(_), Assurance::ConsistentFail) => {
            let (it, its) = (name.it(), name.its());
            format!(
                "{stated}, as usual ({range}). Unless something changes {it} will not come inside {its} band of {goal}."
            )
        }
        (Target::Band(band), Assurance::Inconsistent) => {
            let side = aim::side(&target, current.value);
            let (join, just) = if side == "inside" {
                ("and", "")
            } else {
                let reads_inside = number::reads_inside(voice.kpi, band.min, band.max, current.value);
                ("but", if reads_inside { "just " } else { "" })
            };
            let its = name.its();
            let leaves = leaves_band(voice);
            format!("{stated}, {just}{side} {its} band of {goal} {join} as usual ({range}).{leaves}")
        }
    }
}

/// It meets its target of 90 % in about 3 months of 10; this month it did not.
pub(super) fn hit_and_miss(voice: &Voice<'_>, current: &Current<'_>, goal: &str) -> String {
    let name = &voice.name;
    let month = voice.month();
    let (it, its) = (name.it(), name.its());
    let met = current.point.target.and_then(|target| target.met(current.value, voice.kpi.better));
    let just = match current.point.target {
        Some(Target::Value(goal)) => aim::reads_as_target(voice, current.value, goal),
        _ => false,
    };
    let this = match met {
        Some(true) => format!("; this {month} {it} did"),
        Some(false) if just => format!("; this {month} {it} just missed it"),
        Some(false) => format!("; this {month} {it} did not"),
        None => String::new(),
    };
    let start = name.it_starting();
    match voice.findings.chance.map(tenths) {
        Some(Tenths::Rarely) => format!("{start} rarely {} {its} target of {goal}{this}.", name.meets()),
        Some(Tenths::NearlyAlways) => format!("{start} nearly always {} {its} target of {goal}{this}.", name.meets()),
        Some(Tenths::About(1)) => {
            format!("{start} {} {its} target of {goal} in about 1 {month} of 10{this}.", name.meets())
        }
        Some(Tenths::About(n)) => {
            format!("{start} {} {its} target of {goal} in about {n} {month}s of 10{this}.", name.meets())
        }
        None => format!("{start} sometimes {} {its} target of {goal}{this}.", name.meets()),
    }
}

/// In a usual month it leaves the band about 3 times in 10.
fn leaves_band(voice: &Voice<'_>) -> String {
    let month = voice.month();
    let (it, leaves) = (voice.name.it(), voice.name.verb("leaves", "leave"));
    match voice.findings.chance.map(|chance| tenths(1.0 - chance)) {
        Some(Tenths::Rarely) => format!(" In a usual {month} {it} rarely {leaves} the band."),
        Some(Tenths::NearlyAlways) => format!(" In a usual {month} {it} nearly always {leaves} the band."),
        Some(Tenths::About(1)) => format!(" In a usual {month} {it} {leaves} the band about once in 10."),
        Some(Tenths::About(2)) => format!(" In a usual {month} {it} {leaves} the band about twice in 10."),
        Some(Tenths::About(n)) => format!(" In a usual {month} {it} {leaves} the band about {n} times in 10."),
        None => String::new(),
    }
}

/// A chance as people say it.
enum Tenths {
    /// Below 0.5 in 10.
    Rarely,
    /// So many in 10, 1 to 9.
    About(u8),
    /// Above 9.5 in 10.
    NearlyAlways,
}

fn tenths(chance: f64) -> Tenths {
    match (10.0 * chance).round() {
        ..1.0 => Tenths::Rarely,
        tenths @ 1.0..=9.0 => Tenths::About(tenths as u8),
        _ => Tenths::NearlyAlways,
    }
}

impl Voice<'_> {
    /// The net promoter score was 33 (between 28 and 37); other KPIs without their interval.
    fn stated_with_interval(&self, current: &Current<'_>) -> String {
        let stated = self.stated(current);
        match current.point.interval {
            Some((low, high)) if self.kpi.unit == Unit::Nps => {
                format!("{stated} (between {})", number::interval(self.kpi, low, high))
            }
            _ => stated,
        }
    }
}
