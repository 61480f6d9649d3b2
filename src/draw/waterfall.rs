//! The waterfall: how a sum comes about, step by step.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{PathElement, Rectangle};

use super::backend::Sheet;
use super::elements::{Put, Shape, Signal};
use super::layout::{Layout, crisp, nothing, ticks_across};
use super::role::Role;
use super::rows::{Row, Rows};
use super::told::shortened_sentences;
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::words::number;

/// More steps than this are put together.
const MOST_STEPS: usize = 8;
/// Steps that come to less than this share of where they begin are shown alone.
const SMALL: f64 = 0.1;
/// The sum may be off by so much of itself.
const ADDS_UP: f64 = 1e-6;

/// What a waterfall is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Waterfall<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// What the numbers are: `Balanced score`.
    pub what: &'a str,
    /// Where it begins, with its name.
    pub start: (&'a str, f64),
    /// The steps by name, in the order in which they are shown; more is good.
    pub steps: &'a [(&'a str, f64)],
    /// Where it ends, with its name.
    pub end: (&'a str, f64),
    /// Decimals of all numbers.
    pub decimals: u8,
}

/// One row: where it begins, where it ends, and whether it is a step.
struct Bar<'a> {
    name: &'a str,
    from: f64,
    to: f64,
    is_step: bool,
}

/// Rows from the start to the end, each step floating where the one before it ended, ▲ and ▼ for gain and loss.
///
/// Rows and not columns in both layouts, because the names of steps are long. Of nine steps and more the smallest are put
/// together as "other". Where the steps are small beside the start they are shown alone, from zero, for
/// the axis is never cut. `None` when the steps do not add up.
pub fn waterfall(waterfall: &Waterfall<'_>) -> Option<Chart> {
    let steps = merged(waterfall.steps);
    let sum: f64 = waterfall.steps.iter().map(|(_, by)| by).sum();
    let (start, end) = (waterfall.start.1, waterfall.end.1);
    let is_sound = steps.iter().all(|(_, by)| by.is_finite()) && start.is_finite() && end.is_finite();
    let scale = start.abs().max(end.abs()).max(1.0);
    (is_sound && (start + sum - end).abs() <= ADDS_UP * scale).then_some(())?;
    let alone = is_small(start, &steps);
    let bars = bars(waterfall, &steps, alone);
    let title = format!("{}, {} to {}", waterfall.what, waterfall.start.0, waterfall.end.0);
    let description = description(waterfall, &steps);
    let draw = |layout| draw(waterfall, &bars, layout);
    Some(Chart::drawn(waterfall.id, title, description, table(waterfall), draw))
}

/// The largest steps in their order, the others together.
fn merged<'a>(steps: &[(&'a str, f64)]) -> Vec<(&'a str, f64)> {
    if steps.len() <= MOST_STEPS {
        return steps.to_vec();
    }
    let mut by_size: Vec<usize> = (0..steps.len()).collect();
    by_size.sort_by(|one, other| steps[*other].1.abs().total_cmp(&steps[*one].1.abs()).then(one.cmp(other)));
    let kept = &by_size[..MOST_STEPS - 1];
    let mut merged: Vec<(&str, f64)> =
        steps.iter().enumerate().filter(|(index, _)| kept.contains(index)).map(|(_, step)| *step).collect();
    merged.push(("other", by_size[MOST_STEPS - 1..].iter().map(|index| steps[*index].1).sum()));
    merged
}

/// Whether the way from start to end is short beside the start.
fn is_small(start: f64, steps: &[(&str, f64)]) -> bool {
    let mut at = start;
    let furthest = steps.iter().map(|(_, by)| {
        at += by;
        (at - start).abs().max(by.abs())
    });
    let furthest = furthest.fold(0.0, f64::max);
    furthest > 0.0 && furthest < SMALL * start.abs()
}

