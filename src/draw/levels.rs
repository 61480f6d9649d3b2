//! Levels: how far each criterion of a standard, step of a process or competency has come on its scale.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;

use super::backend::Sheet;
use super::elements::{Label, Put};
use super::layout::{Layout, nothing, ticks_across};
use super::role::Role;
use super::rows::{Row, Rows};
use super::told::{counted, shortened_sentences};
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::words::number;

/// What levels are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Levels<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// What was assessed, and when: `ISO 10002, May 2026`.
    pub title: &'a str,
    /// What a row is: criterion, step, competency.
    pub what: &'a str,
    /// The highest level; the lowest is 0.
    pub highest: f64,
    /// In the order to be drawn.
    pub rows: &'a [LevelRow<'a>],
}

/// One criterion, step or competency; all its levels lie on the scale.
#[derive(Clone, Copy, Debug)]
pub struct LevelRow<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What was reached; `None` when it was not assessed.
    pub reached: Option<f64>,
    /// What is asked for, where something is.
    pub required: Option<f64>,
    /// What was reached in the study before.
    pub before: Option<f64>,
}

impl LevelRow<'_> {
    /// How far what was reached is from what is asked for; negative falls short.
    fn gap(&self) -> Option<f64> {
        Some(self.reached? - self.required?)
    }
}

/// A filled dot for what was reached, a stroke for what is asked for and the gap between the two, hollow the study
/// before; all rows on one scale. Without anything assessed it is a frame that says so.
pub fn levels(levels: &Levels<'_>) -> Chart {
    let title = format!("{}: level by {}", levels.title, levels.what);
    Chart::drawn(levels.id, title, description(levels), table(levels), |layout| draw(levels, layout))
}

fn draw(levels: &Levels<'_>, layout: Layout) -> Sheet {
    if levels.rows.iter().all(|row| row.reached.is_none()) {
        return nothing(layout, 1200, "Nothing was assessed");
    }
    let figure = |row: &LevelRow<'_>| match row.reached {
        Some(reached) => format!("{} of {}", level(reached), level(levels.highest)),
        None => "not assessed".to_owned(),
    };
    let rows: Vec<Row> =
        levels.rows.iter().map(|row| Row { name: row.name.to_owned(), figure: figure(row), ours: false }).collect();
    let rows = Rows::new(layout, &rows, 230, 0);
    let axis = axis(levels.highest);
    let x = |value: f64| axis.map(&value, rows.stretch);
    let sheet = rows.sheet(240);
    {
        let page = sheet.area();
        ticks_across(&page, &axis, &axis.bare_ticks(), rows.stretch, &rows.stretches());
        page.put(&Label::start((0, 130), &legend(levels.rows), Role::Note));
        for (index, row) in levels.rows.iter().enumerate() {
            let (y, (top, bottom)) = (rows.middle(index), rows.marks(index));
            if let Some(required) = row.required {
                let from_to = [(x(required), top + 40), (x(required), bottom - 40)];
                page.put(&PathElement::new(from_to, Role::Target));
            }
            if let Some((reached, required)) = row.reached.zip(row.required) {
                let role = if reached < required { Role::GapBehind } else { Role::GapAhead };
                page.put(&PathElement::new([(x(required), y), (x(reached), y)], role));
            }
            if let Some(before) = row.before {
                page.put(&Circle::new((x(before), y), 40, Role::Before));
            }
            if let Some(reached) = row.reached {
                sheet.tip(told(row, reached));
                page.put(&Circle::new((x(reached), y), 55, Role::Ours.filled()));
            }
        }
        rows.put_texts(&page);
    }
    sheet
}

/// From nothing to the highest level, with a tick at each where there are few.
fn axis(highest: f64) -> ValueAxis {
    let step = if highest <= 10.0 { 1.0 } else { (highest / 5.0).ceil() };
    let count = (highest / step).floor().clamp(1.0, 20.0) as i32;
    ValueAxis::fixed(0.0, highest, (0..=count).map(|tick| f64::from(tick) * step).collect())
}

fn legend(rows: &[LevelRow<'_>]) -> String {
    let mut legend = vec!["● reached"];
    if rows.iter().any(|row| row.required.is_some()) {
        legend.push("| required");
    }
    if rows.iter().any(|row| row.before.is_some()) {
        legend.push("○ the study before");
    }
    legend.join("  ")
}

fn told(row: &LevelRow<'_>, reached: f64) -> String {
    let required = row.required.map(|required| format!(", required {}", level(required))).unwrap_or_default();
    let before = row.before.map(|before| format!(", before {}", level(before))).unwrap_or_default();
    format!("{}: reached {}{required}{before}", row.name, level(reached))
}

fn description(levels: &Levels<'_>) -> String {
    let rows = levels.rows;
    let mut sentences = vec![format!("Dots for {}.", counted(rows.len(), levels.what))];
    let judged: Vec<f64> = rows.iter().filter_map(LevelRow::gap).collect();
    let short = judged.iter().filter(|gap| **gap < 0.0).count();
    if rows.iter().all(|row| row.reached.is_none()) {
        sentences.push("Nothing was assessed.".to_owned());
    } else if !judged.is_empty() {
        sentences.push(match short {
            0 => "All that were assessed reach what is required.".to_owned(),
            short => format!("{short} of {} fall short of what is required.", judged.len()),
        });
    }
    if rows.iter().any(|row| row.before.is_some()) {
        sentences.push("Hollow dots show the study before.".to_owned());
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

fn table(levels: &Levels<'_>) -> Table {
    let has = |value: fn(&LevelRow<'_>) -> Option<f64>| levels.rows.iter().any(|row| value(row).is_some());
    let (has_required, has_before) = (has(|row| row.required), has(|row| row.before));
    let mut columns = vec![Column::words(&crate::words::phrase::capitalised(levels.what)), Column::figures("Reached")];
    if has_required {
        columns.push(Column::figures("Required"));
    }
    if has_before {
        columns.push(Column::figures("Before"));
    }
    let number = |value: Option<f64>| match value {
        Some(value) => Cell::figure(level(value), value),
        None => Cell::words("not assessed"),
    };
    let rows = levels.rows.iter().map(|row| {
        let mut cells = vec![Cell::words(row.name), number(row.reached)];
        if has_required {
            cells.push(number(row.required));
        }
        if has_before {
            cells.push(number(row.before));
        }
        cells
    });
    Table {
        caption: format!("{}: levels from 0 to {}", levels.title, level(levels.highest)),
        columns,
        rows: rows.collect(),
    }
}

/// `3`, `2.5`
fn level(value: f64) -> String {
    number::machine((value * 100.0).round() / 100.0)
}
