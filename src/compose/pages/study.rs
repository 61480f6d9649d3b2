//! A benchmark study: gaps, quartiles, method; and the list of all studies.

use serde::Serialize;

use crate::analyse::{BenchmarkFinding, StudyFindings, StudyGap};
use crate::compose::charts::{self, StudyChart};
use crate::compose::dataset;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::{Against, Kpi, KpiId, Series, Study, StudyKind, Subject};
use crate::{draw, words};

use super::CellView;
use super::blocks::{action_view, fact, link, whole, whole_percent};

use super::{ActionView, ChartView, FactView, FrameView, LinkView, ProseView, TableView};

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
    /// The gap charts, one per scale; none when no KPI can be placed.
    pub charts: Vec<ChartView>,
    /// The gaps in words, the worst for customers first.
    pub gaps: Vec<StudyGapView>,
    /// Every gap as figures.
    pub table: TableView,
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
    /// How to cite it.
    pub citation: String,
    /// The study before and the one after.
    pub neighbours: Vec<LinkView>,
    /// `data.csv`
    pub csv_href: String,
}

/// A gap in words.
#[derive(Clone, Debug, Serialize)]
pub struct StudyGapView {
    /// The KPI.
    pub name: String,
    /// Its page.
    pub href: String,
    /// `ahead`, `behind`, `level`, `unclear`.
    pub state: String,
    /// The word readers see.
    pub word: String,
    /// The finding.
    pub sentence: String,
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

/// A benchmark study.
pub(in crate::compose) fn study(site: Site, route: &Route, study: &Study) -> StudyView {
    let facts = site.facts();
    let findings = site.findings.study(&study.id).expect("the outline names only what is there");
    let headline = headline(site, &findings);
    let place = Place { period: None, part: None, first_heading: 3, route };
    let actions = facts.actions.iter().filter(|action| action.study.as_ref() == Some(&study.id));
    let after = facts.studies.iter().find(|other| other.continues.as_ref() == Some(&study.id));
    let before = study.continues.as_ref().and_then(|id| facts.study(id));
    let beside = [("The study before", before), ("The study after", after)];
    let beside = beside.into_iter().filter_map(|(label, other)| {
        let other = other?;
        Some(link(site, route, label, other.title.clone(), &Route::Study(other.id.clone())))
    });
    let planned = charts::study_charts(site.findings, &findings);
    let drawn = |which: StudyChart| {
        let figure = planned.contains(&which).then(|| charts::study_chart(site, study, &findings, which)).flatten();
        figure.map(|figure| figure.view(site, route))
    };
    StudyView {
        frame: FrameView {
            dataset_json: Some(dataset::of_study(site, route, study, &headline)),
            ..site.frame(route, &study.title, Some(headline.clone()))
        },
        label: study.title.clone(),
        headline,
        standfirst: standfirst(site, &findings),
        withdrawn: study
            .withdrawn
            .as_ref()
            .map(|withdrawn| format!("Withdrawn on {}: {}", words::period::date(withdrawn.on), withdrawn.because)),
        score: score(&findings),
        score_note: score_note(&findings),
        facts: about(site, route, study),
        charts: [StudyChart::Gaps, StudyChart::GapsInPercent].into_iter().filter_map(drawn).collect(),
        quartiles: drawn(StudyChart::Quartiles),
        score_chart: drawn(StudyChart::Score),
        gaps: findings.gaps.iter().map(|gap| gap_view(site, route, study, gap)).collect(),
        table: table(site, study, &findings),
        score_table: score_table(site, study, &findings),
        method: method(study),
        practices: study
            .practices
            .iter()
            .map(|practice| PracticeView {
                what: practice.what.clone(),
                seen_at: practice.seen_at.clone(),
                decision: match practice.adopt {
                    Some(true) => "adopted",
                    Some(false) => "not adopted",
                    None => "open",
                }
                .to_owned(),
            })
            .collect(),
        actions: actions.filter_map(|action| action_view(site, route, action, facts.now())).collect(),
        note: study.body.as_ref().filter(|body| !body.text.trim().is_empty()).map(|body| ProseView {
            title: None,
            body_html: site.html(body, place),
            byline: None,
        }),
        citation: citation(site, study),
        neighbours: beside.collect(),
        csv_href: site.href(route, &Route::StudyCsv(study.id.clone())),
    }
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
        let label = format!("Fieldwork {}", words::period::fieldwork(study.fieldwork));
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
    let findings = site.findings.study(&study.id).expect("a study of the edition");
    headline(site, &findings)
}

/// What is found in a study as a picture.
pub(in crate::compose) fn study_picture(site: Site, study: &Study) -> Vec<u8> {
    draw::headline(&study.title, &study_headline(site, study), &site.facts().settings.organisation)
}

/// Ahead of the peers on six of eight KPIs, behind on two
pub(super) fn headline(site: Site, findings: &StudyFindings) -> String {
    let placed = |wanted: Distance| findings.gaps.iter().filter(move |gap| distance(gap) == Some(wanted));
    let total = findings.gaps.iter().filter(|gap| gap.finding.is_some()).count();
    let behind: Vec<String> =
        placed(Distance::Behind).filter_map(|gap| Some(words::inside(site.facts().kpi(&gap.kpi)?))).collect();
    let of = format!("of {} KPIs", words::number::in_words(total));
    let (ahead, behind_count) = (placed(Distance::Ahead).count(), behind.len());
    let behind_words = match behind_count {
        1..=3 => format!("behind on {}", words::phrase::list(&behind)),
        count => format!("behind on {}", words::number::in_words(count)),
    };
    match (total, ahead, behind_count) {
        (0, ..) => "Nothing of ours can be set beside this study".to_owned(),
        (_, 0, 0) => "No clear difference from the peers’ median".to_owned(),
        (_, ahead, 0) => {
            format!("Ahead of the peers’ median on {} {of}, behind on none", words::number::in_words(ahead))
        }
        (_, 0, _) => words::phrase::capitalised(&format!("{behind_words}, ahead on none {of}")),
        (_, ahead, _) => {
            format!("Ahead of the peers’ median on {} {of}, {behind_words}", words::number::in_words(ahead))
        }
    }
}

fn standfirst(site: Site, findings: &StudyFindings) -> Option<String> {
    let worst = findings.gaps.first().filter(|gap| distance(gap) == Some(Distance::Behind))?;
    gap_sentence(site, worst)
}

/// Where we stand against the benchmark.
#[derive(Clone, Copy, PartialEq)]
enum Distance {
    Ahead,
    Behind,
    Level,
    /// With our number of cases, or as the study was read off, no difference can be seen.
    Unclear,
}

/// Where we stand; `None` when we did not measure it, or neither direction is better.
fn distance(gap: &StudyGap) -> Option<Distance> {
    let finding = gap.finding.as_ref()?;
    if finding.clear == Some(false) || finding.difference.is_none() {
        return Some(Distance::Unclear);
    }
    let advantage = finding.advantage?;
    Some(if advantage > 0.0 {
        Distance::Ahead
    } else if advantage < 0.0 {
        Distance::Behind
    } else {
        Distance::Level
    })
}

/// A gap as a sentence; `None` when we did not measure it.
pub(super) fn gap_sentence(site: Site, gap: &StudyGap) -> Option<String> {
    let kpi = site.facts().kpi(&gap.kpi)?;
    let finding = gap.finding.as_ref()?;
    let study = site.facts().study(&finding.study)?;
    Some(words::benchmark::gap(kpi, finding, study, site.findings.edition()))
}

fn gap_view(site: Site, route: &Route, study: &Study, gap: &StudyGap) -> StudyGapView {
    let is_withheld = gap.finding.is_none() && has_withheld(site, study, &gap.kpi);
    let name = site.facts().kpi(&gap.kpi).map(|kpi| kpi.name.clone()).unwrap_or_default();
    let (state, word) = match distance(gap) {
        Some(Distance::Ahead) => ("ahead", "ahead"),
        Some(Distance::Behind) => ("behind", "behind"),
        Some(Distance::Level) => ("level", "level"),
        Some(Distance::Unclear) => ("unclear", "no clear difference"),
        None if is_withheld => ("unclear", "withheld"),
        None if gap.finding.is_none() => ("unclear", "not measured by us"),
        None => ("unclear", "neither better nor worse"),
    };
    StudyGapView {
        name,
        href: site.href(route, &Route::Kpi(gap.kpi.clone())),
        state: state.to_owned(),
        word: word.to_owned(),
        sentence: gap_sentence(site, gap).unwrap_or_else(|| match is_withheld {
            true => "Our figure from the time of its fieldwork is withheld.".to_owned(),
            false => "We have no figure from the time of its fieldwork.".to_owned(),
        }),
    }
}

/// Whether a figure of ours from the time of the fieldwork is withheld.
fn has_withheld(site: Site, study: &Study, kpi: &KpiId) -> bool {
    let fieldwork = study.fieldwork;
    let series = site.facts().series.get(&Subject::whole(kpi.clone()));
    series.into_iter().flat_map(Series::readings).any(|(period, reading)| {
        let within = fieldwork.from <= period.first_day() && period.last_day() <= fieldwork.to;
        within && reading.measurement.withheld().is_some()
    })
}

/// The balanced score of 100.
pub(super) fn score(findings: &StudyFindings) -> Option<String> {
    let score = findings.score.as_ref()?.total?;
    Some(whole(score))
}

fn score_note(findings: &StudyFindings) -> Option<String> {
    let score = findings.score.as_ref()?;
    let coverage = whole_percent(100.0 * score.coverage);
    Some(match score.total {
        Some(_) if score.coverage >= 1.0 => "All KPIs with a weight have a value.".to_owned(),
        Some(_) => format!("KPIs with {coverage} of the weight have a value."),
        None => format!("No score: only {coverage} of the weight has a value, and a score needs 75 %."),
    })
}

fn about(site: Site, route: &Route, study: &Study) -> Vec<FactView> {
    let mut about = Vec::new();
    let others = match study.against {
        Against::Competitors => "competitors",
        Against::Functional => "the same function elsewhere",
        Against::Standard => "a standard",
        Against::Internal => "other parts of the organisation",
    };
    let count = study.partners.as_ref().and_then(|partners| partners.count);
    about.push(fact(
        "Compared with",
        match count {
            Some(count) => format!("{others}, {}", words::benchmark::partners(count)),
            None => others.to_owned(),
        },
    ));
    about.push(fact("Fieldwork", words::period::fieldwork(study.fieldwork)));
    about.push(fact("Published", words::period::date(study.published)));
    if let Some(before) = study.continues.as_ref().and_then(|id| site.facts().study(id)) {
        let href = Some(site.href(route, &Route::Study(before.id.clone())));
        about.push(FactView { href, ..fact("Continues", &before.title) });
    }
    about
}

fn method(study: &Study) -> Vec<FactView> {
    let mut method = Vec::new();
    let texts = [("Purpose", &study.purpose), ("Question", &study.question)];
    method.extend(texts.into_iter().filter_map(|(term, text)| Some(fact(term, text.as_ref()?))));
    if !study.method.is_empty() {
        method.push(fact("Method", words::phrase::list(&study.method)));
    }
    if let Some(partners) = &study.partners {
        method.extend(partners.criteria.as_ref().map(|criteria| fact("Partners chosen by", criteria)));
        if !partners.names.is_empty() {
            method.push(fact("Partners", words::phrase::list(&partners.names)));
        }
    }
    let team = &study.team;
    method.extend(team.coordinator.as_ref().map(|name| fact("Coordinator", name)));
    method.extend(team.process_owner.as_ref().map(|name| fact("Process owner", name)));
    let groups = [
        ("Collected by", &team.collectors),
        ("Analysed by", &team.analysts),
        ("Supported by", &team.support),
        ("Facilitated by", &team.facilitators),
    ];
    method.extend(
        groups
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(term, names)| fact(term, words::phrase::list(names))),
    );
    let StudyKind::Performance { results, .. } = &study.kind;
    let theirs = results.iter().filter_map(|benchmark| benchmark.their_definition.as_ref());
    method.extend(theirs.map(|definition| fact("Their definition", definition)));
    method
}

