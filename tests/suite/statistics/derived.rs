//! Computed KPIs, and parts that are worked out from the parts that belong to them.

use plaudit::analyse::{Findings, findings};
use plaudit::model::*;

use super::oracle::same;
use super::site::{Site, kpi, period, subject};

const GAP: f64 = f64::NAN;

#[test]
fn a_formula_is_worked_out_for_the_whole_and_for_each_part() {
    let site = Site::new(3)
        .kpi(computed("twice_the_rate", "rate * 2"))
        .kpi(computed("rate", "complaints / customers * 1000"))
        .kpi(kpi("complaints", KpiKind::Count, Better::Lower))
        .kpi(kpi("customers", KpiKind::Stock, Better::Neutral))
        .dimension("team", &["billing", "field"])
        .values("complaints", &[5.0, GAP, 7.0])
        .values("customers", &[1000.0, 1000.0, 0.0])
        .values("complaints team/billing", &[1.0])
        .values("customers team/billing", &[500.0])
        .values("complaints team/field", &[1.0]);
    let edition = site.edition();
    let findings = findings(&edition);
    assert_eq!(values(&findings, "rate"), [Some(5.0)], "a gap and a division by zero are gaps");
    assert_eq!(values(&findings, "twice_the_rate"), [Some(10.0)], "whatever the order of the catalogue");
    assert_eq!(values(&findings, "rate team/billing"), [Some(2.0)]);
    assert!(values(&findings, "rate team/field").is_empty(), "a part without all inputs has none");
    assert!(!findings.is_derived(&subject("rate"), period("2024-03")));
}

#[test]
fn formulas_that_go_round_in_a_circle_have_no_values() {
    let site = Site::new(1)
        .kpi(computed("one", "two + 1"))
        .kpi(computed("two", "one + base"))
        .kpi(computed("sound", "base + 1"))
        .kpi(kpi("base", KpiKind::Count, Better::Higher))
        .values("base", &[1.0]);
    let edition = site.edition();
    let findings = findings(&edition);
    assert!(values(&findings, "one").is_empty() && values(&findings, "two").is_empty());
    assert_eq!(values(&findings, "sound"), [Some(2.0)]);
}

#[test]
fn what_is_computed_is_as_exceptional_and_as_provisional_as_its_inputs() {
    let mut site = Site::new(3)
        .kpi(computed("rate", "complaints / 2"))
        .kpi(kpi("complaints", KpiKind::Count, Better::Lower))
        .values("complaints", &[5.0, 6.0, 7.0])
        .month("2024-02", |february| {
            let scope = Scope { kpis: Some(vec![KpiId::new("complaints").unwrap()]), part: None };
            february.exceptional = vec![Exceptional { scope, why: "Strike".to_owned() }];
        });
    site.reading("complaints", "2024-03", |reading| reading.standing = Standing::Provisional);
    let edition = site.edition();
    let points = findings(&edition).at(&subject("rate"), period("2024-03")).points;
    let said: Vec<_> = points.iter().map(|point| (point.exceptional, point.standing)).collect();
    assert_eq!(said, [(false, Standing::Final), (true, Standing::Final), (false, Standing::Provisional)]);
}

#[test]
fn a_parent_without_own_values_is_derived_from_evidence_only() {
    let value = |value: f64, n: Option<u64>| Measurement::Value { value, n };
    let ratio = |numerator: f64, denominator: u64| Measurement::Ratio { numerator, denominator };
    let answers =
        |promoters: u64, passives: u64, detractors: u64| Measurement::Promoters { promoters, passives, detractors };
    check(KpiKind::Count, value(3.0, None), value(4.0, None), Some(7.0));
    check(KpiKind::Stock, value(3.0, None), value(4.0, None), Some(7.0));
    check(KpiKind::Proportion, ratio(1.0, 10), ratio(3.0, 10), Some(20.0));
    check(KpiKind::Proportion, value(10.0, Some(10)), ratio(9.0, 30), Some(25.0));
    check(KpiKind::Proportion, value(10.0, None), value(20.0, None), None);
    check(KpiKind::Rate, ratio(1.0, 1000), ratio(3.0, 1000), Some(2.0));
    check(KpiKind::Nps, answers(5, 0, 5), answers(10, 0, 0), Some(50.0));
    check(KpiKind::Mean, value(4.0, Some(3)), value(2.0, Some(1)), Some(3.5));
    check(KpiKind::Mean, value(4.0, Some(3)), value(2.0, None), None);
    check(KpiKind::Duration, value(4.0, Some(3)), value(2.0, Some(1)), Some(3.5));
}

