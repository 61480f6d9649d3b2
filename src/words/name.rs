//! The name of a KPI inside a sentence: its number, its verbs, its first letter.
//!
//! Names come from the catalogue and can be anything, so all grammar follows from one rule: the **head noun** decides.
//! It is the last word before the first preposition, bracket or comma ("*Complaints* per 1,000 customers", "Cost per
//! contact": *Cost*), and before a participle that follows a plural or ends the name ("*Tickets* opened"). A head noun
//! that ends in -s is a plural, unless it ends in -ss, -us or -is, is an acronym or is in a short list. Where the rule
//! is wrong for a name, only "was" or "were" is wrong, never what is said.

use crate::model::{Kpi, Unit};

/// A KPI's name with its grammar.
#[derive(Clone, Copy)]
pub(super) struct Name<'k> {
    kpi: &'k Kpi,
    head: &'k str,
    pub(super) plural: bool,
}

impl<'k> Name<'k> {
    pub(super) fn of(kpi: &'k Kpi) -> Self {
        let head = head(&kpi.name);
        Self { kpi, head, plural: is_plural(head) }
    }

    /// At the beginning of a sentence.
    pub(super) fn starting(&self) -> String {
        if self.kpi.unit == Unit::Nps && self.wants_article() {
            return format!("The {}", lower_case(&self.kpi.name));
        }
        let mut letters = self.kpi.name.chars();
        match letters.next() {
            // eNPS and the like are written as they are.
            Some(first) if letters.as_str().starts_with(char::is_lowercase) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => self.kpi.name.clone(),
        }
    }

    /// Inside a sentence: `customer satisfaction`, `the abandon rate`, `NPS`.
    pub(super) fn inside(&self) -> String {
        let name = lower_case(&self.kpi.name);
        if self.wants_article() { format!("the {name}") } else { name }
    }

    /// Inside a sentence after a possessive: `backlog`, as in "its backlog".
    pub(super) fn possessed(&self) -> String {
        lower_case(&self.kpi.name)
    }

    /// `was`, `were`; `took` for what takes time.
    pub(super) fn was(&self) -> &'static str {
        if self.is_act() { "took" } else { self.verb("was", "were") }
    }

    pub(super) fn is(&self) -> &'static str {
        self.verb("is", "are")
    }

    pub(super) fn has(&self) -> &'static str {
        self.verb("has", "have")
    }

    pub(super) fn its(&self) -> &'static str {
        self.verb("its", "their")
    }

    pub(super) fn it(&self) -> &'static str {
        self.verb("it", "they")
    }

    pub(super) fn it_starting(&self) -> &'static str {
        self.verb("It", "They")
    }

    /// Before "usual" and a range: "than its usual 8–12 min", "than the usual 6,800–8,700".
    pub(super) fn its_usual(&self) -> &'static str {
        self.verb("its usual", "the usual")
    }

    pub(super) fn meets(&self) -> &'static str {
        self.verb("meets", "meet")
    }

    pub(super) fn misses(&self) -> &'static str {
        self.verb("misses", "miss")
    }

    /// The form that agrees with the name.
    pub(super) fn verb(&self, singular: &'static str, plural: &'static str) -> &'static str {
        if self.plural { plural } else { singular }
    }

    /// Whether the name is something that people do and that takes time, so that it is slow or fast.
    pub(super) fn is_act(&self) -> bool {
        const ACTS: [&str; 17] = [
            "answer",
            "callback",
            "connection",
            "decision",
            "delivery",
            "escalation",
            "fix",
            "handling",
            "installation",
            "onboarding",
            "processing",
            "refund",
            "repair",
            "reply",
            "resolution",
            "response",
            "restoration",
        ];
        let head = self.head.to_lowercase();
        let singular = head.strip_suffix('s').unwrap_or(&head);
        self.kpi.unit.seconds().is_some()
            && (ACTS.contains(&head.as_str()) || ACTS.contains(&singular) || head == "replies")
    }

    /// Whether it is things that are counted: complaints, tickets opened.
    pub(super) fn is_counted(&self) -> bool {
        self.kpi.unit == Unit::Count && self.plural
    }

    /// What more of it is, when the values lie higher or lower: `longer`, `fewer`, `higher`.
    pub(super) fn comparative(&self, higher: bool) -> &'static str {
        let (more, less) = match self.kpi.unit {
            Unit::Seconds | Unit::Minutes | Unit::Hours | Unit::Days => ("longer", "shorter"),
            Unit::Percent | Unit::Count | Unit::Per100 | Unit::Per1000 | Unit::Per10000 if self.plural => {
                ("more", "fewer")
            }
            _ => ("higher", "lower"),
        };
        if higher { more } else { less }
    }

    fn wants_article(&self) -> bool {
        const COUNTED: [&str; 9] =
            ["backlog", "index", "level", "number", "percentage", "rate", "ratio", "score", "share"];
        COUNTED.contains(&self.head.to_lowercase().as_str()) && !is_acronym(first_word(&self.kpi.name))
    }
}

