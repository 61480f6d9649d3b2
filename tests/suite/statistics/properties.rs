//! What must hold for every series: no answer that is not a number, and the symmetries of the verdict.

use plaudit::analyse::{
    Attribute, Counts, FunnelKind, GroupRows, ScoreItem, Spread, TheilSen, attribute_chart, autocorrelations,
    dependence, drift, drift_of, fitted_holt_winters, funnel, hamed_rao, mann_kendall, naive, runs,
    seasonal_mann_kendall, seasonal_slope, share_trend, step_change, straight_line, suggested_step, theil_sen,
};
use plaudit::analyse::{
    Class, GroupStart, Level, Mark, Row, Rule, Screening, Verdict, XmrRules, accumulated, assurance, balanced_score,
    chance, difference, gap, percentile_rank, poisson, promoters, quantile, verdict, wilson, xmr,
};
use plaudit::model::{Accumulates, Better, Distribution, KpiKind, LimitsPolicy, Measurement, Period, Range, Target};

use super::site::{kpi, period};

/// Series of every length from 0 to 60, in every mood.
fn series() -> Vec<Vec<Option<f64>>> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut all = Vec::new();
    for length in 0..=60 {
        for mood in 0..10 {
            all.push((0..length).map(|_| dice.value(mood)).collect());
        }
    }
    all
}

/// A small generator of numbers that are the same on every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % sides
    }

    fn value(&mut self, mood: u32) -> Option<f64> {
        let unit = self.roll(1 << 20) as f64 / f64::from(1_u32 << 20) - 0.5;
        let gap = self.roll(8) == 0;
        let value = match mood {
            0 => unit,
            1 => 1_000.0 + unit,
            2 => (unit * 6.0).round(),
            3 => 0.1,
            4 => unit * f64::MAX,
            5 => unit * 2.0 * f64::MAX,
            6 => unit * f64::MIN_POSITIVE,
            7 => [0.0, -0.0, 5e-324, -5e-324][self.roll(4) as usize],
            8 => [0.0, f64::MAX, f64::MIN, 1.0][self.roll(4) as usize],
            _ if gap => return None,
            _ => 50.0 + unit,
        };
        Some(value)
    }
}

/// What the latest value says is worked out from what leads to it alone, and is what is said of it among all others.
#[test]
fn the_verdict_is_what_stands_out_at_the_latest_value() {
    let mut dice = Dice(0x0DDB_1A5E_5BAD_5EED);
    let mut walks = series();
    for length in 12..=60 {
        for stride in 1..=8 {
            // Steps that often repeat their direction, with a gap and a tie now and then, make runs and trends.
            let (mut value, mut step) = (50.0, 0.0);
            let mut walk = Vec::with_capacity(length);
            for _ in 0..length {
                if dice.roll(stride) == 0 {
                    step = dice.roll(5) as f64 - 2.0;
                }
                value += step;
                walk.push((dice.roll(16) > 0).then_some(value));
            }
            walks.push(walk);
        }
    }
    let mut seen = Vec::new();
    for values in walks {
        for run_length in [6, 7] {
            let policy = LimitsPolicy { run_length, ..LimitsPolicy::default() };
            let rows = rows(&values, period("2020-01"));
            let verdict = verdict(&rows, starts(&values), policy, Better::Higher);
            let Some(variation) = verdict.variation else { continue };
            let latest = values.iter().rposition(Option::is_some).unwrap();
            let (group, rule, mark) = verdict.marks[latest];
            assert_eq!((variation.rule, variation.class.mark()), (rule, mark), "{values:?}");
            let since =
                variation.since.map_or(latest + 1, |since| rows.iter().position(|row| row.period == since).unwrap());
            let of_it = (since..=latest).filter(|row| values[*row].is_some());
            match rule {
                Rule::TwoOfThree => assert!((2..=3).contains(&variation.periods) && latest - since <= 2, "{values:?}"),
                _ => assert_eq!(of_it.clone().count(), variation.periods, "{values:?}"),
            }
            if matches!(rule, Rule::Trend | Rule::Shift) {
                assert!(variation.periods >= usize::from(run_length), "{values:?}");
                assert!(of_it.clone().all(|row| verdict.marks[row].0 == group), "{values:?}");
                assert!(of_it.clone().all(|row| verdict.marks[row].1 != Rule::None), "{values:?}");
            }
            seen.push(rule);
        }
    }
    for rule in [Rule::None, Rule::Outside, Rule::Trend, Rule::TwoOfThree, Rule::Shift] {
        assert!(seen.iter().filter(|known| **known == rule).count() >= 10, "{rule:?}");
    }
}