/// Every gap as figures, the worst for customers first.
fn table(site: Site, study: &Study, findings: &StudyFindings) -> TableView {
    let heads =
        ["KPI", "Ours", "Peers’ median", "Difference", "Lower quartile", "Upper quartile", "Best", "Better than"];
    let head = heads.iter().enumerate().map(|(index, text)| cell(text, index > 0)).collect();
    let rows = findings.gaps.iter().filter_map(|gap| {
        let kpi = site.facts().kpi(&gap.kpi)?;
        Some(row(kpi, gap.finding.as_ref()?))
    });
    TableView {
        caption: format!("{}: ours beside the peers, the widest gap against us first", study.title),
        head,
        rows: rows.collect(),
    }
}

fn row(kpi: &Kpi, found: &BenchmarkFinding) -> Vec<CellView> {
    let value =
        |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |value| words::number::value(kpi, value));
    let about = if found.average_only { "about " } else { "" };
    vec![
        cell(&kpi.name, false),
        cell(&words::number::value(kpi, found.ours), true),
        cell(&format!("{about}{}", words::number::value(kpi, found.benchmark)), true),
        cell(&found.difference.map_or_else(|| "none seen".to_owned(), |gap| words::number::difference(kpi, gap)), true),
        cell(&value(found.quartiles.map(|(lower, _)| lower)), true),
        cell(&value(found.quartiles.map(|(_, upper)| upper)), true),
        cell(&value(found.best), true),
        cell(&found.percentile.map_or_else(|| "not known".to_owned(), whole_percent), true),
    ]
}

