//! A vocabulary: every word of a volume, told by a number.

use std::hash::BuildHasherDefault;

use indexmap::IndexSet;
use rustc_hash::FxHasher;

/// Words, numbered from 0 in the order in which they came.
///
/// A text of three hundred words asks three hundred times and hardly ever for a new one, so this is what making an
/// index comes down to. They are in UTF-8, which only those that are written down have to be told as text.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(IndexSet<Box<[u8]>, BuildHasherDefault<FxHasher>>);

impl Vocabulary {
    /// The number of a word, which is new if it was never asked for.
    pub(super) fn number(&mut self, word: &[u8]) -> u32 {
        let known = self.0.get_index_of(word);
        let number = known.unwrap_or_else(|| self.0.insert_full(word.into()).0);
        u32::try_from(number).expect("words take more than a byte each")
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|word| str::from_utf8(word).expect("words are made of characters"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_however_many_there_are() {
        let mut vocabulary = Vocabulary::default();
        let long = |number: usize| format!("w{number}{}", "o".repeat(number % 32));
        let words: Vec<String> = (0..3000).map(long).collect();
        for _ in 0..2 {
            let numbers = words.iter().map(|word| vocabulary.number(word.as_bytes()));
            assert!(numbers.eq(0..3000));
        }
        assert!(vocabulary.words().eq(words.iter().map(String::as_str)));
    }
}
