//! What a closer look says, and when it says nothing.

use plaudit::analyse::{
    Attribute, CloserLook, Closure, ComparedBy, Counts, KpiFindings, OutlookBasis, Season, Spread, attribute_chart,
    findings, probability,
};
use plaudit::model::{Better, Event, Every, KpiKind, Measurement, Scope, Target};

use super::site::{Site, kpi, period, subject, target};
use super::study::{peers, study, with_study};

/// Two years about 50 in which nothing happens; no value stands out and neighbours do not resemble each other.
const STEADY: [f64; 24] = [
    50.0, 52.0, 49.0, 51.0, 48.0, 50.5, 51.5, 49.5, 50.0, 48.5, 52.0, 49.0, 51.0, 50.0, 48.0, 51.5, 49.5, 50.5, 52.0,
    48.5, 51.0, 49.0, 50.0, 51.0,
];

#[test]
fn a_steady_series_goes_on_in_its_usual_range() {
    let mut rate = kpi("k", KpiKind::Mean, Better::Higher);
    rate.targets = target(51.0);
    let (found, look) = look(Site::new(24).kpi(rate).values("k", &STEADY), "2025-12");
    assert!(!look.dependence.any() && look.step.is_none() && look.by_counts.is_none() && look.closure.is_none());
    assert!(!look.trend.unwrap().is_clear());
    let outlook = look.outlook.unwrap();
    assert_eq!(outlook.basis, OutlookBasis::Usual);
    let limits = found.limits().unwrap();
    for (ahead, month) in outlook.periods.iter().zip(["2026-01", "2026-02", "2026-03"]) {
        assert_eq!(ahead.period, period(month));
        assert_eq!(
            (Some(ahead.lower), Some(ahead.upper), Some(ahead.value)),
            (limits.lower, limits.upper, limits.mean)
        );
        assert_eq!(ahead.chance, found.chance, "the next month is a usual one");
        let sigma = limits.moving_range.unwrap() / 1.128;
        let chance = probability::normal((limits.mean.unwrap() - 51.0) / sigma);
        assert!((ahead.chance.unwrap() - chance).abs() < 1e-12);
    }
}

#[test]
fn nothing_is_looked_ahead_from_too_little_or_from_what_is_not_judged() {
    let site =
        |months: usize| Site::new(months).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", &STEADY[..months]);
    let at = |months: usize| {
        look(site(months), &period("2024-01").to(period("2026-12")).nth(months - 1).unwrap().to_string()).1
    };
    assert_eq!((at(7).trend, at(7).outlook), (None, None));
    assert!(at(8).trend.is_some() && at(11).outlook.is_none());
    assert!(at(12).outlook.is_some());
    let provisional = site(12).month("2024-12", |snapshot| snapshot.provisional = true);
    assert_eq!(look(provisional, "2024-12").1.outlook, None);
    let gap = Site::new(13).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", &STEADY[..12]);
    assert_eq!(look(gap, "2025-01").1.outlook, None, "the month itself was not measured");
    // A month far outside in the middle, and nothing since.
    let mut odd = STEADY;
    odd[8] = 75.0;
    let odd = Site::new(24).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", &odd);
    assert_eq!(look(odd, "2025-12").1.outlook, None, "neither steady nor moving");
}

#[test]
fn a_moving_series_goes_on_with_its_slope_and_inside_its_bounds() {
    let values: Vec<f64> = (0..20).map(|month| 60.0 + 2.0 * f64::from(month) + f64::from(month % 2)).collect();
    let mut share = kpi("k", KpiKind::Proportion, Better::Higher);
    share.targets = target(100.0);
    let (found, look) = look(Site::new(20).kpi(share).values("k", &values), "2025-08");
    assert!(found.variation.unwrap().class.is_improvement());
    let trend = look.trend.unwrap();
    assert!(trend.is_clear() && (trend.per_period - 2.0).abs() < 1e-9 && trend.periods == 20);
    let outlook = look.outlook.unwrap();
    assert_eq!(outlook.basis, OutlookBasis::Slope);
    for ahead in &outlook.periods {
        assert!(
            values[19] - 3.0 < ahead.value
                && ahead.lower < ahead.value
                && ahead.value < ahead.upper
                && ahead.upper < 100.0
        );
        assert_eq!(ahead.chance, Some(0.0), "100 % is beyond what the logit scale reaches");
    }
    assert!(outlook.periods[2].upper - outlook.periods[2].lower > outlook.periods[0].upper - outlook.periods[0].lower);
}

