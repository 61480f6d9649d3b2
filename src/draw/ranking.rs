//! The ranking: parts sorted by their value, each a dot at the end of a stem from zero.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;

use super::backend::Sheet;
use super::elements::{Label, Put, TEXT_SIZE};
use super::layout::{Layout, nothing, ticks_across};
use super::role::Role;
use super::rows::{Row, Rows};
use super::text_width::text_width;
use super::told::{shortened_sentences, title_by};
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::model::{Kpi, KpiKind, Period, Withheld};
use crate::words::{number, period};

/// More rows than this are shown by their two ends, and around ours.
const MOST_ROWS: usize = 20;
/// How many of either end are then shown, and how many around ours.
const AT_THE_ENDS: usize = 5;
const AROUND_OURS: usize = 3;
/// How many of either end where none is ours.
const AT_THE_ENDS_ALONE: usize = 9;

/// What a ranking is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Ranking<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI.
    pub kpi: &'a Kpi,
    /// What the rows are: `Team`.
    pub dimension: &'a str,
    /// In any order.
    pub rows: &'a [RankedRow<'a>],
    /// What all are held against, with its name: `all`.
    pub reference: Option<(&'a str, f64)>,
    /// When.
    pub period: Period,
}

/// A row of a ranking.
#[derive(Clone, Copy, Debug)]
pub struct RankedRow<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value; `None` puts it into the table only.
    pub value: Option<f64>,
    /// Why there is none.
    pub withheld: Option<Withheld>,
    /// The 95 % interval of the value, where one is known.
    pub interval: Option<(f64, f64)>,
    /// Whether it is ours among others.
    pub ours: bool,
}

/// What is drawn in a row: one of those that were measured, or that so many are left out.
enum Shown<'a> {
    Row(&'a RankedRow<'a>, f64),
    LeftOut(usize),
}

/// Sorted by value, the best for customers first; where no direction is better, the highest first.
///
/// Stems begin at zero; where zero means nothing (scores) there are dots alone on a fitted scale. It never says who is
/// first: neighbours cannot be told apart, and the description says so. Of more than twenty rows the ends are shown,
/// and what is around ours. Without a value it is a frame that says so.
pub fn ranking(ranking: &Ranking<'_>) -> Chart {
    let mut measured: Vec<(&RankedRow<'_>, f64)> =
        ranking.rows.iter().filter_map(|row| Some((row, row.value.filter(|value| value.is_finite())?))).collect();
    let sign = if ranking.kpi.better.sign() < 0.0 { 1.0 } else { -1.0 };
    measured.sort_by(|one, other| (sign * one.1).total_cmp(&(sign * other.1)));
    let title = title_by(ranking.kpi, ranking.dimension, ranking.period);
    let description = description(ranking, &measured);
    let shown = shown(&measured);
    let draw = |layout| draw(ranking, &shown, layout);
    Chart::drawn(ranking.id, title, description, table(ranking, &measured), draw)
}

fn draw(ranking: &Ranking<'_>, shown: &[Shown<'_>], layout: Layout) -> Sheet {
    let kpi = ranking.kpi;
    if shown.is_empty() {
        return nothing(layout, 1200, &format!("No data for {}", period::name(ranking.period)));
    }
    let rows: Vec<Row> = shown
        .iter()
        .map(|shown| match shown {
            Shown::Row(row, value) => {
                Row { name: row.name.to_owned(), figure: number::value(kpi, *value), ours: row.ours }
            }
            Shown::LeftOut(count) => Row { name: format!("… {count} more"), ..Row::default() },
        })
        .collect();
    let head = if ranking.reference.is_some() { 230 } else { 40 };
    let rows = Rows::new(layout, &rows, head, 0);
    let spanned = shown.iter().flat_map(|shown| match shown {
        Shown::Row(row, value) => [Some(*value), row.interval.map(|it| it.0), row.interval.map(|it| it.1)],
        Shown::LeftOut(_) => [None; 3],
    });
    let spanned = spanned.flatten().chain(ranking.reference.map(|(_, value)| value));
    let has_zero = kpi.kind != KpiKind::Mean;
    let axis = if has_zero { ValueAxis::from_zero(spanned, kpi) } else { ValueAxis::fitted(spanned, kpi) };
    let x = |value: f64| axis.map(&value, rows.stretch);
    let has_ours = shown.iter().any(|shown| matches!(shown, Shown::Row(row, _) if row.ours));
    let sheet = rows.sheet(240);
    {
        let page = sheet.area();
        ticks_across(&page, &axis, &axis.ticks(kpi), rows.stretch, &rows.stretches());
        if let Some((name, value)) = ranking.reference {
            let text = format!("{name} {}", number::short(kpi, value));
            let half = text_width(&text, TEXT_SIZE, false) / 2 + 1;
            let at = x(value).clamp(half, (layout.width() - half).max(half));
            page.put(&Label::middle((at, 130), &text, Role::TargetLabel));
            rows.put_rule(&page, x(value), Role::Target);
        }
        for (index, shown) in shown.iter().enumerate() {
            let Shown::Row(row, value) = shown else { continue };
            let y = rows.middle(index);
            if has_zero {
                page.put(&PathElement::new([(x(0.0), y), (x(*value), y)], Role::Stem));
            }
            if let Some((lower, upper)) = row.interval {
                page.put(&PathElement::new([(x(lower), y), (x(upper), y)], Role::InnerInterval));
            }
            sheet.tip(tip(ranking, row, *value));
            let role = if row.ours || !has_ours { Role::Ours } else { Role::Dot };
            page.put(&Circle::new((x(*value), y), 50, role.filled()));
        }
        rows.put_texts(&page);
    }
    sheet
}

