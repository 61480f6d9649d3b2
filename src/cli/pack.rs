//! `plaudit pack`

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::report::{ReportOptions, complain, say};
use super::site::{SiteOptions, current_folder, period};
use crate::diagnostic::Problem;
use crate::model::Period;
use crate::pipeline;
use crate::publish::{refusal_of, write_files};

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
        let (options, here) = match (self.site.pipeline(), current_folder()) {
            (Ok(options), Ok(here)) => (options, here),
            (Err(ending), _) | (_, Err(ending)) => return ending,
        };
        self.site.use_jobs();
        let diagnostics = self.site.diagnostics();
        let failure = "nothing was written";
        let into = here.join(&self.output_dir);
        if let Some(problem) = refusal_of(&options.root, &into) {
            complain(&format!("{}: {problem}", self.output_dir.display()));
            return refused(&problem);
        }
        let files = match pipeline::pack(&options, self.of, self.with_names, &diagnostics) {
            Ok(Ok(files)) => files,
            Ok(Err(problem)) => {
                complain(&problem.to_string());
                return refused(&problem);
            }
            Err(_) => return self.report.finish_writing(&diagnostics, false, "", failure),
        };
        let files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, contents)| (name.as_str(), contents.clone())).collect();
        if let Err((path, error)) = write_files(&into, &files, self.force) {
            match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    complain(&format!("`{}` is there already and holds something else", path.display()));
                    say("help: name another folder with `--output-dir`, or replace it with `--force`");
                }
                _ => complain(&format!("`{}` cannot be written: {error}", path.display())),
            }
            say(failure);
            return Ending::SiteHasErrors;
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        let named = if self.with_names { "" } else { "nobody who is praised is named in it; `--with-names` does\n" };
        let success = format!("{} has {}\n{named}", self.output_dir.display(), names.join(", "));
        self.report.finish_writing(&diagnostics, true, &success, failure)
    }
}

fn refused(problem: &Problem) -> Ending {
    if let Some(help) = problem.help() {
        say(&format!("help: {help}"));
    }
    Ending::WrongCommandLine
}
