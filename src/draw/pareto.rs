//! The Pareto chart: reasons by how often they were given, and how few of them make up most.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{PathElement, Rectangle};

use super::backend::Sheet;
use super::elements::{Label, Put, TEXT_SIZE};
use super::layout::{Layout, crisp};
use super::role::Role;
use super::rows::{Row, Rows};
use super::text_width::shortened;
use super::told::{shortened_sentences, title_by};
use super::value_axis::ValueAxis;
use super::{Cell, Chart, Column, Table};
use crate::model::{Kpi, Period, Withheld};
use crate::words::{number, period};

/// With fewer cases shares say nothing: they are listed.
pub const ENOUGH_FOR_SHARES: f64 = 20.0;

/// Up to this share of all the reasons are the few that matter most.
const MOST: f64 = 0.8;

/// Kept free above the rows for the heads of the figures, and below the row at which most are reached.
const HEAD: i32 = 230;
const FOOT: i32 = 60;

/// What a Pareto chart is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Pareto<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI, a count.
    pub kpi: &'a Kpi,
    /// What is counted by: `Reason for contact`.
    pub dimension: &'a str,
    /// In any order.
    pub reasons: &'a [Reason<'a>],
    /// All cases, of which one may have several reasons.
    pub cases: Option<f64>,
    /// Whether one may.
    pub overlaps: bool,
    /// When.
    pub period: Period,
}

/// A reason.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'a> {
    /// Its name.
    pub name: &'a str,
    /// How often it was given; `None` puts it into the table only.
    pub count: Option<f64>,
    /// Why there is no count.
    pub withheld: Option<Withheld>,
    /// How often it was given in the period before.
    pub before: Option<f64>,
    /// Whether it stands for all that have no name of their own, and so comes last whatever its size.
    pub is_rest: bool,
}

/// A reason with its count and the share that it and those before it come to, 0 to 1.
type Counted<'a> = (&'a Reason<'a>, f64, f64);

/// Bars from zero, the most frequent reason first, with count and cumulative share as text, a light tick where the period
/// before was, and a rule under the row at which 80 % are reached.
///
/// Where one case may have several reasons the shares are of all reasons given, which the description says. `None` for
/// fewer than twenty of them.
pub fn pareto(pareto: &Pareto<'_>) -> Option<Chart> {
    let reasons = counted(pareto)?;
    let title = title_by(pareto.kpi, pareto.dimension, pareto.period);
    let description = description(pareto, &reasons);
    let draw = |layout| draw(pareto, &reasons, layout);
    Some(Chart::drawn(pareto.id, title, description, table(pareto, &reasons), draw))
}

fn counted<'a>(pareto: &Pareto<'a>) -> Option<Vec<Counted<'a>>> {
    let known = pareto.reasons.iter().filter_map(|reason| Some((reason, reason.count.filter(|it| it.is_finite())?)));
    let mut known: Vec<(&Reason<'_>, f64)> = known.collect();
    known.sort_by(|one, other| one.0.is_rest.cmp(&other.0.is_rest).then(other.1.total_cmp(&one.1)));
    let total: f64 = known.iter().map(|(_, count)| count).sum();
    (total >= ENOUGH_FOR_SHARES).then_some(())?;
    let mut so_far = 0.0;
    let shares = known.into_iter().map(|(reason, count)| {
        so_far += count;
        (reason, count, so_far / total)
    });
    Some(shares.collect())
}

