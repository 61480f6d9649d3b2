//! A vocabulary: every word of a volume, told by a number.

use std::hash::BuildHasherDefault;

use indexmap::IndexSet;
use rustc_hash::FxHasher;

use super::fold::Spelt;

/// Words, numbered from 0 in the order in which they came.
///
/// A text of three hundred words asks three hundred times and hardly ever for a new one, so this is what making an
/// index comes down to. They are in UTF-8, which only those that are written down have to be told as text.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: IndexSet<Box<[u8]>, BuildHasherDefault<FxHasher>>,
    /// Short words that were asked for lately, as numbers, with their own: most of any text is made of few words.
    lately: Vec<(u64, u32)>,
}

/// As many as find room where a processor looks first.
const LATELY: u32 = 1024;

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: IndexSet::default(), lately: vec![(0, 0); LATELY as usize] }
    }
}

impl Vocabulary {
    /// The number of a word, which is new if it was never asked for.
    pub(super) fn number(&mut self, word: Spelt) -> u32 {
        let Some(letters) = word.in_one() else { return self.look_up(word.letters) };
        // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4).
        let place = letters.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - LATELY.ilog2());
        let (known, number) = self.lately[place as usize];
        if known == letters {
            return number;
        }
        let number = self.look_up(word.letters);
        self.lately[place as usize] = (letters, number);
        number
    }

    fn look_up(&mut self, word: &[u8]) -> u32 {
        let known = self.words.get_index_of(word);
        let number = known.unwrap_or_else(|| self.words.insert_full(word.into()).0);
        u32::try_from(number).expect("words take more than a byte each")
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| str::from_utf8(word).expect("words are made of characters"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn a_word_keeps_its_number_however_many_there_are() {
        let mut vocabulary = Vocabulary::default();
        let long = |number: usize| format!("w{number}{}", "o".repeat(number % 32));
        let words: Vec<String> = (0..3000).map(long).collect();
        for _ in 0..2 {
            let mut numbers = Vec::new();
            words.iter().for_each(|word| fold::words(word, |word| numbers.push(vocabulary.number(word))));
            assert!(numbers.into_iter().eq(0..3000));
        }
        assert!(vocabulary.words().eq(words.iter().map(String::as_str)));
    }
}
