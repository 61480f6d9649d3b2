//! The balanced score of a study: how well we do against worst and best cases, weighted.

/// Below this share of all weights the total says too little.
pub const ENOUGH_COVERAGE: f64 = 0.75;

/// One KPI of a balanced score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreItem {
    /// How much it counts.
    pub weight: f64,
    /// The value that scores 0.
    pub worst: f64,
    /// The value that scores 100.
    pub best: f64,
    /// Ours; `None` when it was not measured.
    pub value: Option<f64>,
}

/// A balanced score.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancedScore {
    /// Per KPI 0 to 100; `None` without a value.
    pub scores: Vec<Option<f64>>,
    /// The share of all weights that have a score, 0 to 1.
    pub coverage: f64,
    /// The weighted mean of the scores; `None` when there are none.
    pub mean: Option<f64>,
}

impl BalancedScore {
    /// The total to be shown: the mean, if three quarters of all weights stand behind it.
    pub fn total(&self) -> Option<f64> {
        self.mean.filter(|_| self.coverage >= ENOUGH_COVERAGE)
    }
}

/// The balanced score of `items`: each `100 (value − worst) / (best − worst)`, held between 0 and 100, which works
/// for both directions because the best is below the worst when a fall is better; then the mean by weight.
///
/// An item whose best equals its worst has no score, one whose weight is not positive counts nothing.
///
/// After the balanced score of MetricNet and HDI.
pub fn balanced_score(items: &[ScoreItem]) -> BalancedScore {
    let scores: Vec<Option<f64>> = items.iter().map(score).collect();
    let (mut all, mut scored, mut points) = (0.0, 0.0, 0.0);
    for (item, score) in items.iter().zip(&scores) {
        let weight = item.weight.max(0.0);
        all += weight;
        if let Some(score) = score {
            scored += weight;
            points += weight * score;
        }
    }
    let coverage = if all > 0.0 { scored / all } else { 0.0 };
    BalancedScore { scores, coverage, mean: (scored > 0.0).then(|| points / scored) }
}

fn score(item: &ScoreItem) -> Option<f64> {
    let share = (item.value? - item.worst) / (item.best - item.worst);
    (item.best != item.worst && !share.is_nan()).then(|| (100.0 * share).clamp(0.0, 100.0))
}
