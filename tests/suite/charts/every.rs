//! Every kind of chart in every state we could think of.

use std::sync::LazyLock;

use plaudit::analyse::KpiFindings;
use plaudit::draw::{
    Chart, GapBars, GapRow, Multiples, Note, Part, Trend, gap_bars, gap_bars_in_percent, multiples, trend,
};
use plaudit::model::{Better, CurrencyCode, Kpi, KpiKind, Range, Unit};

use super::kinds::every_other_kind;
use super::sample::{Sample, average, benchmark, first_reply, kpi, percent, promoters, row, wandering};

/// Series of two years without anything special, of every kind.
pub(super) fn two_years() -> Vec<Sample> {
    let pound = Unit::Currency(CurrencyCode::new("GBP").unwrap());
    vec![
        Sample::of(percent(), "2026-10", &wandering(24, 88.0, 3.0)).target(90.0),
        Sample::of(first_reply(), "2026-10", &wandering(24, 14.0, 3.0)).target(20.0),
        Sample::of(promoters(), "2026-10", &wandering(24, 12.0, 20.0)).target(35.0),
        Sample::of(
            kpi("Tickets opened", KpiKind::Count, Unit::Count, Better::Neutral),
            "2026-10",
            &wandering(24, 7_800.0, 900.0),
        ),
        Sample::of(
            kpi("Cost per contact", KpiKind::Currency, pound, Better::Lower),
            "2026-10",
            &wandering(24, 3.4, 0.2),
        ),
        Sample::of(
            kpi("Customer effort", KpiKind::Mean, Unit::Score, Better::Lower),
            "2026-10",
            &wandering(24, 2.2, 0.6),
        ),
    ]
}

/// Every kind of chart in every state we could think of.
pub(super) fn every_chart() -> &'static [(String, Chart)] {
    static CHARTS: LazyLock<Vec<(String, Chart)>> = LazyLock::new(draw_every_chart);
    &CHARTS
}

pub(super) fn draw_every_chart() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (name, sample) in every_sample() {
        let findings = sample.findings();
        let names = ["Strike 3–9 February", "A note that is long enough to need more than one line of any layout", "x"];
        let after = |count: usize| findings.points.get(count).map_or(findings.as_of, |point| point.period);
        let notes: Vec<Note> =
            names.iter().enumerate().map(|(index, text)| Note { period: after(index * 4), text }).collect();
        for (notes, suffix) in [(&[][..], ""), (&notes, ", notes")] {
            let drawn = Trend { id: "x", kpi: &sample.kpi, part: Some("Billing"), findings: &findings, notes };
            charts.push((format!("trend, {name}{suffix}"), trend(&drawn)));
        }
    }
    for count in 1..=9 {
        let named: Vec<(String, KpiFindings)> = (0..count)
            .map(|index| {
                let name = format!("Part {index}{}", " with a very long name".repeat(index % 3));
                let values = wandering(index * 3, 10.0 + index as f64, 3.0);
                (name, Sample::of(first_reply(), "2026-10", &values).target(12.0).findings())
            })
            .collect();
        let parts: Vec<Part> = named.iter().map(|(name, findings)| Part { name, findings }).collect();
        let kpi = first_reply();
        let as_of = parts[0].findings.as_of;
        let drawn = Multiples { id: "by-team", kpi: &kpi, dimension: "Team", parts: &parts, as_of };
        charts.push((format!("multiples, {count}"), multiples(&drawn).unwrap()));
    }
    for count in 1..=12 {
        let findings: Vec<_> = (0..count)
            .map(|index| {
                let place = 100.0 * index as f64 / count as f64;
                if index % 3 == 2 {
                    average(3.0, 2.0, Some(place - 50.0))
                } else {
                    benchmark(70.0, (60.0, 68.0, 75.0), place, place - 50.0)
                }
            })
            .collect();
        let names: Vec<String> =
            (0..count).map(|index| "Forty characters of a rather long KPI name ".repeat(1 + index % 2)).collect();
        let rows: Vec<GapRow> = findings
            .iter()
            .zip(&names)
            .map(|(finding, name)| row(name, finding, Some(&findings[0]), "−1 h 20 min 30 s"))
            .collect();
        let bars = GapBars { id: "gaps", others: "24 utilities", fieldwork: "March to May 2026", rows: &rows };
        charts.push((format!("gap bars, {count}"), gap_bars(&bars).unwrap()));
        charts.extend(gap_bars_in_percent(&bars).map(|chart| (format!("gap bars in percent, {count}"), chart)));
    }
    charts.extend(every_other_kind());
    charts
}

