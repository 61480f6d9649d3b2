//! Periods and days as people say them.

use jiff::civil::Date;

use crate::model::{Every, Fieldwork, Kpi, Period, PeriodKind};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const QUARTERS: [&str; 4] = ["first quarter", "second quarter", "third quarter", "fourth quarter"];

/// A period with its year, as a heading: `October 2026`, `third quarter 2026`, `week 41, 2026`.
pub fn name(period: Period) -> String {
    let year = period.year();
    match period.kind() {
        PeriodKind::Month => format!("{} {year}", month(period.number())),
        PeriodKind::Quarter => format!("{} {year}", quarter(period.number())),
        PeriodKind::Week => format!("week {}, {year}", period.number()),
    }
}

/// A period with its year, for axes and columns: `Oct 2026`, `Q3 2026`, `W41 2026`.
pub fn short(period: Period) -> String {
    let mut short = String::with_capacity(12);
    match period.kind() {
        PeriodKind::Month => short.push_str(&month(period.number())[..3]),
        PeriodKind::Quarter | PeriodKind::Week => short.push_str(&short_bare(period)),
    }
    short.push(' ');
    match period.year() {
        // Four digits, written one by one: charts name many periods.
        year @ 1_000..=9_999 => {
            let digit = |place: i16| char::from(b'0' + (year / place % 10) as u8);
            short.extend([digit(1_000), digit(100), digit(10), digit(1)]);
        }
        year => short.push_str(&year.to_string()),
    }
    short
}

/// A period without its year, for axes and columns: `Oct`, `Q3`, `W41`.
pub fn short_bare(period: Period) -> String {
    match period.kind() {
        PeriodKind::Month => month(period.number())[..3].to_owned(),
        PeriodKind::Quarter => format!("Q{}", period.number()),
        PeriodKind::Week => format!("W{}", period.number()),
    }
}

/// A period inside a sentence of `now`: `October`, `the third quarter`, `week 41`; with its year when that is not clear.
///
/// The year is clear for `now` and the periods of the year before it.
pub fn inside(period: Period, now: Period) -> String {
    let distance = period.since(now);
    let year_is_clear = -distance < Period::per_year(now.kind()) as i64 && distance <= 0;
    let bare = bare(period);
    match (year_is_clear, period.kind()) {
        (true, _) => bare,
        (false, PeriodKind::Month) => format!("{bare} {}", period.year()),
        (false, _) => format!("{bare} of {}", period.year()),
    }
}

/// A period inside a sentence when the year is clear: `October`, `the third quarter`, `week 41`.
pub fn bare(period: Period) -> String {
    match period.kind() {
        PeriodKind::Month => month(period.number()).to_owned(),
        PeriodKind::Quarter => format!("the {}", quarter(period.number())),
        PeriodKind::Week => format!("week {}", period.number()),
    }
}

/// The stretch of time that a figure of `kpi` published in `period` is about: `October`, or for a KPI measured less
/// often `the third quarter`, `the first half of the year`, `2026`.
pub fn measured(kpi: &Kpi, period: Period, now: Period) -> String {
    let Some(every) = kpi.every else { return inside(period, now) };
    let month = period.last_day().month().unsigned_abs();
    let year = period.last_day().year();
    let of_year = if year == now.last_day().year() { String::new() } else { format!(" of {year}") };
    match every {
        Every::Month if period.kind() == PeriodKind::Month => inside(period, now),
        Every::Month if of_year.is_empty() => self::month(month).to_owned(),
        Every::Month => format!("{} {year}", self::month(month)),
        Every::Quarter => format!("the {}{of_year}", quarter((month - 1) / 3 + 1)),
        Every::HalfYear if of_year.is_empty() => format!("the {} half of the year", half(month)),
        Every::HalfYear => format!("the {} half{of_year}", half(month)),
        Every::Year => year.to_string(),
    }
}

/// How often a KPI is measured: `monthly`, `quarterly`, `twice a year`, `once a year`.
pub fn how_often(every: Every) -> &'static str {
    match every {
        Every::Month => "monthly",
        Every::Quarter => "quarterly",
        Every::HalfYear => "twice a year",
        Every::Year => "once a year",
    }
}

/// What one period of the site is called: `month`, `quarter`, `week`.
pub fn noun(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Week => "week",
    }
}

/// What one period of the KPI is called: the site's word, unless the KPI is measured less often.
pub fn noun_of(kpi: &Kpi, kind: PeriodKind) -> &'static str {
    match kpi.every {
        None => noun(kind),
        Some(Every::Month) => "month",
        Some(Every::Quarter) => "quarter",
        Some(Every::HalfYear) => "half-year",
        Some(Every::Year) => "year",
    }
}

/// A day with its year: `9 November 2026`.
pub fn date(day: Date) -> String {
    format!("{} {}", day_of_month(day), day.year())
}

/// The month that a day is in: `June 2026`.
pub fn month_of(day: Date) -> String {
    format!("{} {}", month(day.month().unsigned_abs()), day.year())
}

/// The name of the month with this number, 1 to 12: `April`.
pub fn month_name(number: u8) -> &'static str {
    month(number)
}

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

