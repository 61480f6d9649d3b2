//! Settings: `plaudit.yaml`.

use super::entry::{Entry, Map, shortened};
use super::names::{ID_RULE, Names};
use crate::diagnostic::{Problem, nearest};
use crate::model::{AudienceId, BaseUrl, Disclosure, DisclosureMode, KpiId, RawHtml, Settings, Threshold};

const KEYS: &[&str] = &[
    "title",
    "organisation",
    "language",
    "base_url",
    "theme",
    "year_starts",
    "headline",
    "audiences",
    "disclosure",
    "individuals",
    "approval",
    "markdown",
    "questions",
    "extra",
];

const MONTHS: &[(&str, u8)] = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];

/// The theme that is always there.
pub(super) const DEFAULT_THEME: &str = "default";

/// More leading KPIs than a reader keeps in mind.
const MANY: usize = 5;

/// What `plaudit.yaml` says; `None` when something that must be there is missing.
pub(super) fn read(root: Entry<'_>, names: &Names) -> Option<Settings> {
    let map = root.map(KEYS)?;
    let title = map.required("title", "the name of the site").and_then(|entry| entry.text());
    let organisation = map.required("organisation", "the name of the organisation").and_then(|entry| entry.text());
    Some(Settings {
        language: map.get("language").and_then(language).unwrap_or_else(|| "en-GB".into()),
        base_url: map.get("base_url").and_then(base_url),
        theme: map.get("theme").and_then(|entry| theme(entry, names)).unwrap_or_else(|| DEFAULT_THEME.into()),
        year_starts: map.get("year_starts").and_then(|entry| entry.one_of(MONTHS)).unwrap_or(1),
        headline: headline(&map, names),
        audiences: audiences(&map),
        disclosure: map
            .get("disclosure")
            .and_then(|entry| disclosure(entry, Disclosure::default()))
            .unwrap_or_default(),
        individuals_allowed: one_of(&map, "individuals", &[("allowed", true), ("forbidden", false)]).unwrap_or(true),
        approval_required: one_of(&map, "approval", &[("required", true), ("optional", false)]).unwrap_or(false),
        raw_html: map.get("markdown").and_then(raw_html).unwrap_or_default(),
        questions: questions(&map),
        title: title?,
        organisation: organisation?,
    })
}

/// How small numbers are protected; what is not said is as in `otherwise`.
pub(super) fn disclosure(entry: Entry<'_>, otherwise: Disclosure) -> Option<Disclosure> {
    let map = entry.map(&["threshold", "mode", "min_headcount"])?;
    let modes = [("suppress", DisclosureMode::Suppress), ("round5", DisclosureMode::Round5)];
    let number = |key| map.get(key).and_then(|entry| entry.whole_in::<u32>(0..=1_000));
    Some(Disclosure {
        threshold: number("threshold").map_or(otherwise.threshold, u64::from),
        mode: one_of(&map, "mode", &modes).unwrap_or(otherwise.mode),
        min_headcount: number("min_headcount").unwrap_or(otherwise.min_headcount),
    })
}

/// One of a few words under a key, if any.
pub(super) fn one_of<T: Clone>(map: &Map<'_>, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
    map.get(key)?.one_of(words)
}

/// The narrower audiences; ids that cannot be one are reported and left out.
fn audiences(map: &Map<'_>) -> Vec<AudienceId> {
    let mut audiences = Vec::new();
    for entry in map.get("audiences").map(|entry| entry.one_or_more()).unwrap_or_default() {
        let Some(text) = entry.text() else { continue };
        match AudienceId::new(&text) {
            None => entry.report(Problem::NotAnId { found: shortened(&text), rule: ID_RULE }),
            Some(id) if audiences.contains(&id) => entry.report(Problem::ListedTwice { what: text }),
            Some(id) => audiences.push(id),
        }
    }
    audiences
}

/// The leading KPIs; the first five of the catalogue where nothing is said.
fn headline(map: &Map<'_>, names: &Names) -> Vec<KpiId> {
    let Some(entry) = map.get("headline") else {
        return names.kpis.iter().flatten().take(MANY).cloned().collect();
    };
    let items = entry.one_or_more();
    if items.len() > MANY {
        entry.report_key(Problem::HeadlineLength { found: items.len() });
    }
    if items.is_empty() {
        entry.report_key(Problem::EmptyList { what: "headline".into(), expected: "one to five KPIs".into() });
    }
    names.kpis_once(items)
}

fn language(entry: Entry<'_>) -> Option<String> {
    let language = entry.text()?;
    let (first, rest) = language.split_once('-').unwrap_or((&language, "en"));
    let is_tag = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !first.eq_ignore_ascii_case("en") || !is_tag {
        entry.report(Problem::LanguageNotSupported { language: shortened(&language) });
        return None;
    }
    Some(language)
}

fn base_url(entry: Entry<'_>) -> Option<BaseUrl> {
    let found = entry.text()?;
    let address = BaseUrl::new(&found);
    if address.is_none() {
        entry.report(Problem::NotAnAddress { found: shortened(&found) });
    }
    address
}

fn theme(entry: Entry<'_>, names: &Names) -> Option<String> {
    let name = entry.text()?;
    if !names.themes.contains(&name) {
        let nearest = nearest(&name, names.themes.iter().map(String::as_str));
        entry.report(Problem::UnknownTheme { name: shortened(&name), nearest });
        return None;
    }
    Some(name)
}

/// What becomes of HTML among Markdown: `markdown: { html: sanitised }`.
fn raw_html(entry: Entry<'_>) -> Option<RawHtml> {
    let map = entry.map(&["html"])?;
    one_of(&map, "html", &[("escaped", RawHtml::Escaped), ("sanitised", RawHtml::Sanitised)])
}

/// Thresholds by the name of their question; all are greater than 0.
fn questions(map: &Map<'_>) -> Vec<(String, f64)> {
    let names: Vec<&'static str> = Threshold::ALL.into_iter().map(Threshold::name).collect();
    let Some(map) = map.get("questions").and_then(|entry| entry.map(&names)) else { return Vec::new() };
    let said = names.into_iter().filter_map(|name| {
        let entry = map.get(name)?;
        let number = entry.number()?;
        if number > 0.0 {
            return Some((name.to_owned(), number));
        }
        let expected = "more than 0".to_owned();
        entry.report(Problem::OutOfRange { what: name.to_owned(), found: number, expected });
        None
    });
    said.collect()
}