/// The single step is looked for roughly first; none may be better than the one that is found, and none as good earlier.
#[test]
fn no_place_is_better_than_the_one_where_the_step_is() {
    let mut found = 0;
    // Far from 0, where the mean itself is rounded, and two places are equally good.
    let far = [4_294_967_296.0, 1_099_511_627_776.0]
        .map(|far| (0..60).map(|place| Some(far + f64::from(u8::from((20..40).contains(&place))))).collect::<Vec<_>>());
    for values in series().into_iter().chain(far) {
        let values: Vec<f64> = values.into_iter().flatten().collect();
        let Some(step) = step_change(&values, 2) else { continue };
        let squares = |part: &[f64]| {
            // About the first value, so that numbers far from 0 lose nothing.
            let about = |value: &f64| value - part[0];
            let mean = part.iter().map(about).sum::<f64>() / part.len() as f64;
            part.iter().map(|value| (about(value) - mean) * (about(value) - mean)).sum::<f64>()
        };
        let whole = squares(&values);
        if !whole.is_normal() {
            continue;
        }
        let left = |at: usize| squares(&values[..at]) + squares(&values[at..]);
        let ours = left(step.at);
        for at in 2..=values.len() - 2 {
            assert!(left(at) >= ours - 1e-9 * whole, "{at} is better than {}: {values:?}", step.at);
            assert!(at >= step.at || left(at) > ours + 1e-13 * whole, "{at} is as good as {}: {values:?}", step.at);
        }
        found += 1;
    }
    assert!(found > 100);
}

#[test]
fn no_chart_holds_what_is_not_a_number() {
    let mut signals = 0;
    for values in series() {
        for screening in [Screening::Off, Screening::Published, Screening::KeepingVariation] {
            for groups in
                [vec![], vec![GroupRows { from: 0, baseline: Some(12) }, GroupRows { from: 20, baseline: None }]]
            {
                let chart = xmr(&values, &groups, XmrRules { run_length: 7, screening });
                assert_eq!(chart.points.len(), values.len());
                signals += chart.points.iter().filter(|point| point.rule != Rule::None).count();
                for group in &chart.groups {
                    let limits = group.limits.map(|(lower, upper)| [lower, upper]);
                    let numbers = [group.mean, group.moving_range];
                    let numbers = numbers.into_iter().flatten().chain(limits.into_iter().flatten());
                    assert!(numbers.into_iter().all(f64::is_finite), "{values:?}: {group:?}");
                    assert!(group.limits.is_none_or(|(lower, upper)| lower <= upper));
                }
            }
        }
    }
    assert!(signals > 1_000, "the series are not all alike");
}

#[test]
fn groups_that_make_no_sense_are_passed_over() {
    let values = [Some(1.0); 10];
    let rules = XmrRules { run_length: 0, screening: Screening::Published };
    let group = |from| GroupRows { from, baseline: Some(0) };
    let chart = xmr(&values, &[group(3), group(3), group(2), group(10), group(99)], rules);
    let rows: Vec<_> = chart.groups.iter().map(|group| group.rows.clone()).collect();
    assert_eq!(rows, [0..3, 3..10]);
    assert_eq!((chart.groups[1].mean, chart.groups[1].limits), (None, None), "an empty baseline");
}

