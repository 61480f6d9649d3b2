//! A finding → a chart: SVG drawn with plotters when the site is made, complete without script, coloured by the theme.
//!
//! One chart kind per file. Each takes the findings it shows and returns a [`Chart`]: the drawing in two layouts, its
//! name and description for a screen reader, and its figures as a table. Numbers and periods are written by
//! [`words`](crate::words), as on the page around it.
//! Sparklines and bullets are word-sized; they stand beside their own figures and are hidden from screen readers.
//!
//! # What a theme can style
//!
//! Every drawing is an `<svg>` with one of these classes:
//!
//! | class | drawing | view box |
//! |---|---|---|
//! | `chart__wide`, `chart__narrow` | one chart, laid out twice; show one of them by the width of its container | 720 and 340 wide |
//! | `chart__multiples` | beside these two: small multiples | |
//! | `sparkline` | a series as long as a word | 100 × 24 |
//! | `bullet` | a value against its target | 120 × 20 |
//!
//! Inside, each role is one element with its class, in this order, which is the order of painting:
//!
//! | class | what | element |
//! |---|---|---|
//! | `band` | the usual range | filled |
//! | `zone-1`, `zone-2`, `zone-3` | zones of a bullet, the worst first | filled |
//! | `peers` | the middle half of the others | filled |
//! | `excess` | where more came in than was done | filled |
//! | `grid` | rules at the ticks of the value axis | stroke |
//! | `missing` | hatching where nothing was measured | stroke |
//! | `axis` | axes, ticks, ends of ranges | stroke |
//! | `limit`, `limit--early`, `limit--inner` | limits; with few periods behind them; at 95 % in a funnel | stroke |
//! | `mean` | the mean of a group of limits | stroke |
//! | `event`, `step` | something happened; limits begin afresh | stroke |
//! | `target` | the target, or the others' median | stroke |
//! | `leader` | from a moved label to what it labels | stroke |
//! | `gap`, `gap--ahead`, `gap--behind`, `gap--level` | from the benchmark to ours | stroke |
//! | `interval`, `interval--inner` | how far a value may be off: at 99.8 %, at 95 % | stroke |
//! | `stem`, `carry` | from zero to a dot; from one step to the next | stroke |
//! | `part-1` … `part-5`, `part-rest` | the parts of a stack, from its foot | filled |
//! | `heat-1` … `heat-5`, `heat-0`, `peak` | the cells of a grid by how much is in them; empty; the largest | filled; the last two stroke |
//! | `column`, `column--draft` | a column or bar of a quantity; one that is not final | filled |
//! | `change--better`, `change--worse` | the steps of a waterfall | filled |
//! | `was` | the value of the period before, across a bar | stroke |
//! | `series-1`, `series-1--draft`, `series-2` | our series; its part that is not final; a second one | stroke |
//! | `line` | our series in a sparkline | stroke |
//! | `dot` | a dot that is not ours | circles |
//! | `ours` | a bar or a dot of ours | filled |
//! | `before` | the value before | circles |
//! | `point` | ordinary points | circles, whose `r` is the theme's, or dots: a round-capped stroke without length |
//! | `hollow` | points to be read with care: provisional, exceptional, estimated, few cases | circles |
//! | `mark--better`, `mark--worse`, `mark--different` | signals ▲ ▼ ◆ | filled |
//! | `latest`, `end` | the latest point | circle; dot |
//! | `tip` | unseen shapes with the tooltips of signals and stacks | circles, rectangles |
//! | `label--note`, `label--event`, `label--target`, `label--row`, `label--ours`, `label--name`, `label--cell` | texts of 13 px, `row` and `ours` bold | group of texts |
//! | `label--deep` | numbers on the two darkest cells, also `label--cell` | group of texts |
//!
//! Groups of texts may also be `middle` or `end`: where the text is anchored. All other colours, widths and dashes are
//! the theme's; nothing in the SVG sets them.

