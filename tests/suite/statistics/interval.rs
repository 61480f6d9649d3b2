//! Intervals against PHEindicatormethods and statsmodels.

use plaudit::analyse::{
    Level, difference, mean_of_answers, poisson, promoters, promoters_at_most, share_trend, two_shares, wilson,
};
use serde_json::Value;

use super::oracle::{TOLERANCE, cases, number, numbers, same, same_within};

const LEVELS: [(Level, &str, &str); 2] = [(Level::P95, "lower95", "upper95"), (Level::P998, "lower998", "upper998")];

#[test]
fn shares_have_the_intervals_of_wilson() {
    for case in cases_of("intervals.json", "proportion") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let (x, n) = (input["numerator"].as_f64().unwrap(), input["denominator"].as_u64().unwrap());
        let expected = &case["expected"]["phe_proportion_pct"];
        for (level, lower, upper) in LEVELS {
            let ours = wilson(x, n, level);
            if expected.get("error").is_some() {
                assert_eq!((n, ours), (0, None), "{id}: the peer refuses, we have no interval");
                continue;
            }
            same(ours.map(|it| 100.0 * it.0), number(&expected[lower]), id);
            same(ours.map(|it| 100.0 * it.1), number(&expected[upper]), id);
        }
    }
}

#[test]
fn more_successes_than_cases_have_no_interval() {
    assert_eq!(wilson(3.0, 2, Level::P95), None);
    assert_eq!(wilson(-1.0, 2, Level::P95), None);
    assert_eq!(wilson(f64::NAN, 2, Level::P95), None);
}

#[test]
fn rates_have_exact_intervals_below_ten_and_byars_from_there() {
    for case in cases_of("intervals.json", "rate") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let per = 1000.0 / input["exposure"].as_f64().unwrap();
        let expected = &case["expected"]["phe_rate"];
        let events = input["events"].as_f64().unwrap();
        // Below ten a quantile is inverted.
        let tolerance = if events < 10.0 { 1e-7 } else { TOLERANCE };
        for (level, lower, upper) in LEVELS {
            let ours = poisson(events, level);
            same_within(ours.map(|it| it.0 * per), number(&expected[lower]), tolerance, id);
            same_within(ours.map(|it| it.1 * per), number(&expected[upper]), tolerance, id);
        }
    }
    assert_eq!(poisson(2.5, Level::P95), None, "half an event cannot happen");
    assert_eq!(poisson(-1.0, Level::P95), None);
}

#[test]
fn net_promoter_scores_have_students_interval() {
    for case in cases("nps.json") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let count = |answer: &str| input[answer].as_u64().unwrap();
        let ours = promoters(count("promoters"), count("passives"), count("detractors"), Level::P95);
        let expected = numbers(&case["expected"]["statsmodels"]["tconfint95"]);
        if id == "all_promoters" {
            assert_eq!(ours, None, "25 like answers are too few to say that nothing else could have come");
            continue;
        }
        // Student's quantile is inverted, by them and by us.
        same_within(ours.map(|it| it.0), expected[0], 1e-7, id);
        same_within(ours.map(|it| it.1), expected[1], 1e-7, id);
    }
}

#[test]
fn differences_have_newcombes_interval() {
    for case in cases_of("proportion_tests.json", "difference") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let share =
            |which: &str| (input[which]["numerator"].as_f64().unwrap(), input[which]["denominator"].as_u64().unwrap());
        let ours = difference(share("first"), share("second"));
        let expected = numbers(&case["expected"]["statsmodels"]["newcomb"]);
        same(ours.map(|it| it.0), expected[0], id);
        same(ours.map(|it| it.1), expected[1], id);
        let turned = difference(share("second"), share("first"));
        same(turned.map(|it| -it.1), ours.map(|it| it.0), id);
    }
}

#[test]
fn means_of_answers_have_students_interval() {
    for case in cases_of("intervals.json", "mean") {
        let id = case["id"].as_str().unwrap();
        let answers: Vec<f64> = numbers(&case["input"]["values"]).into_iter().map(Option::unwrap).collect();
        let (ours, expected) = (mean_of_answers(&answers, Level::P95), &case["expected"]["phe_mean"]);
        same_within(ours.map(|it| it.0), number(&expected["lower95"]), 1e-7, id);
        same_within(ours.map(|it| it.1), number(&expected["upper95"]), 1e-7, id);
    }
    assert_eq!(mean_of_answers(&[], Level::P95), None);
    assert_eq!(mean_of_answers(&[f64::INFINITY, 1.0], Level::P95), None);
}

