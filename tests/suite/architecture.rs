//! The rules of the house, read off the source: who may name whom, where a crate lives, what only some may do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Which folders each folder of `src/` may name. The table of the architecture; change both or neither.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("diagnostic", &[]),
    ("read", &["model", "diagnostic"]),
    ("disclose", &["model", "diagnostic"]),
    ("analyse", &["model", "disclose"]),
    ("words", &["model", "disclose", "analyse"]),
    ("draw", &["model", "disclose", "analyse", "words"]),
    ("compose", &["model", "disclose", "analyse", "words", "draw", "diagnostic"]),
    ("render", &["model", "compose", "diagnostic"]),
    ("publish", &["compose", "render", "diagnostic"]),
    ("pipeline", &["model", "disclose", "analyse", "compose", "render", "publish", "read", "diagnostic"]),
    ("author", &["model", "read", "diagnostic"]),
    ("serve", &["pipeline", "diagnostic"]),
    ("cli", &["pipeline", "author", "serve", "diagnostic", "model", "publish"]),
];

/// Crates and the only places that may name them.
const HOMES: &[(&str, &str)] = &[
    ("aho_corasick", "disclose/secrets.rs"),
    ("base64", "compose/pack.rs"),
    ("clap", "cli"),
    ("clap_complete", "cli/completions.rs"),
    ("clap_mangen", "cli/man.rs"),
    ("calamine", "author/import/workbook.rs"),
    ("csv", "author/import/delimited.rs"),
    // A module of our own that writes what the crate reads.
    ("csv", "compose/downloads.rs"),
    ("css_inline", "render/mail.rs"),
    ("encoding_rs", "author/import/delimited.rs"),
    ("futures_util", "serve"),
    ("include_dir", "author/init.rs"),
    ("include_dir", "read/look.rs"),
    ("mail_builder", "render/mail.rs"),
    ("memchr", "compose/prose"),
    ("mimalloc", "main.rs"),
    ("mime_guess", "serve/files.rs"),
    ("rustc_hash", "compose/search/vocabulary.rs"),
    ("rustix", "publish/disk.rs"),
    ("strsim", "diagnostic/nearest.rs"),
    ("zip", "author/import/workbook.rs"),
    ("walkdir", "read/files.rs"),
    ("serde_yaml", "read/yaml"),
    ("plotters", "draw"),
    ("plotters_backend", "draw"),
    ("png", "draw"),
    ("png", "read/picture.rs"),
    ("jpeg_encoder", "read/picture.rs"),
    ("zune_jpeg", "read/picture.rs"),
    ("resvg", "draw"),
    ("tiny_skia", "draw"),
    ("ttf_parser", "draw"),
    ("unicode_normalization", "compose/search"),
    ("pulldown_cmark", "compose/prose"),
    ("ammonia", "compose/prose/raw_html.rs"),
    ("tera", "render/templates.rs"),
    ("indexmap", "compose/search/vocabulary.rs"),
    ("indicatif", "cli"),
    ("axum", "serve"),
    ("tokio", "serve"),
    ("notify_debouncer_mini", "serve"),
    ("annotate_snippets", "diagnostic/display.rs"),
    ("zip", "publish/seal"),
    ("statrs", "analyse"),
];

/// Crates that may be named everywhere, because many steps need days, mathematics, hashes, several threads or JSON.
const ANYWHERE: &[&str] = &["jiff", "libm", "percent_encoding", "rayon", "serde", "serde_json", "sha2"];

/// Words that only some folders may use: the word and where it may stand.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["read", "publish", "author", "serve"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("SystemTime", &["cli", "publish", "serve"]),
    ("Zoned::now", &["cli"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("derive(Deserialize", &["read"]),
];

#[test]
fn no_folder_names_one_it_may_not() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = MAY_NAME.iter().find(|(folder, _)| *folder == source.folder) else { continue };
        for (number, line) in source.code_lines() {
            for named in line.split("crate::").skip(1) {
                let name: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_folder = MAY_NAME.iter().any(|(folder, _)| *folder == name);
                if is_folder && name != source.folder && !allowed.contains(&name.as_str()) {
                    wrong.push(format!("src/{}:{number}: {} may not name {name}", source.path, source.folder));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_crate_stays_at_home() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.code_lines() {
            for (name, home) in HOMES {
                let named = line.contains(&format!("{name}::")) || line.trim() == format!("use {name};");
                let foreign = line.match_indices(&format!("{name}::")).any(|(at, _)| {
                    !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
                });
                let is_at_home = HOMES.iter().any(|(other, home)| other == name && source.path.starts_with(home));
                if named && foreign && !is_at_home {
                    wrong.push(format!("src/{}:{number}: {name} belongs to src/{home}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Neither can be forgotten.
#[test]
fn every_dependency_has_a_home_or_is_at_home_everywhere() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let sections = manifest.split("\n[").filter(|section| {
        let title = section.split(']').next().unwrap_or_default();
        title == "dependencies" || title.ends_with(".dependencies")
    });
    let lines = sections.flat_map(|section| section.lines().skip(1));
    let found: BTreeSet<String> = lines.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect();
    let known: BTreeSet<String> =
        HOMES.iter().map(|(name, _)| *name).chain(ANYWHERE.iter().copied()).map(str::to_owned).collect();
    assert_eq!(found, known);
}

#[test]
fn reserved_words_stand_only_where_they_may() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.code_lines() {
            for (word, places) in RESERVED {
                let allowed = places.iter().any(|place| source.path.starts_with(place));
                if line.contains(word) && !allowed {
                    wrong.push(format!("src/{}:{number}: `{word}` may not stand here", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_is_called_after_nothing_in_particular() {
    for source in sources() {
        for name in ["utils", "util", "common", "misc", "unsorted", "helpers"] {
            let is_so_called = source.path.split('/').any(|part| part.trim_end_matches(".rs") == name);
            assert!(!is_so_called, "src/{}: say what it is", source.path);
        }
    }
}

struct Source {
    /// Below `src/`, `/` between folders.
    path: String,
    /// The step it belongs to.
    folder: String,
    text: String,
}

impl Source {
    /// The lines of the program itself with their numbers: no comments, and not the tests at the end.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let program = self.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = program.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let below = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
                let folder = below.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
                sources.push(Source { path: below, folder, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    assert!(sources.len() > 20, "the source was not found");
    sources
}
