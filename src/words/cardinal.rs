//! Numbers written in words: `four`, `twenty-three`, `one hundred and eighteen`.
//!
//! One list per language.

/// Up to nineteen, each in its place.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// From twenty on, each in its place.
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cardinal {
    /// What it is.
    pub value: f64,
    /// How many bytes of the text say it.
    pub length: usize,
}

impl Cardinal {
    /// How exact it is meant to be: who says ninety may well mean 88.
    pub fn step(&self) -> f64 {
        match self.value as u64 {
            0 => 1.0,
            value if value.is_multiple_of(100) => 50.0,
            value if value.is_multiple_of(10) => 5.0,
            _ => 1.0,
        }
    }
}

/// The number with which `text` begins, below a million.
///
/// `None` for ordinals, for fractions ("two and a half", "eighty-eight point two") and for words that go on.
///
/// ```
/// use plaudit::words::cardinal::cardinal;
///
/// assert_eq!(cardinal("Twenty-three days").unwrap().value, 23.0);
/// assert_eq!(cardinal("twenty-third"), None);
/// ```
pub fn cardinal(text: &str) -> Option<Cardinal> {
    // Hundreds and less of what is said last; thousands of what was said before.
    let (mut thousands, mut value, mut length) = (0.0, 0.0, 0);
    let mut last = Word::And;
    let mut rest = text;
    while let Some((word, after)) = word(rest) {
        let fits = match (last, word) {
            (Word::And, Word::Small(_) | Word::Ten(_)) => true,
            (Word::Hundred | Word::Thousand, Word::Small(_) | Word::Ten(_) | Word::And) => true,
            (Word::Ten(_), Word::Small(small)) => (1.0..10.0).contains(&small),
            (Word::Small(_), Word::Hundred) => value < 10.0,
            (Word::Small(_) | Word::Ten(_) | Word::Hundred, Word::Thousand) => thousands == 0.0,
            _ => false,
        };
        if !fits {
            break;
        }
        match word {
            Word::Small(more) | Word::Ten(more) => value += more,
            Word::Hundred => value *= 100.0,
            Word::Thousand => (thousands, value) = (value * 1_000.0, 0.0),
            Word::And => {}
        }
        // `two hundred and` may go on with something else.
        if word != Word::And {
            length = text.len() - after.len();
        }
        last = word;
        rest = after.strip_prefix(['-', ' ', '\u{a0}']).unwrap_or(after);
    }
    let after = &text[length..];
    let goes_on = after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '-')
        || ["point ", "and a half", "and a quarter", "and three quarters"]
            .iter()
            .any(|more| after.trim_start().get(..more.len()).is_some_and(|it| it.eq_ignore_ascii_case(more)));
    (length > 0 && !goes_on).then_some(Cardinal { value: thousands + value, length })
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Small(f64),
    Ten(f64),
    Hundred,
    Thousand,
    And,
}

/// The word of a number with which `text` begins, and what follows it.
fn word(text: &str) -> Option<(Word, &str)> {
    let end = text.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let place = |words: &[&str]| words.iter().position(|it| it.eq_ignore_ascii_case(word));
    let found = place(&SMALL).map(|value| Word::Small(value as f64));
    let found = found.or_else(|| place(&TENS).map(|tens| Word::Ten(20.0 + 10.0 * tens as f64)));
    let found = found.or_else(|| match word.to_ascii_lowercase().as_str() {
        "hundred" => Some(Word::Hundred),
        "thousand" => Some(Word::Thousand),
        "and" => Some(Word::And),
        _ => None,
    });
    found.map(|word| (word, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_words() {
        check("four per cent", Some((4.0, "four")));
        check("Twenty-three days", Some((23.0, "Twenty-three")));
        check("one hundred and eighteen people", Some((118.0, "one hundred and eighteen")));
        check("two hundred and more", Some((200.0, "two hundred")));
        check("Three thousand two hundred", Some((3_200.0, "Three thousand two hundred")));
        check("ninety", Some((90.0, "ninety")));
        check("two and a bit", Some((2.0, "two")));
    }

    #[test]
    fn ordinals_fractions_and_other_words_are_none() {
        for text in ["twenty-third", "fourth", "four-day", "two and a half days", "eighty-eight point two", "and two"] {
            check(text, None);
        }
        check("hundreds of", None);
        check("tender", None);
    }

    #[track_caller]
    fn check(text: &str, expected: Option<(f64, &str)>) {
        assert_eq!(cardinal(text).map(|it| (it.value, &text[..it.length])), expected);
    }
}
