//! Tools that write *inputs*; they never overwrite anything unasked.

mod freeze;
pub mod import;
mod init;
pub mod new;
mod replacing;
pub mod schema;

pub use crate::read::written;
pub use freeze::{Frozen, freeze};
pub use init::{InitFailed, Template, init};

use crate::diagnostic::{Diagnostics, Reported, Severity};

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