#[test]
fn a_season_is_found_cautioned_and_carried_on() {
    let season = |month: usize| [0.0, 2.0, 5.0, 9.0, 12.0, 14.0, 13.0, 10.0, 6.0, 2.0, -1.0, -2.0][month % 12];
    let values: Vec<f64> = (0..42).map(|month| 100.0 + season(month) + STEADY[month % 24] * 0.2).collect();
    let site =
        |months: usize| Site::new(months).kpi(kpi("k", KpiKind::Count, Better::Neutral)).values("k", &values[..months]);
    let (found, three_years) = look(site(42), "2027-06");
    assert!(three_years.dependence.season && three_years.trend.unwrap().seasonal);
    let outlook = three_years.outlook.unwrap();
    assert_eq!(outlook.basis, OutlookBasis::Smoothed);
    assert!((outlook.periods[0].value - (100.0 + 13.0 + 10.0)).abs() < 1.5, "{outlook:?}");
    // Its Junes stand out as if something had happened; the verdict carries the caution and says that they usually do.
    assert!(found.variation.as_ref().is_some_and(|variation| variation.periods > 0));
    assert_eq!((found.past().season, found.past().dependence.season), (Some(Season::High), true));

    let two_years = look(site(30), "2026-06").1;
    assert_eq!(two_years.outlook.as_ref().map(|it| it.basis), Some(OutlookBasis::YearBefore));
    let (july, a_year_before) = (two_years.outlook.unwrap().periods[0].value, values[30 - 12]);
    assert!((july - a_year_before).abs() < 1.0, "{july} {a_year_before}");
    assert!(!look(site(23), "2025-11").1.dependence.season, "two years are needed");
}

#[test]
fn a_step_is_suggested_until_somebody_annotates_it() {
    let values: Vec<f64> = (0..24).map(|month| STEADY[month] + if month < 12 { 0.0 } else { 9.0 }).collect();
    let site = Site::new(24).kpi(kpi("k", KpiKind::Mean, Better::Higher)).values("k", &values);
    let step = look(site, "2025-12").1.step.unwrap();
    assert_eq!(step.from, period("2025-01"));
    assert!((step.after - step.before - 9.0).abs() < 1.0);
    let scope = Scope { kpis: None, part: None };
    let event = Event { scope, label: "New routing".to_owned(), recalculate_limits: true, because: None };
    let annotated = Site::new(24)
        .kpi(kpi("k", KpiKind::Mean, Better::Higher))
        .values("k", &values)
        .month("2025-01", |snapshot| snapshot.events.push(event));
    let look = look(annotated, "2025-12").1;
    assert_eq!((look.step, look.trend.unwrap().periods), (None, 12), "the slope is that of the new group alone");
}

#[test]
fn limits_by_counts_stand_beside_where_the_cases_call_for_them() {
    let chart = |counts: &[(f64, u64)], kind: KpiKind| {
        let measured: Vec<_> = counts
            .iter()
            .map(|(numerator, denominator)| {
                Some(Measurement::Ratio { numerator: *numerator, denominator: *denominator })
            })
            .collect();
        let site = Site::new(counts.len()).kpi(kpi("k", kind, Better::Higher)).measured("k", &measured);
        look(site, &period("2024-01").to(period("2026-12")).nth(counts.len() - 1).unwrap().to_string()).1.by_counts
    };
    let even: Vec<(f64, u64)> = (0..12).map(|month| (80.0 + f64::from(month % 3), 120)).collect();
    assert_eq!(chart(&even, KpiKind::Proportion), None, "as many cases every month, and enough of both");
    let mut uneven = even.clone();
    uneven[4] = (150.0, 220);
    let found = chart(&uneven, KpiKind::Proportion).unwrap();
    assert_eq!((found.attribute, found.periods.len()), (Attribute::Share, 12));
    let fractions: Vec<_> =
        uneven.iter().map(|(x, n)| Some(Counts { numerator: *x, denominator: *n as f64 })).collect();
    let pure = attribute_chart(&fractions, Attribute::Share, Spread::Observed, |_| true).unwrap();
    assert!((found.chart.centre - 100.0 * pure.centre).abs() < 1e-9, "in percent");
    assert_eq!(found.chart.stretch, pure.stretch);
    let few: Vec<(f64, u64)> =
        even.iter().map(|(x, n)| (n - 3.0_f64.min(*x) as u64, *n)).map(|(x, n)| (x as f64, n)).collect();
    assert!(chart(&few, KpiKind::Proportion).is_some(), "three that do not count are few");
    assert_eq!(chart(&few, KpiKind::Rate), None, "of a rate only the events are counted");
    assert!(chart(&even[..4], KpiKind::Proportion).is_none() && chart(&uneven[..5], KpiKind::Proportion).is_some());
    assert_eq!(chart(&uneven[..4], KpiKind::Proportion), None, "four months have no limits");
}

