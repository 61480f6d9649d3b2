//! `plaudit check`

use clap::Args;

use super::Ending;
use super::progress::Bar;
use super::report::{ReportOptions, count, seconds};
use super::site::SiteOptions;
use crate::pipeline;
use crate::publish::Nowhere;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit check                               everything that `build` would say, without writing
  plaudit check --strict --format json        warnings count as errors; for other programs")]
pub(super) struct Check {
    #[command(flatten)]
    site: SiteOptions,
    #[command(flatten)]
    report: ReportOptions,
}

impl Check {
    pub(super) fn run(self) -> Ending {
        let options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        self.report.phase(&format!("checking {}", options.root.display()));
        let bar = Bar::new(self.report);
        let diagnostics = self.site.diagnostics();
        let checked = pipeline::build(&options, &Nowhere::with_progress(&bar), &diagnostics).ok();
        let time = seconds(bar.finish());
        let success = checked.as_ref().map_or_else(String::new, |checked| {
            format!("{} can be published; that took {time} to find out\n", count(checked.made, "file"))
        });
        self.report.finish(&diagnostics, checked.as_ref(), None, &success, "this site cannot be published")
    }
}
