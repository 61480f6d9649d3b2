//! A sample of a table: how it seems to be written, what stands in its columns, and which of them has days.

use std::collections::BTreeSet;

use super::super::cell::{Cell, is_fault};
use super::super::rejected::Rejected;
use super::super::table::{Head, Row, Rows};
use crate::diagnostic::Reported;
use crate::read::mapping::{Encoding, TableForm};
use crate::read::{DayFormat, Moment};

/// How many rows are looked at.
const SAMPLE: usize = 2_000;

/// How a table that begins with `start` seems to be written.
pub(super) fn form_of(start: &[u8]) -> TableForm {
    // Nothing stands between the columns of a workbook.
    if start.starts_with(b"PK\x03\x04") {
        return TableForm::default();
    }
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
    let delimiter =
        [b',', b';', b'\t', b'|'].into_iter().max_by_key(|sign| (count(*sign), *sign == b',')).unwrap_or(b',');
    let is_utf8 = match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character may be cut off at the end of what was read.
        Err(error) => error.error_len().is_none(),
    };
    let has_mark = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let encoding = (!is_utf8 && !has_mark).then_some(Encoding::Windows1252);
    TableForm { encoding, delimiter, ..TableForm::default() }
}

/// Some rows of a table.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Vec<Cell<'static>>>,
    pub(super) rows: usize,
    pub(super) nothing: BTreeSet<&'static str>,
    rejected: Rejected,
}

impl Sample {
    /// The same with one of its columns.
    pub(super) fn only(&self, column: usize) -> Self {
        let (names, columns) = (vec![self.names[column].clone()], vec![self.columns[column].clone()]);
        Self { names, columns, rows: self.rows, ..Self::default() }
    }
}

impl Rows for Sample {
    fn head(&mut self, head: &Head<'_>) -> Result<(), Reported> {
        self.names = head.names.to_vec();
        self.columns = head.names.iter().map(|_| Vec::new()).collect();
        Ok(())
    }

    fn row(&mut self, _: u64, row: &Row<'_>) {
        self.rows += 1;
        for (at, column) in self.columns.iter_mut().enumerate() {
            match row.cell(at) {
                Cell::Empty => {}
                Cell::Text(text) if NOTHING.contains(&&*text) => {
                    self.nothing.extend(NOTHING.iter().find(|word| **word == text));
                }
                // What a formula leaves says nothing of the column.
                Cell::Text(text) if is_fault(&text) => {}
                Cell::Text(text) => column.push(Cell::text(text.into_owned())),
                Cell::Number(number) => column.push(Cell::Number(number)),
                Cell::Moment(moment) => column.push(Cell::Moment(moment)),
                Cell::Span(span) => column.push(Cell::Span(span)),
                Cell::Fault(_) | Cell::Undecoded(_) => {}
            }
        }
    }

    fn has_enough(&self) -> bool {
        self.rows >= SAMPLE
    }

    fn rejected(&mut self) -> &mut Rejected {
        &mut self.rejected
    }
}

pub(super) fn words(cell: &Cell<'_>) -> String {
    cell.words().ok().flatten().unwrap_or_default().into_owned()
}

/// The first different words of a column, in its order.
pub(super) fn distinct(cells: &[Cell<'_>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    cells.iter().map(words).filter(|word| seen.insert(word.clone())).take(200).collect()
}

/// Words that stand for "no value" wherever they are.
const NOTHING: &[&str] = &["-", "–", "—", "n/a", "N/A", "NA", "null", "NULL", "None"];

pub(super) fn has_decimal_commas(sample: &Sample) -> bool {
    let is_comma = |word: &str| {
        let word = word.trim_end_matches(['%', ' ']);
        word.split_once(',').is_some_and(|(whole, rest)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(&whole.replace('.', "")) && digits(rest) && rest.len() != 3
        })
    };
    sample.columns.iter().flatten().any(|cell| matches!(cell, Cell::Text(text) if is_comma(text)))
}

/// A column of days, and how they can be read: in several ways where that cannot be told.
pub(super) struct Days {
    pub(super) column: usize,
    pub(super) formats: Vec<DayFormat>,
    /// Whether they are instants of a zone that they say.
    pub(super) are_instants: bool,
    pub(super) are_days: bool,
}

/// How days are often written.
pub(in crate::author::import) fn day_formats() -> Vec<DayFormat> {
    let mut patterns = vec![DayFormat::Period, DayFormat::Iso];
    for day in [
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d.%m.%Y",
        "%d-%m-%Y",
        "%Y/%m/%d",
        "%d %b %Y",
        "%b %d, %Y",
        "%d/%m/%y",
        "%m/%d/%y",
    ] {
        for time in ["", " %H:%M", " %H:%M:%S", " %I:%M %p"] {
            patterns.push(DayFormat::Pattern(format!("{day}{time}")));
        }
    }
    patterns.extend(["%B %Y", "%b %Y", "%m/%Y", "%Y/%m", "%Y%m"].map(|month| DayFormat::Pattern(month.into())));
    patterns
}

pub(super) fn day_column(sample: &Sample) -> Option<Days> {
    let patterns = day_formats();
    let form = TableForm::default();
    let read = |column: usize| {
        let cells = &sample.columns[column];
        let fits = |format: &&DayFormat| {
            !cells.is_empty()
                && cells
                    .iter()
                    .all(|cell| !matches!(cell, Cell::Number(_)) && matches!(cell.moment(format, &form), Ok(Some(_))))
        };
        let mut formats: Vec<DayFormat> = patterns.iter().filter(fits).cloned().collect();
        if formats.contains(&DayFormat::Iso) {
            formats = vec![DayFormat::Iso];
        }
        let first = formats.first()?;
        let moment = cells.first()?.moment(first, &form).ok()??;
        let are_days = !matches!(moment, Moment::Period(_))
            && !matches!(first, DayFormat::Pattern(pattern) if !pattern.contains("%d"));
        Some(Days { column, are_instants: matches!(moment, Moment::Instant(_)), are_days, formats })
    };
    let mut found: Vec<Days> = (0..sample.names.len()).filter_map(read).collect();
    // Of several the one that everything has, and that says when it began.
    let rank = |days: &Days| {
        let name = sample.names[days.column].to_lowercase();
        let begins =
            ["created", "opened", "received", "period", "month", "date"].iter().any(|word| name.contains(word));
        (std::cmp::Reverse(sample.columns[days.column].len()), !begins, days.column)
    };
    found.sort_by_key(rank);
    found.into_iter().next()
}

pub(super) fn looks_like_tickets(sample: &Sample, day: Option<&Days>) -> bool {
    let has_id = sample.columns.iter().zip(&sample.names).any(|(cells, name)| {
        let name = name.to_lowercase();
        let is_called_so = ["id", "ticket", "case", "number", "ref"].iter().any(|word| name.contains(word));
        is_called_so && cells.len() == sample.rows && distinct(cells).len() == sample.rows.min(200)
    });
    day.is_some_and(|day| day.are_days) && has_id
}
