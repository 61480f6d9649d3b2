//! The drawing of gap bars in its two layouts.

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color;

use super::{GapBars, GapRow, Place, PlacedRow, Scale};
use crate::draw::backend::{Frame, Sheet, SvgBackend};
use crate::draw::elements::{HALF_TEXT, LINE_HEIGHT, Label, Put, TEXT_SIZE};
use crate::draw::role::Role;
use crate::draw::text_width::{shortened, text_width, wrapped};
use crate::draw::value_axis::ValueAxis;

type Page<'a> = DrawingArea<SvgBackend<'a>, Shift>;
/// Across: the scale of all rows. Downwards: rows, the middle of the first at 0.5.
type Plot<'a> = DrawingArea<SvgBackend<'a>, Cartesian2d<ValueAxis, ValueAxis>>;

const WIDE: i32 = 7200;
const WIDE_ROW: i32 = 340;
/// The names of KPIs are no wider than this.
const NAME_WIDTH: i32 = 2000;
const WIDE_HEAD: i32 = 260;
const FOOT: i32 = 240;

const NARROW: i32 = 3400;
const NARROW_ROW: i32 = 460;
/// In the narrow layout the bar of a row lies below its name, in this stretch.
const NARROW_BAR: (i32, i32) = (200, 400);

/// With names at the left and gaps at the right of the bars.
pub(super) fn wide(bars: &GapBars<'_>, rows: &[PlacedRow<'_>], scale: Scale, title: &str, description: &str) -> String {
    let names: Vec<Vec<String>> =
        rows.iter().map(|row| wrapped(row.row.name, NAME_WIDTH, 2, TEXT_SIZE, true)).collect();
    let name_width = names.iter().flatten().map(|line| text_width(line, TEXT_SIZE, true)).max().unwrap_or(0);
    let gap_width = gap_width(rows);
    let bottom = WIDE_HEAD + WIDE_ROW * rows.len() as i32;
    let sheet = Sheet::new(WIDE, bottom + FOOT);
    {
        let page = sheet.area();
        let (left, right) = (name_width + 200, WIDE - gap_width - 240);
        let plot = plot(&page, (left, right), (WIDE_HEAD, bottom), scale, rows.len());
        scenery(&plot, scale, (0.0, rows.len() as f64));
        captions(&page, &plot, scale, (left - 60, right + 60), (WIDE_HEAD - 90, bottom + 180));
        for (index, (row, name)) in rows.iter().zip(&names).enumerate() {
            let middle = WIDE_HEAD + WIDE_ROW * index as i32 + WIDE_ROW / 2;
            let first = middle + HALF_TEXT - (name.len() as i32 - 1) * LINE_HEIGHT / 2;
            for (line, text) in name.iter().enumerate() {
                page.put(&Label::start((0, first + line as i32 * LINE_HEIGHT), text, Role::RowLabel));
            }
            page.put(&Label::end((WIDE, middle + HALF_TEXT), row.row.gap, Role::TargetLabel));
            marks(&sheet, &plot, row, scale, index as f64 + 0.5);
        }
    }
    sheet.svg(frame("chart__wide", &format!("{}-w", bars.id), title, description))
}

/// With the name and the gap of a row above its bar.
pub(super) fn narrow(
    bars: &GapBars<'_>,
    rows: &[PlacedRow<'_>],
    scale: Scale,
    title: &str,
    description: &str,
) -> String {
    let gap_width = gap_width(rows);
    let bottom = NARROW_ROW * rows.len() as i32;
    let sheet = Sheet::new(NARROW, bottom + FOOT - 40);
    {
        let page = sheet.area();
        let (left, right) = (100, NARROW - 100);
        for (index, row) in rows.iter().enumerate() {
            let top = NARROW_ROW * index as i32;
            let name = shortened(row.row.name, NARROW - gap_width - 120, TEXT_SIZE, true);
            page.put(&Label::start((0, top + 140), &name, Role::RowLabel));
            page.put(&Label::end((NARROW, top + 140), row.row.gap, Role::TargetLabel));
            let plot = plot(&page, (left, right), (top + NARROW_BAR.0, top + NARROW_BAR.1), scale, 1);
            scenery(&plot, scale, (0.0, 1.0));
            marks(&sheet, &plot, row, scale, 0.5);
            if index + 1 == rows.len() {
                captions(&page, &plot, scale, (0, NARROW), (bottom + 90, bottom + 90));
            }
        }
    }
    sheet.svg(frame("chart__narrow", &format!("{}-n", bars.id), title, description))
}

fn frame<'a>(class: &'a str, id: &'a str, title: &'a str, description: &'a str) -> Frame<'a> {
    Frame::Named { class, id, title, description }
}

fn gap_width(rows: &[PlacedRow<'_>]) -> i32 {
    rows.iter().map(|row| text_width(row.row.gap, TEXT_SIZE, false)).max().unwrap_or(0)
}

fn plot<'a>(
    page: &Page<'a>,
    (left, right): (i32, i32),
    (top, bottom): (i32, i32),
    scale: Scale,
    rows: usize,
) -> Plot<'a> {
    let (low, high) = match scale {
        Scale::Percentile => (0.0, 100.0),
        Scale::Percent(reach) => (-reach, reach),
    };
    page.apply_coord_spec(Cartesian2d::new(
        ValueAxis::fixed(low, high, Vec::new()),
        ValueAxis::fixed(0.0, rows as f64, Vec::new()),
        (left..right, top..bottom),
    ))
}

