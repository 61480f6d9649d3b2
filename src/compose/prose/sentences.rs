//! The sentences that somebody wrote, so that what they say can be held against the figures.
//!
//! What is not said by the writer is left out: code, quotations and addresses. A placeholder stays as a sign that a figure
//! stands there, and knows which. A cell of a table is no sentence, but knows the heads of its column and its row.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::call;
use super::mask::{Mark, MarkKind, Masked, mask};
use super::parse::OPTIONS;

/// Where something stands that is not the writer's own words: a figure, code, a quotation.
pub(in crate::compose) const ELSE: char = '\u{fffc}';

/// A sentence as its readers see it, but for what stands in the place of figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::compose) struct Sentence {
    /// One line; [`ELSE`] where a figure, code or a quotation stands.
    pub(in crate::compose) text: String,
    /// The KPIs whose figures stand in it, and where in the text.
    pub(in crate::compose) figures: Vec<(usize, String)>,
    /// The heads of its column and its row, where it is a cell of a table.
    pub(in crate::compose) cell: Option<TableCell>,
    /// Where each byte of the text is written.
    places: Vec<usize>,
}

/// What a cell of a table is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::compose) struct TableCell {
    /// What stands above its column.
    pub(in crate::compose) column: String,
    /// What stands first in its row.
    pub(in crate::compose) row: String,
}

impl Sentence {
    /// Where a stretch of the text is written.
    pub(in crate::compose) fn place(&self, range: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.places.get(index).copied();
        let last = range.end.checked_sub(1).and_then(at);
        at(range.start).unwrap_or(0)..last.map_or(0, |last| last + 1)
    }

    fn push(&mut self, sign: char, place: usize) {
        self.text.push(sign);
        self.places.extend((0..sign.len_utf8()).map(|byte| place + byte));
    }
}

/// The sentences of Markdown in reading order, and the cells of its tables but for their heads.
pub(in crate::compose) fn sentences(markdown: &str) -> Vec<Sentence> {
    let masked = mask(markdown);
    let mut writer = Writer::of(&masked);
    // How deep in what is left out.
    let mut left_out = 0_usize;
    for (event, place) in Parser::new_ext(&masked.text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Image { .. }) => left_out += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::BlockQuote(_) | TagEnd::Image) => {
                left_out = left_out.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => writer.end(),
            _ if left_out > 0 => {}
            Event::Start(Tag::Table(_)) => {
                writer.end();
                writer.heads.clear();
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => writer.row.clear(),
            Event::End(TagEnd::TableHead) => writer.heads = std::mem::take(&mut writer.row),
            Event::End(TagEnd::TableCell) => writer.end_cell(),
            Event::Text(text) => writer.text(&text, place),
            Event::Code(_) => writer.paragraph.push(ELSE, masked.in_source(place).start),
            Event::SoftBreak | Event::HardBreak => writer.paragraph.push(' ', masked.in_source(place).start),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_)) => writer.end(),
            _ => {}
        }
    }
    writer.end();
    writer.done
}

/// The sentences of a short text that is not Markdown.
pub(in crate::compose) fn plain_sentences(text: &str) -> Vec<Sentence> {
    let masked = mask(text);
    let mut writer = Writer::of(&masked);
    writer.text(&masked.text, 0..masked.text.len());
    writer.end();
    writer.done
}

/// The links of Markdown that lead out of the site, and where they are written.
pub(in crate::compose) fn external_links(markdown: &str) -> Vec<(String, Range<usize>)> {
    let masked = mask(markdown);
    let links = Parser::new_ext(&masked.text, OPTIONS).into_offset_iter().filter_map(|(event, place)| match event {
        Event::Start(Tag::Link { dest_url, .. }) if is_external(&dest_url) => {
            Some((masked.restored(&dest_url).into_owned(), masked.in_source(place)))
        }
        _ => None,
    });
    links.collect()
}

fn is_external(address: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme)))
}

struct Writer<'m> {
    masked: &'m Masked<'m>,
    paragraph: Sentence,
    done: Vec<Sentence>,
    /// What stands above the columns of the table.
    heads: Vec<String>,
    /// What stood in the row so far.
    row: Vec<String>,
}

impl<'m> Writer<'m> {
    fn of(masked: &'m Masked<'m>) -> Self {
        Self { masked, paragraph: Sentence::default(), done: Vec::new(), heads: Vec::new(), row: Vec::new() }
    }

