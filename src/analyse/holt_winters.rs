//! Additive exponential smoothing with trend and season (Holt and Winters).

use super::forecast::{Ahead, Law, sound};
use super::xmr::{mean, sum};

/// How fast level, trend and season follow new values, each 0 to 1; without trend or season there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothing {
    /// α, the level's.
    pub level: f64,
    /// β, the trend's share of the level's change.
    pub trend: Option<f64>,
    /// γ, the season's.
    pub season: Option<f64>,
    /// φ, what is left of the trend after each period; 1 when it is not damped.
    pub damping: f64,
}

/// What smoothing starts from, and where it is after the last value.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The level.
    pub level: f64,
    /// The change per period.
    pub trend: f64,
    /// What each season of the year adds, the next one first; empty without a season.
    pub seasons: Vec<f64>,
}

/// A smoothed series.
#[derive(Clone, Debug, PartialEq)]
pub struct HoltWinters {
    /// What was expected of each value, one period ahead.
    pub fitted: Vec<f64>,
    /// Where it is after the last value.
    pub state: State,
    /// The mean squared error one period ahead.
    pub variance: f64,
    smoothing: Smoothing,
}

/// Smooths `values` from `start` on; `None` for no values, or when numbers grow too large.
///
/// `l = α(y − s) + (1 − α)(l' + φb')`, `b = β(l − l') + (1 − β)φb'`, `s = γ(y − l' − φb') + (1 − γ)s'`.
///
/// Winters, P. R. (1960), Management Science 6, 324–342, in the form of Hyndman and Athanasopoulos (2021), 8.3; as
/// statsmodels and `forecast::hw`.
///
/// # Differs from
///
/// R's `HoltWinters` updates the season with the new level and begins with the second year.
pub fn holt_winters(values: &[f64], start: State, smoothing: Smoothing) -> Option<HoltWinters> {
    let Smoothing { level: alpha, trend: beta, season: gamma, damping } = smoothing;
    let mut state = start;
    let mut fitted = Vec::with_capacity(values.len());
    let period = state.seasons.len();
    for (place, value) in values.iter().enumerate() {
        let grown = state.level + damping * state.trend;
        let season = if period > 0 { state.seasons[place % period] } else { 0.0 };
        fitted.push(grown + season);
        let level = alpha * (value - season) + (1.0 - alpha) * grown;
        if let Some(beta) = beta {
            state.trend = beta * (level - state.level) + (1.0 - beta) * damping * state.trend;
        }
        if let Some(gamma) = gamma.filter(|_| period > 0) {
            state.seasons[place % period] = gamma * (value - grown) + (1.0 - gamma) * season;
        }
        state.level = level;
    }
    if period > 0 {
        state.seasons.rotate_left(values.len() % period);
    }
    let variance = mean(values.iter().zip(&fitted).map(|(value, fitted)| (value - fitted) * (value - fitted)))?;
    Some(HoltWinters { fitted, state, variance, smoothing })
}

impl HoltWinters {
    /// So many periods ahead, at least 1.
    ///
    /// `l + (φ + … + φʰ) b + s`; the variance is `σ² (1 + Σ cⱼ²)` over `1 ≤ j < h`, `cⱼ = α(1 + jβ) + γ` when j is a multiple
    /// of the period, without γ otherwise, σ² the mean squared error.
    ///
    /// # Differs from
    ///
    /// `forecast::hw(initial = "simple")` puts β where αβ belongs and its intervals are too wide. statsmodels 0.15.0
    /// takes a season's state before its last update at steps that are multiples of the period.
    pub fn ahead(&self, periods: usize) -> Option<Ahead> {
        let Smoothing { level: alpha, trend: beta, season: gamma, damping } = self.smoothing;
        let period = self.state.seasons.len();
        let (mut grown, mut left) = (0.0, 1.0);
        for _ in 0..periods {
            left *= damping;
            grown += left;
        }
        let season = if period > 0 { self.state.seasons[(periods.max(1) - 1) % period] } else { 0.0 };
        let mut damped = 0.0;
        let mut left = 1.0;
        let weights = (1..periods).map(|step| {
            left *= damping;
            damped += left;
            let seasonal = if period > 0 && step % period == 0 { gamma.unwrap_or(0.0) } else { 0.0 };
            let weight = alpha * (1.0 + damped * beta.unwrap_or(0.0)) + seasonal;
            weight * weight
        });
        let wide = 1.0 + weights.collect::<Vec<f64>>().iter().sum::<f64>();
        sound(self.state.level + grown * self.state.trend + season, (self.variance * wide).sqrt(), Law::Normal)
    }
}

/// The simple start for additive smoothing: level the mean of the first year, trend the mean of the second less that,
/// over its length, each season the first year's value less the level. `None` with less than two years.
pub fn simple_start(values: &[f64], period: usize) -> Option<State> {
    let (first, second) = (values.get(..period)?, values.get(period..2 * period)?);
    let level = mean(first.iter().copied())?;
    let trend = (mean(second.iter().copied())? - level) / period as f64;
    Some(State { level, trend, seasons: first.iter().map(|value| value - level).collect() })
}

/// The smoothing with the smallest squared errors on a fixed grid, from the simple start: a search that ends the same
/// on every machine. Errors are counted from the second year on, the first being the start itself.
pub fn fitted_holt_winters(values: &[f64], period: usize) -> Option<HoltWinters> {
    let start = simple_start(values, period)?;
    let mut best: Option<(f64, HoltWinters)> = None;
    for level in [0.05, 0.1, 0.2, 0.3, 0.5, 0.8] {
        for trend in [0.0, 0.05, 0.1, 0.3] {
            for season in [0.05, 0.1, 0.2, 0.4] {
                let smoothing = Smoothing { level, trend: Some(trend), season: Some(season), damping: 1.0 };
                let Some(smoothed) = holt_winters(values, start.clone(), smoothing) else { continue };
                let later = values.iter().zip(&smoothed.fitted).skip(period);
                let squares = sum(later.map(|(value, fitted)| (value - fitted) * (value - fitted)));
                if squares.is_finite() && best.as_ref().is_none_or(|(least, _)| squares < *least) {
                    best = Some((squares, smoothed));
                }
            }
        }
    }
    let (squares, mut smoothed) = best?;
    smoothed.variance = squares / (values.len() - period).max(1) as f64;
    Some(smoothed)
}
