//! The legend: the words on the pages, with their shapes and what they mean.

use serde::Serialize;

/// The words that answer one question.
#[derive(Clone, Debug, Serialize)]
pub struct LegendView {
    /// What the words are, which is also the component that shows them: `verdict`, `assurance`, `missing`.
    pub kind: String,
    /// Real change?
    pub label: String,
    /// The words.
    pub words: Vec<LegendWordView>,
}

/// A word and what it means.
#[derive(Clone, Debug, Serialize)]
pub struct LegendWordView {
    /// `better`, `worse`, `different`, `usual`, `early`; `always`, `sometimes`, `never`; `none`.
    pub state: String,
    /// The shape beside it; empty where there is none.
    pub shape: String,
    /// better
    pub word: String,
    /// A real change for the better, one that chance hardly explains
    pub meaning: String,
}

/// Every word that stands for a verdict, for a target met or missed, and in the place of a figure.
pub(super) fn legend() -> Vec<LegendView> {
    let words = |words: &[(&str, &str, &str)]| {
        let view = |(state, word, meaning): &(&str, &str, &str)| LegendWordView {
            state: (*state).to_owned(),
            shape: if matches!(*state, "early" | "none") { String::new() } else { (*state).to_owned() },
            word: (*word).to_owned(),
            meaning: (*meaning).to_owned(),
        };
        words.iter().map(view).collect()
    };
    let group = |kind: &str, label: &str, words| LegendView { kind: kind.to_owned(), label: label.to_owned(), words };
    vec![
        group("verdict", "Real change?", words(&VERDICTS)),
        group("assurance", "Meets target?", words(&ASSURANCES)),
        group("missing", "In a figure’s place", words(&MISSING)),
    ]
}

/// State, word and meaning of each verdict.
const VERDICTS: [(&str, &str, &str); 5] = [
    ("better", "better", "A real change for the better, one that chance hardly explains"),
    ("worse", "worse", "A real change for the worse, one that chance hardly explains"),
    ("different", "different", "A real change that is neither; the word says which way: longer, more"),
    ("usual", "usual", "The figure moved no more than it always does"),
    ("early", "early limits", "5 to 11 values: too little history yet for a verdict"),
];

/// State, word and meaning of how reliably a target is met.
const ASSURANCES: [(&str, &str, &str); 3] = [
    ("always", "always", "Met whenever things are as usual"),
    ("sometimes", "sometimes", "Met at times and missed at times, by chance"),
    ("never", "never", "Out of reach until something changes"),
];

/// What stands where a figure is not shown.
const MISSING: [(&str, &str, &str); 2] = [
    ("none", "no data", "Nothing was measured; it is never a zero"),
    (
        "none",
        "withheld",
        "There is a figure, but it, or one that it would give away, is about few people or not for everyone",
    ),
];
