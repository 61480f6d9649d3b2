//! Flows: what came in, what was done, and what is left, above each other on one time axis.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::Color;

use super::backend::Sheet;
use super::elements::{HALF_TEXT, LINE_HEIGHT, Label, Put, TEXT_SIZE, nearest};
use super::labels::{Wanted, placed};
use super::layout::{Layout, Page, crisp, gutter, hatch, ticks_upwards};
use super::period_axis::PeriodAxis;
use super::role::Role;
use super::text_width::{shortened, text_width};
use super::told::shortened_sentences;
use super::value_axis::ValueAxis;
use super::window::ends;
use super::{Cell, Chart, Column, Table};
use crate::analyse::{KpiFindings, Point};
use crate::model::{Kpi, Period, Standing};
use crate::words::{number, period};

/// How many periods the wide layout shows, and how many the narrow one.
pub const FLOW_PERIODS: usize = 24;
const NARROW_PERIODS: usize = 13;

const HEAD: i32 = 220;
/// Between the two panels, with the text on the highest rule of the lower one.
const BETWEEN: i32 = 300;
const FOOT: i32 = 260;

/// What flows are drawn from: three KPIs of the same subject, each with what is stated about it.
#[derive(Clone, Copy, Debug)]
pub struct Flows<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// What came in.
    pub opened: (&'a Kpi, &'a KpiFindings),
    /// What was done.
    pub resolved: (&'a Kpi, &'a KpiFindings),
    /// What was left at the end of each period.
    pub backlog: (&'a Kpi, &'a KpiFindings),
    /// The last period shown.
    pub as_of: Period,
}

/// One period.
#[derive(Clone, Copy)]
struct Moment<'a> {
    period: Period,
    opened: Option<&'a Point>,
    resolved: Option<&'a Point>,
    backlog: Option<&'a Point>,
}

impl Moment<'_> {
    /// What came in and what was done, where both are known.
    fn both(&self) -> Option<(f64, f64)> {
        Some((self.opened?.value?, self.resolved?.value?))
    }

    fn left(&self) -> Option<f64> {
        self.backlog?.value
    }

    fn is_draft(&self) -> bool {
        self.backlog.is_some_and(|point| point.standing == Standing::Provisional)
    }
}

/// Two panels: opened (solid) and resolved (dashed) as lines on a fitted scale, tinted where more came in than was done;
/// the backlog as columns from zero, with its target.
///
/// `None` unless all three were measured in some period.
pub fn flows(flows: &Flows<'_>) -> Option<Chart> {
    let moments = moments(flows);
    moments.iter().any(|moment| moment.both().is_some() && moment.left().is_some()).then_some(())?;
    let (opened, resolved, backlog) = (flows.opened.0, flows.resolved.0, flows.backlog.0);
    let title = format!(
        "{}, {} and {}, {} to {}",
        opened.name,
        crate::words::inside(resolved),
        crate::words::inside(backlog),
        period::name(moments[0].period),
        period::name(flows.as_of)
    );
    let draw = |layout| Drawing::new(flows, &moments, layout).draw();
    Some(Chart::drawn(flows.id, title, description(flows, &moments), table(flows, &moments), draw))
}

/// The periods in which the backlog is not the one before with what came in and without what was done, latest last.
pub fn unexplained(flows: &Flows<'_>) -> Vec<Period> {
    let moments = moments(flows);
    let pairs = moments.windows(2).filter_map(|pair| {
        let (before, now, (opened, resolved)) = (pair[0].left()?, pair[1].left()?, pair[1].both()?);
        let expected = before + opened - resolved;
        ((now - expected).abs() > 0.5).then_some(pair[1].period)
    });
    pairs.collect()
}

fn moments<'a>(flows: &Flows<'a>) -> Vec<Moment<'a>> {
    let all = [flows.opened.1, flows.resolved.1, flows.backlog.1];
    let begins = all.iter().filter_map(|findings| findings.points.first()).map(|point| point.period).min();
    let earliest = flows.as_of.before(FLOW_PERIODS - 1);
    let first = begins.map_or(earliest, |begins| begins.max(earliest)).min(flows.as_of);
    let at = |findings: &'a KpiFindings, period: Period| {
        let found = findings.points.binary_search_by_key(&period, |point| point.period).ok()?;
        Some(&findings.points[found])
    };
    first
        .to(flows.as_of)
        .map(|period| Moment {
            period,
            opened: at(flows.opened.1, period),
            resolved: at(flows.resolved.1, period),
            backlog: at(flows.backlog.1, period),
        })
        .collect()
}

