//! Whole sites: byte for byte as expected where a site has `expected/`, and for all of them what every page owes its
//! readers: links lead somewhere, ids are unique, there is one first heading, charts have words.
//!
//! `UPDATE_EXPECTED=1` rewrites what is expected; then the difference is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::site_test::{SiteTest, is_page};

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn what_was_not_measured_since_an_action_is_not_set_beside_itself() {
    let site = SiteTest::copy_of("small");
    let says = |site: &SiteTest, what: &str| {
        site.build();
        String::from_utf8(site.published().remove("kpis/csat/index.html").unwrap()).unwrap().contains(what)
    };
    assert!(says(&site, " in February 2026: "));
    site.replace("data/snapshots/2026-02.yaml", "  csat: { numerator: 281, denominator: 327 }\n", "");
    assert!(!says(&site, " in January 2026: "));
}

#[test]
fn the_first_month_is_a_whole_site() {
    let files = published("first-month");
    check_expected("first-month", &files);
    check_pages(&files);
}

#[test]
fn a_small_site_holds_together() {
    check_pages(&published("small"));
}

#[test]
fn the_demo_holds_together_in_the_default_look() {
    let files = SiteTest::demo_to_look_at().published();
    check_pages(&files);
    let mentioned =
        files.values().filter(|bytes| contains(bytes, "Overflow partner") || contains(bytes, "agent_turnover"));
    assert_eq!(mentioned.count(), 0, "what is for managers is in everyone's edition");
}

#[test]
fn the_method_is_worked_out_with_the_numbers_of_the_site() {
    let files = SiteTest::demo_to_look_at().published();
    let data: serde_json::Value = serde_json::from_slice(&files["kpis/csat/data.json"]).unwrap();
    let limits = data["subjects"][0]["limits"].as_array().unwrap().last().unwrap();
    let page = String::from_utf8(files["method/index.html"].clone()).unwrap().replace('\u{202f}', " ");
    for (field, unit) in [("mean", "%"), ("lower_limit", "%"), ("upper_limit", "%"), ("mean_moving_range", "points")] {
        let number = format!("{:.2} {unit}", limits[field].as_f64().unwrap());
        assert!(page.contains(&number), "{field}: {number}");
    }
    // What the prose says are the numbers the program works with.
    let (prose, numbers) = page.split_once("id=\"the-numbers\"").expect("a section of numbers");
    let works_with = [plaudit::analyse::LIMIT_FACTOR, plaudit::analyse::SCREENING_FACTOR].map(|it| it.to_string());
    for number in works_with.into_iter().chain([plaudit::analyse::MOVING_RANGES_PER_SIGMA.to_string()]) {
        assert!(prose.contains(&number) && numbers.contains(&number), "{number}");
    }
    let (from, to) = plaudit::analyse::FALSE_ALARMS;
    let flags = format!("{:.1} to {:.1} %", 100.0 * from, 100.0 * to);
    assert!(prose.contains(&flags) && numbers.contains(&flags), "{flags}");
    let early = format!("{} to {}", plaudit::analyse::EARLY, plaudit::analyse::VERDICT - 1);
    assert!(prose.contains(&early), "{early}");
}

#[test]
fn the_table_of_kpis_says_which_periods_its_lines_show() {
    // Also where a KPI is measured by the quarter, whose latest 24 values reach further back than the line.
    let demo = SiteTest::demo_to_look_at().published();
    let says = |files: &Files, scorecard: &str, what: &str| {
        String::from_utf8_lossy(&files[&format!("{scorecard}/index.html")]).contains(what)
    };
    assert!(says(&demo, "2026-10", "Lines show November 2024 to October 2026 with"));
    assert!(says(&demo, "2026-10", ">24 months</th>"));
    assert!(says(&demo, "2024-01", "Lines show November 2023 to January 2024 with"));
    assert!(says(&demo, "2024-01", ">3 months</th>"));
    assert!(says(&demo, "2023-11", "Lines show November 2023 with"));
}

