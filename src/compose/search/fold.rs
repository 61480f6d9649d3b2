//! Folding: how a text is taken apart into the words that can be searched for. The search page's script does the same
//! with what a reader types, so the two have to change together.

use unicode_normalization::UnicodeNormalization;

/// Longer words are cut: nobody types more.
const LONGEST: usize = 40;

/// Every word of `text`, at least two characters long: small letters without accents, `ß` as `ss` and the like.
///
/// Everything but letters and digits parts words.
pub(super) fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut word = Word::default();
    let small = text.to_ascii_lowercase();
    let mut rest = small.as_str();
    while !rest.is_empty() {
        // Nearly all of most texts, and much quicker to tell than other characters are.
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if plain > 0 {
            let (letters, after) = rest.split_at(plain);
            // A whole word, which most are, need not be put together.
            if word.length > 0 || after.bytes().next().is_some_and(|next| !next.is_ascii()) {
                word.push_plain(letters);
            } else if plain >= 2 {
                found(&letters[..plain.min(LONGEST)]);
            }
            rest = after;
            continue;
        }
        if rest.as_bytes()[0].is_ascii() {
            word.end(&mut found);
            rest = &rest[1..];
            continue;
        }
        let mut chars = rest.chars();
        chars.next().into_iter().flat_map(char::to_lowercase).nfd().for_each(|char| match char {
            '\u{300}'..='\u{36f}' => {}
            'ß' => "ss".chars().for_each(|char| word.push(char)),
            'æ' => "ae".chars().for_each(|char| word.push(char)),
            'œ' => "oe".chars().for_each(|char| word.push(char)),
            'þ' => "th".chars().for_each(|char| word.push(char)),
            'ø' => word.push('o'),
            'đ' | 'ð' => word.push('d'),
            'ł' => word.push('l'),
            'ı' => word.push('i'),
            'ς' => word.push('σ'),
            char if char.is_alphanumeric() => word.push(char),
            _ => word.end(&mut found),
        });
        rest = chars.as_str();
    }
    word.end(&mut found);
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    letters: String,
    /// How many characters it has.
    length: usize,
}

impl Word {
    fn push(&mut self, char: char) {
        if self.length < LONGEST {
            self.letters.push(char);
            self.length += 1;
        }
    }

    /// Small letters and digits of ASCII.
    fn push_plain(&mut self, text: &str) {
        let text = &text[..text.len().min(LONGEST - self.length)];
        self.letters.push_str(text);
        self.length += text.len();
    }

    fn end(&mut self, found: &mut impl FnMut(&str)) {
        if self.length >= 2 {
            found(&self.letters);
        }
        self.letters.clear();
        self.length = 0;
    }
}

/// How many drawers there are.
pub(super) const DRAWERS: usize = 37 * 37;

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
    fn words_that_begin_alike_are_in_one_file() {
        assert!(["aa", "99", "ωω"].iter().all(|word| drawer_of(word) < DRAWERS));
        for files in [1, 8, 64] {
            let file = |word| file_of(drawer_of(word), files);
            assert_eq!(file("refund"), file("re"));
            assert!(file("é!") < files);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        assert_eq!(found, expected);
    }
}