fn bars<'a>(waterfall: &Waterfall<'a>, steps: &[(&'a str, f64)], alone: bool) -> Vec<Bar<'a>> {
    if alone {
        return steps.iter().map(|(name, by)| Bar { name, from: 0.0, to: *by, is_step: true }).collect();
    }
    let (start, end) = (waterfall.start, waterfall.end);
    let mut at = start.1;
    let mut bars = vec![Bar { name: start.0, from: 0.0, to: at, is_step: false }];
    for (name, by) in steps {
        bars.push(Bar { name, from: at, to: at + by, is_step: true });
        at += by;
    }
    bars.push(Bar { name: end.0, from: 0.0, to: end.1, is_step: false });
    bars
}

fn draw(waterfall: &Waterfall<'_>, bars: &[Bar<'_>], layout: Layout) -> Sheet {
    if bars.is_empty() {
        return nothing(layout, 1200, "No steps");
    }
    let text = |bar: &Bar<'_>| match bar.is_step {
        true => number::signed(bar.to - bar.from, waterfall.decimals),
        false => number::plain(bar.to, waterfall.decimals),
    };
    let rows: Vec<Row> =
        bars.iter().map(|bar| Row { name: bar.name.to_owned(), figure: text(bar), ours: !bar.is_step }).collect();
    let rows = Rows::new(layout, &rows, 60, 0).inset(0, 150);
    let axis = ValueAxis::of_numbers(bars.iter().flat_map(|bar| [bar.from, bar.to]), false);
    let x = |value: f64| axis.map(&value, rows.stretch);
    let sheet = rows.sheet(240);
    {
        let page = sheet.area();
        ticks_across(&page, &axis, &axis.bare_ticks(), rows.stretch, &rows.stretches());
        for (index, bar) in bars.iter().enumerate() {
            let y = rows.middle(index);
            let role = match (bar.is_step, bar.to < bar.from) {
                (false, _) => Role::Column,
                (true, false) => Role::Gain,
                (true, true) => Role::Loss,
            };
            let (from, to) = (x(bar.from).min(x(bar.to)), x(bar.from).max(x(bar.to)));
            sheet.tip(format!("{}: {}", bar.name, text(bar)));
            page.put(&Rectangle::new([(from, y - 80), (to.max(from + 10), y + 80)], role));
            if bar.is_step && bar.to != bar.from {
                let (shape, role) =
                    if bar.to > bar.from { (Shape::Up, Role::Better) } else { (Shape::Down, Role::Worse) };
                page.put(&Signal::small((to + 80, y), shape, role));
            }
            // From where this one ends down to where the next begins.
            if index + 1 < bars.len() && !bars[0].is_step {
                let at = crisp(x(bar.to));
                page.put(&PathElement::new([(at, y + 80), (at, rows.middle(index + 1) - 80)], Role::Carry));
            }
        }
        rows.put_rule(&page, x(0.0), Role::Axis);
        rows.put_texts(&page);
    }
    sheet
}

fn description(waterfall: &Waterfall<'_>, steps: &[(&str, f64)]) -> String {
    let ((start, from), (end, to)) = (waterfall.start, waterfall.end);
    let plain = |value: f64| number::plain(value, waterfall.decimals);
    let mut sentences = vec![format!("Waterfall of {}.", super::told::counted(steps.len(), "step"))];
    sentences.push(format!("From {start} ({}) to {end} ({}).", plain(from), plain(to)));
    let most = |sign: f64| {
        let signed = steps.iter().filter(|(_, by)| by * sign > 0.0);
        signed.max_by(|one, other| (one.1 * sign).total_cmp(&(other.1 * sign)))
    };
    if let Some((name, by)) = most(1.0) {
        sentences.push(format!("Most gained by {name} ({}).", number::signed(*by, waterfall.decimals)));
    }
    if let Some((name, by)) = most(-1.0) {
        sentences.push(format!("Most lost by {name} ({}).", number::signed(*by, waterfall.decimals)));
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

/// Every step, also those that are drawn together.
fn table(waterfall: &Waterfall<'_>) -> Table {
    let columns = vec![Column::words("Step"), Column::figures("By"), Column::figures("Comes to")];
    let plain = |value: f64| Cell::figure(number::plain(value, waterfall.decimals), value);
    let mut at = waterfall.start.1;
    let mut rows = vec![vec![Cell::words(waterfall.start.0), Cell::default(), plain(at)]];
    for (name, by) in waterfall.steps {
        at += by;
        rows.push(vec![Cell::words(*name), Cell::figure(number::signed(*by, waterfall.decimals), *by), plain(at)]);
    }
    rows.push(vec![Cell::words(waterfall.end.0), Cell::default(), plain(waterfall.end.1)]);
    let caption = format!("{}, {} to {}", waterfall.what, waterfall.start.0, waterfall.end.0);
    Table { caption, columns, rows }
}
