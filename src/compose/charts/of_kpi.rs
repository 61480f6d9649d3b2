//! The charts of a KPI: its trend, its parts over time and beside each other, what came in and was done, its benchmark.

use crate::analyse::{ComparedBy, Findings, KpiFindings, Point};
use crate::compose::frame::Site;
use crate::draw::{
    self, Compared, Flows, Multiples, PANEL_PERIODS, Pareto, Part, RankedRow, Ranking, Reason, Stacked, StripRow,
    Strips,
};
use crate::model::{Dimension, DimensionId, Kpi, KpiId, KpiKind, Member, Period, Subject};
use crate::words;

use super::of_study::{peers, strips_caption};
use super::{Figure, source, trend_figure};

/// The ids of the catalogue for what came in, what was done and what is left, which are read together.
pub(in crate::compose) const FLOWS: [&str; 3] = ["tickets_opened", "tickets_resolved", "backlog"];

/// With fewer parts there is nothing to rank.
const ENOUGH_TO_RANK: usize = 3;

/// A chart of a KPI's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compose) enum KpiChart {
    /// The whole over time.
    Trend,
    /// What came in, what was done and what is left.
    Flows,
    /// Ours among the others.
    Benchmark,
    /// The parts of a dimension over time.
    Parts(DimensionId),
    /// The parts of a dimension beside each other.
    Beside(DimensionId, Beside),
}

/// How the parts of a dimension are set beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compose) enum Beside {
    /// Shares and rates with their cases: a funnel, or intervals where there are few parts.
    Compared,
    /// Quantities whose parts add up to the whole.
    Stacked,
    /// Quantities by reasons, of which one case may have several.
    Reasons,
    /// Whatever else can be put in order.
    Ranked,
}

impl KpiChart {
    /// What its ids begin with and its files are called.
    pub(in crate::compose) fn name(&self) -> String {
        match self {
            Self::Trend => "trend".to_owned(),
            Self::Flows => "flows".to_owned(),
            Self::Benchmark => "benchmark".to_owned(),
            Self::Parts(dimension) => format!("by-{dimension}").to_lowercase(),
            Self::Beside(dimension, _) => format!("beside-{dimension}").to_lowercase(),
        }
    }
}

/// The charts that the page of a KPI has, as of the latest period.
pub(in crate::compose) fn kpi_charts(findings: &Findings, kpi: &Kpi) -> Vec<KpiChart> {
    let facts = findings.edition().facts();
    let as_of = facts.latest().period;
    let whole = findings.at(&Subject::whole(kpi.id.clone()), as_of);
    let mut charts = Vec::new();
    if whole.latest().is_some() {
        charts.push(KpiChart::Trend);
    }
    if flows_of(findings, kpi, as_of).is_some_and(|flows| draw::flows(&flows.drawn()).is_some()) {
        charts.push(KpiChart::Flows);
    }
    if whole.benchmark.as_ref().is_some_and(|found| found.quartiles.is_some() && !found.average_only) {
        charts.push(KpiChart::Benchmark);
    }
    for dimension in &facts.dimensions {
        let has_recent = dimension.members.iter().any(|member| {
            let subject = Subject { kpi: kpi.id.clone(), part: Some(dimension.part(member)) };
            let periods = facts.snapshots.iter().rev().map(|snapshot| snapshot.period);
            let mut recent = periods.take_while(|period| as_of.since(*period) < PANEL_PERIODS as i64);
            recent.any(|period| findings.value(&subject, period).is_some())
        });
        if has_recent {
            charts.push(KpiChart::Parts(dimension.id.clone()));
            charts
                .extend(beside(findings, kpi, dimension, as_of).map(|how| KpiChart::Beside(dimension.id.clone(), how)));
        }
    }
    charts
}

