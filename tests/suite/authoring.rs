//! New inputs: each passes the check as it is, and none is ever overwritten.

use std::fs;
use std::path::Path;

use plaudit::author::new::{What, new};
use plaudit::author::{Template, init};
use plaudit::diagnostic::Diagnostics;
use plaudit::model::{StoryKind, StudyId};
use plaudit::pipeline::{self, Options};
use plaudit::publish::Nowhere;

use crate::site_test::SiteTest;

const KINDS: [StoryKind; 5] =
    [StoryKind::Hero, StoryKind::Thanks, StoryKind::Voice, StoryKind::Learning, StoryKind::Elsewhere];

fn all() -> Vec<(What, &'static str)> {
    let study = |title: Option<&str>| What::Study(StudyId::new("service-2027").unwrap(), title.map(str::to_owned));
    let mut all = vec![
        (What::Commentary(None, Some("team/returns".into())), "content/scorecards/2026-10/team/returns.md"),
        (What::Commentary(Some("2026-09".parse().unwrap()), None), "content/scorecards/2026-09.md"),
        (What::Newsletter(Some("2026-09".parse().unwrap())), "content/newsletters/2026-09.md"),
        (study(Some("Service: what \"others\" do")), "data/benchmarks/service-2027.yaml"),
    ];
    let stories = [
        "content/stories/2026-11-a-story-0.md",
        "content/stories/2026-11-a-story-1.md",
        "content/stories/2026-11-a-story-2.md",
        "content/stories/2026-11-a-story-3.md",
        "content/stories/2026-11-a-story-4.md",
    ];
    for (number, (kind, file)) in KINDS.into_iter().zip(stories).enumerate() {
        all.push((What::Story(format!("A story: \"{number}\""), kind), file));
    }
    all.push((What::Snapshot(None), "data/snapshots/2026-11.yaml"));
    all
}

#[test]
fn each_passes_the_check_as_it_is() {
    let site = starter();
    fs::remove_file(site.root().join("content/scorecards/2026-10/team/returns.md")).unwrap();
    for (what, file) in all() {
        let made = new(site.root(), &what, &Diagnostics::new()).unwrap();
        assert_eq!(made, Path::new(file));
        check(site.root(), false, file);
    }
    // Drafts are read when they are asked for, and are right too.
    check(site.root(), true, "drafts");
}

#[test]
fn every_template_is_a_site_of_its_own() {
    for template in [Template::Everything, Template::Scorecard, Template::Newsletter, Template::Benchmark] {
        let site = SiteTest::empty();
        init(site.root(), template).unwrap();
        check(site.root(), false, &format!("{template:?}"));
        let has = |path: &str| site.root().join(path).exists();
        assert_eq!(has("content/stories"), matches!(template, Template::Everything | Template::Newsletter));
        assert_eq!(has("content/newsletters"), has("content/stories"));
        assert_eq!(has("data/benchmarks"), matches!(template, Template::Everything | Template::Benchmark));
        assert_eq!(has("content/scorecards"), matches!(template, Template::Everything | Template::Scorecard));
    }
}

#[test]
fn none_is_ever_overwritten() {
    let site = starter();
    site.remove("content/scorecards/2026-10/team/returns.md");
    for (what, file) in all() {
        // Left out, the period would be another one the second time.
        let what = if let What::Snapshot(_) = what { What::Snapshot(Some("2026-11".parse().unwrap())) } else { what };
        new(site.root(), &what, &Diagnostics::new()).unwrap();
        let mine = format!("{}# mine\n", fs::read_to_string(site.root().join(file)).unwrap());
        site.write(file, &mine);
        let diagnostics = Diagnostics::new();
        assert!(new(site.root(), &what, &diagnostics).is_err(), "{file}");
        let codes: Vec<&str> = diagnostics.sorted().iter().map(|found| found.problem.code()).collect();
        assert_eq!(codes, ["P922"], "{file}");
        assert!(fs::read_to_string(site.root().join(file)).unwrap() == mine, "{file}");
    }
}

#[test]
fn a_new_snapshot_has_every_kpi_as_a_gap_and_what_it_was_last() {
    let site = starter();
    let file = new(site.root(), &What::Snapshot(None), &Diagnostics::new()).unwrap();
    let text = fs::read_to_string(site.root().join(file)).unwrap();
    for line in [
        "period: 2026-11\npublished: 2026-12-09 ",
        "\nstatus: provisional ",
        "\nvalues:\n  # Experience\n  csat: ~     # { numerator: 296, denominator: 334 }\n",
        "\n  backlog: ~     # 111\n",
        "\n  longest_wait: ~     # 5m 55s\n",
        "\n  handle_time: ~     # { value: 6m 5s, n: 1442 }\n",
        "\nby:\n  team:\n    orders:\n      csat: ~     # { numerator: 171, denominator: 190 }\n",
        "\n  channel:\n    phone:\n      contacts: ~     # 1512\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("complaints_per_1000:"), "a computed KPI has no figures of its own");
}

#[test]
fn the_first_snapshot_of_a_site_needs_none_before() {
    let site = starter();
    fs::remove_dir_all(site.root().join("data/snapshots")).unwrap();
    fs::remove_dir_all(site.root().join("content")).unwrap();
    let file = new(site.root(), &What::Snapshot(Some("2026-Q4".parse().unwrap())), &Diagnostics::new()).unwrap();
    let text = fs::read_to_string(site.root().join(file)).unwrap();
    assert!(text.contains("\npublished: 2027-01-01 ") && text.contains("\n  backlog: ~\n"), "{text}");
    let diagnostics = Diagnostics::new();
    assert!(new(site.root(), &What::Snapshot(Some("2026-Q4".parse().unwrap())), &diagnostics).is_err());
}

#[test]
fn what_the_site_does_not_have_is_said() {
    let site = starter();
    let codes = |what: What| {
        let diagnostics = Diagnostics::new();
        assert!(new(site.root(), &what, &diagnostics).is_err());
        diagnostics.sorted().last().unwrap().problem.code()
    };
    assert_eq!(codes(What::Commentary(None, Some("team/retruns".into()))), "P014");
    assert_eq!(codes(What::Commentary(None, Some("returns".into()))), "P010");
    assert_eq!(codes(What::Snapshot(Some("2026-Q4".parse().unwrap()))), "P029");
    assert_eq!(codes(What::Commentary(Some("2030-01".parse().unwrap()), None)), "P611");
}

#[track_caller]
fn check(root: &Path, drafts: bool, what: &str) {
    let diagnostics = Diagnostics::strict();
    let options = Options { root: root.to_owned(), drafts, ..Options::default() };
    let checked = pipeline::build(&options, &Nowhere::default(), &diagnostics).is_ok();
    let said: Vec<String> =
        diagnostics.sorted().iter().map(|found| format!("{}: {}", found.at.file.display(), found.problem)).collect();
    assert!(checked && said.is_empty(), "{what}: {said:?}");
}

fn starter() -> SiteTest {
    let site = SiteTest::empty();
    init(site.root(), Template::Everything).unwrap();
    site
}
