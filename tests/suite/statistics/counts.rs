//! Charts of counts, runs and funnels against qicharts2, FunnelPlotR and PHEindicatormethods.

use plaudit::analyse::{Attribute, Counts, Funnel, FunnelKind, Level, Spread, attribute_chart, funnel, quantile, runs};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same, same_within};

#[test]
fn charts_of_counts_are_those_of_qicharts() {
    let mut charts = 0;
    for case in cases("attribute_charts.json") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let (attribute, spread) = match input["chart"].as_str().unwrap() {
            "p" => (Attribute::Share, Spread::Theory),
            "pp" => (Attribute::Share, Spread::Observed),
            "u" | "c" => (Attribute::Rate, Spread::Theory),
            "up" => (Attribute::Rate, Spread::Observed),
            "i" => continue, // single values are the XmR chart's, whose factor is 2.66 and not 3 / 1.128
            other => panic!("{other}"),
        };
        charts += 1;
        check_chart(id, input, &case["expected"], attribute, spread);
    }
    assert_eq!(charts, 13);
}

fn check_chart(id: &str, input: &Value, expected: &Value, attribute: Attribute, spread: Spread) {
    let numerators = numbers(&input["y"]);
    let counts = |row: usize| {
        let denominator = if input["n"].is_null() { Some(1.0) } else { numbers(&input["n"])[row] };
        Some(Counts { numerator: numerators[row]?, denominator: denominator? })
    };
    let counts: Vec<Option<Counts>> = (0..numerators.len()).map(counts).collect();
    let excluded = excluded(input);
    for part in parts(input, counts.len()) {
        let frozen = input["freeze"].as_u64().map_or(usize::MAX, |rows| rows as usize);
        let baseline = |row: usize| row < frozen && !excluded.contains(&(part.start + row));
        let chart = attribute_chart(&counts[part.clone()], attribute, spread, baseline).unwrap();
        for (row, point) in part.clone().zip(&chart.points) {
            let what = |field: &str| format!("{id}, row {row}, {field}");
            same(Some(chart.centre), number(&expected["cl"][row]), &what("centre"));
            same(point.map(|it| it.value), number(&expected["y"][row]), &what("value"));
            same(point.map(|it| it.lower), number(&expected["lcl"][row]), &what("lower"));
            same(point.map(|it| it.upper), number(&expected["ucl"][row]), &what("upper"));
            same(point.map(|it| it.near_lower), number(&expected["lcl95"][row]), &what("near lower"));
            same(point.map(|it| it.near_upper), number(&expected["ucl95"][row]), &what("near upper"));
            assert_eq!(point.is_some_and(|it| it.outside), expected["sigma_signal"][row], "{}", what("outside"));
        }
        let values: Vec<Option<f64>> = part
            .clone()
            .zip(&chart.points)
            .map(|(row, point)| Some((*point)?.value).filter(|_| !excluded.contains(&row)))
            .collect();
        check_runs(id, &values, chart.centre, part_of(expected, part.start));
    }
}

#[test]
fn runs_are_those_of_qicharts() {
    for case in cases("run_rules.json") {
        let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
        let values = numbers(&input["y"]);
        for part in parts(input, values.len()) {
            let frozen = input["freeze"].as_u64().map_or(usize::MAX, |rows| rows as usize);
            let mut sorted: Vec<f64> = values[part.clone()].iter().take(frozen).flatten().copied().collect();
            sorted.sort_by(f64::total_cmp);
            let centre = number(&input["cl"]).or(quantile(&sorted, 0.5)).unwrap();
            same(Some(centre), number(&expected["cl"][part.start]), id);
            check_runs(id, &values[part.clone()], centre, part_of(expected, part.start));
        }
    }
}

#[track_caller]
fn check_runs(id: &str, values: &[Option<f64>], centre: f64, expected: &Value) {
    let ours = runs(values, centre);
    let count = |field: &str| expected[field].as_u64().map(|it| it as usize);
    assert_eq!(Some(ours.map_or(0, |it| it.useful)), count("n_useful"), "{id}");
    assert_eq!(ours.map(|it| it.longest), count("longest_run"), "{id}");
    assert_eq!(ours.map(|it| it.longest_expected), count("longest_run_max"), "{id}");
    assert_eq!(ours.map(|it| it.crossings), count("n_crossings"), "{id}");
    assert_eq!(ours.map(|it| it.fewest_expected), count("n_crossings_min"), "{id}");
    assert_eq!(ours.is_some_and(|it| it.signal()), expected["runs_signal"], "{id}");
}

