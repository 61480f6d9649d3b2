//! Amounts: a number in its unit, cut into what is written.

use super::decimal::{Decimal, write_grouped};
use super::{MINUS, NARROW, Piece};
use crate::model::{CurrencyCode, Kpi, Unit};

/// How exactly a number is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Precision {
    /// With the KPI's decimals.
    Fixed,
    /// With as many decimals as it has, up to two more than the KPI's.
    Given,
    /// With the KPI's decimals, or none if they are all zero.
    Short,
    /// With so many decimals.
    Decimals(u32),
    /// In multiples of so many: of one, or of a second for durations.
    Multiples(u64),
}

/// A number cut into what is written: one part, or two for a time span.
pub(super) struct Amount<'k> {
    /// Never for a zero.
    pub(super) negative: bool,
    pub(super) first: Part<'k>,
    pub(super) second: Option<Part<'k>>,
}

/// A number of one unit.
pub(super) struct Part<'k> {
    /// The number times 10^`places`.
    pub(super) scaled: u128,
    pub(super) places: u32,
    /// As it is written; empty when there is none.
    pub(super) unit: &'k str,
    /// Whether the unit stands before the number, as a currency's symbol does.
    pub(super) unit_leads: bool,
}

impl<'k> Amount<'k> {
    /// `None` when the number is too large to count.
    pub(super) fn of(kpi: &'k Kpi, value: f64, precision: Precision) -> Option<Self> {
        let decimal = Decimal::of(value);
        let (first, second) = match kpi.unit {
            Unit::Seconds => time_span(decimal, 1, u32::from(kpi.decimals.min(9)), precision)?,
            Unit::Minutes => time_span(decimal, 60, 0, precision)?,
            Unit::Hours => time_span(decimal, 3_600, 0, precision)?,
            _ => (number(kpi, decimal, precision)?, None),
        };
        let mut amount = Self { negative: decimal.negative, first, second };
        amount.negative &= !amount.is_zero();
        Some(amount)
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &Part<'k>> {
        std::iter::once(&self.first).chain(&self.second)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.parts().all(|part| part.scaled == 0)
    }

    pub(super) fn same_number(&self, other: &Self) -> bool {
        let number = |part: &Part<'_>| (part.scaled, part.places);
        self.negative == other.negative && self.parts().map(number).eq(other.parts().map(number))
    }

    /// In pieces; the minus goes with what stands first.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece> {
        self.parts().enumerate().map(|(index, part)| {
            let (mut before, mut number) = (String::new(), String::with_capacity(8));
            if index == 0 && self.negative {
                if part.unit_leads { before.push(MINUS) } else { number.push(MINUS) }
            }
            write_grouped(&mut number, part.scaled, part.places);
            let mut unit = part.unit.to_owned();
            if part.unit_leads {
                before.push_str(&std::mem::take(&mut unit));
            }
            Piece { before, number, unit }
        })
    }

    pub(super) fn write(&self, out: &mut String) {
        if self.negative {
            out.push(MINUS);
        }
        self.first.write(out);
        if let Some(second) = &self.second {
            out.push(NARROW);
            second.write(out);
        }
    }
}

impl Part<'_> {
    fn write(&self, out: &mut String) {
        if self.unit_leads {
            out.push_str(self.unit);
            // A code is a word of its own; a symbol touches its number.
            if self.unit.ends_with(|letter: char| letter.is_ascii_alphabetic()) {
                out.push(NARROW);
            }
        }
        write_grouped(out, self.scaled, self.places);
        if !self.unit_leads && !self.unit.is_empty() {
            out.push(NARROW);
            out.push_str(self.unit);
        }
    }
}

