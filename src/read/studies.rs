//! Studies: `data/benchmarks/<study>.yaml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::{Entry, Map, date};
use super::front_matter;
use super::names::{self, Names};
use super::settings::one_of;
use super::values;
use crate::diagnostic::Problem;
use crate::model::{
    Against, Benchmark, Comparable, Distribution, Fieldwork, Kpi, Partners, Period, Practice, ScoreWeight, Study,
    StudyId, StudyKind, StudyTeam, Withdrawn,
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
    "withdrawn",
    "method",
    "partners",
    "study_team",
    "results",
    "weights",
    "practices",
    "audience",
    "extra",
];

const RESULT_KEYS: &[&str] =
    &["peers", "n", "worst", "p25", "median", "p75", "best", "average", "read_off", "their_definition", "comparable"];

/// The KPIs that are understood, by id.
type Kpis<'k> = BTreeMap<&'k str, &'k Kpi>;

/// The study called `id`, without words about it; `None` when something that must be there is missing.
pub(super) fn read(root: Entry<'_>, id: StudyId, names: &Names, kpis: &Kpis<'_>) -> Option<Study> {
    if !is_performance(root)? {
        return None;
    }
    let map = root.map(KEYS)?;
    let title = map.required("title", "what it is called").and_then(|entry| entry.text());
    let against = map.required("against", "competitors, functional, standard or internal").and_then(|entry| {
        entry.one_of(&[
            ("competitors", Against::Competitors),
            ("functional", Against::Functional),
            ("standard", Against::Standard),
            ("internal", Against::Internal),
        ])
    });
    let fieldwork = map.required("fieldwork", "when the data were collected: `from` and `to`").and_then(fieldwork);
    let published = map.required("published", "the day it came out").and_then(|entry| entry.date());
    let continues = map.get("continues").and_then(|entry| {
        let other = names.study(entry)?;
        if other == id {
            entry.report(Problem::RefersToItself { key: "continues" });
        }
        Some(other)
    });
    let results = map.required("results", "a map from KPI to the others' values").map(|entry| entry.entries());
    let results = results.unwrap_or_default();
    let kind = StudyKind::Performance {
        results: results.iter().filter_map(|entry| benchmark(*entry, names, kpis)).collect(),
        weights: map.entries("weights").iter().filter_map(|entry| weight(*entry, names, kpis)).collect(),
    };
    Some(Study {
        kind,
        purpose: map.text("purpose"),
        question: map.text("question"),
        continues,
        identifier: map.text("identifier"),
        version: map.text("version"),
        licence: map.text("licence"),
        aliases: map.get("aliases").map(front_matter::aliases).unwrap_or_default(),
        withdrawn: map.get("withdrawn").and_then(withdrawn),
        method: map.texts("method"),
        partners: map.get("partners").and_then(partners),
        team: map.get("study_team").and_then(study_team).unwrap_or_default(),
        practices: map.items("practices").iter().filter_map(|entry| practice(*entry)).collect(),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
        body: None,
        id,
        title: title?,
        against: against?,
        fieldwork: fieldwork?,
        published: published?,
    })
}

