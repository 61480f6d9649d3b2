//! What texts say, taken apart: the first line of each, and its words.

use super::fold::{Spelt, Word};
use super::vocabulary::Vocabulary;
use super::{LONGEST_TEXT, NOTE_LENGTH};
use crate::compose::prose;
use crate::model::Markdown;

/// A text, taken apart.
#[derive(Debug)]
pub(super) struct Told {
    /// The beginning of the first line that is not empty, long enough for a note to be cut from it; empty where there is
    /// none.
    pub(super) first_line: String,
    /// The numbers of its words, none twice.
    pub(super) words: Vec<u32>,
}

/// Takes the texts of a volume apart.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What the words of all texts are numbered by.
    pub(super) vocabulary: Vocabulary,
    /// For each word: the text that had it last.
    last_text: Vec<u32>,
    /// How many texts there were.
    texts: u32,
}

impl Reading {
    /// What a text that is not Markdown says.
    pub(super) fn text(&mut self, text: &str) -> Told {
        let text = prose::unfilled(shortened(text, LONGEST_TEXT));
        self.pieces(|each| each(&text))
    }

    /// What a text in Markdown says.
    pub(super) fn markdown(&mut self, body: &Markdown) -> Told {
        let text = body.read();
        self.pieces(|each| prose::tell(shortened(&text, LONGEST_TEXT), each))
    }

    fn pieces(&mut self, read: impl FnOnce(&mut dyn FnMut(&str))) -> Told {
        self.texts += 1;
        let mut words = Vec::new();
        let mut note = |word: Spelt| {
            let number = self.vocabulary.number(word);
            let index = number as usize;
            if self.last_text.len() <= index {
                self.last_text.resize(index + 1, 0);
            }
            if self.last_text[index] != self.texts {
                self.last_text[index] = self.texts;
                words.push(number);
            }
        };
        let (mut word, mut line) = (Word::default(), FirstLine::default());
        read(&mut |piece| {
            line.read(piece);
            word.read(piece, &mut note);
        });
        word.end(&mut note);
        Told { first_line: shortened(line.words.trim(), 2 * NOTE_LENGTH).to_owned(), words }
    }
}

/// The first line of a text that is not empty, while the text is read.
#[derive(Default)]
struct FirstLine {
    words: String,
    has_ended: bool,
}

impl FirstLine {
    fn read(&mut self, piece: &str) {
        if self.has_ended {
            return;
        }
        for (number, line) in piece.split('\n').enumerate() {
            if number > 0 && !self.words.trim_start().is_empty() {
                self.has_ended = true;
                return;
            }
            self.words.push_str(line);
        }
    }
}

/// The beginning of `text`, of at most so many bytes.
pub(super) fn shortened(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    #[test]
    fn a_word_in_two_pieces_is_one_and_none_is_told_twice() {
        let mut reading = Reading::default();
        let told = reading.markdown(&markdown("\n\nUn*like* us,\n[like](https://x.example) us\n\nUnlike you"));
        assert_eq!(told.first_line, "Unlike us, like us");
        assert_eq!(told.words, [0, 1, 2, 3]);
        assert_eq!(reading.vocabulary.words().collect::<Vec<_>>(), ["unlike", "us", "like", "you"]);
        let told = reading.text(" \n {{ csat.value }} like\nyou");
        assert_eq!((told.first_line.as_str(), told.words.as_slice()), ("… like", &[2, 3][..]));
    }

    #[test]
    fn a_text_without_words_has_no_first_line() {
        let told = Reading::default().markdown(&markdown("<!-- nothing -->\n"));
        assert_eq!((told.first_line.as_str(), told.words.len()), ("", 0));
    }

    fn markdown(text: &str) -> Markdown {
        let file = "a.md".into();
        Markdown { text: text.into(), file, first_line: NonZeroU32::MIN, head: String::new() }
    }
}
