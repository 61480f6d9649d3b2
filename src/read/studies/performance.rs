//! `kind: performance`: KPIs with those of others, and the weights of the balanced score.

use super::Kpis;
use crate::diagnostic::Problem;
use crate::model::{Benchmark, Comparable, Distribution, Kpi, ScoreWeight, StudyKind, weights_add_up};
use crate::read::entry::{Entry, Map};
use crate::read::names::Names;
use crate::read::settings::one_of;
use crate::read::values;

/// The keys that only this kind has.
pub(super) const KEYS: &[&str] = &["results", "weights"];

const RESULT_KEYS: &[&str] =
    &["peers", "n", "worst", "p25", "median", "p75", "best", "average", "read_off", "their_definition", "comparable"];

/// What is compared, and how much each KPI weighs.
pub(super) fn read(map: &Map<'_>, names: &Names, kpis: &Kpis<'_>) -> StudyKind {
    let results = map.required("results", "a map from KPI to the others' values").map(|entry| entry.entries());
    let results = results.unwrap_or_default();
    let weights: Vec<_> = map.entries("weights").iter().filter_map(|entry| weight(*entry, names, kpis)).collect();
    if let Some(entry) = map.get("weights") {
        note_sum(entry, weights.iter().map(|weight| weight.weight).sum());
    }
    StudyKind::Performance {
        results: results.iter().filter_map(|entry| benchmark(*entry, names, kpis)).collect(),
        weights,
    }
}

/// Notes weights that are meant as points of 100, or as shares of 1, and do not add up to that.
pub(super) fn note_sum(entry: Entry<'_>, sum: f64) {
    if !weights_add_up(sum) && sum > 0.0 {
        entry.report_key(Problem::WeightsDoNotAddUp { sum });
    }
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
