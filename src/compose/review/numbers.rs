//! Numbers as people type them: `88.2 %`, `14 min 30 s`, `£3.41`, `four per cent`.

use std::ops::Range;

use crate::model::{Kpi, Unit};
use crate::words::cardinal::cardinal;

/// What sort of number it is, by what stands around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sort {
    Bare,
    Percent,
    /// In seconds.
    Duration,
    Money,
}

/// A number as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    /// Where, with its unit.
    pub(super) at: Range<usize>,
    pub(super) sort: Sort,
    pub(super) value: f64,
    /// What its last digit stands for.
    step: f64,
}

impl Typed {
    /// Its value in the unit of a KPI; `None` where it is of another sort.
    pub(super) fn value_in(&self, kpi: &Kpi) -> Option<f64> {
        let fits = match kpi.unit {
            Unit::Percent => self.sort == Sort::Percent,
            Unit::Seconds | Unit::Minutes | Unit::Hours | Unit::Days => self.sort == Sort::Duration,
            Unit::Currency(_) => self.sort == Sort::Money,
            Unit::Count | Unit::Nps | Unit::Score | Unit::Per100 | Unit::Per1000 | Unit::Per10000 => {
                self.sort == Sort::Bare && !(self.step == 1.0 && (1900.0..2100.0).contains(&self.value))
            }
        };
        fits.then(|| self.value / kpi.unit.seconds().unwrap_or(1.0))
    }

    /// What its last digit stands for in the unit of a KPI.
    pub(super) fn step_in(&self, kpi: &Kpi) -> f64 {
        self.step / kpi.unit.seconds().unwrap_or(1.0)
    }
}

/// The numbers in `text` within `clause`, in digits or, where a unit follows, in words; dates, times of day, ordinals and
/// parts of names are none.
pub(super) fn numbers(text: &str, clause: Range<usize>) -> Vec<Typed> {
    let bytes = text.as_bytes();
    let mut found: Vec<Typed> = Vec::new();
    let mut at = clause.start;
    while at < clause.end {
        if bytes[at].is_ascii_alphabetic() {
            at += word(&text[..clause.end], at, &mut found);
            continue;
        }
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let before = text[..at].chars().next_back();
        let end = number_end(text, at);
        let digits: String = text[at..end].chars().filter(|sign| sign.is_ascii_digit() || *sign == '.').collect();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let (start, after) = (at, &text[end..]);
        let is_part_of_word =
            before.is_some_and(|it| it.is_alphabetic() || "-/.:_#".contains(it)) || after.starts_with([':', '/', '_']);
        let Ok(value) = digits.parse::<f64>() else {
            at = end;
            continue;
        };
        at = end;
        let step = libm::pow(0.1, decimals as f64);
        if is_part_of_word {
            continue;
        }
        if before.is_some_and(|sign| "£$€".contains(sign)) {
            let sign = before.map_or(1, char::len_utf8);
            found.push(Typed { at: start - sign..end, sort: Sort::Money, value, step });
            continue;
        }
        let (sort, length, factor) = match unit(after) {
            Follows::Unit { sort, length, factor } => (sort, length, factor),
            Follows::Nothing => (Sort::Bare, 0, 1.0),
            Follows::Else => continue,
        };
        at = end + length;
        push(&mut found, text, Typed { at: start..at, sort, value: value * factor, step: step * factor });
    }
    found
}

/// Reads the word that begins at `start`, a number if a unit follows it; gives its length.
fn word(text: &str, start: usize, found: &mut Vec<Typed>) -> usize {
    let rest = &text[start..];
    let length = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
    let before = text[..start].trim_end();
    let is_whole = !text[..start].ends_with(|sign: char| sign.is_alphanumeric() || "-–’'".contains(sign));
    let Some(cardinal) = cardinal(rest).filter(|_| is_whole) else { return length };
    // Of a range nobody can tell what is meant: four to five days.
    let is_range = ["to", "or", "and"].iter().any(|word| {
        let before = before.strip_suffix(word).filter(|before| before.ends_with(char::is_whitespace));
        before.is_some_and(|before| is_number(before.trim_end()))
    });
    let is_decimal = before.ends_with(" point");
    if let Follows::Unit { sort, length, factor } = unit(&rest[cardinal.length..])
        && !(is_range || is_decimal)
    {
        let end = start + cardinal.length + length;
        let typed = Typed { at: start..end, sort, value: cardinal.value * factor, step: cardinal.step() * factor };
        push(found, text, typed);
        return end - start;
    }
    cardinal.length
}

/// Whether `text` ends with a number, in digits or in words.
fn is_number(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.ends_with(|sign: char| sign.is_ascii_digit()) || cardinal(last).is_some_and(|it| it.length == last.len())
}

