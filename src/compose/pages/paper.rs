//! Recognition on paper: a certificate for everybody who got an award, and a poster of a story.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::outline::story_title;
use crate::compose::route::{Paper, Route};
use crate::draw;
use crate::model::{Award, Organisation, Story};
use crate::words;

use super::blocks::link;
use super::roll::recipients;
use super::stories::{kind_words, lead};
use super::{FrameView, LinkView, StoryLeadView};

/// What `paper.html` gets: sheets to be printed, each on a page of its own.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    /// What is around the content, and not printed.
    pub frame: FrameView,
    /// Certificate, Golden headset
    pub label: String,
    /// The story's title.
    pub headline: String,
    /// How it is printed.
    pub hint: String,
    /// The story.
    pub story: LinkView,
    /// One for each recipient, in the order of the story; empty on the page of the poster.
    pub certificates: Vec<SheetView>,
    /// One; empty on the page of the certificates.
    pub posters: Vec<SheetView>,
}

/// A sheet of paper.
#[derive(Clone, Debug, Serialize)]
pub struct SheetView {
    /// Whose sheet it is.
    pub organisation: String,
    /// The award; what sort of story it is.
    pub over: String,
    /// The award's icon; `null` without one.
    pub icon_svg: Option<String>,
    /// Who gets it; on a poster everybody, or `null` for nobody.
    pub recipient: Option<String>,
    /// How much room that takes: `short`, `long`, `very-long`
    pub recipient_length: String,
    /// together with Tom Ashdown and Billing; `null` for one alone, and on posters.
    pub beside: Option<String>,
    /// The story's title.
    pub title: String,
    /// The number that leads the story.
    pub lead: Option<StoryLeadView>,
    /// The words that lead it.
    pub lead_text: Option<String>,
    /// What the award is given for; one sentence about the story.
    pub text: Option<String>,
    /// Somebody's words.
    pub quote: Option<String>,
    /// Who said them.
    pub quote_by: Option<String>,
    /// Who nominated them.
    pub nominated_by: Option<String>,
    /// The day the story was told.
    pub date: String,
}

/// What of a story can be printed: a poster of each, certificates where an award went to somebody who is named.
pub(in crate::compose) fn papers(story: &Story) -> impl Iterator<Item = Route> {
    let is_given = story.award.is_some() && !(story.people.is_empty() && story.parts.is_empty());
    let certificate = is_given.then_some(Paper::Certificate);
    certificate.into_iter().chain([Paper::Poster]).map(|paper| Route::StoryOnPaper(story.slug.clone(), paper))
}

/// Links from a story to what of it can be printed.
pub(super) fn paper_links(site: Site, from: &Route, story: &Story) -> Vec<LinkView> {
    let papers = papers(story).filter(|route| site.outline.has(route));
    let view = |route: Route| {
        let text = match route {
            Route::StoryOnPaper(_, Paper::Certificate) => "Certificate",
            _ => "Poster",
        };
        link(site, from, "To print", text.to_owned(), &route)
    };
    papers.map(view).collect()
}

/// A story on paper.
pub(in crate::compose) fn paper(site: Site, route: &Route, story: &Story, paper: Paper) -> PaperView {
    let facts = site.facts();
    let award = story.award.as_ref().and_then(|id| facts.awards.iter().find(|award| award.id == *id));
    let (label, certificates, posters) = match (paper, award) {
        (Paper::Certificate, Some(award)) => {
            (format!("Certificate, {}", award.name), certificates(site, story, award), Vec::new())
        }
        _ => ("Poster".to_owned(), Vec::new(), vec![poster(site, story, award)]),
    };
    let hint = match certificates.len() {
        0 | 1 => "Print this page: the sheet is A4 upright, and stays sharp when it is printed on A3.".to_owned(),
        sheets => format!(
            "Print this page: {} of A4 upright, one for each recipient.",
            words::phrase::counted(sheets, "sheet", "sheets")
        ),
    };
    let headline = story_title(story).to_owned();
    PaperView {
        frame: site.frame(route, &format!("{label}: {headline}"), None),
        label,
        headline: headline.clone(),
        hint,
        story: link(site, route, "The story", headline, &Route::Story(story.slug.clone())),
        certificates,
        posters,
    }
}

fn certificates(site: Site, story: &Story, award: &Award) -> Vec<SheetView> {
    let all = recipients(site.facts(), story);
    let certificate = |(index, recipient): (usize, &String)| {
        let others: Vec<&String> =
            all.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other).collect();
        SheetView {
            recipient: Some(recipient.clone()),
            recipient_length: length(recipient),
            beside: (!others.is_empty()).then(|| format!("together with {}", words::phrase::list(&others))),
            text: award.means.clone(),
            quote: None,
            quote_by: None,
            ..sheet(site, story, Some(award))
        }
    };
    all.iter().enumerate().map(certificate).collect()
}

fn poster(site: Site, story: &Story, award: Option<&Award>) -> SheetView {
    let who = everybody(site.facts(), story);
    SheetView {
        recipient_length: who.as_deref().map_or_else(|| "short".to_owned(), length),
        recipient: who,
        text: story.heading.description.clone(),
        ..sheet(site, story, award)
    }
}

/// What certificates and posters share.
fn sheet(site: Site, story: &Story, award: Option<&Award>) -> SheetView {
    let card = super::story_card(site, &Route::Story(story.slug.clone()), story);
    SheetView {
        organisation: site.facts().settings.organisation.clone(),
        over: award.map_or_else(|| kind_words(story.kind).to_owned(), |award| award.name.clone()),
        icon_svg: award.and_then(|award| award.icon).map(draw::icon),
        recipient: None,
        recipient_length: "short".to_owned(),
        beside: None,
        title: card.title,
        lead: lead(site, story),
        lead_text: card.lead_text,
        text: None,
        quote: card.quote,
        quote_by: story.quote.as_ref().and_then(|quote| quote.by.clone()),
        nominated_by: story.nominated_by.clone(),
        date: words::period::date(story.date),
    }
}

fn everybody(facts: &Organisation, story: &Story) -> Option<String> {
    let all = recipients(facts, story);
    (!all.is_empty()).then(|| words::phrase::list(&all))
}

/// How much room a name takes on a line.
fn length(name: &str) -> String {
    match name.chars().count() {
        0..=18 => "short",
        19..=36 => "long",
        _ => "very-long",
    }
    .to_owned()
}