fn score_table(site: Site, study: &Study, findings: &StudyFindings) -> Option<TableView> {
    let score = findings.score.as_ref()?;
    let heads = ["KPI", "Weight", "Scores 0 at", "Scores 100 at", "Score"];
    let StudyKind::Performance { weights, .. } = &study.kind;
    let rows = weights.iter().filter_map(|weight| {
        let kpi = site.facts().kpi(&weight.kpi)?;
        let share = score.lines.iter().find(|line| line.kpi == weight.kpi).and_then(|line| line.score);
        Some(vec![
            cell(&kpi.name, false),
            cell(&words::number::machine(weight.weight), true),
            cell(&words::number::value(kpi, weight.worst), true),
            cell(&words::number::value(kpi, weight.best), true),
            cell(&share.map_or_else(|| "no value".to_owned(), whole), true),
        ])
    });
    Some(TableView {
        caption: "The balanced score: each value between its two ends, weighted".to_owned(),
        head: heads.iter().enumerate().map(|(index, text)| cell(text, index > 0)).collect(),
        rows: rows.collect(),
    })
}

fn cell(text: &str, numeric: bool) -> CellView {
    CellView { text: text.to_owned(), numeric }
}

fn citation(site: Site, study: &Study) -> String {
    let organisation = &site.facts().settings.organisation;
    let year = study.published.year();
    let version = study.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let identifier = study
        .identifier
        .as_ref()
        .map(|identifier| format!(" {}.", identifier.trim_end_matches('.')))
        .unwrap_or_default();
    let licence = study
        .licence
        .as_ref()
        .map(|licence| format!(" Licence: {}.", licence.trim_end_matches('.')))
        .unwrap_or_default();
    format!("{organisation} ({year}): {}{version}.{identifier}{licence}", study.title)
}
