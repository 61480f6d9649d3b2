//! What is stated about a subject as of a period: targets, changes, accumulated figures, and what is derived.

use plaudit::analyse::{Assurance, Class, Firmness, Mark, Rule, Totals, findings};
use plaudit::model::*;

use super::oracle::same;
use super::site::{Site, kpi, period, subject, target};

/// Two years that vary without a signal, then a month far below.
const USUAL: [f64; 25] = [
    84.2, 83.1, 85.0, 82.7, 84.9, 86.1, 83.4, 84.8, 82.2, 85.3, 84.0, 83.6, 85.9, 84.4, 82.9, 84.7, 85.5, 83.2, 84.1,
    83.9, 85.8, 84.6, 83.0, 84.3, 70.0,
];

#[test]
fn a_month_far_below_is_a_real_change_for_the_worse() {
    let mut csat = kpi("csat", KpiKind::Proportion, Better::Higher);
    csat.targets = target(80.0);
    let edition = Site::new(25).kpi(csat).values("csat", &USUAL).edition();
    let findings = findings(&edition);

    let before = findings.at(&subject("csat"), period("2025-12"));
    assert_eq!(before.points.len(), 24, "nothing of January is known in December");
    assert_eq!(before.firmness, Some(Firmness::Firm));
    assert_eq!(before.variation.unwrap().class, Class::CommonCause);
    assert_eq!(before.assurance, Some(Assurance::Inconsistent));
    // (84.2333 − 80) / (1.6304 / 1.128), the chance by a table of the normal distribution.
    assert!((before.chance.unwrap() - 0.9983).abs() < 1e-4);
    assert_eq!(before.met, Some(true));
    assert_eq!(before.change.unwrap().from, period("2025-11"));
    let change = before.change_year.unwrap();
    assert_eq!((change.from, change.before, change.now), (period("2024-12"), 83.6, 84.3));

    let now = findings.at(&subject("csat"), period("2026-01"));
    let variation = now.variation.clone().unwrap();
    assert_eq!((variation.class, variation.rule), (Class::ConcernLow, Rule::Outside));
    assert_eq!((variation.since, variation.periods), (Some(period("2026-01")), 1));
    assert_eq!(now.signal(now.current().unwrap()).mark, Mark::Concern);
    assert_eq!(now.met, Some(false));
}

#[test]
fn a_period_is_judged_by_the_target_in_force_then() {
    let step = |from: Option<&str>, value| TargetStep {
        from: from.map(period),
        target: Target::Value(value),
        because: None,
        agreed_by: None,
    };
    let mut csat = kpi("csat", KpiKind::Proportion, Better::Higher);
    csat.targets = Targets::new(vec![step(None, 84.0), step(Some("2024-04"), 83.0)]).unwrap();
    let edition = Site::new(12).kpi(csat).values("csat", &USUAL[..12]).edition();
    let findings = findings(&edition);
    let met = |month: &str| findings.at(&subject("csat"), period(month)).met;
    assert_eq!((met("2024-02"), met("2024-04"), met("2024-07")), (Some(false), Some(false), Some(true)));
    let points = findings.at(&subject("csat"), period("2024-12")).points;
    assert_eq!((points[2].target, points[3].target), (Some(Target::Value(84.0)), Some(Target::Value(83.0))));
}

#[test]
fn parts_inherit_the_target_except_for_counts_and_levels() {
    for (kind, inherits) in [(KpiKind::Mean, true), (KpiKind::Count, false), (KpiKind::Stock, false)] {
        let mut own = kpi("k", kind, Better::Higher);
        own.targets = target(5.0);
        own.targets_by = vec![(subject("k team/special").part.unwrap(), target(1.0))];
        let site = Site::new(1).kpi(own).dimension("team", &["plain", "special"]);
        let edition = site.values("k team/plain", &[3.0]).values("k team/special", &[3.0]).edition();
        let findings = findings(&edition);
        let met = |text: &str| findings.at(&subject(text), period("2024-01")).met;
        assert_eq!(met("k team/plain"), inherits.then_some(false), "{kind:?}");
        assert_eq!(met("k team/special"), Some(true), "{kind:?}");
    }
}

