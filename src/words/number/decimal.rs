//! Decimals: a floating-point number as people write it, and the one place where it is rounded.

use std::fmt::Write;

/// A finite number as it reads in its shortest decimal form.
///
/// Rounding works on that form and not on the binary number, so that 2.675 with two decimals is 2.68, as everybody expects
/// who sees the 2.675.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// Its size.
    magnitude: f64,
}

/// The shortest decimal that reads back as a number: `digits` × 10^`exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Digits {
    /// At most 17 digits.
    digits: u64,
    exponent: i32,
}

/// The powers of ten that a number is multiplied by before it is rounded.
const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// Below this a number and its shortest decimal form are less than [`DOUBT`] apart, whatever was multiplied.
const SMALL: f64 = 1e9;

/// Nearer to a half than this, the binary number does not say which way the decimal one is rounded.
const DOUBT: f64 = 1e-5;

impl Decimal {
    /// The shortest decimal that reads back as `value`.
    pub(super) fn of(value: f64) -> Self {
        assert!(value.is_finite(), "every number of a finding is finite");
        Self { negative: value.is_sign_negative(), magnitude: value.abs() }
    }

    /// |value| × `factor` ÷ `divisor` × 10^`places`, rounded half away from zero.
    ///
    /// `None` when that is too large to count, which takes a value of 10^15 times 10^`places` and more.
    pub(super) fn scaled(self, factor: u64, divisor: u64, places: u32) -> Option<u128> {
        // Most numbers are far from any half; only for the others the decimal form must be known.
        if let Some(power) = POWERS.get(places as usize) {
            let scaled = self.magnitude * factor as f64 * power / divisor as f64;
            let whole = scaled.floor();
            if scaled < SMALL && (scaled - whole - 0.5).abs() > DOUBT {
                return Some(whole as u128 + u128::from(scaled - whole > 0.5));
            }
        }
        self.digits().scaled(factor, divisor, places)
    }

    /// How many decimals the number has.
    pub(super) fn places(self) -> u32 {
        self.digits().places()
    }

    fn digits(self) -> Digits {
        let value = self.magnitude;
        let mut text = Buffer { bytes: [0; 40], length: 0 };
        write!(text, "{value:e}").expect("17 digits and an exponent fit");
        let mut decimal = Digits { digits: 0, exponent: 0 };
        let (mantissa, exponent) = text.as_str().split_once('e').expect("`e` stands before the exponent");
        let mut after_point = false;
        for byte in mantissa.bytes() {
            match byte {
                b'.' => after_point = true,
                digit => {
                    decimal.digits = decimal.digits * 10 + u64::from(digit - b'0');
                    decimal.exponent -= i32::from(after_point);
                }
            }
        }
        decimal.exponent += exponent.parse::<i32>().expect("an exponent is a number");
        decimal
    }
}

impl Digits {
    fn scaled(self, factor: u64, divisor: u64, places: u32) -> Option<u128> {
        let above = u128::from(self.digits) * u128::from(factor);
        let below = u128::from(divisor);
        let shift = self.exponent + i32::try_from(places).ok()?;
        if shift >= 0 {
            let above = above.checked_mul(10_u128.checked_pow(shift.unsigned_abs())?)?;
            return above.checked_mul(2)?.checked_add(below).map(|twice| twice / (2 * below));
        }
        // So small that even the first decimal that would show is far away: a divisor that cannot be counted gives 0.
        let below = 10_u128.checked_pow(shift.unsigned_abs()).and_then(|power| below.checked_mul(power));
        Some(below.and_then(|below| below.checked_mul(2)).map_or(0, |twice| (2 * above + twice / 2) / twice))
    }

    fn places(self) -> u32 {
        let trailing = self
            .digits
            .checked_ilog10()
            .map_or(0, |last| (0..=last).take_while(|power| self.digits.is_multiple_of(10_u64.pow(power + 1))).count());
        let exponent = self.exponent + i32::try_from(trailing).unwrap_or(0);
        if self.digits == 0 { 0 } else { exponent.min(0).unsigned_abs() }
    }
}

