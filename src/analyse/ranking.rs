//! Ranking: which lines of a scorecard really changed, the most important first, and what only looks like it.

use std::cmp::Ordering;

use super::assurance::sigma;
use super::finding::KpiFindings;
use super::variation::{Class, Rule};
use crate::model::KpiId;

/// How often chance alone flags the latest of 12 to 36 values that do not change, with the rules and the screening
/// of [`xmr`](super::xmr()): measured on 1,500 simulated series for each length.
pub const FALSE_ALARMS: (f64, f64) = (0.013, 0.018);

/// What changed, in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatChanged<'a> {
    /// The lines whose value of the period is a real change, the most important first.
    pub changed: Vec<&'a KpiFindings>,
    /// The line that moved furthest of those that moved within their usual range.
    pub looks_changed: Option<&'a KpiFindings>,
    /// How many series were watched: those with a verdict on the period itself.
    pub watched: usize,
    /// How many flags chance alone would give among them: from, to.
    pub by_chance: (f64, f64),
}

impl WhatChanged<'_> {
    /// How many of the changed lines have a season or hang together, so that chance flags them more often than that.
    pub fn cautioned(&self) -> usize {
        self.changed.iter().filter(|line| line.past().dependence.any()).count()
    }
}

/// Ranks `lines`, which are given in catalogue order: whatever was not measured in the period, or has no verdict, is
/// passed over.
///
/// Real changes are ordered by
/// 1. what they mean: worse, then better, then different;
/// 2. whether the KPI is a `headline`;
/// 3. the rule: outside, trend, two of three, shift;
/// 4. the distance of the value from its mean, in standard deviations, the largest first;
/// 5. the order in which they were given.
///
/// Distances are compared in standard deviations (mean moving range / 1.128), because units do not compare.
pub fn what_changed<'a>(lines: impl IntoIterator<Item = &'a KpiFindings>, headline: &[KpiId]) -> WhatChanged<'a> {
    let judged = |line: &&KpiFindings| line.current().is_some() && line.variation.is_some();
    let watched: Vec<&KpiFindings> = lines.into_iter().filter(judged).collect();
    let mut ranked: Vec<(Rank, &KpiFindings)> =
        watched.iter().filter_map(|line| Some((Rank::of(line, headline)?, *line))).collect();
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));

    let usual = watched.iter().filter(|line| line.variation.as_ref().is_some_and(|it| it.rule == Rule::None));
    // The first of those that moved equally far.
    let looks_changed = usual
        .filter_map(|line| Some((in_sigmas(line, line.change?.difference())?, *line)))
        .filter(|(moved, _)| *moved > 0.0)
        .reduce(|most, next| if next.0 > most.0 { next } else { most });
    let count = watched.len() as f64;
    WhatChanged {
        changed: ranked.into_iter().map(|(_, line)| line).collect(),
        looks_changed: looks_changed.map(|(_, line)| line),
        watched: watched.len(),
        by_chance: (FALSE_ALARMS.0 * count, FALSE_ALARMS.1 * count),
    }
}

/// Where a real change stands in the list: smaller comes first.
struct Rank {
    meaning: u8,
    is_headline: bool,
    rule: u8,
    distance: f64,
}

impl Rank {
    /// `None` for common cause.
    fn of(line: &KpiFindings, headline: &[KpiId]) -> Option<Self> {
        let variation = line.variation.as_ref()?;
        let meaning = match variation.class {
            Class::CommonCause => return None,
            Class::ConcernHigh | Class::ConcernLow => 0,
            Class::ImprovementHigh | Class::ImprovementLow => 1,
            Class::NeutralHigh | Class::NeutralLow => 2,
        };
        let rule = match variation.rule {
            Rule::None => return None,
            Rule::Outside => 0,
            Rule::Trend => 1,
            Rule::TwoOfThree => 2,
            Rule::Shift => 3,
        };
        let from_mean = line.current()?.value? - line.limits()?.mean?;
        let distance = in_sigmas(line, from_mean).unwrap_or(0.0);
        Some(Self { meaning, is_headline: headline.contains(&line.subject.kpi), rule, distance })
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let order = |rank: &Self| (rank.meaning, !rank.is_headline, rank.rule);
        order(self).cmp(&order(other)).then(other.distance.total_cmp(&self.distance))
    }
}

/// How many standard deviations of its latest group a difference is, whichever way; infinitely many where nothing
/// ever varied. `None` without limits.
fn in_sigmas(line: &KpiFindings, difference: f64) -> Option<f64> {
    let sigma = sigma(line.limits()?.moving_range?);
    let sigmas = difference.abs() / sigma;
    Some(if sigmas.is_nan() { 0.0 } else { sigmas })
}
