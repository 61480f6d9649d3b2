//! Words that claim something about a KPI, so that what somebody wrote can be held against its verdict.
//!
//! One list per language. Only words that say one thing: a claim that is missed costs nothing, a true sentence that is
//! questioned costs trust.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a word claims.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim {
    /// It is better than it was.
    Better,
    /// It is worse than it was.
    Worse,
    /// The figure is higher than it was.
    Higher,
    /// The figure is lower than it was.
    Lower,
    /// It is what it was.
    Same,
    /// It was never so high, or never so low.
    Record,
    /// It is so many times what it was.
    Times(f64),
}

/// What is claimed in English.
pub const CLAIMS: &[(&str, Claim)] = &[
    ("best ever", Claim::Record),
    ("worst ever", Claim::Record),
    ("highest ever", Claim::Record),
    ("lowest ever", Claim::Record),
    ("all-time high", Claim::Record),
    ("all-time low", Claim::Record),
    ("record high", Claim::Record),
    ("record low", Claim::Record),
    ("a record", Claim::Record),
    ("improved", Claim::Better),
    ("has got better", Claim::Better),
    ("got better", Claim::Better),
    ("is better", Claim::Better),
    ("are better", Claim::Better),
    ("was better", Claim::Better),
    ("were better", Claim::Better),
    ("better than usual", Claim::Better),
    ("worsened", Claim::Worse),
    ("deteriorated", Claim::Worse),
    ("got worse", Claim::Worse),
    ("is worse", Claim::Worse),
    ("are worse", Claim::Worse),
    ("was worse", Claim::Worse),
    ("were worse", Claim::Worse),
    ("worse than usual", Claim::Worse),
    ("rose", Claim::Higher),
    ("increased", Claim::Higher),
    ("has grown", Claim::Higher),
    ("grew", Claim::Higher),
    ("climbed", Claim::Higher),
    ("jumped", Claim::Higher),
    ("soared", Claim::Higher),
    ("surged", Claim::Higher),
    ("higher than usual", Claim::Higher),
    ("fell", Claim::Lower),
    ("has fallen", Claim::Lower),
    ("have fallen", Claim::Lower),
    ("declined", Claim::Lower),
    ("decreased", Claim::Lower),
    ("dropped", Claim::Lower),
    ("plunged", Claim::Lower),
    ("shrank", Claim::Lower),
    ("lower than usual", Claim::Lower),
    ("stable", Claim::Same),
    ("steady", Claim::Same),
    ("unchanged", Claim::Same),
    ("did not change", Claim::Same),
    ("did not move", Claim::Same),
    ("as usual", Claim::Same),
    ("doubled", Claim::Times(2.0)),
    ("tripled", Claim::Times(3.0)),
    ("trebled", Claim::Times(3.0)),
    ("halved", Claim::Times(0.5)),
];

/// Words after which a sentence says something else than what is: of another time, of what may be, of what is not.
pub const ELSEWHERE: &[&str] = &[
    "after", "ago", "aim", "although", "before", "between", "can", "could", "did", "during", "each", "earlier",
    "every", "expect", "expected", "forecast", "formerly", "had", "hardly", "hope", "if", "last", "later", "may",
    "might", "must", "neither", "never", "next", "no", "nobody", "none", "nor", "not", "nothing", "once", "partly",
    "plan", "previous", "quarter", "seem", "seems", "should", "since", "than", "then", "through", "to have", "until",
    "used to", "usually", "what", "when", "where", "whether", "who", "will", "without", "would", "year", "years",
];

/// Words with which a sentence speaks of figures of another time or of somebody else.
pub const OF_ANOTHER: &[&str] = &[
    "ago",
    "average",
    "before",
    "benchmark",
    "best",
    "earlier",
    "each",
    "forecast",
    "from",
    "had",
    "half",
    "last",
    "median",
    "next",
    "one of",
    "other",
    "others",
    "peers",
    "per",
    "previous",
    "quarter",
    "quartile",
    "since",
    "study",
    "through",
    "together",
    "total",
    "until",
    "week",
    "when",
    "will",
    "would",
    "year",
    "years",
    "yesterday",
];

