//! The sparkline: a series as long as a word, with its usual range and what its latest point means.

use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color;

use super::backend::{Frame, Sheet, SvgBackend};
use super::elements::{Put, Signal};
use super::period_axis::PeriodAxis;
use super::role::Role;
use super::value_axis::{ValueAxis, upwards};
use super::window::{Window, is_hollow, shape};
use crate::analyse::KpiFindings;
use crate::model::Kpi;

/// How many periods a sparkline spans, so that the same ones lie above each other in every row of a table.
pub const SPARKLINE_PERIODS: usize = 24;

const WIDTH: i32 = 1000;
const HEIGHT: i32 = 240;
/// Room for the mark at the end, which is 8 pixels wide and 9 high.
const INSET: i32 = 50;

/// The latest 24 periods of a series, without axis, on a scale of its own.
///
/// The line breaks where nothing was measured; isolated points, and the points of fewer than three measured ones, are
/// dots. `None` when none of the periods was measured. Hidden from screen readers: it stands beside its figures.
pub fn sparkline(kpi: &Kpi, findings: &KpiFindings) -> Option<String> {
    let window = Window::of_periods(kpi, findings, SPARKLINE_PERIODS)?;
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let limits = window.limits().filter(|limits| !limits.early);
    for value in window.measured().map(|(_, value, _)| value).chain(limits.flat_map(|l| [l.lower, l.upper])) {
        low = low.min(value);
        high = high.max(value);
    }
    if low >= high {
        (low, high) = (low - 1.0, high + 1.0);
    }
    let sheet = Sheet::new(WIDTH, HEIGHT);
    let axes = Cartesian2d::<PeriodAxis, ValueAxis>::new(
        PeriodAxis::new(window.first, window.last),
        ValueAxis::fixed(low, high, Vec::new()),
        (20..WIDTH - INSET, upwards(INSET, HEIGHT - INSET)),
    );
    let plot = sheet.area().apply_coord_spec(axes);
    draw(&plot, &window);
    drop(plot);
    Some(sheet.svg(Frame::Hidden { class: "sparkline" }))
}

fn draw(plot: &DrawingArea<SvgBackend<'_>, Cartesian2d<PeriodAxis, ValueAxis>>, window: &Window<'_>) {
    for limits in window.limits().filter(|limits| !limits.early && limits.upper > limits.lower) {
        // A range that begins before the first period begins at the edge; the last one ends with the line.
        let (from, to) = (limits.from.max(-window.half()), limits.to.min(window.place(window.last)));
        plot.put(&Rectangle::new([(from, limits.upper), (to, limits.lower)], Role::Band));
    }
    let has_line = window.measured().count() >= 3;
    for stretch in window.stretches() {
        if stretch.len() > 1 && has_line {
            plot.put(&PathElement::new(stretch, Role::Line));
        } else {
            for at in stretch {
                plot.put(&Circle::new(at, 10, Role::Point.filled()));
            }
        }
    }
    if let Some((place, value, point)) = window.measured().next_back() {
        match shape(window.mark(point)) {
            Some((shape, role)) => plot.put(&Signal::small((place, value), shape, role)),
            None if is_hollow(point) => plot.put(&Circle::new((place, value), 25, Role::Hollow)),
            None => plot.put(&Circle::new((place, value), 25, Role::End.filled())),
        }
    }
}
