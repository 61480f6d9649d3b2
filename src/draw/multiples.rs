//! Small multiples: one small chart per part of the organisation, all on one scale.

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color;
use plotters_backend::DrawingBackend;

use super::backend::{Frame, Sheet, SvgBackend};
use super::elements::{Label, Put, Signal, TEXT_SIZE};
use super::period_axis::PeriodAxis;
use super::role::Role;
use super::text_width::{shortened, text_width};
use super::value_axis::{ValueAxis, upwards};
use super::window::{Window, cautions, ends, is_hollow, shape};
use super::{Cell, Chart, Column, Table};
use crate::analyse::{KpiFindings, Point};
use crate::model::{Kpi, Period};
use crate::words::{missing, number, period};

/// How many periods a panel spans: a year and the same period of the year before.
pub const PANEL_PERIODS: usize = 13;

/// What small multiples are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Multiples<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI.
    pub kpi: &'a Kpi,
    /// What the parts are parts of: `Team`.
    pub dimension: &'a str,
    /// The parts in the order in which they are shown.
    pub parts: &'a [Part<'a>],
    /// The period all panels end with.
    pub as_of: Period,
}

/// A part of the organisation.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is stated about the KPI there, as of the same period.
    pub findings: &'a KpiFindings,
}

/// How panels are laid out. Lengths in tenths of a pixel.
struct Layout {
    class: &'static str,
    suffix: &'static str,
    width: i32,
    /// Between two columns.
    gap: i32,
}

const WIDE: Layout = Layout { class: "chart__wide chart__multiples", suffix: "-w", width: 7200, gap: 240 };
const NARROW: Layout = Layout { class: "chart__narrow chart__multiples", suffix: "-n", width: 3400, gap: 180 };

/// From the top of a panel to the next one below: two lines of text, the plot, some air.
const PANEL: i32 = 1320;
const PLOT: (i32, i32) = (400, 1180);
/// Below the last row: the names of the first and the last period.
const FOOT: i32 = 180;
/// From the ends of a plot to its first and last point.
const INSET: i32 = 65;

type Plot<'a> = DrawingArea<SvgBackend<'a>, Cartesian2d<PeriodAxis, ValueAxis>>;

/// One small chart per part: the last 13 periods on a shared scale, its usual range, its target, its latest point.
///
/// A part that was not measured in that time has a panel that says so. `None` without parts.
pub fn multiples(multiples: &Multiples<'_>) -> Option<Chart> {
    let windows: Vec<Option<Window<'_>>> =
        multiples.parts.iter().map(|part| Window::of_periods(multiples.kpi, part.findings, PANEL_PERIODS)).collect();
    if windows.is_empty() {
        return None;
    }
    let values = ValueAxis::fitted(windows.iter().flatten().flat_map(spanned), multiples.kpi).thinned();
    let title = title(multiples);
    let description = description(multiples);
    let svg = |layout: &Layout| {
        let panels = Panels::new(multiples, layout, &values);
        let id = format!("{}{}", multiples.id, layout.suffix);
        let frame = Frame::Named { class: layout.class, id: &id, title: &title, description: &description };
        panels.draw(&windows).svg(frame)
    };
    Some(Chart { wide_svg: svg(&WIDE), narrow_svg: svg(&NARROW), table: table(multiples), title, description })
}

struct Panels<'a> {
    multiples: &'a Multiples<'a>,
    layout: &'a Layout,
    values: ValueAxis,
    ticks: Vec<(f64, String)>,
    columns: i32,
    /// What is written on the ticks, left of the first column.
    gutter: i32,
    /// The width of a panel.
    width: i32,
}

impl<'a> Panels<'a> {
    fn new(multiples: &'a Multiples<'a>, layout: &'a Layout, values: &ValueAxis) -> Self {
        let ticks = values.ticks(multiples.kpi);
        let gutter = ticks.iter().map(|(_, text)| text_width(text, TEXT_SIZE, false)).max().unwrap_or(0);
        let gutter = (gutter + 60).min(layout.width / 4);
        let columns = match (layout.width > 5000, multiples.parts.len()) {
            (false, _) => 2,
            // Fewer panels stand alone in the last row.
            (true, 1..=3 | 5 | 6 | 9) => 3,
            (true, _) => 4,
        };
        let width = (layout.width - gutter - layout.gap * (columns - 1)) / columns;
        let values = values.clone();
        Self { multiples, layout, values, ticks, columns, gutter, width }
    }

