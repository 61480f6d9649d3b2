//! Markdown parsed: the dialect, and how deep it may nest.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

use super::mask::Masked;

/// More levels of lists and quotes are refused; browsers do not show so many, and readers do not follow.
pub(super) const DEEPEST: usize = 64;

/// Without smart punctuation, which would change figures, and attributes of headings, which would be raw HTML.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// An event and its place in the masked text.
pub(super) type Placed<'m> = (Event<'m>, Range<usize>);

/// All events of a text, neighbouring text joined; `None` when they are nested too deep.
pub(super) fn events<'m>(masked: &'m Masked) -> Option<Vec<Placed<'m>>> {
    let mut depth = 0_usize;
    let parser = Parser::new_ext(&masked.text, OPTIONS).into_offset_iter();
    // Few texts have more.
    let mut events = Vec::with_capacity(masked.text.len() / 16);
    for (event, place) in TextMergeWithOffset::new(parser) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
        events.push((event, place));
    }
    Some(events)
}
