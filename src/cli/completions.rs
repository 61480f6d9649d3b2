//! `plaudit completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::report::print;
use super::{CommandLine, Ending};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit completions bash > ~/.local/share/bash-completion/completions/plaudit
  plaudit completions zsh > ~/.zfunc/_plaudit
  plaudit completions powershell >> $PROFILE")]
pub(super) struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Ending {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), "plaudit", &mut script);
        print(&String::from_utf8_lossy(&script));
        Ending::Fine
    }
}
