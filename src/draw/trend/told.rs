//! What a trend says in words: title, description, tooltips and table.

use super::{Trend, plot};
use crate::analyse::{GroupStart, Mark, Point};
use crate::draw::value_axis::natural_bounds;
use crate::draw::window::{Window, cautions, mark};
use crate::draw::{Column, Table};
use crate::model::{Kpi, Period, Target, Unit};
use crate::words::verdict::rule_words;
use crate::words::{number, period};

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
        return format!("No data for {}.", period::name(trend.findings.as_of));
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

/// `Oct 2026: 14 min 30 s, target 20 min, better: outside the usual range`
///
/// The target is told where it is not the one that stands beside the drawing, and of the latest point.
pub(super) fn tip(trend: &Trend<'_>, point: &Point) -> String {
    let mut tip = period::short(point.period);
    tip.push_str(": ");
    tip.push_str(&value_text(trend.kpi, point));
    let latest = trend.findings.points.last();
    let is_said = latest.is_some_and(|latest| latest.target == point.target && latest.period != point.period);
    if let Some(target) = point.target.filter(|_| !is_said) {
        tip.push_str(", target ");
        tip.push_str(&number::target_bare(trend.kpi, &target));
    }
    for caution in cautions(point) {
        tip.push_str(", ");
        tip.push_str(&caution);
    }
    if let Some(signal) = signal(trend, point) {
        tip.push_str(", ");
        tip.push_str(&signal);
    }
    tip
}

/// The points of the wide drawing, the latest first, as figures.
pub(super) fn table(trend: &Trend<'_>) -> Table {
    let noun = period::noun_of(trend.kpi, trend.findings.as_of.kind());
    let points = shown(trend).map_or(&[][..], |shown| shown.points);
    let has_target = points.iter().any(|point| point.target.is_some());
    let has_limits = points.iter().any(|point| point.lower_limit.is_some());
    let remarks: Vec<String> = points.iter().map(|point| remark(trend, point)).collect();
    let has_remarks = remarks.iter().any(|remark| !remark.is_empty());

    let mut columns = vec![Column::words(&capitalised(noun)), Column::figures("Value")];
    if has_target {
        columns.push(Column::figures("Target"));
    }
    if has_limits {
        columns.extend([Column::figures("Lower limit"), Column::figures("Upper limit")]);
    }
    if has_remarks {
        columns.push(Column::words("Signal"));
    }
    let (least, most) = natural_bounds(trend.kpi);
    let value = |value: f64| number::value(trend.kpi, value);
    let row = |(point, remark): (&Point, String)| {
        let mut cells = Vec::with_capacity(columns.len());
        cells.push(period::short(point.period));
        cells.push(value_text(trend.kpi, point));
        if has_target {
            cells.push(point.target.map(|target| number::target_bare(trend.kpi, &target)).unwrap_or_default());
        }
        if has_limits {
            cells.push(point.lower_limit.map_or_else(String::new, |lower| match lower < least {
                true => format!("below {}", value(least)),
                false => value(lower),
            }));
            cells.push(point.upper_limit.map_or_else(String::new, |upper| match upper > most {
                true => format!("above {}", value(most)),
                false => value(upper),
            }));
        }
        if has_remarks {
            cells.push(remark);
        }
        cells
    };
    let rows = points.iter().zip(remarks).rev().map(row).collect();
    let part = trend.part.map(|part| format!(", {part}")).unwrap_or_default();
    Table { caption: format!("{}{part}, by {noun}", trend.kpi.name), columns, rows }
}

fn shown<'a>(trend: &Trend<'a>) -> Option<Window<'a>> {
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

fn missing(trend: &Trend<'_>, shown: &Window<'_>) -> Option<String> {
    let gaps: Vec<Period> =
        shown.points.iter().filter(|point| point.value.is_none()).map(|point| point.period).collect();
    match gaps.as_slice() {
        [] => None,
        [one] => Some(format!("No data for {}.", period::name(*one))),
        many => Some(format!("No data for {}.", counted(many.len(), trend))),
    }
}

/// What stands in the last column: the signal, the cautions and what happened.
fn remark(trend: &Trend<'_>, point: &Point) -> String {
    let starts = trend.findings.groups.iter().filter(|group| group.from == point.period);
    let starts = starts.filter_map(|group| group.because.as_ref()).map(|start| match start {
        GroupStart::Event { label, .. } => format!("{label}: limits worked out afresh"),
        GroupStart::Version { because } => format!("{because}: earlier figures do not compare"),
    });
    let notes = trend.notes.iter().filter(|note| note.period == point.period).map(|note| note.text.to_owned());
    let mut remarks: Vec<String> = signal(trend, point).into_iter().chain(cautions(point)).collect();
    for remark in starts.chain(notes) {
        if !remarks.iter().any(|said| said.starts_with(&remark)) {
            remarks.push(remark);
        }
    }
    remarks.join("; ")
}

/// `better: outside the usual range`
fn signal(trend: &Trend<'_>, point: &Point) -> Option<String> {
    let word = mark_word(mark(trend.findings, point))?;
    Some(match rule_words(trend.kpi, point.period.kind(), point.rule) {
        Some(rule) => format!("{word}: {rule}"),
        None => word.to_owned(),
    })
}

fn mark_word(mark: Mark) -> Option<&'static str> {
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

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `88.2 %`, or the words for nothing.
fn value_text(kpi: &Kpi, point: &Point) -> String {
    point.value.map_or_else(|| "no data".to_owned(), |value| number::value(kpi, value))
}

/// The unit in words, for titles; `None` where the values are plain numbers, or say it themselves.
fn unit_word(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Percent => Some("percent"),
        Unit::Seconds => Some("seconds"),
        Unit::Minutes => Some("minutes"),
        Unit::Hours => Some("hours"),
        Unit::Days => Some("days"),
        Unit::Per100 => Some("per 100"),
        Unit::Per1000 => Some("per 1,000"),
        Unit::Per10000 => Some("per 10,000"),
        Unit::Score | Unit::Nps | Unit::Count | Unit::Currency(_) => None,
    }
}