/// Words with which a story tells of a single case.
pub const OF_ONE: &[&str] = &[
    "he", "her", "his", "i", "me", "my", "one of", "our own", "she", "somebody", "someone", "that day", "their",
    "whose", "you", "your",
];

/// What stands above or beside the figures of a text's own period in a table.
pub const OF_NOW: &[&str] = &["actual", "current", "figure", "now", "result", "this month", "this quarter", "value"];

/// Words that make a number a rough one.
pub const ROUGHLY: &[&str] = &[
    "about",
    "almost",
    "approximately",
    "around",
    "just over",
    "just under",
    "less than",
    "more than",
    "nearly",
    "over",
    "roughly",
    "some",
    "under",
    "up to",
    "at least",
    "at most",
    "below",
    "above",
    "close to",
];

/// The last words of all claims, by their first letter.
static LAST_WORDS: LazyLock<BTreeMap<u8, BTreeSet<&str>>> = LazyLock::new(|| {
    let mut last_words: BTreeMap<u8, BTreeSet<&str>> = BTreeMap::new();
    for last in CLAIMS.iter().filter_map(|(words, _)| words.split(' ').next_back()) {
        last_words.entry(last.as_bytes()[0]).or_default().insert(last);
    }
    last_words
});

/// The claims that `text` makes, in the order of [`CLAIMS`]: where, in which words, and what.
///
/// Most sentences claim nothing, which the last words of all claims tell soonest.
pub fn claims(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str, Claim)> {
    let is_last = |word: &str| {
        let first = word.bytes().next().map(|first| first.to_ascii_lowercase());
        let known = first.and_then(|first| LAST_WORDS.get(&first));
        known.is_some_and(|known| known.iter().any(|last| last.eq_ignore_ascii_case(word)))
    };
    let may_claim = text.split(|letter| !is_letter(letter)).any(is_last);
    let candidates = if may_claim { CLAIMS } else { &[] };
    candidates.iter().filter_map(move |(words, claim)| Some((find_words(text, words)?, *words, *claim)))
}

/// Where in `text` the first of `phrases` that is there stands as whole words, whichever letters are capital.
pub fn find<'p>(text: &str, phrases: impl IntoIterator<Item = &'p str>) -> Option<Range<usize>> {
    phrases.into_iter().find_map(|phrase| find_words(text, phrase))
}

/// Where `words` stand in `text` as whole words, whichever letters are capital.
pub fn find_words(text: &str, words: &str) -> Option<Range<usize>> {
    let mut starts = text.char_indices().filter(|(at, _)| !text[..*at].chars().next_back().is_some_and(is_letter));
    starts.find_map(|(start, _)| {
        let mut rest = text[start..].chars();
        let is_same = |wanted: char, found: char| {
            found == wanted
                || found.to_lowercase().eq(wanted.to_lowercase())
                || (wanted == ' ' && found.is_whitespace())
        };
        let is_found = words.chars().all(|wanted| rest.next().is_some_and(|found| is_same(wanted, found)));
        let end = text.len() - rest.as_str().len();
        (is_found && end > start && !rest.next().is_some_and(is_letter)).then_some(start..end)
    })
}

/// Whether it is part of a word.
fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_is_found_in_a_sentence() {
        for (words, claim) in CLAIMS {
            for text in [format!("Here, IT {}.", words.to_uppercase()), (*words).to_owned(), words.replace(' ', "\n")] {
                let mut found = claims(&text);
                assert!(found.any(|(_, said, what)| said == *words && what == *claim), "{text}");
            }
        }
        assert_eq!(claims("It was an all-time-high of betterment.").next(), None);
    }

    #[test]
    fn words_are_found_whole_and_in_any_letters() {
        assert_eq!(find_words("The Backlog rose", "backlog"), Some(4..11));
        assert_eq!(find_words("backlogs, backlog-like", "backlog"), None);
        assert_eq!(find_words("Ümit's ärger", "Ärger"), Some(8..14));
        assert_eq!(find("it has been stable", ["rose", "stable"]), Some(12..18));
        assert_eq!(find_words("anything", ""), None);
    }
}
