//! The words that schemas are written in: small functions that make JSON Schema.

use serde_json::{Map, Value, json};

/// A text that is not empty; YAML gives numbers and flags where they are written without quotes.
pub(super) fn text(about: &str) -> Value {
    json!({ "description": about, "type": ["string", "number", "boolean"], "pattern": "\\S", "examples": ["Words"] })
}

/// One text or several.
pub(super) fn texts(about: &str) -> Value {
    one_or_more(about, text("One of them"))
}

/// `true` or `false`.
pub(super) fn flag(about: &str) -> Value {
    json!({ "description": about, "type": "boolean", "examples": [true] })
}

/// A number.
pub(super) fn number(about: &str) -> Value {
    json!({ "description": about, "type": "number", "examples": [1] })
}

/// A whole number between two bounds.
pub(super) fn whole(about: &str, least: u64, most: u64) -> Value {
    json!({ "description": about, "type": "integer", "minimum": least, "maximum": most, "examples": [least.max(1)] })
}

/// A day.
pub(super) fn day(about: &str) -> Value {
    json!({ "description": about, "type": "string", "pattern": "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$", "examples": ["2026-10-14"] })
}

/// A month, a quarter or a week.
pub(super) fn period(about: &str) -> Value {
    json!({
        "description": format!("{about}: 2026-10, 2026-Q4 or 2026-W41"),
        "type": "string",
        "pattern": "^\\d{4}-(0[1-9]|1[0-2]|Q[1-4]|W(0[1-9]|[1-4]\\d|5[0-3]))$",
        "examples": ["2026-10"]
    })
}

/// The id of a KPI.
pub(super) fn kpi(about: &str) -> Value {
    json!({ "description": about, "type": "string", "pattern": KPI_ID, "examples": ["csat"] })
}

/// A part of the organisation.
pub(super) fn part(about: &str) -> Value {
    json!({
        "description": format!("{about}: dimension and member, as in team/billing"),
        "type": "string",
        "pattern": "^[A-Za-z0-9_-]+/[A-Za-z0-9_-]+$",
        "examples": ["team/billing"]
    })
}

/// An id of anything but a KPI; `example` is one.
pub(super) fn id(about: &str, example: &str) -> Value {
    json!({ "description": about, "type": "string", "pattern": ID, "examples": [example] })
}

/// One of a few words.
pub(super) fn word(about: &str, words: &[&str]) -> Value {
    json!({ "description": about, "enum": words })
}

/// Anything.
pub(super) fn anything(about: &str) -> Value {
    json!({ "description": about, "examples": [{}] })
}

/// A list.
pub(super) fn list(about: &str, item: Value) -> Value {
    json!({ "description": about, "type": "array", "items": item })
}

/// A list, or its only item.
pub(super) fn one_or_more(about: &str, item: Value) -> Value {
    either(about, vec![item.clone(), list("Several", item)])
}

/// One of several shapes.
pub(super) fn either(about: &str, shapes: Vec<Value>) -> Value {
    json!({ "description": about, "anyOf": shapes })
}

/// A value, or `~` for nothing.
pub(super) fn or_nothing(shape: Value) -> Value {
    let about = shape["description"].as_str().unwrap_or_default().to_owned();
    either(&about, vec![shape, json!({ "type": "null", "description": "Nothing" })])
}

/// The same shape, for which a value stands where nothing is said.
pub(super) fn otherwise(default: Value, mut shape: Value) -> Value {
    shape["default"] = default;
    shape
}

/// The same shape, with words for what stands where nothing is said.
pub(super) fn usually(words: &str, mut shape: Value) -> Value {
    shape["x-default"] = json!(words);
    shape
}

/// A map with these keys and no others; a key that ends in `!` must be there.
pub(super) fn object(about: &str, keys: Vec<(&str, Value)>) -> Value {
    let required: Vec<&str> = keys.iter().filter_map(|(key, _)| key.strip_suffix('!')).collect();
    let properties: Map<String, Value> =
        keys.iter().map(|(key, shape)| (key.trim_end_matches('!').to_owned(), shape.clone())).collect();
    let mut object = json!({
        "description": about,
        "type": "object",
        "properties": properties,
        "additionalProperties": false
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

pub(super) const KPI_ID: &str = "^[a-z0-9_]+$";
pub(super) const ID: &str = "^[A-Za-z0-9_-]+$";

/// A map whose keys are like a pattern, of which `example` is one.
pub(super) fn map(about: &str, pattern: &str, example: &str, value: Value) -> Value {
    json!({
        "description": about,
        "type": "object",
        "patternProperties": { pattern: value },
        "additionalProperties": false,
        "x-key": example
    })
}

/// A whole file.
pub(super) fn file(title: &str, mut shape: Value) -> Value {
    let Some(object) = shape.as_object_mut() else { return shape };
    object.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    object.insert("title".into(), json!(title));
    shape
}
