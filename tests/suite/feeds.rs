//! Feeds, the map of the site and what pages say of themselves to machines: valid, bounded, permanent, and only there
//! where the site's address is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::site_test::{SiteTest, is_page};

type Files = BTreeMap<String, Vec<u8>>;

const BASE: &str = "https://intranet.example/scorecard/";
const NEWSLETTER: &str =
    "---\ntitle: An issue\nperiod: 2026-01\nsubject: A quiet month\nfrom: { name: Service }\n---\n";
const ATOM: &str = "http://www.w3.org/2005/Atom";

#[test]
fn the_atom_feed_has_what_the_standard_asks_for() {
    let files = demo();
    let text = text(files, "feed.xml");
    let feed = Document::parse(text).unwrap();
    let feed = feed.root_element();
    assert_eq!((feed.tag_name().namespace(), feed.tag_name().name()), (Some(ATOM), "feed"));
    assert_eq!(said(feed, "id"), BASE);
    assert!(!said(feed, "title").is_empty() && !said(child(feed, "author"), "name").is_empty());
    let links: BTreeMap<_, _> =
        children(feed, "link").map(|link| (link.attribute("rel"), link.attribute("href"))).collect();
    assert_eq!(links[&Some("self")], Some(&*format!("{BASE}feed.xml")));
    assert_eq!(links[&Some("alternate")], Some(&*format!("{BASE}index.html")));

    let entries: Vec<Node> = children(feed, "entry").collect();
    assert_eq!(entries.len(), 50, "a feed is bounded, and this site has more");
    let ids: BTreeSet<&str> = entries.iter().map(|entry| said(*entry, "id")).collect();
    assert_eq!(ids.len(), entries.len());
    assert!(ids.contains("tag:intranet.example,2026:/scorecard/2026-10/"), "{ids:?}");
    let kinds: BTreeSet<_> = entries.iter().filter_map(|entry| child(*entry, "category").attribute("term")).collect();
    assert_eq!(kinds, BTreeSet::from(["correction", "newsletter", "scorecard", "story", "study"]));
    let corrected =
        entries.iter().find(|entry| said(**entry, "id").ends_with("/2026-09/#corrected-2026-11-03")).unwrap();
    assert_eq!(
        (said(*corrected, "title"), said(*corrected, "published")),
        ("Corrected: September 2026", "2026-11-03T00:00:00Z")
    );
    let words = "Customer satisfaction is 86.9\u{202f}%, not 86.6\u{202f}%: 96 survey answers came in late. The verdict is unchanged: better.";
    assert!(said(*corrected, "summary").starts_with(words), "{}", said(*corrected, "summary"));
    let published: Vec<&str> = entries.iter().map(|entry| said(*entry, "published")).collect();
    assert!(published.is_sorted_by(|newer, older| newer >= older), "{published:?}");
    let mut newest = "";
    for entry in &entries {
        assert!(!said(*entry, "title").is_empty() && !said(*entry, "summary").is_empty());
        let (published, updated) = (said(*entry, "published"), said(*entry, "updated"));
        assert!(is_moment(published) && is_moment(updated) && published <= updated, "{published} {updated}");
        newest = newest.max(updated);
        check_address(files, child(*entry, "link").attribute("href").unwrap());
    }
    assert_eq!(said(feed, "updated"), newest);
}

#[test]
fn the_json_feed_says_the_same() {
    let files = demo();
    let feed: Value = serde_json::from_str(text(files, "feed.json")).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], format!("{BASE}feed.json"));
    check_address(files, feed["home_page_url"].as_str().unwrap());
    let items = feed["items"].as_array().unwrap();
    let atom = Document::parse(text(files, "feed.xml")).unwrap();
    let entries: Vec<Node> = children(atom.root_element(), "entry").collect();
    assert_eq!(items.len(), entries.len());
    for (item, entry) in items.iter().zip(entries) {
        for (field, element) in
            [("id", "id"), ("title", "title"), ("content_text", "summary"), ("date_published", "published")]
        {
            assert_eq!(item[field], said(entry, element));
        }
        check_address(files, item["url"].as_str().unwrap());
    }
}

#[test]
fn stories_and_newsletters_are_there_with_all_their_words() {
    let files = demo();
    let atom = Document::parse(text(files, "feed.xml")).unwrap();
    let feed: Value = serde_json::from_str(text(files, "feed.json")).unwrap();
    let mut seen = BTreeSet::new();
    for (entry, item) in children(atom.root_element(), "entry").zip(feed["items"].as_array().unwrap()) {
        let kind = children(entry, "category").next().unwrap().attribute("term").unwrap().to_owned();
        let content = children(entry, "content").next().map(|content| content.text().unwrap_or_default());
        assert_eq!(item["content_html"].as_str(), content);
        match kind.as_str() {
            "story" | "newsletter" => assert!(content.is_some_and(|html| html.starts_with('<')), "{kind}"),
            _ => assert_eq!(content, None, "{kind}"),
        }
        for address in content.into_iter().flat_map(|html| html.split(" href=\"").skip(1)) {
            assert!(address.starts_with(BASE) || address.starts_with("https://"), "{address:.60}");
        }
        seen.insert(kind);
    }
    assert!(seen.contains("story") && seen.contains("newsletter"), "{seen:?}");
}

