//! Charts: tiny series as SVG (`tests/charts/`), and what must hold for every chart whatever it shows.

mod picture;
mod sample;
mod style;

use std::path::Path;
use std::sync::LazyLock;

use plaudit::analyse::KpiFindings;
use plaudit::draw::{
    Chart, GapBars, GapRow, Multiples, Note, Part, Trend, bullet, gap_bars, gap_bars_in_percent, multiples, sparkline,
    trend,
};
use plaudit::model::{Better, CurrencyCode, Kpi, KpiKind, Period, Range, Unit};

use picture::{Extent, Picture};
use sample::{Sample, average, benchmark, kpi, wandering};

/// Attributes that say what and where, never how it looks.
const ATTRIBUTES: [&str; 13] = [
    "class",
    "viewBox",
    "role",
    "aria-labelledby",
    "aria-describedby",
    "aria-hidden",
    "id",
    "d",
    "cx",
    "cy",
    "r",
    "x",
    "y",
];

// What tiny series look like.

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

// What holds for every chart.

#[test]
fn every_drawing_is_well_formed_and_says_nothing_about_its_looks() {
    for (name, chart) in every_chart() {
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            for (key, value) in picture.elements.iter().flat_map(|element| &element.attributes) {
                assert!(ATTRIBUTES.contains(&key.as_str()), "{name}: `{key}`");
                assert!(!value.contains("NaN") && !value.contains("inf"), "{name}: {key} is {value}");
            }
        }
    }
}

#[test]
fn every_drawing_has_a_name_a_description_and_a_table() {
    for (name, chart) in every_chart() {
        let mut ids = Vec::new();
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let root = &picture.elements[0];
            assert_eq!(root.attribute("role"), Some("img"), "{name}");
            for (reference, element, text) in
                [("aria-labelledby", "title", &chart.title), ("aria-describedby", "desc", &chart.description)]
            {
                let id = root.attribute(reference).unwrap();
                let named = picture.named(element).find(|named| named.attribute("id") == Some(id)).unwrap();
                let shown: String = text.chars().filter(|character| !character.is_control()).collect();
                assert_eq!(named.text, shown, "{name}");
            }
            ids.extend(picture.elements.iter().filter_map(|element| element.attribute("id").map(str::to_owned)));
        }
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: ids are unique over both layouts");
        assert!(!chart.title.is_empty() && !chart.table.caption.is_empty(), "{name}");
        let length = chart.description.chars().count();
        assert!((10..=300).contains(&length), "{name}: {length} characters: {}", chart.description);
        for row in &chart.table.rows {
            assert_eq!(row.len(), chart.table.columns.len(), "{name}");
        }
    }
}

