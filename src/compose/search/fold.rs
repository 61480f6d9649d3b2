//! Folding: how a text is taken apart into the words that can be searched for. The search page's script does the same
//! with what a reader types, so the two have to change together.

use unicode_normalization::UnicodeNormalization;

/// Longer words are cut: nobody types more.
const LONGEST: usize = 40;

/// Every word of `text`, at least two characters long: small letters without accents, `ß` as `ss` and the like.
///
/// Everything but letters and digits parts words.
pub(super) fn words(text: &str, mut found: impl FnMut(Spelt)) {
    let mut word = Word::default();
    word.read(text, &mut found);
    word.end(&mut found);
}

/// A word as it is told: nearly all of them are only looked up.
#[derive(Clone, Copy)]
pub(super) struct Spelt<'w> {
    /// In UTF-8.
    pub(super) letters: &'w [u8],
    /// Its last eight bytes in one number.
    last: u64,
}

impl Spelt<'_> {
    /// All of a short word in one number, which is no other word's: no letter is a zero byte.
    pub(super) fn in_one(self) -> Option<u64> {
        (self.letters.len() <= size_of::<u64>()).then_some(self.last)
    }
}

/// A number of the last eight bytes, and one more.
fn followed(last: u64, byte: u8) -> u64 {
    last << 8 | u64::from(byte)
}

/// A word, and while it is read as much of it as was there, of a text that may come in pieces.
pub(super) struct Word {
    /// In UTF-8; what stands after `size` bytes is of an earlier word.
    letters: [u8; LONGEST * 4],
    size: usize,
    /// Its last eight bytes in one number: to put them together when the word has ended would take as long as to read it.
    last: u64,
    /// How many characters it has.
    length: usize,
}

impl Default for Word {
    fn default() -> Self {
        Self { letters: [0; LONGEST * 4], size: 0, last: 0, length: 0 }
    }
}

impl Word {
    /// Reads on, and tells of each word that ends here.
    pub(super) fn read(&mut self, text: &str, found: &mut impl FnMut(Spelt)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += self.read_plain(&bytes[at..]);
            match bytes.get(at).map(|byte| PLAIN[usize::from(*byte)]) {
                None => {}
                Some(OTHER) => {
                    let char = text[at..].chars().next().expect("a character begins here");
                    self.read_other(char, found);
                    at += char.len_utf8();
                }
                Some(_) => {
                    self.end(found);
                    at += 1;
                }
            }
        }
    }

    /// Ends with the text.
    pub(super) fn end(&mut self, found: &mut impl FnMut(Spelt)) {
        if self.length >= 2 {
            found(Spelt { letters: &self.letters[..self.size], last: self.last });
        }
        (self.size, self.last, self.length) = (0, 0, 0);
    }

    /// Reads the letters and digits of ASCII that `bytes` begin with, and says how many they are.
    fn read_plain(&mut self, bytes: &[u8]) -> usize {
        let room = &mut self.letters[self.size..][..LONGEST - self.length];
        let (mut taken, mut last) = (0, self.last);
        for (letter, byte) in room.iter_mut().zip(bytes) {
            let plain = PLAIN[usize::from(*byte)];
            if matches!(plain, PARTS | OTHER) {
                break;
            }
            *letter = plain;
            last = followed(last, plain);
            taken += 1;
        }
        self.last = last;
        self.size += taken;
        self.length += taken;
        if self.length < LONGEST {
            return taken;
        }
        let rest = bytes[taken..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        taken + rest.count()
    }

    #[cold]
    fn read_other(&mut self, char: char, found: &mut impl FnMut(Spelt)) {
        char.to_lowercase().nfd().for_each(|char| match char {
            '\u{300}'..='\u{36f}' => {}
            'ß' => ['s', 's'].into_iter().for_each(|char| self.push(char)),
            'æ' => ['a', 'e'].into_iter().for_each(|char| self.push(char)),
            'œ' => ['o', 'e'].into_iter().for_each(|char| self.push(char)),
            'þ' => ['t', 'h'].into_iter().for_each(|char| self.push(char)),
            'ø' => self.push('o'),
            'đ' | 'ð' => self.push('d'),
            'ł' => self.push('l'),
            'ı' => self.push('i'),
            'ς' => self.push('σ'),
            char if char.is_alphanumeric() => self.push(char),
            _ => self.end(found),
        });
    }

    fn push(&mut self, char: char) {
        if self.length < LONGEST {
            let bytes = char.encode_utf8(&mut self.letters[self.size..]).as_bytes();
            self.last = bytes.iter().copied().fold(self.last, followed);
            self.size += bytes.len();
            self.length += 1;
        }
    }
}

/// What a byte is: a letter or digit of ASCII, and then the small one, or one of the others. Nearly all of most texts is
/// in ASCII, and looking it up is much quicker than telling what sort of character it is.
const PLAIN: [u8; 256] = {
    let mut plain = [PARTS; 256];
    let mut byte = 0;
    while byte < 256 {
        let char = byte as u8;
        if char.is_ascii_alphanumeric() {
            plain[byte] = char.to_ascii_lowercase();
        } else if !char.is_ascii() {
            plain[byte] = OTHER;
        }
        byte += 1;
    }
    plain
};

/// A byte that parts words.
const PARTS: u8 = 0;
/// A byte of a character that is not of ASCII.
const OTHER: u8 = 1;

/// The drawer in which the words are that begin like `word`: its first two characters decide.
pub(super) fn drawer_of(word: &str) -> usize {
    let code = |char: char| match char {
        'a'..='z' => char as usize - 'a' as usize,
        '0'..='9' => char as usize - '0' as usize + 26,
        _ => 36,
    };
    word.chars().take(2).fold(0, |drawer, char| drawer * 37 + code(char))
}

/// The file, of `files`, in which the words of a drawer are.
pub(super) fn file_of(drawer: usize, files: usize) -> usize {
    drawer % files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_and_plain() {
        check("Réponse à l’Été, STRASSE straße", &["reponse", "ete", "strasse", "strasse"]);
        check("Łódź Ærø smørrebrød İstanbul", &["lodz", "aero", "smorrebrod", "istanbul"]);
        check("first_reply: 14m 30s, 1,412 of 9", &["first", "reply", "14m", "30s", "412", "of"]);
        check("e\u{301}te\u{301} Ὀδυσσεύς", &["ete", "οδυσσευσ"]);
        check("a - .", &[]);
    }

    #[test]
    fn a_long_word_is_cut_and_the_next_one_begins_anew() {
        check(&format!("{}é {}", "a".repeat(45), "é".repeat(45)), &["a".repeat(40).as_str(), &"e".repeat(40)]);
        check(&format!("{}Σx no", "ω".repeat(38)), &[format!("{}σx", "ω".repeat(38)).as_str(), "no"]);
    }

    #[test]
    fn words_that_begin_alike_are_in_one_file() {
        for files in [1, 8, 64] {
            let file = |word| file_of(drawer_of(word), files);
            assert_eq!(file("refund"), file("re"));
            assert!(file("é!") < files);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |word| {
            let last = word.letters.iter().rev().take(8).rev().copied().fold(0, followed);
            assert_eq!(word.in_one(), (word.letters.len() <= 8).then_some(last));
            found.push(str::from_utf8(word.letters).unwrap().to_owned());
        });
        assert_eq!(found, expected);
    }
}
