//! Intervals against PHEindicatormethods and statsmodels.

use plaudit::analyse::{difference, poisson, promoters, wilson};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same, same_within};

#[test]
fn shares_have_the_intervals_of_wilson() {
    for case in cases_of("intervals.json", "proportion") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let (x, n) = (input["numerator"].as_f64().unwrap(), input["denominator"].as_u64().unwrap());
        let expected = &case["expected"]["phe_proportion_pct"];
        let ours = wilson(x, n);
        if expected.get("error").is_some() {
            assert_eq!((n, ours), (0, None), "{id}: the peer refuses, we have no interval");
            continue;
        }
        same(ours.map(|it| 100.0 * it.0), number(&expected["lower95"]), id);
        same(ours.map(|it| 100.0 * it.1), number(&expected["upper95"]), id);
    }
}

#[test]
fn more_successes_than_cases_have_no_interval() {
    assert_eq!(wilson(3.0, 2), None);
    assert_eq!(wilson(-1.0, 2), None);
    assert_eq!(wilson(f64::NAN, 2), None);
}

#[test]
fn rates_have_exact_intervals_below_ten_and_byars_from_there() {
    for case in cases_of("intervals.json", "rate") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let per = 1000.0 / input["exposure"].as_f64().unwrap();
        let expected = &case["expected"]["phe_rate"];
        let ours = poisson(input["events"].as_f64().unwrap());
        same(ours.map(|it| it.0 * per), number(&expected["lower95"]), id);
        same(ours.map(|it| it.1 * per), number(&expected["upper95"]), id);
    }
    assert_eq!(poisson(2.5), None, "half an event cannot happen");
    assert_eq!(poisson(-1.0), None);
}

#[test]
fn net_promoter_scores_have_students_interval() {
    for case in cases("nps.json") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let count = |answer: &str| input[answer].as_u64().unwrap();
        let ours = promoters(count("promoters"), count("passives"), count("detractors"));
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

fn cases_of(file: &str, kind: &str) -> Vec<Value> {
    let cases: Vec<_> = cases(file).into_iter().filter(|case| case["kind"] == kind).collect();
    assert!(!cases.is_empty());
    cases
}
