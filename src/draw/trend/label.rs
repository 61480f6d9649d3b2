//! Labels at the end of the plot: the latest value, the target, the others' median, the mean and the limits.

use super::Trend;
use crate::draw::elements::{LINE_HEIGHT, TEXT_SIZE};
use crate::draw::role::Role;
use crate::draw::text_width::{text_width, wrapped};
use crate::draw::window::{Limits, Window, cautions};
use crate::model::{Better, Kpi, Target};
use crate::words::{number, period};

/// What is written beside the end of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EndLabel {
    /// The value it stands at.
    pub(super) value: f64,
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// What it labels.
    pub(super) role: Role,
    /// How dear it is; see [`Wanted`](crate::draw::labels::Wanted).
    pub(super) rank: u8,
    /// How far from its value it may stand; see the same place.
    pub(super) reach: Option<i32>,
}

impl EndLabel {
    fn new(value: f64, text: &str, role: Role, rank: u8, width: i32) -> Self {
        let lines = wrapped(text, width, 2, TEXT_SIZE, role.is_bold());
        let reach = match rank {
            0 | 1 => None,
            2 => Some(220),
            3 => Some(150),
            _ => Some(90),
        };
        Self { value, lines, role, rank, reach }
    }

    /// How wide it is, in tenths of a pixel.
    pub(super) fn width(&self) -> i32 {
        let widths = self.lines.iter().map(|line| text_width(line, TEXT_SIZE, self.role.is_bold()));
        widths.max().unwrap_or(0)
    }

    /// How high it is, in tenths of a pixel.
    pub(super) fn height(&self) -> i32 {
        self.lines.len() as i32 * LINE_HEIGHT
    }
}

/// The labels at the end of the plot, none wider than `width`, the dearest first.
pub(super) fn end_labels(trend: &Trend<'_>, window: &Window<'_>, width: i32) -> Vec<EndLabel> {
    let mut labels = Vec::with_capacity(6);
    labels.extend(latest(trend, window, width));
    labels.extend(target(trend, window, width));
    labels.extend(benchmark(trend, width));
    if let Some(limits) = window.limits().last() {
        labels.extend(of_limits(trend, &limits, width));
    }
    labels
}

fn latest(trend: &Trend<'_>, window: &Window<'_>, width: i32) -> Option<EndLabel> {
    let (_, value, point) = window.measured().next_back()?;
    let mut label = EndLabel::new(value, &number::value(trend.kpi, value), Role::OursLabel, 0, width);
    let mut notes = cautions(point);
    if point.period != window.last {
        notes.insert(0, period::short(point.period));
    }
    if let Some(note) = notes.first() {
        label.lines.truncate(1);
        label.lines.extend(wrapped(note, width, 1, TEXT_SIZE, true));
    }
    Some(label)
}

fn target(trend: &Trend<'_>, window: &Window<'_>, width: i32) -> Option<EndLabel> {
    let target = window.points.last()?.target?;
    let middle = match target {
        Target::Value(value) => value,
        Target::Band(band) => f64::midpoint(band.min, band.max),
    };
    let text = if is_judged(trend.kpi, target) { "target" } else { "set at" };
    Some(EndLabel::new(
        middle,
        &format!("{text} {}", number::target_bare(trend.kpi, &target)),
        Role::TargetLabel,
        1,
        width,
    ))
}

fn benchmark(trend: &Trend<'_>, width: i32) -> Option<EndLabel> {
    let benchmark = trend.findings.benchmark.as_ref()?;
    let of = if benchmark.average_only { "peers’ average" } else { "peers’ median" };
    let text = format!("{of} {}", number::short(trend.kpi, benchmark.benchmark));
    Some(EndLabel::new(benchmark.benchmark, &text, Role::Note, 2, width))
}

fn of_limits(trend: &Trend<'_>, limits: &Limits, width: i32) -> Vec<EndLabel> {
    let value = |value: f64| number::short(trend.kpi, value);
    let early = if limits.early { "early " } else { "" };
    let upper = match limits.upper_beyond {
        true => format!("{early}limit above {}", value(limits.upper)),
        false => format!("{early}upper limit"),
    };
    let lower = match limits.lower_beyond {
        true => format!("{early}limit below {}", value(limits.lower)),
        false => format!("{early}lower limit"),
    };
    vec![
        EndLabel::new(limits.mean, &format!("mean {}", value(limits.mean)), Role::Note, 3, width),
        EndLabel::new(limits.upper, &upper, Role::Note, 4, width),
        EndLabel::new(limits.lower, &lower, Role::Note, 4, width),
    ]
}

/// Whether a value can meet the target at all; a single value of a neutral KPI says nothing.
fn is_judged(kpi: &Kpi, target: Target) -> bool {
    matches!(target, Target::Band(_)) || kpi.better != Better::Neutral
}
