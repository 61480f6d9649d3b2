//! Cells: what stands in a table, and what it says as a number, a time span or a moment.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::rejected::Reason;
use crate::read::mapping::{CellUnit, TableForm};
use crate::read::{DayFormat, Moment};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text, without spaces around it.
    Text(Cow<'a, str>),
    /// A number, as only workbooks know them.
    Number(f64),
    /// A day or a time, as only workbooks know them.
    Moment(DateTime),
    /// A time span in seconds, as only workbooks know them.
    Span(f64),
    /// What a formula gives that cannot be worked out: `#DIV/0!`.
    Fault(String),
    /// Bytes that are no text in the table's encoding, or look like another one.
    Undecoded(Reason),
}

impl<'a> Cell<'a> {
    /// A text without the spaces around it; nothing when nothing is left.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = match text.into() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// What the cell says as words; `None` for nothing.
    pub(super) fn words(&self) -> Result<Option<Cow<'_, str>>, Reason> {
        match self {
            Self::Empty => Ok(None),
            Self::Text(text) => Ok(Some(Cow::Borrowed(text))),
            Self::Number(number) => Ok(Some(Cow::Owned(number.to_string()))),
            Self::Moment(moment) => Ok(Some(Cow::Owned(moment.to_string()))),
            Self::Span(seconds) => Ok(Some(Cow::Owned(format!("{seconds} s")))),
            Self::Fault(fault) => Err(Reason::Fault(fault.clone())),
            Self::Undecoded(reason) => Err(reason.clone()),
        }
    }

    /// Whether there is no value, by `form`.
    pub(super) fn is_nothing(&self, form: &TableForm) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => form.nothing.iter().any(|word| *word == **text),
            _ => false,
        }
    }

    /// The number in the cell; `None` for nothing.
    pub(super) fn number(&self, form: &TableForm) -> Result<Option<f64>, Reason> {
        if self.is_nothing(form) {
            return Ok(None);
        }
        match self {
            Self::Number(number) if number.is_finite() => Ok(Some(*number)),
            Self::Text(text) => match number(text, form.decimal_comma) {
                Some(number) => Ok(Some(number)),
                None if is_fault(text) => Err(Reason::Fault(text.to_string())),
                None => Err(Reason::NotANumber(shown(text))),
            },
            _ => Err(Reason::NotANumber(shown(&self.words()?.unwrap_or_default()))),
        }
    }

    /// What the cell says in `unit`: in percent, in seconds for time spans, else as a plain number; `None` for nothing.
    pub(super) fn amount(&self, unit: CellUnit, form: &TableForm) -> Result<Option<f64>, Reason> {
        if self.is_nothing(form) {
            return Ok(None);
        }
        match unit {
            CellUnit::Plain => match self {
                Self::Text(text) => Cell::Text(Cow::Borrowed(without_currency(text))).number(form),
                _ => self.number(form),
            },
            CellUnit::Percent | CellUnit::Fraction => {
                if let Self::Text(text) = self
                    && let Some(share) = text.strip_suffix('%')
                {
                    return Cell::text(share).number(form);
                }
                let scale = if unit == CellUnit::Fraction { 100.0 } else { 1.0 };
                Ok(self.number(form)?.map(|number| number * scale))
            }
            CellUnit::Seconds(each) => {
                let span = |number: f64| (number >= 0.0).then_some(number * f64::from(each));
                match self {
                    Self::Text(text) => number(text, form.decimal_comma).and_then(span),
                    Self::Number(number) => span(*number),
                    _ => None,
                }
                .map(Some)
                .ok_or_else(|| self.no_span(unit))
            }
            CellUnit::HoursMinutesSeconds | CellUnit::MinutesSeconds | CellUnit::Words => {
                let span = match self {
                    Self::Span(seconds) if *seconds >= 0.0 => Some(*seconds),
                    Self::Text(text) => match unit {
                        CellUnit::Words => words_span(text, form.decimal_comma),
                        CellUnit::MinutesSeconds => clock_span(text, 2),
                        _ => clock_span(text, 3),
                    },
                    _ => None,
                };
                span.map(Some).ok_or_else(|| self.no_span(unit))
            }
        }
    }

    fn no_span(&self, unit: CellUnit) -> Reason {
        match self.words() {
            Err(reason) => reason,
            Ok(Some(text)) if is_fault(&text) => Reason::Fault(text.into_owned()),
            Ok(text) => Reason::NotATimeSpan { found: shown(&text.unwrap_or_default()), unit: unit_name(unit) },
        }
    }

    /// The day or instant in the cell; `None` for nothing.
    pub(super) fn moment(&self, format: &DayFormat, form: &TableForm) -> Result<Option<Moment>, Reason> {
        if self.is_nothing(form) {
            return Ok(None);
        }
        // A workbook knows which number is a day, so nothing has to be read by a pattern.
        if let Self::Moment(time) = self {
            let is_day = time.time() == jiff::civil::Time::midnight();
            return Ok(Some(if is_day { Moment::Day(time.date()) } else { Moment::Local(*time) }));
        }
        let words = self.words()?.unwrap_or_default();
        match format.read(&words) {
            Some(moment) => Ok(Some(moment)),
            None if is_fault(&words) => Err(Reason::Fault(words.into_owned())),
            None => {
                let (found, said) = (shown(&words), format.name().to_owned());
                let other = format.with_day_and_month_swapped().filter(|other| other.read(&words).is_some());
                Err(match other {
                    Some(other) => Reason::DayAndMonthSwapped { found, format: said, other: other.name().to_owned() },
                    None => Reason::NotADay { found, format: said },
                })
            }
        }
    }
}

