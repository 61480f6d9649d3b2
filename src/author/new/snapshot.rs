//! The figures of a period, all of them still missing.

use std::fmt::Write;

use jiff::civil::Date;

use crate::model::{Kpi, Measurement, Organisation, PartId, Period, Subject, Unit};
use crate::read::written;

/// A snapshot in which every KPI is a known gap, with what it was last as a pattern.
pub(super) fn text(organisation: &Organisation, period: Period) -> String {
    let latest = organisation.latest();
    let after = latest.published.since(latest.period.last_day()).unwrap_or_default();
    let published = period.last_day().checked_add(after).unwrap_or(period.next().first_day());
    let mut out = head(period, published);
    values(&mut out, organisation.kpis.iter(), period, &|kpi| last(organisation, kpi, None, period));
    let mut dimension = None;
    for part in parts(organisation, period) {
        if dimension.as_ref() != Some(&part.dimension) {
            out.push_str(if dimension.is_none() { "\nby:\n" } else { "" });
            writeln!(out, "  {}:", part.dimension).expect("a text takes all");
            dimension = Some(part.dimension.clone());
        }
        writeln!(out, "    {}:", part.member).expect("a text takes all");
        for kpi in kpis(organisation, period) {
            let was = last(organisation, kpi, Some(&part), period);
            if was.is_some() {
                line(&mut out, kpi, was, 6);
            }
        }
    }
    out.push_str(TAIL);
    out
}

/// The first snapshot of a site: nothing is known but the catalogue.
pub(super) fn first(kpis: &[Kpi], period: Period) -> String {
    let mut out = head(period, period.next().first_day());
    values(&mut out, kpis.iter(), period, &|_| None);
    out.push_str(TAIL);
    out
}

const TAIL: &str = "\n# Something that happened, as a mark in the charts, or why the period cannot be compared:\n\
         # events:\n#   - { kpi: KPI, label: New routing, because: WHY }\n\
         # exceptional:\n#   - { why: Strike, kpis: all }\n";

fn head(period: Period, published: Date) -> String {
    format!(
        "# The figures of {period}. `~` means known to be missing: a gap, never a zero. Behind it stands the last figure, as a pattern.\n\
         period: {period}\n\
         published: {published}         # the day this scorecard comes out\n\
         status: provisional           # final when all figures are in and checked\n\
         # approved: {{ by: WHO, on: DAY }}\n\
         # working_days: 21              # flows are also read per working day\n\n"
    )
}

/// All KPIs that have figures of their own, by group.
fn values<'k>(
    out: &mut String,
    kpis: impl Iterator<Item = &'k Kpi>,
    period: Period,
    last: &dyn Fn(&Kpi) -> Option<String>,
) {
    out.push_str("values:\n");
    let before = out.len();
    let mut group = None;
    for kpi in kpis.filter(|kpi| has_figures(kpi, period)) {
        if group.replace(kpi.group.as_deref()) != Some(kpi.group.as_deref())
            && let Some(name) = &kpi.group
        {
            writeln!(out, "  # {name}").expect("a text takes all");
        }
        line(out, kpi, last(kpi), 2);
    }
    if out.len() == before {
        out.truncate(before - 1);
        out.push_str(" {}\n");
    }
}

/// Whether a KPI has figures of its own in `period`.
fn has_figures(kpi: &Kpi, period: Period) -> bool {
    kpi.compute.is_none() && kpi.retired.as_ref().is_none_or(|retired| retired.until >= period)
}

/// The KPIs that have figures of their own in `period`.
fn kpis(organisation: &Organisation, period: Period) -> impl Iterator<Item = &Kpi> {
    organisation.kpis.iter().filter(move |kpi| has_figures(kpi, period))
}

/// The parts that had figures in the latest snapshot before `period` and still exist.
fn parts(organisation: &Organisation, period: Period) -> Vec<PartId> {
    let exists = |until: Option<Period>| until.is_none_or(|until| until >= period);
    let members = organisation.dimensions.iter().flat_map(|dimension| {
        dimension.members.iter().filter(move |member| exists(member.until)).map(|member| dimension.part(member))
    });
    let had_figures =
        |part: &PartId| kpis(organisation, period).any(|kpi| last(organisation, kpi, Some(part), period).is_some());
    members.filter(had_figures).collect()
}

/// The figure of the latest snapshot before `period`.
fn last(organisation: &Organisation, kpi: &Kpi, part: Option<&PartId>, period: Period) -> Option<String> {
    let before = organisation.snapshots.iter().rev().find(|snapshot| snapshot.period < period)?;
    let subject = Subject { kpi: kpi.id.clone(), part: part.cloned() };
    let reading = organisation.series.get(&subject)?.at(before.period)?;
    let measurement = written::measurement(&reading.measurement);
    let Measurement::Value { value, .. } = reading.measurement else { return Some(measurement) };
    Some(match span(kpi, value) {
        Some(span) => measurement.replacen(&value.to_string(), &span, 1),
        None => measurement,
    })
}

/// A time span as people write it, `5m 55s`, where its number has no end: 5.916666666666667 minutes.
fn span(kpi: &Kpi, value: f64) -> Option<String> {
    let seconds = value * kpi.unit.seconds().filter(|_| kpi.unit != Unit::Days)?;
    let whole = seconds.round();
    if (value * 1e4).fract() == 0.0 || (seconds - whole).abs() > 1e-6 * whole.max(1.0) {
        return None;
    }
    let whole = whole as u64;
    let parts = [(whole / 3_600, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")];
    let parts = parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number}{unit}"));
    Some(parts.collect::<Vec<_>>().join(" "))
}

fn line(out: &mut String, kpi: &Kpi, was: Option<String>, indent: usize) {
    let was = was.map(|was| format!("     # {was}")).unwrap_or_default();
    writeln!(out, "{:indent$}{}: ~{was}", "", kpi.id).expect("a text takes all");
}
