//! The charts of a study: the gaps, the strips of quartiles, how the balanced score comes about.

use crate::analyse::{BenchmarkFinding, Findings, StudyFindings, StudyScore};
use crate::compose::frame::Site;
use crate::draw::{self, GapBars, GapRow, LevelRow, Levels, Profile, ProfileRow, StripRow, Strips, Waterfall};
use crate::model::{Criterion, Distribution, Kpi, KpiId, Step, Study, StudyKind};
use crate::words;

use super::Figure;

/// A chart of a study's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compose) enum StudyChart {
    /// Where each KPI stands among the others.
    Gaps,
    /// The same where only an average is known.
    GapsInPercent,
    /// Each KPI on a scale of its own, with the quartiles of the others.
    Quartiles,
    /// How the balanced score comes about.
    Score,
    /// What customers expect and what they perceive, dimension by dimension.
    Profile,
    /// How far each criterion, step or competency has come.
    Levels,
}

impl StudyChart {
    /// What its ids begin with and its files are called.
    pub(in crate::compose) fn name(self) -> &'static str {
        match self {
            Self::Gaps => "gaps",
            Self::GapsInPercent => "gaps-in-percent",
            Self::Quartiles => "quartiles",
            Self::Score => "score",
            Self::Profile => "profile",
            Self::Levels => "levels",
        }
    }
}

/// The charts that the page of a study has; none when it was withdrawn.
pub(in crate::compose) fn study_charts(findings: &Findings, study: &Study, found: &StudyFindings) -> Vec<StudyChart> {
    if study.withdrawn.is_some() {
        return Vec::new();
    }
    match study.kind {
        StudyKind::Performance { .. } => {}
        StudyKind::ServiceQuality(_) => return vec![StudyChart::Profile],
        StudyKind::Standard(_) | StudyKind::Process(_) | StudyKind::Competencies(_) => return vec![StudyChart::Levels],
    }
    let facts = findings.edition().facts();
    let known = || {
        let gaps = found.gaps.iter().filter_map(|gap| Some((facts.kpi(&gap.kpi)?, gap.finding.as_ref()?)));
        gaps.map(|(_, finding)| finding)
    };
    let is_placed = |finding: &BenchmarkFinding| finding.percentile.is_some() || finding.quartile.is_some();
    let mut charts = Vec::new();
    if known().any(is_placed) {
        charts.push(StudyChart::Gaps);
    }
    if known().any(|finding| !is_placed(finding)) {
        charts.push(StudyChart::GapsInPercent);
    }
    if known().any(|finding| finding.quartiles.is_some() && !finding.average_only) {
        charts.push(StudyChart::Quartiles);
    }
    if found.score.as_ref().is_some_and(|score| score.total.is_some()) {
        charts.push(StudyChart::Score);
    }
    charts
}

/// One of them; `None` when there is nothing to draw after all.
pub(in crate::compose) fn study_chart(
    site: Site,
    study: &Study,
    found: &StudyFindings,
    which: StudyChart,
) -> Option<Figure> {
    match which {
        StudyChart::Gaps | StudyChart::GapsInPercent => gaps(site, study, found, which),
        StudyChart::Quartiles => quartiles(site, study, found),
        StudyChart::Score => score(site, study, found.score.as_ref()?),
        StudyChart::Profile => profile(study),
        StudyChart::Levels => levels(site, study),
    }
}

fn others(study: &Study) -> String {
    let count = study.partners.as_ref().and_then(|partners| partners.count);
    count.map_or_else(|| "the others".to_owned(), words::benchmark::partners)
}

fn source(study: &Study) -> String {
    format!("Source: {}, {}", study.title, words::period::fieldwork(study.fieldwork))
}