/// The rows of each part.
fn parts(input: &Value, rows: usize) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    starts.extend(input["part"].as_array().into_iter().flatten().map(|it| it.as_u64().unwrap() as usize));
    let ends = starts.iter().skip(1).copied().chain([rows]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn part_of(expected: &Value, row: usize) -> &Value {
    &expected["parts"][expected["part"][row].as_u64().unwrap() as usize - 1]
}

fn excluded(input: &Value) -> Vec<usize> {
    input["exclude"].as_array().into_iter().flatten().map(|it| it.as_u64().unwrap() as usize - 1).collect()
}

#[test]
fn funnels_are_those_of_funnelplotr() {
    for case in cases("funnel.json") {
        let (id, funnel) = (case["id"].as_str().unwrap(), funnel_of(&case["input"]));
        let expected = &case["expected"]["FunnelPlotR_adjusted"];
        same(Some(funnel.dispersion), number(&expected["phi"]), id);
        same(Some(funnel.between), number(&expected["tau2"]), id);
        assert_eq!(funnel.between > 0.0, expected["used_adjusted_limits"], "{id}");
        for (row, point) in funnel.points.iter().enumerate() {
            let point = point.unwrap();
            let what = |field: &str| format!("{id}, {row}, {field}");
            same(Some(point.value), number(&expected["ratio"][row]), &what("value"));
            same(Some(point.transformed), number(&expected["transformed"][row]), &what("transformed"));
            same(Some(point.score), number(&expected["zscore"][row]), &what("score"));
            same(point.trimmed, number(&expected["trimmed_zscore"][row]), &what("trimmed"));
            if case["input"]["data_type"] == "RC" {
                continue;
            }
            for (ours, level, field) in [
                (point.limits_95.0, Level::P95, "lcl95"),
                (point.limits_95.1, Level::P95, "ucl95"),
                (point.limits_998.0, Level::P998, "lcl998"),
                (point.limits_998.1, Level::P998, "ucl998"),
            ] {
                let theirs = number(&expected[field][row]).unwrap();
                if case["input"]["data_type"] == "SR" {
                    same_within(Some(ours), Some(theirs), 1e-7, &what(field));
                    continue;
                }
                // Its quantiles of the normal distribution have seven digits; but for that it is the same.
                let centre = libm::asin(funnel.centre.sqrt());
                let reach = |limit: f64, z: f64| (libm::asin(limit.sqrt()) - centre) / z;
                let quantile = if level == Level::P95 { 1.959_964 } else { 3.090_232 };
                let (ours, theirs) = match ours {
                    0.0 => (ours, theirs),
                    _ => (reach(ours, level.z()), reach(theirs, quantile)),
                };
                same(Some(ours), Some(theirs), &what(field));
            }
            assert_eq!(u64::from(point.outlier), expected["outlier"][row], "{}", what("outlier"));
        }
    }
}

#[test]
fn a_funnel_of_ratios_calls_what_a_test_would() {
    // The peer's own limits call all ten sites outliers, because they take the exposure for the number of events.
    let case = cases("funnel.json").into_iter().find(|case| case["input"]["data_type"] == "RC").unwrap();
    let outliers = case["expected"]["FunnelPlotR_adjusted"]["outlier"].as_array().unwrap();
    assert!(outliers.iter().all(|it| it == 1));
    for (point, test) in
        funnel_of(&case["input"]).points.iter().zip(case["expected"]["phe_significance"].as_array().unwrap())
    {
        let point = point.unwrap();
        let class = match point.value {
            value if value > point.limits_998.1 => "High (0.001)",
            value if value > point.limits_95.1 => "High (0.025)",
            value if value < point.limits_998.0 => "Low (0.001)",
            value if value < point.limits_95.0 => "Low (0.025)",
            _ => "Not significant",
        };
        assert_eq!(class, test);
    }
}

#[test]
fn parts_without_cases_have_no_point_and_change_nothing() {
    let parts = [(5.0, 10.0), (0.0, 0.0), (30.0, 40.0), (f64::NAN, 3.0), (1.0, -1.0)];
    let ours = funnel(FunnelKind::Proportion, &parts).unwrap();
    let pure = funnel(FunnelKind::Proportion, &[(5.0, 10.0), (30.0, 40.0)]).unwrap();
    assert_eq!(ours.points[1], None);
    assert_eq!((ours.points[0], ours.points[2], ours.centre), (pure.points[0], pure.points[1], pure.centre));
    assert_eq!(funnel(FunnelKind::Proportion, &[(0.0, 0.0)]), None);
    assert_eq!(funnel(FunnelKind::Ratio, &[(0.0, 5.0), (0.0, 9.0)]), None, "nothing happened anywhere");
    assert_eq!(funnel(FunnelKind::Ratio, &[]), None);
}

fn funnel_of(input: &Value) -> Funnel {
    let kind = match input["data_type"].as_str().unwrap() {
        "PR" => FunnelKind::Proportion,
        "RC" => FunnelKind::Ratio,
        "SR" => FunnelKind::Standardised,
        other => panic!("{other}"),
    };
    let list = |name: &str| numbers(&input[name]).into_iter().map(Option::unwrap).collect::<Vec<_>>();
    let parts: Vec<(f64, f64)> = list("numerator").into_iter().zip(list("denominator")).collect();
    funnel(kind, &parts).unwrap()
}
