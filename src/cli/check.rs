//! `plaudit check`

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::loose::hand_over_file;
use super::progress::Bar;
use super::report::{ProblemReportOptions, count, seconds};
use super::site::SiteOptions;
use crate::diagnostic::Location;
use crate::pipeline::{self, Checked};
use crate::publish::{Folder, Nowhere};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit check                               everything that can be wrong, then one page to sign
  plaudit check --strict --format sarif       warnings count as errors; for code hosts and editors
  plaudit check --audience managers           what managers would get
  plaudit check -o sign-offs/2026-10.md       the page to sign as a file, to print and to keep; Markdown by its name
  plaudit check --links                       where pages lead to outside of the site

A warning or a hint that is meant to be is allowed by a comment above its line, with the reason:
  # plaudit: allow P310, because the line was down for a day          in YAML
  <!-- plaudit: allow P650, because … -->                             in Markdown")]
pub(super) struct Check {
    #[command(flatten)]
    site: SiteOptions,
    /// List the links that lead out of the site; they are not fetched
    #[arg(long)]
    links: bool,
    /// Write the page to sign into this file, as Markdown if its name ends in `.md`
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that holds something else
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    report: ProblemReportOptions,
}

impl Check {
    pub(super) fn run(self) -> Ending {
        let report = self.report.report();
        let options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        report.phase(&format!("checking {}", options.root.display()));
        let bar = Bar::new(report);
        let diagnostics = self.site.diagnostics();
        // What the last build made in silence need not be made to find out that there is nothing to say.
        let published = options.root.join(self.site.folder_name("public"));
        let nowhere = Nowhere::with_progress(&bar).knowing(&Folder::new(&options.root, &published));
        let checked = pipeline::check(&options, &nowhere, &diagnostics).ok();
        let time = seconds(bar.finish());
        if let (Some(file), Some(checked)) = (&self.output, &checked) {
            let page = &checked.sign_off;
            let is_markdown = file.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
            let page = if is_markdown { &page.markdown } else { &page.text };
            if let Err(ending) = hand_over_file(page.clone().into_bytes(), &options.root, file, self.force) {
                return ending;
            }
        }
        let allowed = diagnostics.allowed().len();
        let success = checked.as_ref().map_or_else(String::new, |checked| {
            let page = match &self.output {
                Some(file) => format!("the page to sign is in {}\n", file.display()),
                None => checked.sign_off.text.clone(),
            };
            let links = if self.links { links(&checked.external_links) } else { String::new() };
            let allowed = match allowed {
                0 => String::new(),
                _ => format!("; {} allowed by a comment", count(allowed, "doubt")),
            };
            let made = count(checked.published.made + checked.published.unchanged, "file");
            format!("{links}{page}\n{made} can be published; that took {time} to find out{allowed}\n")
        });
        let more = |Checked { sign_off, external_links, .. }: &Checked| {
            let link = |(at, target): &(Location, String)| {
                let line = at.place.map(|place| place.line);
                serde_json::json!({ "file": at.file.display().to_string(), "line": line, "target": target })
            };
            let links: Vec<_> = external_links.iter().map(link).collect();
            serde_json::json!({ "sign_off": sign_off.json, "external_links": links })
        };
        let more = checked.as_ref().map(more);
        let published = checked.as_ref().map(|checked| &checked.published);
        report.finish_with(&diagnostics, published, None, more, &success, "this site cannot be published")
    }
}

/// The links that lead out of the site, one per line.
fn links(links: &[(Location, String)]) -> String {
    let line = |(at, target): &(Location, String)| {
        let line = at.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
        format!("{}{line}: {target}\n", at.file.display())
    };
    let all: String = links.iter().map(line).collect();
    match links.len() {
        0 => "no links lead out of the site\n\n".to_owned(),
        links => format!("{} out of the site; not fetched:\n{all}\n", count(links, "link")),
    }
}
