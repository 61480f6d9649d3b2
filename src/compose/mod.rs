//! Findings and writing → pages with their charts; everything readers read is decided here.

pub mod pages;
pub mod prose;

use pages::{
    ArchiveView, FreeView, HomeView, KpiListView, KpiView, MethodView, NotFoundView, RedirectView, ScorecardView,
    StoriesView, StoryView, StudyListView, StudyView,
};

/// What a page shows: each variant is printed with the template of its name.
#[derive(Clone, Debug)]
pub enum View {
    /// `home.html`
    Home(Box<HomeView>),
    /// `scorecard.html`
    Scorecard(Box<ScorecardView>),
    /// `kpi.html`
    Kpi(Box<KpiView>),
    /// `kpis.html`
    KpiList(Box<KpiListView>),
    /// `study.html`
    Study(Box<StudyView>),
    /// `studies.html`
    StudyList(Box<StudyListView>),
    /// `stories.html`
    Stories(Box<StoriesView>),
    /// `story.html`
    Story(Box<StoryView>),
    /// `archive.html`
    Archive(Box<ArchiveView>),
    /// `method.html`
    Method(Box<MethodView>),
    /// `page.html`, or the template the page names
    Free(Box<FreeView>, Option<String>),
    /// `404.html`
    NotFound(Box<NotFoundView>),
    /// `redirect.html`
    Redirect(Box<RedirectView>),
    /// A file that is ready as it is: a download, a style sheet, a picture.
    File(Vec<u8>),
}