/// What lies behind the rows: the middle half of the others and their median, or the benchmark at zero.
fn scenery(plot: &Plot<'_>, scale: Scale, (from, to): (f64, f64)) {
    let rule = |place: f64, role: Role| plot.put(&PathElement::new([(place, from), (place, to)], role));
    match scale {
        Scale::Percentile => {
            plot.put(&Rectangle::new([(25.0, from), (75.0, to)], Role::Peers));
            rule(0.0, Role::Grid);
            rule(25.0, Role::Axis);
            rule(50.0, Role::Target);
            rule(75.0, Role::Axis);
            rule(100.0, Role::Grid);
        }
        Scale::Percent(_) => rule(0.0, Role::Target),
    }
}

/// What the rules stand for: the ends and the middle above, the quarters below; in one line where there is one only.
fn captions(page: &Page<'_>, plot: &Plot<'_>, scale: Scale, (left, right): (i32, i32), (above, below): (i32, i32)) {
    let x = |place: f64| plot.map_coordinate(&(place, 0.0)).0;
    let middle = |place: f64, text: &str, y: i32, role: Role| page.put(&Label::middle((x(place), y), text, role));
    let is_one_line = above == below;
    match scale {
        Scale::Percentile => {
            middle(50.0, "median", above, Role::TargetLabel);
            page.put(&Label::start((left, above), "behind all", Role::Note));
            page.put(&Label::end((right, above), "ahead of all", Role::Note));
            if !is_one_line {
                middle(25.0, "lowest quarter ends", below, Role::Note);
                middle(75.0, "top quarter begins", below, Role::Note);
            }
        }
        Scale::Percent(_) => {
            middle(0.0, "level", above, Role::TargetLabel);
            page.put(&Label::start((left, above), "behind", Role::Note));
            page.put(&Label::end((right, above), "ahead", Role::Note));
        }
    }
}

fn marks(sheet: &Sheet, plot: &Plot<'_>, row: &PlacedRow<'_>, scale: Scale, at: f64) {
    let benchmark = match scale {
        Scale::Percentile => 50.0,
        Scale::Percent(_) => 0.0,
    };
    if let Some(before) = row.before {
        plot.put(&Circle::new((before, at), 40, Role::Before));
    }
    match row.place {
        Place::At(place) => {
            plot.put(&PathElement::new([(benchmark, at), (place, at)], connector(&row.row)));
            sheet.tip(tip(&row.row));
            plot.put(&Circle::new((place, at), 60, Role::Ours.filled()));
        }
        Place::Between(from, to) => {
            let y = plot.map_coordinate(&(from, at)).1;
            let (from, to) = (plot.map_coordinate(&(from, at)).0, plot.map_coordinate(&(to, at)).0);
            let bar = plot.strip_coord_spec();
            bar.put(&Rectangle::new([(from, y - 40), (to, y + 40)], Role::Ours));
        }
        Place::Unknown => {
            let (x, y) = plot.map_coordinate(&(benchmark, at));
            plot.strip_coord_spec().put(&Label::start((x + 120, y + HALF_TEXT), "not told in percent", Role::Note));
        }
    }
}

/// The role of the line from the benchmark to ours: a difference that cannot be seen is neither good nor bad.
fn connector(row: &GapRow<'_>) -> Role {
    match row.finding.advantage {
        _ if row.finding.clear == Some(false) => Role::GapLevel,
        Some(advantage) if advantage > 0.0 => Role::GapAhead,
        Some(advantage) if advantage < 0.0 => Role::GapBehind,
        _ => Role::GapLevel,
    }
}

fn tip(row: &GapRow<'_>) -> String {
    format!("{}: {}, others {}, {}", row.name, row.ours, row.benchmark, row.gap)
}