struct Drawing<'a> {
    flows: &'a Flows<'a>,
    layout: Layout,
    moments: &'a [Moment<'a>],
    rates: ValueAxis,
    rate_ticks: Vec<(f64, String)>,
    stock: ValueAxis,
    stock_ticks: Vec<(f64, String)>,
    across: (i32, i32),
}

impl<'a> Drawing<'a> {
    fn new(flows: &'a Flows<'a>, moments: &'a [Moment<'a>], layout: Layout) -> Self {
        let most = if layout.is_wide() { FLOW_PERIODS } else { NARROW_PERIODS };
        let moments = &moments[moments.len().saturating_sub(most)..];
        let rates = moments.iter().flat_map(|moment| [moment.opened, moment.resolved]).flatten();
        let rates = ValueAxis::fitted(rates.filter_map(|point| point.value), flows.opened.0);
        let target = flows.backlog.1.points.last().and_then(|point| point.target).into_iter().flat_map(ends);
        let stock = moments.iter().filter_map(Moment::left).chain(target);
        let stock = ValueAxis::from_zero(stock, flows.backlog.0).thinned();
        let (rate_ticks, stock_ticks) = (rates.ticks(flows.opened.0), stock.ticks(flows.backlog.0));
        let left = gutter(&rate_ticks, layout).max(gutter(&stock_ticks, layout));
        let texts = texts(flows, moments, layout);
        let width = texts.iter().flat_map(|(lines, ..)| lines).map(|line| text_width(line, TEXT_SIZE, true)).max();
        let across = (left + 60, layout.width() - width.unwrap_or(0) - 160);
        Self { flows, layout, moments, rates, rate_ticks, stock, stock_ticks, across }
    }

    fn draw(&self) -> Sheet {
        let heights = if self.layout.is_wide() { (1700, 900) } else { (1500, 800) };
        let upper = (HEAD, HEAD + heights.0);
        let lower = (upper.1 + BETWEEN, upper.1 + BETWEEN + heights.1);
        let sheet = Sheet::new(self.layout.width(), lower.1 + FOOT);
        {
            let page = sheet.area();
            let (left, right) = self.across;
            ticks_upwards(&page, &self.rates, &self.rate_ticks, (left - 60, right + 60), upper);
            ticks_upwards(&page, &self.stock, &self.stock_ticks, (left - 60, right + 60), lower);
            self.rates(&sheet, &page, upper);
            self.stock(&sheet, &page, lower);
            self.labels(&page, upper, lower);
            let periods = PeriodAxis::new(self.moments[0].period, self.flows.as_of);
            for tick in periods.named(self.across.1 - self.across.0) {
                let x = self.x(tick.at as usize);
                page.put(&PathElement::new([(crisp(x), lower.1 + 5), (crisp(x), lower.1 + 55)], Role::Axis));
                let half = (text_width(&tick.text, TEXT_SIZE, false) + 1) / 2;
                let at = x.clamp(half, self.layout.width() - half);
                page.put(&Label::middle((at, lower.1 + 190), &tick.text, Role::Note));
            }
        }
        sheet
    }

    fn x(&self, index: usize) -> i32 {
        let (left, right) = self.across;
        match self.moments.len() {
            // The only period stands at the end, where its labels are.
            1 => right,
            count => left + (right - left) * index as i32 / (count as i32 - 1),
        }
    }

    fn rates(&self, sheet: &Sheet, page: &Page<'_>, (top, bottom): (i32, i32)) {
        let y = |value: f64| self.rates.map(&value, (bottom, top));
        for corners in self.excesses(y) {
            page.put(&Polygon::new(corners, Role::Excess));
        }
        let of = |moment: &Moment<'a>, is_opened: bool| if is_opened { moment.opened } else { moment.resolved };
        for (is_opened, role) in [(false, Role::Series2), (true, Role::Series)] {
            let mut stretch: Vec<(i32, i32)> = Vec::new();
            let flush = |stretch: &mut Vec<(i32, i32)>| match stretch.len() {
                0 => {}
                1 => page.put(&Circle::new(stretch.remove(0), 0, Role::Point.filled())),
                _ => page.put(&PathElement::new(std::mem::take(stretch), role)),
            };
            for (index, moment) in self.moments.iter().enumerate() {
                match of(moment, is_opened).and_then(|point| point.value) {
                    Some(value) => stretch.push((self.x(index), y(value))),
                    None => flush(&mut stretch),
                }
            }
            flush(&mut stretch);
        }
        for (index, moment) in self.moments.iter().enumerate() {
            let x = self.x(index);
            let highest = [moment.opened, moment.resolved].into_iter().flatten().filter_map(|point| point.value);
            let Some(highest) = highest.reduce(f64::max) else {
                let half = self.half();
                hatch(page, (x - half, top), (x + half, bottom));
                continue;
            };
            sheet.tip(self.tip(moment));
            page.put(&Circle::new((x, y(highest)), 70, Role::Tip.filled()));
        }
    }

    /// The areas between the lines where more came in than was done; lines cross between two periods.
    fn excesses(&self, y: impl Fn(f64) -> i32) -> Vec<Vec<(i32, i32)>> {
        let mut areas = Vec::new();
        for index in 1..self.moments.len() {
            let (before, now) = (self.moments[index - 1].both(), self.moments[index].both());
            let (Some((o0, r0)), Some((o1, r1))) = (before, now) else { continue };
            let (d0, d1) = (o0 - r0, o1 - r1);
            if d0 <= 0.0 && d1 <= 0.0 {
                continue;
            }
            let (x0, x1) = (self.x(index - 1), self.x(index));
            let crossing = || {
                let share = d0 / (d0 - d1);
                (x0 + nearest((x1 - x0) as f64 * share), y(o0 + (o1 - o0) * share))
            };
            areas.push(match (d0 > 0.0, d1 > 0.0) {
                (true, true) => vec![(x0, y(o0)), (x1, y(o1)), (x1, y(r1)), (x0, y(r0))],
                (true, false) => vec![(x0, y(o0)), crossing(), (x0, y(r0))],
                _ => vec![crossing(), (x1, y(o1)), (x1, y(r1))],
            });
        }
        areas
    }

    /// Half of the width of a column.
    fn half(&self) -> i32 {
        let steps = (self.moments.len() as i32 - 1).max(1);
        ((self.across.1 - self.across.0) / steps * 2 / 5).min(120)
    }

    fn stock(&self, sheet: &Sheet, page: &Page<'_>, (top, bottom): (i32, i32)) {
        let y = |value: f64| self.stock.map(&value, (bottom, top));
        let half = self.half();
        for (index, moment) in self.moments.iter().enumerate() {
            let (from, to) = (self.x(index) - half, self.x(index) + half);
            let Some(value) = moment.left() else {
                hatch(page, (from, top), (to, bottom));
                continue;
            };
            let role = if moment.is_draft() { Role::ColumnDraft } else { Role::Column };
            sheet.tip(self.tip(moment));
            page.put(&Rectangle::new([(from, y(value)), (to, y(0.0))], role));
        }
        let target = self.flows.backlog.1.points.last().and_then(|point| point.target);
        for end in target.into_iter().flat_map(ends) {
            let (left, right) = self.across;
            page.put(&PathElement::new([(left - 60, y(end)), (right + 60, y(end))], Role::Tick));
        }
    }

    fn labels(&self, page: &Page<'_>, upper: (i32, i32), lower: (i32, i32)) {
        for is_upper in [true, false] {
            let (axis, (top, bottom)) = if is_upper { (&self.rates, upper) } else { (&self.stock, lower) };
            let texts = texts(self.flows, self.moments, self.layout);
            let wanted = texts.into_iter().filter(|(.., above)| *above == is_upper).map(|(lines, value, role, _)| {
                let height = LINE_HEIGHT * lines.len() as i32;
                let at = axis.map(&value, (bottom, top));
                let (rank, reach) = if role == Role::TargetLabel { (1, Some(300)) } else { (0, None) };
                Wanted { what: (lines, role), at, height, rank, reach }
            });
            for label in placed(wanted.collect(), (top - 120, bottom + 60)) {
                let x = self.across.1 + 160;
                if (label.at - label.wanted).abs() > 40 {
                    page.put(&PathElement::new([(x - 90, label.wanted), (x - 20, label.at)], Role::Leader));
                }
                let (lines, role) = label.what;
                let first = label.at - (lines.len() as i32 - 1) * LINE_HEIGHT / 2 + HALF_TEXT;
                for (index, line) in lines.iter().enumerate() {
                    page.put(&Label::start((x, first + index as i32 * LINE_HEIGHT), line, role));
                }
            }
        }
    }

    /// `Oct 2026: opened 8,304, resolved 8,222, backlog 590`
    fn tip(&self, moment: &Moment<'_>) -> String {
        let of = |word: &str, (kpi, _): (&Kpi, &KpiFindings), point: Option<&Point>| {
            let value = Cell::value(kpi, point.and_then(|point| point.value), point.and_then(|point| point.withheld));
            format!("{word} {}", value.text)
        };
        let texts = [
            of("opened", self.flows.opened, moment.opened),
            of("resolved", self.flows.resolved, moment.resolved),
            of("backlog", self.flows.backlog, moment.backlog),
        ];
        let draft = if moment.is_draft() { ", provisional" } else { "" };
        format!("{}: {}{draft}", period::short(moment.period), texts.join(", "))
    }
}