#[test]
fn entries_stay_what_they_were_when_a_month_is_added() {
    let site = with_address(SiteTest::copy_of("small"));
    let entries = |site: &SiteTest| -> BTreeMap<String, String> {
        let files = site.published();
        let feed: Value = serde_json::from_str(text(&files, "feed.json")).unwrap();
        let items = feed["items"].as_array().unwrap();
        items.iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item.to_string())).collect()
    };
    site.build();
    let before = entries(&site);
    site.write(
        "data/snapshots/2026-03.yaml",
        "period: 2026-03\npublished: 2026-04-08\nvalues:\n  csat: { numerator: 270, denominator: 320 }\n",
    );
    site.build();
    let after = entries(&site);
    assert_eq!(after.len(), before.len() + 1);
    let changed: Vec<_> = before.iter().filter(|(id, item)| after.get(*id) != Some(item)).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

/// A revision is news of the same entry.
#[test]
fn a_revision_moves_the_day_of_an_entry_and_not_its_id() {
    let site = with_address(SiteTest::copy_of("small"));
    let entry = |site: &SiteTest| {
        let files = site.published();
        let feed: Value = serde_json::from_str(text(&files, "feed.json")).unwrap();
        let items = feed["items"].as_array().unwrap();
        let entry = items.iter().find(|item| item["id"] == "tag:intranet.example,2025:/scorecard/2025-12/").unwrap();
        (entry["date_published"].clone(), entry["date_modified"].clone())
    };
    site.build();
    let before = entry(&site);
    let snapshot = std::fs::read_to_string(site.root().join("data/snapshots/2025-12.yaml")).unwrap();
    let revision =
        "revisions: [ { kpi: first_reply, was: 12, on: 2026-03-03, kind: correction, because: late tickets } ]\n";
    site.write("data/snapshots/2025-12.yaml", &(snapshot + revision));
    site.build();
    let after = entry(&site);
    assert_eq!(before.0, after.0);
    assert_eq!(after.1, "2026-03-03T00:00:00Z");
}

#[test]
fn what_waits_for_approval_is_not_announced() {
    let site = with_address(SiteTest::copy_of("small"));
    let settings = std::fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
    site.write("plaudit.yaml", &(settings + "approval: required\n"));
    site.write("content/newsletters/2026-01.md", NEWSLETTER);
    site.build();
    for kind in ["scorecard", "newsletter"] {
        assert!(!text(&site.published(), "feed.xml").contains(&format!("term=\"{kind}\"")), "{kind}");
    }
    site.replace("data/snapshots/2026-01.yaml", "values:", "approved: { by: R. Ito, on: 2026-02-10 }\nvalues:");
    site.build();
    assert!(text(&site.published(), "feed.xml").contains("term=\"newsletter\""));
}

#[test]
fn an_issue_that_is_published_later_is_the_same_entry() {
    let site = with_address(SiteTest::copy_of("small"));
    let of_december = NEWSLETTER.replace("2026-01", "2025-12");
    for date in ["", "date: 2025-12-30\n", "date: 2026-02-02\nupdated: 2026-02-20\n"] {
        site.write("content/newsletters/2025-12.md", &of_december.replace("subject", &format!("{date}subject")));
        site.build();
        let files = site.published();
        assert!(
            text(&files, "feed.xml").contains("tag:intranet.example,2025:/scorecard/newsletters/2025-12/"),
            "{date}"
        );
    }
    let files = site.published();
    let map = Document::parse(text(&files, "sitemap.xml")).unwrap();
    let page =
        children(map.root_element(), "url").find(|url| said(*url, "loc").ends_with("newsletters/2025-12/index.html"));
    assert_eq!(said(page.unwrap(), "lastmod"), "2026-02-20");
}

#[test]
fn the_map_has_every_page_once() {
    let files = demo();
    let map = Document::parse(text(files, "sitemap.xml")).unwrap();
    let locations: Vec<_> = children(map.root_element(), "url").map(|url| said(url, "loc").to_owned()).collect();
    for location in &locations {
        check_address(files, location);
    }
    let mapped: BTreeSet<_> = locations.iter().filter_map(|location| location.strip_prefix(BASE)).collect();
    assert_eq!(mapped.len(), locations.len());
    let moved = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\"");
    // What of a story is printed says nothing that the story does not.
    let on_paper = |path: &str| path.ends_with("/certificate/index.html") || path.ends_with("/poster/index.html");
    let pages = files.iter().filter(|(path, bytes)| is_page(path) && !on_paper(path) && !moved(bytes));
    let pages = pages.map(|(path, _)| path.as_str()).filter(|path| !["404.html", "search/index.html"].contains(path));
    assert_eq!(mapped, pages.collect());
    assert!(map.descendants().filter(|node| node.tag_name().name() == "lastmod").count() > 100);
}

