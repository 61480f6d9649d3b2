//! A benchmark study: gaps, what moved since the study before, method, what follows; and the list of all studies.
//!
//! The page is the same for all kinds; what each of them finds is in a file of its own.

mod about;
mod assessment;
mod performance;
mod service_quality;

pub(in crate::compose) use about::citation;
pub(in crate::compose::pages) use performance::{gap_sentence, place, score, standing_words};

use serde::Serialize;

use crate::analyse::StudyFindings;
use crate::compose::charts::{self, StudyChart};
use crate::compose::dataset;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::{Action, ActionStatus, KpiId, Period, Practice, Study, StudyKind};
use crate::{draw, words};

use super::actions::action_view;
use super::blocks::link;
use super::{ActionView, CellView, ChartView, FactView, FrameView, LinkView, ProseView, TableView};

/// What `study.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct StudyView {
    /// What is around the content.
    pub frame: FrameView,
    /// The study's title.
    pub label: String,
    /// The finding: ahead on six of eight KPIs.
    pub headline: String,
    /// What is behind and what closed.
    pub standfirst: Option<String>,
    /// Set when the study no longer stands: since when and why.
    pub withdrawn: Option<String>,
    /// The balanced score of 100; `null` without weights or coverage.
    pub score: Option<String>,
    /// What the score covers, or why there is none; `null` without weights.
    pub score_note: Option<String>,
    /// Compared with, fieldwork, published, continues.
    pub facts: Vec<FactView>,
    /// What charts and gaps are of: Gaps, Expected and perceived, Required and reached, Levels.
    pub gaps_label: String,
    /// The gap charts, one per scale; none when no KPI can be placed.
    pub charts: Vec<ChartView>,
    /// The gaps in words, the worst for customers first.
    pub gaps: Vec<StudyGapView>,
    /// Every gap as figures: KPIs, statements, criteria or steps; `null` in a withdrawn study.
    pub table: Option<TableView>,
    /// What is known of the others; only of performance.
    pub others: Option<TableView>,
    /// The parts of the organisation beside the others, one table per dimension with figures; only of performance.
    pub parts: Vec<TableView>,
    /// What moved since the study that this one continues, as a headline; `null` when there is none.
    pub since_headline: Option<String>,
    /// What fell back, then what gained, with what is done about it.
    pub since: Vec<SinceView>,
    /// Both studies side by side.
    pub since_table: Option<TableView>,
    /// Each KPI on a scale of its own, with the quartiles of the others; `null` where none are known.
    pub quartiles: Option<ChartView>,
    /// How the balanced score comes about; `null` where there is none.
    pub score_chart: Option<ChartView>,
    /// The shares of the balanced score; `null` without weights.
    pub score_table: Option<TableView>,
    /// Purpose, question, method, partners, who made it.
    pub method: Vec<FactView>,
    /// What was seen elsewhere.
    pub practices: Vec<PracticeView>,
    /// What follows from it.
    pub actions: Vec<ActionView>,
    /// Words about it.
    pub note: Option<ProseView>,
    /// What was changed after it came out, newest first: the day and why.
    pub revisions: Vec<FactView>,
    /// How to cite it.
    pub citation: String,
    /// The study before and the one after.
    pub neighbours: Vec<LinkView>,
    /// `data.csv`; `null` in a withdrawn study.
    pub csv_href: Option<String>,
}

/// A gap in words.
#[derive(Clone, Debug, Serialize)]
pub struct StudyGapView {
    /// The KPI, the dimension of service or the criterion.
    pub name: String,
    /// The page of the KPI.
    pub href: Option<String>,
    /// `ahead`, `behind`, `level`, `unclear`.
    pub state: String,
    /// The word readers see.
    pub word: String,
    /// The finding.
    pub sentence: String,
}

/// Something that moved since the study before.
#[derive(Clone, Debug, Serialize)]
pub struct SinceView {
    /// The KPI, the dimension of service, the criterion or the step.
    pub name: String,
    /// The page of the KPI.
    pub href: Option<String>,
    /// `worse`, `better`.
    pub state: String,
    /// behind, and falling further back
    pub word: String,
    /// Ours and theirs then and now.
    pub sentence: String,
    /// What is done about it.
    pub actions: Vec<ActionView>,
    /// Words in their place, where something fell back and nothing is done: no action is recorded for it.
    pub missing: Option<String>,
}

