//! The demo site in a real browser: no console error, no failing or foreign request, no sideways scrolling on a
//! phone, nothing axe objects to, in light and dark, served and straight from the disk.
//!
//! Runs when `BROWSER` names a Chromium; `tests/all` sets it.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// One page of each kind, and some that are likely to break.
const PAGES: &[&str] = &[
    "index.html",
    "2026-10/index.html",
    "2023-11/index.html",
    "2026-02/index.html",
    "2026-10/team/billing/index.html",
    "kpis/index.html",
    "kpis/first_reply/index.html",
    "kpis/csat/index.html",
    "kpis/employee_satisfaction/index.html",
    "benchmarks/index.html",
    "benchmarks/utilities-2026/index.html",
    "stories/index.html",
    "stories/same-voice/index.html",
    "archive/index.html",
    "method/index.html",
    "about/index.html",
    "search/index.html",
    "404.html",
];

#[test]
fn the_demo_reads_well_from_the_disk() {
    check("file");
}

#[test]
fn the_demo_reads_well_when_it_is_served() {
    check("http");
}

#[test]
fn the_search_is_used_by_keyboard() {
    let Some(browser) = browser() else { return };
    let site = demo();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/search.mjs");
    for way in ["file", "http"] {
        let mut search = Command::new("node");
        let output = search.arg(&script).arg(&browser).arg(site.path().join("public")).arg(way).output().unwrap();
        let found = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && found.is_empty(), "{way}: {found}");
    }
}

/// The browser to test with; `None` when no browser is asked for.
fn browser() -> Option<PathBuf> {
    std::env::var_os("BROWSER").map(PathBuf::from)
}

/// The demo, built into a folder of its own.
fn demo() -> TempDir {
    let folder = TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_plaudit"))
        .args(["build", "--root", env!("CARGO_MANIFEST_DIR"), "--output-dir"])
        .arg(folder.path().join("public"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

#[track_caller]
fn check(way: &str) {
    let Some(browser) = browser() else { return };
    let site = demo();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/check.mjs");
    let folder = site.path().join("public");
    let output = Command::new("node").arg(script).arg(browser).arg(folder).arg(way).args(PAGES).output().unwrap();
    let found = String::from_utf8_lossy(&output.stdout);
    let failure = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the browser did not finish: {failure}");
    assert!(found.is_empty(), "{found}");
}
