//! The archive page: every period and study by year, with what can be downloaded and checksums that are true.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::site_test::SiteTest;

#[test]
fn every_checksum_is_that_of_the_file_as_it_is_published() {
    let small = SiteTest::copy_of("small");
    small.build();
    // Of most files it is known from the last time.
    let edited = SiteTest::copy_of("small");
    edited.build();
    edited.replace("data/snapshots/2026-02.yaml", "numerator: 281", "numerator: 280");
    edited.build();
    let [before, after] = [&small, &edited].map(|site| site.published()["2026-02/data.csv"].clone());
    assert_ne!(before, after);
    for files in [small.published(), edited.published(), SiteTest::demo_to_look_at().published()] {
        let page = String::from_utf8_lossy(&files["archive/index.html"]).into_owned();
        let blocks = page.split("<pre").skip(1).filter_map(|rest| rest.split_once('>')?.1.split("</pre>").next());
        let mut listed = BTreeSet::new();
        for line in blocks.flat_map(str::lines) {
            let (sha256, path) = line.split_once("  ").unwrap();
            let found: String = Sha256::digest(&files[path]).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, sha256, "{path}");
            assert!(page.contains(&format!("href=\"../{path}\"")), "{path} is offered");
            listed.insert(path.to_owned());
        }
        let offered = files.keys().filter(|path| path.ends_with("/data.csv") && !path.starts_with("kpis/"));
        assert_eq!(listed, offered.cloned().collect(), "all that are offered here and no others");
    }
}

#[test]
fn the_newest_comes_first_and_each_year_has_an_anchor() {
    let files = SiteTest::demo_to_look_at().published();
    let page = String::from_utf8_lossy(&files["archive/index.html"]).into_owned();
    let years: Vec<&str> = page.split("id=\"year-").skip(1).filter_map(|rest| rest.get(..4)).collect();
    assert_eq!(years, ["2026", "2025", "2024", "2023"]);
    assert!(years.iter().all(|year| page.contains(&format!("href=\"#year-{year}\""))));
    let place = |period: &str| page.find(&format!("href=\"../{period}/index.html\"")).unwrap();
    assert!(place("2026-10") < place("2026-09") && place("2026-01") < place("2025-12"));
    assert!(page.contains("href=\"../2026-09/index.html#the-revisions\""));
    assert!(String::from_utf8_lossy(&files["2026-09/index.html"]).contains("id=\"the-revisions\""));
}
