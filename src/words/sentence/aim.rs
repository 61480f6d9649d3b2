//! How a value stands to its target.

use super::{Current, Voice};
use crate::analyse::Class;
use crate::model::{Better, Target, TargetStep};
use crate::words::number;

/// Whether a value reads the same as its target, as exact as values are said.
pub(super) fn reads_as_target(voice: &Voice<'_>, value: f64, target: f64) -> bool {
    number::reads_as_zero(voice.kpi, value - target)
        || number::short(voice.kpi, value) == number::short(voice.kpi, target)
}

/// What the value does with its target, after a verdict: `It still misses its target of 5 %.`; `None` without one.
pub(super) fn sentence(voice: &Voice<'_>, current: &Current<'_>, class: Option<Class>) -> Option<String> {
    let name = &voice.name;
    let (starting, its) = (name.it_starting(), name.its());
    let aim = Aim::of(voice, current, class)?;
    let words = &aim.words;
    Some(match aim.how {
        How::Value { met: true, adverb } => format!("{starting} {adverb}{} {its} target of {words}.", name.meets()),
        How::Value { met: false, adverb } => format!("{starting} {adverb}{} {its} target of {words}.", name.misses()),
        How::Band(side) => format!("{starting} {} {side} {its} band of {words}.", name.is()),
    })
}

/// The same behind a value and a comma: `still missing its target of 5 %`, `inside its band of 80–85 %`.
pub(super) fn clause(voice: &Voice<'_>, current: &Current<'_>, class: Option<Class>) -> Option<String> {
    let its = voice.name.its();
    let aim = Aim::of(voice, current, class)?;
    let words = &aim.words;
    Some(match aim.how {
        How::Value { met: true, adverb } => format!("{adverb}meeting {its} target of {words}"),
        How::Value { met: false, adverb } => format!("{adverb}missing {its} target of {words}"),
        How::Band(side) => format!("{side} {its} band of {words}"),
    })
}

struct Aim {
    /// The target in words.
    words: String,
    how: How,
}

enum How {
    Value { met: bool, adverb: &'static str },
    Band(&'static str),
}

impl Aim {
    fn of(voice: &Voice<'_>, current: &Current<'_>, class: Option<Class>) -> Option<Self> {
        let target = current.point.target?;
        let met = target.met(current.value, voice.kpi.better)?;
        let how = match target {
            Target::Value(goal) => How::Value { met, adverb: adverb(voice, current, met, class, goal) },
            Target::Band(_) => How::Band(side(&target, current.value)),
        };
        Some(Self { words: number::target_bare(voice.kpi, &target), how })
    }
}

/// Still, now or just: what the month before says about meeting or missing.
fn adverb(voice: &Voice<'_>, current: &Current<'_>, met: bool, class: Option<Class>, goal: f64) -> &'static str {
    if !met && reads_as_target(voice, current.value, goal) {
        return "just ";
    }
    let before = voice.ordinary_before().next();
    let met_before = before.and_then(|(point, value)| point.target?.met(value, voice.kpi.better));
    match (class, met_before) {
        (Some(Class::ImprovementHigh | Class::ImprovementLow), Some(false)) if !met => "still ",
        (Some(Class::ImprovementHigh | Class::ImprovementLow), Some(false)) => "now ",
        (Some(Class::ConcernHigh | Class::ConcernLow), Some(true)) if met => "still ",
        (Some(Class::ConcernHigh | Class::ConcernLow), Some(true)) => "now ",
        _ => "",
    }
}

/// Inside, above or below a band.
pub(super) fn side(target: &Target, value: f64) -> &'static str {
    match target {
        Target::Band(band) if value > band.max => "above",
        Target::Band(band) if value < band.min => "below",
        _ => "inside",
    }
}

/// What to say when the target changed in this very period.
pub(super) fn changed(voice: &Voice<'_>, current: &Current<'_>) -> Option<String> {
    let part = voice.findings.subject.part.as_ref();
    let step = voice.kpi.target(part, voice.now).filter(|step| step.from == Some(voice.now))?;
    let when = voice.when(voice.now);
    let met = step.target.met(current.value, voice.kpi.better)?;
    let Some(old) = voice.kpi.target(part, voice.now.previous()) else {
        let done = if met { "met" } else { "missed" };
        return Some(format!("A target of {} was set in {when}; it was {done}.", target_text(voice, step)));
    };
    let met_old = old.target.met(current.value, voice.kpi.better)?;
    let outcome = match (met, met_old) {
        (true, true) => "it meets the old and the new one",
        (false, false) => "it misses the old and the new one",
        (false, true) => "by the old one it would have been met",
        (true, false) => "by the old one it would have been missed",
    };
    let outcome = match (voice.name.plural, met == met_old) {
        (true, true) if met => "they meet the old and the new one",
        (true, true) => "they miss the old and the new one",
        _ => outcome,
    };
    let step = match (old.target, step.target) {
        (Target::Value(old), Target::Value(new)) => {
            let verb = if new > old { "rose" } else { "fell" };
            format!("The target {verb} from {}", number::given_ends(voice.kpi, old, new))
        }
        (Target::Band(_), Target::Band(_)) => {
            format!("The band changed from {} to {}", target_text(voice, old), target_text(voice, step))
        }
        _ => format!("The target changed from {} to {}", target_text(voice, old), target_text(voice, step)),
    };
    Some(format!("{step} in {when}; {outcome}."))
}

fn target_text(voice: &Voice<'_>, step: &TargetStep) -> String {
    let at_most = voice.kpi.better == Better::Lower && matches!(step.target, Target::Value(_));
    let text = number::target_bare(voice.kpi, &step.target);
    if at_most { format!("at most {text}") } else { text }
}
