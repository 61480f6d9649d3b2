//! Closure: when a gap to a benchmark would be closed if our trend went on.

use crate::model::Better;

/// Further ahead than so many months nothing is dated: "more than three years".
pub const FURTHEST_CLOSURE: u32 = 36;

/// When a gap would be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closure {
    /// Nothing remains.
    Closed,
    /// After so many periods.
    After(u32),
    /// At this slope, never.
    Never,
}

/// When `value` reaches `benchmark` with `slope` per period: `⌈r / (d · slope)⌉` with `r = d (benchmark − value)`.
///
/// `Closed` when nothing remains, `Never` when the slope does not lead there (or not within 10⁶ periods). `None` for
/// neutral KPIs. It is shown only where the slope is more than chance.
pub fn closure(value: f64, benchmark: f64, slope: f64, better: Better) -> Option<Closure> {
    let sign = better.sign();
    let (remaining, pace) = (sign * (benchmark - value), sign * slope);
    if sign == 0.0 || !remaining.is_finite() || !pace.is_finite() {
        return None;
    }
    let periods = (remaining / pace).ceil();
    Some(match remaining > 0.0 {
        false => Closure::Closed,
        true if pace > 0.0 && periods < 1e6 => Closure::After(periods as u32),
        true => Closure::Never,
    })
}
