//! Text with something between columns, row by row: memory does not grow with the file.

use std::cell::Cell as Counter;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::cell::Cell;
use super::rejected::Reason;
use super::table::{Head, Row, Rows, TableRead};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::read::mapping::{Encoding, TableForm};

/// No row is longer; a quote that is not closed would otherwise take the rest of the file for one cell.
const MAX_ROW: usize = 4 * 1024 * 1024;
/// No table has more columns.
const MAX_COLUMNS: usize = 4_000;

/// A row of bytes, and how they become text.
pub(super) struct Record {
    bytes: ByteRecord,
    encoding: Encoding,
}

impl Record {
    /// The cell in a column.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        let Some(bytes) = self.bytes.get(column) else { return Cell::Empty };
        match (std::str::from_utf8(bytes), self.encoding) {
            (Ok(text), Encoding::Windows1252) if !text.is_ascii() => Cell::Undecoded(Reason::LooksLikeUtf8),
            (Ok(text), _) if self.encoding == Encoding::Utf16 && text.contains('\u{FFFD}') => {
                Cell::Undecoded(Reason::NotInEncoding(name(self.encoding)))
            }
            (Ok(text), _) => Cell::text(text),
            (Err(_), Encoding::Windows1252) => {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                // Five bytes mean nothing there; they come out as characters nobody can see.
                if text.chars().any(|c| ('\u{80}'..='\u{9F}').contains(&c)) {
                    Cell::Undecoded(Reason::NotInEncoding(name(self.encoding)))
                } else {
                    Cell::text(text)
                }
            }
            (Err(_), _) => Cell::Undecoded(Reason::NotInEncoding(name(self.encoding))),
        }
    }

    fn is_empty(&self) -> bool {
        self.bytes.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace))
    }
}

/// Shows all rows of `file`, which begins with `start`, to `rows`.
pub(super) fn read(
    opened: File,
    start: &[u8],
    file: &Path,
    form: &TableForm,
    rows: &mut impl Rows,
    diagnostics: &Diagnostics,
) -> Result<TableRead, Reported> {
    let here = || Location::file(file);
    let (encoding, mark) = match (start, form.encoding) {
        ([0xEF, 0xBB, 0xBF, ..], _) => (Encoding::Utf8, ", by its byte-order mark"),
        ([0xFF, 0xFE, ..] | [0xFE, 0xFF, ..], _) => (Encoding::Utf16, ", by its byte-order mark"),
        (_, Some(said)) => (said, ", as the mapping says"),
        (_, None) => (Encoding::Utf8, ""),
    };
    if encoding != Encoding::Utf16 && start.contains(&0) {
        return Err(diagnostics.fatal(Problem::NotInEncoding { encoding: name(encoding) }, here()));
    }
    let since = Rc::new(Counter::new(0));
    let input = Input::new(opened, encoding, start);
    let input = Bounded { input, since: Rc::clone(&since) };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(form.delimiter)
        .buffer_capacity(1 << 16)
        .from_reader(input);
    let mut record = Record { bytes: ByteRecord::new(), encoding };
    let mut names: Option<Vec<String>> = None;
    let mut count = 0;
    loop {
        since.set(0);
        let before = reader.position().line();
        match reader.read_byte_record(&mut record.bytes) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) if is_too_long(&error) => {
                rows.rejected().add(Some(before), None, Reason::QuoteNotClosed);
                break;
            }
            Err(error) => {
                let reason = error.to_string();
                return Err(diagnostics.fatal(Problem::Unreadable { reason }, here()));
            }
        }
        let row = record.bytes.position().map_or(before, csv::Position::line);
        let Some(names) = &names else {
            let is_hint = record.bytes.get(0).is_some_and(|cell| cell.starts_with(b"sep=")) && row == 1;
            if row < u64::from(form.head) || is_hint {
                continue;
            }
            if record.bytes.len() > MAX_COLUMNS {
                let problem = Problem::TableTooLarge { what: "too many columns", limit: MAX_COLUMNS.to_string() };
                return Err(diagnostics.fatal(problem, here()));
            }
            let found = (0..record.bytes.len()).map(|column| match record.cell(column) {
                Cell::Undecoded(_) => Err(()),
                cell => Ok(cell.words().ok().flatten().unwrap_or_default().trim_start_matches('\u{FEFF}').to_owned()),
            });
            let Ok(found) = found.collect::<Result<Vec<String>, ()>>() else {
                return Err(diagnostics.fatal(Problem::NotInEncoding { encoding: name(encoding) }, here()));
            };
            rows.head(&Head::new(&found, file, diagnostics))?;
            names = Some(found);
            continue;
        };
        if record.bytes.len() != names.len() {
            if !record.is_empty() {
                let (found, expected) = (record.bytes.len(), names.len());
                rows.rejected().add(Some(row), None, Reason::Ragged { found, expected });
            }
            continue;
        }
        count += 1;
        rows.row(row, &Row::Record(&record));
        if rows.has_enough() {
            break;
        }
    }
    let sign = if form.delimiter == b'\t' { "tabs".to_owned() } else { format!("`{}`", char::from(form.delimiter)) };
    if count == 0 && rows.rejected().count == 0 {
        return Err(diagnostics.fatal(Problem::EmptyTable { head: form.head }, here()));
    }
    Ok(TableRead { rows: count, form: format!("{}{mark}; {sign} between columns", name(encoding)) })
}

/// How an encoding is called.
fn name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16 => "UTF-16",
        Encoding::Windows1252 => "Windows-1252",
    }
}

/// The bytes of a file; those of UTF-16 as UTF-8.
enum Input {
    Plain(File),
    Decoded { file: File, decoder: Box<Decoder>, raw: Vec<u8>, text: Vec<u8>, at: usize, ended: bool },
}

impl Input {
    fn new(file: File, encoding: Encoding, start: &[u8]) -> Self {
        if encoding != Encoding::Utf16 {
            return Self::Plain(file);
        }
        let sort = if start.starts_with(&[0xFE, 0xFF]) { UTF_16BE } else { UTF_16LE };
        let decoder = Box::new(sort.new_decoder_with_bom_removal());
        Self::Decoded { file, decoder, raw: vec![0; 1 << 16], text: Vec::new(), at: 0, ended: false }
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (file, decoder, raw, text, at, ended) = match self {
            Self::Plain(file) => return file.read(into),
            Self::Decoded { file, decoder, raw, text, at, ended } => (file, decoder, raw, text, at, ended),
        };
        while *at == text.len() && !*ended {
            let read = file.read(raw)?;
            *ended = read == 0;
            let room = decoder.max_utf8_buffer_length(read).ok_or_else(|| io::Error::other("too long"))?;
            text.resize(room, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&raw[..read], text, *ended);
            text.truncate(written);
            *at = 0;
        }
        let length = into.len().min(text.len() - *at);
        into[..length].copy_from_slice(&text[*at..*at + length]);
        *at += length;
        Ok(length)
    }
}

/// Refuses to read on when far too much was read since the last row.
struct Bounded {
    input: Input,
    since: Rc<Counter<usize>>,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > MAX_ROW {
            return Err(io::Error::from(io::ErrorKind::OutOfMemory));
        }
        let read = self.input.read(into)?;
        self.since.set(self.since.get() + read);
        Ok(read)
    }
}

fn is_too_long(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::OutOfMemory)
}
