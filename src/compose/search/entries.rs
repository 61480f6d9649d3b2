//! Entries: what a page that can be found is called, and what of the edition stands there.

use std::collections::{BTreeMap, BTreeSet};

use crate::compose::outline::story_title;
use crate::compose::pages::newsletter_title;
use crate::compose::prose;
use crate::compose::route::Route;
use crate::model::{
    Commentary, Dimension, DimensionId, KpiId, Lead, Markdown, Member, MemberId, Organisation, PartId, Period, Reading,
    Scope, Snapshot, StudyKind, Subject,
};
use crate::words;

/// A page as it can be found.
pub(super) struct Entry<'a> {
    /// The word readers see: KPI, Scorecard, Story, Study, Page, Stories.
    pub(super) kind: &'static str,
    /// What it is called in a list of results.
    pub(super) title: String,
    /// What else it is called.
    pub(super) names: Vec<&'a str>,
    /// What is said there, the most telling first.
    pub(super) texts: Vec<&'a str>,
    /// The same in Markdown.
    pub(super) bodies: Vec<&'a Markdown>,
}

impl<'a> Entry<'a> {
    pub(super) fn new(kind: &'static str, title: String) -> Self {
        Self { kind, title, names: Vec::new(), texts: Vec::new(), bodies: Vec::new() }
    }

    pub(super) fn named(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names.extend(names);
        self
    }

    pub(super) fn says(mut self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.texts.extend(texts);
        self
    }

    pub(super) fn with(mut self, body: &'a Markdown) -> Self {
        self.bodies.push(body);
        self
    }

    fn commented(self, words: Option<&'a Commentary>) -> Self {
        let Some(words) = words else { return self };
        let heading = &words.heading;
        self.named(heading.keywords.iter().map(String::as_str))
            .says(words.first_line.as_deref().into_iter().chain(heading.title.as_deref()))
            .says(heading.description.as_deref().into_iter().chain(words.asks.iter().map(String::as_str)))
            .with(&words.body)
    }
}

/// The subjects of which some figure has a remark.
pub(super) fn remarked(facts: &Organisation) -> Vec<Subject> {
    let has_remark = |reading: &Reading| reading.remark.as_ref().is_some_and(|remark| remark.note.is_some());
    let series = facts.series.iter().filter(|(_, series)| series.slots().iter().flatten().any(has_remark));
    series.map(|(subject, _)| subject.clone()).collect()
}

/// The edition, with what is looked up often.
pub(super) struct Catalogue<'a> {
    facts: &'a Organisation,
    parts: BTreeMap<(&'a DimensionId, &'a MemberId), (&'a Dimension, &'a Member)>,
    /// Remarks on figures.
    remarks: BTreeMap<(Period, Option<&'a PartId>), BTreeSet<&'a str>>,
}

impl<'a> Catalogue<'a> {
    /// `remarked` are the subjects of which [`remarked`] found remarks.
    pub(super) fn of(facts: &'a Organisation, remarked: &[Subject]) -> Self {
        let mut remarks: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (subject, series) in remarked.iter().filter_map(|subject| facts.series.get_key_value(subject)) {
            for (period, reading) in series.readings() {
                if let Some(note) = reading.remark.as_ref().and_then(|remark| remark.note.as_deref()) {
                    remarks.entry((period, subject.part.as_ref())).or_default().insert(note);
                }
            }
        }
        let parts = facts.dimensions.iter().flat_map(|dimension| {
            dimension.members.iter().map(move |member| ((&dimension.id, &member.id), (dimension, member)))
        });
        Self { facts, parts: parts.collect(), remarks }
    }

    fn part(&self, part: &PartId) -> Option<(&'a Dimension, &'a Member)> {
        self.parts.get(&(&part.dimension, &part.member)).copied()
    }

