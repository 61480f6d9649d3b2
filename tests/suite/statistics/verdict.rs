//! Our policy on top of the chart: which months count, where limits begin afresh, and when there is a verdict.

use std::num::NonZeroUsize;

use plaudit::analyse::{Class, Firmness, GroupStart, KpiFindings, Mark, Rule, Variation, findings, verdict};
use plaudit::model::{Better, Event, Exceptional, Expression, KpiId, KpiKind, LimitsPolicy, Scope, Standing, Version};

use super::site::{Site, kpi, period, subject};

/// Twelve months that vary without a signal.
const USUAL: [f64; 12] = [50.0, 52.0, 49.0, 51.0, 48.0, 50.0, 53.0, 49.0, 51.0, 50.0, 48.0, 51.0];

#[test]
fn four_values_have_neither_limits_nor_marks() {
    let found = latest(&[1.0, 100.0, 1.0, 1_000.0]);
    assert_eq!((found.firmness, &found.variation), (Some(Firmness::ValueOnly), &None));
    assert!(found.points.iter().all(|point| found.limits_of(point).is_none()));
    assert_eq!((found.groups[0].lower, found.groups[0].mean), (None, Some(275.5)));
}

#[test]
fn five_values_have_early_limits_but_no_verdict() {
    let mut values = [50.0; 11];
    values[..10].copy_from_slice(&USUAL[..10]);
    for length in 5..=10 {
        let found = latest(&values[..length]);
        assert_eq!((found.firmness, &found.variation), (Some(Firmness::Early), &None), "{length}");
        assert!(found.points.iter().all(|point| found.limits_of(point).is_some()), "{length}");
    }
    values[10] = 90.0;
    let found = latest(&values);
    assert_eq!((&found.variation, found.assurance, found.chance), (&None, None, None));
    let last = found.signals().last().unwrap();
    assert_eq!((last.rule, last.mark), (Rule::Outside, Mark::Improvement), "points say it from early on");
}

#[test]
fn twelve_values_have_a_verdict_and_twenty_are_firm() {
    let values: Vec<f64> = USUAL.into_iter().chain(USUAL).collect();
    let firmness = |length: usize| latest(&values[..length]).firmness.unwrap();
    assert_eq!(firmness(11), Firmness::Early);
    assert_eq!((firmness(12), firmness(19)), (Firmness::Verdict, Firmness::Verdict));
    assert_eq!(firmness(20), Firmness::Firm);
    assert_eq!(latest(&values[..12]).variation.unwrap(), usual());
}

#[test]
fn a_shift_is_dated_from_the_start_of_the_whole_run() {
    let mut values = USUAL.to_vec();
    values.extend([52.0, 51.0, 52.0, 51.5, 52.0, 51.2, 51.4, 52.0, 51.0]);
    values[11] = 48.0;
    let variation = latest(&values).variation.unwrap();
    assert_eq!((variation.class, variation.rule), (Class::ImprovementHigh, Rule::Shift));
    assert_eq!((variation.since, variation.periods), (Some(period("2025-01")), 9));
}

#[test]
fn a_trend_is_dated_from_its_first_point() {
    let mut values = USUAL.to_vec();
    values.extend([48.2, 48.9, 49.7, 50.3, 50.9, 51.4, 51.8]);
    values[11] = 47.5;
    let variation = latest(&values).variation.unwrap();
    assert_eq!((variation.class, variation.rule), (Class::ImprovementHigh, Rule::Trend));
    assert_eq!((variation.since, variation.periods), (Some(period("2024-12")), 8));
}

#[test]
fn two_of_three_counts_the_months_near_the_limit() {
    let mut values = USUAL.to_vec();
    values.extend([56.5, 51.5, 56.5]);
    let variation = latest(&values).variation.unwrap();
    assert_eq!((variation.class, variation.rule), (Class::ImprovementHigh, Rule::TwoOfThree));
    assert_eq!((variation.since, variation.periods), (Some(period("2025-01")), 2));
}

#[test]
fn a_run_of_six_counts_only_where_the_kpi_says_so() {
    let mut values = USUAL.to_vec();
    values.extend([52.0, 52.5, 52.0, 53.0, 52.2, 52.1]);
    values[11] = 48.0;
    assert_eq!(latest(&values).variation.unwrap().rule, Rule::None);
    let policy = LimitsPolicy { run_length: 6, ..LimitsPolicy::default() };
    let variation = with_policy(&values, policy).variation.unwrap();
    assert_eq!((variation.rule, variation.periods), (Rule::Shift, 6));
}

