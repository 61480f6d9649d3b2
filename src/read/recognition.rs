//! Awards, values and consents: `data/awards.yaml` and `data/consents.yaml`.

use super::entry::Entry;
use super::names::{ID_RULE, id_key, report_collisions};
use crate::diagnostic::Problem;
use crate::model::{Award, AwardId, Consent, ConsentScope, Icon, Value, ValueId};

/// What `data/awards.yaml` says, in its order.
pub(super) fn awards(root: Entry<'_>) -> (Vec<Award>, Vec<Value>) {
    let Some(map) = root.map(&["awards", "values", "extra"]) else { return Default::default() };
    let (awards, values) = (map.entries("awards"), map.entries("values"));
    report_collisions(awards.iter().copied());
    report_collisions(values.iter().copied());
    (
        awards.iter().filter_map(|entry| award(*entry)).collect(),
        values.iter().filter_map(|entry| value(*entry)).collect(),
    )
}

fn award(entry: Entry<'_>) -> Option<Award> {
    let id = id_key(entry, ID_RULE, AwardId::new);
    if !entry.is_map() {
        let name = entry.text();
        return Some(Award { id: id?, name: name?, means: None, icon: None, every: None, reward: None });
    }
    let map = entry.map(&["name", "means", "icon", "every", "reward", "extra"])?;
    let name = map.required("name", "what readers call it").and_then(|entry| entry.text());
    let id = id?;
    Some(Award {
        name: name.unwrap_or_else(|| id.to_string()),
        id,
        means: map.text("means"),
        icon: map.get("icon").and_then(|entry| entry.one_of(Icon::ALL)),
        every: map.text("every"),
        reward: map.text("reward"),
    })
}

fn value(entry: Entry<'_>) -> Option<Value> {
    let id = id_key(entry, ID_RULE, ValueId::new);
    if !entry.is_map() {
        let name = entry.text();
        return Some(Value { id: id?, name: name?, means: None });
    }
    let map = entry.map(&["name", "means", "extra"])?;
    let name = map.required("name", "what readers call it").and_then(|entry| entry.text());
    let id = id?;
    Some(Value { name: name.unwrap_or_else(|| id.to_string()), id, means: map.text("means") })
}

/// The register of consents, in the order of `data/consents.yaml`.
pub(super) fn consents(root: Entry<'_>) -> Vec<Consent> {
    root.items().iter().filter_map(|entry| consent(*entry)).collect()
}

fn consent(entry: Entry<'_>) -> Option<Consent> {
    const SCOPES: &[(&str, ConsentScope)] =
        &[("site", ConsentScope::Site), ("newsletter", ConsentScope::Newsletter), ("archive", ConsentScope::Archive)];
    let map = entry.map(&["person", "given", "until", "scope", "extra"])?;
    let person = map.required("person", "the name as stories give it").and_then(|entry| entry.text());
    let given = map.required("given", "the day it was given").and_then(|entry| entry.date());
    let until = map.get("until").and_then(|entry| entry.date());
    let scope = map.required("scope", "where the person may be named: site, newsletter, archive");
    let scope = scope.map(|entry| entry.one_or_more()).unwrap_or_default();
    let mut scope: Vec<_> = scope.iter().filter_map(|entry| entry.one_of(SCOPES)).collect();
    scope.sort();
    scope.dedup();
    let given = given?;
    if let Some(until) = until.filter(|until| *until < given) {
        let (low, high) = ("given".into(), "until".into());
        entry.report_key(Problem::RangeReversed { low, low_is: given.to_string(), high, high_is: until.to_string() });
    }
    Some(Consent { person: person?, given, until, scope })
}