#[test]
fn scorecards_show_the_same_when_their_template_gets_everything() {
    // What no template names stays empty; who may list all there is gets all of it.
    let demo = SiteTest::demo();
    let template = fs::read_to_string("themes/default/templates/scorecard.html").unwrap();
    let listing = "{% block content %}{% if false %}{{ __tera_context }}{% endif %}";
    assert!(template.contains("{% block content %}"));
    demo.write("themes/ours/templates/scorecard.html", &template.replace("{% block content %}", listing));
    demo.write("themes/ours/theme.yaml", "extends: default\n");
    demo.replace("plaudit.yaml", "theme: default", "theme: ours");
    demo.build();
    assert!(demo.published() == SiteTest::demo_to_look_at().published());
}

#[test]
fn managers_see_what_is_for_them_and_everything_else() {
    let everyone = SiteTest::demo_to_look_at().published();
    let mut site = SiteTest::demo();
    site.audience = Some("managers");
    let managers = site.build_cleanly();
    check_pages(&managers);
    assert!(managers.contains_key("kpis/agent_turnover/index.html"));
    let missing: Vec<_> = everyone.keys().filter(|path| !managers.contains_key(*path)).collect();
    assert!(missing.is_empty(), "managers miss {missing:?}");
}

#[test]
fn an_edition_of_the_past_has_the_pages_that_it_had() {
    let mut site = SiteTest::demo();
    site.write("content/late.md", "The [news](stories/2026-09-same-voice.md): {{ csat.value(period=\"2026-10\") }}.");
    site.build();
    let today = site.published();
    site.period = Some("2025-11");
    let then = site.build_cleanly();
    check_pages(&then);
    let kept = |path: &str| path.starts_with("20") && path < "2025-11";
    let scorecards: Vec<_> = today.keys().filter(|path| kept(path)).collect();
    assert!(scorecards.len() > 150);
    for path in scorecards {
        let is_same = match path.ends_with(".html") {
            true => main(&today[path]) == main(&then[path]),
            false => today[path] == then[path],
        };
        assert!(is_same, "{path} tells another story than it did");
    }
    assert!(!then.keys().any(|path| path.starts_with("2025-12") || path.starts_with("stories/same-voice")));
    let late = main(&then["late/index.html"]).to_owned();
    assert!(late.contains("The news: not yet known."), "what is later is neither linked nor told: {late}");
}

/// What is in `<main>`, where a page says what it is about.
fn main(page: &[u8]) -> &str {
    let page = str::from_utf8(page).unwrap();
    let start = page.find("<main").expect("every page has a <main>");
    &page[start..page.rfind("</main>").unwrap()]
}

#[test]
fn a_site_with_withheld_figures_holds_together() {
    let (site, _) = crate::disclosure::site::site(1, true);
    site.build();
    check_pages(&site.published());
}

#[test]
fn a_study_with_one_peer_says_what_that_is_worth() {
    let site = SiteTest::copy_of("small");
    let study = "data/benchmarks/peers-2025.yaml";
    site.replace(study, "peers: [78.0, 82.5, 84.0, 88.1, 91.0]", "peers: [82.5]");
    site.replace(study, "count: 5", "count: 1");
    site.build();
    let page = site.published()["benchmarks/peers-2025/index.html"].clone();
    let page = str::from_utf8(&page).unwrap();
    for words in ["1 peer, April to June 2025", "With only 1 peer this is indicative.", "elsewhere, 1 partner<"] {
        assert!(page.contains(words), "the page does not say `{words}`: {page}");
    }
    assert!(!page.contains("1 partners") && !page.contains("1 peers"));
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let site = SiteTest::copy_of("small");
    let other = SiteTest::copy_of("small");
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    site.build();
    one_thread.install(|| other.build());
    assert!(site.published() == other.published(), "two builds of the same inputs differ");
}

fn published(name: &str) -> Files {
    let site = SiteTest::copy_of(name);
    site.build();
    site.published()
}

