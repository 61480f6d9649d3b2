//! A chart as a file of its own: with its title, its source and its style, so that it looks right wherever it is put.

use super::Chart;
use super::elements::LINE_HEIGHT;
use super::layer::{push_tenths, push_text};
use super::text_width::wrapped;

/// The style of charts as files: plain rules and plain colours on white, because slides and letters know no more.
pub(super) const STYLE: &str = include_str!("file.css");

/// Around the drawing, in tenths of a pixel.
const MARGIN: i32 = 160;
/// The size of the title and its lines at most.
const TITLE_SIZE: i32 = 160;
const TITLE_LINES: usize = 2;
const TITLE_LINE: i32 = 210;

/// The wide drawing as an SVG document with its title above and `below` in small print; `style` instead of the program's
/// own where a theme brings one.
pub fn chart_file(chart: &Chart, below: &[&str], style: Option<&str>) -> String {
    let Parts { title, notes, top, whole, size: (width, height) } = parts(chart, below);
    let mut svg = String::with_capacity(chart.wide_svg.len() + STYLE.len() + 1_000);
    svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    attributes(&mut svg, &[("width", whole.0), ("height", whole.1)]);
    svg.push_str(" viewBox=\"0 0 ");
    push_tenths(&mut svg, whole.0);
    svg.push(' ');
    push_tenths(&mut svg, whole.1);
    svg.push_str("\">\n<style>\n");
    push_style(&mut svg, style.unwrap_or(STYLE));
    svg.push_str("</style>\n<rect class=\"paper\"");
    attributes(&mut svg, &[("width", whole.0), ("height", whole.1)]);
    svg.push_str("/>\n");
    lines(&mut svg, "title", &title, MARGIN + TITLE_SIZE, TITLE_LINE);
    svg.push_str("<svg");
    attributes(&mut svg, &[("x", MARGIN), ("y", top), ("width", width), ("height", height)]);
    svg.push_str(chart.wide_svg.strip_prefix("<svg").unwrap_or_default());
    svg.push('\n');
    lines(&mut svg, "source", &notes, top + height + 100 + LINE_HEIGHT, LINE_HEIGHT);
    svg.push_str("</svg>\n");
    svg
}

/// How wide and how high the document of [`chart_file`] is, in tenths of a pixel.
pub(super) fn file_size(chart: &Chart, below: &[&str]) -> (i32, i32) {
    parts(chart, below).whole
}

/// What is around the drawing, and where.
struct Parts {
    title: Vec<String>,
    notes: Vec<String>,
    /// Where the drawing begins.
    top: i32,
    /// The size of all of it.
    whole: (i32, i32),
    /// The size of the drawing.
    size: (i32, i32),
}

fn parts(chart: &Chart, below: &[&str]) -> Parts {
    let (width, height) = size_of(&chart.wide_svg);
    let title = wrapped(&chart.title, width, TITLE_LINES, TITLE_SIZE, true);
    let notes: Vec<String> =
        below.iter().flat_map(|note| wrapped(note, width, 2, super::elements::TEXT_SIZE, false)).collect();
    let top = MARGIN + TITLE_LINE * title.len() as i32 + 60;
    let whole = (width + 2 * MARGIN, top + height + 100 + LINE_HEIGHT * notes.len() as i32 + MARGIN);
    Parts { title, notes, top, whole, size: (width, height) }
}

/// The size that our own drawing gives itself, in tenths of a pixel.
fn size_of(svg: &str) -> (i32, i32) {
    let view = svg.split_once("viewBox=\"0 0 ").and_then(|(_, rest)| rest.split_once('"')).map(|(view, _)| view);
    let (width, height) = view.and_then(|view| view.split_once(' ')).expect("every drawing has a view box");
    let tenths = |length: &str| {
        let (whole, tenth) = length.split_once('.').unwrap_or((length, "0"));
        whole.parse::<i32>().unwrap_or(0) * 10 + tenth.parse::<i32>().unwrap_or(0)
    };
    (tenths(width), tenths(height))
}

fn attributes(svg: &mut String, tenths: &[(&str, i32)]) {
    for (name, tenths) in tenths {
        svg.push(' ');
        svg.push_str(name);
        svg.push_str("=\"");
        push_tenths(svg, *tenths);
        svg.push('"');
    }
}

/// Style as the text of an element: it must not end it.
fn push_style(svg: &mut String, style: &str) {
    for character in style.chars() {
        match character {
            '<' => svg.push_str("&lt;"),
            '&' => svg.push_str("&amp;"),
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => svg.push(other),
        }
    }
}

fn lines(svg: &mut String, class: &str, lines: &[String], first: i32, step: i32) {
    for (index, line) in lines.iter().enumerate() {
        svg.push_str("<text class=\"");
        svg.push_str(class);
        svg.push('"');
        attributes(svg, &[("x", MARGIN), ("y", first + step * index as i32)]);
        svg.push('>');
        push_text(svg, line);
        svg.push_str("</text>\n");
    }
}
