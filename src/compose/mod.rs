//! Findings and writing → pages with their charts; everything readers read is decided here.

mod brand;
mod called;
mod charts;
mod checksums;
mod dataset;
mod downloads;
mod explain;
pub mod feeds;
mod frame;
mod issue;
mod key;
mod lines;
mod linked;
mod mail;
mod markup;
mod media_type;
mod outline;
pub mod pack;
pub mod package;
pub mod pages;
pub mod prose;
mod recall;
mod review;
mod route;
mod search;
mod sign_off;
mod wanted;
mod writing;

use std::collections::BTreeSet;
use std::path::Path;

use crate::analyse::Findings;
use crate::diagnostic::{About, Diagnostic, Diagnostics, Location, Reported};
use crate::model::{BaseUrl, Look, Organisation, Period};

pub use checksums::Checksum;
pub use explain::{Explanation, Question, explain};
use feeds::{FeedView, SitemapView};
use frame::Site;
pub use key::Key;
pub use mail::{
    MailChartView, MailDraft, MailFigureView, MailPairView, MailSegmentView, MailStoryView, MailView, chart_id,
    mail_files,
};
pub use markup::relinked;
pub use outline::{Outline, Page, outline, outline_recalling, pictures};
pub use recall::Recall;
pub use review::{external_links, review};
pub use route::{ChartFormat, NewsletterFormat, Paper, Route};
pub use sign_off::{SignOff, sign_off};
pub use wanted::{SCORECARDS, Wanted};

use pages::{
    ArchiveView, BalanceView, FreeView, HomeView, KpiListView, KpiView, MethodView, NewsletterListView, NewsletterView,
    NotFoundView, PackView, PaperView, RedirectView, RollView, ScorecardView, SearchView, StoriesView, StoryView,
    StudyListView, StudyView,
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
    /// `roll.html`
    Roll(Box<RollView>),
    /// `balance.html`
    Balance(Box<BalanceView>),
    /// `paper.html`
    Paper(Box<PaperView>),
    /// `newsletter.html`
    Newsletter(Box<NewsletterView>),
    /// `mail.html`, `mail.txt`, or both in a draft
    Mail(Box<MailView>, NewsletterFormat),
    /// `newsletters.html`
    NewsletterList(Box<NewsletterListView>),
    /// `archive.html`
    Archive(Box<ArchiveView>),
    /// `method.html`
    Method(Box<MethodView>),
    /// `search.html`
    Search(Box<SearchView>),
    /// `page.html`, or the template the page names
    Free(Box<FreeView>, Option<OwnTemplate>),
    /// `404.html`
    NotFound(Box<NotFoundView>),
    /// `redirect.html`
    Redirect(Box<RedirectView>),
    /// `pack.html`
    Pack(Box<PackView>),
    /// An Atom feed; no theme has a template for it.
    Feed(Box<FeedView>),
    /// A map of the site; no theme has a template for it.
    Sitemap(Box<SitemapView>),
    /// A file that is ready as it is: a download, a style sheet, a picture.
    File(Vec<u8>),
}

/// The template that a page names.
#[derive(Clone, Debug)]
pub struct OwnTemplate {
    /// Its name, as the page writes it.
    pub name: String,
    /// Where the page names it.
    pub at: Location,
}

/// Goes on where nothing was wrong so far; else reads all words first, so that one run names what is wrong with them too.
///
/// What may only look wrong because something else could not be read is not reported.
pub fn proofread(
    findings: &Findings,
    outline: &Outline,
    look: &Look,
    diagnostics: &Diagnostics,
) -> Result<(), Reported> {
    let Err(reported) = diagnostics.proceed() else { return Ok(()) };
    let catalogue = ["plaudit.yaml", "data/kpis.yaml", "data/kpis.yml", "data/dimensions.yaml", "data/dimensions.yml"];
    let so_far = diagnostics.sorted();
    let names_are_known = !so_far.iter().any(|found| catalogue.iter().any(|file| found.is_error_in(Path::new(file))));
    let found = Diagnostics::new();
    let written: BTreeSet<&Route> = outline.written(findings).values().collect();
    for page in outline.pages.iter().filter(|page| written.contains(&page.route)) {
        view(page, findings, outline, look, &found);
    }
    for Diagnostic { problem, at } in found.sorted() {
        match problem.is_about() {
            About::Words => diagnostics.report(problem, at),
            About::Names if names_are_known => diagnostics.report(problem, at),
            About::Names | About::Everything => {}
        }
    }
    Err(reported)
}

/// What stands in the place of `page` where it is not in the package that is made.
pub fn absent(page: &Page, packing: &package::Packing, diagnostics: &Diagnostics) -> View {
    let package::Packing { findings, outline, .. } = *packing;
    let site = Site { findings, outline, page, wanted: &Wanted::EVERYTHING, diagnostics };
    View::NotFound(Box::new(pages::absent(site, &page.route, &packing.route())))
}

/// What a pack of `period` shows in one file, and what is said of it in five lines; `None` without such a scorecard.
pub fn pack(
    findings: &Findings,
    outline: &Outline,
    look: &Look,
    period: Period,
    diagnostics: &Diagnostics,
) -> Option<(PackView, String)> {
    let route = Route::Scorecard(period);
    let page = outline.pages.iter().find(|page| page.route == route)?;
    let site = Site { findings, outline, page, wanted: &Wanted::EVERYTHING, diagnostics };
    Some((pages::pack(site, look, period), pages::post(site, period)))
}

/// The first line of a period's scorecard as a picture.
pub fn headline_picture(findings: &Findings, outline: &Outline, period: Period, diagnostics: &Diagnostics) -> Vec<u8> {
    let route = Route::Scorecard(period);
    let Some(page) = outline.pages.iter().find(|page| page.route == route) else { return Vec::new() };
    pages::scorecard_picture(Site { findings, outline, page, wanted: &Wanted::EVERYTHING, diagnostics }, period)
}

