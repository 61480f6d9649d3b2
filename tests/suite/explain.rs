//! `plaudit explain`: the same words and figures as the pages, in the terminal.
//!
//! `tests/explain.txt` holds what is printed about figures of the small site; `UPDATE_EXPECTED=1` rewrites it.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::site_test::SiteTest;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explain.txt");

const CASES: &[&[&str]] = &[
    &["csat"],
    &["first_reply", "--by", "team/billing"],
    &["csat", "--period", "2025-12"],
    &["tickets", "--period", "2025-10"],
    &["complaints"],
    &["csta"],
    &["csat", "--by", "team/biling"],
    &["csat", "--by", "billing"],
];

#[test]
fn a_figure_is_explained_as_it_is_written_down() {
    let site = SiteTest::copy_of("small");
    let mut actual = String::new();
    for case in CASES {
        let output = explain(site.root(), case);
        let (said, complained) = (text(&output.stdout), text(&output.stderr));
        let code = output.status.code().unwrap();
        writeln!(actual, "=== {} ({code})\n{said}{complained}", case.join(" ")).unwrap();
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        return std::fs::write(GOLDEN, &actual).unwrap();
    }
    assert_eq!(std::fs::read_to_string(GOLDEN).unwrap(), actual);
}

#[test]
fn what_is_for_a_narrower_audience_is_asked_of_its_edition() {
    let site = SiteTest::demo();
    let refused = explain(site.root(), &["agent_turnover"]);
    assert_eq!(refused.status.code(), Some(2));
    let expected = "error: `agent_turnover` is not part of this edition\nhelp: it may be in that of managers: name it with `--audience`\n";
    assert_eq!(text(&refused.stderr), expected);
    assert_eq!(explain(site.root(), &["agent_turnover", "--audience", "managers"]).status.code(), Some(0));
}

#[test]
fn programs_get_what_the_download_says() {
    let site = SiteTest::copy_of("small");
    site.build();
    let download: Value = serde_json::from_slice(&site.published()["kpis/csat/data.json"]).unwrap();
    let subjects = download["subjects"].as_array().unwrap();
    assert!(subjects.len() > 1);
    for subject in subjects {
        let part = subject["dimension"].as_str().map(|of| format!("{of}/{}", subject["member"].as_str().unwrap()));
        let by: Vec<&str> = part.iter().flat_map(|part| ["--by", part]).collect();
        let output = explain(site.root(), &[&["csat", "--format", "json"], by.as_slice()].concat());
        let explained: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(explained["subjects"], Value::from(vec![subject.clone()]), "{part:?}");
        let (name, download_name) = (&explained["name"], &download["name"]);
        assert_eq!(name, download_name);
    }
}

fn explain(root: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_plaudit");
    Command::new(program).arg("explain").args(arguments).arg("--root").arg(root).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
