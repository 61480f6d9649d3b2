//! What time a sentence speaks of, so that its figures are held against those of that time and of no other.

use super::{Manner, Text};
use crate::compose::prose::Sentence;
use crate::model::{Period, PeriodKind};
use crate::words::claims::{OF_ONE, find, find_words};
use crate::words::period;

/// What time a sentence speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Time {
    /// One period.
    One(Period),
    /// Nobody can tell which: this one, or one before it.
    UpTo(Period),
}

/// The time that `clause`, a part of `sentence`, speaks of; `None` where nobody can tell, or where a story may tell of a
/// single case.
pub(super) fn time(text: &Text, sentence: &Sentence, clause: &str) -> Option<Time> {
    match text.manner {
        Manner::Reports => (!names_another_time(clause, text.period)).then_some(Time::One(text.period)),
        Manner::Tells { .. } if find(&sentence.text, OF_ONE.iter().copied()).is_some() => None,
        Manner::Tells { until } => told_time(&sentence.text, text.period, until),
    }
}

/// Whether words name a month, a quarter or a year that is not the text's own.
fn names_another_time(words: &str, period: Period) -> bool {
    let own = period::name(period);
    let mut months = named_months(words).map(period::month_name);
    months.any(|month| !own.contains(month)) || names_a_quarter(words) || years(words).any(|year| !own.contains(year))
}

/// In a story a month is the last one of its name, and no month any time until there are figures.
fn told_time(words: &str, told: Period, until: Period) -> Option<Time> {
    let (mut months, mut years) = (named_months(words), years(words));
    if names_a_quarter(words) {
        return None;
    }
    match (months.next(), months.next(), years.next(), years.next()) {
        (None, None, None, None) => Some(Time::UpTo(until)),
        (Some(month), None, year, None) if told.kind() == PeriodKind::Month => {
            let year = match year {
                Some(year) => year.parse().ok()?,
                None if month <= told.number() => told.year(),
                None => told.year() - 1,
            };
            Period::new(PeriodKind::Month, year, month).filter(|period| *period <= told).map(Time::One)
        }
        _ => None,
    }
}

/// The months that words name, by their numbers.
fn named_months(words: &str) -> impl Iterator<Item = u8> {
    // The verb `may` is no month.
    let is_named = |month: &str| find_words(words, month).is_some_and(|at| words[at].starts_with(char::is_uppercase));
    (1..=12).filter(move |number| is_named(period::month_name(*number)))
}

fn names_a_quarter(words: &str) -> bool {
    find(words, ["Q1", "Q2", "Q3", "Q4"]).is_some()
}

fn years(words: &str) -> impl Iterator<Item = &str> {
    words.split(|sign: char| !sign.is_alphanumeric()).filter(|token| {
        token.len() == 4
            && (token.starts_with("19") || token.starts_with("20"))
            && token.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_speaks_of_the_month_that_it_names() {
        check("In May it was 88 %.", Some(Time::One(month(2026, 5))));
        check("In November it was 88 %.", Some(Time::One(month(2025, 11))));
        check("In May 2024 it was 88 %, in May.", Some(Time::One(month(2024, 5))));
        check("It may have been 88 %.", Some(Time::UpTo(month(2026, 9))));
    }

    #[test]
    fn of_several_times_and_those_to_come_nobody_can_tell() {
        for words in ["From May to June it was 88 %.", "In 2025 it was 88 %.", "In Q2 it was 88 %.", "In May 2027."] {
            check(words, None);
        }
    }

    #[track_caller]
    fn check(words: &str, expected: Option<Time>) {
        assert_eq!(told_time(words, month(2026, 10), month(2026, 9)), expected);
    }

    fn month(year: i16, number: u8) -> Period {
        Period::new(PeriodKind::Month, year, number).unwrap()
    }
}
