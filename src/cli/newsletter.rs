//! `plaudit newsletter`

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::loose::hand_over;
use super::report::{ReportOptions, complain, refuse, say, show};
use super::site::{SiteOptions, period};
use crate::model::Period;
use crate::pipeline::{self, Mail};

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  plaudit newsletter 2026-10 --output-dir october")]
pub(super) struct Newsletter {
    /// The period of the issue, such as 2026-10
    #[arg(value_name = "ISSUE", value_parser = period)]
    issue: Period,
    /// Where to write mail.html, mail.txt, mail.eml and the picture [default: newsletter-<ISSUE>]
    #[arg(short, long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
    /// Make a mail that names people: what was sent cannot be called back
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

impl Newsletter {
    pub(super) fn run(self) -> Ending {
        let options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        let diagnostics = self.site.diagnostics();
        let failure = "nothing was written";
        let Ok(made) = pipeline::newsletter(&options, self.issue, &diagnostics) else {
            return self.report.finish_writing(&diagnostics, false, "", failure);
        };
        let mail = match made {
            Ok(mail) => mail,
            Err(problem) => return refuse(&problem),
        };
        if !mail.names.is_empty() && !self.with_names {
            show(&diagnostics.sorted());
            return refuse_names(&mail);
        }
        let folder = self.output_dir.clone().unwrap_or_else(|| format!("newsletter-{}", self.issue).into());
        if let Err(ending) = hand_over(&mail.files, &options.root, &folder, self.force) {
            return ending;
        }
        let files: Vec<&str> = mail.files.iter().map(|(name, _)| *name).collect();
        let success = format!(
            "{} has {}\nopen mail.eml in a mail program, or paste mail.html into one; nothing was sent\n",
            folder.display(),
            files.join(", ")
        );
        self.report.finish_writing(&diagnostics, true, &success, failure)
    }
}

fn refuse_names(mail: &Mail) -> Ending {
    let names: Vec<&str> = mail.names.iter().map(String::as_str).collect();
    complain(&format!("this mail names {}", names.join(", ")));
    say("help: what was sent cannot be called back when somebody changes their mind; if they know, say `--with-names`");
    Ending::SiteHasErrors
}
