//! Probability functions, from a kept library where one is needed.
//!
//! The library works with the platform's logarithms and powers, whose last digits differ from one to the next. What
//! is inverted by it is therefore cut to `KEPT_BITS`: twelve digits, far more than any figure shows.

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, StudentsT};

/// The 97.5 % point of the standard normal distribution.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The 99.9 % point of the standard normal distribution.
pub const Z_998: f64 = 3.090_232_306_167_813;

/// How many binary digits of an answer of the library are kept.
const KEPT_BITS: u64 = 41;

/// The chance that a standard normal value is at most `z`.
pub fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The chance that a standard normal value is further from 0 than `z`, either way.
pub fn normal_beyond(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// The chance that χ² with one degree of freedom exceeds `x`; 1 for what is not positive.
pub fn chi_square_beyond(x: f64) -> f64 {
    if x > 0.0 { normal_beyond(x.sqrt()) } else { 1.0 }
}

/// The value that χ² with `freedom` degrees stays below with probability `share`.
///
/// `None` unless the share lies between 0.0001 and 0.9999 and `freedom` is positive and below 10⁹.
pub fn chi_square_quantile(share: f64, freedom: f64) -> Option<f64> {
    if !(is_inside(share) && freedom > 0.0 && freedom < 1e9) {
        return None;
    }
    Some(cut(ChiSquared::new(freedom).ok()?.inverse_cdf(share))).filter(|it| it.is_finite())
}

/// The chance that Student's t with `freedom` degrees is at most `t`; `None` when `freedom` is not positive.
pub fn student(t: f64, freedom: f64) -> Option<f64> {
    if t.is_nan() || !(freedom > 0.0 && freedom.is_finite()) {
        return None;
    }
    let beyond = StudentsT::new(0.0, 1.0, freedom).ok()?.sf(t.abs()).clamp(0.0, 0.5);
    Some(cut(if t > 0.0 { 1.0 - beyond } else { beyond }))
}

/// The value that Student's t with `freedom` degrees stays below with probability `share`.
///
/// From 1,000 degrees of freedom on by the series of Fisher and Cornish (Abramowitz and Stegun 26.7.5), whose error
/// is below 10⁻¹⁴ there for the shares of intervals. `None` unless the share lies between 0.0001 and 0.9999 and `freedom`
/// is at least 1.
pub fn student_quantile(share: f64, freedom: f64) -> Option<f64> {
    if !(is_inside(share) && freedom >= 1.0 && freedom.is_finite()) {
        return None;
    }
    let level = [(0.975, Z_95), (0.999, Z_998), (0.025, -Z_95), (0.001, -Z_998)];
    let normal = level.iter().find(|(known, _)| *known == share).map(|(_, z)| *z);
    match normal {
        Some(z) if freedom >= 1_000.0 => {
            let z2 = z * z;
            let g1 = (z2 + 1.0) * z / 4.0;
            let g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0;
            let g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0;
            Some(z + (g1 + (g2 + g3 / freedom) / freedom) / freedom)
        }
        _ => Some(cut(StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(share))).filter(|it| it.is_finite()),
    }
}

/// The smallest number of heads that `tosses` of a fair coin do not exceed with at least probability `share`.
pub fn heads_quantile(share: f64, tosses: u64) -> Option<u64> {
    if !is_inside(share) {
        return None;
    }
    Some(Binomial::new(0.5, tosses).ok()?.inverse_cdf(share))
}

/// Whether the library inverts at this share to nine digits and more; at 10⁻¹⁰ statrs 0.19 is off by the first one.
fn is_inside(share: f64) -> bool {
    (1e-4..=1.0 - 1e-4).contains(&share)
}

/// The nearest number with `KEPT_BITS` binary digits.
fn cut(value: f64) -> f64 {
    if !value.is_finite() {
        return value;
    }
    let dropped = 1_u64 << (52 - KEPT_BITS);
    f64::from_bits((value.to_bits() + dropped / 2) & !(dropped - 1))
}

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
            let ours = student_quantile(0.975, f64::from(freedom)).unwrap();
            assert!((ours / exact - 1.0).abs() < 1e-11, "{freedom}: {ours} for {exact}");
        }
    }

    #[test]
    fn what_is_cut_keeps_twelve_digits() {
        for value in [1.0, -2.5, 0.1, 1.0 / 3.0, 1e300, f64::MIN_POSITIVE, 0.0, 123_456.789_012_345] {
            assert!((cut(value) - value).abs() <= value.abs() * 3e-13, "{value}");
        }
        assert_eq!(cut(0.1 + 0.2), cut(0.3), "a difference in the last digit is gone");
    }
}
