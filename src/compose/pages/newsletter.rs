//! A newsletter as a page, and the list of all of them.

use serde::Serialize;

use super::blocks::{fact, link};
use super::scorecard::{changes_view, ranked};
use super::stories::story_card;
use super::{ChangesView, FactView, FrameView, LineView, LinkView, ProseView, StoryCardView};
use crate::compose::frame::Site;
use crate::compose::issue::Issue;
use crate::compose::outline::story_title;
use crate::compose::route::{NewsletterFormat, Route};
use crate::compose::writing::Place;
use crate::disclose::named_in;
use crate::model::Newsletter;
use crate::words;

/// What `newsletter.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterView {
    /// What is around the content.
    pub frame: FrameView,
    /// Newsletter, October 2026
    pub label: String,
    /// What the issue is called.
    pub headline: String,
    /// The first line of the period's scorecard.
    pub standfirst: String,
    /// The words of whoever edits it.
    pub note: Option<ProseView>,
    /// The figures it shows.
    pub tiles: Vec<LineView>,
    /// What changed.
    pub changes: ChangesView,
    /// The stories it tells.
    pub stories: Vec<StoryCardView>,
    /// The awards that were given, with the stories that tell of them.
    pub awards: Vec<FactView>,
    /// Days to come.
    pub dates: Vec<FactView>,
    /// The scorecard it is about.
    pub scorecard: LinkView,
    /// Read as e-mail, as text, and as a draft for a mail program.
    pub files: Vec<LinkView>,
    /// That what was sent cannot be called back, where the issue names people; `null` where it names nobody.
    pub names_note: Option<String>,
    /// The issue before and the one after.
    pub neighbours: Vec<LinkView>,
}

/// What `newsletters.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterListView {
    /// What is around the content.
    pub frame: FrameView,
    /// Six issues, newest first
    pub headline: String,
    /// Newest first: the period, the title and the page of each.
    pub issues: Vec<LinkView>,
}

/// A newsletter.
pub(in crate::compose) fn newsletter<'a>(site: Site<'a>, route: &Route, newsletter: &'a Newsletter) -> NewsletterView {
    let facts = site.facts();
    let issue = Issue::new(site, newsletter).expect("a newsletter is about a period with figures");
    let period = newsletter.period;
    let place = Place { period: Some(period), part: None, first_heading: 3, route, known: &[] };
    let of_period = words::period::name(period);
    let title = title(newsletter);
    let ranking = ranked(site, &issue.lines);
    let awards = issue.awards(facts).into_iter().map(|(award, story)| FactView {
        href: Some(site.href(route, &Route::Story(story.slug.clone()))),
        ..fact(&award.name, story_title(story))
    });
    let file = |label: &str, text: &str, format| {
        link(site, route, label, text.to_owned(), &Route::NewsletterFile(period, format))
    };
    let stories: Vec<StoryCardView> = issue.stories.iter().map(|story| story_card(site, route, story)).collect();
    NewsletterView {
        names_note: names_note(site, newsletter, &stories),
        frame: site.period_frame(route, &title, newsletter.preheader.clone(), issue.snapshot),
        label: format!("Newsletter, {of_period}"),
        headline: title,
        standfirst: super::first_line(site, period),
        note: Some(&newsletter.body).filter(|body| !body.text.signs().is_blank).map(|body| ProseView {
            title: None,
            body_html: site.html(body, place),
            byline: newsletter.from.as_ref().map(|sender| sender.name.clone()),
        }),
        tiles: issue.shown().map(|line| site.line_view(line, route)).collect(),
        changes: changes_view(site, route, &ranking, &issue.lines),
        stories,
        awards: awards.collect(),
        dates: issue.dates.iter().map(|day| fact(&words::period::date(day.on), &day.what)).collect(),
        scorecard: link(site, route, "All figures", format!("Scorecard, {of_period}"), &Route::Scorecard(period)),
        files: vec![
            file("As it is sent", "Read as e-mail", NewsletterFormat::Mail),
            file("Without pictures", "Read as text", NewsletterFormat::Text),
            file("For a mail program", "Open as a draft (.eml)", NewsletterFormat::Draft),
        ],
        neighbours: neighbours(site, route, newsletter),
    }
}

/// `As an e-mail this issue names Owen Trask, and what was sent cannot be called back.`
fn names_note(site: Site, newsletter: &Newsletter, stories: &[StoryCardView]) -> Option<String> {
    let Newsletter { subject, preheader, body, .. } = newsletter;
    let body = body.read();
    let told = stories.iter().flat_map(|story| {
        [Some(&*story.title), story.lead_text.as_deref(), story.quote.as_deref(), story.description.as_deref()]
    });
    let said = [Some(subject.as_str()), preheader.as_deref(), Some(body.as_ref())];
    let text: Vec<&str> = said.into_iter().chain(told).flatten().collect();
    let names: Vec<String> = named_in(site.facts(), &text.join("\n")).into_iter().collect();
    let names = words::phrase::list(&names);
    (!names.is_empty())
        .then(|| format!("As an e-mail this issue names {names}, and what was sent cannot be called back."))
}

/// The list of all newsletters.
pub(in crate::compose) fn newsletters(site: Site, route: &Route) -> NewsletterListView {
    let issues = &site.facts().newsletters;
    let count = words::phrase::counted(issues.len(), "issue", "issues");
    let headline = format!("{}, newest first", words::phrase::capitalised(&count));
    let issues = issues.iter().rev().map(|issue| {
        let when = words::period::name(issue.period);
        link(site, route, &when, title(issue), &Route::Newsletter(issue.period))
    });
    NewsletterListView {
        frame: site.frame(route, "Newsletters", Some(headline.clone())),
        headline,
        issues: issues.collect(),
    }
}

/// What an issue is called.
pub(in crate::compose) fn title(newsletter: &Newsletter) -> String {
    newsletter.heading.title.clone().unwrap_or_else(|| newsletter.subject.clone())
}

fn neighbours(site: Site, route: &Route, newsletter: &Newsletter) -> Vec<LinkView> {
    let issues = &site.facts().newsletters;
    let at = issues.iter().position(|issue| issue.period == newsletter.period).unwrap_or(0);
    let before = at.checked_sub(1).map(|index| ("The issue before", &issues[index]));
    let after = issues.get(at + 1).map(|issue| ("The issue after", issue));
    let beside = before.into_iter().chain(after);
    beside.map(|(label, issue)| link(site, route, label, title(issue), &Route::Newsletter(issue.period))).collect()
}
