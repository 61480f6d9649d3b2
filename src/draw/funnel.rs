//! The funnel: parts of any size against limits that follow their size, so that chance is not taken for merit.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;

use super::Chart;
use super::backend::Sheet;
use super::compared::Compared;
use super::elements::{HALF_TEXT, Label, Put, Signal, TEXT_SIZE};
use super::free_place::FreePlaces;
use super::labels::{Wanted, placed};
use super::layout::{Layout, Page, crisp, gutter, ticks_upwards};
use super::role::Role;
use super::text_width::{shortened, text_width};
use super::value_axis::{ValueAxis, natural_bounds};
use crate::analyse::{ComparedBy, ComparedPart, FunnelLimits, Level};
use crate::words::number;

/// Places along a limit; more would not be seen.
const STEPS: i32 = 48;
/// Above the plot and below it: the text on the highest rule; ticks, their texts, and what they count.
const HEAD: i32 = 220;
const FOOT: i32 = 400;

/// The funnel of eight parts and more; `None` where fewer are compared by their intervals.
///
/// Limits at 99.8 % and, dashed, at 95 %, around what all come to together. A part beyond 99.8 % is marked and named;
/// of all others the chart claims nothing, so they are dots whose names are in their tooltips and in the table.
pub fn funnel(compared: &Compared<'_>) -> Option<Chart> {
    let ComparedBy::Funnel { limits, .. } = compared.comparison.by else { return None };
    let count = compared.comparison.parts.len();
    let description = compared.description(format!("Funnel chart of {count} parts by their number of cases."));
    let table = compared.table(["Lower limit", "Upper limit"]);
    let draw = |layout| Drawing::new(compared, limits, layout).draw();
    Some(Chart::drawn(compared.id, compared.title(), description, table, draw))
}

struct Drawing<'a> {
    compared: &'a Compared<'a>,
    limits: FunnelLimits,
    layout: Layout,
    values: ValueAxis,
    ticks: Vec<(f64, String)>,
    cases: ValueAxis,
    across: (i32, i32),
    upwards: (i32, i32),
}

impl<'a> Drawing<'a> {
    fn new(compared: &'a Compared<'a>, limits: FunnelLimits, layout: Layout) -> Self {
        let parts = &compared.comparison.parts;
        // Between the smallest and the largest part the limits must be seen; further left they open without end.
        let spanned = parts.iter().flat_map(|part| [part.value, part.limits_998.0, part.limits_998.1]);
        let values = ValueAxis::fitted(spanned.chain([compared.comparison.pooled]), compared.kpi);
        let ticks = values.ticks(compared.kpi);
        let cases = ValueAxis::of_numbers(parts.iter().map(|part| part.n as f64), true);
        let height = if layout.is_wide() { 3000 } else { 2400 };
        let left = gutter(&ticks, layout);
        let texts = texts(compared);
        let label = texts.iter().map(|(_, text, role)| text_width(text, TEXT_SIZE, role.is_bold())).max().unwrap_or(0);
        let across = (left + 60, layout.width() - label - 120);
        Self { compared, limits, layout, values, ticks, cases, across, upwards: (HEAD + height, HEAD) }
    }

    fn draw(&self) -> Sheet {
        let (bottom, top) = self.upwards;
        let sheet = Sheet::new(self.layout.width(), bottom + FOOT);
        {
            let page = sheet.area();
            let (left, right) = self.across;
            ticks_upwards(&page, &self.values, &self.ticks, (left - 60, right), (top, bottom));
            self.cases_below(&page);
            self.limits(&page);
            let y = crisp(self.y(self.compared.comparison.pooled));
            page.put(&PathElement::new([(left, y), (right, y)], Role::Mean));
            self.end_labels(&page);
            self.parts(&sheet, &page);
        }
        sheet
    }

    fn x(&self, cases: f64) -> i32 {
        self.cases.map(&cases, self.across)
    }

    fn y(&self, value: f64) -> i32 {
        self.values.map(&value, self.upwards)
    }

