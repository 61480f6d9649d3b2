//! The drawing of a trend in one layout.

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::drawing::DrawingArea;
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters_backend::DrawingBackend;

use super::Trend;
use super::figures::Figures;
use super::label::{EndLabel, end_labels};
use super::note::{NoteRoom, PlacedNote, PlotNote, placed};
use super::told;
use crate::analyse::GroupStart;
use crate::draw::backend::{Frame, Sheet, SvgBackend};
use crate::draw::elements::{HALF_TEXT, LINE_HEIGHT, Label, Put, TEXT_SIZE, nearest};
use crate::draw::labels::{self, Wanted};
use crate::draw::layout::crisp;
use crate::draw::period_axis::PeriodAxis;
use crate::draw::role::Role;
use crate::draw::text_width::{shortened, text_width};
use crate::draw::value_axis::{ValueAxis, upwards};
use crate::draw::window::{Window, ends};
use crate::model::Period;
use crate::words::period;

/// How a trend is laid out. Lengths in tenths of a pixel.
#[derive(Debug)]
pub(super) struct Layout {
    class: &'static str,
    /// What its ids end with.
    suffix: &'static str,
    width: i32,
    plot_height: i32,
    /// The points that are shown at most.
    pub(super) most_points: usize,
    /// The periods of its axis at least.
    least_periods: usize,
    /// The width of the labels at the end of the plot at most.
    label_width: i32,
    note_width: i32,
    note_lines: usize,
    note_rows: i32,
}

/// For containers from about 620 pixels.
pub(super) const WIDE: Layout = Layout {
    class: "chart__wide",
    suffix: "-w",
    width: 7200,
    plot_height: 2800,
    most_points: 36,
    least_periods: 12,
    label_width: 1300,
    note_width: 3000,
    note_lines: 2,
    note_rows: 4,
};

/// For phones.
pub(super) const NARROW: Layout = Layout {
    class: "chart__narrow",
    suffix: "-n",
    width: 3400,
    plot_height: 2200,
    most_points: 13,
    least_periods: 6,
    label_width: 940,
    note_width: 1500,
    note_lines: 3,
    note_rows: 5,
};

/// Above the plot: room for the text on the highest rule.
const HEAD: i32 = 200;
/// Below the plot: ticks and the names of periods.
const FOOT: i32 = 260;
/// From the ends of the plot to its first and last point.
const INSET: i32 = 90;
/// From the end of the plot to its labels, and how much of that the others' quartiles take.
const LABEL_GAP: i32 = 80;
pub(super) const PEERS_WIDTH: i32 = 70;
/// The plot with its scales.
pub(super) type Plot<'a> = DrawingArea<SvgBackend<'a>, Cartesian2d<PeriodAxis, ValueAxis>>;

/// The drawing as an SVG element.
pub(super) fn svg(trend: &Trend<'_>, figures: &Figures<'_>, layout: &Layout, title: &str, description: &str) -> String {
    let id = format!("{}{}", trend.id, layout.suffix);
    let frame = Frame::Named { class: layout.class, id: &id, title, description };
    match Window::latest(trend.kpi, trend.findings, layout.most_points, layout.least_periods) {
        Some(window) => Drawing::new(trend, figures, layout, &window).draw(frame),
        None => nothing(trend, layout).svg(frame),
    }
}

/// A frame of the same size that says that there is nothing to show.
fn nothing(trend: &Trend<'_>, layout: &Layout) -> Sheet {
    let height = HEAD + layout.plot_height + FOOT;
    let sheet = Sheet::new(layout.width, height);
    let area = sheet.area();
    area.put(&Rectangle::new([(5, 5), (layout.width - 5, height - 5)], Role::Grid));
    area.put(&Label::middle((layout.width / 2, height / 2), &told::nothing(trend), Role::Note));
    drop(area);
    sheet
}

/// A trend being drawn in one layout.
pub(super) struct Drawing<'a> {
    pub(super) trend: &'a Trend<'a>,
    pub(super) figures: &'a Figures<'a>,
    layout: &'a Layout,
    pub(super) window: &'a Window<'a>,
    pub(super) values: ValueAxis,
    ticks: Vec<(f64, String)>,
    labels: Vec<EndLabel>,
    /// Where the plot begins and ends, from the left.
    pub(super) left: i32,
    pub(super) right: i32,
}

