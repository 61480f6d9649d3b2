//! Numbers: the one formatter for charts, tables, tiles, prose, mail and terminal.
//!
//! Everything is computed unrounded and rounded once, here: half away from zero on the shortest decimal that reads back
//! as the number. Thousands are grouped with a comma, the minus is a real one and never stands before a zero, the unit
//! follows after a narrow no-break space, and a currency's symbol leads.
//!
//! Seconds, minutes and hours are said in their two largest units (14 min 30 s, 3 h 20 min) and carry cleanly:
//! 59.6 seconds are 1 min. Hours never become days, because a day of opening hours is not 24 of them; days stay days
//! with decimals (2.4 days).

use std::io::Write;

mod amount;
mod decimal;
mod range;

use amount::{Amount, Precision};
use decimal::{Decimal, write_grouped};

pub use range::{between, ends, given_ends, interval, interval_ends, range, range_around, reads_inside, sizes};

use crate::model::{Better, Kpi, Target, Unit};

/// The narrow no-break space between a number and its unit.
pub const NARROW: char = '\u{202f}';

/// The real minus.
pub const MINUS: char = '\u{2212}';

/// A number and the unit that belongs to it, for tiles that set them in different sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What stands before the number: the symbol of a currency; mostly empty.
    pub before: String,
    /// The number: 88.2.
    pub number: String,
    /// The unit after it: %; empty when there is none.
    pub unit: String,
}

/// A value of the KPI: `88.2 %`, `14 min 30 s`, `£3.41`, `5,120`.
pub fn value(kpi: &Kpi, value: f64) -> String {
    let mut out = String::with_capacity(16);
    write_value(&mut out, kpi, value, Precision::Fixed);
    out
}

/// A value of the KPI in pieces, as [`value`] says it: 14 min and 30 s are two.
pub fn bare(kpi: &Kpi, value: f64) -> Vec<Piece> {
    pieces(kpi, value, Precision::Fixed)
}

/// A number that somebody set in pieces, as [`given`] says it.
pub fn bare_given(kpi: &Kpi, value: f64) -> Vec<Piece> {
    pieces(kpi, value, Precision::Given)
}

fn pieces(kpi: &Kpi, value: f64, precision: Precision) -> Vec<Piece> {
    match Amount::of(kpi, value, precision) {
        Some(amount) => amount.pieces().collect(),
        None => vec![Piece { before: String::new(), number: uncountable(value), unit: String::new() }],
    }
}

/// A number that somebody set, such as a target, as short as it was given: `90 %`, `92.5 %`, `£4`.
///
/// Up to two decimals more than the KPI's values have; a currency has all its decimals or none.
pub fn given(kpi: &Kpi, value: f64) -> String {
    let mut out = String::with_capacity(12);
    write_value(&mut out, kpi, value, Precision::Given);
    out
}

/// A benchmark or another number that readers compare with values: their precision, without decimals that say nothing.
pub fn short(kpi: &Kpi, value: f64) -> String {
    let mut out = String::with_capacity(12);
    write_value(&mut out, kpi, value, Precision::Short);
    out
}

/// A difference of two values with its sign, for columns: `+1.3 pts`, `−42 s`, `+£0.18`, `+82`.
pub fn difference(kpi: &Kpi, difference: f64) -> String {
    let mut out = String::with_capacity(16);
    if difference > 0.0 && !reads_as_zero(kpi, difference) {
        out.push('+');
    }
    write_value(&mut out, kpi, difference, Precision::Fixed);
    if kpi.unit == Unit::Percent {
        out.truncate(out.len() - "%".len());
        out.push_str("pts");
    }
    out
}

/// The size of a difference inside a sentence, without its sign: `1.3 points`, `1 point`, `42 s`, `82`.
///
/// Decimals that are all zero are left out. Points are said of percentages, net promoter scores and scores.
pub fn size(kpi: &Kpi, difference: f64) -> String {
    let mut out = String::with_capacity(16);
    write_value(&mut out, kpi, difference.abs(), Precision::Short);
    if kpi.unit == Unit::Percent {
        out.truncate(out.len() - "%".len());
    } else if matches!(kpi.unit, Unit::Nps | Unit::Score) {
        out.push(NARROW);
    } else {
        return out;
    }
    let one = out.trim_end_matches(NARROW) == "1";
    out.push_str(if one { "point" } else { "points" });
    out
}