#[test]
fn every_text_lies_inside_and_covers_no_other() {
    let mut wrong = Vec::new();
    for (name, chart) in every_chart() {
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let texts = picture.texts();
            for (index, (text, extent)) in texts.iter().enumerate() {
                let Extent { left, top, right, bottom } = *extent;
                if left < 0.0 || top < 0.0 || right > picture.width || bottom > picture.height {
                    wrong.push(format!(
                        "{name}: `{}` leaves {} × {}: {extent:?}",
                        text.text, picture.width, picture.height
                    ));
                }
                for (other, covered) in texts[index + 1..].iter().filter(|(_, covered)| extent.overlaps(covered)) {
                    wrong.push(format!("{name}: `{}` {extent:?} and `{}` {covered:?}", text.text, other.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_stroke_lies_inside() {
    for (name, chart) in every_chart() {
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let paths = picture.named("path").flat_map(|path| picture::corners(path.attribute("d").unwrap())).flatten();
            let circles = picture.named("circle").map(|circle| (circle.number("cx"), circle.number("cy")));
            for (x, y) in paths.chain(circles) {
                let is_inside = (0.0..=picture.width).contains(&x) && (0.0..=picture.height).contains(&y);
                assert!(is_inside, "{name}: ({x}, {y})");
            }
        }
    }
}

#[test]
fn every_drawing_is_light() {
    for (name, chart) in every_chart() {
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let tips: usize =
                picture.named("circle").filter_map(|circle| picture.tip(circle)).map(|tip| tip.len() + 60).sum();
            let words = chart.title.len() + chart.description.len();
            // What a row of gap bars or a panel shows is counted like a tooltip: there can be any number of them.
            let parts = chart.table.rows.len() * if name.starts_with("multiples") { 620 } else { 100 };
            let budget = 2_500 + tips + words + parts;
            assert!(svg.len() <= budget, "{name}: {} of {budget} bytes", svg.len());
        }
    }
}

#[test]
fn two_years_of_months_keep_the_budget() {
    for sample in two_years() {
        let findings = sample.findings();
        let drawn = Trend { id: "csat", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] };
        let chart = trend(&drawn);
        assert!(chart.wide_svg.len() <= 4_500, "{}: {} bytes", sample.kpi.name, chart.wide_svg.len());
        assert!(chart.narrow_svg.len() <= 4_500, "{}: {} bytes", sample.kpi.name, chart.narrow_svg.len());
        let words = [sparkline(&sample.kpi, &findings), bullet(&sample.kpi, &findings)];
        assert!(words.iter().flatten().all(|svg| svg.len() <= 400), "{}", sample.kpi.name);
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    assert!(draw_every_chart() == every_chart());
}

#[test]
fn points_lie_where_their_values_say() {
    for sample in two_years() {
        let findings = sample.findings();
        let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
        for (svg, most) in [(&chart.wide_svg, 36), (&chart.narrow_svg, 13)] {
            let picture = Picture::read(svg);
            let mut drawn: Vec<(f64, f64)> = picture
                .named("circle")
                .filter(|circle| picture.tip(circle).is_some())
                .map(|circle| (circle.number("cx"), circle.number("cy")))
                .collect();
            drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
            let points = &findings.points[findings.points.len().saturating_sub(most)..];
            let values: Vec<f64> = points.iter().filter_map(|point| point.value).collect();
            assert_eq!(drawn.len(), values.len(), "{}", sample.kpi.name);
            // The lowest and the highest fix the scale; every other point must lie on it.
            let by_value = |one: &usize, other: &usize| values[*one].total_cmp(&values[*other]);
            let lowest = (0..values.len()).min_by(by_value).unwrap();
            let highest = (0..values.len()).max_by(by_value).unwrap();
            let scale = (drawn[highest].1 - drawn[lowest].1) / (values[highest] - values[lowest]);
            assert!(scale < 0.0, "values grow upwards");
            for (value, (_, y)) in values.iter().zip(&drawn) {
                let expected = drawn[lowest].1 + scale * (value - values[lowest]);
                assert!((y - expected).abs() < 0.16, "{}: {value} at {y}, not {expected}", sample.kpi.name);
            }
        }
    }
}

#[test]
fn tooltips_say_what_the_table_says() {
    for sample in two_years() {
        let findings = sample.findings();
        let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let tips: Vec<&str> = picture.named("circle").filter_map(|circle| picture.tip(circle)).collect();
            assert!(tips.len() >= 10, "{}: {} tooltips", sample.kpi.name, tips.len());
            for tip in tips {
                let told = |row: &&Vec<String>| tip.starts_with(&format!("{}: {}", row[0], row[1]));
                assert!(chart.table.rows.iter().any(|row| told(&row)), "{}: {tip}", sample.kpi.name);
            }
        }
    }
}

#[test]
fn a_gap_is_never_bridged() {
    let mut values: Vec<Option<f64>> = wandering(24, 84.0, 3.0).into_iter().map(Some).collect();
    (values[5], values[6], values[15], values[17]) = (None, None, None, None);
    let sample = Sample::new(percent(), "2026-10", &values);
    let findings = sample.findings();
    let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
    let lengths = |class, svg| Picture::read(svg).subpaths(class).iter().map(Vec::len).collect::<Vec<_>>();
    // 5 points, 8, one alone between two gaps, 6.
    assert_eq!(lengths("series-1", &chart.wide_svg), [5, 8, 6]);
    assert_eq!(lengths("line", &sparkline(&sample.kpi, &findings).unwrap()), [5, 8, 6]);
    let hatched = Picture::read(&chart.wide_svg).subpaths("missing").len();
    assert!(hatched >= 4 && hatched.is_multiple_of(4), "each of the four months is hatched alike: {hatched}");
}

#[test]
fn only_a_verdict_has_marks() {
    let mut values = wandering(11, 84.0, 1.0);
    values[10] = 120.0;
    let early = Sample::of(percent(), "2026-10", &values);
    values.insert(0, 84.0);
    let firm = Sample::of(percent(), "2026-10", &values);
    for (sample, marks) in [(early, 0), (firm, 1)] {
        let findings = sample.findings();
        let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
        for svg in [&chart.wide_svg, &chart.narrow_svg, &sparkline(&sample.kpi, &findings).unwrap()] {
            assert_eq!(Picture::read(svg).subpaths("mark--better").len(), marks, "{svg}");
        }
    }
}

#[test]
fn a_share_stays_between_0_and_100() {
    let ticks = |values: &[f64]| {
        let sample = satisfaction(values);
        let findings = sample.findings();
        let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
        let picture = Picture::read(&chart.wide_svg);
        let ticks = ticks(&picture);
        assert!((3..=6).contains(&ticks.len()), "{ticks:?}");
        // Without notes the plot lies between these.
        (ticks, 20.0, picture.height - 26.0)
    };
    let (high, top, _) = ticks(&[99.0, 100.0, 99.5, 98.0, 100.0, 97.0]);
    assert_eq!(high.last(), Some(&(100.0, top)), "{high:?}");
    let (low, _, bottom) = ticks(&[0.0, 1.0, 0.5, 2.0, 0.0, 3.0]);
    assert_eq!(low.first(), Some(&(0.0, bottom)), "{low:?}");
}

#[test]
fn ticks_and_points_are_on_one_scale() {
    let values = wandering(24, 84.0, 6.0);
    let sample = satisfaction(&values);
    let findings = sample.findings();
    let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
    let picture = Picture::read(&chart.wide_svg);
    let ticks = ticks(&picture);
    let ((low, bottom), (high, top)) = (ticks[0], ticks[ticks.len() - 1]);
    let points = picture.named("circle").filter(|circle| picture.tip(circle).is_some());
    for (circle, value) in points.zip(&values) {
        let expected = bottom + (top - bottom) * (value - low) / (high - low);
        assert!((circle.number("cy") - expected).abs() < 0.16, "{value} at {}, not {expected}", circle.number("cy"));
    }
}

/// The values that are written on the value axis of a trend in percent, and their heights, from the lowest on.
fn ticks(picture: &Picture) -> Vec<(f64, f64)> {
    let texts = picture.named("text").filter(|text| text.attribute("x") == Some("0"));
    texts.map(|text| (text.text.trim_end_matches("\u{202f}%").parse().unwrap(), text.number("y") + 4.0)).collect()
}

#[test]
fn markup_in_a_name_is_text() {
    let kpi = Kpi { name: "<script>\"&\u{1}".to_owned(), ..percent() };
    let sample = Sample::of(kpi, "2026-10", &wandering(14, 84.0, 3.0));
    let findings = sample.findings();
    let note = Note { period: findings.as_of, text: "</svg><b>&amp;" };
    let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: Some("R&D"), findings: &findings, notes: &[note] });
    for svg in [&chart.wide_svg, &chart.narrow_svg] {
        let picture = Picture::read(svg);
        assert!(picture.elements.iter().all(|element| element.name != "script" && element.name != "b"));
        let said: Vec<&str> = picture.named("text").map(|text| text.text.as_str()).collect();
        assert!(said.contains(&"</svg><b>&amp;"), "{said:?}");
    }
}

// What is drawn.

/// Series of two years without anything special, of every kind.
fn two_years() -> Vec<Sample> {
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
fn every_chart() -> &'static [(String, Chart)] {
    static CHARTS: LazyLock<Vec<(String, Chart)>> = LazyLock::new(draw_every_chart);
    &CHARTS
}

fn draw_every_chart() -> Vec<(String, Chart)> {
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

fn percent() -> Kpi {
    kpi("Customer satisfaction", KpiKind::Proportion, Unit::Percent, Better::Higher)
}

fn first_reply() -> Kpi {
    kpi("First reply time", KpiKind::Duration, Unit::Minutes, Better::Lower)
}

fn promoters() -> Kpi {
    kpi("Net promoter score", KpiKind::Nps, Unit::Nps, Better::Higher)
}

fn satisfaction(values: &[f64]) -> Sample {
    Sample::of(percent(), "2026-10", values)
}

fn row<'a>(
    name: &'a str,
    finding: &'a plaudit::analyse::BenchmarkFinding,
    before: Option<&'a plaudit::analyse::BenchmarkFinding>,
    gap: &'a str,
) -> GapRow<'a> {
    GapRow { name, finding, before, ours: "70.0 %", benchmark: "68.0 %", gap }
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
