//! A KPI: its finding, its trend, its parts, how it is defined and judged; and the list of all KPIs.

use serde::Serialize;

use crate::analyse::{CloserLook, Findings, Firmness, KpiFindings};
use crate::compose::charts::{self, KpiChart};
use crate::compose::dataset;
use crate::compose::frame::Site;
use crate::compose::lines::{Line, assurance_view, target_words, verdict_view};
use crate::compose::route::Route;
use crate::compose::writing::Place;
use crate::draw::ENOUGH_FOR_SHARES;
use crate::model::{Dimension, Kpi, KpiKind, Subject};
use crate::words;

use super::actions::action_view;
use super::blocks::{fact, link, revision_view, whole_percent};
use super::kpi_definition::{TargetStepView, VersionView, definition, method_note, targets, versions};
use super::scorecard::groups;

use super::{
    ActionView, AssuranceView, ChartView, FactView, FrameView, LineView, LinkView, ProseView, RevisionView, VerdictView,
};

/// What `kpi.html` gets.
#[derive(Clone, Debug, Serialize)]
pub struct KpiView {
    /// What is around the content.
    pub frame: FrameView,
    /// KPI: First reply time
    pub label: String,
    /// The KPI's id.
    pub id: String,
    /// The KPI's name.
    pub name: String,
    /// The finding as a sentence.
    pub headline: String,
    /// What else there is to know; `null` when the headline says it all.
    pub standfirst: Option<String>,
    /// The latest figure as of which everything is said: October 2026.
    pub as_of: String,
    /// Whether the latest change is real.
    pub verdict: VerdictView,
    /// Whether the target is met.
    pub assurance: AssuranceView,
    /// The trend; `null` when nothing was ever measured.
    pub chart: Option<ChartView>,
    /// What came in, what was done and what is left; `null` for all but those three KPIs.
    pub flows: Option<ChartView>,
    /// Value, changes, target, rolling and year-to-date figures.
    pub facts: Vec<FactView>,
    /// By dimension.
    pub parts: Vec<KpiPartsView>,
    /// Beside the others, by the study that applies.
    pub benchmark: Option<String>,
    /// Ours among the others; `null` where their quartiles are not known.
    pub benchmark_chart: Option<ChartView>,
    /// The figures behind it.
    pub benchmark_facts: Vec<FactView>,
    /// Words about the KPI.
    pub note: Option<ProseView>,
    /// Definition, formula, unit, source, owner.
    pub definition: Vec<FactView>,
    /// Changes of definition.
    pub versions: Vec<VersionView>,
    /// The targets, newest first.
    pub targets: Vec<TargetStepView>,
    /// How this is judged: one sentence per entry.
    pub method_note: Vec<String>,
    /// The method.
    pub method_href: String,
    /// What follows from the figures.
    pub actions: Vec<ActionView>,
    /// Figures that differ from what was published before.
    pub revisions: Vec<RevisionView>,
    /// The KPI it is read together with.
    pub pair: Option<LinkView>,
    /// The latest scorecard's line of this KPI.
    pub scorecard: Option<LinkView>,
    /// `data.csv`
    pub csv_href: String,
    /// `data.json`
    pub json_href: String,
}

/// A KPI by one dimension.
#[derive(Clone, Debug, Serialize)]
pub struct KpiPartsView {
    /// The dimension's id, for the anchor.
    pub id: String,
    /// By team
    pub label: String,
    /// What the comparison says, as a heading.
    pub headline: String,
    /// Small charts on one scale; `null` when there is nothing to draw.
    pub chart: Option<ChartView>,
    /// The parts beside each other: a funnel, intervals, a ranking, stacked columns or reasons; `null` when they are too few.
    pub beside: Option<ChartView>,
    /// Why they are not beside each other, where readers would expect it.
    pub beside_note: Option<String>,
    /// Which parts differ by more than their size explains; `null` where that cannot be told.
    pub comparison: Option<String>,
    /// One line per part, in the order of the dimension.
    pub lines: Vec<LineView>,
}