/// Something others do.
#[derive(Clone, Debug, Serialize)]
pub struct PracticeView {
    /// What they do.
    pub what: String,
    /// Where it was seen.
    pub seen_at: Option<String>,
    /// adopted, not adopted, open.
    pub decision: String,
}

/// What `studies.html` gets: the list of all studies.
#[derive(Clone, Debug, Serialize)]
pub struct StudyListView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// The studies, newest first: their date, title and page.
    pub studies: Vec<LinkView>,
}

/// What one kind of study finds. What it does not have is empty.
#[derive(Default)]
struct Results {
    headline: String,
    standfirst: Option<String>,
    score: Option<String>,
    score_note: Option<String>,
    facts: Vec<FactView>,
    gaps: Vec<StudyGapView>,
    table: Option<TableView>,
    others: Option<TableView>,
    score_table: Option<TableView>,
    parts: Vec<TableView>,
    since: Option<Since>,
    method: Vec<FactView>,
}

/// What moved since the study before.
struct Since {
    headline: String,
    cards: Vec<SinceView>,
    table: TableView,
}

/// A benchmark study. One that was withdrawn keeps its address and says why; its figures are gone.
pub(in crate::compose) fn study(site: Site, route: &Route, study: &Study) -> StudyView {
    let facts = site.facts();
    let found = site.findings.study(&study.id).expect("the outline names only what is there");
    let results = results(site, route, study, &found);
    let place_of = Place { period: None, part: None, first_heading: 3, route, known: &[] };
    let actions = facts.actions.iter().filter(|action| action.study.as_ref() == Some(&study.id));
    let after = facts.studies.iter().find(|other| other.continues.as_ref() == Some(&study.id));
    let before = study.continues.as_ref().and_then(|id| facts.study(id));
    let beside = [("The study before", before), ("The study after", after)];
    let beside = beside.into_iter().filter_map(|(label, other)| {
        let other = other?;
        Some(link(site, route, label, other.title.clone(), &Route::Study(other.id.clone())))
    });
    let planned = charts::study_charts(site.findings, study, &found);
    let drawn = |which: StudyChart| {
        let figure = planned.contains(&which).then(|| charts::study_chart(site, study, &found, which)).flatten();
        figure.map(|figure| figure.view(site, route))
    };
    let (since_headline, since, since_table) = match results.since {
        Some(since) => (Some(since.headline), since.cards, Some(since.table)),
        None => (None, Vec::new(), None),
    };
    let first = [StudyChart::Gaps, StudyChart::GapsInPercent, StudyChart::Profile, StudyChart::Levels];
    StudyView {
        frame: FrameView {
            dataset_json: is_standing(study).then(|| dataset::of_study(site, route, study, &results.headline)),
            ..site.frame(route, &study.title, Some(results.headline.clone()))
        },
        label: study.title.clone(),
        headline: results.headline,
        standfirst: results.standfirst,
        withdrawn: study.withdrawn.as_ref().map(|withdrawn| withdrawn.because.clone()),
        score: results.score,
        score_note: results.score_note,
        facts: about::about(site, route, study).into_iter().chain(results.facts).collect(),
        gaps_label: match study.kind {
            StudyKind::Performance { .. } => "Gaps",
            StudyKind::ServiceQuality(_) => "Expected and perceived",
            StudyKind::Standard(_) => "Required and reached",
            StudyKind::Process(_) | StudyKind::Competencies(_) => "Levels",
        }
        .to_owned(),
        charts: first.into_iter().filter_map(drawn).collect(),
        quartiles: drawn(StudyChart::Quartiles),
        score_chart: drawn(StudyChart::Score),
        gaps: results.gaps,
        table: results.table,
        others: results.others,
        parts: results.parts,
        since_headline,
        since,
        since_table,
        score_table: results.score_table,
        method: about::method(site, study).into_iter().chain(results.method).collect(),
        practices: study.practices.iter().filter(|_| is_standing(study)).map(practice).collect(),
        actions: actions.filter_map(|action| action_view(site, route, action, latest(site))).collect(),
        note: study.body.as_ref().filter(|body| !body.text.signs().is_blank).map(|body| ProseView {
            title: None,
            body_html: site.html(body, place_of),
            byline: None,
        }),
        revisions: about::revisions(study),
        citation: citation(site.facts(), study),
        neighbours: beside.collect(),
        csv_href: is_standing(study).then(|| site.href(route, &Route::StudyCsv(study.id.clone()))),
    }
}

