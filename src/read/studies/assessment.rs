//! `kind: standard`, `process` and `competencies`: how far we have come, criterion by criterion or step by step.

use crate::diagnostic::Problem;
use crate::model::{Assessment, Criterion, Step};
use crate::read::entry::{Entry, Map};

/// The keys that only an assessment against a standard has.
pub(super) const STANDARD_KEYS: &[&str] = &["standard", "levels", "certified", "renewal", "criteria"];

/// The keys that only processes and competencies have.
pub(super) const STEP_KEYS: &[&str] = &["steps"];

/// The highest level a scale may have.
const MOST_LEVELS: f64 = 1_000.0;

/// What was assessed against a standard; `None` when something that must be there is missing.
pub(super) fn standard(map: &Map<'_>) -> Option<Assessment> {
    let standard = map.required("standard", "what it is called: ISO 10002").and_then(|entry| entry.text());
    let levels = map.required("levels", "the highest level of its scale").and_then(highest);
    let day = |key| map.get(key).and_then(|entry| entry.date());
    let (certified, renewal) = (day("certified"), day("renewal"));
    if let Some((certified, renewal)) = certified.zip(renewal).filter(|(certified, renewal)| certified > renewal) {
        let (low, high) = ("certified".into(), "renewal".into());
        let (low_is, high_is) = (certified.to_string(), renewal.to_string());
        map.get("renewal")?.report(Problem::RangeReversed { low, low_is, high, high_is });
    }
    let criteria = listed(map, "criteria", "a list of `id`, `name`, `required` and `reached`", |entry| {
        let criterion = criterion(entry, levels)?;
        Some((criterion.id.clone(), criterion))
    });
    Some(Assessment { standard: standard?, levels: levels?, certified, renewal, criteria: criteria? })
}

/// The steps of a process, or competencies; `None` when there are none that can be read.
pub(super) fn steps(map: &Map<'_>) -> Option<Vec<Step>> {
    listed(map, "steps", "a list of `name`, `practice` and `of`", |entry| {
        let step = step(entry)?;
        Some((step.name.clone(), step))
    })
}

/// The items of the list below `key`, none of them called the same.
fn listed<T>(
    map: &Map<'_>,
    key: &'static str,
    expected: &'static str,
    read: impl Fn(Entry<'_>) -> Option<(String, T)>,
) -> Option<Vec<T>> {
    let list = map.required(key, expected)?;
    let mut names: Vec<String> = Vec::new();
    let mut listed = Vec::new();
    for entry in list.items() {
        let Some((name, item)) = read(entry) else { continue };
        if names.contains(&name) {
            entry.report_key(Problem::ListedTwice { what: name });
            continue;
        }
        names.push(name);
        listed.push(item);
    }
    if list.is_list() && list.items().is_empty() {
        list.report(Problem::EmptyList { what: key.into(), expected: expected.into() });
    }
    (!listed.is_empty()).then_some(listed)
}

fn criterion(entry: Entry<'_>, levels: Option<f64>) -> Option<Criterion> {
    let map = entry.map(&["id", "name", "required", "reached", "evidence"])?;
    let id = map.required("id", "its number in the standard").and_then(|entry| entry.text());
    let name = map.required("name", "what it is about").and_then(|entry| entry.text());
    let required = map.required("required", "the level it asks for").and_then(|entry| mark(entry, levels));
    let reached = map.get("reached").and_then(|entry| mark(entry, levels));
    Some(Criterion { id: id?, name: name?, required: required?, reached, evidence: map.text("evidence") })
}

fn step(entry: Entry<'_>) -> Option<Step> {
    let map = entry.map(&["name", "practice", "of", "note"])?;
    let name = map.required("name", "what it is called").and_then(|entry| entry.text());
    let of = map.required("of", "the highest mark there is").and_then(highest);
    let practice = map.get("practice").and_then(|entry| mark(entry, of));
    Some(Step { name: name?, practice, of: of?, note: map.text("note") })
}

fn highest(entry: Entry<'_>) -> Option<f64> {
    let found = entry.number()?;
    if found <= 0.0 || found > MOST_LEVELS {
        let expected = format!("above 0 and at most {MOST_LEVELS}");
        entry.report(Problem::OutOfRange { what: entry.name().into(), found, expected });
        return None;
    }
    Some(found)
}

/// A mark from 0 to `highest`.
fn mark(entry: Entry<'_>, highest: Option<f64>) -> Option<f64> {
    let found = entry.number()?;
    match highest {
        Some(highest) if !(0.0..=highest).contains(&found) => {
            let expected = format!("on the scale, 0 to {highest}");
            entry.report(Problem::OutOfRange { what: entry.name().into(), found, expected });
            None
        }
        _ => Some(found),
    }
}
