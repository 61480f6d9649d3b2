//! Blocks for an audience: in Markdown, what stands from a line of `:::managers` to a line of `:::` is for managers.
//!
//! They are cut out of the text before anything else looks at it, so nothing in them can leak: no footnote, no link
//! definition, no problem of a placeholder. Lines are found before Markdown is parsed, also those inside of code: a
//! block that is cut although it was meant as an example is a nuisance, one that is shown by mistake is a leak.

use std::cell::Cell;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, Location, Problem, nearest};
use crate::model::{AudienceId, COLONS, Markdown};

/// Takes the blocks that are not for `audience` out of `markdown`, and the marks of those that are; what was taken out.
///
/// `audiences` are those that the settings declare. Cut lines stay as empty ones, so that places of what follows
/// stay right. A block that is not written properly is an error, and never shown to anybody it is not for.
pub(super) fn cut(
    markdown: &mut Markdown,
    audiences: &[AudienceId],
    audience: Option<&AudienceId>,
    diagnostics: &Diagnostics,
) -> String {
    let mut taken = String::new();
    if !markdown.text.signs().has_block {
        return taken;
    }
    let text = markdown.read();
    let reported = Cell::new(0);
    let report = |problem, range: Range<usize>| {
        // Finding a place costs as much as the text is long, and nobody reads dozens of them.
        if reported.replace(reported.get() + 1) >= MOST_PROBLEMS {
            return;
        }
        let at = Location::within(&markdown.file, markdown.first_line.get(), &text, range);
        diagnostics.report(problem, at);
    };
    let mut kept = String::with_capacity(text.len());
    let mut open: Vec<Block> = Vec::new();
    for line in lines(&text) {
        let words = &text[line.words.clone()];
        match Mark::of(words, audiences) {
            Mark::Begin(name) => {
                if audiences.iter().all(|known| known.as_str() != name) {
                    let nearest = nearest(name, audiences.iter().map(AudienceId::as_str));
                    report(Problem::UnknownAudience { id: name.to_owned(), nearest }, line.words.clone());
                }
                if let Some(Block { at, .. }) = open.first() {
                    let first_line = Location::within(&markdown.file, markdown.first_line.get(), &text, at.clone());
                    let first_line = first_line.place.map_or(1, |place| place.line);
                    report(Problem::BlockInBlock { audience: name.to_owned(), first_line }, line.words.clone());
                }
                let shown = audience.is_some_and(|audience| audience.as_str() == name);
                open.push(Block { name, shown, at: line.words.clone() });
            }
            Mark::End if open.pop().is_none() => report(Problem::BlockNotOpened {}, line.words.clone()),
            Mark::End => {}
            Mark::Amid(name) => {
                report(Problem::BlockNotAlone { audience: name.to_owned() }, line.words.clone());
            }
            Mark::None if open.iter().all(|block| block.shown) => kept.push_str(words),
            Mark::None => {
                taken.push_str(words);
                taken.push('\n');
            }
        }
        kept.push_str(&text[line.words.end..line.end]);
    }
    for block in open {
        report(Problem::BlockNotClosed { audience: block.name.to_owned() }, block.at);
    }
    markdown.change(&kept);
    taken
}

/// More problems of one text are not reported.
const MOST_PROBLEMS: usize = 50;

/// A block that is open: whom it is for, whether this edition shows it, where it began.
struct Block<'a> {
    name: &'a str,
    shown: bool,
    at: Range<usize>,
}

