//! Charts: tiny series as SVG (`tests/charts/`), and what must hold whatever they show ([`always`]).

mod always;
mod axes;
mod every;
mod kinds;
mod picture;
mod sample;
mod style;
mod values;

use std::path::Path;

use plaudit::draw::{
    Chart, Compared, GapBars, Multiples, Note, Part, ProfileRow, RankedRow, Reason, StripRow, Trend, bullet, funnel,
    gap_bars, gap_bars_in_percent, intervals, multiples, sparkline, trend,
};
use plaudit::model::{Better, Kpi, KpiKind, Period, Unit};

use kinds::{among, compared, hours, names, ranked, reasons_of, score, service, stack, three, week, whole};
use sample::{Sample, average, benchmark, first_reply, kpi, percent, promoters, row, satisfaction, wandering};

#[test]
fn a_trend_with_limits_and_a_signal() {
    let sample = satisfaction(&[80.0, 82.0, 81.0, 83.0, 80.0, 82.0, 81.0, 80.0, 82.0, 81.0, 83.0, 90.0]).target(85.0);
    check_trend("trend-signal", &sample, &[]);
}

#[test]
fn a_trend_with_early_limits_a_gap_and_a_provisional_end() {
    let values = [Some(20.0), Some(22.0), Some(19.0), None, Some(21.0), Some(23.0), Some(18.0)];
    check_trend("trend-early", &Sample::new(first_reply(), "2026-10", &values).target(20.0).provisional(), &[]);
}

#[test]
fn a_trend_without_limits() {
    check_trend("trend-three", &satisfaction(&[80.0, 84.0, 82.0]).band(80.0, 85.0), &[]);
}

#[test]
fn a_trend_of_one_point() {
    check_trend("trend-one", &satisfaction(&[80.0]), &[]);
}

#[test]
fn a_trend_of_nothing() {
    check_trend("trend-none", &satisfaction(&[]), &[]);
}

#[test]
fn a_trend_with_a_step_a_note_and_the_others() {
    let values = [26.0, 27.0, 25.0, 28.0, 26.0, 27.0, 17.0, 16.0, 15.0, 16.0, 17.0, 15.0];
    let sample = Sample::of(first_reply(), "2026-10", &values).target(30.0).then("2026-03", 20.0);
    let sample = sample.event(6, "New routing").benchmark(benchmark(15.3, (11.0, 18.0, 27.0), 61.0, 2.7));
    check_trend("trend-step", &sample, &[("2026-02", "Strike")]);
}

#[test]
fn a_trend_that_does_not_compare_with_what_was_before() {
    let sample =
        satisfaction(&[80.0, 82.0, 81.0, 83.0, 70.0, 72.0, 71.0, 73.0]).version(4, "New wording").exceptional(2);
    check_trend("trend-version", &sample, &[]);
}

#[test]
fn word_sized_charts() {
    let rising = [80.0, 82.0, 81.0, 83.0, 80.0, 82.0, 81.0, 80.0, 82.0, 81.0, 83.0, 90.0];
    let gaps = [Some(3.0), None, Some(4.0), Some(2.0), None];
    let samples = [
        ("signal", satisfaction(&rising).target(85.0)),
        ("usual", satisfaction(&rising[..11]).target(70.0)),
        ("two", satisfaction(&rising[..2]).band(80.0, 85.0)),
        (
            "gaps",
            Sample::new(kpi("Refunds", KpiKind::Duration, Unit::Days, Better::Lower), "2026-10", &gaps).target(3.0),
        ),
        ("less-is-better", Sample::of(first_reply(), "2026-10", &[12.0, 14.0]).target(20.0)),
        ("goes-on", Sample::of(first_reply(), "2026-10", &[12.0, 90.0]).target(20.0)),
        ("score", Sample::of(promoters(), "2026-10", &[12.0, 31.0]).target(35.0)),
    ];
    for (name, sample) in samples {
        let findings = sample.findings();
        let drawings = [("sparkline", sparkline(&sample.kpi, &findings)), ("bullet", bullet(&sample.kpi, &findings))];
        for (kind, svg) in drawings {
            if let Some(svg) = svg {
                check_expected(&format!("{kind}-{name}"), &svg);
            }
        }
    }
}