    fn draw(&self, windows: &[Option<Window<'_>>]) -> Sheet {
        let columns = self.columns as usize;
        let rows = windows.len().div_ceil(columns) as i32;
        let sheet = Sheet::new(self.layout.width, rows * PANEL + FOOT);
        {
            let page = sheet.area();
            for (index, (part, window)) in self.multiples.parts.iter().zip(windows).enumerate() {
                let (row, column) = ((index / columns) as i32, (index % columns) as i32);
                let left = self.gutter + column * (self.width + self.layout.gap);
                let top = row * PANEL;
                let plot = self.plot(&page, (left, top));
                self.mesh(&page, &plot, left, column == 0);
                self.names(&page, part, (left, top));
                match window {
                    Some(window) => self.series(&sheet, &plot, window),
                    None => {
                        let at = (left + self.width / 2, top + i32::midpoint(PLOT.0, PLOT.1));
                        let words = missing::in_cell(part.findings.withheld());
                        page.put(&Label::middle(at, &words, Role::Note));
                    }
                }
                if index + columns >= windows.len() {
                    let y = top + PLOT.1 + 190;
                    page.put(&Label::start((left, y), &period::short(self.first()), Role::Note));
                    let last = period::short(self.multiples.as_of);
                    page.put(&Label::end((left + self.width, y), &last, Role::Note));
                }
            }
        }
        sheet
    }

    fn first(&self) -> Period {
        self.multiples.as_of.before(PANEL_PERIODS - 1)
    }

    fn plot<'p>(&self, page: &DrawingArea<SvgBackend<'p>, Shift>, (left, top): (i32, i32)) -> Plot<'p> {
        let area = page.clone().shrink((left, top + PLOT.0), (self.width, PLOT.1 - PLOT.0));
        area.apply_coord_spec(Cartesian2d::<PeriodAxis, ValueAxis>::new(
            PeriodAxis::new(self.first(), self.multiples.as_of),
            self.values.clone(),
            (left + INSET..left + self.width - INSET, upwards(top + PLOT.0, top + PLOT.1)),
        ))
    }

    /// Rules at the ticks, with what is written on them beside the first column.
    fn mesh(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, plot: &Plot<'_>, left: i32, is_first: bool) {
        let (from, to) = (if is_first { 0 } else { left }, left + self.width);
        let lines = plot.draw_mesh(
            |backend, line| match line {
                MeshLine::XMesh(..) => Ok(()),
                MeshLine::YMesh((_, y), _, _) => {
                    let y = y.div_euclid(10) * 10 + 5;
                    backend.draw_line((from, y), (to, y), &Role::Grid.to_backend_color())
                }
            },
            usize::MAX,
            usize::MAX,
        );
        lines.expect("our backend writes into memory");
        let foot = plot.map_coordinate(&(0.0, self.values.low())).1 + 5;
        page.put(&PathElement::new([(left, foot), (to, foot)], Role::Axis));
        for (tick, text) in self.ticks.iter().filter(|_| is_first) {
            let y = plot.map_coordinate(&(0.0, *tick)).1;
            let text = shortened(text, self.gutter - 30, TEXT_SIZE, false);
            page.put(&Label::start((0, y - 35), &text, Role::Note));
        }
    }

    /// The name of the part, and its value below.
    fn names(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, part: &Part<'_>, (left, top): (i32, i32)) {
        let name = shortened(part.name, self.width, TEXT_SIZE, true);
        page.put(&Label::start((left, top + 130), &name, Role::RowLabel));
        page.put(&Label::start((left, top + 280), &value(self.multiples, part), Role::OursLabel));
    }

    fn series(&self, sheet: &Sheet, plot: &Plot<'_>, window: &Window<'_>) {
        for limits in window.limits().filter(|limits| !limits.early && limits.upper > limits.lower) {
            plot.put(&Rectangle::new([(limits.from, limits.upper), (limits.to, limits.lower)], Role::Band));
        }
        let beyond = f64::from(u16::MAX);
        for end in window.points.last().and_then(|point| point.target).into_iter().flat_map(ends) {
            plot.put(&PathElement::new([(-beyond, end), (beyond, end)], Role::Target));
        }
        let has_line = window.measured().count() >= 3;
        for stretch in window.stretches() {
            if stretch.len() > 1 && has_line {
                plot.put(&PathElement::new(stretch, Role::Series));
            } else {
                for at in stretch {
                    plot.put(&Circle::new(at, 20, Role::Point.filled()));
                }
            }
        }
        let latest = window.measured().next_back().map(|(_, _, point)| point.period);
        for (place, value, point) in window.measured() {
            let (at, is_latest) = ((place, value), latest == Some(point.period));
            let signal = if is_latest { shape(window.mark(point)) } else { None };
            if let Some((shape, role)) = signal {
                plot.put(&Signal::large(at, shape, role));
            } else if is_latest || is_hollow(point) {
                sheet.tip(self.tip(value, point));
                let (role, radius) = if is_hollow(point) { (Role::Hollow, 30) } else { (Role::Latest, 40) };
                plot.put(&Circle::new(at, radius, role.filled()));
            }
        }
    }

    /// `Feb 2026: 31 min 40 s, exceptional`
    fn tip(&self, value: f64, point: &Point) -> String {
        let mut tip = format!("{}: {}", period::short(point.period), number::value(self.multiples.kpi, value));
        for caution in cautions(point) {
            tip.push_str(", ");
            tip.push_str(&caution);
        }
        tip
    }
}

