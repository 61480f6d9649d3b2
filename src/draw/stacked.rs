//! Stacked columns: a quantity by the parts that make it up, period by period.

use std::collections::BTreeMap;

use plotters::coord::ranged1d::Ranged;
use plotters::element::{PathElement, Rectangle};

use super::backend::Sheet;
use super::elements::{HALF_TEXT, LINE_HEIGHT, Label, Put, TEXT_SIZE};
use super::labels::{Wanted, placed};
use super::layout::{Layout, Page, crisp, gutter, hatch, ticks_upwards};
use super::period_axis::PeriodAxis;
use super::role::Role;
use super::rows::{Row, Rows};
use super::text_width::{shortened, text_width};
use super::told::shortened_sentences;
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Part, Table};
use crate::analyse::KpiFindings;
use crate::model::{Kpi, Period, Standing};
use crate::words::{missing, number, period};

/// How many periods the wide layout shows, and how many the narrow one.
pub const STACKED_PERIODS: usize = 24;
const NARROW_PERIODS: usize = 6;

/// Parts that have a fill of their own; more than these and one are put together.
const MOST_PARTS: usize = 5;
const FILLS: [Role; MOST_PARTS] = [Role::Part1, Role::Part2, Role::Part3, Role::Part4, Role::Part5];

/// Parts add up to the whole when they come as near to it as this share of it.
pub const ADDS_UP: f64 = 0.01;

const HEAD: i32 = 220;
const FOOT: i32 = 260;

/// What stacked columns are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Stacked<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI, a quantity.
    pub kpi: &'a Kpi,
    /// What the parts are parts of: `Channel`.
    pub dimension: &'a str,
    /// The parts in the order of the dimension, which is the same on every page: the first stands at the foot.
    pub parts: &'a [Part<'a>],
    /// What they add up to.
    pub whole: &'a KpiFindings,
    /// The last period shown.
    pub as_of: Period,
}

/// One segment of every column: a part, or all that have no fill of their own.
struct Segment<'a> {
    name: &'a str,
    role: Role,
    /// By period; what was not measured is not there.
    values: BTreeMap<Period, f64>,
}

/// One period.
struct Pile {
    period: Period,
    /// As high as the parts together, and one height per segment; `None` where they are not known, or do not add up.
    heights: Option<(f64, Vec<f64>)>,
    draft: bool,
}

/// The columns of two years, or in the narrow layout a bar for each of the last six periods.
///
/// Of more than six parts the five largest keep their own fill, the others are put together. A period in which the
/// parts do not add up to the whole, because one was not measured or is withheld, is a hatched slot. `None` when that is so
/// of all periods.
pub fn stacked(stacked: &Stacked<'_>) -> Option<Chart> {
    let segments = segments(stacked);
    let piles = piles(stacked, &segments);
    let last = piles.iter().rev().find_map(|pile| Some((pile.period, pile.heights.as_ref()?)))?;
    let (last, (total, heights)) = (last.0, last.1);
    let title = format!(
        "{} by {}, {} to {}",
        stacked.kpi.name,
        stacked.dimension.to_lowercase(),
        period::name(piles[0].period),
        period::name(stacked.as_of)
    );
    let mut sentences = vec![format!("Stacked columns, {}.", period::counted(piles.len(), last.kind()))];
    let largest = heights.iter().zip(&segments).max_by(|one, other| one.0.total_cmp(other.0));
    if let Some((height, segment)) = largest.filter(|_| *total > 0.0) {
        sentences.push(format!(
            "{}: {} in all, the largest part {} with {} ({}).",
            period::name(last),
            number::value(stacked.kpi, *total),
            segment.name,
            number::value(stacked.kpi, *height),
            number::percent_whole(100.0 * height / total)
        ));
    }
    let unknown = piles.iter().filter(|pile| pile.heights.is_none()).count();
    if unknown > 0 {
        sentences.push(format!("Not all parts known for {}.", period::counted(unknown, last.kind())));
    }
    sentences.push("Table below.".to_owned());
    let draw = |layout: Layout| match layout {
        Layout::Wide => columns(stacked, &segments, &piles),
        Layout::Narrow => bars(stacked, &segments, &piles),
    };
    Some(Chart::drawn(stacked.id, title, shortened_sentences(sentences), table(stacked, &piles), draw))
}

