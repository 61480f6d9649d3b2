//! What is drawn is what the table says: the places of marks follow the values of the table, kind by kind.

use plaudit::draw::{Chart, Compared, ProfileRow, RankedRow, Reason, StripRow, funnel, intervals};
use plaudit::model::KpiKind;

use super::kinds::{among, compared, hours, names, ranked, reasons_of, score, service, stack, three, week, whole};
use super::picture::{Element, Picture};
use super::sample::{benchmark, first_reply, percent, wandering};

#[test]
fn the_dots_of_a_funnel_lie_at_their_cases_and_values() {
    let counts: Vec<(f64, u64)> =
        (0..12).map(|index| (40.0 + f64::from(index) * 31.0, 60 + index as u64 * 40)).collect();
    let chart = of_comparison(&counts);
    check(&chart, "cx", "Cases");
    check(&chart, "cy", "Value");
}

#[test]
fn the_dots_of_intervals_lie_at_their_values() {
    check(&of_comparison(&[(90.0, 100), (70.0, 100), (160.0, 200), (81.0, 100)]), "cx", "Value");
}

#[test]
fn the_dots_of_a_ranking_lie_at_their_values() {
    let names = names("short", 9);
    let row = |(name, value): (&'static str, f64)| RankedRow {
        name,
        value: Some(value),
        withheld: None,
        interval: None,
        ours: false,
    };
    let leaked: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
    let rows: Vec<RankedRow> = leaked.into_iter().zip(wandering(9, 14.0, 6.0)).map(row).collect();
    check(&ranked(&first_reply(), &rows, None), "cx", "Value");
}

#[test]
fn the_bars_of_reasons_are_as_long_as_their_counts() {
    let reason = |(name, count)| Reason { name, count: Some(count), withheld: None, before: None, is_rest: false };
    let reasons: Vec<Reason> =
        [("A bill", 229.0), ("Paying", 104.0), ("A leak", 168.0), ("Moving", 20.0)].map(reason).into();
    check(&reasons_of(&reasons).unwrap(), "right", "Count");
}

#[test]
fn the_steps_of_a_waterfall_meet_at_what_they_come_to() {
    let steps = [("Customer satisfaction", -6.0), ("First reply", 9.0), ("Cost", -20.0)];
    let chart = score(&steps).unwrap();
    for svg in [&chart.wide_svg, &chart.narrow_svg] {
        let picture = Picture::read(svg);
        let marks: Vec<&Element> = picture.named("rect").collect();
        let edges = |mark: &Element| (mark.number("x"), mark.number("x") + mark.number("width"));
        let (start, end) = (edges(marks[0]), edges(marks[1]));
        assert_eq!(marks.len(), 5);
        let scale = |value: f64| start.0 + (start.1 - start.0) * value / 100.0;
        assert!((end.1 - scale(83.0)).abs() < 0.2, "the end is at its value");
        let tip = |name: &str| edges(marks.iter().find(|mark| told(&picture, mark).starts_with(name)).unwrap());
        for (name, from, to) in [("Customer", 94.0, 100.0), ("First", 94.0, 103.0), ("Cost", 83.0, 103.0)] {
            let (left, right) = tip(name);
            assert!((left - scale(from)).abs() < 0.2 && (right - scale(to)).abs() < 0.2, "{name}: {left} to {right}");
        }
    }
}

#[test]
fn the_dots_of_a_profile_lie_on_the_scale_of_the_answers() {
    let row =
        |(name, perception)| ProfileRow { name, expectation: Some(6.0), perception: Some(perception), weight: None };
    let rows: Vec<ProfileRow> = [("Reliability", 5.1), ("Empathy", 6.4), ("Tangibles", 3.0)].map(row).into();
    check(&service(&rows), "cx", "Perceived");
}

#[test]
fn ours_lies_right_of_the_median_where_it_is_better() {
    let kpi = first_reply();
    for (ours, is_right) in [(50.0, true), (70.0, false)] {
        let found = benchmark(ours, (60.0, 65.0, 75.0), 50.0, 65.0 - ours);
        let chart = among(&[StripRow { kpi: &kpi, finding: &found, others: &[] }]).unwrap();
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let median = picture.subpaths("target")[0][0].0;
            let ours = picture.named("circle").find(|circle| picture.tip(circle).is_some()).unwrap().number("cx");
            assert_eq!(ours > median, is_right, "{svg}");
        }
    }
}

#[test]
fn columns_are_as_high_as_their_parts_together() {
    let series = vec![wandering(14, 300.0, 90.0), wandering(30, 500.0, 90.0)[16..].to_vec()];
    let chart = stack(&whole("Contacts", KpiKind::Count), &names("short", 2), &series, |_| true).unwrap();
    check_in(&chart, &chart.wide_svg, "y", "All");
    check_in(&chart, &chart.narrow_svg, "right", "All");
    for row in &chart.table.rows {
        let values: Vec<f64> = row[1..].iter().map(|cell| cell.value.unwrap()).collect();
        assert!((values[0] + values[1] - values[2]).abs() < 1e-9, "{values:?}");
    }
}

