//! Slopes and trend tests against pymannkendall and scipy.

use plaudit::analyse::{
    MannKendall, autocorrelations, hamed_rao, mann_kendall, seasonal_mann_kendall, seasonal_slope, theil_sen,
};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same, same_within};

#[test]
fn the_test_of_mann_and_kendall_is_the_peers() {
    for case in cases("mann_kendall.json") {
        let (id, values) = (case["id"].as_str().unwrap(), numbers(&case["input"]["values"]));
        check(mann_kendall(&values), &case["expected"]["original"], id);
    }
}

#[test]
fn the_correction_of_hamed_and_rao_is_the_peers() {
    for case in cases("mann_kendall.json") {
        let (id, values) = (case["id"].as_str().unwrap(), numbers(&case["input"]["values"]));
        for (lags, name) in [(None, "hamed_rao"), (Some(3), "hamed_rao_lag3")] {
            let (ours, expected) = (hamed_rao(&values, lags), &case["expected"][name]);
            if expected.get("error").is_none() {
                check(ours, expected, id);
                continue;
            }
            // The peer stops; we have no correction for two values, and end the lags with three.
            match values.len() {
                2 => assert_eq!((ours.unwrap().variance, ours.unwrap().p), (None, None), "{id}"),
                3 => assert_eq!(ours, hamed_rao(&values, None), "{id}"),
                _ => panic!("{id}"),
            }
        }
    }
}

#[test]
fn a_variance_that_is_not_positive_gives_no_chance() {
    let case = cases("mann_kendall.json").into_iter().find(|case| case["id"] == "negative_variance").unwrap();
    let ours = hamed_rao(&numbers(&case["input"]["values"]), None).unwrap();
    assert!(ours.variance.unwrap() < 0.0);
    assert_eq!((ours.z, ours.p), (None, None));
}

#[test]
fn the_seasonal_test_is_the_peers() {
    let mut undefined = 0;
    for case in cases("mann_kendall.json") {
        let (id, values) = (case["id"].as_str().unwrap(), numbers(&case["input"]["values"]));
        let period = case["input"]["period"].as_u64().unwrap() as usize;
        let expected = &case["expected"]["seasonal"];
        let (test, line) = (seasonal_mann_kendall(&values, period), seasonal_slope(&values, period));
        if expected.get("error").is_some() {
            assert_eq!((test, line), (None, None), "{id}: no month was seen twice, where the peer divides by zero");
            undefined += 1;
            continue;
        }
        check(test, expected, id);
        same(line.map(|it| it.slope), number(&expected["slope"]), id);
        same(line.map(|it| it.intercept), number(&expected["intercept"]), id);
        let line = line.unwrap();
        assert!(line.lower <= line.slope && line.slope <= line.upper, "{id}");
    }
    assert!(undefined > 3);
}

#[test]
fn slopes_and_their_limits_are_scipys() {
    for case in cases("mann_kendall.json") {
        let (id, values) = (case["id"].as_str().unwrap(), numbers(&case["input"]["values"]));
        let (ours, expected) = (theil_sen(&values), &case["expected"]["theilslopes"]);
        for (ours, field) in [
            (ours.map(|it| it.slope), "slope"),
            (ours.map(|it| it.intercept), "intercept_separate"),
            (ours.map(|it| it.lower), "slope_low95"),
            (ours.map(|it| it.upper), "slope_high95"),
        ] {
            same(ours, number(&expected[field]), &format!("{id} {field}"));
        }
        same(ours.map(|it| it.slope), number(&case["expected"]["original"]["slope"]), id);
    }
}

#[test]
fn autocorrelations_are_those_of_statsmodels() {
    for case in cases("decomposition.json") {
        let values = numbers(&case["input"]["values"]);
        let ours = autocorrelations(&values, 12).unwrap();
        for (lag, expected) in numbers(&case["expected"]["autocorrelation"]["acf"]).into_iter().enumerate() {
            same(Some(ours[lag]), expected, &format!("{} {lag}", case["id"]));
        }
    }
}

#[track_caller]
fn check(ours: Option<MannKendall>, expected: &Value, id: &str) {
    let ours = ours.unwrap_or_else(|| panic!("{id}"));
    same(Some(ours.score), number(&expected["s"]), id);
    same(ours.variance, number(&expected["var_s"]), id);
    same(Some(ours.tau), number(&expected["tau"]), id);
    same(ours.z, number(&expected["z"]), id);
    // Small chances of the peer are differences from 1, so they end at 10⁻¹⁶.
    same_within(ours.p, number(&expected["p"]), 1e-9, id);
    let trend = match ours.p {
        Some(p) if p < 0.05 && ours.score > 0.0 => "increasing",
        Some(p) if p < 0.05 => "decreasing",
        _ => "no trend",
    };
    assert_eq!(trend, expected["trend"], "{id}");
}