/// How the parts of a dimension can be set beside each other; `None` where there are too few of them.
fn beside(findings: &Findings, kpi: &Kpi, dimension: &Dimension, as_of: Period) -> Option<Beside> {
    let values = leaves(dimension).map(|member| {
        let subject = Subject { kpi: kpi.id.clone(), part: Some(dimension.part(member)) };
        findings.value(&subject, as_of)
    });
    let measured: Vec<f64> = values.flatten().collect();
    match kpi.kind {
        _ if measured.len() < 2 => None,
        KpiKind::Count if dimension.complete && !dimension.overlaps => {
            let whole = findings.value(&Subject::whole(kpi.id.clone()), as_of)?;
            let sum: f64 = measured.iter().sum();
            ((sum - whole).abs() <= draw::ADDS_UP * whole.abs().max(1.0)).then_some(Beside::Stacked)
        }
        KpiKind::Count => (measured.iter().sum::<f64>() >= draw::ENOUGH_FOR_SHARES).then_some(Beside::Reasons),
        _ if findings.comparison(kpi, &dimension.id, as_of).is_some() => Some(Beside::Compared),
        _ => (measured.len() >= ENOUGH_TO_RANK).then_some(Beside::Ranked),
    }
}

/// The members that no others belong to.
fn leaves(dimension: &Dimension) -> impl Iterator<Item = &Member> {
    dimension.members.iter().filter(|member| dimension.children(&member.id).next().is_none())
}

/// One of them; `None` when there is nothing to draw after all. `subjects` are all that is stated about the KPI.
pub(in crate::compose) fn kpi_chart(
    site: Site,
    kpi: &Kpi,
    subjects: &[KpiFindings],
    which: &KpiChart,
) -> Option<Figure> {
    let as_of = site.facts().latest().period;
    let whole = || site.findings.at(&Subject::whole(kpi.id.clone()), as_of);
    let dimension = |id: &DimensionId| site.facts().dimension(id);
    match which {
        KpiChart::Trend => Some(trend_figure(site, kpi, &whole(), &which.name(), "")),
        KpiChart::Flows => flows(site, kpi, &which.name()),
        KpiChart::Benchmark => benchmark(site, kpi, &whole(), &which.name()),
        KpiChart::Parts(id) => multiples(site, kpi, dimension(id)?, subjects, &which.name()),
        KpiChart::Beside(id, how) => {
            let dimension = dimension(id)?;
            match how {
                Beside::Compared => compared(site, kpi, dimension, &which.name()),
                Beside::Stacked => stacked(site, kpi, dimension, subjects, &whole(), &which.name()),
                Beside::Reasons => reasons(site, kpi, dimension, subjects, &which.name()),
                Beside::Ranked => ranked(site, kpi, dimension, subjects, &which.name()),
            }
        }
    }
}

/// The parts of a dimension that were measured in the last year and a month, with their names.
fn recent<'a>(dimension: &'a Dimension, subjects: &'a [KpiFindings]) -> Vec<Part<'a>> {
    let parts = subjects.iter().filter_map(|findings| {
        let part = findings.subject.part.as_ref().filter(|part| part.dimension == dimension.id)?;
        let is_recent = findings.latest().is_some_and(|last| findings.as_of.since(last.period) < PANEL_PERIODS as i64);
        Some(Part { name: &dimension.member(&part.member)?.name, findings }).filter(|_| is_recent)
    });
    parts.collect()
}

/// All parts of a dimension that no others belong to, in its order.
fn all_leaves<'a>(dimension: &'a Dimension, subjects: &'a [KpiFindings]) -> Vec<Part<'a>> {
    let of = |member: &'a Member| {
        let part = dimension.part(member);
        let findings = subjects.iter().find(|findings| findings.subject.part.as_ref() == Some(&part))?;
        Some(Part { name: &member.name, findings })
    };
    leaves(dimension).filter_map(of).collect()
}

fn multiples(site: Site, kpi: &Kpi, dimension: &Dimension, subjects: &[KpiFindings], name: &str) -> Option<Figure> {
    let (as_of, parts) = (site.facts().latest().period, recent(dimension, subjects));
    let chart = draw::multiples(&Multiples { id: name, kpi, dimension: &dimension.label, parts: &parts, as_of })?;
    let caption = format!(
        "{}, one scale for all. Band: the usual range of each. Rule: the target, where there is one.",
        kpi.name
    );
    Some(Figure { kind: "multiples", name: name.to_owned(), caption, chart, source: None })
}

