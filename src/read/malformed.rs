//! What the YAML parser complains about, in the words of somebody who writes a file by hand.

use std::ops::Range;

use crate::diagnostic::Problem;

/// What our own reading complains with; see [`explain`].
pub(super) const REPEATED: &str = "repetition limit exceeded";
pub(super) const TAGGED: &str = "tagged";
pub(super) const KEY_EXPECTED: &str = "a key";

/// The problem and its place for what the parser says about `text` at byte `at`.
pub(super) fn explain(text: &str, error: &str, at: usize) -> (Problem, Range<usize>) {
    let next = text[at..].chars().next();
    let here = at..at + next.map_or(0, char::len_utf8);
    let has = |part: &str| error.contains(part);
    if has("more than one document") {
        return (Problem::SeveralDocuments {}, second_document(text));
    }
    if has(REPEATED) || has("unknown anchor") || has("while scanning an alias") || has("while scanning an anchor") {
        return (Problem::AnchorAliasTag { sign: '*' }, here);
    }
    if has(TAGGED) || has("tag") {
        return (Problem::AnchorAliasTag { sign: '!' }, here);
    }
    if has(KEY_EXPECTED) && has("invalid type") {
        return (Problem::KeyNotText {}, here);
    }
    if has("recursion limit") {
        return (Problem::TooDeep { limit: 64 }, here);
    }
    let yaml = |message: &str, help| Problem::NotYaml { message: message.into(), help };
    let quote = Some("put text with special characters in quotes");
    if has("while scanning a quoted scalar") {
        let opened = place_in_message(text, error, "while scanning a quoted scalar at line ").unwrap_or(here);
        return (
            yaml("a quote begins here, but never ends", Some("end it, or double a `'` inside of the quotes")),
            opened,
        );
    }
    let ends = text.trim_end().len();
    if at >= ends && ends > 0 && !has("tab character") {
        let last = text[..ends].char_indices().next_back().map_or(0, |(at, _)| at);
        let help = Some("a bracket or a quote is not closed, or a value is missing");
        return (Problem::NotYaml { message: "the file ends too early".into(), help }, last..ends);
    }
    let opened = |what: &str| {
        place_in_message(text, error, what)
            .map(|place| text[..place.start].bytes().filter(|byte| *byte == b'\n').count() + 1)
    };
    let (message, help): (String, _) = if matches!(next, Some('}' | ']'))
        && (has("expected key") || has("document start"))
    {
        (format!("a `{}` that closes nothing", next.unwrap_or(' ')), Some("remove it, or put the text in quotes"))
    } else if has("tab character") || next == Some('\t') {
        ("a tab where YAML wants spaces".into(), Some("indent with spaces"))
    } else if has("cannot start any token") {
        (format!("text cannot begin with `{}`", next.unwrap_or(' ')), Some("put it in quotes"))
    } else if has("mapping values are not allowed") {
        (
            "a `:` where no key can be".into(),
            Some("put text with `: ` in it in quotes, and indent keys of one map alike"),
        )
    } else if has("',' or '}'") || has("',' or ']'") {
        let (sign, line) = if has("',' or '}'") {
            ('}', opened("while parsing a flow mapping at line "))
        } else {
            (']', opened("while parsing a flow sequence at line "))
        };
        let opened = line.map_or_else(String::new, |line| format!(" of line {line}"));
        let help =
            "close the bracket; put text with special characters in quotes, and double a `'` inside of single quotes";
        (format!("expected `,`, or `{sign}` for the bracket{opened}"), Some(help))
    } else if has("could not find expected ':'") {
        ("expected `:` after the key".into(), Some("write `key: value`, with a space after the colon"))
    } else if has("did not find expected key") || has("expected '-' indicator") || has("block sequence entries") {
        (
            "this does not fit the lines above".into(),
            Some("indent lines that belong together alike, and quote text with `: ` or `#` in it"),
        )
    } else if has("unknown escape character") || has("hexadecimal") || has("escape code") {
        ("an escape that YAML does not know".into(), Some("double the `\\`, or use single quotes"))
    } else if has("indentation indicator") || has("while scanning a block scalar") {
        ("this cannot follow `|` or `>`".into(), Some("begin the text on the next line, indented"))
    } else if has("document indicator") {
        ("a new document begins where text was expected".into(), quote)
    } else if has("<document start>") {
        ("this does not fit the text before it".into(), quote)
    } else if has("directive") {
        ("text cannot begin with `%`".into(), Some("put it in quotes"))
    } else if has("node content") {
        ("expected a value here".into(), quote)
    } else {
        ("this is not YAML".into(), quote)
    };
    (yaml(&message, help), here)
}

/// The place that the parser's message names after `lead`: `… at line 3 column 5`.
fn place_in_message(text: &str, error: &str, lead: &str) -> Option<Range<usize>> {
    let (_, rest) = error.split_once(lead)?;
    let (line, rest) = rest.split_once(" column ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (line, column): (usize, usize) = (line.parse().ok()?, rest[..digits].parse().ok()?);
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let line_start = lines.take(line).last()?;
    let (offset, character) = text[line_start..].char_indices().nth(column.checked_sub(1)?)?;
    Some(line_start + offset..line_start + offset + character.len_utf8())
}

/// The line with which a second document begins.
fn second_document(text: &str) -> Range<usize> {
    let mut begun = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if begun && (line.starts_with("---") || line.starts_with("...")) {
            return start..start + words.len();
        }
        begun |= !(words.is_empty() || words.starts_with(['#', '%']));
        start += line.len();
    }
    0..0
}
