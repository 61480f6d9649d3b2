//! Intervals: a few parts, each with how far its figure may be off, against what all come to together.

use plotters::coord::ranged1d::Ranged;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;

use super::Chart;
use super::backend::Sheet;
use super::compared::Compared;
use super::elements::{Label, Put, Signal, TEXT_SIZE};
use super::layout::{Layout, ticks_across};
use super::role::Role;
use super::rows::{Row, Rows};
use super::text_width::text_width;
use super::value_axis::ValueAxis;
use crate::analyse::{ComparedBy, ComparedPart};
use crate::words::number;

/// The parts of a comparison with fewer than eight; `None` where there are enough for a funnel.
///
/// Sorted by value, the best for customers first. Thick: the interval at 95 %; thin: at 99.8 %. A part whose thin
/// interval does not reach what all come to is marked; the ranks of the others are not told apart.
pub fn intervals(compared: &Compared<'_>) -> Option<Chart> {
    if compared.comparison.by != ComparedBy::Intervals || compared.comparison.parts.is_empty() {
        return None;
    }
    let mut parts: Vec<(&str, &ComparedPart)> = compared.parts().collect();
    let sign = if compared.kpi.better.sign() < 0.0 { 1.0 } else { -1.0 };
    parts.sort_by(|one, other| (sign * one.1.value).total_cmp(&(sign * other.1.value)));
    let description = compared.description(format!("Values of {} parts with their intervals.", parts.len()));
    let table = compared.table(["From", "To"]);
    let draw = |layout| draw(compared, &parts, layout);
    Some(Chart::drawn(compared.id, compared.title(), description, table, draw))
}

fn draw(compared: &Compared<'_>, parts: &[(&str, &ComparedPart)], layout: Layout) -> Sheet {
    let rows: Vec<Row> = parts
        .iter()
        .map(|(name, part)| Row {
            name: (*name).to_owned(),
            figure: number::value(compared.kpi, part.value),
            ours: false,
        })
        .collect();
    let rows = Rows::new(layout, &rows, 230, 0);
    let pooled = compared.comparison.pooled;
    let spanned = parts.iter().flat_map(|(_, part)| [part.value, part.limits_998.0, part.limits_998.1]);
    let axis = ValueAxis::fitted(spanned.chain([pooled]), compared.kpi);
    let x = |value: f64| axis.map(&value, rows.stretch);
    let sheet = rows.sheet(240);
    {
        let page = sheet.area();
        ticks_across(&page, &axis, &axis.ticks(compared.kpi), rows.stretch, &rows.stretches());
        let all = format!("all {}", number::short(compared.kpi, pooled));
        let half = text_width(&all, TEXT_SIZE, false) / 2 + 1;
        let at = x(pooled).clamp(half, layout.width() - half);
        page.put(&Label::middle((at, 130), &all, Role::TargetLabel));
        rows.put_rule(&page, x(pooled), Role::Mean);
        for (index, (name, part)) in parts.iter().enumerate() {
            let y = rows.middle(index);
            for ((lower, upper), role) in
                [(part.limits_998, Role::OuterInterval), (part.limits_95, Role::InnerInterval)]
            {
                page.put(&PathElement::new([(x(lower), y), (x(upper), y)], role));
            }
            sheet.tip(compared.tip(name, part));
            match compared.verdict(part).1 {
                None => page.put(&Circle::new((x(part.value), y), 45, Role::Ours.filled())),
                Some((shape, role)) => {
                    page.put(&Signal::large((x(part.value), y), shape, role));
                    page.put(&Circle::new((x(part.value), y), 70, Role::Tip.filled()));
                }
            }
        }
        rows.put_texts(&page);
    }
    sheet
}
