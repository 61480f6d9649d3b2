//! A period in one file: it needs no other, names only whom it may, and goes only where nothing is in its way.

use std::collections::BTreeSet;
use std::fs;

use plaudit::compose::pack::data_address;
use plaudit::model::AudienceId;
use plaudit::pipeline::{self, Options, Pack};
use sha2::{Digest, Sha256};

use crate::injection::Page;
use crate::pictures::drawing;
use crate::site_test::{SiteTest, made};

const SNAPSHOT: &str = "data/snapshots/2026-02.yaml";
const STORY: &str = "content/stories/2026-02-kind-word.md";

#[test]
fn the_file_needs_no_other_and_runs_nothing() {
    let site = with_styles();
    fs::write(site.root().join("content/stories/kind.png"), drawing(8, 8)).unwrap();
    site.replace(STORY, "award: star", "award: star\nimage: { file: kind.png, alt: A hand }");
    let packed = named(&site, "2026-02").unwrap();
    let html = text(&packed, "scorecard-2026-02.html");
    let page = Page::of(html.as_bytes());
    for element in &page.elements {
        assert!(element.name != "script" || element.attribute("type").is_some(), "{element:?}");
        for address in ["href", "src", "srcset", "action"].iter().filter_map(|name| element.attribute(name)) {
            assert!(address.starts_with('#') || address.starts_with("data:"), "{element:?}");
        }
    }
    assert!(html.contains("src=\"data:image/png;base64,"));
    let styles = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(styles.contains("data:font/woff2;base64,") && !styles.contains('\r') && !styles.contains("</"), "{styles}");
    let hash = data_address("", &Sha256::digest(styles));
    let hash = hash.rsplit_once(',').unwrap().1;
    let policy = page.elements.iter().find(|element| element.attribute("http-equiv").is_some()).unwrap();
    assert!(policy.attribute("content").unwrap().contains(&format!("style-src 'sha256-{hash}'")));
    assert!(!policy.attribute("content").unwrap().contains("script-src"));
    assert_eq!(packed, named(&site, "2026-02").unwrap());
    // With an address links lead there, and pictures stay inside.
    site.replace("plaudit.yaml", "title:", "base_url: https://intranet.example/s/\ntitle:");
    let html = text(&named(&site, "2026-02").unwrap(), "scorecard-2026-02.html");
    assert!(html.contains("href=\"https://intranet.example/s/kpis/csat/index.html\""));
    assert!(html.contains("href=\"https://intranet.example/s/awards/star/index.html\""));
    assert!(html.contains("href=\"https://intranet.example/s/values/care/index.html\""));
    assert!(html.contains("src=\"data:image/png;base64,"));
}

#[test]
fn whoever_is_praised_is_named_only_when_asked_and_agreed() {
    let site = SiteTest::copy_of("small");
    site.write(
        "data/consents.yaml",
        "- { person: Ada L., given: 2026-01-01, scope: site }\n\
         - { person: Ada L., given: 2026-01-01, until: 2030-01-01, scope: newsletter }\n",
    );
    let says = |packed: &Pack| packed.iter().any(|(_, contents)| String::from_utf8_lossy(contents).contains("Ada"));
    assert!(says(&named(&site, "2026-02").unwrap()));
    assert!(!says(&pack(&site, "2026-02", false, None).unwrap()));
    // What she agreed to for newsletters ended before the figures were published.
    site.replace("data/consents.yaml", "until: 2030-01-01", "until: 2026-01-02");
    assert!(!says(&named(&site, "2026-02").unwrap()));
}

#[test]
fn whoever_is_praised_is_named_in_no_other_words_either() {
    let site = agreed();
    site.replace(SNAPSHOT, "by:", "events: [ { kpi: csat, label: Ada L. took over } ]\nby:");
    site.replace("content/scorecards/2026-02.md", "title: Slower again", "title: Ada L. and the rest");
    site.replace("content/index.md", "Welcome.", "Welcome, says Ada\nL.");
    let says = |packed: &Pack| packed.iter().any(|(_, contents)| String::from_utf8_lossy(contents).contains("Ada L."));
    assert!(says(&named(&site, "2026-02").unwrap()));
    let packed = pack(&site, "2026-02", false, None).unwrap();
    assert!(!says(&packed));
    assert!(text(&packed, "scorecard-2026-02.html").contains("A colleague took over"));
    // Where a name is not one of words it is found, and nothing is packed.
    site.replace("plaudit.yaml", "Small scorecard", "The scorecard of Ada L.");
    let said = pack(&site, "2026-02", false, None).unwrap_err();
    assert!(said.contains("P820") && said.contains("`Ada L.` is praised"), "{said}");
    // Unless she answers for something: that is no praise.
    site.replace("data/kpis.yaml", "owner: A. Smith", "owner: Ada L.");
    assert!(says(&pack(&site, "2026-02", false, None).unwrap()));
}

