//! A figure in a mail: its bar is table cells of so many pixels, because pictures may be blocked.

use crate::compose::lines::{Line, change, change_on, target_words, verdict_view};
use crate::model::{Kpi, KpiKind, Target};
use crate::words;

use super::{MailFigureView, MailSegmentView};

/// How wide the bars of figures are, in pixels.
const BAR: u32 = 260;

/// A figure with its change, its verdict and its bar.
pub(super) fn figure(line: &Line) -> MailFigureView {
    let (kpi, findings) = (line.kpi, &line.findings);
    let value = findings.current().and_then(|point| point.value);
    let target = kpi.target(None, findings.as_of).map(|step| step.target);
    let verdict = verdict_view(kpi, findings);
    MailFigureView {
        name: kpi.name.clone(),
        value: value
            .map_or_else(|| words::missing::in_cell(findings.withheld()), |value| words::number::value(kpi, value)),
        change: change(kpi, findings).zip(change_on(findings)).map(|(change, on)| format!("{change} {on}")),
        sign: sign(&verdict.shape).to_owned(),
        verdict,
        target: target_words(kpi, findings),
        bar: value.zip(target).map(|(value, target)| bar(kpi, value, target)).unwrap_or_default(),
        sentence: line.sentence.clone(),
    }
}

/// The sign that stands for a verdict's shape where nothing can be drawn.
fn sign(shape: &str) -> &'static str {
    match shape {
        "better" => "▲",
        "worse" => "▼",
        "different" => "◆",
        "usual" => "•",
        _ => "",
    }
}

/// The value from zero on, with a stroke at its target; empty for what can lie below zero, where a bar would lie.
fn bar(kpi: &Kpi, value: f64, target: Target) -> Vec<MailSegmentView> {
    let goal = match target {
        Target::Value(value) => value,
        Target::Band(band) => band.max,
    };
    if value < 0.0 || goal <= 0.0 || kpi.kind == KpiKind::Nps {
        return Vec::new();
    }
    let most = match kpi.kind {
        KpiKind::Proportion => 100.0,
        _ => 1.25 * value.max(goal),
    };
    let place = |value: f64| ((value / most).clamp(0.0, 1.0) * f64::from(BAR)).round() as u32;
    let (value, stroke) = (place(value), place(goal).clamp(1, BAR - 3));
    let pieces = if value >= stroke {
        [
            ("value", stroke),
            ("target", 3),
            ("value", value.saturating_sub(stroke + 3)),
            ("rest", BAR - value.max(stroke + 3)),
        ]
    } else {
        [("value", value), ("rest", stroke - value), ("target", 3), ("rest", BAR - stroke - 3)]
    };
    let pieces = pieces.into_iter().filter(|(_, width)| *width > 0);
    pieces.map(|(kind, width)| MailSegmentView { width, kind: kind.to_owned() }).collect()
}
