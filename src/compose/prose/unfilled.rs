//! The words of a text without its figures: what can be searched for.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::mask::{Masked, Piece, mask};
use super::parse::{DEEPEST, OPTIONS};

/// What stands where a placeholder is not filled.
const LEFT_OUT: &str = "…";

/// The words of `markdown`, as [`tell`] tells them.
pub(in crate::compose) fn words(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    tell(markdown, |piece| words.push_str(piece));
    words
}

/// Tells `each` the words of `markdown` in reading order, piece by piece, with one space or line break between what does
/// not belong together: the end of a piece alone parts nothing.
///
/// Figures, charts, addresses and HTML are left out. Ends early in Markdown that is nested too deep, which is an error
/// elsewhere.
pub(in crate::compose) fn tell(markdown: &str, mut each: impl FnMut(&str)) {
    let masked = mask(markdown);
    let mut depth = 0_usize;
    for event in Parser::new_ext(&masked.text, OPTIONS) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return;
        }
        match event {
            Event::Text(text) => say(&masked, &text, &mut each),
            // Figures in code are not filled.
            Event::Code(text) => each(&masked.restored(&text)),
            Event::SoftBreak | Event::HardBreak => each(" "),
            Event::End(TagEnd::TableCell) => each(" "),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::CodeBlock,
            ) => each("\n"),
            _ => {}
        }
    }
}

/// A short text that is not Markdown, without its figures.
pub(in crate::compose) fn unfilled(text: &str) -> String {
    let masked = mask(text);
    let mut words = String::with_capacity(text.len());
    say(&masked, &masked.text, &mut |piece| words.push_str(piece));
    words
}

fn say(masked: &Masked, text: &str, each: &mut impl FnMut(&str)) {
    for piece in masked.pieces(text) {
        match piece {
            Piece::Words(piece) => each(piece),
            Piece::Mark(_) => each(LEFT_OUT),
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
