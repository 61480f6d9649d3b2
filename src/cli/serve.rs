//! `plaudit serve`

use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;

use super::Ending;
use super::report::{changed, complain, count, print, say, seconds, show};
use super::site::SiteOptions;
use crate::diagnostic::{Diagnostic, Location, Severity, as_text, tally};
use crate::publish::Folder;
use crate::serve::{Built, Event, Options};
use crate::{pipeline, publish, serve};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit serve --open                        show the site, again after every change
  plaudit serve --drafts --port 8000")]
pub(super) struct Serve {
    #[command(flatten)]
    site: SiteOptions,
    /// The port to listen on, 0 for any; the next one that is free is taken
    #[arg(short, long, default_value_t = 1111)]
    port: u16,
    /// The address to listen on; other computers can read the site on all but the default
    #[arg(short, long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST.into())]
    interface: IpAddr,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    open: bool,
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
}

impl Serve {
    pub(super) fn run(self) -> Ending {
        let build_options = match self.site.pipeline() {
            Ok(options) => options,
            Err(ending) => return ending,
        };
        self.site.use_jobs();
        if !self.interface.is_loopback() {
            say(&format!("warning: everyone who can reach {} can read this site, drafts included", self.interface));
        }
        // Below `.plaudit/`, so that nothing half-written is ever published.
        let served = build_options.root.join(".plaudit/serve").join(self.site.folder_name("site"));
        let options =
            Options { root: build_options.root.clone(), site: served, interface: self.interface, port: self.port };
        self.say(&format!("building {}", build_options.root.display()));
        let recall = (pipeline::Recall::default(), publish::Recall::default());
        let build = || self.build(&build_options, &options, &recall);
        match serve::run(&options, &build, &|event| self.tell(event), serve::interrupted()) {
            Ok(()) => {
                self.say("stopped");
                Ending::Fine
            }
            Err(problem) => {
                let at = Location::file(&options.root);
                show(&[Diagnostic { problem, at }]);
                Ending::SiteHasErrors
            }
        }
    }

    fn build(
        &self,
        build_options: &pipeline::Options,
        options: &Options,
        (recall, published): &(pipeline::Recall, publish::Recall),
    ) -> Built {
        let started = Instant::now();
        let diagnostics = self.site.diagnostics();
        // A snapshot that is taken away is no reason to show it any longer.
        let folder = Folder::new(&options.root, &options.site).allow_going_back().recalling(published);
        let built = pipeline::build_recalling(build_options, &folder, Some(recall), &diagnostics);
        let found = diagnostics.sorted();
        let shown: Vec<_> =
            found.into_iter().filter(|found| !self.quiet || found.problem.severity() == Severity::Error).collect();
        show(&shown);
        let Ok(published) = built else {
            say(&format!("{}: the last good site stays", tally(&shown)));
            return Built::Failed(as_text(&shown, false));
        };
        let time = seconds(started.elapsed());
        let (written, removed) = (count(published.written.len(), "file"), published.removed.len());
        self.say(format!("{written} written, {removed} removed after {time}\n{}", changed(&published)).trim_end());
        let is_same = published.written.is_empty() && published.removed.is_empty();
        if is_same { Built::Unchanged } else { Built::Changed }
    }

    fn tell(&self, event: Event) {
        match event {
            Event::OtherPort { wanted } => {
                self.say(&format!("port {wanted} is taken, so it is the next one that is free"));
            }
            Event::Ready { url } => {
                print(&format!("{url}\n"));
                self.say("Ctrl-C ends");
                if self.open {
                    open(&url);
                }
            }
            Event::NotWatching { reason } => {
                complain(&format!("changes are not noticed: {reason}"));
            }
        }
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}

/// Opens an address of our own in the user's browser.
fn open(url: &str) {
    let program = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.spawn() {
        complain(&format!("the browser cannot be opened: {error}"));
    }
}
