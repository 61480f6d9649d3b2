//! Questions to ask: each rule asks at its threshold and not before.

use plaudit::analyse::{Question, findings};
use plaudit::model::{
    Better, Every, KpiId, KpiKind, Measurement, MemberId, PartId, Remark, Retired, Threshold, WeekGrid,
};

use super::site::{Site, kpi, period, subject};

/// A year in which nothing happens, and a last month of one's own.
fn then(last: f64) -> Vec<f64> {
    let steady = [50.0, 52.0, 49.0, 51.0, 48.0, 50.5, 51.5, 49.5, 50.0, 48.5, 52.0, 49.0, 51.0];
    steady.into_iter().chain([last]).collect()
}

#[test]
fn speed_for_quality_is_asked_of_what_really_changed_and_is_no_declared_pair() {
    let site = |handle: f64, fcr: f64| {
        Site::new(14)
            .kpi(kpi("handle_time", KpiKind::Duration, Better::Lower))
            .kpi(kpi("fcr", KpiKind::Proportion, Better::Higher))
            .values("handle_time", &then(handle))
            .values("fcr", &then(fcr))
    };
    let id = |text| KpiId::new(text).unwrap();
    let asked = Question::SpeedForQuality { gained: id("handle_time"), lost: id("fcr") };
    check(site(35.0, 35.0), "2025-02", &[asked]);
    check(site(35.0, 50.0), "2025-02", &[]);
    check(site(65.0, 35.0), "2025-02", &[]);
    let mut pair = site(35.0, 35.0);
    pair.0.kpis[1].paired_with = Some(id("handle_time"));
    check(pair, "2025-02", &[]);
    check(site(35.0, 35.0).month("2025-02", |snapshot| snapshot.provisional = true), "2025-02", &[]);
}

#[test]
fn a_load_is_uneven_from_the_threshold_on() {
    let site = |customers: f64, replies: f64, handle: f64| {
        let mut site = Site::new(1).dimension("team", &["billing"]);
        for (id, all, ours) in [
            ("conversations_per_agent", 100.0, customers),
            ("replies_per_agent", 400.0, replies),
            ("handle_time", 6.0, handle),
        ] {
            site = site.kpi(kpi(id, KpiKind::Mean, Better::Neutral)).values(id, &[all]);
            site = site.values(&format!("{id} team/billing"), &[ours]);
        }
        site
    };
    // Replies to each: 4 in all; 3.2 is 1 / 1.25 of it, 5 is 1.25 times it.
    check(site(125.0, 125.0 * 3.2, 4.8), "2024-01", &[Question::Rushed(billing())]);
    check(site(124.0, 124.0 * 3.2, 4.8), "2024-01", &[]);
    check(site(125.0, 125.0 * 3.3, 4.8), "2024-01", &[]);
    check(site(125.0, 125.0 * 3.2, 4.9), "2024-01", &[]);
    check(site(80.0, 80.0 * 5.0, 6.0), "2024-01", &[Question::HardCases(billing())]);
    check(site(81.0, 81.0 * 5.0, 6.0), "2024-01", &[]);
    check(site(0.0, 0.0, 0.0), "2024-01", &[]);
    let mut strict = site(125.0, 125.0 * 3.2, 4.8);
    strict.0.settings.questions = vec![(Threshold::UnevenLoad.name().to_owned(), 1.3)];
    check(strict, "2024-01", &[]);
    let edition = site(125.0, 125.0 * 3.2, 4.8).edition();
    let asked = findings(&edition).questions(&[], Some(&billing()), period("2024-01"));
    assert_eq!(asked, [Question::Rushed(billing())], "on the part's own page too");
}

#[test]
fn complaints_are_asked_about_when_they_outgrow_customers() {
    let site = |complaints: f64, customers: f64| {
        let year =
            |first: f64, last: f64| (0..13).map(|month| if month == 12 { last } else { first }).collect::<Vec<_>>();
        Site::new(13)
            .kpi(kpi("complaints", KpiKind::Count, Better::Lower))
            .kpi(kpi("customers", KpiKind::Stock, Better::Neutral))
            .values("complaints", &year(100.0, complaints))
            .values("customers", &year(1000.0, customers))
    };
    let asked = |now| vec![Question::ComplaintsGrowth { before: 100.0, now }];
    check(site(120.0, 1000.0), "2025-01", &asked(120.0));
    check(site(119.0, 1000.0), "2025-01", &[]);
    check(site(131.0, 1100.0), "2025-01", &[]);
    check(site(132.0, 1100.0), "2025-01", &asked(132.0));
    check(site(99.0, 500.0), "2025-01", &[]);
    check(site(120.0, 0.0), "2025-01", &asked(120.0));
}

#[test]
fn falling_behind_takes_three_periods_running() {
    let site = |resolved: &[f64]| {
        Site::new(resolved.len())
            .kpi(kpi("tickets_opened", KpiKind::Count, Better::Neutral))
            .kpi(kpi("tickets_resolved", KpiKind::Count, Better::Neutral))
            .values("tickets_opened", &vec![100.0; resolved.len()])
            .values("tickets_resolved", resolved)
    };
    let asked = |periods, resolved| vec![Question::FallingBehind { periods, opened: 100.0, resolved }];
    check(site(&[100.0, 99.0, 98.0, 97.0]), "2024-04", &asked(3, 97.0));
    check(site(&[99.0, 100.0, 98.0, 97.0]), "2024-04", &[]);
    check(site(&[99.0, f64::NAN, 98.0, 97.0]), "2024-04", &[]);
    check(site(&[90.0, 99.0, 98.0, 97.0]), "2024-04", &asked(4, 97.0));
    check(site(&[90.0, 99.0, 98.0, 100.0]), "2024-04", &[]);
}

