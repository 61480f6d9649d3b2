//! A trend drawn with characters, for the terminal.

use crate::analyse::{KpiFindings, Mark, Point};
use crate::model::{Kpi, Target};
use crate::words::{number, period};

/// How many of the latest periods fit.
const PERIODS: usize = 36;
/// Lines between the top and the bottom.
const ROWS: usize = 11;
/// Columns per period.
const STEP: usize = 2;

/// The latest periods of a series with its limits, mean and target, as lines of text without a line feed at the end.
///
/// Points are `•`, signals ▲ ▼ ◆, and figures to be read with care `○`; a period without a figure has none. `None` when
/// nothing was measured.
pub fn in_characters(kpi: &Kpi, findings: &KpiFindings) -> Option<String> {
    let points = &findings.points[findings.points.len().saturating_sub(PERIODS)..];
    let scale = Scale::of(findings, points)?;
    let width = points.len() * STEP - 1;
    let mut grid = vec![vec![' '; width]; ROWS];
    let last = points.last()?;
    for (index, point) in points.iter().enumerate() {
        let columns = index * STEP..(index * STEP + STEP).min(width);
        for (value, character) in lines(findings, point) {
            grid[scale.row(value)][columns.clone()].fill(character);
        }
    }
    for (index, point) in points.iter().enumerate() {
        if let Some(value) = point.value {
            grid[scale.row(value)][index * STEP] = character(point, findings.signal(point).mark);
        }
    }
    let ends = [scale.row(scale.high), scale.row(scale.low)];
    let ticks = ends.map(|row| (row, number::value(kpi, if row == 0 { scale.high } else { scale.low })));
    let gutter = ticks.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
    let labels = labels(kpi, findings, last, &scale);
    let mut text = String::new();
    for (row, line) in grid.iter().enumerate() {
        let tick = ticks.iter().find(|(at, _)| *at == row).map_or("", |(_, text)| text);
        text.push_str(&" ".repeat(gutter - tick.chars().count()));
        text.push_str(tick);
        text.push_str(" │");
        let drawn: String = line.iter().collect();
        match labels.iter().find(|(at, _)| *at == row) {
            Some((_, label)) => text.extend([drawn.as_str(), "  ", label]),
            None => text.push_str(drawn.trim_end()),
        }
        text.push('\n');
    }
    text.extend([&" ".repeat(gutter), " └", &"─".repeat(width), "\n"]);
    text.push_str(&" ".repeat(gutter + 2));
    text.push_str(&ends_of(points, width));
    Some(text)
}

/// From the lowest to the highest of what is drawn.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(findings: &KpiFindings, points: &[Point]) -> Option<Self> {
        points.iter().find(|point| point.value.is_some())?;
        let drawn = points.iter().flat_map(|point| lines(findings, point).map(|(value, _)| value).chain(point.value));
        let (low, high) = drawn.fold((f64::MAX, f64::MIN), |(low, high), value| (value.min(low), value.max(high)));
        Some(Self { low, high })
    }

    /// The line of `value`, 0 at the top; the one in the middle when all are equal.
    fn row(&self, value: f64) -> usize {
        let whole = self.high - self.low;
        if whole <= 0.0 || !whole.is_finite() {
            return ROWS / 2;
        }
        let from_top = (self.high - value) / whole * (ROWS - 1) as f64;
        (from_top.round() as usize).min(ROWS - 1)
    }
}

/// The horizontal lines at a point, the most important last, so that it is drawn over the others.
fn lines(findings: &KpiFindings, point: &Point) -> impl Iterator<Item = (f64, char)> {
    let usual = findings.limits_of(point);
    let limits = usual.into_iter().flat_map(|usual| [(usual.lower, '╌'), (usual.upper, '╌'), (usual.mean, '─')]);
    let targets = match point.target {
        None => [None, None],
        Some(Target::Value(value)) => [Some(value), None],
        Some(Target::Band(band)) => [Some(band.min), Some(band.max)],
    };
    limits.chain(targets.into_iter().flatten().map(|target| (target, '═')))
}

fn character(point: &Point, mark: Mark) -> char {
    match mark {
        Mark::Improvement => '▲',
        Mark::Concern => '▼',
        Mark::NeutralHigh | Mark::NeutralLow => '◆',
        Mark::CommonCause if !point.is_ordinary() => '○',
        Mark::CommonCause => '•',
    }
}

/// What stands behind the last point, one to a line, the most important first.
fn labels(kpi: &Kpi, findings: &KpiFindings, last: &Point, scale: &Scale) -> Vec<(usize, String)> {
    let named = |name: &str, value: f64| (scale.row(value), format!("{name} {}", number::value(kpi, value)));
    let target = last.target.map(|target| {
        let at = match target {
            Target::Value(value) => value,
            Target::Band(band) => band.max,
        };
        (scale.row(at), format!("target {}", number::target_bare(kpi, &target)))
    });
    let value = last.value.map(|value| (scale.row(value), number::value(kpi, value)));
    let usual = findings.limits_of(last);
    let upper = usual.map(|usual| named("upper limit", usual.upper));
    let lower = usual.map(|usual| named("lower limit", usual.lower));
    let mean = usual.map(|usual| named("mean", usual.mean));
    let mut labels: Vec<(usize, String)> = Vec::new();
    for (row, text) in [value, target, upper, lower, mean].into_iter().flatten() {
        match labels.iter_mut().find(|(taken, _)| *taken == row) {
            Some((_, label)) => label.extend([", ", &text]),
            None => labels.push((row, text)),
        }
    }
    labels
}

/// The first and the last period below the two ends of the axis.
fn ends_of(points: &[Point], width: usize) -> String {
    let (first, last) = (period::short(points[0].period), period::short(points[points.len() - 1].period));
    let between = width.saturating_sub(first.chars().count() + last.chars().count());
    if points.len() == 1 { first } else { format!("{first}{}{last}", " ".repeat(between.max(1))) }
}
