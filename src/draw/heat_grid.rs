//! The heat grid: how much falls into each hour of the week.

use plotters::element::Rectangle;

use super::backend::Sheet;
use super::elements::{HALF_TEXT, Label, Put, TEXT_SIZE};
use super::layout::{Layout, Page, hatch};
use super::role::Role;
use super::text_width::text_width;
use super::told::shortened_sentences;
use super::{Cell, Chart, Column, Table};
use crate::model::{Period, WeekGrid};
use crate::words::phrase::list;
use crate::words::{number, period};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SHORT_DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEPS: [Role; 5] = [Role::Heat1, Role::Heat2, Role::Heat3, Role::Heat4, Role::Heat5];

/// Hours at either end of the day with less than this share of all are told in words.
const QUIET: f64 = 0.005;
/// The hours that the narrow layout puts into one cell.
const GROUPED: usize = 3;
/// How many cells are pointed out.
const PEAKS: usize = 3;

const GUTTER: i32 = 460;
const HEAD: i32 = 210;
const CELL: i32 = 300;
/// Below the cells: the legend, and in words what is not in them.
const FOOT: i32 = 480;

/// What a heat grid is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct HeatGrid<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// What is counted: `Contacts`, `Contacts per person on duty`.
    pub what: &'a str,
    /// How many, by weekday and hour.
    pub grid: &'a WeekGrid,
    /// What they are divided by, hour by hour: people on duty.
    pub per: Option<&'a WeekGrid>,
    /// When.
    pub period: Period,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Held {
    /// So many.
    Number(f64),
    /// Nothing was counted on this day.
    NotCounted,
    /// There is something, and nothing to divide it by.
    NothingToDivideBy,
}

/// Consecutive hours in one cell: from the first to before the second.
type Hours = (usize, usize);

/// The hours of the week as cells, darker where there is more, with the number in each where it fits.
///
/// Five steps hold the same number of cells each. Hours before and after those in which anything happens are told in
/// words; the table has all 24. Wide: hours across; narrow: three hours to a cell, downwards. A day that was not counted
/// is hatched; zero is an empty cell with its zero. `None` when no hour has a number.
pub fn heat_grid(grid: &HeatGrid<'_>) -> Option<Chart> {
    let cells: Vec<(usize, usize, f64)> = (0..7)
        .flat_map(|day| (0..24).map(move |hour| (day, hour)))
        .filter_map(|(day, hour)| match held(grid, day, (hour, hour + 1)) {
            Held::Number(number) => Some((day, hour, number)),
            Held::NotCounted | Held::NothingToDivideBy => None,
        })
        .collect();
    cells.iter().any(|(.., number)| *number > 0.0).then_some(())?;
    let shown = busy_hours(grid);
    let title = format!("{} by weekday and hour, {}", grid.what, period::name(grid.period));
    let mut busiest: Vec<&(usize, usize, f64)> =
        cells.iter().filter(|(_, hour, _)| (shown.0..shown.1).contains(hour)).collect();
    busiest.sort_by(|one, other| other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1))));
    let peaks: Vec<String> = busiest
        .iter()
        .take(PEAKS)
        .filter(|(.., number)| *number > 0.0)
        .map(|(day, hour, number)| {
            format!("{} {} ({})", DAYS[*day], hours_text((*hour, hour + 1)), text(grid, *number))
        })
        .collect();
    let mut sentences = vec!["Heat map of the hours of a week.".to_owned(), format!("Most on {}.", list(&peaks))];
    sentences.extend(outside(grid, shown));
    let missing = (0..7).filter(|day| grid.grid.0[*day].is_none()).count();
    if missing > 0 {
        sentences.push(format!("No data for {}.", super::told::counted(missing, "day")));
    }
    sentences.push("Table below.".to_owned());
    let draw = |layout| Drawing::new(grid, shown, layout).draw();
    Some(Chart::drawn(grid.id, title, shortened_sentences(sentences), table(grid), draw))
}

fn held(grid: &HeatGrid<'_>, day: usize, (from, to): Hours) -> Held {
    let Some(hours) = &grid.grid.0[day] else { return Held::NotCounted };
    let sum: f64 = hours[from..to].iter().sum();
    let number = match grid.per {
        None => sum,
        Some(per) => {
            let Some(per) = &per.0[day] else { return Held::NotCounted };
            let per: f64 = per[from..to].iter().sum();
            match (per > 0.0, sum > 0.0) {
                (true, _) => sum / per,
                (false, true) => return Held::NothingToDivideBy,
                (false, false) => 0.0,
            }
        }
    };
    if number.is_finite() { Held::Number(number) } else { Held::NotCounted }
}