/// A KPI's name as it stands inside a sentence: `customer satisfaction`, `the abandon rate`, `NPS`.
pub fn inside(kpi: &Kpi) -> String {
    Name::of(kpi).inside()
}

/// A phrase as it stands inside a sentence: its first letter small, unless the word is a name or an acronym.
///
/// A phrase in title case (Net Promoter Score) is a name as a whole.
pub(super) fn lower_case(phrase: &str) -> String {
    const NAMES: [&str; 30] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Christmas",
        "Easter",
        "English",
        "Welsh",
        "Google",
        "Trustpilot",
        "Facebook",
        "Instagram",
        "Amazon",
        "Apple",
        "I",
    ];
    let first = first_word(phrase);
    let mut long_words = phrase.split(' ').skip(1).filter(|word| word.len() > 3 && !NAMES.contains(word)).peekable();
    let title_case = long_words.peek().is_some() && long_words.all(|word| word.starts_with(char::is_uppercase));
    if title_case || is_acronym(first) || NAMES.contains(&first.trim_end_matches("'s").trim_end_matches("’s")) {
        return phrase.to_owned();
    }
    let mut letters = phrase.chars();
    match letters.next() {
        Some(letter) => letter.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The noun that decides the number of a name.
pub(super) fn head(name: &str) -> &str {
    const ENDS: [&str; 34] = [
        "of", "per", "to", "for", "after", "within", "in", "on", "at", "by", "due", "with", "without", "from", "under",
        "over", "above", "below", "between", "during", "until", "before", "since", "against", "than", "via", "who",
        "that", "which", "not", "/", "–", "-", "|",
    ];
    let mut head = "";
    for word in name.split_whitespace() {
        let ends = ENDS.contains(&word.to_lowercase().as_str()) || word.starts_with('(');
        if !head.is_empty() && (ends || is_participle(word) && is_plural(head)) {
            break;
        }
        // A participle at the end belongs to what stands before it.
        let is_last = name.ends_with(word);
        if !(is_last && is_participle(word) && !head.is_empty()) {
            head = word.trim_end_matches([',', ':', ';', '.']);
        }
        if word.ends_with([',', ':', ';']) {
            break;
        }
    }
    head
}

fn is_plural(word: &str) -> bool {
    const PLURALS: [&str; 6] = ["people", "men", "women", "children", "feet", "criteria"];
    const SINGULARS: [&str; 4] = ["news", "series", "means", "plus"];
    let lower = word.to_lowercase();
    if PLURALS.contains(&lower.as_str()) {
        return true;
    }
    let ends_in_s = word.ends_with('s') && word.len() > 2;
    let singular_ending = ["ss", "us", "is", "'s", "’s"].iter().any(|ending| lower.ends_with(ending));
    ends_in_s && !singular_ending && !SINGULARS.contains(&lower.as_str())
}

fn is_participle(word: &str) -> bool {
    const IRREGULAR: [&str; 19] = [
        "lost",
        "won",
        "kept",
        "sent",
        "made",
        "met",
        "paid",
        "sold",
        "held",
        "found",
        "taken",
        "given",
        "seen",
        "open",
        "outstanding",
        "overdue",
        "pending",
        "waiting",
        "unanswered",
    ];
    let word = word.to_lowercase();
    IRREGULAR.contains(&word.as_str()) || word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed")
}

/// A word with a capital, a digit or a sign beyond its first letter: NPS, eNPS, A&E.
fn is_acronym(word: &str) -> bool {
    word.chars().skip(1).any(|letter| letter.is_uppercase() || letter.is_ascii_digit() || letter == '&')
        || word.chars().count() == 1 && word != "A"
}

fn first_word(phrase: &str) -> &str {
    phrase.split([' ', ',', ':', '-']).next().unwrap_or(phrase)
}
