//! Records of what was published: nothing of a period that is on record changes in silence.

use std::fs;
use std::path::Path;

use plaudit::author::{self, Frozen};
use plaudit::diagnostic::{Diagnostics, as_text};
use plaudit::pipeline::{self, Options};
use plaudit::publish::Nowhere;
use tempfile::TempDir;

use crate::problems::{folder, lay_out};
use crate::site_test::SiteTest;

const SEPTEMBER: &str = "data/snapshots/2026-09.yaml";
const RECORD: &str = "data/published/2026-09.yaml";

#[test]
fn an_old_value_changed_by_a_tenth_stops_the_build_until_a_revision_tells() {
    let site = site();
    freeze(&site, false).unwrap();
    assert_eq!(said(&site), "");
    edit(&site, SEPTEMBER, "csat: { value: 88.2, n: 100 }", "csat: { value: 88.3, n: 100 }");
    let refused = said(&site);
    assert!(
        refused.contains("`csat` was published as { value: 88.2, n: 100 }, but is { value: 88.3, n: 100 }"),
        "{refused}"
    );
    assert!(refused.contains(&format!("{SEPTEMBER}:3:3")), "{refused}");
    assert!(freeze(&site, false).unwrap_err().contains("P317"), "a record does not swallow what nobody explained");
    let line = line_in_help(&refused).replace("DAY", "2026-11-03").replace("WHY", "late answers");
    assert_eq!(
        line,
        "- { kpi: csat, was: { value: 88.2, n: 100 }, on: 2026-11-03, kind: correction, because: late answers }"
    );
    append(&site, SEPTEMBER, &format!("revisions:\n{line}\n"));
    assert!(
        said(&site).starts_with("warning[P319]: revised since 2026-09 was put on record: `csat`\n"),
        "{}",
        said(&site)
    );
}

#[test]
fn a_renewed_record_keeps_the_former_edition_and_what_ended_it() {
    let site = site();
    freeze(&site, false).unwrap();
    edit(&site, SEPTEMBER, "csat: { value: 88.2, n: 100 }", "csat: { value: 88.3, n: 100 }");
    let revision = "- { kpi: csat, was: { value: 88.2, n: 100 }, on: 2026-11-03, kind: correction, because: late }\n";
    append(&site, SEPTEMBER, &format!("revisions:\n{revision}"));
    assert_eq!(freeze(&site, false).unwrap().editions, 2);
    assert_eq!(said(&site), "");
    let record = read(&site, RECORD);
    assert!(
        record.contains("\npublished: 2026-11-03\n") && record.contains("  csat: { value: 88.3, n: 100 }\n"),
        "{record}"
    );
    let former = "earlier:\n- published: 2026-10-31\n  values:\n    csat: { value: 88.2, n: 100 }\n";
    assert!(record.ends_with(former), "{record}");
    // A second change is a change of what is on record now, and the first one stays told.
    edit(&site, SEPTEMBER, "value: 88.3", "value: 88.4");
    assert!(said(&site).contains("`csat` was published as { value: 88.3, n: 100 }, but is { value: 88.4, n: 100 }"));
    edit(&site, SEPTEMBER, "value: 88.4", "value: 88.3");
    edit(&site, SEPTEMBER, revision, "");
    edit(&site, SEPTEMBER, "revisions:\n", "");
    assert!(said(&site).contains("P318"), "{}", said(&site));
}

#[test]
fn what_is_not_final_cannot_be_put_on_record() {
    let check = |was: &str, is: &str, code: &str| {
        let site = site();
        edit(&site, SEPTEMBER, was, is);
        let refused = freeze(&site, false).unwrap_err();
        assert!(refused.contains(code) && refused.contains(SEPTEMBER), "{refused}");
        assert!(!site.path().join(RECORD).exists());
    };
    check("period: 2026-09", "period: 2026-09\nstatus: provisional", "P328");
    check("complaints: 120", "complaints: { value: 120, status: provisional }", "P330");
    let site = site();
    append(&site, "plaudit.yaml", "approval: required\n");
    assert!(freeze(&site, false).unwrap_err().contains("P329"));
    append(&site, SEPTEMBER, "approved: { by: A. Osei, on: 2026-10-30 }\n");
    assert!(freeze(&site, false).is_ok());
}

