//! The SERVQUAL profile: what customers expect and what they perceive, dimension by dimension on one scale.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;

use super::backend::Sheet;
use super::elements::{Label, Put};
use super::layout::{Layout, nothing, ticks_across};
use super::role::Role;
use super::rows::{Row, Rows};
use super::told::shortened_sentences;
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::model::Range;
use crate::words::number;

/// What a SERVQUAL profile is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// What was studied: `Service quality 2026`.
    pub title: &'a str,
    /// The scale of all answers, the smaller end first.
    pub scale: Range,
    /// How many answered.
    pub respondents: Option<u64>,
    /// In any order.
    pub dimensions: &'a [ProfileRow<'a>],
}

/// One dimension of service.
#[derive(Clone, Copy, Debug)]
pub struct ProfileRow<'a> {
    /// Reliability, assurance, tangibles, empathy, responsiveness.
    pub name: &'a str,
    /// The mean of what is expected; `None` when nothing was asked.
    pub expectation: Option<f64>,
    /// The mean of what is perceived.
    pub perception: Option<f64>,
    /// Its importance, in points of 100.
    pub weight: Option<f64>,
}

impl ProfileRow<'_> {
    fn both(&self) -> Option<(f64, f64)> {
        Some((self.expectation?, self.perception?)).filter(|(one, other)| one.is_finite() && other.is_finite())
    }

    fn gap(&self) -> Option<f64> {
        self.both().map(|(expectation, perception)| perception - expectation)
    }
}

/// A hollow dot for what is expected, a filled one for what is perceived, and the gap between them, the most important
/// dimension first.
///
/// Rows and not a radar: places on one scale are judged better than angles and areas, and a radar's shape depends on
/// the order of its axes. Without answers it is a frame that says so.
pub fn profile(profile: &Profile<'_>) -> Chart {
    let mut rows: Vec<&ProfileRow<'_>> = profile.dimensions.iter().collect();
    let weight = |row: &ProfileRow<'_>| row.weight.unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    let answered = profile.respondents.map(|n| format!(", n = {}", number::count(n))).unwrap_or_default();
    let title = format!("{}: expected and perceived service{answered}", profile.title);
    let description = description(&rows);
    let draw = |layout| draw(profile, &rows, layout);
    Chart::drawn(profile.id, title, description, table(profile, &rows), draw)
}

fn draw(profile: &Profile<'_>, sorted: &[&ProfileRow<'_>], layout: Layout) -> Sheet {
    if sorted.iter().all(|row| row.both().is_none()) {
        return nothing(layout, 1200, "No answers");
    }
    let rows: Vec<Row> = sorted
        .iter()
        .map(|row| Row {
            name: row.name.to_owned(),
            figure: row.gap().map_or_else(|| "no data".to_owned(), |gap| number::signed(gap, 2)),
            ours: false,
        })
        .collect();
    let rows = Rows::new(layout, &rows, 230, 0);
    let axis = axis(profile.scale);
    let x = |value: f64| axis.map(&value, rows.stretch);
    let sheet = rows.sheet(240);
    {
        let page = sheet.area();
        ticks_across(&page, &axis, &axis.bare_ticks(), rows.stretch, &rows.stretches());
        page.put(&Label::start((0, 130), "○ expected  ● perceived", Role::Note));
        page.put(&Label::end((layout.width(), 130), "gap", Role::Note));
        for (index, row) in sorted.iter().enumerate() {
            let Some((expectation, perception)) = row.both() else { continue };
            let y = rows.middle(index);
            let role = if perception < expectation { Role::GapBehind } else { Role::GapAhead };
            page.put(&PathElement::new([(x(expectation), y), (x(perception), y)], role));
            page.put(&Circle::new((x(expectation), y), 50, Role::Hollow));
            sheet.tip(format!(
                "{}: expected {}, perceived {}, gap {}",
                row.name,
                number::plain(expectation, 2),
                number::plain(perception, 2),
                number::signed(perception - expectation, 2)
            ));
            page.put(&Circle::new((x(perception), y), 55, Role::Ours.filled()));
        }
        rows.put_texts(&page);
    }
    sheet
}

/// The whole scale, with a tick at each of its points where there are few.
fn axis(scale: Range) -> ValueAxis {
    let (low, high) = if scale.max > scale.min { (scale.min, scale.max) } else { (scale.min, scale.min + 1.0) };
    let points = high - low;
    let step = if points <= 10.0 { 1.0 } else { (points / 5.0).ceil() };
    let count = (points / step).floor().clamp(1.0, 20.0) as i32;
    ValueAxis::fixed(low, high, (0..=count).map(|tick| low + f64::from(tick) * step).collect())
}

fn description(rows: &[&ProfileRow<'_>]) -> String {
    let count = rows.len();
    let mut sentences = vec![format!("Dots for {} of service.", super::told::counted(count, "dimension"))];
    let gaps: Vec<(&str, f64)> = rows.iter().filter_map(|row| Some((row.name, row.gap()?))).collect();
    let short = gaps.iter().filter(|(_, gap)| *gap < 0.0).count();
    let widest = gaps.iter().min_by(|one, other| one.1.total_cmp(&other.1));
    match widest {
        None => sentences.push("No answers.".to_owned()),
        Some((name, gap)) if *gap < 0.0 => sentences.push(format!(
            "Service falls short of what is expected in {short} of {}, most in {name} ({}).",
            gaps.len(),
            number::signed(*gap, 2)
        )),
        Some(_) => sentences.push("Service is as expected or better in all of them.".to_owned()),
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

fn table(profile: &Profile<'_>, rows: &[&ProfileRow<'_>]) -> Table {
    let has_weights = rows.iter().any(|row| row.weight.is_some());
    let mut columns = vec![
        Column::words("Dimension"),
        Column::figures("Expected"),
        Column::figures("Perceived"),
        Column::figures("Gap"),
    ];
    if has_weights {
        columns.push(Column::figures("Importance"));
    }
    let number = |value: Option<f64>| match value.filter(|value| value.is_finite()) {
        Some(value) => Cell::figure(number::plain(value, 2), value),
        None => Cell::words("no data"),
    };
    let rows = rows.iter().map(|row| {
        let gap = row.gap().map_or_else(|| Cell::words("no data"), |gap| Cell::figure(number::signed(gap, 2), gap));
        let mut cells = vec![Cell::words(row.name), number(row.expectation), number(row.perception), gap];
        if has_weights {
            cells.push(row.weight.map(|weight| Cell::figure(number::machine(weight), weight)).unwrap_or_default());
        }
        cells
    });
    Table { caption: format!("{}: expected and perceived", profile.title), columns, rows: rows.collect() }
}