#[test]
fn footnotes_and_headings_of_each_text_are_its_own() {
    let site = agreed();
    let noted = "## After\n\nIt ended well.[^1] See [after](#after).\n\n[^1]: So they say.\n";
    for file in [STORY, "content/scorecards/2026-02.md"] {
        let text = fs::read_to_string(site.root().join(file)).unwrap();
        site.write(file, &format!("{text}\n{noted}"));
    }
    let front = "---\ntitle: Another\nkind: learning\ndate: 2026-02-20\n---\n";
    site.write("content/stories/2026-02-another.md", &format!("{front}{noted}"));
    let html = text(&named(&site, "2026-02").unwrap(), "scorecard-2026-02.html");
    let page = Page::of(html.as_bytes());
    let ids: Vec<_> = page.elements.iter().filter_map(|element| element.attribute("id")).collect();
    let different: BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
    assert_eq!(html.matches("So they say.").count(), 3);
    for element in &page.elements {
        if let Some(place) = element.attribute("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&place), "{element:?}");
        }
    }
}

#[test]
fn a_story_that_names_nobody_is_in_every_pack() {
    let site = agreed();
    site.replace(STORY, "award: star", "award: star\nanonymise: true");
    let packed = pack(&site, "2026-02", false, None).unwrap();
    assert!(text(&packed, "scorecard-2026-02.html").contains("A colleague stayed on the line."));
}

#[test]
fn what_is_for_managers_is_in_no_pack_for_everyone() {
    let site = SiteTest::copy_of("small");
    site.replace("plaudit.yaml", "theme: plain", "theme: plain\naudiences: [managers]");
    site.replace("data/kpis.yaml", "tickets:", "tickets:\n  audience: managers");
    let says = |packed: Pack| packed.iter().any(|(_, contents)| String::from_utf8_lossy(contents).contains("1,318"));
    assert!(!says(named(&site, "2026-02").unwrap()));
    assert!(says(pack(&site, "2026-02", true, Some("managers")).unwrap()));
}

#[test]
fn a_post_has_five_lines_whatever_was_written() {
    let site = agreed();
    site.replace(STORY, "title: A kind word", "title: \"A kind\\nword\"");
    for (period, with_names) in [("2026-02", true), ("2026-02", false), ("2025-01", true)] {
        let packed = pack(&site, period, with_names, None).unwrap();
        let post = text(&packed, &format!("post-{period}.txt"));
        assert_eq!(post.lines().filter(|line| !line.is_empty()).count(), 5, "{post}");
    }
    assert!(text(&named(&site, "2026-02").unwrap(), "post-2026-02.txt").contains("\nPraise: A kind word (North, Star"));
}

#[test]
fn a_period_without_figures_and_a_folder_of_inputs_are_refused() {
    let site = agreed();
    let run = |arguments: &[&str]| site.run(&[&["pack"], arguments].concat());
    let (code, said) = run(&["2024-01", "-o", "out"]);
    assert!(code == Some(2) && said.contains("there is no scorecard for 2024-01"), "{said}");
    let (code, said) = run(&["2026-02", "-o", "data/out"]);
    assert!(code == Some(2) && said.contains("this lies inside the inputs"), "{said}");
    assert!(!site.root().join("data/out").exists() && !site.root().join("out").exists());
    assert_eq!(run(&["2026-02", "-o", "out", "-q"]).0, Some(0));
    assert_eq!(run(&["2026-02", "-o", "out"]).0, Some(0), "the same again is no harm");
    let (code, said) = run(&["2026-02", "-o", "out", "--with-names"]);
    assert!(code == Some(1) && said.contains("is there already and holds something else"), "{said}");
    assert!(!fs::read_to_string(site.root().join("out/scorecard-2026-02.html")).unwrap().contains("Ada"));
}

/// Everybody agreed to be named in newsletters too.
fn agreed() -> SiteTest {
    let site = SiteTest::copy_of("small");
    site.replace("data/consents.yaml", "scope: [site]", "scope: [site, newsletter]");
    site
}

/// With a style sheet, a font and line ends of another system.
fn with_styles() -> SiteTest {
    let site = agreed();
    site.write("themes/ours/theme.yaml", "extends: default\nfonts: { words: words.woff2 }\n");
    fs::create_dir_all(site.root().join("themes/ours/static")).unwrap();
    fs::write(site.root().join("themes/ours/static/words.woff2"), b"wOF2 not really").unwrap();
    site.write("themes/ours/static/look.css", "p { color: red; }\r\nq::after { content: \"</style>\"; }\r\n");
    site.replace("plaudit.yaml", "theme: plain", "theme: ours");
    site
}

fn named(site: &SiteTest, period: &str) -> Result<Pack, String> {
    pack(site, period, true, None)
}

fn pack(site: &SiteTest, period: &str, with_names: bool, audience: Option<&str>) -> Result<Pack, String> {
    let options = Options { audience: audience.and_then(AudienceId::new), ..site.options() };
    made(|diagnostics| pipeline::pack(&options, period.parse().unwrap(), with_names, diagnostics))
}

#[track_caller]
fn text(packed: &Pack, name: &str) -> String {
    let (_, contents) = packed.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(contents.clone()).unwrap()
}
