//! The bullet: a value against its target, small enough for the row of a table.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};

use super::backend::{Frame, Sheet, SvgBackend};
use super::elements::{Put, nearest};
use super::role::Role;
use super::value_axis::{ValueAxis, natural_bounds};
use super::window::ends;
use crate::analyse::KpiFindings;
use crate::model::{Better, Kpi, KpiKind, Target};

const WIDTH: i32 = 1200;
const HEIGHT: i32 = 200;
/// Zones, bar and target tick as Stephen Few has them: the bar a third of the zones, the tick three fifths.
const ZONES: (i32, i32) = (20, 180);
const BAR: (i32, i32) = (70, 130);
const TICK: (i32, i32) = (40, 160);

/// The value of the period the findings are stated for, against its target, with the value before as a hollow mark.
///
/// Zones show where the target is met (light) and where it is not (dark). The scale begins at zero, and then so does a
/// bar; where zero means nothing (scores, net promoter scores) a dot stands in its place. A bar that goes
/// on beyond the scale ends in a point. `None` without a value, without a target, and where the target of a neutral KPI is not a
/// band. Hidden from screen readers: it stands beside its figures.
pub fn bullet(kpi: &Kpi, findings: &KpiFindings) -> Option<String> {
    let point = findings.current()?;
    let (value, target) = (point.value?, point.target?);
    if matches!((target, kpi.better), (Target::Value(_), Better::Neutral)) {
        return None;
    }
    let before = findings.change.map(|change| change.before);
    let scale = scale(kpi, value, target);
    let sheet = Sheet::new(WIDTH, HEIGHT);
    let area = sheet.area();
    zones(&area, &scale, kpi.better, target);
    let x = |value: f64| scale.x(value);
    if has_zero(kpi) {
        bar(&area, x(scale.low.max(0.0)), x(value), value > scale.high);
    } else {
        area.put(&Circle::new((x(value).clamp(45, WIDTH - 45), HEIGHT / 2), 45, Role::Ours));
    }
    if let Some(before) = before.filter(|before| (scale.low..=scale.high).contains(before)) {
        area.put(&Circle::new((x(before).clamp(30, WIDTH - 30), HEIGHT / 2), 30, Role::Before));
    }
    for end in ends(target) {
        area.put(&PathElement::new([(x(end), TICK.0), (x(end), TICK.1)], Role::Tick));
    }
    drop(area);
    Some(sheet.svg(Frame::Hidden { class: "bullet" }))
}

/// A bar, with a pointed end where the value lies further on.
fn bar(area: &DrawingArea<SvgBackend<'_>, Shift>, from: i32, to: i32, goes_on: bool) {
    if goes_on {
        let shoulder = WIDTH - 60;
        let corners = [(from, BAR.0), (shoulder, BAR.0), (WIDTH, HEIGHT / 2), (shoulder, BAR.1), (from, BAR.1)];
        area.put(&Polygon::new(corners, Role::Ours));
    } else {
        area.put(&Rectangle::new([(from, BAR.0), (to, BAR.1)], Role::Ours));
    }
}

/// A linear scale over the whole width.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, value: f64) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        nearest(share.clamp(0.0, 1.0) * f64::from(WIDTH))
    }
}

fn scale(kpi: &Kpi, value: f64, target: Target) -> Scale {
    let (least, most) = natural_bounds(kpi);
    let furthest = match target {
        Target::Value(target) => target,
        Target::Band(band) => band.max,
    };
    if !has_zero(kpi) {
        // The whole scale where there is one, else what the value and the target span.
        let span = ValueAxis::fitted([value, furthest, furthest - furthest.abs() / 2.0], kpi);
        let low = if least.is_finite() { least } else { span.low() };
        let high = if most.is_finite() { most } else { span.high() };
        return Scale { low, high };
    }
    // A target in the far half of a scale with an end is seen best on the whole of it; any other lies at two thirds.
    let high = match most.is_finite() && furthest * 2.0 >= most {
        true => most,
        false => ValueAxis::fitted([0.0, (furthest * 1.5).max(value.min(furthest * 2.0))], kpi).high(),
    };
    Scale { low: 0.0_f64.min(ends(target).fold(0.0, f64::min)), high }
}

fn has_zero(kpi: &Kpi) -> bool {
    !matches!(kpi.kind, KpiKind::Mean | KpiKind::Nps)
}

fn zones(area: &DrawingArea<SvgBackend<'_>, Shift>, scale: &Scale, better: Better, target: Target) {
    let zone = |from: i32, to: i32, role: Role| {
        if to > from {
            area.put(&Rectangle::new([(from, ZONES.0), (to, ZONES.1)], role));
        }
    };
    match (target, better) {
        (Target::Value(target), Better::Lower) => {
            zone(0, scale.x(target), Role::ZoneGood);
            zone(scale.x(target), WIDTH, Role::ZonePoor);
        }
        (Target::Value(target), Better::Higher | Better::Neutral) => {
            zone(0, scale.x(target), Role::ZonePoor);
            zone(scale.x(target), WIDTH, Role::ZoneGood);
        }
        (Target::Band(band), _) => {
            zone(0, scale.x(band.min), Role::ZonePoor);
            zone(scale.x(band.min), scale.x(band.max), Role::ZoneGood);
            zone(scale.x(band.max), WIDTH, Role::ZonePoor);
        }
    }
}