/// What `kpis.html` gets: the list of all KPIs.
#[derive(Clone, Debug, Serialize)]
pub struct KpiListView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// By group, in the order of the catalogue.
    pub groups: Vec<KpiListGroupView>,
    /// KPIs that are no longer reported.
    pub retired: Vec<LinkView>,
}

/// KPIs under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct KpiListGroupView {
    /// The heading; `null` for KPIs without a group.
    pub name: Option<String>,
    /// Each with its latest figure.
    pub lines: Vec<LineView>,
}

/// How many periods small charts show.
const SHOWN_PERIODS: i64 = 13;

/// A KPI's page, as of the latest period.
pub(in crate::compose) fn kpi(site: Site, route: &Route, kpi: &Kpi) -> KpiView {
    let facts = site.facts();
    let as_of = facts.latest().period;
    let subjects = site.findings.of_kpi(&kpi.id, as_of);
    let findings = site.findings.at(&Subject::whole(kpi.id.clone()), as_of);
    let sentence = words::sentence(&findings, site.findings.edition());
    let (headline, rest) = headline_of(&sentence);
    let beside = words::benchmark::benchmark(&findings, site.findings.edition());
    let note = facts.kpi_notes.iter().find(|note| note.kpi == kpi.id);
    let place = Place { period: Some(as_of), part: None, first_heading: 3, route, known: &[] };
    let actions = facts.actions.iter().filter(|action| action.kpi == kpi.id);
    let revisions = facts.snapshots.iter().rev().flat_map(|snapshot| {
        let ours = snapshot.revisions.iter().filter(|revision| revision.subject.kpi == kpi.id);
        ours.filter_map(move |revision| revision_view(site, route, snapshot.period, revision))
    });
    let look = site.findings.closer_look(&findings);
    let planned = charts::kpi_charts(site.findings, kpi);
    let draw = |which: &KpiChart| Some(charts::kpi_chart(site, kpi, &subjects, which)?.view(site, route));
    let drawn = |which: KpiChart| planned.contains(&which).then(|| draw(&which)).flatten();
    KpiView {
        frame: FrameView {
            dataset_json: Some(dataset::of_kpi(site, route, kpi, &findings, &sentence)),
            ..site.period_frame(route, &kpi.name, Some(sentence.clone()), facts.latest())
        },
        label: format!("KPI: {}", kpi.name),
        id: kpi.id.to_string(),
        name: kpi.name.clone(),
        standfirst: with_pair(site, kpi, &findings, rest),
        headline,
        as_of: words::period::name(as_of),
        verdict: verdict_view(kpi, &findings),
        assurance: assurance_view(kpi, &findings),
        chart: drawn(KpiChart::Trend),
        flows: drawn(KpiChart::Flows),
        facts: now(site.findings, kpi, &findings, look.as_ref()),
        parts: by_dimension(site, route, kpi, &subjects, &planned),
        benchmark_chart: drawn(KpiChart::Benchmark),
        benchmark_facts: benchmark_facts(site, route, kpi, &findings, look.as_ref()),
        benchmark: beside,
        note: note.filter(|note| !note.body.text.signs().is_blank).map(|note| ProseView {
            title: note.heading.title.as_deref().map(|title| site.text(title, &note.body, place)),
            body_html: site.html(&note.body, place),
            byline: note.heading.updated.or(note.heading.date).map(words::period::date),
        }),
        definition: definition(site, kpi),
        versions: versions(kpi),
        targets: targets(site, kpi),
        method_note: method_note(site.findings, kpi, &findings, look.as_ref()),
        method_href: site.href(route, &Route::Method),
        actions: actions.filter_map(|action| action_view(site, route, action, facts.latest().period)).collect(),
        revisions: revisions.collect(),
        pair: facts
            .pair(kpi)
            .map(|pair| link(site, route, "Read together with", pair.name.clone(), &Route::Kpi(pair.id.clone()))),
        scorecard: findings.current().map(|_| {
            let text = words::period::name(as_of);
            let mut to = link(site, route, "On the scorecard", text, &Route::Scorecard(as_of));
            to.href = format!("{}#{}", to.href, kpi.id);
            to
        }),
        csv_href: site.href(route, &Route::KpiCsv(kpi.id.clone())),
        json_href: site.href(route, &Route::KpiJson(kpi.id.clone())),
    }
}

