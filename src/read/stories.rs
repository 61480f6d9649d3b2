//! Stories: `content/stories/*.md`, with their people, their lead and their picture checked.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::entry::{Entry, Map, shortened};
use super::figures::FigureLookup;
use super::files::{parts, parts_of, stem};
use super::front_matter::is_address_part;
use super::values::amount;
use super::writing::Desk;
use super::yaml::Source;
use crate::diagnostic::{Problem, nearest};
use crate::model::{Consent, ConsentLack, ConsentScope, Image, Lead, PartId, Quote, Story, StoryKind};

const KEYS: &[&str] = &[
    "kind",
    "recognises",
    "nominated_by",
    "award",
    "values",
    "lead",
    "challenge",
    "action",
    "result",
    "quote",
    "image",
    "anonymise",
];

const KINDS: &[(&str, StoryKind)] = &[
    ("hero", StoryKind::Hero),
    ("thanks", StoryKind::Thanks),
    ("voice", StoryKind::Voice),
    ("learning", StoryKind::Learning),
    ("elsewhere", StoryKind::Elsewhere),
];

/// What stories are checked against.
pub(super) struct Register<'c> {
    /// `None` when the register could not be read: then nobody is called missing.
    pub(super) consents: Option<&'c [Consent]>,
    /// Today, where the caller knows it: a consent that has expired meanwhile is refused too.
    pub(super) today: Option<Date>,
    pub(super) figures: &'c FigureLookup<'c>,
    /// The files beside the words.
    pub(super) attachments: &'c [PathBuf],
}

/// The story in `source`; `None` when it is not published, or something that must be there is missing.
pub(super) fn read(source: &Source<'_>, desk: &Desk<'_>, register: &Register<'_>) -> Option<Story> {
    let file = &source.file;
    desk.read(source, KEYS, |heading, map, body| {
        let Some(map) = map else {
            let expected = "a head with `title`, `kind` and `date`";
            desk.report(Problem::MissingKey { key: "kind".into(), expected }, file);
            return None;
        };
        map.required("title", "the story in few words");
        map.required("date", "the day it was told");
        let kind = map.required("kind", "hero, thanks, voice, learning or elsewhere");
        let kind = kind.and_then(|entry| entry.one_of(KINDS));
        let slug = heading.slug.clone().unwrap_or_else(|| without_date(stem(file)).to_lowercase());
        if !is_address_part(&slug) {
            desk.report(Problem::NotAnAddressPart { found: shortened(&slug) }, file);
        }
        let is_published = desk.publishes(&heading, file, Some(&format!("stories/{slug}")));
        let anonymise = map.flag("anonymise");
        let named = named(map, desk);
        if is_published && !anonymise {
            register.report_refusals(&named.people, desk);
            register.report_refusals(named.nominated_by.as_slice(), desk);
        }
        let story = Story {
            slug,
            name: stem(file).to_owned(),
            nominated_by: named.nominated_by.map(|(name, _)| name),
            people: named.people.into_iter().map(|(name, _)| name).collect(),
            parts: named.parts,
            award: map.get("award").and_then(|entry| desk.names.award(entry)),
            values: map
                .get("values")
                .map(|entry| entry.one_or_more())
                .unwrap_or_default()
                .iter()
                .filter_map(|entry| desk.names.value(*entry))
                .collect(),
            lead: map.get("lead").and_then(|entry| lead(entry, is_published, desk, register)),
            challenge: map.text("challenge"),
            action: map.text("action"),
            result: map.text("result"),
            quote: map.get("quote").and_then(quote),
            image: map.get("image").and_then(|entry| image(entry, file, register.attachments)),
            anonymise,
            audience: heading.audience.clone(),
            kind: kind?,
            date: heading.date?,
            heading,
            body,
        };
        is_published.then_some(story)
    })
}

