//! The command line: one file per command. The only folder that prints.
//!
//! Exit codes: 0 fine, 1 the site has errors, 2 the command line is wrong.

mod archive;
mod build;
mod check;
mod completions;
mod explain;
mod freeze;
mod import;
mod init;
mod loose;
mod man;
mod new;
mod newsletter;
mod pack;
mod progress;
mod report;
mod schema;
mod serve;
mod site;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns YAML data snapshots and Markdown commentary into a static report site for customer service.
#[derive(Debug, Parser)]
#[command(name = "plaudit", version, arg_required_else_help = true, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new site with a starter catalogue and one example of everything
    Init(init::Init),
    /// Write a new input with what the site knows filled in: snapshot, commentary, newsletter, story or study
    New(new::New),
    /// Build the site and publish it, all of it or nothing; redoes only what changed
    Build(build::Build),
    /// Build the site and show it in the browser, again after every change
    Serve(serve::Serve),
    /// Validate everything without writing
    Check(check::Check),
    /// Take figures from an export, CSV, XLSX or ODS, into snapshots; shows the difference before it writes
    Import(import::Import),
    /// Explain a figure in the terminal: the trend, the rule that fired, the sentence
    Explain(explain::Explain),
    /// Seal a period or a study as a package with checksums, or check one
    Archive(archive::Archive),
    /// Make the e-mail of a newsletter: HTML, text and a draft for mail programs; sends nothing
    Newsletter(newsletter::Newsletter),
    /// Put a period into one file, with a picture and a post: for mails, chats and places that cannot host a site
    Pack(pack::Pack),
    /// Put a period on record as published: from then on every change of it needs a revision
    Freeze(freeze::Freeze),
    /// Print the JSON Schema of a file, or write all of them for an editor
    Schema(schema::SchemaOf),
    /// Print the completions of a shell
    Completions(completions::Completions),
    /// Print the manual page of the program or of a command
    Man(man::Man),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// 0: fine.
    Fine,
    /// 1: the site has errors.
    SiteHasErrors,
    /// 2: the command line is wrong.
    WrongCommandLine,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Fine => 0,
            Ending::SiteHasErrors => 1,
            Ending::WrongCommandLine => 2,
        })
    }
}

/// Runs the command that `arguments`, the program's name first, ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(asked) => {
            // Help and version are asked for too; a reader that has gone away is no error.
            let _ = asked.print();
            return if asked.use_stderr() { Ending::WrongCommandLine.into() } else { Ending::Fine.into() };
        }
    };
    let ending = match line.command {
        Command::Init(init) => init.run(),
        Command::New(new) => new.run(),
        Command::Build(build) => build.run(),
        Command::Serve(serve) => serve.run(),
        Command::Check(check) => check.run(),
        Command::Import(import) => import.run(),
        Command::Explain(explain) => explain.run(),
        Command::Newsletter(newsletter) => newsletter.run(),
        Command::Pack(pack) => pack.run(),
        Command::Freeze(freeze) => freeze.run(),
        Command::Archive(archive) => archive.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    };
    ending.into()
}
