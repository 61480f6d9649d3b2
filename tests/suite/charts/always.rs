//! What holds for every chart, whatever it shows.

use plaudit::draw::{Cell, Note, Trend, bullet, sparkline, trend};
use plaudit::model::Kpi;

use super::every::{draw_every_chart, every_chart, two_years};
use super::picture::{self, Extent, Picture};
use super::sample::{Sample, percent, satisfaction, wandering};

/// Attributes that say what and where, never how it looks.
const ATTRIBUTES: [&str; 15] = [
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
    "width",
    "height",
];

/// So much is lost when tenths are added up.
const SLACK: f64 = 1e-6;

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
                let (width, height) = (picture.width + SLACK, picture.height + SLACK);
                if left < -SLACK || top < -SLACK || right > width || bottom > height {
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
            let boxes = picture.named("rect").flat_map(|rect| {
                let (x, y) = (rect.number("x"), rect.number("y"));
                [(x, y), (x + rect.number("width"), y + rect.number("height"))]
            });
            for (x, y) in paths.chain(circles).chain(boxes) {
                let within = |place: f64, length: f64| (-SLACK..=length + SLACK).contains(&place);
                let is_inside = within(x, picture.width) && within(y, picture.height);
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
            let tips: usize = picture.tips().iter().map(|tip| tip.len() + 80).sum();
            let words = chart.title.len() + chart.description.len();
            // What a row, a panel or a cell shows is counted like a tooltip: there can be any number of them.
            let (rows, cells) = (chart.table.rows.len(), chart.table.rows.len() * chart.table.columns.len());
            let parts = match name.split(',').next() {
                Some("multiples") => 620 * rows,
                Some("heat grid") => 60 * cells,
                Some("stacked") => 20 * cells,
                Some("strips") => 620 * rows,
                _ => 240 * rows,
            };
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
                let told = |row: &&Vec<Cell>| tip.starts_with(&format!("{}: {}", row[0].text, row[1].text));
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
fn every_start_of_limits_has_its_rule_with_or_without_room_for_words() {
    for label in ["x", "Another reorganisation of everything that used to be the way it was"] {
        let first = Sample::of(percent(), "2026-10", &wandering(30, 84.0, 3.0));
        let sample = (1..10).fold(first, |sample, step| sample.event(step * 3, label));
        let findings = sample.findings();
        let chart = trend(&Trend { id: "x", kpi: &sample.kpi, part: None, findings: &findings, notes: &[] });
        assert_eq!(Picture::read(&chart.wide_svg).subpaths("step").len(), 9, "{label}");
    }
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
