//! Small numbers: which counts of people are too small to be shown, and how they are rounded where that is asked for.
//!
//! A measurement is one thing: when any count in it is too small, nothing of it is shown, because value, cases,
//! interval and the rest follow from each other.

use crate::model::{
    Accumulates, Dimension, Disclosure, DisclosureMode, Kpi, KpiKind, Measurement, Organisation, Remark,
};

/// In the rounding mode counts below this are withheld, so that every shown count stands for several.
///
/// NHS Digital, Hospital Episode Statistics: 1 to 7 are withheld, 0 stays, all else is rounded to the nearest five.
pub const ROUNDED_FROM: u64 = 8;

/// The rules that hold for a KPI, in the whole or in a part of `dimension`.
///
/// What a KPI or a dimension says itself stands above the settings; where both do, the stricter number holds, and the
/// KPI's mode.
pub(super) fn rules(facts: &Organisation, kpi: &Kpi, dimension: Option<&Dimension>) -> Disclosure {
    match (kpi.disclosure, dimension.and_then(|dimension| dimension.disclosure)) {
        (None, None) => facts.settings.disclosure,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(kpi), Some(dimension)) => Disclosure {
            threshold: kpi.threshold.max(dimension.threshold),
            mode: kpi.mode,
            min_headcount: kpi.min_headcount.max(dimension.min_headcount),
        },
    }
}

/// Counts from 1 to one less than this are withheld.
pub(super) fn shown_from(rules: Disclosure) -> u64 {
    match rules.mode {
        DisclosureMode::Suppress => rules.threshold,
        DisclosureMode::Round5 => rules.threshold.max(ROUNDED_FROM),
    }
}

/// What the counts of a measurement count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Things, of a flow or a level.
    Things,
    /// The cases that count.
    Numerator,
    /// All cases.
    Cases,
    /// The cases that do not count.
    Others,
    /// Answers of 9 and 10.
    Promoters,
    /// Answers of 7 and 8.
    Passives,
    /// Answers of 0 to 6.
    Detractors,
}

impl Count {
    /// All of them.
    pub(super) const ALL: [Self; 7] =
        [Self::Things, Self::Numerator, Self::Cases, Self::Others, Self::Promoters, Self::Passives, Self::Detractors];
}

/// The counts behind a measurement, by [`Count`]; `None` for those that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts([Option<f64>; 7]);

impl Counts {
    /// Those of a measurement. A share with n holds its numerator too, since readers can multiply.
    pub(super) fn of(kpi: &Kpi, measurement: &Measurement) -> Self {
        let is_share = kpi.kind == KpiKind::Proportion;
        let mut counts = Self::default();
        let mut set = |count: Count, number: f64| counts.0[count as usize] = Some(number);
        match *measurement {
            Measurement::Value { value, n } => {
                let adds_up = match kpi.kind {
                    KpiKind::Count | KpiKind::Stock => true,
                    KpiKind::Currency => kpi.accumulates == Accumulates::Sum,
                    _ => false,
                };
                if adds_up {
                    set(Count::Things, value);
                }
                if let Some(n) = n.map(|n| n as f64) {
                    set(Count::Cases, n);
                    if is_share {
                        let numerator = (value / 100.0 * n).round();
                        set(Count::Numerator, numerator);
                        set(Count::Others, n - numerator);
                    }
                }
            }
            Measurement::Ratio { numerator, denominator } => {
                set(Count::Numerator, numerator);
                set(Count::Cases, denominator as f64);
                if is_share {
                    set(Count::Others, denominator as f64 - numerator);
                }
            }
            Measurement::Promoters { promoters, passives, detractors } => {
                set(Count::Promoters, promoters as f64);
                set(Count::Passives, passives as f64);
                set(Count::Detractors, detractors as f64);
                set(Count::Cases, (promoters + passives + detractors) as f64);
            }
            Measurement::Withheld(_) => {}
        }
        counts
    }

    #[cfg(test)]
    pub(super) fn things(number: f64) -> Self {
        let mut counts = Self::default();
        counts.0[Count::Things as usize] = Some(number);
        counts
    }

    /// One of them.
    pub(super) fn get(&self, count: Count) -> Option<f64> {
        self.0[count as usize]
    }

