//! Tables: the rows of a file, one after the other, whatever the file is.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use super::cell::Cell;
use super::delimited::{self, Record};
use super::rejected::Rejected;
use super::workbook;
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, nearest};
use crate::read::mapping::{Column, TableForm};

/// What looks at the rows of a table.
pub(super) trait Rows {
    /// The names of the columns.
    fn head(&mut self, head: &Head<'_>) -> Result<(), Reported>;
    /// A row below the head, which has as many cells; `row` is counted from 1 in the file.
    fn row(&mut self, row: u64, cells: &Row<'_>);
    /// Whether enough was seen.
    fn has_enough(&self) -> bool {
        false
    }
    /// Where rows go that are none.
    fn rejected(&mut self) -> &mut Rejected;
}

/// The cells of a row.
pub(super) enum Row<'r> {
    /// Bytes, which become text when they are asked for.
    Record(&'r Record),
    /// Cells of a workbook.
    Cells(&'r [Cell<'static>]),
}

impl Row<'_> {
    /// The cell in a column.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        match self {
            Self::Record(record) => record.cell(column),
            Self::Cells(cells) => cells.get(column).cloned().unwrap_or(Cell::Empty),
        }
    }
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRead {
    /// Rows below the head.
    pub rows: u64,
    /// How it is written, in words: `UTF-8, columns parted by ;`.
    pub form: String,
}

/// The names of the columns of a table.
pub(super) struct Head<'h> {
    /// The names in their order; without spaces around them.
    pub(super) names: &'h [String],
    table: &'h Path,
    diagnostics: &'h Diagnostics,
}

impl<'h> Head<'h> {
    pub(super) fn new(names: &'h [String], table: &'h Path, diagnostics: &'h Diagnostics) -> Self {
        Self { names, table, diagnostics }
    }

    /// Where a column of the mapping is; reported where the mapping names it when it is nowhere, or in two places.
    pub(super) fn find(&self, column: &Column) -> Option<usize> {
        let mut found = (0..self.names.len()).filter(|at| self.names[*at] == column.name);
        let table = || self.table.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let problem = match (found.next(), found.next()) {
            (Some(at), None) => return Some(at),
            (Some(first), Some(second)) => {
                Problem::ColumnTwice { name: column.name.clone(), table: table(), first: first + 1, second: second + 1 }
            }
            (None, _) => {
                let named: Vec<&String> = self.names.iter().filter(|name| !name.is_empty()).collect();
                Problem::NoColumn {
                    name: column.name.clone(),
                    table: table(),
                    nearest: nearest(&column.name, named.iter().map(|name| name.as_str())),
                    columns: named.iter().map(|name| format!("`{}`", super::cell::shown(name))).collect(),
                }
            }
        };
        self.diagnostics.report(problem, column.at.clone());
        None
    }
}

/// Shows all rows of the table in `file` to `rows`.
pub(super) fn read(
    file: &Path,
    form: &TableForm,
    rows: &mut impl Rows,
    diagnostics: &Diagnostics,
) -> Result<TableRead, Reported> {
    let unreadable = |error: io::Error| {
        let reason = error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase();
        diagnostics.fatal(Problem::Unreadable { reason }, Location::file(file))
    };
    let mut opened = File::open(file).map_err(unreadable)?;
    if opened.metadata().is_ok_and(|found| found.is_dir()) {
        return Err(unreadable(io::Error::other("a folder")));
    }
    let mut start = [0; 512];
    let length = fill(&mut opened, &mut start).map_err(unreadable)?;
    opened.rewind().map_err(unreadable)?;
    let no_table =
        |reason: &str| diagnostics.fatal(Problem::NotATable { reason: reason.to_owned() }, Location::file(file));
    let start = &start[..length];
    let words = String::from_utf8_lossy(start).trim_start().to_lowercase();
    if start.starts_with(b"PK\x03\x04") {
        workbook::read(opened, file, form, rows, diagnostics)
    } else if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Err(no_table("this is an Excel file of before 2007, or one with a password"))
    } else if start.starts_with(b"%PDF") {
        Err(no_table("this is a PDF"))
    } else if words.starts_with('<') {
        Err(no_table("this is a web page or XML, whatever its name ends in"))
    } else if words.starts_with(['{', '[']) && words.contains("\":") {
        Err(no_table("this is JSON"))
    } else {
        delimited::read(opened, start, file, form, rows, diagnostics)
    }
}

/// As much as there is and fits.
fn fill(file: &mut File, into: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < into.len() {
        match file.read(&mut into[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}
