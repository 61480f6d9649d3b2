//! `plaudit freeze`

use clap::Args;

use super::Ending;
use super::report::{ReportOptions, count};
use super::site::{SiteRoot, period};
use crate::author::{self, Frozen};
use crate::model::Period;

#[derive(Args, Debug)]
#[command(after_help = "Example:
  plaudit freeze 2026-10                      from now on every change of October needs a revision")]
pub(super) struct Freeze {
    /// The month, quarter or week to put on record
    #[arg(value_name = "PERIOD", value_parser = period)]
    period: Period,
    #[command(flatten)]
    site: SiteRoot,
    /// Make the record anew: forget what was on record before
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    report: ReportOptions,
}

impl Freeze {
    pub(super) fn run(self) -> Ending {
        let root = match self.site.find() {
            Ok(root) => root,
            Err(ending) => return ending,
        };
        let diagnostics = self.site.diagnostics();
        let frozen = author::freeze(&root, self.period, self.force, &diagnostics).ok();
        let success = frozen.as_ref().map_or_else(String::new, |frozen| self.success(frozen));
        self.report.finish_writing(&diagnostics, frozen.is_some(), &success, "nothing was put on record")
    }

    fn success(&self, frozen: &Frozen) -> String {
        let Frozen { file, figures, expected, editions, is_written } = frozen;
        let figures = count(*figures, "figure");
        if !is_written {
            return format!("{} is on record already, with {figures}; nothing has changed\n", self.period);
        }
        let late = if *expected == 0 { String::new() } else { format!("; {expected} expected later") };
        let former = match editions {
            1 => String::new(),
            editions => format!("; {} kept as published", count(editions - 1, "earlier edition")),
        };
        format!("{} has {figures} of {}{late}{former}\n", file.display(), self.period)
    }
}
