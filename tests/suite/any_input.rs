//! What must hold for any bytes at all: nothing panics, and nothing that is written can be more than text.
//!
//! The targets in `fuzz/` and the saved corpus in `tests/corpus/` call the same functions.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::{Component, Path};

use plaudit::author::import::{Request, import};
use plaudit::compose::prose::{self, Context, Destination, NoSuchPage};
use plaudit::diagnostic::{Diagnostics, Reported};
use plaudit::disclose::{self, Edition};
use plaudit::model::{Kpi, Markdown, Measurement, Period, Subject, Unit};
use plaudit::serve::request;
use plaudit::{analyse, compose};
use plaudit::{read, words};

/// One YAML file of a site: the first byte says which, the rest is what is in it.
pub(crate) fn yaml(bytes: &[u8]) {
    let files: Vec<_> = YAML.iter().map(|file| (*file, "")).collect();
    in_site(&files, bytes);
}

/// One Markdown file of a site: the first byte says which, the rest is its front matter and its words.
pub(crate) fn markdown(bytes: &[u8]) {
    in_site(MARKDOWN, bytes);
}

/// A mapping, and after a line of `%%` the table that is read by it: figures, or rows that are rejected; nothing is
/// written.
pub(crate) fn mapping(bytes: &[u8]) {
    let cut = bytes.windows(4).position(|four| four == b"\n%%\n");
    let (mapping, table) = cut.map_or((bytes, &b""[..]), |at| (&bytes[..=at], &bytes[at + 4..]));
    with_file("data/imports/any.yaml", mapping, |root| {
        let file = root.join("any-2026-02.csv");
        fs::write(&file, table).expect("a file can be written");
        let request = Request {
            file: &file,
            mapping: Some("any"),
            period: None,
            write: false,
            skip_rejected: true,
            revision: None,
            today: "2026-03-09".parse().expect("it is a day"),
        };
        let _ = import(root, &request, &Diagnostics::new());
    });
}

/// Words with placeholders, as Markdown and as a title.
pub(crate) fn placeholders(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    thread_local!(static EDITION: Edition = edition());
    EDITION.with(|edition| {
        let findings = analyse::findings(edition);
        let context = Context {
            edition,
            found: &|subject, period| findings.at(subject, period),
            known: &[],
            period: Some(LATEST.parse().expect("it is a period")),
            part: None,
            ids: "",
            first_heading: 3,
            address: &|destination| match destination {
                Destination::Words(name) | Destination::Address(name) | Destination::Picture(name) => {
                    if name.len() % 3 == 0 { Err(NoSuchPage::Unknown) } else { Ok("../page.html".into()) }
                }
            },
            chart: &|_, _| Some("<figure class=\"chart\">drawn</figure>".into()),
            stories: &|_| Some("<ul>\n<li>told</li>\n</ul>".into()),
        };
        let markdown = Markdown {
            text: text.into(),
            file: "content/about.md".into(),
            first_line: NonZeroU32::MIN,
            head: format!("title: {text}\n"),
        };
        check_prose(text, &prose::html(&markdown, &context, &Diagnostics::new()).html);
        prose::text(text, &markdown, &context, &Diagnostics::new());
    });
}

/// A duration as a snapshot gives it, and a period: what is understood is written so that it is understood alike.
pub(crate) fn spans(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(period) = text.parse::<Period>() {
        assert_eq!(period.to_string(), text);
        assert_eq!(Period::containing(period.kind(), period.first_day()), Some(period));
        assert_eq!(Period::containing(period.kind(), period.last_day()), Some(period));
        words::period::name(period);
        words::period::short(period);
    }
    if let Some((kpi, seconds)) = duration(text) {
        assert!(seconds.is_finite() && seconds >= 0.0, "{text} is {seconds}");
        words::number::value(&kpi, seconds);
        let again = format!("{}s", words::number::machine(seconds));
        assert_eq!(duration(&again).map(|(_, seconds)| seconds), Some(seconds), "{text}");
    }
}

/// The seconds that a snapshot means by `text`, and the KPI they are of; `None` when it is no duration.
pub(crate) fn duration(text: &str) -> Option<(Kpi, f64)> {
    let quoted = serde_json::to_string(text).expect("text is JSON");
    let snapshot = format!("values:\n  calls: 12\n  wait: {quoted}\n");
    let mut found = None;
    with_file("data/snapshots/2026-02.yaml", snapshot.as_bytes(), |root| found = waiting(root));
    found
}

