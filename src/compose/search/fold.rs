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
        let mut taken = 0;
        while self.length + EIGHT <= LONGEST
            && let Some(eight) = bytes[taken..].first_chunk()
        {
            let (small, count) = plain_of_eight(u64::from_le_bytes(*eight));
            self.letters[self.size..][..EIGHT].copy_from_slice(&small.to_le_bytes());
            // What is shifted out of a number altogether cannot be told in one step.
            self.last = match count {
                0 => return taken,
                EIGHT => small.swap_bytes(),
                _ => self.last << (8 * count) | small.swap_bytes() >> (8 * (EIGHT - count)),
            };
            self.size += count;
            self.length += count;
            taken += count;
            if count < EIGHT {
                return taken;
            }
        }
        for byte in &bytes[taken..] {
            let plain = PLAIN[usize::from(*byte)];
            if matches!(plain, PARTS | OTHER) {
                break;
            }
            if self.length < LONGEST {
                self.letters[self.size] = plain;
                self.last = followed(self.last, plain);
                self.size += 1;
                self.length += 1;
            }
            taken += 1;
        }
        taken
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

/// So many letters are looked at together.
const EIGHT: usize = size_of::<u64>();

/// How many of eight bytes, the first of them lowest, are letters or digits of ASCII before anything else comes, and all of
/// them with small letters.
fn plain_of_eight(bytes: u64) -> (u64, usize) {
    const EACH: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = EACH * 0x80;
    // Seven bits of a byte do not carry into the next one, so each is compared on its own: its highest bit then says whether
    // it is at least as large.
    let at_least = |bytes: u64, least: u8| (bytes & !HIGH) + EACH * u64::from(0x80 - least);
    let within = |bytes: u64, first: u8, last: u8| at_least(bytes, first) & !at_least(bytes, last + 1);
    // Digits have that bit in any case.
    let small = bytes | (EACH * 0x20);
    let plain = (within(small, b'a', b'z') | within(bytes, b'0', b'9')) & !bytes & HIGH;
    (small, (!plain & HIGH).trailing_zeros() as usize / 8)
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

    /// Eight bytes are looked at together, and each on its own where there are fewer.
    #[test]
    fn a_text_in_pieces_has_the_same_words() {
        let all: String = (0..=0x180).filter_map(char::from_u32).collect();
        let apart: Vec<String> = all.chars().map(|char| format!("ab{char}Cd{char}{char}012345678{char}")).collect();
        for text in [&all, &apart.concat(), &"Abc9 defghijKlmnop-QRS ".repeat(9), &"Z".repeat(100)] {
            let (mut whole, mut pieces, mut word) = (Vec::new(), Vec::new(), Word::default());
            words(text, |word| whole.push((word.letters.to_vec(), word.in_one())));
            let mut note = |word: Spelt| pieces.push((word.letters.to_vec(), word.in_one()));
            text.chars().for_each(|char| word.read(char.encode_utf8(&mut [0; 4]), &mut note));
            word.end(&mut note);
            assert_eq!(whole, pieces, "{text}");
        }
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