/// The rows that are shown: all of them, or both ends and what is around ours.
fn shown<'a>(measured: &[(&'a RankedRow<'a>, f64)]) -> Vec<Shown<'a>> {
    let count = measured.len();
    let ours = measured.iter().position(|(row, _)| row.ours);
    let ends = if ours.is_some() { AT_THE_ENDS } else { AT_THE_ENDS_ALONE };
    let is_shown = |index: usize| {
        let near_ours = ours.is_some_and(|ours| index.abs_diff(ours) <= AROUND_OURS);
        count <= MOST_ROWS || index < ends || index + ends >= count || near_ours
    };
    let mut shown = Vec::new();
    for (index, (row, value)) in measured.iter().enumerate() {
        match (is_shown(index), shown.last_mut()) {
            (true, _) => shown.push(Shown::Row(row, *value)),
            (false, Some(Shown::LeftOut(count))) => *count += 1,
            (false, _) => shown.push(Shown::LeftOut(1)),
        }
    }
    shown
}

fn description(ranking: &Ranking<'_>, measured: &[(&RankedRow<'_>, f64)]) -> String {
    let count = measured.len();
    let value = |value: f64| number::value(ranking.kpi, value);
    let mut sentences = vec![format!("{} sorted by value.", super::told::counted(count, "row"))];
    match measured {
        [] => sentences = vec![format!("No data for {}.", period::name(ranking.period))],
        [(row, only)] => sentences.push(format!("{}: {}.", row.name, value(*only))),
        [(first, best), .., (last, worst)] => {
            sentences.push(format!("From {} ({}) to {} ({}).", value(*best), first.name, value(*worst), last.name));
            if let Some((place, (row, ours))) = measured.iter().enumerate().find(|(_, (row, _))| row.ours) {
                sentences.push(format!(
                    "{} has {} and stands {} of {count}.",
                    row.name,
                    value(*ours),
                    number::ordinal(place + 1)
                ));
            }
            sentences.push("Ranks of neighbours are not reliably different.".to_owned());
        }
    }
    let without: Vec<&RankedRow<'_>> = ranking.rows.iter().filter(|row| row.value.is_none()).collect();
    let withheld = without.iter().filter(|row| row.withheld.is_some()).count();
    for (words, count) in [("No data", without.len() - withheld), ("Withheld", withheld)] {
        if count > 0 && !measured.is_empty() {
            sentences.push(format!("{words} for {count}."));
        }
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

/// Every row as figures, those without a value last.
fn table(ranking: &Ranking<'_>, measured: &[(&RankedRow<'_>, f64)]) -> Table {
    let kpi = ranking.kpi;
    let has_intervals = measured.iter().any(|(row, _)| row.interval.is_some());
    let mut columns = vec![Column::words(ranking.dimension), Column::values("Value", kpi)];
    if has_intervals {
        columns.extend([Column::values("From", kpi), Column::values("To", kpi)]);
    }
    let without = ranking.rows.iter().filter(|row| row.value.is_none());
    let rows = measured.iter().map(|(row, _)| *row).chain(without).map(|row| {
        let mut cells = vec![Cell::words(row.name), Cell::value(kpi, row.value, row.withheld)];
        if has_intervals {
            let end = |end: Option<f64>| end.map(|end| Cell::value(kpi, Some(end), None)).unwrap_or_default();
            cells.extend([end(row.interval.map(|it| it.0)), end(row.interval.map(|it| it.1))]);
        }
        cells
    });
    let dimension = ranking.dimension.to_lowercase();
    let caption = format!("{} by {dimension}, {}", kpi.name, period::name(ranking.period));
    Table { caption, columns, rows: rows.collect() }
}

fn tip(ranking: &Ranking<'_>, row: &RankedRow<'_>, value: f64) -> String {
    let interval = row.interval.map(|(lower, upper)| format!(" ({})", number::range(ranking.kpi, lower, upper)));
    format!("{}: {}{}", row.name, number::value(ranking.kpi, value), interval.unwrap_or_default())
}