mod backend;
mod bullet;
mod compared;
mod elements;
mod file;
mod flows;
mod free_place;
mod funnel;
mod gap_bars;
mod headline;
mod heat_grid;
mod icon;
mod in_characters;
mod intervals;
mod labels;
mod layer;
mod layout;
mod levels;
mod multiples;
mod pareto;
mod period_axis;
mod profile;
mod ranking;
mod raster;
mod role;
mod rows;
mod sparkline;
mod stacked;
mod strips;
mod text_width;
mod tick_text;
mod told;
mod trend;
mod value_axis;
mod waterfall;
mod window;

pub use bullet::bullet;
pub use compared::Compared;
pub use file::chart_file;
pub use flows::{FLOW_PERIODS, Flows, flows, unexplained};
pub use funnel::funnel;
pub use gap_bars::{GapBars, GapRow, gap_bars, gap_bars_in_percent};
pub use headline::headline;
pub use heat_grid::{HeatGrid, heat_grid};
pub use icon::icon;
pub use in_characters::in_characters;
pub use intervals::intervals;
pub use layout::Layout;
pub use levels::{LevelRow, Levels, levels};
pub use multiples::{Multiples, PANEL_PERIODS, Part, multiples};
pub use pareto::{ENOUGH_FOR_SHARES, Pareto, Reason, pareto};
pub use profile::{Profile, ProfileRow, profile};
pub use ranking::{RankedRow, Ranking, ranking};
pub use raster::{Picture, picture, picture_size};
pub use sparkline::{SPARKLINE_PERIODS, sparkline};
pub use stacked::{ADDS_UP, STACKED_PERIODS, Stacked, stacked};
pub use strips::{ENOUGH_FOR_QUARTILES, StripRow, Strips, strips};
pub use text_width::text_width;
pub use trend::{Note, Trend, trend, trend_in};
pub use waterfall::{Waterfall, waterfall};

use crate::model::{Kpi, Withheld};
use crate::words::{missing, number};

/// A drawing in two layouts, with its words and its figures. None of them is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// An SVG element for containers from about 620 pixels, laid out 720 wide.
    pub wide_svg: String,
    /// The same for narrower ones, laid out 340 wide.
    pub narrow_svg: String,
    /// What it shows; plain text, the same as the SVG's own title.
    pub title: String,
    /// What it says, in at most about 300 characters; plain text, the same as the SVG's own description.
    pub description: String,
    /// What it shows, as figures.
    pub table: Table,
}

/// The figures behind a chart. Plain text throughout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What the table holds.
    pub caption: String,
    /// The first column names the row.
    pub columns: Vec<Column>,
    /// As many cells each as there are columns; an empty cell says nothing on purpose.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Whether it holds figures, which are aligned at their end.
    pub numeric: bool,
    /// What its bare numbers are counted in: `minutes`, `percent`; empty where the heading says it.
    pub unit: &'static str,
}

/// A cell of a [`Table`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// As the page writes it: `14 min 30 s`, `no data`.
    pub text: String,
    /// The same as a bare number in the unit of its column, unrounded: what was drawn. `None` for words.
    pub value: Option<f64>,
}

impl Column {
    fn words(name: &str) -> Self {
        Self { name: name.to_owned(), numeric: false, unit: "" }
    }

    fn figures(name: &str) -> Self {
        Self { name: name.to_owned(), numeric: true, unit: "" }
    }

    /// A column of values of a KPI.
    fn values(name: &str, kpi: &Kpi) -> Self {
        Self { name: name.to_owned(), numeric: true, unit: told::unit_word(kpi.unit).unwrap_or_default() }
    }
}

impl Cell {
    fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None }
    }

    fn figure(text: impl Into<String>, value: f64) -> Self {
        Self { text: text.into(), value: Some(value) }
    }

    /// A value of a KPI, or why there is none.
    fn value(kpi: &Kpi, value: Option<f64>, withheld: Option<Withheld>) -> Self {
        match value {
            Some(value) => Self::figure(number::value(kpi, value), value),
            None => Self::words(missing::in_cell(withheld)),
        }
    }
}
