//! `plaudit init`

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::report::{complain, count, print, say};
use super::site::current_folder;
use crate::author;

#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder of the new site; made if need be
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

impl Init {
    pub(super) fn run(self) -> Ending {
        let here = match current_folder() {
            Ok(here) => here,
            Err(ending) => return ending,
        };
        match author::init(&here.join(&self.folder)) {
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
