//! Prose: Markdown and placeholders against what pages show of them, case by case in `tests/prose.txt`.

mod hostile;
mod site;

use std::fmt::Write;

use plaudit::compose::prose::{self, Context};
use plaudit::diagnostic::{Diagnostic, Diagnostics, Severity};
use plaudit::model::Markdown;

use crate::statistics::site::{period, subject};

use site::Meridian;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prose.txt");

#[test]
fn prose_reads_as_the_examples_show() {
    let expected = std::fs::read_to_string(GOLDEN).unwrap();
    let (head, cases) = expected.split_once("\n=== ").unwrap();
    let (meridian, allowing_html) = (Meridian::new(), Meridian::allowing_html());
    let mut actual = head.to_owned();
    for case in cases.split("\n=== ") {
        let (name, rest) = case.split_once('\n').unwrap();
        let end = rest.find("\n--- ").unwrap_or(rest.trim_end().len());
        write!(
            actual,
            "\n=== {name}\n{}",
            shown(if name.ends_with("(with HTML)") { &allowing_html } else { &meridian }, name, &rest[..end])
        )
        .unwrap();
    }
    actual.push('\n');
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        return std::fs::write(GOLDEN, &actual).unwrap();
    }
    for (expected, actual) in expected.split("\n=== ").zip(actual.split("\n=== ")) {
        assert_eq!(expected.trim_end(), actual.trim_end());
    }
    assert_eq!(expected.trim_end().len(), actual.trim_end().len());
}

#[test]
fn what_a_page_has_found_is_told_of_its_own_subject_and_period_alone() {
    let meridian = Meridian::new();
    let told = |source: &str| {
        meridian.with_context("", |context| {
            let mut found = (context.found)(&subject("csat"), period("2025-12"));
            found.points.last_mut().unwrap().value = Some(12.3);
            let page = site::markdown("", site::FILE);
            let text = |context: &Context| prose::text(source, &page, context, &Diagnostics::new());
            (text(&Context { known: &[&found], ..*context }), text(context))
        })
    };
    let (known, asked) = told("{{ csat.value }}");
    assert!(known.contains("12.3") && asked.contains("88.2"), "{known}, {asked}");
    for other in [
        "{{ csat.value(by=\"team/billing\") }}",
        "{{ csat.value(period=\"2025-11\") }}",
        "{{ csat.value(period=\"2024-12\") }}",
        "{{ backlog.value }}",
    ] {
        let (known, asked) = told(other);
        assert!(known == asked && !known.contains("12.3"), "{other}: {known}, {asked}");
    }
}

/// A case as the file should show it: its source and what becomes of it.
fn shown(meridian: &Meridian, name: &str, source: &str) -> String {
    let page = name.split_once(" (").map_or("", |(_, page)| page.trim_end_matches(')'));
    let diagnostics = Diagnostics::new();
    let mut text = source.to_owned();
    if page == "as text" {
        let file = Markdown { head: format!("---\ntitle: {source}\n---\n"), ..site::markdown("", site::FILE) };
        let plain = meridian.with_context(page, |context| prose::text(source, &file, context, &diagnostics));
        write!(text, "\n--- text\n{plain}").unwrap();
    } else {
        let markdown = site::markdown(source, site::FILE);
        let prose = meridian.with_context(page, |context| prose::html(&markdown, context, &diagnostics));
        write!(text, "\n--- html\n{}", prose.html.trim_end()).unwrap();
        if !prose.pictures.is_empty() {
            let pictures: Vec<_> = prose.pictures.iter().map(|file| file.to_str().unwrap()).collect();
            write!(text, "\n--- pictures\n{}", pictures.join("\n")).unwrap();
        }
    }
    let problems: Vec<_> = diagnostics.sorted().iter().map(said).collect();
    if !problems.is_empty() {
        write!(text, "\n--- problems\n{}", problems.join("\n")).unwrap();
    }
    text.push('\n');
    text
}

/// A problem on one line, with the words it points at.
fn said(found: &Diagnostic) -> String {
    let severity = match found.problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
        Severity::Note => "note",
    };
    let mut text = format!("{severity} {}", found.problem.code());
    if let (Some(place), Some(source)) = (found.at.place, &found.at.source) {
        let words = source.chars().skip(place.column as usize - 1).take(place.length as usize);
        write!(text, " {}:{} `{}`", place.line, place.column, words.collect::<String>()).unwrap();
    }
    write!(text, ": {}", found.problem).unwrap();
    if let Some(help) = found.problem.help() {
        write!(text, "; {help}").unwrap();
    }
    text
}