/// A request's path, host and origin: only what lies below the site is named, and only this computer is meant.
pub(crate) fn request(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(path) = request::path_below(text) {
        let plain = |part: Component<'_>| match part {
            Component::Normal(name) => !name.to_string_lossy().contains(['/', '\\', ':', '\0', '\n', '\r']),
            _ => false,
        };
        assert!(path.components().all(plain) && path.is_relative(), "{text:?} is {path:?}");
    }
    let loopback = "127.0.0.1".parse().expect("it is an address");
    if request::is_own_host(text, loopback) {
        let name = match text.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => text,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let own = address.map_or_else(|_| name.eq_ignore_ascii_case("localhost"), |address| address.is_loopback());
        assert!(own, "{text:?}");
        assert!(request::is_own_origin(&format!("http://{text}"), text));
    }
    assert!(!request::is_own_origin(text, "localhost:8080") || text.eq_ignore_ascii_case("http://localhost:8080"));
}

/// Every element that prose may become, with its attributes; those of the test's chart and stories included.
pub(crate) const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "id", "role", "aria-label"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("data", &["value"]),
    ("del", &[]),
    ("em", &[]),
    ("figure", &["class"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("section", &["class", "role", "aria-label", "tabindex"]),
    ("strong", &[]),
    ("sup", &["id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["scope", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Elements by hand that a site can allow, with their attributes.
pub(crate) const BY_HAND: &[(&str, &[&str])] = &[
    ("abbr", &["title"]),
    ("b", &["title", "lang"]),
    ("br", &[]),
    ("details", &["open"]),
    ("div", &["title", "dir"]),
    ("i", &["lang"]),
    ("p", &["title"]),
    ("q", &[]),
    ("summary", &[]),
    ("time", &["datetime"]),
];

/// Fails when `html` has an element, an attribute or an address that prose never writes.
#[track_caller]
pub(crate) fn check_prose(source: &str, html: &str) {
    check_prose_with(&[], source, html);
}

/// Fails when `html` has an element, an attribute or an address that is neither of prose nor `allowed`.
#[track_caller]
pub(crate) fn check_prose_with(allowed: &[(&str, &[&str])], source: &str, html: &str) {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or_else(|| panic!("{source:?} → {html}"));
        rest = behind;
        let tag = tag.trim_end_matches('/').trim_end();
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let is_end = name.starts_with('/');
        let known = ELEMENTS.iter().chain(allowed).filter(|(known, _)| *known == name.trim_start_matches('/'));
        let known: Vec<_> = known.flat_map(|(name, attributes)| [&[*name], *attributes].concat()).collect();
        assert!(!known.is_empty(), "<{tag}>: {source:?} → {html}");
        while let Some((name, after)) = attributes.split_once("=\"") {
            let (value, behind) = after.split_once('"').unwrap_or_else(|| panic!("<{tag}>: {source:?} → {html}"));
            attributes = behind.trim_start();
            assert!(!is_end && known.contains(&name), "<{tag}>: {source:?} → {html}");
            let harmless = ["https://", "http://", "mailto:", "../", "#", "pump"];
            let is_address = name == "href" || name == "src";
            let is_harmless =
                harmless.iter().any(|begin| value.get(..begin.len()).is_some_and(|is| is.eq_ignore_ascii_case(begin)));
            assert!(!is_address || is_harmless, "<{tag}>: {source:?} → {html}");
        }
        assert_eq!(attributes, "", "<{tag}>: {source:?} → {html}");
    }
    // What stood for a placeholder while Markdown was parsed is gone.
    let is_foreign = |char: &char| matches!(char, '\u{f0000}'..='\u{ffffd}') && !source.contains(*char);
    assert_eq!(html.chars().find(is_foreign), None, "{source:?} → {html}");
}

const LATEST: &str = "2026-02";

/// The YAML files that may be any bytes; each stands below in a form without errors.
const YAML: &[&str] = &[
    "plaudit.yaml",
    "data/kpis.yaml",
    "data/dimensions.yaml",
    "data/snapshots/2026-02.yaml",
    "data/benchmarks/peers.yaml",
    "data/awards.yaml",
    "data/consents.yaml",
    "data/actions.yaml",
    "data/calendar.yaml",
];

/// The Markdown files that may be any bytes, and where the pages are that show them.
const MARKDOWN: &[(&str, &str)] = &[
    ("content/about.md", "about/"),
    ("content/stories/told.md", "stories/"),
    ("content/scorecards/2026-02.md", "2026-02/index"),
    ("content/kpis/wait.md", "kpis/wait/"),
    ("content/benchmarks/peers.md", "benchmarks/peers/"),
    ("content/index.md", "index"),
    ("content/newsletters/2026-02.md", "newsletters/2026-02/index"),
];

/// A small site without errors.
const SITE: &[(&str, &str)] = &[
    ("plaudit.yaml", "title: Figures\norganisation: A service\nheadline: [wait, calls]\n"),
    (
        "data/kpis.yaml",
        "wait: { name: Waiting, unit: seconds, kind: duration, better: lower, target: 20 }\n\
         calls: { name: Calls, unit: count, kind: count, better: neutral }\n\
         csat: { name: Satisfaction, unit: percent, kind: proportion, better: higher, target: 90 }\n",
    ),
    (
        "data/dimensions.yaml",
        "team: { label: Team, scorecards: true, members: { north: North, south: { name: South, headcount: 12 } } }\n",
    ),
    (
        "data/snapshots/2026-01.yaml",
        "values: { wait: 14s, calls: 120, csat: { value: 88.1, n: 80 } }\nby: { team: { north: { calls: 60 } } }\n",
    ),
    (
        "data/snapshots/2026-02.yaml",
        "values: { wait: 18s, calls: 131, csat: { value: 88.9, n: 84 } }\nby: { team: { north: { calls: 61 } } }\n",
    ),
    (
        "data/benchmarks/peers.yaml",
        "title: Peers\nkind: performance\nagainst: functional\nfieldwork: { from: 2025-11, to: 2026-01 }\n\
         published: 2026-02-01\nmethod: [survey]\nresults: { csat: { peers: [80, 85, 91] } }\n",
    ),
    ("data/awards.yaml", "awards: { star: { name: Star } }\nvalues: { care: { name: Care } }\n"),
    ("data/consents.yaml", "- { person: Ada L., given: 2026-01-01, scope: [site] }\n"),
    ("data/actions.yaml", "- { what: Ask, for: csat, from: 2026-01, due: 2026-04-30, status: open }\n"),
];

/// Makes a site of `SITE` and one file of `files`, and the pages whose addresses begin as is said beside it.
fn in_site(files: &[(&str, &str)], bytes: &[u8]) {
    let Some((which, contents)) = bytes.split_first() else { return };
    let (file, shown_in) = files[usize::from(*which) % files.len()];
    with_file(file, contents, |root| {
        let _ = pages(root, shown_in, &Diagnostics::new());
    });
}

/// Makes what templates get for the pages of the site in `root` whose addresses begin with `shown_in`; the templates
/// themselves are none of its inputs.
fn pages(root: &Path, shown_in: &str, diagnostics: &Diagnostics) -> Result<(), Reported> {
    let site = read::site(root, &read::Options::default(), diagnostics)?;
    let edition = disclose::edition(site.organisation, None, diagnostics)?;
    let findings = analyse::findings(&edition);
    let outline = compose::outline(&findings, &site.look, &BTreeMap::new(), diagnostics);
    compose::proofread(&findings, &outline, &site.look, diagnostics)?;
    for page in outline.pages.iter().filter(|page| page.route.path().starts_with(shown_in)) {
        compose::view(page, &findings, &outline, &site.look, diagnostics);
    }
    compose::review(&findings, diagnostics);
    compose::external_links(&findings);
    compose::sign_off(&findings);
    Ok(())
}

/// Calls `with` for a site of `SITE` in which `file` holds `contents`; the site is kept for the next call.
fn with_file(file: &str, contents: &[u8], with: impl FnOnce(&Path)) {
    thread_local!(static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) });
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| {
            let folder = tempfile::tempdir().expect("a folder can be made");
            SITE.iter().for_each(|(file, text)| put(folder.path(), file, text.as_bytes()));
            folder
        });
        put(folder.path(), file, contents);
        with(folder.path());
        match SITE.iter().find(|(known, _)| *known == file) {
            Some((_, text)) => put(folder.path(), file, text.as_bytes()),
            None => fs::remove_file(folder.path().join(file)).expect("it was just written"),
        }
    });
}

fn put(root: &Path, file: &str, contents: &[u8]) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
    fs::write(path, contents).expect("a file can be written");
}

/// The KPI `wait` of the site in `root` and its seconds in the latest period; `None` when the site has errors.
fn waiting(root: &Path) -> Option<(Kpi, f64)> {
    let site = read::site(root, &read::Options::default(), &Diagnostics::new()).ok()?;
    let kpi = site.organisation.kpis.iter().find(|kpi| kpi.id.as_str() == "wait")?.clone();
    let latest: Period = LATEST.parse().expect("it is a period");
    let series = site.organisation.series.get(&Subject { kpi: kpi.id.clone(), part: None })?;
    match series.at(latest)?.measurement {
        Measurement::Value { value, .. } if kpi.unit == Unit::Seconds => Some((kpi, value)),
        _ => None,
    }
}

/// Everyone's edition of `SITE`.
fn edition() -> Edition {
    let folder = tempfile::tempdir().expect("a folder can be made");
    SITE.iter().for_each(|(file, text)| put(folder.path(), file, text.as_bytes()));
    let site = read::site(folder.path(), &read::Options::default(), &Diagnostics::new()).expect("it has no errors");
    disclose::edition(site.organisation, None, &Diagnostics::new()).expect("it has no errors")
}
