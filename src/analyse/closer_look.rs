//! A closer look at one series: slope, season, step, forecast, limits by counts, and when a gap would be closed.
//!
//! What a scorecard does not need: it is worked out where a page asks for it.

use std::num::NonZeroUsize;

use super::Findings;
use super::attribute_chart::{Attribute, AttributeChart, Counts, Spread, attribute_chart};
use super::closure::{Closure, closure};
use super::finding::{KpiFindings, Past, Season};
use super::history::{cycles_per_year, is_coarser};
use super::outlook::{Outlook, outlook};
use super::runs::{ENOUGH_FOR_RUNS, Runs, runs};
use super::season::{Dependence, dependence, dependence_about, without_trend};
use super::step_change::suggested_step;
use super::theil_sen::theil_sen;
use super::trend::{Trend, trend_along};
use crate::model::{Kpi, KpiKind, Measurement, Period, PeriodKind};

/// Slopes and seasons are worked out from so many of the latest periods of a group at most: ten years of months, two of
/// weeks. All pairs of periods are compared, so their number must end somewhere.
pub const LONGEST_LOOK: usize = 120;

/// Denominators that stray further than this from their mean call for limits by counts.
const EVEN: f64 = 0.25;

/// Fewer cases that count, or that do not, call for limits by counts.
const FEW: f64 = 10.0;

/// What a closer look at one series says, beside its verdict. Never instead of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CloserLook {
    /// How the values of the latest group of limits move; `None` with fewer than eight of them.
    pub trend: Option<Trend>,
    /// Whether they have a season or hang together, so that limits call too often.
    pub dependence: Dependence,
    /// A step that nobody has annotated; only ever a suggestion.
    pub step: Option<SuggestedStep>,
    /// What comes next, if it goes on as it did; `None` where that cannot be said.
    pub outlook: Option<Outlook>,
    /// Limits that follow the number of cases, where those of the XmR chart do not do it justice.
    pub by_counts: Option<ByCounts>,
    /// When our trend would close the gap to the benchmark; `None` unless we are behind, the study compares, and the
    /// trend is more than chance or the latest change an improvement.
    pub closure: Option<Closure>,
}

/// A place where the level may have changed for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuggestedStep {
    /// The first period of the new level.
    pub from: Period,
    /// The mean of the group before.
    pub before: f64,
    /// The mean since.
    pub after: f64,
}

/// A p′ or u′ chart of the latest group of limits.
#[derive(Clone, Debug, PartialEq)]
pub struct ByCounts {
    /// What is counted: shares have a p′ chart, rates a u′ chart.
    pub attribute: Attribute,
    /// The periods of the group, oldest first.
    pub periods: Vec<Period>,
    /// The chart, in the KPI's unit; one point per period.
    pub chart: AttributeChart,
    /// The runs about its centre; `None` with fewer than ten values off it.
    pub runs: Option<Runs>,
}

