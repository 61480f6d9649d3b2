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
            Some(first) if first.is_lowercase() && letters.as_str().starts_with(char::is_lowercase) => {
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

    /// Whether it is things of which there are more or fewer: complaints, abandoned calls, tickets opened.
    pub(super) fn is_counted(&self) -> bool {
        self.comparative(true) == "more"
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

    /// What a difference makes of it: 81 `fewer`, 42 s `longer`, 0.1 points `higher`.
    pub(super) fn comparative_of_difference(&self, higher: bool) -> &'static str {
        match (self.is_counted() && self.kpi.unit != Unit::Count, higher) {
            (true, true) => "higher",
            (true, false) => "lower",
            (false, _) => self.comparative(higher),
        }
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
pub fn lower_case(phrase: &str) -> String {
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
    phrase.split([' ', ',', ':']).next().unwrap_or(phrase)
}

#[cfg(test)]
mod tests {
    use super::super::number::tests::kpi;
    use super::*;

    #[test]
    fn the_names_of_the_starter_catalogue_get_their_verbs_right() {
        for (unit, name, sentence) in [
            ("percent.1", "Customer satisfaction", "Customer satisfaction was"),
            ("nps.0", "Net promoter score", "The net promoter score was"),
            ("score.1", "Customer effort score", "Customer effort score was"),
            ("minutes.0", "First reply time", "First reply time was"),
            ("minutes.0", "First reply", "First reply took"),
            ("seconds.0", "Average speed of answer", "Average speed of answer was"),
            ("minutes.0", "Handle time", "Handle time was"),
            ("days.1", "Resolution time", "Resolution time was"),
            ("percent.1", "First contact resolution", "First contact resolution was"),
            ("percent.1", "Answered within service level", "Answered within service level was"),
            ("percent.1", "Answered in the first minute", "Answered in the first minute was"),
            ("percent.1", "Abandon rate", "Abandon rate was"),
            ("minutes.0", "Longest wait", "Longest wait was"),
            ("minutes.0", "Longest hold", "Longest hold was"),
            ("count.0", "Tickets opened", "Tickets opened were"),
            ("count.0", "Tickets resolved", "Tickets resolved were"),
            ("count.0", "Backlog", "Backlog was"),
            ("percent.1", "Reopened", "Reopened was"),
            ("percent.1", "Reopened tickets", "Reopened tickets were"),
            ("percent.1", "Same-day resolution", "Same-day resolution was"),
            ("percent.1", "Timeliness", "Timeliness was"),
            ("count.0", "Orders processed", "Orders processed were"),
            ("count.0", "Complaints", "Complaints were"),
            ("per1000.1", "Complaints per 1,000 customers", "Complaints per 1,000 customers were"),
            ("count.0", "Complaints due to poor service", "Complaints due to poor service were"),
            ("percent.1", "Share of complaints escalated", "Share of complaints escalated was"),
            ("count.0", "Complaints resolved", "Complaints resolved were"),
            ("percent.1", "Conversion after contact", "Conversion after contact was"),
            ("percent.1", "Retention", "Retention was"),
            ("percent.1", "Churn", "Churn was"),
            ("currency.2", "Cost per contact", "Cost per contact was"),
            ("percent.1", "Utilisation", "Utilisation was"),
            ("score.1", "Conversations and replies per agent", "Conversations and replies per agent were"),
            ("percent.1", "Agent turnover", "Agent turnover was"),
            ("percent.0", "Employee satisfaction", "Employee satisfaction was"),
            ("percent.1", "Quality score", "Quality score was"),
        ] {
            check(unit, name, sentence);
        }
    }

    #[test]
    fn the_head_noun_is_found_behind_and_between_other_words() {
        check("percent.1", "Abandoned calls", "Abandoned calls were");
        check("count.0", "Number of complaints", "Number of complaints was");
        check("count.0", "Customers lost", "Customers lost were");
        check("count.0", "Tickets reopened within a week", "Tickets reopened within a week were");
        check("count.0", "People on duty", "People on duty were");
        check("count.0", "Complaints (all channels)", "Complaints (all channels) were");
        check("percent.1", "Calls, answered in time", "Calls, answered in time were");
        check("currency.2", "Average cost of sales", "Average cost of sales was");
        check("score.1", "Ease of access", "Ease of access was");
        check("count.0", "Sickness", "Sickness was");
        check("count.0", "Status messages", "Status messages were");
        check("count.0", "SMS", "SMS was");
        check("days.1", "Repairs", "Repairs took");
        check("minutes.0", "First replies", "First replies took");
    }

    #[test]
    fn inside_a_sentence_only_names_keep_their_capital() {
        for (unit, name, inside) in [
            ("percent.1", "Customer satisfaction", "customer satisfaction"),
            ("percent.1", "Quality score", "the quality score"),
            ("nps.0", "NPS", "NPS"),
            ("percent.1", "CSAT score", "CSAT score"),
            ("percent.1", "A&E waits", "A&E waits"),
            ("nps.0", "Net Promoter Score", "the Net Promoter Score"),
            ("score.1", "Google rating", "Google rating"),
            ("percent.1", "Monday calls answered", "Monday calls answered"),
            ("percent.1", "E-mail answered in time", "e-mail answered in time"),
            ("nps.0", "eNPS", "eNPS"),
            ("count.0", "Backlog", "the backlog"),
        ] {
            assert_eq!(super::inside(&named(unit, name)), inside);
        }
        assert_eq!(Name::of(&named("nps.0", "eNPS")).starting(), "eNPS");
    }

    #[track_caller]
    fn check(unit: &str, name: &str, expected: &str) {
        let kpi = named(unit, name);
        let words = Name::of(&kpi);
        assert_eq!(format!("{} {}", words.starting(), words.was()), expected);
    }

    fn named(unit: &str, name: &str) -> Kpi {
        Kpi { name: name.to_owned(), ..kpi(unit) }
    }
}