#[test]
fn a_year_of_each_kind_adds_up_its_own_way() {
    let months = 14_u32;
    let counts: Vec<f64> = (1..=months).map(f64::from).collect();
    let ratios: Vec<_> = (1..=months)
        .map(|month| Some(Measurement::Ratio { numerator: f64::from(month), denominator: u64::from(month) * 10 }))
        .collect();
    let answers: Vec<_> = (1..=months)
        .map(|month| Some(Measurement::Promoters { promoters: month.into(), passives: 1, detractors: 1 }))
        .collect();
    let scores: Vec<_> = (1..=months)
        .map(|month| Some(Measurement::Value { value: f64::from(month), n: Some(if month == 14 { 9 } else { 1 }) }))
        .collect();
    let edition = Site::new(months as usize)
        .kpi(kpi("count", KpiKind::Count, Better::Higher))
        .kpi(kpi("share", KpiKind::Proportion, Better::Higher))
        .kpi(kpi("nps", KpiKind::Nps, Better::Higher))
        .kpi(kpi("score", KpiKind::Mean, Better::Higher))
        .kpi(kpi("level", KpiKind::Stock, Better::Higher))
        .kpi(kpi("bare", KpiKind::Mean, Better::Higher))
        .values("count", &counts)
        .measured("share", &ratios)
        .measured("nps", &answers)
        .measured("score", &scores)
        .values("level", &counts)
        .values("bare", &counts)
        .edition();
    let findings = findings(&edition);
    let year = |text: &str| findings.totals(&findings.at(&subject(text), period("2025-02"))).rolling_year;
    assert_eq!(year("count"), Some(f64::from((3..=14).sum::<u32>())));
    same(year("share"), Some(10.0), "share");
    same(year("nps"), Some(100.0 * (102.0 - 12.0) / (102.0 + 24.0)), "nps");
    same(year("score"), Some((f64::from((3..=13).sum::<u32>()) + 9.0 * 14.0) / 20.0), "score, by n");
    assert_eq!(year("level"), Some(14.0));
    assert_eq!(year("bare"), None, "never a mean of means");
    let before = findings.totals(&findings.at(&subject("count"), period("2024-11"))).rolling_year;
    assert_eq!(before, None, "eleven months are not a year");
}

#[test]
fn the_year_to_date_begins_with_the_financial_year() {
    let counts: Vec<f64> = (1..=14).map(f64::from).collect();
    let site = || Site::new(14).kpi(kpi("count", KpiKind::Count, Better::Higher)).values("count", &counts);
    let to_date = |site: Site, month: &str| {
        let edition = site.edition();
        let findings = findings(&edition);
        findings.totals(&findings.at(&subject("count"), period(month))).year_to_date
    };
    assert_eq!(to_date(site(), "2024-04"), Some(4.0));
    assert_eq!(to_date(site(), "2025-02"), Some(f64::from((4..=14).sum::<i32>())));
    assert_eq!(to_date(site(), "2024-03"), None, "the year began before the first value");
    let mut january = site();
    january.0.settings.year_starts = 1;
    assert_eq!(to_date(january, "2024-03"), Some(6.0));
}

#[test]
fn one_missing_month_leaves_no_year() {
    let mut counts = [5.0; 14];
    counts[8] = f64::NAN;
    let edition = Site::new(14).kpi(kpi("count", KpiKind::Count, Better::Higher)).values("count", &counts).edition();
    let findings = findings(&edition);
    let found = findings.at(&subject("count"), period("2025-02"));
    assert_eq!(findings.totals(&found), Totals::default());
}

#[test]
fn an_exceptional_month_is_in_the_totals() {
    let strike = Exceptional { scope: Scope { kpis: None, part: None }, why: "Strike".to_owned() };
    let site = Site::new(12).kpi(kpi("count", KpiKind::Count, Better::Higher)).values("count", &[5.0; 12]);
    let edition = site.month("2024-06", |june| june.exceptional = vec![strike]).edition();
    let findings = findings(&edition);
    let found = findings.at(&subject("count"), period("2024-12"));
    assert_eq!(findings.totals(&found).rolling_year, Some(60.0));
}

#[test]
fn what_is_measured_quarterly_has_a_point_for_each_quarter() {
    let mut quarterly = kpi("k", KpiKind::Count, Better::Higher);
    quarterly.every = Some(Every::Quarter);
    let mut values = [f64::NAN; 23];
    // February, June, nothing from July to September, December; February, June.
    for (month, value) in [(1, 1.0), (5, 2.0), (11, 4.0), (13, 5.0), (17, 6.0)] {
        values[month] = value;
    }
    let edition = Site::new(23).kpi(quarterly).values("k", &values).edition();
    let findings = findings(&edition);
    let points = |month: &str| -> Vec<(String, Option<f64>)> {
        let found = findings.at(&subject("k"), period(month));
        found.points.iter().map(|point| (point.period.to_string(), point.value)).collect()
    };
    let expected = [("2024-02", Some(1.0)), ("2024-06", Some(2.0)), ("2024-09", None), ("2024-12", Some(4.0))];
    let expected = expected.map(|(period, value)| (period.to_owned(), value));
    assert_eq!(points("2024-12"), expected);
    assert_eq!(points("2025-01"), expected, "the new quarter is not yet missing");
    assert_eq!(points("2024-11"), expected[..3]);
    assert_eq!(points("2024-08"), expected[..2]);

    let december = findings.at(&subject("k"), period("2024-12"));
    assert_eq!((findings.totals(&december).rolling_year, december.change.unwrap().from), (None, period("2024-06")));
    let june = findings.at(&subject("k"), period("2025-06"));
    assert_eq!(june.change_year.unwrap().from, period("2024-06"));
    assert_eq!(findings.at(&subject("k"), period("2025-02")).change_year.unwrap().from, period("2024-02"));
    assert_eq!(findings.totals(&june).year_to_date, Some(6.0), "April to June");
    let july = findings.at(&subject("k"), period("2025-07"));
    assert_eq!((july.current(), july.change, july.latest().unwrap().value), (None, None, Some(6.0)));
}

