//! Which files there are: in a stable order, none outside the site.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::stamp::{DiskTime, Stamp};
use super::yaml::Source;
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, nearest};

/// No text file of a site is larger; a snapshot with a thousand parts and thirty KPIs has two megabytes.
const MAX_YAML: u64 = 4 * 1024 * 1024;
pub(super) const MAX_MARKDOWN: u64 = 1024 * 1024;
const MAX_TEMPLATE: u64 = 1024 * 1024;

/// Most texts of a site are shorter, and are had in one go; of no room at all a reader makes a little at a time.
const USUAL_SIZE: usize = 4 << 10;

/// How each input file stands on the disk, by its path relative to the root as the system writes it.
pub(super) type Stamps = BTreeMap<String, Stamp>;

/// The files of a site, relative to its root, each group sorted by path.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The settings and everything in `data/` and `content/`.
    pub(super) stamps: Stamps,
    pub(super) kpis: Option<PathBuf>,
    pub(super) dimensions: Option<PathBuf>,
    pub(super) awards: Option<PathBuf>,
    pub(super) consents: Option<PathBuf>,
    pub(super) actions: Option<PathBuf>,
    pub(super) calendar: Option<PathBuf>,
    pub(super) snapshots: Vec<PathBuf>,
    pub(super) studies: Vec<PathBuf>,
    pub(super) records: Vec<PathBuf>,
    pub(super) mappings: Vec<PathBuf>,
    pub(super) home: Option<PathBuf>,
    pub(super) scorecards: Vec<PathBuf>,
    pub(super) kpi_notes: Vec<PathBuf>,
    pub(super) study_notes: Vec<PathBuf>,
    pub(super) stories: Vec<PathBuf>,
    pub(super) newsletters: Vec<PathBuf>,
    pub(super) pages: Vec<PathBuf>,
    /// What stands beside the words: pictures and the like.
    pub(super) attachments: Vec<PathBuf>,
}

/// The settings, which mark the root of a site.
pub(super) const SETTINGS: &str = "plaudit.yaml";

/// The names of the single files in `data/`, without their ending.
const DATA: &[&str] = &["kpis", "dimensions", "awards", "consents", "actions", "calendar"];

/// Finds the files of the site at `root`; fails when there is no site.
pub(super) fn find(root: &Path, diagnostics: &Diagnostics) -> Result<Files, Reported> {
    let here = || Location::file(root);
    let settings =
        fs::symlink_metadata(root.join(SETTINGS)).map_err(|_| diagnostics.fatal(Problem::NoSite {}, here()))?;
    if settings.is_symlink() {
        return Err(diagnostics.fatal(symbolic_link(root, Path::new(SETTINGS)), Location::file(SETTINGS)));
    }
    if !settings.is_file() {
        return Err(diagnostics.fatal(Problem::Unreadable { reason: "not a file".into() }, Location::file(SETTINGS)));
    }
    let mut files = Files::default();
    files.stamps.insert(SETTINGS.into(), Stamp::of(&settings));
    for (file, stamp) in walk(root, Path::new("data"), diagnostics) {
        files.stamps.extend(file.to_str().map(str::to_owned).zip(stamp));
        data_file(&mut files, file, diagnostics);
    }
    for (file, stamp) in walk(root, Path::new("content"), diagnostics) {
        files.stamps.extend(file.to_str().map(str::to_owned).zip(stamp));
        content_file(&mut files, file, diagnostics);
    }
    Ok(files)
}

/// A fingerprint of how all inputs stood at `time`, themes included, and of `more`; `None` where one of them may have
/// changed since without its stamp telling.
pub(super) fn fingerprint(root: &Path, files: &Files, time: DiskTime, more: &str) -> Option<[u8; 16]> {
    let mut hash = Sha256::new().chain_update(more);
    // What is wrong with a theme is said by whoever reads it.
    let themes = walk(root, Path::new("themes"), &Diagnostics::new());
    let themes = themes.iter().map(|(file, stamp)| (file.to_str(), *stamp));
    let inputs = files.stamps.iter().map(|(file, stamp)| (Some(file.as_str()), Some(*stamp)));
    for (file, stamp) in inputs.chain(themes) {
        let stamp = stamp.filter(|stamp| stamp.has_settled(time))?;
        hash.update(file?);
        hash.update([0]);
        hash.update(stamp.bytes());
    }
    Some(hash.finalize()[..16].try_into().expect("a SHA-256 hash has 32 bytes"))
}

