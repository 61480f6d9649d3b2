//! Quantiles: the value below which a share of others lies.

/// The quantile at `share` (0 to 1) of `sorted` values, ascending; `None` without values.
///
/// Type 7, as R and numpy answer by default: with `h = (n − 1) · share` the straight line between the values around
/// place `h`, counted from 0. Like R it takes `h` for a whole number when it is one but for 4 ε.
///
/// Hyndman, R. J., Fan, Y. (1996): Sample quantiles in statistical packages, The American Statistician 50, 361–365.
///
/// ```
/// use plaudit::analyse::quantile;
/// assert_eq!(quantile(&[61.0, 64.0, 68.0, 70.0], 0.5), Some(66.0));
/// assert_eq!(quantile(&[], 0.5), None);
/// ```
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * share.clamp(0.0, 1.0);
    let whole = (place + 4.0 * f64::EPSILON).floor();
    let between = place - whole;
    let below = sorted[(whole as usize).min(last)];
    let above = sorted[(whole as usize + 1).min(last)];
    if between.abs() < 4.0 * f64::EPSILON || below == above {
        return Some(below);
    }
    Some((1.0 - between) * below + between * above)
}

/// Which of `groups` equal groups each of `values` falls in, the highest values in group 1; in the order given.
///
/// `⌊q + 1 − ⌈(n + 1 − rank) / (n / q)⌉⌋`, at least 1, equal values sharing their lowest rank. `None` for fewer values than
/// groups, and for no groups.
///
/// As `phe_quantile` of PHEindicatormethods, which ranks ties the same way in both directions.
pub fn quantile_groups(values: &[f64], groups: usize, highest_first: bool) -> Option<Vec<usize>> {
    if groups == 0 || values.len() < groups {
        return None;
    }
    let (count, size) = (values.len() as f64, values.len() as f64 / groups as f64);
    let group = |value: &f64| {
        let before = |other: &&f64| if highest_first { **other > *value } else { **other < *value };
        let rank = values.iter().filter(before).count() as f64 + 1.0;
        ((groups as f64 + 1.0 - ((count + 1.0 - rank) / size).ceil()).floor() as usize).max(1)
    };
    Some(values.iter().map(group).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_whole_but_for_its_last_bit_is_whole() {
        let just_below_a_third = (1.0_f64 / 3.0).next_down();
        assert_eq!(quantile(&[0.0, 3.0, 5.0, 9.0], just_below_a_third), Some(3.0));
    }
}
