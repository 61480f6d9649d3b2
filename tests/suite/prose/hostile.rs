//! Prose by somebody who means harm, or whose cat walked over the keyboard.

use std::time::{Duration, Instant};

use plaudit::compose::prose::{self, Prose};
use plaudit::diagnostic::Diagnostics;

use super::site::{FILE, Meridian, markdown};

/// Every element that prose may become, with its attributes; those of the test's chart and stories included.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "id", "role", "aria-label"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("data", &["value"]),
    ("del", &[]),
    ("div", &["class", "role", "aria-label", "tabindex"]),
    ("em", &[]),
    ("figure", &["class"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("section", &["class", "role", "aria-label"]),
    ("strong", &[]),
    ("sup", &["id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["scope", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Pieces that mean something to Markdown, to HTML, to browsers or to us.
const PIECES: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<a href=\"javascript:alert(1)\">",
    "javascript:alert(1)",
    "jAvAsCrIpT:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x",
    "//evil.example",
    "\\\\evil.example",
    "https:evil",
    "https://x.example/\"onmouseover=\"alert(1)",
    "file:///etc/passwd",
    "[",
    "](",
    ")",
    "![",
    "][",
    "]: ",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "```",
    "~~~",
    "~~",
    "*",
    "_",
    "**",
    "__",
    "|",
    "|-|\n",
    "| a | b |\n|--:|---|\n| c | d |\n",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "=== \n",
    "---\n",
    "\\",
    "{{",
    "}}",
    "{{ csat.value }}",
    "{{ churn.sentence }}",
    "{{ csat.value(by=\"team/billing\") }}",
    "{{ chart(kpi=\"csat\") }}",
    "{{ stories() }}",
    "{{ turnover.value }}",
    "{{ <b> }}",
    "\\{{",
    "[^a]",
    "[^a]: ",
    "\u{f0000}",
    "\u{f0000}\u{f0000}",
    "\u{fffff}",
    "\u{202e}",
    "\u{0}",
    "é",
    "漢",
    "🙂",
    "&amp;",
    "&lt;",
    "&#0;",
    "#x",
    "a",
    " ",
    "www.evil.example",
    "<https://ok.example>",
    "<a@b.example>",
    ":::managers\n",
    ":::\n",
];

#[test]
fn whatever_is_written_becomes_nothing_but_our_elements() {
    let meridian = Meridian::new();
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..1_500 {
        let length = 1 + next() % 24;
        let source: String = (0..length).map(|_| PIECES[next() % PIECES.len()]).collect();
        check_elements(&source, &written(&meridian, &source).0.html);
    }
}

#[test]
fn each_piece_alone_and_in_every_place_is_harmless() {
    let meridian = Meridian::new();
    for piece in PIECES {
        for place in [
            "X",
            "[a](X)",
            "[a](<X>)",
            "[a](b 'X')",
            "![X](pump.jpg)",
            "![a](X)",
            "[a]\n\n[a]: X",
            "[a][X]",
            "`X`",
            "```X\nX\n```",
            "# X",
            "<X>",
            "| X |\n|--|\n| X |\n",
            "{{ X }}",
            "{{ csat.value(period=\"X\") }}",
            "a[^X]\n\n[^X]: X",
        ] {
            let source = place.replace('X', piece);
            check_elements(&source, &written(&meridian, &source).0.html);
        }
    }
}

#[test]
fn a_text_of_more_than_a_mebibyte_is_refused() {
    let meridian = Meridian::new();
    let source = "a\n".repeat(512 * 1024);
    assert_eq!(written(&meridian, &source).1, Vec::<&str>::new());
    let (prose, problems) = written(&meridian, &format!("{source}a"));
    assert_eq!((prose, problems), (Prose::default(), vec!["P104"]));
}

#[test]
fn deep_nesting_is_refused_and_exhausts_nothing() {
    let meridian = Meridian::new();
    for source in [">".repeat(100_000), "+ ".repeat(100_000), format!("{}a", "> - ".repeat(50_000))] {
        let (prose, problems) = written(&meridian, &source);
        assert_eq!((prose, problems), (Prose::default(), vec!["P109"]));
    }
    assert_eq!(written(&meridian, &format!("{}a", "> ".repeat(60))).1, Vec::<&str>::new());
}

/// Patterns on which Markdown parsers, ours or others, once took time that grew faster than the text.
#[test]
fn no_pattern_takes_forever() {
    const SIZE: usize = 50_000;
    let meridian = Meridian::new();
    let patterns = [
        "[",
        "]",
        "![",
        "[a](",
        "[a](<b",
        "[^",
        "[^a]",
        "[^a]: ",
        "[^a]:\n",
        "[^a",
        "\n[^",
        "*a _b ",
        "**a *b ",
        "_",
        "`a``b```",
        "<",
        "<a ",
        "<!--",
        "<?",
        "<![CDATA[",
        "&",
        "\\",
        "~~a ~",
        "{{",
        "{{a",
        "{{a}}",
        "}}",
        "\\{{",
        "{{ nothing.here }} ",
        "| ",
        "|\n|-",
        "# a\n",
        "- a\n",
        "[a]: b\n",
        "<b>",
        "[a](x.md) ",
        "[a](#b) ",
        "![](x.jpg)",
        "\u{f0000}",
        "a\n===\n",
        ":::x\n",
        "> a\n",
        "a[^b]\n\n[^b]: a[^b]\n\n",
    ];
    for pattern in patterns {
        let source = pattern.repeat(SIZE / pattern.len());
        let begin = Instant::now();
        written(&meridian, &source);
        // A hundred times what it takes; quadratic behaviour takes a thousand times.
        assert!(begin.elapsed() < Duration::from_secs(20), "{pattern:?} took {:?}", begin.elapsed());
    }
}

/// The prose made of `source`, and the codes of its problems.
fn written(meridian: &Meridian, source: &str) -> (Prose, Vec<&'static str>) {
    let diagnostics = Diagnostics::new();
    let markdown = markdown(source, FILE);
    let prose = meridian.with_context("", |context| prose::html(&markdown, context, &diagnostics));
    (prose, diagnostics.sorted().iter().map(|found| found.problem.code()).collect())
}

/// Fails when `html` has an element, an attribute or an address that prose never writes.
#[track_caller]
fn check_elements(source: &str, html: &str) {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or_else(|| panic!("{source:?} → {html}"));
        rest = behind;
        let tag = tag.trim_end_matches('/').trim_end();
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let is_end = name.starts_with('/');
        let element = ELEMENTS.iter().find(|(known, _)| *known == name.trim_start_matches('/'));
        let (_, allowed) = element.unwrap_or_else(|| panic!("<{tag}>: {source:?} → {html}"));
        while let Some((name, after)) = attributes.split_once("=\"") {
            let (value, behind) = after.split_once('"').unwrap_or_else(|| panic!("<{tag}>: {source:?} → {html}"));
            attributes = behind.trim_start();
            assert!(!is_end && allowed.contains(&name), "<{tag}>: {source:?} → {html}");
            let harmless = ["https://", "http://", "mailto:", "../", "#", "pump"];
            let is_address = name == "href" || name == "src";
            assert!(
                !is_address || harmless.iter().any(|begin| value.starts_with(begin)),
                "<{tag}>: {source:?} → {html}"
            );
        }
        assert_eq!(attributes, "", "<{tag}>: {source:?} → {html}");
    }
    assert!(!html.contains('\u{f8000}'), "{source:?} → {html}");
}
