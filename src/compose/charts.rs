//! Charts: which ones a page has, what each is drawn from, and the figure around it.
//!
//! The charts of a page are planned before it is made, because each can be had as files of its own and all addresses are
//! known first. KPI and study pages, which readers cite, and the hours of a period have files; the many scorecards of
//! parts have word-sized charts only, and those have none.

mod file;
mod of_kpi;
mod of_period;
mod of_study;

use crate::analyse::KpiFindings;
use crate::draw::{self, Chart, Note, Table, Trend};
use crate::model::{Kpi, Period, Subject};
use crate::words;

use super::frame::Site;
use super::pages::{CellView, ChartView, TableView};
use super::route::{ChartFormat, Route};

pub(super) use file::{chart_file, style};
pub(super) use of_kpi::{FLOWS, KpiChart, kpi_chart, kpi_charts};
pub(super) use of_period::{PeriodChart, period_chart, period_charts};
pub(super) use of_study::{StudyChart, study_chart, study_charts};

/// A chart with the words around it.
pub(super) struct Figure {
    /// The kind, which is also the CSS modifier.
    kind: &'static str,
    /// What the ids in it begin with, and what its files are called.
    name: String,
    caption: String,
    chart: Chart,
    source: Option<String>,
}

impl Figure {
    /// The figure on a page, with links to its files where the site has them.
    pub(super) fn view(self, site: Site, on: &Route) -> ChartView {
        let file = |format: ChartFormat| {
            let route = Route::ChartFile(Box::new(on.clone()), self.name.clone(), format);
            site.outline.has(&route).then(|| site.href(on, &route))
        };
        ChartView {
            svg_href: file(ChartFormat::Svg),
            csv_href: file(ChartFormat::Csv),
            kind: self.kind.to_owned(),
            caption: self.caption,
            wide_svg: self.chart.wide_svg,
            narrow_svg: self.chart.narrow_svg,
            table: table_view(self.chart.table),
            source: self.source,
        }
    }
}

/// The trend of a KPI for one subject, on a page that has no files of it. `id` begins the ids in it; `finding` is the
/// first sentence of its caption.
pub(super) fn trend(site: Site, on: &Route, kpi: &Kpi, findings: &KpiFindings, id: &str, finding: &str) -> ChartView {
    trend_figure(site, kpi, findings, id, finding).view(site, on)
}

fn trend_figure(site: Site, kpi: &Kpi, findings: &KpiFindings, id: &str, finding: &str) -> Figure {
    let part = findings.subject.part.as_ref().and_then(|part| site.facts().part(part));
    let part_name = part.map(|(_, member)| member.name.as_str());
    let chart = trend_chart(site, kpi, findings, id);
    let whose = part_name.unwrap_or(&site.facts().settings.organisation);
    let from = findings.points.first().map_or(findings.as_of, |point| point.period);
    let now = words::period::name(findings.as_of);
    let span = if from == findings.as_of { now } else { format!("{} to {now}", words::period::name(from)) };
    let what = format!("{}, {whose}, {span}. Dashed: the usual range.", kpi.name);
    let caption = if finding.is_empty() { what } else { format!("{finding} {what}") };
    Figure { kind: "trend", name: id.to_owned(), caption, chart, source: source(site, kpi, findings.as_of) }
}

/// The trend of a KPI for one subject, without the words around it.
pub(super) fn trend_chart(site: Site, kpi: &Kpi, findings: &KpiFindings, id: &str) -> Chart {
    let part = findings.subject.part.as_ref().and_then(|part| site.facts().part(part));
    let notes = notes(site, &findings.subject, findings.as_of);
    let notes: Vec<Note> = notes.iter().map(|(period, text)| Note { period: *period, text }).collect();
    draw::trend(&Trend { id, kpi, part: part.map(|(_, member)| member.name.as_str()), findings, notes: &notes })
}

/// Where the figures of a KPI come from, and when those of `as_of` were published.
fn source(site: Site, kpi: &Kpi, as_of: Period) -> Option<String> {
    kpi.source.as_ref().map(|source| {
        let published = site.facts().snapshot(as_of).map(|snapshot| words::period::date(snapshot.published));
        format!("Source: {source}{}", published.map(|day| format!(", as published {day}")).unwrap_or_default())
    })
}

/// What happened to a subject up to `as_of`: events that leave the limits as they are, and exceptional periods.
pub(super) fn notes(site: Site, subject: &Subject, as_of: Period) -> Vec<(Period, String)> {
    let snapshots = site.facts().snapshots.iter().take_while(|snapshot| snapshot.period <= as_of);
    let notes = snapshots.flat_map(|snapshot| {
        let events = snapshot.events.iter().filter(|event| !event.recalculate_limits && event.scope.includes(subject));
        let exceptional = snapshot.exceptional.iter().filter(|exceptional| exceptional.scope.includes(subject));
        let texts = events.map(|event| &event.label).chain(exceptional.map(|exceptional| &exceptional.why));
        texts.map(|text| (snapshot.period, text.clone())).collect::<Vec<_>>()
    });
    notes.collect()
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
