//! A view + look → a file.

mod chosen;
mod mail;
mod standalone;
mod templates;

use crate::compose::{SCORECARDS, View};
use crate::diagnostic::{Diagnostics, Reported};
use crate::model::Look;

pub use standalone::standalone;
use templates::Templates;

/// Prints views: a look whose templates are compiled and known to be complete.
pub struct Press {
    templates: Templates,
}

impl Press {
    /// Compiles every template of `look`, once for all pages.
    ///
    /// Fails with every error that can be told: all templates that cannot be read, else all names that lead nowhere,
    /// else all page kinds without a template.
    pub fn new(look: &Look, diagnostics: &Diagnostics) -> Result<Self, Reported> {
        Ok(Self { templates: Templates::new(look, &PAGE_TEMPLATES, diagnostics)? })
    }

    /// The file that shows `view`. The same view gives the same bytes.
    ///
    /// Fails when the template asks for a field that the view does not have, or a page for a template that the look
    /// does not have.
    pub fn print(&self, view: View, diagnostics: &Diagnostics) -> Result<Vec<u8>, Reported> {
        let templates = &self.templates;
        match view {
            View::Home(view) => templates.fill("home.html", &view, diagnostics),
            View::Scorecard(view) => templates.fill(SCORECARDS, &view, diagnostics),
            View::Kpi(view) => templates.fill("kpi.html", &view, diagnostics),
            View::KpiList(view) => templates.fill("kpis.html", &view, diagnostics),
            View::Study(view) => templates.fill("study.html", &view, diagnostics),
            View::StudyList(view) => templates.fill("studies.html", &view, diagnostics),
            View::Stories(view) => templates.fill("stories.html", &view, diagnostics),
            View::Story(view) => templates.fill("story.html", &view, diagnostics),
            View::Roll(view) => templates.fill("roll.html", &view, diagnostics),
            View::Balance(view) => templates.fill("balance.html", &view, diagnostics),
            View::Paper(view) => templates.fill("paper.html", &view, diagnostics),
            View::Newsletter(view) => templates.fill("newsletter.html", &view, diagnostics),
            View::Mail(view, format) => mail::print(&view, format, templates, diagnostics),
            View::NewsletterList(view) => templates.fill("newsletters.html", &view, diagnostics),
            View::Archive(view) => templates.fill("archive.html", &view, diagnostics),
            View::Method(view) => templates.fill("method.html", &view, diagnostics),
            View::Search(view) => templates.fill("search.html", &view, diagnostics),
            View::Free(view, None) => templates.fill("page.html", &view, diagnostics),
            View::Free(view, Some(own)) => {
                templates.find(&own, diagnostics)?;
                templates.fill(&own.name, &view, diagnostics)
            }
            View::NotFound(view) => templates.fill("404.html", &view, diagnostics),
            View::Redirect(view) => templates.fill("redirect.html", &view, diagnostics),
            View::Pack(view) => templates.fill("pack.html", &view, diagnostics),
            View::Feed(view) => templates.fill("program/feed.xml", &view, diagnostics),
            View::Sitemap(view) => templates.fill("program/sitemap.xml", &view, diagnostics),
            View::File(bytes) => Ok(bytes),
        }
    }
}

/// One for each page kind; a look without one of them is refused before the first page is printed.
const PAGE_TEMPLATES: [&str; 22] = [
    "404.html",
    "archive.html",
    "balance.html",
    "home.html",
    "kpi.html",
    "kpis.html",
    "mail.html",
    "mail.txt",
    "method.html",
    "newsletter.html",
    "newsletters.html",
    "pack.html",
    "page.html",
    "paper.html",
    "redirect.html",
    "roll.html",
    "scorecard.html",
    "search.html",
    "stories.html",
    "story.html",
    "studies.html",
    "study.html",
];
