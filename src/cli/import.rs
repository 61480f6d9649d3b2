//! `plaudit import`

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Zoned;

use super::Ending;
use super::report::{ReportOptions, complain, count, print};
use super::site::{SiteRoot, current_folder, period};
use crate::author::import::{self, Doubt, FigureDifference, Imported, PeriodDifference, Request};
use crate::author::written;
use crate::model::{Period, RevisionKind};

/// More lines of one sort are counted and not shown.
const SHOWN: usize = 40;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit import export.csv --propose --write     write a first mapping to data/imports/export.yaml
  plaudit import export.csv                       show what would change
  plaudit import export.csv --write               write it into data/snapshots/
  plaudit import late.xlsx --write --because \"late surveys\" --kind scheduled")]
pub(super) struct Import {
    /// The table: CSV, XLSX or ODS
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    site: SiteRoot,
    /// The mapping data/imports/NAME.yaml [default: the one whose `files` the table's name fits]
    #[arg(short, long, value_name = "NAME", value_parser = mapping_name)]
    mapping: Option<String>,
    /// Write a first mapping from the table's head and a sample of its rows: to the terminal, with --write to a file
    #[arg(long, conflicts_with_all = ["period", "skip_rejected", "because", "kind"])]
    propose: bool,
    /// Take the figures of this period only
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    period: Option<Period>,
    /// Write what is shown into the snapshots
    #[arg(short, long)]
    write: bool,
    /// Pass over cells and rows that cannot be taken
    #[arg(long)]
    skip_rejected: bool,
    /// Why figures change that were published: it goes into the `revisions` of their snapshot
    #[arg(long, value_name = "REASON", value_parser = reason)]
    because: Option<String>,
    /// What sort of revision that is
    #[arg(long, value_enum, default_value_t = Kind::Correction, requires = "because")]
    kind: Kind,
    #[command(flatten)]
    report: ReportOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// They were wrong
    Correction,
    /// More complete data, as announced
    Scheduled,
    /// They are worked out differently
    Method,
}

impl Import {
    pub(super) fn run(self) -> Ending {
        let (root, here) = match (self.site.find(), current_folder()) {
            (Ok(root), Ok(here)) => (root, here),
            (Err(ending), _) | (_, Err(ending)) => return ending,
        };
        if !here.join(&self.file).exists() {
            complain(&format!("there is no file `{}`", self.file.display()));
            return Ending::WrongCommandLine;
        }
        let diagnostics = self.site.diagnostics();
        if self.propose {
            let proposed = import::propose(&root, &self.file, self.mapping.as_deref(), self.write, &diagnostics).ok();
            let columns = proposed.iter().flat_map(|proposal| &proposal.unused);
            let columns: Vec<String> =
                columns.map(|column| format!("  {}: {}", column.name, column.values.join(" · "))).collect();
            if !columns.is_empty() {
                // Not among what may be put into a file: it is of people.
                self.report.phase(&format!("in columns that nothing uses:\n{}", columns.join("\n")));
            }
            let success = proposed.as_ref().map_or_else(String::new, |proposal| {
                if proposal.is_written {
                    format!("wrote {}\n", proposal.file.display())
                } else {
                    format!("{}\n# --write puts this into {}\n", proposal.text.trim_end(), proposal.file.display())
                }
            });
            return self.report.finish_writing(&diagnostics, proposed.is_some(), &success, "no mapping was written");
        }
        let kind = match self.kind {
            Kind::Correction => RevisionKind::Correction,
            Kind::Scheduled => RevisionKind::Scheduled,
            Kind::Method => RevisionKind::Method,
        };
        let request = Request {
            file: &self.file,
            mapping: self.mapping.as_deref(),
            period: self.period,
            write: self.write,
            skip_rejected: self.skip_rejected,
            revision: self.because.as_deref().map(|because| (because, kind)),
            today: Zoned::now().date(),
        };
        let imported = import::import(&root, &request, &diagnostics).ok();
        let is_fine = diagnostics.proceed().is_ok()
            && imported.as_ref().is_some_and(|imported| self.skip_rejected || imported.rejected.count == 0);
        let told = imported.as_ref().map(|imported| self.told(imported)).unwrap_or_default();
        if !is_fine && !self.report.is_for_programs() {
            print(&told);
        }
        let more = imported.as_ref().map(|imported| serde_json::json!({ "import": json(imported) }));
        self.report.finish_writing_with(&diagnostics, is_fine, more, &told, "nothing was written")
    }

