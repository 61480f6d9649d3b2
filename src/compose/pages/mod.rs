//! The pages: one kind per file, each with the view its template gets. This is the theme author's reference.
//!
//! Views are flat structs of finished text: numbers are formatted, states are kebab-case words that are also CSS
//! modifiers, links are relative and ready to use. Templates loop and ask "is it there?"; they do not compute,
//! compare or format. Every field is always there; what is absent is `null` or an empty list. Only fields ending
//! in `_html` or `_svg` hold markup and go through `safe`, and those in `_json`, which are JSON without `<`, `>` and `&`.
//!
//! Each page kind has the template of its name: [`HomeView`] is printed with `home.html`.

mod actions;
mod archive;
mod balance;
mod beside_others;
mod blocks;
mod care;
mod free;
mod home;
mod kpi;
mod kpi_definition;
mod legend;
mod matrix;
mod method;
mod newsletter;
mod pack;
mod paper;
mod roll;
mod scorecard;
mod search;
mod stories;
mod study;

pub use actions::ActionView;
pub use archive::{ArchivePeriodView, ArchiveStudyView, ArchiveView, ArchiveYearView, ChecksumView};
pub use balance::BalanceView;
pub use beside_others::BesideOthersView;
pub use blocks::{
    AssuranceView, CellView, ChartView, FactView, FeedLinkView, FrameView, LineView, LinkView, LogoView, MarkView,
    NavView, OpenGraphView, PieceView, ProseView, RevisionView, TableView, VerdictView,
};
pub(super) use blocks::{mark_of, pieces};
pub use care::CareView;
pub use free::{FreeView, NotFoundView, RedirectView};
pub use home::{HomeStudyView, HomeView};
pub(super) use kpi::now;
pub use kpi::{KpiListGroupView, KpiListView, KpiPartsView, KpiView};
pub(super) use kpi_definition::method_note;
pub use kpi_definition::{TargetStepView, VersionView};
pub use legend::{LegendView, LegendWordView};
pub use matrix::{MatrixCellView, MatrixColumnView, MatrixRowView, MatrixView};
pub use method::{MethodExampleView, MethodView};
pub use newsletter::{NewsletterListView, NewsletterView};
pub use pack::PackView;
pub use paper::{PaperView, SheetView};
pub use roll::{RecipientView, RollGroupView, RollView};
pub use scorecard::{ChangeView, ChangesView, GroupView, ScorecardView, TallyView};
pub use search::{SearchView, SearchWaysView};
pub use stories::{FilterView, StoriesView, StoryCardView, StoryLeadView, StoryView};
pub use study::{PracticeView, SinceView, StudyGapView, StudyListView, StudyView};

pub(super) use archive::archive;
pub(super) use balance::balance;
pub(super) use free::{absent, free, not_found, redirect};
pub(super) use home::home;
pub(super) use kpi::{kpi, kpis};
pub(super) use method::method;
pub(super) use newsletter::{newsletter, newsletters, title as newsletter_title};
pub(super) use pack::{pack, post};
pub(super) use paper::{paper, papers};
pub(super) use roll::{roll, roll_years};
pub(super) use scorecard::{corrections, first_line, ranked, scorecard, scorecard_picture};
pub(super) use search::search;
pub(super) use stories::{stories, story, story_card, story_links};
pub(super) use study::{citation as study_citation, studies, study, study_headline, study_picture};
