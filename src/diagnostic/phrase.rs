//! Phrases that messages and helps share.

pub(super) fn some(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

pub(super) fn did_you_mean(nearest: &Option<String>) -> Option<String> {
    nearest.as_ref().map(|nearest| format!("did you mean `{nearest}`?"))
}

pub(super) fn one_of(lead: &str, words: &[&'static str]) -> Option<String> {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    (!words.is_empty()).then(|| format!("{lead} {}", words.join(", ")))
}

/// Help for a piece of text that became a key, because a comma within `{ }` ends the value before it.
pub(super) fn comma(key: &str) -> Option<String> {
    key.contains(' ').then(|| "within `{ }` and `[ ]`, put text with a comma in it in quotes".into())
}

/// `a, b and c`; of many only the first few.
pub(super) fn and(words: &[String]) -> String {
    const SHOWN: usize = 6;
    match words {
        [one] => one.clone(),
        [first @ .., last] if words.len() <= SHOWN => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", words[..SHOWN.min(words.len())].join(", "), words.len().saturating_sub(SHOWN)),
    }
}

/// A text as it was said; `not given` for none.
pub(super) fn quoted(text: &Option<String>) -> String {
    text.as_ref().map_or_else(|| "not given".into(), |text| format!("`{text}`"))
}

/// Help for a figure that is so many times the usual, or such a part of it.
pub(super) fn other_unit(times: u32) -> &'static str {
    match times {
        60 | 3_600 => "is it in another unit of time? write it with its unit, such as 14m 30s",
        100 => "is it a share of 1 instead of percent, or the other way round?",
        _ => "is it in thousands, or in milliseconds? a figure is written in the unit of its KPI",
    }
}

/// Without the last digits that only come from computing.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let months: Vec<_> = (1..=9).map(|month| format!("2026-0{month}")).collect();
        assert_eq!(and(&months[..1]), "2026-01");
        assert_eq!(and(&months[..3]), "2026-01, 2026-02 and 2026-03");
        assert!(and(&months).ends_with("2026-06 and 3 more"));
    }
}
