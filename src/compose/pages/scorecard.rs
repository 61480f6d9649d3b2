//! The scorecard: one period, for the organisation or one of its parts.

use jiff::civil::Date;
use serde::Serialize;

use crate::analyse::{KpiFindings, WhatChanged, what_changed};
use crate::compose::charts;
use crate::compose::frame::Site;
use crate::compose::lines::{Line, verdict_view};
use crate::compose::outline::{parts_with_scorecard, told_in};
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::model::{ActionStatus, PartId, Period, RevisionKind, Snapshot, Subject};
use crate::{draw, words};

use super::actions::action_view;
use super::beside_others::{BesideOthersView, beside_others};
use super::blocks::{link, revision_view};
use super::care::{CareView, care};
use super::matrix::{MatrixView, matrices};
use super::stories::story_card;
use super::{
    ActionView, ChartView, FrameView, LineView, LinkView, ProseView, RevisionView, StoryCardView, VerdictView,
};

/// What `scorecard.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct ScorecardView {
    /// What is around the content.
    pub frame: FrameView,
    /// The small label above the headline: Scorecard, October 2026.
    pub label: String,
    /// The part's name; `null` for the organisation.
    pub part: Option<String>,
    /// The first line: what a board member reads.
    pub headline: String,
    /// One or two sentences below it.
    pub standfirst: Option<String>,
    /// Every KPI as one mark, worst first.
    pub tally: Vec<TallyView>,
    /// How much was measured: 14 KPIs, six teams.
    pub byline: String,
    /// Approved by R. Ito on 9 November 2026.
    pub approval: Option<String>,
    /// What changed.
    pub changes: ChangesView,
    /// The headline KPIs.
    pub tiles: Vec<LineView>,
    /// The commentary.
    pub commentary: Option<ProseView>,
    /// What is asked of the readers.
    pub asks: Vec<String>,
    /// The headline of the figures: how many changed.
    pub figures_headline: String,
    /// The figures as CSV, of the whole and of all parts; `null` on the scorecard of a part.
    pub csv_href: Option<String>,
    /// What the table shows, in words.
    pub caption: String,
    /// The head of the sparkline column: 24 months.
    pub sparkline_head: String,
    /// Every KPI, by group.
    pub groups: Vec<GroupView>,
    /// The parts by KPI, one matrix per dimension.
    pub matrices: Vec<MatrixView>,
    /// What the studies that apply say of the KPIs, the newest first; empty for parts.
    pub beside_others: Vec<BesideOthersView>,
    /// When customers got in touch, by weekday and hour; empty where that was not counted, and for parts.
    pub hours: Vec<ChartView>,
    /// What follows from the figures.
    pub actions: Vec<ActionView>,
    /// Questions that several figures raise together.
    pub questions: Vec<String>,
    /// What to read with care.
    pub care: Vec<CareView>,
    /// Figures that differ from what was published before.
    pub revisions: Vec<RevisionView>,
    /// The stories of the period.
    pub praise: Vec<StoryCardView>,
    /// The period before, the period after, the latest figures where that is not the latest, the organisation of a part.
    pub neighbours: Vec<LinkView>,
}

/// How many KPIs are in one state.
#[derive(Clone, Debug, Serialize)]
pub struct TallyView {
    /// `better`, `worse`, `different`, `usual`, `early`, `none`.
    pub state: String,
    /// The shape of each mark; empty where there is none.
    pub shape: String,
    /// One entry per KPI: its name.
    pub marks: Vec<String>,
    /// two worse
    pub words: String,
}

/// What changed, ranked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangesView {
    /// Largest first; empty when nothing did.
    pub items: Vec<ChangeView>,
    /// What only looks like a change.
    pub noise: Option<String>,
    /// How many series were watched, and how many flags chance alone gives.
    pub footnote: String,
}

/// One real change.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// The finding.
    pub sentence: String,
    /// Better, worse or different.
    pub verdict: VerdictView,
    /// The change and the target.
    pub evidence: String,
    /// The KPI's page.
    pub href: String,
}

/// KPIs under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// The heading; `null` for KPIs without a group.
    pub name: Option<String>,
    /// The KPIs.
    pub lines: Vec<LineView>,
}

