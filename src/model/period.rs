//! Periods: the months, quarters or weeks that a site reports on.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// What kind of period a site reports on. A site has one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// A calendar month, written `2026-10`.
    Month,
    /// A calendar quarter, written `2026-Q4`.
    Quarter,
    /// An ISO 8601 week, written `2026-W41`.
    Week,
}

/// One month, quarter or week. Periods of one kind are ordered by time.
///
/// ```
/// use plaudit::model::Period;
/// let october: Period = "2026-10".parse()?;
/// assert_eq!(october.next().to_string(), "2026-11");
/// assert_eq!(october.first_day().to_string(), "2026-10-01");
/// assert_eq!("2026-Q4".parse::<Period>()?.last_day().to_string(), "2026-12-31");
/// assert!("2026-13".parse::<Period>().is_err());
/// # Ok::<(), plaudit::model::NotAPeriod>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    kind: PeriodKind,
    /// 1900 to 9998, so that every neighbour of every period has days in the calendar.
    year: i16,
    /// Counted from 1 within the year; never beyond the last of its kind in that year.
    number: u8,
}

/// The text is not a month, quarter or week that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPeriod;

impl fmt::Display for NotAPeriod {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not a month (2026-10), quarter (2026-Q4) or week (2026-W41)")
    }
}

impl std::error::Error for NotAPeriod {}

impl Period {
    /// The period of this kind, year and number; `None` when there is no such period.
    pub fn new(kind: PeriodKind, year: i16, number: u8) -> Option<Self> {
        let exists = (1900..=9998).contains(&year) && (1..=last_number(kind, year)).contains(&number);
        exists.then_some(Self { kind, year, number })
    }

    /// The period of `kind` in which `day` lies; `None` outside the years 1900 to 9998.
    pub fn containing(kind: PeriodKind, day: Date) -> Option<Self> {
        let month = day.month().unsigned_abs();
        match kind {
            PeriodKind::Month => Self::new(kind, day.year(), month),
            PeriodKind::Quarter => Self::new(kind, day.year(), (month - 1) / 3 + 1),
            PeriodKind::Week => {
                let week = day.iso_week_date();
                Self::new(kind, week.year(), week.week().unsigned_abs())
            }
        }
    }

    /// Month, quarter or week.
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// The year; for weeks the ISO year, which can differ from the calendar's around New Year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which one of its year, counted from 1.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The first day of the period.
    pub fn first_day(self) -> Date {
        match self.kind {
            PeriodKind::Month => day(self.year, self.number, 1),
            PeriodKind::Quarter => day(self.year, self.number * 3 - 2, 1),
            PeriodKind::Week => monday(self.year, self.number),
        }
    }

    /// The last day of the period.
    pub fn last_day(self) -> Date {
        self.next().first_day().yesterday().expect("periods end at 9998")
    }