#[test]
fn pages_name_their_address_and_show_their_headline_elsewhere() {
    let files = demo();
    for (path, page) in
        [("2026-10/index.html", "article"), ("kpis/csat/index.html", "website"), ("index.html", "website")]
    {
        let page_text = text(files, path).replace("&#x2F;", "/");
        for meta in [
            format!("<link rel=\"canonical\" href=\"{BASE}{path}\">"),
            format!("<meta property=\"og:url\" content=\"{BASE}{path}\">"),
            format!("<meta property=\"og:type\" content=\"{page}\">"),
            "<meta property=\"og:title\"".to_owned(),
            "<meta property=\"og:description\"".to_owned(),
            "type=\"application/atom+xml\"".to_owned(),
        ] {
            assert!(page_text.contains(&meta), "{path}: {meta}");
        }
    }
    for path in ["index.html", "2026-10/index.html", "benchmarks/utilities-2026/index.html"] {
        let page = text(files, path).replace("&#x2F;", "/");
        let image = page.split("og:image\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let picture = &files[image.strip_prefix(BASE).unwrap()];
        assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n", "{path}");
        let size = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((size(16), size(20)), (1200, 630));
        assert!(picture.len() < 30_000, "{path}: {}", picture.len());
    }
}

#[test]
fn without_an_address_there_are_none_of_these() {
    let files = SiteTest::demo_to_look_at().published();
    for name in ["feed.xml", "feed.json", "sitemap.xml", "2026-10/headline.png"] {
        assert!(!files.contains_key(name), "{name}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| is_page(path)) {
        let page = String::from_utf8_lossy(bytes);
        for word in ["rel=\"canonical\"", "property=\"og:", "rel=\"alternate\""] {
            assert!(!page.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn datasets_are_json_and_their_downloads_are_there() {
    let without = published(SiteTest::copy_of("small"));
    for (files, base, organisation) in [(demo(), BASE, "Meridian Water"), (&without, "", "A small service")] {
        let mut datasets = 0;
        for (path, bytes) in files.iter().filter(|(path, _)| is_page(path)) {
            let page = str::from_utf8(bytes).unwrap();
            let Some((_, rest)) = page.split_once("<script type=\"application/ld+json\">") else { continue };
            let dataset: Value = serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap();
            assert_eq!(dataset["@context"], "https://schema.org");
            assert_eq!(dataset["@type"], "Dataset");
            for field in ["name", "description", "inLanguage", "temporalCoverage"] {
                assert!(dataset[field].as_str().is_some_and(|text| !text.is_empty()), "{path}: {field}");
            }
            assert_eq!(dataset["creator"]["name"], organisation);
            assert_eq!(dataset["url"].as_str(), (!base.is_empty()).then(|| format!("{base}{path}")).as_deref());
            for download in dataset["distribution"].as_array().unwrap() {
                let address = download["contentUrl"].as_str().unwrap();
                let beside = format!("{}{address}", path.trim_end_matches("index.html"));
                let file = address.strip_prefix(BASE).map_or(beside, str::to_owned);
                assert!(files.contains_key(&file), "{path}: {address}");
            }
            datasets += 1;
        }
        let is_withdrawn = |path: &str| String::from_utf8_lossy(&files[path]).contains("class=\"withdrawn\"");
        let has_one = |path: &&String| {
            (path.starts_with("kpis/") || path.starts_with("benchmarks/"))
                && path.matches('/').count() == 2
                && path.ends_with(".html")
                && !is_withdrawn(path)
        };
        assert_eq!(datasets, files.keys().filter(has_one).count());
    }
}

/// The demo with an address.
fn demo() -> &'static Files {
    static DEMO: OnceLock<Files> = OnceLock::new();
    DEMO.get_or_init(|| published(with_address(SiteTest::demo())))
}

fn published(site: SiteTest) -> Files {
    site.build();
    site.published()
}

/// Gives a site an address.
pub(crate) fn with_address(site: SiteTest) -> SiteTest {
    let settings = std::fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
    site.write("plaudit.yaml", &format!("{settings}base_url: {BASE}\n"));
    site
}

fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    str::from_utf8(&files[path]).unwrap()
}

#[track_caller]
fn check_address(files: &Files, address: &str) {
    let path = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} is elsewhere"));
    assert!(files.contains_key(path), "{address} is not there");
}

fn children<'d, 'x>(node: Node<'d, 'x>, name: &'static str) -> impl Iterator<Item = Node<'d, 'x>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

#[track_caller]
fn child<'d, 'x>(node: Node<'d, 'x>, name: &'static str) -> Node<'d, 'x> {
    children(node, name).next().unwrap_or_else(|| panic!("there is no {name}"))
}

#[track_caller]
fn said<'d>(node: Node<'d, '_>, name: &'static str) -> &'d str {
    child(node, name).text().unwrap_or_default()
}

/// 2026-11-09T00:00:00Z
fn is_moment(text: &str) -> bool {
    let day = text.strip_suffix("T00:00:00Z").unwrap_or_default();
    day.len() == 10
        && day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}
