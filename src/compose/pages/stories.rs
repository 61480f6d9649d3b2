//! Stories: the wall of recognition, one story, and the walls of an award or a value.

use serde::Serialize;

use std::collections::{BTreeMap, BTreeSet};

use crate::compose::frame::Site;
use crate::compose::outline::story_title;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::draw;
use crate::model::{Image, Lead, PartId, Story, StoryKind};
use crate::words;

use super::blocks::{fact, link, month_of, pieces};
use super::paper::paper_links;
use super::roll::{RecipientView, recipient, recipients, roll_link, roll_years};

use super::{FactView, FrameView, LinkView, NavView, PieceView};

/// What `stories.html` gets: the wall, or the stories with one award or value.
#[derive(Clone, Debug, Serialize)]
pub struct StoriesView {
    /// What is around the content.
    pub frame: FrameView,
    /// Wall of recognition; the award's name.
    pub label: String,
    /// 24 stories, 41 people, six teams
    pub headline: String,
    /// What the award or value means.
    pub standfirst: Option<String>,
    /// Who gets the award how often, what comes with it.
    pub facts: Vec<FactView>,
    /// The award's icon; `null` on other walls and without one.
    pub icon_svg: Option<String>,
    /// Everybody who got the award or was told of for the value, newest first; empty on other walls.
    pub recipients: Vec<RecipientView>,
    /// The filters, each with its choices as pages.
    pub filters: Vec<FilterView>,
    /// Rolls of honour, newest first; in editions for a narrower audience the page about balance.
    pub links: Vec<LinkView>,
    /// The story that leads; `null` when there is none.
    pub lead: Option<StoryCardView>,
    /// The other stories, newest first.
    pub stories: Vec<StoryCardView>,
    /// What to do when there is no story yet; `null` otherwise.
    pub empty: Option<String>,
}

/// One filter of the wall.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// Award
    pub label: String,
    /// All 24, Golden headset 9, …
    pub choices: Vec<NavView>,
}

/// What leads a story, set large.
#[derive(Clone, Debug, Serialize)]
pub struct StoryLeadView {
    /// 9; empty when there is only one number.
    pub from: Vec<PieceView>,
    /// 2 and days
    pub to: Vec<PieceView>,
    /// What it measures: the KPI's name; `null` for words.
    pub measure: Option<String>,
}

/// A story on a wall.
#[derive(Clone, Debug, Serialize)]
pub struct StoryCardView {
    /// Its page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// `hero`, `thanks`, `voice`, `learning`, `elsewhere`
    pub kind: String,
    /// The number that leads it.
    pub lead: Option<StoryLeadView>,
    /// The words that lead it, where it is no number.
    pub lead_text: Option<String>,
    /// A quote, shown when nothing else leads.
    pub quote: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// Billing, Golden headset, October 2026
    pub note: String,
}

/// What `story.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct StoryView {
    /// What is around the content.
    pub frame: FrameView,
    /// Golden headset, October 2026
    pub label: String,
    /// The title.
    pub headline: String,
    /// One sentence about it.
    pub standfirst: Option<String>,
    /// `hero`, `thanks`, `voice`, `learning`, `elsewhere`
    pub kind: String,
    /// The number that leads it.
    pub lead: Option<StoryLeadView>,
    /// The words that lead it.
    pub lead_text: Option<String>,
    /// Where the number comes from: the KPI's name.
    pub lead_source: Option<String>,
    /// The KPI's page.
    pub lead_href: Option<String>,
    /// The challenge, what they did, the result: their headings and texts.
    pub steps: Vec<FactView>,
    /// The story.
    pub body_html: String,
    /// Somebody's words.
    pub quote: Option<String>,
    /// Who said them.
    pub quote_by: Option<String>,
    /// The picture's address.
    pub image_href: Option<String>,
    /// Its width in pixels; `null` without a picture.
    pub image_width: Option<u32>,
    /// Its height in pixels.
    pub image_height: Option<u32>,
    /// What it shows.
    pub image_alt: String,
    /// People, teams, award, values, nominated by, published.
    pub facts: Vec<FactView>,
    /// The award's icon; `null` without one.
    pub icon_svg: Option<String>,
    /// Certificate, poster.
    pub papers: Vec<LinkView>,
    /// The story before, the one after, the wall.
    pub neighbours: Vec<LinkView>,
}

