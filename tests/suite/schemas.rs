//! Schemas and reader say the same: keys at every place, the files of the demo, and what is wrong in the broken sites.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plaudit::author::schema::{reference, schemas, write};
use plaudit::author::{Template, init};
use plaudit::diagnostic::{Diagnostics, Problem};
use plaudit::read;
use serde_json::{Value, json};

use crate::problems;
use crate::site_test::SiteTest;

/// A key that nothing knows and that is like no other.
const UNKNOWN: &str = "zzz";

/// What must stand beside something so that the reader gets there: the end of the place, and what is put into its map.
fn beside() -> Vec<(&'static str, Value)> {
    vec![
        ("kpis:/csat/scale", json!({ "kind": "mean", "unit": "score" })),
        ("import:/kpis/csat/period", json!({ "share": "X", "within": 1 })),
        ("import:/kpis/csat/only", json!({ "share": "X", "within": 1 })),
    ]
}

/// Every object of every schema is asked of the reader: a document with an unknown key there, and what the reader says it
/// knows instead.
#[test]
fn the_reader_knows_the_keys_of_the_schemas_and_no_others() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for schema in schemas().iter().filter(|schema| schema.name != "published") {
        for (place, document, keys) in documents(&schema.value, &format!("{}:", schema.name)) {
            asked += 1;
            let known = known_to_reader(schema.files, &document);
            // A kind of file of which the schema knows several has the keys of each; the reader says those of one.
            match known {
                None => wrong.push(format!("{place}: the reader does not get there\n  {document}")),
                Some(known) if known != keys => {
                    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
                        one.difference(other).cloned().collect::<Vec<_>>().join(", ")
                    };
                    wrong.push(format!(
                        "{place}\n  only the reader knows: {}\n  only the schema knows: {}",
                        only(&known, &keys),
                        only(&keys, &known)
                    ));
                }
                Some(_) => {}
            }
        }
    }
    assert!(asked > 60, "{asked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// For each object in a schema: where it is, the smallest document with an unknown key in it, and its keys.
fn documents(schema: &Value, place: &str) -> Vec<(String, Value, BTreeSet<String>)> {
    let mut all = Vec::new();
    for way in ["anyOf", "oneOf"] {
        for branch in schema[way].as_array().into_iter().flatten() {
            all.extend(documents(branch, place));
        }
    }
    if let Some(properties) = schema["properties"].as_object() {
        let mut own = sample(schema);
        own[UNKNOWN] = json!(1);
        all.push((place.to_owned(), own, properties.keys().cloned().collect()));
        for (key, shape) in properties {
            let place = format!("{place}/{key}");
            for (inner_place, inner, keys) in documents(shape, &place) {
                let mut outer = sample(schema);
                outer[key] = inner;
                let more = beside().into_iter().find(|(end, _)| place.ends_with(end));
                for (key, value) in more.iter().flat_map(|(_, more)| more.as_object().unwrap()) {
                    outer[key] = value.clone();
                }
                all.push((inner_place, outer, keys));
            }
        }
    }
    if let Some(patterns) = schema["patternProperties"].as_object() {
        let key = schema["x-key"].as_str().unwrap();
        for shape in patterns.values() {
            for (inner_place, inner, keys) in documents(shape, &format!("{place}/{key}")) {
                all.push((inner_place, json!({ key: inner }), keys));
            }
        }
    }
    if schema["items"].is_object() {
        all.extend(
            documents(&schema["items"], place).into_iter().map(|(place, inner, keys)| (place, json!([inner]), keys)),
        );
    }
    all
}

/// The smallest value that fits a schema.
fn sample(schema: &Value) -> Value {
    let first = |list: &Value| list.as_array().and_then(|list| list.first().cloned());
    if let Some(found) =
        first(&schema["examples"]).or_else(|| schema.get("const").cloned()).or_else(|| first(&schema["enum"]))
    {
        return found;
    }
    if let Some(branch) = first(&schema["anyOf"]).or_else(|| first(&schema["oneOf"])) {
        return sample(&branch);
    }
    if let Some(key) = schema["x-key"].as_str() {
        let shape = schema["patternProperties"].as_object().unwrap().values().next().unwrap();
        return json!({ key: sample(shape) });
    }
    if schema["type"] == "array" {
        return json!([sample(&schema["items"])]);
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    required.map(|key| (key.to_owned(), sample(&schema["properties"][key]))).collect::<serde_json::Map<_, _>>().into()
}

/// The keys that the reader says it knows where a document has an unknown one; `None` when it never says so.
fn known_to_reader(files: &str, document: &Value) -> Option<BTreeSet<String>> {
    let site = tempfile::tempdir().unwrap();
    problems::lay_out(&problems::folder("base"), site.path());
    // One file of this sort; what is there already makes room for it.
    let file = match files {
        "data/snapshots/*.yaml" => "data/snapshots/2026-10.yaml".to_owned(),
        "content/scorecards/**.md" => "content/scorecards/2026-10.md".to_owned(),
        "content/**.md" => "content/help.md".to_owned(),
        "themes/*/theme.yaml" => {
            fs::write(site.path().join("plaudit.yaml"), "title: T\norganisation: O\ntheme: ours\n").unwrap();
            "themes/ours/theme.yaml".to_owned()
        }
        files => files.replace('*', "some"),
    };
    let path = site.path().join(&file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = if file.ends_with(".md") { format!("---\n{document}\n---\nWords.\n") } else { document.to_string() };
    fs::write(path, text).unwrap();
    let diagnostics = Diagnostics::new();
    let _ = read::site(site.path(), &read::Options::default(), &diagnostics);
    diagnostics.sorted().into_iter().find_map(|found| match found.problem {
        Problem::UnknownKey { key, known, .. } if key == UNKNOWN && found.at.file == Path::new(&file) => {
            Some(known.into_iter().map(str::to_owned).collect())
        }
        _ => None,
    })
}

/// `UPDATE_EXPECTED=1` makes it anew.
#[test]
fn the_reference_is_what_the_schemas_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("REFERENCE.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&file, reference()).unwrap();
    }
    assert!(fs::read_to_string(file).unwrap() == reference(), "REFERENCE.md is not `plaudit schema --format markdown`");
}

/// Of every kind of file, at every place, whatever else a key can hold.
#[test]
fn the_reference_has_a_line_for_every_key() {
    let text = reference();
    for schema in schemas() {
        let title = format!("## {}\n", schema.value["title"].as_str().unwrap());
        let section = text.split_once(&title).unwrap().1.split("\n## ").next().unwrap();
        let lines = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let place = |line: &str| line.replace('.', "/").replace("[]", "").replace(['<', '>'], "");
        let told: BTreeSet<String> =
            lines.map(|line| format!("{}:/{}", schema.name, place(line).trim_start_matches('/'))).collect();
        let asked = documents(&schema.value, &format!("{}:", schema.name));
        let asked: BTreeSet<String> =
            asked.iter().flat_map(|(place, _, keys)| keys.iter().map(move |key| format!("{place}/{key}"))).collect();
        let silent: Vec<&String> = asked.difference(&told).collect();
        assert!(silent.is_empty(), "{silent:?}");
        assert!(!told.is_empty(), "{}", schema.name);
    }
}

/// Broken sites of which every single file is well formed: what is wrong shows only in what the files mean.
const SEMANTIC_ONLY: &[&str] = &[
    "computed",
    "doubts-alone",
    "drafts",
    "duplicate-keys",
    "expired-today",
    "later-left-out",
    "names-in-words",
    "nothing-yet-alone",
    "page-colours",
    "people-forbidden",
    "period-of-other-kind",
    "plausible-and-sums",
    "quarters-and-case",
    "withheld",
    "words-and-figures",
];

/// What another program says, where `$READERS` names a Python that has it.
#[test]
fn an_independent_validator_agrees() {
    let Some(python) = std::env::var_os("READERS") else { return eprintln!("not checked: $READERS is not set") };
    let held = tempfile::tempdir().unwrap();
    let folder = held.path().join("schemas");
    write(&folder).unwrap();
    let starter = held.path().join("starter");
    init(&starter, Template::Everything).unwrap();
    let demo = SiteTest::demo();
    let mut good = vec![demo.root().to_owned(), starter, problems::folder("base")];
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    good.extend(fs::read_dir(sites).unwrap().map(|entry| entry.unwrap().path()));
    let cases: Vec<PathBuf> = fs::read_dir(problems::folder("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let cases: Vec<PathBuf> = cases.into_iter().filter(|path| path.is_dir() && !path.ends_with("base")).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/schemas.py");
    let output = Command::new(python).arg(script).arg(&folder).args(&good).args(&cases).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let mut refused: BTreeMap<&Path, Vec<&str>> = BTreeMap::new();
    for line in said.lines() {
        let (site, what) = line.split_once('\t').unwrap();
        refused.entry(Path::new(site)).or_default().push(what);
    }
    for site in &good {
        assert_eq!(refused.get(site.as_path()), None, "{}", site.display());
    }
    let name = |case: &PathBuf| case.file_name().unwrap().to_string_lossy().into_owned();
    let well_formed: BTreeSet<String> =
        cases.iter().filter(|case| !refused.contains_key(case.as_path())).map(name).collect();
    assert_eq!(well_formed, SEMANTIC_ONLY.iter().map(|name| (*name).to_owned()).collect());
}

/// An editor that follows the first line of a file finds a schema there.
#[test]
fn a_new_site_tells_editors_its_schemas() {
    let site = SiteTest::empty();
    init(site.root(), Template::Everything).unwrap();
    let mut told = 0;
    for entry in walkdir::WalkDir::new(site.root()).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let line = text.lines().next().unwrap();
        let schema = line
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap_or_else(|| panic!("{:?}: {line}", entry.path()));
        let schema = fs::read_to_string(entry.path().parent().unwrap().join(schema)).unwrap();
        let schema: Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        told += 1;
    }
    assert!(told >= 9, "{told}");
}