fn value(multiples: &Multiples<'_>, part: &Part<'_>) -> String {
    let value = part.findings.current().and_then(|point| point.value);
    value.map_or_else(|| missing::in_cell(part.findings.withheld()), |value| number::value(multiples.kpi, value))
}

fn title(multiples: &Multiples<'_>) -> String {
    let from = multiples.as_of.before(PANEL_PERIODS - 1);
    let (from, to) = (period::name(from), period::name(multiples.as_of));
    format!("{} by {}, {from} to {to}", multiples.kpi.name, multiples.dimension.to_lowercase())
}

/// How many panels there are, and the lowest and the highest of the latest values.
fn description(multiples: &Multiples<'_>) -> String {
    let count = multiples.parts.len();
    let mut description =
        format!("{} on one scale.", if count == 1 { "One chart".to_owned() } else { format!("{count} small charts") });
    let latest = multiples.parts.iter().filter_map(|part| Some((part.findings.current()?.value?, part)));
    let mut latest: Vec<(f64, &Part<'_>)> = latest.collect();
    latest.sort_by(|one, other| one.0.total_cmp(&other.0));
    if let [(_, lowest), .., (_, highest)] = latest.as_slice() {
        description.push_str(&format!(
            " {} from {} ({}) to {} ({}).",
            period::name(multiples.as_of),
            value(multiples, lowest),
            lowest.name,
            value(multiples, highest),
            highest.name
        ));
    }
    let withheld = multiples.parts.iter().filter(|part| part.findings.withheld().is_some()).count();
    for (words, count) in [("No data", count - latest.len() - withheld), ("Withheld", withheld)] {
        if count > 0 {
            description.push_str(&format!(" {words} for {count}."));
        }
    }
    description.push_str(" Table below.");
    description
}

fn table(multiples: &Multiples<'_>) -> Table {
    let from = multiples.as_of.before(PANEL_PERIODS - 1);
    let periods: Vec<Period> = from.to(multiples.as_of).collect();
    let figures = periods.iter().map(|period| Column::values(&period::short(*period), multiples.kpi));
    let columns = std::iter::once(Column::words(multiples.dimension)).chain(figures).collect();
    let row = |part: &Part<'_>| {
        let at = |period: &Period| {
            let point = part.findings.points.iter().find(|point| point.period == *period);
            point.map_or_else(Cell::default, |point| Cell::value(multiples.kpi, point.value, point.withheld))
        };
        std::iter::once(Cell::words(part.name)).chain(periods.iter().map(at)).collect()
    };
    let caption = format!("{} by {}", multiples.kpi.name, multiples.dimension.to_lowercase());
    Table { caption, columns, rows: multiples.parts.iter().map(row).collect() }
}

fn spanned<'a>(window: &'a Window<'_>) -> impl Iterator<Item = f64> + 'a {
    let values = window.measured().map(|(_, value, _)| value);
    let limits = window.limits().filter(|limits| !limits.early).flat_map(|limits| [limits.lower, limits.upper]);
    let target = window.points.last().and_then(|point| point.target).into_iter().flat_map(ends);
    values.chain(limits).chain(target)
}