#[test]
fn a_period_without_figures_cannot_be_put_on_record() {
    let diagnostics = Diagnostics::new();
    assert!(author::freeze(site().path(), "2026-12".parse().unwrap(), false, &diagnostics).is_err());
    assert!(as_text(&diagnostics.sorted(), false).contains("there are no figures for 2026-12"));
}

#[test]
fn a_figure_that_is_expected_may_come_late_and_without_a_word() {
    let site = site();
    edit(&site, SEPTEMBER, "complaints: 120", "complaints: { value: 120, status: provisional, expected: 2026-12-01 }");
    append(&site, SEPTEMBER, "by: { team: { billing: { csat: { expected: 2026-12-01 } } } }\n");
    let frozen = freeze(&site, false).unwrap();
    assert_eq!((frozen.figures, frozen.expected), (2, 2));
    assert_eq!(said(&site), "");
    edit(&site, SEPTEMBER, "{ value: 120, status: provisional, expected: 2026-12-01 }", "123");
    edit(&site, SEPTEMBER, "csat: { expected: 2026-12-01 }", "csat: 90");
    assert!(said(&site).contains("P319") && !said(&site).contains("error"), "{}", said(&site));
    let frozen = freeze(&site, false).unwrap();
    assert_eq!((frozen.figures, frozen.expected, frozen.editions), (4, 0, 1));
    edit(&site, SEPTEMBER, "complaints: 123", "complaints: 124");
    assert!(said(&site).contains("P317"));
}

#[test]
fn a_definition_may_change_with_a_version_and_a_target_with_a_date() {
    let site = site();
    let csat = "csat: { name: Customer satisfaction, unit: percent, kind: proportion, better: higher, plausible: { min: 50, max: 98 } }";
    let with =
        |more: &str| format!("csat: {{ name: Satisfaction, unit: percent, kind: proportion, better: higher, {more} }}");
    let before = with("definition: Answers of 4 and 5., target: 85");
    edit(&site, "data/kpis.yaml", csat, &before);
    freeze(&site, false).unwrap();
    assert_eq!(said(&site), "", "the name is not what it means");
    let check = |now: &str, codes: &[&str]| {
        edit(&site, "data/kpis.yaml", &before, &with(now));
        let found = said(&site);
        edit(&site, "data/kpis.yaml", &with(now), &before);
        let all = ["P321", "P322"].into_iter().filter(|code| found.contains(code)).collect::<Vec<_>>();
        assert_eq!(all, codes, "{found}");
    };
    check("definition: Answers of 5., target: 85", &["P321"]);
    let version = "versions: [ { from: 2026-10, because: stricter, comparable: false } ]";
    check(&format!("definition: Answers of 5., target: 85, {version}"), &[]);
    check("definition: Answers of 4 and 5., target: 90", &["P322"]);
    check("definition: Answers of 4 and 5.", &["P322"]);
    check("definition: Answers of 4 and 5., target: [ { value: 85 }, { from: 2026-10, value: 90 } ]", &[]);
    check("definition: Answers of 4 and 5., target: [ { from: 2026-09, value: 90 } ]", &["P322"]);
    check("definition: Answers of 4 and 5., target: [ { from: 2026-09, value: 90, because: agreed late } ]", &[]);
}

#[test]
fn a_record_that_was_touched_is_refused_and_nothing_of_it_is_lost() {
    let site = site();
    freeze(&site, false).unwrap();
    let record = read(&site, RECORD);
    for (number, line) in record.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let mut lines: Vec<String> = record.lines().map(str::to_owned).collect();
        lines[number] = format!("{line} ");
        let touched = lines.join("\n") + "\n";
        fs::write(site.path().join(RECORD), &touched).unwrap();
        let of_checksum = line.starts_with("checksum");
        assert_eq!(said(&site).contains("P327"), !of_checksum, "{line}");
        if !of_checksum {
            assert!(freeze(&site, false).unwrap_err().contains("P327"));
            assert_eq!(read(&site, RECORD), touched);
        }
    }
    fs::write(site.path().join(RECORD), &record[..record.len() / 2]).unwrap();
    assert!(said(&site).contains("P327"));
    assert!(freeze(&site, true).unwrap().is_written, "unless it is asked for");
    assert_eq!(read(&site, RECORD), record);
}