/// Whom a story names, each person with the place of the name.
struct Named<'d> {
    people: Vec<(String, Entry<'d>)>,
    parts: Vec<PartId>,
    nominated_by: Option<(String, Entry<'d>)>,
}

fn named<'d>(map: &Map<'d>, desk: &Desk<'_>) -> Named<'d> {
    let person = |entry: Entry<'d>| Some((entry.text()?, entry));
    let mut named = Named { people: Vec::new(), parts: Vec::new(), nominated_by: None };
    named.nominated_by = map.get("nominated_by").and_then(person);
    for entry in map.get("recognises").map(|entry| entry.one_or_more()).unwrap_or_default() {
        // People's names have no slash; a part of the organisation always has one.
        if entry.words().is_some_and(|words| words.contains('/')) {
            named.parts.extend(desk.names.part(entry));
        } else {
            named.people.extend(person(entry));
        }
    }
    named
}

impl Register<'_> {
    /// Why people whom a story names may not be named in newsletters; nothing of those who may not be named at all, of
    /// whom the story itself speaks.
    pub(super) fn refusals_to_be_mailed(&self, story: &Story, now: Option<Date>) -> impl Iterator<Item = Problem> {
        let on_site = move |person: &&String| self.refusal(person, ConsentScope::Site, now).is_none();
        let refusal = move |person: &String| self.refusal(person, ConsentScope::Newsletter, now);
        story.names().filter(on_site).filter_map(refusal)
    }

    /// Reports everybody in `people` who has not agreed to be named on the site.
    fn report_refusals(&self, people: &[(String, Entry<'_>)], desk: &Desk<'_>) {
        for (name, entry) in people {
            if let Some(problem) = self.refusal(name, ConsentScope::Site, desk.now) {
                entry.report(problem);
            }
        }
    }

    /// Why `person` may not be named there; `None` when an entry of the register allows it.
    ///
    /// An entry must hold at the site's now, and today where the caller knows that.
    fn refusal(&self, person: &str, scope: ConsentScope, now: Option<Date>) -> Option<Problem> {
        let consents = self.consents?;
        let own: Vec<_> = consents.iter().filter(|consent| consent.person == person).collect();
        let Some(last) = own.last() else {
            let nearest = nearest(person, consents.iter().map(|consent| consent.person.as_str()));
            return Some(Problem::NoConsent { person: shortened(person), nearest });
        };
        let lack = |consent: &Consent| {
            // Without any period nothing is published, and only what does not depend on the day is said.
            let days = [now.unwrap_or(consent.given), now.max(self.today).unwrap_or(consent.given)];
            days.into_iter().find_map(|day| consent.lack(scope, day))
        };
        if own.iter().any(|consent| lack(consent).is_none()) {
            return None;
        }
        let person = person.to_owned();
        Some(match (lack(last)?, scope) {
            (ConsentLack::Expired(until), _) => Problem::ConsentExpired { person, until: until.to_string() },
            (ConsentLack::NotYet(given), _) => Problem::ConsentNotYet { person, given: given.to_string() },
            (ConsentLack::NotThere, ConsentScope::Site) => Problem::ConsentNotForSite { person },
            (ConsentLack::NotThere, ConsentScope::Newsletter) => Problem::ConsentNotForNewsletter { person },
            (ConsentLack::NotThere, ConsentScope::Archive) => Problem::ConsentNotForArchive { person },
        })
    }
}

/// A KPI that moved, checked against the figures if the story `is_published`, or words.
fn lead(entry: Entry<'_>, is_published: bool, desk: &Desk<'_>, register: &Register<'_>) -> Option<Lead> {
    if !entry.is_map() {
        return entry.text().map(Lead::Text);
    }
    let map = entry.map(&["kpi", "from", "to"])?;
    let id = map.required("kpi", "the KPI that moved").and_then(|entry| desk.names.kpi(entry));
    let (from, to) = (map.required("from", "what it was"), map.required("to", "what it became"));
    let id = id?;
    let kpi = register.figures.kpis.get(id.as_str())?;
    let checked = |entry: Entry<'_>| {
        let value = amount(entry, kpi.unit)?;
        let decimals = match entry.words() {
            Some(words) if entry.is_number() => words.split_once('.').map_or(0, |(_, digits)| digits.len()),
            _ => usize::from(kpi.decimals),
        };
        // A month ago may have been the first; without any figure there is nothing to check against.
        let is_checked = is_published && !register.figures.periods.is_empty();
        if is_checked && !register.figures.has(kpi, value, decimals) {
            entry.report(Problem::LeadNotInData { kpi: kpi.id.to_string(), value });
        }
        Some(value)
    };
    let (from, to) = (from.and_then(checked), to.and_then(checked));
    Some(Lead::Figures { kpi: id, from: from?, to: to? })
}

fn quote(entry: Entry<'_>) -> Option<Quote> {
    if !entry.is_map() {
        return entry.text().map(|text| Quote { text, by: None });
    }
    let map = entry.map(&["text", "by"])?;
    let text = map.required("text", "what was said").and_then(|entry| entry.text());
    Some(Quote { text: text?, by: map.text("by") })
}

fn image(entry: Entry<'_>, story: &Path, attachments: &[PathBuf]) -> Option<Image> {
    let map = entry.map(&["file", "alt"])?;
    let alt = map.required("alt", "what the picture shows, for those who do not see it").and_then(|entry| entry.text());
    let file_entry = map.required("file", "the picture, beside the story")?;
    let named = file_entry.text()?;
    let folder = story.parent()?;
    let Some(file) = beside(folder, &named) else {
        file_entry.report(Problem::LeavesSite { path: shortened(&named) });
        return None;
    };
    if !Image::is_picture(&named) {
        file_entry.report(Problem::NotAPicture { path: shortened(&named) });
        return None;
    }
    if !attachments.contains(&file) {
        let looked_in = parts_of(file.parent().unwrap_or(folder));
        file_entry.report(Problem::FileNotFound { path: shortened(&named), looked_in });
        return None;
    }
    Some(Image { file, alt: alt? })
}

/// The file that `path` names from `folder` on; `None` when it leads out of the site.
fn beside(folder: &Path, path: &str) -> Option<PathBuf> {
    if path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut steps: Vec<&str> = parts(folder);
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.iter().collect())
}