#[test]
fn a_mirrored_series_has_the_mirrored_verdict() {
    for values in series() {
        for (better, other) in [(Better::Higher, Better::Lower), (Better::Neutral, Better::Neutral)] {
            let ours = judged(&values, better);
            let mirrored = judged(&negated(&values), other);
            assert_eq!(ours.firmness, mirrored.firmness);
            for ((_, rule, mark), (_, other_rule, other_mark)) in ours.marks.iter().zip(&mirrored.marks) {
                assert_eq!(rule, other_rule, "{values:?}");
                assert_eq!(*mark, if better == Better::Neutral { turned(*other_mark) } else { *other_mark });
            }
            let classes = (ours.variation.map(|it| it.class), mirrored.variation.map(|it| mirrored_class(it.class)));
            assert_eq!(classes.0, classes.1);
            for (group, other) in ours.groups.iter().zip(&mirrored.groups) {
                assert_eq!(group.mean, other.mean.map(|mean| -mean));
                assert_eq!(group.lower, other.upper.map(|upper| -upper));
                assert_eq!(group.moving_range, other.moving_range);
            }
        }
    }
}

#[test]
fn a_verdict_does_not_depend_on_the_year() {
    for values in series() {
        let now = judged(&values, Better::Higher);
        let later =
            verdict(&rows(&values, period("2031-08")), starts(&values), LimitsPolicy::default(), Better::Higher);
        assert_eq!(now.marks, later.marks);
        let said = |verdict: &Verdict| verdict.variation.as_ref().map(|it| (it.class, it.rule, it.periods));
        assert_eq!(said(&now), said(&later));
        let months = |verdict: &Verdict, first: Period| {
            verdict.variation.as_ref().and_then(|it| it.since).map(|since| since.since(first))
        };
        assert_eq!(months(&now, period("2024-01")), months(&later, period("2031-08")));
    }
}

#[test]
fn a_scaled_series_has_scaled_limits_and_the_same_marks() {
    // By powers of two, which round nothing.
    for values in series().into_iter().filter(|values| values.iter().flatten().all(|it| it.abs() < 1e9)) {
        if values.iter().flatten().any(|value| *value != 0.0 && value.abs() < 1e-200) {
            continue;
        }
        for scale in [0.125, 1024.0] {
            let scaled: Vec<_> = values.iter().map(|value| value.map(|value| value * scale)).collect();
            let (one, other) = (judged(&values, Better::Lower), judged(&scaled, Better::Lower));
            assert_eq!((one.marks, one.firmness), (other.marks, other.firmness));
            assert_eq!(one.variation, other.variation);
            for (group, other) in one.groups.iter().zip(&other.groups) {
                assert_eq!(group.mean.map(|mean| mean * scale), other.mean);
                assert_eq!(group.upper.map(|upper| upper * scale), other.upper);
            }
        }
    }
}

#[test]
fn a_gap_ends_every_run_and_trend() {
    for values in series() {
        let verdict = judged(&values, Better::Higher);
        let gapless = values.split(Option::is_none).map(<[_]>::len).max().unwrap_or(0);
        if gapless < 7 {
            let long = verdict.marks.iter().any(|(_, rule, _)| matches!(rule, Rule::Shift | Rule::Trend));
            assert!(!long, "{values:?}");
        }
        let gaps = values.iter().zip(&verdict.marks).filter(|(value, _)| value.is_none());
        for (_, mark) in gaps {
            assert_eq!((mark.1, mark.2), (Rule::None, Mark::CommonCause));
        }
    }
}

#[test]
fn what_is_said_of_the_latest_point_is_what_its_mark_says() {
    let mut verdicts = 0;
    for values in series() {
        let verdict = judged(&values, Better::Lower);
        let Some(variation) = verdict.variation else { continue };
        verdicts += 1;
        let latest = values.iter().rposition(Option::is_some).unwrap();
        assert_eq!(variation.rule, verdict.marks[latest].1);
        let mark = match variation.class {
            Class::CommonCause => Mark::CommonCause,
            Class::ImprovementHigh | Class::ImprovementLow => Mark::Improvement,
            Class::ConcernHigh | Class::ConcernLow => Mark::Concern,
            Class::NeutralHigh | Class::NeutralLow => unreachable!("a direction is better"),
        };
        assert_eq!(mark, verdict.marks[latest].2);
        let since = variation.since.map(|since| usize::try_from(since.since(period("2024-01"))).unwrap());
        match variation.rule {
            Rule::None => assert_eq!((since, variation.periods), (None, 0)),
            Rule::Outside => assert_eq!((since, variation.periods), (Some(latest), 1)),
            Rule::TwoOfThree => assert!(since.unwrap() + 2 >= latest && (2..=3).contains(&variation.periods)),
            Rule::Trend | Rule::Shift => {
                assert!(variation.periods >= 7);
                assert_eq!(since.unwrap() + variation.periods, latest + 1);
            }
        }
    }
    assert!(verdicts > 200, "{verdicts}");
}