/// So many periods in figures, as the head of a column says it: `24 months`.
pub fn counted(count: usize, kind: PeriodKind) -> String {
    format!("{count} {}{}", noun(kind), if count == 1 { "" } else { "s" })
}

/// A day without its year, when that is clear: `20 November`.
pub fn day_of_month(day: Date) -> String {
    format!("{} {}", day.day(), month(day.month().unsigned_abs()))
}

/// A day inside a sentence said on `now`: `20 November`, with its year when that is more than half a year away.
pub fn day(day: Date, now: Date) -> String {
    let distance = (day - now).get_days().abs();
    if distance <= 183 { day_of_month(day) } else { date(day) }
}

/// When a study's data were collected: `March 2026`, `March to May 2026`, `November 2025 to January 2026`.
pub fn fieldwork(fieldwork: Fieldwork) -> String {
    let (from, to) = (fieldwork.from, fieldwork.to);
    let (first, last) = (month(from.month().unsigned_abs()), month(to.month().unsigned_abs()));
    match (from.year() == to.year(), first == last) {
        (true, true) => format!("{last} {}", to.year()),
        (true, false) => format!("{first} to {last} {}", to.year()),
        (false, _) => format!("{first} {} to {last} {}", from.year(), to.year()),
    }
}

/// When a study's data were collected, in brackets: `spring 2026` where that is what it was, else as [`fieldwork`].
///
/// Seasons are those of the northern half of the world, so only a `language` spoken there has them.
pub fn season(fieldwork: Fieldwork, language: &str) -> String {
    let (from, to) = (fieldwork.from, fieldwork.to);
    let southern = ["AU", "NZ", "ZA"].iter().any(|country| language.ends_with(country));
    // Counted in quarters that begin in December, so that each is one season.
    let season_of = |day: Date| (i32::from(day.year()) * 12 + i32::from(day.month())).div_euclid(3);
    if southern || season_of(from) != season_of(to) {
        return self::fieldwork(fieldwork);
    }
    match to.month() {
        3..=5 => format!("spring {}", to.year()),
        6..=8 => format!("summer {}", to.year()),
        9..=11 => format!("autumn {}", to.year()),
        12 => format!("winter {}/{:02}", to.year(), (to.year() + 1) % 100),
        _ => format!("winter {}/{:02}", to.year() - 1, to.year() % 100),
    }
}

fn month(number: u8) -> &'static str {
    MONTHS[usize::from(number) - 1]
}

fn quarter(number: u8) -> &'static str {
    QUARTERS[usize::from(number) - 1]
}

fn half(month: u8) -> &'static str {
    if month <= 6 { "first" } else { "second" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_the_year() {
        check(name, "2026-10", "October 2026");
        check(name, "2026-Q3", "third quarter 2026");
        check(name, "2026-W41", "week 41, 2026");
        check(short, "2026-09", "Sep 2026");
        check(short, "2026-Q3", "Q3 2026");
        check(short, "2026-W07", "W7 2026");
    }

    #[test]
    fn inside_a_sentence_the_year_is_said_when_it_is_not_clear() {
        for (period, now, expected) in [
            ("2026-10", "2026-10", "October"),
            ("2025-11", "2026-10", "November"),
            ("2025-10", "2026-10", "October 2025"),
            ("2026-11", "2026-10", "November 2026"),
            ("2026-Q1", "2026-Q3", "the first quarter"),
            ("2025-Q3", "2026-Q3", "the third quarter of 2025"),
            ("2026-W40", "2026-W41", "week 40"),
            ("2025-W41", "2026-W41", "week 41 of 2025"),
        ] {
            assert_eq!(inside(period.parse().unwrap(), now.parse().unwrap()), expected);
        }
    }

    #[test]
    fn fieldwork_is_said_as_short_as_it_is_clear() {
        for (from, to, months, season_words) in [
            ("2026-03-01", "2026-05-31", "March to May 2026", "spring 2026"),
            ("2026-03-01", "2026-03-20", "March 2026", "spring 2026"),
            ("2025-12-01", "2026-01-31", "December 2025 to January 2026", "winter 2025/26"),
            ("2025-12-01", "2025-12-20", "December 2025", "winter 2025/26"),
            ("2026-02-01", "2026-03-31", "February to March 2026", "February to March 2026"),
            ("2025-09-01", "2026-11-30", "September 2025 to November 2026", "September 2025 to November 2026"),
        ] {
            let work = Fieldwork { from: from.parse().unwrap(), to: to.parse().unwrap() };
            assert_eq!(fieldwork(work), months);
            assert_eq!(season(work, "en-GB"), season_words);
            assert_eq!(season(work, "en-AU"), months);
        }
    }

    #[test]
    fn a_day_far_away_has_its_year() {
        let now = "2026-11-09".parse().unwrap();
        assert_eq!(day("2026-11-20".parse().unwrap(), now), "20 November");
        assert_eq!(day("2027-11-20".parse().unwrap(), now), "20 November 2027");
        assert_eq!(date(now), "9 November 2026");
    }

    #[track_caller]
    fn check(words: fn(Period) -> String, period: &str, expected: &str) {
        assert_eq!(words(period.parse().unwrap()), expected);
    }
}
