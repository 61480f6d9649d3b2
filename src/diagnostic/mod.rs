//! What can be wrong with the inputs, and how we say it.
//!
//! A step reports a [`Problem`] where it finds one and goes on, so that one run names them all:
//!
//! ```
//! use plaudit::diagnostic::{Diagnostics, Location, Problem};
//! let diagnostics = Diagnostics::new();
//! let text = "See [the plan](plan.md).\n";
//! let at = Location::within("content/about.md".as_ref(), 1, text, 15..22);
//! diagnostics.report(Problem::BrokenLink { target: "plan.md".into(), help: None }, at);
//! assert!(diagnostics.proceed().is_err());
//! ```

mod about;
mod allowance;
mod display;
mod nearest;
mod phrase;
mod problem;
mod refusal;
mod sarif;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use about::About;
pub use allowance::Allowance;
#[cfg(test)]
pub(crate) use allowance::SIGN as ALLOWANCE_SIGN;
pub use display::{as_json, as_text, tally};
pub use nearest::nearest;
pub use problem::{MeantFigure, Problem, PublishedChange, Severity};
pub use refusal::{Refusal, Unsealed};
pub use sarif::as_sarif;

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub at: Location,
}

impl Diagnostic {
    /// Whether it says that `file` is wrong.
    pub fn is_error_in(&self, file: &Path) -> bool {
        self.problem.severity() == Severity::Error && self.at.file == file
    }
}

/// A file, and perhaps a place in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Relative to the site's root; what was named on the command line where it is no file of the site.
    pub file: PathBuf,
    /// The place in the file; `None` for the file as a whole.
    pub place: Option<LineColumn>,
    /// The line of that place as it is written, so that it can be shown without reading the file again; `None` also
    /// for a line that is far too long to be shown.
    pub source: Option<String>,
}

/// A stretch of one line: line and column are counted from 1, columns and length in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column of its first character, from 1.
    pub column: u32,
    /// How many characters are meant; 0 for a place between two.
    pub length: u32,
}

/// Longer lines, in bytes, are not kept.
const MAX_SOURCE: usize = 10_000;

impl Location {
    /// The file as a whole.
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), place: None, source: None }
    }

    /// The bytes `range` of `text`, which begins on line `first_line` of `file` (1 for a whole file).
    ///
    /// A range over several lines stands for its part of the first one; a range that is not on character
    /// boundaries or not in the text is moved to the nearest place that is.
    pub fn within(file: &Path, first_line: u32, text: &str, range: Range<usize>) -> Self {
        let start = boundary(text, range.start);
        let end = boundary(text, range.end).max(start);
        let (lines_before, line_start) = lines_before(text, start);
        let source = text[line_start..].split(['\n', '\r']).next().unwrap_or_default();
        let characters = |range: Range<usize>| text[range].chars().count() as u32;
        let line_end = line_start + source.len();
        let place = LineColumn {
            line: first_line.saturating_add(lines_before),
            column: characters(line_start..start.min(line_end)) + 1,
            length: characters(start.min(line_end)..end.clamp(start.min(line_end), line_end)),
        };
        let source = (source.len() <= MAX_SOURCE).then(|| source.to_owned());
        Self { file: file.to_owned(), place: Some(place), source }
    }
}

/// The last character boundary of `text` that is not after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// How many lines end before byte `at`, and where the last one begins; lines end with a line feed, a carriage return
/// or both.
fn lines_before(text: &str, at: usize) -> (u32, usize) {
    let bytes = text.as_bytes();
    let ends_line = |end: usize| match bytes[end] {
        b'\n' => true,
        b'\r' => bytes.get(end + 1) != Some(&b'\n'),
        _ => false,
    };
    let line_start = (0..at).rev().find(|end| ends_line(*end)).map_or(0, |end| end + 1);
    ((0..line_start).filter(|end| ends_line(*end)).count() as u32, line_start)
}

/// Collects diagnostics, from several threads if need be.
#[derive(Debug, Default)]
pub struct Diagnostics {
    noted: Mutex<Noted>,
    strict: bool,
}

