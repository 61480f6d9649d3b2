//! Did you mean: the known word that a misspelt one is nearest to.

/// The one of `known` that `found` was probably meant to be; `None` when nothing is near enough.
///
/// The first one of equally near words. Capital letters do not count as a difference.
///
/// ```
/// use plaudit::diagnostic::nearest;
/// assert_eq!(nearest("csta", ["nps", "csat"]), Some("csat".to_owned()));
/// assert_eq!(nearest("backlog", ["nps", "csat"]), None);
/// ```
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = found.to_lowercase();
    let allowed = (found.chars().count() / 3).clamp(1, 3);
    let distances = known.into_iter().map(|word| (strsim::osa_distance(&found, &word.to_lowercase()), word));
    let (distance, word) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= allowed).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_need_to_be_closer_than_long_ones() {
        assert_eq!(nearest("fcr", ["nps", "fc"]), Some("fc".to_owned()));
        assert_eq!(nearest("fcr", ["nps"]), None);
        assert_eq!(nearest("frist_repyl", ["first_reply"]), Some("first_reply".to_owned()));
    }

    #[test]
    fn a_very_long_word_costs_little() {
        assert_eq!(nearest(&"x".repeat(100_000), ["csat"]), None);
    }
}