/// The wall of recognition, or the stories that `route` selects.
pub(in crate::compose) fn stories(site: Site, route: &Route) -> StoriesView {
    let facts = site.facts();
    let chosen: Vec<&Story> = facts.stories.iter().filter(|story| belongs(story, route)).collect();
    let cards = chosen.iter().map(|story| story_card(site, route, story));
    let (label, standfirst, about) = wall_label(site, route);
    let headline = tally(&chosen);
    let is_wall = *route == Route::Stories;
    let mut cards: Vec<StoryCardView> = cards.collect();
    // The newest story with a number of its own leads the wall; it has most to say in large type.
    let lead = cards.iter().position(|card| card.lead.is_some()).filter(|_| is_wall).map(|index| cards.remove(index));
    let empty = chosen.is_empty().then(|| match is_wall {
        true => "No story has been told yet. Whoever saw good service can nominate somebody: a file in \
                 content/stories is all it takes."
            .to_owned(),
        false => "No story yet.".to_owned(),
    });
    StoriesView {
        frame: site.frame(route, &label, standfirst.clone().or_else(|| Some(headline.clone()))),
        label,
        headline,
        standfirst,
        facts: about,
        icon_svg: match route {
            Route::Award(id) => facts.awards.iter().find(|award| award.id == *id).and_then(|award| award.icon),
            _ => None,
        }
        .map(draw::icon),
        recipients: match route {
            Route::Award(_) | Route::Value(_) => {
                let honoured = chosen
                    .iter()
                    .filter(|story| matches!(route, Route::Award(_)) || !recipients(facts, story).is_empty());
                honoured.map(|story| recipient(site, route, story)).collect()
            }
            _ => Vec::new(),
        },
        links: wall_links(site, route),
        filters: if facts.stories.is_empty() { Vec::new() } else { filters(site, route) },
        lead,
        stories: cards,
        empty,
    }
}

/// One story.
pub(in crate::compose) fn story(site: Site, route: &Route, told: &Story) -> StoryView {
    story_at(site, Place { period: None, part: None, first_heading: 2, route, known: &[] }, "", told)
}

/// One story in its place on a page, the ids in its words beginning with `ids`.
pub(super) fn story_at(site: Site, place: Place, ids: &str, story: &Story) -> StoryView {
    let (facts, route) = (site.facts(), place.route);
    let card = story_card(site, route, story);
    let award = story.award.as_ref().and_then(|id| facts.awards.iter().find(|award| award.id == *id));
    let when = month_of(story.date);
    let label = match award {
        Some(award) => format!("{}, {when}", award.name),
        None => format!("{}, {when}", kind_words(story.kind)),
    };
    let mut about = Vec::new();
    if !story.people.is_empty() {
        about.push(fact("People", words::phrase::list(&story.people)));
    } else if story.anonymise {
        about.push(fact("People", "told without names"));
    }
    for part in &story.parts {
        if let Some((dimension, member)) = facts.part(part) {
            let href = Some(site.href(route, &Route::StoriesOfPart(part.clone())));
            about.push(FactView { href, ..fact(&dimension.label, &member.name) });
        }
    }
    if let Some(award) = award {
        let href = Some(site.href(route, &Route::Award(award.id.clone())));
        about.push(FactView { href, ..fact("Award", &award.name) });
    }
    for value in facts.values.iter().filter(|value| story.values.contains(&value.id)) {
        let href = Some(site.href(route, &Route::Value(value.id.clone())));
        about.push(FactView { href, ..fact("Value", &value.name) });
    }
    about.extend(story.nominated_by.iter().map(|by| fact("Nominated by", by)));
    about.push(fact("Published", words::period::date(story.date)));
    let steps = [("The challenge", &story.challenge), ("What they did", &story.action), ("The result", &story.result)];
    let steps = steps.into_iter().filter_map(|(term, text)| Some(fact(term, text.as_ref()?)));
    let index = facts.stories.iter().position(|other| other.slug == story.slug).unwrap_or(0);
    let older = facts.stories.get(index + 1).map(|older| ("Older story", older));
    let newer = index.checked_sub(1).and_then(|index| facts.stories.get(index)).map(|newer| ("Newer story", newer));
    let beside = older.into_iter().chain(newer).map(|(label, other)| {
        link(site, route, label, story_title(other).to_owned(), &Route::Story(other.slug.clone()))
    });
    let wall = link(site, route, "All stories", "Wall of recognition".to_owned(), &Route::Stories);
    let leading = match &story.lead {
        Some(Lead::Figures { kpi, .. }) => facts.kpi(kpi),
        _ => None,
    };
    let picture = story.image.as_ref().map(Image::site_path);
    let size = picture.as_ref().and_then(|file| site.outline.pictures.get(file));
    let picture = picture.map(Route::Picture);
    StoryView {
        frame: site.frame(route, &card.title, card.description.clone()),
        label,
        headline: card.title,
        standfirst: card.description,
        kind: card.kind,
        lead: card.lead,
        lead_text: card.lead_text,
        lead_source: leading.map(|kpi| kpi.name.clone()),
        lead_href: leading.map(|kpi| site.href(route, &Route::Kpi(kpi.id.clone()))),
        steps: steps.collect(),
        body_html: site.html_among(&story.body, place, ids),
        quote: story.quote.as_ref().map(|quote| quote.text.clone()),
        quote_by: story.quote.as_ref().and_then(|quote| quote.by.clone()),
        image_href: picture.filter(|picture| site.outline.has(picture)).map(|picture| site.href(route, &picture)),
        image_width: size.map(|(width, _)| *width),
        image_height: size.map(|(_, height)| *height),
        image_alt: story.image.as_ref().map(|image| image.alt.clone()).unwrap_or_default(),
        facts: about,
        icon_svg: award.and_then(|award| award.icon).map(draw::icon),
        papers: paper_links(site, route, story),
        neighbours: beside.chain([wall]).collect(),
    }
}

