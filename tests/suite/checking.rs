//! `check`: the page to sign, links that lead out, SARIF; what is doubted is in `tests/problems`.

use std::fs;
use std::path::Path;
use std::process::Command;

use plaudit::diagnostic::{Diagnostics, as_sarif, as_text};
use plaudit::pipeline::{self, Checked, Options};
use plaudit::publish::{Folder, Nowhere};
use serde_json::{Value, json};

use crate::problems;
use crate::site_test::SiteTest;

#[test]
fn the_page_to_sign_names_all_that_differs() {
    let site = site();
    let checked = check(site.path());
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sign_off/expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&expected, &checked.sign_off.text).unwrap();
    }
    assert_eq!(checked.sign_off.text, fs::read_to_string(expected).unwrap());
    let markdown = &checked.sign_off.markdown;
    assert!(markdown.contains("\n## Gone\n\n- Old score ended with September 2026\n"), "{markdown}");
    let page = &checked.sign_off.json;
    assert_eq!((&page["period"], &page["beside"]), (&json!("2026-10"), &json!("2026-09")));
    let missing = json!([{ "kpi": "csat", "part": "team/field", "text": "Customer satisfaction, Field work, was 84.0\u{202f}%" }]);
    assert_eq!(page["differs"]["values_missing"], missing);
}

#[test]
fn what_is_for_managers_is_not_on_everybodys_page() {
    let site = site();
    let page = check(site.path()).sign_off;
    assert!(!page.text.contains("Cost") && !page.json.to_string().contains("cost"), "{}", page.text);
    let options = Options { audience: plaudit::model::AudienceId::new("managers"), ..options(site.path()) };
    let page = pipeline::check(&options, &Nowhere::default(), &Diagnostics::new()).unwrap().sign_off;
    assert!(page.text.contains("Cost per contact: £4.10, for the first time"), "{}", page.text);
}

#[test]
fn links_that_lead_out_are_listed_with_their_place() {
    let links = check(site().path()).external_links;
    let links: Vec<_> = links
        .iter()
        .map(|(at, target)| format!("{}:{}: {target}", at.file.display(), at.place.unwrap().line))
        .collect();
    assert_eq!(
        links,
        ["content/about.md:1: https://standards.example/10002", "content/about.md:3: mailto:desk@service.example"]
    );
}

/// The fields that readers of the format need, by its specification: every result has a rule, a message and an address
/// below the root, and says the same as the text.
#[test]
fn sarif_says_what_the_text_says() {
    let site = tempfile::tempdir().unwrap();
    problems::lay_out(&problems::folder("doubts-alone"), site.path());
    let diagnostics = Diagnostics::new();
    let fine = pipeline::check(&options(site.path()), &Nowhere::default(), &diagnostics).is_ok();
    let log: Value = serde_json::from_str(&as_sarif(&diagnostics, fine)).unwrap();
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0], json!({ "executionSuccessful": true, "exitCode": 0 }));
    let (found, allowed) = (diagnostics.sorted(), diagnostics.allowed());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), found.len() + allowed.len());
    assert_eq!(results.iter().filter(|result| result.get("suppressions").is_some()).count(), allowed.len());
    for (result, found) in results.iter().zip(found.iter().chain(allowed.iter().map(|(found, _)| found))) {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!((&rule["id"], &result["ruleId"]), (&json!(found.problem.code()), &json!(found.problem.code())));
        assert!(rule["shortDescription"]["text"].as_str().unwrap().ends_with('.'));
        assert!(result["message"]["text"].as_str().unwrap().starts_with(&found.problem.to_string()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "SITE");
        assert!(run["originalUriBaseIds"].get("SITE").is_some());
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().contains([' ', '\\', ':']));
        let line = found.at.place.map(|at| at.line);
        assert_eq!(place["region"]["startLine"].as_u64(), line.map(u64::from));
        if let Some(at) = found.at.place {
            assert!(place["region"]["endColumn"].as_u64().unwrap() >= u64::from(at.column));
        }
    }
}

