//! Recognition: rolls of honour, what is on paper, and balance, which only those see who can do something about it.

use crate::site_test::SiteTest;

const STORY: &str = "content/stories/2026-02-kind-word.md";

#[test]
fn a_roll_of_honour_names_who_was_recognised_for_what() {
    let site = SiteTest::copy_of("small");
    site.build();
    let roll = page(&site, "stories/roll/2026/index.html");
    assert!(
        roll.contains("Ada L. and North: <a href=\"../../kind-word/index.html\">A kind word</a>, 10 February 2026"),
        "{roll}"
    );
    assert!(page(&site, "stories/index.html").contains("roll/2026/index.html"));
    assert!(page(&site, "archive/index.html").contains("stories/roll/2026/index.html"));
    assert!(page(&site, "awards/star/index.html").contains("Ada L. and North"));
    // A lesson recognises nobody.
    site.replace(STORY, "recognises: [Ada L., team/north]\naward: star\n", "");
    site.build();
    assert!(!site.published().contains_key("stories/roll/2026/index.html"));
    assert_eq!(site.published(), site.build_cleanly());
}

#[test]
fn everybody_who_got_an_award_has_a_sheet_of_their_own() {
    let site = SiteTest::copy_of("small");
    site.build();
    let certificate = page(&site, "stories/kind-word/certificate/index.html");
    assert!(certificate.contains("<h2>Ada L. [short]</h2>\n<p>together with North</p>"), "{certificate}");
    assert!(certificate.contains("<h2>North [short]</h2>\n<p>together with Ada L.</p>"), "{certificate}");
    assert!(page(&site, "stories/kind-word/poster/index.html").contains("<h2>Ada L. and North [short]</h2>"));
    site.replace(STORY, "kind: thanks", "kind: thanks\nanonymise: true");
    site.build();
    assert!(!page(&site, "stories/kind-word/certificate/index.html").contains("Ada"));
    site.replace(STORY, "award: star\n", "");
    site.build();
    assert!(!site.published().contains_key("stories/kind-word/certificate/index.html"));
    assert_eq!(site.published(), site.build_cleanly());
}

#[test]
fn balance_is_a_question_for_managers_and_nowhere_else() {
    let mut site = SiteTest::copy_of("small");
    site.replace("plaudit.yaml", "theme: plain", "theme: plain\naudiences: [managers]");
    site.build();
    for (path, contents) in site.published() {
        assert!(!path.contains("balance"), "{path}");
        assert!(!String::from_utf8_lossy(&contents).contains("good work goes untold"), "{path}");
    }
    std::fs::remove_dir_all(site.root().join("public")).unwrap();
    site.audience = Some("managers");
    site.build();
    let balance = page(&site, "stories/by/balance/index.html");
    assert!(balance.contains("question: No story of 2026 recognises South."), "{balance}");
    assert!(!balance.contains("Ada"), "{balance}");
    assert!(page(&site, "stories/index.html").contains("by/balance/index.html"));
}

#[test]
fn balance_leaves_names_as_they_are_and_has_no_row_for_what_had_ended() {
    let mut site = SiteTest::copy_of("small");
    site.replace("plaudit.yaml", "theme: plain", "theme: plain\naudiences: [managers]");
    let more = "South, headcount: 12 }\n    leaks: Supply and leaks\n    east: { name: East, until: 2019-12 }";
    site.replace("data/dimensions.yaml", "South, headcount: 12 }", more);
    site.audience = Some("managers");
    site.build();
    let balance = page(&site, "stories/by/balance/index.html");
    assert!(balance.contains("recognises South or Supply and leaks."), "{balance}");
    assert!(!balance.contains("East"), "{balance}");
}

#[test]
fn an_icon_that_is_not_there_is_told_with_those_that_are() {
    let site = SiteTest::copy_of("small");
    site.write("data/awards.yaml", "awards: { star: { name: Star, icon: trophy } }\nvalues: { care: Care }\n");
    assert!(site.try_build().unwrap_err().contains("unknown word `trophy`"));
    site.replace("data/awards.yaml", "trophy", "star");
    site.build();
    assert!(page(&site, "awards/star/index.html").contains("<svg class=\"icon\""));
    assert!(page(&site, "stories/kind-word/certificate/index.html").contains("<svg class=\"icon\""));
}

fn page(site: &SiteTest, path: &str) -> String {
    String::from_utf8(site.published().remove(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}
