//! The figures of a trend: its table, and the tooltips of its points.

use super::Trend;
use super::told::{capitalised, mark_word, shown};
use crate::analyse::{GroupStart, Point};
use crate::draw::value_axis::natural_bounds;
use crate::draw::window::{cautions, mark};
use crate::draw::{Cell, Column, Table};
use crate::model::{Kpi, Target};
use crate::words::verdict::rule_words;
use crate::words::{missing, number, period};

/// The points of the wide drawing with their texts, which both drawings and the table share.
#[derive(Debug)]
pub(super) struct Figures<'a> {
    trend: &'a Trend<'a>,
    /// Oldest first.
    rows: Vec<Figure<'a>>,
}

#[derive(Debug)]
struct Figure<'a> {
    point: &'a Point,
    /// `Oct 2026`
    period: String,
    /// `14 min 30 s`, or `no data`, or `withheld`.
    value: String,
    /// The rule that fired, or why it is to be read with care: what a tooltip ends with.
    remarks: Vec<String>,
}

impl<'a> Figures<'a> {
    /// The figures of every point of the wide drawing.
    pub(super) fn of(trend: &'a Trend<'a>) -> Self {
        let figure = |point: &'a Point| Figure {
            point,
            period: period::short(point.period),
            value: point
                .value
                .map_or_else(|| missing::in_cell(point.withheld), |value| number::value(trend.kpi, value)),
            remarks: cautions(point).into_iter().chain(signal(trend, point)).collect(),
        };
        let points = shown(trend).map_or(&[][..], |shown| shown.points);
        Self { trend, rows: points.iter().map(figure).collect() }
    }

    /// `Oct 2026: 14 min 30 s, target 20 min, better: outside the usual range`
    ///
    /// The target is told where it is not the one that stands beside the drawing, and of the latest point.
    pub(super) fn tip(&self, tip: &mut String, point: &Point) {
        let found = self.rows.binary_search_by_key(&point.period, |figure| figure.point.period);
        let figure = &self.rows[found.expect("the wide drawing shows every point that the narrow one does")];
        tip.push_str(&figure.period);
        tip.push_str(": ");
        tip.push_str(&figure.value);
        let latest = self.rows.last().map(|figure| figure.point);
        let is_said = latest.is_some_and(|latest| latest.target == point.target && latest.period != point.period);
        if let Some(target) = point.target.filter(|_| !is_said) {
            tip.push_str(", target ");
            tip.push_str(&number::target_bare(self.trend.kpi, &target));
        }
        for remark in &figure.remarks {
            tip.push_str(", ");
            tip.push_str(remark);
        }
    }

    /// The points as a table, the latest first.
    pub(super) fn table(&self) -> Table {
        let trend = self.trend;
        let noun = period::noun_of(trend.kpi, trend.findings.as_of.kind());
        let has_target = self.rows.iter().any(|figure| figure.point.target.is_some());
        let has_limits = self.rows.iter().any(|figure| trend.findings.limits_of(figure.point).is_some());
        let remarks: Vec<String> = self.rows.iter().map(|figure| remark(trend, figure)).collect();
        let has_remarks = remarks.iter().any(|remark| !remark.is_empty());

        let mut columns = vec![Column::words(&capitalised(noun)), Column::values("Value", trend.kpi)];
        if has_target {
            columns.push(Column::values("Target", trend.kpi));
        }
        if has_limits {
            columns.extend([Column::values("Lower limit", trend.kpi), Column::values("Upper limit", trend.kpi)]);
        }
        if has_remarks {
            columns.push(Column::words("Signal"));
        }
        let mut setting = Setting::default();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (figure, remark) in self.rows.iter().zip(remarks).rev() {
            setting.follow(trend, figure.point);
            let mut cells = Vec::with_capacity(columns.len());
            let value = Cell { text: figure.value.clone(), value: figure.point.value };
            cells.extend([Cell::words(figure.period.as_str()), value]);
            if has_target {
                cells.push(setting.target.clone());
            }
            if has_limits {
                cells.extend([setting.lower.clone(), setting.upper.clone()]);
            }
            if has_remarks {
                cells.push(Cell::words(remark));
            }
            rows.push(cells);
        }
        let part = trend.part.map(|part| format!(", {part}")).unwrap_or_default();
        Table { caption: format!("{}{part}, by {noun}", trend.kpi.name), columns, rows }
    }
}

/// The texts that stay the same for many rows, written when they change.
#[derive(Default)]
struct Setting {
    of: (Option<Target>, Option<f64>, Option<f64>),
    target: Cell,
    lower: Cell,
    upper: Cell,
}

impl Setting {
    fn follow(&mut self, trend: &Trend<'_>, point: &Point) {
        let limits = trend.findings.limits_of(point).map(|limits| (limits.lower, limits.upper));
        let (lower, upper) = limits.unzip();
        let now = (point.target, lower, upper);
        if now == self.of {
            return;
        }
        self.of = now;
        let kpi = trend.kpi;
        let (least, most) = natural_bounds(kpi);
        let limit = |limit: Option<f64>| match limit {
            None => Cell::default(),
            Some(limit) if limit < least => Cell::words(format!("below {}", number::value(kpi, least))),
            Some(limit) if limit > most => Cell::words(format!("above {}", number::value(kpi, most))),
            Some(limit) => Cell::figure(number::value(kpi, limit), limit),
        };
        self.target = point.target.map(|target| self::target(kpi, target)).unwrap_or_default();
        self.lower = limit(lower);
        self.upper = limit(upper);
    }
}

/// A target; a band is words, for it is two numbers.
fn target(kpi: &Kpi, target: Target) -> Cell {
    let text = number::target_bare(kpi, &target);
    match target {
        Target::Value(value) => Cell::figure(text, value),
        Target::Band(_) => Cell::words(text),
    }
}

/// What stands in the last column: the signal, the cautions and what happened.
fn remark(trend: &Trend<'_>, figure: &Figure<'_>) -> String {
    let period = figure.point.period;
    let starts = trend.findings.groups.iter().filter(|group| group.from == period);
    let starts = starts.filter_map(|group| group.because.as_ref()).map(|start| match start {
        GroupStart::Event { label, .. } => format!("{label}: limits worked out afresh"),
        GroupStart::Version { because } => format!("{because}: earlier figures do not compare"),
    });
    let notes = trend.notes.iter().filter(|note| note.period == period).map(|note| note.text.to_owned());
    let mut remarks = figure.remarks.clone();
    for remark in starts.chain(notes) {
        if !remarks.iter().any(|said| said.starts_with(&remark)) {
            remarks.push(remark);
        }
    }
    remarks.join("; ")
}

/// `better: outside the usual range`
fn signal(trend: &Trend<'_>, point: &Point) -> Option<String> {
    let word = mark_word(mark(trend.findings, point))?;
    Some(match rule_words(trend.kpi, point.period.kind(), trend.findings.signal(point).rule) {
        Some(rule) => format!("{word}: {rule}"),
        None => word.to_owned(),
    })
}
