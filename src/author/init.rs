//! A new site: the starter catalogue and one example of everything, ready to build.

use std::borrow::Cow;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::replacing::write_new;
use super::schema;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/author/starter");

/// Names that begin with a dot would be left out of a package of this program, so they are kept without.
const RENAMED: &[(&str, &str)] = &[("gitignore", ".gitignore")];

/// What a new site is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// One example of everything.
    Everything,
    /// Figures and words about them.
    Scorecard,
    /// A newsletter, stories, awards and the figures they speak of.
    Newsletter,
    /// A study with our own figures beside it.
    Benchmark,
}

impl Template {
    /// Whether a file of the starter belongs to it.
    fn has(self, path: &Path) -> bool {
        let lies_in = |places: &[&str]| places.iter().any(|place| path.starts_with(place));
        let is_recognition =
            lies_in(&["content/stories", "content/newsletters", "data/awards.yaml", "data/consents.yaml"]);
        let is_study = lies_in(&["content/benchmarks", "data/benchmarks"]);
        let is_commentary = lies_in(&["content/scorecards", "content/kpis"]);
        match self {
            Self::Everything => true,
            Self::Scorecard => !is_recognition && !is_study,
            Self::Newsletter => !is_study && !is_commentary,
            Self::Benchmark => !is_recognition && !is_commentary,
        }
    }
}

/// Why there is no new site.
#[derive(Debug)]
pub enum InitFailed {
    /// These files are there already, relative to the folder; nothing was written.
    Occupied(Vec<PathBuf>),
    /// Something could not be written.
    Failed {
        /// What.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Writes a new site for what `template` says to `folder`, which is made if need be, and says how many files it has.
///
/// Overwrites nothing: when one of its files is there, nothing is written.
pub fn init(folder: &Path, template: Template) -> Result<usize, InitFailed> {
    let files = files(template);

    let is_there = |path: &Path| fs::symlink_metadata(folder.join(path)).is_ok();
    let occupied: Vec<_> = files.iter().map(|(path, _)| path.clone()).filter(|path| is_there(path)).collect();
    if !occupied.is_empty() {
        return Err(InitFailed::Occupied(occupied));
    }
    for (path, contents) in &files {
        let path = folder.join(path);
        write_new(&path, contents).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => InitFailed::Occupied(vec![path]),
            _ => InitFailed::Failed { path, error },
        })?;
    }
    Ok(files.len())
}

/// Where the schemas lie that editors check with; hidden, so they are no inputs.
const SCHEMAS: &str = ".schemas";

/// What is written for `template`: its part of the starter, every YAML file with the line that tells editors its schema.
fn files(template: Template) -> Vec<(PathBuf, Cow<'static, [u8]>)> {
    let schemas = schema::schemas();
    let has_studies = template.has(Path::new("data/benchmarks"));
    let starter = starter_files().into_iter().filter(|(path, _)| template.has(path)).map(|(path, contents)| {
        let mut contents = Cow::Borrowed(contents);
        if !has_studies && path.ends_with("actions.yaml") {
            contents = without_study(&contents).into();
        }
        if let Some(schema) = schemas.iter().find(|schema| is_for(schema.files, &path)) {
            let up = "../".repeat(path.components().count() - 1);
            let line = format!("# yaml-language-server: $schema={up}{SCHEMAS}/{}.json\n", schema.name);
            contents = [line.as_bytes(), &contents].concat().into();
        }
        (path, contents)
    });
    let schemas = schema::files().into_iter();
    starter.chain(schemas.map(|(name, text)| (Path::new(SCHEMAS).join(name), text.into_bytes().into()))).collect()
}

/// Whether a YAML file is one of those that `files` names; editors do not look into the heads of Markdown files.
fn is_for(files: &str, path: &Path) -> bool {
    let (folder, name) = files.rsplit_once('/').unwrap_or(("", files));
    let is_named = name == "*.yaml" || path.file_name().is_some_and(|found| found == name);
    path.extension().is_some_and(|ending| ending == "yaml") && path.parent() == Some(Path::new(folder)) && is_named
}

/// Actions that no longer say from which study they come.
fn without_study(actions: &[u8]) -> Vec<u8> {
    let lines = String::from_utf8_lossy(actions);
    let lines = lines.lines().map(|line| match line.split_once(", study: ") {
        Some((before, rest)) => format!("{before}{}\n", rest.trim_start_matches(|c: char| c != ' ' && c != ',')),
        None => format!("{line}\n"),
    });
    lines.collect::<String>().into_bytes()
}

/// Every file of the starter site with its path, in a fixed order.
fn starter_files() -> Vec<(PathBuf, &'static [u8])> {
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    files.sort_unstable();
    files
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(PathBuf, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) => {
                let renamed = RENAMED.iter().find(|(kept, _)| file.path() == Path::new(kept));
                let path = renamed.map_or(file.path(), |(_, name)| Path::new(name));
                files.push((path.to_owned(), file.contents()));
            }
        }
    }
}
