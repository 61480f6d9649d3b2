//! Step changes: where a series may have moved to another level for good. Only ever a suggestion.

use super::xmr::mean;

/// Fewer values on one side of a step do not make a level.
const SHORTEST: usize = 6;

/// So many values in a row on one side of the mean make a sustained shift.
const SUSTAINED: usize = 7;

/// A place where the level may have changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepChange {
    /// The first place of the new level, counted in measured values.
    pub at: usize,
    /// The mean before.
    pub before: f64,
    /// The mean from there on.
    pub after: f64,
    /// By how much the step beats no step: `n ln(RSS₀ / RSS₁) − 2 ln n`; infinite when the two levels are exact.
    pub gain: f64,
}

/// The single step that leaves the smallest sum of squares, both sides at least `shortest` values long; the earliest
/// of equals. `None` when the values are too few, too large, or the same all through.
///
/// Exact: every place is tried, and those that come near the best once more to the last digit. The gain is the difference
/// of the Bayesian information criteria, a step counting as two parameters. Bai, J., Perron, P. (2003), Journal of Applied
/// Econometrics 18, 1–22; ruptures' `Dynp`, strucchange's `breakpoints` with one break.
pub fn step_change(values: &[f64], shortest: usize) -> Option<StepChange> {
    let shortest = shortest.max(1);
    let whole = squares(values)?;
    if whole == 0.0 {
        return None;
    }
    let places = shortest..=values.len().checked_sub(shortest)?;
    let about = squares_about(values, whole)?;
    let least = places.clone().map(|at| about[at]).fold(f64::INFINITY, f64::min);
    let mut best: Option<(usize, f64)> = None;
    for at in places.filter(|at| about[*at] <= least + ROUGHLY * whole) {
        let rest = squares(&values[..at])? + squares(&values[at..])?;
        // What differs only by rounding is no better.
        if best.is_none_or(|(_, least)| rest < least - 1e-12 * whole) {
            best = Some((at, rest));
        }
    }
    let (at, rest) = best?;
    let n = values.len() as f64;
    let gain = n * libm::log(whole / rest) - 2.0 * libm::log(n);
    let (before, after) = (mean(values[..at].iter().copied())?, mean(values[at..].iter().copied())?);
    Some(StepChange { at, before, after, gain })
}

/// The step that is worth a note to whoever keeps the data: both sides at least six values long, one of them at least
/// seven, better than no step and than a straight line, and sustained: at least seven values in a row on the new
/// side of the mean of all.
///
/// # Differs from
///
/// Our reference asks for length and gain alone; a steady trend would then always be called a step.
pub fn suggested_step(values: &[f64]) -> Option<StepChange> {
    if values.len() < SHORTEST + SUSTAINED {
        return None;
    }
    // Any place may be the best, so that a step too near an end is not moved to where it would be allowed.
    let step = step_change(values, 2).filter(|step| step.gain > 0.0)?;
    if step.at.min(values.len() - step.at) < SHORTEST {
        return None;
    }
    let middle = mean(values.iter().copied())?;
    let is_up = step.after > step.before;
    let on_new_side = |value: &f64| if is_up { *value > middle } else { *value < middle };
    let runs = values[step.at..].chunk_by(|one, next| on_new_side(one) == on_new_side(next));
    let sustained = runs.filter(|run| on_new_side(&run[0])).any(|run| run.len() >= SUSTAINED);
    let left = squares(&values[..step.at])? + squares(&values[step.at..])?;
    (sustained && left < squares_about_line(values)?).then_some(step)
}

/// What [`squares_about`] may be off, as a share of all squares: a good deal more than rounding makes of long series.
const ROUGHLY: f64 = 1e-6;

/// The sums of squares on both sides of each place, up to rounding: what a step to the best two levels leaves there of
/// `whole`, all squares about one mean. `None` when the values are too large.
fn squares_about(values: &[f64], whole: f64) -> Option<Vec<f64>> {
    let mean = mean(values.iter().copied())?;
    let deviation = |value: &f64| value - mean;
    // About a mean that was rounded, deviations have a sum.
    let total: f64 = values.iter().map(deviation).sum();
    let mut before = 0.0;
    let sums = (1..values.len()).map(|at| {
        before += deviation(&values[at - 1]);
        let after = total - before;
        // Divided first, no square is larger than the whole.
        whole - before * (before / at as f64) - after * (after / (values.len() - at) as f64)
    });
    // At both ends there is no step.
    Some([whole].into_iter().chain(sums).chain([whole]).collect())
}

/// The sum of squares about the mean; `None` when it is too large for a number.
fn squares(values: &[f64]) -> Option<f64> {
    let mean = mean(values.iter().copied())?;
    let sum: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(sum).filter(|sum| sum.is_finite())
}

/// The sum of squares about the straight line of least squares.
fn squares_about_line(values: &[f64]) -> Option<f64> {
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let mean = mean(values.iter().copied())?;
    let places = || (0..values.len()).map(|place| place as f64 - middle);
    let spread: f64 = places().map(|it| it * it).sum();
    let slope = places().zip(values).map(|(place, value)| place * (value - mean)).sum::<f64>() / spread;
    let rest = |(place, value): (f64, &f64)| {
        let rest = value - mean - slope * place;
        rest * rest
    };
    Some(places().zip(values).map(rest).sum()).filter(|sum: &f64| sum.is_finite())
}
