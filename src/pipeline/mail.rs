//! A newsletter as a mail.

use std::collections::BTreeSet;

use super::{Options, search};
use crate::diagnostic::{Diagnostics, Problem, Reported};
use crate::model::Period;
use crate::{analyse, compose, disclose, read};

/// A newsletter as files to be sent, none of which is part of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What each is called, and what is in it.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Everybody it names: what was sent cannot be called back.
    pub names: BTreeSet<String>,
}

/// Makes the mail of the newsletter about `period`; the inner failure is that there is none.
pub fn newsletter(
    options: &Options,
    period: Period,
    diagnostics: &Diagnostics,
) -> Result<Result<Mail, Problem>, Reported> {
    let inputs = read::inputs(&options.root, read::Memory::Used, diagnostics)?;
    let site = options.site(&inputs, None, diagnostics)?;
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    let findings = analyse::findings(&edition);
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, None, diagnostics)?;
    let facts = edition.facts();
    let Some(pages) = compose::mail_files(&outline, facts, period) else {
        let known = facts.newsletters.iter().map(|issue| issue.period.to_string()).collect();
        return Ok(Err(Problem::NoNewsletter { period: period.to_string(), known }));
    };
    let printing = options.printing(&findings, &outline, &site.look, &press, diagnostics);
    let mut mail = Mail { files: Vec::new(), names: BTreeSet::new() };
    for (name, page) in pages {
        let contents = printing.print(&page)?;
        search(&edition, &page.path, &contents, diagnostics);
        if let Ok(text) = std::str::from_utf8(&contents) {
            mail.names.extend(disclose::named_in(facts, text));
        }
        mail.files.push((name, contents));
    }
    site.lost.report(diagnostics);
    diagnostics.proceed()?;
    Ok(Ok(mail))
}
