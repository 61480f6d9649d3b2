//! A site made in shares and joined is the site made at once; what does not belong together is not joined.

use std::fs;
use std::path::{Path, PathBuf};

use plaudit::diagnostic::Diagnostics;
use plaudit::pipeline;
use plaudit::publish::{Folder, MANIFEST, Published, ShareFolder, Shares};

use crate::site_test::{SiteTest, files};

#[test]
fn four_shares_are_one_build_byte_for_byte() {
    let site = SiteTest::copy_of("small");
    site.build();
    let shares = all_of(&site, 4);
    let counts: Vec<usize> = shares.iter().map(|share| files(share).len()).collect();
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    let whole = site.published();
    assert_eq!(counts.iter().sum::<usize>(), whole.len());

    let published = join(&site, &shares, "joined").unwrap();
    assert_eq!(published.written.len(), whole.len());
    assert!(files(&site.root().join("joined")) == whole);
    let manifest = |folder: &str| fs::read(site.root().join(folder).join(MANIFEST)).unwrap();
    assert_eq!(manifest("joined"), manifest("public"));
    // The order of the folders does not matter, and nothing is written that is there.
    let backwards: Vec<PathBuf> = shares.into_iter().rev().collect();
    let again = join(&site, &backwards, "public").unwrap();
    assert_eq!((again.written.len(), again.removed.len()), (0, 0));
}

#[test]
fn a_share_is_made_again_only_where_it_changed() {
    let site = SiteTest::copy_of("small");
    let shares = all_of(&site, 2);
    site.replace("content/scorecards/2026-01.md", "A quiet start", "Not so quiet");
    let written: usize = (1..=2).map(|number| make(&site, &format!("{number}/2")).unwrap().written.len()).sum();
    assert!((1..10).contains(&written), "{written}");
    join(&site, &shares, "public").unwrap();
    assert!(site.published() == site.build_cleanly());
}

#[test]
fn what_is_missing_double_or_of_another_site_is_not_joined() {
    let site = SiteTest::copy_of("small");
    let shares = all_of(&site, 3);
    check(&site, &shares[..2], "shares/1-3: without 3/3 the site is not whole");
    check(&site, &shares[2..], "shares/3-3: without 1/3, 2/3 the site is not whole");
    let twice = [&shares[..], &shares[1..2]].concat();
    check(&site, &twice, "shares/2-3: the share 2/3 is there twice");
    check(&site, &[site.root().join("data")], "data: this is not a share of a site");
    site.build();
    check(&site, &[site.root().join("public")], "public: this is not a share of a site");
    site.replace("content/scorecards/2026-01.md", "A quiet start", "Not so quiet");
    make(&site, "2/3").unwrap();
    check(&site, &shares, "shares/2-3: this share and `shares/1-3` are not of the same site");
    for number in ["1/3", "3/3"] {
        make(&site, number).unwrap();
    }
    join(&site, &shares, "joined").unwrap();
}

#[test]
fn a_file_that_was_changed_or_lost_on_the_way_is_found() {
    let site = SiteTest::copy_of("small");
    let shares = all_of(&site, 2);
    let holder = shares.iter().find(|share| share.join("2026-01/index.html").exists()).unwrap();
    let file = holder.join("2026-01/index.html");
    let whole = fs::read(&file).unwrap();
    let name = format!("{}/2026-01/index.html", below(&site, holder));
    fs::write(&file, [&whole[..whole.len() - 1], b"?"].concat()).unwrap();
    check(&site, &shares, &format!("{name}: the file is not as it was made"));
    fs::remove_file(&file).unwrap();
    check(&site, &shares, &format!("{name}: cannot be read: No such file or directory (os error 2)"));
    fs::write(&file, whole).unwrap();
    join(&site, &shares, "joined").unwrap();
}

#[test]
fn a_share_never_takes_the_place_of_a_site_nor_a_site_that_of_a_share() {
    let site = SiteTest::copy_of("small");
    site.build();
    let before = site.published();
    let said = make_in(&site, "1/2", "public").unwrap_err();
    assert_eq!(said, "public: not written: the folder holds a whole site, of which this would leave a share");
    assert!(site.published() == before);
    let shares = all_of(&site, 2);
    let said = join(&site, &shares, "shares/1-2").unwrap_err();
    assert_eq!(said, "shares/1-2: not written: the folder holds the share 1/2 of a site");
}

/// Makes all shares, each in a folder of its own.
fn all_of(site: &SiteTest, of: usize) -> Vec<PathBuf> {
    let make = |number| {
        make(site, &format!("{number}/{of}")).unwrap();
        site.root().join(format!("shares/{number}-{of}"))
    };
    (1..=of).map(make).collect()
}

fn make(site: &SiteTest, share: &str) -> Result<Published, String> {
    make_in(site, share, &format!("shares/{}", share.replace('/', "-")))
}

fn make_in(site: &SiteTest, share: &str, output: &str) -> Result<Published, String> {
    let options = site.options();
    let folder = Folder::new(site.root(), &site.root().join(output));
    told(site, |diagnostics| {
        pipeline::build(&options, &ShareFolder::new(folder, share.parse().unwrap()), diagnostics).ok()
    })
}

fn join(site: &SiteTest, shares: &[PathBuf], output: &str) -> Result<Published, String> {
    let folder = Folder::new(site.root(), &site.root().join(output));
    told(site, |diagnostics| Shares::read(shares, diagnostics).ok()?.publish(&folder, diagnostics).ok())
}

/// What is made, or the one thing that is wrong.
fn told(site: &SiteTest, make: impl FnOnce(&Diagnostics) -> Option<Published>) -> Result<Published, String> {
    let diagnostics = Diagnostics::new();
    make(&diagnostics).ok_or_else(|| {
        let found = diagnostics.sorted();
        assert_eq!(found.len(), 1, "{found:?}");
        let root = site.root().display().to_string() + "/";
        format!("{}: {}", below(site, &found[0].at.file), found[0].problem).replace(&root, "")
    })
}

fn below(site: &SiteTest, path: &Path) -> String {
    path.strip_prefix(site.root()).unwrap_or(path).display().to_string()
}

#[track_caller]
fn check(site: &SiteTest, shares: &[PathBuf], expected: &str) {
    assert_eq!(join(site, shares, "never").unwrap_err(), expected);
    assert!(!site.root().join("never").exists());
}
