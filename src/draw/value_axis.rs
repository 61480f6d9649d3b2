//! The value axis: which values a chart spans, where its rules lie and what is written on them.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};

use super::elements::nearest;
use super::tick_text::{decimals_of, tick_texts};
use crate::model::{Kpi, KpiKind, Unit};
use crate::words::number;

/// The most rules that a chart has.
const MOST_TICKS: f64 = 6.0;

/// Room kept free below the lowest and above the highest value, as a share of what lies between.
const PADDING: f64 = 0.04;

/// So little of a step is a matter of the last bits of a number.
const SLACK: f64 = 1e-6;

/// Beyond this nothing is measured; kept clear of what overflows when added or multiplied.
const HUGE: f64 = 1e100;

/// Steps of a time axis up to a day, in seconds.
const TIME_STEPS: [f64; 16] =
    [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 21_600.0, 43_200.0];

/// A scale of values with explicit ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ValueAxis {
    low: f64,
    high: f64,
    /// Ascending, within `low` to `high`.
    ticks: Vec<f64>,
    /// What the ticks are multiples of.
    step: f64,
}

impl ValueAxis {
    /// An axis on which all `values` lie: with 4 % of air, ending at a tick or half-way between two, not beyond what
    /// `kpi` can be.
    pub(super) fn fitted(values: impl IntoIterator<Item = f64>, kpi: &Kpi) -> Self {
        let (least, most) = natural_bounds(kpi);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value.clamp(-HUGE, HUGE));
            high = high.max(value.clamp(-HUGE, HUGE));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // Values that cannot be (a backlog below zero) are a matter for the check; they are shown all the same.
        let (least, most) = (least.min(low), most.max(high));
        let air = if high > low { PADDING * (high - low) } else { lone_value_air(low, kpi) };
        Self::snapped((low - air).max(least), (high + air).min(most), (least, most), kpi)
    }

    /// An axis from zero to all `values`, for what is measured by its length; air only at the far end.
    pub(super) fn from_zero(values: impl IntoIterator<Item = f64>, kpi: &Kpi) -> Self {
        let (least, most) = natural_bounds(kpi);
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value.clamp(-HUGE, HUGE));
            high = high.max(value.clamp(-HUGE, HUGE));
        }
        let (least, most) = (least.min(low), most.max(high));
        if low == high {
            high = lone_value_air(0.0, kpi).min(most);
        }
        let air = PADDING * (high - low);
        let low = if low < 0.0 { (low - air).max(least) } else { 0.0 };
        let high = if high > 0.0 { (high + air).min(most) } else { 0.0 };
        Self::snapped(low, high, (if low < 0.0 { least } else { 0.0 }, if high > 0.0 { most } else { 0.0 }), kpi)
    }

    /// An axis from zero to all of these numbers, which belong to no KPI; `whole` where only whole ones are written.
    pub(super) fn of_numbers(numbers: impl IntoIterator<Item = f64>, whole: bool) -> Self {
        let numbers = numbers.into_iter().filter(|number| number.is_finite());
        let (low, high) = numbers.fold((0.0_f64, 0.0_f64), |(low, high), it| (low.min(it), high.max(it)));
        let (low, high) = (low.max(-HUGE), high.min(HUGE));
        let high = if low == high { 1.0 } else { high };
        let air = PADDING * (high - low);
        let (low, high) = (if low < 0.0 { low - air } else { 0.0 }, if high > 0.0 { high + air } else { 0.0 });
        let step = decimal_step(low, high, whole);
        let (low, high) = ends(low, high, step);
        let (first, last) = ticks_within(low, high, step);
        Self { low, high, ticks: (first..=last).map(|tick| tick as f64 * step).collect(), step }
    }

    /// The ticks as bare numbers.
    pub(super) fn bare_ticks(&self) -> Vec<(f64, String)> {
        let decimals = decimals_of(self.step);
        self.ticks.iter().map(|tick| (*tick, number::plain(*tick, decimals))).collect()
    }

    /// An axis from `low` to `high` with these ticks.
    pub(super) fn fixed(low: f64, high: f64, ticks: Vec<f64>) -> Self {
        let step = if ticks.len() > 1 { ticks[1] - ticks[0] } else { high - low };
        Self { low, high, ticks, step }
    }

    /// The same axis with every other tick when there are more than three, the rounder ones, so that a small chart stays
    /// quiet.
    pub(super) fn thinned(mut self) -> Self {
        if self.ticks.len() > 3 {
            self.step *= 2.0;
            let step = self.step;
            self.ticks.retain(|tick| is_multiple(*tick, step));
        }
        self
    }

    fn snapped(low: f64, high: f64, (least, most): (f64, f64), kpi: &Kpi) -> Self {
        let seconds = if kpi.unit == Unit::Days { None } else { kpi.unit.seconds() };
        let step = match seconds {
            Some(seconds) => time_step(low * seconds, high * seconds) / seconds,
            None => decimal_step(low, high, is_counted(kpi)),
        };
        let (low, high) = ends(low, high, step);
        let (low, high) = (low.max(least), high.min(most));
        let (first, last) = ticks_within(low, high, step);
        let ticks = (first..=last).map(|tick| tick as f64 * step).collect();
        Self { low, high, ticks, step }
    }

    /// The lowest value that is on the axis.
    pub(super) fn low(&self) -> f64 {
        self.low
    }

    /// The highest value that is on the axis.
    pub(super) fn high(&self) -> f64 {
        self.high
    }

    /// The ticks with what is written on them; the unit stands on the highest only.
    pub(super) fn ticks(&self, kpi: &Kpi) -> Vec<(f64, String)> {
        self.ticks.iter().copied().zip(tick_texts(&self.ticks, self.step, kpi)).collect()
    }
}