#[test]
fn a_score_without_its_answers_is_at_most_so_wide() {
    for case in cases("nps.json") {
        let input = &case["input"];
        let count = |answer: &str| input[answer].as_u64().unwrap();
        let n = count("promoters") + count("passives") + count("detractors");
        let Some(score) = number(&case["expected"]["statsmodels"]["nps"]) else { continue };
        let widest = promoters_at_most(score, n).unwrap();
        let normal = numbers(&case["expected"]["statsmodels"]["zconfint95"]);
        if normal[0].is_none() {
            assert_eq!((n, widest), (1, (100.0, 100.0)));
            continue;
        }
        // They divide by n − 1.
        let half = (normal[1].unwrap() - normal[0].unwrap()) / 2.0 * ((n as f64 - 1.0) / n as f64).sqrt();
        let widest_half = (widest.1 - widest.0) / 2.0;
        same(Some(f64::midpoint(widest.0, widest.1)), Some(score), "around the score");
        assert!(widest_half >= half * (1.0 - 1e-12), "{}", case["id"]);
        if count("passives") == 0 {
            same(Some(widest_half), Some(half), "nobody passive: exactly so wide");
        }
    }
    assert_eq!(promoters_at_most(20.0, 0), None);
    assert_eq!(promoters_at_most(120.0, 9), None);
}

#[test]
fn two_shares_differ_as_r_says() {
    for case in cases_of("proportion_tests.json", "difference") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let share =
            |which: &str| (input[which]["numerator"].as_f64().unwrap(), input[which]["denominator"].as_u64().unwrap());
        let (ours, expected) = (two_shares(share("first"), share("second")), &case["expected"]["prop_test"]);
        same(ours.map(|it| it.chi_squared), number(&expected["chi_squared"]), id);
        same(ours.map(|it| it.p), number(&expected["p"]), id);
        assert_eq!(ours.map(|it| it.p), two_shares(share("second"), share("first")).map(|it| it.p), "{id}");
    }
    for sound in [(0.0, 0), (3.0, 2), (-1.0, 2), (f64::NAN, 2), (2.0, 2)] {
        assert_eq!(two_shares(sound, (5.0, 5)), None);
    }
}

#[test]
fn trends_in_shares_are_those_of_r() {
    for case in cases_of("proportion_tests.json", "trend") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let cases = numbers(&input["denominators"]).into_iter().map(|n| n.unwrap() as u64);
        let shares: Vec<_> =
            numbers(&input["numerators"]).into_iter().zip(cases).map(|(x, n)| Some((x.unwrap(), n))).collect();
        let (ours, expected) = (share_trend(&shares), &case["expected"]["prop_trend_test"]);
        if expected.get("error").is_some() {
            assert_eq!((id, ours), ("all_success", None), "nothing varies");
            continue;
        }
        same(ours.map(|it| it.chi_squared), number(&expected["chi_squared"]), id);
        same(ours.map(|it| it.p), number(&expected["p"]), id);
    }
    assert_eq!(share_trend(&[]), None);
    assert_eq!(share_trend(&[Some((1.0, 2)), None]), None);
    assert_eq!(share_trend(&[Some((1.0, 2)), Some((3.0, 2))]), None, "more successes than cases");
    let closed_up = share_trend(&[Some((1.0, 9)), Some((4.0, 9)), Some((4.0, 9))]);
    let with_gap = share_trend(&[Some((1.0, 9)), None, Some((4.0, 9)), Some((4.0, 9))]);
    assert!(closed_up.unwrap().chi_squared != with_gap.unwrap().chi_squared, "a gap keeps its place");
}

fn cases_of(file: &str, kind: &str) -> Vec<Value> {
    let cases: Vec<_> = cases(file).into_iter().filter(|case| case["kind"] == kind).collect();
    assert!(!cases.is_empty());
    cases
}
