//! The archive: every period, every study, every revision.

use serde::Serialize;

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
    pub revisions: Vec<ArchiveRevisionView>,
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

/// A revision in the archive, with the period it belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveRevisionView {
    /// What changed.
    pub revision: RevisionView,
    /// The scorecard it is on.
    pub href: String,
}
