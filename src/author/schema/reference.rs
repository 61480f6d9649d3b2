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
    let mut table = Table::default();
    table.add_below(&schema.value, "");
    for row in &table.rows {
        let holder = table.rows.iter().rfind(|other| other.path != row.path && row.is_below(&other.path));
        let line = row.line(holder.map_or(&[], |holder| &holder.kinds));
        writeln!(text, "{line}").expect("writing to text");
    }
    text.push('\n');
}

/// The lines of a sort of file.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    /// Of a file of several kinds: the one whose keys are being added, as `kind: standard`.
    kind: Option<String>,
}

/// A line of the reference.
struct Row {
    path: String,
    is_required: bool,
    /// What it holds, and what it means: more than one where a key can be of several shapes.
    holds: Vec<String>,
    about: Vec<String>,
    otherwise: String,
    /// The kinds of files that have it; none where all have it.
    kinds: Vec<String>,
}

impl Table {
    /// Adds a line for every key below a shape, in the order of the schema.
    fn add_below(&mut self, shape: &Value, path: &str) {
        for branch in shape["anyOf"].as_array().into_iter().flatten() {
            self.add_below(branch, path);
        }
        if let Some(kinds) = shape["oneOf"].as_array() {
            for kind in kinds {
                self.kind = word_of(kind);
                self.add_below(kind, path);
            }
            self.kind = None;
            self.rows.iter_mut().filter(|row| row.kinds.len() == kinds.len()).for_each(|row| row.kinds.clear());
        }
        if shape["items"].is_object() {
            self.add_below(&shape["items"], &format!("{path}[]"));
        }
        for (key, inner) in shape["properties"].as_object().into_iter().flatten() {
            let is_required = shape["required"].as_array().into_iter().flatten().any(|it| it == key);
            self.add(inner, path, key, is_required);
        }
        for inner in shape["patternProperties"].as_object().into_iter().flat_map(|patterns| patterns.values()) {
            let example = shape["x-key"].as_str().unwrap_or("name");
            self.add(inner, path, &format!("<{example}>"), false);
        }
        if shape["additionalProperties"].is_object() {
            self.add(&shape["additionalProperties"], path, "<name>", false);
        }
    }

    /// Adds the line of a key below `path`, or what this shape of it has besides those that were added, and all below it.
    fn add(&mut self, shape: &Value, path: &str, key: &str, is_required: bool) {
        let whole = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let at = self.rows.iter().position(|row| row.path == whole).unwrap_or_else(|| {
            let last = self.rows.iter().rposition(|row| row.is_below(path));
            let at = last.map_or(self.rows.len(), |last| last + 1);
            self.rows.insert(at, Row::new(whole.clone(), is_required, shape));
            at
        });
        let row = &mut self.rows[at];
        row.is_required &= is_required;
        let holds = holds(shape);
        if !row.holds.iter().any(|said| said.split(", or ").any(|one| one == holds)) {
            add_new(&mut row.holds, holds);
        }
        add_new(&mut row.about, shape["description"].as_str().unwrap_or_default().to_owned());
        self.kind.iter().for_each(|kind| add_new(&mut row.kinds, kind.clone()));
        self.add_below(shape, &whole);
    }
}

impl Row {
    fn new(path: String, is_required: bool, shape: &Value) -> Self {
        let otherwise = match (&shape["default"], &shape["x-default"]) {
            (Value::Null, Value::String(words)) => words.clone(),
            (Value::Null, _) => String::new(),
            (Value::String(word), _) => format!("`{word}`"),
            (value, _) => format!("`{}`", value.to_string().trim_end_matches(".0")),
        };
        Self { path, is_required, holds: Vec::new(), about: Vec::new(), otherwise, kinds: Vec::new() }
    }

    /// Whether it stands below a path, or at it.
    fn is_below(&self, path: &str) -> bool {
        let rest = self.path.strip_prefix(path);
        rest.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
    }

    /// The line; which kinds have the key is said unless the line of what holds it says the same.
    fn line(&self, kinds_of_holder: &[String]) -> String {
        let Self { path, is_required, holds, about, otherwise, kinds } = self;
        let star = if *is_required { " \\*" } else { "" };
        // Single words are one choice.
        let are_words = holds.iter().all(|said| said.starts_with('`') && said.ends_with('`'));
        let holds = holds.join(if are_words { ", " } else { ", or " });
        let only = match kinds.is_empty() || kinds == kinds_of_holder {
            true => String::new(),
            false => format!(" (only with {})", kinds.join(" or ")),
        };
        let cells = [format!("`{path}`{star}"), holds, format!("{}{only}", about.join("; or: ")), otherwise.clone()];
        format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
    }
}

fn add_new(said: &mut Vec<String>, more: String) {
    if !said.contains(&more) {
        said.push(more);
    }
}

/// The word that tells a kind of file from the others: `kind: standard`.
fn word_of(kind: &Value) -> Option<String> {
    let properties = kind["properties"].as_object().into_iter().flatten();
    properties.filter_map(|(key, shape)| Some(format!("`{key}: {}`", shape["const"].as_str()?))).next()
}

/// What a key holds, in words.
fn holds(shape: &Value) -> String {
    if let Some(words) = shape["enum"].as_array() {
        let words = words.iter().map(|word| match word {
            Value::String(word) => format!("`{word}`"),
            other => format!("`{other}`"),
        });
        return words.collect::<Vec<_>>().join(", ");
    }
    if let Some(branches) = shape["anyOf"].as_array() {
        let mut words = Vec::new();
        branches.iter().map(holds).for_each(|said| add_new(&mut words, said));
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