#[test]
fn a_backlog_is_large_beside_what_is_resolved() {
    let site = |backlog: f64| {
        Site::new(1)
            .kpi(kpi("backlog", KpiKind::Stock, Better::Lower))
            .kpi(kpi("tickets_resolved", KpiKind::Count, Better::Neutral))
            .values("backlog", &[backlog])
            .values("tickets_resolved", &[1000.0])
    };
    check(site(500.0), "2024-01", &[Question::Clearing { backlog: 500.0, resolved: 1000.0 }]);
    check(site(499.0), "2024-01", &[]);
}

#[test]
fn the_rota_is_asked_about_in_the_heaviest_hour() {
    let grid = |on: &[(usize, usize, f64)], other: f64| {
        let mut days = [Some([0.0; 24]); 7];
        for day in days.iter_mut().take(5).flatten() {
            (9..17).for_each(|hour| day[hour] = other);
        }
        on.iter().for_each(|(day, hour, value)| days[*day].as_mut().unwrap()[*hour] = *value);
        Some(WeekGrid(days))
    };
    let site = |arrivals: &[(usize, usize, f64)]| {
        Site::new(1).kpi(kpi("k", KpiKind::Count, Better::Lower)).values("k", &[1.0]).month("2024-01", |snapshot| {
            snapshot.arrivals = grid(arrivals, 10.0);
            snapshot.staffing = grid(&[], 2.0);
        })
    };
    let asked = |day, hour, nobody| vec![Question::Staffing { day, hour, nobody }];
    check(site(&[(0, 9, 21.0)]), "2024-01", &asked(0, 9, false));
    check(site(&[(0, 9, 19.0)]), "2024-01", &[]);
    check(site(&[(0, 9, 21.0), (5, 11, 8.0)]), "2024-01", &asked(5, 11, true));
    check(site(&[(5, 11, 1.0)]), "2024-01", &[]);
    let only_arrivals = site(&[(0, 9, 21.0)]).month("2024-01", |snapshot| snapshot.staffing = None);
    check(only_arrivals, "2024-01", &[]);
}

#[test]
fn a_response_rate_is_asked_about_when_the_score_changed_with_it() {
    let site = |last: f64, invited: u64| {
        let measured: Vec<_> =
            then(last).into_iter().map(|value| Some(Measurement::Value { value, n: Some(100) })).collect();
        let mut site = Site::new(14).kpi(kpi("csat", KpiKind::Proportion, Better::Higher)).measured("csat", &measured);
        for (month, invited) in [("2025-01", 1000), ("2025-02", invited)] {
            site.reading("csat", month, |reading| {
                reading.remark = Some(Box::new(Remark { invited: Some(invited), ..Remark::default() }));
            });
        }
        site
    };
    let asked = |now| vec![Question::ResponseRate { kpi: KpiId::new("csat").unwrap(), before: 10.0, now }];
    check(site(35.0, 2000), "2025-02", &asked(5.0));
    check(site(35.0, 1900), "2025-02", &[]);
    check(site(50.0, 2000), "2025-02", &[]);
    check(site(35.0, 0), "2025-02", &[]);
}

#[test]
fn what_was_there_last_time_is_missed_unless_it_was_announced() {
    let site = || {
        Site::new(3)
            .kpi(kpi("k", KpiKind::Count, Better::Lower))
            .kpi(kpi("churn", KpiKind::Mean, Better::Lower))
            .dimension("team", &["north", "south"])
            .values("k", &[1.0, 1.0, 1.0])
            .values("churn", &[1.0, 1.0])
            .values("k team/north", &[1.0, 1.0])
            .values("k team/south", &[1.0, 1.0, 1.0])
    };
    let churn = KpiId::new("churn").unwrap();
    let kpis = Question::GoneKpis(vec![churn]);
    let parts = Question::GoneParts(billing().dimension, vec![MemberId::new("north").unwrap()]);
    check(site(), "2024-03", &[kpis.clone(), parts.clone()]);
    check(site(), "2024-02", &[]);
    let mut announced = site();
    announced.0.kpis[1].retired = Some(Retired { until: period("2024-02"), replaced_by: None, because: None });
    announced.0.dimensions[0].members[0].until = Some(period("2024-02"));
    check(announced, "2024-03", &[]);
    let mut rarely = site();
    rarely.0.kpis[1].every = Some(Every::Quarter);
    check(rarely, "2024-03", &[parts]);
}

#[test]
fn every_threshold_has_a_name_of_its_own_and_a_default_above_nothing() {
    let names: std::collections::BTreeSet<&str> = Threshold::ALL.into_iter().map(Threshold::name).collect();
    assert_eq!(names.len(), Threshold::ALL.len());
    assert!(Threshold::ALL.into_iter().all(|threshold| threshold.default_value() > 0.0));
}

fn billing() -> PartId {
    subject("k team/billing").part.unwrap()
}

#[track_caller]
fn check(site: Site, month: &str, expected: &[Question]) {
    let edition = site.edition();
    let all = findings(&edition);
    let lines = all.lines(None, period(month));
    assert_eq!(all.questions(&lines.iter().collect::<Vec<_>>(), None, period(month)), expected);
}