    /// Ticks with how many cases they stand for.
    fn cases_below(&self, page: &Page<'_>) {
        let bottom = self.upwards.0;
        let texts: Vec<(i32, String)> =
            self.cases.bare_ticks().into_iter().map(|(tick, text)| (self.x(tick), text)).collect();
        let fits = |step: usize| {
            let shown: Vec<&(i32, String)> = texts.iter().step_by(step).collect();
            let half = |text: &str| text_width(text, TEXT_SIZE, false) / 2 + 50;
            shown.windows(2).all(|pair| pair[1].0 - pair[0].0 >= half(&pair[0].1) + half(&pair[1].1))
        };
        let step = (1..=texts.len().max(1)).find(|step| fits(*step)).unwrap_or(1);
        for (x, text) in texts.iter().step_by(step) {
            page.put(&PathElement::new([(crisp(*x), bottom + 5), (crisp(*x), bottom + 55)], Role::Axis));
            page.put(&Label::middle((*x, bottom + 190), text, Role::Note));
        }
        page.put(&Label::end((self.across.1, bottom + 350), "number of cases", Role::Note));
    }

    fn limits(&self, page: &Page<'_>) {
        let (least, most) = natural_bounds(self.compared.kpi);
        let per = self.compared.kpi.unit.per();
        let last = self.cases.high();
        for (level, role) in [(Level::P998, Role::Limit), (Level::P95, Role::InnerLimit)] {
            for is_upper in [false, true] {
                let mut line: Vec<(i32, i32)> = Vec::with_capacity(STEPS as usize);
                for step in 1..=STEPS {
                    // Closer together at the left, where limits bend.
                    let share = f64::from(step) / f64::from(STEPS);
                    let cases = last * share * share;
                    let Some((lower, upper)) = self.limits.at(cases, level) else { continue };
                    let limit = per * if is_upper { upper } else { lower };
                    let is_possible = (least..=most).contains(&limit);
                    if is_possible && (self.values.low()..=self.values.high()).contains(&limit) {
                        line.push((self.x(cases), self.y(limit)));
                    }
                }
                if line.len() > 1 {
                    page.put(&PathElement::new(line, role));
                }
            }
        }
    }

    /// What the lines are, at their right ends.
    fn end_labels(&self, page: &Page<'_>) {
        let per = self.compared.kpi.unit.per();
        let end = |level, is_upper: bool| {
            let (lower, upper) = self.limits.at(self.cases.high(), level)?;
            Some(per * if is_upper { upper } else { lower })
        };
        let at = [
            Some(self.compared.comparison.pooled),
            end(Level::P998, true),
            end(Level::P95, true),
            end(Level::P998, false),
            end(Level::P95, false),
        ];
        let labels = texts(self.compared).into_iter().zip(at).filter_map(|((rank, text, role), at)| {
            let at = at.filter(|at| (self.values.low()..=self.values.high()).contains(at))?;
            Some(Wanted { what: (text, role), at: self.y(at), height: 150, rank, reach: (rank > 0).then_some(220) })
        });
        for label in placed(labels.collect(), (HEAD - 60, self.upwards.0 + 60)) {
            let (text, role) = &label.what;
            if (label.at - label.wanted).abs() > 40 {
                let x = self.across.1 + 20;
                page.put(&PathElement::new([(x, label.wanted), (x + 60, label.at)], Role::Leader));
            }
            page.put(&Label::start((self.across.1 + 100, label.at + HALF_TEXT), text, *role));
        }
    }

    fn parts(&self, sheet: &Sheet, page: &Page<'_>) {
        // Left and right of the plot stand the texts of its rules and lines.
        let mut places = FreePlaces::within((self.across.0, HEAD - 120), (self.across.1, self.upwards.0));
        let at = |part: &ComparedPart| (self.x(part.n as f64), self.y(part.value));
        for (_, part) in self.compared.parts() {
            places.cover(at(part), 60);
        }
        for (name, part) in self.compared.parts() {
            sheet.tip(self.compared.tip(name, part));
            match self.compared.verdict(part).1 {
                None => page.put(&Circle::new(at(part), 40, Role::Dot.filled())),
                Some((shape, role)) => {
                    page.put(&Signal::large(at(part), shape, role));
                    page.put(&Circle::new(at(part), 70, Role::Tip.filled()));
                    let (x, y) = at(part);
                    let name = shortened(name, 1500, TEXT_SIZE, false);
                    places.put(page, (x, y), &name, Role::Name);
                }
            }
        }
    }
}

/// The texts at the ends of the lines, with how dear each is.
fn texts(compared: &Compared<'_>) -> [(u8, String, Role); 5] {
    let pooled = number::short(compared.kpi, compared.comparison.pooled);
    let limit = |level: &str| format!("{level}\u{202f}%");
    [
        (0, format!("all {pooled}"), Role::TargetLabel),
        (1, limit("99.8"), Role::Note),
        (2, limit("95"), Role::Note),
        (1, limit("99.8"), Role::Note),
        (2, limit("95"), Role::Note),
    ]
}