/// Compares every file with `tests/sites/<name>/expected`.
#[track_caller]
fn check_expected(name: &str, files: &Files) {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name).join("expected");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        let _ = fs::remove_dir_all(&expected);
        for (path, bytes) in files {
            let path = expected.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let expected = crate::site_test::files(&expected);
    let paths: BTreeSet<_> = expected.keys().chain(files.keys()).collect();
    let different: Vec<_> = paths.into_iter().filter(|path| expected.get(*path) != files.get(*path)).collect();
    assert!(different.is_empty(), "not as expected: {different:?}");
}

#[track_caller]
fn check_pages(files: &Files) {
    let pages: BTreeMap<&str, Page> = files
        .iter()
        .filter(|(path, _)| is_page(path))
        .map(|(path, bytes)| (path.as_str(), Page::of(str::from_utf8(bytes).unwrap())))
        .collect();
    assert!(pages.len() > 5, "hardly a site");
    let mut wrong = Vec::new();
    for (path, page) in &pages {
        if page.first_headings != 1 {
            wrong.push(format!("{path}: {} first headings", page.first_headings));
        }
        wrong.extend(page.repeated_ids.iter().map(|id| format!("{path}: the id `{id}` is used twice")));
        wrong.extend(page.forbidden.iter().map(|what| format!("{path}: {what}")));
        for address in &page.addresses {
            wrong.extend(dead(path, address, files, &pages).map(|why| format!("{path}: `{address}` {why}")));
        }
        for id in &page.references {
            if !page.ids.contains(id) {
                wrong.push(format!("{path}: nothing has the id `{id}`"));
            }
        }
    }
    wrong.truncate(30);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Why an address leads nowhere.
fn dead(from: &str, address: &str, files: &Files, pages: &BTreeMap<&str, Page>) -> Option<&'static str> {
    if ["https://", "http://", "mailto:", "data:"].iter().any(|scheme| address.starts_with(scheme)) {
        return None;
    }
    let (path, fragment) = address.split_once('#').map_or((address, None), |(path, id)| (path, Some(id)));
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
        for part in path.split('/') {
            match part {
                ".." if parts.pop().is_none() => return Some("leaves the site"),
                ".." | "." => {}
                part => parts.push(part),
            }
        }
    }
    let target = parts.join("/");
    if !files.contains_key(&target) {
        return Some("is no file of the site");
    }
    let has = |id: &str| pages.get(target.as_str()).is_some_and(|page| page.ids.contains(id));
    fragment.is_some_and(|id| !has(id)).then_some("names an id that is not there")
}

/// What the checks need of a page.
#[derive(Default)]
struct Page {
    first_headings: usize,
    ids: BTreeSet<String>,
    repeated_ids: Vec<String>,
    addresses: Vec<String>,
    references: Vec<String>,
    forbidden: Vec<String>,
}

impl Page {
    fn of(html: &str) -> Self {
        let mut page = Self::default();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            page.first_headings += usize::from(name == "h1");
            let attributes = attributes(tag);
            for (key, value) in &attributes {
                match *key {
                    "id" if !page.ids.insert(value.clone()) => page.repeated_ids.push(value.clone()),
                    "href" | "src" => page.addresses.push(value.clone()),
                    "aria-labelledby" | "aria-describedby" => {
                        page.references.extend(value.split(' ').map(str::to_owned));
                    }
                    "style" => page.forbidden.push(format!("a style attribute in <{name}>")),
                    key if key.starts_with("on") => page.forbidden.push(format!("a handler in <{name}>")),
                    _ => {}
                }
            }
            let has = |key: &str| attributes.iter().any(|(name, _)| *name == key);
            let is_mark = tag.contains(" hidden") || attributes.contains(&("class", "shape".to_owned()));
            let is_named = has("aria-hidden") || is_mark || (has("role") && has("aria-labelledby"));
            if name == "svg" && !is_named {
                page.forbidden.push("a chart without a name".to_owned());
            }
            if name == "img" && !has("alt") {
                page.forbidden.push("a picture without words".to_owned());
            }
        }
        page
    }
}

fn attributes(tag: &str) -> Vec<(&str, String)> {
    let mut attributes = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        let key = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        attributes.push((key, value.replace("&amp;", "&").replace("&#x2F;", "/").replace("&#39;", "'")));
        rest = next;
    }
    attributes
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}