#[test]
fn a_missing_month_breaks_a_run() {
    let mut values = USUAL.to_vec();
    values.extend([56.0, 55.0, 57.0, f64::NAN, 56.0, 55.0, 56.5, 55.0]);
    let found = latest(&values);
    assert_eq!(found.points.len(), 20, "the gap keeps its place");
    assert!(!found.signals().iter().any(|signal| signal.rule == Rule::Shift));
    assert_eq!(found.points[15].value, None);
    let [before, gap] = [14, 15].map(|row| found.limits_of(&found.points[row]));
    assert!(gap.is_some() && gap == before, "limits are drawn through");
}

#[test]
fn the_verdict_of_a_gap_is_that_of_the_latest_measured_month() {
    let mut values = USUAL.to_vec();
    values.extend([90.0, f64::NAN, f64::NAN]);
    let found = at(site(&values), "2025-03");
    assert_eq!((found.as_of, found.points.len()), (period("2025-03"), 15));
    assert_eq!(found.current(), None);
    assert_eq!(found.latest().unwrap().period, period("2025-01"));
    assert_eq!(found.variation.unwrap().rule, Rule::Outside);
    assert_eq!((found.change, found.met), (None, None));
}

#[test]
fn an_exceptional_month_is_shown_and_counts_for_nothing() {
    let mut values = USUAL.to_vec();
    values.extend([90.0, 51.0]);
    let strike = |site: Site| {
        site.month("2025-01", |january| {
            january.exceptional = vec![Exceptional { scope: everything(), why: "Strike".to_owned() }];
        })
    };
    let found = at(strike(site(&values)), "2025-01");
    assert_eq!((&found.variation, found.change), (&None, None));
    let point = found.points.last().unwrap();
    assert_eq!((point.value, found.signal(point).rule, point.exceptional), (Some(90.0), Rule::None, true));
    assert!(found.limits_of(point).is_some(), "it is drawn against the limits");

    let after = at(strike(site(&values)), "2025-02");
    assert_eq!(after.change.unwrap().from, period("2024-12"), "the last ordinary month");
    assert_eq!(after.groups[0].measured, 13);
    let without: Vec<f64> = values.iter().map(|value| if *value == 90.0 { f64::NAN } else { *value }).collect();
    assert_eq!(after.groups, latest(&without).groups, "limits as if it had not been measured");
}

#[test]
fn a_month_is_exceptional_only_for_what_it_names() {
    let mut values = USUAL.to_vec();
    values.push(90.0);
    for (scope, exceptional) in [
        (Scope { kpis: Some(vec![KpiId::new("k").unwrap()]), part: None }, true),
        (Scope { kpis: Some(vec![KpiId::new("other").unwrap()]), part: None }, false),
        (Scope { kpis: None, part: subject("k team/billing").part }, false),
    ] {
        let site = site(&values).month("2025-01", |january| {
            january.exceptional = vec![Exceptional { scope, why: "Strike".to_owned() }];
        });
        assert_eq!(at(site, "2025-01").points.last().unwrap().exceptional, exceptional);
    }
}

#[test]
fn a_provisional_month_gives_no_verdict_and_is_not_compared_with() {
    let mut values = USUAL.to_vec();
    values.extend([90.0, 51.0]);
    let as_a_whole = |site: Site| site.month("2025-01", |january| january.provisional = true);
    let found = at(as_a_whole(site(&values)), "2025-01");
    assert_eq!(found.variation, None);
    assert_eq!(found.points.last().unwrap().standing, Standing::Provisional);
    assert_eq!(found.change.unwrap().from, period("2024-12"), "it may still be compared with an earlier month");
    assert_eq!(found.met, None, "there is no target");
    assert_eq!(at(as_a_whole(site(&values)), "2025-02").change.unwrap().from, period("2024-12"));

    let mut alone = site(&values);
    alone.reading("k", "2025-01", |reading| reading.standing = Standing::Provisional);
    assert_eq!(at(alone, "2025-01").variation, None);
    let mut estimated = site(&values);
    estimated.reading("k", "2025-01", |reading| reading.standing = Standing::Estimated);
    assert_eq!(at(estimated, "2025-01").variation.unwrap().rule, Rule::Outside, "an estimate counts");
}

