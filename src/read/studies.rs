//! Studies: `data/benchmarks/<study>.yaml`. What every study says is read here, what one kind has in a file of its own.

mod assessment;
mod performance;
mod service_quality;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::{Entry, Map, date};
use super::front_matter;
use super::names::{self, Names};
use super::settings::one_of;
use crate::diagnostic::Problem;
use crate::model::{
    Against, Fieldwork, Kpi, Partners, Period, Practice, Study, StudyId, StudyKind, StudyRevision, StudyTeam, Withdrawn,
};

const KEYS: &[&str] = &[
    "title",
    "kind",
    "against",
    "purpose",
    "question",
    "fieldwork",
    "published",
    "continues",
    "identifier",
    "version",
    "licence",
    "aliases",
    "revisions",
    "withdrawn",
    "method",
    "partners",
    "study_team",
    "practices",
    "audience",
    "extra",
];

/// The kinds of study, with the keys that only they have.
const KINDS: &[(&str, &[&str])] = &[
    ("performance", performance::KEYS),
    ("servqual", service_quality::KEYS),
    ("standard", assessment::STANDARD_KEYS),
    ("process", assessment::STEP_KEYS),
    ("competencies", assessment::STEP_KEYS),
];

/// The KPIs that are understood, by id.
type Kpis<'k> = BTreeMap<&'k str, &'k Kpi>;

/// The study called `id`, without words about it; `None` when something that must be there is missing.
pub(super) fn read(root: Entry<'_>, id: StudyId, names: &Names, kpis: &Kpis<'_>) -> Option<Study> {
    let (kind, own_keys) = kind(root)?;
    let map = root.map(&[KEYS, own_keys].concat())?;
    let title = map.required("title", "what it is called").and_then(|entry| entry.text());
    let against = against(&map, kind);
    let fieldwork = map.required("fieldwork", "when the data were collected: `from` and `to`").and_then(fieldwork);
    let published = map.required("published", "the day it came out").and_then(|entry| entry.date());
    let continues = map.get("continues").and_then(|entry| {
        let other = names.study(entry)?;
        if other == id {
            entry.report(Problem::RefersToItself { key: "continues" });
        }
        Some(other)
    });
    let results = match kind {
        "servqual" => service_quality::read(&map).map(StudyKind::ServiceQuality),
        "standard" => assessment::standard(&map).map(StudyKind::Standard),
        "process" => assessment::steps(&map).map(StudyKind::Process),
        "competencies" => assessment::steps(&map).map(StudyKind::Competencies),
        _ => Some(performance::read(&map, names, kpis)),
    };
    Some(Study {
        purpose: map.text("purpose"),
        question: map.text("question"),
        continues,
        identifier: map.text("identifier"),
        version: map.text("version"),
        licence: map.text("licence"),
        aliases: map.get("aliases").map(front_matter::aliases).unwrap_or_default(),
        revisions: revisions(&map, published),
        withdrawn: map.get("withdrawn").and_then(withdrawn),
        method: map.texts("method"),
        partners: map.get("partners").and_then(partners),
        team: map.get("study_team").and_then(study_team).unwrap_or_default(),
        practices: map.items("practices").iter().filter_map(|entry| practice(*entry)).collect(),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
        body: None,
        id,
        title: title?,
        kind: results?,
        against: against?,
        fieldwork: fieldwork?,
        published: published?,
    })
}

/// Reports that the study cannot continue the one it names, at the place where it says so.
pub(super) fn report_continued(root: Entry<'_>, problem: Problem) {
    match root.below("continues") {
        Some(entry) => entry.report(problem),
        None => root.report_key(problem),
    }
}

/// The kind of the study and its own keys. Other kinds have other keys, so nothing more is said where it is not known.
fn kind(root: Entry<'_>) -> Option<(&'static str, &'static [&'static str])> {
    let kind = root.below("kind").filter(|kind| !kind.is_null());
    let Some(entry) = kind else {
        let expected = "performance, servqual, standard, process or competencies";
        root.report_key(Problem::MissingKey { key: "kind".into(), expected });
        return None;
    };
    let kinds: Vec<_> = KINDS.iter().map(|kind| (kind.0, *kind)).collect();
    entry.one_of(&kinds)
}

