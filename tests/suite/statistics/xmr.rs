//! XmR charts against NHSRplotthedots.

use std::cmp::Ordering;

use plaudit::analyse::{Assurance, GroupRows, Rule, Screening, UsualRange, Xmr, XmrRules, assurance, xmr};
use plaudit::model::{Better, Target};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same};

#[test]
fn every_chart_equals_the_peers() {
    let cases = cases("xmr.json");
    assert_eq!(cases.len(), 37);
    for case in &cases {
        check(case);
    }
}

fn check(case: &Value) {
    let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
    let values = numbers(&input["values"]);
    let chart = chart(input, &values);
    assert_eq!(chart.points.len(), values.len(), "{id}");
    if expected.get("error").is_some() {
        assert_eq!(id, "gap_inside_run", "the only series at which the peer stops");
        return;
    }
    for (row, point) in chart.points.iter().enumerate() {
        let what = |field: &str| format!("{id}, row {row}, {field}");
        let group = &chart.groups[point.group];
        assert_eq!(Some(point.group as u64), expected["rebase_group"][row].as_u64(), "{}", what("group"));
        same(group.mean, number(&expected["mean"][row]), &what("mean"));
        let side = point.side.map(|side| side as i64);
        assert_eq!(side, expected["relative_to_mean"][row].as_i64(), "{}", what("side"));
        assert_eq!(special_cause(point.rule, point.direction), expected["special_cause_type"][row], "{}", what("rule"));
        assert_eq!(point.rule != Rule::None, expected["special_cause_flag"][row], "{}", what("flag"));
        let point_type = point_type(point.direction, better(input));
        assert_eq!(point_type, expected["point_type"][row], "{}", what("type"));
        if has_no_limits_there(id) {
            continue;
        }
        same(group.limits.map(|it| it.0), number(&expected["lpl"][row]), &what("lower limit"));
        same(group.limits.map(|it| it.1), number(&expected["upl"][row]), &what("upper limit"));
        if point.side.is_some() && group.limits.is_some() {
            assert_eq!(point.near, expected["close_to_limits"][row], "{}", what("near"));
            assert_eq!(point.outside, expected["outside_limits"][row], "{}", what("outside"));
        }
    }
    assert_eq!(chart.groups.len(), expected["groups"].as_array().unwrap().len(), "{id}");
    check_icons(id, input, expected, &chart);
}

/// The icons of the latest row; the peer calls a missing one common cause.
fn check_icons(id: &str, input: &Value, expected: &Value, chart: &Xmr) {
    let latest = chart.points.last().unwrap();
    assert_eq!(icon(latest.direction, better(input)), expected["variation_icon"], "{id}");
    let group = chart.groups.last().unwrap();
    let (Some((lower, upper)), Some(mean), Some(moving_range)) = (group.limits, group.mean, group.moving_range) else {
        assert_eq!(expected["assurance_type"], "inconsistent", "{id}: without limits the peer says so, we say nothing");
        return;
    };
    let usual = UsualRange { mean, lower, upper, moving_range };
    let ours = number(&input["target"]).and_then(|target| assurance(usual, Target::Value(target), better(input)));
    if has_no_limits_there(id) {
        assert_eq!(ours, Some(Assurance::ConsistentPass), "{id}: what never varies and equals its target meets it");
        return;
    }
    let ours = ours.map(|ours| match ours {
        Assurance::ConsistentPass => "consistent_pass",
        Assurance::Inconsistent => "inconsistent",
        Assurance::ConsistentFail => "consistent_fail",
    });
    assert_eq!(ours, expected["assurance_type"].as_str(), "{id}");
}

/// Screening makes the peer lose the limits of constant series; ours fall on the mean.
fn has_no_limits_there(id: &str) -> bool {
    id.starts_with("constant")
}

#[test]
fn the_limits_of_a_constant_series_fall_on_its_mean() {
    // 0.1 twelve times, even added up exactly, is 12 × 0.10000000000000002: the mean needs its second pass.
    for value in [92.5, 0.1, 0.7, 0.9, -3.3, 0.0, f64::MAX] {
        for length in 2..=60 {
            let chart = xmr(&vec![Some(value); length], &[], rules(true));
            assert_eq!(chart.groups[0].limits, Some((value, value)));
            assert_eq!(chart.groups[0].moving_range, Some(0.0));
            assert!(chart.points.iter().all(|point| point.rule == Rule::None), "{value}");
        }
    }
}

