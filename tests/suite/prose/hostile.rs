//! Prose by somebody who means harm, or whose cat walked over the keyboard.

use std::time::{Duration, Instant};

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use plaudit::compose::prose::{self, Prose};
use plaudit::diagnostic::Diagnostics;

use super::site::{FILE, Meridian, markdown};
use crate::any_input::{BY_HAND, check_prose, check_prose_with};
use crate::random::Random;

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
    "<b>",
    "</b>",
    "<I lang=en onclick=alert(1)>",
    "</i>",
    "<br/>",
    "<abbr title='a\"b<c>'>",
    "</p></main>",
    "<div dir=rtl style=\"x\">\n",
    "<details open>\n<summary>",
    "<table><tr><td>",
    "<time datetime=2026-10>",
];

#[test]
fn whatever_is_written_becomes_nothing_but_our_elements() {
    for_many_texts(800, &Meridian::new(), check_prose);
}

#[test]
fn where_some_html_is_allowed_nothing_but_that_joins() {
    for_many_texts(800, &Meridian::allowing_html(), |source, html| {
        check_prose_with(BY_HAND, source, html);
        let page = format!("<main>{html}</main><footer></footer>");
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.as_str());
        assert_eq!(children_of_body(&dom), ["main", "footer"], "{source:?} → {html}");
    });
}

/// Calls `check` with random texts of [`PIECES`] and what they become, then with each piece alone and in every place.
fn for_many_texts(texts: usize, meridian: &Meridian, check: impl Fn(&str, &str)) {
    let mut random = Random::new(7);
    for _ in 0..texts {
        let source: String = (0..=random.below(24)).map(|_| *random.one_of(PIECES)).collect();
        check(&source, &written(meridian, &source).0.html);
    }
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
            "<b title=\"X\">",
            "<div title=\"X\">\n\n{{ chart(kpi=\"csat\") }}\n\n\">",
            "*a <b> X* b </b>",
        ] {
            let source = place.replace('X', piece);
            check(&source, &written(meridian, &source).0.html);
        }
    }
}

fn children_of_body(dom: &RcDom) -> Vec<String> {
    let named = |node: &Handle| match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    };
    let children = |node: &Handle| node.children.borrow().clone();
    let html = children(&dom.document).into_iter().find(|node| named(node).as_deref() == Some("html")).unwrap();
    let body = children(&html).into_iter().find(|node| named(node).as_deref() == Some("body")).unwrap();
    children(&body).iter().map(|node| named(node).unwrap_or_default()).collect()
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
