//! What the program is made of, checked without any other tool: where crates come from, their licences, what they run
//! while they are built. `cargo deny` (see `deny.toml`) also knows which have been found wanting.
//!
//! `LICENSES-THIRD-PARTY.md` lists every crate of the lock file; `UPDATE_EXPECTED=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const LIST: &str = "LICENSES-THIRD-PARTY.md";

const HEAD: &str = "\
# Licences of others

Plaudit is made with these crates, each under the licence that its authors name; those for tests and for other systems are
among them. `UPDATE_EXPECTED=1 cargo test supply` writes this list anew.

| crate | version | licence |
|---|---|---|
";

#[test]
fn every_crate_is_listed_with_its_licence() {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        let rows = metadata(&[]).into_values().map(|package| package.row());
        fs::write(repository(LIST), rows.fold(HEAD.to_owned(), |list, row| list + &row + "\n")).unwrap();
    }
    let list = text(LIST);
    let rows = list.strip_prefix(HEAD).expect("the list has its head").lines();
    let listed: BTreeMap<(&str, &str), &str> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
            ((cells[0], cells[1]), row)
        })
        .collect();
    let lock = text("Cargo.lock");
    let locked: BTreeSet<(&str, &str)> = packages(&lock)
        .filter(|package| package["name"] != "plaudit")
        .map(|package| (package["name"], package["version"]))
        .collect();
    assert!(locked.len() > 100, "the lock file was not read");
    let listed_names: BTreeSet<_> = listed.keys().copied().collect();
    let missing: Vec<_> = locked.symmetric_difference(&listed_names).collect();
    assert!(missing.is_empty(), "{LIST} differs from Cargo.lock: {missing:?}; UPDATE_EXPECTED=1 writes it anew");
    // What is on this computer anyway; crates for other systems need not be.
    for package in for_this_system().values() {
        assert_eq!(listed[&(package.name.as_str(), package.version.as_str())], package.row());
    }
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let deny = text("deny.toml");
    let allowed = quoted(between(&deny, "[licenses]", "\nexceptions"), "allow = [");
    let exceptions = between(&deny, "exceptions = [", "\n]");
    let list = text(LIST);
    for row in list.strip_prefix(HEAD).unwrap().lines() {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
        let is_allowed = |licence: &str| {
            let is_exception = exceptions.contains(&format!("crate = \"{}\", allow = [\"{licence}\"]", cells[0]));
            allowed.contains(licence) || is_exception
        };
        assert!(satisfies(cells[2], &is_allowed), "{row}");
    }
    assert!(!satisfies("MIT AND GPL-3.0", &|licence| allowed.contains(licence)));
    assert!(satisfies("GPL-3.0 OR (MIT AND ISC)", &|licence| allowed.contains(licence)));
}

#[test]
fn every_crate_comes_from_the_registry_with_its_checksum() {
    let lock = text("Cargo.lock");
    let mut sources = BTreeSet::new();
    for package in packages(&lock).filter(|package| package["name"] != "plaudit") {
        assert!(package["source"].starts_with("registry+https://"), "{package:?}");
        assert_eq!(package["checksum"].len(), 64, "{package:?}");
        sources.insert(package["source"]);
    }
    assert_eq!(sources.len(), 1, "{sources:?}");
    let deny = text("deny.toml");
    let banned = quoted(between(&deny, "[bans]", "[bans.build]"), "deny = [");
    let there: Vec<_> = packages(&lock).map(|package| package["name"]).filter(|name| banned.contains(*name)).collect();
    assert!(banned.contains("chrono") && there.is_empty(), "{there:?}");
}

