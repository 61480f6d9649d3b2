//! Quartile strips: each KPI of a study on a scale of its own, ours among the others.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color;

use super::backend::Sheet;
use super::elements::{HALF_TEXT, Label, Put, TEXT_SIZE};
use super::layout::{Layout, crisp};
use super::role::Role;
use super::rows::{Row, Rows};
use super::text_width::text_width;
use super::told::shortened_sentences;
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::analyse::BenchmarkFinding;
use crate::model::{Better, Kpi};
use crate::words::number;

/// With fewer others there are no quartiles: each is a dot.
pub const ENOUGH_FOR_QUARTILES: u32 = 5;

/// What quartile strips are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Strips<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The others, with their number: `24 utilities`.
    pub others: &'a str,
    /// When they were asked: `March to May 2026`.
    pub fieldwork: &'a str,
    /// In the order in which they are shown.
    pub rows: &'a [StripRow<'a>],
}

/// One KPI of a study.
#[derive(Clone, Copy, Debug)]
pub struct StripRow<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// What is stated about the gap.
    pub finding: &'a BenchmarkFinding,
    /// The others' own values, where the study gives them.
    pub others: &'a [f64],
}

impl StripRow<'_> {
    fn has_quartiles(&self) -> bool {
        let enough = self.finding.peers.is_none_or(|peers| peers >= ENOUGH_FOR_QUARTILES);
        self.finding.quartiles.is_some() && enough
    }

    /// Whether there is more to show than a median.
    pub fn can_be_drawn(&self) -> bool {
        self.finding.quartiles.is_some() && !self.finding.average_only
    }

    /// The worst for customers and the best of all that is shown; as numbers where no direction is better.
    fn ends(&self) -> (f64, f64) {
        let found = self.finding;
        let quartiles = found.quartiles.into_iter().flat_map(|(low, high)| [low, high]);
        let all = quartiles.chain([found.ours, found.benchmark]).chain(found.best).chain(found.worst);
        let all = all.chain(self.others.iter().copied());
        let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
        if self.kpi.better == Better::Lower { (high, low) } else { (low, high) }
    }
}

/// A strip per KPI, the better end at the right: the middle half of the others as a band, their median across it, the best
/// of them hollow, ours filled, with a line from their median to ours and the gap as text.
///
/// With fewer than five others each of them is a dot, for quartiles of so few say nothing. Rows are on different scales,
/// whose ends are written beside them. `None` when there is no row that can be drawn.
pub fn strips(strips: &Strips<'_>) -> Option<Chart> {
    let rows: Vec<&StripRow<'_>> = strips.rows.iter().filter(|row| row.can_be_drawn()).collect();
    if rows.is_empty() {
        return None;
    }
    let what = match rows.as_slice() {
        [one] => one.kpi.name.clone(),
        many => format!("{} KPIs", many.len()),
    };
    let title = format!("Ours among {}, {what}, {} (each on its own scale)", strips.others, strips.fieldwork);
    let draw = |layout| draw(&rows, layout);
    Some(Chart::drawn(strips.id, title, description(&rows), table(strips, &rows), draw))
}

fn draw(shown: &[&StripRow<'_>], layout: Layout) -> Sheet {
    let rows: Vec<Row> =
        shown.iter().map(|row| Row { name: row.kpi.name.clone(), figure: gap(row), ours: false }).collect();
    let texts: Vec<(String, String)> = shown
        .iter()
        .map(|row| {
            let (worst, best) = row.ends();
            (number::short(row.kpi, worst), number::short(row.kpi, best))
        })
        .collect();
    let width = |text: &String| text_width(text, TEXT_SIZE, false);
    // Wide: the ends of a scale stand beside it; narrow: below it.
    let (before, after, below) = if layout.is_wide() {
        let widest = |of: fn(&(String, String)) -> &String| texts.iter().map(|pair| width(of(pair))).max().unwrap_or(0);
        (widest(|pair| &pair.0) + 120, widest(|pair| &pair.1) + 120, 0)
    } else {
        (0, 0, 150)
    };
    let rows = Rows::new(layout, &rows, 230, below).inset(before, after);
    let (left, right) = rows.stretch;
    let sheet = rows.sheet(60);
    {
        let page = sheet.area();
        page.put(&Label::start((left.min(0).max(if layout.is_wide() { left } else { 0 }), 130), "worse", Role::Note));
        page.put(&Label::end((if layout.is_wide() { right } else { layout.width() }, 130), "better", Role::Note));
        for (index, (row, (worst, best))) in shown.iter().zip(&texts).enumerate() {
            let y = rows.middle(index);
            let axis = scale(row);
            let x = |value: f64| axis.map(&value, (left, right));
            page.put(&PathElement::new([(left, crisp(y)), (right, crisp(y))], Role::Grid));
            if layout.is_wide() {
                page.put(&Label::end((left - 100, y + HALF_TEXT), worst, Role::Note));
                page.put(&Label::start((right + 100, y + HALF_TEXT), best, Role::Note));
            } else {
                page.put(&Label::start((0, y + 230), worst, Role::Note));
                page.put(&Label::end((layout.width(), y + 230), best, Role::Note));
            }
            marks(&sheet, row, x, y);
        }
        rows.put_texts(&page);
    }
    sheet
}

/// From the worst end to the best one, so that the better side is always the right one.
fn scale(row: &StripRow<'_>) -> Signed {
    let sign = if row.kpi.better == Better::Lower { -1.0 } else { 1.0 };
    let (worst, best) = row.ends();
    let (low, high) = (sign * worst, sign * best);
    let air = if high > low { (high - low) * 0.03 } else { 1.0 };
    Signed { sign, axis: ValueAxis::fixed(low - air, high + air, Vec::new()) }
}

/// A scale that may run the other way.
struct Signed {
    sign: f64,
    axis: ValueAxis,
}

impl Signed {
    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.axis.map(&(self.sign * value), limit)
    }
}