#[test]
fn a_range_is_screened_from_3_267_mean_ranges_on() {
    // Nine ranges of 1 and one of `range`: their mean is (9 + range) / 10.
    let screened = |range: f64| {
        let mut values: Vec<Option<f64>> = (0..10).map(|row| Some(f64::from(row % 2))).collect();
        values.push(Some(1.0 + range));
        xmr(&values, &[], rules(true)).groups[0].screened
    };
    let limit = 3.267 * 0.9 / (1.0 - 0.3267);
    assert_eq!((screened(limit - 1e-4), screened(limit + 1e-4)), (0, 1));
}

#[test]
fn a_gap_inside_a_trend_ends_it() {
    // The peer stops with an error at this one: six of seven steps agree and one is missing.
    let values = [Some(1.0), Some(2.0), Some(3.0), None, Some(4.0), Some(5.0), Some(6.0), Some(7.0), Some(0.0)];
    let chart = xmr(&values, &[], rules(false));
    assert!(chart.points.iter().all(|point| point.rule == Rule::None));
    let unbroken: Vec<_> = values.into_iter().flatten().map(Some).collect();
    let chart = xmr(&unbroken, &[], rules(false));
    assert!(chart.points[..7].iter().all(|point| (point.rule, point.direction) == (Rule::Trend, Ordering::Greater)));
}

fn chart(input: &Value, values: &[Option<f64>]) -> Xmr {
    let dates: Vec<&str> = input["dates"].as_array().unwrap().iter().map(|date| date.as_str().unwrap()).collect();
    let baseline = input["fix_after_n_points"].as_u64().map(|rows| rows as usize);
    let starts = input["rebase"].as_array().unwrap().iter().map(|date| date.as_str().unwrap());
    let starts = starts.map(|start| dates.iter().position(|date| *date == start).expect("a row for each rebase date"));
    let groups: Vec<_> = std::iter::once(0).chain(starts).map(|from| GroupRows { from, baseline }).collect();
    xmr(values, &groups, rules(input["screen_outliers"].as_bool().unwrap()))
}

fn rules(screen: bool) -> XmrRules {
    XmrRules { run_length: 7, screening: if screen { Screening::Published } else { Screening::Off } }
}

fn better(input: &Value) -> Better {
    match input["improvement_direction"].as_str().unwrap() {
        "increase" => Better::Higher,
        "decrease" => Better::Lower,
        "neutral" => Better::Neutral,
        other => panic!("{other}"),
    }
}

fn special_cause(rule: Rule, direction: Ordering) -> &'static str {
    let up = direction.is_gt();
    match rule {
        Rule::None => "Common Cause",
        Rule::Outside if up => "Above UCL",
        Rule::Outside => "Below LCL",
        Rule::Trend if up => "7 Point Trend (Increasing)",
        Rule::Trend => "7 Point Trend (Decreasing)",
        Rule::TwoOfThree if up => "2 in 3 Above CL",
        Rule::TwoOfThree => "2 in 3 Below CL",
        Rule::Shift if up => "7 Points Above CL",
        Rule::Shift => "7 Points Below CL",
    }
}

fn point_type(direction: Ordering, better: Better) -> &'static str {
    match (direction, better) {
        (Ordering::Equal, _) => "common_cause",
        (Ordering::Greater, Better::Neutral) => "special_cause_neutral_high",
        (Ordering::Less, Better::Neutral) => "special_cause_neutral_low",
        (Ordering::Greater, Better::Higher) | (Ordering::Less, Better::Lower) => "special_cause_improvement",
        _ => "special_cause_concern",
    }
}

fn icon(direction: Ordering, better: Better) -> String {
    match direction {
        Ordering::Equal => "common_cause".to_owned(),
        Ordering::Greater => format!("{}_high", point_type(direction, better)),
        Ordering::Less => format!("{}_low", point_type(direction, better)),
    }
    .replace("special_cause_", "")
    .replace("high_high", "high")
    .replace("low_low", "low")
}
