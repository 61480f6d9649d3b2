//! Which columns become which KPIs, as lines of a mapping.

use std::collections::BTreeSet;

use super::super::cell::Cell;
use super::sample::{Days, Sample, day_column, distinct};
use super::{line, quoted};
use crate::model::{Kpi, KpiKind, Statistic};
use crate::read::mapping::{CellUnit, TableForm};
use crate::read::{DayFormat, Ground};

/// The column whose words are names of KPIs, where every figure has a row of its own.
pub(super) fn measure_column(sample: &Sample, ground: &Ground) -> Option<usize> {
    let matches = |at: &usize| {
        distinct(&sample.columns[*at]).iter().filter(|word| ground.kpis.iter().any(|kpi| is_called(kpi, word))).count()
    };
    (0..sample.names.len()).filter(|at| matches(at) >= 2).max_by_key(matches)
}

fn folded(text: &str) -> String {
    let text = text.split(['(', '[']).next().unwrap_or_default();
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_called(kpi: &Kpi, word: &str) -> bool {
    let word = folded(word);
    !word.is_empty() && (word == folded(&kpi.name) || word == folded(kpi.id.as_str()))
}

/// The column that is called like a KPI, else one that is called nearly so: `Full resolution time (hours)`.
fn column_of(kpi: &Kpi, sample: &Sample, used: &BTreeSet<usize>, kpis: &[Kpi]) -> Option<usize> {
    let free = || (0..sample.names.len()).filter(|at| !used.contains(at));
    let words = |text: &str| -> BTreeSet<String> {
        let text = text.split(['(', '[']).next().unwrap_or_default().to_lowercase();
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let is_near = |at: &usize| {
        let column = words(&sample.names[*at]);
        let has_long = column.iter().any(|word| word.len() >= 5);
        let is_within = |name: BTreeSet<String>| name.is_subset(&column) || (has_long && column.is_subset(&name));
        is_within(words(&kpi.name)) || is_within(words(kpi.id.as_str()))
    };
    let is_taken = |at: &usize| kpis.iter().any(|kpi| is_called(kpi, &sample.names[*at]));
    free().find(|at| is_called(kpi, &sample.names[*at])).or_else(|| free().find(|at| is_near(at) && !is_taken(at)))
}

/// How the time spans of a column are written, if that can be seen.
fn span_unit(name: &str, cells: &[Cell<'_>]) -> Option<&'static str> {
    let form = TableForm::default();
    let all = |unit| {
        !cells.is_empty()
            && cells
                .iter()
                .all(|cell| matches!(cell, Cell::Text(_) | Cell::Span(_)) && cell.amount(unit, &form).is_ok())
    };
    if all(CellUnit::HoursMinutesSeconds) {
        return Some("HH:MM:SS");
    }
    if all(CellUnit::Words) {
        return Some("words");
    }
    let name = name.to_lowercase();
    let word = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    let units = [
        ("seconds", ["s", "sec", "secs", "seconds"]),
        ("minutes", ["min", "mins", "minute", "minutes"]),
        ("hours", ["h", "hr", "hrs", "hours"]),
        ("days", ["d", "day", "days", "days"]),
    ];
    units.into_iter().find(|(_, words)| words.iter().any(|it| word(it))).map(|(unit, _)| unit)
}

/// A line for a KPI with a column; as a comment where its unit cannot be seen.
fn said(out: &mut String, kpi: &Kpi, rule: &str, name: &str, cells: &[Cell<'_>]) {
    if kpi.kind != KpiKind::Duration {
        return line(out, &format!("  {}: {{ {rule} }}", kpi.id));
    }
    match span_unit(name, cells) {
        Some(unit) => line(out, &format!("  {}: {{ {rule}, unit: {} }}", kpi.id, quoted(unit))),
        None => line(
            out,
            &format!(
                "  # {}: {{ {rule}, unit: ? }}     # seconds, minutes, hours, days, HH:MM:SS, MM:SS, words",
                kpi.id
            ),
        ),
    }
}

/// The KPIs of a table that has a column for each.
pub(super) fn of_wide(out: &mut String, sample: &Sample, ground: &Ground, comma: bool, used: &mut BTreeSet<usize>) {
    let form = TableForm { decimal_comma: comma, ..TableForm::default() };
    for kpi in ground.kpis.iter().filter(|kpi| kpi.compute.is_none()) {
        let Some(at) = column_of(kpi, sample, used, &ground.kpis) else { continue };
        used.insert(at);
        let cells = &sample.columns[at];
        let numbers = cells.iter().filter_map(|cell| cell.number(&form).ok().flatten());
        let is_fraction = kpi.kind == KpiKind::Proportion
            && !cells.is_empty()
            && numbers.clone().count() == cells.len()
            && numbers.fold(0.0, f64::max) <= 1.0;
        let unit = if is_fraction { ", unit: fraction" } else { "" };
        let rule = format!("column: {}{unit}", quoted(&sample.names[at]));
        said(out, kpi, &rule, &sample.names[at], cells);
    }
}

/// The KPIs of a table that names one in each row, in the column `measure`.
pub(super) fn of_long(out: &mut String, sample: &Sample, ground: &Ground, measure: usize, used: &mut BTreeSet<usize>) {
    let values = (0..sample.names.len()).filter(|at| !used.contains(at));
    let is_value = |at: &usize| ["value", "figure", "result", "actual"].contains(&folded(&sample.names[*at]).as_str());
    let value = values.clone().find(is_value).or_else(|| values.clone().next());
    let Some(value) = value else { return };
    used.insert(value);
    let n = (0..sample.names.len()).find(|at| {
        !used.contains(at)
            && ["n", "cases", "count", "responses", "answers"].contains(&folded(&sample.names[*at]).as_str())
    });
    used.extend(n);
    for word in distinct(&sample.columns[measure]) {
        let Some(kpi) = ground.kpis.iter().find(|kpi| kpi.compute.is_none() && is_called(kpi, &word)) else {
            line(out, &format!("  # ?: {{ is: {}, column: {} }}", quoted(&word), quoted(&sample.names[value])));
            continue;
        };
        let has_n = matches!(
            kpi.kind,
            KpiKind::Proportion | KpiKind::Mean | KpiKind::Nps | KpiKind::Duration | KpiKind::Currency
        );
        let n = n.filter(|_| has_n).map(|at| format!(", n: {}", quoted(&sample.names[at]))).unwrap_or_default();
        let rule = format!("is: {}, column: {}{n}", quoted(&word), quoted(&sample.names[value]));
        said(out, kpi, &rule, &sample.names[value], &[]);
    }
}

/// The KPIs that tickets can be counted for.
pub(super) fn of_tickets(out: &mut String, sample: &Sample, ground: &Ground, comma: bool, used: &mut BTreeSet<usize>) {
    let form = TableForm { decimal_comma: comma, ..TableForm::default() };
    let find = |id: &str| ground.kpis.iter().find(|kpi| kpi.id.as_str() == id && kpi.compute.is_none());
    if find("tickets_opened").is_some() {
        line(out, "  tickets_opened: { count: rows }");
    }
    let named = |word: &str| {
        (0..sample.names.len()).find(|at| {
            let name = sample.names[*at].to_lowercase();
            name.contains(word) && (name.contains("at") || name.contains("date") || name.contains("time"))
        })
    };
    if find("tickets_resolved").is_some()
        && let Some(at) = named("solved").or_else(|| named("closed"))
        && let Some(Days { formats, are_instants, .. }) = day_column(&sample.only(at))
    {
        used.insert(at);
        let name = quoted(&sample.names[at]);
        let format = match formats.as_slice() {
            [DayFormat::Iso] => "iso".to_owned(),
            [DayFormat::Pattern(pattern)] => quoted(pattern),
            _ => "?".to_owned(),
        };
        let calendar = if are_instants { ", calendar: ?" } else { "" };
        let hash = if format == "?" || are_instants { "# " } else { "" };
        line(
            out,
            &format!(
                "  {hash}tickets_resolved: {{ count: rows, period: {{ column: {name}, format: {format}{calendar} }} }}     # counted where they were resolved"
            ),
        );
    }
    for kpi in ground.kpis.iter().filter(|kpi| kpi.compute.is_none()) {
        let Some(at) = column_of(kpi, sample, used, &ground.kpis) else { continue };
        used.insert(at);
        let (name, cells) = (quoted(&sample.names[at]), &sample.columns[at]);
        match kpi.kind {
            KpiKind::Duration | KpiKind::Mean | KpiKind::Currency => {
                let rule = match kpi.statistic {
                    Statistic::Mean => format!("mean: {name}"),
                    Statistic::Median => format!("median: {name}"),
                    Statistic::Percentile(percent) => format!("percentile: {percent}, of: {name}"),
                };
                said(out, kpi, &rule, &sample.names[at], cells);
            }
            KpiKind::Nps => line(out, &format!("  {}: {{ nps: {name} }}", kpi.id)),
            KpiKind::Count | KpiKind::Stock => {
                line(out, &format!("  {}: {{ count: {name} }}     # rows with a value", kpi.id));
            }
            KpiKind::Proportion | KpiKind::Rate => {
                let found = distinct(cells);
                let are_numbers = !cells.is_empty() && cells.iter().all(|cell| cell.number(&form).is_ok());
                let is_one_of = |known: &[&str], word: &str| known.contains(&word.to_lowercase().as_str());
                let good: Vec<&String> = found.iter().filter(|word| is_one_of(GOOD, word)).collect();
                if are_numbers && found.iter().all(|word| word == "0" || word == "1") {
                    line(out, &format!("  {}: {{ share: {name}, at_least: 1 }}", kpi.id));
                } else if are_numbers {
                    line(out, &format!("  # {}: {{ share: {name}, at_least: ? }}", kpi.id));
                } else if !good.is_empty() {
                    let (bad, others): (Vec<&String>, Vec<&String>) =
                        found.iter().filter(|word| !good.contains(word)).partition(|word| is_one_of(BAD, word));
                    let rule = format!("{}: {{ share: {name}, of: [{}]", kpi.id, listed(&good));
                    match (bad.as_slice(), others.as_slice()) {
                        (_, []) => line(out, &format!("  {rule} }}")),
                        ([], others) => line(out, &format!("  {rule} }}     # counted against it: {}", listed(others))),
                        // Who did not answer is not dissatisfied.
                        (bad, others) => {
                            let answers = listed(&[good.as_slice(), bad].concat());
                            let only = format!("only: {{ {name}: [{answers}] }}");
                            line(out, &format!("  {rule}, {only} }}     # no answers: {}", listed(others)));
                        }
                    }
                } else {
                    // Answers come again; what people wrote in their own words does not.
                    let are_answers = found.len() <= 12 && found.len() * 2 <= cells.len();
                    let which = if are_answers {
                        format!("     # which of {}", listed(&found.iter().collect::<Vec<_>>()))
                    } else {
                        String::new()
                    };
                    line(out, &format!("  # {}: {{ share: {name}, of: [?] }}{which}", kpi.id));
                }
            }
        }
    }
}

/// Answers that speak for something.
const GOOD: &[&str] = &["good", "great", "excellent", "satisfied", "very satisfied", "positive", "yes", "met", "true"];

/// Answers that do not.
const BAD: &[&str] = &[
    "bad",
    "poor",
    "fair",
    "neutral",
    "unsatisfied",
    "dissatisfied",
    "very dissatisfied",
    "negative",
    "no",
    "missed",
    "breached",
    "not met",
    "false",
];

/// Words as a list of YAML has them, the first few.
fn listed(words: &[&String]) -> String {
    let shown: Vec<String> = words.iter().take(8).map(|word| quoted(word)).collect();
    shown.join(", ")
}
