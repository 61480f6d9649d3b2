//! Two numbers of one KPI side by side: ranges, intervals, bands, "from … to …". They share one unit.

use super::amount::{Amount, Precision};
use super::{NARROW, uncountable};
use crate::model::{Kpi, Unit};

/// A range such as the usual one: `84–94 %`, `8–12 min`, `6,800–8,700`, `−5 to 12`.
///
/// Limits are never as exact as a value, so they are said no more exactly than their distance deserves, and nothing
/// beyond what is possible is said: the end of the scale stands for it. Net promoter scores, negative ends and ends
/// in two units are joined with "to".
pub fn range(kpi: &Kpi, low: f64, high: f64) -> String {
    limits(kpi, low, high, |_| true)
}

/// The same as [`range`], but exact enough that `value` reads as lying where it lies: inside, below or above.
///
/// As exact as values are said, a value outside can still read as equal to an end; [`reads_inside`] tells, and the words
/// beside it then say "just".
pub fn range_around(kpi: &Kpi, low: f64, high: f64, value: f64) -> String {
    limits(kpi, low, high, |precision| {
        let inside = low <= value && value <= high;
        inside == seems_inside(kpi, low, high, value, precision)
    })
}

/// Whether `value` reads as inside the range as exact as values are said, though it may lie just outside.
pub fn reads_inside(kpi: &Kpi, low: f64, high: f64, value: f64) -> bool {
    seems_inside(kpi, low, high, value, Precision::Fixed)
}

/// Two values as exact as values are: `84.1 and 87.0 %`, as in "between … and …".
pub fn between(kpi: &Kpi, low: f64, high: f64) -> String {
    pair(kpi, low, high, Precision::Fixed, Some(" and "))
}

/// Two values as exact as values are: `290 to 412`, as in "from … to …".
pub fn ends(kpi: &Kpi, first: f64, last: f64) -> String {
    pair(kpi, first, last, Precision::Fixed, Some(" to "))
}

/// Both ends of an interval as exact as it deserves: `28 and 37`, as in "between … and …".
pub fn interval(kpi: &Kpi, low: f64, high: f64) -> String {
    pair(kpi, low, high, deserved(kpi, low, high), Some(" and "))
}

/// Both ends of an interval as exact as it deserves: `47 to 91 %`, as in "anything from … to …".
pub fn interval_ends(kpi: &Kpi, low: f64, high: f64) -> String {
    pair(kpi, low, high, deserved(kpi, low, high), Some(" to "))
}

/// Two targets as short as they were given: `75 to 78 %`, as in "from … to …".
pub fn given_ends(kpi: &Kpi, first: f64, last: f64) -> String {
    pair(kpi, first, last, Precision::Given, Some(" to "))
}

/// Two sizes of a difference: `10 to 5 points`, `1 h to 42 min`, as in "from … to …".
pub fn sizes(kpi: &Kpi, first: f64, last: f64) -> String {
    let mut out = pair(kpi, first, last, Precision::Short, Some(" to "));
    if matches!(kpi.unit, Unit::Percent | Unit::Nps | Unit::Score) {
        out.truncate(out.trim_end_matches(['%', NARROW]).len());
        out.push(NARROW);
        out.push_str("points");
    }
    out
}

/// A band as short as it was given: `80–85 %`.
pub(super) fn band(kpi: &Kpi, low: f64, high: f64) -> String {
    pair(kpi, low, high, Precision::Given, None)
}

/// A range in the coarsest precision that its width deserves, that keeps its ends apart and that `reads_right`.
fn limits(kpi: &Kpi, low: f64, high: f64, reads_right: impl Fn(Precision) -> bool) -> String {
    let width = high - low;
    let (low, high) = (possible(kpi, low), possible(kpi, high));
    let distinct = |precision| low == high || reading(kpi, low, precision) < reading(kpi, high, precision);
    let precision = precisions(kpi, width)
        .find(|precision| distinct(*precision) && reads_right(*precision))
        .unwrap_or(Precision::Fixed);
    pair(kpi, low, high, precision, None)
}

fn deserved(kpi: &Kpi, low: f64, high: f64) -> Precision {
    precisions(kpi, high - low).next().unwrap_or(Precision::Fixed)
}