    /// What would change, and what did.
    fn told(&self, imported: &Imported) -> String {
        let mut out = String::new();
        let rows = count(usize::try_from(imported.table.rows).unwrap_or(usize::MAX), "row");
        let mut line = |text: &str| writeln!(out, "{text}").expect("a text takes all");
        line(&format!("{}: {rows}; {}; by {}", self.file.display(), imported.table.form, imported.mapping.display()));
        if imported.passed_over > 0 {
            line(&format!("passed over by `only`: {}", imported.passed_over));
        }
        let (mut added, mut changed, mut same) = (0, 0, 0);
        for difference in &imported.periods {
            let PeriodDifference { period, file, is_new, published, figures, same: unchanged } = difference;
            same += unchanged;
            added += figures.iter().filter(|figure| figure.was.is_none()).count();
            changed += figures.iter().filter(|figure| figure.was.is_some()).count();
            let sort = if *is_new { "new" } else { "there already" };
            line(&format!("\n{period}  {} ({sort}); {} the same", file.display(), count(*unchanged, "figure")));
            if *published > 0 {
                line(&format!(
                    "  published already: {}, a revision each, which needs --because",
                    count(*published, "change")
                ));
            }
            for figure in figures.iter().take(SHOWN) {
                line(&format!("  {}", said(figure)));
            }
            if figures.len() > SHOWN {
                line(&format!("  … and {} more", figures.len() - SHOWN));
            }
        }
        let rejected = &imported.rejected;
        if rejected.count > 0 {
            line("\nrejected");
        }
        for rejection in rejected.sorts.iter().take(SHOWN) {
            line(&format!("  {rejection}"));
        }
        let told: usize = rejected.sorts.iter().take(SHOWN).map(|sort| sort.count).sum();
        if rejected.count > told {
            line(&format!("  … and {} more", rejected.count - told));
        }
        let end = match (imported.is_written, added + changed) {
            (true, _) => "written; `plaudit check` says what they mean for the site",
            (false, 0) => "nothing to write",
            (false, _) if self.write => "nothing was written",
            (false, _) => "nothing was written: --write does",
        };
        line(&format!("\n{added} added, {changed} changed, {same} the same, {} rejected; {end}", rejected.count));
        out
    }
}

/// A figure on a line.
fn said(figure: &FigureDifference) -> String {
    let FigureDifference { subject, was, now, doubts, .. } = figure;
    let what = subject.part.as_ref().map_or_else(|| subject.kpi.to_string(), |part| format!("{part} {}", subject.kpi));
    let now = written::measurement(now);
    let mut line = match was {
        None => format!("added    {what}: {now}"),
        Some(was) => format!("changed  {what}: {} → {now}", written::measurement(was)),
    };
    for doubt in doubts {
        line.push_str(&match doubt {
            Doubt::Implausible => "  (outside of what is plausible)".to_owned(),
            Doubt::Jump { before, value, times } => {
                let was = format!("{before} was {}", (value * 1e6).round() / 1e6);
                match times {
                    Some(times) => format!("  ({was}, and this is about {times} that: is the unit right?)"),
                    None => format!("  ({was}: is that right?)"),
                }
            }
            Doubt::Approximate => "  (within 0.1 %: too many different values to keep)".to_owned(),
            Doubt::StillMarked => "  (still marked as not final)".to_owned(),
        });
    }
    line
}

fn json(imported: &Imported) -> serde_json::Value {
    let periods: Vec<_> = imported
        .periods
        .iter()
        .map(|difference| {
            let figures: Vec<_> = difference
                .figures
                .iter()
                .map(|figure| {
                    serde_json::json!({
                        "kpi": figure.subject.kpi.as_str(),
                        "by": figure.subject.part.as_ref().map(ToString::to_string),
                        "was": figure.was.as_ref().map(written::measurement),
                        "now": written::measurement(&figure.now),
                        "revision": figure.published.is_some(),
                        "said": said(figure),
                    })
                })
                .collect();
            serde_json::json!({
                "period": difference.period.to_string(),
                "file": difference.file.display().to_string(),
                "new": difference.is_new,
                "same": difference.same,
                "figures": figures,
            })
        })
        .collect();
    let rejected: Vec<_> = imported
        .rejected
        .sorts
        .iter()
        .map(|sort| {
            serde_json::json!({
                "rows": sort.rows,
                "column": sort.column,
                "reason": sort.reason.to_string(),
                "count": sort.count,
            })
        })
        .collect();
    serde_json::json!({
        "mapping": imported.mapping.display().to_string(),
        "rows": imported.table.rows,
        "form": imported.table.form,
        "passed_over": imported.passed_over,
        "periods": periods,
        "rejected": { "count": imported.rejected.count, "sorts": rejected },
        "written": imported.is_written,
    })
}

fn mapping_name(text: &str) -> Result<String, &'static str> {
    let fits =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if fits && !text.starts_with('.') {
        Ok(text.to_owned())
    } else {
        Err("a mapping is named with letters, digits, `-`, `_` and `.`")
    }
}

fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("say why") } else { Ok(text.to_owned()) }
}
