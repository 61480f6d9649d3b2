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
    long: IndexMap<Box<[u8]>, u32, BuildHasherDefault<FxHasher>>,
}

impl Vocabulary {
    /// The number of a word in UTF-8, which is new if it was never asked for; no word has a zero byte.
    pub(super) fn number(&mut self, word: &[u8]) -> u32 {
        let letters = as_number(word);
        let known = match letters {
            Some(letters) => self.short.get(&letters),
            None => self.long.get(word),
        };
        known.copied().unwrap_or_else(|| {
            let number = u32::try_from(self.words.len()).expect("words take more than a byte each");
            self.words.push(str::from_utf8(word).expect("words are made of characters").into());
            match letters {
                Some(letters) => self.short.insert(letters, number),
                None => self.long.insert(word.into(), number),
            };
            number
        })
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }
}

/// A short word as a number: its first bytes and its last ones, which may be the same, each where it belongs.
fn as_number(word: &[u8]) -> Option<u128> {
    let length = word.len();
    let number = match length {
        8..=16 => {
            let [first, last] = [word.first_chunk()?, word.last_chunk()?].map(|bytes| u64::from_le_bytes(*bytes));
            u128::from(first) | u128::from(last) << (8 * (length - 8))
        }
        4..8 => {
            let [first, last] = [word.first_chunk()?, word.last_chunk()?].map(|bytes| u32::from_le_bytes(*bytes));
            u128::from(first) | u128::from(last) << (8 * (length - 4))
        }
        ..4 => word.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte)),
        _ => return None,
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_word_is_its_letters_as_a_number() {
        let letters = "abcdefghijklmnopq";
        for length in 0..=17 {
            let word = &letters.as_bytes()[..length];
            let expected = word.iter().enumerate().map(|(place, byte)| u128::from(*byte) << (8 * (place % 16))).sum();
            assert_eq!(as_number(word), Some(expected).filter(|_| length <= 16), "{length}");
        }
    }

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
