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
//! | `grid` | rules at the ticks of the value axis | stroke |
//! | `missing` | hatching where nothing was measured | stroke |
//! | `axis` | axes, ticks, ends of ranges | stroke |
//! | `limit`, `limit--early` | limits; the second with few periods behind them | stroke |
//! | `mean` | the mean of a group of limits | stroke |
//! | `event`, `step` | something happened; limits begin afresh | stroke |
//! | `target` | the target, or the others' median | stroke |
//! | `leader` | from a moved label to what it labels | stroke |
//! | `gap`, `gap--ahead`, `gap--behind`, `gap--level` | from the benchmark to ours | stroke |
//! | `series-1`, `series-1--draft` | our series; its part that is not final | stroke |
//! | `line` | our series in a sparkline | stroke |
//! | `ours` | a bar or a dot of ours | filled |
//! | `before` | the value before | circles |
//! | `point` | ordinary points | circles, whose `r` is the theme's, or dots: a round-capped stroke without length |
//! | `hollow` | points to be read with care: provisional, exceptional, estimated, few cases | circles |
//! | `mark--better`, `mark--worse`, `mark--different` | signals ▲ ▼ ◆ | filled |
//! | `latest`, `end` | the latest point | circle; dot |
//! | `tip` | unseen circles with the tooltips of signals | circles |
//! | `label--note`, `label--event`, `label--target`, `label--row`, `label--ours` | texts of 13 px, the last two bold | group of texts |
//!
//! Groups of texts may also be `middle` or `end`: where the text is anchored. All other colours, widths and dashes are
//! the theme's; nothing in the SVG sets them.

mod backend;
mod bullet;
mod elements;
mod gap_bars;
mod in_characters;
mod labels;
mod layer;
mod multiples;
mod period_axis;
mod role;
mod sparkline;
mod text_width;
mod tick_text;
mod trend;
mod value_axis;
mod window;

pub use bullet::bullet;
pub use gap_bars::{GapBars, GapRow, gap_bars, gap_bars_in_percent};
pub use in_characters::in_characters;
pub use multiples::{Multiples, PANEL_PERIODS, Part, multiples};
pub use sparkline::{SPARKLINE_PERIODS, sparkline};
pub use text_width::text_width;
pub use trend::{Note, Trend, trend};

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
    pub rows: Vec<Vec<String>>,
}

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Whether it holds figures, which are aligned at their end.
    pub numeric: bool,
}

impl Column {
    fn words(name: &str) -> Self {
        Self { name: name.to_owned(), numeric: false }
    }

    fn figures(name: &str) -> Self {
        Self { name: name.to_owned(), numeric: true }
    }
}