#[test]
fn line_ends_of_another_system_are_no_damage_and_freezing_again_changes_nothing() {
    let site = site();
    assert!(freeze(&site, false).unwrap().is_written);
    assert!(!freeze(&site, false).unwrap().is_written);
    let record = read(&site, RECORD);
    fs::write(site.path().join(RECORD), record.replace('\n', "\r\n")).unwrap();
    assert_eq!(said(&site), "");
}

#[test]
fn records_of_later_periods_are_left_out_with_their_periods() {
    let site = site();
    freeze(&site, false).unwrap();
    fs::copy(site.path().join(SEPTEMBER), site.path().join("data/snapshots/2026-08.yaml")).unwrap();
    edit(&site, "data/snapshots/2026-08.yaml", "2026-09", "2026-08");
    edit(&site, SEPTEMBER, "value: 88.2", "value: 88.3");
    let diagnostics = Diagnostics::new();
    let options =
        Options { root: site.path().to_owned(), period: Some("2026-08".parse().unwrap()), ..Options::default() };
    assert!(pipeline::build(&options, &Nowhere::default(), &diagnostics).is_ok());
}

#[test]
fn pages_show_what_a_figure_was_and_what_its_revision_did() {
    let site = SiteTest::copy_of("small");
    site.replace("data/snapshots/2026-01.yaml", "revisions: [ ", "revisions: [ \
        { kpi: csat, was: { numerator: 280, denominator: 313 }, on: 2026-02-15, kind: scheduled, because: all answers }, \
        { kpi: csat, was: { numerator: 270, denominator: 313 }, on: 2026-02-18, kind: correction, because: a slip }, ");
    site.build();
    let files = site.published();
    let page = String::from_utf8_lossy(&files["2026-01/index.html"]);
    let revisions: Vec<&str> = page.lines().filter(|line| line.contains("revision: ")).collect();
    let says = |number: usize, words: &str| assert!(revisions[number].contains(words), "{}", revisions[number]);
    says(0, "<del>89.5\u{202f}%</del> <ins>86.3\u{202f}%</ins>(r: revised), −3.2\u{202f}pts");
    says(0, "all answers. Real change? was better and is usual. The target was met and is missed.");
    says(1, "<del>86.3\u{202f}%</del> <ins>87.5\u{202f}%</ins>(c: corrected), +1.3\u{202f}pts");
    says(1, "a slip. The verdict is unchanged: usual.");
    says(2, "<del>1,300</del> <ins>1,329</ins>(c: corrected), +29");
    assert_eq!(page.matches("<dd>mark:(c: corrected)</dd>").count(), 3, "csat as a tile and in its line, and tickets");
    let archive = String::from_utf8_lossy(&files["archive/index.html"]);
    assert_eq!(archive.matches("revision: ").count(), 3);
}

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    lay_out(&folder("base"), site.path());
    let september =
        "period: 2026-09\nvalues:\n  csat: { value: 88.2, n: 100 }\n  complaints: 120\n  first_reply: 14m 31s\n";
    fs::write(site.path().join(SEPTEMBER), september).unwrap();
    site
}

fn freeze(site: &TempDir, anew: bool) -> Result<Frozen, String> {
    let diagnostics = Diagnostics::new();
    author::freeze(site.path(), "2026-09".parse().unwrap(), anew, &diagnostics)
        .map_err(|_| as_text(&diagnostics.sorted(), false))
}

/// All that a build says.
fn said(site: &TempDir) -> String {
    let diagnostics = Diagnostics::new();
    let options = Options { root: site.path().to_owned(), ..Options::default() };
    let built = pipeline::build(&options, &Nowhere::default(), &diagnostics);
    assert_eq!(built.is_ok(), diagnostics.proceed().is_ok());
    as_text(&diagnostics.sorted(), false)
}

fn line_in_help(said: &str) -> &str {
    let help = said.split("of this file: ").nth(1).unwrap();
    help.lines().next().unwrap()
}

fn read(site: &TempDir, file: &str) -> String {
    fs::read_to_string(site.path().join(file)).unwrap()
}

#[track_caller]
fn edit(site: &TempDir, file: &str, was: &str, is: &str) {
    let text = read(site, file);
    assert!(text.contains(was), "{was} is not in {file}");
    write(site.path(), file, &text.replacen(was, is, 1));
}

fn append(site: &TempDir, file: &str, more: &str) {
    write(site.path(), file, &(read(site, file) + more));
}

fn write(root: &Path, file: &str, text: &str) {
    fs::write(root.join(file), text).unwrap();
}
