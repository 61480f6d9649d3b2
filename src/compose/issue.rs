//! An issue of the newsletter: which figures, stories and days it carries. The page and the mail show the same.

use crate::model::{Award, CalendarDay, ConsentScope, Newsletter, Organisation, Snapshot, Story};

use super::frame::Site;
use super::lines::Line;
use super::outline::told_in;

/// So many days to come are told.
const DATES: usize = 4;

/// What an issue carries.
pub(super) struct Issue<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Everything measured in the period.
    pub(super) lines: Vec<Line<'a>>,
    /// Those of it that it shows, in their order.
    pub(super) figures: Vec<usize>,
    pub(super) stories: Vec<&'a Story>,
    pub(super) dates: Vec<&'a CalendarDay>,
}

impl<'a> Issue<'a> {
    /// What `newsletter` carries; `None` when its period has no snapshot.
    pub(super) fn new(site: Site<'a>, newsletter: &'a Newsletter) -> Option<Self> {
        let facts = site.facts();
        let snapshot = facts.snapshot(newsletter.period)?;
        let lines = site.lines(newsletter.period, None);
        let kpis = newsletter.kpis.as_deref().unwrap_or(&facts.settings.headline);
        let figures = kpis.iter().filter_map(|id| lines.iter().position(|line| line.kpi.id == *id));
        let to_come = facts.calendar.iter().filter(|day| day.on > snapshot.published);
        Some(Self {
            snapshot,
            figures: figures.collect(),
            stories: stories(facts, newsletter),
            dates: to_come.take(DATES).collect(),
            lines,
        })
    }

    /// The lines it shows.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Line<'a>> {
        self.figures.iter().map(|index| &self.lines[*index])
    }

    /// The awards that were given, each with the story that tells of it.
    pub(super) fn awards(&self, facts: &'a Organisation) -> Vec<(&'a Award, &'a Story)> {
        let award = |story: &&'a Story| {
            let id = story.award.as_ref()?;
            Some((facts.awards.iter().find(|award| award.id == *id)?, *story))
        };
        self.stories.iter().filter_map(award).collect()
    }
}

/// The stories an issue tells: those it names, else those of its period in which everybody agreed to be named in
/// newsletters.
fn stories<'a>(facts: &'a Organisation, newsletter: &Newsletter) -> Vec<&'a Story> {
    match &newsletter.stories {
        Some(slugs) => slugs.iter().filter_map(|slug| facts.stories.iter().find(|story| story.slug == *slug)).collect(),
        None => {
            let of_period = facts.stories.iter().filter(told_in(newsletter.period));
            of_period
                .filter(|story| story.names().all(|person| facts.may_name(person, ConsentScope::Newsletter)))
                .collect()
        }
    }
}
