//! A vocabulary: every word of a volume, told by a number.

use std::hash::BuildHasherDefault;

use indexmap::IndexMap;
use rustc_hash::FxHasher;

/// Words, numbered from 0 in the order in which they came.
///
/// A text of three hundred words asks three hundred times and hardly ever for a new one, so this is what making an
/// index comes down to. Nearly all words are so short that one is as easily looked up as a number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By their numbers.
    words: Vec<Box<str>>,
    /// The numbers of words of up to 16 bytes.
    short: IndexMap<u128, u32, BuildHasherDefault<FxHasher>>,
    /// The numbers of all others.
    long: IndexMap<Box<str>, u32, BuildHasherDefault<FxHasher>>,
}

impl Vocabulary {
    /// The number of a word, which is new if it was never asked for; no word has a zero byte.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        let Self { words, short, long } = self;
        let new = || {
            words.push(word.into());
            u32::try_from(words.len() - 1).expect("words take more than a byte each")
        };
        match as_number(word.as_bytes()) {
            Some(letters) => *short.entry(letters).or_insert_with(new),
            None => match long.get(word) {
                Some(number) => *number,
                None => *long.entry(word.into()).or_insert_with(new),
            },
        }
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }
}

/// A short word as a number.
fn as_number(word: &[u8]) -> Option<u128> {
    let mut letters = [0; 16];
    letters.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(letters))
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
            let numbers = words.iter().map(|word| vocabulary.number(word));
            assert!(numbers.eq(0..3000));
        }
        assert!(vocabulary.words().eq(words.iter().map(String::as_str)));
    }
}
