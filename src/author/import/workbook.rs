//! Workbooks: XLSX row by row, ODS as a whole; both only after it is known that they are not made to burst.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, Xlsx};
use jiff::civil::{Date, DateTime};
use zip::ZipArchive;

use super::cell::Cell;
use super::table::{Head, Row, Rows, TableRead};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, nearest};
use crate::read::mapping::TableForm;

const MEGABYTE: u64 = 1024 * 1024;
/// The largest workbook; rows as CSV are read without such a limit.
const MAX_PACKED: u64 = 64 * MEGABYTE;
/// The most that all of it may unpack to.
const MAX_UNPACKED: u64 = 1024 * MEGABYTE;
/// The most that a part may unpack to that is held in memory as a whole.
const MAX_PART: u64 = 192 * MEGABYTE;
/// A part that unpacks to more than this many times its size is made to burst; real sheets stay below 100.
const MAX_RATIO: u64 = 300;
const MAX_PARTS: usize = 2_000;
const MAX_COLUMNS: usize = 4_000;
/// Cells of an ODS, those that are written once and repeated included.
const MAX_CELLS: u64 = 4_000_000;

/// Shows all rows of the sheet that `form` names to `rows`.
pub(super) fn read(
    opened: File,
    file: &Path,
    form: &TableForm,
    rows: &mut impl Rows,
    diagnostics: &Diagnostics,
) -> Result<TableRead, Reported> {
    let here = || Location::file(file);
    let is_ods = match unpacks(&opened) {
        Ok(is_ods) => is_ods,
        Err(problem) => return Err(diagnostics.fatal(problem, here())),
    };
    let refuse = |reason: String| diagnostics.fatal(Problem::NotATable { reason }, here());
    let mut below = Below { form, file, rows, diagnostics, names: None, count: 0 };
    let input = BufReader::new(opened);
    let sheet = if is_ods {
        let mut book: Ods<_> = Ods::new(input).map_err(|error| refuse(error.to_string()))?;
        let sheet = sheet(&book, form, file, diagnostics)?;
        let range = book.worksheet_range(&sheet).map_err(|error| refuse(error.to_string()))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (at, cells) in range.rows().enumerate() {
            let mut row: Vec<Cell<'static>> = vec![Cell::Empty; first_column as usize];
            row.extend(cells.iter().map(of_ods));
            below.row(u64::from(first_row) + at as u64 + 1, &row)?;
            if below.rows.has_enough() {
                break;
            }
        }
        sheet
    } else {
        let mut book: Xlsx<_> = Xlsx::new(input).map_err(|error| refuse(error.to_string()))?;
        let sheet = sheet(&book, form, file, diagnostics)?;
        stream(&mut book, &sheet, &mut below).map_err(|error| error.unwrap_or_else(refuse))?;
        sheet
    };
    if below.count == 0 && below.rows.rejected().count == 0 {
        return Err(diagnostics.fatal(Problem::EmptyTable { head: form.head }, here()));
    }
    Ok(TableRead { rows: below.count, form: format!("{}, sheet `{sheet}`", if is_ods { "ODS" } else { "XLSX" }) })
}

/// Shows the rows of an XLSX sheet one by one.
fn stream<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    below: &mut Below<'_, impl Rows>,
) -> Result<(), Result<Reported, String>> {
    let said = |error: calamine::XlsxError| Err(error.to_string());
    let mut cells = book.worksheet_cells_reader(sheet).map_err(said)?;
    let mut row: Vec<Cell<'static>> = Vec::new();
    let mut current = 0;
    while let Some(cell) = cells.next_cell().map_err(said)? {
        let (at, column) = cell.get_position();
        if at != current {
            below.row(u64::from(current) + 1, &row).map_err(Ok)?;
            if below.rows.has_enough() {
                return Ok(());
            }
            row.clear();
            current = at;
        }
        let column = column as usize;
        if column < MAX_COLUMNS {
            if row.len() <= column {
                row.resize(column + 1, Cell::Empty);
            }
            row[column] = of_xlsx(cell.get_value());
        }
    }
    below.row(u64::from(current) + 1, &row).map_err(Ok)
}

/// The rows of a sheet, of which the head's is known.
struct Below<'b, R> {
    form: &'b TableForm,
    file: &'b Path,
    rows: &'b mut R,
    diagnostics: &'b Diagnostics,
    names: Option<Vec<String>>,
    count: u64,
}