/// From the first to the last hour of the day in which more than a little happens.
fn busy_hours(grid: &HeatGrid<'_>) -> Hours {
    let of_hour = |hour: usize| grid.grid.0.iter().flatten().map(|day| day[hour]).sum::<f64>();
    let all: f64 = (0..24).map(of_hour).sum();
    let is_busy = |hour: &usize| of_hour(*hour) >= QUIET * all && of_hour(*hour) > 0.0;
    let first = (0..24).find(is_busy).unwrap_or(0);
    let last = (0..24).rev().find(is_busy).unwrap_or(23);
    (first, last + 1)
}

/// How much lies outside of the hours that are shown, as a sentence.
fn outside(grid: &HeatGrid<'_>, (first, end): Hours) -> Option<String> {
    let hours = || (0..first).chain(end..24);
    let left_out: f64 = grid.grid.0.iter().flatten().flat_map(|day| hours().map(|hour| day[hour])).sum();
    let when = match (first, end) {
        (0, 24) => return None,
        (0, _) => format!("After {end}:00"),
        (_, 24) => format!("Before {first}:00"),
        _ => format!("Before {first}:00 and after {end}:00"),
    };
    Some(match grid.per {
        None => format!("{when}: {} in all.", number::plain(left_out, 0)),
        Some(_) => format!("{when}: see the table."),
    })
}

struct Drawing<'a> {
    grid: &'a HeatGrid<'a>,
    layout: Layout,
    hours: Vec<Hours>,
    shown: Hours,
    /// The upper ends of all steps but the last.
    edges: Vec<f64>,
}

impl<'a> Drawing<'a> {
    fn new(grid: &'a HeatGrid<'a>, shown: Hours, layout: Layout) -> Self {
        let grouped = if layout.is_wide() { 1 } else { GROUPED };
        let first = shown.0 / grouped * grouped;
        let end = shown.1.div_ceil(grouped) * grouped;
        let hours: Vec<Hours> = (first..end).step_by(grouped).map(|hour| (hour, hour + grouped)).collect();
        let mut numbers: Vec<f64> = (0..7)
            .flat_map(|day| hours.iter().map(move |hours| (day, *hours)))
            .filter_map(|(day, hours)| match held(grid, day, hours) {
                Held::Number(number) if number > 0.0 => Some(number),
                _ => None,
            })
            .collect();
        numbers.sort_by(f64::total_cmp);
        let mut edges: Vec<f64> =
            (1..STEPS.len()).filter_map(|step| numbers.get(numbers.len() * step / STEPS.len()).copied()).collect();
        edges.dedup_by(|one, other| text(grid, *one) == text(grid, *other));
        Self { grid, layout, hours, shown: (first, end), edges }
    }

    fn step(&self, number: f64) -> usize {
        self.edges.iter().filter(|edge| number >= **edge).count()
    }

    /// The darkest steps for few of them, too: from the middle outwards they can be told apart.
    fn role(&self, step: usize) -> Role {
        STEPS[(step * (STEPS.len() - 1)).checked_div(self.edges.len()).unwrap_or(2)]
    }

    fn draw(&self) -> Sheet {
        let width = self.layout.width();
        let (columns, rows) = if self.layout.is_wide() { (self.hours.len(), 7) } else { (7, self.hours.len()) };
        let step = (width - GUTTER) / columns as i32;
        let bottom = HEAD + CELL * rows as i32;
        let sheet = Sheet::new(width, bottom + FOOT);
        {
            let page = sheet.area();
            self.heads(&page, step);
            let mut all: Vec<(i32, i32, Held, String)> = Vec::with_capacity(columns * rows);
            for (day, name) in DAYS.iter().enumerate() {
                for (index, hours) in self.hours.iter().enumerate() {
                    let (column, row) = if self.layout.is_wide() { (index, day) } else { (day, index) };
                    let (x, y) = (GUTTER + step * column as i32, HEAD + CELL * row as i32);
                    let when = format!("{name} {}", hours_text(*hours));
                    all.push((x, y, held(self.grid, day, *hours), when));
                }
            }
            let fits = |cell: &(i32, i32, Held, String)| match cell.2 {
                Held::Number(number) => text_width(&text(self.grid, number), TEXT_SIZE, false) <= step - 20,
                _ => true,
            };
            let has_texts = step >= 260 && all.iter().all(fits);
            for (x, y, held, _) in &all {
                let corners = [(*x, *y), (x + step - 10, y + CELL - 10)];
                match held {
                    Held::Number(0.0) => page.put(&Rectangle::new(corners, Role::Heat0)),
                    Held::Number(number) => page.put(&Rectangle::new(corners, self.role(self.step(*number)))),
                    Held::NotCounted => hatch(&page, corners[0], corners[1]),
                    Held::NothingToDivideBy => {
                        page.put(&Rectangle::new(corners, Role::Heat0));
                        hatch(&page, corners[0], corners[1]);
                    }
                }
                if let (Held::Number(number), true) = (held, has_texts) {
                    let role = match self.role(self.step(*number)) {
                        Role::Heat4 | Role::Heat5 if *number > 0.0 => Role::DeepCell,
                        _ => Role::Cell,
                    };
                    let at = (x + step / 2 - 5, y + CELL / 2 + HALF_TEXT - 5);
                    page.put(&Label::middle(at, &text(self.grid, *number), role));
                }
            }
            self.peaks(&sheet, &page, &all, step);
            self.legend(&page, bottom);
        }
        sheet
    }