#[test]
fn every_other_statistic_answers_with_numbers_or_not_at_all() {
    let finite = |it: Option<f64>| assert!(it.is_none_or(f64::is_finite), "{it:?}");
    let both = |it: Option<(f64, f64)>| assert!(it.is_none_or(|(lower, upper)| lower <= upper), "{it:?}");
    let share = |it: Option<f64>| assert!(it.is_none_or(|it| (0.0..=1.0).contains(&it)), "{it:?}");
    for values in series() {
        let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let some = |index: usize| sorted.get(index).copied().unwrap_or(1.0);
        let (one, other) = (some(0), some(1));
        for better in [Better::Higher, Better::Lower, Better::Neutral] {
            let band = Range { min: one.min(other), max: one.max(other) };
            for group in judged(&values, better).groups {
                for target in [Target::Value(one), Target::Value(f64::MAX), Target::Band(band)] {
                    let Some(usual) = group.usual_range() else { continue };
                    share(chance(usual, target, better));
                    assert_eq!(assurance(usual, target, better).is_none(), chance(usual, target, better).is_none());
                }
            }
            let summary = Distribution::Summary {
                n: None,
                p25: some(0),
                median: some(sorted.len() / 2),
                p75: some(sorted.len().saturating_sub(1)),
                best: Some(other),
                worst: None,
            };
            let average = Distribution::Average { average: one, read_off: Some(other.abs()), n: None };
            for field in [Distribution::Peers(sorted.clone()), summary, average] {
                let Some(gap) = gap(other, &field, better) else { continue };
                finite(Some(gap.benchmark));
                let others = [gap.advantage_percent, gap.advantage_normalised, gap.advantage_to_best];
                others.into_iter().chain([gap.difference, gap.advantage]).for_each(finite);
                share(gap.percentile.map(|percentile| percentile / 100.0));
            }
        }
        finite(quantile(&sorted, 0.333));
        share(percentile_rank(&sorted, other).map(|rank| rank / 100.0));
        let item = ScoreItem { weight: 1.0, worst: one, best: other, value: Some(some(2)) };
        let score = balanced_score(&[item, item]);
        finite(score.mean);
        assert!((0.0..=1.0).contains(&score.coverage));
        for how in [Accumulates::Sum, Accumulates::Mean, Accumulates::Pooled, Accumulates::Last, Accumulates::None] {
            let mut kpi = kpi("k", KpiKind::Mean, Better::Higher);
            kpi.accumulates = how;
            let n = Some(sorted.len() as u64);
            let measured = |value: &Option<f64>| value.map(|value| Measurement::Value { value, n });
            finite(accumulated(&kpi, &values.iter().map(measured).collect::<Vec<_>>()));
        }
    }
    for n in [0, 1, 2, 29, 30, 998, 999, 1_000, u64::MAX / 2, u64::MAX] {
        for x in [0.0, 0.5, 1.0, 9.0, 9.5, 10.0, 1e18, f64::MAX] {
            both(wilson(x, n, Level::P95));
            both(poisson(x, Level::P998));
            both(difference((x, n), (1.0, 7)));
        }
        both(promoters(n, 0, 1, Level::P95));
        both(promoters(n, n, n, Level::P998));
        both(promoters(n / 3, n / 3, n / 3, Level::P95));
    }
}