fn gaps(site: Site, study: &Study, found: &StudyFindings, which: StudyChart) -> Option<Figure> {
    let facts = site.facts();
    let before = study.continues.as_ref().and_then(|id| site.findings.study(id));
    let texts: Vec<_> = found
        .gaps
        .iter()
        .filter_map(|gap| {
            let kpi = facts.kpi(&gap.kpi)?;
            let finding = gap.finding.as_ref()?;
            let earlier = before.as_ref().and_then(|before| before.gaps.iter().find(|earlier| earlier.kpi == gap.kpi));
            let about = if finding.average_only { "about " } else { "" };
            let benchmark = format!("{about}{}", words::number::value(kpi, finding.benchmark));
            let ours = words::number::value(kpi, finding.ours);
            let earlier = earlier.and_then(|earlier| earlier.finding.as_ref());
            Some((kpi, finding, earlier, ours, benchmark, gap_text(kpi, finding)))
        })
        .collect();
    let rows: Vec<GapRow> = texts
        .iter()
        .map(|(kpi, finding, before, ours, benchmark, gap)| GapRow {
            name: &kpi.name,
            finding,
            before: *before,
            ours,
            benchmark,
            gap,
        })
        .collect();
    let (others, fieldwork) = (others(study), words::period::fieldwork(study.fieldwork));
    let bars = GapBars { id: which.name(), others: &others, fieldwork: &fieldwork, rows: &rows };
    let (chart, caption) = if which == StudyChart::Gaps {
        let hollow = if before.is_some() { " Hollow: the study before." } else { "" };
        let caption = format!(
            "Share of the others that we do better than, the worst first.{hollow} Band: the middle half of the others. \
             At the right: ours less the median."
        );
        (draw::gap_bars(&bars)?, caption)
    } else {
        let caption = "Where the study gives only an average: ours against it, in percent.".to_owned();
        (draw::gap_bars_in_percent(&bars)?, caption)
    };
    Some(Figure { kind: "gap-bars", name: which.name().to_owned(), caption, chart, source: Some(source(study)) })
}

fn profile(study: &Study) -> Option<Figure> {
    let StudyKind::ServiceQuality(quality) = &study.kind else { return None };
    let rows = quality.dimensions.iter().map(|dimension| {
        let (expectation, perception) = dimension.means();
        ProfileRow {
            name: &dimension.name,
            expectation: Some(expectation),
            perception: Some(perception),
            weight: dimension.weight,
        }
    });
    let name = StudyChart::Profile.name();
    let chart = draw::profile(&Profile {
        id: name,
        title: &study.title,
        scale: quality.scale,
        respondents: quality.respondents,
        dimensions: &rows.collect::<Vec<_>>(),
    });
    let order = if quality.weights().is_some() { ", the most important dimension first" } else { "" };
    let caption = format!("Hollow: what customers expect; filled: what they perceive{order}.");
    Some(Figure { kind: "profile", name: name.to_owned(), caption, chart, source: Some(source(study)) })
}

fn levels(site: Site, study: &Study) -> Option<Figure> {
    let before = study.continues.as_ref().and_then(|id| site.facts().study(id));
    let before = before.filter(|before| before.withdrawn.is_none()).map(|before| &before.kind);
    let (what, highest, rows) = match &study.kind {
        StudyKind::Standard(assessment) => {
            let before = match before {
                Some(StudyKind::Standard(before)) if before.levels == assessment.levels => before.criteria.as_slice(),
                _ => &[],
            };
            ("criterion", assessment.levels, criteria(&assessment.criteria, before))
        }
        StudyKind::Process(steps) => ("step", most(steps), practised(steps, before)),
        StudyKind::Competencies(steps) => ("competency", most(steps), practised(steps, before)),
        StudyKind::Performance { .. } | StudyKind::ServiceQuality(_) => return None,
    };
    let rows: Vec<LevelRow> = rows
        .iter()
        .map(|(name, [reached, required, before])| LevelRow {
            name,
            reached: *reached,
            required: *required,
            before: *before,
        })
        .collect();
    let mut caption = "Filled: what was reached.".to_owned();
    if rows.iter().any(|row| row.required.is_some()) {
        caption.push_str(" Stroke: what is required.");
    }
    if rows.iter().any(|row| row.before.is_some()) {
        caption.push_str(" Hollow: the study before.");
    }
    let name = StudyChart::Levels.name();
    let chart = draw::levels(&Levels { id: name, title: &study.title, what, highest, rows: &rows });
    Some(Figure { kind: "levels", name: name.to_owned(), caption, chart, source: Some(source(study)) })
}

/// A row's name, then what was reached, is required and was reached before.
type Reached = (String, [Option<f64>; 3]);

fn criteria(criteria: &[Criterion], before: &[Criterion]) -> Vec<Reached> {
    let row = |criterion: &Criterion| {
        let before = before.iter().find(|other| other.id == criterion.id).and_then(|other| other.reached);
        let name = format!("{} {}", criterion.id, criterion.name);
        (name, [criterion.reached, Some(criterion.required), before])
    };
    criteria.iter().map(row).collect()
}

/// Steps with another highest mark than the largest are drawn on its scale.
fn practised(steps: &[Step], before: Option<&StudyKind>) -> Vec<Reached> {
    let before = match before {
        Some(StudyKind::Process(before) | StudyKind::Competencies(before)) => before.as_slice(),
        _ => &[],
    };
    let row = |step: &Step| {
        let scaled = |practice: f64| practice / step.of * most(steps);
        let earlier = before.iter().find(|other| other.name == step.name && other.of == step.of);
        let earlier = earlier.and_then(|other| other.practice);
        (step.name.clone(), [step.practice.map(scaled), None, earlier.map(scaled)])
    };
    steps.iter().map(row).collect()
}