#[derive(Debug, Default)]
struct Noted {
    found: Vec<Diagnostic>,
    allowances: Vec<Allowance>,
}

/// Proof that an error was reported; only [`Diagnostics`] can make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported(());

impl Diagnostics {
    /// Nothing found yet; only errors stop a build.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing found yet; warnings stop a build as errors do.
    pub fn strict() -> Self {
        Self { strict: true, ..Self::default() }
    }

    /// Notes down a problem.
    pub fn report(&self, problem: Problem, at: Location) {
        self.lock().found.push(Diagnostic { problem, at });
    }

    /// Notes down an error that leaves nothing to go on with.
    pub fn fatal(&self, problem: Problem, at: Location) -> Reported {
        debug_assert_eq!(problem.severity(), Severity::Error);
        self.report(problem, at);
        Reported(())
    }

    /// Notes down what the comments in the `text` of a file allow.
    pub fn allow(&self, file: &Path, text: &str) {
        let (allowances, wrong) = allowance::allowances(file, text);
        if allowances.is_empty() && wrong.is_empty() {
            return;
        }
        let mut noted = self.lock();
        noted.found.extend(wrong);
        for allowance in
            allowances.into_iter().filter(|allowance| !noted.allowances.contains(allowance)).collect::<Vec<_>>()
        {
            if allowance.because.is_none() {
                let problem = Problem::AllowedWithoutReason {};
                noted.found.push(Diagnostic { problem, at: allowance.at.clone() });
            }
            noted.allowances.push(allowance);
        }
    }

    /// Reports the allowances that nothing needed, where `is_told` says that their place was looked at.
    pub fn report_unused_allowances(&self, is_told: impl Fn(&Location) -> bool) {
        let mut noted = self.lock();
        let Noted { found, allowances } = &mut *noted;
        let is_needed = |allowance: &Allowance, code: &str| {
            found.iter().any(|found| found.problem.code() == code && allowance.covers(found))
        };
        let unused: Vec<Diagnostic> = allowances
            .iter()
            .filter(|allowance| is_told(&allowance.at))
            .filter_map(|allowance| {
                let codes = allowance.codes.iter().filter(|code| !is_needed(allowance, code));
                let codes: Vec<String> = codes.cloned().collect();
                let at = allowance.at.clone();
                if codes.is_empty() { None } else { Some(Diagnostic { problem: Problem::AllowsNothing { codes }, at }) }
            })
            .collect();
        found.extend(unused);
    }

    /// Whether to go on: fails when an error was reported, or a warning where warnings count as errors and nobody
    /// allowed it.
    pub fn proceed(&self) -> Result<(), Reported> {
        let limit = if self.strict { Severity::Warning } else { Severity::Error };
        let noted = self.lock();
        let grave = noted.found.iter().filter(|found| found.problem.severity() >= limit);
        let stops = grave.into_iter().any(|found| noted.allowed(found).is_none());
        if stops { Err(Reported(())) } else { Ok(()) }
    }

    /// How many problems were reported so far, the same one twice and those that are allowed included.
    pub fn count(&self) -> usize {
        self.lock().found.len()
    }

    /// How many problems and allowances were noted down so far.
    pub fn noted(&self) -> usize {
        let noted = self.lock();
        noted.found.len() + noted.allowances.len()
    }

    /// All that was found so far and nobody allowed, by file and place, nothing twice; whatever the order it was found in.
    pub fn sorted(&self) -> Vec<Diagnostic> {
        self.sorted_where(|_, allowance| allowance.is_none().then_some(()))
            .into_iter()
            .map(|(found, ())| found)
            .collect()
    }

    /// All that was found so far and is allowed, in the same order, with what allows it.
    pub fn allowed(&self) -> Vec<(Diagnostic, Allowance)> {
        self.sorted_where(|_, allowance| allowance.cloned())
    }