#[test]
fn what_looks_further_answers_with_numbers_or_not_at_all() {
    let finite = |it: f64, what: &str| assert!(it.is_finite(), "{what}: {it}");
    let mut answered = [0; 8];
    for values in series() {
        let closed: Vec<f64> = values.iter().flatten().copied().collect();
        for period in [0, 1, 4, 12, 61] {
            for line in [theil_sen(&values), seasonal_slope(&values, period)].into_iter().flatten() {
                [line.slope, line.intercept, line.lower, line.upper].into_iter().for_each(|it| finite(it, "slope"));
                assert!(line.lower <= line.slope && line.slope <= line.upper, "{values:?} {line:?}");
                answered[0] += 1;
            }
            for test in
                [mann_kendall(&values), seasonal_mann_kendall(&values, period), hamed_rao(&values, Some(period))]
            {
                let Some(test) = test else { continue };
                assert!(test.p.is_none_or(|p| (0.0..=1.0).contains(&p)), "{test:?}");
                assert!((-1.0..=1.0).contains(&test.tau) && test.variance.is_none_or(f64::is_finite), "{test:?}");
                answered[1] += 1;
            }
            dependence(&values, period);
            for r in autocorrelations(&values, period).into_iter().flatten() {
                assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&r), "{r}");
                answered[2] += 1;
            }
            if let Some(smoothed) = fitted_holt_winters(&closed, period) {
                assert_eq!(smoothed.fitted.len(), closed.len());
                for ahead in [smoothed.ahead(1), smoothed.ahead(13)].into_iter().flatten() {
                    finite(ahead.mean + ahead.error, "smoothed");
                    answered[3] += 1;
                }
            }
        }
        for periods in [1, 3, 24] {
            let slope = closed.first().copied().unwrap_or(0.0);
            let all = [drift(&values, periods), drift_of(&values, slope, periods), naive(&values, periods)];
            for ahead in all.into_iter().chain([straight_line(&values, periods)]).flatten() {
                finite(ahead.mean, "mean");
                finite(ahead.error, "error");
                for target in [Target::Value(slope), Target::Band(Range { min: slope, max: slope })] {
                    for better in [Better::Higher, Better::Lower, Better::Neutral] {
                        assert!(ahead.chance(target, better).is_none_or(|it| (0.0..=1.0).contains(&it)));
                    }
                }
                assert!(ahead.interval().is_none_or(|(lower, upper)| lower <= ahead.mean && ahead.mean <= upper));
                answered[4] += 1;
            }
        }
        for step in [step_change(&closed, 0), step_change(&closed, 2), suggested_step(&closed)].into_iter().flatten() {
            assert!(!step.gain.is_nan() && step.at > 0 && step.at < closed.len(), "{step:?}");
            finite(step.before, "before");
            finite(step.after, "after");
            answered[5] += 1;
        }
        let counts: Vec<_> =
            values.iter().map(|it| it.map(|it| Counts { numerator: it.abs(), denominator: it.abs() + 1.0 })).collect();
        for attribute in [Attribute::Share, Attribute::Rate] {
            for spread in [Spread::Theory, Spread::Observed] {
                let Some(chart) = attribute_chart(&counts, attribute, spread, |_| true) else { continue };
                for point in chart.points.iter().flatten() {
                    assert!(point.lower <= point.near_lower && point.near_upper <= point.upper, "{point:?}");
                    [point.value, point.lower, point.upper].into_iter().for_each(|it| finite(it, "chart"));
                    answered[6] += 1;
                }
                assert!(runs(&values, chart.centre).is_none_or(|runs| runs.longest <= runs.useful));
            }
        }
        let parts: Vec<_> =
            closed.iter().map(|it| (it.abs().floor().min(1e12), it.abs().floor().min(1e12) + 3.0)).collect();
        for kind in [FunnelKind::Proportion, FunnelKind::Ratio, FunnelKind::Standardised] {
            let Some(funnel) = funnel(kind, &parts) else { continue };
            for point in funnel.points.iter().flatten() {
                let limits = [point.limits_998.0, point.limits_95.0, point.limits_95.1, point.limits_998.1];
                assert!(limits.is_sorted() && limits.into_iter().all(f64::is_finite), "{point:?}");
                answered[7] += 1;
            }
        }
        share_trend(&closed.iter().map(|it| Some((it.abs(), it.abs() as u64))).collect::<Vec<_>>());
    }
    assert!(answered.iter().all(|count| *count > 100), "{answered:?}");
}