/// What else there is to know, and that the pair moved the other way, where it did.
fn with_pair(site: Site, kpi: &Kpi, findings: &KpiFindings, rest: Option<String>) -> Option<String> {
    let pair = site.facts().pair(kpi);
    let pair = pair.map(|pair| Subject { kpi: pair.id.clone(), part: findings.subject.part.clone() });
    let pair = pair.map(|subject| site.findings.at(&subject, findings.as_of));
    let sentence = pair.and_then(|pair| words::pair(findings, &pair, site.findings.edition()));
    let sentences: Vec<String> = rest.into_iter().chain(sentence).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The first sentence as a headline, and what follows it.
fn headline_of(finding: &str) -> (String, Option<String>) {
    let end = finding.match_indices(". ").map(|(end, _)| end).find(|end| {
        let rest = &finding[end + 2..];
        rest.starts_with(char::is_uppercase)
    });
    match end {
        Some(end) => (finding[..end].to_owned(), Some(finding[end + 2..].to_owned())),
        None => (finding.trim_end_matches('.').to_owned(), None),
    }
}

/// The list of all KPIs.
pub(in crate::compose) fn kpis(site: Site, route: &Route) -> KpiListView {
    let facts = site.facts();
    let lines = site.lines(facts.latest().period, None);
    let views: Vec<LineView> = lines.iter().map(|line| site.line_view(line, route)).collect();
    let shown = |kpi: &&Kpi| !lines.iter().any(|line: &Line| line.kpi.id == kpi.id);
    let retired = facts.kpis.iter().filter(shown).map(|kpi| {
        let label = match &kpi.retired {
            Some(retired) => format!("until {}", words::period::name(retired.until)),
            None => "never measured".to_owned(),
        };
        link(site, route, &label, kpi.name.clone(), &Route::Kpi(kpi.id.clone()))
    });
    let headline = match facts.kpis.len() {
        1 => "The one KPI, how it is defined and how it moves".to_owned(),
        count => format!("{count} KPIs, how they are defined and how they move"),
    };
    KpiListView {
        frame: site.period_frame(route, "KPIs", Some(headline.clone()), facts.latest()),
        headline,
        groups: groups(&lines, views)
            .into_iter()
            .map(|group| KpiListGroupView { name: group.name, lines: group.lines })
            .collect(),
        retired: retired.collect(),
    }
}

/// What the latest period says, term by term.
pub(in crate::compose) fn now(
    findings: &Findings,
    kpi: &Kpi,
    found: &KpiFindings,
    look: Option<&CloserLook>,
) -> Vec<FactView> {
    let mut now = Vec::new();
    let Some(latest) = found.latest() else { return now };
    let Some(value) = latest.value else { return now };
    now.push(fact(&words::period::name(latest.period), words::number::value(kpi, value)));
    if let Some(n) = latest.n {
        now.push(fact("Worked out from", words::number::count(n)));
    }
    if let Some((lower, upper)) = latest.interval {
        now.push(fact("95 % interval", words::number::range(kpi, lower, upper)));
    }
    for (change, since) in [(found.change, "previous"), (found.change_year, "year")] {
        if let Some(change) = change {
            let term = match since {
                "year" => format!("On {}, a year before", words::period::name(change.from)),
                _ => format!("On {}", words::period::name(change.from)),
            };
            now.push(fact(&term, words::number::difference(kpi, change.difference())));
        }
    }
    let totals = findings.totals(found);
    if let Some(rolling) = totals.rolling_year {
        now.push(fact("Over the last year", words::number::value(kpi, rolling)));
    }
    if let Some(to_date) = totals.year_to_date {
        now.push(fact("Financial year to date", words::number::value(kpi, to_date)));
    }
    now.push(fact("Target", target_words(kpi, found).trim_start_matches("target ").to_owned()));
    let ends = found.limits().map(|limits| (limits.lower, limits.upper));
    if let Some((Some(lower), Some(upper))) = ends {
        let is_usual = found.firmness >= Some(Firmness::Verdict);
        let term = if is_usual { "Usual range" } else { "Early limits" };
        now.push(fact(term, words::number::range(kpi, lower, upper)));
    }
    let kind = found.as_of.kind();
    if let Some(trend) = look.and_then(|look| look.trend.as_ref()) {
        now.push(fact("Slope", words::outlook::slope(kpi, trend, kind)));
    }
    if let Some(outlook) = look.and_then(|look| look.outlook.as_ref()) {
        let next = &outlook.periods[0];
        now.push(fact(&words::outlook::outlook_term(outlook, next), words::outlook::expected(kpi, outlook, next)));
    }
    let series = findings.edition().facts().series.get(&found.subject);
    let remark = series.and_then(|series| series.at(latest.period)).and_then(|reading| reading.remark.as_deref());
    if let (Some(invited), Some(n)) = (remark.and_then(|remark| remark.invited), latest.n) {
        let rate = 100.0 * n as f64 / invited as f64;
        now.push(fact(
            "Response rate",
            format!("{} of {} asked ({})", words::number::count(n), words::number::count(invited), whole_percent(rate)),
        ));
    }
    if let Some(note) = remark.and_then(|remark| remark.note.as_ref()) {
        now.push(fact("Remark", note));
    }
    now
}

fn by_dimension(
    site: Site,
    route: &Route,
    kpi: &Kpi,
    subjects: &[KpiFindings],
    planned: &[KpiChart],
) -> Vec<KpiPartsView> {
    let draw = |which: &KpiChart| Some(charts::kpi_chart(site, kpi, subjects, which)?.view(site, route));
    let dimensions = site.facts().dimensions.iter().filter_map(|dimension| {
        let of_dimension =
            |found: &&KpiFindings| found.subject.part.as_ref().is_some_and(|part| part.dimension == dimension.id);
        let parts: Vec<&KpiFindings> = subjects.iter().filter(of_dimension).filter(|found| is_recent(found)).collect();
        if parts.is_empty() {
            return None;
        }
        let lines: Vec<Line> = parts
            .iter()
            .map(|found| {
                let sentence = words::sentence(found, site.findings.edition());
                Line { kpi, findings: (*found).clone(), sentence }
            })
            .collect();
        let views = lines.iter().map(|line| part_line(site, route, line));
        let beside = planned.iter().find(|which| matches!(which, KpiChart::Beside(id, _) if *id == dimension.id));
        Some(KpiPartsView {
            id: dimension.id.to_string(),
            label: format!("By {}", dimension.label.to_lowercase()),
            headline: parts_headline(&lines),
            chart: draw(&KpiChart::Parts(dimension.id.clone())),
            beside: beside.and_then(draw),
            beside_note: beside.is_none().then(|| beside_note(kpi, dimension, &lines)).flatten(),
            comparison: site
                .findings
                .comparison(kpi, &dimension.id, site.facts().latest().period)
                .map(|found| words::outlook::comparison(kpi, &found, dimension)),
            lines: views.collect(),
        })
    });
    dimensions.collect()
}

/// That there are too few to be told apart, where a chart would be expected.
fn beside_note(kpi: &Kpi, dimension: &Dimension, lines: &[Line]) -> Option<String> {
    let measured: Vec<f64> =
        lines.iter().filter_map(|line| line.findings.current()).filter_map(|point| point.value).collect();
    let is_by_reason = kpi.kind == KpiKind::Count && (dimension.overlaps || !dimension.complete);
    let few = measured.iter().sum::<f64>() < ENOUGH_FOR_SHARES;
    (is_by_reason && few && !measured.is_empty())
        .then(|| format!("Fewer than {ENOUGH_FOR_SHARES}: they are listed, for shares of so few say nothing."))
}

/// Whether a part was measured in what the small charts show; one that ended long ago is in the downloads only.
fn is_recent(findings: &KpiFindings) -> bool {
    findings.latest().is_some_and(|last| findings.as_of.since(last.period) < SHOWN_PERIODS)
}

/// A line that is about a part: its name and anchor are the part's, its link leads to the part's scorecard.
fn part_line(site: Site, route: &Route, line: &Line) -> LineView {
    let part = line.findings.subject.part.as_ref().expect("a part's line");
    let name = site.facts().part(part).map_or_else(|| part.to_string(), |(_, member)| member.name.clone());
    let scorecard = Route::PartScorecard(line.findings.as_of, part.clone());
    let href = if site.outline.has(&scorecard) { site.href(route, &scorecard) } else { String::new() };
    LineView { id: format!("{}-{}", part.dimension, part.member), name, href, ..site.line_view(line, route) }
}

fn parts_headline(lines: &[Line]) -> String {
    let of = lines.iter().filter(|line| line.findings.current().is_some()).count();
    let in_state = |state: &str| {
        lines.iter().filter(|line| words::verdict::real_change(line.kpi, &line.findings).state == state).count()
    };
    let found: Vec<String> = ["worse", "better", "different"]
        .into_iter()
        .filter(|state| in_state(state) > 0)
        .map(|state| format!("{} {state}", words::number::in_words(in_state(state))))
        .collect();
    match (of, found.is_empty()) {
        (0, _) => "None was measured in this period".to_owned(),
        (1, true) => "The one part moved as usual, or has too little history".to_owned(),
        (_, true) => format!("None of {} moved beyond its usual range", words::number::in_words(of)),
        (_, false) => {
            format!("{}, of {}", words::phrase::capitalised(&words::phrase::list(&found)), words::number::in_words(of))
        }
    }
}

fn benchmark_facts(
    site: Site,
    route: &Route,
    kpi: &Kpi,
    findings: &KpiFindings,
    look: Option<&CloserLook>,
) -> Vec<FactView> {
    let Some(found) = &findings.benchmark else { return Vec::new() };
    let Some(study) = site.facts().study(&found.study) else { return Vec::new() };
    let to_study = Some(site.href(route, &Route::Study(study.id.clone())));
    let mut about = vec![FactView { href: to_study, ..fact("Study", &study.title) }];
    about.push(fact("Ours, over its fieldwork", words::number::value(kpi, found.ours)));
    let benchmark = if found.average_only { "Others’ average" } else { "Peers’ median" };
    about.push(fact(benchmark, words::number::value(kpi, found.benchmark)));
    if let Some((lower, upper)) = found.quartiles {
        about.push(fact("Middle half of peers", words::number::range(kpi, lower, upper)));
    }
    about.extend(found.best.map(|best| fact("Best", words::number::value(kpi, best))));
    about.extend(found.difference.map(|gap| fact("Difference", words::number::difference(kpi, gap))));
    let closes = look.and_then(|look| words::outlook::closure(look.closure?, kpi, findings.as_of.kind()));
    about.extend(closes.map(|closes| fact("Level with it", closes)));
    about.extend(found.percentile.map(|share| fact("Better than", format!("{} of peers", whole_percent(share)))));
    about.extend(found.peers.map(|peers| fact("Peers", words::number::count(u64::from(peers)))));
    about
}