/// Everything but seconds, minutes and hours: one number with the KPI's unit.
fn number(kpi: &Kpi, decimal: Decimal, precision: Precision) -> Option<Part<'_>> {
    let decimals = u32::from(kpi.decimals.min(9));
    let (scaled, places) = match precision {
        Precision::Fixed => (decimal.scaled(1, 1, decimals)?, decimals),
        Precision::Given => {
            let places = decimal.places().min(decimals + 2);
            shortened(decimal.scaled(1, 1, places)?, places, matches!(kpi.unit, Unit::Currency(_)).then_some(decimals))
        }
        Precision::Short => shortened(decimal.scaled(1, 1, decimals)?, decimals, Some(decimals)),
        Precision::Decimals(places) => (decimal.scaled(1, 1, places)?, places),
        Precision::Multiples(step) => (decimal.scaled(1, step, 0)?.checked_mul(u128::from(step))?, 0),
    };
    let is_one = scaled == 10_u128.pow(places);
    let (unit, unit_leads) = match &kpi.unit {
        Unit::Percent => ("%", false),
        Unit::Days => (if is_one { "day" } else { "days" }, false),
        Unit::Currency(code) => (symbol(code), true),
        Unit::Per100 => (per(kpi, "per 100"), false),
        Unit::Per1000 => (per(kpi, "per 1,000"), false),
        Unit::Per10000 => (per(kpi, "per 10,000"), false),
        Unit::Score | Unit::Nps | Unit::Count | Unit::Seconds | Unit::Minutes | Unit::Hours => ("", false),
    };
    Some(Part { scaled, places, unit, unit_leads })
}

/// Without the zeros at the end; where `all` decimals belong together, with all of them or none.
fn shortened(mut scaled: u128, mut places: u32, all: Option<u32>) -> (u128, u32) {
    while places > 0 && scaled.is_multiple_of(10) {
        scaled /= 10;
        places -= 1;
    }
    match all {
        Some(all) if 0 < places && places < all => (scaled * 10_u128.pow(all - places), all),
        _ => (scaled, places),
    }
}

/// A name such as "Complaints per 1,000 customers" already says what the number is per.
fn per<'k>(kpi: &Kpi, unit: &'k str) -> &'k str {
    if kpi.name.split(' ').any(|word| word == "per") { "" } else { unit }
}

/// A number of `unit_seconds` in its two largest units, `places` decimals of a second below a minute.
fn time_span(
    decimal: Decimal,
    unit_seconds: u64,
    places: u32,
    precision: Precision,
) -> Option<(Part<'static>, Option<Part<'static>>)> {
    let part = |scaled, places, unit| Part { scaled, places, unit, unit_leads: false };
    if let Precision::Multiples(step) = precision {
        let seconds = decimal.scaled(unit_seconds, step, 0)?.checked_mul(u128::from(step))?;
        if seconds < 3_600 || seconds.is_multiple_of(60) {
            return Some(split(seconds));
        }
    }
    let scaled = decimal.scaled(unit_seconds, 1, places)?;
    if scaled < 60 * 10_u128.pow(places) {
        let (scaled, places) =
            if precision == Precision::Fixed { (scaled, places) } else { shortened(scaled, places, None) };
        return Some((part(scaled, places, "s"), None));
    }
    let seconds = decimal.scaled(unit_seconds, 1, 0)?;
    if seconds < 3_600 {
        return Some(split(seconds));
    }
    Some(split(decimal.scaled(unit_seconds, 60, 0)?.checked_mul(60)?))
}

/// So many seconds in their two largest units; whole minutes from an hour on.
fn split(seconds: u128) -> (Part<'static>, Option<Part<'static>>) {
    let part = |number, unit| Part { scaled: number, places: 0, unit, unit_leads: false };
    let (large, large_unit, small, small_unit) = match seconds {
        0..60 => return (part(seconds, "s"), None),
        60..3_600 => (seconds / 60, "min", seconds % 60, "s"),
        _ => (seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
    };
    (part(large, large_unit), (small > 0).then(|| part(small, small_unit)))
}

/// The symbol of a currency where it is unmistakable, else its code.
fn symbol(code: &CurrencyCode) -> &str {
    match code.as_str() {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        "JPY" => "¥",
        "INR" => "₹",
        "AUD" => "A$",
        "CAD" => "C$",
        "NZD" => "NZ$",
        "KRW" => "₩",
        other => other,
    }
}
