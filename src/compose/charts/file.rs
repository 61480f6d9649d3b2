//! A chart as files of its own: the drawing for slides and letters, the numbers for a spreadsheet.

use std::sync::Arc;

use jiff::civil::Date;

use crate::compose::downloads::table_csv;
use crate::compose::frame::Site;
use crate::compose::route::{ChartFormat, Route};
use crate::draw;
use crate::model::Look;
use crate::words;

use super::of_kpi::Beside;
use super::{
    Figure, KpiChart, StudyChart, kpi_chart, kpi_charts, period_chart, period_charts, study_chart, study_charts,
};

/// A theme may bring a style of its own for charts as files.
const STYLE: &str = "chart-file.css";

/// The file of the chart called `name` on a page. It was planned with the page, so it is there.
pub(in crate::compose) fn chart_file(
    site: Site,
    look: &Look,
    page: &Route,
    name: &str,
    format: ChartFormat,
) -> Vec<u8> {
    let Some(figure) = figure(site, page, name) else { return Vec::new() };
    match format {
        ChartFormat::Csv => table_csv(&figure.chart.table),
        ChartFormat::Svg => {
            let settings = &site.facts().settings;
            let published = words::period::date(published(site, page));
            let whose = format!("{}, {}, {published}", settings.organisation, settings.title);
            let below: Vec<&str> = figure.source.as_deref().into_iter().chain([whose.as_str()]).collect();
            draw::chart_file(&figure.chart, &below, style(look)).into_bytes()
        }
    }
}

/// The theme's own style for charts as files; `None` where it has none that can be read.
pub(in crate::compose) fn style(look: &Look) -> Option<&str> {
    let own = look.files.iter().find(|(name, _)| name == STYLE);
    own.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
}

/// When what is on the page was published: an old scorecard does not change with a new month.
fn published(site: Site, page: &Route) -> Date {
    let facts = site.facts();
    let snapshot = match page {
        Route::Scorecard(period) => facts.snapshot(*period),
        _ => None,
    };
    snapshot.map_or_else(|| facts.now(), |snapshot| snapshot.published)
}

fn figure(site: Site, page: &Route, name: &str) -> Option<Figure> {
    let facts = site.facts();
    match page {
        Route::Kpi(id) => {
            let kpi = facts.kpi(id)?;
            let which = kpi_charts(site.findings, kpi).into_iter().find(|which| which.name() == name)?;
            let subjects = match which {
                // Parts that are compared are held against their cases and not against their past.
                KpiChart::Trend | KpiChart::Flows | KpiChart::Benchmark | KpiChart::Beside(_, Beside::Compared) => {
                    Arc::default()
                }
                KpiChart::Parts(_) | KpiChart::Beside(..) => site.findings.of_kpi(&kpi.id, facts.latest().period),
            };
            kpi_chart(site, kpi, &subjects, &which)
        }
        Route::Study(id) => {
            let (study, found) = (facts.study(id)?, site.findings.study(id)?);
            let which = study_charts(site.findings, study, &found);
            let which: StudyChart = which.into_iter().find(|which| which.name() == name)?;
            study_chart(site, study, &found, which)
        }
        Route::Scorecard(period) => {
            let snapshot = facts.snapshot(*period)?;
            let which = period_charts(snapshot).into_iter().find(|which| which.name() == name)?;
            period_chart(site, snapshot, which)
        }
        _ => None,
    }
}