/// Adds a number to what was found, or to the number it is a part of.
fn push(found: &mut Vec<Typed>, text: &str, typed: Typed) {
    match found.last_mut() {
        // 14 min 30 s
        Some(last)
            if last.sort == Sort::Duration
                && typed.sort == Sort::Duration
                && typed.step < last.step
                && text[last.at.end..typed.at.start].trim().is_empty() =>
        {
            *last = Typed { at: last.at.start..typed.at.end, value: last.value + typed.value, ..typed };
        }
        _ => found.push(typed),
    }
}

/// What stands behind a number.
enum Follows {
    /// Its unit, with the spaces before it, and how much of a percent, a second or a coin it is.
    Unit {
        /// What the unit makes of it.
        sort: Sort,
        /// In bytes.
        length: usize,
        /// In percent, seconds or coins.
        factor: f64,
    },
    /// Something that leaves it a number.
    Nothing,
    /// Something that makes it an ordinal, a difference, a range or a part of a name.
    Else,
}

fn unit(after: &str) -> Follows {
    let spaces = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let unit = &after[spaces..];
    let word: String = unit.chars().take_while(|sign| sign.is_alphabetic()).collect();
    let (sort, length, factor) = match word.as_str() {
        _ if unit.starts_with('%') => (Sort::Percent, 1, 1.0),
        "percent" => (Sort::Percent, word.len(), 1.0),
        "per" if unit.starts_with("per cent") => (Sort::Percent, 8, 1.0),
        "s" | "sec" | "second" | "seconds" => (Sort::Duration, word.len(), 1.0),
        "min" | "minute" | "minutes" => (Sort::Duration, word.len(), 60.0),
        "h" | "hour" | "hours" => (Sort::Duration, word.len(), 3_600.0),
        "day" | "days" => (Sort::Duration, word.len(), 86_400.0),
        "pounds" | "euros" | "dollars" if spaces > 0 => (Sort::Money, word.len(), 1.0),
        _ if !word.is_empty() && spaces == 0 => return Follows::Else,
        "point" | "points" | "pts" | "percentage" | "of" | "to" | "in" | "weeks" | "months" => return Follows::Else,
        _ if unit.starts_with(['–', '-']) => return Follows::Else,
        _ => return Follows::Nothing,
    };
    Follows::Unit { sort, length: spaces + length, factor }
}

/// Where the number ends that begins at `start`: 5,120 and 88.2, without a full stop behind it.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = start + digits(start);
    while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        check(
            "88.2 % of 5,120 in 14 min 30 s",
            &[("88.2 %", Sort::Percent, 88.2, 0.1), ("14 min 30 s", Sort::Duration, 870.0, 1.0)],
        );
        check(
            "it cost £3.41, 12 per cent",
            &[("£3.41", Sort::Money, 3.41, 0.01), ("12 per cent", Sort::Percent, 12.0, 1.0)],
        );
        check("412, then 31.", &[("412", Sort::Bare, 412.0, 1.0), ("31", Sort::Bare, 31.0, 1.0)]);
    }

    #[test]
    fn dates_times_ordinals_and_names_are_no_numbers() {
        check(
            "on the 3rd, at 14:30, in 2026-10, P512, 3/4 of B2, 1.3 points, 80–85 %",
            &[("85 %", Sort::Percent, 85.0, 1.0)],
        );
    }

    #[test]
    fn words_are_numbers_where_a_unit_follows() {
        check(
            "four per cent after twenty-three days, Three minutes twenty seconds",
            &[
                ("four per cent", Sort::Percent, 4.0, 1.0),
                ("twenty-three days", Sort::Duration, 1_987_200.0, 86_400.0),
                ("Three minutes twenty seconds", Sort::Duration, 200.0, 5.0),
            ],
        );
        check("ninety per cent", &[("ninety per cent", Sort::Percent, 90.0, 5.0)]);
        check("it fell to five days", &[("five days", Sort::Duration, 432_000.0, 86_400.0)]);
    }

    #[test]
    fn other_words_are_no_numbers() {
        check("nine in ten, one in seven, twenty people, a four-day wait, two and a half days, the fifth day", &[]);
        check("four to five days, from three to four days, eighty-eight point two per cent, forty-two, übers", &[]);
        check("on-one day’s five ten-year days", &[]);
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Sort, f64, f64)]) {
        let found = numbers(text, 0..text.len());
        let found: Vec<_> = found
            .iter()
            .map(|it| (&text[it.at.clone()], it.sort, (it.value * 1e6).round() / 1e6, (it.step * 1e6).round() / 1e6))
            .collect();
        assert_eq!(found, expected);
    }
}