/// The scorecard of `period`, for the whole or for one part.
pub(in crate::compose) fn scorecard(site: Site, route: &Route, period: Period, part: Option<&PartId>) -> ScorecardView {
    let (facts, wanted) = (site.facts(), site.wanted);
    let snapshot = facts.snapshot(period).expect("only snapshots have scorecards");
    let lines = site.lines(period, part);
    let commentary = facts.commentary(period, part);
    let place = Place { period: Some(period), part, first_heading: 3, route, known: &lines };
    let part_name = part.and_then(|part| facts.part(part)).map(|(_, member)| member.name.clone());
    let ranking = ranked(site, &lines);
    let first_line =
        words::change::first_line(lines.iter().map(|line| &line.findings), &ranking, period, site.findings.edition());
    let own_first_line = commentary.and_then(|words| {
        let text = words.first_line.as_deref()?;
        Some(site.text(text, &words.body, place))
    });
    let description =
        commentary.and_then(|words| Some(site.text(words.heading.description.as_deref()?, &words.body, place)));
    let standfirst = description.or_else(|| own_first_line.is_some().then(|| first_line.clone()));
    let headline = own_first_line.unwrap_or(first_line);

    let of_what = match &part_name {
        Some(name) => format!("{name}, {}", words::period::name(period)),
        None => words::period::name(period),
    };
    let shown = |line: &Line| {
        let mut view = site.line_view(line, route);
        if part.is_some() && wanted.names("whole") {
            let value = site.findings.value(&Subject::whole(line.kpi.id.clone()), period);
            view.whole = value.map(|value| words::number::value(line.kpi, value));
        }
        view
    };
    let views: Vec<LineView> = lines.iter().map(shown).collect();
    let headline_ids = facts.settings.headline.iter();
    let tiles = wanted.fill("tiles", || {
        headline_ids.filter_map(|id| views.iter().find(|view| view.id == id.as_str()).cloned()).collect()
    });
    let sparklines_from = sparklines_from(period, &lines);

    ScorecardView {
        frame: site.period_frame(route, &of_what, Some(headline.clone()), snapshot),
        label: format!("Scorecard, {of_what}"),
        part: part_name,
        headline,
        standfirst,
        tally: wanted.fill("tally", || tally(&views)),
        byline: wanted.fill("byline", || byline(site, &views, period, part)),
        approval: approval(snapshot, facts.settings.approval_required),
        changes: wanted.fill("changes", || changes_view(site, route, &ranking, &lines)),
        tiles,
        commentary: commentary.filter(|words| !words.body.text.signs().is_blank).map(|words| ProseView {
            title: words.heading.title.as_deref().map(|title| site.text(title, &words.body, place)),
            body_html: site.html(&words.body, place),
            byline: words.heading.date.map(words::period::date),
        }),
        asks: commentary
            .map(|words| words.asks.iter().map(|ask| site.text(ask, &words.body, place)).collect())
            .unwrap_or_default(),
        csv_href: part.is_none().then(|| site.href(route, &Route::ScorecardCsv(period))),
        figures_headline: wanted.fill("figures_headline", || figures_headline(&views)),
        caption: wanted.fill("caption", || caption(period, sparklines_from)),
        sparkline_head: words::period::counted(period.since(sparklines_from) as usize + 1, period.kind()),
        groups: groups(&lines, views),
        matrices: wanted.fill("matrices", || match part {
            None => matrices(site, route, period, &lines),
            Some(_) => Vec::new(),
        }),
        beside_others: wanted.fill("beside_others", || match part {
            None => beside_others(site, route, &lines),
            Some(_) => Vec::new(),
        }),
        hours: wanted.fill("hours", || match part {
            None => hours(site, route, snapshot),
            Some(_) => Vec::new(),
        }),
        actions: wanted.fill("actions", || match part {
            None => actions(site, route, snapshot),
            Some(_) => Vec::new(),
        }),
        questions: wanted.fill("questions", || questions(site, &lines, part, period)),
        care: wanted.fill("care", || care(site, snapshot, part, &lines)),
        revisions: revisions(site, route, snapshot, part),
        praise: wanted.fill("praise", || praise(site, route, period, part)),
        neighbours: neighbours(site, route, period, part),
    }
}

/// The first line of the organisation's scorecard, for lists of what is new.
pub(in crate::compose) fn first_line(site: Site, period: Period) -> String {
    let commentary = site.facts().commentary(period, None);
    if let Some((words, text)) = commentary.and_then(|words| Some((words, words.first_line.as_deref()?))) {
        let route = Route::Scorecard(period);
        return site.text(
            text,
            &words.body,
            Place { period: Some(period), part: None, first_heading: 3, route: &route, known: &[] },
        );
    }
    let lines = site.lines(period, None);
    let ranking = ranked(site, &lines);
    words::change::first_line(lines.iter().map(|line| &line.findings), &ranking, period, site.findings.edition())
}

