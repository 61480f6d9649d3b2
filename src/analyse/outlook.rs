//! The outlook: the next periods of a series, if it goes on as it did. Which forecast fits which series.

use std::cell::OnceCell;

use super::finding::KpiFindings;
use super::forecast::{Ahead, Law, drift_of, sound};
use super::history::{cycles_per_year, is_coarser};
use super::holt_winters::fitted_holt_winters;
use super::season::Dependence;
use super::theil_sen::{median_line, seasonal_slope};
use super::trend::trend;
use super::variation::{Firmness, Rule};
use super::xmr::mean;
use crate::model::{Kpi, Period, PeriodKind, Range, Target};

/// So many periods are looked ahead.
const PERIODS: usize = 3;

/// So many years of values are smoothed with their season; fewer are compared with the year before.
const SMOOTHED_YEARS: usize = 3;

/// The next periods of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// What it rests on.
    pub basis: OutlookBasis,
    /// The next periods in order, never none.
    pub periods: Vec<Expected>,
}

/// What an outlook rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlookBasis {
    /// Nothing stands out: the next value lies in the usual range, around its mean.
    Usual,
    /// The latest value stands out: the slope goes on, wherever it leads (drift).
    Slope,
    /// It has a season, known for three years: exponential smoothing.
    Smoothed,
    /// It has a season: as a year before, plus the slope.
    YearBefore,
}

/// One period ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The period.
    pub period: Period,
    /// What is expected.
    pub value: f64,
    /// The lower end of what it may come to: the usual range, otherwise 95 %.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// The target in force then.
    pub target: Option<Target>,
    /// The chance, 0 to 1, that it meets that target; `None` without one.
    pub chance: Option<f64>,
}

/// How likely something is, in five words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// Below 5 %.
    VeryUnlikely,
    /// Below 33 %.
    Unlikely,
    /// Below 67 %.
    TossUp,
    /// Below 95 %.
    Likely,
    /// 95 % and more.
    VeryLikely,
}

impl Likelihood {
    /// The word for a chance from 0 to 1.
    pub fn of(chance: f64) -> Self {
        match chance {
            ..0.05 => Self::VeryUnlikely,
            ..0.33 => Self::Unlikely,
            ..0.67 => Self::TossUp,
            ..0.95 => Self::Likely,
            _ => Self::VeryLikely,
        }
    }
}

/// The outlook of the series that `findings` are about; `values` are those of its latest group of limits.
///
/// * Only from a verdict on the period itself, so from 12 values on, and for three periods, half a group at most.
/// * With a season: smoothed where three years without a gap are known, else as a year before plus the slope.
/// * Where no value of the group stands out: the mean, and the usual range.
/// * Where the latest one ends a run or a trend, or stands out at the end of a clear slope: the Theil–Sen slope as the
///   drift from the latest value.
/// * Otherwise there is none: a single odd value says nothing of the next one, nor does one of long ago.
/// * What is bounded is worked out on the logit scale where an end would leave its bounds (all values inside them), and
///   held to them.
pub(super) fn outlook(
    kpi: &Kpi,
    findings: &KpiFindings,
    values: &[Option<f64>],
    dependence: Dependence,
    per_year: usize,
) -> Option<Outlook> {
    let variation = findings.variation.as_ref().filter(|_| findings.firmness >= Some(Firmness::Verdict))?;
    findings.current()?.value?;
    let last_group = findings.groups.len() - 1;
    let signals = findings.points.iter().zip(findings.signals());
    let mut of_group = signals.filter(|(point, _)| point.limits_group == Some(last_group));
    let marked = of_group.any(|(_, signal)| signal.rule != Rule::None);
    let moves = match variation.rule {
        Rule::None => false,
        Rule::Trend | Rule::Shift => true,
        Rule::Outside | Rule::TwoOfThree => trend(values, per_year, false).is_some_and(|trend| trend.is_clear()),
    };
    let whole: Option<Vec<f64>> = values.iter().copied().collect();
    let basis = match () {
        () if dependence.season => {
            let smoothed = whole.is_some_and(|values| values.len() >= SMOOTHED_YEARS * per_year);
            if smoothed { OutlookBasis::Smoothed } else { OutlookBasis::YearBefore }
        }
        () if !marked => OutlookBasis::Usual,
        () if moves => OutlookBasis::Slope,
        () => return None,
    };
    let bounds = bounds(kpi);
    let plain = fitted(basis, findings, values, per_year)?;
    // Fitted once it is needed, and not again for each step.
    let on_logits = OnceCell::new();
    let logits = |scale: Scale| {
        let forth = || values.iter().map(|value| value.map(|value| scale.forth(value))).collect::<Vec<_>>();
        on_logits.get_or_init(|| fitted(basis, findings, &forth(), per_year)).as_ref()
    };
    let ahead = |steps: usize| {
        let found = plain(steps)?;
        match scale(basis, &found, values, bounds)? {
            Scale::Plain => Some((found, Scale::Plain)),
            scale => Some((logits(scale)?(steps)?, scale)),
        }
    };
    let mut period = findings.as_of;
    let mut periods = Vec::with_capacity(PERIODS);
    for steps in 1..=PERIODS {
        period = next(kpi, period)?;
        let (ahead, scale) = ahead(steps)?;
        let (lower, upper) = match basis {
            OutlookBasis::Usual => findings.limits()?.lower.zip(findings.limits()?.upper)?,
            _ => ahead.interval()?,
        };
        let held = |value: f64| scale.back(value).clamp(bounds.0.unwrap_or(f64::MIN), bounds.1.unwrap_or(f64::MAX));
        let target = findings.target_at(kpi, period);
        let chance = target.and_then(|target| ahead.chance(scale.target(target), kpi.better));
        periods.push(Expected {
            period,
            value: held(ahead.mean),
            lower: held(lower),
            upper: held(upper),
            target,
            chance,
        });
    }
    Some(Outlook { basis, periods })
}

