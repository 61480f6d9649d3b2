//! Probability functions against R.

use plaudit::analyse::probability::{
    Z_95, Z_998, chi_square_beyond, chi_square_quantile, heads_quantile, normal, student, student_quantile,
};
use plaudit::analyse::runs;
use serde_json::Value;

use super::oracle::{cases, numbers, same, same_within};

/// Where a quantile function is inverted.
const INVERTED: f64 = 1e-7;

#[test]
fn normal_probabilities_are_those_of_r() {
    let table = table();
    for (x, expected) in numbers(&table["x"]).into_iter().zip(numbers(&table["pnorm"])) {
        let (ours, expected) = (normal(x.unwrap()), expected.unwrap());
        assert!((ours - expected).abs() <= 1e-9 * expected, "{x:?}: {ours} for {expected}");
    }
    for (share, expected) in numbers(&table["prob"]).into_iter().zip(numbers(&table["qnorm"])) {
        match share.unwrap() {
            0.975 => same(Some(Z_95), expected, "97.5 %"),
            0.999 => same(Some(Z_998), expected, "99.9 %"),
            share => same_within(Some(normal(expected.unwrap())), Some(share), 1e-9, "back again"),
        }
    }
}

#[test]
fn quantiles_are_those_of_r() {
    let table = table();
    let shares = numbers(&table["prob"]);
    for (name, ours) in [
        ("qchisq", chi_square_quantile as fn(f64, f64) -> Option<f64>),
        ("qt", student_quantile as fn(f64, f64) -> Option<f64>),
    ] {
        for row in table[name].as_array().unwrap() {
            let freedom = row["df"].as_f64().unwrap();
            for (share, expected) in shares.iter().zip(numbers(&row["q"])) {
                let (share, expected) = (share.unwrap(), expected.unwrap());
                let ours = ours(share, freedom);
                if !(1e-4..=0.9999).contains(&share) {
                    assert_eq!(ours, None, "there the library is not exact");
                    continue;
                }
                let ours = ours.unwrap();
                let off = (ours - expected).abs();
                assert!(off <= INVERTED * expected.abs().max(1e-9), "{name} {freedom} {share}: {ours} for {expected}");
            }
        }
    }
}

#[test]
fn chances_are_those_of_r() {
    let table = table();
    for row in table["pt"].as_array().unwrap() {
        for (t, expected) in numbers(&row["x"]).into_iter().zip(numbers(&row["p"])) {
            same(student(t.unwrap(), row["df"].as_f64().unwrap()), expected, &format!("t {t:?} {row}"));
        }
    }
    let one = &table["pchisq_upper"][0];
    assert_eq!(one["df"], 1);
    for (x, expected) in numbers(&one["x"]).into_iter().zip(numbers(&one["p"])) {
        let (ours, expected) = (chi_square_beyond(x.unwrap()), expected.unwrap());
        assert!((ours - expected).abs() <= 1e-9 * expected, "{x:?}: {ours} for {expected}");
    }
}

#[test]
fn limits_of_runs_are_those_of_r_for_up_to_200_values() {
    let table = &table()["runs_limits"];
    let column = |name: &str| numbers(&table[name]).into_iter().map(|it| it.map(|it| it as usize)).collect::<Vec<_>>();
    let names: Vec<&String> = table.as_object().unwrap().keys().collect();
    let (longest, fewest) = (column("longest_run_max"), column("n_crossings_min"));
    for (row, n) in column("n").into_iter().enumerate() {
        let n = n.unwrap();
        let values: Vec<Option<f64>> = (0..n).map(|place| Some(if place % 2 == 0 { 1.0 } else { -1.0 })).collect();
        let ours = runs(&values, 0.0).unwrap();
        assert_eq!(
            (Some(ours.longest_expected), Some(ours.fewest_expected)),
            (longest[row], fewest[row]),
            "{n} {names:?}"
        );
    }
}

#[test]
fn what_no_distribution_has_is_not_answered() {
    for share in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(chi_square_quantile(share, 3.0), None);
        assert_eq!(student_quantile(share, 3.0), None);
        assert_eq!(heads_quantile(share, 3), None);
    }
    for freedom in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(chi_square_quantile(0.5, freedom), None);
        assert_eq!(student_quantile(0.5, freedom), None);
        assert_eq!(student(1.0, freedom), None);
    }
    assert_eq!(student(f64::NAN, 3.0), None);
    assert_eq!((student(f64::INFINITY, 3.0), student(f64::NEG_INFINITY, 3.0)), (Some(1.0), Some(0.0)));
    assert_eq!(heads_quantile(0.05, 0), Some(0));
}

fn table() -> Value {
    cases("special_functions.json")[0]["expected"].clone()
}
