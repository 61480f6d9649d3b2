//! `plaudit archive`

use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::report::{ReportOptions, count, refuse, show};
use super::site::{SiteOptions, current_folder};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, PackageOf, Sealing};
use crate::publish::{self, Sealed};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit archive utilities-2026 -o sealed    a study as a package with checksums, and the same as a zip
  plaudit archive 2026-10 -o sealed
  plaudit archive --verify sealed/utilities-2026")]
pub(super) struct Archive {
    /// The id of a study, or a month, quarter or week
    #[arg(value_name = "STUDY|PERIOD", required_unless_present = "verify", conflicts_with = "verify")]
    of: Option<String>,
    /// The folder to put the package in
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "verify")]
    output_dir: Option<PathBuf>,
    /// Name the people who are praised: a package cannot be called back
    #[arg(long)]
    with_names: bool,
    /// Replace another package of the same name
    #[arg(short, long)]
    force: bool,
    /// Check a package, as a folder or as a zip: whether every file is as it was sealed
    #[arg(long, value_name = "PATH")]
    verify: Option<PathBuf>,
    #[command(flatten)]
    site: SiteOptions,
    #[command(flatten)]
    report: ReportOptions,
}

impl Archive {
    pub(super) fn run(self) -> Ending {
        match (&self.verify, &self.of, &self.output_dir) {
            (Some(path), ..) => self.verify(path),
            (None, Some(of), Some(folder)) => self.seal(of, folder),
            _ => Ending::WrongCommandLine,
        }
    }

    fn seal(&self, of: &str, folder: &Path) -> Ending {
        let (options, here) = match (self.site.pipeline(), current_folder()) {
            (Ok(options), Ok(here)) => (options, here),
            (Err(ending), _) | (_, Err(ending)) => return ending,
        };
        let of = match PackageOf::named(of) {
            Ok(of) => of,
            Err(problem) => return refuse(&problem),
        };
        self.site.use_jobs();
        let diagnostics = self.site.diagnostics();
        self.report.phase(&format!("sealing {}", of.name(None)));
        let into = here.join(folder);
        let sealing = Sealing { of, into, with_names: self.with_names, anew: self.force };
        let sealed = match pipeline::archive(&options, &sealing, &diagnostics) {
            Ok(Err(problem)) => {
                show(&diagnostics.sorted());
                return refuse(&problem);
            }
            Ok(Ok(sealed)) => Some(sealed),
            Err(_) => None,
        };
        let success = sealed.as_ref().map_or_else(String::new, |sealed| said(sealed, &here));
        self.report.finish_writing(&diagnostics, sealed.is_some(), &success, "nothing was sealed")
    }

    fn verify(&self, path: &Path) -> Ending {
        let diagnostics = Diagnostics::new();
        let verified = publish::verify(path, &diagnostics).ok();
        let success = verified.as_ref().map_or_else(String::new, |verified| {
            let files = count(verified.files, "file");
            let hash = verified.sha256.as_ref().map(|hash| format!("sha256 {hash}\n")).unwrap_or_default();
            format!("{} is as it was sealed: {files}, {} bytes\n{hash}", path.display(), verified.bytes)
        });
        self.report.finish_writing(&diagnostics, verified.is_some(), &success, "this package is not as it was sealed")
    }
}

fn said(sealed: &Sealed, here: &Path) -> String {
    let shown = |path: &Path| path.strip_prefix(here).unwrap_or(path).display().to_string();
    let (folder, zip, files) = (shown(&sealed.folder), shown(&sealed.zip), count(sealed.files, "file"));
    let there = if sealed.was_there { " was there already, with" } else { " has" };
    format!("{folder}{there} {files}\n{zip}\nsha256 {}\n", sealed.sha256)
}
