//! Words: the home page's, about periods, KPIs and studies, and free pages. Stories are in [`super::stories`].

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use jiff::civil::Date;

use super::entry::{Entry, Map, shortened};
use super::files::{parts, parts_of, stem};
use super::front_matter::{self, Page, is_address_part};
use super::names::Names;
use super::yaml::Source;
use crate::diagnostic::{Diagnostics, Location, Problem, nearest};
use crate::model::{
    Commentary, FreePage, Heading, KpiNote, Later, Markdown, Newsletter, PartId, Period, Story, Study, StudyId,
};

/// What words are read against.
pub(super) struct Desk<'c> {
    pub(super) names: &'c Names,
    /// Every part by its dimension and its own name: there may be hundreds, and words about each in each period.
    pub(super) parts: BTreeMap<(&'c str, &'c str), PartId>,
    pub(super) diagnostics: &'c Diagnostics,
    /// The periods with figures.
    pub(super) periods: &'c [Period],
    /// What is later than the period that was asked for is left out, and noted down here.
    pub(super) later: Mutex<Later>,
    /// The site's "now"; `None` without a readable snapshot.
    pub(super) now: Option<Date>,
    /// Whether drafts, and pages whose day has not come, are wanted too.
    pub(super) drafts: bool,
}

impl Desk<'_> {
    /// The part that `member` of `dimension` is.
    fn part(&self, dimension: &str, member: &str) -> Result<Option<PartId>, Problem> {
        match self.parts.get(&(dimension, member)) {
            Some(part) => Ok(Some(part.clone())),
            None => self.names.part_called(&format!("{dimension}/{member}")),
        }
    }

    /// Whether a page with this heading and `address` is published: no draft, and its day has come.
    pub(super) fn publishes(&self, heading: &Heading, file: &Path, address: Option<&str>) -> bool {
        if heading.date.is_some_and(|date| self.later().has_day(date)) {
            self.leave_out(file, address);
            return false;
        }
        let too_early = heading.date.zip(self.now).filter(|(date, now)| date > now);
        if self.drafts {
            return true;
        }
        if let Some((date, now)) = too_early.filter(|_| !heading.draft) {
            let problem = Problem::NotYet { date: date.to_string(), now: now.to_string() };
            self.diagnostics.report(problem, Location::file(file));
        }
        !heading.draft && too_early.is_none()
    }

    /// Whether a page about `period` is published: its period is read and has figures, and the page itself is.
    pub(super) fn publishes_about(&self, period: Period, heading: &Heading, file: &Path, address: &str) -> bool {
        if self.later().has_period(period) {
            self.leave_out(file, Some(address));
            return false;
        }
        if !self.publishes(heading, file, Some(address)) {
            return false;
        }
        let has_figures = self.periods.is_empty() || self.periods.contains(&period);
        if !has_figures {
            self.report(Problem::NewsletterWithoutFigures { period: period.to_string() }, file);
        }
        has_figures
    }

    /// Whether a file was left out because it is later.
    pub(super) fn is_left_out(&self, file: &str) -> bool {
        self.later().files.contains(file)
    }

    /// Notes down that the page made from `file` is later than the last period that was asked for.
    fn leave_out(&self, file: &Path, address: Option<&str>) {
        let mut later = self.later();
        later.files.insert(parts_of(file));
        later.addresses.extend(address.map(str::to_owned));
    }

    fn later(&self) -> MutexGuard<'_, Later> {
        self.later.lock().expect("nobody panics while noting something down")
    }

    /// Takes the file apart and reads its head; `own` makes the page of the heading, the head and the body.
    pub(super) fn read<T>(
        &self,
        source: &Source<'_>,
        own_keys: &[&'static str],
        own: impl FnOnce(Heading, Option<&Map<'_>>, Markdown) -> Option<T>,
    ) -> Option<T> {
        let Page { head, body } = front_matter::split(source, self.diagnostics).ok()?;
        match &head {
            Some(head) => {
                let map = Entry::root(head).map(&front_matter::keys(own_keys))?;
                own(front_matter::heading(&map, self.names), Some(&map), body)
            }
            None => own(Heading::default(), None, body),
        }
    }

    pub(super) fn report(&self, problem: Problem, file: &Path) {
        self.diagnostics.report(problem, Location::file(file));
    }
}

/// All words of a site.
pub(super) struct Writing {
    pub(super) stories: Vec<Story>,
    pub(super) commentaries: Vec<Commentary>,
    pub(super) kpi_notes: Vec<KpiNote>,
    pub(super) study_notes: Vec<(StudyId, Markdown)>,
    pub(super) home: Option<FreePage>,
    pub(super) pages: Vec<FreePage>,
    pub(super) newsletters: Vec<Newsletter>,
}

impl Writing {
    /// Reports pages that would have the same address, and files about the same; everything is in its order.
    pub(super) fn report_collisions(&self, diagnostics: &Diagnostics) {
        let stories = self.stories.iter().map(|story| (format!("stories/{}", story.slug), &story.body));
        let pages = self.pages.iter().map(|page| (page.path.clone(), &page.body));
        report_second(stories.chain(pages), diagnostics, |address, other| Problem::AddressCollision { address, other });
        // There may be thousands, so they are not given names first.
        for same in self.commentaries.chunk_by(|one, next| (one.period, &one.part) == (next.period, &next.part)) {
            for Commentary { body, .. } in &same[1..] {
                let first = parts_of(&same[0].body.file);
                diagnostics.report(Problem::SecondFile { first }, Location::file(&body.file));
            }
        }
        let kpis = self.kpi_notes.iter().map(|note| (format!("kpi {}", note.kpi), &note.body));
        let studies = self.study_notes.iter().map(|(study, body)| (format!("study {study}"), body));
        let newsletters = self.newsletters.iter().map(|issue| (format!("newsletter {}", issue.period), &issue.body));
        let about = kpis.chain(studies).chain(newsletters);
        report_second(about, diagnostics, |_, first| Problem::SecondFile { first });
    }
}

/// Words about a period: `content/scorecards/2026-10.md`, or `2026-10/team/billing.md` for a part.
pub(super) fn commentary(source: &Source<'_>, desk: &Desk<'_>) -> Option<Commentary> {
    let file = &source.file;
    let names = parts(file);
    let (period_name, part) = match names.as_slice() {
        [_, _, period, dimension, _] => (*period, Some((*dimension, stem(file)))),
        _ => (stem(file), None),
    };
    let period = match period_name.to_uppercase().parse::<Period>() {
        Ok(period) => Some(period),
        Err(_) => {
            desk.report(Problem::NotAPeriod { found: shortened(period_name) }, file);
            None
        }
    };
    let part = match part.map(|(dimension, member)| desk.part(dimension, member)).transpose() {
        Ok(part) => Some(part.flatten()),
        Err(problem) => {
            desk.report(problem, file);
            None
        }
    };
    desk.read(source, &["period", "first_line", "asks"], |heading, map, body| {
        if let (Some(inside), Some(path)) = (map.and_then(|map| map.get("period")), period)
            && let Some(found) = inside.period(None).filter(|found| *found != path)
        {
            inside.report(Problem::PeriodNotInPath { inside: found.to_string(), path: path.to_string() });
        }
        let first_line = map.and_then(|map| map.text("first_line"));
        let asks = map.map(|map| map.texts("asks")).unwrap_or_default();
        let (period, part) = (period?, part?);
        if desk.later().has_period(period) {
            desk.leave_out(file, None);
            return None;
        }
        if !desk.publishes(&heading, file, None) {
            return None;
        }
        if !desk.periods.is_empty() && !desk.periods.contains(&period) {
            desk.report(Problem::WordsWithoutFigures { period: period.to_string() }, file);
            return None;
        }
        Some(Commentary { period, part, heading, first_line, asks, body })
    })
}

/// Words about a KPI: `content/kpis/csat.md`.
pub(super) fn kpi_note(source: &Source<'_>, desk: &Desk<'_>) -> Option<KpiNote> {
    let kpi = desk.names.kpi_called(stem(&source.file));
    let kpi = kpi.map_err(|problem| desk.report(problem, &source.file));
    desk.read(source, &[], |heading, _, body| {
        let kpi = kpi.ok()??;
        desk.publishes(&heading, &source.file, None).then_some(KpiNote { kpi, heading, body })
    })
}

/// Words about a study: `content/benchmarks/utilities-2026.md`.
pub(super) fn study_note(source: &Source<'_>, desk: &Desk<'_>, studies: &[Study]) -> Option<(StudyId, Markdown)> {
    let file = &source.file;
    let id = StudyId::new(stem(file)).filter(|id| desk.names.studies.contains(id));
    if id.is_none() {
        let nearest = nearest(stem(file), desk.names.studies.iter().map(StudyId::as_str));
        desk.report(Problem::UnknownStudy { id: shortened(stem(file)), nearest }, file);
    }
    desk.read(source, &[], |heading, _, body| {
        let id = id?;
        let study = studies.iter().find(|study| study.id == id);
        // The words go wherever the study goes, so a narrower audience of their own would not be kept.
        let of_study = study.and_then(|study| study.audience.as_ref());
        if let Some(audience) = heading.audience.as_ref().filter(|audience| Some(*audience) != of_study) {
            desk.report(Problem::AudienceOfNote { audience: audience.to_string() }, file);
        }
        if desk.later().has_address(&format!("benchmarks/{id}")) {
            desk.leave_out(file, None);
            return None;
        }
        desk.publishes(&heading, file, None).then_some((id, body))
    })
}

/// The home page's words, or a page that is only words.
pub(super) fn free_page(source: &Source<'_>, desk: &Desk<'_>) -> Option<FreePage> {
    let file = &source.file;
    let folders = parts(file.parent()?);
    let mut path: Vec<String> = folders.iter().skip(1).map(|part| part.to_lowercase()).collect();
    if stem(file) != "index" {
        path.push(stem(file).to_lowercase());
    }
    for part in path.iter().filter(|part| !is_address_part(part)) {
        desk.report(Problem::NotAnAddressPart { found: shortened(part) }, file);
    }
    desk.read(source, &[], |heading, _, body| {
        if let (Some(last), Some(slug)) = (path.last_mut(), &heading.slug) {
            last.clone_from(slug);
        }
        let path = path.join("/");
        desk.publishes(&heading, file, Some(&path)).then_some(FreePage { path, heading, body })
    })
}

/// Reports words for which an earlier one took the name given with it.
fn report_second<'w>(
    named: impl Iterator<Item = (String, &'w Markdown)>,
    diagnostics: &Diagnostics,
    problem: impl Fn(String, String) -> Problem,
) {
    let mut taken: BTreeMap<String, &Path> = BTreeMap::new();
    for (name, Markdown { file, .. }) in named {
        if let Some(first) = taken.get(&name) {
            diagnostics.report(problem(name, parts_of(first)), Location::file(file));
        } else {
            taken.insert(name, file);
        }
    }
}