#[test]
fn an_annotated_event_begins_new_limits_at_the_next_measured_month() {
    let mut values = USUAL.to_vec();
    values.extend([f64::NAN, 80.0, 82.0, 79.0, 81.0, 80.0]);
    let event = Event { because: Some("by skill".to_owned()), ..event("New routing") };
    let silent = Event { recalculate_limits: false, ..event.clone() };
    let found = at(site(&values).month("2025-01", |january| january.events = vec![event]), "2025-06");
    assert_eq!(found.groups.len(), 2);
    assert_eq!((found.groups[1].from, found.groups[1].measured), (period("2025-02"), 5));
    let because = GroupStart::Event { label: "New routing".to_owned(), because: Some("by skill".to_owned()) };
    assert_eq!((&found.groups[0].because, &found.groups[1].because), (&None, &Some(because)));
    assert_eq!((found.firmness, &found.variation), (Some(Firmness::Early), &None), "counted in the latest group");
    let (before, after) = (&found.points[11], &found.points[13]);
    assert_eq!((before.limits_group, after.limits_group), (Some(0), Some(1)));
    let limits = [before, after].map(|point| found.limits_of(point));
    assert!(limits[0].is_some() && limits[1].is_some());
    assert_eq!(limits, [found.groups[0].usual_range(), found.groups[1].usual_range()]);
    assert_eq!(found.change.unwrap().from, period("2025-05"));

    let found = at(site(&values).month("2025-01", |january| january.events = vec![silent]), "2025-06");
    assert_eq!(found.groups.len(), 1);
}

#[test]
fn limits_begin_afresh_in_the_month_of_the_event_itself() {
    let mut values = USUAL.to_vec();
    values.push(80.0);
    let site = site(&values).month("2025-01", |january| january.events = vec![event("New routing")]);
    let found = at(site, "2025-01");
    assert_eq!((found.groups.len(), found.firmness), (2, Some(Firmness::ValueOnly)));
    assert_eq!(found.limits_of(&found.points[12]), None, "one value has no limits, and not those of before");
}

#[test]
fn an_event_in_the_first_month_begins_nothing() {
    let site = site(&USUAL)
        .month("2024-01", |january| january.events = vec![event("Launch")])
        .month("2024-07", |july| july.events = vec![event("New routing")]);
    let found = at(site, "2024-12");
    let labels: Vec<Option<GroupStart>> = found.groups.into_iter().map(|group| group.because).collect();
    assert_eq!(labels, [None, Some(GroupStart::Event { label: "New routing".to_owned(), because: None })]);
}

#[test]
fn of_two_reasons_in_one_month_the_definition_stands_then_the_later_event() {
    let values: Vec<f64> =
        USUAL.iter().enumerate().map(|(month, it)| if month == 6 { f64::NAN } else { *it }).collect();
    let site = |versions: Vec<Version>| {
        let mut site = site(&values)
            .month("2024-07", |july| july.events = vec![event("Earlier")])
            .month("2024-08", |august| august.events = vec![event("Later")]);
        site.0.kpis[0].versions = versions;
        site
    };
    let because = |site: Site| at(site, "2024-12").groups[1].because.clone().unwrap();
    assert_eq!(because(site(Vec::new())), GroupStart::Event { label: "Later".to_owned(), because: None });
    let version = Version { from: period("2024-07"), because: "new wording".to_owned(), comparable: false };
    assert_eq!(because(site(vec![version])), GroupStart::Version { because: "new wording".to_owned() });
}

#[test]
fn limits_are_not_recalculated_before_anything_was_measured_again() {
    let mut values = USUAL.to_vec();
    values.push(f64::NAN);
    let site = site(&values).month("2025-01", |january| january.events = vec![event("New routing")]);
    let found = at(site, "2025-01");
    assert_eq!((found.groups.len(), found.variation.unwrap()), (1, usual()));
}

#[test]
fn a_definition_that_does_not_compare_ends_limits_runs_and_changes() {
    let mut values = USUAL.to_vec();
    values.extend([80.0, 82.0]);
    let mut changed = kpi("k", KpiKind::Count, Better::Higher);
    changed.versions = vec![
        Version { from: period("2024-06"), because: "comparable".to_owned(), comparable: true },
        Version { from: period("2025-01"), because: "new wording".to_owned(), comparable: false },
    ];
    let site = |months: usize| Site::new(months).kpi(changed.clone()).values("k", &values[..months]);
    let first = at(site(13), "2025-01");
    assert_eq!((first.change, first.change_year), (None, None));
    let because = GroupStart::Version { because: "new wording".to_owned() };
    assert_eq!((first.groups.len(), first.groups[1].because.clone()), (2, Some(because)));
    assert_eq!(first.firmness, Some(Firmness::ValueOnly));
    let second = at(site(14), "2025-02");
    assert_eq!(second.change.unwrap().difference(), 2.0);
    let edition = site(14).edition();
    let totals = findings(&edition).totals(&second);
    assert_eq!(totals.rolling_year, None, "a year over two definitions has no figure");
}

#[test]
fn a_new_definition_of_an_input_ends_the_comparability_of_what_is_computed_from_it() {
    let mut input = kpi("input", KpiKind::Mean, Better::Higher);
    input.versions = vec![Version { from: period("2024-07"), because: "new".to_owned(), comparable: false }];
    let mut doubled = kpi("k", KpiKind::Mean, Better::Higher);
    doubled.compute = Some(Expression::parse("input * 2").unwrap());
    let site = Site::new(12).kpi(doubled).kpi(input).values("input", &USUAL);
    let found = at(site, "2024-07");
    assert_eq!((found.groups.len(), found.change), (2, None));
}

