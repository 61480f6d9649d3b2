//! Broken inputs: everything that is said about them, word for word.
//!
//! Each folder in `tests/problems` is a small site with mistakes of one family. Unless its name ends in `-alone`, its
//! files are laid over those of `tests/problems/base`, which have none. `options.txt` may say `drafts`, `period …` or
//! `today …`. What is reported must equal `expected.txt`; `UPDATE_EXPECTED=1` writes it anew, to be read and judged.

use std::fs;
use std::path::{Path, PathBuf};

use plaudit::diagnostic::{Diagnostics, as_text, tally};
use plaudit::pipeline::{self, Options};
use plaudit::publish::Nowhere;

#[test]
fn every_mistake_is_named_with_its_place() {
    let mut wrong = Vec::new();
    for case in cases() {
        let site = tempfile::tempdir().unwrap();
        lay_out(&case, site.path());
        let said = everything_said(site.path(), &options(&case));
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &said).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("--- {}\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_base_of_all_cases_has_no_mistake() {
    assert_eq!(everything_said(&folder("base"), &Options::default()), "");
}

/// All diagnostics of the site as text, with their number.
fn everything_said(root: &Path, options: &Options) -> String {
    let diagnostics = Diagnostics::new();
    let options = Options { root: root.to_owned(), ..options.clone() };
    let built = pipeline::check(&options, &Nowhere::default(), &diagnostics);
    let found = diagnostics.sorted();
    assert_eq!(built.is_ok(), diagnostics.proceed().is_ok());
    let shown_root = root.to_str().unwrap().trim_start_matches('/');
    let text = as_text(&found, false).replace(&format!("/{shown_root}"), "<root>");
    if found.is_empty() { text } else { format!("{text}{}\n", tally(&found)) }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir() && !path.ends_with("base")).collect();
    cases.sort();
    cases
}

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems").join(name)
}

pub(crate) fn lay_out(case: &Path, site: &Path) {
    let alone = case.to_str().unwrap().ends_with("-alone");
    for source in [folder("base"), case.to_owned()].iter().skip(usize::from(alone)) {
        copy(source, site);
    }
}

/// Copies all files in `source` into `site`.
pub(crate) fn copy(source: &Path, site: &Path) {
    let entries = walkdir::WalkDir::new(source).into_iter().map(Result::unwrap);
    for entry in entries.filter(|entry| entry.file_type().is_file()) {
        let target = site.join(entry.path().strip_prefix(source).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(entry.path(), target).unwrap();
    }
}

fn options(case: &Path) -> Options {
    let text = fs::read_to_string(case.join("options.txt")).unwrap_or_default();
    let mut options = Options::default();
    for line in text.lines() {
        match line.split_once(' ') {
            Some(("period", period)) => options.period = Some(period.parse().unwrap()),
            Some(("today", day)) => options.today = Some(day.parse().unwrap()),
            _ => options.drafts = line == "drafts",
        }
    }
    options
}

/// A file of the base site is replaced by these bytes.
#[track_caller]
fn check_bytes(file: &str, bytes: &[u8], expected: &str) {
    let site = base_site();
    fs::write(site.path().join(file), bytes).unwrap();
    assert_eq!(everything_said(site.path(), &Options::default()), expected);
}

const OCTOBER: &str = "data/snapshots/2026-10.yaml";

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    check_bytes(OCTOBER, b"\xEF\xBB\xBFperiod: 2026-10\r\nvalues:\r\n  csat: 88\r\n", "");
    check_bytes("plaudit.yaml", b"\xEF\xBB\xBFtitle: T\r\norganisation: O\r\naudiences: managers\r\n", "");
    check_bytes(
        OCTOBER,
        "\u{FEFF}period: 2026-10\r\nvalues: { csat: 88, \"ü\": { csta: 1 } }\r\nby: 3\r\n".as_bytes(),
        "error[P012]: unknown KPI `ü`\n --> data/snapshots/2026-10.yaml:2:22\n\
         2 | values: { csat: 88, \"ü\": { csta: 1 } }\n  |                      ^\nhelp: KPIs are declared in data/kpis.yaml\n\n\
         error[P004]: expected a map, found the number 3\n --> data/snapshots/2026-10.yaml:3:5\n3 | by: 3\n  |     ^\n\n2 errors\n",
    );
}

