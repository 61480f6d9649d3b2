//! `plaudit build`

use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::progress::Bar;
use super::report::{ReportOptions, count, say, seconds};
use super::site::{SiteOptions, current_folder};
use crate::pipeline;
use crate::publish::{Folder, Published};

#[derive(Args, Debug)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteOptions,
    /// The folder to publish to [default: public, or public-AUDIENCE, in the site's root]
    #[arg(short, long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
    /// Publish an earlier edition over one with later periods
    #[arg(short, long)]
    force: bool,
    /// Print how long each step took, and the ten slowest pages
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    report: ReportOptions,
}

impl Build {
    pub(super) fn run(self) -> Ending {
        let (options, here) = match (self.site.pipeline(), current_folder()) {
            (Ok(options), Ok(here)) => (options, here),
            (Err(ending), _) | (_, Err(ending)) => return ending,
        };
        self.site.use_jobs();
        let output = match &self.output_dir {
            Some(output) => here.join(output),
            None => options.root.join(self.site.folder_name("public")),
        };
        self.report.phase(&format!("building {}", options.root.display()));
        let bar = Bar::new(self.report);
        let folder = Folder::new(&options.root, &output).with_progress(&bar);
        let folder = if self.force { folder.allow_going_back() } else { folder };
        let diagnostics = self.site.diagnostics();
        let published = pipeline::build(&options, &folder, &diagnostics).ok();
        let time = seconds(bar.finish());
        if self.timings {
            say(&bar.timings());
        }
        let success =
            published.as_ref().map_or_else(String::new, |published| success(published, &here, &output, &time));
        self.report.finish(&diagnostics, published.as_ref(), Some(&output), &success, "nothing was published")
    }
}

fn success(published: &Published, here: &Path, output: &Path, time: &str) -> String {
    let Published { written, unchanged, removed, .. } = published;
    let shown = output.strip_prefix(here).unwrap_or(output);
    let all = count(written + unchanged, "file");
    format!(
        "{} has {all} ({written} written, {unchanged} unchanged, {removed} removed) after {time}\nopen {}\n",
        shown.display(),
        shown.join("index.html").display()
    )
}
