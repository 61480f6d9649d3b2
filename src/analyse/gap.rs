//! Gaps: how far the organisation is from the benchmark.

use super::calendar::Calendar;
use super::definition::Definition;
use super::history::{Record, Slot};
use super::interval::interval;
use super::position::{Field, Quartile, extremes, favourable_percentile, quartiles};
use crate::model::{
    Benchmark, Better, Comparable, Distribution, Fieldwork, Kpi, KpiKind, Measurement, Period, PeriodKind, Study,
    StudyId, pooled,
};

/// A study whose fieldwork ended more months ago than this is dated.
const DATED_AFTER_MONTHS: i64 = 18;

/// The quartiles of a normal distribution are so many standard deviations apart.
const QUARTILE_RANGE_SIGMAS: f64 = 1.348_979_500_392_163_4;

/// Our value beside a study's benchmark. Advantages are signed so that positive is good.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkFinding {
    /// The study.
    pub study: StudyId,
    /// Our value over the study's fieldwork.
    pub ours: f64,
    /// What our value is worked out from.
    pub basis: Basis,
    /// Cases behind our value.
    pub n: Option<u64>,
    /// The 95 % interval of our value.
    pub interval: Option<(f64, f64)>,
    /// The others' median, or their average when the study gives nothing else.
    pub benchmark: f64,
    /// Whether `benchmark` is only an average.
    pub average_only: bool,
    /// How far the benchmark may be off, when it was read off a chart.
    pub read_off: Option<f64>,
    /// The others' lower and upper quartile as numbers.
    pub quartiles: Option<(f64, f64)>,
    /// The best of the others.
    pub best: Option<f64>,
    /// The worst of the others.
    pub worst: Option<f64>,
    /// How many others.
    pub peers: Option<u32>,
    /// Ours less the benchmark, as numbers; `None` inside the reading error of an average.
    pub difference: Option<f64>,
    /// The difference signed so that positive is good; `None` for neutral KPIs.
    pub advantage: Option<f64>,
    /// The advantage in percent of the benchmark; `None` for NPS and scores, and at 0.
    pub advantage_percent: Option<f64>,
    /// The advantage in robust standard deviations of the others.
    pub advantage_normalised: Option<f64>,
    /// Ours against the best, positive is good.
    pub advantage_to_best: Option<f64>,
    /// The share of others that are worse, 0 to 100, ties half.
    pub percentile: Option<f64>,
    /// Where in the field, ties in our favour; `None` for neutral KPIs and averages.
    pub quartile: Option<Quartile>,
    /// The value at which the next better quarter of the field begins; `None` in the best one, for neutral KPIs and for
    /// averages.
    pub next_quartile: Option<f64>,
    /// Whether a difference can be seen: `Some(false)` when our interval covers the benchmark, `None` without one.
    pub clear: Option<bool>,
    /// Whether the fieldwork ended more than 18 months before the period.
    pub dated: bool,
    /// Whether the others' definition agrees with ours; where it does not, no difference is stated.
    pub comparable: Comparable,
    /// How it stood in the study that this one continues.
    pub before: Option<EarlierGap>,
}

/// How a KPI stood in the study before.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierGap {
    /// The study before.
    pub study: StudyId,
    /// Our value then.
    pub ours: f64,
    /// The others' median then, or their average.
    pub benchmark: f64,
    /// Ours against it, positive is good; `None` for neutral KPIs.
    pub advantage: Option<f64>,
    /// The 95 % interval of our value then.
    pub interval: Option<(f64, f64)>,
    /// The share of others that were worse, 0 to 100.
    pub percentile: Option<f64>,
}

/// What our value beside a study is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Counts of so many fieldwork periods, pooled.
    Pooled(usize),
    /// The last period measured within the fieldwork.
    Last(Period),
}

/// A value against a benchmark. Advantages are signed so that positive is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The others' median, or their average.
    pub benchmark: f64,
    /// The value less the benchmark; `None` inside the reading error of an average.
    pub difference: Option<f64>,
    /// The difference signed so that positive is good; `None` for neutral KPIs.
    pub advantage: Option<f64>,
    /// The advantage in percent of the benchmark; `None` at 0.
    pub advantage_percent: Option<f64>,
    /// The advantage in robust standard deviations of the others; `None` when their quartiles are one.
    pub advantage_normalised: Option<f64>,
    /// The value against the best.
    pub advantage_to_best: Option<f64>,
    /// The share of others that are worse, 0 to 100.
    pub percentile: Option<f64>,
    /// The quarter of the field.
    pub quartile: Option<Quartile>,
    /// The value at which the next better quarter begins.
    pub next_quartile: Option<f64>,
}

