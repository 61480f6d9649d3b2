//! Rows: charts that read like a list, with a name, a stretch of marks and a figure in each row.

use plotters::element::PathElement;

use super::backend::Sheet;
use super::elements::{HALF_TEXT, LINE_HEIGHT, Label, Put, TEXT_SIZE};
use super::layout::{Layout, Page, crisp};
use super::role::Role;
use super::text_width::{shortened, text_width, wrapped};

/// The names of rows are no wider than this in the wide layout, in tenths of a pixel.
const NAME_WIDTH: i32 = 2000;
/// A figure is no wider than this.
const FIGURE_WIDTH: i32 = 1700;

/// What stands in a row besides its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// What it is about.
    pub(super) name: String,
    /// Its figure, at the end.
    pub(super) figure: String,
    /// Whether it is ours among others, and so bold.
    pub(super) ours: bool,
}

/// Rows that found their places. Wide: names left of the marks, figures right of them; narrow: both above.
#[derive(Debug)]
pub(super) struct Rows {
    layout: Layout,
    names: Vec<Vec<String>>,
    figures: Vec<String>,
    ours: Vec<bool>,
    /// Where the marks may lie.
    pub(super) stretch: (i32, i32),
    /// Where the first row begins.
    pub(super) top: i32,
    row_height: i32,
}

impl Rows {
    /// `head` is kept free above the first row; in the narrow layout, `below` under the marks of each.
    pub(super) fn new(layout: Layout, rows: &[Row], head: i32, below: i32) -> Self {
        let width_of = |text: &String, bold: bool| text_width(text, TEXT_SIZE, bold);
        let figures: Vec<String> =
            rows.iter().map(|row| shortened(&row.figure, FIGURE_WIDTH, TEXT_SIZE, row.ours)).collect();
        let figure_width = figures.iter().map(|figure| width_of(figure, true)).max().unwrap_or(0);
        let ours = rows.iter().map(|row| row.ours).collect();
        let end = layout.width();
        if !layout.is_wide() {
            let room = end - figure_width - 120;
            let names = rows.iter().map(|row| vec![shortened(&row.name, room, TEXT_SIZE, row.ours)]).collect();
            let (stretch, row_height) = ((100, end - 100), 450 + below);
            return Self { layout, names, figures, ours, stretch, top: head, row_height };
        }
        let names: Vec<Vec<String>> =
            rows.iter().map(|row| wrapped(&row.name, NAME_WIDTH, 2, TEXT_SIZE, row.ours)).collect();
        let name_width = names.iter().flatten().map(|line| width_of(line, true)).max().unwrap_or(0);
        let row_height = if names.iter().any(|lines| lines.len() > 1) { 340 } else { 270 };
        let stretch = (name_width + 200, end - figure_width - 200);
        Self { layout, names, figures, ours, stretch, top: head, row_height }
    }

    /// Keeps so much free at either end of the marks.
    pub(super) fn inset(mut self, left: i32, right: i32) -> Self {
        self.stretch = (self.stretch.0 + left, self.stretch.1 - right);
        self
    }

    /// An empty picture with `foot` below the last row.
    pub(super) fn sheet(&self, foot: i32) -> Sheet {
        Sheet::new(self.layout.width(), self.bottom() + foot)
    }

    /// Where the last row ends.
    pub(super) fn bottom(&self) -> i32 {
        self.top + self.row_height * self.names.len() as i32
    }

    /// The middle of a row's marks.
    pub(super) fn middle(&self, index: usize) -> i32 {
        let top = self.begin(index);
        if self.layout.is_wide() { top + self.row_height / 2 } else { top + 290 }
    }

    /// Where a row begins.
    pub(super) fn begin(&self, index: usize) -> i32 {
        self.top + self.row_height * index as i32
    }

    /// Where the rules of a row begin and end, so that they do not run through the texts above its marks.
    pub(super) fn marks(&self, index: usize) -> (i32, i32) {
        let top = self.begin(index);
        if self.layout.is_wide() { (top, top + self.row_height) } else { (top + 200, top + 380) }
    }

    /// Where upright rules begin and end: from the first row to the last, or in the narrow layout row by row, so that they
    /// do not run through texts.
    pub(super) fn stretches(&self) -> Vec<(i32, i32)> {
        match self.layout {
            Layout::Wide => vec![(self.top, self.bottom())],
            Layout::Narrow => (0..self.names.len()).map(|index| self.marks(index)).collect(),
        }
    }

    /// An upright rule through all rows.
    pub(super) fn put_rule(&self, page: &Page<'_>, x: i32, role: Role) {
        for (top, bottom) in self.stretches() {
            page.put(&PathElement::new([(crisp(x), top), (crisp(x), bottom)], role));
        }
    }

    /// The names and figures.
    pub(super) fn put_texts(&self, page: &Page<'_>) {
        for (index, ((name, figure), ours)) in self.names.iter().zip(&self.figures).zip(&self.ours).enumerate() {
            let role = if *ours { Role::OursLabel } else { Role::Name };
            let first = match self.layout {
                Layout::Wide => self.middle(index) + HALF_TEXT - (name.len() as i32 - 1) * LINE_HEIGHT / 2,
                Layout::Narrow => self.begin(index) + 140,
            };
            for (line, text) in name.iter().enumerate() {
                page.put(&Label::start((0, first + line as i32 * LINE_HEIGHT), text, role));
            }
            let y = match self.layout {
                Layout::Wide => self.middle(index) + HALF_TEXT,
                Layout::Narrow => first,
            };
            page.put(&Label::end((self.layout.width(), y), figure, role));
        }
    }
}