/// A story as walls and scorecards show it.
pub(in crate::compose) fn story_card(site: Site, from: &Route, story: &Story) -> StoryCardView {
    let facts = site.facts();
    let parts = story.parts.iter().filter_map(|part| Some(facts.part(part)?.1.name.clone()));
    let award = story.award.as_ref().and_then(|id| facts.awards.iter().find(|award| award.id == *id));
    let mut note: Vec<String> = parts.collect();
    note.extend(award.map(|award| award.name.clone()));
    note.push(month_of(story.date));
    StoryCardView {
        href: site.href(from, &Route::Story(story.slug.clone())),
        title: story_title(story).to_owned(),
        kind: kind_state(story.kind).to_owned(),
        lead: lead(site, story),
        lead_text: match &story.lead {
            Some(Lead::Text(text)) => Some(text.clone()),
            _ => None,
        },
        quote: story.quote.as_ref().map(|quote| quote.text.clone()),
        description: story.heading.description.clone(),
        note: note.join(", "),
    }
}

/// Links to stories, newest first, with what recognised them as label.
pub(in crate::compose) fn story_links<'a>(
    site: Site,
    from: &Route,
    stories: impl Iterator<Item = &'a Story>,
) -> Vec<LinkView> {
    let link_to = |story: &Story| {
        let card = story_card(site, from, story);
        LinkView { label: card.note, text: card.title, href: card.href }
    };
    stories.map(link_to).collect()
}

/// Rolls of honour from the wall and from the stories of a year, and the page about balance where there is one.
fn wall_links(site: Site, route: &Route) -> Vec<LinkView> {
    let years = match route {
        Route::Stories => roll_years(site.facts()),
        Route::StoriesOfYear(year) => BTreeSet::from([*year]),
        _ => BTreeSet::new(),
    };
    let rolls = years.into_iter().rev().filter_map(|year| roll_link(site, route, year));
    let is_wall = *route == Route::Stories && site.outline.has(&Route::Balance);
    let balance = is_wall.then(|| {
        let text = "Whose good work goes untold?".to_owned();
        link(site, route, "Balance", text, &Route::Balance)
    });
    rolls.chain(balance).collect()
}

/// The number that leads a story; `None` without one.
pub(super) fn lead(site: Site, story: &Story) -> Option<StoryLeadView> {
    let Some(Lead::Figures { kpi, from, to }) = &story.lead else { return None };
    let kpi = site.facts().kpi(kpi)?;
    let [mut from, to] = [from, to].map(|value| pieces(words::number::bare_given(kpi, *value)));
    // A unit that both have stands once, behind the second number; 20 h 48 min has two.
    if let ([from], [to]) = (from.as_mut_slice(), to.as_slice())
        && from.unit == to.unit
    {
        from.unit.clear();
    }
    Some(StoryLeadView { from, to, measure: Some(kpi.name.clone()) })
}

fn belongs(story: &Story, route: &Route) -> bool {
    match route {
        Route::StoriesOfPart(part) => story.parts.contains(part),
        Route::StoriesOfYear(year) => story.date.year() == *year,
        Route::Award(award) => story.award.as_ref() == Some(award),
        Route::Value(value) => story.values.contains(value),
        _ => true,
    }
}

