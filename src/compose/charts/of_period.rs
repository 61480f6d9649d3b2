//! The charts of a period: when customers got in touch, and how many there were for each person on duty.

use crate::compose::frame::Site;
use crate::draw::{self, HeatGrid};
use crate::model::Snapshot;
use crate::words;

use super::Figure;

/// A chart of a period's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compose) enum PeriodChart {
    /// Contacts by weekday and hour.
    Arrivals,
    /// Contacts per person on duty.
    Load,
}

impl PeriodChart {
    /// What its ids begin with and its files are called.
    pub(in crate::compose) fn name(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::Load => "load",
        }
    }
}

/// The charts that the scorecard of a period has, for the whole.
pub(in crate::compose) fn period_charts(snapshot: &Snapshot) -> Vec<PeriodChart> {
    let charts = [PeriodChart::Arrivals, PeriodChart::Load];
    charts.into_iter().filter(|which| drawn(snapshot, *which).is_some()).collect()
}

/// One of them; `None` where nothing was counted.
pub(in crate::compose) fn period_chart(site: Site, snapshot: &Snapshot, which: PeriodChart) -> Option<Figure> {
    let (what, period) = (what(which), words::period::name(snapshot.period));
    let framed = match which {
        PeriodChart::Arrivals => "Darker: more of them; framed: the three busiest hours.",
        PeriodChart::Load => "Darker: more for each; framed: the three heaviest hours.",
    };
    Some(Figure {
        kind: "heat-grid",
        name: which.name().to_owned(),
        caption: format!("{what} by weekday and hour, {}, {period}. {framed}", site.facts().settings.organisation),
        chart: drawn(snapshot, which)?,
        source: None,
    })
}

fn what(which: PeriodChart) -> &'static str {
    match which {
        PeriodChart::Arrivals => "Contacts",
        PeriodChart::Load => "Contacts per person on duty",
    }
}

fn drawn(snapshot: &Snapshot, which: PeriodChart) -> Option<draw::Chart> {
    let grid = snapshot.arrivals.as_ref()?;
    let per = match which {
        PeriodChart::Arrivals => None,
        PeriodChart::Load => Some(snapshot.staffing.as_ref()?),
    };
    draw::heat_grid(&HeatGrid { id: which.name(), what: what(which), grid, per, period: snapshot.period })
}