#[test]
fn without_a_value_or_a_target_there_is_no_bullet() {
    let drawn = |sample: Sample| bullet(&sample.kpi, &sample.findings()).is_some();
    let neutral = Kpi { better: Better::Neutral, ..percent() };
    assert!(drawn(satisfaction(&[80.0]).target(85.0)));
    assert!(!drawn(satisfaction(&[80.0])));
    assert!(!drawn(Sample::new(percent(), "2026-10", &[Some(80.0), None]).target(85.0)));
    assert!(!drawn(Sample::of(neutral.clone(), "2026-10", &[80.0]).target(85.0)));
    assert!(drawn(Sample::of(neutral, "2026-10", &[80.0]).band(80.0, 85.0)));
}

#[test]
fn without_a_measured_period_there_is_no_sparkline() {
    assert_eq!(sparkline(&percent(), &satisfaction(&[]).findings()), None);
    let mut long_ago = vec![None; 30];
    long_ago[0] = Some(80.0);
    assert_eq!(sparkline(&percent(), &Sample::new(percent(), "2026-10", &long_ago).findings()), None);
}

#[test]
fn gaps_to_the_others() {
    let mut top = benchmark(90.0, (60.0, 68.0, 75.0), 80.0, 22.0);
    top.percentile = None;
    let ahead = benchmark(70.0, (60.0, 68.0, 75.0), 62.0, 2.0);
    let before = benchmark(65.0, (60.0, 68.0, 75.0), 40.0, -3.0);
    let behind = benchmark(66.0, (60.0, 68.0, 75.0), 41.0, -2.0);
    let cost = average(3.4, 3.25, Some(-0.15));
    let rows = [
        row("Quality score", &top, None, "+22 pts"),
        row("First contact resolution", &ahead, Some(&before), "+2 pts"),
        row("Customer satisfaction", &behind, None, "−2 pts"),
        row("Cost per contact", &cost, None, "+£0.15"),
    ];
    let bars = GapBars { id: "gaps", others: "24 utilities", fieldwork: "March to May 2026", rows: &rows };
    check_chart("gap-bars", &gap_bars(&bars).unwrap());
    check_chart("gap-bars-in-percent", &gap_bars_in_percent(&bars).unwrap());
}

#[test]
fn a_kpi_by_part() {
    let billing = Sample::of(first_reply(), "2026-10", &wandering(14, 14.0, 2.0)).target(20.0).findings();
    let nothing = Sample::of(first_reply(), "2026-10", &[]).findings();
    let parts = [Part { name: "Billing", findings: &billing }, Part { name: "Metering", findings: &nothing }];
    let kpi = first_reply();
    let drawn = Multiples { id: "by-team", kpi: &kpi, dimension: "Team", parts: &parts, as_of: billing.as_of };
    check_chart("multiples", &multiples(&drawn).unwrap());
}

#[test]
fn parts_against_their_size() {
    let shares =
        [(36.0, 40), (90.0, 100), (150.0, 180), (160.0, 200), (290.0, 300), (270.0, 340), (350.0, 410), (60.0, 90)];
    let names = names("short", shares.len());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (kpi, period) = (percent(), "2026-10".parse().unwrap());
    let (many, few) = (compared(&shares), compared(&shares[3..6]));
    let of = |comparison, names| Compared { id: "by-team", kpi: &kpi, dimension: "Team", names, comparison, period };
    check_chart("funnel", &funnel(&of(&many, &names)).unwrap());
    check_chart("intervals", &intervals(&of(&few, &names[3..6])).unwrap());
}

#[test]
fn parts_in_order() {
    let row = |(name, value, interval)| RankedRow { name, value, withheld: None, interval, ours: name == "Billing" };
    let rows = [("Metering", Some(15.7), None), ("Billing", Some(12.5), Some((11.8, 13.1))), ("Moving", None, None)];
    check_chart("ranking", &ranked(&first_reply(), &rows.map(row), Some(("all", 14.5))));
}

