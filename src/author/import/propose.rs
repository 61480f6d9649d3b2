//! A first mapping for a table, from its head and a sample of its rows.
//!
//! What cannot be seen in a table is not guessed: whether the day or the month comes first, the unit of a time span, the time
//! zone. Such lines are there as comments to choose from, and until then the mapping says what it lacks.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::spelling::{self, slug};
use super::super::{errors_of, write_input};
use super::cell::{Cell, is_fault, shown};
use super::rejected::Rejected;
use super::table::{self, Head, Row, Rows};
use crate::diagnostic::{Diagnostics, Reported, nearest};
use crate::model::{Dimension, Kpi, KpiKind, Statistic};
use crate::read::mapping::{CellUnit, Encoding, TableForm};
use crate::read::{self, DayFormat, Ground, Moment};

/// How many rows are looked at.
const SAMPLE: usize = 2_000;

/// A first mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its text, with comments. What stands in the table is in it only where the mapping needs it: a mapping is kept and
    /// shared, and exports hold names and addresses of people.
    pub text: String,
    /// What nothing of it uses.
    pub unused: Vec<UnusedColumn>,
    /// Where it belongs, relative to the site's root.
    pub file: PathBuf,
    /// Whether it was written there.
    pub is_written: bool,
}

/// A column of a table that a mapping does not use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedColumn {
    /// Its name in the head.
    pub name: String,
    /// Some of what stands in it, for whoever has the table anyway.
    pub values: Vec<String>,
}

/// Proposes a mapping called `name` for a table; with `write` it is put into the site, where it replaces nothing.
pub fn propose(
    root: &Path,
    table: &Path,
    name: Option<&str>,
    write: bool,
    diagnostics: &Diagnostics,
) -> Result<Proposal, Reported> {
    let ground = errors_of(diagnostics, |diagnostics| read::ground(root, diagnostics))?;
    let mut start = vec![0; 1 << 16];
    let length = File::open(table).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    let form = form_of(&start[..length]);
    let mut sample = Sample::default();
    table::read(table, &form, &mut sample, diagnostics)?;
    let stem = table.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.map_or_else(|| slug(stem.trim_end_matches(|c: char| !c.is_alphabetic()), "table"), str::to_owned);
    let (text, unused) = text(table, &form, &sample, &ground);
    let file = PathBuf::from(format!("data/imports/{name}.yaml"));
    if write {
        write_input(root, &file, &text, diagnostics)?;
    }
    Ok(Proposal { text, unused, file, is_written: write })
}

