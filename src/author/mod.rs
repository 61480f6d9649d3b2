//! Tools that write *inputs*; they never overwrite anything unasked.

mod freeze;
pub mod import;
mod init;
pub mod new;
mod replacing;
pub mod schema;
mod spelling;

pub use crate::read::written;
pub use freeze::{Frozen, freeze};
pub use init::{InitFailed, Template, init};

use std::io::ErrorKind;
use std::path::Path;

use crate::diagnostic::{Diagnostics, Location, Problem, Reported, Severity};
use crate::model::{Period, PeriodKind};
use crate::read::period_kind_name;

/// Reads with `read` and passes errors on; warnings and notes about the site are for those who build it.
fn errors_of<T>(
    diagnostics: &Diagnostics,
    read: impl FnOnce(&Diagnostics) -> Result<T, Reported>,
) -> Result<T, Reported> {
    let own = Diagnostics::new();
    let found = read(&own);
    for found in own.sorted().into_iter().filter(|found| found.problem.severity() == Severity::Error) {
        diagnostics.report(found.problem, found.at);
    }
    found
}

/// Reports a period that is not of the kind by which the site reports.
fn check_kind(period: Period, site: PeriodKind, diagnostics: &Diagnostics) -> Result<(), Reported> {
    if period.kind() == site {
        return Ok(());
    }
    let (found, site) = (period_kind_name(period.kind()), period_kind_name(site));
    Err(diagnostics.fatal(Problem::PeriodOfOtherKind { found, site }, Location::file("data/snapshots")))
}

/// Writes an input that is not there yet; reported when it is, or cannot be written.
fn write_input(root: &Path, file: &Path, text: &str, diagnostics: &Diagnostics) -> Result<(), Reported> {
    replacing::write_new(&root.join(file), text.as_bytes()).map_err(|error| {
        let problem = match error.kind() {
            ErrorKind::AlreadyExists => Problem::AlreadyThere {},
            _ => Problem::InputNotWritten { reason: error.to_string() },
        };
        diagnostics.fatal(problem, Location::file(file))
    })
}
