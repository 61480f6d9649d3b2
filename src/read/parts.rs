//! Whether the parts of a complete dimension add up to the whole.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::snapshots::{Catalogue, Row, Rows};
use crate::diagnostic::Problem;
use crate::model::{Dimension, Kpi, KpiKind, Measurement, Member, MemberId, Period};

/// Reports each figure whose parts do not add up, with the difference.
///
/// Only what can be added is checked: flows, levels and the counts behind shares and scores. Where a part that existed
/// in `period` has no figure, the sum is not complete; then only a sum above the whole is wrong.
pub(super) fn report_sums(
    by: Entry<'_>,
    dimension: &Dimension,
    period: Period,
    whole: &Row<'_>,
    parts: &Rows<'_>,
    catalogue: &Catalogue<'_>,
) {
    let rows: BTreeMap<&MemberId, &Row<'_>> = parts.iter().map(|(member, row)| (member, row)).collect();
    let top: Vec<&Member> = dimension.members.iter().filter(|member| member.parent.is_none()).collect();
    for (id, (reading, _)) in whole.iter() {
        let kpi = catalogue.kpis[id];
        for &(what, part_of) in addends(kpi) {
            let Some(whole) = part_of(&reading.measurement) else { continue };
            let mut sum = Sum::default();
            for member in &top {
                sum.add(total(dimension, member, period, &rows, id, part_of));
            }
            if sum.measured && sum.differs_from(whole) {
                let (kpi, dimension) = (kpi.id.to_string(), dimension.id.to_string());
                by.report_key(Problem::PartsDoNotAddUp { kpi, what, dimension, parts: sum.value, whole });
            }
        }
    }
}

/// A number that is added up from parts, and how it is called.
type Addend = (&'static str, fn(&Measurement) -> Option<f64>);

/// What of a measurement of `kpi` must add up.
fn addends(kpi: &Kpi) -> &'static [Addend] {
    const VALUES: &[Addend] = &[("values", value)];
    const EVIDENCE: &[Addend] = &[
        ("numerators", |measurement| match *measurement {
            Measurement::Ratio { numerator, .. } => Some(numerator),
            _ => None,
        }),
        ("denominators", |measurement| match *measurement {
            Measurement::Ratio { denominator, .. } => Some(denominator as f64),
            _ => None,
        }),
        ("promoters", |measurement| promoters(measurement, 0)),
        ("passives", |measurement| promoters(measurement, 1)),
        ("detractors", |measurement| promoters(measurement, 2)),
        ("cases (n)", |measurement| match *measurement {
            Measurement::Value { n, .. } => n.map(|n| n as f64),
            _ => None,
        }),
    ];
    match kpi.kind {
        KpiKind::Count | KpiKind::Stock => VALUES,
        _ => EVIDENCE,
    }
}

fn value(measurement: &Measurement) -> Option<f64> {
    match *measurement {
        Measurement::Value { value, .. } => Some(value),
        _ => None,
    }
}

fn promoters(measurement: &Measurement, which: usize) -> Option<f64> {
    match *measurement {
        Measurement::Promoters { promoters, passives, detractors } => {
            Some([promoters, passives, detractors][which] as f64)
        }
        _ => None,
    }
}

/// A sum of parts that may lack some.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    /// Whether any part had a figure.
    measured: bool,
    /// Whether a part that should have a figure has none.
    lacks: bool,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.value += other.value;
        self.measured |= other.measured;
        self.lacks |= other.lacks;
    }

    fn differs_from(&self, whole: f64) -> bool {
        // Levels and money may be fractions, whose sums are off in the last digits.
        let tolerance = 1e-9 * whole.abs().max(1.0);
        let above = self.value - whole;
        above > tolerance || (!self.lacks && above < -tolerance)
    }
}

/// The figure of a member: its own, else that of its children.
fn total(
    dimension: &Dimension,
    member: &Member,
    period: Period,
    rows: &BTreeMap<&MemberId, &Row<'_>>,
    kpi: &str,
    part_of: fn(&Measurement) -> Option<f64>,
) -> Sum {
    let own = rows.get(&member.id).and_then(|row| row.get(kpi));
    if let Some(value) = own.and_then(|(reading, _)| part_of(&reading.measurement)) {
        return Sum { value, measured: true, lacks: false };
    }
    let mut sum = Sum::default();
    let mut children = dimension.children(&member.id).peekable();
    if children.peek().is_none() {
        let existed = member.until.is_none_or(|until| period <= until);
        return Sum { lacks: existed, ..sum };
    }
    for child in children {
        sum.add(total(dimension, child, period, rows, kpi, part_of));
    }
    sum
}