/// How a table that begins with `start` seems to be written.
fn form_of(start: &[u8]) -> TableForm {
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
struct Sample {
    names: Vec<String>,
    columns: Vec<Vec<Cell<'static>>>,
    rows: usize,
    nothing: BTreeSet<&'static str>,
    rejected: Rejected,
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

/// The mapping as text, and what it does not use.
fn text(table: &Path, form: &TableForm, sample: &Sample, ground: &Ground) -> (String, Vec<UnusedColumn>) {
    let file = table.file_name().unwrap_or_default().to_string_lossy();
    let mut out = format!(
        "# A first mapping for {}, proposed from its head and {} of its rows. Read every line before you use it.\n",
        shown(&file),
        sample.rows
    );
    let (stem, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let lasting = stem.trim_end_matches(|c: char| !c.is_alphabetic());
    let pattern = if lasting.len() < stem.len() { format!("{lasting}*.{ending}") } else { file.to_string() };
    line(&mut out, &format!("files: {}", quoted(&pattern)));
    let comma = has_decimal_commas(sample);
    let mut said = Vec::new();
    if form.encoding == Some(Encoding::Windows1252) {
        said.push("encoding: windows-1252".to_owned());
    }
    if form.delimiter != b',' {
        let sign = if form.delimiter == b'\t' { "tab".to_owned() } else { char::from(form.delimiter).to_string() };
        said.push(format!("delimiter: {}", quoted(&sign)));
    }
    if comma {
        said.push("decimal: comma".to_owned());
    }
    if !sample.nothing.is_empty() {
        let nothing: Vec<String> = sample.nothing.iter().map(|word| quoted(word)).collect();
        said.push(format!("nothing: [{}]", nothing.join(", ")));
    }
    if !said.is_empty() {
        line(&mut out, &format!("table: {{ {} }}", said.join(", ")));
    }
    let mut used = BTreeSet::new();
    let day = day_column(sample);
    let measure = measure_column(sample, ground);
    let is_tickets = measure.is_none() && looks_like_tickets(sample, day.as_ref());
    let sort = if is_tickets { "tickets   # one row per case" } else { "figures   # rows of figures" };
    line(&mut out, &format!("rows: {sort}"));
    period(&mut out, table, sample, day.as_ref());
    used.extend(day.iter().map(|day| day.column));
    parts(&mut out, sample, ground, &mut used);
    if let Some(column) = measure {
        used.insert(column);
        line(&mut out, &format!("measure: {}", quoted(&sample.names[column])));
    }
    line(&mut out, "kpis:");
    let before = out.len();
    if is_tickets {
        of_tickets(&mut out, sample, ground, comma, &mut used);
    } else if let Some(column) = measure {
        of_long(&mut out, sample, ground, column, &mut used);
    } else {
        of_wide(&mut out, sample, ground, comma, &mut used);
    }
    let is_empty = !out[before..].lines().any(|line| !line.trim_start().starts_with('#'));
    if is_empty {
        line(&mut out, "  # No column is called like a KPI. For example:");
        line(&mut out, "  # csat: { numerator: Satisfied, denominator: Answers }");
    }
    let rest = (0..sample.names.len()).filter(|at| !used.contains(at) && !sample.names[*at].is_empty());
    let unused: Vec<UnusedColumn> = rest
        .map(|at| UnusedColumn {
            name: shown(&sample.names[at]),
            values: distinct(&sample.columns[at]).into_iter().take(3).map(|word| shown(&word)).collect(),
        })
        .collect();
    if !unused.is_empty() {
        line(&mut out, "\n# Columns that nothing uses:");
    }
    unused.iter().for_each(|column| line(&mut out, &format!("#   {}", column.name)));
    (out, unused)
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a text takes all");
}

/// A text as YAML, in quotes where it might be taken for something else.
fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '.' | '/' | '-' | '(' | ')'))
        && !matches!(text.to_lowercase().as_str(), "yes" | "no" | "true" | "false" | "null" | "on" | "off");
    if is_plain { text.to_owned() } else { spelling::quoted(text) }
}

fn words(cell: &Cell<'_>) -> String {
    cell.words().ok().flatten().unwrap_or_default().into_owned()
}

