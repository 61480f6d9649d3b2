//! What is stated about a subject as of a period.

use plaudit::analyse::{Assurance, Class, Firmness, Mark, Rule, findings};
use plaudit::model::{Better, KpiKind};

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
    assert_eq!(before.points.len(), 24);
    assert_eq!(before.firmness, Some(Firmness::Firm));
    assert_eq!(before.variation.unwrap().class, Class::CommonCause);
    assert_eq!(before.assurance, Some(Assurance::Inconsistent));
    assert_eq!(before.met, Some(true));
    assert_eq!(before.change.unwrap().from, period("2025-11"));
    assert_eq!(before.change_year.unwrap().from, period("2024-12"));

    let now = findings.at(&subject("csat"), period("2026-01"));
    let variation = now.variation.clone().unwrap();
    assert_eq!((variation.class, variation.rule), (Class::ConcernLow, Rule::Outside));
    assert_eq!((variation.since, variation.periods), (Some(period("2026-01")), 1));
    assert_eq!(now.current().unwrap().mark, Mark::Concern);
    assert_eq!(now.met, Some(false));
}
