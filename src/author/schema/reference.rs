//! The reference of all files and keys, as Markdown, made from the schemas: what editors check is what people read.

use std::fmt::Write;

use serde_json::Value;

use super::{Schema, schemas};

/// The reference: a section for each sort of file, with a line for every key.
///
/// Keys are written with their way: `headline`, `disclosure.threshold`, `<csat>.versions[].from`, where `<…>` stands for
/// a name of one's own and `[]` for each item of a list. A star follows a key that must be there.
pub fn reference() -> String {
    let mut text = String::from(INTRODUCTION);
    for schema in schemas() {
        section(&mut text, &schema);
    }
    text
}

const INTRODUCTION: &str = "<!-- Made by `plaudit schema --format markdown`; a test keeps it in step. -->

# Reference: every file and every key

A path shows how deep a key stands: in `<csat>.versions[].from` the id of a KPI is one's own, and `[]` stands for each
item of a list. A key with a star must be there. Where nothing is said about what holds without a key, nothing does. Unknown
keys are errors, except below `extra`. Days are written `2026-10-14`, periods `2026-10`, `2026-Q4` or `2026-W41`, KPIs by
their id in `data/kpis.yaml`, parts as `team/billing`. What shows only across files, `plaudit check` says.

";

fn section(text: &mut String, schema: &Schema) {
    let about = schema.value["description"].as_str().unwrap_or_default();
    let where_it_is = match schema.files.ends_with(".md") {
        true => format!("The head of `{}`, between two lines of `---`.", schema.files),
        false => format!("`{}`.", schema.files),
    };
    write!(text, "## {}\n\n{where_it_is} {about}.\n\n", schema.value["title"].as_str().unwrap_or_default())
        .expect("writing to text");
    text.push_str("| key | holds | what it means | without it |\n|---|---|---|---|\n");
    let mut rows = Vec::new();
    rows_below(&mut rows, &schema.value, "");
    for Row { key, holds, about, otherwise } in rows {
        writeln!(text, "| {key} | {holds} | {about} | {otherwise} |").expect("writing to text");
    }
    text.push('\n');
}

/// A line of the reference.
struct Row {
    key: String,
    holds: String,
    about: String,
    otherwise: String,
}

/// Adds a line for every key below a shape, in the order of the schema.
fn rows_below(rows: &mut Vec<Row>, shape: &Value, path: &str) {
    for branch in shape["anyOf"].as_array().into_iter().flatten() {
        rows_below(rows, branch, path);
    }
    if shape["items"].is_object() {
        rows_below(rows, &shape["items"], &format!("{path}[]"));
    }
    for (key, inner) in shape["properties"].as_object().into_iter().flatten() {
        let required = shape["required"].as_array().into_iter().flatten().any(|it| it == key);
        add(rows, inner, &joined(path, key), required);
    }
    for inner in shape["patternProperties"].as_object().into_iter().flat_map(|patterns| patterns.values()) {
        let example = shape["x-key"].as_str().unwrap_or("name");
        add(rows, inner, &joined(path, &format!("<{example}>")), false);
    }
    if shape["additionalProperties"].is_object() {
        add(rows, &shape["additionalProperties"], &joined(path, "<name>"), false);
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn add(rows: &mut Vec<Row>, shape: &Value, path: &str, required: bool) {
    let key = format!("`{path}`{}", if required { " \\*" } else { "" });
    // Shapes that a key can have besides give the same keys again.
    if rows.iter().any(|row| row.key.trim_end_matches(" \\*") == format!("`{path}`")) {
        return;
    }
    let otherwise = match (&shape["default"], &shape["x-default"]) {
        (Value::Null, Value::String(words)) => words.clone(),
        (Value::Null, _) => String::new(),
        (Value::String(word), _) => format!("`{word}`"),
        (value, _) => format!("`{}`", value.to_string().trim_end_matches(".0")),
    };
    let about = shape["description"].as_str().unwrap_or_default().replace('|', "\\|");
    rows.push(Row { key, holds: holds(shape), about, otherwise });
    rows_below(rows, shape, path);
}

/// What a key holds, in words.
fn holds(shape: &Value) -> String {
    if let Some(words) = shape["enum"].as_array() {
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_str().unwrap_or_default())).collect();
        return words.join(", ");
    }
    if let Some(branches) = shape["anyOf"].as_array() {
        let mut words: Vec<String> = Vec::new();
        for said in branches.iter().map(holds) {
            if !words.contains(&said) {
                words.push(said);
            }
        }
        return words.join(", or ");
    }
    let example = || match &shape["examples"][0] {
        Value::String(example) if example != "Words" => format!(": `{example}`"),
        _ => String::new(),
    };
    let sort = match &shape["type"] {
        Value::String(sort) => sort.as_str(),
        Value::Array(_) => "text",
        _ if shape["const"].is_string() => return format!("`{}`", shape["const"].as_str().unwrap_or_default()),
        _ => return "anything".to_owned(),
    };
    match sort {
        "text" => format!("text{}", example()),
        "string" if shape["examples"][0] == "2026-10-14" => "a day".to_owned(),
        "string" if shape["examples"][0] == "2026-10" => "a period".to_owned(),
        "string" if shape["examples"][0] == "team/billing" => "a part".to_owned(),
        "string" if shape["pattern"] == super::shape::KPI_ID => "a KPI".to_owned(),
        "string" if shape["pattern"] == super::shape::ID => format!("an id{}", example()),
        "string" => format!("text{}", example()),
        "boolean" => "`true` or `false`".to_owned(),
        "null" => "`~`".to_owned(),
        "number" => "a number".to_owned(),
        "integer" => match (shape["minimum"].as_u64(), shape["maximum"].as_u64()) {
            (Some(least), Some(most)) if most <= 1_000_000 => format!("a whole number, {least} to {most}"),
            _ => "a whole number".to_owned(),
        },
        "array" => format!("a list of {}", plural(&holds(&shape["items"]))),
        _ => "a map".to_owned(),
    }
}

/// `a KPI` in the plural.
fn plural(one: &str) -> String {
    match one {
        "a map" => "maps".to_owned(),
        "a KPI" => "KPIs".to_owned(),
        "a day" => "days".to_owned(),
        "a number" => "numbers".to_owned(),
        "text" => "texts".to_owned(),
        other => other.to_owned(),
    }
}
