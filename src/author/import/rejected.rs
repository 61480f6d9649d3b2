//! Rejections: cells and rows that could not be taken, and why.

use std::fmt;

use super::propose::day_formats;
use crate::read::DayFormat;

/// More sorts of rejection are counted together.
const TOLD: usize = 100;
/// So many rows of each sort are named.
const NAMED: usize = 5;

/// What could not be taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rejected {
    /// How many cells or rows.
    pub count: usize,
    /// What was wrong with them, in the order in which it was found.
    pub sorts: Vec<Rejection>,
}

/// Cells or rows that could not be taken for one and the same reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The column's name; `None` for the row as a whole.
    pub column: Option<String>,
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: usize,
    /// The first rows of the table, counted from 1; none for what many rows come to.
    pub rows: Vec<u64>,
    /// The last of them: a cell that several figures need is one cell.
    last: Option<u64>,
}

impl Rejected {
    pub(super) fn add(&mut self, row: Option<u64>, column: Option<&str>, reason: Reason) {
        let same = |found: &&mut Rejection| found.column.as_deref() == column && found.reason.is_like(&reason);
        let sorts = self.sorts.len();
        match self.sorts.iter_mut().find(same) {
            Some(found) if row.is_some() && found.last == row => return,
            Some(found) => {
                found.count += 1;
                found.last = row;
                if found.rows.len() < NAMED {
                    found.rows.extend(row);
                }
            }
            None if sorts < TOLD => {
                let (column, rows) = (column.map(str::to_owned), row.into_iter().collect());
                self.sorts.push(Rejection { column, reason, count: 1, rows, last: row });
            }
            None => {}
        }
        self.count += 1;
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rows.as_slice() {
            [] => {}
            [row] => write!(out, "row {row}")?,
            rows => {
                let named: Vec<String> = rows.iter().map(u64::to_string).collect();
                write!(out, "rows {}", named.join(", "))?;
                if self.count > rows.len() {
                    write!(out, " and {} more", self.count - rows.len())?;
                }
            }
        }
        if let Some(column) = &self.column {
            let comma = if self.rows.is_empty() { "" } else { ", " };
            write!(out, "{comma}`{column}`")?;
        }
        write!(out, ": {}", self.reason)
    }
}

/// Why a cell or a row could not be taken.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub enum Reason {
    /// A text where a number must be.
    NotANumber(String),
    /// Something else than a time span of the unit that was said.
    NotATimeSpan { found: String, unit: &'static str },
    /// Something else than a day of the format that was said.
    NotADay { found: String, format: String },
    /// Days of the format that was said with day and month the other way round, of which `found` is the first.
    DayAndMonthSwapped { found: String, format: String, other: String },
    /// A day that lies in no period of the site.
    NoSuchPeriod(String),
    /// A row without a period.
    NoPeriod,
    /// What a formula gives that cannot be worked out.
    Fault(String),
    /// Bytes that are no text.
    NotInEncoding(&'static str),
    /// Bytes that are text in UTF-8, in a table that is said not to be.
    LooksLikeUtf8,
    /// More or fewer cells than the head.
    Ragged { found: usize, expected: usize },
    /// A quoted text without an end.
    QuoteNotClosed,
    /// A word that names no member of a dimension.
    UnknownMember { found: String, dimension: String, nearest: Option<String> },
    /// A row of figures about more than one part.
    SeveralParts,
    /// A word that names no KPI of the mapping.
    UnknownMeasure { found: String, nearest: Option<String> },
    /// A figure that a row before has given.
    Second { what: String, first: u64 },
    /// A figure that cannot be.
    OutOfBounds { what: String, value: f64, bound: String },
    /// A number of cases that is not whole.
    NotWhole(f64),
    /// A part larger than its whole.
    PartAboveWhole { part: f64, whole: f64 },
    /// A figure of which half is missing.
    HalfMissing,
    /// An answer outside of 0 to 10.
    NotAnAnswer(f64),
}

impl Reason {
    /// Whether both are told on one line.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::DayAndMonthSwapped { format: one, other: swapped, .. },
                Self::DayAndMonthSwapped { format: two, other: swapped_too, .. },
            ) => (one, swapped) == (two, swapped_too),
            (one, two) => one == two,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let did_you_mean = |nearest: &Option<String>| match nearest {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        match self {
            Self::NotANumber(found) => write!(out, "`{found}` is not a number"),
            Self::NotATimeSpan { found, unit } => write!(out, "`{found}` is not {unit}"),
            Self::NotADay { found, format } => {
                write!(out, "`{found}` is not a day written as {format}")?;
                let fitting: Vec<DayFormat> = day_formats().into_iter().filter(|it| it.read(found).is_some()).collect();
                match fitting.as_slice() {
                    [one] => write!(out, "; it would be as {}", one.name()),
                    [one, two] => write!(out, "; it would be as {} or {}", one.name(), two.name()),
                    _ => Ok(()),
                }
            }
            Self::DayAndMonthSwapped { found, format, other } => {
                write!(
                    out,
                    "days such as `{found}` are not written as {format}, but would be as {other}: is that how all are written?"
                )
            }
            Self::NoSuchPeriod(found) => write!(out, "`{found}` lies in no period of this site"),
            Self::NoPeriod => out.write_str("the period is missing"),
            Self::Fault(found) => write!(out, "the formula gives {found}"),
            Self::NotInEncoding(encoding) => {
                write!(out, "the bytes are not {encoding}")?;
                let other = if *encoding == "UTF-8" { "windows-1252" } else { "utf-8" };
                write!(out, "; is it `table: {{ encoding: {other} }}`?")
            }
            Self::LooksLikeUtf8 => out.write_str("the bytes look like UTF-8, but the mapping says otherwise"),
            Self::Ragged { found, expected } => write!(out, "the row has {found} cells, the head {expected}"),
            Self::QuoteNotClosed => out.write_str("a quoted text begins here and does not end"),
            Self::UnknownMember { found, dimension, nearest } => {
                write!(out, "`{found}` is no member of `{dimension}`{}", did_you_mean(nearest))
            }
            Self::SeveralParts => {
                out.write_str("the row is about several parts; a figure is of one part, or of the whole")
            }
            Self::UnknownMeasure { found, nearest } => {
                write!(out, "no KPI of the mapping is called `{found}`{}", did_you_mean(nearest))
            }
            Self::Second { what, first } => write!(out, "a second figure of {what}; the first is in row {first}"),
            Self::OutOfBounds { what, value, bound } => write!(out, "`{what}` is {value}, but {bound}"),
            Self::NotWhole(found) => write!(out, "{found} is not a number of cases"),
            Self::PartAboveWhole { part, whole } => write!(out, "{part} of {whole} is more than all"),
            Self::HalfMissing => out.write_str("half of the figure is missing"),
            Self::NotAnAnswer(found) => write!(out, "{found} is not an answer from 0 to 10"),
        }
    }
}