/// The row with which most are reached.
fn most_reached(reasons: &[Counted<'_>]) -> usize {
    reasons.iter().position(|(.., share)| *share >= MOST).unwrap_or(reasons.len() - 1)
}

fn draw(pareto: &Pareto<'_>, reasons: &[Counted<'_>], layout: Layout) -> Sheet {
    let rows: Vec<Row> = reasons
        .iter()
        .map(|(reason, count, share)| Row {
            name: reason.name.to_owned(),
            figure: figure(pareto.kpi, *count, *share),
            ours: false,
        })
        .collect();
    let rows = Rows::new(layout, &rows, HEAD, 0);
    let spanned = reasons.iter().flat_map(|(reason, count, _)| [Some(*count), reason.before]).flatten();
    let axis = ValueAxis::from_zero(spanned, pareto.kpi);
    let x = |value: f64| axis.map(&value, rows.stretch);
    let sheet = rows.sheet(FOOT);
    {
        let page = sheet.area();
        let head = shortened("count, share so far", layout.width() / 2, TEXT_SIZE, false);
        page.put(&Label::end((layout.width(), 130), &head, Role::Note));
        if reasons.iter().any(|(reason, ..)| reason.before.is_some()) {
            let before = format!("| {}", period::short(pareto.period.previous()));
            page.put(&Label::start((0, 130), &before, Role::Note));
        }
        for (index, (reason, count, _)) in reasons.iter().enumerate() {
            let y = rows.middle(index);
            sheet.tip(tip(pareto, reason, *count));
            page.put(&Rectangle::new([(x(0.0), y - 70), (x(*count).max(x(0.0) + 10), y + 70)], Role::Column));
            if let Some(before) = reason.before {
                page.put(&PathElement::new([(crisp(x(before)), y - 95), (crisp(x(before)), y + 95)], Role::Was));
            }
        }
        let most = most_reached(reasons);
        if most + 1 < reasons.len() {
            let y = crisp(rows.begin(most + 1));
            page.put(&PathElement::new([(0, y), (layout.width() - 5, y)], Role::Target));
        }
        rows.put_rule(&page, x(0.0), Role::Axis);
        rows.put_texts(&page);
    }
    sheet
}

/// `229, 31 %`
fn figure(kpi: &Kpi, count: f64, share: f64) -> String {
    format!("{}, {}", number::short(kpi, count), number::percent_whole(100.0 * share))
}

fn tip(pareto: &Pareto<'_>, reason: &Reason<'_>, count: f64) -> String {
    let mut tip = format!("{}: {}", reason.name, number::value(pareto.kpi, count));
    if let Some(before) = reason.before {
        let (month, before) = (period::short(pareto.period.previous()), number::value(pareto.kpi, before));
        tip.push_str(&format!(", {month} {before}"));
    }
    tip
}

fn description(pareto: &Pareto<'_>, reasons: &[Counted<'_>]) -> String {
    let most = most_reached(reasons);
    let total: f64 = reasons.iter().map(|(_, count, _)| count).sum();
    let given = number::short(pareto.kpi, total);
    let mut sentences = vec![format!("Bars of {} reasons, the most frequent first.", reasons.len())];
    let share = number::percent_whole(100.0 * reasons[most].2);
    sentences.push(match most + 1 {
        1 => format!("{} alone makes up {share} of {given}.", reasons[0].0.name),
        few => format!("The first {} make up {share} of {given}.", number::in_words(few)),
    });
    match pareto.cases {
        Some(cases) if pareto.overlaps => sentences.push(format!(
            "One case may have several reasons: {given} reasons in {} cases.",
            number::short(pareto.kpi, cases)
        )),
        _ => {}
    }
    let without: Vec<&Reason<'_>> = pareto.reasons.iter().filter(|reason| reason.count.is_none()).collect();
    let withheld = without.iter().filter(|reason| reason.withheld.is_some()).count();
    for (words, count) in [("No data", without.len() - withheld), ("Withheld", withheld)] {
        if count > 0 {
            sentences.push(format!("{words} for {count}."));
        }
    }
    sentences.push("Table below.".to_owned());
    shortened_sentences(sentences)
}

/// Every reason, those without a count last.
fn table(pareto: &Pareto<'_>, reasons: &[Counted<'_>]) -> Table {
    let kpi = pareto.kpi;
    let has_before = pareto.reasons.iter().any(|reason| reason.before.is_some());
    let mut columns = vec![Column::words(pareto.dimension), Column::figures("Count"), Column::figures("Share so far")];
    if has_before {
        columns.push(Column::figures(&period::short(pareto.period.previous())));
    }
    let before =
        |reason: &Reason<'_>| reason.before.map(|before| Cell::value(kpi, Some(before), None)).filter(|_| has_before);
    let row = |reason: &Reason<'_>, share: Cell| {
        let mut cells = vec![Cell::words(reason.name), Cell::value(kpi, reason.count, reason.withheld), share];
        if has_before {
            cells.push(before(reason).unwrap_or_default());
        }
        cells
    };
    let shares = reasons.iter().map(|(reason, _, share)| {
        let percent = 100.0 * share;
        row(reason, Cell::figure(number::percent_whole(percent), percent))
    });
    let without = pareto.reasons.iter().filter(|reason| reason.count.is_none());
    let rows = shares.chain(without.map(|reason| row(reason, Cell::default()))).collect();
    let dimension = pareto.dimension.to_lowercase();
    let caption = format!("{} by {dimension}, {}", kpi.name, period::name(pareto.period));
    Table { caption, columns, rows }
}