/// The gap between `value` and the others; `None` when there are no others.
///
/// With `d` the direction that is better: `advantage = d (value − median)`, in percent of `|median|`, and divided by
/// `(p75 − p25) / 1.349`, which is a standard deviation if the others are normal; `advantage_to_best = d (value −
/// best)`. An average has no quartiles, no normalised gap and no position.
pub fn gap(value: f64, distribution: &Distribution, better: Better) -> Option<Gap> {
    let sign = better.sign();
    let quartiles = quartiles(distribution);
    let (benchmark, read_off) = match (distribution, quartiles) {
        (Distribution::Average { average, read_off, .. }, _) => (*average, *read_off),
        (_, quartiles) => (quartiles?.1, None),
    };
    let difference = Some(value - benchmark).filter(|it| it.is_finite() && it.abs() > read_off.unwrap_or(-1.0));
    let advantage = difference.filter(|_| sign != 0.0).map(|difference| sign * difference);
    let sigma = quartiles.map(|(p25, _, p75)| (p75 - p25) / QUARTILE_RANGE_SIGMAS);
    let best = extremes(distribution, better).1.filter(|_| sign != 0.0);
    let field = Field::new(distribution, better);
    Some(Gap {
        benchmark,
        difference,
        advantage,
        advantage_percent: advantage.and_then(|advantage| divided(100.0 * advantage, benchmark.abs())),
        advantage_normalised: advantage.zip(sigma).and_then(|(advantage, sigma)| divided(advantage, sigma)),
        advantage_to_best: best.map(|best| sign * (value - best)).filter(|it| it.is_finite()),
        percentile: favourable_percentile(distribution, value, better),
        quartile: field.map(|field| field.quartile(sign * value)),
        next_quartile: field.and_then(|field| field.next(sign * value)).map(|begins| sign * begins),
    })
}

/// The quotient; `None` when it is not a number that exists.
fn divided(value: f64, by: f64) -> Option<f64> {
    Some(value / by).filter(|quotient| by != 0.0 && quotient.is_finite())
}

/// The study that applies to `period`: of those whose fieldwork had ended by then, that stand, and that say something
/// about the KPI, the one with the latest fieldwork; of two the later published one, then by id.
pub(super) fn applying<'e>(studies: &'e [Study], kpi: &Kpi, period: Period) -> Option<(&'e Study, &'e Benchmark)> {
    let ended = |study: &&Study| study.withdrawn.is_none() && study.fieldwork.to <= period.last_day();
    studies
        .iter()
        .filter(ended)
        .filter_map(|study| Some((study, study.benchmark(&kpi.id)?)))
        .max_by_key(|(study, _)| (study.fieldwork.to, study.published, &study.id))
}

/// Our side of a comparison.
pub(super) struct Ours<'a, 'e> {
    /// The KPI.
    pub(super) definition: &'a Definition<'e>,
    /// What is known of the whole organisation.
    pub(super) record: &'a Record,
    /// The periods of the site.
    pub(super) calendar: &'a Calendar<'e>,
}

impl Ours<'_, '_> {
    /// Our value beside `study` as of `period`; `None` when nothing ordinary was measured in its fieldwork, or the
    /// others' values are none.
    pub(super) fn against(
        &self,
        studies: &[Study],
        study: &Study,
        benchmark: &Benchmark,
        period: Period,
    ) -> Option<BenchmarkFinding> {
        let mut finding = self.beside(study, benchmark, period)?;
        finding.before = self.before(studies, study, &finding, period);
        Some(finding)
    }

    /// Our value over `fieldwork`, as of `period`.
    pub(super) fn value(&self, fieldwork: Fieldwork, period: Period) -> Option<f64> {
        self.in_fieldwork(fieldwork, period)?.0.value(self.definition.kpi.unit)
    }

