//! Gap bars: where each KPI stands among the others of a study, the worst gap first.

mod plot;

use super::{Cell, Chart, Column, Table};
use crate::analyse::{BenchmarkFinding, Quartile};

/// What gap bars are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct GapBars<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The others, with their number: `24 utilities`.
    pub others: &'a str,
    /// When they were asked: `March to May 2026`.
    pub fieldwork: &'a str,
    /// One per KPI, in any order.
    pub rows: &'a [GapRow<'a>],
}

/// One KPI against its benchmark.
#[derive(Clone, Copy, Debug)]
pub struct GapRow<'a> {
    /// The KPI's name.
    pub name: &'a str,
    /// What is stated about the gap.
    pub finding: &'a BenchmarkFinding,
    /// What was stated in the study before, where there was one.
    pub before: Option<&'a BenchmarkFinding>,
    /// Our value as the page writes it: `84.2 %`.
    pub ours: &'a str,
    /// The others' median, or average: `82.4 %`, `about 3.40`.
    pub benchmark: &'a str,
    /// Ours less the benchmark, signed, or why there is none: `+1.8 pts`, `no clear difference`.
    pub gap: &'a str,
}

/// Where a row stands on the scale of its chart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// At this place.
    At(f64),
    /// Somewhere between these.
    Between(f64, f64),
    /// Nothing is known, or neither direction is better.
    Unknown,
}

impl Place {
    fn middle(self) -> f64 {
        match self {
            Self::At(place) => place,
            Self::Between(from, to) => f64::midpoint(from, to),
            Self::Unknown => f64::INFINITY,
        }
    }
}

/// A row with its place, and the one before.
#[derive(Clone, Copy, Debug)]
struct PlacedRow<'a> {
    row: GapRow<'a>,
    place: Place,
    before: Option<f64>,
}

/// What all rows of a chart are measured on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    /// The share of the others that do worse, 0 to 100; their median is 50.
    Percentile,
    /// The advantage in percent of the benchmark, which is 0, as far as this to either side.
    Percent(f64),
}

/// The KPIs whose place among the others is known: the share of them that we do better than, 0 to 100.
///
/// Where only the quarter of the field is known, a bar spans that quarter. KPIs of which not even that is known are left
/// out: see [`gap_bars_in_percent`]. `None` when there is none to show.
pub fn gap_bars(bars: &GapBars<'_>) -> Option<Chart> {
    let rows = sorted(bars, |row| PlacedRow {
        row: *row,
        place: percentile(row.finding),
        before: row.before.and_then(|before| before.percentile),
    });
    let rows: Vec<PlacedRow<'_>> = rows.into_iter().filter(|row| row.place != Place::Unknown).collect();
    let described = described(&rows, |row| row.place.middle() < 50.0, |row| row.place.middle() > 50.0);
    let title =
        format!("Position among {}, {}, {} (share we do better than)", bars.others, kpis(&rows), bars.fieldwork);
    chart(bars, rows, Scale::Percentile, title, described)
}

/// The KPIs whose place among the others is not known: the advantage in percent of the benchmark.
///
/// Those without such a percentage (scores, net promoter scores, neutral KPIs) come last and are told in figures only.
/// `None` when the place of every KPI is known.
pub fn gap_bars_in_percent(bars: &GapBars<'_>) -> Option<Chart> {
    let rows = sorted(bars, |row| PlacedRow {
        row: *row,
        place: row
            .finding
            .advantage_percent
            .filter(|_| percentile(row.finding) == Place::Unknown)
            .map_or(Place::Unknown, Place::At),
        before: row.before.and_then(|before| before.advantage_percent),
    });
    let rows: Vec<PlacedRow<'_>> =
        rows.into_iter().filter(|row| percentile(row.row.finding) == Place::Unknown).collect();
    let described =
        described(&rows, |row| row.place.middle() < 0.0, |row| row.place != Place::Unknown && row.place.middle() > 0.0);
    let title = format!("Gap to {}, {}, {} (percent of their value)", bars.others, kpis(&rows), bars.fieldwork);
    let reach = rows.iter().filter_map(|row| match row.place {
        Place::At(place) => Some(place.abs()),
        _ => None,
    });
    let reach = reach.chain(rows.iter().filter_map(|row| Some(row.before?.abs()))).fold(5.0, f64::max);
    chart(bars, rows, Scale::Percent(reach * 1.08), title, described)
}