/// Whether `folder` is there, with no symbolic link on the way to it; such a link is reported.
pub(super) fn is_inside(root: &Path, folder: &Path, diagnostics: &Diagnostics) -> bool {
    let mut way: Vec<&Path> = folder.ancestors().filter(|step| !step.as_os_str().is_empty()).collect();
    way.reverse();
    for step in way {
        match fs::symlink_metadata(root.join(step)) {
            Err(_) => return false,
            Ok(found) if found.is_symlink() => {
                diagnostics.report(symbolic_link(root, step), Location::file(step));
                return false;
            }
            Ok(_) => {}
        }
    }
    true
}

/// All files below `folder` with how they stand there, sorted by path; without hidden ones, backups of editors and what
/// must not be there.
pub(super) fn walk(root: &Path, folder: &Path, diagnostics: &Diagnostics) -> Vec<(PathBuf, Option<Stamp>)> {
    if !is_inside(root, folder, diagnostics) {
        return Vec::new();
    }
    let start = root.join(folder);
    let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    let mut files = Vec::new();
    let entries = WalkDir::new(&start).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_ignored(entry)) {
        match entry {
            Ok(entry) => {
                let file = relative(entry.path());
                if entry.path_is_symlink() {
                    diagnostics.report(symbolic_link(root, &file), Location::file(file));
                } else if file.to_str().is_none() {
                    diagnostics.report(Problem::NameNotUnicode {}, Location::file(file));
                } else if entry.file_type().is_file() {
                    files.push((file, entry));
                }
            }
            Err(error) => {
                let file = error.path().map_or_else(|| folder.to_owned(), relative);
                let reason = error.io_error().map_or_else(|| "a loop".into(), reason);
                diagnostics.report(Problem::Unreadable { reason }, Location::file(file));
            }
        }
    }
    // Asking the system how each of them stands takes longest.
    let stamp = |entry: DirEntry| entry.metadata().ok().map(|metadata| Stamp::of(&metadata));
    files.into_par_iter().with_min_len(256).map(|(file, entry)| (file, stamp(entry))).collect()
}

/// The bytes of a file of the site, at most `limit`.
pub(super) fn bytes(root: &Path, file: &Path, limit: u64, diagnostics: &Diagnostics) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL_SIZE);
    let read = fs::File::open(root.join(file)).and_then(|opened| opened.take(limit + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        diagnostics.report(Problem::Unreadable { reason: reason(&error) }, Location::file(file));
        return None;
    }
    if bytes.len() as u64 > limit {
        let limit = if limit == MAX_YAML {
            "4 MB"
        } else if limit == MAX_MARKDOWN {
            "1 MB"
        } else {
            "64 MB"
        };
        diagnostics.report(Problem::TooLarge { limit }, Location::file(file));
        return None;
    }
    Some(bytes)
}

/// A YAML file of the site.
pub(super) fn yaml(root: &Path, file: &Path, diagnostics: &Diagnostics) -> Option<Source<'static>> {
    text(file, bytes(root, file, MAX_YAML, diagnostics)?, diagnostics)
}

/// A Markdown file of the site.
pub(super) fn markdown(root: &Path, file: &Path, diagnostics: &Diagnostics) -> Option<Source<'static>> {
    text(file, bytes(root, file, MAX_MARKDOWN, diagnostics)?, diagnostics)
}

/// A template of a theme.
pub(super) fn template(root: &Path, file: &Path, diagnostics: &Diagnostics) -> Option<Source<'static>> {
    text(file, bytes(root, file, MAX_TEMPLATE, diagnostics)?, diagnostics)
}

/// The name of a file without its ending.
pub(super) fn stem(file: &Path) -> &str {
    file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// The parts of a path relative to the root.
pub(super) fn parts(file: &Path) -> Vec<&str> {
    file.iter().filter_map(|part| part.to_str()).collect()
}

/// Text from bytes: UTF-8 without the byte-order mark and without characters nobody can see.
fn text(file: &Path, mut bytes: Vec<u8>, diagnostics: &Diagnostics) -> Option<Source<'static>> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    let is_utf16 = bytes.starts_with(b"\xFF\xFE")
        || bytes.starts_with(b"\xFE\xFF")
        || matches!(bytes.as_slice(), [0, 1..=0x7F, ..] | [1..=0x7F, 0, ..]);
    if is_utf16 {
        diagnostics.report(Problem::Utf16 {}, Location::file(file));
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[at];
            let shown = String::from_utf8_lossy(error.as_bytes());
            let width = shown[at..].chars().next().map_or(0, char::len_utf8);
            diagnostics.report(Problem::NotUtf8 { byte }, Location::within(file, 1, &shown, at..at + width));
            return None;
        }
    };
    if let Some((at, character)) = invisible(&text) {
        let range = at..at + character.len_utf8();
        let problem = Problem::ControlCharacter { code: character.into() };
        diagnostics.report(problem, Location::within(file, 1, &text, range));
        return None;
    }
    Some(Source::new(file.to_owned(), text))
}

