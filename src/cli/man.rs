//! `plaudit man`

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use super::report::{complain, print};
use super::{CommandLine, Ending};
use crate::diagnostic::nearest;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit man > plaudit.1                  the page of the program
  plaudit man import > plaudit-import.1    that of a command
  plaudit man import | man -l -            reads it at once")]
pub(super) struct Man {
    /// A command [default: the program as a whole]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> Ending {
        let mut program = CommandLine::command();
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => match program.find_subcommand(name) {
                Some(command) => command.clone(),
                None => {
                    let known = program.get_subcommands().map(clap::Command::get_name);
                    let hint = nearest(name, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                    complain(&format!("there is no command `{name}`{hint}"));
                    return Ending::WrongCommandLine;
                }
            },
        };
        let mut text = Vec::new();
        if Page::new(page).render(&mut text).is_err() {
            complain("the page cannot be written");
            return Ending::WrongCommandLine;
        }
        print(&String::from_utf8_lossy(&text));
        Ending::Fine
    }
}
