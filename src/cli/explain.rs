//! `plaudit explain`

use clap::Args;

use super::Ending;
use super::report::{ReportOptions, print, refuse, show};
use super::site::SiteOptions;
use crate::pipeline::{self, Question};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit explain csat                        the trend, the rule that fired, the sentence
  plaudit explain csat --by team/billing --period 2026-09")]
pub(super) struct Explain {
    /// The KPI's id
    #[arg(value_name = "KPI")]
    kpi: String,
    /// A part of the organisation, such as team/billing [default: the whole]
    #[arg(long, value_name = "PART")]
    by: Option<String>,
    #[command(flatten)]
    site: SiteOptions,
    #[command(flatten)]
    report: ReportOptions,
}

impl Explain {
    pub(super) fn run(self) -> Ending {
        let options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        let diagnostics = self.site.diagnostics();
        let question = Question { kpi: self.kpi, part: self.by };
        let Ok(answer) = pipeline::explain(&options, &question, &diagnostics) else {
            show(&diagnostics.sorted());
            return Ending::SiteHasErrors;
        };
        match answer {
            Ok(explanation) if !self.report.is_for_programs() => print(&explanation.text),
            Ok(explanation) => print(&String::from_utf8_lossy(&explanation.json)),
            Err(problem) => return refuse(&problem),
        }
        Ending::Fine
    }
}
