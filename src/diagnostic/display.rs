//! Diagnostics as text with the source line, or as JSON.

use std::cmp::Reverse;
use std::fmt::Write;
use std::path::{Component, Path};

use annotate_snippets::renderer::{DEFAULT_HELP_STYLE, Reset};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, LineColumn, Severity};

/// More of one file are counted, not shown: they are mostly one mistake.
const SHOWN_PER_FILE: usize = 40;

/// Longer lines are shown only around the place.
const LINE_WIDTH: usize = 140;

/// All of `diagnostics` as text for a terminal, in their order; `colour` adds terminal colours.
///
/// ```text
/// error[P012]: unknown KPI `csta`
///  --> data/snapshots/2026-10.yaml:4:3
/// 4 |   csta: { value: 88.2, n: 1412 }
///   |   ^^^^
/// help: did you mean `csat`?
/// ```
pub fn as_text(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(LINE_WIDTH);
    let mut text = String::new();
    for of_file in diagnostics.chunk_by(|one, next| one.at.file == next.at.file) {
        for diagnostic in gravest(of_file) {
            one(&mut text, diagnostic, &renderer, colour);
            text.push('\n');
        }
        if let Some(more) = of_file.len().checked_sub(SHOWN_PER_FILE).filter(|more| *more > 0) {
            let file = slashed(&of_file[0].at.file);
            writeln!(text, "… and {more} more in {file}\n").expect("writing to a string works");
        }
    }
    text
}

/// As many as are shown of one file, errors before others, in their order.
fn gravest(of_file: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut chosen: Vec<usize> = (0..of_file.len()).collect();
    chosen.sort_by_key(|at| Reverse(of_file[*at].problem.severity()));
    chosen.truncate(SHOWN_PER_FILE);
    chosen.sort_unstable();
    chosen.into_iter().map(|at| &of_file[at]).collect()
}

/// All of `diagnostics` as one JSON array, with a line for each; for editors and other programs.
///
/// Every object has code, severity, message, help, file, line, column and source; what is not known is `null`.
pub fn as_json(diagnostics: &[Diagnostic]) -> String {
    let objects = diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.at.place;
        let object = serde_json::json!({
            "code": diagnostic.problem.code(),
            "severity": word(diagnostic.problem.severity()),
            "message": diagnostic.problem.to_string(),
            "help": diagnostic.problem.help(),
            "file": slashed(&diagnostic.at.file),
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
            "source": diagnostic.at.source,
        });
        object.to_string()
    });
    let objects: Vec<_> = objects.collect();
    if objects.is_empty() { "[]\n".into() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

/// How many there are of each severity: `2 errors, 1 warning`; empty when there are none.
pub fn tally(diagnostics: &[Diagnostic]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Hint, Severity::Note].map(|severity| {
        let count = diagnostics.iter().filter(|found| found.problem.severity() == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", word(severity)))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn one(text: &mut String, diagnostic: &Diagnostic, renderer: &Renderer, colour: bool) {
    let problem = &diagnostic.problem;
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::HELP.with_name("hint"),
        Severity::Note => Level::NOTE,
    };
    let message = problem.to_string();
    let file = slashed(&diagnostic.at.file);
    let title = level.primary_title(&message).id(problem.code());
    let group = match (diagnostic.at.place, &diagnostic.at.source) {
        (Some(place), Some(source)) => title.element(snippet(&file, place, source)),
        (Some(place), None) => {
            title.element(Origin::path(&file).line(place.line as usize).char_column(place.column as usize))
        }
        (None, _) => title.element(Origin::path(&file)),
    };
    for line in renderer.render(&[group]).lines().filter(|line| !is_padding(line)) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if let Some(help) = problem.help() {
        let (style, reset) = if colour { (DEFAULT_HELP_STYLE.to_string(), Reset.to_string()) } else { <_>::default() };
        writeln!(text, "{style}help{reset}: {help}").expect("writing to a string works");
    }
}

fn snippet<'a>(file: &'a str, place: LineColumn, source: &'a str) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let byte_of = |column: u32| source.char_indices().nth(column as usize).map_or(source.len(), |(byte, _)| byte);
    let start = byte_of(place.column - 1);
    let end = byte_of(place.column - 1 + place.length.max(1)).max(start);
    Snippet::source(source)
        .line_start(place.line as usize)
        .path(file)
        .annotation(AnnotationKind::Primary.span(start..end))
}

/// The empty lines that the renderer draws around a source line; without them more problems fit on a screen.
fn is_padding(line: &str) -> bool {
    let mut visible = String::new();
    let mut in_escape = false;
    for character in line.chars() {
        match character {
            '\u{1b}' => in_escape = true,
            'm' if in_escape => in_escape = false,
            _ if in_escape => {}
            _ => visible.push(character),
        }
    }
    visible.trim() == "|"
}

pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
        Severity::Note => "note",
    }
}