/// A text as a message shows it.
pub(super) fn shown(text: &str) -> String {
    const LENGTH: usize = 40;
    let line: String = text.chars().take(LENGTH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LENGTH).is_some() { format!("{line}…") } else { line }
}

/// What formulas leave in a table where they fail.
pub(super) fn is_fault(text: &str) -> bool {
    matches!(
        text,
        "#DIV/0!"
            | "#N/A"
            | "#NAME?"
            | "#NULL!"
            | "#NUM!"
            | "#REF!"
            | "#VALUE!"
            | "#SPILL!"
            | "#CALC!"
            | "Err:502"
            | "Err:508"
    )
}

fn without_currency(text: &str) -> &str {
    let text = text.trim_start_matches(['€', '£', '$', '¥']).trim_end_matches(['€', '£', '$', '¥']).trim();
    let code = text.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()));
    code.map_or(text, |_| text[3..].trim_start())
}

/// A number as people write it: with a point or a comma before decimals, and perhaps something between thousands.
fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain(digits) {
        return digits.parse().ok().map(|number: f64| sign * number);
    }
    let (decimal, thousands) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = match digits.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if fraction.is_some_and(|fraction| !is_plain(fraction)) {
        return None;
    }
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let plain: String = match separator {
        None => whole.to_owned(),
        Some(between) if between == thousands || matches!(between, ' ' | '\u{A0}' | '\u{202F}' | '\'' | '’') => {
            let groups: Vec<&str> = whole.split(between).collect();
            let fits = groups.iter().all(|group| is_plain(group))
                && (1..=3).contains(&groups[0].len())
                && groups[1..].iter().all(|group| group.len() == 3);
            if !fits {
                return None;
            }
            groups.concat()
        }
        Some(_) => return None,
    };
    if !is_plain(&plain) {
        return None;
    }
    let number: f64 = format!("{plain}.{}", fraction.unwrap_or("0")).parse().ok()?;
    Some(sign * number)
}

/// `14:30:00` with three parts, `14:30` with two; the first may be large.
fn clock_span(text: &str, parts: usize) -> Option<f64> {
    let found: Vec<&str> = text.split(':').collect();
    if found.len() != parts {
        return None;
    }
    let mut total = 0.0;
    for (at, part) in found.iter().enumerate() {
        let (whole, fraction) = part.split_once('.').map_or((*part, None), |(whole, fraction)| (whole, Some(fraction)));
        let is_last = at + 1 == parts;
        let fits = (1..=6).contains(&whole.len())
            && whole.bytes().all(|byte| byte.is_ascii_digit())
            && (at == 0 || whole.len() == 2)
            && fraction.is_none_or(|digits| is_last && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let number: f64 = part.parse().ok().filter(|_| fits)?;
        if at > 0 && number >= 60.0 {
            return None;
        }
        total = total * 60.0 + number;
    }
    Some(total)
}

/// `3 d 12 h`, `14m 30s`, `3 Days 12 Hours`, `1h5m`; larger units first, each once.
fn words_span(text: &str, decimal_comma: bool) -> Option<f64> {
    let mut rest = text.trim();
    let (mut total, mut last) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let amount = number(&rest[..digits], decimal_comma)?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let each = match rest[..letters].to_lowercase().as_str() {
            "d" | "day" | "days" => 86_400.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            _ => return None,
        };
        if each >= last {
            return None;
        }
        last = each;
        total += amount * each;
        rest = rest[letters..].trim_start_matches([' ', ',', '\u{A0}']);
    }
    last.is_finite().then_some(total)
}

