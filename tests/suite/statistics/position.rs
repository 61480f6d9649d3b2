//! Quantiles, ranks, gaps and the balanced score against R, scipy and exact arithmetic.

use plaudit::analyse::{
    Quartile, ScoreItem, balanced_score, favourable_percentile, gap, percentile_rank, quantile, quantile_groups,
};
use plaudit::model::{Better, Distribution};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same};

#[test]
fn quantiles_are_those_of_r() {
    for case in cases("quantiles.json") {
        let id = case["id"].as_str().unwrap();
        let sorted = sorted(&case["input"]["values"]);
        let expected = numbers(&case["expected"]["r_stats"]["type7"]);
        for (share, expected) in numbers(&case["input"]["probs"]).into_iter().zip(expected) {
            same(quantile(&sorted, share.unwrap()), expected, &format!("{id}, {share:?}"));
        }
    }
}

#[test]
fn quantile_groups_are_those_of_phe() {
    for case in cases("quantiles.json") {
        let id = case["id"].as_str().unwrap();
        let values: Vec<f64> = numbers(&case["input"]["values"]).into_iter().map(Option::unwrap).collect();
        for (highest_first, name) in [(true, "quartile_high_is_1"), (false, "quartile_low_is_1")] {
            let expected = numbers(&case["expected"]["phe_quantile"][name]);
            let expected: Option<Vec<usize>> = expected.into_iter().map(|it| it.map(|it| it as usize)).collect();
            assert_eq!(quantile_groups(&values, 4, highest_first), expected, "{id} {name}");
        }
    }
    assert_eq!(quantile_groups(&[], 0, true), None);
}

#[test]
fn percentile_ranks_are_those_of_scipy() {
    for case in cases("quantiles.json") {
        let id = case["id"].as_str().unwrap();
        let values = sorted(&case["input"]["values"]);
        let expected = numbers(&case["expected"]["percentileofscore"]["mean"]);
        for (score, expected) in numbers(&case["input"]["scores"]).into_iter().zip(expected) {
            let what = format!("{id}, {score:?}");
            same(percentile_rank(&values, score.unwrap()), expected, &what);
            let mirrored = Distribution::Peers(values.iter().rev().map(|value| -value).collect());
            same(favourable_percentile(&mirrored, -score.unwrap(), Better::Lower), expected, &what);
        }
    }
}

#[test]
fn gaps_are_as_defined() {
    let cases = cases_of("benchmark");
    assert_eq!(cases.len(), 14);
    for case in cases {
        let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
        let better = match input["direction"].as_str().unwrap() {
            "increase" => Better::Higher,
            _ => Better::Lower,
        };
        let field = distribution(input);
        let gap = gap(input["value"].as_f64().unwrap(), &field, better).unwrap();
        let check = |ours, field: &str| same(ours, number(&expected[field]), &format!("{id}, {field}"));
        check(Some(gap.benchmark), "median");
        check(gap.advantage, "gap_to_median");
        check(gap.advantage_percent, "gap_pct");
        check(gap.advantage_normalised, "gap_normalised");
        check(gap.advantage_to_best, "gap_to_best");
        check(gap.percentile, "favourable_percentile");
        let quartile = match gap.quartile.unwrap() {
            Quartile::Top => "top",
            Quartile::Second => "second",
            Quartile::Third => "third",
            Quartile::Bottom => "bottom",
        };
        assert_eq!(quartile, expected["quartile"], "{id}");
        if let Distribution::Peers(peers) = &field {
            check(quantile(peers, 0.25), "p25");
            check(quantile(peers, 0.75), "p75");
        }
    }
}

#[test]
fn balanced_scores_are_as_defined() {
    let cases = cases_of("balanced");
    assert_eq!(cases.len(), 7);
    for case in cases {
        let (id, expected) = (case["id"].as_str().unwrap(), &case["expected"]);
        let item = |item: &Value| ScoreItem {
            weight: item["weight"].as_f64().unwrap(),
            worst: item["worst"].as_f64().unwrap(),
            best: item["best"].as_f64().unwrap(),
            value: number(&item["value"]),
        };
        let items: Vec<_> = case["input"]["items"].as_array().unwrap().iter().map(item).collect();
        let score = balanced_score(&items);
        let expected_scores = numbers(&expected["scores"]);
        assert_eq!(score.scores.len(), expected_scores.len(), "{id}");
        for (ours, theirs) in score.scores.iter().zip(expected_scores) {
            same(*ours, theirs, id);
        }
        same(Some(score.coverage), number(&expected["coverage"]), id);
        same(score.mean, number(&expected["balanced_score"]), id);
        assert_eq!(score.total(), score.mean.filter(|_| score.coverage >= 0.75), "{id}");
    }
}