#[test]
fn a_quantity_by_its_parts() {
    let series = [vec![40.0, 44.0, 52.0], vec![20.0, 21.0, 18.0], vec![9.0, 8.0, 11.0]];
    let names = ["Phone", "E-mail", "Letter"].map(str::to_owned);
    let chart = stack(&whole("Contacts", KpiKind::Count), &names, &series, |index| index != 1);
    check_chart("stacked", &chart.unwrap());
}

#[test]
fn what_came_in_what_was_done_and_what_is_left() {
    let opened = [Some(80.0), Some(90.0), Some(85.0), None, Some(84.0)];
    let resolved = [Some(82.0), Some(84.0), Some(88.0), Some(80.0), Some(86.0)];
    let backlog = [Some(40.0), Some(46.0), Some(43.0), None, Some(47.0)];
    check_chart("flows", &three(&opened, &resolved, &backlog).unwrap());
}

#[test]
fn few_reasons_make_up_most() {
    let reason = |(name, count, before)| Reason {
        name,
        count: Some(count),
        withheld: None,
        before,
        is_rest: name == "Something else",
    };
    let reasons = [
        ("A leak", 30.0, Some(22.0)),
        ("A bill", 41.0, Some(44.0)),
        ("Something else", 33.0, None),
        ("Moving", 4.0, None),
    ];
    check_chart("pareto", &reasons_of(&reasons.map(reason)).unwrap());
}

#[test]
fn the_hours_of_a_week() {
    check_chart("heat-grid", &hours(&week(20.0), None).unwrap());
}

#[test]
fn what_customers_expect_and_perceive() {
    let row = |(name, perception, weight)| ProfileRow { name, expectation: Some(6.2), perception, weight };
    let rows = [("Empathy", Some(6.4), Some(20.0)), ("Reliability", Some(5.1), Some(40.0)), ("Tangibles", None, None)];
    check_chart("profile", &service(&rows.map(row)));
}

#[test]
fn ours_among_the_others() {
    let (share, time) = (percent(), first_reply());
    let mut ahead = benchmark(88.4, (79.0, 83.7, 87.6), 80.0, 4.7);
    (ahead.best, ahead.worst) = (Some(93.1), Some(74.0));
    let mut behind = benchmark(21.0, (11.0, 18.0, 27.0), 40.0, -3.0);
    behind.peers = Some(3);
    let rows = [
        StripRow { kpi: &share, finding: &ahead, others: &[] },
        StripRow { kpi: &time, finding: &behind, others: &[11.0, 18.0, 27.0] },
    ];
    check_chart("strips", &among(&rows).unwrap());
}

#[test]
fn how_a_score_comes_about() {
    check_chart(
        "waterfall",
        &score(&[("Customer satisfaction", -6.0), ("First reply time", 2.5), ("Cost", -18.0)]).unwrap(),
    );
}

#[track_caller]
fn check_trend(name: &str, sample: &Sample, notes: &[(&str, &str)]) {
    let notes: Vec<Note> =
        notes.iter().map(|(period, text)| Note { period: period.parse::<Period>().unwrap(), text }).collect();
    let findings = sample.findings();
    check_chart(name, &trend(&Trend { id: "csat", kpi: &sample.kpi, part: None, findings: &findings, notes: &notes }));
}

#[track_caller]
fn check_chart(name: &str, chart: &Chart) {
    check_expected(&format!("{name}-wide"), &chart.wide_svg);
    check_expected(&format!("{name}-narrow"), &chart.narrow_svg);
}

/// Compares with `tests/charts/<name>.svg`, where each element has a line; `UPDATE_EXPECTED=1` writes it.
#[track_caller]
fn check_expected(name: &str, svg: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts").join(format!("{name}.svg"));
    let actual = svg.replace("><", ">\n<") + "\n";
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "{}; UPDATE_EXPECTED=1 rewrites it", path.display());
}
