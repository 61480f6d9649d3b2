//! Something really changed: the rule that says so, since when, and what it does to the target.

use super::{Current, Voice, aim, capitalised, special, state};
use crate::analyse::{Class, Rule, Variation};
use crate::model::Unit;
use crate::words::name::lower_case;
use crate::words::number;

/// The sentence for a signal.
pub(super) fn sentence(voice: &Voice<'_>, current: &Current<'_>, variation: &Variation) -> String {
    let high = matches!(variation.class, Class::ImprovementHigh | Class::ConcernHigh | Class::NeutralHigh);
    let change = Change { variation, high };
    let class = Some(variation.class);
    let words = match variation.rule {
        Rule::Shift => return shift(voice, current, &change),
        Rule::Outside => outside(voice, current, &change),
        Rule::Trend => trend(voice, current, &change),
        Rule::TwoOfThree => two_of_three(voice, current, &change),
        Rule::None => format!("{} {}.", voice.stated(current), state(&voice.name, variation.class, variation.rule)),
    };
    let care = special::caution(voice, current).or_else(|| aim::changed(voice, current));
    match care.or_else(|| aim::sentence(voice, current, class)) {
        Some(more) => format!("{words} {more}"),
        None => words,
    }
}

struct Change<'a> {
    variation: &'a Variation,
    /// Whether the values moved up.
    high: bool,
}

impl Change<'_> {
    fn is_better(&self) -> bool {
        matches!(self.variation.class, Class::ImprovementHigh | Class::ImprovementLow)
    }
}

/// Resolution time has been better than usual since April: 7 months in a row below its mean of 3.1 days.
/// It was 2.4 days in October.
fn shift(voice: &Voice<'_>, current: &Current<'_>, change: &Change<'_>) -> String {
    let name = &voice.name;
    let since = change.variation.since.map(|since| format!(" since {}", voice.when(since))).unwrap_or_default();
    let side = if change.high { "above" } else { "below" };
    let state = state(name, change.variation.class, Rule::Shift);
    let run = format!("{} {}s in a row", change.variation.periods, voice.month());
    let limits = voice.findings.limits_of(current.point);
    let mean = limits.map(|limits| format!(" of {}", number::value(voice.kpi, limits.mean))).unwrap_or_default();
    let (starting, has, its) = (name.starting(), name.has(), name.its());
    let words = format!("{starting} {has} been {state}{since}: {run} {side} {its} mean{mean}.");
    let value = voice.value(current.point, current.value);
    let when = voice.when(voice.now);
    if let Some(care) = special::caution(voice, current) {
        let care = lower_case(&care);
        return format!(
            "{words} {} {} {} {value}, but {care}",
            capitalised(&format!("in {when}")),
            name.it(),
            name.was()
        );
    }
    if let Some(changed) = aim::changed(voice, current) {
        return format!("{words} {changed}");
    }
    match aim::clause(voice, current, Some(change.variation.class)) {
        Some(clause) => format!("{words} {} {} {value} in {when}, {clause}.", name.it_starting(), name.was()),
        None => format!("{words} {} {} {value} in {when}.", name.it_starting(), name.was()),
    }
}

/// First reply took 14 min 30 s, longer than its usual 8–12 min.
/// Abandon rate fell below its usual range: 6.1 % after a usual 6.8–9.4 %.
fn outside(voice: &Voice<'_>, current: &Current<'_>, change: &Change<'_>) -> String {
    let name = &voice.name;
    let stated = voice.stated(current);
    let side = if change.high { "above" } else { "below" };
    let Some(range) = voice.usual_range(current) else {
        return format!("{stated}, {side} {} usual range.", name.its());
    };
    let just = voice
        .limits(current.point)
        .is_some_and(|(low, high)| number::reads_inside(voice.kpi, low, high, current.value));
    if just {
        return format!("{stated}, just {side} {} usual range of {range}.", name.its());
    }
    if let Some(words) = special::season(voice, current, change.high) {
        return words;
    }
    let again = outside_before(voice, change.high);
    // What takes time took so long; everything else rose or fell.
    if change.is_better() && !name.is_act() {
        let value = voice.value(current.point, current.value);
        let (starting, its) = (name.starting(), name.its());
        if again {
            let was = name.verb("was", "were");
            return format!("{starting} {was} {side} {its} usual range again: {value} against a usual {range}.");
        }
        let moved = if change.high { "rose" } else { "fell" };
        return format!("{starting} {moved} {side} {its} usual range: {value} after a usual {range}.");
    }
    let again = if again { "again " } else { "" };
    format!("{stated}, {again}{} than {} {range}.", name.comparative(change.high), name.its_usual())
}

/// Whether the point before was already beyond the same limit.
fn outside_before(voice: &Voice<'_>, high: bool) -> bool {
    let before = voice.ordinary_before().next();
    before.is_some_and(|(point, value)| {
        let limits = voice.limits(point);
        limits.is_some_and(|(lower, upper)| if high { value > upper } else { value < lower })
    })
}

/// Backlog has grown six months running, from 290 to 412.
fn trend(voice: &Voice<'_>, current: &Current<'_>, change: &Change<'_>) -> String {
    let name = &voice.name;
    let steps = change.variation.periods.saturating_sub(1);
    let moved = match (change.high, voice.kpi.unit) {
        (true, _) if name.is_act() => "become slower",
        (false, _) if name.is_act() => "become faster",
        (true, Unit::Count) if !name.plural => "grown",
        (false, Unit::Count) if !name.plural => "shrunk",
        (true, _) => "risen",
        (false, _) => "fallen",
    };
    let words =
        format!("{} {} {moved} {} {}s running", name.starting(), name.has(), number::in_words(steps), voice.month());
    let start = voice.findings.points.iter().find(|point| Some(point.period) == change.variation.since);
    match start.and_then(|point| point.value) {
        Some(start) if current.point.standing == crate::model::Standing::Final => {
            format!("{words}, from {}.", number::ends(voice.kpi, start, current.value))
        }
        Some(start) => {
            let (from, to) = (number::value(voice.kpi, start), voice.value(current.point, current.value));
            format!("{words}, from {from} to {to}.")
        }
        None => format!("{words}, to {}.", voice.value(current.point, current.value)),
    }
}

/// Complaints per 1,000 customers are near the low end of their usual range for the second month of three:
/// 1.6 against a usual 1.5–2.6.
fn two_of_three(voice: &Voice<'_>, current: &Current<'_>, change: &Change<'_>) -> String {
    let name = &voice.name;
    let end = if change.high { "high" } else { "low" };
    let (month, its) = (voice.month(), name.its());
    let which = if change.variation.periods >= 3 {
        format!("third {month} running")
    } else {
        format!("second {month} of three")
    };
    let value = voice.value(current.point, current.value);
    let against = voice.usual_range(current).map(|range| format!(" against a usual {range}")).unwrap_or_default();
    let (starting, is) = (name.starting(), name.is());
    format!("{starting} {is} near the {end} end of {its} usual range for the {which}: {value}{against}.")
}
