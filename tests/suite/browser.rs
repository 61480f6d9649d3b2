//! The demo site as its readers meet it: in a real browser on a phone and on a desk, in light and dark, served and
//! straight from the disk, by keyboard and on paper; its markup, its weight, and what Lighthouse makes of it.
//!
//! Runs when `BROWSER` names a Chromium; `tests/all` sets it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::site_test::SiteTest;

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
    "benchmarks/service-quality-2026/index.html",
    "benchmarks/complaints-standard-2026/index.html",
    "benchmarks/street-survey-2024/index.html",
    "stories/index.html",
    "stories/same-voice/index.html",
    "stories/refunds/index.html",
    "stories/refunds/certificate/index.html",
    "stories/refunds/poster/index.html",
    "stories/roll/2026/index.html",
    "awards/golden-headset/index.html",
    "newsletters/index.html",
    "newsletters/2026-10/index.html",
    "archive/index.html",
    "method/index.html",
    "search/index.html",
    "about/index.html",
    "404.html",
];

/// Those that look different where there is nothing yet to show.
const EMPTY_PAGES: &[&str] = &[
    "index.html",
    "2026-10/index.html",
    "kpis/index.html",
    "kpis/csat/index.html",
    "benchmarks/index.html",
    "stories/index.html",
    "archive/index.html",
    "method/index.html",
];

/// Those that are printed for a board, or hung on a wall.
const PRINTED: &[&str] = &[
    "index.html",
    "2026-10/index.html",
    "2026-10/team/billing/index.html",
    "kpis/first_reply/index.html",
    "kpis/csat/index.html",
    "benchmarks/utilities-2026/index.html",
    "stories/index.html",
    "stories/refunds/index.html",
    "newsletters/2026-10/index.html",
    "archive/index.html",
    "method/index.html",
];

/// One page of each kind that most readers see; Lighthouse takes its time.
const MEASURED: &[&str] = &[
    "index.html",
    "2026-10/index.html",
    "kpis/csat/index.html",
    "benchmarks/utilities-2026/index.html",
    "stories/index.html",
];

/// The published demo.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| public(SiteTest::demo_to_look_at()));

#[test]
fn the_demo_reads_well_from_the_disk() {
    look("check.mjs", &DEMO, &["file"], PAGES);
}

#[test]
fn the_demo_reads_well_when_it_is_served() {
    look("check.mjs", &DEMO, &["http"], PAGES);
}

#[test]
fn a_site_with_almost_nothing_to_show_reads_well() {
    if browser().is_none() {
        return;
    }
    let site = SiteTest::copy_of("first-month");
    site.replace("plaudit.yaml", "theme: plain", "theme: default\napproval: required");
    site.build();
    look("check.mjs", &public(&site), &["http"], EMPTY_PAGES);
}

#[test]
fn a_printed_page_is_whole_and_says_what_it_is() {
    look("print.mjs", &DEMO, &[], PRINTED);
}

#[test]
fn markup_is_valid_and_pages_are_light() {
    let Some(_) = browser() else { return };
    read("files.mjs", std::slice::from_ref(&DEMO), PAGES);
}

#[test]
fn a_mail_keeps_to_what_mail_programs_can_do() {
    let Some(browser) = browser() else { return };
    for issue in ["2026-10", "2026-08"] {
        let mail = DEMO.join("newsletters").join(issue).join("mail.html");
        read("mail.mjs", &[browser.clone(), mail], &[]);
    }
}

#[test]
fn a_pack_needs_nothing_else_and_prints_with_bookmarks() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_plaudit"));
    let command = command.args(["pack", "2026-10", "--with-names", "--root"]).arg(env!("CARGO_MANIFEST_DIR"));
    let output = command.arg("-o").arg(folder.path().join("pack")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = folder.path().join("pack/scorecard-2026-10.html");
    assert!(file.metadata().unwrap().len() < 1_000_000);
    read("pack.mjs", &[browser, file], &["10", "24"]);
}

#[test]
fn lighthouse_finds_nothing() {
    look("lighthouse.mjs", &DEMO, &[], MEASURED);
}

#[test]
fn the_search_is_used_by_keyboard() {
    ["file", "http"].into_iter().for_each(|way| look("search.mjs", &DEMO, &[way], &[]));
}

#[test]
fn tables_are_sorted_and_filtered_by_keyboard() {
    ["file", "http"].into_iter().for_each(|way| look("tables.mjs", &DEMO, &[way], &[]));
}

/// The browser to test with; `None` when no browser is asked for.
fn browser() -> Option<PathBuf> {
    std::env::var_os("BROWSER").map(PathBuf::from)
}

/// Where a site is published.
fn public(site: &SiteTest) -> PathBuf {
    site.root().join("public")
}

/// Lets a script look at pages with the browser: `script BROWSER FOLDER how… pages…`.
#[track_caller]
fn look(script: &str, site: &Path, how: &[&str], pages: &[&str]) {
    let Some(browser) = browser() else { return };
    let mut arguments = vec![browser, site.to_owned()];
    arguments.extend(how.iter().map(PathBuf::from));
    read(script, &arguments, pages);
}

/// A script finds nothing.
#[track_caller]
fn read(script: &str, arguments: &[PathBuf], pages: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script);
    let output = Command::new("node").arg(script).args(arguments).args(pages).output().unwrap();
    let found = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the browser did not finish: {told}");
    // What was measured and is not judged; `--nocapture` shows it.
    eprint!("{told}");
    assert!(found.is_empty(), "{found}");
}
