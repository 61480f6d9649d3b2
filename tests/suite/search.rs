//! The index of the search: what is in it, what must not be, and how it grows.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::with_address;
use crate::site_test::{SiteTest, is_page};

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn every_page_worth_finding_is_in_the_index() {
    let files = SiteTest::demo_to_look_at().published();
    let found = addresses(&files);
    let of_no_one = |path: &str| path == "404.html" || path == "search/index.html" || path.contains("/by/year/");
    let moved = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\"");
    // What of a story is printed says nothing that the story does not.
    let on_paper = |path: &str| path.ends_with("/certificate/index.html") || path.ends_with("/poster/index.html");
    let worth_finding = |path: &str| is_page(path) && !of_no_one(path) && !on_paper(path);
    let pages = files.iter().filter(|(path, bytes)| worth_finding(path) && !moved(bytes));
    let pages: BTreeSet<String> = pages.map(|(path, _)| path.clone()).collect();
    assert!(pages.len() > 200);
    assert_eq!(found, pages);
    for word in ["satisfaction", "refund", "strike"] {
        assert!(words(&files).contains(word), "`{word}` is not found");
    }
}

/// Of a new year there is a new volume; the others are as they were.
#[test]
fn a_new_year_leaves_the_index_of_old_years_alone() {
    let site = SiteTest::copy_of("small");
    site.remove("data/snapshots/2026-01.yaml");
    site.remove("data/snapshots/2026-02.yaml");
    site.remove("content/scorecards/2026-01.md");
    site.remove("content/scorecards/2026-02.md");
    site.remove("content/stories/2026-02-kind-word.md");
    site.build();
    let before = site.published();
    site.write(
        "data/snapshots/2026-01.yaml",
        "period: 2026-01\nvalues:\n  csat: { numerator: 270, denominator: 320 }\n",
    );
    site.build();
    let after = site.published();
    let volume = |files: &Files, year: &str| -> Files {
        let own = files.iter().filter(|(path, _)| path.starts_with(&format!("search/{year}/")));
        own.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    assert!(volume(&before, "2026").is_empty() && !volume(&after, "2026").is_empty());
    assert!(!volume(&before, "2025").is_empty());
    assert_eq!(volume(&before, "2025"), volume(&after, "2025"));
}

/// However much is written, no file of the index is large, and a word is in the file that its first letters name.
#[test]
fn much_text_makes_many_files_and_no_large_one() {
    let site = SiteTest::copy_of("small");
    let mut words = String::new();
    for number in 0..60_000_u32 {
        let letters = number.wrapping_mul(2_654_435_761).to_le_bytes();
        words.extend(letters.map(|letter| char::from(b'a' + letter % 26)));
        words.push(if number % 12 == 0 { '\n' } else { ' ' });
    }
    for (number, part) in words.as_bytes().chunks(60_000).enumerate() {
        site.write(&format!("content/words/{number}.md"), str::from_utf8(part).unwrap());
    }
    let (longest, index) = {
        site.build();
        let files = site.published();
        let index: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("search/undated/words-")).collect();
        (index.iter().map(|(_, bytes)| bytes.len()).max().unwrap(), index.len())
    };
    assert_eq!(index, 1);
    assert!(longest < 1 << 20, "{longest}");
    for number in 0..20 {
        site.write(&format!("content/words/again-{number}.md"), &words[..60_000]);
    }
    site.build();
    let files = site.published();
    let index: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("search/undated/words-")).collect();
    assert_eq!(index.len(), 8);
    let longest = index.iter().map(|(_, bytes)| bytes.len()).max().unwrap();
    assert!(longest < 400 << 10, "{longest}");
}

/// A consent holds for the site's search and feeds too: who takes it back is in them no more.
#[test]
fn who_takes_a_consent_back_is_found_no_more() {
    let site = with_address(SiteTest::copy_of("small"));
    site.replace("content/stories/2026-02-kind-word.md", "One call that mattered.", "Ada Lovejoy took a call.");
    site.replace("data/consents.yaml", "Ada L.", "Ada Lovejoy");
    site.replace("content/stories/2026-02-kind-word.md", "[Ada L., team/north]", "[Ada Lovejoy, team/north]");
    site.build();
    let (before, named) = (words(&site.published()), mentions(&site.published(), "lovejoy"));
    assert!(before.contains("lovejoy"));
    for file in ["search/2026/", "feed.xml", "feed.json", "stories/kind-word/"] {
        assert!(named.iter().any(|path| path.starts_with(file)), "{file}: {named:?}");
    }

    site.replace("data/consents.yaml", "scope: [site]", "scope: [newsletter]");
    let refused = site.try_build().unwrap_err();
    assert!(refused.contains("Ada Lovejoy"), "{refused}");
    site.write("data/consents.yaml", "[]\n");
    site.try_build().unwrap_err();
    site.replace("content/stories/2026-02-kind-word.md", "kind: thanks", "kind: thanks\nanonymise: true");
    site.build();
    assert_eq!(mentions(&site.published(), "lovejoy"), [""; 0]);
}

/// The files that have `word` in any case, in the text or in the path.
fn mentions(files: &Files, word: &str) -> Vec<String> {
    let has = |(path, bytes): &(&String, &Vec<u8>)| {
        path.contains(word) || String::from_utf8_lossy(bytes).to_lowercase().contains(word)
    };
    files.iter().filter(has).map(|(path, _)| path.clone()).collect()
}

/// The JSON in the files of the index of one kind.
fn contents(files: &Files, kind: &str) -> Vec<serde_json::Value> {
    let own = files.iter().filter(|(path, _)| path.starts_with("search/") && path.contains(&format!("/{kind}-")));
    let inside = own.map(|(path, bytes)| {
        let text = str::from_utf8(bytes).unwrap();
        let json = text.splitn(4, ',').nth(3).and_then(|rest| rest.strip_suffix(");\n"));
        serde_json::from_str(json.unwrap()).unwrap_or_else(|error| panic!("{path}: {error}"))
    });
    inside.collect()
}

fn addresses(files: &Files) -> BTreeSet<String> {
    let pages = contents(files, "pages");
    let rows = pages.iter().flat_map(|file| file.as_array().unwrap());
    rows.map(|row| row[2].as_str().unwrap().to_owned()).collect()
}

fn words(files: &Files) -> BTreeSet<String> {
    contents(files, "words").iter().flat_map(|file| file.as_object().unwrap().keys().cloned()).collect()
}