#[test]
fn parts_are_compared_by_size() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let ratio = |numerator: f64, denominator: u64| Some(Measurement::Ratio { numerator, denominator });
    let site = |parts: usize| {
        let mut site = Site::new(1).kpi(kpi("k", KpiKind::Proportion, Better::Higher)).dimension("team", &names);
        for (place, name) in names[..parts].iter().enumerate() {
            let (x, n) = if place == 2 { (200.0, 400) } else { (80.0 + place as f64, 100) };
            site = site.measured(&format!("k team/{name}"), &[ratio(x, n)]);
        }
        site
    };
    let compared = |site: Site| {
        let edition = site.edition();
        let k = edition.facts().kpis[0].clone();
        let team = edition.facts().dimensions[0].id.clone();
        findings(&edition).comparison(&k, &team, period("2024-01"))
    };
    let funnel = compared(site(9)).unwrap();
    assert!(matches!(funnel.by, ComparedBy::Funnel { widened: true, .. }), "{:?}", funnel.by);
    assert_eq!(funnel.parts.len(), 9);
    assert!((funnel.pooled - 100.0 * (200.0 + 8.0 * 80.0 + 34.0) / 1200.0).abs() < 1e-9);
    let few = compared(site(5)).unwrap();
    assert_eq!(few.by, ComparedBy::Intervals);
    let outliers: Vec<&str> = few.parts.iter().filter(|it| it.outlier).map(|it| it.member.as_str()).collect();
    assert!(outliers.contains(&"c") && few.parts[2].limits_998.1 < few.pooled, "{outliers:?}");
    assert_eq!(compared(site(1)), None);
    let mut overlapping = site(5);
    overlapping.0.dimensions[0].overlaps = true;
    assert_eq!(compared(overlapping), None, "cases would count twice");
    let uncounted = site(5).measured("k team/f", &[Some(Measurement::Value { value: 50.0, n: None })]);
    assert_eq!(compared(uncounted), None, "one has no counts");
    let nobody = site(5).measured("k team/f", &[ratio(0.0, 0)]);
    assert_eq!(compared(nobody).unwrap().parts.len(), 5, "one without cases is not one of them");
    let parent = Site::new(1)
        .kpi(kpi("k", KpiKind::Proportion, Better::Higher))
        .dimension("team", &["field", "north < field", "south < field"])
        .measured("k team/north", &[ratio(5.0, 10)])
        .measured("k team/south", &[ratio(7.0, 10)]);
    assert_eq!(compared(parent).unwrap().parts.len(), 2, "a parent's cases are those of its children");
}

#[test]
fn an_outlook_of_a_quarterly_kpi_names_quarters() {
    let mut quarterly = kpi("k", KpiKind::Mean, Better::Higher);
    quarterly.every = Some(Every::Quarter);
    let mut values = [f64::NAN; 36];
    STEADY[..12].iter().enumerate().for_each(|(place, value)| values[3 * place + 2] = *value);
    let outlook = look(Site::new(36).kpi(quarterly).values("k", &values), "2026-12").1.outlook.unwrap();
    let months: Vec<String> = outlook.periods.iter().map(|ahead| ahead.period.to_string()).collect();
    assert_eq!(months, ["2027-03", "2027-06", "2027-09"]);
}

#[test]
fn a_target_that_rises_is_the_one_of_its_month() {
    let mut rising = kpi("k", KpiKind::Mean, Better::Higher);
    let mut steps = target(40.0).steps().to_vec();
    steps.push(plaudit::model::TargetStep {
        from: Some(period("2026-02")),
        target: Target::Value(60.0),
        ..steps[0].clone()
    });
    rising.targets = plaudit::model::Targets::new(steps).unwrap();
    let outlook = look(Site::new(24).kpi(rising).values("k", &STEADY), "2025-12").1.outlook.unwrap();
    let targets: Vec<_> = outlook.periods.iter().map(|ahead| ahead.target).collect();
    assert_eq!(targets, [40.0, 60.0, 60.0].map(|value| Some(Target::Value(value))));
    assert!(outlook.periods[0].chance > Some(0.99) && outlook.periods[1].chance < Some(0.01));
}

/// The findings of `k` and a closer look at them.
#[track_caller]
fn look(site: Site, month: &str) -> (KpiFindings, CloserLook) {
    let edition = site.edition();
    let all = findings(&edition);
    let found = all.at(&subject("k"), period(month));
    let look = all.closer_look(&found).expect("it was measured");
    assert!(look.closure.is_none_or(|closure| closure != Closure::Closed));
    (found, look)
}

#[test]
fn a_gap_closes_only_by_a_slope_that_is_more_than_chance() {
    let closes = |slope: f64, level: f64| {
        let values: Vec<f64> =
            (0..24).map(|month| level + slope * f64::from(month) + f64::from(month % 3) * 0.1).collect();
        let site = Site::new(24).kpi(kpi("csat", KpiKind::Proportion, Better::Higher)).values("csat", &values);
        let edition = with_study(site, study("utilities", "2024-01-01", "2024-06-30", "csat", peers())).edition();
        let all = findings(&edition);
        let found = all.at(&subject("csat"), period("2025-12"));
        let median = found.benchmark.as_ref().unwrap().benchmark;
        let months = ((median - values[23]) / slope).ceil() as u32;
        (all.closer_look(&found).unwrap().closure, Closure::After(months))
    };
    let (rising, after) = closes(0.5, 40.0);
    assert_eq!(rising, Some(after));
    assert_eq!(closes(-0.5, 60.0).0, Some(Closure::Never), "it leads away");
    assert_eq!(closes(0.0, 60.0).0, None, "no slope");
    assert_eq!(closes(0.5, 95.0).0, None, "ahead already");
}
