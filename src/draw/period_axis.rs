//! The period axis: months, quarters or weeks at equal steps, and which of them are named.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};

use super::elements::{TEXT_SIZE, nearest};
use super::text_width::text_width;
use crate::model::{Period, PeriodKind};
use crate::words::period::{short, short_bare};

/// At least so much lies between two labels, in tenths of a pixel.
const LABEL_GAP: i32 = 120;

/// A scale of periods. A place on it is the distance from its first period, in periods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PeriodAxis {
    first: Period,
    last: Period,
    /// The place of the last period: every point that is drawn asks for it.
    end: f64,
    ticks: Vec<f64>,
}

/// A named period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PeriodTick {
    /// Its place on the axis.
    pub(super) at: f64,
    /// What is written under it.
    pub(super) text: String,
}

impl PeriodAxis {
    /// An axis from `first` to `last`, without ticks.
    pub(super) fn new(first: Period, last: Period) -> Self {
        Self { first, last, end: last.since(first) as f64, ticks: Vec::new() }
    }

    /// The same axis with its ticks at these places.
    pub(super) fn with_ticks(mut self, ticks: &[PeriodTick]) -> Self {
        self.ticks = ticks.iter().map(|tick| tick.at).collect();
        self
    }

    /// The place of a period.
    pub(super) fn place(&self, period: Period) -> f64 {
        period.since(self.first) as f64
    }

    /// The place of the last period.
    pub(super) fn end(&self) -> f64 {
        self.end
    }

    /// As many named periods as fit on `width` tenths of a pixel, those that divide a year evenly.
    ///
    /// The first one and the first of each year carry the year.
    pub(super) fn named(&self, width: i32) -> Vec<PeriodTick> {
        let per_period = f64::from(width) / self.end().max(1.0);
        let periods: Vec<Period> = self.first.to(self.last).collect();
        let steps = steps(self.first.kind(), periods.len());
        let ticks = |step: usize| {
            let named = periods.iter().filter(move |period| is_named(**period, step));
            named
                .enumerate()
                .map(|(index, period)| PeriodTick {
                    at: self.place(*period),
                    text: if index == 0 || is_first_of_year(*period) { short(*period) } else { short_bare(*period) },
                })
                .collect::<Vec<_>>()
        };
        let fits = |ticks: &Vec<PeriodTick>| {
            ticks.windows(2).all(|pair| {
                let distance = ((pair[1].at - pair[0].at) * per_period) as i32;
                let halves = text_width(&pair[0].text, TEXT_SIZE, false) + text_width(&pair[1].text, TEXT_SIZE, false);
                distance >= halves / 2 + LABEL_GAP
            })
        };
        let mut fitting = steps.iter().map(|step| ticks(*step)).filter(|ticks| fits(ticks));
        match fitting.next() {
            Some(ticks) if !ticks.is_empty() => ticks,
            // No named period lies in between (three weeks of February): the last one is.
            _ => vec![PeriodTick { at: self.end(), text: short(self.last) }],
        }
    }
}

impl Ranged for PeriodAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let length = f64::from(limit.1 - limit.0);
        // The only period of an axis stands at its end, where its label is.
        let share = if self.end() > 0.0 { value / self.end() } else { 1.0 + value };
        limit.0 + nearest(share * length)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks.iter().copied().take(hint.max_num_points()).collect()
    }

    fn range(&self) -> Range<f64> {
        0.0..self.end()
    }
}

/// Every how many periods one may be named: finer where few periods are shown.
fn steps(kind: PeriodKind, periods: usize) -> &'static [usize] {
    match kind {
        PeriodKind::Month if periods <= 14 => &[1, 3, 6, 12],
        PeriodKind::Month => &[3, 6, 12, 24, 60, 120, 240, 600],
        PeriodKind::Quarter => &[1, 2, 4, 8, 20, 40, 80, 200],
        PeriodKind::Week if periods <= 26 => &[1, 2, 4, 13, 26, 52],
        PeriodKind::Week => &[13, 26, 52, 104, 260, 520, 1_040],
    }
}

/// Whether a period is one of every `step` of its year, or of every so many years.
fn is_named(period: Period, step: usize) -> bool {
    let per_year = Period::per_year(period.kind());
    let number = usize::from(period.number()) - 1;
    if step <= per_year {
        // A 53rd week is close to the first of the year that follows it.
        number.is_multiple_of(step) && (number < per_year || step == 1)
    } else {
        number == 0 && usize::from(period.year().unsigned_abs()).is_multiple_of(step / per_year)
    }
}

fn is_first_of_year(period: Period) -> bool {
    period.number() == 1
}