fn marks(sheet: &Sheet, row: &StripRow<'_>, x: impl Fn(f64) -> i32, y: i32) {
    let page = sheet.area();
    let found = row.finding;
    if let Some((lower, upper)) = found.quartiles.filter(|_| row.has_quartiles()) {
        page.put(&Rectangle::new([(x(lower).min(x(upper)), y - 90), (x(lower).max(x(upper)), y + 90)], Role::Peers));
        for end in [lower, upper] {
            page.put(&PathElement::new([(crisp(x(end)), y - 90), (crisp(x(end)), y + 90)], Role::Axis));
        }
    }
    if !row.has_quartiles() {
        for other in row.others {
            page.put(&Circle::new((x(*other), y), 40, Role::Dot.filled()));
        }
    }
    page.put(&PathElement::new(
        [(crisp(x(found.benchmark)), y - 110), (crisp(x(found.benchmark)), y + 110)],
        Role::Target,
    ));
    if let Some(best) = found.best {
        page.put(&Circle::new((x(best), y), 45, Role::Hollow));
    }
    let role = match found.advantage {
        _ if found.clear == Some(false) => Role::GapLevel,
        Some(advantage) if advantage > 0.0 => Role::GapAhead,
        Some(advantage) if advantage < 0.0 => Role::GapBehind,
        _ => Role::GapLevel,
    };
    page.put(&PathElement::new([(x(found.benchmark), y), (x(found.ours), y)], role));
    sheet.tip(tip(row));
    page.put(&Circle::new((x(found.ours), y), 60, Role::Ours.filled()));
}

/// `84.2 %, +1.8 pts`
fn gap(row: &StripRow<'_>) -> String {
    let gap = match row.finding.difference {
        Some(_) if row.finding.clear == Some(false) => "no clear gap".to_owned(),
        Some(difference) => number::difference(row.kpi, difference),
        None => "no clear gap".to_owned(),
    };
    format!("{}, {gap}", number::value(row.kpi, row.finding.ours))
}

fn tip(row: &StripRow<'_>) -> String {
    let found = row.finding;
    let mut tip = format!(
        "{}: {}, median {}",
        row.kpi.name,
        number::value(row.kpi, found.ours),
        number::value(row.kpi, found.benchmark)
    );
    if let Some((lower, upper)) = found.quartiles.filter(|_| row.has_quartiles()) {
        tip.push_str(&format!(", middle half {}", number::range(row.kpi, lower, upper)));
    }
    if let Some(best) = found.best {
        tip.push_str(&format!(", best {}", number::value(row.kpi, best)));
    }
    tip
}

fn description(rows: &[&StripRow<'_>]) -> String {
    let mut sentences = vec![format!("Quartile strips of {}.", super::told::counted(rows.len(), "KPI"))];
    let beyond = |wanted: bool| {
        rows.iter()
            .filter(|row| row.has_quartiles())
            .filter(move |row| {
                let (Some((lower, upper)), sign) = (row.finding.quartiles, row.kpi.better.sign()) else { return false };
                let ours = row.finding.ours;
                match (sign > 0.0, sign < 0.0) {
                    (true, _) => {
                        if wanted {
                            ours >= upper
                        } else {
                            ours < lower
                        }
                    }
                    (_, true) => {
                        if wanted {
                            ours <= lower
                        } else {
                            ours > upper
                        }
                    }
                    _ => false,
                }
            })
            .count()
    };
    sentences.push(match (beyond(true), beyond(false)) {
        (0, 0) => "Ours lies within the middle half of the others, or nothing is better there.".to_owned(),
        (top, bottom) => format!("In the top quarter of the others {top} times, in the bottom quarter {bottom} times."),
    });
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

fn table(strips: &Strips<'_>, rows: &[&StripRow<'_>]) -> Table {
    let heads = ["Ours", "Others’ median", "Lower quartile", "Upper quartile", "Best", "Worst", "Difference"];
    let columns = std::iter::once(Column::words("KPI")).chain(heads.iter().map(|head| Column::figures(head)));
    let rows = rows.iter().map(|row| {
        let found = row.finding;
        let value = |value: Option<f64>| match value {
            Some(value) => Cell::value(row.kpi, Some(value), None),
            None => Cell::words("not known"),
        };
        let quartiles = found.quartiles.filter(|_| row.has_quartiles());
        let difference = match found.difference {
            Some(difference) => Cell::figure(number::difference(row.kpi, difference), difference),
            None => Cell::words("no clear difference"),
        };
        vec![
            Cell::words(row.kpi.name.as_str()),
            value(Some(found.ours)),
            value(Some(found.benchmark)),
            value(quartiles.map(|(lower, _)| lower)),
            value(quartiles.map(|(_, upper)| upper)),
            value(found.best),
            value(found.worst),
            difference,
        ]
    });
    let caption = format!("Ours among {}, {}", strips.others, strips.fieldwork);
    Table { caption, columns: columns.collect(), rows: rows.collect() }
}
