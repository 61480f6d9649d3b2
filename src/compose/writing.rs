//! Writing: what somebody wrote, placed on a page with its figures filled in.

use crate::analyse::KpiFindings;
use crate::diagnostic::Diagnostics;
use crate::model::{Markdown, PartId, Period, Subject};
use crate::words;

use super::charts;
use super::feeds;
use super::frame::Site;
use super::lines::Line;
use super::outline::told_in;
use super::pages::story_links;
use super::prose::{self, Context, Destination, NoSuchPage, figure, story_list};
use super::route::Route;

/// Where something written is shown.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The page.
    pub(super) route: &'a Route,
    /// The period that figures are of; `None` where every placeholder must name one.
    pub(super) period: Option<Period>,
    /// The part that figures are of; `None` for the whole.
    pub(super) part: Option<&'a PartId>,
    /// The level of its highest heading.
    pub(super) first_heading: u8,
    /// Lines that the page has already, so that a figure of one of them is not worked out again.
    pub(super) known: &'a [Line<'a>],
}

impl Site<'_> {
    /// Markdown as HTML.
    pub(super) fn html(&self, markdown: &Markdown, place: Place) -> String {
        self.html_among(markdown, place, "")
    }

    /// Markdown as HTML where other texts stand on the same page: its ids begin with `ids`, which no heading's do.
    pub(super) fn html_among(&self, markdown: &Markdown, place: Place, ids: &str) -> String {
        self.with_context(place, ids, |context| prose::html(markdown, context, self.diagnostics).html)
    }

    /// A short text that is not Markdown, from the front matter of `page`.
    pub(super) fn text(&self, text: &str, page: &Markdown, place: Place) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        self.with_context(place, "", |context| prose::text(text, page, context, self.diagnostics))
    }

    /// Markdown as HTML for a mail: links lead to the site's address, and are words where it has none; pictures are what
    /// they show in words. What is wrong with it is said where the page is made.
    pub(super) fn mail_html(&self, markdown: &Markdown, place: Place) -> String {
        let base = self.facts().settings.base_url.as_ref();
        let unheard = Diagnostics::new();
        let address = |destination: Destination| {
            let route = self.destination(destination)?;
            Ok(base.map_or_else(String::new, |base| feeds::address(base, &route)))
        };
        let html = self.with_context(place, "", |context| {
            let context = Context { address: &address, chart: &|_, _| None, stories: &|_| None, ..*context };
            prose::html(markdown, &context, &unheard).html
        });
        prose::for_mail(&html)
    }

    fn with_context<T>(&self, place: Place, ids: &str, write: impl FnOnce(&Context) -> T) -> T {
        let found = |subject: &Subject, period| self.findings.at(subject, period);
        let known: Vec<&KpiFindings> = place.known.iter().map(|line| &line.findings).collect();
        let address = |destination: Destination| {
            let route = self.destination(destination)?;
            Ok(self.href(place.route, &route))
        };
        let chart = |subject: &Subject, period: Period| {
            let kpi = self.facts().kpi(&subject.kpi)?;
            let findings = self.findings.at(subject, period);
            findings.latest()?;
            let part = subject.part.as_ref().map(|part| format!("-{}-{}", part.dimension, part.member));
            let id = format!("{}{ids}chart_{}{}-{period}", prose::ID_PREFIX, kpi.id, part.unwrap_or_default())
                .to_lowercase();
            let sentence = words::sentence(&findings, self.findings.edition());
            Some(figure(&charts::trend(*self, place.route, kpi, &findings, &id, &sentence)))
        };
        let stories = |period: Period| {
            let told = self.facts().stories.iter().filter(told_in(period));
            let links = story_links(*self, place.route, told);
            (!links.is_empty()).then(|| story_list(&links))
        };
        write(&Context {
            edition: self.findings.edition(),
            found: &found,
            known: &known,
            period: place.period,
            part: place.part,
            first_heading: place.first_heading,
            ids,
            address: &address,
            chart: &chart,
            stories: &stories,
        })
    }

    /// The page or file that a link in Markdown leads to.
    fn destination(&self, destination: Destination) -> Result<Route, NoSuchPage> {
        let edition = self.findings.edition();
        let later = &self.facts().later;
        let (found, withheld, later) = match destination {
            Destination::Words(file) => (
                self.outline.written(self.findings).get(file).cloned(),
                edition.withholds_page(file),
                later.has_file(file),
            ),
            Destination::Address(address) => {
                (self.outline.at(address), edition.withholds_page(address), later.has_address(address))
            }
            Destination::Picture(file) => {
                (Some(Route::Picture(file.to_owned())).filter(|route| self.outline.has(route)), false, false)
            }
        };
        found.ok_or(match (withheld, later) {
            (true, _) => NoSuchPage::Withheld,
            (false, true) => NoSuchPage::Later,
            (false, false) => NoSuchPage::Unknown,
        })
    }
}
