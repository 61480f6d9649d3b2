//! What happens to the output folder, as diagnostics.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::Failure;
use crate::diagnostic::{Diagnostics, Location, Problem, Refusal, Reported};

/// Reports problems of the output folder, with paths from the site's root where that is above them.
#[derive(Clone, Copy)]
pub(super) struct Says<'a> {
    pub(super) root: &'a Path,
    pub(super) diagnostics: &'a Diagnostics,
}

impl Says<'_> {
    pub(super) fn refused(&self, output: &Path, why: Refusal) -> Reported {
        self.diagnostics.fatal(Problem::OutputRefused { why }, self.at(output))
    }

    pub(super) fn failed(&self, Failure { path, error }: Failure) -> Reported {
        self.diagnostics.fatal(Problem::OutputFailed { reason: reason(&error) }, self.at(&path))
    }

    pub(super) fn untidy(&self, Failure { path, error }: Failure) {
        self.diagnostics.report(Problem::Untidy { reason: reason(&error) }, self.at(&path));
    }

    pub(super) fn put_aside(&self, aside: &[PathBuf]) {
        for path in aside {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.diagnostics.report(Problem::PutAside { file }, self.at(path));
        }
    }

    fn at(&self, path: &Path) -> Location {
        let below = path.strip_prefix(self.root).ok().filter(|below| *below != Path::new(""));
        Location::file(below.unwrap_or(path))
    }
}

/// What the system says, in the reader's words where we know them.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "Plaudit may not write here".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "the quota is used up".into(),
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "it is in use, or a disk of its own: publish to a folder inside it".into()
        }
        ErrorKind::InvalidFilename => "the name is too long".into(),
        _ => error.to_string(),
    }
}