impl<'a> Drawing<'a> {
    fn new(trend: &'a Trend<'a>, figures: &'a Figures<'a>, layout: &'a Layout, window: &'a Window<'a>) -> Self {
        let values = ValueAxis::fitted(spanned(trend, window), trend.kpi);
        let ticks = values.ticks(trend.kpi);
        let labels = end_labels(trend, window, layout.label_width);
        let gutter = ticks.iter().map(|(_, text)| text_width(text, TEXT_SIZE, false)).max().unwrap_or(0);
        let left = (gutter + 40).min(layout.width / 3);
        let label_width = labels.iter().map(EndLabel::width).max().unwrap_or(0);
        let beside = LABEL_GAP + if has_quartiles(trend) { PEERS_WIDTH } else { 0 };
        let right = layout.width - label_width - beside;
        Self { trend, figures, layout, window, values, ticks, labels, left, right }
    }

    fn draw(&self, frame: Frame<'_>) -> String {
        let periods = PeriodAxis::new(self.window.first, self.window.last);
        let named = periods.named(self.right - self.left - 2 * INSET);
        let periods = periods.with_ticks(&named);
        let notes = self.notes(&periods);
        let top = HEAD + notes.iter().map(PlacedNote::bottom).max().map_or(0, |bottom| bottom + 20);
        let bottom = top + self.layout.plot_height;
        let height = bottom + FOOT;
        let sheet = Sheet::new(self.layout.width, height);
        {
            let page = sheet.area();
            let plot =
                page.margin(top, FOOT, self.left, self.layout.width - self.right).apply_coord_spec(Cartesian2d::new(
                    periods,
                    self.values.clone(),
                    (self.left + INSET..self.right - INSET, upwards(top, bottom)),
                ));
            self.mesh(&page, &plot, bottom);
            for tick in &named {
                let x = plot.map_coordinate(&(tick.at, self.values.low())).0;
                let half = (text_width(&tick.text, TEXT_SIZE, false) + 1) / 2;
                let x = x.clamp(half, self.layout.width - half);
                page.put(&Label::middle((x, bottom + 190), &tick.text, Role::Note));
            }
            self.put_notes(&page, &notes, (top, bottom));
            self.missing(&page, &plot, bottom);
            self.limits(&plot);
            self.targets(&plot);
            self.peers(&page, &plot);
            self.series(&plot);
            self.points(&sheet, &plot);
            self.labels(&page, &plot, (top - HEAD + 60, bottom));
        }
        sheet.svg(frame)
    }

    /// Rules at the ticks, with what is written on them; ticks under the named periods.
    fn mesh(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, plot: &Plot<'_>, bottom: i32) {
        let right = self.right;
        let lines = plot.draw_mesh(
            |backend, line| match line {
                MeshLine::XMesh((x, _), _, _) => {
                    backend.draw_line((crisp(x), bottom + 5), (crisp(x), bottom + 55), &Role::Axis.to_backend_color())
                }
                // At the foot there is the axis.
                MeshLine::YMesh((_, y), _, _) if y >= bottom => Ok(()),
                MeshLine::YMesh((_, y), _, _) => {
                    backend.draw_line((0, crisp(y)), (right, crisp(y)), &Role::Grid.to_backend_color())
                }
            },
            usize::MAX,
            usize::MAX,
        );
        lines.expect("our backend writes into memory");
        page.put(&PathElement::new([(0, crisp(bottom)), (right, crisp(bottom))], Role::Axis));
        for (tick, text) in &self.ticks {
            let y = plot.map_coordinate(&(0.0, *tick)).1;
            let text = shortened(text, self.left - 20, TEXT_SIZE, false);
            page.put(&Label::start((0, y - 40), &text, Role::Note));
        }
    }

