//! How days are written in a column, and of which zone they are.
//!
//! A format is always said and never guessed: `03/04/2026` is in March for some and in April for others.

use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday, date};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

use super::entry::{Entry, Map, kind_name, shortened};
use super::mapping::{DayColumn, PeriodFrom, column as named};
use crate::diagnostic::{Problem, nearest};
use crate::model::{Period, PeriodKind};

/// How days, instants or periods are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayFormat {
    /// As Plaudit writes periods: `2026-10`, `2026-Q4`, `2026-W41`.
    Period,
    /// As ISO 8601 writes days and instants: `2026-10-14`, `2026-10-14T09:30:00Z`.
    Iso,
    /// By a pattern of `strptime`: `%d/%m/%Y %H:%M`.
    Pattern(String),
}

/// What a text says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A period as such.
    Period(Period),
    /// A day without a time.
    Day(Date),
    /// A time in a zone that is not said.
    Local(DateTime),
    /// An instant.
    Instant(jiff::Timestamp),
}

impl DayFormat {
    /// What `text` says, if it is written like this.
    pub fn read(&self, text: &str) -> Option<Moment> {
        match self {
            Self::Period => text.parse().ok().map(Moment::Period),
            Self::Iso => iso(text),
            Self::Pattern(pattern) => {
                full_width(pattern, text).or_else(|| moment(&BrokenDownTime::parse(pattern, text).ok()?))
            }
        }
    }

    /// What the first place in `text` says that is written like this.
    pub fn find(&self, text: &str) -> Option<Moment> {
        let places = text.char_indices().map(|(at, _)| &text[at..]);
        places.into_iter().find_map(|rest| match self {
            Self::Period => [8, 7].into_iter().find_map(|length| rest.get(..length)?.parse().ok()).map(Moment::Period),
            Self::Iso => rest.get(..10).and_then(iso),
            Self::Pattern(pattern) => {
                let (found, _) = BrokenDownTime::parse_prefix(pattern, rest).ok()?;
                moment(&found)
            }
        })
    }

    /// The same pattern with day and month the other way round; `None` for what is no such pattern.
    pub fn with_day_and_month_swapped(&self) -> Option<Self> {
        let Self::Pattern(pattern) = self else { return None };
        let (day, month) = (pattern.find("%d")?, pattern.find("%m")?);
        let mut swapped = pattern.clone();
        swapped.replace_range(day..day + 2, "%m");
        swapped.replace_range(month..month + 2, "%d");
        Some(Self::Pattern(swapped))
    }

    /// How it is called in a message.
    pub fn name(&self) -> &str {
        match self {
            Self::Period => "a period such as 2026-10",
            Self::Iso => "2026-10-14 or 2026-10-14T09:30:00Z",
            Self::Pattern(pattern) => pattern,
        }
    }
}

/// What `text` says by a pattern of nothing but numbers, each with all its digits: what most exports write, read faster than
/// any pattern can be. `None` for all else.
fn full_width(pattern: &str, text: &str) -> Option<Moment> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (None, None, None, None, None, None);
    let mut rest = text.as_bytes();
    let mut signs = pattern.bytes();
    while let Some(sign) = signs.next() {
        if sign != b'%' {
            let (first, after) = rest.split_first()?;
            if *first != sign || sign.is_ascii_whitespace() && sign != b' ' {
                return None;
            }
            rest = after;
            continue;
        }
        let (into, width) = match signs.next()? {
            b'Y' => (&mut year, 4),
            b'm' => (&mut month, 2),
            b'd' => (&mut day, 2),
            b'H' => (&mut hour, 2),
            b'M' => (&mut minute, 2),
            b'S' => (&mut second, 2),
            _ => return None,
        };
        let (digits, after) = rest.split_at_checked(width)?;
        if !digits.iter().all(u8::is_ascii_digit) || into.is_some() {
            return None;
        }
        *into = Some(digits.iter().fold(0_i16, |number, digit| number * 10 + i16::from(digit - b'0')));
        rest = after;
    }
    if !rest.is_empty() || second.is_some_and(|second| second > 59) {
        return None;
    }
    let date = Date::new(year?, month?.try_into().ok()?, day?.try_into().ok()?).ok()?;
    match (hour, minute) {
        (Some(hour), Some(minute)) => {
            let (hour, minute) = (hour.try_into().ok()?, minute.try_into().ok()?);
            let second = second.unwrap_or(0).try_into().ok()?;
            Some(Moment::Local(date.to_datetime(jiff::civil::Time::new(hour, minute, second, 0).ok()?)))
        }
        (None, None) if second.is_none() => Some(Moment::Day(date)),
        _ => None,
    }
}