impl Findings<'_> {
    /// A closer look at the series that `findings` are about; `None` for a KPI that the edition does not have and for
    /// what has no group of limits.
    ///
    /// Everything rests on the ordinary values of the latest group of limits: a step is not a trend.
    pub fn closer_look(&self, findings: &KpiFindings) -> Option<CloserLook> {
        let kpi = self.edition.facts().kpi(&findings.subject.kpi)?;
        let values = findings.group_values();
        let from = findings.limits()?.from;
        let per_year = findings.per_year;
        let line = theil_sen(&values);
        let dependence = dependence_about(&values, per_year, || line.map(|line| (line.slope, line.intercept)));
        let trend = trend_along(&values, per_year, dependence.season, || line);
        let (periods, measured): (Vec<Period>, Vec<f64>) =
            group(findings).filter_map(|(period, value)| Some((period, value?))).unzip();
        let first = measured.len().saturating_sub(LONGEST_LOOK);
        let step = suggested_step(&measured[first..]).map(|step| SuggestedStep {
            from: periods[first + step.at],
            before: step.before,
            after: step.after,
        });
        debug_assert!(step.is_none_or(|step| step.from > from));
        Some(CloserLook {
            trend,
            dependence,
            step,
            outlook: outlook(kpi, findings, &values, dependence, per_year),
            by_counts: self.by_counts(kpi, findings),
            closure: trend.and_then(|trend| gap_closes(kpi, findings, trend)),
        })
    }

    /// A p′ or u′ chart, where numerator and denominator are known for every measured period of the group and the
    /// denominators vary by more than a quarter of their mean or few cases count, or few do not, in some period.
    fn by_counts(&self, kpi: &Kpi, findings: &KpiFindings) -> Option<ByCounts> {
        let attribute = match kpi.kind {
            KpiKind::Proportion => Attribute::Share,
            KpiKind::Rate => Attribute::Rate,
            _ => return None,
        };
        findings.limits()?.lower?;
        let (periods, values): (Vec<Period>, Vec<Option<f64>>) = group(findings).unzip();
        let counts =
            |(period, value): (&Period, &Option<f64>)| match (value, self.measurement(&findings.subject, *period)) {
                (None, _) => Some(None),
                (Some(_), Some(Measurement::Ratio { numerator, denominator })) if denominator > 0 => {
                    Some(Some(Counts { numerator, denominator: denominator as f64 }))
                }
                _ => None,
            };
        let counts: Option<Vec<Option<Counts>>> = periods.iter().zip(&values).map(counts).collect();
        let counts = counts?;
        let measured = || counts.iter().flatten();
        let mean = measured().map(|it| it.denominator).sum::<f64>() / measured().count() as f64;
        let uneven = measured().any(|it| (it.denominator - mean).abs() > EVEN * mean);
        let few = measured().any(|it| {
            let rest = it.denominator - it.numerator;
            it.numerator < FEW || attribute == Attribute::Share && rest < FEW
        });
        if !(uneven || few) {
            return None;
        }
        let frozen = kpi.limits.fix_after.map_or(usize::MAX, NonZeroUsize::get);
        let places: Vec<usize> = (0..counts.len()).map(|row| counts[..row].iter().flatten().count()).collect();
        let chart = attribute_chart(&counts, attribute, Spread::Observed, |row| places[row] < frozen)?;
        let chart = chart.scaled(kpi.unit.per())?;
        let shown: Vec<Option<f64>> = chart.points.iter().map(|point| point.map(|it| it.value)).collect();
        let runs = runs(&shown, chart.centre).filter(|runs| runs.useful >= ENOUGH_FOR_RUNS);
        Some(ByCounts { attribute, periods, chart, runs })
    }
}

impl KpiFindings {
    /// The ordinary values of the latest group of limits, gaps kept: the latest [`LONGEST_LOOK`] places of it.
    pub fn group_values(&self) -> Vec<Option<f64>> {
        let values: Vec<Option<f64>> = group(self).map(|(_, value)| value).collect();
        values[values.len().saturating_sub(LONGEST_LOOK)..].to_vec()
    }
}

/// The periods of the latest group of limits, each with its value where that is ordinary.
fn group(findings: &KpiFindings) -> impl Iterator<Item = (Period, Option<f64>)> {
    let last = findings.groups.len().checked_sub(1);
    let points = findings.points.iter().filter(move |point| last.is_some() && point.limits_group == last);
    points.map(|point| (point.period, point.value.filter(|_| point.is_ordinary())))
}

/// How many of its own periods make a year for a KPI, on a site that reports by `kind`.
pub(super) fn per_year(kpi: &Kpi, kind: PeriodKind) -> usize {
    match kpi.every.filter(|every| is_coarser(*every, kind)) {
        Some(every) => cycles_per_year(every),
        None => Period::per_year(kind),
    }
}

/// Whether this time of the year usually lies high or low, and whether a verdict needs a caution.
///
/// "Usually" needs two earlier years in the group, all on one side of the line of the trend.
pub(super) fn past(findings: &KpiFindings) -> Past {
    let values = findings.group_values();
    let dependence = dependence(&values, findings.per_year);
    if !dependence.season {
        return Past { season: None, dependence };
    }
    let rest = without_trend(&values).unwrap_or_default();
    let before: Vec<f64> = rest.iter().rev().step_by(findings.per_year.max(1)).skip(1).copied().flatten().collect();
    let season = match before.as_slice() {
        [] | [_] => None,
        all if all.iter().all(|it| *it > 0.0) => Some(Season::High),
        all if all.iter().all(|it| *it < 0.0) => Some(Season::Low),
        _ => None,
    };
    Past { season, dependence }
}

/// When the slope would bring the latest value to the benchmark.
fn gap_closes(kpi: &Kpi, findings: &KpiFindings, trend: Trend) -> Option<Closure> {
    let found = findings.benchmark.as_ref()?;
    found.advantage.filter(|advantage| *advantage < 0.0 && found.clear != Some(false))?;
    let improves = findings.variation.as_ref().is_some_and(|variation| variation.class.is_improvement());
    if !(trend.p.is_some_and(|p| p < 0.05) || improves) {
        return None;
    }
    closure(findings.current()?.value?, found.benchmark, trend.per_period, kpi.better)
}
