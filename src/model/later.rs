//! What is left out because it is later than the period that was asked for.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::period::Period;

/// What is left out because it is later than the last period that was asked for.
///
/// Words that stay may point there: such a link is plain text until its page is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Later {
    /// The last period that was asked for; `None` for all, and then nothing is later.
    pub until: Option<Period>,
    /// Markdown files that were left out, relative to the site's root, `/` between folders.
    pub files: BTreeSet<String>,
    /// Addresses of pages that were left out, without `/` at the ends.
    pub addresses: BTreeSet<String>,
}

impl Later {
    /// Whether `period` is left out.
    pub fn has_period(&self, period: Period) -> bool {
        self.until.is_some_and(|until| until.kind() == period.kind() && until < period)
    }

    /// Whether what happened on `day` is left out.
    pub fn has_day(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until.last_day() < day)
    }

    /// Whether the page of a Markdown file is left out.
    pub fn has_file(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// Whether the page at `address` is left out: one that is known to be, any below it, or a later period's.
    pub fn has_address(&self, address: &str) -> bool {
        let Some(until) = self.until else { return false };
        let mut names: Vec<&str> = address.split('/').filter(|name| !name.is_empty()).collect();
        names.pop_if(|name| *name == "index.html");
        let of_period = names.first().and_then(|name| name.to_uppercase().parse::<Period>().ok());
        let of_year = match names.as_slice() {
            ["stories", year] => year.parse::<i16>().ok(),
            _ => None,
        };
        of_period.is_some_and(|period| self.has_period(period))
            || of_year.is_some_and(|year| year > until.last_day().year() && year < 10_000)
            || (1..=names.len()).any(|length| self.addresses.contains(&names[..length].join("/")))
    }
}