    fn heads(&self, page: &Page<'_>, step: i32) {
        let put_across = |index: usize, text: &str| {
            let x = GUTTER + step * index as i32 + step / 2 - 5;
            page.put(&Label::middle((x, HEAD - 70), text, Role::Note));
        };
        let put_down = |index: usize, text: &str| {
            let y = HEAD + CELL * index as i32 + CELL / 2 + HALF_TEXT - 5;
            page.put(&Label::start((0, y), text, Role::Note));
        };
        for (day, name) in SHORT_DAYS.iter().enumerate() {
            if self.layout.is_wide() { put_down(day, name) } else { put_across(day, name) }
        }
        for (index, hours) in self.hours.iter().enumerate() {
            let text = if self.layout.is_wide() { hours.0.to_string() } else { format!("{}–{}", hours.0, hours.1) };
            if self.layout.is_wide() { put_across(index, &text) } else { put_down(index, &text) }
        }
    }

    /// The cells with the most, framed and with their tooltips.
    fn peaks(&self, sheet: &Sheet, page: &Page<'_>, all: &[(i32, i32, Held, String)], step: i32) {
        let mut most: Vec<(i32, i32, f64, &str)> = all
            .iter()
            .filter_map(|(x, y, held, when)| match held {
                Held::Number(number) if *number > 0.0 => Some((*x, *y, *number, when.as_str())),
                _ => None,
            })
            .collect();
        most.sort_by(|one, other| other.2.total_cmp(&one.2).then((one.1, one.0).cmp(&(other.1, other.0))));
        for (x, y, number, when) in most.into_iter().take(PEAKS) {
            sheet.tip(format!("{when}: {}", text(self.grid, number)));
            page.put(&Rectangle::new([(x - 5, y - 5), (x + step - 5, y + CELL - 5)], Role::Peak));
        }
    }

    fn legend(&self, page: &Page<'_>, bottom: i32) {
        let y = bottom + 190;
        let mut x = 0;
        for step in 0..=self.edges.len() {
            let text = match (self.edges.get(step), step.checked_sub(1).map(|before| self.edges[before])) {
                (Some(to), None) => format!("below {}", text(self.grid, *to)),
                (Some(_), Some(from)) => format!("{}+", text(self.grid, from)),
                (None, Some(from)) => format!("{}+", text(self.grid, from)),
                (None, None) => "any".to_owned(),
            };
            let width = 170 + text_width(&text, TEXT_SIZE, false);
            if x + width > self.layout.width() {
                break;
            }
            page.put(&Rectangle::new([(x, y - 105), (x + 120, y + 25)], self.role(step)));
            page.put(&Label::start((x + 160, y), &text, Role::Note));
            x += width + if self.layout.is_wide() { 260 } else { 90 };
        }
        if let Some(outside) = outside(self.grid, self.shown) {
            let words = super::text_width::shortened(&outside, self.layout.width(), TEXT_SIZE, false);
            page.put(&Label::start((0, y + 210), &words, Role::Note));
        }
    }
}

fn text(grid: &HeatGrid<'_>, value: f64) -> String {
    number::plain(value, u8::from(grid.per.is_some()))
}

/// `9–10`
fn hours_text((from, to): Hours) -> String {
    format!("{from}–{to}")
}

/// One row per hour, one column per day.
fn table(grid: &HeatGrid<'_>) -> Table {
    let columns = std::iter::once(Column::words("Hour")).chain(DAYS.iter().map(|day| Column::figures(day)));
    let row = |hour: usize| {
        let cell = |day: usize| match held(grid, day, (hour, hour + 1)) {
            Held::Number(number) => Cell::figure(text(grid, number), number),
            Held::NotCounted => Cell::words("no data"),
            Held::NothingToDivideBy => Cell::words("nobody"),
        };
        std::iter::once(Cell::words(hours_text((hour, hour + 1)))).chain((0..7).map(cell)).collect()
    };
    let caption = format!("{} by weekday and hour, {}", grid.what, period::name(grid.period));
    Table { caption, columns: columns.collect(), rows: (0..24).map(row).collect() }
}