/// The parts that keep a fill of their own, and all others as one.
fn segments<'a>(stacked: &Stacked<'a>) -> Vec<Segment<'a>> {
    let values = |part: &Part<'_>| -> BTreeMap<Period, f64> {
        part.findings.points.iter().filter_map(|point| Some((point.period, point.value?))).collect()
    };
    let all: Vec<(&str, BTreeMap<Period, f64>)> = stacked.parts.iter().map(|part| (part.name, values(part))).collect();
    let first = first_period(stacked);
    let size = |values: &BTreeMap<Period, f64>| values.range(first..).map(|(_, value)| value.max(0.0)).sum::<f64>();
    let mut by_size: Vec<usize> = (0..all.len()).collect();
    by_size.sort_by(|one, other| size(&all[*other].1).total_cmp(&size(&all[*one].1)).then(one.cmp(other)));
    let keeps_fill = |index: usize| all.len() <= MOST_PARTS || by_size[..MOST_PARTS].contains(&index);
    let mut segments: Vec<Segment<'_>> = Vec::new();
    let mut rest: BTreeMap<Period, f64> = BTreeMap::new();
    for (index, (name, values)) in all.iter().enumerate() {
        if keeps_fill(index) {
            segments.push(Segment { name, role: FILLS[segments.len()], values: values.clone() });
        } else {
            for (period, value) in values {
                *rest.entry(*period).or_default() += value;
            }
        }
    }
    if all.len() > MOST_PARTS {
        // One alone keeps its name.
        let alone = all.len() == MOST_PARTS + 1;
        let name = if alone { all[by_size[MOST_PARTS]].0 } else { "other" };
        segments.push(Segment { name, role: Role::PartRest, values: rest });
    }
    segments
}

fn first_period(stacked: &Stacked<'_>) -> Period {
    let begins = stacked.parts.iter().filter_map(|part| part.findings.points.first()).map(|point| point.period).min();
    let earliest = stacked.as_of.before(STACKED_PERIODS - 1);
    begins.map_or(earliest, |begins| begins.max(earliest))
}

fn piles(stacked: &Stacked<'_>, segments: &[Segment<'_>]) -> Vec<Pile> {
    let whole: BTreeMap<Period, _> = stacked.whole.points.iter().map(|point| (point.period, point)).collect();
    let pile = |period: Period| {
        let heights: Vec<f64> =
            segments.iter().map(|segment| segment.values.get(&period).copied().unwrap_or(0.0)).collect();
        let total: f64 = heights.iter().sum();
        let point = whole.get(&period);
        let expected = point.and_then(|point| point.value);
        let adds_up = expected.is_some_and(|whole| (total - whole).abs() <= ADDS_UP * whole.abs().max(1.0));
        let is_sound = heights.iter().all(|height| height.is_finite() && *height >= 0.0);
        Pile {
            period,
            heights: (adds_up && is_sound).then_some((total, heights)),
            draft: point.is_some_and(|point| point.standing == Standing::Provisional),
        }
    };
    first_period(stacked).to(stacked.as_of).map(pile).collect()
}

