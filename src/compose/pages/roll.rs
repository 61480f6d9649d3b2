//! The roll of honour of a year: who was recognised for what, by award.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::outline::story_title;
use crate::compose::route::Route;
use crate::draw;
use crate::model::{Award, Organisation, Story};
use crate::words;

use super::stories::tally;
use super::{FrameView, LinkView, NavView};

/// What `roll.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct RollView {
    /// What is around the content.
    pub frame: FrameView,
    /// Roll of honour
    pub label: String,
    /// 2026
    pub headline: String,
    /// 24 stories, 41 people and six parts of the organisation
    pub standfirst: String,
    /// By award in the order of the catalogue; last those who were recognised without one.
    pub groups: Vec<RollGroupView>,
    /// The rolls of all years, newest first.
    pub years: Vec<NavView>,
    /// The stories of the year.
    pub stories: LinkView,
}

/// An award on a roll of honour.
#[derive(Clone, Debug, Serialize)]
pub struct RollGroupView {
    /// Golden headset; Told without an award
    pub name: String,
    /// Its icon; `null` without one.
    pub icon_svg: Option<String>,
    /// The award's page; `null` without an award.
    pub href: Option<String>,
    /// What it is given for.
    pub means: Option<String>,
    /// In the order of the year.
    pub entries: Vec<RecipientView>,
}

/// Who was recognised, and where that is told.
#[derive(Clone, Debug, Serialize)]
pub struct RecipientView {
    /// Priya Raman, Tom Ashdown and Billing
    pub who: String,
    /// 30 October 2026
    pub when: String,
    /// The story's title.
    pub title: String,
    /// The story.
    pub href: String,
}

/// The roll of honour of `year`.
pub(in crate::compose) fn roll(site: Site, route: &Route, year: i16) -> RollView {
    let facts = site.facts();
    let told: Vec<&Story> = facts.stories.iter().filter(|story| story.date.year() == year).collect();
    let honoured = || told.iter().copied().filter(|story| is_honour(story)).rev();
    let group = |award: Option<&Award>| {
        let entries = honoured().filter(|story| story.award.as_ref() == award.map(|award| &award.id));
        RollGroupView {
            name: award.map_or_else(|| "Told without an award".to_owned(), |award| award.name.clone()),
            icon_svg: award.and_then(|award| award.icon).map(draw::icon),
            href: award.map(|award| site.href(route, &Route::Award(award.id.clone()))),
            means: award.and_then(|award| award.means.clone()),
            entries: entries.map(|story| recipient(site, route, story)).collect(),
        }
    };
    let groups = facts.awards.iter().map(Some).chain([None]).map(group).filter(|group| !group.entries.is_empty());
    let of_year = |other: i16| {
        let to = Route::RollOfHonour(other);
        NavView {
            label: other.to_string(),
            href: site.href(route, &to),
            current: other == year,
            is_this_page: other == year,
        }
    };
    let label = "Roll of honour".to_owned();
    let all: Vec<&Story> = honoured().collect();
    let standfirst = tally(&all);
    let stories = Route::StoriesOfYear(year);
    RollView {
        frame: site.frame(route, &format!("{label} {year}"), Some(standfirst.clone())),
        label,
        headline: year.to_string(),
        standfirst,
        groups: groups.collect(),
        years: roll_years(facts).into_iter().rev().map(of_year).collect(),
        stories: super::blocks::link(site, route, "In full", format!("The stories of {year}"), &stories),
    }
}

/// The years in which somebody was recognised.
pub(in crate::compose) fn roll_years(facts: &Organisation) -> BTreeSet<i16> {
    facts.stories.iter().filter(|story| is_honour(story)).map(|story| story.date.year()).collect()
}

/// A link to the roll of a year; `None` where nobody was recognised in it.
pub(super) fn roll_link(site: Site, from: &Route, year: i16) -> Option<LinkView> {
    let to = Route::RollOfHonour(year);
    site.outline.has(&to).then(|| super::blocks::link(site, from, "Recognition", format!("Roll of honour {year}"), &to))
}

/// Who was recognised by a story, and when.
pub(super) fn recipient(site: Site, from: &Route, story: &Story) -> RecipientView {
    let who = recipients(site.facts(), story);
    RecipientView {
        who: if who.is_empty() { "A colleague".to_owned() } else { words::phrase::list(&who) },
        when: words::period::date(story.date),
        title: story_title(story).to_owned(),
        href: site.href(from, &Route::Story(story.slug.clone())),
    }
}

/// The people and parts that a story recognises, as readers call them.
pub(super) fn recipients(facts: &Organisation, story: &Story) -> Vec<String> {
    let parts = story.parts.iter().filter_map(|part| Some(facts.part(part)?.1.name.clone()));
    story.people.iter().cloned().chain(parts).collect()
}

/// Somebody is recognised, if without a name; a voice or a lesson recognises nobody.
fn is_honour(story: &Story) -> bool {
    !story.people.is_empty() || !story.parts.is_empty() || story.award.is_some()
}