/// The precisions a range of this width may be said in, coarsest first.
fn precisions(kpi: &Kpi, width: f64) -> impl Iterator<Item = Precision> {
    let seconds = kpi.unit.seconds().filter(|_| kpi.unit != Unit::Days);
    // A range deserves steps of a fifth of its width; of a third for time spans, whose steps lie further apart.
    let widest = seconds.map_or(width / 5.0, |seconds| seconds * width / 3.0);
    let multiples: &[u64] = match seconds {
        Some(_) => &[3_600, 1_800, 600, 60, 30, 10, 1],
        None => &[1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10],
    };
    // On a short scale tens are too coarse, and an amount of money has all its decimals or none.
    let multiples = if kpi.kind.bounds().1.is_some() || kpi.scale.is_some() { &[] } else { multiples };
    let decimals = match kpi.unit {
        Unit::Seconds | Unit::Minutes | Unit::Hours => 0,
        Unit::Currency(_) => kpi.decimals.min(1),
        _ => kpi.decimals.min(9),
    };
    let decimals = (0..u32::from(decimals)).map(|places| (1.0 / power_of_ten(places), Precision::Decimals(places)));
    let multiples = multiples.iter().map(|multiple| (*multiple as f64, Precision::Multiples(*multiple)));
    let deserved = multiples.chain(decimals).filter(move |(step, _)| *step <= widest);
    deserved.map(|(_, precision)| precision).chain([Precision::Fixed])
}

/// The nearest number that is possible for the KPI.
fn possible(kpi: &Kpi, number: f64) -> f64 {
    let (least, most) = kpi.kind.bounds();
    let (least, most) = kpi.scale.map_or((least, most), |scale| (Some(scale.min), Some(scale.max)));
    let number = least.map_or(number, |least| number.max(least));
    most.map_or(number, |most| number.min(most))
}

fn seems_inside(kpi: &Kpi, low: f64, high: f64, value: f64, precision: Precision) -> bool {
    let seen = reading(kpi, value, Precision::Fixed);
    reading(kpi, possible(kpi, low), precision) <= seen && seen <= reading(kpi, possible(kpi, high), precision)
}

/// What a reader takes the number for who sees it in this precision; time spans in seconds.
fn reading(kpi: &Kpi, number: f64, precision: Precision) -> f64 {
    let Some(amount) = Amount::of(kpi, number, precision) else { return number };
    let size: f64 = amount
        .parts()
        .map(|part| {
            let seconds = match part.unit {
                "min" => 60.0,
                "h" => 3_600.0,
                _ => 1.0,
            };
            seconds * part.scaled as f64 / power_of_ten(part.places)
        })
        .sum();
    if amount.negative { -size } else { size }
}

fn power_of_ten(places: u32) -> f64 {
    10_u64.pow(places) as f64
}