#[test]
fn the_columns_of_a_backlog_are_as_high_as_it_is() {
    let of = |count, mean, spread| wandering(count, mean, spread).into_iter().map(Some).collect::<Vec<_>>();
    let chart = three(&of(12, 8_000.0, 500.0), &of(12, 8_100.0, 400.0), &of(12, 500.0, 200.0)).unwrap();
    let picture = Picture::read(&chart.wide_svg);
    let columns = picture.named("rect").map(|rect| (told(&picture, rect), rect.number("y")));
    check_scale(&chart, columns.collect(), "Backlog");
}

#[test]
fn the_cells_of_a_week_hold_what_the_table_says() {
    let chart = hours(&week(90.0), None).unwrap();
    let picture = Picture::read(&chart.wide_svg);
    let mut written: Vec<&str> =
        picture.named("text").filter(|text| text.has_class("label--cell")).map(|text| text.text.as_str()).collect();
    let shown = chart
        .table
        .rows
        .iter()
        .filter(|row| (6..21).contains(&row[0].text.split('–').next().unwrap().parse::<u8>().unwrap()));
    let mut told: Vec<&str> = shown.flat_map(|row| &row[1..]).map(|cell| cell.text.as_str()).collect();
    written.sort_unstable();
    told.sort_unstable();
    assert_eq!(written, told);
}

#[test]
fn every_number_of_a_table_reads_as_its_bare_value_says() {
    for (name, chart) in super::every::every_chart() {
        for row in &chart.table.rows {
            for (cell, column) in row.iter().zip(&chart.table.columns) {
                assert!(column.numeric || cell.value.is_none(), "{name}: a number among the words of {}", column.name);
                assert!(cell.value.is_none_or(|value| value.is_finite() && !cell.text.is_empty()), "{name}: {cell:?}");
                let is_zero = cell.text.bytes().any(|byte| byte.is_ascii_digit()) || cell.value.is_none();
                assert!(is_zero, "{name}: `{}` is no number", cell.text);
            }
        }
    }
}

fn of_comparison(counts: &[(f64, u64)]) -> Chart {
    let names = names("short", counts.len());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (kpi, comparison) = (percent(), compared(counts));
    let period = "2026-10".parse().unwrap();
    let drawn = Compared { id: "x", kpi: &kpi, dimension: "Team", names: &names, comparison: &comparison, period };
    funnel(&drawn).or_else(|| intervals(&drawn)).unwrap()
}

#[track_caller]
fn check(chart: &Chart, place: &str, column: &str) {
    check_in(chart, &chart.wide_svg, place, column);
    check_in(chart, &chart.narrow_svg, place, column);
}

/// Checks the marks with a tooltip, which begins with the name of a row.
#[track_caller]
fn check_in(chart: &Chart, svg: &str, place: &str, column: &str) {
    let picture = Picture::read(svg);
    let marks = picture.named(if place.starts_with('c') { "circle" } else { "rect" });
    let marks = marks.filter(|mark| !told(&picture, mark).is_empty());
    let placed = marks.map(|mark| match place {
        "right" => (told(&picture, mark), mark.number("x") + mark.number("width")),
        place => (told(&picture, mark), mark.number(place)),
    });
    check_scale(chart, placed.collect(), column);
}

/// The lowest and the highest value fix the scale; every other mark must lie on it.
#[track_caller]
fn check_scale(chart: &Chart, placed: Vec<(String, f64)>, column: &str) {
    let column = chart.table.columns.iter().position(|it| it.name == column).expect("a column of that name");
    let value = |tip: &str| {
        let row = chart.table.rows.iter().find(|row| tip.starts_with(&format!("{}: ", row[0].text)));
        row.unwrap_or_else(|| panic!("no row for {tip}"))[column].value.unwrap()
    };
    let mut pairs: Vec<(f64, f64)> = placed.iter().map(|(tip, place)| (value(tip), *place)).collect();
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (low, high) = (pairs[0], pairs[pairs.len() - 1]);
    assert!(pairs.len() > 2 && low.0 < high.0, "{pairs:?}");
    for (value, place) in &pairs {
        let expected = low.1 + (high.1 - low.1) * (value - low.0) / (high.0 - low.0);
        assert!((place - expected).abs() < 0.16, "{value} at {place}, not {expected}");
    }
}

fn told(picture: &Picture, mark: &Element) -> String {
    picture.tip(mark).unwrap_or_default().to_owned()
}
