//! The archive: every period, every study, every revision, with what can be downloaded and its checksum.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::compose::downloads;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::model::{Snapshot, Study, hex};
use crate::words;

use super::blocks::revision_view;

use super::roll::roll_link;
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
    /// Every revision, newest first.
    pub revisions: Vec<RevisionView>,
    /// The list of KPIs, whose pages offer their figures over time.
    pub kpis_href: String,
}

/// A year of periods, and of the studies that were published in it.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYearView {
    /// 2026
    pub year: String,
    /// ten editions, two studies
    pub holds: String,
    /// Newest first.
    pub periods: Vec<ArchivePeriodView>,
    /// Newest first.
    pub studies: Vec<ArchiveStudyView>,
    /// Who was recognised in it; `null` where nobody was.
    pub roll: Option<LinkView>,
    /// Of everything that can be downloaded here, in the order of the entries.
    pub checksums: Vec<ChecksumView>,
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
    /// final, provisional, draft for review
    pub status: String,
    /// on record; two editions on record; `null` for a period that is not.
    pub record: Option<String>,
    /// two revisions; `null` without.
    pub revisions: Option<String>,
    /// Where these are told.
    pub revisions_href: String,
    /// Its figures as CSV.
    pub csv_href: String,
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
    /// version 1.1; withdrawn on 3 May 2026; `null` for most.
    pub status: Option<String>,
    /// Its figures as CSV; `null` where it has none any more.
    pub csv_href: Option<String>,
}

/// What a file must be, as `sha256sum -c` reads it in the folder of the site.
#[derive(Clone, Debug, Serialize)]
pub struct ChecksumView {
    /// In hexadecimal.
    pub sha256: String,
    /// The file, from the folder of the site on.
    pub path: String,
}

/// The archive.
pub(in crate::compose) fn archive(site: Site, route: &Route) -> ArchiveView {
    let facts = site.facts();
    let mut by_year: BTreeMap<i16, (Vec<&Snapshot>, Vec<&Study>)> = BTreeMap::new();
    for snapshot in facts.snapshots.iter().rev() {
        by_year.entry(snapshot.period.year()).or_default().0.push(snapshot);
    }
    let mut studies: Vec<&Study> = facts.studies.iter().rev().collect();
    studies.sort_by_key(|study| std::cmp::Reverse(study.published));
    for study in studies {
        by_year.entry(study.published.year()).or_default().1.push(study);
    }
    let years = by_year.into_iter().rev().map(|(year, (snapshots, studies))| {
        let of_studies = studies.iter().filter_map(|study| study_csv(site, study));
        ArchiveYearView {
            year: year.to_string(),
            roll: roll_link(site, route, year),
            holds: holds(snapshots.len(), studies.len()),
            checksums: of_periods(site, &snapshots).into_iter().chain(of_studies).collect(),
            periods: snapshots.into_iter().map(|snapshot| period_view(site, route, snapshot)).collect(),
            studies: studies.into_iter().map(|study| study_view(site, route, study)).collect(),
        }
    });
    let years = years.collect();
    let revisions = facts.snapshots.iter().rev().flat_map(|snapshot| {
        let views = snapshot.revisions.iter();
        views.filter_map(|it| Some((it.on, revision_view(site, route, snapshot.period, it)?)))
    });
    let mut revisions: Vec<_> = revisions.collect();
    revisions.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    let headline = headline(site);
    ArchiveView {
        frame: site.frame(route, "Archive", Some(headline.clone())),
        headline,
        years,
        revisions: revisions.into_iter().map(|(_, revision)| revision).collect(),
        kpis_href: site.href(route, &Route::KpiList),
    }
}

fn period_view(site: Site, route: &Route, snapshot: &Snapshot) -> ArchivePeriodView {
    let period = snapshot.period;
    let is_draft = site.facts().settings.approval_required && snapshot.approved.is_none();
    let href = site.href(route, &Route::Scorecard(period));
    let is_shown = |it: &&crate::model::Revision| site.facts().kpi(&it.subject.kpi).is_some();
    let count = snapshot.revisions.iter().filter(is_shown).count();
    ArchivePeriodView {
        name: words::period::name(period),
        published: format!("published {}", words::period::date(snapshot.published)),
        status: match (snapshot.provisional, is_draft) {
            (true, _) => "provisional",
            (false, true) => "draft for review",
            (false, false) => "final",
        }
        .to_owned(),
        record: match snapshot.editions.len() {
            0 => None,
            1 => Some("on record".to_owned()),
            count => Some(format!("{} on record", words::phrase::counted(count, "edition", "editions"))),
        },
        revisions: (count > 0).then(|| words::phrase::counted(count, "revision", "revisions")),
        revisions_href: format!("{href}#the-revisions"),
        csv_href: site.href(route, &Route::ScorecardCsv(period)),
        href,
    }
}

fn study_view(site: Site, route: &Route, study: &Study) -> ArchiveStudyView {
    let csv = Route::StudyCsv(study.id.clone());
    let withdrawn = study.withdrawn.as_ref().map(|it| format!("withdrawn on {}", words::period::date(it.on)));
    ArchiveStudyView {
        title: study.title.clone(),
        href: site.href(route, &Route::Study(study.id.clone())),
        note: format!(
            "fieldwork {}, published {}",
            words::period::fieldwork(study.fieldwork),
            words::period::date(study.published)
        ),
        status: withdrawn.or_else(|| study.version.as_ref().map(|version| format!("version {version}"))),
        csv_href: site.outline.has(&csv).then(|| site.href(route, &csv)),
    }
}

/// The checksums of what periods offer. Where they are not known there are many figures behind them, so they are worked
/// out in parallel.
fn of_periods(site: Site, snapshots: &[&Snapshot]) -> Vec<ChecksumView> {
    let periods: Vec<_> = snapshots.iter().map(|snapshot| snapshot.period).collect();
    let told = periods
        .par_iter()
        .map(|period| checksum(site, &Route::ScorecardCsv(*period), || downloads::period_csv(site.findings, *period)));
    told.collect()
}

fn study_csv(site: Site, study: &Study) -> Option<ChecksumView> {
    let route = Route::StudyCsv(study.id.clone());
    let is_there = site.outline.has(&route);
    is_there.then(|| checksum(site, &route, || downloads::study_csv(site.findings, study)))
}

/// That of a file, which by now has most often been made, or stands as it was.
fn checksum(site: Site, route: &Route, make: impl FnOnce() -> Vec<u8>) -> ChecksumView {
    ChecksumView { sha256: hex(&site.outline.checksums.get_or_make(route, make)), path: route.path() }
}

/// ten editions and two studies
fn holds(editions: usize, studies: usize) -> String {
    let editions = (editions > 0).then(|| words::phrase::counted(editions, "edition", "editions"));
    let studies = (studies > 0).then(|| words::phrase::counted(studies, "study", "studies"));
    words::phrase::list(&editions.into_iter().chain(studies).collect::<Vec<_>>())
}

/// 36 editions and three studies, every one still here
pub(super) fn headline(site: Site) -> String {
    let facts = site.facts();
    let holds = holds(facts.snapshots.len(), facts.studies.len());
    format!("{}, every one still here", words::phrase::capitalised(&holds))
}
