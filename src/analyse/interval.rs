//! Intervals: what a figure could be, given how few or many cases are behind it. All at 95 %.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::model::{Kpi, KpiKind, Measurement};

/// The 97.5 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Fewer like answers than this are too few to tell anything from their likeness.
const ENOUGH_ALIKE: u64 = 30;

/// The 95 % interval of a measurement in the KPI's unit: lower, upper.
///
/// Proportions with n after [`wilson`], net promoter scores with their answers after [`promoters`], rates with
/// their counts after [`poisson`]. Everything else has none: a mean with only n does not say how much the answers vary.
pub fn interval(kpi: &Kpi, measurement: &Measurement) -> Option<(f64, f64)> {
    let per = kpi.unit.per();
    match (kpi.kind, *measurement) {
        (KpiKind::Proportion, Measurement::Ratio { numerator, denominator }) => {
            scaled(wilson(numerator, denominator)?, per)
        }
        (KpiKind::Proportion, Measurement::Value { value, n: Some(n) }) => {
            scaled(wilson(value / per * n as f64, n)?, per)
        }
        (KpiKind::Rate, Measurement::Ratio { numerator, denominator }) if denominator > 0 => {
            scaled(poisson(numerator)?, per / denominator as f64)
        }
        (KpiKind::Nps, Measurement::Promoters { promoters: up, passives, detractors }) => {
            promoters(up, passives, detractors)
        }
        _ => None,
    }
}

fn scaled((lower, upper): (f64, f64), by: f64) -> Option<(f64, f64)> {
    let (lower, upper) = (lower * by, upper * by);
    (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
}

/// The interval of the share `successes / n`, as fractions.
///
/// `(2x + z² ∓ z √(z² + 4x(1 − x/n))) / (2(n + z²))`. `None` without cases or for more successes than cases.
///
/// Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference, Journal of the
/// American Statistical Association 22, 209–212.
pub fn wilson(successes: f64, n: u64) -> Option<(f64, f64)> {
    let n = n as f64;
    if n == 0.0 || !(0.0..=n).contains(&successes) {
        return None;
    }
    let spread = Z * (Z * Z + 4.0 * successes * (1.0 - successes / n)).sqrt();
    let middle = 2.0 * successes + Z * Z;
    let width = 2.0 * (n + Z * Z);
    Some((((middle - spread) / width).max(0.0), ((middle + spread) / width).min(1.0)))
}

/// The interval of the difference of two shares, the first less the second, from their two [`wilson`] intervals.
///
/// `None` when one of them has none.
///
/// Newcombe, R. G. (1998): Interval estimation for the difference between independent proportions, Statistics in
/// Medicine 17, 873–890, method 10.
pub fn difference(first: (f64, u64), second: (f64, u64)) -> Option<(f64, f64)> {
    let (lower_1, upper_1) = wilson(first.0, first.1)?;
    let (lower_2, upper_2) = wilson(second.0, second.1)?;
    let (share_1, share_2) = (first.0 / first.1 as f64, second.0 / second.1 as f64);
    let reach = |one: f64, other: f64| (one * one + other * other).sqrt();
    let middle = share_1 - share_2;
    Some((middle - reach(share_1 - lower_1, upper_2 - share_2), middle + reach(upper_1 - share_1, share_2 - lower_2)))
}

/// The interval of a net promoter score from its answers, −100 to 100 in the middle of which it need not lie.
///
/// Student's t over answers coded 100, 0 and −100. `None` for fewer than two answers, and for fewer than 30 that
/// are all alike: that they do not vary says little then. From 30 on it has no width.
pub fn promoters(promoters: u64, passives: u64, detractors: u64) -> Option<(f64, f64)> {
    let n = promoters.checked_add(passives)?.checked_add(detractors)?;
    if n < 2 {
        return None;
    }
    let alike = promoters == n || passives == n || detractors == n;
    let (up, down, count) = (promoters as f64, detractors as f64, n as f64);
    let score = 100.0 * (up - down) / count;
    if alike {
        return (n >= ENOUGH_ALIKE).then_some((score, score));
    }
    let (up, down) = (up / count, down / count);
    let variance = up + down - (up - down) * (up - down);
    let half = student(n - 1) * 100.0 * (variance / (count - 1.0)).sqrt();
    half.is_finite().then_some((score - half, score + half))
}

/// The 97.5 % point of Student's t.
///
/// From 1,000 degrees of freedom on by the series of Fisher and Cornish (Abramowitz and Stegun 26.7.5), whose error
/// is below 10⁻¹⁴ there. Below, the library's answer, cut to twelve digits: its last ones depend on the platform.
fn student(freedom: u64) -> f64 {
    let freedom = freedom as f64;
    if freedom >= 1_000.0 {
        let z2 = Z * Z;
        let g1 = (z2 + 1.0) * Z / 4.0;
        let g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * Z / 96.0;
        let g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * Z / 384.0;
        return Z + (g1 + (g2 + g3 / freedom) / freedom) / freedom;
    }
    let exact = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are positive").inverse_cdf(0.975);
    (exact * 1e12).round() / 1e12
}

/// The interval of a number of events that happen one by one.
///
/// Exact below 10 events, Byar's approximation from 10 on. `None` for fewer than 10 that are not a whole number.
///
/// Breslow, N. E., Day, N. E. (1987): Statistical Methods in Cancer Research II, 69; the same split as
/// PHEindicatormethods.
pub fn poisson(events: f64) -> Option<(f64, f64)> {
    if events < 10.0 {
        let exact = EXACT_POISSON.iter().zip(0_u8..).find(|(_, count)| f64::from(*count) == events);
        return exact.map(|(interval, _)| *interval);
    }
    let byar = |events: f64, side: f64| {
        let root = 1.0 - 1.0 / (9.0 * events) + side * Z / (3.0 * events.sqrt());
        events * root * root * root
    };
    Some((byar(events, -1.0), byar(events + 1.0, 1.0)))
}

/// Half the 2.5 % and 97.5 % points of χ² with 2x and 2x + 2 degrees of freedom, for x = 0 to 9.
const EXACT_POISSON: [(f64, f64); 10] = [
    (0.0, 3.688_879_454_113_936_3),
    (0.025_317_807_984_289_876, 5.571_643_390_938_899),
    (0.242_209_278_543_964_9, 7.224_687_667_723_961),
    (0.618_672_122_895_601_3, 8.767_273_069_742_327),
    (1.089_865_373_626_324_9, 10.241_588_675_403_698),
    (1.623_486_390_118_420_4, 11.668_332_079_322_669),
    (2.201_894_253_490_850_8, 13.059_474_022_518_685),
    (2.814_363_051_519_866, 14.422_675_361_702_38),
    (3.453_832_176_748_501_4, 15.763_189_220_193_315),
    (4.115_373_097_378_332, 17.084_803_451_419_17),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_quantile_is_exact_on_both_sides_of_its_seam() {
        // By 30-digit arithmetic.
        for (freedom, exact) in [
            (1, 12.706_204_736_174_7),
            (2, 4.302_652_729_749_464),
            (30, 2.042_272_456_301_238),
            (999, 1.962_341_461_133_45),
            (1_000, 1.962_339_080_826_408_5),
            (81_220, 1.959_993_192_936_778_7),
        ] {
            let ours = student(freedom);
            assert!((ours / exact - 1.0).abs() < 1e-11, "{freedom}: {ours} for {exact}");
        }
    }
}