#[test]
fn only_an_average_gives_no_position() {
    let average = |read_off| Distribution::Average { average: 72.0, read_off, n: None };
    let exact = gap(73.5, &average(None), Better::Higher).unwrap();
    assert_eq!((exact.advantage, exact.quartile, exact.percentile), (Some(1.5), None, None));
    let read_off = gap(73.5, &average(Some(1.5)), Better::Higher).unwrap();
    assert_eq!((read_off.difference, read_off.advantage), (None, None), "inside the reading error");
    let beyond = gap(73.6, &average(Some(1.5)), Better::Lower).unwrap();
    same(beyond.advantage, Some(-1.6), "beyond the reading error");
}

#[test]
fn between_the_quartiles_of_a_summary_runs_a_straight_line() {
    let summary = |best| Distribution::Summary { n: None, p25: 60.0, median: 70.0, p75: 90.0, best, worst: None };
    let rank = |best, value| favourable_percentile(&summary(best), value, Better::Higher);
    assert_eq!(rank(None, 59.9), None);
    assert_eq!((rank(None, 60.0), rank(None, 65.0), rank(None, 80.0)), (Some(25.0), Some(37.5), Some(62.5)));
    assert_eq!((rank(None, 90.0), rank(None, 90.1)), (Some(75.0), None), "the best is not known");
    assert_eq!((rank(Some(100.0), 95.0), rank(Some(100.0), 101.0)), (Some(87.5), Some(100.0)));
    assert_eq!(rank(Some(80.0), 95.0), None, "a best within the quartiles is none");
    let cheaper = |value| favourable_percentile(&summary(Some(50.0)), value, Better::Lower);
    assert_eq!(
        (cheaper(55.0), cheaper(60.0), cheaper(90.0), cheaper(91.0)),
        (Some(87.5), Some(75.0), Some(25.0), None)
    );
}

#[test]
fn a_neutral_kpi_has_a_difference_and_nothing_else() {
    let gap = gap(80.0, &Distribution::Peers(vec![60.0, 70.0, 90.0]), Better::Neutral).unwrap();
    assert_eq!(gap.difference, Some(10.0));
    assert_eq!((gap.advantage, gap.advantage_to_best, gap.percentile, gap.quartile), (None, None, None, None));
}

#[test]
fn mirrored_fields_give_the_same_position() {
    for case in cases_of("benchmark") {
        let value = case["input"]["value"].as_f64().unwrap();
        let field = distribution(&case["input"]);
        let mirrored = match &field {
            Distribution::Peers(peers) => Distribution::Peers(peers.iter().rev().map(|peer| -peer).collect()),
            Distribution::Summary { n, p25, median, p75, best, worst } => Distribution::Summary {
                n: *n,
                p25: -p75,
                median: -median,
                p75: -p25,
                best: best.map(|best| -best),
                worst: worst.map(|worst| -worst),
            },
            Distribution::Average { .. } => unreachable!("no case has one"),
        };
        for (better, other) in [(Better::Higher, Better::Lower), (Better::Lower, Better::Higher)] {
            let ours = gap(value, &field, better).unwrap();
            let theirs = gap(-value, &mirrored, other).unwrap();
            assert_eq!(ours.quartile, theirs.quartile);
            same(ours.percentile, theirs.percentile, "percentile");
            same(ours.advantage, theirs.advantage, "advantage");
            same(ours.advantage_percent, theirs.advantage_percent, "in percent");
            same(ours.advantage_to_best, theirs.advantage_to_best, "to the best");
        }
    }
}

fn cases_of(kind: &str) -> Vec<Value> {
    let all = cases("benchmark_definitions.json");
    all.into_iter().filter(|case| case["id"].as_str().unwrap().starts_with(kind)).collect()
}

fn distribution(input: &Value) -> Distribution {
    match input.get("peers") {
        Some(peers) => Distribution::Peers(sorted(peers)),
        None => {
            let summary = &input["summary"];
            Distribution::Summary {
                n: summary["n"].as_u64().map(|n| n as u32),
                p25: summary["p25"].as_f64().unwrap(),
                median: summary["median"].as_f64().unwrap(),
                p75: summary["p75"].as_f64().unwrap(),
                best: number(&summary["best"]),
                worst: None,
            }
        }
    }
}

fn sorted(values: &Value) -> Vec<f64> {
    let mut values: Vec<f64> = numbers(values).into_iter().flatten().collect();
    values.sort_by(f64::total_cmp);
    values
}