impl KpiFindings {
    /// The target of the KPI's subject that is in force in `period`.
    fn target_at(&self, kpi: &Kpi, period: Period) -> Option<Target> {
        super::targets(kpi, self.subject.part.as_ref())?.at(period).map(|step| step.target)
    }
}

/// The mean of the latest group, single values scattering about it as they do.
fn usual(findings: &KpiFindings) -> Option<Ahead> {
    let limits = findings.limits()?;
    let error = super::assurance::sigma(limits.moving_range?);
    sound(limits.mean?, error, Law::Normal)
}

/// As a year before, plus a year's `slope`; errors as those of the same from year to year.
fn year_before(values: &[Option<f64>], per_year: usize, slope: f64, steps: usize) -> Option<Ahead> {
    let before = (*values.get((values.len() + steps).checked_sub(1 + per_year)?)?)?;
    let changes = || values.windows(per_year + 1).filter_map(|pair| Some((*pair.last()?)? - pair[0]? - slope));
    let variance = mean(changes().map(|change| change * change))?;
    sound(before + slope, variance.sqrt(), Law::Normal)
}

/// The next period in which the KPI is due; `None` where that cannot be told.
fn next(kpi: &Kpi, period: Period) -> Option<Period> {
    let kind = period.kind();
    let steps = match kpi.every.filter(|every| is_coarser(*every, kind)) {
        None => 1,
        Some(_) if kind == PeriodKind::Week => return None,
        Some(every) => Period::per_year(kind) / cycles_per_year(every),
    };
    Some((0..steps).fold(period, |period, _| period.next()))
}

/// What is possible: by the kind, or by the scale of a score.
fn bounds(kpi: &Kpi) -> (Option<f64>, Option<f64>) {
    match kpi.scale {
        Some(Range { min, max }) => (Some(min), Some(max)),
        None => kpi.kind.bounds(),
    }
}

/// How values were transformed.
#[derive(Clone, Copy)]
enum Scale {
    Plain,
    Logit(f64, f64),
}

impl Scale {
    fn forth(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Logit(min, max) => libm::log((value - min) / (max - value)),
        }
    }

    fn back(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Logit(min, max) => min + (max - min) / (1.0 + libm::exp(-value)),
        }
    }

    /// A target on this scale; one at or beyond a bound is beyond all values.
    fn target(self, target: Target) -> Target {
        let forth = |value: f64| match self {
            Self::Logit(min, _) if value <= min => f64::MIN,
            Self::Logit(_, max) if value >= max => f64::MAX,
            scale => scale.forth(value),
        };
        match target {
            Target::Value(value) => Target::Value(forth(value)),
            Target::Band(band) => Target::Band(Range { min: forth(band.min), max: forth(band.max) }),
        }
    }
}

/// What to work on a forecast of `values` with: logits where its plain interval leaves the bounds and all values lie inside.
fn scale(
    basis: OutlookBasis,
    plain: &Ahead,
    values: &[Option<f64>],
    bounds: (Option<f64>, Option<f64>),
) -> Option<Scale> {
    if basis == OutlookBasis::Usual {
        return Some(Scale::Plain);
    }
    let (lower, upper) = plain.interval()?;
    let (Some(min), Some(max)) = bounds else { return Some(Scale::Plain) };
    let inside = values.iter().flatten().all(|value| min < *value && *value < max);
    let leaves = lower < min || upper > max;
    Some(if leaves && inside { Scale::Logit(min, max) } else { Scale::Plain })
}

/// A forecast of so many steps.
type Forecast = Box<dyn Fn(usize) -> Option<Ahead>>;

/// The forecast of `values` on this basis, which looks at all of them once.
fn fitted(basis: OutlookBasis, findings: &KpiFindings, values: &[Option<f64>], per_year: usize) -> Option<Forecast> {
    let values = values.to_vec();
    Some(match basis {
        OutlookBasis::Usual => {
            let ahead = usual(findings)?;
            Box::new(move |_| Some(ahead))
        }
        OutlookBasis::Slope => {
            let slope = median_line(&values)?.0;
            Box::new(move |steps| drift_of(&values, slope, steps))
        }
        OutlookBasis::Smoothed => {
            let whole: Option<Vec<f64>> = values.into_iter().collect();
            let smoothed = fitted_holt_winters(&whole?, per_year)?;
            Box::new(move |steps| smoothed.ahead(steps))
        }
        OutlookBasis::YearBefore => {
            let slope = seasonal_slope(&values, per_year)?.slope;
            Box::new(move |steps| year_before(&values, per_year, slope, steps))
        }
    })
}