#[track_caller]
fn check(kind: KpiKind, one: Measurement, other: Measurement, expected: Option<f64>) {
    let site = Site::new(1)
        .kpi(kpi("k", kind, Better::Higher))
        .dimension("team", &["field", "north < field", "south < field"])
        .kpi(kpi("known", KpiKind::Count, Better::Higher))
        .values("known team/north", &[1.0])
        .values("known team/south", &[1.0])
        .measured("k team/north", &[Some(one)])
        .measured("k team/south", &[Some(other)]);
    let edition = site.edition();
    let findings = findings(&edition);
    same(values(&findings, "k team/field").first().copied().flatten(), expected, "derived");
    assert_eq!(findings.is_derived(&subject("k team/field"), period("2024-01")), expected.is_some());
    assert!(values(&findings, "k").is_empty(), "a breakdown never makes the total");
}

#[test]
fn a_median_is_never_derived() {
    let mut median = kpi("k", KpiKind::Duration, Better::Lower);
    median.statistic = Statistic::Median;
    let half = Some(Measurement::Value { value: 3.0, n: Some(10) });
    let site = Site::new(1).kpi(median).dimension("team", &["field", "north < field", "south < field"]);
    let edition = site.measured("k team/north", &[half]).measured("k team/south", &[half]).edition();
    assert!(values(&findings(&edition), "k team/field").is_empty());
}

