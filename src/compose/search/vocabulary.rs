//! A vocabulary: every word of a volume, told by a number.

use std::mem;

use super::fold::{BEGINNING, Word};

/// Words, numbered from 0 in the order in which they came.
///
/// A text of three hundred words asks three hundred times and hardly ever for a new one, so this is what making an
/// index comes down to. Where a word is looked for changes neither what is found nor its number.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: Vec<Box<str>>,
    /// Where words are looked for, each as near as it could be after the place that its beginning names. Their number is
    /// a power of two, and at most half of them are taken.
    places: Vec<Place>,
}

/// A place where a word is looked for.
#[derive(Clone, Copy, Debug)]
struct Place {
    beginning: u64,
    /// Of the word, in bytes.
    size: u32,
    /// Of the word; [`NOTHING`] where there is none.
    number: u32,
}

const NOTHING: u32 = u32::MAX;
const FREE: Place = Place { beginning: 0, size: 0, number: NOTHING };

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: Vec::new(), places: vec![FREE; 1 << 10] }
    }
}

impl Vocabulary {
    /// The number of a word, which is new if it was never asked for.
    pub(super) fn number(&mut self, word: &Word) -> u32 {
        let (beginning, size) = (word.beginning(), word.size() as u32);
        let mut index = self.first_place(beginning, size);
        loop {
            let place = self.places[index];
            if place.number == NOTHING {
                break;
            }
            let is_it = || word.size() <= BEGINNING || *self.words[place.number as usize] == *word.as_str();
            if place.beginning == beginning && place.size == size && is_it() {
                return place.number;
            }
            index = self.next_place(index);
        }
        let number = u32::try_from(self.words.len()).expect("words take more than a byte each");
        self.words.push(word.as_str().into());
        self.places[index] = Place { beginning, size, number };
        if 2 * self.words.len() > self.places.len() {
            self.make_room();
        }
        number
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }

    fn make_room(&mut self) {
        let room = vec![FREE; 2 * self.places.len()];
        for place in mem::replace(&mut self.places, room).into_iter().filter(|place| place.number != NOTHING) {
            let mut index = self.first_place(place.beginning, place.size);
            while self.places[index].number != NOTHING {
                index = self.next_place(index);
            }
            self.places[index] = place;
        }
    }

    /// Where a word is looked for first: the middle of a product depends on all of a factor.
    fn first_place(&self, beginning: u64, size: u32) -> usize {
        let product = (beginning ^ u64::from(size)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (product >> 32) as usize & (self.places.len() - 1)
    }

    fn next_place(&self, index: usize) -> usize {
        (index + 1) & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::search::fold;

    #[test]
    fn a_word_keeps_its_number_however_many_there_are() {
        let mut vocabulary = Vocabulary::default();
        // Some that begin alike and are longer than what is compared first.
        let long = |number| format!("circumnavigations{number}");
        let words: Vec<String> = (0..3000).flat_map(|number| [format!("w{number}"), long(number)]).collect();
        for _ in 0..2 {
            let mut expected = 0..;
            fold::words(&words.join(" "), |word| assert_eq!(Some(vocabulary.number(word)), expected.next()));
        }
        assert!(vocabulary.words().eq(words.iter().map(String::as_str)));
    }
}