fn wall_label(site: Site, route: &Route) -> (String, Option<String>, Vec<FactView>) {
    let facts = site.facts();
    let plain = |label: String| (label, None, Vec::new());
    match route {
        Route::Award(id) => match facts.awards.iter().find(|award| award.id == *id) {
            Some(award) => {
                let about = [("Given every", &award.every), ("Comes with", &award.reward)];
                let about = about.into_iter().filter_map(|(term, text)| Some(fact(term, text.as_ref()?)));
                (format!("Award: {}", award.name), award.means.clone(), about.collect())
            }
            None => plain("Award".to_owned()),
        },
        Route::Value(id) => match facts.values.iter().find(|value| value.id == *id) {
            Some(value) => (format!("Value: {}", value.name), value.means.clone(), Vec::new()),
            None => plain("Value".to_owned()),
        },
        Route::StoriesOfPart(part) => plain(facts.part(part).map_or_else(
            || "Stories".to_owned(),
            |(dimension, member)| format!("{}: {}", dimension.label, member.name),
        )),
        Route::StoriesOfYear(year) => plain(format!("Stories of {year}")),
        _ => plain("Wall of recognition".to_owned()),
    }
}

/// How many stories, people and parts.
pub(super) fn tally(stories: &[&Story]) -> String {
    let people: BTreeSet<_> = stories.iter().flat_map(|story| &story.people).collect();
    let parts: BTreeSet<_> = stories.iter().flat_map(|story| &story.parts).collect();
    let mut counts = vec![words::phrase::counted(stories.len(), "story", "stories")];
    if !people.is_empty() {
        counts.push(words::phrase::counted(people.len(), "person", "people"));
    }
    if !parts.is_empty() {
        counts.push(words::phrase::counted(parts.len(), "part of the organisation", "parts of the organisation"));
    }
    words::phrase::capitalised(&words::phrase::list(&counts))
}

/// The choices of each filter, with the pages that show them.
fn filters(site: Site, route: &Route) -> Vec<FilterView> {
    let facts = site.facts();
    let mut of_part: BTreeMap<&PartId, usize> = BTreeMap::new();
    for story in &facts.stories {
        story.parts.iter().for_each(|part| *of_part.entry(part).or_default() += 1);
    }
    let count = |to: &Route| match to {
        // There can be as many parts as stories.
        Route::StoriesOfPart(part) => of_part.get(part).copied().unwrap_or_default(),
        _ => facts.stories.iter().filter(|story| belongs(story, to)).count(),
    };
    let choice = |name: &str, to: Route, count: usize| {
        let label = format!("{name} {count}");
        let is_this_page = to == *route;
        NavView { label, href: site.href(route, &to), current: is_this_page, is_this_page }
    };
    let used = |choices: Vec<(String, Route)>| -> Vec<NavView> {
        let counted = choices.into_iter().map(|(name, to)| (name, count(&to), to));
        counted.filter(|(_, count, _)| *count > 0).map(|(name, count, to)| choice(&name, to, count)).collect()
    };
    let awards = facts.awards.iter().map(|award| (award.name.clone(), Route::Award(award.id.clone())));
    let values = facts.values.iter().map(|value| (value.name.clone(), Route::Value(value.id.clone())));
    let years: BTreeSet<i16> = facts.stories.iter().map(|story| story.date.year()).collect();
    let years = years.into_iter().rev().map(|year| (year.to_string(), Route::StoriesOfYear(year)));
    let mut award_choices = vec![choice("All", Route::Stories, facts.stories.len())];
    award_choices.extend(used(awards.collect()));
    let mut filters = vec![("Award".to_owned(), award_choices), ("Value".to_owned(), used(values.collect()))];
    for dimension in &facts.dimensions {
        let members = dimension.members.iter();
        let parts = members.map(|member| (member.name.clone(), Route::StoriesOfPart(dimension.part(member))));
        filters.push((dimension.label.clone(), used(parts.collect())));
    }
    filters.push(("Year".to_owned(), used(years.collect())));
    filters.retain(|(_, choices)| !choices.is_empty());
    filters.into_iter().map(|(label, choices)| FilterView { label, choices }).collect()
}

fn kind_state(kind: StoryKind) -> &'static str {
    match kind {
        StoryKind::Hero => "hero",
        StoryKind::Thanks => "thanks",
        StoryKind::Voice => "voice",
        StoryKind::Learning => "learning",
        StoryKind::Elsewhere => "elsewhere",
    }
}

/// What sort of story it is, in words.
pub(super) fn kind_words(kind: StoryKind) -> &'static str {
    match kind {
        StoryKind::Hero => "Beyond the call",
        StoryKind::Thanks => "Thanks",
        StoryKind::Voice => "How we see service",
        StoryKind::Learning => "What we learned",
        StoryKind::Elsewhere => "Seen elsewhere",
    }
}
