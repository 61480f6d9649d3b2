//! Words that make praise worth reading: what was counted, what was done, for whom it was good.
//!
//! One list per language. They are generous: advice that is not needed is worse than none.

use super::cardinal::cardinal;

/// Words that count, beside the cardinal numbers.
const NUMBERS: &[&str] = &[
    "once",
    "twice",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "dozen",
    "dozens",
    "half",
    "third",
    "quarter",
    "both",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
];

/// Verbs of doing that do not end in -ed.
const IRREGULAR: &[&str] = &[
    "became", "began", "bought", "brought", "built", "came", "chose", "cut", "did", "drew", "drove", "felt", "found",
    "gave", "got", "held", "kept", "knew", "led", "left", "let", "made", "met", "put", "ran", "rang", "read", "rode",
    "said", "sat", "saw", "sent", "set", "showed", "spent", "spoke", "stayed", "stood", "taught", "thought", "told",
    "took", "went", "wrote",
];

/// Nouns in -ed and the like that do nothing.
const NO_VERBS: &[&str] =
    &["red", "bed", "need", "speed", "hundred", "indeed", "led", "feed", "seed", "exceed", "proceed"];

/// Customers, colleagues, and words that stand for them.
const PEOPLE: &[&str] = &[
    "adviser",
    "advisers",
    "advisor",
    "agent",
    "agents",
    "anybody",
    "caller",
    "callers",
    "child",
    "children",
    "citizen",
    "client",
    "clients",
    "colleague",
    "colleagues",
    "couple",
    "crew",
    "crews",
    "customer",
    "customers",
    "daughter",
    "driver",
    "everybody",
    "families",
    "family",
    "father",
    "guest",
    "guests",
    "he",
    "her",
    "him",
    "household",
    "households",
    "husband",
    "man",
    "member",
    "members",
    "mother",
    "neighbour",
    "nobody",
    "passenger",
    "passengers",
    "patient",
    "patients",
    "people",
    "person",
    "resident",
    "residents",
    "she",
    "shop",
    "shops",
    "somebody",
    "son",
    "student",
    "students",
    "team",
    "teams",
    "tenant",
    "tenants",
    "them",
    "they",
    "us",
    "user",
    "users",
    "visitor",
    "we",
    "wife",
    "woman",
    "women",
    "you",
];

/// Whether something is counted, in figures or in words.
pub fn has_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || text.contains("{{")
        || words(text).any(|word| NUMBERS.contains(&word.as_str()) || cardinal(&word).is_some_and(|it| it.value > 1.0))
}

/// Whether somebody does something.
pub fn has_act(text: &str) -> bool {
    let is_act = |word: &String| {
        let regular = word.len() > 3 && word.ends_with("ed") && !NO_VERBS.contains(&word.as_str());
        regular || IRREGULAR.contains(&word.as_str())
    };
    words(text).any(|word| is_act(&word))
}

/// Whether a customer, a colleague or somebody else occurs for whom it could be good.
pub fn has_people(text: &str) -> bool {
    words(text).any(|word| PEOPLE.contains(&word.as_str()))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_words_counts() {
        assert!(
            has_number("On an ordinary Thursday nine people come.")
                && has_number("cut to 2")
                && !has_number("It is faster.")
        );
        assert!(has_act("She rang back.") && has_act("He moved it.") && !has_act("Great speed and indeed a need."));
        assert!(has_people("One customer less waits.") && !has_people("The process is leaner."));
    }
}