fn compared(site: Site, kpi: &Kpi, dimension: &Dimension, name: &str) -> Option<Figure> {
    let period = site.facts().latest().period;
    let comparison = site.findings.comparison(kpi, &dimension.id, period)?;
    let names = comparison.parts.iter().map(|part| dimension.member(&part.member).map(|member| member.name.as_str()));
    let names: Option<Vec<&str>> = names.collect();
    let drawn =
        Compared { id: name, kpi, dimension: &dimension.label, names: &names?, comparison: &comparison, period };
    let what = by(kpi, dimension, period);
    let (kind, chart, how) = match comparison.by {
        ComparedBy::Funnel { .. } => (
            "funnel",
            draw::funnel(&drawn)?,
            "against the number of cases. Only what lies beyond the outer limits differs by more than its size explains.",
        ),
        ComparedBy::Intervals => (
            "intervals",
            draw::intervals(&drawn)?,
            "with intervals at 95\u{202f}% (thick) and 99.8\u{202f}% (thin), for fewer than eight make no funnel. Only what \
             does not reach all together differs by more than its size explains.",
        ),
    };
    let caption = format!("{what}, {how}");
    Some(Figure { kind, name: name.to_owned(), caption, chart, source: source(site, kpi, period) })
}

fn stacked(
    site: Site,
    kpi: &Kpi,
    dimension: &Dimension,
    subjects: &[KpiFindings],
    whole: &KpiFindings,
    name: &str,
) -> Option<Figure> {
    let (as_of, parts) = (site.facts().latest().period, all_leaves(dimension, subjects));
    let drawn = Stacked { id: name, kpi, dimension: &dimension.label, parts: &parts, whole, as_of };
    let caption = format!(
        "{} by {}, on top what they come to. Hatched: not all parts are known.",
        kpi.name,
        dimension.label.to_lowercase()
    );
    let (chart, source) = (draw::stacked(&drawn)?, source(site, kpi, as_of));
    Some(Figure { kind: "stacked", name: name.to_owned(), caption, chart, source })
}

fn reasons(site: Site, kpi: &Kpi, dimension: &Dimension, subjects: &[KpiFindings], name: &str) -> Option<Figure> {
    let period = site.facts().latest().period;
    let parts = all_leaves(dimension, subjects);
    let at = |findings: &KpiFindings, period: Period| {
        let found = findings.points.binary_search_by_key(&period, |point| point.period);
        found.ok().and_then(|index| findings.points[index].value)
    };
    let measured = parts.iter().filter(|part| {
        let last = part.findings.points.last().filter(|point| point.period == period);
        last.is_some_and(|point| point.value.is_some() || point.withheld.is_some())
    });
    let reasons: Vec<Reason> = measured
        .map(|part| Reason {
            name: part.name,
            count: at(part.findings, period),
            withheld: part.findings.withheld(),
            before: at(part.findings, period.previous()),
            is_rest: is_rest(part.findings),
        })
        .collect();
    let cases = site.findings.value(&Subject::whole(kpi.id.clone()), period);
    let overlaps = dimension.overlaps;
    let drawn = Pareto { id: name, kpi, dimension: &dimension.label, reasons: &reasons, cases, overlaps, period };
    let mut caption = format!("{}, the most frequent first, with the share so far.", by(kpi, dimension, period));
    let given: f64 = reasons.iter().filter_map(|reason| reason.count).sum();
    if let Some(cases) = cases.filter(|_| overlaps) {
        let (given, cases) = (words::number::value(kpi, given), words::number::value(kpi, cases));
        caption.push_str(&format!(" One may have several: {given} reasons in {cases}, and shares are of the reasons."));
    }
    caption.push_str(" Strokes across bars: the period before. Rule: 80\u{202f}% are above it.");
    let (chart, source) = (draw::pareto(&drawn)?, source(site, kpi, period));
    Some(Figure { kind: "pareto", name: name.to_owned(), caption, chart, source })
}

/// Whether a member stands for all that have no name of their own.
fn is_rest(findings: &KpiFindings) -> bool {
    let member = findings.subject.part.as_ref().map(|part| part.member.as_str().to_ascii_lowercase());
    matches!(member.as_deref(), Some("other" | "others" | "rest"))
}