/// Whether the study is of the kind that is supported; other kinds have other keys, so nothing more is said of them.
fn is_performance(root: Entry<'_>) -> Option<bool> {
    let kinds = ["performance", "servqual", "standard", "process", "competencies"].map(|kind| (kind, kind));
    let Some(entry) = root.entries().into_iter().find(|entry| entry.name() == "kind").filter(|kind| !kind.is_null())
    else {
        root.report_key(Problem::MissingKey { key: "kind".into(), expected: "performance" });
        return None;
    };
    let kind = entry.one_of(&kinds)?;
    if kind != "performance" {
        entry.report(Problem::NotSupportedYet { what: format!("a study of the kind `{kind}`") });
    }
    Some(kind == "performance")
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

fn benchmark(entry: Entry<'_>, names: &Names, kpis: &Kpis<'_>) -> Option<Benchmark> {
    let id = names.kpi_key(entry);
    let map = entry.map(RESULT_KEYS)?;
    let kpi = kpis.get(id.as_ref()?.as_str())?;
    let comparable = [
        ("yes", Comparable::Yes),
        ("partly", Comparable::Partly),
        ("no", Comparable::No),
        ("true", Comparable::Yes),
        ("false", Comparable::No),
    ];
    let distribution = distribution(&map, kpi);
    Some(Benchmark {
        kpi: id?,
        their_definition: map.text("their_definition"),
        comparable: one_of(&map, "comparable", &comparable).unwrap_or(Comparable::Yes),
        distribution: distribution?,
    })
}

fn distribution(map: &Map<'_>, kpi: &Kpi) -> Option<Distribution> {
    let value = |key| map.get(key).and_then(|entry| values::in_unit(entry, kpi));
    let number_of_peers = || map.get("n").and_then(|entry| entry.whole_in(1..=10_000_000));
    let has = |keys: &[&'static str]| keys.iter().any(|key| map.has(key));
    let sorts = (has(&["peers"]), has(&["p25", "median", "p75", "best", "worst"]), has(&["average", "read_off"]));
    let wrong = |found| {
        map.entry().report_key(Problem::NotADistribution { found });
        None
    };
    match sorts {
        (true, false, false) => peers(map, kpi),
        (false, true, false) => {
            let quartile = |key, expected| map.required(key, expected).and_then(|entry| values::in_unit(entry, kpi));
            let p25 = quartile("p25", "the lower quartile");
            let median = quartile("median", "the median");
            let p75 = quartile("p75", "the upper quartile");
            let (best, worst, n) = (value("best"), value("worst"), number_of_peers());
            let (p25, median, p75) = (p25?, median?, p75?);
            if !(p25 <= median && median <= p75) {
                map.entry().report_key(Problem::QuartilesOutOfOrder { p25, median, p75 });
                return None;
            }
            Some(Distribution::Summary { n, p25, median, p75, best, worst })
        }
        (false, false, true) => {
            let average = map.required("average", "the others' average");
            let average = average.and_then(|entry| values::in_unit(entry, kpi));
            let read_off = map.get("read_off").and_then(|entry| {
                let found = values::amount(entry, kpi.unit)?;
                if found < 0.0 {
                    entry.report(Problem::OutOfRange { what: "read_off".into(), found, expected: "0 or more".into() });
                }
                Some(found)
            });
            Some(Distribution::Average { average: average?, read_off, n: number_of_peers() })
        }
        (false, false, false) => wrong("no figures of the others"),
        _ => wrong("figures of the others in more than one form"),
    }
}

fn peers(map: &Map<'_>, kpi: &Kpi) -> Option<Distribution> {
    let entry = map.get("peers")?;
    let items = entry.items();
    let mut peers: Vec<f64> = items.iter().filter_map(|item| values::in_unit(*item, kpi)).collect();
    if entry.is_list() && items.is_empty() {
        let expected = "one value for each of the others".into();
        entry.report(Problem::EmptyList { what: "peers".into(), expected });
    }
    if let Some(n) = map.get("n").and_then(|entry| entry.whole())
        && n != items.len() as u64
    {
        let expected = format!("{}, the number of `peers`", items.len());
        map.get("n")?.report(Problem::OutOfRange { what: "n".into(), found: n as f64, expected });
    }
    peers.sort_by(f64::total_cmp);
    (!peers.is_empty()).then_some(Distribution::Peers(peers))
}

fn weight(entry: Entry<'_>, names: &Names, kpis: &Kpis<'_>) -> Option<ScoreWeight> {
    let id = names.kpi_key(entry);
    let map = entry.map(&["weight", "worst", "best"])?;
    let weight_entry = map.required("weight", "how much it weighs");
    let weight = weight_entry.and_then(|entry| entry.number());
    let id = id?;
    let kpi = kpis.get(id.as_str())?;
    let end = |key, expected| map.required(key, expected).and_then(|entry| values::in_unit(entry, kpi));
    let worst = end("worst", "the value that scores 0");
    let best = end("best", "the value that scores 100");
    let (weight, worst, best) = (weight?, worst?, best?);
    if weight <= 0.0 {
        let problem = Problem::OutOfRange { what: "weight".into(), found: weight, expected: "above 0".into() };
        weight_entry.unwrap_or(entry).report(problem);
        return None;
    }
    if worst == best {
        entry.report_key(Problem::WorstIsBest { value: best });
        return None;
    }
    Some(ScoreWeight { kpi: id, weight, worst, best })
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