/// What stands at the ends of the lines: its lines, the value it belongs to, and whether that is in the upper panel.
fn texts(flows: &Flows<'_>, moments: &[Moment<'_>], layout: Layout) -> Vec<(Vec<String>, f64, Role, bool)> {
    let latest = |of: fn(&Moment<'_>) -> Option<f64>| moments.iter().rev().find_map(of);
    let opened = latest(|moment| moment.opened?.value);
    let resolved = latest(|moment| moment.resolved?.value);
    let left = moments.iter().rev().find_map(Moment::left);
    let width = if layout.is_wide() { 1300 } else { 900 };
    let label = |word: &str, kpi: &Kpi, value: f64| {
        let value = number::short(kpi, value);
        vec![word.to_owned(), shortened(&value, width, TEXT_SIZE, true)]
    };
    let mut texts = Vec::with_capacity(4);
    texts.extend(opened.map(|value| (label("opened", flows.opened.0, value), value, Role::OursLabel, true)));
    texts.extend(resolved.map(|value| (label("resolved", flows.resolved.0, value), value, Role::Name, true)));
    texts.extend(left.map(|value| (label("backlog", flows.backlog.0, value), value, Role::OursLabel, false)));
    let target = flows.backlog.1.points.last().and_then(|point| point.target);
    if let Some(target) = target {
        let text = format!("target {}", number::target_bare(flows.backlog.0, &target));
        let at = ends(target).last().unwrap_or(0.0);
        texts.push((vec![shortened(&text, width, TEXT_SIZE, false)], at, Role::TargetLabel, false));
    }
    texts
}

fn description(flows: &Flows<'_>, moments: &[Moment<'_>]) -> String {
    let kind = flows.as_of.kind();
    let mut sentences = vec![format!("Two panels, {}.", period::counted(moments.len(), kind))];
    if let Some((moment, (opened, resolved), left)) =
        moments.iter().rev().find_map(|moment| Some((moment, moment.both()?, moment.left()?)))
    {
        sentences.push(format!(
            "{}: {} opened, {} resolved, {} left.",
            period::name(moment.period),
            number::value(flows.opened.0, opened),
            number::value(flows.resolved.0, resolved),
            number::value(flows.backlog.0, left)
        ));
    }
    let both: Vec<(f64, f64)> = moments.iter().filter_map(Moment::both).collect();
    let more = both.iter().filter(|(opened, resolved)| opened > resolved).count();
    sentences.push(match more {
        0 => "Never more opened than resolved.".to_owned(),
        count => format!("More opened than resolved in {count} of {}.", period::counted(both.len(), kind)),
    });
    match unexplained(flows).as_slice() {
        [] => {}
        [one] => sentences.push(format!("The flows do not explain the backlog of {}.", period::name(*one))),
        many => {
            let count = period::counted(many.len(), kind);
            sentences.push(format!("The flows do not explain the backlog of {count}."));
        }
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

/// The three figures of every period, the latest first.
fn table(flows: &Flows<'_>, moments: &[Moment<'_>]) -> Table {
    let columns = vec![
        Column::words(&crate::words::phrase::capitalised(period::noun(flows.as_of.kind()))),
        Column::values(&flows.opened.0.name, flows.opened.0),
        Column::values(&flows.resolved.0.name, flows.resolved.0),
        Column::values(&flows.backlog.0.name, flows.backlog.0),
    ];
    let cell = |kpi: &Kpi, point: Option<&Point>| {
        Cell::value(kpi, point.and_then(|point| point.value), point.and_then(|point| point.withheld))
    };
    let rows = moments.iter().rev().map(|moment| {
        vec![
            Cell::words(period::short(moment.period)),
            cell(flows.opened.0, moment.opened),
            cell(flows.resolved.0, moment.resolved),
            cell(flows.backlog.0, moment.backlog),
        ]
    });
    let caption = format!("What came in, what was done and what is left, by {}", period::noun(flows.as_of.kind()));
    Table { caption, columns, rows: rows.collect() }
}