#[test]
fn slopes_and_steps_are_symmetric() {
    for values in series().into_iter().filter(|values| values.iter().flatten().all(|it| it.abs() < 1e9)) {
        let closed: Vec<f64> = values.iter().flatten().copied().collect();
        let mirrored = negated(&values);
        // Rounding to even falls the same way on both sides, so ranks may only differ where limits tie.
        let (one, other) = (theil_sen(&values), theil_sen(&mirrored));
        assert_eq!(one.map(|it| it.slope), other.map(|it| 0.0 - it.slope));
        let test = |values: &[Option<f64>]| mann_kendall(values).map(|it| (it.score, it.p));
        assert_eq!(test(&values), test(&mirrored).map(|(score, p)| (0.0 - score, p)));
        let backwards: Vec<_> = values.iter().rev().copied().collect();
        assert_eq!(test(&values), test(&backwards).map(|(score, p)| (0.0 - score, p)));
        let slope = |it: Option<TheilSen>| it.map(|it| it.slope);
        assert_eq!(slope(one), slope(theil_sen(&backwards)).map(|it| 0.0 - it));
        // A gap before or after changes nothing but the intercept.
        let later: Vec<_> = [None, None].into_iter().chain(values.iter().copied()).chain([None]).collect();
        assert_eq!(slope(one), slope(theil_sen(&later)));
        assert_eq!(test(&values), test(&later));
        assert_eq!(dependence(&values, 12), dependence(&mirrored, 12));
        assert_eq!(dependence(&values, 12), dependence(&later, 12));
        let steps = |values: &[f64]| step_change(values, 2).map(|step| step.at);
        let negative: Vec<f64> = closed.iter().map(|it| -it).collect();
        assert_eq!(steps(&closed), steps(&negative));
        // Powers of two round nothing.
        let scaled: Vec<_> = values.iter().map(|value| value.map(|value| value * 1024.0)).collect();
        if closed.iter().all(|it| *it == 0.0 || it.abs() > 1e-200) {
            assert_eq!(slope(one).map(|it| it * 1024.0), slope(theil_sen(&scaled)));
            assert_eq!(test(&values), test(&scaled));
        }
    }
}

#[test]
fn a_funnel_does_not_depend_on_the_order_of_its_parts() {
    let parts = [(71.0, 98.0), (140.0, 205.0), (35.0, 50.0), (220.0, 300.0), (18.0, 31.0), (35.0, 50.0), (90.0, 130.0)];
    let turned: Vec<_> = parts.iter().rev().copied().collect();
    for kind in [FunnelKind::Proportion, FunnelKind::Ratio] {
        let (one, other) = (funnel(kind, &parts).unwrap(), funnel(kind, &turned).unwrap());
        for (one, other) in one.points.iter().zip(other.points.iter().rev()) {
            let (one, other) = (one.unwrap(), other.unwrap());
            assert!((one.score - other.score).abs() < 1e-9 && one.outlier == other.outlier);
            assert!((one.limits_998.1 - other.limits_998.1).abs() < 1e-12);
        }
    }
}

fn judged(values: &[Option<f64>], better: Better) -> Verdict {
    verdict(&rows(values, period("2024-01")), starts(values), LimitsPolicy::default(), better)
}

/// Every other series begins new limits after 24 months.
fn starts(values: &[Option<f64>]) -> Vec<(usize, GroupStart)> {
    let event = GroupStart::Event { label: "New routing".to_owned(), because: None };
    if values.len().is_multiple_of(2) { vec![(24, event)] } else { Vec::new() }
}

fn rows(values: &[Option<f64>], first: Period) -> Vec<Row> {
    let periods = std::iter::successors(Some(first), |last| Some(last.next()));
    periods.zip(values).map(|(period, value)| Row { period, value: *value, ordinary: true }).collect()
}

fn negated(values: &[Option<f64>]) -> Vec<Option<f64>> {
    values.iter().map(|value| value.map(|value| -value)).collect()
}

fn turned(mark: Mark) -> Mark {
    match mark {
        Mark::NeutralHigh => Mark::NeutralLow,
        Mark::NeutralLow => Mark::NeutralHigh,
        other => other,
    }
}

fn mirrored_class(class: Class) -> Class {
    match class {
        Class::CommonCause => Class::CommonCause,
        Class::ImprovementHigh => Class::ImprovementLow,
        Class::ImprovementLow => Class::ImprovementHigh,
        Class::ConcernHigh => Class::ConcernLow,
        Class::ConcernLow => Class::ConcernHigh,
        Class::NeutralHigh => Class::NeutralLow,
        Class::NeutralLow => Class::NeutralHigh,
    }
}