impl<R: Rows> Below<'_, R> {
    fn row(&mut self, row: u64, cells: &[Cell<'static>]) -> Result<(), Reported> {
        if row < u64::from(self.form.head) || cells.iter().all(|cell| *cell == Cell::Empty) {
            return Ok(());
        }
        if self.names.is_none() {
            let name = |cell: &Cell<'_>| cell.words().ok().flatten().unwrap_or_default().into_owned();
            let names: Vec<String> = cells.iter().map(name).collect();
            self.rows.head(&Head::new(&names, self.file, self.diagnostics))?;
            self.names = Some(names);
            return Ok(());
        }
        self.count += 1;
        self.rows.row(row, &Row::Cells(cells));
        Ok(())
    }
}

/// The sheet that the mapping names, or the first one.
fn sheet<B: Reader<BufReader<File>>>(
    book: &B,
    form: &TableForm,
    file: &Path,
    diagnostics: &Diagnostics,
) -> Result<String, Reported> {
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    match &form.sheet {
        None => sheets.into_iter().next().ok_or_else(|| {
            diagnostics.fatal(Problem::NotATable { reason: "it has no sheet".into() }, Location::file(file))
        }),
        Some(named) if sheets.contains(&named.name) => Ok(named.name.clone()),
        Some(named) => {
            let nearest = nearest(&named.name, sheets.iter().map(String::as_str));
            Err(diagnostics.fatal(Problem::NoSheet { name: named.name.clone(), nearest, sheets }, named.at.clone()))
        }
    }
}

fn of_xlsx(value: &DataRef<'_>) -> Cell<'static> {
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::text(text.clone()),
        DataRef::SharedString(text) => Cell::text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::text(flag.to_string()),
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => span(text),
        DataRef::Error(fault) => Cell::Fault(fault.to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

fn of_ods(value: &Data) -> Cell<'static> {
    match value {
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) => Cell::text(text.clone()),
        Data::Bool(flag) => Cell::text(flag.to_string()),
        Data::DateTime(moment) => moment_of(moment),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => span(text),
        Data::Error(fault) => Cell::Fault(fault.to_string()),
        Data::Empty => Cell::Empty,
    }
}

fn moment_of(moment: &ExcelDateTime) -> Cell<'static> {
    // Whole days and times of less than one are told apart by their format; a time of day alone is a time span.
    if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) {
        return Cell::Span((moment.as_f64() * 86_400.0 * 1_000.0).round() / 1_000.0);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month.cast_signed(), day.cast_signed()).ok());
    let time = jiff::civil::Time::new(hour.cast_signed(), minute.cast_signed(), second.cast_signed(), 0).ok();
    match date.zip(time) {
        Some((date, time)) => Cell::Moment(date.to_datetime(time)),
        None => Cell::Number(moment.as_f64()),
    }
}

fn iso(text: &str) -> Cell<'static> {
    text.parse::<DateTime>().map_or_else(|_| Cell::text(text.to_owned()), Cell::Moment)
}

/// `PT01H30M00S`.
fn span(text: &str) -> Cell<'static> {
    let parsed = text.parse::<jiff::SignedDuration>().ok();
    parsed.map_or_else(|| Cell::text(text.to_owned()), |span| Cell::Span(span.as_secs_f64()))
}

