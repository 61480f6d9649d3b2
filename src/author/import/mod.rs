//! Importing: a table of figures or tickets becomes figures in snapshots, by a mapping.
//!
//! The table is read once, row by row. What comes out is compared with what is there; only when it is asked for is anything
//! written, and then all of it or nothing.

mod cell;
mod delimited;
mod difference;
mod figures;
mod found;
mod members;
mod only;
mod propose;
mod quantiles;
mod rejected;
mod table;
mod tickets;
mod workbook;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::replacing::replace_all;
use super::{check_kind, errors_of};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, nearest};
use crate::model::{Period, RevisionKind};
use crate::read::amended::{Amendment, amended, composed};
use crate::read::mapping::{Mapping, PeriodFrom, Rows as Sort};
use crate::read::{self, Ground, Moment, written};
pub use difference::{Doubt, FigureDifference, PeriodDifference};
pub use propose::{Proposal, UnusedColumn, propose};
pub use rejected::{Reason, Rejected, Rejection};
pub use table::TableRead;

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The table.
    pub file: &'r Path,
    /// The mapping's name; left out, the one that is for such files.
    pub mapping: Option<&'r str>,
    /// Only this period, where the table has more.
    pub period: Option<Period>,
    /// Whether snapshots are written.
    pub write: bool,
    /// Whether cells and rows that cannot be taken are passed over.
    pub skip_rejected: bool,
    /// Why figures change that were published.
    pub revision: Option<(&'r str, RevisionKind)>,
    /// The day it is: periods that have not ended are provisional.
    pub today: Date,
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The mapping, relative to the site's root.
    pub mapping: PathBuf,
    /// What was read.
    pub table: TableRead,
    /// Rows that the mapping's `only` passed over.
    pub passed_over: u64,
    /// What changes, by period.
    pub periods: Vec<PeriodDifference>,
    /// What could not be taken.
    pub rejected: Rejected,
    /// Whether anything was written.
    pub is_written: bool,
}

/// Imports a table into the site at `root`.
///
/// Fails when the site, the mapping or the table cannot be read. With `write` it also fails, and nothing is written, when
/// cells were rejected, or figures change that were published and no reason is given; what would have been is told.
pub fn import(root: &Path, request: &Request<'_>, diagnostics: &Diagnostics) -> Result<Imported, Reported> {
    let ground = errors_of(diagnostics, |diagnostics| read::ground(root, diagnostics))?;
    if let Some(period) = request.period {
        check_kind(period, ground.period_kind, diagnostics)?;
    }
    let mapping = chosen(&ground, request, diagnostics)?;
    let period = match &mapping.period {
        PeriodFrom::Column(_) => None,
        PeriodFrom::FileName(format) => Some(period_in_name(request.file, format, &ground, diagnostics)?),
    };
    let (table, mut found) = match mapping.rows {
        Sort::Figures => {
            let mut rows = figures::Figures::new(&ground, mapping, period, diagnostics);
            let table = table::read(request.file, &mapping.table, &mut rows, diagnostics)?;
            (table, rows.found)
        }
        Sort::Tickets => {
            let mut rows = tickets::Tickets::new(&ground, mapping, period, diagnostics);
            let table = table::read(request.file, &mapping.table, &mut rows, diagnostics)?;
            (table, rows.finish()?)
        }
    };
    if found.len() > found::MAX_FIGURES {
        let problem = Problem::TooManyFigures { limit: found::MAX_FIGURES };
        return Err(diagnostics.fatal(problem, Location::file(&mapping.file)));
    }
    if let Some(period) = request.period {
        let has = match (found.figures.keys().next(), found.figures.keys().next_back()) {
            (Some(first), Some(last)) if first < last => format!("{first} to {last}"),
            (first, _) => first.map(Period::to_string).unwrap_or_default(),
        };
        found.figures.retain(|found, _| *found == period);
        if found.figures.is_empty() {
            let problem = Problem::NotInTable { period: period.to_string(), has };
            diagnostics.report(problem, Location::file(request.file));
        }
    }
    let periods = difference::difference(&found, &ground);
    let mut imported = Imported {
        mapping: mapping.file.clone(),
        table,
        passed_over: found.passed_over,
        periods,
        rejected: found.rejected,
        is_written: false,
    };
    if request.write {
        imported.is_written = write(root, request, &ground, &imported, diagnostics).unwrap_or(false);
    }
    Ok(imported)
}