/// Whether a number reads as zero at the KPI's precision.
pub fn reads_as_zero(kpi: &Kpi, value: f64) -> bool {
    Amount::of(kpi, value, Precision::Fixed).is_some_and(|amount| amount.is_zero())
}

/// A target as a column says it: `90 %`, `at most 450`, `80–85 %`.
pub fn target(kpi: &Kpi, target: &Target) -> String {
    let mut out = String::with_capacity(24);
    push_target(&mut out, kpi, target);
    out
}

/// Adds a target to a text, as [`target`] says it.
pub fn push_target(out: &mut String, kpi: &Kpi, target: &Target) {
    match target {
        Target::Value(value) => {
            if kpi.better == Better::Lower {
                out.push_str("at most ");
            }
            write_value(out, kpi, *value, Precision::Given);
        }
        Target::Band(_) => out.push_str(&target_bare(kpi, target)),
    }
}

/// A target as a sentence names it after "its target of" or "its band of": `90 %`, `80–85 %`.
pub fn target_bare(kpi: &Kpi, target: &Target) -> String {
    match target {
        Target::Value(value) => given(kpi, *value),
        Target::Band(band) => range::band(kpi, band.min, band.max),
    }
}

/// A share in percent with one decimal: `14.4 %`; for shares that are no KPI, such as a response rate.
pub fn percent(share: f64) -> String {
    format!("{}{NARROW}%", plain(share, 1))
}

/// A share in whole percent: `63 %`.
pub fn percent_whole(share: f64) -> String {
    format!("{}{NARROW}%", plain(share, 0))
}

/// A relative change in percent with its sign: `+3.2 %`, `−12 %`; one decimal below ten.
pub fn percent_change(percent: f64) -> String {
    let decimal = Decimal::of(percent);
    let places = u32::from(percent.abs() < 9.95);
    let Some(scaled) = decimal.scaled(1, 1, places) else { return uncountable(percent) };
    let mut out = String::with_capacity(12);
    if scaled > 0 {
        out.push(if decimal.negative { MINUS } else { '+' });
    }
    write_grouped(&mut out, scaled, places);
    out.push(NARROW);
    out.push('%');
    out
}

/// A number of things: `1,412`.
pub fn count(count: u64) -> String {
    let mut out = String::with_capacity(8);
    write_grouped(&mut out, u128::from(count), 0);
    out
}

/// A plain number with so many decimals: `1,234.50`; for numbers without a KPI, such as shares of a score.
pub fn plain(value: f64, decimals: u8) -> String {
    let (decimal, places) = (Decimal::of(value), u32::from(decimals.min(9)));
    let Some(scaled) = decimal.scaled(1, 1, places) else { return uncountable(value) };
    let mut out = String::with_capacity(12);
    if decimal.negative && scaled > 0 {
        out.push(MINUS);
    }
    write_grouped(&mut out, scaled, places);
    out
}

/// A plain number with its sign and so many decimals: `+0.42`, `−0.62`, `0.00`.
pub fn signed(value: f64, decimals: u8) -> String {
    let text = plain(value, decimals);
    let reads_as_zero = text.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0');
    if value > 0.0 && !reads_as_zero { format!("+{text}") } else { text }
}

/// A number for machines: the shortest decimal that reads back, with an ASCII hyphen as its minus and never −0.
pub fn machine(value: f64) -> String {
    let mut text = Vec::with_capacity(24);
    write_machine(&mut text, value);
    String::from_utf8(text).expect("digits are UTF-8")
}

/// Writes a number for machines to the end of `text`, which is UTF-8.
pub fn write_machine(text: &mut Vec<u8>, value: f64) {
    // JSON has the same digits, far sooner, but `.0` after a whole number and an exponent in a very large or small one.
    if value != 0.0 && !(1e-4..1e15).contains(&value.abs()) {
        write!(text, "{value}").expect("memory takes all");
        return;
    }
    // Adding 0 makes −0 a plain zero.
    serde_json::to_writer(&mut *text, &(value + 0.0)).expect("a number is JSON");
    if text.ends_with(b".0") {
        text.truncate(text.len() - 2);
    }
}

/// One to twelve as a word, larger ones in figures.
pub fn in_words(count: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(count).map_or_else(|| self::count(count as u64), |word| (*word).to_owned())
}

