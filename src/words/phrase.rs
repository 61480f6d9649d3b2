//! Phrases: lists, counts and capitals.

use super::number::in_words;

/// Words in a row: `speed, quality and cost`.
///
/// ```
/// use plaudit::words::phrase::list;
/// assert_eq!(list(&["speed", "quality", "cost"]), "speed, quality and cost");
/// assert_eq!(list(&["speed"]), "speed");
/// ```
pub fn list(items: &[impl AsRef<str>]) -> String {
    joined(items, "and")
}

/// Words of which any may be meant: `speed, quality or cost`.
pub fn any_of(items: &[impl AsRef<str>]) -> String {
    joined(items, "or")
}

fn joined(items: &[impl AsRef<str>], last_by: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last_by} {}", first.join(", "), last.as_ref())
        }
    }
}

/// How many of something: `two studies`, `36 editions`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", in_words(count), if count == 1 { one } else { many })
}

/// The text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