/// Unpacks all of a workbook without keeping it, and says whether it is an ODS; fails when it is none, or too large.
///
/// What a zip says about its sizes need not be true, so all is counted.
fn unpacks(opened: &File) -> Result<bool, Problem> {
    let too_large = |what, limit: u64| Problem::TableTooLarge { what, limit: format!("{} MB", limit / MEGABYTE) };
    let no_workbook = |reason: &str| Problem::NotATable { reason: reason.to_owned() };
    if opened.metadata().is_ok_and(|found| found.len() > MAX_PACKED) {
        return Err(too_large("the workbook is too large", MAX_PACKED));
    }
    let again = opened.try_clone().map_err(|_| no_workbook("it cannot be read twice"))?;
    let mut archive = ZipArchive::new(BufReader::new(again)).map_err(|_| no_workbook("it is a damaged zip"))?;
    if archive.len() > MAX_PARTS {
        return Err(no_workbook("it has thousands of parts"));
    }
    let (mut total, mut is_ods, mut is_xlsx) = (0, false, false);
    let mut buffer = vec![0; 1 << 16];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| no_workbook("a part of it is encrypted or damaged"))?;
        let name =
            part.name().map(std::borrow::Cow::into_owned).map_err(|_| no_workbook("a part of it has no name"))?;
        is_xlsx |= name == "xl/workbook.xml";
        let is_content = name == "content.xml";
        is_ods |= is_content;
        let is_streamed = name.starts_with("xl/worksheets/") || name.starts_with("xl/media/");
        let packed = part.compressed_size();
        let mut cells = RepeatedCells::default();
        let mut size: u64 = 0;
        loop {
            let read = part.read(&mut buffer).map_err(|_| no_workbook("a part of it is damaged"))?;
            if read == 0 {
                break;
            }
            size += read as u64;
            total += read as u64;
            if size > 8 * MEGABYTE && size > packed.saturating_mul(MAX_RATIO) {
                return Err(Problem::TableTooLarge {
                    what: "the workbook unpacks to far more than it is",
                    limit: format!("{MAX_RATIO} times its size"),
                });
            }
            if size > MAX_PART && !is_streamed {
                return Err(too_large("a part of the workbook is too large", MAX_PART));
            }
            if total > MAX_UNPACKED {
                return Err(too_large("the workbook is too large once it is unpacked", MAX_UNPACKED));
            }
            if is_content && !cells.count(&buffer[..read]) {
                return Err(Problem::TableTooLarge {
                    what: "the sheets have too many cells",
                    limit: format!("{} million, those that repeat included", MAX_CELLS / 1_000_000),
                });
            }
        }
    }
    match (is_ods, is_xlsx) {
        (true, false) => Ok(true),
        (false, true) => Ok(false),
        _ => Err(no_workbook("it is a zip, but no XLSX or ODS")),
    }
}

/// Counts the cells of an ODS as they come by: a cell that is written once may be repeated a million times.
#[derive(Default)]
struct RepeatedCells {
    tag: Vec<u8>,
    is_in_tag: bool,
    row_repeats: u64,
    in_row: u64,
    empty: u64,
    widest: u64,
    empty_rows: u64,
    total: u64,
}

impl RepeatedCells {
    /// Whether there are not too many so far.
    fn count(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes {
            match byte {
                b'<' => {
                    self.is_in_tag = true;
                    self.tag.clear();
                }
                b'>' if self.is_in_tag => {
                    self.is_in_tag = false;
                    let tag = std::mem::take(&mut self.tag);
                    self.tag_ends(&tag);
                    self.tag = tag;
                }
                byte if self.is_in_tag && self.tag.len() < 4096 => self.tag.push(*byte),
                _ => {}
            }
        }
        self.total <= MAX_CELLS
    }

    fn tag_ends(&mut self, tag: &[u8]) {
        if tag.starts_with(b"table:table-row") {
            (self.in_row, self.empty) = (0, 0);
            self.row_repeats = repeats(tag, b"number-rows-repeated");
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            let repeats = repeats(tag, b"number-columns-repeated").min(16_384);
            let has = |word: &[u8]| tag.windows(word.len()).any(|part| part == word);
            if has(b"value-type") || has(b"formula") || tag.last() != Some(&b'/') {
                self.in_row = (self.in_row + self.empty + repeats).min(16_384);
                self.empty = 0;
            } else {
                self.empty += repeats;
            }
        } else if tag.starts_with(b"/table:table-row") {
            self.widest = self.widest.max(self.in_row);
            if self.in_row == 0 {
                self.empty_rows = self.empty_rows.saturating_add(self.row_repeats);
            } else {
                let rows = self.row_repeats.saturating_add(self.empty_rows);
                self.total = self.total.saturating_add(rows.saturating_mul(self.widest));
                self.empty_rows = 0;
            }
        } else if tag.starts_with(b"/table:table") {
            (self.empty_rows, self.widest) = (0, 0);
        }
    }
}

/// The number that an attribute gives; 1 without it.
fn repeats(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = tag.windows(attribute.len()).position(|part| part == attribute) else { return 1 };
    let digits = tag[at + attribute.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
    let number = digits.take_while(|byte| byte.is_ascii_digit());
    number.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_cells_are_counted_as_they_will_be() {
        let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
        let filled =
            "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"10\"/>";
        let trailing = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        check(&row(&format!("{filled}{trailing}")), 10);
        check(&row(&format!("{trailing}{filled}")), 16_010);
        let far = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row>";
        check(&format!("{}{far}{}", row(filled), row(filled)), 10 + 10 * 1_000_001);
        check(&format!("{}{far}</table:table>", row(filled)), 10);
    }

    #[track_caller]
    fn check(content: &str, expected: u64) {
        let mut cells = RepeatedCells::default();
        for piece in content.as_bytes().chunks(7) {
            cells.count(piece);
        }
        assert_eq!(cells.total, expected);
    }
}