fn chart(
    bars: &GapBars<'_>,
    rows: Vec<PlacedRow<'_>>,
    scale: Scale,
    title: String,
    description: String,
) -> Option<Chart> {
    if rows.is_empty() {
        return None;
    }
    Some(Chart {
        wide_svg: plot::wide(bars, &rows, scale, &title, &description),
        narrow_svg: plot::narrow(bars, &rows, scale, &title, &description),
        table: table(bars, &rows, scale),
        title,
        description,
    })
}

/// The worst for customers first; rows without a place last, in the order given.
fn sorted<'a>(bars: &GapBars<'a>, placed: impl Fn(&GapRow<'a>) -> PlacedRow<'a>) -> Vec<PlacedRow<'a>> {
    let mut rows: Vec<PlacedRow<'a>> = bars.rows.iter().map(placed).collect();
    rows.sort_by(|one, other| one.place.middle().total_cmp(&other.place.middle()));
    rows
}

fn percentile(finding: &BenchmarkFinding) -> Place {
    match (finding.percentile, finding.quartile) {
        (Some(percentile), _) => Place::At(percentile.clamp(0.0, 100.0)),
        (None, Some(Quartile::Top)) => Place::Between(75.0, 100.0),
        (None, Some(Quartile::Second)) => Place::Between(50.0, 75.0),
        (None, Some(Quartile::Third)) => Place::Between(25.0, 50.0),
        (None, Some(Quartile::Bottom)) => Place::Between(0.0, 25.0),
        (None, None) => Place::Unknown,
    }
}

fn kpis(rows: &[PlacedRow<'_>]) -> String {
    match rows.len() {
        1 => rows[0].row.name.to_owned(),
        many => format!("{many} KPIs"),
    }
}

fn described(
    rows: &[PlacedRow<'_>],
    is_behind: impl Fn(&PlacedRow<'_>) -> bool,
    is_ahead: impl Fn(&PlacedRow<'_>) -> bool,
) -> String {
    let behind: Vec<&str> = rows.iter().filter(|row| is_behind(row)).map(|row| row.row.name).collect();
    let ahead = rows.iter().filter(|row| is_ahead(row)).count();
    let mut description = format!(
        "Gap chart, {} from the worst gap to the best.",
        match rows.len() {
            1 => "one row".to_owned(),
            many => format!("{many} rows"),
        }
    );
    match behind.as_slice() {
        [] => {}
        [one] => description.push_str(&format!(" Behind on {one}.")),
        [one, two] => description.push_str(&format!(" Behind on {one} and {two}.")),
        [one, .., last] => {
            description.push_str(&format!(" Behind on {}, from {one} to {last}.", behind.len()));
        }
    }
    if ahead > 0 {
        description.push_str(&format!(" Ahead on {ahead}."));
    }
    if rows.iter().any(|row| row.before.is_some()) {
        description.push_str(" Hollow marks show the study before.");
    }
    description.push_str(" Table below.");
    description
}

fn table(bars: &GapBars<'_>, rows: &[PlacedRow<'_>], scale: Scale) -> Table {
    let has_before = rows.iter().any(|row| row.before.is_some());
    let place = match scale {
        Scale::Percentile => "Better than",
        Scale::Percent(_) => "Advantage",
    };
    let mut columns =
        vec![Column::words("KPI"), Column::figures("Ours"), Column::figures("Others"), Column::figures("Gap")];
    columns.push(Column::figures(place));
    if has_before {
        columns.push(Column::figures("Study before"));
    }
    let percent = |percent: f64| match scale {
        Scale::Percentile => format!("{percent:.0}\u{202f}%"),
        Scale::Percent(_) => format!("{}{:.1}\u{202f}%", if percent < 0.0 { "−" } else { "+" }, percent.abs()),
    };
    let row = |row: &PlacedRow<'_>| {
        let found = row.row.finding;
        let mut cells = vec![
            Cell::words(row.row.name),
            Cell::figure(row.row.ours, found.ours),
            Cell::figure(row.row.benchmark, found.benchmark),
            Cell { text: row.row.gap.to_owned(), value: found.difference },
        ];
        cells.push(match row.place {
            Place::At(place) => Cell::figure(percent(place), place),
            Place::Between(from, to) => Cell::words(format!("{from:.0}–{}", percent(to))),
            Place::Unknown => Cell::words("not known"),
        });
        if has_before {
            cells.push(row.before.map(|before| Cell::figure(percent(before), before)).unwrap_or_default());
        }
        cells
    };
    let caption = format!("Gaps to {}, {}", bars.others, bars.fieldwork);
    Table { caption, columns, rows: rows.iter().map(row).collect() }
}
