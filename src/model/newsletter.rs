//! Newsletters: a dated issue about a period, with the stories and figures it carries.

use jiff::civil::Date;

use super::kpi::KpiId;
use super::period::Period;
use super::writing::{Heading, Markdown};

/// One issue of the newsletter.
#[derive(Clone, Debug, PartialEq)]
pub struct Newsletter {
    /// The period it is about, which is also its address; has a snapshot, and no other issue.
    pub period: Period,
    /// Title, description and the like.
    pub heading: Heading,
    /// The subject of the e-mail: one line.
    pub subject: String,
    /// What mail programs show beside the subject: one line.
    pub preheader: Option<String>,
    /// The slugs of the stories it tells, in their order; `None` for those of the period. All exist, and everybody they
    /// name agreed to be named in newsletters.
    pub stories: Option<Vec<String>>,
    /// The KPIs it shows, in their order; `None` for the headline KPIs.
    pub kpis: Option<Vec<KpiId>>,
    /// In whose name it is sent.
    pub from: Option<Sender>,
    /// The words of whoever edits it.
    pub body: Markdown,
}

/// In whose name a newsletter is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sender {
    /// What readers see: one line.
    pub name: String,
    /// The mailbox, which [`is_mailbox`](Self::is_mailbox); `None` where whoever sends it fills it in.
    pub address: Option<String>,
}

impl Sender {
    /// Whether a text can stand in the header of a mail as an address: `service@example.org` (RFC 5322, section 3.4.1, its
    /// dot-atoms only).
    pub fn is_mailbox(text: &str) -> bool {
        let is_atom = |atom: &str, more: &str| {
            let is_part = |char: char| char.is_ascii_alphanumeric() || more.contains(char);
            !atom.is_empty() && atom.chars().all(is_part)
        };
        let atoms = |text: &str, more: &str| text.split('.').all(|atom| is_atom(atom, more));
        let parts = text.split_once('@');
        text.len() <= 254 && parts.is_some_and(|(own, host)| atoms(own, "!#$%&'*+-/=?^_`{|}~") && atoms(host, "-"))
    }
}

/// A day on which something is published.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarDay {
    /// The day.
    pub on: Date,
    /// What is published.
    pub what: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_nothing_that_a_header_could_be_broken_with() {
        for (text, expected) in [
            ("service@example.org", true),
            ("o'neil+news@mail-1.example", true),
            ("service@intranet", true),
            ("service", false),
            ("a b@example.org", false),
            ("a@example.org, b@example.org", false),
            ("a@example.org\r\nBcc: b@example.org", false),
            ("<a@example.org>", false),
            ("a@@example.org", false),
            ("a@.example", false),
            ("grüße@example.org", false),
        ] {
            assert_eq!(Sender::is_mailbox(text), expected, "{text}");
        }
    }
}