fn columns(stacked: &Stacked<'_>, segments: &[Segment<'_>], piles: &[Pile]) -> Sheet {
    let layout = Layout::Wide;
    let axis = ValueAxis::from_zero(piles.iter().filter_map(|pile| Some(pile.heights.as_ref()?.0)), stacked.kpi);
    let ticks = axis.ticks(stacked.kpi);
    let (top, bottom) = (HEAD, HEAD + 2800);
    let labels: Vec<String> = segments.iter().map(|segment| shortened(segment.name, 1500, TEXT_SIZE, false)).collect();
    let label_width = labels.iter().map(|label| text_width(label, TEXT_SIZE, false)).max().unwrap_or(0);
    let (left, right) = (gutter(&ticks, layout), layout.width() - label_width - 140);
    let step = (right - left) / piles.len() as i32;
    let half = (step * 2 / 5).min(250);
    let middle = |index: usize| left + step * index as i32 + step / 2;
    let y = |value: f64| axis.map(&value, (bottom, top));
    let sheet = Sheet::new(layout.width(), bottom + FOOT);
    {
        let page = sheet.area();
        ticks_upwards(&page, &axis, &ticks, (left, right), (top, bottom));
        for (index, pile) in piles.iter().enumerate() {
            let (from, to) = (middle(index) - half, middle(index) + half);
            let Some((total, heights)) = &pile.heights else {
                hatch(&page, (from, top), (to, bottom));
                continue;
            };
            let mut below = 0.0;
            for (segment, height) in segments.iter().zip(heights) {
                let (lower, upper) = (y(below), y(below + height));
                if lower > upper {
                    page.put(&Rectangle::new([(from, lower), (to, upper)], segment.role));
                }
                below += height;
            }
            sheet.tip(tip(stacked, segments, pile, *total, heights));
            page.put(&Rectangle::new([(from, y(*total).min(bottom - 40)), (to, bottom)], Role::Tip));
        }
        totals(stacked, &page, piles, (left, half), middle, y);
        let periods = PeriodAxis::new(piles[0].period, stacked.as_of);
        for tick in periods.named(step * (piles.len() as i32 - 1)) {
            let x = middle(tick.at as usize);
            page.put(&PathElement::new([(crisp(x), bottom + 5), (crisp(x), bottom + 55)], Role::Axis));
            let half = (text_width(&tick.text, TEXT_SIZE, false) + 1) / 2;
            page.put(&Label::middle((x.max(half), bottom + 190), &tick.text, Role::Note));
        }
        names(&page, segments, &labels, piles, (right, middle(piles.len() - 1) + half), y, (top, bottom));
    }
    sheet
}

/// What a column comes to, above it: the latest first, then those that leave the text room.
fn totals(
    stacked: &Stacked<'_>,
    page: &Page<'_>,
    piles: &[Pile],
    (left, width): (i32, i32),
    middle: impl Fn(usize) -> i32,
    y: impl Fn(f64) -> i32,
) {
    let mut free_to = i32::MAX;
    for (index, pile) in piles.iter().enumerate().rev() {
        let Some((total, _)) = &pile.heights else { continue };
        let text = number::short(stacked.kpi, *total);
        let half = (text_width(&text, TEXT_SIZE, true) + 1) / 2;
        // Further left stand the texts on the rules.
        if middle(index) + half > free_to || middle(index) - half < left {
            continue;
        }
        // Above its neighbours, too, where the text reaches over them; not at all where that is far from its column.
        let is_below = |(other, _): &(usize, &Pile)| (middle(*other) - middle(index)).abs() < half + width + 20;
        let below = piles.iter().enumerate().filter(is_below);
        let tops = below.filter_map(|(_, pile)| Some(y(pile.heights.as_ref()?.0)));
        let top = tops.min().unwrap_or_default();
        if y(*total) - top > 120 && free_to < i32::MAX {
            continue;
        }
        let is_latest = free_to == i32::MAX;
        let role = if is_latest { Role::OursLabel } else { Role::Note };
        page.put(&Label::middle((middle(index), top - 50), &text, role));
        free_to = middle(index) - half - 80;
    }
}

