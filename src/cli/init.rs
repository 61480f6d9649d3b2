//! `plaudit init`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Ending;
use super::report::{complain, count, print, say};
use super::site::current_folder;
use crate::author::{self, Template};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit init my-site && cd my-site && plaudit serve --open
  plaudit init figures --template scorecard   without stories and studies")]
pub(super) struct Init {
    /// The folder of the new site; made if need be
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// What the site is for
    #[arg(long, value_enum, default_value_t = Kind::Everything)]
    template: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// One example of everything
    Everything,
    /// Figures and words about them, without stories and studies
    Scorecard,
    /// Stories, awards and the figures they speak of
    Newsletter,
    /// A study with our own figures beside it
    Benchmark,
}

impl Init {
    pub(super) fn run(self) -> Ending {
        let here = match current_folder() {
            Ok(here) => here,
            Err(ending) => return ending,
        };
        let template = match self.template {
            Kind::Everything => Template::Everything,
            Kind::Scorecard => Template::Scorecard,
            Kind::Newsletter => Template::Newsletter,
            Kind::Benchmark => Template::Benchmark,
        };
        match author::init(&here.join(&self.folder), template) {
            Ok(written) => {
                let enter = if self.folder.as_os_str() == "." {
                    String::new()
                } else {
                    format!("cd {} && ", self.folder.display())
                };
                print(&format!(
                    "wrote {} to {}\n\n\
                     Next:\n\
                     {:4}{enter}plaudit serve --open   shows the site, again after every change\n\
                     {:4}{enter}plaudit build          publishes it to public/\n\n\
                     The figures are made up. README.md says what to replace first.\n",
                    count(written, "file"),
                    self.folder.display(),
                    "",
                    "",
                ));
                Ending::Fine
            }
            Err(author::InitFailed::Occupied(files)) => {
                complain(&format!("`{}` already holds what would be written; nothing was", self.folder.display()));
                files.iter().for_each(|file| say(&format!("  {}", file.display())));
                say("help: name a new folder: plaudit init scorecard");
                Ending::WrongCommandLine
            }
            Err(author::InitFailed::Failed { path, error }) => {
                complain(&format!("`{}` cannot be written: {error}", path.display()));
                Ending::WrongCommandLine
            }
        }
    }
}
