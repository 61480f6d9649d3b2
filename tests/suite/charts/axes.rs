//! Axes: which values and periods are written on them.

use plaudit::draw::{Trend, trend};
use plaudit::model::{Better, CurrencyCode, Kpi, KpiKind, Range, Unit};

use super::picture::Picture;
use super::sample::{Sample, percent, wandering};

#[test]
fn steps_are_1_2_2_5_and_5() {
    let nps = kpi(KpiKind::Nps, Unit::Nps);
    check(&nps, &[12.0, 37.0], &["10", "20", "30", "40"]);
    check(&nps, &[-26.0, 20.0], &["−30", "−20", "−10", "0", "10", "20"]);
    check(&nps, &[0.4, 1.2], &["0.4", "0.6", "0.8", "1.0", "1.2"]);
}

#[test]
fn the_unit_stands_on_the_highest() {
    check(&kpi(KpiKind::Proportion, Unit::Percent), &[81.0, 92.0], &["80.0", "82.5", "85.0", "87.5", "90.0", "92.5 %"]);
    check(&kpi(KpiKind::Duration, Unit::Days), &[1.2, 2.8], &["1.0", "1.5", "2.0", "2.5", "3.0 days"]);
    let pound = Kpi { decimals: 2, ..kpi(KpiKind::Currency, Unit::Currency(CurrencyCode::new("GBP").unwrap())) };
    check(&pound, &[3.1, 3.8], &["3.00", "3.20", "3.40", "3.60", "£3.80"]);
    let franc = kpi(KpiKind::Currency, Unit::Currency(CurrencyCode::new("CHF").unwrap()));
    check(&franc, &[-90.0, -10.0], &["−100", "−80", "−60", "−40", "−20", "CHF 0"]);
}

#[test]
fn time_has_steps_of_its_own() {
    check(&kpi(KpiKind::Duration, Unit::Minutes), &[9.0, 36.0], &["10", "15", "20", "25", "30", "35 min"]);
    check(&kpi(KpiKind::Duration, Unit::Minutes), &[50.0, 290.0], &["1", "2", "3", "4", "5 h"]);
    check(
        &kpi(KpiKind::Duration, Unit::Minutes),
        &[130.0, 180.0],
        &["2 h 10 min", "2 h 20 min", "2 h 30 min", "2 h 40 min", "2 h 50 min", "3 h"],
    );
    check(&kpi(KpiKind::Duration, Unit::Seconds), &[40.0, 110.0], &["30 s", "1 min", "1 min 30 s", "2 min"]);
    check(&kpi(KpiKind::Duration, Unit::Hours), &[1.0, 29.0], &["0", "6", "12", "18", "24", "30 h"]);
    check(&kpi(KpiKind::Duration, Unit::Seconds), &[0.2, 0.9], &["0.2", "0.4", "0.6", "0.8", "1.0 s"]);
}

#[test]
fn things_are_counted_whole() {
    check(&kpi(KpiKind::Count, Unit::Count), &[3.0, 4.0], &["2", "3", "4", "5"]);
    check(&kpi(KpiKind::Count, Unit::Count), &[0.0, 0.0], &["0", "1", "2"]);
    check(&kpi(KpiKind::Count, Unit::Count), &[6_400.0, 9_500.0], &["6,000", "7,000", "8,000", "9,000", "10,000"]);
    check(&kpi(KpiKind::Stock, Unit::Count), &[3.1e6, 9.4e6], &["2", "4", "6", "8", "10 million"]);
}

#[test]
fn what_cannot_be_is_not_on_the_axis() {
    check(&kpi(KpiKind::Proportion, Unit::Percent), &[100.0; 4], &["95", "96", "97", "98", "99", "100 %"]);
    let scored = Kpi { scale: Some(Range { min: 1.0, max: 5.0 }), ..kpi(KpiKind::Mean, Unit::Score) };
    check(&scored, &[1.1, 4.9], &["1", "2", "3", "4", "5"]);
}

#[test]
fn months_are_named_as_finely_as_they_fit() {
    check_periods(12, "2026-10", "Jan 2026, Apr, Jul, Oct", "Jan 2026, Apr, Jul, Oct");
    check_periods(24, "2026-10", "Jan 2025, Apr, Jul, Oct, Jan 2026, Apr, Jul, Oct", "Jan 2026, Jul");
    check_periods(36, "2026-10", "Jan 2024, Jul, Jan 2025, Jul, Jan 2026, Jul", "Jan 2026, Jul");
}

#[test]
fn quarters_and_weeks_are_named_too() {
    check_periods(12, "2026-Q3", "Q1 2024, Q3, Q1 2025, Q3, Q1 2026, Q3", "Q1 2024, Q1 2025, Q1 2026");
    check_periods(53, "2026-W41", "W1 2026, W14, W27, W40", "W29 2026, W33, W37, W41");
    check_periods(13, "2021-W05", "W47 2020, W49, W51, W1 2021, W3, W5", "W49 2020, W1 2021, W5");
}

#[track_caller]
fn check(kpi: &Kpi, values: &[f64], expected: &[&str]) {
    let sample = Sample::of(kpi.clone(), "2026-10", values);
    let (wide, _) = pictures(&sample);
    let texts = wide.named("text").filter(|text| text.attribute("x") == Some("0"));
    let texts: Vec<String> = texts.map(|text| text.text.replace('\u{202f}', " ")).collect();
    assert_eq!(texts, expected);
}

#[track_caller]
fn check_periods(count: usize, last: &str, expected_wide: &str, expected_narrow: &str) {
    let (wide, narrow) = pictures(&Sample::of(percent(), last, &wandering(count, 84.0, 3.0)));
    let named = |picture: &Picture| {
        let texts = picture.named("text").filter(|text| text.has_class("middle"));
        texts.map(|text| text.text.clone()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!((named(&wide).as_str(), named(&narrow).as_str()), (expected_wide, expected_narrow));
}

fn pictures(sample: &Sample) -> (Picture, Picture) {
    let findings = sample.findings();
    let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
    (Picture::read(&chart.wide_svg), Picture::read(&chart.narrow_svg))
}

fn kpi(kind: KpiKind, unit: Unit) -> Kpi {
    super::sample::kpi("sample", kind, unit, Better::Higher)
}