/// `scaled` ÷ 10^`places` with `places` decimals, thousands grouped with a comma.
pub(super) fn write_grouped(out: &mut String, scaled: u128, places: u32) {
    let one = 10_u128.pow(places);
    if let (Ok(small), Ok(one)) = (u32::try_from(scaled), u32::try_from(one)) {
        let mut rest = small / one;
        // From the last digit on: ten digits, three commas.
        let (mut bytes, mut at, mut count) = ([0_u8; 13], 13, 0);
        loop {
            if count > 0 && count % 3 == 0 {
                at -= 1;
                bytes[at] = b',';
            }
            at -= 1;
            bytes[at] = b'0' + (rest % 10) as u8;
            (rest, count) = (rest / 10, count + 1);
            if rest == 0 {
                break;
            }
        }
        out.push_str(str::from_utf8(&bytes[at..]).expect("digits and commas are ASCII"));
        if places > 0 {
            out.push('.');
            let mut place = one / 10;
            while place > 0 {
                out.push(char::from(b'0' + (small / place % 10) as u8));
                place /= 10;
            }
        }
        return;
    }
    let mut text = Buffer { bytes: [0; 40], length: 0 };
    write!(text, "{}", scaled / one).expect("39 digits fit");
    let whole = text.as_str();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if places > 0 {
        let width = usize::try_from(places).expect("few decimals");
        write!(out, ".{:0width$}", scaled % one).expect("a string takes all");
    }
}

/// Text on the stack: the longest that is written here are 39 digits.
struct Buffer {
    bytes: [u8; 40],
    length: usize,
}

impl Buffer {
    fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..self.length]).expect("numbers are ASCII")
    }
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero_as_they_are_written() {
        for (value, places, expected) in [
            (2.675, 2, 268),
            (1.005, 2, 101),
            (0.5, 0, 1),
            (1.5, 0, 2),
            (-2.5, 0, 3),
            (0.049_999_999_999_999_996, 1, 0),
            (8.35, 1, 84),
            (1e-300, 3, 0),
            (0.0, 2, 0),
            (1e15, 2, 100_000_000_000_000_000),
        ] {
            assert_eq!(Decimal::of(value).scaled(1, 1, places), Some(expected), "{value}");
        }
    }

    #[test]
    fn a_factor_is_exact() {
        // 0.075 minutes are 4.5 seconds; as binary numbers some such products fall short of the half.
        assert_eq!(Decimal::of(0.075).scaled(60, 1, 0), Some(5));
        assert_eq!(Decimal::of(1.0 / 3.0).scaled(3_600, 60, 0), Some(20));
        assert_eq!(Decimal::of(7_650.0).scaled(1, 100, 0), Some(77));
    }

    #[test]
    fn what_cannot_be_counted_is_none() {
        assert_eq!(Decimal::of(1e300).scaled(1, 1, 0), None);
        assert_eq!(Decimal::of(f64::MIN_POSITIVE).scaled(1, 1, 0), Some(0));
    }

    #[test]
    fn decimals_are_those_that_are_written() {
        for (value, places) in [(90.0, 0), (92.5, 1), (0.25, 2), (1e20, 0), (120.0, 0), (1e-7, 7), (0.0, 0)] {
            assert_eq!(Decimal::of(value).places(), places, "{value}");
        }
    }

    #[test]
    fn rounding_equals_long_hand_on_the_written_digits() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for round in 0..60_000_u64 {
            let places = u32::try_from(next() % 5).unwrap();
            // Numbers with few decimals hit the halves, arbitrary ones everything between.
            let value = match round % 3 {
                0 => (next() % 10_000_000) as f64 / libm::exp10((next() % 7) as f64),
                1 => (next() % 1_000_000) as f64 / (next() % 10_000 + 1) as f64,
                _ => (next() >> 11) as f64 * libm::exp10((next() % 24) as f64 - 18.0),
            };
            let Some(scaled) = Decimal::of(value).scaled(1, 1, places) else { continue };
            assert_eq!(scaled.to_string(), long_hand(&value.to_string(), places), "{value} with {places} decimals");
        }
    }

    /// Rounds a written number by looking at its digits: the decimals that stay, one more digit decides.
    fn long_hand(written: &str, places: u32) -> String {
        let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
        let places = usize::try_from(places).unwrap();
        let kept = decimals.chars().chain(std::iter::repeat('0')).take(places);
        let mut digits: Vec<char> = whole.chars().chain(kept).collect();
        if decimals.chars().nth(places).is_some_and(|next| next >= '5') {
            let mut place = digits.len();
            loop {
                if place == 0 {
                    digits.insert(0, '1');
                    break;
                }
                place -= 1;
                if digits[place] == '9' {
                    digits[place] = '0';
                } else {
                    digits[place] = char::from_digit(digits[place].to_digit(10).unwrap() + 1, 10).unwrap();
                    break;
                }
            }
        }
        let text: String = digits.into_iter().collect();
        let trimmed = text.trim_start_matches('0');
        if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
    }
}