/// A build script runs on the computer of whoever builds, so each is looked at before it joins.
#[test]
fn build_scripts_are_known_and_ours_reads_its_own_folder_only() {
    let deny = text("deny.toml");
    let known = quoted(between(&deny, "[bans.build]", "[sources]"), "allow-build-scripts = [");
    let metadata = for_this_system();
    let unknown: Vec<_> = metadata
        .values()
        .filter(|package| package.has_build_script && !known.contains(package.name.as_str()))
        .collect();
    assert!(unknown.is_empty(), "look at the build scripts of {unknown:?}, then name them in deny.toml");
    let ours = text("build.rs");
    for word in ["std::net", "Command", "http", "include!", "env::var"] {
        assert!(!ours.contains(word), "build.rs: {word}");
    }
    let manifest = text("Cargo.toml");
    let crates = between(&manifest, "[build-dependencies]", "\n[").lines().filter(|line| line.contains('='));
    assert_eq!(crates.map(|line| line.split(' ').next().unwrap()).collect::<Vec<_>>(), ["sha2"]);
}

#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    licence: String,
    has_build_script: bool,
}

impl Package {
    fn row(&self) -> String {
        let mut row = String::new();
        write!(row, "| {} | {} | {} |", self.name, self.version, self.licence.replace('/', " OR ")).unwrap();
        row
    }
}

/// The crates that are built on this system, by name and version.
fn for_this_system() -> BTreeMap<(String, String), Package> {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let system = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let found = metadata(&["--offline", "--filter-platform", system]);
    assert!(found.len() > 80, "the crates were not found");
    found
}

fn metadata(options: &[&str]) -> BTreeMap<(String, String), Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(options)
        .current_dir(repository(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let word = |key: &str| package[key].as_str().unwrap_or("none named").to_owned();
        let kinds = package["targets"].as_array().unwrap().iter().flat_map(|target| target["kind"].as_array().unwrap());
        let has_build_script = kinds.into_iter().any(|kind| kind == "custom-build");
        Package { name: word("name"), version: word("version"), licence: word("license"), has_build_script }
    });
    let others = packages.filter(|package| package.name != "plaudit");
    others.map(|package| ((package.name.clone(), package.version.clone()), package)).collect()
}

/// The packages of a lock file, each with its words by key.
fn packages(lock: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    lock.split("[[package]]").skip(1).map(|package| {
        let lines = package.lines().filter_map(|line| line.split_once(" = \""));
        lines.map(|(key, value)| (key, value.trim_end_matches('"'))).collect()
    })
}

/// Whether a licence expression holds when these licences are allowed: `OR` binds less than `AND`.
fn satisfies(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    let (mut depth, mut start) = (0, 0);
    let mut split = |word: &str| {
        let mut parts = Vec::new();
        (depth, start) = (0, 0);
        for (at, char) in expression.char_indices() {
            depth += match char {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if depth == 0 && at >= start && expression[at..].starts_with(word) {
                parts.push(&expression[start..at]);
                start = at + word.len();
            }
        }
        parts.push(&expression[start..]);
        parts
    };
    let (either, all) = (split(" OR "), split(" AND "));
    if either.len() > 1 {
        return either.into_iter().any(|part| satisfies(part, is_allowed));
    }
    if all.len() > 1 {
        return all.into_iter().all(|part| satisfies(part, is_allowed));
    }
    let inner = expression.trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.map_or_else(|| is_allowed(expression.trim()), |inner| satisfies(inner, is_allowed))
}

/// The words in quotation marks of the list that begins with `begin`.
fn quoted<'t>(text: &'t str, begin: &str) -> BTreeSet<&'t str> {
    let list = text.split_once(begin).unwrap_or_else(|| panic!("no `{begin}`")).1;
    let lines = list.lines().skip(1).take_while(|line| *line != "]");
    lines.filter_map(|line| line.split('"').nth(1)).collect()
}

fn between<'t>(text: &'t str, begin: &str, end: &str) -> &'t str {
    let after = text.split_once(begin).unwrap_or_else(|| panic!("no `{begin}`")).1;
    after.split_once(end).unwrap_or_else(|| panic!("no `{end}`")).0
}

fn text(file: &str) -> String {
    fs::read_to_string(repository(file)).unwrap()
}

fn repository(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