fn results(site: Site, route: &Route, study: &Study, found: &StudyFindings) -> Results {
    if let Some(withdrawn) = &study.withdrawn {
        let on = words::period::date(withdrawn.on);
        return Results { headline: format!("This study was withdrawn on {on}"), ..Results::default() };
    }
    match &study.kind {
        StudyKind::Performance { .. } => performance::results(site, route, study, found),
        StudyKind::ServiceQuality(quality) => service_quality::results(site, study, quality),
        StudyKind::Standard(assessment) => assessment::standard(site, study, assessment),
        StudyKind::Process(steps) => assessment::steps(site, study, steps, STEPS),
        StudyKind::Competencies(steps) => assessment::steps(site, study, steps, COMPETENCIES),
    }
}

const STEPS: (&str, &str) = ("step", "steps");
const COMPETENCIES: (&str, &str) = ("competency", "competencies");

/// Whether its figures stand.
pub(in crate::compose) fn is_standing(study: &Study) -> bool {
    study.withdrawn.is_none()
}

fn latest(site: Site) -> Period {
    site.facts().latest().period
}

fn practice(practice: &Practice) -> PracticeView {
    PracticeView {
        what: practice.what.clone(),
        seen_at: practice.seen_at.clone(),
        decision: match practice.adopt {
            Some(true) => "adopted",
            Some(false) => "not adopted",
            None => "open",
        }
        .to_owned(),
    }
}

/// What is done about a KPI because of this study or the one before.
fn since_actions(site: Site, route: &Route, study: &Study, before: &Study, kpi: &KpiId) -> Vec<ActionView> {
    let of = |id| id == &study.id || id == &before.id;
    let actions =
        site.facts().actions.iter().filter(|action| action.kpi == *kpi && action.study.as_ref().is_some_and(of));
    // When something was due that is done or given up is no longer of interest here.
    let shown = |action: &Action| {
        let view = action_view(site, route, action, latest(site))?;
        let due = view.due.clone().filter(|_| action.status == ActionStatus::Open);
        Some(ActionView { due, ..view })
    };
    actions.filter_map(shown).collect()
}

/// The list of all studies.
pub(in crate::compose) fn studies(site: Site, route: &Route) -> StudyListView {
    let facts = site.facts();
    let headline = match facts.studies.len() {
        0 => "No benchmark study yet".to_owned(),
        count => {
            format!("{}, newest first", words::phrase::capitalised(&words::phrase::counted(count, "study", "studies")))
        }
    };
    let studies = facts.studies.iter().rev().map(|study| {
        let withdrawn = if is_standing(study) { "" } else { ", withdrawn" };
        let label = format!("Fieldwork {}{withdrawn}", words::period::fieldwork(study.fieldwork));
        link(site, route, &label, study.title.clone(), &Route::Study(study.id.clone()))
    });
    StudyListView {
        frame: site.frame(route, "Benchmarks", Some(headline.clone())),
        headline,
        studies: studies.collect(),
    }
}

/// What is found in a study, for lists of what is new.
pub(in crate::compose) fn study_headline(site: Site, study: &Study) -> String {
    if let Some(withdrawn) = &study.withdrawn {
        return format!("This study was withdrawn on {}", words::period::date(withdrawn.on));
    }
    match &study.kind {
        StudyKind::Performance { .. } => {
            let found = site.findings.study(&study.id).expect("the outline names only what is there");
            performance::headline(site, &found)
        }
        StudyKind::ServiceQuality(quality) => service_quality::headline(quality, &service_quality::gaps(quality)),
        StudyKind::Standard(assessment) => assessment::standard_headline(assessment),
        StudyKind::Process(steps) => assessment::steps_headline(steps, STEPS),
        StudyKind::Competencies(steps) => assessment::steps_headline(steps, COMPETENCIES),
    }
}

/// What is found in a study as a picture.
pub(in crate::compose) fn study_picture(site: Site, study: &Study) -> Vec<u8> {
    draw::headline(&study.title, &study_headline(site, study), &site.facts().settings.organisation)
}

fn cell(text: &str, numeric: bool) -> CellView {
    CellView { text: text.to_owned(), numeric }
}

/// The heads of columns: what each says, and whether it holds numbers.
fn heads(heads: &[(&str, bool)]) -> Vec<CellView> {
    heads.iter().map(|(text, numeric)| cell(text, *numeric)).collect()
}
