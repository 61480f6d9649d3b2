//! The words of a text without its figures: what can be searched for.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::mask::{Masked, Piece, mask};
use super::parse::{DEEPEST, OPTIONS};

/// What stands where a placeholder is not filled.
const LEFT_OUT: &str = "…";

/// The words of `markdown` in reading order, one space or line break between what does not belong together.
///
/// Figures, charts, addresses and HTML are left out. Empty for Markdown that is nested too deep, which is an error
/// elsewhere.
pub(in crate::compose) fn words(markdown: &str) -> String {
    let masked = mask(markdown);
    let mut words = String::with_capacity(markdown.len());
    let mut depth = 0_usize;
    for event in Parser::new_ext(&masked.text, OPTIONS) {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return String::new();
        }
        match event {
            Event::Text(text) => push(&mut words, &masked, &text),
            // Figures in code are not filled.
            Event::Code(text) => words.push_str(&masked.restored(&text)),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(TagEnd::TableCell) => words.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::CodeBlock,
            ) => words.push('\n'),
            _ => {}
        }
    }
    words
}

/// A short text that is not Markdown, without its figures.
pub(in crate::compose) fn unfilled(text: &str) -> String {
    let masked = mask(text);
    let mut words = String::with_capacity(text.len());
    push(&mut words, &masked, &masked.text);
    words
}

fn push(words: &mut String, masked: &Masked, text: &str) {
    for piece in masked.pieces(text) {
        match piece {
            Piece::Words(piece) => words.push_str(piece),
            Piece::Mark(_) => words.push_str(LEFT_OUT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_figures_addresses_and_html_go() {
        check("# Ahead\n\nWe *are* [here](https://x.example).\nYes `so`", "Ahead\nWe are here. Yes so\n");
        check("Up to {{ csat.value }} now", "Up to … now\n");
        check("a <b>bold</b> <!-- secret --> word", "a bold  word\n");
        check("| a | b |\n|---|---|\n| c | d |", "a b c d \n");
        assert_eq!(unfilled("Up to {{ csat.value }}"), "Up to …");
    }

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(words(markdown), expected);
    }
}
