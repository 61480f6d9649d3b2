//! Forecasts, smoothing, steps, goals, closures and SERVQUAL against R, statsmodels, ruptures and exact arithmetic.

use jiff::civil::Date;
use plaudit::analyse::{
    Ahead, Closure, Goal, GoalStatus, Law, ServqualDimension, Smoothing, State, closure, drift, holt_winters, naive,
    pace, servqual, simple_start, step_change, straight_line, suggested_step,
};
use plaudit::model::{Better, Period, Target};
use serde_json::Value;

use super::oracle::{cases, number, numbers, same, same_within};

#[test]
fn forecasts_are_those_of_r() {
    for case in cases("forecasts.json") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        let values = numbers(&input["values"]);
        let target = Target::Value(input["target"].as_f64().unwrap());
        for ahead in 1..=input["horizon"].as_u64().unwrap() as usize {
            for (name, forecast) in [
                ("rwf_drift", drift(&values, ahead)),
                ("naive", naive(&values, ahead)),
                ("linear", straight_line(&values, ahead)),
            ] {
                let expected = &case["expected"][name];
                let forecast = forecast.unwrap_or_else(|| panic!("{id} {name}"));
                same_forecast(&forecast, expected, "mean", ahead, &format!("{id} {name}"));
                if let Some(chance) = expected.get("prob_at_least_target") {
                    same(forecast.chance(target, Better::Higher), number(&chance[ahead - 1]), id);
                }
            }
        }
    }
}

#[test]
fn chances_of_both_directions_add_up_and_a_band_lies_between() {
    for law in [Law::Normal, Law::Student(7.0)] {
        let ahead = Ahead { mean: 50.0, error: 4.0, law };
        let chance = |target, better| ahead.chance(target, better).unwrap();
        let (above, below) = (chance(Target::Value(53.0), Better::Higher), chance(Target::Value(53.0), Better::Lower));
        same(Some(above + below), Some(1.0), "one or the other");
        assert!(above < 0.5);
        let band = Target::Band(plaudit::model::Range { min: 47.0, max: 53.0 });
        same(Some(chance(band, Better::Neutral)), Some(1.0 - 2.0 * above), "a symmetric band");
        assert_eq!(ahead.chance(Target::Value(53.0), Better::Neutral), None);
    }
}

#[test]
fn smoothing_is_that_of_forecast_and_statsmodels() {
    let mut cases_run = 0;
    for case in cases("holt_winters.json") {
        let (id, input) = (case["id"].as_str().unwrap(), &case["input"]);
        if input["seasonal"] == "mul" {
            continue; // additive only
        }
        cases_run += 1;
        let values: Vec<f64> = numbers(&input["values"]).into_iter().map(Option::unwrap).collect();
        let seasons =
            if input["initial_seasonal"].is_null() { Vec::new() } else { numbers(&input["initial_seasonal"]) };
        let start = State {
            level: number(&input["initial_level"]).unwrap(),
            trend: number(&input["initial_trend"]).unwrap_or(0.0),
            seasons: seasons.into_iter().map(Option::unwrap).collect(),
        };
        let smoothing = Smoothing {
            level: number(&input["alpha"]).unwrap(),
            trend: number(&input["beta"]),
            season: number(&input["gamma"]),
            damping: number(&input["phi"]).unwrap_or(1.0),
        };
        let smoothed = holt_winters(&values, start, smoothing).unwrap();
        let defects = case["statsmodels_defect_steps"].as_array().into_iter().flatten();
        let defects: Vec<u64> = defects.map(|it| it.as_u64().unwrap()).collect();
        for (peer, expected) in case["expected"].as_object().unwrap() {
            if peer == "r_HoltWinters" || expected.get("error").is_some() {
                continue;
            }
            let what = format!("{id} {peer}");
            for (ours, theirs) in smoothed.fitted.iter().zip(numbers(&expected["fitted"])) {
                same(Some(*ours), theirs, &what);
            }
            for (place, theirs) in numbers(&expected["forecast"]).into_iter().enumerate() {
                let step = place + 1;
                if peer == "statsmodels" && defects.contains(&(step as u64)) {
                    continue;
                }
                same(smoothed.ahead(step).map(|it| it.mean), theirs, &format!("{what} {step}"));
            }
            if let Some(sse) = number(&expected["sse"]) {
                same(Some(smoothed.variance * values.len() as f64), Some(sse), &what);
            }
        }
    }
    assert_eq!(cases_run, 11);
}

#[test]
fn the_simple_start_is_that_of_forecast() {
    for id in ["tickets_36", "csat_24", "backlog_30_part_year", "alpha_one", "constant"] {
        let case = cases("holt_winters.json").into_iter().find(|case| case["id"] == id).unwrap();
        let values: Vec<f64> = numbers(&case["input"]["values"]).into_iter().map(Option::unwrap).collect();
        let start = simple_start(&values, 12).unwrap();
        same(Some(start.level), number(&case["input"]["initial_level"]), id);
        same(Some(start.trend), number(&case["input"]["initial_trend"]), id);
        for (ours, theirs) in start.seasons.iter().zip(numbers(&case["input"]["initial_seasonal"])) {
            same(Some(*ours), theirs, id);
        }
    }
}

