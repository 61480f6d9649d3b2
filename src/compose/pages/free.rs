//! Pages that are only words, the page for addresses that lead nowhere, and addresses that moved.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::FreePage;
use crate::words;

use super::blocks::link;
use super::{FrameView, LinkView};

/// What `page.html` gets: a free page such as `about`.
#[derive(Clone, Debug, Serialize)]
pub struct FreeView {
    /// What is around the content.
    pub frame: FrameView,
    /// The title.
    pub headline: String,
    /// One sentence about it.
    pub standfirst: Option<String>,
    /// The words.
    pub body_html: String,
    /// updated 9 November 2026
    pub byline: Option<String>,
}

/// What `404.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// What is around the content; its links begin at the site's root.
    pub frame: FrameView,
    /// The small label above the headline: Page not found.
    pub label: String,
    /// The headline.
    pub headline: String,
    /// What may have happened.
    pub standfirst: String,
    /// Where to go on.
    pub onward: LinkView,
}

/// What `redirect.html` gets: a page that an alias leads to.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// What is around the content.
    pub frame: FrameView,
    /// The new address, relative.
    pub href: String,
    /// The title of the page there.
    pub text: String,
}

/// A free page.
pub(in crate::compose) fn free(site: Site, route: &Route, page: &FreePage) -> FreeView {
    let latest = site.facts().latest().period;
    let place = Place { period: Some(latest), part: None, first_heading: 2, route, known: &[] };
    let text = |text: &Option<String>| Some(site.text(text.as_deref()?, &page.body, place));
    let headline = text(&page.heading.title).unwrap_or_else(|| page.path.clone());
    let standfirst = text(&page.heading.description);
    FreeView {
        frame: site.frame(route, &headline, standfirst.clone()),
        headline,
        standfirst,
        body_html: site.html(&page.body, place),
        byline: page.heading.updated.map(|day| format!("Updated {}", words::period::date(day))),
    }
}

/// The page for addresses that lead nowhere.
pub(in crate::compose) fn not_found(site: Site, route: &Route) -> NotFoundView {
    let headline = "There is nothing at this address".to_owned();
    NotFoundView {
        frame: site.frame(route, &headline, None),
        label: "Page not found".to_owned(),
        headline,
        standfirst:
            "The address may have been mistyped, or the page was moved. Everything that was ever published is in \
                     the archive."
                .to_owned(),
        onward: link(site, route, "", "To the front page".to_owned(), &Route::Home),
    }
}

/// In the place of a page that is not in a package, which is about what the page at `to` shows.
pub(in crate::compose) fn absent(site: Site, route: &Route, to: &Route) -> NotFoundView {
    let headline = "This page is not in the package".to_owned();
    NotFoundView {
        frame: site.frame(route, &headline, None),
        label: "Sealed package".to_owned(),
        headline,
        standfirst:
            "A package holds one period or one study and what belongs to it. This page is on the site that it was \
                     made from."
                .to_owned(),
        onward: link(site, route, "", "To what the package is about".to_owned(), to),
    }
}

/// A page that an alias leads to.
pub(in crate::compose) fn redirect(site: Site, route: &Route, to: &Route, title: &str) -> RedirectView {
    let frame = site.frame(route, title, None);
    RedirectView { frame, href: site.href(route, to), text: title.to_owned() }
}