fn iso(text: &str) -> Option<Moment> {
    if text.len() <= 10 {
        return super::entry::date(text).map(Moment::Day);
    }
    if let Ok(instant) = text.parse() {
        return Some(Moment::Instant(instant));
    }
    text.parse().ok().map(Moment::Local)
}

fn moment(found: &BrokenDownTime) -> Option<Moment> {
    if let Some(instant) = found.timestamp() {
        return Some(Moment::Instant(instant));
    }
    let Ok(day) = found.to_date() else {
        let day = match (found.year(), found.month(), found.iso_week_year(), found.iso_week()) {
            (Some(year), Some(month), ..) => Date::new(year, month, 1).ok()?,
            (_, _, Some(year), Some(week)) => ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date(),
            _ => return None,
        };
        return Some(Moment::Day(day));
    };
    match (found.offset(), found.hour()) {
        (Some(_), _) => found.to_timestamp().ok().map(Moment::Instant),
        (None, Some(_)) => Some(Moment::Local(day.to_datetime(found.to_time().ok()?))),
        (None, None) => Some(Moment::Day(day)),
    }
}

/// The period of a file or of its rows.
pub(super) fn period(entry: Entry<'_>, kind: Option<PeriodKind>) -> Option<PeriodFrom> {
    let map = entry.map(&["column", "format", "zone", "calendar", "file_name"])?;
    match (map.get("column"), map.get("file_name")) {
        (Some(_), None) => column_of(&map, kind).map(PeriodFrom::Column),
        (None, Some(format)) => {
            for key in ["format", "zone", "calendar"] {
                if let Some(entry) = map.get(key) {
                    entry.report_key(Problem::OnlyWith { key, other: "column" });
                }
            }
            Some(PeriodFrom::FileName(day_format(format, kind)?.0))
        }
        (Some(_), Some(format)) => {
            let because = "a row has one period";
            format.report_key(Problem::Contradiction { one: "column", other: "file_name", because });
            None
        }
        (None, None) => {
            map.required("column", "the column of the day; or `file_name: FORMAT`");
            None
        }
    }
}

/// A column of days or instants.
pub(super) fn column(entry: Entry<'_>, kind: Option<PeriodKind>) -> Option<DayColumn> {
    column_of(&entry.map(&["column", "format", "zone", "calendar"])?, kind)
}

fn column_of(map: &Map<'_>, kind: Option<PeriodKind>) -> Option<DayColumn> {
    let column = map.required("column", "the column of the day").and_then(named);
    let expected = "`iso`, `period`, or a pattern: %d/%m/%Y %H:%M for 31/10/2026 17:05";
    let format = map.required("format", expected).and_then(|entry| day_format(entry, kind));
    let zones = (map.get("zone").map(zone), map.get("calendar").map(zone));
    let ((format, has_offset), zone, calendar) = (format?, flat(zones.0)?, flat(zones.1)?);
    if (has_offset || zone.is_some()) && calendar.is_none() && (has_offset || format == DayFormat::Iso) {
        map.entry().report_key(Problem::CalendarNotSaid {});
        return None;
    }
    Some(DayColumn { column: column?, format, zone, calendar })
}

