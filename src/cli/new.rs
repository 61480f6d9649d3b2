//! `plaudit new`

use clap::{Args, Subcommand, ValueEnum};

use super::Ending;
use super::report::ReportOptions;
use super::site::{SiteRoot, period};
use crate::author::new::{What, new};
use crate::model::{Period, StoryKind, StudyId};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit new snapshot                          the month after the latest, every KPI a gap to be filled
  plaudit new commentary --by team/billing      words about a team in the latest month
  plaudit new story \"Refunds in two days\"       a draft, with the awards and values there are
  plaudit new study utilities-2027")]
pub(super) struct New {
    #[command(subcommand)]
    what: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// The figures of a period: data/snapshots/<period>.yaml
    #[command(after_help = "Example:\n  plaudit new snapshot 2026-11")]
    Snapshot {
        /// The month, quarter or week [default: the one after the latest]
        #[arg(value_name = "PERIOD", value_parser = period)]
        period: Option<Period>,
        #[command(flatten)]
        shared: Shared,
    },
    /// Words about a period: content/scorecards/<period>.md
    #[command(after_help = "Example:\n  plaudit new commentary 2026-10 --by team/billing")]
    Commentary {
        /// The month, quarter or week [default: the latest]
        #[arg(value_name = "PERIOD", value_parser = period)]
        period: Option<Period>,
        /// A part of the organisation, such as team/billing [default: the whole]
        #[arg(long, value_name = "PART")]
        by: Option<String>,
        #[command(flatten)]
        shared: Shared,
    },
    /// The newsletter about a period: content/newsletters/<period>.md
    #[command(after_help = "Example:\n  plaudit new newsletter --period 2026-10")]
    Newsletter {
        /// The month, quarter or week [default: the latest]
        #[arg(long, value_name = "PERIOD", value_parser = period)]
        period: Option<Period>,
        #[command(flatten)]
        shared: Shared,
    },
    /// A recognition story, as a draft: content/stories/<month>-<title>.md
    #[command(after_help = "Example:\n  plaudit new story \"Refunds in two days\" --kind thanks")]
    Story {
        /// What it is called
        #[arg(value_name = "TITLE")]
        title: String,
        /// What sort of story
        #[arg(long, value_enum, default_value_t = Sort::Hero)]
        kind: Sort,
        #[command(flatten)]
        shared: Shared,
    },
    /// A benchmark study: data/benchmarks/<id>.yaml
    #[command(
        after_help = "Example:\n  plaudit new study utilities-2027 --title \"Utilities contact-centre benchmark 2027\""
    )]
    Study {
        /// How files and addresses call it
        #[arg(value_name = "ID", value_parser = study_id)]
        id: StudyId,
        /// What it is called
        #[arg(long, value_name = "TITLE")]
        title: Option<String>,
        #[command(flatten)]
        shared: Shared,
    },
}

#[derive(Args, Debug)]
struct Shared {
    #[command(flatten)]
    site: SiteRoot,
    #[command(flatten)]
    report: ReportOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// A challenge, what was done, what came of it
    Hero,
    /// Thanks, from a customer or a colleague
    Thanks,
    /// How we see service
    Voice,
    /// What went wrong and what was learnt
    Learning,
    /// What others do well
    Elsewhere,
}

impl New {
    pub(super) fn run(self) -> Ending {
        let (what, shared) = match self.what {
            Kind::Snapshot { period, shared } => (What::Snapshot(period), shared),
            Kind::Commentary { period, by, shared } => (What::Commentary(period, by), shared),
            Kind::Newsletter { period, shared } => (What::Newsletter(period), shared),
            Kind::Story { title, kind, shared } => (What::Story(title, kind.into()), shared),
            Kind::Study { id, title, shared } => (What::Study(id, title), shared),
        };
        let root = match shared.site.find() {
            Ok(root) => root,
            Err(ending) => return ending,
        };
        let diagnostics = shared.site.diagnostics();
        let made = new(&root, &what, &diagnostics).ok();
        let success = made.as_ref().map_or_else(String::new, |file| format!("wrote {}\n", file.display()));
        shared.report.finish_writing(&diagnostics, made.is_some(), &success, "nothing was written")
    }
}

impl From<Sort> for StoryKind {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Hero => Self::Hero,
            Sort::Thanks => Self::Thanks,
            Sort::Voice => Self::Voice,
            Sort::Learning => Self::Learning,
            Sort::Elsewhere => Self::Elsewhere,
        }
    }
}

fn study_id(text: &str) -> Result<StudyId, &'static str> {
    let is_short = text.len() <= 48;
    StudyId::new(text).filter(|_| is_short).ok_or("an id is made of letters, digits, `_` and `-`, at most 48 of them")
}