/// The path with `/` between folders on every system.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| match part {
            Component::RootDir => "".into(),
            part => part.as_os_str().to_string_lossy(),
        })
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostics, Location, Problem};
    use super::*;

    #[test]
    fn the_line_is_shown_with_the_place_marked() {
        let text = "period: 2026-10\nvalues:\n  csat: 1\n  csta: { value: 88.2, n: 1412 }\n";
        let found = one_of(Location::within("data/snapshots/2026-10.yaml".as_ref(), 1, text, 36..40));
        assert_eq!(
            as_text(&found, false),
            "error[P012]: unknown KPI `csta`\n --> data/snapshots/2026-10.yaml:4:3\n\
             4 |   csta: { value: 88.2, n: 1412 }\n  |   ^^^^\nhelp: did you mean `csat`?\n\n"
        );
        assert_eq!(
            as_json(&found),
            "[\n{\"code\":\"P012\",\"column\":3,\"file\":\"data/snapshots/2026-10.yaml\",\"help\":\"did you mean `csat`?\",\
             \"line\":4,\"message\":\"unknown KPI `csta`\",\"severity\":\"error\",\
             \"source\":\"  csta: { value: 88.2, n: 1412 }\"}\n]\n"
        );
        assert_eq!(tally(&found), "1 error");
    }

    #[test]
    fn colours_only_add_to_the_text() {
        let found = one_of(Location::within("a.yaml".as_ref(), 1, "csta: 1", 0..4));
        let coloured = as_text(&found, true);
        assert!(coloured.contains("\u{1b}["));
        assert_eq!(coloured.lines().count(), as_text(&found, false).lines().count());
    }

    #[test]
    fn strange_places_and_characters_are_shown_too() {
        let at = |text: &str, range| Location::within("a.yaml".as_ref(), 1, text, range);
        for (text, range) in [("", 0..0), ("x", 1..1), ("\u{1b}[31m\t\u{202e}ü", 4..5), ("日本", 3..6), ("\t\tx", 2..3)]
        {
            let shown = as_text(&one_of(at(text, range)), false);
            assert!(shown.starts_with("error[P012]") && !shown.contains('\u{1b}'), "{shown}");
        }
        assert!(as_text(&one_of(at(&"long ".repeat(2_000), 5_000..5_004)), false).len() < 600);
        let whole_file = as_text(&one_of(Location::file("data")), false);
        assert_eq!(whole_file, "error[P012]: unknown KPI `csta`\n--> data\nhelp: did you mean `csat`?\n\n");
    }

    #[test]
    fn many_problems_of_one_file_are_counted() {
        let diagnostics = Diagnostics::new();
        let text = "x\n".repeat(100);
        let at = |line: usize| Location::within("a.yaml".as_ref(), 1, &text, line * 2..line * 2 + 1);
        for line in 0..99 {
            diagnostics.report(Problem::RevisionUnchanged { kpi: "csat".into() }, at(line));
        }
        diagnostics.report(Problem::UnknownKpi { id: "x".into(), nearest: None }, at(99));
        let shown = as_text(&diagnostics.sorted(), false);
        assert!(shown.ends_with("… and 60 more in a.yaml\n\n"), "{shown}");
        assert!(shown.contains("unknown KPI"), "an error is shown before lesser ones");
    }

    fn one_of(at: Location) -> Vec<Diagnostic> {
        vec![Diagnostic { problem: Problem::UnknownKpi { id: "csta".into(), nearest: Some("csat".into()) }, at }]
    }
}