    /// What happened, the starts of groups first, later before earlier.
    fn notes(&self, periods: &PeriodAxis) -> Vec<PlacedNote> {
        let inner = f64::from(self.right - self.left - 2 * INSET);
        let x = |place: f64| {
            let share = if periods.end() > 0.0 { place / periods.end() } else { 1.0 };
            crisp(self.left + INSET + nearest(share * inner))
        };
        let mut starts: Vec<PlotNote> = Vec::new();
        let mut told: Vec<(Period, &str)> = Vec::new();
        for (from, start) in self.window.starts() {
            let what = match start {
                GroupStart::Event { label, .. } => label,
                GroupStart::Version { because } => because,
            };
            told.push((from, what));
            let date = period::short(from);
            let then = match start {
                GroupStart::Event { .. } => "limits worked out afresh",
                GroupStart::Version { .. } => "earlier figures do not compare",
            };
            let x = x(self.window.place(from) - self.window.half());
            starts.push(PlotNote { x, text: format!("{what}, {date}: {then}"), is_step: true });
        }
        starts.reverse();
        let notes = self.trend.notes.iter().rev().filter(|note| {
            let shown = self.window.points.iter().any(|point| point.period == note.period);
            shown && !told.contains(&(note.period, note.text))
        });
        let notes = notes.map(|note| PlotNote {
            x: x(self.window.place(note.period)),
            text: note.text.to_owned(),
            is_step: false,
        });
        let room = NoteRoom {
            width: self.layout.width,
            note_width: self.layout.note_width,
            lines: self.layout.note_lines,
            rows: self.layout.note_rows,
        };
        placed(starts.into_iter().chain(notes), room)
    }

    fn put_notes(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, notes: &[PlacedNote], (top, bottom): (i32, i32)) {
        for note in notes {
            let role = if note.is_step { Role::Step } else { Role::Event };
            let from = if note.lines.is_empty() { top } else { note.top + 20 };
            page.put(&PathElement::new([(note.x, from), (note.x, bottom)], role));
            for (index, line) in note.lines.iter().enumerate() {
                let at = (note.text_x(), note.top + 120 + index as i32 * LINE_HEIGHT);
                match note.ends_at_rule {
                    true => page.put(&Label::end(at, line, Role::EventLabel)),
                    false => page.put(&Label::start(at, line, Role::EventLabel)),
                }
            }
        }
    }

    fn labels(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, plot: &Plot<'_>, (top, bottom): (i32, i32)) {
        let wanted = self.labels.iter().map(|label| Wanted {
            what: label,
            at: plot.map_coordinate(&(0.0, label.value)).1,
            height: label.height(),
            rank: label.rank,
            reach: label.reach,
        });
        let beside = if has_quartiles(self.trend) { PEERS_WIDTH } else { 0 };
        let x = self.right + LABEL_GAP + beside;
        for label in labels::placed(wanted.collect(), (top, bottom + 60)) {
            if (label.at - label.wanted).abs() > 40 {
                page.put(&PathElement::new([(x - 60, label.wanted), (x - 20, label.at)], Role::Leader));
            }
            let first = label.at - (label.what.lines.len() as i32 - 1) * LINE_HEIGHT / 2 + HALF_TEXT;
            for (index, line) in label.what.lines.iter().enumerate() {
                page.put(&Label::start((x, first + index as i32 * LINE_HEIGHT), line, label.what.role));
            }
        }
    }
}

/// Every value that the axis must hold.
fn spanned<'a>(trend: &'a Trend<'_>, window: &'a Window<'_>) -> impl Iterator<Item = f64> + 'a {
    let values = window.measured().map(|(_, value, _)| value);
    let limits = window.limits().flat_map(|limits| [limits.lower, limits.upper]);
    let targets = window.points.iter().filter_map(|point| point.target).flat_map(ends);
    let benchmark = trend.findings.benchmark.as_ref();
    let quartiles = benchmark.and_then(|benchmark| benchmark.quartiles).into_iter().flat_map(|(low, high)| [low, high]);
    let benchmark = benchmark.map(|benchmark| benchmark.benchmark);
    values.chain(limits).chain(targets).chain(quartiles).chain(benchmark)
}

fn has_quartiles(trend: &Trend<'_>) -> bool {
    trend.findings.benchmark.as_ref().is_some_and(|benchmark| benchmark.quartiles.is_some())
}