#[test]
fn all_parts_that_exist_must_have_a_value() {
    let mut site = Site::new(6)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .kpi(kpi("other", KpiKind::Count, Better::Higher))
        .dimension("team", &["field", "north < field", "south < field", "new < field", "idle < field"])
        .values("k team/north", &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
        .values("k team/south", &[10.0, GAP, 10.0, 10.0])
        .values("k team/new", &[GAP, GAP, GAP, GAP, 100.0, 100.0])
        .values("other team/new", &[GAP, GAP, GAP, 1.0]);
    site.0.dimensions[0].members[2].until = Some(period("2024-05"));
    let edition = site.edition();
    let expected = [
        Some(11.0), // the new team does not exist yet
        None,       // the south is missing
        Some(11.0),
        None,        // the new team exists, but this KPI of it is missing
        None,        // the south still exists
        Some(101.0), // the south is no more; the idle team never was
    ];
    assert_eq!(values(&findings(&edition), "k team/field"), expected);
}

#[test]
fn a_part_without_cases_adds_none() {
    let ratio = |numerator: f64, denominator: u64| Some(Measurement::Ratio { numerator, denominator });
    let site = Site::new(2)
        .kpi(kpi("k", KpiKind::Proportion, Better::Higher))
        .dimension("team", &["field", "north < field", "south < field"])
        .measured("k team/north", &[ratio(1.0, 2), ratio(3.0, 4)])
        .measured("k team/south", &[ratio(1.0, 2), ratio(0.0, 0)]);
    assert_eq!(values(&findings(&site.edition()), "k team/field"), [Some(50.0), Some(75.0)]);
}

#[test]
fn parents_of_parents_are_derived_too() {
    let site = Site::new(1)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .dimension("team", &["all", "field < all", "north < field", "south < field", "desk < all"])
        .values("k team/north", &[1.0])
        .values("k team/south", &[2.0])
        .values("k team/desk", &[4.0]);
    let edition = site.edition();
    let findings = findings(&edition);
    assert_eq!(values(&findings, "k team/all"), [Some(7.0)]);
    let with_values = findings.members_with_values(&DimensionId::new("team").unwrap(), period("2024-01"));
    let names: Vec<&str> = with_values.iter().map(MemberId::as_str).collect();
    assert_eq!(names, ["all", "field", "north", "south", "desk"]);
    assert!(findings.members_with_values(&DimensionId::new("channel").unwrap(), period("2024-01")).is_empty());
}

#[test]
fn own_values_stand_alone_from_the_first_one_on() {
    let site = Site::new(3)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .dimension("team", &["field", "north < field"])
        .values("k team/north", &[1.0, 2.0, 3.0])
        .values("k team/field", &[GAP, GAP, 9.0]);
    let edition = site.edition();
    let findings = findings(&edition);
    let field = subject("k team/field");
    let at = |month: &str| -> Vec<Option<f64>> {
        findings.at(&field, period(month)).points.iter().map(|point| point.value).collect()
    };
    assert_eq!(at("2024-02"), [Some(1.0), Some(2.0)], "what February's page said does not change in March");
    assert_eq!(at("2024-03"), [Some(9.0)]);
    assert!(findings.is_derived(&field, period("2024-02")) && !findings.is_derived(&field, period("2024-03")));
    assert!(findings.has(&field, period("2024-02")));
    assert_eq!(findings.measurement(&field, period("2024-01")), Some(Measurement::Value { value: 1.0, n: None }));
}

#[test]
fn nothing_is_added_up_where_cases_belong_to_several_parts_or_a_part_is_withheld() {
    let site = || {
        let site = Site::new(1).kpi(kpi("k", KpiKind::Count, Better::Higher));
        site.dimension("tag", &["good", "kind < good"]).values("k tag/kind", &[1.0])
    };
    let derived = |site: Site| !values(&findings(&site.edition()), "k tag/good").is_empty();
    assert!(derived(site()));
    let mut overlapping = site();
    overlapping.0.dimensions[0].overlaps = true;
    assert!(!derived(overlapping));
    let mut partial = site();
    partial.0.dimensions[0].members[0].partial = true;
    assert!(!derived(partial));
}

#[test]
fn what_a_withheld_part_leaves_open_is_open_above_it_too() {
    let mut site = Site::new(1)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .dimension("team", &["all", "field < all", "desk < all"])
        .values("k team/desk", &[4.0]);
    site.0.dimensions[0].members[1].partial = true;
    assert!(values(&findings(&site.edition()), "k team/all").is_empty());
}

#[test]
fn a_derived_figure_is_as_exceptional_as_its_parts() {
    let part = subject("k team/north").part;
    let site = Site::new(1)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .dimension("team", &["field", "north < field", "south < field"])
        .values("k team/north", &[1.0])
        .values("k team/south", &[1.0])
        .month("2024-01", |january| {
            let scope = Scope { kpis: None, part };
            january.exceptional = vec![Exceptional { scope, why: "Flood".to_owned() }];
        });
    let edition = site.edition();
    let points = findings(&edition).at(&subject("k team/field"), period("2024-01")).points;
    assert_eq!((points[0].value, points[0].exceptional), (Some(2.0), true));
}

fn computed(id: &str, formula: &str) -> Kpi {
    let mut kpi = kpi(id, KpiKind::Rate, Better::Lower);
    kpi.compute = Some(Expression::parse(formula).unwrap());
    kpi
}

/// The values up to the last month, from the first one on.
fn values(findings: &Findings<'_>, text: &str) -> Vec<Option<f64>> {
    let last = findings.edition().facts().latest().period;
    let found = findings.at(&subject(text), last);
    let values: Vec<_> = found.points.iter().map(|point| point.value).collect();
    let measured = values.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    values[..measured].to_vec()
}