/// The first control character that is no line end or tab, as YAML forbids them too.
fn invisible(text: &str) -> Option<(usize, char)> {
    // Nearly all text has none of these bytes, and bytes are looked at much faster than characters: many at a time, as long
    // as nothing ends early.
    let suspicious = |byte: &u8| {
        let is_control = (*byte < b' ') & (*byte != b'\n') & (*byte != b'\r') & (*byte != b'\t');
        is_control | (*byte == 0x7F) | (*byte == 0xC2) | (*byte == 0xEF)
    };
    let is_suspicious = |bytes: &[u8]| bytes.iter().fold(false, |any, byte| any | suspicious(byte));
    if !text.as_bytes().chunks(256).any(is_suspicious) {
        return None;
    }
    text.char_indices().find(|(_, character)| match character {
        '\n' | '\r' | '\t' | '\u{85}' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        character => character.is_control(),
    })
}

fn data_file(files: &mut Files, file: PathBuf, diagnostics: &Diagnostics) {
    let parts = parts(&file);
    let is_yaml = has_extension(&file, &["yaml", "yml"]);
    let name = stem(&file).to_owned();
    let unexpected = |nearest| diagnostics.report(Problem::UnexpectedFile { nearest }, Location::file(&file));
    let later = |what| diagnostics.report(Problem::LeftOutYet { what }, Location::file(&file));
    let single = match (parts.as_slice(), is_yaml) {
        ([_, "snapshots", _], true) => return files.snapshots.push(file),
        ([_, "benchmarks", _], true) => return files.studies.push(file),
        ([_, "imports", _], true) => return files.mappings.push(file),
        ([_, "published", _], true) => return files.records.push(file),
        ([_, _], true) => match &*name {
            "kpis" => &mut files.kpis,
            "dimensions" => &mut files.dimensions,
            "awards" => &mut files.awards,
            "consents" => &mut files.consents,
            "actions" => &mut files.actions,
            "calendar" => &mut files.calendar,
            "goals" => return later("goals"),
            "programme" => return later("programmes"),
            "voice" => return later("themes of the customers' voice"),
            _ => return unexpected(nearest(&name, DATA.iter().copied()).map(|name| format!("{name}.yaml"))),
        },
        ([_, folder, _], true) => {
            let folder = nearest(folder, ["snapshots", "benchmarks", "published", "imports"]);
            return unexpected(folder.map(|folder| format!("data/{folder}")));
        }
        _ => return unexpected(None),
    };
    match single {
        Some(first) => {
            let first = parts_of(first);
            diagnostics.report(Problem::SecondFile { first }, Location::file(&file));
        }
        None => *single = Some(file),
    }
}

fn content_file(files: &mut Files, file: PathBuf, diagnostics: &Diagnostics) {
    if !has_extension(&file, &["md", "markdown"]) {
        return files.attachments.push(file);
    }
    let parts = parts(&file);
    let unexpected = || diagnostics.report(Problem::UnexpectedFile { nearest: None }, Location::file(&file));
    match parts[1..] {
        ["index.md"] => files.home = Some(file),
        ["scorecards", _] | ["scorecards", _, _, _] => files.scorecards.push(file),
        ["kpis", _] => files.kpi_notes.push(file),
        ["benchmarks", _] => files.study_notes.push(file),
        ["stories", _] => files.stories.push(file),
        ["newsletters", _] => files.newsletters.push(file),
        ["scorecards" | "kpis" | "benchmarks" | "stories" | "newsletters", ..] => unexpected(),
        _ => files.pages.push(file),
    }
}

/// The path with `/` between folders on every system.
pub(super) fn parts_of(file: &Path) -> String {
    parts(file).join("/")
}

pub(super) fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Hidden files, backups of editors and what file managers leave behind.
fn is_ignored(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let backup = [".swp", ".swo", ".tmp", ".bak", ".orig", ".rej"].iter().any(|ending| name.ends_with(ending));
    backup
        || name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || name.ends_with('~')
        || matches!(&*name, "Thumbs.db" | "desktop.ini")
}

fn symbolic_link(root: &Path, file: &Path) -> Problem {
    let target = fs::canonicalize(root.join(file)).ok();
    let root = fs::canonicalize(root).ok();
    let leaves = match (target, root) {
        (Some(target), Some(root)) => !target.starts_with(root),
        _ => false,
    };
    Problem::SymbolicLink { leaves }
}

/// What the system says, without the number it adds.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