/// First, second, third … twelfth, then 13th, 21st, 112th.
pub fn ordinal(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "0th", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    if let Some(word) = WORDS.get(number) {
        return (*word).to_owned();
    }
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", count(number as u64))
}

fn write_value(out: &mut String, kpi: &Kpi, value: f64, precision: Precision) {
    match Amount::of(kpi, value, precision) {
        Some(amount) => amount.write(out),
        None => out.push_str(&uncountable(value)),
    }
}

/// A number beyond all counting, as machines write it: such a value is a slip, and the check of values says so.
fn uncountable(value: f64) -> String {
    format!("{value:e}")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Accumulates, CurrencyCode, KpiId, KpiKind, LimitsPolicy, Range, Statistic, Targets};

    #[test]
    fn values_have_the_decimals_of_their_kpi() {
        check(value, "percent.1", 88.2, "88.2 %");
        check(value, "percent.1", 90.0, "90.0 %");
        check(value, "percent.2", 2.675, "2.68 %");
        check(value, "count.0", 5120.0, "5,120");
        check(value, "count.0", 1_234_567.0, "1,234,567");
        check(value, "score.1", 2.1, "2.1");
        check(value, "nps.0", -5.4, "−5");
        check(value, "per1000.1", 1.6, "1.6 per 1,000");
        check(value, "days.1", 2.4, "2.4 days");
        check(value, "days.0", 1.0, "1 day");
        check(value, "currency.2", 3.405, "£3.41");
        check(value, "currency.2", -1234.5, "−£1,234.50");
    }

    #[test]
    fn a_minus_never_stands_before_a_zero() {
        check(value, "nps.0", -0.4, "0");
        check(value, "currency.2", -0.001, "£0.00");
        check(difference, "percent.1", -0.04, "0.0 pts");
        check(difference, "seconds.0", -0.2, "0 s");
        assert_eq!(percent_change(-0.01), "0.0\u{202f}%");
        assert_eq!(machine(-0.0), "0");
        assert_eq!(plain(-0.001, 2), "0.00");
    }

    #[test]
    fn time_spans_carry_cleanly() {
        check(value, "minutes.0", 14.5, "14 min 30 s");
        check(value, "minutes.0", 8.0, "8 min");
        check(value, "minutes.0", 0.7, "42 s");
        check(value, "minutes.0", 200.0, "3 h 20 min");
        check(value, "seconds.0", 59.6, "1 min");
        check(value, "seconds.1", 42.45, "42.5 s");
        check(value, "seconds.1", 59.96, "1 min");
        check(value, "seconds.0", 3_599.5, "1 h");
        check(value, "hours.0", 3.0 + 59.7 / 60.0, "4 h");
        check(value, "hours.0", 26.5, "26 h 30 min");
        check(value, "hours.0", 0.0, "0 s");
    }

    #[test]
    fn differences_have_a_sign_and_their_own_unit() {
        check(difference, "percent.1", 1.3, "+1.3 pts");
        check(difference, "minutes.0", -0.7, "−42 s");
        check(difference, "currency.2", 0.18, "+£0.18");
        check(difference, "count.0", 82.0, "+82");
        check(difference, "nps.0", -6.0, "−6");
        check(size, "percent.1", -1.3, "1.3 points");
        check(size, "percent.1", 1.0, "1 point");
        check(size, "nps.0", 5.0, "5 points");
        check(size, "minutes.0", -0.7, "42 s");
        assert_eq!(percent_change(3.24), "+3.2\u{202f}%");
        assert_eq!(percent_change(-12.4), "−12\u{202f}%");
    }

    #[test]
    fn what_was_set_is_as_short_as_it_was_given() {
        check(given, "percent.1", 90.0, "90 %");
        check(given, "percent.0", 92.5, "92.5 %");
        check(given, "percent.1", 92.123_456, "92.123 %");
        check(given, "currency.2", 4.2, "£4.20");
        check(given, "currency.2", 4.0, "£4");
        check(given, "minutes.0", 10.0, "10 min");
        check(short, "percent.1", 71.04, "71 %");
        check(short, "percent.1", 71.05, "71.1 %");
        let band = Target::Band(Range { min: 80.0, max: 85.0 });
        assert_eq!(target(&kpi("percent.1"), &band), "80–85\u{202f}%");
        let lower = Kpi { better: Better::Lower, ..kpi("count.0") };
        assert_eq!(target(&lower, &Target::Value(450.0)), "at most 450");
        assert_eq!(target(&kpi("percent.1"), &Target::Value(90.0)), "90\u{202f}%");
    }

    #[test]
    fn tiles_get_numbers_and_units_apart() {
        let piece = |before: &str, number: &str, unit: &str| Piece {
            before: before.to_owned(),
            number: number.to_owned(),
            unit: unit.to_owned(),
        };
        assert_eq!(bare(&kpi("minutes.0"), 14.5), [piece("", "14", "min"), piece("", "30", "s")]);
        assert_eq!(bare(&kpi("currency.2"), -3.41), [piece("−£", "3.41", "")]);
        assert_eq!(bare(&kpi("nps.0"), -5.0), [piece("", "−5", "")]);
        assert_eq!(bare_given(&kpi("days.1"), 9.0), [piece("", "9", "days")]);
    }

    #[test]
    fn small_numbers_have_words() {
        let words: Vec<_> = [1, 3, 12, 13, 21, 22, 103, 111, 1001].into_iter().map(ordinal).collect();
        assert_eq!(words, ["first", "third", "twelfth", "13th", "21st", "22nd", "103rd", "111th", "1,001st"]);
        assert_eq!([in_words(2), in_words(12), in_words(13)], ["two", "twelve", "13"]);
    }

    #[test]
    fn machines_get_the_shortest_decimal_without_an_exponent() {
        let mut number = 1_u64;
        for _ in 0..20_000 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (any, common) = (f64::from_bits(number), (number >> 11) as f64 / (1_u128 << (number % 72)) as f64);
            let few_digits = (number >> 44) as f64 / 1000.0;
            for value in [any, common, few_digits, few_digits.round()].into_iter().filter(|value| value.is_finite()) {
                // Where two are as short and as near, either may be told.
                let (told, expected) = (machine(value), value.to_string());
                assert!(
                    told == expected || told.parse() == Ok(value) && told.len() == expected.len(),
                    "{told} {expected}"
                );
            }
        }
    }

    #[test]
    fn machines_read_back_what_was_written() {
        for value in [88.2, 0.1 + 0.2, 1e-7, -1234.5, 1e21, f64::MIN_POSITIVE] {
            assert_eq!(machine(value).parse(), Ok(value));
        }
    }

    #[test]
    fn a_number_beyond_counting_is_still_written() {
        check(value, "count.0", 1e300, "1e300");
    }

    #[track_caller]
    fn check(words: fn(&Kpi, f64) -> String, spec: &str, number: f64, expected: &str) {
        assert_eq!(words(&kpi(spec), number).replace(NARROW, " "), expected);
    }

    /// A KPI for which only unit and decimals matter, written `percent.1`.
    pub(in crate::words) fn kpi(spec: &str) -> Kpi {
        let (unit, decimals) = spec.split_once('.').unwrap();
        let (unit, kind) = match unit {
            "percent" => (Unit::Percent, KpiKind::Proportion),
            "score" => (Unit::Score, KpiKind::Mean),
            "nps" => (Unit::Nps, KpiKind::Nps),
            "count" => (Unit::Count, KpiKind::Count),
            "seconds" => (Unit::Seconds, KpiKind::Duration),
            "minutes" => (Unit::Minutes, KpiKind::Duration),
            "hours" => (Unit::Hours, KpiKind::Duration),
            "days" => (Unit::Days, KpiKind::Duration),
            "currency" => (Unit::Currency(CurrencyCode::new("GBP").unwrap()), KpiKind::Currency),
            "per1000" => (Unit::Per1000, KpiKind::Rate),
            _ => panic!("no such unit"),
        };
        Kpi {
            id: KpiId::new("kpi").unwrap(),
            name: "A KPI".to_owned(),
            unit,
            kind,
            better: Better::Higher,
            decimals: decimals.parse().unwrap(),
            targets: Targets::default(),
            targets_by: Vec::new(),
            group: None,
            definition: None,
            formula: None,
            source: None,
            owner: None,
            every: None,
            versions: Vec::new(),
            paired_with: None,
            compute: None,
            plausible: None,
            scale: None,
            statistic: Statistic::Mean,
            clock: None,
            accumulates: Accumulates::None,
            people: false,
            limits: LimitsPolicy::default(),
            retired: None,
            audience: None,
            disclosure: None,
        }
    }
}
