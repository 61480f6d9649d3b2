//! How texts of people are spelt where files need a certain form.

/// A text in quotes; what JSON reads, YAML reads too.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// The first words of a text as part of a name or an address; `otherwise` where no letter of it can stand there.
pub(super) fn slug(text: &str, otherwise: &str) -> String {
    let plain: String = text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).take(8).collect();
    let slug: String = words.join("-").chars().take(60).collect();
    if slug.is_empty() { otherwise.to_owned() } else { slug.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_letters_digits_and_single_hyphens() {
        for (text, expected) in [
            ("Refunds in two days", "refunds-in-two-days"),
            ("  Zwölf – 12! ", "zw-lf-12"),
            ("…", "otherwise"),
            ("a b c d e f g h i j", "a-b-c-d-e-f-g-h"),
            (&format!("{} b", "a".repeat(59)), &"a".repeat(59)),
        ] {
            assert_eq!(slug(text, "otherwise"), expected);
        }
    }
}