#[test]
fn frozen_limits_are_those_of_the_first_measured_months() {
    let mut values = USUAL.to_vec();
    values[3] = f64::NAN;
    values.extend([51.0, 90.0, 95.0, 99.0]);
    let policy = LimitsPolicy { fix_after: NonZeroUsize::new(12), ..LimitsPolicy::default() };
    let frozen = with_policy(&values, policy);
    let group = &frozen.groups[0];
    assert_eq!((group.baseline, group.measured), (12, 15), "the gap does not count");
    assert_eq!(group.mean, latest(&values[..13]).groups[0].mean);
    assert_eq!(frozen.firmness, Some(Firmness::Verdict));
    assert_eq!(frozen.variation.unwrap().rule, Rule::Outside);
}

#[test]
fn screening_never_leaves_an_ordinary_month_outside() {
    // All ranges but two are 0, so that screening those two would put the limits on the mean.
    let mut values = [100.0; 24];
    values[10] = 90.0;
    let found = latest(&values);
    assert_eq!(found.groups[0].screened, 0);
    assert_ne!(found.variation.as_ref().unwrap().rule, Rule::Outside);
    assert_eq!(found.signals()[10].rule, Rule::Outside);
    let outside = found.signals().iter().filter(|signal| signal.rule == Rule::Outside).count();
    assert_eq!(outside, 1);
}

#[test]
fn what_never_varies_has_a_verdict() {
    let found = latest(&[0.1; 14]);
    assert_eq!(found.variation.clone().unwrap(), usual());
    assert_eq!((found.groups[0].lower, found.groups[0].upper), (Some(0.1), Some(0.1)));
    assert_eq!(found.groups[0].moving_range, Some(0.0));
}

#[test]
fn what_stands_out_is_told_point_by_point_in_every_group() {
    let mut values = USUAL.to_vec();
    values.extend([90.0, 51.0, f64::NAN, 60.0, 61.0, 60.5, 61.5, 60.2, 61.2, 60.1, 75.0, 61.0, 60.4, 61.3, 60.6, 45.0]);
    let moved = site(&values).month("2025-04", |april| april.events = vec![event("New routing")]);
    let moved = moved.month("2025-01", |january| {
        january.exceptional = vec![Exceptional { scope: everything(), why: "Strike".to_owned() }];
    });
    let last = period("2024-01").to(period("2030-01")).nth(values.len() - 1).unwrap();
    let found = at(moved, &last.to_string());
    assert_eq!(found.groups.len(), 2);
    let start = found.points.iter().position(|point| point.limits_group == Some(1)).unwrap();
    let because = found.groups[1].because.clone().unwrap();
    let judged = verdict(&found.points, vec![(start, because)], LimitsPolicy::default(), Better::Higher);
    let signals: Vec<_> = found.signals().iter().map(|signal| (signal.rule, signal.mark)).collect();
    assert_eq!(signals, judged.marks.iter().map(|(_, rule, mark)| (*rule, *mark)).collect::<Vec<_>>());
    let groups: Vec<_> = found.points.iter().map(|point| point.limits_group.unwrap()).collect();
    assert_eq!(groups, judged.marks.iter().map(|(group, ..)| *group).collect::<Vec<_>>());
    assert!(signals.iter().filter(|(rule, _)| *rule != Rule::None).count() >= 2, "{signals:?}");
    for (point, signal) in found.points.iter().zip(found.signals()) {
        assert_eq!(found.signal(point), *signal, "{}", point.period);
    }
}

fn usual() -> Variation {
    Variation { class: Class::CommonCause, rule: Rule::None, since: None, periods: 0 }
}

fn event(label: &str) -> Event {
    Event { scope: everything(), label: label.to_owned(), recalculate_limits: true, because: None }
}

fn everything() -> Scope {
    Scope { kpis: None, part: None }
}

fn site(values: &[f64]) -> Site {
    Site::new(values.len()).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", values)
}

fn at(site: Site, month: &str) -> KpiFindings {
    findings(&site.edition()).at(&subject("k"), period(month))
}

/// As of the last month.
fn latest(values: &[f64]) -> KpiFindings {
    with_policy(values, LimitsPolicy::default())
}

fn with_policy(values: &[f64], policy: LimitsPolicy) -> KpiFindings {
    let mut site = site(values);
    site.0.kpis[0].limits = policy;
    let last = site.0.latest().period;
    findings(&site.edition()).at(&subject("k"), last)
}