/// What the schema of OASIS says, where `$READERS` names a Python that has it.
#[test]
fn sarif_fits_its_schema() {
    let Some(python) = std::env::var_os("READERS") else { return eprintln!("not checked: $READERS is not set") };
    let held = tempfile::tempdir().unwrap();
    // Doubts and what is allowed; errors in YAML and in words; a site that is none.
    let files = ["doubts-alone", "not-yaml", "words-and-figures", "no-site-alone"].map(|name| {
        let site = held.path().join(name);
        problems::lay_out(&problems::folder(name), &site);
        let diagnostics = Diagnostics::new();
        let fine = pipeline::check(&options(&site), &Nowhere::default(), &diagnostics).is_ok();
        let file = held.path().join(name).with_extension("sarif");
        fs::write(&file, as_sarif(&diagnostics, fine)).unwrap();
        file
    });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/sarif.py");
    let output = Command::new(python).arg(script).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

#[test]
fn what_is_allowed_does_not_stop_a_strict_check_and_hints_never_do() {
    let site = site();
    let story = "---\ntitle: Leaner\nkind: hero\ndate: 2026-10-14\n---\nIt works.\n";
    fs::create_dir_all(site.path().join("content/stories")).unwrap();
    fs::write(site.path().join("content/stories/lean.md"), story).unwrap();
    let diagnostics = Diagnostics::strict();
    assert!(
        pipeline::check(&options(site.path()), &Nowhere::default(), &diagnostics).is_ok(),
        "{:?}",
        diagnostics.sorted()
    );
    assert!(diagnostics.sorted().iter().any(|found| found.problem.code() == "P530"));
    let kpis = site.path().join("data/kpis.yaml");
    let text = fs::read_to_string(&kpis).unwrap();
    fs::write(&kpis, text.replace(" # plaudit: allow P207, because everybody knows", "")).unwrap();
    let diagnostics = Diagnostics::strict();
    assert!(pipeline::check(&options(site.path()), &Nowhere::default(), &diagnostics).is_err());
}

/// What a build made in silence is not made again to check it, and that is never told from what is found.
#[test]
fn a_check_after_a_build_finds_what_one_without_finds() {
    let site = SiteTest::copy_of("small");
    let words = "content/scorecards/2026-01.md";
    site.replace(words, "A quiet start", "A [quiet](../stories/2026-02-kind-word.md) start");
    let all = site.build().made;
    let found = |nowhere: &Nowhere| {
        let diagnostics = Diagnostics::new();
        let made = pipeline::check(&options(site.root()), nowhere, &diagnostics).map(|checked| checked.published.made);
        (made.ok(), as_text(&diagnostics.sorted(), false))
    };
    let check = |most: usize| {
        let after = found(&Nowhere::default().knowing(&Folder::new(site.root(), &site.root().join("public"))));
        let anew = found(&Nowhere::default());
        assert_eq!(after.1, anew.1);
        assert_eq!(after.0.is_some(), anew.0.is_some());
        assert!(after.0.is_none_or(|made| made <= most), "{after:?}");
        after.1
    };
    check(0);
    site.replace("data/snapshots/2025-06.yaml", "first_reply: ", "first_reply: 1h ");
    check(all - 1);
    site.remove("content/stories/2026-02-kind-word.md");
    assert!(check(0).contains(words));
    site.replace(words, "../stories/2026-02-kind-word.md", "/about/");
    site.replace(words, "csat.verdict", "csat.verdit");
    assert!(check(0).contains("verdit"));
}

fn options(root: &Path) -> Options {
    Options { root: root.to_owned(), ..Options::default() }
}

#[track_caller]
fn check(root: &Path) -> Checked {
    let diagnostics = Diagnostics::new();
    pipeline::check(&options(root), &Nowhere::default(), &diagnostics)
        .unwrap_or_else(|_| panic!("{:?}", diagnostics.sorted()))
}

/// A site whose October differs from its September in every way there is a list for.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    problems::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sign_off"), site.path());
    site
}