    fn sorted_where<T: PartialEq>(
        &self,
        take: impl Fn(&Diagnostic, Option<&Allowance>) -> Option<T>,
    ) -> Vec<(Diagnostic, T)> {
        let noted = self.lock();
        let mut found: Vec<(Diagnostic, T)> =
            noted.found.iter().filter_map(|found| Some((found.clone(), take(found, noted.allowed(found))?))).collect();
        found.sort_by_cached_key(|(found, _)| {
            (found.at.file.clone(), found.at.place, found.problem.code(), found.problem.to_string())
        });
        found.dedup();
        found
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Noted {
    /// What allows a problem.
    fn allowed(&self, found: &Diagnostic) -> Option<&Allowance> {
        self.allowances.iter().find(|allowance| allowance.covers(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_lines_end_in_any_way() {
        let text = "a\r\nü: x\rb: c\n";
        check(text, 3..5, (2, 1, 1), "ü: x");
        check(text, 7..8, (2, 4, 1), "ü: x");
        check(text, 9..10, (3, 1, 1), "b: c");
        check(text, 12..99, (3, 4, 1), "b: c");
        check(text, 99..99, (4, 1, 0), "");
        check("", 0..0, (1, 1, 0), "");
    }

    #[test]
    fn the_order_of_finding_does_not_show() {
        let missing = |key: &str| Problem::MissingKey { key: key.into(), expected: "" };
        let there = |file: &str, at| Location::within(file.as_ref(), 1, "a\nb\n", at);
        let one = Diagnostics::new();
        one.report(missing("x"), there("b", 0..1));
        one.report(missing("x"), there("a", 2..3));
        one.report(missing("x"), there("a", 0..1));
        one.report(missing("x"), there("a", 0..1));
        let files: Vec<_> = one.sorted().iter().map(|d| (d.at.file.clone(), d.at.place.unwrap().line)).collect();
        assert_eq!(files, [("a".into(), 1), ("a".into(), 2), ("b".into(), 1)]);
    }

    #[test]
    fn a_warning_stops_only_where_it_counts_as_an_error() {
        for (diagnostics, goes_on) in [(Diagnostics::new(), true), (Diagnostics::strict(), false)] {
            diagnostics.report(Problem::UnexpectedFile { nearest: None }, Location::file("data/x.txt"));
            assert_eq!(diagnostics.proceed().is_ok(), goes_on);
        }
    }

    #[test]
    fn what_is_allowed_is_neither_said_nor_does_it_stop_anything() {
        let diagnostics = Diagnostics::strict();
        let (file, text) = (Path::new("data/kpis.yaml"), "a: 1 # plaudit: allow P207, because it is over\nb: 2\n");
        diagnostics.allow(file, text);
        diagnostics.report(Problem::EndsWithoutWord { kpi: "a".into() }, Location::within(file, 1, text, 0..1));
        assert!(diagnostics.proceed().is_ok() && diagnostics.sorted().is_empty());
        assert_eq!(diagnostics.allowed()[0].1.because.as_deref(), Some("it is over"));
        diagnostics
            .report(Problem::MissingKey { key: "a".into(), expected: "" }, Location::within(file, 1, text, 0..1));
        assert!(diagnostics.proceed().is_err());
        diagnostics.report_unused_allowances(|_| true);
        assert_eq!(diagnostics.sorted().len(), 1, "it is used");
    }

    #[test]
    fn an_allowance_that_nothing_needs_is_named() {
        let diagnostics = Diagnostics::new();
        diagnostics.allow("data/kpis.yaml".as_ref(), "# plaudit: allow P207 P313\na: 1\n");
        diagnostics.report_unused_allowances(|_| true);
        let codes: Vec<_> = diagnostics.sorted().iter().map(|found| found.problem.to_string()).collect();
        assert_eq!(codes, ["nothing says why this is allowed", "there is no P207 or P313 here to be allowed"]);
    }

    #[track_caller]
    fn check(text: &str, range: Range<usize>, place: (u32, u32, u32), source: &str) {
        let at = Location::within("f".as_ref(), 1, text, range);
        let found = at.place.map(|place| (place.line, place.column, place.length));
        assert_eq!((found, at.source.as_deref()), (Some(place), Some(source)));
    }
}