    /// How much there is altogether: things, or cases.
    pub(super) fn size(&self) -> f64 {
        self.get(Count::Things).or(self.get(Count::Cases)).unwrap_or(0.0)
    }
}

/// Whether `count` of a KPI counts people: money never does.
pub(super) fn counts_people(kpi: &Kpi, count: Count) -> bool {
    kpi.people && !(kpi.kind == KpiKind::Currency && matches!(count, Count::Things | Count::Numerator))
}

/// Whether a number of people is too small to be shown. None at all is not: it says nothing about anybody.
pub(super) fn is_small(number: f64, from: u64) -> bool {
    number > 0.0 && number < from as f64
}

/// Whether any count behind a measurement is too small to be shown.
pub(super) fn has_small(kpi: &Kpi, measurement: &Measurement, rules: Disclosure) -> bool {
    let counts = Counts::of(kpi, measurement);
    let small = |count: Count| counts.get(count).is_some_and(|number| is_small(number, shown_from(rules)));
    Count::ALL.into_iter().any(|count| counts_people(kpi, count) && small(count))
}

/// A measurement of people as it is shown in the rounding mode: every count on its own to the nearest five, and
/// shares from the rounded counts. What has no counts, or is money, stays.
pub(super) fn rounded(kpi: &Kpi, measurement: Measurement) -> Measurement {
    match measurement {
        Measurement::Value { value, n: None } if matches!(kpi.kind, KpiKind::Count | KpiKind::Stock) => {
            Measurement::Value { value: to_five(value), n: None }
        }
        Measurement::Value { value, n: Some(n) } if kpi.kind == KpiKind::Proportion && n > 0 => {
            Measurement::Ratio { numerator: to_five((value / 100.0 * n as f64).round()), denominator: whole_to_five(n) }
        }
        Measurement::Value { value, n } => Measurement::Value { value, n: n.map(whole_to_five) },
        Measurement::Ratio { numerator, denominator } => Measurement::Ratio {
            numerator: if kpi.kind == KpiKind::Currency { numerator } else { to_five(numerator) },
            denominator: whole_to_five(denominator),
        },
        Measurement::Promoters { promoters, passives, detractors } => Measurement::Promoters {
            promoters: whole_to_five(promoters),
            passives: whole_to_five(passives),
            detractors: whole_to_five(detractors),
        },
        Measurement::Withheld(why) => Measurement::Withheld(why),
    }
}

/// What is known beside a rounded figure: the number of people asked is a number of people too.
pub(super) fn rounded_remark(remark: &Remark) -> Remark {
    Remark { invited: remark.invited.map(whole_to_five), ..remark.clone() }
}

/// How far a count of `number` may be off when it is shown rounded.
pub(super) fn rounding_error(count: Count, number: f64) -> f64 {
    match count {
        // Nothing is rounded to 0, and cases that do not count are a difference of two numbers.
        _ if number == 0.0 => 0.0,
        Count::Others => 2.0 * MOST,
        // All answers of a recommendation are the sum of three rounded numbers, so this is on the safe side.
        Count::Cases | Count::Things | Count::Numerator => MOST,
        Count::Promoters | Count::Passives | Count::Detractors => MOST,
    }
}

/// The most by which rounding to the nearest five moves a whole number.
const MOST: f64 = 2.0;

fn to_five(number: f64) -> f64 {
    (number / 5.0).round() * 5.0
}

fn whole_to_five(number: u64) -> u64 {
    number.saturating_add(2) / 5 * 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_rounded_to_the_nearest_five_and_nothing_stays_nothing() {
        for (number, expected) in [(0, 0), (8, 10), (12, 10), (13, 15), (102, 100), (u64::MAX, u64::MAX / 5 * 5)] {
            assert_eq!(whole_to_five(number), expected);
        }
        assert_eq!((to_five(0.0), to_five(12.0), to_five(13.0)), (0.0, 10.0, 15.0));
    }

    #[test]
    fn none_is_not_small() {
        assert_eq!([0.0, 1.0, 4.0, 5.0].map(|number| is_small(number, 5)), [false, true, true, false]);
    }
}
