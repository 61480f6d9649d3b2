//! Parts side by side in one period: which differ from the whole by more than their size explains.

use super::Findings;
use super::funnel::{ENOUGH_FOR_A_FUNNEL, FunnelKind, FunnelLimits, funnel};
use super::interval::{Level, poisson, wilson};
use crate::model::{DimensionId, Kpi, KpiKind, Measurement, MemberId, Period, Subject};

/// The parts of one dimension against what they come to together.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What all compared parts together come to, in the KPI's unit.
    pub pooled: f64,
    /// How they are compared.
    pub by: ComparedBy,
    /// In the order of the dimension.
    pub parts: Vec<ComparedPart>,
}

/// How parts are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ComparedBy {
    /// Eight parts and more: limits that follow the size of each, widened by how much the parts differ anyway.
    Funnel {
        /// The mean square of their trimmed scores, 1 by chance.
        dispersion: f64,
        /// Whether the limits were widened.
        widened: bool,
        /// Where the limits of a part of any size lie, per case.
        limits: FunnelLimits,
    },
    /// Fewer: the interval of each at 99.8 % against what all come to.
    Intervals,
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedPart {
    /// The part.
    pub member: MemberId,
    /// Its value, in the KPI's unit.
    pub value: f64,
    /// How many cases are behind it.
    pub n: u64,
    /// Around what all come to for a funnel, around the part's own value for intervals; at 95 %.
    pub limits_95: (f64, f64),
    /// The same at 99.8 %.
    pub limits_998: (f64, f64),
    /// Beyond, at 99.8 %.
    pub outlier: bool,
}

impl Findings<'_> {
    /// The parts of `dimension` that were measured in `period` with their cases, side by side.
    ///
    /// Shares and rates only. Parts that others belong to are left out, for their cases are counted there. `None` with
    /// fewer than two parts, where cases can belong to several parts, and where a part's figure has no counts; a part whose
    /// figure is withheld is not one of them.
    pub fn comparison(&self, kpi: &Kpi, dimension: &DimensionId, period: Period) -> Option<Comparison> {
        let kind = match kpi.kind {
            KpiKind::Proportion => FunnelKind::Proportion,
            KpiKind::Rate => FunnelKind::Ratio,
            _ => return None,
        };
        let dimension = self.edition.facts().dimension(dimension).filter(|dimension| !dimension.overlaps)?;
        let leaves = dimension.members.iter().filter(|member| dimension.children(&member.id).next().is_none());
        let measured = leaves.filter_map(|member| {
            let subject = Subject { kpi: kpi.id.clone(), part: Some(dimension.part(member)) };
            Some((member.id.clone(), self.measurement(&subject, period)?))
        });
        let counted = measured.filter_map(|(member, measurement)| match (measurement, kind) {
            (Measurement::Ratio { denominator: 0, .. } | Measurement::Withheld(_), _) => None,
            (Measurement::Ratio { numerator, denominator }, _) => Some(Some((member, numerator, denominator))),
            (Measurement::Value { value, n: Some(n) }, FunnelKind::Proportion) if n > 0 => {
                Some(Some((member, value / kpi.unit.per() * n as f64, n)))
            }
            _ => Some(None),
        });
        let counted: Option<Vec<(MemberId, f64, u64)>> = counted.collect();
        let counted = counted.filter(|parts| parts.len() >= 2)?;
        let pairs: Vec<(f64, f64)> = counted.iter().map(|(_, x, n)| (*x, *n as f64)).collect();
        let per = kpi.unit.per();
        let scaled = |(lower, upper): (f64, f64), by: f64| (lower * by, upper * by);
        if pairs.len() >= ENOUGH_FOR_A_FUNNEL {
            let funnel = funnel(kind, &pairs)?;
            let part = |((member, _, n), point): (&(MemberId, f64, u64), &Option<super::funnel::FunnelPoint>)| {
                let point = (*point)?;
                Some(ComparedPart {
                    member: member.clone(),
                    value: point.value * per,
                    n: *n,
                    limits_95: scaled(point.limits_95, per),
                    limits_998: scaled(point.limits_998, per),
                    outlier: point.outlier,
                })
            };
            let by = ComparedBy::Funnel {
                dispersion: funnel.dispersion,
                widened: funnel.between > 0.0,
                limits: funnel.limits,
            };
            let parts = counted.iter().zip(&funnel.points).filter_map(part).collect();
            return Some(Comparison { pooled: funnel.centre * per, by, parts });
        }
        let pooled = pairs.iter().map(|(x, _)| x).sum::<f64>() / pairs.iter().map(|(_, n)| n).sum::<f64>();
        let interval = |x: f64, n: u64, level: Level| match kind {
            FunnelKind::Proportion => wilson(x, n, level),
            _ => poisson(x, level).map(|limits| scaled(limits, 1.0 / n as f64)),
        };
        let part = |(member, x, n): &(MemberId, f64, u64)| {
            let (limits_95, limits_998) = (interval(*x, *n, Level::P95)?, interval(*x, *n, Level::P998)?);
            Some(ComparedPart {
                member: member.clone(),
                value: per * x / *n as f64,
                n: *n,
                limits_95: scaled(limits_95, per),
                limits_998: scaled(limits_998, per),
                outlier: pooled < limits_998.0 || limits_998.1 < pooled,
            })
        };
        let parts: Option<Vec<ComparedPart>> = counted.iter().map(part).collect();
        Some(Comparison { pooled: pooled * per, by: ComparedBy::Intervals, parts: parts? })
    }
}
