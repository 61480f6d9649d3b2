//! `kind: servqual`: what customers expect and what they perceive, on one scale.

use super::performance::note_sum;
use crate::diagnostic::Problem;
use crate::model::{Range, ServiceDimension, ServiceItem, ServiceQuality};
use crate::read::entry::{Entry, Map};
use crate::read::targets;

/// The keys that only this kind has.
pub(super) const KEYS: &[&str] = &["scale", "respondents", "dimensions"];

/// The answers; `None` without a scale or without a dimension that can be read.
pub(super) fn read(map: &Map<'_>) -> Option<ServiceQuality> {
    let scale = map.required("scale", "the ends of the scale of all answers: { min: 1, max: 7 }");
    let scale = scale.and_then(|entry| {
        let range = targets::range(entry, |end| end.number())?;
        if range.min == range.max {
            let what = "max".into();
            entry.report_key(Problem::OutOfRange { what, found: range.max, expected: "above `min`".into() });
            return None;
        }
        Some(range)
    });
    let respondents = map.get("respondents").and_then(|entry| entry.whole_in(1..=10_000_000_000));
    let entry = map.required("dimensions", "a map from dimension of service to its items");
    let entries = entry.map(|entry| entry.entries()).unwrap_or_default();
    if let Some(entry) = entry.filter(|entry| entry.is_map() && entries.is_empty()) {
        entry.report(Problem::EmptyList { what: "dimensions".into(), expected: "at least one dimension".into() });
    }
    let mut dimensions: Vec<ServiceDimension> = Vec::new();
    for (entry, found) in entries.iter().filter_map(|entry| Some((entry, dimension(*entry, scale)?))) {
        if dimensions.iter().any(|known| known.name == found.name) {
            entry.report_key(Problem::ListedTwice { what: found.name });
        } else {
            dimensions.push(found);
        }
    }
    let weights: Option<f64> = dimensions.iter().map(|dimension| dimension.weight).sum();
    let missing = dimensions.iter().position(|dimension| dimension.weight.is_none());
    match (weights, missing) {
        (Some(sum), _) => note_sum(entry?, sum),
        (None, Some(first)) if dimensions.iter().any(|dimension| dimension.weight.is_some()) => {
            let dimension = dimensions[first].name.clone();
            entry?.report_key(Problem::DimensionWithoutWeight { dimension });
        }
        _ => {}
    }
    (!dimensions.is_empty()).then_some(ServiceQuality { scale: scale?, respondents, dimensions })
}

fn dimension(entry: Entry<'_>, scale: Option<Range>) -> Option<ServiceDimension> {
    let map = entry.map(&["name", "weight", "items"])?;
    let weight_entry = map.get("weight");
    let weight = weight_entry.and_then(|entry| entry.number());
    if let Some((entry, found)) = weight_entry.zip(weight).filter(|(_, weight)| *weight <= 0.0) {
        entry.report(Problem::OutOfRange { what: "weight".into(), found, expected: "above 0".into() });
    }
    let items = map.required("items", "what was asked: a list of `text`, `expectation` and `perception`")?;
    let read: Vec<_> = items.items().iter().filter_map(|entry| item(*entry, scale)).collect();
    if items.is_list() && items.items().is_empty() {
        items.report(Problem::EmptyList { what: "items".into(), expected: "at least one item".into() });
    }
    let name = map.text("name").unwrap_or_else(|| capitalised(&entry.name().replace(['_', '-'], " ")));
    (!read.is_empty()).then_some(ServiceDimension { name, weight: weight.filter(|weight| *weight > 0.0), items: read })
}

fn item(entry: Entry<'_>, scale: Option<Range>) -> Option<ServiceItem> {
    let map = entry.map(&["text", "expectation", "perception"])?;
    let text = map.required("text", "the statement").and_then(|entry| entry.text());
    let judged = |key, expected| map.required(key, expected).and_then(|entry| on_scale(entry, scale));
    let expectation = judged("expectation", "what customers expect, as a mean");
    let perception = judged("perception", "what they perceive, as a mean");
    Some(ServiceItem { text: text?, expectation: expectation?, perception: perception? })
}

fn on_scale(entry: Entry<'_>, scale: Option<Range>) -> Option<f64> {
    let found = entry.number()?;
    match scale {
        Some(Range { min, max }) if !(min..=max).contains(&found) => {
            let expected = format!("on the scale, {min} to {max}");
            entry.report(Problem::OutOfRange { what: entry.name().into(), found, expected });
            None
        }
        _ => Some(found),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