/// The name of a story without the day or month it begins with: `2026-10-refunds` is `refunds`.
fn without_date(name: &str) -> &str {
    let digits =
        |text: &str, count: usize| text.len() >= count && text.as_bytes()[..count].iter().all(u8::is_ascii_digit);
    let part = |text: &'_ str, count| digits(text, count) && text.as_bytes().get(count) == Some(&b'-');
    let Some(rest) = part(name, 4).then(|| &name[5..]).filter(|rest| part(rest, 2)).map(|rest| &rest[3..]) else {
        return name;
    };
    let rest = if part(rest, 2) { &rest[3..] } else { rest };
    if rest.is_empty() { name } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_front_is_not_part_of_the_address() {
        for (name, address) in [
            ("2026-10-refunds", "refunds"),
            ("2026-10-14-refunds", "refunds"),
            ("refunds-2026-10", "refunds-2026-10"),
            ("2026-10", "2026-10"),
            ("2026-10-", "2026-10-"),
            ("2026-refunds", "2026-refunds"),
            ("ü026-10-x", "ü026-10-x"),
        ] {
            assert_eq!(without_date(name), address, "{name}");
        }
    }

    #[test]
    fn a_path_never_leads_out_of_the_site() {
        let from = |path| beside(Path::new("content/stories"), path);
        assert_eq!(from("a.jpg"), Some("content/stories/a.jpg".into()));
        assert_eq!(from("../images/./a.jpg"), Some("content/images/a.jpg".into()));
        for path in ["/etc/passwd", "../../../x", r"..\x", "C:x", r"\\host\x", "a\0b", "file:///x"] {
            assert_eq!(from(path), None, "{path}");
        }
    }
}