#[test]
fn intervals_of_smoothing_widen_as_the_formula_says() {
    // Simple smoothing: σ² (1 + (h − 1) α²), where the peers agree.
    let case = cases("holt_winters.json").into_iter().find(|case| case["id"] == "ses_15").unwrap();
    let (input, expected) = (&case["input"], &case["expected"]["forecast"]);
    let values: Vec<f64> = numbers(&input["values"]).into_iter().map(Option::unwrap).collect();
    let alpha = number(&input["alpha"]).unwrap();
    let start = State { level: number(&input["initial_level"]).unwrap(), trend: 0.0, seasons: Vec::new() };
    let smoothing = Smoothing { level: alpha, trend: None, season: None, damping: 1.0 };
    let smoothed = holt_winters(&values, start, smoothing).unwrap();
    for step in 1..=4 {
        let ahead = smoothed.ahead(step).unwrap();
        same(
            Some(ahead.error),
            Some((smoothed.variance * (1.0 + (step as f64 - 1.0) * alpha * alpha)).sqrt()),
            "error",
        );
        same_forecast(&ahead, expected, "forecast", step, "ses_15");
    }
    // With a season σ² (1 + Σ (α(1 + jβ) + γ at whole years)²).
    let state = State { level: 0.0, trend: 0.0, seasons: vec![0.0; 2] };
    let smoothing = Smoothing { level: 0.5, trend: Some(0.2), season: Some(0.25), damping: 1.0 };
    let smoothed = holt_winters(&[1.0, -1.0, 2.0], state, smoothing).unwrap();
    let weights = [0.5 * 1.2, 0.5 * 1.4 + 0.25];
    let wide = 1.0 + weights.iter().map(|weight| weight * weight).sum::<f64>();
    same(smoothed.ahead(3).map(|it| it.error), Some((smoothed.variance * wide).sqrt()), "with a season");
}

/// Equal means; equal intervals where the peer has them.
#[track_caller]
fn same_forecast(ours: &Ahead, expected: &Value, mean: &str, ahead: usize, what: &str) {
    same(Some(ours.mean), number(&expected[mean][ahead - 1]), what);
    let interval = ours.interval().unwrap();
    same_within(Some(interval.0), number(&expected["lower95"][ahead - 1]), 1e-7, what);
    same_within(Some(interval.1), number(&expected["upper95"][ahead - 1]), 1e-7, what);
}

#[test]
fn the_best_single_step_is_that_of_ruptures() {
    for case in cases("change_points.json") {
        let id = case["id"].as_str().unwrap();
        let values: Vec<f64> = numbers(&case["input"]["values"]).into_iter().map(Option::unwrap).collect();
        let ours = step_change(&values, 2);
        if id == "constant" {
            assert_eq!(ours, None, "a step of nothing is none; the peer names the first place there is");
            continue;
        }
        let ours = ours.unwrap();
        assert_eq!(Some(ours.at as u64), case["expected"]["ruptures"]["dynp_1"][0].as_u64(), "{id}");
        let peer = &case["expected"]["strucchange"];
        let shortest = peer["min_segment"].as_u64().unwrap() as usize;
        let gain = step_change(&values, shortest).unwrap().gain;
        if peer["bic"][1] == "-inf" {
            assert_eq!(gain, f64::INFINITY, "{id}");
            continue;
        }
        let (none, one) = (number(&peer["bic"][0]).unwrap(), number(&peer["bic"][1]).unwrap());
        same(Some(gain), Some(none - one), id);
    }
}

#[test]
fn a_step_is_suggested_and_a_trend_or_noise_is_not() {
    let suggested = |id: &str| {
        let case = cases("change_points.json").into_iter().find(|case| case["id"] == id).unwrap();
        let values: Vec<f64> = numbers(&case["input"]["values"]).into_iter().map(Option::unwrap).collect();
        suggested_step(&values).map(|step| step.at)
    };
    assert_eq!(suggested("step"), Some(12));
    for id in ["none", "spike", "constant", "short"] {
        assert_eq!(suggested(id), None, "{id}");
    }
    let line: Vec<f64> = (0..24).map(f64::from).collect();
    assert_eq!(suggested_step(&line), None, "a trend is not a step");
    let step = |after: usize| (0..24 - after).map(|_| 10.0).chain((0..after).map(|_| 20.0)).collect::<Vec<f64>>();
    assert_eq!(suggested_step(&step(6)), None, "six values are not yet sustained");
    assert_eq!(suggested_step(&step(7)).map(|it| (it.at, it.before, it.after)), Some((17, 10.0, 20.0)));
    assert_eq!(suggested_step(&step(19)), None, "five values before are not yet a level");
    assert_eq!(suggested_step(&step(18)).map(|it| it.at), Some(6));
}