/// With whom it was compared. What customers expect and what a standard asks for need not be said again.
fn against(map: &Map<'_>, kind: &str) -> Option<Against> {
    let otherwise = match kind {
        "servqual" => Some(Against::Expectations),
        "standard" => Some(Against::Standard),
        _ => None,
    };
    let entry = match otherwise {
        Some(otherwise) if !map.has("against") => return Some(otherwise),
        _ => map.required("against", "competitors, functional, standard, internal or expectations"),
    };
    entry?.one_of(&[
        ("competitors", Against::Competitors),
        ("functional", Against::Functional),
        ("standard", Against::Standard),
        ("internal", Against::Internal),
        ("expectations", Against::Expectations),
    ])
}

fn fieldwork(entry: Entry<'_>) -> Option<Fieldwork> {
    let map = entry.map(&["from", "to"])?;
    let from = map.required("from", "a day or a period").and_then(|entry| day(entry, Period::first_day));
    let to = map.required("to", "a day or a period").and_then(|entry| day(entry, Period::last_day));
    let (from, to) = (from?, to?);
    if from > to {
        let (low, high) = ("from".into(), "to".into());
        entry.report(Problem::RangeReversed { low, low_is: from.to_string(), high, high_is: to.to_string() });
        return None;
    }
    Some(Fieldwork { from, to })
}

/// A day, or the first or last one of a period.
fn day(entry: Entry<'_>, of_period: impl Fn(Period) -> Date) -> Option<Date> {
    let words = entry.words().unwrap_or_default();
    if let Some(day) = date(&words) {
        return Some(day);
    }
    entry.period(None).map(of_period)
}

fn revisions(map: &Map<'_>, published: Option<Date>) -> Vec<StudyRevision> {
    let Some(list) = map.get("revisions") else { return Vec::new() };
    let revisions: Vec<StudyRevision> = list.items().iter().filter_map(|entry| revision(*entry, published)).collect();
    if !revisions.is_sorted_by_key(|revision| revision.on) {
        list.report_key(Problem::NotInOrder { what: "revisions".into() });
    }
    revisions
}

fn revision(entry: Entry<'_>, published: Option<Date>) -> Option<StudyRevision> {
    let map = entry.map(&["on", "because"])?;
    let day = map.required("on", "the day");
    let on = day.and_then(|entry| entry.date());
    let because = map.required("because", "what was changed and why").and_then(|entry| entry.text());
    if let Some((published, on)) = published.zip(on).filter(|(published, on)| on < published) {
        day?.report(Problem::RevisedEarly { on: on.to_string(), published: published.to_string() });
    }
    Some(StudyRevision { on: on?, because: because? })
}

fn withdrawn(entry: Entry<'_>) -> Option<Withdrawn> {
    let map = entry.map(&["on", "because"])?;
    let on = map.required("on", "the day").and_then(|entry| entry.date());
    let because = map.required("because", "why it no longer stands").and_then(|entry| entry.text());
    Some(Withdrawn { on: on?, because: because? })
}

fn partners(entry: Entry<'_>) -> Option<Partners> {
    let map = entry.map(&["count", "criteria", "names", "publish_names"])?;
    let names = map.texts("names");
    let may_be_named = map.flag("publish_names");
    Some(Partners {
        count: map.get("count").and_then(|entry| entry.whole_in(1..=10_000_000)),
        criteria: map.text("criteria"),
        names: if may_be_named { names } else { Vec::new() },
    })
}

fn study_team(entry: Entry<'_>) -> Option<StudyTeam> {
    let map = entry.map(&["coordinator", "process_owner", "collectors", "analysts", "support", "facilitators"])?;
    Some(StudyTeam {
        coordinator: map.text("coordinator"),
        process_owner: map.text("process_owner"),
        collectors: map.texts("collectors"),
        analysts: map.texts("analysts"),
        support: map.texts("support"),
        facilitators: map.texts("facilitators"),
    })
}

fn practice(entry: Entry<'_>) -> Option<Practice> {
    let map = entry.map(&["what", "seen_at", "adopt"])?;
    let what = map.required("what", "what others do").and_then(|entry| entry.text());
    let adopt =
        [("yes", Some(true)), ("no", Some(false)), ("true", Some(true)), ("false", Some(false)), ("open", None)];
    Some(Practice { what: what?, seen_at: map.text("seen_at"), adopt: one_of(&map, "adopt", &adopt).unwrap_or(None) })
}

/// The id that the name of a study's file spells; `None` when it cannot be one.
pub(super) fn id_of(stem: &str) -> Result<StudyId, Problem> {
    names::id(stem, names::ID_RULE, StudyId::new)
}