fn every_sample() -> Vec<(String, Sample)> {
    let mut samples: Vec<(String, Sample)> = Vec::new();
    for count in [0, 1, 2, 3, 4, 5, 7, 11, 12, 13, 20, 24, 36, 60, 180] {
        for last in ["2026-10", "2026-01", "2026-Q3", "2026-W41", "2026-W53"] {
            let sample = Sample::of(percent(), last, &wandering(count, 84.0, 6.0)).target(85.0);
            samples.push((format!("{count} values to {last}"), sample));
        }
    }
    for (name, values) in [
        ("constant", vec![42.0; 14]),
        ("zero", vec![0.0; 14]),
        ("negative", wandering(14, -40.0, 30.0)),
        ("crossing zero", wandering(14, 0.0, 0.4)),
        ("huge", wandering(14, 4e14, 1e14)),
        ("beyond counting", wandering(14, 1e300, 1e299)),
        ("opposite extremes", vec![-1e308, 1e308, 0.0, 5.0, -1e308, 1e308]),
        ("minute", wandering(14, 3e-9, 1e-9)),
        ("one far out", [wandering(13, 10.0, 1.0), vec![1e6]].concat()),
        ("almost constant", vec![1.0, 1.0 + f64::EPSILON, 1.0, 1.0, 1.0, 1.0]),
    ] {
        for kpi in every_kpi() {
            samples.push((format!("{name}, {}", kpi.name), Sample::of(kpi, "2026-10", &values).target(7.0)));
        }
    }
    let gaps = |pattern: &str| -> Vec<Option<f64>> {
        let values = wandering(pattern.len(), 20.0, 5.0);
        values.into_iter().zip(pattern.chars()).map(|(value, sign)| (sign == 'x').then_some(value)).collect()
    };
    for pattern in [
        "x.",
        "x..............",
        "x.x.x.x.x.x.x.x.x.x.x.x",
        ".....x.....",
        "xxxxxxxxxxxx..xxxxxxx...",
        "x...................................x",
    ] {
        let sample = Sample::new(first_reply(), "2026-10", &gaps(pattern)).target(20.0);
        samples.push((format!("gaps {pattern}"), sample));
    }
    let series = || wandering(30, 20.0, 5.0);
    let of = |values: &[f64]| Sample::of(first_reply(), "2026-10", values);
    samples.extend([
        ("provisional".to_owned(), of(&series()).provisional().target(20.0)),
        ("few cases".to_owned(), of(&series()).few_cases().target(20.0)),
        ("exceptional".to_owned(), of(&series()).exceptional(25).exceptional(4)),
        ("stepped target".to_owned(), of(&series()).target(30.0).then("2025-10", 20.0).then("2026-05", 15.0)),
        ("band".to_owned(), of(&series()).band(18.0, 22.0)),
        (
            "all at one height".to_owned(),
            of(&series()).target(20.0).benchmark(benchmark(20.0, (19.0, 20.0, 21.0), 50.0, 0.0)),
        ),
        (
            "others far away".to_owned(),
            of(&series()).target(20.0).benchmark(benchmark(20.0, (190.0, 200.0, 210.0), 99.0, 180.0)),
        ),
        ("others on average".to_owned(), of(&series()).target(20.0).benchmark(average(20.0, 25.0, None))),
        ("quarterly".to_owned(), of(&series()[..12]).every(3).target(20.0)),
        ("yearly".to_owned(), of(&series()[..4]).every(12)),
        (
            "many steps".to_owned(),
            (1..10).fold(of(&series()), |sample, step| sample.event(step * 3, "Another reorganisation of everything")),
        ),
        ("version and event".to_owned(), of(&series()).version(12, "New survey wording").event(13, "New routing")),
        (
            "right to left".to_owned(),
            Sample::of(Kpi { name: "رضا العملاء".to_owned(), ..percent() }, "2026-10", &series()),
        ),
        (
            "long name".to_owned(),
            Sample::of(Kpi { name: "A very long name ".repeat(5), ..percent() }, "2026-10", &series()),
        ),
    ]);
    samples
}

fn every_kpi() -> Vec<Kpi> {
    let pound = Unit::Currency(CurrencyCode::new("GBP").unwrap());
    let franc = Unit::Currency(CurrencyCode::new("CHF").unwrap());
    let mut scored = kpi("scored", KpiKind::Mean, Unit::Score, Better::Higher);
    scored.scale = Some(Range { min: 1.0, max: 5.0 });
    let mut priced = kpi("pounds", KpiKind::Currency, pound, Better::Lower);
    priced.decimals = 2;
    vec![
        percent(),
        promoters(),
        first_reply(),
        scored,
        priced,
        kpi("francs", KpiKind::Currency, franc, Better::Lower),
        kpi("seconds", KpiKind::Duration, Unit::Seconds, Better::Lower),
        kpi("hours", KpiKind::Duration, Unit::Hours, Better::Lower),
        kpi("days", KpiKind::Duration, Unit::Days, Better::Lower),
        kpi("count", KpiKind::Count, Unit::Count, Better::Neutral),
        kpi("stock", KpiKind::Stock, Unit::Count, Better::Lower),
        kpi("rate", KpiKind::Rate, Unit::Per1000, Better::Lower),
    ]
}
