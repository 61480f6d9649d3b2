//! Pooling: several measurements of one KPI as one, from the evidence behind them. Never means of means.

use super::kpi::{Accumulates, Kpi, KpiKind, Statistic};
use super::measurement::Measurement;

/// What the figures of all parts come to together: flows and levels are added, all else is pooled.
pub fn together<'m>(kpi: &Kpi, parts: impl Iterator<Item = &'m Measurement>) -> Option<Measurement> {
    match kpi.kind {
        KpiKind::Count | KpiKind::Stock => summed(kpi, parts),
        KpiKind::Currency if kpi.accumulates == Accumulates::Sum => summed(kpi, parts),
        KpiKind::Proportion | KpiKind::Rate | KpiKind::Mean | KpiKind::Nps | KpiKind::Duration | KpiKind::Currency => {
            pooled(kpi, parts)
        }
    }
}

/// All `measurements` as one.
///
/// Counts of ratios and of answers are added; values with n are weighted by it, which for shares is the same.
/// `None` for nothing, when one has no evidence, and for values with n that are not means: a median cannot be pooled.
pub fn pooled<'m>(kpi: &Kpi, measurements: impl Iterator<Item = &'m Measurement>) -> Option<Measurement> {
    let mut pool = Pool::default();
    for measurement in measurements {
        pool.add(kpi, measurement)?;
    }
    pool.total()
}

/// The values of `measurements` added up; `None` for nothing or when one has no value.
pub fn summed<'m>(kpi: &Kpi, measurements: impl Iterator<Item = &'m Measurement>) -> Option<Measurement> {
    let mut sum = None;
    for measurement in measurements {
        sum = Some(sum.unwrap_or(0.0) + measurement.value(kpi.unit)?);
    }
    sum.filter(|sum: &f64| sum.is_finite()).map(|value| Measurement::Value { value, n: None })
}

#[derive(Default)]
struct Pool {
    ratios: Option<(f64, u64)>,
    answers: Option<[u64; 3]>,
    /// Whether there were values with nothing but n.
    values: bool,
    /// Everything, weighted by n; stands when the forms are mixed.
    weighted: f64,
    n: u64,
}

impl Pool {
    fn add(&mut self, kpi: &Kpi, measurement: &Measurement) -> Option<()> {
        let n = measurement.n()?;
        self.n = self.n.checked_add(n)?;
        self.weighted += measurement.value(kpi.unit).unwrap_or(0.0) * n as f64;
        match *measurement {
            Measurement::Ratio { numerator, denominator } => {
                let (numerators, denominators) = self.ratios.unwrap_or_default();
                self.ratios = Some((numerators + numerator, denominators.checked_add(denominator)?));
            }
            Measurement::Promoters { promoters, passives, detractors } => {
                let [up, between, down] = self.answers.unwrap_or_default();
                // Their sum fits, so they do.
                self.answers = Some([up + promoters, between + passives, down + detractors]);
            }
            Measurement::Value { .. } if kpi.statistic != Statistic::Mean => return None,
            Measurement::Value { .. } => self.values = true,
            Measurement::Withheld(_) => return None,
        }
        Some(())
    }

    fn total(&self) -> Option<Measurement> {
        match (self.ratios, self.answers, self.values) {
            (None, None, false) => None,
            (Some((numerator, denominator)), None, false) => {
                numerator.is_finite().then_some(Measurement::Ratio { numerator, denominator })
            }
            (None, Some([promoters, passives, detractors]), false) => {
                Some(Measurement::Promoters { promoters, passives, detractors })
            }
            _ => {
                let value = self.weighted / self.n.max(1) as f64;
                value.is_finite().then_some(Measurement::Value { value, n: Some(self.n) })
            }
        }
    }
}