    /// A page as it can be found; `None` for one that nothing is known of.
    pub(super) fn entry(&self, route: &Route) -> Option<Entry<'a>> {
        let facts = self.facts;
        let settings = &facts.settings;
        let page = |title: &str| Entry::new("Page", title.to_owned());
        Some(match route {
            Route::Home => {
                let home = facts.home.as_ref();
                let entry = page(&settings.title).named(["front page", settings.organisation.as_str()]);
                home.into_iter().fold(entry, |entry, home| entry.with(&home.body))
            }
            Route::KpiList => page("KPIs").named(["all indicators"]),
            Route::StudyList if facts.studies.is_empty() => return None,
            Route::Stories if facts.stories.is_empty() => return None,
            Route::StudyList => page("Benchmarks").named(["all benchmark studies"]),
            Route::Stories => page("Wall of recognition").named(["all stories"]),
            Route::NewsletterList if facts.newsletters.is_empty() => return None,
            Route::NewsletterList => page("Newsletters").named(["all issues"]),
            Route::Newsletter(period) => {
                let issue = facts.newsletter(*period)?;
                let entry = Entry::new("Newsletter", newsletter_title(issue));
                entry.says([issue.subject.as_str()]).says(issue.preheader.as_deref()).with(&issue.body)
            }
            Route::Archive => page("Archive").named(["editions downloads revisions"]),
            Route::Method => page("Method").named(["how figures and words are worked out"]),
            Route::Scorecard(period) => self.scorecard(*period, None)?,
            Route::PartScorecard(period, part) => self.scorecard(*period, Some(part))?,
            Route::Kpi(id) => self.kpi(id)?,
            Route::Study(id) => {
                let study = facts.study(id)?;
                let entry = Entry::new("Study", study.title.clone()).named(["benchmark study", study.id.as_str()]);
                let withdrawn = study.withdrawn.as_ref().map(|withdrawn| withdrawn.because.as_str());
                let texts = [study.question.as_deref(), study.purpose.as_deref(), withdrawn].into_iter().flatten();
                let entry = entry.says(texts);
                if study.withdrawn.is_some() {
                    return Some(study.body.iter().fold(entry, Entry::with));
                }
                let entry = entry.says(study.practices.iter().map(|practice| practice.what.as_str()));
                let entry = entry.says(results(&study.kind));
                study.body.iter().fold(entry, Entry::with)
            }
            Route::Story(slug) => self.story(slug)?,
            Route::StoriesOfPart(part) => Entry::new("Stories", format!("Stories: {}", self.part(part)?.1.name)),
            Route::RollOfHonour(year) => Entry::new("Stories", format!("Roll of honour {year}")),
            Route::Award(id) => {
                let award = facts.awards.iter().find(|award| award.id == *id)?;
                Entry::new("Stories", format!("Award: {}", award.name)).says(award.means.as_deref())
            }
            Route::Value(id) => {
                let value = facts.values.iter().find(|value| value.id == *id)?;
                Entry::new("Stories", format!("Value: {}", value.name)).says(value.means.as_deref())
            }
            Route::Free(path) => {
                let free = facts.pages.iter().find(|page| page.path == *path)?;
                let title = free.heading.title.as_deref().map_or_else(|| path.clone(), prose::unfilled);
                let keywords = free.heading.keywords.iter().map(String::as_str);
                page(&title).named(keywords).says(free.heading.description.as_deref()).with(&free.body)
            }
            _ => return None,
        })
    }

    fn scorecard(&self, period: Period, part: Option<&PartId>) -> Option<Entry<'a>> {
        let facts = self.facts;
        let name = words::period::name(period);
        let entry = match part {
            None => Entry::new("Scorecard", format!("Scorecard, {name}")),
            Some(part) => {
                let (dimension, member) = self.part(part)?;
                let entry = Entry::new("Scorecard", format!("{}, {name}", member.name));
                entry.named(["scorecard", dimension.label.as_str()])
            }
        };
        let snapshot = facts.snapshot(period)?;
        let remarks = self.remarks.get(&(period, part)).into_iter().flatten().copied();
        Some(entry.commented(facts.commentary(period, part)).says(said(snapshot, part)).says(remarks))
    }

    fn kpi(&self, id: &KpiId) -> Option<Entry<'a>> {
        let facts = self.facts;
        let kpi = facts.kpi(id)?;
        let note = facts.kpi_notes.iter().find(|note| note.kpi == *id);
        let keywords = note.iter().flat_map(|note| &note.heading.keywords).map(String::as_str);
        let heading = note.and_then(|note| note.heading.title.as_deref());
        let about =
            [&kpi.definition, &kpi.formula, &kpi.source, &kpi.owner].into_iter().filter_map(|text| text.as_deref());
        let actions = facts.actions.iter().filter(|action| action.kpi == *id).map(|action| action.what.as_str());
        let entry = Entry::new("KPI", kpi.name.clone())
            .named([kpi.id.as_str()].into_iter().chain(kpi.group.as_deref()).chain(keywords))
            .says(about.chain(heading).chain(actions));
        Some(note.into_iter().fold(entry, |entry, note| entry.with(&note.body)))
    }

    fn story(&self, slug: &str) -> Option<Entry<'a>> {
        let facts = self.facts;
        let story = facts.stories.iter().find(|story| story.slug == slug)?;
        let parts = story.parts.iter().filter_map(|part| Some(self.part(part)?.1.name.as_str()));
        let award = facts.awards.iter().filter(|award| story.award.as_ref() == Some(&award.id));
        let values = facts.values.iter().filter(|value| story.values.contains(&value.id));
        let lead = match &story.lead {
            Some(Lead::Text(text)) => Some(text.as_str()),
            Some(Lead::Figures { kpi, .. }) => facts.kpi(kpi).map(|kpi| kpi.name.as_str()),
            None => None,
        };
        let quote = story.quote.iter().flat_map(|quote| [Some(&quote.text), quote.by.as_ref()]).flatten();
        let steps = [&story.challenge, &story.action, &story.result].into_iter().filter_map(|text| text.as_deref());
        let entry = Entry::new("Story", story_title(story).to_owned())
            .named(story.people.iter().map(String::as_str).chain(parts))
            .named(award.map(|award| award.name.as_str()).chain(values.map(|value| value.name.as_str())))
            .named(story.heading.keywords.iter().map(String::as_str))
            .says(story.heading.description.as_deref().into_iter().chain(lead).chain(quote.map(String::as_str)))
            .says(steps.chain(story.nominated_by.as_deref()));
        Some(entry.with(&story.body))
    }
}

