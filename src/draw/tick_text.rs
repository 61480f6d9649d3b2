//! What is written on the ticks of a value axis.

use super::value_axis::{is_multiple, power_of_ten};
use crate::model::{Kpi, Unit};
use crate::words::number::{self, MINUS, NARROW};

/// From here on numbers are written with a power of ten.
const BEYOND_COUNTING: f64 = 1e15;

/// The texts on ascending `ticks`, which are multiples of `step`; the unit stands on the highest only.
pub(super) fn tick_texts(ticks: &[f64], step: f64, kpi: &Kpi) -> Vec<String> {
    let largest = ticks.iter().fold(0.0, |largest: f64, tick| largest.max(tick.abs()));
    if largest >= BEYOND_COUNTING {
        return ticks.iter().map(|tick| power(*tick)).collect();
    }
    match kpi.unit.seconds() {
        Some(seconds) if kpi.unit != Unit::Days => time_texts(ticks, step, kpi, seconds),
        _ => number_texts(ticks, step, kpi, largest),
    }
}

fn number_texts(ticks: &[f64], step: f64, kpi: &Kpi, largest: f64) -> Vec<String> {
    let (scale, word) = match largest {
        _ if largest >= 5e12 => (1e12, "trillion"),
        _ if largest >= 5e9 => (1e9, "billion"),
        _ if largest >= 5e6 => (1e6, "million"),
        _ => (1.0, ""),
    };
    let decimals = match decimals_of(step / scale) {
        // A price has all its decimals or none.
        some if some > 0 && scale == 1.0 && matches!(kpi.unit, Unit::Currency(_)) => some.max(kpi.decimals),
        some => some,
    };
    let (before, after) = unit_signs(kpi, largest);
    let mut texts: Vec<String> = ticks.iter().map(|tick| number::plain(tick / scale, decimals)).collect();
    if let Some(highest) = texts.last_mut() {
        let sign = highest.find(|digit: char| digit.is_ascii_digit()).unwrap_or(0);
        highest.insert_str(sign, &before);
        for unit in [word, &after].into_iter().filter(|unit| !unit.is_empty()) {
            highest.push(NARROW);
            highest.push_str(unit);
        }
    }
    texts
}

/// Whole hours, minutes or seconds where all ticks are; else each tick in the units it needs.
fn time_texts(ticks: &[f64], step: f64, kpi: &Kpi, seconds: f64) -> Vec<String> {
    let whole = |size: f64| ticks.iter().all(|tick| is_multiple(tick * seconds, size));
    let highest = ticks.last().map_or(0.0, |tick| tick * seconds);
    let (size, name) = match highest {
        _ if highest >= 3_600.0 && whole(3_600.0) => (3_600.0, "h"),
        _ if (60.0..7_200.0).contains(&highest) && whole(60.0) => (60.0, "min"),
        _ if highest < 120.0 => (1.0, "s"),
        _ => return ticks.iter().map(|tick| number::short(kpi, *tick)).collect(),
    };
    let decimals = decimals_of(step * seconds / size);
    let mut texts: Vec<String> = ticks.iter().map(|tick| number::plain(tick * seconds / size, decimals)).collect();
    if let Some(highest) = texts.last_mut() {
        highest.push(NARROW);
        highest.push_str(name);
    }
    texts
}

/// What stands before and after a number of this KPI. Rates say what they are per in their name.
fn unit_signs(kpi: &Kpi, number: f64) -> (String, String) {
    if !matches!(kpi.unit, Unit::Percent | Unit::Days | Unit::Currency(_)) {
        return (String::new(), String::new());
    }
    match number::bare(kpi, number).pop() {
        Some(piece) => {
            let mut before = piece.before.trim_start_matches(MINUS).to_owned();
            // A code is a word of its own; a symbol touches its number.
            if before.ends_with(|letter: char| letter.is_ascii_alphabetic()) {
                before.push(NARROW);
            }
            (before, piece.unit)
        }
        None => (String::new(), String::new()),
    }
}

/// How many decimals tell the multiples of `step` apart; at most 9.
pub(super) fn decimals_of(step: f64) -> u8 {
    (0..9).find(|decimals| is_multiple(step * power_of_ten((*decimals).into()), 1.0)).unwrap_or(9)
}

/// A number beyond counting: `2.5e18`
fn power(number: f64) -> String {
    // The last digits of such a number are those of its binary form.
    format!("{number:.1e}").replace(".0e", "e").replace('-', "−")
}
