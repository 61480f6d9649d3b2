//! Targets: a value, a band, or dated steps of either.

use super::entry::{Entry, Map};
use super::names::Names;
use super::values::{amount, broken_bound};
use crate::diagnostic::Problem;
use crate::model::{Kpi, Range, Target, TargetStep, Targets};

/// The targets that `entry` holds; what cannot be one is reported and left out.
pub(super) fn read(entry: Entry<'_>, kpi: &Kpi, names: &Names) -> Targets {
    let mut steps: Vec<TargetStep> = Vec::new();
    if entry.is_list() {
        for item in entry.items() {
            let Some((step, from)) = dated(item, kpi, names) else { continue };
            if steps.iter().any(|other| other.from == step.from) {
                let from_text = step.from.map_or_else(|| "the beginning".into(), |from| from.to_string());
                from.unwrap_or(item).report(Problem::SameFrom { what: "targets", from: from_text });
            } else {
                steps.push(step);
            }
        }
    } else if let Some(target) = undated(entry, kpi) {
        steps.push(TargetStep { from: None, target, because: None, agreed_by: None });
    }
    Targets::new(steps).unwrap_or_default()
}

/// Two ends, the lower one first.
pub(super) fn range<'d>(entry: Entry<'d>, end: impl Fn(Entry<'d>) -> Option<f64>) -> Option<Range> {
    ends(&entry.map(&["min", "max"])?, end)
}

fn ends<'d>(map: &Map<'d>, end: impl Fn(Entry<'d>) -> Option<f64>) -> Option<Range> {
    let min = map.required("min", "the lower end").and_then(&end);
    let max = map.required("max", "the upper end").and_then(&end);
    let (min, max) = (min?, max?);
    if min > max {
        map.entry().report(Problem::RangeReversed {
            low: "min".into(),
            low_is: min.to_string(),
            high: "max".into(),
            high_is: max.to_string(),
        });
        return None;
    }
    Some(Range { min, max })
}

fn undated(entry: Entry<'_>, kpi: &Kpi) -> Option<Target> {
    if entry.is_map() {
        range(entry, |end| reachable(end, kpi)).map(Target::Band)
    } else {
        reachable(entry, kpi).map(Target::Value)
    }
}

fn dated<'d>(item: Entry<'d>, kpi: &Kpi, names: &Names) -> Option<(TargetStep, Option<Entry<'d>>)> {
    let map = item.map(&["from", "value", "min", "max", "because", "agreed_by"])?;
    let from_entry = map.get("from");
    let from = match from_entry {
        Some(entry) => Some(entry.period(names.period_kind)?),
        None => None,
    };
    let target = if map.has("min") || map.has("max") {
        if let Some(value) = map.get("value") {
            let because = "a target is a value to reach or a band to stay in";
            value.report_key(Problem::Contradiction { one: "value", other: "min", because });
            return None;
        }
        Target::Band(ends(&map, |end| reachable(end, kpi))?)
    } else {
        Target::Value(reachable(map.required("value", "the target, or `min` and `max`")?, kpi)?)
    };
    let step = TargetStep { from, target, because: map.text("because"), agreed_by: map.text("agreed_by") };
    Some((step, from_entry))
}

/// A value that the KPI can have at all.
fn reachable(entry: Entry<'_>, kpi: &Kpi) -> Option<f64> {
    let value = amount(entry, kpi.unit)?;
    // A target for a count may well be broken: 120.5 tickets a day on average.
    let whole = if value.fract() == 0.0 { value } else { value.ceil() };
    let judged = if kpi.kind == crate::model::KpiKind::Count { whole } else { value };
    if let Some(bound) = broken_bound(kpi, judged) {
        let what = if entry.name().is_empty() { "target" } else { entry.name() };
        entry.report(Problem::NeverReached { what: what.into(), value, bound });
        return None;
    }
    Some(value)
}