/// Two numbers with one unit where they share it, joined by the words or by a dash where that is clear.
fn pair(kpi: &Kpi, low: f64, high: f64, precision: Precision, words: Option<&str>) -> String {
    let amounts = (Amount::of(kpi, low, precision), Amount::of(kpi, high, precision));
    let (Some(mut low), Some(mut high)) = amounts else {
        return format!("{}{}{}", uncountable(low), words.unwrap_or(" to "), uncountable(high));
    };
    let in_one_unit = low.second.is_none()
        && high.second.is_none()
        && (low.first.unit == high.first.unit || low.is_zero() || kpi.unit == Unit::Days);
    let dash = in_one_unit && words.is_none() && !low.negative && kpi.unit != Unit::Nps;
    if low.first.unit_leads {
        if dash {
            high.first.unit = "";
        }
    } else if in_one_unit {
        low.first.unit = "";
    }
    let mut out = String::with_capacity(24);
    if words.is_some() || !low.same_number(&high) {
        low.write(&mut out);
        out.push_str(words.unwrap_or(if dash { "–" } else { " to " }));
    } else if high.first.unit.is_empty() {
        high.first.unit = low.first.unit;
    }
    high.write(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::kpi;
    use super::*;
    use crate::model::KpiKind;

    #[test]
    fn a_range_is_no_more_exact_than_it_is_narrow() {
        check("percent.1", 83.94, 94.31, "84–94 %");
        check("percent.1", 6.77, 9.43, "6.8–9.4 %");
        check("per1000.1", 1.52, 2.58, "1.5–2.6 per 1,000");
        check("count.0", 6_789.0, 8_712.0, "6,800–8,700");
        check("days.1", 10.8, 17.2, "11–17 days");
        check("minutes.0", 7.9, 12.1, "8–12 min");
        check("hours.0", 3.1, 5.4, "3 h to 5 h 30 min");
        check("minutes.0", 4.2, 6.4, "4 min to 6 min 30 s");
        check("seconds.0", 12.0, 31.0, "12–31 s");
        check("seconds.1", 13.42, 29.71, "13–30 s");
        check("seconds.1", 13.42, 15.71, "13.4–15.7 s");
        check("currency.2", 3.184, 3.91, "£3.18–3.91");
        check("currency.2", 31.84, 43.91, "£32–44");
    }

    #[test]
    fn the_end_of_the_scale_stands_for_what_is_not_possible() {
        check("percent.1", 95.4, 103.2, "95–100 %");
        check("count.0", -41.0, 388.0, "0–390");
        check("minutes.0", -2.0, 9.0, "0–9 min");
    }

    #[test]
    fn scores_below_zero_are_joined_with_a_word() {
        check("nps.0", 24.0, 39.0, "24 to 39");
        check("nps.0", -12.0, 5.0, "−12 to 5");
        check("score.1", -1.1, 2.4, "−1.1 to 2.4");
        check("currency.0", -40.0, 60.0, "−£40 to £60");
    }

    #[test]
    fn ends_that_read_alike_are_told_apart_or_said_once() {
        check("percent.1", 88.21, 88.34, "88.2–88.3 %");
        check("percent.0", 88.21, 88.34, "88 %");
        check("currency.2", 3.0, 3.0, "£3.00");
    }

    #[test]
    fn a_value_beside_its_range_reads_as_lying_where_it_lies() {
        for (value, expected) in [(94.2, "84.0–94.2 %"), (94.3, "84–94 %"), (88.0, "84–94 %"), (83.8, "84–94 %")]
        {
            let text = range_around(&kpi("percent.1"), 83.96, 94.24, value);
            assert_eq!(text.replace('\u{202f}', " "), expected, "{value}");
        }
        assert!(reads_inside(&kpi("percent.1"), 83.96, 94.21, 94.24));
    }

    #[test]
    fn whatever_the_numbers_a_value_reads_as_lying_where_it_lies() {
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let mut next = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        };
        let number = |text: &str| text.replace(',', "").replace('−', "-").parse::<f64>().unwrap();
        for spec in ["percent.1", "percent.0", "count.0", "nps.0", "score.2"] {
            let kpi = kpi(spec);
            let one_unit = spec.split_once('.').unwrap().1;
            for _ in 0..2_000 {
                let top = if spec == "count.0" { 9_000_000 } else { 90_000 };
                let low = next(top) as f64 / 1_000.0 - if spec == "nps.0" { 60.0 } else { 0.0 };
                let high = low + next(10_000) as f64 / 1_000.0;
                // Near one of the ends, where it is easily said wrongly.
                let value = [low, high][next(2) as usize] + next(2_000) as f64 / 1_000.0 - 1.0;
                if [low, high, value].iter().any(|it| possible(&kpi, *it) != *it) {
                    continue;
                }
                let text = range_around(&kpi, low, high, value).replace(['\u{202f}', '%'], "");
                let (first, last) = text.split_once('–').or_else(|| text.split_once(" to ")).unwrap_or((&text, &text));
                let seen = number(&super::super::plain(value, one_unit.parse().unwrap()));
                let seems_inside = number(first) <= seen && seen <= number(last);
                let just = !(low..=high).contains(&value) && reads_inside(&kpi, low, high, value);
                assert!(just || seems_inside == (low..=high).contains(&value), "{value} beside {text}");
            }
        }
    }

    #[test]
    fn pairs_share_their_unit() {
        let text = |spec, low, high| ends(&kpi(spec), low, high).replace('\u{202f}', " ");
        assert_eq!(text("count.0", 290.0, 412.0), "290 to 412");
        assert_eq!(text("minutes.0", 8.0, 14.5), "8 min to 14 min 30 s");
        assert_eq!(text("days.1", 1.0, 2.5), "1.0 to 2.5 days");
        assert_eq!(text("currency.2", 3.2, 3.41), "£3.20 to £3.41");
        assert_eq!(given_ends(&kpi("percent.1"), 75.0, 78.25), "75 to 78.25\u{202f}%");
        assert_eq!(between(&kpi("score.1"), 1.9, 2.6), "1.9 and 2.6");
        assert_eq!(sizes(&kpi("percent.1"), 10.0, 5.04), "10 to 5\u{202f}points");
        assert_eq!(sizes(&kpi("minutes.0"), 1.5, 0.7), "1\u{202f}min\u{202f}30\u{202f}s to 42\u{202f}s");
    }

    #[track_caller]
    fn check(spec: &str, low: f64, high: f64, expected: &str) {
        let kpi = kpi(spec);
        assert!(kpi.kind != KpiKind::Mean || kpi.scale.is_none());
        assert_eq!(range(&kpi, low, high).replace('\u{202f}', " "), expected);
    }
}
