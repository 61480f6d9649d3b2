//! What lies in the plot of a trend: the usual range, the target, the others, the line and its points.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color;

use super::plot::{Drawing, PEERS_WIDTH, Plot};
use crate::draw::backend::{Sheet, SvgBackend};
use crate::draw::elements::{Put, Signal};
use crate::draw::role::Role;
use crate::draw::window::{is_hollow, shape};
use crate::model::{Standing, Target};

/// More points than this have no tooltips of their own, unless they are signals.
const MOST_TIPS: usize = 60;

impl Drawing<'_> {
    /// Hatching at the foot of the plot where nothing was measured.
    pub(super) fn missing(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, plot: &Plot<'_>, bottom: i32) {
        for point in self.window.points.iter().filter(|point| point.value.is_none()) {
            let place = self.window.place(point.period);
            let from = plot.map_coordinate(&(place - self.window.half(), self.values.low())).0.max(self.left);
            let to = plot.map_coordinate(&(place + self.window.half(), self.values.low())).0.min(self.right);
            let strokes = ((to - from - 40) / 40).clamp(1, 6);
            let step = (to - from) / (strokes + 1);
            for stroke in 1..=strokes {
                let x = from + stroke * step;
                page.put(&PathElement::new([(x - 25, bottom), (x + 25, bottom - 90)], Role::Missing));
            }
        }
    }

    pub(super) fn limits(&self, plot: &Plot<'_>) {
        for limits in self.window.limits() {
            let line = |value: f64, role: Role| {
                plot.put(&PathElement::new([(limits.from, value), (limits.to, value)], role));
            };
            let role = if limits.early { Role::EarlyLimit } else { Role::Limit };
            if !limits.early && limits.upper > limits.lower {
                plot.put(&Rectangle::new([(limits.from, limits.upper), (limits.to, limits.lower)], Role::Band));
            }
            line(limits.mean, Role::Mean);
            if limits.upper > limits.lower {
                // Where the limit lies beyond what is possible, the range ends without one.
                let real = [(limits.upper, limits.upper_beyond), (limits.lower, limits.lower_beyond)];
                real.into_iter().filter(|(_, beyond)| !beyond).for_each(|(limit, _)| line(limit, role));
            }
        }
    }

    /// The target as a stepped rule; both ends of a band.
    pub(super) fn targets(&self, plot: &Plot<'_>) {
        let mut low: Vec<(f64, f64)> = Vec::new();
        let mut high: Vec<(f64, f64)> = Vec::new();
        let beyond = f64::from(u16::MAX);
        let flush = |line: &mut Vec<(f64, f64)>, to: f64| {
            if let Some((_, value)) = line.last().copied() {
                line.push((to, value));
                plot.put(&PathElement::new(std::mem::take(line), Role::Target));
            }
        };
        for point in self.window.points {
            let from = self.window.place(point.period) - self.window.half();
            let ends = match point.target {
                None => [None, None],
                Some(Target::Value(value)) => [Some(value), None],
                Some(Target::Band(band)) => [Some(band.min), Some(band.max)],
            };
            for (line, end) in [(&mut low, ends[0]), (&mut high, ends[1])] {
                match (line.last().copied(), end) {
                    (_, None) => flush(line, from),
                    (None, Some(value)) => line.push((from, value)),
                    (Some((_, before)), Some(value)) if before != value => line.extend([(from, before), (from, value)]),
                    (Some(_), Some(_)) => {}
                }
            }
        }
        flush(&mut low, beyond);
        flush(&mut high, beyond);
    }

    /// The others' middle half as a bar beside the plot, with their median across it.
    pub(super) fn peers(&self, page: &DrawingArea<SvgBackend<'_>, Shift>, plot: &Plot<'_>) {
        let Some(benchmark) = &self.trend.findings.benchmark else { return };
        let Some((lower, upper)) = benchmark.quartiles else { return };
        let y = |value: f64| plot.map_coordinate(&(0.0, value)).1;
        let (from, to) = (self.right + 20, self.right + 20 + PEERS_WIDTH);
        page.put(&Rectangle::new([(from, y(upper)), (to, y(lower))], Role::Peers));
        for value in [lower, benchmark.benchmark, upper] {
            page.put(&PathElement::new([(from, y(value)), (to, y(value))], Role::Axis));
        }
    }

    /// The line, broken where nothing was measured and where values do not compare.
    pub(super) fn series(&self, plot: &Plot<'_>) {
        if self.window.measured().count() < 3 {
            return;
        }
        for mut stretch in self.window.stretches() {
            let drafts = self.drafts_at_end_of(&stretch);
            // The last final point belongs to both: the dotted part begins where the line ends.
            let draft = stretch.split_off(stretch.len() - drafts);
            if let (Some(last), false) = (stretch.last(), draft.is_empty()) {
                let draft: Vec<_> = std::iter::once(*last).chain(draft).collect();
                plot.put(&PathElement::new(draft, Role::SeriesDraft));
            }
            if stretch.len() > 1 {
                plot.put(&PathElement::new(stretch, Role::Series));
            }
        }
    }

    /// How many provisional points a stretch ends with.
    fn drafts_at_end_of(&self, stretch: &[(f64, f64)]) -> usize {
        let is_draft = |place: f64| {
            let mut measured = self.window.measured();
            measured.any(|(at, _, point)| at == place && point.standing == Standing::Provisional)
        };
        stretch.iter().rev().take_while(|(place, _)| is_draft(*place)).count()
    }

    pub(super) fn points(&self, sheet: &Sheet, plot: &Plot<'_>) {
        let latest = self.window.measured().next_back().map(|(_, _, point)| point.period);
        let has_tips = self.window.points.len() <= MOST_TIPS;
        for (place, value, point) in self.window.measured() {
            let at = (place, value);
            let is_latest = latest == Some(point.period);
            let signal = shape(self.window.mark(point));
            if has_tips || is_latest || signal.is_some() {
                sheet.tip_with(|tip| self.figures.tip(tip, point));
            }
            if let Some((shape, role)) = signal {
                plot.put(&Signal::large(at, shape, role));
                plot.put(&Circle::new(at, 70, Role::Tip.filled()));
            } else if is_hollow(point) {
                plot.put(&Circle::new(at, if is_latest { 45 } else { 35 }, Role::Hollow));
            } else if is_latest {
                plot.put(&Circle::new(at, 45, Role::Latest.filled()));
            } else {
                plot.put(&Circle::new(at, 0, Role::Point.filled()));
            }
        }
    }
}
