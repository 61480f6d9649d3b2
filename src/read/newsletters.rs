//! Newsletters: `content/newsletters/2026-10.md`.

use super::entry::{Entry, shortened};
use super::files::stem;
use super::stories::Register;
use super::writing::Desk;
use super::yaml::Source;
use crate::diagnostic::{Problem, nearest};
use crate::model::{Newsletter, Period, Sender, Story};

const KEYS: &[&str] = &["period", "subject", "preheader", "stories", "kpis", "from"];

/// Mail programs show about so many letters of a preheader, and fill what is shorter with the words that follow.
const PREHEADER: std::ops::RangeInclusive<usize> = 40..=90;

/// The newsletter in `source`; `None` when it is not published, or something that must be there is missing.
pub(super) fn read(
    source: &Source<'_>,
    desk: &Desk<'_>,
    stories: &[Story],
    register: &Register<'_>,
) -> Option<Newsletter> {
    let file = &source.file;
    let path = stem(file).to_uppercase().parse::<Period>();
    if path.is_err() {
        desk.report(Problem::NotAPeriod { found: shortened(stem(file)) }, file);
    }
    desk.read(source, KEYS, |heading, map, body| {
        let Some(map) = map else {
            let expected = "a head with `title`, `period` and `subject`";
            desk.report(Problem::MissingKey { key: "subject".into(), expected }, file);
            return None;
        };
        map.required("title", "what the issue is called");
        let period = map.required("period", "the period it is about").and_then(|entry| {
            let inside = entry.period(desk.names.period_kind)?;
            if let Some(path) = path.as_ref().ok().filter(|path| **path != inside) {
                entry.report(Problem::PeriodNotInPath { inside: inside.to_string(), path: path.to_string() });
            }
            Some(inside)
        });
        let subject = map.required("subject", "the subject of the e-mail").and_then(line);
        let preheader = map.get("preheader").and_then(|entry| {
            let text = line(entry)?;
            let letters = text.chars().count();
            if !PREHEADER.contains(&letters) {
                entry.report(Problem::PreheaderLength { letters });
            }
            Some(text)
        });
        let from = map.get("from").and_then(|entry| {
            if !entry.is_map() {
                return Some(Sender { name: line(entry)?, address: None });
            }
            let map = entry.map(&["name", "address"])?;
            let name = map.required("name", "in whose name it is sent").and_then(line);
            let address = map.get("address").and_then(mailbox);
            Some(Sender { name: name?, address })
        });
        let kpis = map.get("kpis").map(|list| desk.names.kpis_once(list.one_or_more()));
        let period = period.filter(|period| path.as_ref() == Ok(period))?;
        if desk.publishes_about(period, &heading, file, &format!("newsletters/{period}")) {
            let told = map.get("stories").map(|list| told(list, stories, desk, register));
            return Some(Newsletter { period, subject: subject?, preheader, stories: told, kpis, from, heading, body });
        }
        None
    })
}

/// A text on one line: it becomes a header of a mail, or stands where only one line is shown.
fn line(entry: Entry<'_>) -> Option<String> {
    let text = entry.text()?;
    if text.contains(char::is_control) || text.contains(['\u{2028}', '\u{2029}']) {
        entry.report(Problem::MoreThanOneLine { what: entry.name().into() });
        return None;
    }
    Some(text)
}

/// An address that can stand in the header of a mail.
fn mailbox(entry: Entry<'_>) -> Option<String> {
    let text = entry.text()?;
    if !Sender::is_mailbox(&text) {
        entry.report(Problem::NotAMailbox { found: shortened(&text) });
        return None;
    }
    Some(text)
}

/// The stories that are named, each once; everybody in them must have agreed to be named in newsletters.
fn told(list: Entry<'_>, stories: &[Story], desk: &Desk<'_>, register: &Register<'_>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for entry in list.one_or_more() {
        let Some(named) = entry.text() else { continue };
        let Some(story) = stories.iter().find(|story| story.name == named || story.slug == named) else {
            if !desk.is_left_out(&format!("content/stories/{named}.md")) {
                let nearest = nearest(&named, stories.iter().map(|story| story.name.as_str()));
                entry.report(Problem::UnknownStory { name: shortened(&named), nearest });
            }
            continue;
        };
        if told.contains(&story.slug) {
            entry.report(Problem::ListedTwice { what: named });
            continue;
        }
        for problem in register.refusals_to_be_mailed(story, desk.now) {
            entry.report(problem);
        }
        told.push(story.slug.clone());
    }
    told
}