    fn beside(&self, study: &Study, benchmark: &Benchmark, period: Period) -> Option<BenchmarkFinding> {
        let kpi = self.definition.kpi;
        let (measurement, basis) = self.in_fieldwork(study.fieldwork, period)?;
        let ours = measurement.value(kpi.unit)?;
        let distribution = &benchmark.distribution;
        let mut gap = gap(ours, distribution, kpi.better)?;
        if benchmark.comparable == Comparable::No {
            let Gap { benchmark, .. } = gap;
            gap = Gap { benchmark, ..NO_GAP };
        }
        // Where zero is arbitrary, a share of the benchmark says nothing.
        if matches!(kpi.kind, KpiKind::Nps | KpiKind::Mean) {
            gap.advantage_percent = None;
        }
        let interval = interval(kpi, &measurement);
        let (read_off, peers) = match distribution {
            Distribution::Peers(peers) => (None, u32::try_from(peers.len()).ok()),
            Distribution::Summary { n, .. } => (None, *n),
            Distribution::Average { read_off, n, .. } => (*read_off, *n),
        };
        let (worst, best) = extremes(distribution, kpi.better);
        let covers = |(lower, upper): (f64, f64)| lower <= gap.benchmark && gap.benchmark <= upper;
        Some(BenchmarkFinding {
            study: study.id.clone(),
            ours,
            basis,
            n: measurement.n(),
            interval,
            benchmark: gap.benchmark,
            average_only: matches!(distribution, Distribution::Average { .. }),
            read_off,
            quartiles: quartiles(distribution).map(|(p25, _, p75)| (p25, p75)),
            best,
            worst,
            peers,
            difference: gap.difference,
            advantage: gap.advantage,
            advantage_percent: gap.advantage_percent,
            advantage_normalised: gap.advantage_normalised,
            advantage_to_best: gap.advantage_to_best,
            percentile: gap.percentile,
            quartile: gap.quartile,
            next_quartile: gap.next_quartile,
            clear: interval.filter(|_| gap.difference.is_some()).map(|interval| !covers(interval)),
            dated: is_dated(study.fieldwork, period),
            comparable: benchmark.comparable,
            before: None,
        })
    }

    /// Our measurement over the fieldwork, as of `period`: pooled from the periods that lie wholly in it where all
    /// that were measured have evidence, else the last of them. Flows and levels are never pooled: a study gives
    /// them for one period. Exceptional and provisional periods are left out, and so are those that do not compare
    /// with the last one.
    fn in_fieldwork(&self, fieldwork: Fieldwork, period: Period) -> Option<(Measurement, Basis)> {
        let kpi = self.definition.kpi;
        let periods = &self.calendar.periods;
        let within = |period: Period| fieldwork.from <= period.first_day() && period.last_day() <= fieldwork.to;
        let history = self.record.as_of(self.calendar.last_until(period)?)?;
        let ordinary = |index: usize| history.slot(index).filter(|slot: &&Slot| slot.is_ordinary());
        let last = (0..periods.len())
            .rev()
            .find(|index| periods[*index] <= period && within(periods[*index]) && ordinary(*index).is_some())?;
        let used: Vec<Measurement> = (0..=last)
            .filter(|index| within(periods[*index]) && self.definition.comparable(periods[*index], periods[last]))
            .filter_map(|index| ordinary(index)?.measurement)
            .collect();
        let pool = match kpi.kind {
            KpiKind::Count | KpiKind::Stock => None,
            _ => pooled(kpi, used.iter()),
        };
        match pool {
            Some(measurement) => Some((measurement, Basis::Pooled(used.len()))),
            None => Some((*used.last()?, Basis::Last(periods[last]))),
        }
    }

    /// How the KPI stood in the study that `study` continues: `None` when there is none, when it was withdrawn or is
    /// of another sort, or when our own values of then and now do not compare.
    fn before(&self, studies: &[Study], study: &Study, now: &BenchmarkFinding, period: Period) -> Option<EarlierGap> {
        let id = study.continues.as_ref()?;
        let earlier = studies.iter().find(|study| study.id == *id).filter(|study| study.withdrawn.is_none())?;
        let fieldwork = earlier.fieldwork;
        let finding = self.beside(earlier, earlier.benchmark(&self.definition.kpi.id)?, period)?;
        let then = self.calendar.periods.iter().find(|period| fieldwork.to <= period.last_day())?;
        let since = self.calendar.periods.iter().find(|period| study.fieldwork.to <= period.last_day())?;
        let alike = finding.average_only == now.average_only && self.definition.comparable(*then, *since);
        alike.then(|| EarlierGap {
            study: earlier.id.clone(),
            ours: finding.ours,
            benchmark: finding.benchmark,
            advantage: finding.advantage,
            interval: finding.interval,
            percentile: finding.percentile,
        })
    }
}

const NO_GAP: Gap = Gap {
    benchmark: 0.0,
    difference: None,
    advantage: None,
    advantage_percent: None,
    advantage_normalised: None,
    advantage_to_best: None,
    percentile: None,
    quartile: None,
    next_quartile: None,
};

fn is_dated(fieldwork: Fieldwork, period: Period) -> bool {
    let months = |day| Period::containing(PeriodKind::Month, day);
    let ended = months(fieldwork.to);
    ended.zip(months(period.last_day())).is_some_and(|(ended, now)| now.since(ended) > DATED_AFTER_MONTHS)
}