/// The mapping for a file.
fn chosen<'g>(ground: &'g Ground, request: &Request<'_>, diagnostics: &Diagnostics) -> Result<&'g Mapping, Reported> {
    let here = || Location::file(request.file);
    let names = || ground.mappings.iter().map(|mapping| mapping.name.clone()).collect::<Vec<_>>();
    if let Some(name) = request.mapping {
        return ground.mappings.iter().find(|mapping| mapping.name == name).ok_or_else(|| {
            let names = names();
            let nearest = nearest(name, names.iter().map(String::as_str));
            diagnostics.fatal(Problem::UnknownMapping { name: cell::shown(name), nearest }, here())
        });
    }
    let file = request.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fits = |mapping: &&Mapping| mapping.files.as_deref().is_some_and(|pattern| is_like(&file, pattern));
    let fitting: Vec<&Mapping> = ground.mappings.iter().filter(fits).collect();
    match (fitting.as_slice(), ground.mappings.as_slice()) {
        ([only], _) => Ok(only),
        ([], [only]) if only.files.is_none() => Ok(only),
        ([], _) => Err(diagnostics.fatal(Problem::NoMapping { file, known: names() }, here())),
        (several, _) => {
            let names = several.iter().map(|mapping| mapping.name.clone()).collect();
            Err(diagnostics.fatal(Problem::SeveralMappings { file, names }, here()))
        }
    }
}

/// Whether a name is like a pattern, in which `*` stands for anything.
fn is_like(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

fn period_in_name(
    file: &Path,
    format: &read::DayFormat,
    ground: &Ground,
    diagnostics: &Diagnostics,
) -> Result<Period, Reported> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let period = format.find(&name).and_then(|moment| match moment {
        Moment::Period(period) => Some(period).filter(|period| period.kind() == ground.period_kind),
        Moment::Day(day) => Period::containing(ground.period_kind, day),
        Moment::Local(time) => Period::containing(ground.period_kind, time.date()),
        Moment::Instant(_) => None,
    });
    period.ok_or_else(|| {
        diagnostics.fatal(Problem::NoPeriodInName { format: format!("`{}`", format.name()) }, Location::file(file))
    })
}

/// Writes what changes; says whether there was anything.
fn write(
    root: &Path,
    request: &Request<'_>,
    ground: &Ground,
    imported: &Imported,
    diagnostics: &Diagnostics,
) -> Result<bool, Reported> {
    let before = diagnostics.count();
    let rejected = imported.rejected.count;
    if rejected > 0 && !request.skip_rejected {
        diagnostics.report(Problem::RowsRejected { count: rejected }, Location::file(request.file));
    }
    let mut files = Vec::new();
    for difference in imported.periods.iter().filter(|difference| !difference.figures.is_empty()) {
        let at = || Location::file(&difference.file);
        if difference.published > 0 && request.revision.is_none() {
            let (period, figures) = (difference.period.to_string(), difference.published);
            diagnostics.report(Problem::FrozenWithoutReason { period, figures }, at());
            continue;
        }
        match text(request, ground, imported, difference) {
            Ok(text) => files.push((root.join(&difference.file), text)),
            Err(what) => diagnostics.report(Problem::CannotAmend { what }, at()),
        }
    }
    if diagnostics.count() > before {
        return Ok(false);
    }
    replace_all(&files).map_err(|(path, error)| {
        let file = path.strip_prefix(root).unwrap_or(&path).to_owned();
        diagnostics.fatal(Problem::InputNotWritten { reason: error.to_string() }, Location::file(file))
    })?;
    Ok(!files.is_empty())
}

/// The snapshot of a period with what changes.
fn text(
    request: &Request<'_>,
    ground: &Ground,
    imported: &Imported,
    difference: &PeriodDifference,
) -> Result<String, String> {
    let period = difference.period;
    let Some(held) = ground.snapshots.get(&period) else {
        let table = request.file.file_name().unwrap_or_default().to_string_lossy();
        let mapping = imported.mapping.to_string_lossy().replace('\\', "/");
        let mut head =
            format!("# Figures of {period}, imported from {} with {mapping}.\nperiod: {period}\n", cell::shown(&table));
        if period.last_day() >= request.today {
            head.push_str(
                "status: provisional     # imported before the period had ended; final when all of it is in\n",
            );
        }
        let figures: Vec<_> = difference.figures.iter().map(|figure| (figure.subject.clone(), figure.now)).collect();
        return Ok(composed(&head, &figures));
    };
    let mut amendment = Amendment::default();
    for FigureDifference { subject, was, now, published, .. } in &difference.figures {
        amendment.figures.push((subject.clone(), *was, *now));
        if let (Some(published), Some((because, kind))) = (published, request.revision) {
            amendment.revisions.push(written::revision_of(subject, published.as_ref(), request.today, kind, because));
        }
    }
    amended(&held.text, &amendment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (name, pattern, expected) in [
            ("tickets-2026-10.csv", "tickets-*.csv", true),
            ("tickets-.csv", "tickets-*.csv", true),
            ("tickets.csv", "tickets-*.csv", false),
            ("a.csv", "*", true),
            ("a.csv", "a.csv", true),
            ("a.csv.bak", "a.csv", false),
            ("ab", "a*b*b", false),
            ("abab", "a*b", true),
        ] {
            assert_eq!(is_like(name, pattern), expected, "{name} {pattern}");
        }
    }
}