#[test]
fn between_two_quarters_the_year_goes_on() {
    let mut quarterly = kpi("k", KpiKind::Count, Better::Higher);
    quarterly.every = Some(Every::Quarter);
    let mut values = [f64::NAN; 20];
    for (month, value) in [(2, 1.0), (5, 2.0), (8, 4.0), (11, 8.0), (14, 16.0)] {
        values[month] = value;
    }
    let edition = Site::new(20).kpi(quarterly).values("k", &values).edition();
    let findings = findings(&edition);
    let year = |month: &str| {
        let totals = findings.totals(&findings.at(&subject("k"), period(month)));
        (totals.rolling_year, totals.year_to_date)
    };
    assert_eq!(year("2024-12"), (Some(15.0), Some(14.0)));
    assert_eq!(year("2025-02"), (Some(15.0), Some(14.0)), "the quarter that runs is not yet missing");
    assert_eq!(year("2025-05"), (Some(30.0), None), "nothing yet of the year that began in April");
    assert_eq!(year("2025-06"), (None, None), "a quarter without a value is missing when it is over");
}

#[test]
fn points_end_with_a_retirement_and_with_a_part() {
    let mut retired = kpi("k", KpiKind::Mean, Better::Higher);
    retired.retired = Some(Retired { until: period("2024-03"), replaced_by: None, because: None });
    let mut site = Site::new(6)
        .kpi(retired)
        .kpi(kpi("other", KpiKind::Mean, Better::Higher))
        .dimension("team", &["north"])
        .values("k", &[1.0, 2.0])
        .values("other team/north", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    site.0.dimensions[0].members[0].until = Some(period("2024-04"));
    let edition = site.edition();
    let findings = findings(&edition);
    let points = |text: &str| findings.at(&subject(text), period("2024-06")).points;
    assert_eq!(points("k").len(), 3, "the gap in March is kept, later ones are none");
    assert_eq!(points("other team/north").len(), 4);
    assert!(findings.lines(None, period("2024-04")).is_empty());
    assert_eq!(findings.lines(None, period("2024-03")).len(), 1);
    assert!(findings.has(&subject("other team/north"), period("2024-04")));
    assert!(!findings.has(&subject("other team/north"), period("2024-05")));
}

#[test]
fn what_was_never_measured_has_no_findings() {
    let edition = Site::new(3).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", &[f64::NAN, 2.0]).edition();
    let findings = findings(&edition);
    for (text, month) in [("k", "2024-01"), ("k", "2023-12"), ("unknown", "2024-03"), ("k team/billing", "2024-03")] {
        let found = findings.at(&subject(text), period(month));
        assert!(found.points.is_empty() && found.groups.is_empty() && found.firmness.is_none(), "{text} {month}");
    }
    assert_eq!(findings.at(&subject("k"), period("2024-03")).points.len(), 2);
    assert_eq!(findings.at(&subject("k"), period("2199-12")).points.len(), 2, "there are no later snapshots");
    assert!(findings.at(&subject("k"), "2024-W10".parse().unwrap()).current().is_none());
}

#[test]
fn nothing_measured_of_no_cases_is_a_gap() {
    let none = Measurement::Ratio { numerator: 0.0, denominator: 0 };
    let some = Measurement::Ratio { numerator: 1.0, denominator: 2 };
    let site = Site::new(2).kpi(kpi("k", KpiKind::Proportion, Better::Higher));
    let edition = site.measured("k", &[Some(some), Some(none)]).edition();
    let point = findings(&edition).at(&subject("k"), period("2024-02")).points.pop().unwrap();
    assert_eq!((point.value, point.n, point.interval), (None, Some(0), None));
}
