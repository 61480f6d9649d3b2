//! Stories: the wall of recognition, one story, and the walls of an award or a value.

use serde::Serialize;

use super::{FactView, FrameView, LinkView, NavView};

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
    /// The filters, each with its choices as pages.
    pub filters: Vec<FilterView>,
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
    pub from: String,
    /// 2
    pub to: String,
    /// days
    pub unit: String,
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
    /// Where the number comes from.
    pub lead_source: Option<String>,
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
    /// What it shows.
    pub image_alt: String,
    /// People, teams, award, values, nominated by, published.
    pub facts: Vec<FactView>,
    /// The story before, the one after, the wall.
    pub neighbours: Vec<LinkView>,
}
