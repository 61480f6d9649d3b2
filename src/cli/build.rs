//! `plaudit build`

use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::progress::Bar;
use super::report::{ProblemReportOptions, changed, count, say, seconds};
use super::site::{SiteOptions, current_folder, folder_name};
use crate::model::AudienceId;
use crate::pipeline;
use crate::publish::{Folder, Published, Share, ShareFolder, Shares};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit build                               publish into public/
  plaudit build --audience managers           the managers' edition, into public-managers/
  plaudit build --period 2026-09 -o past      the site as of September
  plaudit build --shard 1/4 -o shares/1       a quarter of the pages, to be joined with --merge")]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteOptions,
    /// The folder to publish to [default: public, or public-AUDIENCE, in the site's root]
    #[arg(short, long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
    /// Make only a share of the site, such as 2/4, to be joined with the others by --merge
    #[arg(long, value_name = "K/N", requires = "output_dir")]
    shard: Option<Share>,
    /// Join the shares in these folders and publish the whole site; reads no inputs
    #[arg(long, value_name = "FOLDER", num_args = 1.., conflicts_with_all = ["shard", "drafts", "period", "base_url"])]
    merge: Vec<PathBuf>,
    /// Publish an earlier edition over one with later periods
    #[arg(short, long)]
    force: bool,
    /// Print how long each step took, and the ten slowest pages
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    report: ProblemReportOptions,
}

impl Build {
    pub(super) fn run(self) -> Ending {
        let report = self.report.report();
        let (options, here) = match (self.site.pipeline(), current_folder()) {
            (Ok(options), Ok(here)) => (options, here),
            (Err(ending), _) | (_, Err(ending)) => return ending,
        };
        self.site.use_jobs();
        let output_for = |audience: Option<&str>| match &self.output_dir {
            Some(output) => here.join(output),
            None => options.root.join(folder_name("public", audience)),
        };
        let bar = Bar::new(report);
        let diagnostics = self.site.diagnostics();
        let folder = |output: &Path| {
            let folder = Folder::new(&options.root, output).with_progress(&bar);
            if self.force { folder.allow_going_back() } else { folder }
        };
        let (output, published) = if self.merge.is_empty() {
            report.phase(&format!("building {}", options.root.display()));
            let output = output_for(options.audience.as_ref().map(AudienceId::as_str));
            let folder = folder(&output);
            let published = match self.shard {
                Some(share) => pipeline::build(&options, &ShareFolder::new(folder, share), &diagnostics),
                None => pipeline::build(&options, &folder, &diagnostics),
            };
            (output, published.ok())
        } else {
            report.phase(&format!("joining {}", count(self.merge.len(), "share")));
            let folders: Vec<PathBuf> = self.merge.iter().map(|folder| here.join(folder)).collect();
            match Shares::read(&folders, &diagnostics) {
                Ok(shares) => {
                    let output = output_for(shares.audience());
                    let published = shares.publish(&folder(&output), &diagnostics);
                    (output, published.ok())
                }
                Err(_) => (output_for(None), None),
            }
        };
        let time = seconds(bar.finish());
        if self.timings {
            say(&bar.timings());
        }
        let success =
            published.as_ref().map_or_else(String::new, |published| success(published, &here, &output, &time));
        report.finish(&diagnostics, published.as_ref(), Some(&output), &success, "nothing was published")
    }
}

fn success(published: &Published, here: &Path, output: &Path, time: &str) -> String {
    let Published { unchanged, .. } = published;
    let [written, removed] = [&published.written, &published.removed].map(Vec::len);
    let shown = output.strip_prefix(here).unwrap_or(output);
    let all = count(written + unchanged, "file");
    format!(
        "{} has {all} ({written} written, {unchanged} unchanged, {removed} removed) after {time}\n{}open {}\n",
        shown.display(),
        changed(published),
        shown.join("index.html").display()
    )
}