fn most(steps: &[Step]) -> f64 {
    steps.iter().map(|step| step.of).fold(0.0, f64::max)
}

fn gap_text(kpi: &Kpi, finding: &BenchmarkFinding) -> String {
    match finding.difference {
        Some(difference) => words::number::difference(kpi, difference),
        None => "no clear difference".to_owned(),
    }
}

/// The others' own values of a KPI, where the study gives them.
pub(super) fn peers<'a>(study: &'a Study, kpi: &KpiId) -> &'a [f64] {
    match study.benchmark(kpi).map(|benchmark| &benchmark.distribution) {
        Some(Distribution::Peers(values)) => values,
        _ => &[],
    }
}

fn quartiles(site: Site, study: &Study, found: &StudyFindings) -> Option<Figure> {
    let rows = found.gaps.iter().filter_map(|gap| {
        let (kpi, finding) = (site.facts().kpi(&gap.kpi)?, gap.finding.as_ref()?);
        Some(StripRow { kpi, finding, others: peers(study, &gap.kpi) })
    });
    let rows: Vec<StripRow> = rows.collect();
    let (others, fieldwork) = (others(study), words::period::fieldwork(study.fieldwork));
    let name = StudyChart::Quartiles.name();
    let chart = draw::strips(&Strips { id: name, others: &others, fieldwork: &fieldwork, rows: &rows })?;
    Some(Figure {
        kind: "strips",
        name: name.to_owned(),
        caption: strips_caption("Each KPI on a scale of its own, the better end at the right."),
        chart,
        source: Some(source(study)),
    })
}

/// What is seen on a strip, after what it is about.
pub(super) fn strips_caption(what: &str) -> String {
    format!("{what} Band: the middle half of the others; stroke: their median; hollow: the best of them; filled: ours.")
}

/// From the score of the study before, where it weighs the same KPIs; else from the best case.
fn score(site: Site, study: &Study, score: &StudyScore) -> Option<Figure> {
    let total = score.total?;
    let before =
        study.continues.as_ref().and_then(|id| Some((site.facts().study(id)?, site.findings.study(id)?.score?)));
    let before = before.filter(|(_, before)| is_comparable(before, score));
    let weights = |score: &StudyScore| {
        let scored = score.lines.iter().filter(|line| line.score.is_some());
        scored.map(|line| line.weight.max(0.0)).sum::<f64>()
    };
    let (all, lines) = (weights(score), score.lines.iter().filter(|line| line.score.is_some()));
    let mut steps: Vec<(&str, f64)> = lines
        .filter_map(|line| {
            let kpi = site.facts().kpi(&line.kpi)?;
            let earlier = before
                .as_ref()
                .and_then(|(_, before)| before.lines.iter().find(|earlier| earlier.kpi == line.kpi)?.score);
            let from = if before.is_some() { earlier.unwrap_or(0.0) } else { 100.0 };
            Some((kpi.name.as_str(), line.weight.max(0.0) / all * (line.score? - from)))
        })
        .collect();
    steps.sort_by(|one, other| one.1.total_cmp(&other.1));
    let ours = words::period::fieldwork(study.fieldwork);
    let (from, start, caption) = match &before {
        Some((earlier, before)) => (
            words::period::fieldwork(earlier.fieldwork),
            before.total?,
            "How the balanced score came from that of the study before: points lost and gained by KPI, weighted. The \
             ends of the scales are those of each study.",
        ),
        None => (
            "every KPI at its best".to_owned(),
            100.0,
            "How the balanced score comes about: what each KPI costs of 100 points, weighted.",
        ),
    };
    let name = StudyChart::Score.name();
    let drawn = Waterfall {
        id: name,
        what: "Balanced score",
        start: (&from, start),
        steps: &steps,
        end: (&ours, total),
        decimals: 1,
    };
    Some(Figure {
        kind: "waterfall",
        name: name.to_owned(),
        caption: caption.to_owned(),
        chart: draw::waterfall(&drawn)?,
        source: Some(source(study)),
    })
}

/// Whether both scores are made of the same KPIs with the same weights.
fn is_comparable(before: &StudyScore, now: &StudyScore) -> bool {
    let scored = |score: &StudyScore| {
        let lines = score.lines.iter().filter(|line| line.score.is_some());
        let mut scored: Vec<(KpiId, f64)> = lines.map(|line| (line.kpi.clone(), line.weight)).collect();
        scored.sort_by(|one, other| one.0.cmp(&other.0));
        scored
    };
    before.total.is_some() && scored(before) == scored(now)
}