/// What a line means for blocks.
enum Mark<'a> {
    /// A block for this audience begins.
    Begin(&'a str),
    /// A block ends.
    End,
    /// It names the audience of a block, but something stands before it.
    Amid(&'a str),
    /// Nothing.
    None,
}

impl<'a> Mark<'a> {
    fn of(line: &'a str, audiences: &'a [AudienceId]) -> Self {
        let words = line.trim_matches(is_blank);
        if words.starts_with(COLONS) {
            let name = words.trim_matches(|char| char == ':' || is_blank(char));
            return if name.is_empty() { Self::End } else { Self::Begin(name) };
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(COLONS) {
            let name = after.trim_start_matches(|char| char == ':' || is_blank(char));
            let named = audiences.iter().find(|audience| starts_with_word(name, audience.as_str()));
            if let Some(audience) = named.filter(|_| !before.ends_with(['\\', '`'])) {
                return Self::Amid(audience.as_str());
            }
            rest = after;
        }
        Self::None
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    let is_letter = |char: char| char.is_alphanumeric() || char == '_' || char == '-';
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_letter))
}

/// White space, and characters that nobody sees, which editors and web pages leave behind.
fn is_blank(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A line: its words, and where it ends with its line feed, carriage return or both.
struct Line {
    words: Range<usize>,
    end: usize,
}

fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let words = start..start + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = &text[words.end..];
        let end = words.end + if ending.starts_with("\r\n") { 2 } else { ending.len().min(1) };
        start = end;
        Some(Line { words, end })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroU32;

    #[test]
    fn a_block_is_for_its_audience_only() {
        check("a\n:::managers\nb\n:::\nc\n", "a\n\n\n\nc\n", "a\n\nb\n\nc\n", &[]);
        check("a\r\n::: managers \r\nb\r\n:::\r\nc", "a\r\n\r\n\r\n\r\nc", "a\r\n\r\nb\r\n\r\nc", &[]);
        check("a\r:::board\rb\r:::\rc", "a\r\r\r\rc", "a\r\r\r\rc", &[]);
    }

    #[test]
    fn marks_that_nobody_sees_do_not_open_a_leak() {
        for mark in [
            "  :::managers",
            "\t:::managers",
            "\u{a0}:::managers",
            "\u{feff}:::managers",
            "\u{200b}:::managers\u{200b}",
            "::::managers::::",
        ] {
            check(&format!("{mark}\nb\n:::\n"), "\n\n\n", "\nb\n\n", &[]);
        }
    }

    #[test]
    fn code_is_no_place_to_hide() {
        check("```\n:::managers\nb\n:::\n```\n", "```\n\n\n\n```\n", "```\n\nb\n\n```\n", &[]);
    }

    #[test]
    fn the_characters_themselves_stay() {
        for text in ["\\:::managers\n", "write `:::managers` on a line\n", "a ::: b\n", "a:::managersweek\n"] {
            check(text, text, text, &[]);
        }
    }

    #[test]
    fn a_block_that_is_not_closed_hides_the_rest() {
        check("a\n:::managers\nb\n", "a\n\n\n", "a\n\nb\n", &["P616 2:1"]);
    }

    #[test]
    fn blocks_do_not_nest() {
        check(
            ":::managers\na\n:::board\nb\n:::\nc\n:::\nd\n",
            "\n\n\n\n\n\n\nd\n",
            "\na\n\n\n\nc\n\nd\n",
            &["P617 3:1"],
        );
    }

    #[test]
    fn an_audience_that_nobody_belongs_to_hides_its_block() {
        check(":::manager\na\n:::\nb\n", "\n\n\nb\n", "\n\n\nb\n", &["P018 1:1"]);
        check(":::managers a :::\nb\n", "\n\n", "\n\n", &["P018 1:1", "P616 1:1"]);
    }

    #[test]
    fn an_end_without_a_beginning_is_an_error() {
        check("a\n:::\n", "a\n\n", "a\n\n", &["P618 2:1"]);
    }

    #[test]
    fn a_block_stands_on_lines_of_its_own() {
        for line in ["> :::managers", "- :::managers", "| :::managers |", "words :::managers", "1. ::: managers b"] {
            check(&format!("a\n{line}\n"), "a\n\n", "a\n\n", &["P619 2:1"]);
        }
    }

    /// What everyone sees, what managers see, and the problems with their lines and columns.
    #[track_caller]
    fn check(text: &str, everyones: &str, managers: &str, problems: &[&str]) {
        let audiences = ["managers", "board"].map(|id| AudienceId::new(id).unwrap());
        for (audience, expected) in [(None, everyones), (Some(&audiences[0]), managers)] {
            let (file, first_line) = ("about.md".into(), NonZeroU32::MIN);
            let mut markdown = Markdown { text: text.into(), file, first_line, head: String::new() };
            let diagnostics = Diagnostics::new();
            cut(&mut markdown, &audiences, audience, &diagnostics);
            assert_eq!(markdown.read(), expected, "{text}");
            let found: Vec<_> = diagnostics
                .sorted()
                .iter()
                .map(|found| {
                    let place = found.at.place.unwrap();
                    format!("{} {}:{}", found.problem.code(), place.line, place.column)
                })
                .collect();
            assert_eq!(found, problems, "{text}");
        }
    }
}
