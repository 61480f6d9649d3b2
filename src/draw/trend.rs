//! The trend: one KPI over its periods, with what it usually does, what was asked of it and what really changed.

mod figures;
mod label;
mod lines;
mod note;
mod plot;
mod told;

use figures::Figures;

use super::{Chart, Layout};
use crate::analyse::KpiFindings;
use crate::model::{Kpi, Period};

/// What a trend is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Trend<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI.
    pub kpi: &'a Kpi,
    /// The name of the part; `None` for the whole.
    pub part: Option<&'a str>,
    /// What is stated about it.
    pub findings: &'a KpiFindings,
    /// What happened, besides the starts of new groups of limits, which are in the findings.
    pub notes: &'a [Note<'a>],
}

/// Something that happened in a period, in few words: an event, or why the period was exceptional.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note<'a> {
    /// When.
    pub period: Period,
    /// What.
    pub text: &'a str,
}

/// The trend of a KPI: up to three years in the wide layout and in the table, the last 13 periods in the narrow one.
///
/// Without any measured period it is a frame that says so; below three measured periods there is no line, below five
/// no limits, below twelve of a group no mark. Periods that were not measured are gaps, and hatched.
pub fn trend(trend: &Trend<'_>) -> Chart {
    let title = told::title(trend);
    let description = told::description(trend);
    let figures = Figures::of(trend);
    let svg = |layout| plot::svg(trend, &figures, layout, &title, &description);
    Chart { wide_svg: svg(&plot::WIDE), narrow_svg: svg(&plot::NARROW), table: figures.table(), title, description }
}

/// One layout of the trend alone, for where the width is known.
pub fn trend_in(trend: &Trend<'_>, layout: Layout) -> String {
    let (title, description) = (told::title(trend), told::description(trend));
    let layout = match layout {
        Layout::Wide => &plot::WIDE,
        Layout::Narrow => &plot::NARROW,
    };
    plot::svg(trend, &Figures::of(trend), layout, &title, &description)
}
