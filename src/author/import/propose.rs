//! A first mapping for a table, from its head and a sample of its rows.
//!
//! What cannot be seen in a table is not guessed: whether the day or the month comes first, the unit of a time span, the time
//! zone. Such lines are there as comments to choose from, and until then the mapping says what it lacks.

mod kpis;
mod sample;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::spelling::{self, slug};
use super::super::{errors_of, write_input};
use super::cell::shown;
use super::table;
use crate::diagnostic::{Diagnostics, Reported, nearest};
use crate::model::Dimension;
use crate::read::mapping::{Encoding, TableForm};
use crate::read::{self, DayFormat, Ground};
use kpis::{measure_column, of_long, of_tickets, of_wide};
pub(super) use sample::day_formats;
use sample::{Days, Sample, day_column, distinct, form_of, has_decimal_commas, looks_like_tickets, words};

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