/// The first different words of a column, in its order.
fn distinct(cells: &[Cell<'_>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    cells.iter().map(words).filter(|word| seen.insert(word.clone())).take(200).collect()
}

/// Words that stand for "no value" wherever they are.
const NOTHING: &[&str] = &["-", "–", "—", "n/a", "N/A", "NA", "null", "NULL", "None"];

fn has_decimal_commas(sample: &Sample) -> bool {
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
struct Days {
    column: usize,
    formats: Vec<DayFormat>,
    /// Whether they are instants of a zone that they say.
    are_instants: bool,
    are_days: bool,
}

/// How days are often written.
pub(super) fn day_formats() -> Vec<DayFormat> {
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

fn day_column(sample: &Sample) -> Option<Days> {
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

fn looks_like_tickets(sample: &Sample, day: Option<&Days>) -> bool {
    let has_id = sample.columns.iter().zip(&sample.names).any(|(cells, name)| {
        let name = name.to_lowercase();
        let is_called_so = ["id", "ticket", "case", "number", "ref"].iter().any(|word| name.contains(word));
        is_called_so && cells.len() == sample.rows && distinct(cells).len() == sample.rows.min(200)
    });
    day.is_some_and(|day| day.are_days) && has_id
}

fn period(out: &mut String, table: &Path, sample: &Sample, day: Option<&Days>) {
    let Some(day) = day else {
        let stem = table.file_stem().unwrap_or_default().to_string_lossy();
        if DayFormat::Period.find(&stem).is_some() {
            return line(out, "period: { file_name: period }     # from the name of the file");
        }
        line(out, "# No column of days was found. Name it, or take the period from the name of the file:");
        line(out, "# period: { column: Month, format: \"%B %Y\" }");
        return line(out, "# period: { file_name: period }");
    };
    let name = quoted(&sample.names[day.column]);
    let say = |format: &DayFormat| match format {
        DayFormat::Period => "period".to_owned(),
        DayFormat::Iso => "iso".to_owned(),
        DayFormat::Pattern(pattern) => quoted(pattern),
    };
    line(out, "period:");
    line(out, &format!("  column: {name}"));
    match day.formats.as_slice() {
        [only] => line(out, &format!("  format: {}", say(only))),
        several => {
            let example = shown(&sample.columns[day.column].first().map(words).unwrap_or_default());
            line(
                out,
                &format!(
                    "  # Every day of the sample, such as {example}, can be read in these ways. Take the right one:"
                ),
            );
            several.iter().for_each(|format| line(out, &format!("  # format: {}", say(format))));
        }
    }
    if day.are_instants {
        line(out, "  # Whose days these instants belong to. Say it:");
        line(out, "  # calendar: Europe/London");
    } else if day.are_days {
        line(out, "  # zone: UTC                   # where the times are of, if that is not where people work");
        line(out, "  # calendar: Europe/London     # and then where people work");
    }
}

fn parts(out: &mut String, sample: &Sample, ground: &Ground, used: &mut BTreeSet<usize>) {
    let mut found = Vec::new();
    for dimension in &ground.dimensions {
        let score =
            |at: &usize| distinct(&sample.columns[*at]).iter().filter(|word| is_member(dimension, word)).count();
        let is_called_so = |at: &usize| {
            let name = sample.names[*at].to_lowercase();
            name == dimension.id.as_str().to_lowercase() || name == dimension.label.to_lowercase()
        };
        let columns = (0..sample.names.len()).filter(|at| !used.contains(at));
        let best =
            columns.filter(|at| score(at) > 0 || is_called_so(at)).max_by_key(|at| (score(at), is_called_so(at)));
        if let Some(at) = best {
            used.insert(at);
            found.push((dimension, at));
        }
    }
    if !found.is_empty() {
        line(out, "parts:");
    }
    for (dimension, at) in found {
        part(out, dimension, &sample.names[at], &distinct(&sample.columns[at]));
    }
}

/// Whether a word means a member without being told, as an import takes it: by name or id, in capitals or not.
fn is_member(dimension: &Dimension, word: &str) -> bool {
    let word = word.to_lowercase();
    dimension.members.iter().any(|it| it.name.to_lowercase() == word || it.id.as_str().to_lowercase() == word)
}

fn part(out: &mut String, dimension: &Dimension, column: &str, found: &[String]) {
    let unknown: Vec<&String> = found.iter().filter(|word| !is_member(dimension, word)).take(40).collect();
    if unknown.is_empty() {
        return line(out, &format!("  {}: {}", dimension.id, quoted(column)));
    }
    line(out, &format!("  {}:", dimension.id));
    line(out, &format!("    column: {}", quoted(column)));
    line(out, "    # What these words mean; ~ leaves a part out of the breakdown.");
    line(out, "    members:");
    for word in unknown {
        let names = dimension.members.iter().flat_map(|member| [member.name.as_str(), member.id.as_str()]);
        let near = nearest(word, names);
        let member = near
            .and_then(|near| dimension.members.iter().find(|member| member.name == near || member.id.as_str() == near));
        match member {
            Some(member) => line(out, &format!("      {}: {}", quoted(word), member.id)),
            None => line(out, &format!("      # {}: ?", quoted(word))),
        }
    }
}

/// The column whose words are names of KPIs, where every figure has a row of its own.
fn measure_column(sample: &Sample, ground: &Ground) -> Option<usize> {
    let matches = |at: &usize| {
        distinct(&sample.columns[*at]).iter().filter(|word| ground.kpis.iter().any(|kpi| is_called(kpi, word))).count()
    };
    (0..sample.names.len()).filter(|at| matches(at) >= 2).max_by_key(matches)
}

fn folded(text: &str) -> String {
    let text = text.split(['(', '[']).next().unwrap_or_default();
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_called(kpi: &Kpi, word: &str) -> bool {
    let word = folded(word);
    !word.is_empty() && (word == folded(&kpi.name) || word == folded(kpi.id.as_str()))
}

/// The column that is called like a KPI, else one that is called nearly so: `Full resolution time (hours)`.
fn column_of(kpi: &Kpi, sample: &Sample, used: &BTreeSet<usize>, kpis: &[Kpi]) -> Option<usize> {
    let free = || (0..sample.names.len()).filter(|at| !used.contains(at));
    let words = |text: &str| -> BTreeSet<String> {
        let text = text.split(['(', '[']).next().unwrap_or_default().to_lowercase();
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let is_near = |at: &usize| {
        let column = words(&sample.names[*at]);
        let has_long = column.iter().any(|word| word.len() >= 5);
        let is_within = |name: BTreeSet<String>| name.is_subset(&column) || (has_long && column.is_subset(&name));
        is_within(words(&kpi.name)) || is_within(words(kpi.id.as_str()))
    };
    let is_taken = |at: &usize| kpis.iter().any(|kpi| is_called(kpi, &sample.names[*at]));
    free().find(|at| is_called(kpi, &sample.names[*at])).or_else(|| free().find(|at| is_near(at) && !is_taken(at)))
}

/// How the time spans of a column are written, if that can be seen.
fn span_unit(name: &str, cells: &[Cell<'_>]) -> Option<&'static str> {
    let form = TableForm::default();
    let all = |unit| {
        !cells.is_empty()
            && cells
                .iter()
                .all(|cell| matches!(cell, Cell::Text(_) | Cell::Span(_)) && cell.amount(unit, &form).is_ok())
    };
    if all(CellUnit::HoursMinutesSeconds) {
        return Some("HH:MM:SS");
    }
    if all(CellUnit::Words) {
        return Some("words");
    }
    let name = name.to_lowercase();
    let word = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    let units = [
        ("seconds", ["s", "sec", "secs", "seconds"]),
        ("minutes", ["min", "mins", "minute", "minutes"]),
        ("hours", ["h", "hr", "hrs", "hours"]),
        ("days", ["d", "day", "days", "days"]),
    ];
    units.into_iter().find(|(_, words)| words.iter().any(|it| word(it))).map(|(unit, _)| unit)
}

/// A line for a KPI with a column; as a comment where its unit cannot be seen.
fn said(out: &mut String, kpi: &Kpi, rule: &str, name: &str, cells: &[Cell<'_>]) {
    if kpi.kind != KpiKind::Duration {
        return line(out, &format!("  {}: {{ {rule} }}", kpi.id));
    }
    match span_unit(name, cells) {
        Some(unit) => line(out, &format!("  {}: {{ {rule}, unit: {} }}", kpi.id, quoted(unit))),
        None => line(
            out,
            &format!(
                "  # {}: {{ {rule}, unit: ? }}     # seconds, minutes, hours, days, HH:MM:SS, MM:SS, words",
                kpi.id
            ),
        ),
    }
}

fn of_wide(out: &mut String, sample: &Sample, ground: &Ground, comma: bool, used: &mut BTreeSet<usize>) {
    let form = TableForm { decimal_comma: comma, ..TableForm::default() };
    for kpi in ground.kpis.iter().filter(|kpi| kpi.compute.is_none()) {
        let Some(at) = column_of(kpi, sample, used, &ground.kpis) else { continue };
        used.insert(at);
        let cells = &sample.columns[at];
        let numbers = cells.iter().filter_map(|cell| cell.number(&form).ok().flatten());
        let is_fraction = kpi.kind == KpiKind::Proportion
            && !cells.is_empty()
            && numbers.clone().count() == cells.len()
            && numbers.fold(0.0, f64::max) <= 1.0;
        let unit = if is_fraction { ", unit: fraction" } else { "" };
        let rule = format!("column: {}{unit}", quoted(&sample.names[at]));
        said(out, kpi, &rule, &sample.names[at], cells);
    }
}

fn of_long(out: &mut String, sample: &Sample, ground: &Ground, measure: usize, used: &mut BTreeSet<usize>) {
    let values = (0..sample.names.len()).filter(|at| !used.contains(at));
    let is_value = |at: &usize| ["value", "figure", "result", "actual"].contains(&folded(&sample.names[*at]).as_str());
    let value = values.clone().find(is_value).or_else(|| values.clone().next());
    let Some(value) = value else { return };
    used.insert(value);
    let n = (0..sample.names.len()).find(|at| {
        !used.contains(at)
            && ["n", "cases", "count", "responses", "answers"].contains(&folded(&sample.names[*at]).as_str())
    });
    used.extend(n);
    for word in distinct(&sample.columns[measure]) {
        let Some(kpi) = ground.kpis.iter().find(|kpi| kpi.compute.is_none() && is_called(kpi, &word)) else {
            line(out, &format!("  # ?: {{ is: {}, column: {} }}", quoted(&word), quoted(&sample.names[value])));
            continue;
        };
        let has_n = matches!(
            kpi.kind,
            KpiKind::Proportion | KpiKind::Mean | KpiKind::Nps | KpiKind::Duration | KpiKind::Currency
        );
        let n = n.filter(|_| has_n).map(|at| format!(", n: {}", quoted(&sample.names[at]))).unwrap_or_default();
        let rule = format!("is: {}, column: {}{n}", quoted(&word), quoted(&sample.names[value]));
        said(out, kpi, &rule, &sample.names[value], &[]);
    }
}

fn of_tickets(out: &mut String, sample: &Sample, ground: &Ground, comma: bool, used: &mut BTreeSet<usize>) {
    let form = TableForm { decimal_comma: comma, ..TableForm::default() };
    let find = |id: &str| ground.kpis.iter().find(|kpi| kpi.id.as_str() == id && kpi.compute.is_none());
    if find("tickets_opened").is_some() {
        line(out, "  tickets_opened: { count: rows }");
    }
    let named = |word: &str| {
        (0..sample.names.len()).find(|at| {
            let name = sample.names[*at].to_lowercase();
            name.contains(word) && (name.contains("at") || name.contains("date") || name.contains("time"))
        })
    };
    if find("tickets_resolved").is_some()
        && let Some(at) = named("solved").or_else(|| named("closed"))
        && let Some(Days { formats, are_instants, .. }) = day_column(&Sample {
            names: vec![sample.names[at].clone()],
            columns: vec![sample.columns[at].clone()],
            rows: sample.rows,
            ..Sample::default()
        })
    {
        used.insert(at);
        let name = quoted(&sample.names[at]);
        let format = match formats.as_slice() {
            [DayFormat::Iso] => "iso".to_owned(),
            [DayFormat::Pattern(pattern)] => quoted(pattern),
            _ => "?".to_owned(),
        };
        let calendar = if are_instants { ", calendar: ?" } else { "" };
        let hash = if format == "?" || are_instants { "# " } else { "" };
        line(
            out,
            &format!(
                "  {hash}tickets_resolved: {{ count: rows, period: {{ column: {name}, format: {format}{calendar} }} }}     # counted where they were resolved"
            ),
        );
    }
    for kpi in ground.kpis.iter().filter(|kpi| kpi.compute.is_none()) {
        let Some(at) = column_of(kpi, sample, used, &ground.kpis) else { continue };
        used.insert(at);
        let (name, cells) = (quoted(&sample.names[at]), &sample.columns[at]);
        match kpi.kind {
            KpiKind::Duration | KpiKind::Mean | KpiKind::Currency => {
                let rule = match kpi.statistic {
                    Statistic::Mean => format!("mean: {name}"),
                    Statistic::Median => format!("median: {name}"),
                    Statistic::Percentile(percent) => format!("percentile: {percent}, of: {name}"),
                };
                said(out, kpi, &rule, &sample.names[at], cells);
            }
            KpiKind::Nps => line(out, &format!("  {}: {{ nps: {name} }}", kpi.id)),
            KpiKind::Count | KpiKind::Stock => {
                line(out, &format!("  {}: {{ count: {name} }}     # rows with a value", kpi.id));
            }
            KpiKind::Proportion | KpiKind::Rate => {
                let found = distinct(cells);
                let are_numbers = !cells.is_empty() && cells.iter().all(|cell| cell.number(&form).is_ok());
                let is_one_of = |known: &[&str], word: &str| known.contains(&word.to_lowercase().as_str());
                let good: Vec<&String> = found.iter().filter(|word| is_one_of(GOOD, word)).collect();
                if are_numbers && found.iter().all(|word| word == "0" || word == "1") {
                    line(out, &format!("  {}: {{ share: {name}, at_least: 1 }}", kpi.id));
                } else if are_numbers {
                    line(out, &format!("  # {}: {{ share: {name}, at_least: ? }}", kpi.id));
                } else if !good.is_empty() {
                    let (bad, others): (Vec<&String>, Vec<&String>) =
                        found.iter().filter(|word| !good.contains(word)).partition(|word| is_one_of(BAD, word));
                    let rule = format!("{}: {{ share: {name}, of: [{}]", kpi.id, listed(&good));
                    match (bad.as_slice(), others.as_slice()) {
                        (_, []) => line(out, &format!("  {rule} }}")),
                        ([], others) => line(out, &format!("  {rule} }}     # counted against it: {}", listed(others))),
                        // Who did not answer is not dissatisfied.
                        (bad, others) => {
                            let answers = listed(&[good.as_slice(), bad].concat());
                            let only = format!("only: {{ {name}: [{answers}] }}");
                            line(out, &format!("  {rule}, {only} }}     # no answers: {}", listed(others)));
                        }
                    }
                } else {
                    // Answers come again; what people wrote in their own words does not.
                    let are_answers = found.len() <= 12 && found.len() * 2 <= cells.len();
                    let which = if are_answers {
                        format!("     # which of {}", listed(&found.iter().collect::<Vec<_>>()))
                    } else {
                        String::new()
                    };
                    line(out, &format!("  # {}: {{ share: {name}, of: [?] }}{which}", kpi.id));
                }
            }
        }
    }
}

/// Answers that speak for something.
const GOOD: &[&str] = &["good", "great", "excellent", "satisfied", "very satisfied", "positive", "yes", "met", "true"];

/// Answers that do not.
const BAD: &[&str] = &[
    "bad",
    "poor",
    "fair",
    "neutral",
    "unsatisfied",
    "dissatisfied",
    "very dissatisfied",
    "negative",
    "no",
    "missed",
    "breached",
    "not met",
    "false",
];

/// Words as a list of YAML has them, the first few.
fn listed(words: &[&String]) -> String {
    let shown: Vec<String> = words.iter().take(8).map(|word| quoted(word)).collect();
    shown.join(", ")
}