fn unit_name(unit: CellUnit) -> &'static str {
    match unit {
        CellUnit::Seconds(1) => "a number of seconds",
        CellUnit::Seconds(60) => "a number of minutes",
        CellUnit::Seconds(3_600) => "a number of hours",
        CellUnit::Seconds(_) => "a number of days",
        CellUnit::HoursMinutesSeconds => "HH:MM:SS",
        CellUnit::MinutesSeconds => "MM:SS",
        CellUnit::Words => "a time span such as 3 d 12 h",
        CellUnit::Plain | CellUnit::Percent | CellUnit::Fraction => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, comma, expected) in [
            ("1412", false, Some(1412.0)),
            ("88.25", false, Some(88.25)),
            ("1,412.5", false, Some(1412.5)),
            ("1.412,5", true, Some(1412.5)),
            ("88,25", true, Some(88.25)),
            ("1 412", false, Some(1412.0)),
            ("1\u{202F}412,5", true, Some(1412.5)),
            ("-3.5", false, Some(-3.5)),
            ("−3", false, Some(-3.0)),
            ("88,25", false, None),
            ("88.25", true, None),
            ("1,41", false, None),
            ("12,3456", false, None),
            ("1e5", false, None),
            ("1.2.3", false, None),
            ("", false, None),
            (".5", false, None),
            ("12 ", false, None),
            ("nan", false, None),
        ] {
            assert_eq!(number(text, comma), expected, "{text} {comma}");
        }
    }

    #[test]
    fn a_time_span_is_only_what_its_unit_says() {
        let read = |text: &'static str, unit| Cell::text(text).amount(unit, &form()).ok().flatten();
        assert_eq!(read("90", CellUnit::Seconds(60)), Some(5_400.0));
        assert_eq!(read("01:30:00", CellUnit::Seconds(60)), None);
        assert_eq!(read("01:30:00", CellUnit::HoursMinutesSeconds), Some(5_400.0));
        assert_eq!(read("120:00:01", CellUnit::HoursMinutesSeconds), Some(432_001.0));
        assert_eq!(read("01:60:00", CellUnit::HoursMinutesSeconds), None);
        assert_eq!(read("01:30", CellUnit::HoursMinutesSeconds), None);
        assert_eq!(read("01:30", CellUnit::MinutesSeconds), Some(90.0));
        assert_eq!(read("3 d 12 h", CellUnit::Words), Some(302_400.0));
        assert_eq!(read("3 Days 12 Hours", CellUnit::Words), Some(302_400.0));
        assert_eq!(read("14m 30s", CellUnit::Words), Some(870.0));
        assert_eq!(read("1h5m", CellUnit::Words), Some(3_900.0));
        assert_eq!(read("5m 1h", CellUnit::Words), None);
        assert_eq!(read("90", CellUnit::Words), None);
        assert_eq!(read("-5", CellUnit::Seconds(1)), None);
    }

    #[test]
    fn a_share_comes_with_or_without_its_sign() {
        let read = |text: &'static str, unit| Cell::text(text).amount(unit, &form()).unwrap();
        assert_eq!(read("88.2 %", CellUnit::Percent), Some(88.2));
        assert_eq!(read("88.2", CellUnit::Percent), Some(88.2));
        assert_eq!(read("0.5", CellUnit::Fraction), Some(50.0));
        assert_eq!(read("50%", CellUnit::Fraction), Some(50.0));
        assert_eq!(read("n/a", CellUnit::Percent), None);
        assert_eq!(read("€ 3.41", CellUnit::Plain), Some(3.41));
        assert_eq!(read("EUR 3.41", CellUnit::Plain), Some(3.41));
    }

    fn form() -> TableForm {
        TableForm { nothing: vec!["n/a".into()], ..TableForm::default() }
    }
}
