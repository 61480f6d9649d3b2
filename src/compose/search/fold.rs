//! Folding: how a text is taken apart into the words that can be searched for. The search page's script does the same
//! with what a reader types, so the two have to change together.

use unicode_normalization::UnicodeNormalization;

/// Longer words are cut: nobody types more.
const LONGEST: usize = 40;

/// Every word of `text`, at least two characters long: small letters without accents, `ß` as `ss` and the like.
///
/// Everything but letters and digits parts words.
pub(super) fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut length = 0;
    let mut end = |word: &mut String, length: &mut usize| {
        if *length >= 2 {
            found(word);
        }
        word.clear();
        *length = 0;
    };
    let mut push = |char: char, word: &mut String, length: &mut usize| match char {
        '\u{300}'..='\u{36f}' => {}
        char if char.is_alphanumeric() => {
            let mut one = [0; 4];
            let folded = match char {
                'ß' => "ss",
                'æ' => "ae",
                'œ' => "oe",
                'þ' => "th",
                'ø' => "o",
                'đ' | 'ð' => "d",
                'ł' => "l",
                'ı' => "i",
                'ς' => "σ",
                other => other.encode_utf8(&mut one),
            };
            for char in folded.chars().take(LONGEST.saturating_sub(*length)) {
                word.push(char);
                *length += 1;
            }
        }
        _ => end(word, length),
    };
    for char in text.chars() {
        if char.is_ascii() {
            push(char.to_ascii_lowercase(), &mut word, &mut length);
        } else {
            char.to_lowercase().nfd().for_each(|char| push(char, &mut word, &mut length));
        }
    }
    push(' ', &mut word, &mut length);
}

/// The file, of `files`, in which the words are that begin like `word`: its first two characters decide.
pub(super) fn file_of(word: &str, files: usize) -> usize {
    let code = |char: char| match char {
        'a'..='z' => char as usize - 'a' as usize,
        '0'..='9' => char as usize - '0' as usize + 26,
        _ => 36,
    };
    word.chars().take(2).fold(0, |file, char| file * 37 + code(char)) % files
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
        for files in [1, 8, 64] {
            assert_eq!(file_of("refund", files), file_of("re", files));
            assert!(file_of("é!", files) < files);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        assert_eq!(found, expected);
    }
}