/// What a snapshot says in words of the whole, or of a part.
fn said<'a>(snapshot: &'a Snapshot, part: Option<&PartId>) -> impl Iterator<Item = &'a str> {
    let concerns = move |scope: &Scope| scope.part.as_ref() == part;
    let events = snapshot.events.iter().filter(move |event| concerns(&event.scope));
    let events = events.flat_map(|event| [Some(&event.label), event.because.as_ref()]).flatten();
    let exceptional =
        snapshot.exceptional.iter().filter(move |reason| concerns(&reason.scope)).map(|reason| &reason.why);
    let revisions = snapshot.revisions.iter().filter(move |revision| revision.subject.part.as_ref() == part);
    events.chain(exceptional).chain(revisions.map(|revision| &revision.because)).map(String::as_str)
}

/// What a study compared beside KPIs: statements, criteria, steps.
fn results(kind: &StudyKind) -> Vec<&str> {
    match kind {
        StudyKind::Performance { .. } => Vec::new(),
        StudyKind::ServiceQuality(quality) => {
            let names = quality.dimensions.iter().map(|dimension| dimension.name.as_str());
            let items = quality.dimensions.iter().flat_map(|dimension| &dimension.items);
            names.chain(items.map(|item| item.text.as_str())).collect()
        }
        StudyKind::Standard(assessment) => {
            let names = assessment.criteria.iter().map(|criterion| criterion.name.as_str());
            names.chain([assessment.standard.as_str()]).collect()
        }
        StudyKind::Process(steps) | StudyKind::Competencies(steps) => {
            steps.iter().map(|step| step.name.as_str()).collect()
        }
    }
}
