//! Reads the oracles and compares with them.

use std::path::Path;

use serde_json::Value;

/// Relative, as far as the oracles themselves agree with each other.
pub(super) const TOLERANCE: f64 = 1e-9;

/// The cases of an oracle; never none.
pub(super) fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let oracle: Value = serde_json::from_str(&text).unwrap();
    let cases = oracle["cases"].as_array().expect("an oracle has cases").clone();
    assert!(!cases.is_empty());
    cases
}

/// A number or `null`.
#[track_caller]
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => None,
        value => Some(value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))),
    }
}

/// A list of numbers and `null`s.
#[track_caller]
pub(super) fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}")).iter().map(number).collect()
}

/// Both absent, or equal but for [`TOLERANCE`] of the larger; two numbers at 0 within the tolerance itself.
#[track_caller]
pub(super) fn same(ours: Option<f64>, theirs: Option<f64>, what: &str) {
    same_within(ours, theirs, TOLERANCE, what);
}

/// As [`same`], with another tolerance.
#[track_caller]
pub(super) fn same_within(ours: Option<f64>, theirs: Option<f64>, tolerance: f64, what: &str) {
    let equal = match (ours, theirs) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => {
            let size = ours.abs().max(theirs.abs());
            (ours - theirs).abs() <= tolerance * if size < 1e-6 { 1.0 } else { size }
        }
        _ => false,
    };
    assert!(equal, "{what}: ours {ours:?}, theirs {theirs:?}");
}