#[test]
fn other_encodings_are_recognised() {
    check_bytes(
        OCTOBER,
        b"values:\n  csat: 88 # K\xFCche\n",
        "error[P102]: this is not UTF-8: the byte FC does not fit\n --> data/snapshots/2026-10.yaml:2:15\n\
         2 |   csat: 88 # K\u{FFFD}che\n  |               ^\nhelp: save the file as UTF-8\n\n1 error\n",
    );
    let utf16 =
        "error[P103]: this is UTF-16\n--> data/snapshots/2026-10.yaml\nhelp: save the file as UTF-8\n\n1 error\n";
    check_bytes(OCTOBER, b"\xFF\xFEv\0a\0l\0", utf16);
    check_bytes(OCTOBER, b"\xFE\xFF\0v\0a", utf16);
    check_bytes(OCTOBER, b"v\0a\0l\0u\0e\0s\0:\0", utf16);
    check_bytes(
        OCTOBER,
        b"values: { csat: 88\x07 }\n",
        "error[P105]: the control character U+0007\n --> data/snapshots/2026-10.yaml:1:19\n1 | values: { csat: 88\u{2407} }\n  |                   ^\n\
         help: remove it; it cannot be seen in most editors\n\n1 error\n",
    );
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let large = "# a long comment\n".repeat(300_000);
    check_bytes(
        OCTOBER,
        large.as_bytes(),
        "error[P104]: larger than 4 MB\n--> data/snapshots/2026-10.yaml\n\n1 error\n",
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused_wherever_they_are() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("data/snapshots")).unwrap();
    fs::write(outside.path().join("secret.md"), "Secret.\n").unwrap();
    let site = base_site();
    let root = site.path();
    fs::create_dir_all(root.join("content/stories")).unwrap();
    symlink(outside.path().join("secret.md"), root.join("content/secret.md")).unwrap();
    symlink("../../../plaudit.yaml", root.join("content/stories/settings.md")).unwrap();
    symlink(outside.path(), root.join("content/guides")).unwrap();
    symlink("nowhere", root.join("content/broken.md")).unwrap();
    symlink("..", root.join("content/loop")).unwrap();
    symlink(outside.path(), root.join("themes")).unwrap();
    let refused = |file: &str, leaves: &str| {
        format!(
            "error[P112]: a symbolic link{leaves}\n--> {file}\nhelp: links are not followed; copy what it points to\n\n"
        )
    };
    let leaves = " that leaves the site";
    let expected = [
        refused("content/broken.md", ""),
        refused("content/guides", leaves),
        refused("content/loop", ""),
        refused("content/secret.md", leaves),
        refused("content/stories/settings.md", ""),
        refused("themes", leaves),
    ];
    assert_eq!(everything_said(root, &Options::default()), expected.concat() + "6 errors\n");

    let site = base_site();
    fs::remove_dir_all(site.path().join("data")).unwrap();
    symlink(outside.path().join("data"), site.path().join("data")).unwrap();
    let said = everything_said(site.path(), &Options::default());
    assert!(said.starts_with(&refused("data", leaves)), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_refused() {
    use std::os::unix::ffi::OsStrExt;

    let site = base_site();
    fs::write(site.path().join("data").join(std::ffi::OsStr::from_bytes(b"k\xFCche.yaml")), "x").unwrap();
    assert_eq!(
        everything_said(site.path(), &Options::default()),
        "error[P114]: the name of this file cannot be read as text\n--> data/k\u{FFFD}che.yaml\nhelp: rename it\n\n1 error\n"
    );
}

/// Bytes are cut out, doubled and put in at places that differ from file to file, but not from run to run.
#[test]
fn no_damage_makes_it_panic() {
    let site = tempfile::tempdir().unwrap();
    lay_out(&folder("stories"), site.path());
    let files: Vec<PathBuf> = walkdir::WalkDir::new(site.path())
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let pieces: [&[u8]; 16] =
        [b"", b"\n", b"\t", b":", b": ", b"{", b"]", b"\"", b"'", b"&x ", b"*x", b"-", b"9", b".nan", b"\xFF", b"~"];
    let mut random = 1_u64;
    for file in &files {
        let whole = fs::read(file).unwrap();
        for _ in 0..24.min(whole.len()) {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (random >> 33) as usize % whole.len();
            let length = (random >> 20) as usize % 3;
            let piece = pieces[(random >> 10) as usize % pieces.len()];
            let damaged = [&whole[..at], piece, &whole[(at + length).min(whole.len())..]].concat();
            fs::write(file, damaged).unwrap();
            everything_said(site.path(), &Options::default());
        }
        fs::write(file, whole).unwrap();
    }
}

fn base_site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    lay_out(&folder("base"), site.path());
    site
}