/// What `page` shows.
///
/// Nothing is read here, so a picture has no view: it is copied by whoever can read it.
pub fn view(page: &Page, findings: &Findings, outline: &Outline, look: &Look, diagnostics: &Diagnostics) -> View {
    let route = &page.route;
    let wanted = match route {
        Route::Scorecard(_) | Route::PartScorecard(..) => &outline.wanted_of_scorecards,
        _ => &Wanted::EVERYTHING,
    };
    let site = Site { findings, outline, page, wanted, diagnostics };
    let facts = site.facts();
    match route {
        Route::Home => View::Home(Box::new(pages::home(site, route))),
        Route::NotFound => View::NotFound(Box::new(pages::not_found(site, route))),
        Route::Scorecard(period) => View::Scorecard(Box::new(pages::scorecard(site, route, *period, None))),
        Route::ScorecardCsv(period) => View::File(downloads::period_csv(findings, *period)),
        Route::PartScorecard(period, part) => {
            View::Scorecard(Box::new(pages::scorecard(site, route, *period, Some(part))))
        }
        Route::KpiList => View::KpiList(Box::new(pages::kpis(site, route))),
        Route::Kpi(id) | Route::KpiCsv(id) | Route::KpiJson(id) => {
            let kpi = facts.kpi(id).expect("the outline names only what is there");
            match route {
                Route::KpiCsv(_) => View::File(downloads::kpi_csv(findings, kpi)),
                Route::KpiJson(_) => View::File(downloads::kpi_json(findings, kpi)),
                _ => View::Kpi(Box::new(pages::kpi(site, route, kpi))),
            }
        }
        Route::StudyList => View::StudyList(Box::new(pages::studies(site, route))),
        Route::Study(id) | Route::StudyCsv(id) => {
            let study = facts.study(id).expect("the outline names only what is there");
            match route {
                Route::StudyCsv(_) => View::File(downloads::study_csv(findings, study)),
                _ => View::Study(Box::new(pages::study(site, route, study))),
            }
        }
        Route::ChartFile(page, name, format) => View::File(charts::chart_file(site, look, page, name, *format)),
        Route::Stories | Route::StoriesOfPart(_) | Route::StoriesOfYear(_) | Route::Award(_) | Route::Value(_) => {
            View::Stories(Box::new(pages::stories(site, route)))
        }
        Route::Story(slug) | Route::StoryOnPaper(slug, _) => {
            let story = facts.stories.iter().find(|story| story.slug == *slug);
            let story = story.expect("the outline names only what is there");
            match route {
                Route::StoryOnPaper(_, paper) => View::Paper(Box::new(pages::paper(site, route, story, *paper))),
                _ => View::Story(Box::new(pages::story(site, route, story))),
            }
        }
        Route::RollOfHonour(year) => View::Roll(Box::new(pages::roll(site, route, *year))),
        Route::Balance => View::Balance(Box::new(pages::balance(site, route))),
        Route::NewsletterList => View::NewsletterList(Box::new(pages::newsletters(site, route))),
        Route::Newsletter(period) => {
            let issue = facts.newsletter(*period).expect("the outline names only what is there");
            View::Newsletter(Box::new(pages::newsletter(site, route, issue)))
        }
        Route::NewsletterFile(period, format) => {
            let issue = facts.newsletter(*period).expect("the outline names only what is there");
            View::Mail(Box::new(mail::mail(site, look, issue, *format)), *format)
        }
        Route::Archive => View::Archive(Box::new(pages::archive(site, route))),
        Route::Method => View::Method(Box::new(pages::method(site, route))),
        Route::Feed => View::Feed(Box::new(feeds::atom(site, address_of(facts)))),
        Route::JsonFeed => View::File(feeds::json(site, address_of(facts))),
        Route::Sitemap => View::Sitemap(Box::new(feeds::sitemap(site, address_of(facts)))),
        Route::SitemapPart(number) => View::Sitemap(Box::new(feeds::part_of_sitemap(site, address_of(facts), *number))),
        Route::ScorecardPicture(period) => View::File(pages::scorecard_picture(site, *period)),
        Route::StudyPicture(id) => {
            View::File(pages::study_picture(site, facts.study(id).expect("the outline names only what is there")))
        }
        Route::Search => View::Search(Box::new(pages::search(site, route))),
        Route::SearchScript(_) => View::File(search::SCRIPT.into()),
        Route::SearchPages(..) | Route::SearchWords(..) => View::File(outline.search.file(facts, route)),
        Route::Free(path) => {
            let page = facts.pages.iter().find(|page| page.path == *path);
            let page = page.expect("the outline names only what is there");
            let template = page.heading.template.clone().map(|name| {
                let at = prose::place_in_head(&page.body, &name);
                OwnTemplate { name, at }
            });
            View::Free(Box::new(pages::free(site, route, page)), template)
        }
        Route::Alias(path) => {
            let (to, title) = &outline.aliases[path];
            View::Redirect(Box::new(pages::redirect(site, route, to, title)))
        }
        Route::Static(name) => View::File(match (&outline.brand.sheet, outline.files.get(name)) {
            (_, Some(file)) => look.files[*file].1.to_vec(),
            (Some((_, sheet)), None) => sheet.clone().into_bytes(),
            (None, None) => unreachable!("the outline names only what is there"),
        }),
        Route::Picture(_) => unreachable!("a picture is copied, not composed"),
    }
}

/// The site's own address, of which a route speaks that is there only with it.
fn address_of(facts: &Organisation) -> &BaseUrl {
    facts.settings.base_url.as_ref().expect("the outline has feeds and maps only with an address")
}