/// The first line of the organisation's scorecard as a picture.
pub(in crate::compose) fn scorecard_picture(site: Site, period: Period) -> Vec<u8> {
    let settings = &site.facts().settings;
    let above = format!("{}, {}", settings.title, words::period::name(period));
    draw::headline(&above, &first_line(site, period), &settings.organisation)
}

/// What changed among the lines, the most important first.
pub(in crate::compose) fn ranked<'a>(site: Site, lines: &'a [Line]) -> WhatChanged<'a> {
    what_changed(lines.iter().map(|line| &line.findings), &site.facts().settings.headline)
}

/// How many KPIs are in which state, worst first.
pub(super) fn tally(lines: &[LineView]) -> Vec<TallyView> {
    let states = ["worse", "better", "different", "usual", "early", "none"];
    let words = ["worse", "better", "different", "as usual", "with early limits", "without a verdict"];
    let count = states.iter().zip(words).map(|(state, word)| {
        let in_state: Vec<&LineView> = lines.iter().filter(|line| line.verdict.state == *state).collect();
        TallyView {
            state: (*state).to_owned(),
            shape: in_state.first().map(|line| line.verdict.shape.to_string()).unwrap_or_default(),
            words: format!("{} {word}", words::number::in_words(in_state.len())),
            marks: in_state.into_iter().map(|line| line.name.clone()).collect(),
        }
    });
    count.filter(|tally| !tally.marks.is_empty()).collect()
}

fn byline(site: Site, lines: &[LineView], period: Period, part: Option<&PartId>) -> String {
    let kpis = if lines.len() == 1 { "1 KPI".to_owned() } else { format!("{} KPIs", lines.len()) };
    let parts = if part.is_none() { parts_with_scorecard(site.findings, period).len() } else { 0 };
    match parts {
        0 => kpis,
        1 => format!("{kpis}; one part has a scorecard of its own"),
        _ => format!("{kpis}; {} parts have scorecards of their own", words::number::in_words(parts)),
    }
}

fn approval(snapshot: &Snapshot, required: bool) -> Option<String> {
    match &snapshot.approved {
        Some(approval) => Some(format!("Approved by {} on {}", approval.by, words::period::date(approval.on))),
        None => required.then(|| "Not yet approved: a draft for review".to_owned()),
    }
}

/// What changed, as pages show it.
pub(super) fn changes_view(site: Site, route: &Route, ranking: &WhatChanged, lines: &[Line]) -> ChangesView {
    let items = ranking.changed.iter().filter_map(|changed| {
        let line = lines.iter().find(|line| line.kpi.id == changed.subject.kpi)?;
        Some(ChangeView {
            sentence: line.sentence.clone(),
            verdict: verdict_view(line.kpi, &line.findings),
            evidence: words::change::evidence(line.kpi, &line.findings),
            href: site.href(route, &Route::Kpi(line.kpi.id.clone())),
        })
    });
    ChangesView {
        items: items.collect(),
        noise: words::change::noise(ranking, site.findings.edition()),
        footnote: words::change::footnote(ranking, site.facts().latest().period.kind()),
    }
}

/// What is worth asking.
fn questions(site: Site, lines: &[Line], part: Option<&PartId>, period: Period) -> Vec<String> {
    let lines: Vec<&KpiFindings> = lines.iter().map(|line| &line.findings).collect();
    let questions = site.findings.questions(&lines, part, period);
    let words = |question| words::question(question, &lines, period, site.findings.edition());
    questions.iter().filter_map(words).collect()
}

fn figures_headline(lines: &[LineView]) -> String {
    let parts: Vec<String> = tally(lines).into_iter().map(|tally| tally.words).collect();
    let text = words::phrase::list(&parts);
    words::phrase::capitalised(&text)
}

/// The first period that a sparkline shows a point of; `period` where none does.
fn sparklines_from(period: Period, lines: &[Line]) -> Period {
    let earliest = period.before(draw::SPARKLINE_PERIODS - 1);
    let first = |line: &Line| {
        let points = &line.findings.points;
        Some(points.get(points.partition_point(|point| point.period < earliest))?.period)
    };
    lines.iter().filter_map(first).min().unwrap_or(period)
}

