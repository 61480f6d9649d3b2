//! What a trend says in words: title and description.

use super::{Trend, plot};
use crate::analyse::{GroupStart, Mark, Point};
use crate::draw::told::unit_word;
use crate::draw::window::{Window, cautions};
use crate::model::{Period, Target};
use crate::words::{self, number, period};

/// The longest description; a screen reader reads it in one go.
const LONGEST_DESCRIPTION: usize = 300;

/// `First reply time, November 2023 to October 2026 (minutes)`
pub(super) fn title(trend: &Trend<'_>) -> String {
    let mut title = trend.kpi.name.clone();
    if let Some(part) = trend.part {
        title.push_str(", ");
        title.push_str(part);
    }
    title.push_str(", ");
    match shown(trend) {
        Some(shown) if shown.points.len() > 1 => {
            title.push_str(&period::name(shown.points[0].period));
            title.push_str(" to ");
            title.push_str(&period::name(shown.last));
        }
        Some(shown) => title.push_str(&period::name(shown.last)),
        None => title.push_str(&period::name(trend.findings.as_of)),
    }
    if let Some(unit) = unit_word(trend.kpi.unit) {
        title.push_str(" (");
        title.push_str(unit);
        title.push(')');
    }
    title
}

/// What the drawing says, for those who do not see it.
pub(super) fn description(trend: &Trend<'_>) -> String {
    let Some(shown) = shown(trend) else {
        return format!("{}.", nothing(trend));
    };
    let mut sentences = Vec::with_capacity(8);
    let has_limits = shown.limits().next().is_some();
    let kind = if has_limits { "Control chart" } else { "Chart" };
    sentences.push(format!("{kind}, {}.", counted(shown.measured().count(), trend)));
    sentences.extend(latest(trend, &shown));
    for (from, start) in shown.starts() {
        sentences.push(match start {
            GroupStart::Event { .. } => format!("Limits worked out afresh from {}.", period::name(from)),
            GroupStart::Version { .. } => format!("Measured differently from {} on.", period::name(from)),
        });
    }
    if let Some(limits) = shown.limits().last() {
        sentences.push(match (limits.early, signals(trend, &shown)) {
            (true, _) => "Early limits.".to_owned(),
            (false, Some(signals)) => signals,
            (false, None) if shown.measured().all(|(_, _, point)| point.is_ordinary()) => {
                "All within the usual range.".to_owned()
            }
            (false, None) => {
                let noun = period::noun_of(trend.kpi, trend.findings.as_of.kind());
                format!("All ordinary {noun}s within the usual range.")
            }
        });
    }
    sentences.extend(missing(trend, &shown));
    sentences.push("Table below.".to_owned());
    // The first two say the most; the table holds the rest.
    while sentences.len() > 3
        && sentences.iter().map(|sentence| sentence.chars().count() + 1).sum::<usize>() > LONGEST_DESCRIPTION
    {
        sentences.remove(sentences.len() - 2);
    }
    sentences.join(" ")
}

/// `No data for October 2026`, where no figure is shown at all.
pub(super) fn nothing(trend: &Trend<'_>) -> String {
    let words = if trend.findings.withheld().is_some() { "Withheld" } else { "No data" };
    format!("{words} for {}", period::name(trend.findings.as_of))
}

/// The points of the wide drawing.
pub(super) fn shown<'a>(trend: &Trend<'a>) -> Option<Window<'a>> {
    Window::latest(trend.kpi, trend.findings, plot::WIDE.most_points, 1)
}

/// The value of the latest measured point, and how it stands to its target.
fn latest(trend: &Trend<'_>, shown: &Window<'_>) -> Option<String> {
    let (_, value, point) = shown.measured().next_back()?;
    let mut sentence = format!("Latest {} in {}", number::value(trend.kpi, value), period::name(point.period));
    for caution in cautions(point) {
        sentence.push_str(&format!(" ({caution})"));
    }
    if let Some(target) = point.target.filter(|_| point.is_ordinary()) {
        let words = match (target, target.met(value, trend.kpi.better)) {
            (Target::Value(target), _) if target == value => Some("level with the target of"),
            (Target::Value(_), Some(true)) => Some("better than the target of"),
            (Target::Value(_), Some(false)) => Some("worse than the target of"),
            (Target::Value(_), None) => None,
            (Target::Band(_), Some(true)) => Some("inside the target band of"),
            (Target::Band(_), _) => Some("outside the target band of"),
        };
        if let Some(words) = words {
            sentence.push_str(&format!(", {words} {}", number::target_bare(trend.kpi, &target)));
        }
    }
    sentence.push('.');
    Some(sentence)
}

/// `Worse in April 2025 and May 2025.`
fn signals(trend: &Trend<'_>, shown: &Window<'_>) -> Option<String> {
    let words = [Mark::Improvement, Mark::Concern, Mark::NeutralHigh].into_iter().filter_map(|wanted| {
        let periods: Vec<Period> = shown
            .measured()
            .filter(|(_, _, point)| mark_word(shown.mark(point)) == mark_word(wanted))
            .map(|(_, _, point)| point.period)
            .collect();
        let last = *periods.last()?;
        let word = capitalised(mark_word(wanted)?);
        Some(match periods.as_slice() {
            [one] => format!("{word} in {}.", period::name(*one)),
            [one, two] => format!("{word} in {} and {}.", period::name(*one), period::name(*two)),
            many => {
                format!("{word} in {}, the last {}.", counted(many.len(), trend), period::name(last))
            }
        })
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn missing(trend: &Trend<'_>, shown: &Window<'_>) -> Vec<String> {
    let named = |point: &Point| period::name(point.period);
    words::missing::gaps(shown.points.iter(), named, |count| counted(count, trend))
}

pub(super) fn mark_word(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::CommonCause => None,
        Mark::Improvement => Some("better"),
        Mark::Concern => Some("worse"),
        Mark::NeutralHigh | Mark::NeutralLow => Some("different"),
    }
}

/// `36 months`, `1 quarter`
fn counted(number: usize, trend: &Trend<'_>) -> String {
    let noun = period::noun_of(trend.kpi, trend.findings.as_of.kind());
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
