//! `plaudit pack`

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::loose::hand_over;
use super::report::{ReportOptions, refuse};
use super::site::{SiteOptions, period};
use crate::model::Period;
use crate::pipeline;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit pack 2026-10 -o october                    the scorecard in one file, a picture and a post
  plaudit pack 2026-10 -o october --with-names       with the stories of those who agreed to be named in newsletters
  plaudit pack 2026-10 -o board --audience managers

The file needs no other: attach it to a mail, put it beside a chat, or open it and print it as a PDF with bookmarks.
SharePoint Online and Teams offer it as a download; for reading there, print it as a PDF first.")]
pub(super) struct Pack {
    /// A month, quarter or week with figures, such as 2026-10
    #[arg(value_name = "PERIOD", value_parser = period)]
    of: Period,
    /// The folder to write the three files to
    #[arg(short, long, value_name = "FOLDER")]
    output_dir: PathBuf,
    /// Name the people who are praised: what was passed on cannot be called back
    #[arg(long)]
    with_names: bool,
    /// Replace files that are there and differ
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    site: SiteOptions,
    #[command(flatten)]
    report: ReportOptions,
}

impl Pack {
    pub(super) fn run(self) -> Ending {
        let options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        let diagnostics = self.site.diagnostics();
        let failure = "nothing was written";
        let files = match pipeline::pack(&options, self.of, self.with_names, &diagnostics) {
            Ok(Ok(files)) => files,
            Ok(Err(problem)) => return refuse(&problem),
            Err(_) => return self.report.finish_writing(&diagnostics, false, "", failure),
        };
        if let Err(ending) = hand_over(&files, &options.root, &self.output_dir, self.force) {
            return ending;
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let named = if self.with_names { "" } else { "nobody who is praised is named in it; `--with-names` does\n" };
        let success = format!("{} has {}\n{named}", self.output_dir.display(), names.join(", "));
        self.report.finish_writing(&diagnostics, true, &success, failure)
    }
}