fn caption(period: Period, from: Period) -> String {
    let (now, kind) = (words::period::name(period), words::period::noun(period.kind()));
    let span = if from == period { now.clone() } else { format!("{} to {now}", words::period::name(from)) };
    format!(
        "{now}. Change is against the {kind} before. Lines show {span} with the usual range as a band; bars start at \
         zero, the upright stroke is the target."
    )
}

/// KPIs by their group, groups in the order of their first KPI.
pub(super) fn groups(lines: &[Line], views: Vec<LineView>) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for (line, view) in lines.iter().zip(views) {
        match groups.iter_mut().find(|group| group.name == line.kpi.group) {
            Some(group) => group.lines.push(view),
            None => groups.push(GroupView { name: line.kpi.group.clone(), lines: vec![view] }),
        }
    }
    groups
}

fn hours(site: Site, route: &Route, snapshot: &Snapshot) -> Vec<ChartView> {
    let charts = charts::period_charts(snapshot).into_iter();
    charts.filter_map(|which| Some(charts::period_chart(site, snapshot, which)?.view(site, route))).collect()
}

/// What was decided by `period` and is not done, or was decided in it.
fn actions(site: Site, route: &Route, snapshot: &Snapshot) -> Vec<ActionView> {
    let period = snapshot.period;
    let decided = site.facts().actions.iter().filter(|action| match action.from {
        Some(from) if from == period => true,
        from => from.is_none_or(|from| from < period) && action.status == ActionStatus::Open,
    });
    decided.filter_map(|action| action_view(site, route, action, period)).collect()
}

/// Figures of this period that differ from what was published.
pub(super) fn revisions(site: Site, route: &Route, snapshot: &Snapshot, part: Option<&PartId>) -> Vec<RevisionView> {
    let revisions =
        snapshot.revisions.iter().filter(|revision| part.is_none() || revision.subject.part.as_ref() == part);
    revisions.filter_map(|revision| revision_view(site, route, snapshot.period, revision)).collect()
}

/// What was corrected in a period on a day, in words.
pub(in crate::compose) fn corrections(site: Site, route: &Route, snapshot: &Snapshot, on: Date) -> String {
    let corrected = snapshot.revisions.iter();
    let corrected = corrected.filter(|revision| revision.kind == RevisionKind::Correction && revision.on == on);
    let views = corrected.filter_map(|revision| revision_view(site, route, snapshot.period, revision));
    let words = views.map(|RevisionView { name, now, was, because, effect, .. }| {
        let effect = effect.map(|effect| format!(" {effect}")).unwrap_or_default();
        format!("{name} is {now}, not {was}: {}.{effect}", because.trim_end_matches('.'))
    });
    words.collect::<Vec<_>>().join(" ")
}

fn praise(site: Site, route: &Route, period: Period, part: Option<&PartId>) -> Vec<StoryCardView> {
    let stories = site.facts().stories.iter().filter(told_in(period));
    let about_us = stories.filter(|story| part.is_none_or(|part| story.parts.contains(part)));
    about_us.map(|story| story_card(site, route, story)).collect()
}

/// The label of the link to the period after.
const AFTER: &str = "After";

fn neighbours(site: Site, route: &Route, period: Period, part: Option<&PartId>) -> Vec<LinkView> {
    let facts = site.facts();
    let index = facts.snapshots.binary_search_by_key(&period, |snapshot| snapshot.period).expect("a snapshot's");
    let beside = [("Before", index.checked_sub(1)), (AFTER, index.checked_add(1))];
    let beside = beside.into_iter().filter_map(|(label, index)| {
        let period = facts.snapshots.get(index?)?.period;
        let to = match part {
            Some(part) if !site.findings.has_values(part, period) => return None,
            Some(part) => Route::PartScorecard(period, part.clone()),
            None => Route::Scorecard(period),
        };
        Some(link(site, route, label, words::period::name(period), &to))
    });
    let mut beside: Vec<LinkView> = beside.collect();
    // The front page, whichever period it shows: an old page does not say which the latest is.
    if beside.iter().any(|link| link.label == AFTER) {
        beside.push(link(site, route, "Latest", "Latest figures".to_owned(), &Route::Home));
    }
    let whole = part.map(|_| {
        let text = format!("{}, {}", facts.settings.organisation, words::period::name(period));
        link(site, route, "Whole organisation", text, &Route::Scorecard(period))
    });
    beside.into_iter().chain(whole).collect()
}
