//! Position: where a value stands among others.

use crate::model::{Better, Distribution};

use super::quantile::quantile;

/// A quarter of the field, the first the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quartile {
    /// At or beyond the favourable quartile.
    Top,
    /// At or beyond the median.
    Second,
    /// At or beyond the unfavourable quartile.
    Third,
    /// The rest.
    Bottom,
}

/// The share of `others` that lie below `value`, in percent, those that equal it half; `None` without others.
///
/// The same as the Hazen position for a value that is one of them.
pub fn percentile_rank(others: &[f64], value: f64) -> Option<f64> {
    let below = others.iter().filter(|other| **other < value).count();
    let equal = others.iter().filter(|other| **other == value).count();
    (!others.is_empty()).then(|| 100.0 * (below as f64 + equal as f64 / 2.0) / others.len() as f64)
}

/// The others in short, worst to best: signed so that more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Field {
    /// The quartile that three quarters of the others reach.
    pub(super) unfavourable: f64,
    /// The middle.
    pub(super) median: f64,
    /// The quartile that one quarter reaches.
    pub(super) favourable: f64,
    /// The best, where it is known and consistent.
    pub(super) best: Option<f64>,
}

impl Field {
    /// The field that `distribution` describes; `None` for a neutral KPI and for an average.
    pub(super) fn new(distribution: &Distribution, better: Better) -> Option<Self> {
        let sign = better.sign();
        let (p25, median, p75) = quartiles(distribution).filter(|_| sign != 0.0)?;
        let (unfavourable, favourable) = if sign > 0.0 { (p25, p75) } else { (-p75, -p25) };
        let best = extremes(distribution, better).1.map(|best| sign * best).filter(|best| *best >= favourable);
        Some(Self { unfavourable, median: sign * median, favourable, best })
    }

    /// The quarter in which a value lies, ties in our favour.
    pub(super) fn quartile(&self, value: f64) -> Quartile {
        if value >= self.favourable {
            Quartile::Top
        } else if value >= self.median {
            Quartile::Second
        } else if value >= self.unfavourable {
            Quartile::Third
        } else {
            Quartile::Bottom
        }
    }

    /// Where the next better quarter begins; `None` in the best one.
    pub(super) fn next(&self, value: f64) -> Option<f64> {
        match self.quartile(value) {
            Quartile::Top => None,
            Quartile::Second => Some(self.favourable),
            Quartile::Third => Some(self.median),
            Quartile::Bottom => Some(self.unfavourable),
        }
    }

    /// The share of others that are worse, by straight lines through what is known of them: 25 at the unfavourable
    /// quartile, 50 at the median, 75 at the favourable quartile, 100 at the best and beyond.
    ///
    /// `None` below the unfavourable quartile, and beyond the favourable one when the best is not known. Where
    /// several of these values are one, the highest share stands.
    pub(super) fn percentile(&self, value: f64) -> Option<f64> {
        let knots = [Some(self.unfavourable), Some(self.median), Some(self.favourable), self.best];
        let reached = knots.iter().rposition(|knot| knot.is_some_and(|knot| knot <= value))?;
        let (share, from) = (25.0 * (reached + 1) as f64, knots[reached]?);
        if share == 100.0 || value == from {
            return Some(share);
        }
        let to = (*knots.get(reached + 1)?)?;
        // The difference of the largest numbers there are is none, that of their halves is.
        let scale = if (to - from).is_finite() { 1.0 } else { 0.5 };
        Some(share + 25.0 * ((scale * value - scale * from) / (scale * to - scale * from)))
    }
}

/// Lower quartile, median, upper quartile as numbers; `None` when nothing but an average is known.
pub(super) fn quartiles(distribution: &Distribution) -> Option<(f64, f64, f64)> {
    match distribution {
        Distribution::Peers(peers) => Some((quantile(peers, 0.25)?, quantile(peers, 0.5)?, quantile(peers, 0.75)?)),
        Distribution::Summary { p25, median, p75, .. } => Some((*p25, *median, *p75)),
        Distribution::Average { .. } => None,
    }
}

/// The worst and the best of the others, as far as they are known. For a neutral KPI only what the study names.
pub(super) fn extremes(distribution: &Distribution, better: Better) -> (Option<f64>, Option<f64>) {
    match distribution {
        Distribution::Peers(peers) => match better {
            Better::Higher => (peers.first().copied(), peers.last().copied()),
            Better::Lower => (peers.last().copied(), peers.first().copied()),
            Better::Neutral => (None, None),
        },
        Distribution::Summary { best, worst, .. } => (*worst, *best),
        Distribution::Average { .. } => (None, None),
    }
}

/// The share of `distribution` that is worse than `value`, 0 to 100; `None` where it cannot be said.
pub fn favourable_percentile(distribution: &Distribution, value: f64, better: Better) -> Option<f64> {
    match (distribution, better) {
        (_, Better::Neutral) => None,
        (Distribution::Peers(peers), Better::Higher) => percentile_rank(peers, value),
        (Distribution::Peers(peers), Better::Lower) => Some(100.0 - percentile_rank(peers, value)?),
        _ => Field::new(distribution, better)?.percentile(better.sign() * value),
    }
}