    /// The period right after this one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.number < last_number(self.kind, self.year) {
            Self { number: self.number + 1, ..self }
        } else {
            Self { year: self.year + 1, number: 1, ..self }
        }
    }

    /// The period right before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.number > 1 {
            Self { number: self.number - 1, ..self }
        } else {
            let year = self.year - 1;
            Self { year, number: last_number(self.kind, year), ..self }
        }
    }

    /// The period so many before this one.
    #[must_use]
    pub fn before(self, count: usize) -> Self {
        match self.kind {
            PeriodKind::Month | PeriodKind::Quarter => {
                let per_year = Self::per_year(self.kind) as i64;
                let index = i64::from(self.year) * per_year + i64::from(self.number) - 1 - count as i64;
                Self { year: index.div_euclid(per_year) as i16, number: index.rem_euclid(per_year) as u8 + 1, ..self }
            }
            // Some years have a week more than others.
            PeriodKind::Week => (0..count).fold(self, |period, _| period.previous()),
        }
    }

    /// The same period one year earlier; `None` for a 53rd week, which the year before does not have.
    pub fn year_before(self) -> Option<Self> {
        Self::new(self.kind, self.year - 1, self.number)
    }

    /// How many periods of this kind make a year: 12, 4 or 52.
    pub fn per_year(kind: PeriodKind) -> usize {
        match kind {
            PeriodKind::Month => 12,
            PeriodKind::Quarter => 4,
            PeriodKind::Week => 52,
        }
    }

    /// How many periods lie between: 0 for the same, 1 for the next, negative for earlier ones.
    ///
    /// Both must be of one kind, as all periods of a site are.
    #[inline]
    pub fn since(self, earlier: Self) -> i64 {
        debug_assert_eq!(self.kind, earlier.kind);
        let of_year = |per_year: i64| {
            let years = i64::from(self.year) - i64::from(earlier.year);
            years * per_year + i64::from(self.number) - i64::from(earlier.number)
        };
        match self.kind {
            PeriodKind::Month => of_year(12),
            PeriodKind::Quarter => of_year(4),
            PeriodKind::Week => self.weeks_since(earlier),
        }
    }

    fn weeks_since(self, earlier: Self) -> i64 {
        let days = self.first_day().since(earlier.first_day()).expect("days are the default unit");
        i64::from(days.get_days()) / 7
    }

    /// All periods from `self` to `last`, both included; none when `last` is earlier.
    pub fn to(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |period| Some(period.next())).take_while(move |period| *period <= last)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PeriodKind::Month => write!(out, "{}-{:02}", self.year, self.number),
            PeriodKind::Quarter => write!(out, "{}-Q{}", self.year, self.number),
            PeriodKind::Week => write!(out, "{}-W{:02}", self.year, self.number),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, rest) = text.split_once('-').ok_or(NotAPeriod)?;
        let (kind, digits, length) = match rest.as_bytes() {
            [b'Q', ..] => (PeriodKind::Quarter, &rest[1..], 1),
            [b'W', ..] => (PeriodKind::Week, &rest[1..], 2),
            _ => (PeriodKind::Month, rest, 2),
        };
        let is_number = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(year, 4) || !is_number(digits, length) {
            return Err(NotAPeriod);
        }
        let year = year.parse().map_err(|_| NotAPeriod)?;
        let number = digits.parse().map_err(|_| NotAPeriod)?;
        Self::new(kind, year, number).ok_or(NotAPeriod)
    }
}

fn last_number(kind: PeriodKind, year: i16) -> u8 {
    match kind {
        PeriodKind::Month => 12,
        PeriodKind::Quarter => 4,
        // The 28th of December is always in the last ISO week of its year.
        PeriodKind::Week => day(year, 12, 28).iso_week_date().week().unsigned_abs(),
    }
}

fn day(year: i16, month: u8, day: i8) -> Date {
    Date::new(year, month.cast_signed(), day).expect("a period has valid days")
}

fn monday(year: i16, week: u8) -> Date {
    ISOWeekDate::new(year, week.cast_signed(), Weekday::Monday).expect("a period has a valid week").date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_written_as_it_is_read() {
        for text in ["2026-10", "2026-Q4", "2026-W41", "2026-W53", "1999-01"] {
            assert_eq!(period(text).to_string(), text);
        }
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for text in
            ["2026-00", "2026-13", "2026-Q5", "2025-W53", "26-10", "2026-1", "2026-10-01", "2026", "", "+026-10"]
        {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn neighbours_cross_the_year() {
        assert_eq!(period("2026-12").next(), period("2027-01"));
        assert_eq!(period("2027-Q1").previous(), period("2026-Q4"));
        assert_eq!(period("2026-W53").next(), period("2027-W01"));
        assert_eq!(period("2027-W01").previous(), period("2026-W53"));
    }

    #[test]
    fn distance_is_counted_in_periods() {
        assert_eq!(period("2027-02").since(period("2026-11")), 3);
        assert_eq!(period("2026-11").since(period("2027-02")), -3);
        assert_eq!(period("2027-W02").since(period("2026-W52")), 3);
    }

    #[test]
    fn so_many_periods_before_are_so_many_steps_back() {
        for latest in ["2026-10", "2026-12", "2026-01", "2026-Q1", "2026-Q4", "2027-W02"] {
            let steps = std::iter::successors(Some(period(latest)), |period| Some(period.previous()));
            for (count, expected) in steps.take(60).enumerate() {
                assert_eq!(period(latest).before(count), expected, "{count} before {latest}");
            }
        }
    }

    #[test]
    fn a_week_ends_on_sunday() {
        assert_eq!(period("2026-W41").first_day().to_string(), "2026-10-05");
        assert_eq!(period("2026-W41").last_day().to_string(), "2026-10-11");
        assert_eq!(period("2024-02").last_day().to_string(), "2024-02-29");
    }

    #[test]
    fn a_53rd_week_has_no_year_before() {
        assert_eq!(period("2026-W53").year_before(), None);
        assert_eq!(period("2026-10").year_before(), Some(period("2025-10")));
    }

    #[track_caller]
    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }
}