    fn text(&mut self, text: &str, place: Range<usize>) {
        // Characters written as entities have one place together.
        let is_as_written = text.len() == place.len();
        let mut at = 0;
        for piece in self.masked.pieces(text) {
            let masked_at = if is_as_written { place.start + at } else { place.start };
            match piece {
                super::mask::Piece::Words(words) => {
                    let source = self.masked.in_source(masked_at..masked_at + words.len()).start;
                    for (offset, sign) in words.char_indices() {
                        self.paragraph.push(sign, if is_as_written { source + offset } else { source });
                    }
                    at += words.len();
                }
                super::mask::Piece::Mark(mark) => {
                    self.mark(mark);
                    at += super::mask::PAIR_LENGTH;
                }
            }
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let start = mark.source.start;
        let call = (mark.kind == MarkKind::Placeholder).then(|| call::read(self.masked.words(mark)).ok()).flatten();
        match call.as_ref().and_then(|call| Some((call, call.field.as_ref()?.text))) {
            // These are sentences of their own.
            Some((_, "verdict" | "sentence")) => self.end(),
            Some((call, _)) => {
                self.paragraph.figures.push((self.paragraph.text.len(), call.name.text.to_owned()));
                self.paragraph.push(ELSE, start);
            }
            None => self.paragraph.push(ELSE, start),
        }
    }

    /// Ends a cell; those of the head and the first of a row say what the others are about.
    fn end_cell(&mut self) {
        let mut cell = std::mem::take(&mut self.paragraph);
        if let (Some(row), Some(column)) = (self.row.first(), self.heads.get(self.row.len())) {
            cell.cell = Some(TableCell { column: column.clone(), row: row.clone() });
        }
        self.row.push(cell.text.clone());
        self.done.extend(Some(cell).filter(|cell| cell.cell.is_some() && !cell.text.trim().is_empty()));
    }

    /// Ends what belongs together, and cuts it into sentences.
    fn end(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let quoted = quotations(&paragraph.text);
        let mut sentence = Sentence::default();
        let mut figures = paragraph.figures.iter().peekable();
        for (at, sign) in paragraph.text.char_indices() {
            let place = paragraph.places[at];
            while let Some((_, kpi)) = figures.next_if(|(figure, _)| *figure <= at) {
                sentence.figures.push((sentence.text.len(), kpi.clone()));
            }
            match quoted.iter().find(|range| range.contains(&at)) {
                Some(range) if range.start == at => sentence.push(ELSE, place),
                Some(_) => {}
                None => sentence.push(sign, place),
            }
            let is_quoted = quoted.iter().any(|range| range.contains(&at));
            if matches!(sign, '.' | '!' | '?') && !is_quoted && is_end(&paragraph.text, at) {
                self.done.extend(Some(std::mem::take(&mut sentence)).filter(|it| !it.text.trim().is_empty()));
            }
        }
        self.done.extend(Some(sentence).filter(|it| !it.text.trim().is_empty()));
    }
}

/// Where somebody else is quoted, quotation marks included.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, sign) in text.char_indices() {
        match (open, sign) {
            (None, '“') => open = Some((at, '”')),
            (None, '"') => open = Some((at, '"')),
            (Some((start, closing)), sign) if sign == closing => {
                found.push(start..at + sign.len_utf8());
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether the full stop at `at` ends a sentence: a space and a beginning follow, and no abbreviation stands before it.
fn is_end(text: &str, at: usize) -> bool {
    const SHORTENED: [&str; 9] = ["e.g", "i.e", "vs", "approx", "no", "dr", "mr", "mrs", "ms"];
    let after = &text[at + 1..];
    let mut next = after.trim_start().chars();
    let begins = next.next().is_none_or(|first| first.is_uppercase() || first == ELSE || "“\"(".contains(first));
    let before = text[..at].rsplit([' ', '(']).next().unwrap_or_default();
    let is_initial = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
    after.starts_with(char::is_whitespace)
        && begins
        && !is_initial
        && !SHORTENED.contains(&before.to_lowercase().as_str())
        || after.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_writer_says_is_cut_into_sentences() {
        check(
            "It is *up*\nto {{ csat.value }}. {{ csat.verdict }} See `code` and [more](x.md).\n\n- One e.g. 3.5 % \n- \"Two. Three\" said J. Doe",
            &["It is up to \u{fffc}.", " See \u{fffc} and more.", "One e.g. 3.5 %", "\u{fffc} said J. Doe"],
        );
        check("> quoted 5\n\n| a |\n|---|\n| 5 |\n\n    code 5\n\nOurs.", &["Ours."]);
    }

    #[test]
    fn cells_know_what_they_are_about() {
        let found =
            sentences("Before.\n\n|   | *Now* | Then |\n|--|--|--|\n| A `b` | {{ a.value }} | 5 |\n| C | | 6 |\n");
        let cell = |column: &str, row: &str| Some(TableCell { column: column.to_owned(), row: row.to_owned() });
        let found: Vec<_> = found.into_iter().map(|sentence| (sentence.text, sentence.cell)).collect();
        let expected = [
            ("Before.", None),
            ("\u{fffc}", cell("Now", "A \u{fffc}")),
            ("5", cell("Then", "A \u{fffc}")),
            ("6", cell("Then", "C")),
        ];
        assert_eq!(found, expected.map(|(text, cell)| (text.to_owned(), cell)));
    }

    #[test]
    fn words_know_where_they_are_written() {
        let markdown = "{{ a.value }} *ü* &amp; 88.4 % {{ b.value }} 12 min";
        let found = sentences(markdown);
        for words in ["88.4", "12 min", "ü"] {
            let at = found[0].text.find(words).unwrap();
            assert_eq!(&markdown[found[0].place(at..at + words.len())], words);
        }
        assert_eq!(found[0].figures.iter().map(|(_, kpi)| kpi.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let found: Vec<_> = sentences(markdown).into_iter().map(|sentence| sentence.text).collect();
        assert_eq!(found.iter().map(|text| text.trim_end()).collect::<Vec<_>>(), expected);
    }
}
