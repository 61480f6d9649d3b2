//! Pages that are only words, the page for addresses that lead nowhere, and addresses that moved.

use serde::Serialize;

use super::FrameView;

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
    /// The headline.
    pub headline: String,
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
