//! The archive: every period, every study, every revision.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::words;

use super::blocks::{link, revision_view};

use super::{FrameView, LinkView, RevisionView};

/// What `archive.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// What is around the content.
    pub frame: FrameView,
    /// 36 editions, three studies, nothing lost
    pub headline: String,
    /// By year, newest first.
    pub years: Vec<ArchiveYearView>,
    /// Newest first.
    pub studies: Vec<ArchiveStudyView>,
    /// Every revision, newest first.
    pub revisions: Vec<RevisionView>,
    /// KPI downloads.
    pub downloads: Vec<LinkView>,
}

/// A year of periods.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYearView {
    /// 2026
    pub year: String,
    /// Newest first.
    pub periods: Vec<ArchivePeriodView>,
}

/// A period in the archive.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivePeriodView {
    /// October 2026
    pub name: String,
    /// Its scorecard.
    pub href: String,
    /// published 9 November 2026
    pub published: String,
    /// provisional; `null` for a final period.
    pub status: Option<String>,
    /// two revisions; `null` without.
    pub revisions: Option<String>,
}

/// A study in the archive.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveStudyView {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// fieldwork March to May 2026, published 18 June 2026
    pub note: String,
}

/// The archive.
pub(in crate::compose) fn archive(site: Site, route: &Route) -> ArchiveView {
    let facts = site.facts();
    let mut years: Vec<ArchiveYearView> = Vec::new();
    let mut revisions = Vec::new();
    for snapshot in facts.snapshots.iter().rev() {
        let period = snapshot.period;
        let href = site.href(route, &Route::Scorecard(period));
        let year = period.year().to_string();
        let shown = snapshot.revisions.iter().filter_map(|revision| {
            let view = revision_view(site, route, period, revision)?;
            Some((revision.on, view))
        });
        let before = revisions.len();
        revisions.extend(shown);
        let count = revisions.len() - before;
        let entry = ArchivePeriodView {
            name: words::period::name(period),
            href,
            published: format!("published {}", words::period::date(snapshot.published)),
            status: snapshot.provisional.then(|| "provisional".to_owned()),
            revisions: (count > 0).then(|| words::phrase::counted(count, "revision", "revisions")),
        };
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.periods.push(entry),
            None => years.push(ArchiveYearView { year, periods: vec![entry] }),
        }
    }
    revisions.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    let studies = facts.studies.iter().rev().map(|study| ArchiveStudyView {
        title: study.title.clone(),
        href: site.href(route, &Route::Study(study.id.clone())),
        note: format!(
            "fieldwork {}, published {}",
            words::period::fieldwork(study.fieldwork),
            words::period::date(study.published)
        ),
    });
    let downloads = facts.kpis.iter().flat_map(|kpi| {
        let csv = link(site, route, &kpi.name, "CSV".to_owned(), &Route::KpiCsv(kpi.id.clone()));
        let json = link(site, route, &kpi.name, "JSON".to_owned(), &Route::KpiJson(kpi.id.clone()));
        [csv, json]
    });
    let headline = headline(site);
    ArchiveView {
        frame: site.frame(route, "Archive", Some(headline.clone())),
        headline,
        years,
        studies: studies.collect(),
        revisions: revisions.into_iter().map(|(_, revision)| revision).collect(),
        downloads: downloads.collect(),
    }
}

/// 36 editions and three studies, every one still here
pub(super) fn headline(site: Site) -> String {
    let facts = site.facts();
    let editions = words::phrase::counted(facts.snapshots.len(), "edition", "editions");
    let headline = match facts.studies.len() {
        0 => editions,
        count => format!("{editions} and {}", words::phrase::counted(count, "study", "studies")),
    };
    format!("{}, every one still here", words::phrase::capitalised(&headline))
}
