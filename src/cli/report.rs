//! What is printed: problems and what is under way on stderr, results on stdout.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Ending;
use crate::diagnostic::{Diagnostic, Diagnostics, Problem, Severity, as_json, as_sarif, as_text, tally};
use crate::publish::Published;

/// How much is printed, and how.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct ReportOptions {
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
    /// How to print problems and results
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How much is printed, and how, where problems are the result.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct ProblemReportOptions {
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
    /// How to print problems and results
    #[arg(long, value_enum, default_value_t = ProblemFormat::Text)]
    format: ProblemFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object, for other programs
    Json,
    #[value(skip)]
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ProblemFormat {
    /// For people
    Text,
    /// One JSON object, for other programs
    Json,
    /// SARIF 2.1.0, which code hosts and editors show beside the lines
    Sarif,
}

impl ProblemReportOptions {
    /// How to report.
    pub(super) fn report(self) -> ReportOptions {
        let format = match self.format {
            ProblemFormat::Text => Format::Text,
            ProblemFormat::Json => Format::Json,
            ProblemFormat::Sarif => Format::Sarif,
        };
        ReportOptions { quiet: self.quiet, format }
    }
}

impl ReportOptions {
    /// Says what begins now.
    pub(super) fn phase(self, text: &str) {
        if self.is_talking() {
            say(text);
        }
    }

    /// Whether there is somebody to tell what is under way.
    pub(super) fn is_talking(self) -> bool {
        !self.quiet && self.format == Format::Text
    }

    /// Whether other programs read what is printed.
    pub(super) fn is_for_programs(self) -> bool {
        self.format != Format::Text
    }

    /// Prints all problems, then how it ended: `success` is said only when there was no error.
    pub(super) fn finish(
        self,
        diagnostics: &Diagnostics,
        published: Option<&Published>,
        output: Option<&Path>,
        success: &str,
        failure: &str,
    ) -> Ending {
        self.finish_with(diagnostics, published, output, None, success, failure)
    }

    /// The same with more to say to other programs, an object whose fields join the others.
    pub(super) fn finish_with(
        self,
        diagnostics: &Diagnostics,
        published: Option<&Published>,
        output: Option<&Path>,
        more: Option<serde_json::Value>,
        success: &str,
        failure: &str,
    ) -> Ending {
        if self.is_for_programs() {
            print(&match self.format {
                Format::Sarif => as_sarif(diagnostics, published.is_some()),
                Format::Text | Format::Json => json(&diagnostics.sorted(), published, output, more),
            });
            return if published.is_some() { Ending::Fine } else { Ending::SiteHasErrors };
        }
        self.finish_in_words(diagnostics, published.is_some(), success, failure)
    }

    /// The same for a command that publishes nothing.
    pub(super) fn finish_writing(
        self,
        diagnostics: &Diagnostics,
        is_fine: bool,
        success: &str,
        failure: &str,
    ) -> Ending {
        self.finish_writing_with(diagnostics, is_fine, None, success, failure)
    }

    /// The same with more to say to other programs, an object whose fields join the others.
    pub(super) fn finish_writing_with(
        self,
        diagnostics: &Diagnostics,
        is_fine: bool,
        more: Option<serde_json::Value>,
        success: &str,
        failure: &str,
    ) -> Ending {
        if self.is_for_programs() {
            print(&object(&diagnostics.sorted(), is_fine, &fields(more)));
            return if is_fine { Ending::Fine } else { Ending::SiteHasErrors };
        }
        self.finish_in_words(diagnostics, is_fine, success, failure)
    }

    fn finish_in_words(self, diagnostics: &Diagnostics, is_fine: bool, success: &str, failure: &str) -> Ending {
        let ending = if is_fine { Ending::Fine } else { Ending::SiteHasErrors };
        let found = diagnostics.sorted();
        let shown: Vec<_> = found.into_iter().filter(|found| !self.quiet || is_error(found)).collect();
        show(&shown);
        let counts = tally(&shown);
        match (ending, counts.is_empty()) {
            (Ending::Fine, _) if self.quiet => {}
            (Ending::Fine, true) => print(success),
            (Ending::Fine, false) => print(&format!("{success}{counts}\n")),
            (_, true) => say(failure),
            (_, false) => say(&format!("{counts}: {failure}")),
        }
        ending
    }
}

/// Problems on stderr, in colour where that is a terminal whose user did not say no.
pub(super) fn show(diagnostics: &[Diagnostic]) {
    let is_coloured = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let _ = io::stderr().lock().write_all(as_text(diagnostics, is_coloured).as_bytes());
}

/// A line on stderr.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// What is wrong with the command line.
pub(super) fn complain(text: &str) {
    say(&format!("error: {text}"));
}

/// Ends where the command line asks for what is not there.
pub(super) fn refuse(problem: &Problem) -> Ending {
    complain(&problem.to_string());
    if let Some(help) = problem.help() {
        say(&format!("help: {help}"));
    }
    Ending::WrongCommandLine
}

/// A result on stdout. Whoever reads it may have gone away.
pub(super) fn print(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `0.04 s`, `12.3 s`.
pub(super) fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

/// So many changed files are named at most.
const NAMED: usize = 12;

/// The files of a site that are other ones than before or gone, a line for each, pages first; none of a site that is all
/// new.
pub(super) fn changed(published: &Published) -> String {
    if published.unchanged == 0 {
        return String::new();
    }
    let written = published.written.iter().map(|path| (path, ""));
    let mut files: Vec<_> = written.chain(published.removed.iter().map(|path| (path, " is gone"))).collect();
    files.sort_by_key(|(path, _)| !path.ends_with(".html"));
    let named: String = files.iter().take(NAMED).map(|(path, state)| format!("  {path}{state}\n")).collect();
    match files.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named}  and {more} more\n"),
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.problem.severity() == Severity::Error
}

fn json(
    found: &[Diagnostic],
    published: Option<&Published>,
    output: Option<&Path>,
    more: Option<serde_json::Value>,
) -> String {
    let published = published.map(|published| {
        serde_json::json!({
            "made": published.made,
            "written": published.written.len(),
            "written_paths": published.written,
            "unchanged": published.unchanged,
            "removed": published.removed.len(),
            "removed_paths": published.removed,
            // Of a site that is only checked not every file is made.
            "bytes": output.map(|_| published.bytes),
            "output": output.map(|output| output.display().to_string()),
        })
    });
    let is_fine = published.is_some();
    let published = published.unwrap_or_default();
    object(found, is_fine, &format!("\"published\":{published},\n{}", fields(more)))
}

/// The one JSON object of a command, a line for each of its fields.
fn object(found: &[Diagnostic], is_fine: bool, fields: &str) -> String {
    format!("{{\"fine\":{is_fine},\n{fields}\"problems\":{}}}\n", as_json(found).trim_end())
}

/// The fields of an object, each on a line that ends in a comma.
fn fields(object: Option<serde_json::Value>) -> String {
    let fields = object.as_ref().and_then(serde_json::Value::as_object).into_iter().flatten();
    fields.map(|(key, value)| format!("{}:{value},\n", serde_json::json!(key))).collect()
}