impl Ranged for ValueAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        let length = f64::from(limit.1 - limit.0);
        // A value off the axis lies just outside its end, where the drawing area cuts it off.
        limit.0 + nearest(share.clamp(-1.0, 2.0) * length)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks.iter().copied().take(hint.max_num_points()).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// The stretch of a picture on which values grow upwards, as plotters wants it.
pub(super) fn upwards(top: i32, bottom: i32) -> Range<i32> {
    Range { start: bottom, end: top }
}

/// The smallest and the largest value that a KPI can have; infinite where there is no such bound.
pub(super) fn natural_bounds(kpi: &Kpi) -> (f64, f64) {
    let (least, most) = match kpi.scale {
        Some(scale) => (Some(scale.min), Some(scale.max)),
        None => kpi.kind.bounds(),
    };
    (least.unwrap_or(f64::NEG_INFINITY), most.unwrap_or(f64::INFINITY))
}

/// How far an axis with one value only reaches to either side of it.
fn lone_value_air(value: f64, kpi: &Kpi) -> f64 {
    let smallest_shown = 1.0 / power_of_ten(i32::from(kpi.decimals.min(12)));
    let air = (value.abs() * 0.05).max(smallest_shown * 2.0);
    match (kpi.scale, kpi.kind) {
        (Some(scale), _) => (scale.max - scale.min).abs().max(smallest_shown) * 0.1,
        (None, KpiKind::Proportion) => air.max(1.0),
        _ => air,
    }
}

fn is_counted(kpi: &Kpi) -> bool {
    matches!(kpi.kind, KpiKind::Count | KpiKind::Stock) && kpi.decimals == 0
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that parts `low` to `high` by few ticks.
fn decimal_step(low: f64, high: f64, whole: bool) -> f64 {
    let span = (high - low).max(f64::MIN_POSITIVE);
    let mut exponent = 0;
    while power_of_ten(exponent) * MOST_TICKS > span && exponent > -12 {
        exponent -= 1;
    }
    while power_of_ten(exponent + 1) * MOST_TICKS < span && exponent < 101 {
        exponent += 1;
    }
    if whole {
        exponent = exponent.max(0);
    }
    let mantissas =
        [(1.0, 0), (2.0, 0), (2.5, 0), (5.0, 0), (1.0, 1), (2.0, 1), (2.5, 1), (5.0, 1), (1.0, 2), (1.0, 3)];
    let steps = mantissas.into_iter().filter(|(mantissa, shift)| {
        let is_whole = *mantissa != 2.5 || exponent + shift > 0;
        !whole || is_whole
    });
    let mut steps = steps.map(|(mantissa, shift)| scaled(mantissa, exponent + shift));
    steps.find(|step| parts_well(low, high, *step)).unwrap_or(span / 4.0)
}

/// The smallest usual step of time, in seconds, that parts `low` to `high` by few ticks.
fn time_step(low: f64, high: f64) -> f64 {
    if high - low < MOST_TICKS / 2.0 {
        return decimal_step(low, high, false);
    }
    let hours = |low: f64, high: f64| decimal_step(low / 3_600.0, high / 3_600.0, true) * 3_600.0;
    TIME_STEPS.into_iter().find(|step| parts_well(low, high, *step)).unwrap_or_else(|| hours(low, high))
}

fn parts_well(low: f64, high: f64, step: f64) -> bool {
    // Whatever has far too many ticks must not be counted in whole numbers.
    if (high - low) / step > 2.0 * MOST_TICKS {
        return false;
    }
    let (low, high) = ends(low, high, step);
    let (first, last) = ticks_within(low, high, step);
    (last - first + 1) as f64 <= MOST_TICKS
}

/// The next ends outwards that are ticks or lie half-way between two: whole steps would leave much of a plot empty.
/// Whole steps it is where fewer than three ticks would lie between.
fn ends(low: f64, high: f64, step: f64) -> (f64, f64) {
    let outwards = |part: f64| ((low / part + SLACK).floor() * part, (high / part - SLACK).ceil() * part);
    let (lower, upper) = outwards(step / 2.0);
    let (first, last) = ticks_within(lower, upper, step);
    if last - first < 2 { outwards(step) } else { (lower, upper) }
}

/// The first and the last tick from `low` to `high`, in steps from zero.
fn ticks_within(low: f64, high: f64, step: f64) -> (i64, i64) {
    ((low / step - SLACK).ceil() as i64, (high / step + SLACK).floor() as i64)
}

/// `mantissa` × 10^`exponent`, the nearest number to it, so that three steps of 0.1 are the number 0.3.
fn scaled(mantissa: f64, exponent: i32) -> f64 {
    if exponent < 0 { mantissa / power_of_ten(-exponent) } else { mantissa * power_of_ten(exponent) }
}

pub(super) fn power_of_ten(exponent: i32) -> f64 {
    let power = (0..exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
    if exponent < 0 { 1.0 / power } else { power }
}

pub(super) fn is_multiple(value: f64, of: f64) -> bool {
    let ratio = value / of;
    (ratio - ratio.round()).abs() < 1e-6
}