/// The names of the segments beside the last column that stands.
fn names(
    page: &Page<'_>,
    segments: &[Segment<'_>],
    labels: &[String],
    piles: &[Pile],
    (right, edge): (i32, i32),
    y: impl Fn(f64) -> i32,
    (top, bottom): (i32, i32),
) {
    let Some((_, heights)) = piles.iter().rev().find_map(|pile| pile.heights.as_ref()) else { return };
    let mut below = 0.0;
    let mut wanted = Vec::new();
    for ((segment, label), height) in segments.iter().zip(labels).zip(heights) {
        let at = y(below + height / 2.0);
        wanted.push(Wanted { what: (label, segment.role), at, height: LINE_HEIGHT, rank: 0, reach: None });
        below += height;
    }
    // From the top downwards, as the segments lie.
    wanted.reverse();
    for label in placed(wanted, (top, bottom + 60)) {
        let (text, _) = label.what;
        if (label.at - label.wanted).abs() > 40 {
            page.put(&PathElement::new([(edge + 20, label.wanted), (right + 100, label.at)], Role::Leader));
        }
        page.put(&Label::start((right + 140, label.at + HALF_TEXT), text, Role::Name));
    }
}

fn bars(stacked: &Stacked<'_>, segments: &[Segment<'_>], piles: &[Pile]) -> Sheet {
    let layout = Layout::Narrow;
    let piles = &piles[piles.len().saturating_sub(NARROW_PERIODS)..];
    let legend = legend(segments, layout);
    let rows: Vec<Row> = piles
        .iter()
        .rev()
        .map(|pile| Row {
            name: period::short(pile.period),
            figure: match &pile.heights {
                Some((total, _)) => number::value(stacked.kpi, *total),
                None => "not all parts known".to_owned(),
            },
            ours: false,
        })
        .collect();
    let head = legend.last().map_or(0, |(_, y, _)| y + 120);
    let rows = Rows::new(layout, &rows, head, 0);
    let axis = ValueAxis::from_zero(piles.iter().filter_map(|pile| Some(pile.heights.as_ref()?.0)), stacked.kpi);
    let x = |value: f64| axis.map(&value, (0, layout.width()));
    let sheet = rows.sheet(60);
    {
        let page = sheet.area();
        for ((x, y, text), segment) in legend.iter().zip(segments) {
            page.put(&Rectangle::new([(*x, y - 95), (x + 110, y + 15)], segment.role));
            page.put(&Label::start((x + 160, *y), text, Role::Name));
        }
        for (index, pile) in piles.iter().rev().enumerate() {
            let (from, to) = (rows.middle(index) - 90, rows.middle(index) + 90);
            let Some((total, heights)) = &pile.heights else {
                hatch(&page, (0, from), (layout.width(), to));
                continue;
            };
            let mut before = 0.0;
            for (segment, height) in segments.iter().zip(heights) {
                let (start, end) = (x(before), x(before + height));
                if end > start {
                    page.put(&Rectangle::new([(start, from), (end, to)], segment.role));
                }
                before += height;
            }
            sheet.tip(tip(stacked, segments, pile, *total, heights));
            page.put(&Rectangle::new([(0, from), (x(*total).max(40), to)], Role::Tip));
        }
        rows.put_texts(&page);
    }
    sheet
}

/// Where the name of each segment stands above the bars, as many on a line as fit.
fn legend(segments: &[Segment<'_>], layout: Layout) -> Vec<(i32, i32, String)> {
    let (mut x, mut y) = (0, 130);
    let mut legend = Vec::with_capacity(segments.len());
    for segment in segments {
        let text = shortened(segment.name, layout.width() - 160, TEXT_SIZE, false);
        let width = 160 + text_width(&text, TEXT_SIZE, false);
        if x > 0 && x + width > layout.width() {
            (x, y) = (0, y + 190);
        }
        legend.push((x, y, text));
        x += width + 200;
    }
    legend
}

/// `Oct 2026: 39,473; Phone 20,831, E-mail 6,467`
fn tip(stacked: &Stacked<'_>, segments: &[Segment<'_>], pile: &Pile, total: f64, heights: &[f64]) -> String {
    let mut tip = format!("{}: {}", period::short(pile.period), number::value(stacked.kpi, total));
    if pile.draft {
        tip.push_str(", provisional");
    }
    for (index, (segment, height)) in segments.iter().zip(heights).enumerate() {
        tip.push_str(if index == 0 { "; " } else { ", " });
        tip.push_str(segment.name);
        tip.push(' ');
        tip.push_str(&number::short(stacked.kpi, *height));
    }
    tip
}

/// Every part in every period, the latest first.
fn table(stacked: &Stacked<'_>, piles: &[Pile]) -> Table {
    let kpi = stacked.kpi;
    let kind = stacked.as_of.kind();
    let mut columns = vec![Column::words(&crate::words::phrase::capitalised(period::noun(kind)))];
    columns.extend(stacked.parts.iter().map(|part| Column::values(part.name, kpi)));
    columns.push(Column::values("All", kpi));
    let at = |findings: &KpiFindings, period: Period| {
        let found = findings.points.binary_search_by_key(&period, |point| point.period);
        match found.ok().map(|index| &findings.points[index]) {
            Some(point) => Cell::value(kpi, point.value, point.withheld),
            None => Cell::words(missing::in_cell(None)),
        }
    };
    let rows = piles.iter().rev().map(|pile| {
        let mut cells = vec![Cell::words(period::short(pile.period))];
        cells.extend(stacked.parts.iter().map(|part| at(part.findings, pile.period)));
        cells.push(at(stacked.whole, pile.period));
        cells
    });
    let caption = format!("{} by {}", kpi.name, stacked.dimension.to_lowercase());
    Table { caption, columns, rows: rows.collect() }
}