#[test]
fn goals_have_the_pace_of_their_definition() {
    for case in definitions("goals") {
        let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
        let day = |field: &str| input[field].as_str().unwrap().parse::<Date>().unwrap();
        let value = |field: &str| number(&input[field]).unwrap();
        let goal = Goal {
            baseline: value("baseline"),
            from: day("baseline_date"),
            target: value("target"),
            due: day("due_date"),
        };
        let pace = pace(goal, value("value"), day("as_of"), better(input)).unwrap();
        same(pace.progress, number(&expected["progress"]), id);
        same(Some(pace.expected), number(&expected["expected_progress"]), id);
        assert_eq!(Some(pace.months_left), expected["months_left"].as_i64(), "{id}");
        same(pace.required_per_month, number(&expected["required_per_month"]), id);
        let status = match pace.status {
            GoalStatus::Achieved => "achieved",
            GoalStatus::Missed => "missed",
            GoalStatus::OnTrack => "on track",
            GoalStatus::Behind => "behind",
        };
        assert_eq!(status, expected["status"], "{id}");
    }
}

#[test]
fn a_goal_to_hold_a_value_has_no_progress() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let goal = Goal { baseline: 80.0, from: day("2026-01-01"), target: 80.0, due: day("2026-12-31") };
    let at = |value: f64, as_of: &str| pace(goal, value, day(as_of), Better::Higher).unwrap();
    let held = at(81.0, "2026-06-01");
    assert_eq!((held.progress, held.status), (None, GoalStatus::Achieved));
    assert_eq!(at(79.0, "2026-06-01").status, GoalStatus::Behind);
    assert_eq!(at(79.0, "2026-12-01").status, GoalStatus::Missed);
    let backwards = Goal { due: day("2025-12-31"), ..goal };
    assert_eq!(pace(backwards, 79.0, day("2025-06-01"), Better::Higher).unwrap().expected, 1.0);
}

#[test]
fn closures_have_the_date_of_their_definition() {
    for case in definitions("closure") {
        let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
        let value = |field: &str| number(&input[field]).unwrap();
        let ours = closure(value("value"), value("benchmark"), value("slope_per_month"), better(input)).unwrap();
        let as_of: Period = input["as_of"].as_str().unwrap()[..7].parse().unwrap();
        let (months, month) = match ours {
            Closure::Closed => (Some(0), Some("closed".to_owned())),
            Closure::After(months) => {
                let month = (0..months).fold(as_of, |month, _| month.next());
                (Some(u64::from(months)), Some(month.to_string()))
            }
            Closure::Never => (None, None),
        };
        assert_eq!(months, expected["months"].as_u64(), "{id}");
        assert_eq!(month.as_deref(), expected["month"].as_str(), "{id}");
    }
    assert_eq!(closure(1.0, 2.0, 0.1, Better::Neutral), None);
    assert_eq!(closure(1.0, 2.0, 1e-300, Better::Higher), Some(Closure::Never));
}

#[test]
fn servqual_has_the_gaps_of_its_definition() {
    for case in definitions("servqual") {
        let (id, input, expected) = (case["id"].as_str().unwrap(), &case["input"], &case["expected"]);
        let (perceived, wanted) = (numbers(&input["perception"]), numbers(&input["expectation"]));
        let weight = |place: usize| number(&input["weights"][place]);
        let dimension = |place: usize| ServqualDimension {
            items: vec![(wanted[place].unwrap(), perceived[place].unwrap())],
            weight: weight(place),
        };
        let ours = servqual(&(0..perceived.len()).map(dimension).collect::<Vec<_>>());
        for (gap, expected) in ours.gaps.iter().zip(numbers(&expected["gaps"])) {
            same(*gap, expected, id);
        }
        same(ours.unweighted, number(&expected["unweighted"]), id);
        same(ours.weighted, number(&expected["weighted"]), id);
        assert_eq!(ours.widest_negative.map(|it| it as u64), expected["widest_negative"].as_u64(), "{id}");
    }
}

#[test]
fn a_dimension_without_items_leaves_no_overall_gap() {
    let dimension = |items: &[(f64, f64)]| ServqualDimension { items: items.to_vec(), weight: Some(50.0) };
    let ours = servqual(&[dimension(&[(6.0, 5.0), (6.0, 4.0)]), dimension(&[])]);
    assert_eq!(ours.gaps, [Some(-1.5), None]);
    assert_eq!((ours.unweighted, ours.weighted, ours.widest_negative), (None, None, Some(0)));
    let empty = servqual(&[]);
    assert_eq!((empty.unweighted, empty.weighted, empty.widest_negative), (None, None, None));
}

fn definitions(kind: &str) -> Vec<Value> {
    let cases = cases("benchmark_definitions.json").into_iter();
    let cases: Vec<Value> = cases.filter(|case| case["id"].as_str().unwrap().starts_with(kind)).collect();
    assert_eq!(cases.len(), 7);
    cases
}

fn better(input: &Value) -> Better {
    match input["direction"].as_str().unwrap() {
        "increase" => Better::Higher,
        "decrease" => Better::Lower,
        other => panic!("{other}"),
    }
}