/// `Some(None)` where nothing is given, `None` where it was reported.
fn flat<T>(found: Option<Option<T>>) -> Option<Option<T>> {
    match found {
        None => Some(None),
        Some(found) => found.map(Some),
    }
}

/// A format, and whether what is written like this says how far it is from UTC.
fn day_format(entry: Entry<'_>, kind: Option<PeriodKind>) -> Option<(DayFormat, bool)> {
    let text = entry.text()?;
    match text.as_str() {
        "period" => return Some((DayFormat::Period, false)),
        "iso" => return Some((DayFormat::Iso, false)),
        _ => {}
    }
    // Whether a pattern says enough shows when a day is written by it and read again.
    let sample = jiff::Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC).with().date(date(2026, 10, 14)).build();
    let written = sample.ok().and_then(|day| jiff::fmt::strtime::format(&text, &day).ok());
    let format = DayFormat::Pattern(text.clone());
    let read = written.as_ref().and_then(|written| format.read(written));
    let (day, has_offset) = match read {
        Some(Moment::Day(day)) => (day, false),
        Some(Moment::Local(time)) => (time.date(), false),
        Some(Moment::Instant(instant)) => (instant.to_zoned(TimeZone::UTC).date(), true),
        Some(Moment::Period(_)) | None => {
            entry.report(Problem::NotADayFormat { found: shortened(&text) });
            return None;
        }
    };
    let kind = kind.unwrap_or(PeriodKind::Month);
    let first = |kind| Period::containing(kind, date(2026, 10, 14)).map(Period::first_day);
    let says_enough = day == date(2026, 10, 14)
        || (Some(day) == first(PeriodKind::Month) && kind != PeriodKind::Week)
        || (Some(day) == first(PeriodKind::Week) && kind == PeriodKind::Week);
    if !says_enough {
        entry.report(Problem::FormatTooCoarse { found: shortened(&text), site: kind_name(kind) });
        return None;
    }
    Some((format, has_offset))
}

fn zone(entry: Entry<'_>) -> Option<TimeZone> {
    let name = entry.text()?;
    TimeZone::get(&name).ok().or_else(|| {
        let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
        let nearest = nearest(&name, known.iter().map(String::as_str));
        entry.report(Problem::UnknownZone { found: shortened(&name), nearest });
        None
    })
}

impl DayColumn {
    /// The period in which a moment lies; `None` when it is of another kind than `kind`, or an instant without a zone
    /// to see it from.
    pub fn period(&self, moment: Moment, kind: PeriodKind) -> Option<Period> {
        let day = match moment {
            Moment::Period(period) => return (period.kind() == kind).then_some(period),
            Moment::Day(day) => day,
            Moment::Local(time) => match (&self.zone, &self.calendar) {
                (Some(zone), Some(calendar)) if may_be_in_another_period(time, kind) => {
                    calendar.to_datetime(zone.to_timestamp(time).ok()?).date()
                }
                _ => time.date(),
            },
            Moment::Instant(instant) => self.calendar.as_ref()?.to_datetime(instant).date(),
        };
        Period::containing(kind, day)
    }
}

