//! `datapackage.json`: what the columns of the tables mean, as a Frictionless Data Package, version 2.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::tables::{Field, FieldKind, Table};
use super::{Packing, citation};
use crate::model::hex;

/// <https://datapackage.org>
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const TABLE_PROFILE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The description of `tables`.
pub(super) fn json(packing: &Packing, tables: &[Table]) -> Vec<u8> {
    let facts = packing.findings.edition().facts();
    let licence = citation::licence(packing);
    let mut package = json!({
        "$schema": PROFILE,
        "name": packing.name().replace('_', "-"),
        "id": packing.identifier(),
        "title": packing.title(),
        "description": citation::citation(packing),
        "created": format!("{}T00:00:00Z", packing.date()),
        "contributors": [{ "title": facts.settings.organisation, "roles": ["publisher"] }],
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    });
    let study = packing.of.study(facts);
    if let Some(version) = study.and_then(|study| study.version.as_ref()) {
        package["version"] = json!(version);
    }
    if let Some(address) = packing.page_address() {
        package["homepage"] = json!(address);
    }
    // A licence has a name of its own or an address there; words about one have their place in the description.
    if let Some(given) = study.and_then(|study| study.licence.as_ref()) {
        let key = if given.starts_with("https://") || given.starts_with("http://") { "path" } else { "name" };
        package["licenses"] = json!([{ key: given, "title": licence }]);
    }
    pretty(&package)
}

fn resource(table: &Table) -> Value {
    let mut schema = json!({
        "$schema": TABLE_PROFILE,
        "fields": table.fields.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.primary_key.is_empty() {
        schema["primaryKey"] = json!(table.primary_key);
    }
    if !table.foreign_keys.is_empty() {
        let keys = table.foreign_keys.iter().map(|(field, resource, other)| {
            json!({ "fields": [field], "reference": { "resource": resource, "fields": [other] } })
        });
        schema["foreignKeys"] = json!(keys.collect::<Vec<_>>());
    }
    let hash = hex(&Sha256::digest(&table.csv));
    json!({
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": table.path(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.csv.len(),
        "hash": format!("sha256:{hash}"),
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(field: &Field) -> Value {
    let mut about = Map::new();
    about.insert("name".to_owned(), json!(field.name));
    let kind = match field.kind {
        FieldKind::Words | FieldKind::OneOf(_) => "string",
        FieldKind::Number => "number",
        FieldKind::Whole => "integer",
        FieldKind::Day => "date",
        FieldKind::Month => "yearmonth",
    };
    about.insert("type".to_owned(), json!(kind));
    if !field.description.is_empty() {
        about.insert("description".to_owned(), json!(field.description));
    }
    let mut constraints = Map::new();
    if field.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if let FieldKind::OneOf(words) = field.kind {
        constraints.insert("enum".to_owned(), json!(words));
    }
    if !constraints.is_empty() {
        about.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(about)
}

/// JSON with one thing a line, its keys in the order of the alphabet.
pub(super) fn pretty(value: &Value) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(value).expect("a value is JSON");
    json.push(b'\n');
    json
}
