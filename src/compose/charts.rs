//! Charts: what each is drawn from, and the figure around it.

use crate::analyse::{BenchmarkFinding, KpiFindings, StudyFindings};
use crate::draw::{self, Chart, GapBars, GapRow, Multiples, Note, Table, Trend};
use crate::model::{Dimension, Kpi, Period, Study, Subject};
use crate::words;

use super::frame::Site;
use super::pages::{CellView, ChartView, TableView};

/// The trend of a KPI for one subject. `id` begins the ids in it; `finding` is the first sentence of its caption.
pub(super) fn trend(site: Site, kpi: &Kpi, findings: &KpiFindings, id: &str, finding: &str) -> ChartView {
    let part = findings.subject.part.as_ref().and_then(|part| site.facts().part(part));
    let notes = notes(site, &findings.subject, findings.as_of);
    let notes: Vec<Note> = notes.iter().map(|(period, text)| Note { period: *period, text }).collect();
    let part_name = part.map(|(_, member)| member.name.as_str());
    let chart = draw::trend(&Trend { id, kpi, part: part_name, findings, notes: &notes });
    let whose = part_name.unwrap_or(&site.facts().settings.organisation);
    let from = findings.points.first().map_or(findings.as_of, |point| point.period);
    let now = words::period::name(findings.as_of);
    let span = if from == findings.as_of { now } else { format!("{} to {now}", words::period::name(from)) };
    let what = format!("{}, {whose}, {span}. Dashed: the usual range.", kpi.name);
    let caption = if finding.is_empty() { what } else { format!("{finding} {what}") };
    let source = kpi.source.as_ref().map(|source| {
        let published = site.facts().snapshot(findings.as_of).map(|snapshot| words::period::date(snapshot.published));
        format!("Source: {source}{}", published.map(|day| format!(", as published {day}")).unwrap_or_default())
    });
    chart_view("trend", caption, chart, source)
}

/// A KPI by the parts of one dimension, as small charts on one scale.
pub(super) fn multiples(site: Site, kpi: &Kpi, dimension: &Dimension, parts: &[&KpiFindings]) -> Option<ChartView> {
    let as_of = site.facts().latest().period;
    let named = parts.iter().filter_map(|findings| {
        let member = dimension.member(&findings.subject.part.as_ref()?.member)?;
        Some(draw::Part { name: &member.name, findings })
    });
    let parts: Vec<draw::Part> = named.collect();
    let id = format!("by-{}", dimension.id.as_str().to_lowercase());
    let chart = draw::multiples(&Multiples { id: &id, kpi, dimension: &dimension.label, parts: &parts, as_of });
    let caption = format!(
        "{}, one scale for all. Band: the usual range of each. Rule: the target, where there is one.",
        kpi.name
    );
    chart.map(|chart| chart_view("multiples", caption, chart, None))
}

/// The gaps of a study, in as many charts as there are scales: none, one or two.
pub(super) fn gap_bars(site: Site, study: &Study, findings: &StudyFindings) -> Vec<ChartView> {
    let facts = site.facts();
    let before = study.continues.as_ref().and_then(|id| site.findings.study(id));
    let texts: Vec<_> = findings
        .gaps
        .iter()
        .filter_map(|gap| {
            let kpi = facts.kpi(&gap.kpi)?;
            let finding = gap.finding.as_ref()?;
            let earlier = before.as_ref().and_then(|before| before.gaps.iter().find(|earlier| earlier.kpi == gap.kpi));
            let about = if finding.average_only { "about " } else { "" };
            let benchmark = format!("{about}{}", words::number::value(kpi, finding.benchmark));
            let ours = words::number::value(kpi, finding.ours);
            Some((
                kpi,
                finding,
                earlier.and_then(|earlier| earlier.finding.as_ref()),
                ours,
                benchmark,
                gap_text(kpi, finding),
            ))
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
    let count = study.partners.as_ref().and_then(|partners| partners.count);
    let others = count.map_or_else(|| "the others".to_owned(), words::benchmark::partners);
    let fieldwork = words::period::fieldwork(study.fieldwork);
    let bars = |id| GapBars { id, others: &others, fieldwork: &fieldwork, rows: &rows };
    let placed = draw::gap_bars(&bars("gaps")).map(|chart| {
        let hollow = if before.is_some() { " Hollow: the study before." } else { "" };
        let caption = format!(
            "Share of the others that we do better than, the worst first.{hollow} Band: the middle half of the others. \
             At the right: ours less the median."
        );
        chart_view("gap-bars", caption, chart, Some(format!("Source: {}, {fieldwork}", study.title)))
    });
    let in_percent = draw::gap_bars_in_percent(&bars("gaps-in-percent")).map(|chart| {
        let caption = "Where the study gives only an average: ours against it, in percent.".to_owned();
        chart_view("gap-bars", caption, chart, Some(format!("Source: {}, {fieldwork}", study.title)))
    });
    placed.into_iter().chain(in_percent).collect()
}

fn gap_text(kpi: &Kpi, finding: &BenchmarkFinding) -> String {
    match finding.difference {
        Some(difference) => words::number::difference(kpi, difference),
        None => "no clear difference".to_owned(),
    }
}

/// What happened to a subject up to `as_of`: events that leave the limits as they are, and exceptional periods.
fn notes(site: Site, subject: &Subject, as_of: Period) -> Vec<(Period, String)> {
    let snapshots = site.facts().snapshots.iter().take_while(|snapshot| snapshot.period <= as_of);
    let notes = snapshots.flat_map(|snapshot| {
        let events = snapshot.events.iter().filter(|event| !event.recalculate_limits && event.scope.includes(subject));
        let exceptional = snapshot.exceptional.iter().filter(|exceptional| exceptional.scope.includes(subject));
        let texts = events.map(|event| &event.label).chain(exceptional.map(|exceptional| &exceptional.why));
        texts.map(|text| (snapshot.period, text.clone())).collect::<Vec<_>>()
    });
    notes.collect()
}

fn chart_view(kind: &str, caption: String, chart: Chart, source: Option<String>) -> ChartView {
    ChartView {
        kind: kind.to_owned(),
        caption,
        wide_svg: chart.wide_svg,
        narrow_svg: chart.narrow_svg,
        table: table_view(chart.table),
        source,
    }
}

fn table_view(table: Table) -> TableView {
    let numeric: Vec<bool> = table.columns.iter().map(|column| column.numeric).collect();
    let head = table.columns.into_iter().map(|column| CellView { text: column.name, numeric: column.numeric });
    let rows = table.rows.into_iter().map(|row| {
        let cells = row.into_iter().zip(&numeric);
        cells.map(|(cell, numeric)| CellView { text: cell.text, numeric: *numeric }).collect()
    });
    TableView { caption: table.caption, head: head.collect(), rows: rows.collect() }
}