/// Whether a time may lie in another period by the clocks of another place. Between two of them there are 26 hours at most,
/// so only the first and last days of a month can be of another one; asking costs more than all else of a day.
fn may_be_in_another_period(time: DateTime, kind: PeriodKind) -> bool {
    match kind {
        PeriodKind::Month | PeriodKind::Quarter => !(3..=26).contains(&time.day()),
        PeriodKind::Week => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_kept_to_and_never_bent() {
        let day_first = DayFormat::Pattern("%d/%m/%Y".into());
        assert_eq!(day_first.read("03/04/2026"), Some(Moment::Day(date(2026, 4, 3))));
        assert_eq!(day_first.read("10/31/2026"), None);
        assert_eq!(DayFormat::Iso.read("2026-10-14T09:30:00"), Some(Moment::Local(date(2026, 10, 14).at(9, 30, 0, 0))));
        assert!(matches!(DayFormat::Iso.read("2026-10-14 09:30:00+02:00"), Some(Moment::Instant(_))));
        assert_eq!(DayFormat::Pattern("%B %Y".into()).read("October 2026"), Some(Moment::Day(date(2026, 10, 1))));
    }

    #[test]
    fn numbers_in_full_width_say_what_the_pattern_says() {
        for (pattern, text) in [
            ("%Y-%m-%d %H:%M:%S", "2026-10-14 09:30:05"),
            ("%d/%m/%Y", "03/04/2026"),
            ("%d/%m/%Y", "31/02/2026"),
            ("%d/%m/%Y", "10/31/2026"),
            ("%d/%m/%Y %H:%M", "31/10/2026 24:00"),
            ("%d/%m/%Y %H:%M", "31/10/2026 23:59"),
            ("%Y%m%d", "20261014"),
            ("%d.%m.%Y", "3.4.2026"),
            ("%d.%m.%Y", "03.04.2026 "),
            ("%Y-%m-%d %H:%M:%S", "2026-10-14 09:30:60"),
        ] {
            let slowly = BrokenDownTime::parse(pattern, text).ok().and_then(|found| moment(&found));
            assert_eq!(DayFormat::Pattern(pattern.into()).read(text), slowly, "{pattern} {text}");
            assert!(full_width(pattern, text).is_none_or(|quickly| Some(quickly) == slowly), "{pattern} {text}");
        }
        assert!(full_width("%Y-%m-%d %H:%M:%S", "2026-10-14 09:30:05").is_some());
    }

    #[test]
    fn a_period_is_found_in_a_name() {
        let october = "2026-10".parse().unwrap();
        assert_eq!(DayFormat::Period.find("tickets 2026-10 v2"), Some(Moment::Period(october)));
        assert_eq!(DayFormat::Period.find("tickets-2026-W41"), Some(Moment::Period("2026-W41".parse().unwrap())));
        assert_eq!(DayFormat::Pattern("%Y%m".into()).find("export_202610"), Some(Moment::Day(date(2026, 10, 1))));
        assert_eq!(DayFormat::Period.find("tickets"), None);
    }

    #[test]
    fn the_last_hour_of_a_month_belongs_to_it_where_people_work() {
        let column = DayColumn {
            column: super::super::mapping::Column { name: "at".into(), at: crate::diagnostic::Location::file("m") },
            format: DayFormat::Iso,
            zone: TimeZone::get("UTC").ok(),
            calendar: TimeZone::get("Europe/London").ok(),
        };
        let period =
            |text: &str| column.period(DayFormat::Iso.read(text).unwrap(), PeriodKind::Month).unwrap().to_string();
        assert_eq!(period("2026-06-30T23:30:00Z"), "2026-07");
        assert_eq!(period("2026-06-30T23:30:00"), "2026-07");
        assert_eq!(period("2026-06-30"), "2026-06");
    }

    #[test]
    fn only_days_near_the_ends_of_a_month_may_be_of_another_one() {
        // The clocks that differ most.
        let zones = ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/London"].map(|zone| TimeZone::get(zone).unwrap());
        for (zone, calendar) in zones.iter().flat_map(|zone| zones.iter().map(move |calendar| (zone, calendar))) {
            let mut time = date(2024, 2, 1).at(0, 0, 0, 0);
            while time.date() < date(2025, 4, 2) {
                let there = calendar.to_datetime(zone.to_timestamp(time).unwrap()).date();
                for kind in [PeriodKind::Month, PeriodKind::Quarter] {
                    let is_same = Period::containing(kind, there) == Period::containing(kind, time.date());
                    assert!(is_same || may_be_in_another_period(time, kind), "{time} {kind:?}");
                }
                time = time.checked_add(jiff::SignedDuration::from_mins(431)).unwrap();
            }
        }
    }
}