fn ranked(site: Site, kpi: &Kpi, dimension: &Dimension, subjects: &[KpiFindings], name: &str) -> Option<Figure> {
    let period = site.facts().latest().period;
    let parts = all_leaves(dimension, subjects);
    let recent: Vec<(&Part, &Point)> = parts
        .iter()
        .filter_map(|part| Some((part, part.findings.points.last().filter(|point| point.period == period)?)))
        .collect();
    let rows: Vec<RankedRow> = recent
        .iter()
        .map(|(part, point)| RankedRow {
            name: part.name,
            value: point.value,
            withheld: point.withheld,
            interval: point.interval,
            ours: false,
        })
        .collect();
    // What parts of a quantity come to lies far beyond each of them.
    let whole = site.findings.value(&Subject::whole(kpi.id.clone()), period);
    let reference = whole.filter(|_| kpi.kind != KpiKind::Stock).map(|whole| ("all", whole));
    let drawn = Ranking { id: name, kpi, dimension: &dimension.label, rows: &rows, reference, period };
    let order = if kpi.better.sign() == 0.0 || kpi.kind == KpiKind::Stock {
        "in order"
    } else {
        "the best for customers first"
    };
    let caption = format!(
        "{}, {order}. Neighbours are not reliably different, so nobody is first or last.",
        by(kpi, dimension, period)
    );
    let source = source(site, kpi, period);
    Some(Figure { kind: "ranking", name: name.to_owned(), caption, chart: draw::ranking(&drawn), source })
}

/// `Customer satisfaction by team, October 2026`
fn by(kpi: &Kpi, dimension: &Dimension, period: Period) -> String {
    format!("{} by {}, {}", kpi.name, dimension.label.to_lowercase(), words::period::name(period))
}

fn benchmark(site: Site, kpi: &Kpi, findings: &KpiFindings, name: &str) -> Option<Figure> {
    let found = findings.benchmark.as_ref()?;
    let study = site.facts().study(&found.study)?;
    let others = study.partners.as_ref().and_then(|partners| partners.count);
    let others = others.map_or_else(|| "the others".to_owned(), words::benchmark::partners);
    let fieldwork = words::period::fieldwork(study.fieldwork);
    let rows = [StripRow { kpi, finding: found, others: peers(study, &kpi.id) }];
    let chart = draw::strips(&Strips { id: name, others: &others, fieldwork: &fieldwork, rows: &rows })?;
    let caption = strips_caption(&format!("{}, {fieldwork}, the better end at the right.", kpi.name));
    let source = Some(format!("Source: {}, {fieldwork}", study.title));
    Some(Figure { kind: "strips", name: name.to_owned(), caption, chart, source })
}

/// The three KPIs that are read together, with what is stated about each.
struct FlowsOf<'a> {
    kpis: [&'a Kpi; 3],
    found: [KpiFindings; 3],
    as_of: Period,
}

impl FlowsOf<'_> {
    fn drawn(&self) -> Flows<'_> {
        let [opened, resolved, backlog] = [0, 1, 2].map(|index| (self.kpis[index], &self.found[index]));
        Flows { id: "flows", opened, resolved, backlog, as_of: self.as_of }
    }
}

/// What came in, was done and is left, where `kpi` is one of the three.
fn flows_of<'a>(findings: &'a Findings, kpi: &Kpi, as_of: Period) -> Option<FlowsOf<'a>> {
    FLOWS.contains(&kpi.id.as_str()).then_some(())?;
    let facts = findings.edition().facts();
    let of = |id: &str| facts.kpi(&KpiId::new(id)?);
    let kpis = [of(FLOWS[0])?, of(FLOWS[1])?, of(FLOWS[2])?];
    let found = kpis.map(|kpi| findings.at(&Subject::whole(kpi.id.clone()), as_of));
    Some(FlowsOf { kpis, found, as_of })
}

fn flows(site: Site, kpi: &Kpi, name: &str) -> Option<Figure> {
    let as_of = site.facts().latest().period;
    let flows = flows_of(site.findings, kpi, as_of)?;
    let drawn = Flows { id: name, ..flows.drawn() };
    let mut caption = format!(
        "Above: opened (solid) and resolved (dashed), tinted where more was opened. Below: the backlog at the end of each {}.",
        words::period::noun(as_of.kind())
    );
    match draw::unexplained(&drawn).as_slice() {
        [] => {}
        [one] => caption.push_str(&format!(
            " The backlog of {} is not the one before with what was opened and without what was resolved.",
            words::period::name(*one)
        )),
        many => caption.push_str(&format!(
            " In {} the backlog is not the one before with what was opened and without what was resolved.",
            words::period::counted(many.len(), as_of.kind())
        )),
    }
    let chart = draw::flows(&drawn)?;
    Some(Figure { kind: "flows", name: name.to_owned(), caption, chart, source: source(site, kpi, as_of) })
}
