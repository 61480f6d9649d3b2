//! The options that say which site is meant, and finding it.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;

use super::Ending;
use super::report::complain;
use crate::diagnostic::Diagnostics;
use crate::model::{AudienceId, BaseUrl, Period};
use crate::pipeline;

/// Marks the root of a site.
const SETTINGS: &str = "plaudit.yaml";

/// Which site.
#[derive(Args, Debug)]
pub(super) struct SiteRoot {
    /// The folder that holds plaudit.yaml [default: the current folder or the nearest one above it]
    #[arg(short, long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
}

/// Which site, for whom and up to when.
#[derive(Args, Debug)]
pub(super) struct SiteOptions {
    #[command(flatten)]
    site: SiteRoot,
    /// Use this address instead of `base_url` in the settings
    #[arg(short = 'u', long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// Build the edition for this audience [default: everyone's]
    #[arg(long, value_name = "AUDIENCE", value_parser = audience)]
    audience: Option<AudienceId>,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Leave out the snapshots after this period
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    period: Option<Period>,
    /// How many threads to use [default: one per processor]
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl SiteRoot {
    pub(super) fn diagnostics(&self) -> Diagnostics {
        if self.strict { Diagnostics::strict() } else { Diagnostics::new() }
    }

    /// The folder of the site; complains when there is none.
    pub(super) fn find(&self) -> Result<PathBuf, Ending> {
        let here = current_folder()?;
        let is_site = |folder: &Path| folder.join(SETTINGS).is_file();
        let found = match &self.root {
            Some(root) => Some(here.join(root)).filter(|root| is_site(root)),
            None => here.ancestors().find(|folder| is_site(folder)).map(Path::to_owned),
        };
        found.ok_or_else(|| {
            match &self.root {
                Some(root) => complain(&format!("there is no {SETTINGS} in `{}`", root.display())),
                None => complain(&format!("there is no {SETTINGS} in `{}` or above it", here.display())),
            }
            complain_help("run this in the folder of a site, name it with `--root`, or make one with `plaudit init`");
            Ending::WrongCommandLine
        })
    }
}

impl SiteOptions {
    /// What the pipeline is told; complains when there is no such site.
    pub(super) fn pipeline(&self) -> Result<pipeline::Options, Ending> {
        Ok(pipeline::Options {
            root: self.site.find()?,
            audience: self.audience.clone(),
            drafts: self.drafts,
            period: self.period,
            base_url: self.base_url.clone(),
            today: Some(Zoned::now().date()),
        })
    }

    pub(super) fn diagnostics(&self) -> Diagnostics {
        self.site.diagnostics()
    }

    /// Lets all parallel work use as many threads as were asked for.
    pub(super) fn use_jobs(&self) {
        if let Some(jobs) = self.jobs {
            // Fails only when it was done before.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
        }
    }

    /// The name of a folder for this edition: `site`, `site-managers`.
    pub(super) fn folder_name(&self, stem: &str) -> String {
        folder_name(stem, self.audience.as_ref().map(AudienceId::as_str))
    }
}

/// The name of a folder for the edition of an audience: `public`, `public-managers`.
pub(super) fn folder_name(stem: &str, audience: Option<&str>) -> String {
    audience.map_or_else(|| stem.to_owned(), |audience| format!("{stem}-{audience}"))
}

/// The folder the program was started in.
pub(super) fn current_folder() -> Result<PathBuf, Ending> {
    env::current_dir().map_err(|error| {
        complain(&format!("the current folder cannot be used: {error}"));
        Ending::WrongCommandLine
    })
}

fn complain_help(help: &str) {
    super::report::say(&format!("help: {help}"));
}

fn audience(text: &str) -> Result<AudienceId, &'static str> {
    AudienceId::new(text).ok_or("an audience is written with letters, digits, `_` and `-`")
}

fn base_url(text: &str) -> Result<BaseUrl, &'static str> {
    BaseUrl::new(text).ok_or("write an address as https://host/path/")
}

/// A period as the command line names it.
pub(super) fn period(text: &str) -> Result<Period, &'static str> {
    text.parse().map_err(|_| "write a month as 2026-10, a quarter as 2026-Q4, a week as 2026-W41")
}
