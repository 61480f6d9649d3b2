//! Doubts about the newest figures that only show beside those before: another unit, or a file that was copied.

use std::collections::BTreeMap;

use super::entry::Entry;
use crate::diagnostic::Problem;
use crate::model::{Kpi, KpiKind, Measurement, Period, Series, Snapshot, Subject};

/// A figure is set beside so many before it.
const BESIDE: usize = 12;

/// With fewer figures before it nothing can be said.
const ENOUGH: usize = 3;

/// So far, as a factor, a figure may be off and still be the usual one in another unit.
const SLACK: f64 = 1.3;

/// Smaller counts move by such factors on their own.
const SMALL_COUNT: f64 = 100.0;

/// Fewer figures may well be the same twice.
const ENOUGH_TO_COMPARE: usize = 3;

/// What is doubtful about the newest figures of a site.
pub(super) struct Doubts<'a> {
    period: Period,
    jumps: Vec<(&'a Subject, Problem)>,
    repeated: Option<Problem>,
}

/// What is doubtful about the newest of `snapshots`; `None` for nothing.
pub(super) fn doubts<'a>(
    snapshots: &[Snapshot],
    series: &'a BTreeMap<Subject, Series>,
    kpis: &BTreeMap<&str, &Kpi>,
) -> Option<Doubts<'a>> {
    let (newest, earlier) = snapshots.split_last()?;
    let period = newest.period;
    let jump = |(subject, series): (&'a Subject, &Series)| {
        let problem = jump(kpis.get(subject.kpi.as_str())?, subject, series, period)?;
        Some((subject, problem))
    };
    let jumps: Vec<_> = series.iter().filter_map(jump).collect();
    let repeated = earlier.last().and_then(|before| repeated(series, before.period, period));
    (!jumps.is_empty() || repeated.is_some()).then_some(Doubts { period, jumps, repeated })
}

impl Doubts<'_> {
    /// The period whose figures they are about.
    pub(super) fn period(&self) -> Period {
        self.period
    }

    /// Reports them where they are written: in the snapshot `root`.
    pub(super) fn report(self, root: Entry<'_>) {
        for (subject, problem) in self.jumps {
            let row = match &subject.part {
                None => root.below("values"),
                Some(part) => {
                    let dimension = root.below("by").and_then(|by| by.below(part.dimension.as_str()));
                    dimension.and_then(|dimension| dimension.below(part.member.as_str()))
                }
            };
            row.and_then(|row| row.below(subject.kpi.as_str())).unwrap_or(root).report_key(problem);
        }
        if let Some(problem) = self.repeated {
            root.below("values").unwrap_or(root).report_key(problem);
        }
    }
}

/// A figure that is 60, 100, 1,000 or 3,600 times what is usual, or the like part of it.
fn jump(kpi: &Kpi, subject: &Subject, series: &Series, period: Period) -> Option<Problem> {
    let value = series.at(period)?.measurement.value(kpi.unit).filter(|value| *value > 0.0)?;
    let readings: Vec<f64> = series
        .readings()
        .filter(|(of, _)| *of < period && kpi.version_at(*of) == kpi.version_at(period))
        .filter_map(|(_, reading)| reading.measurement.value(kpi.unit))
        .collect();
    let mut before = readings[readings.len().saturating_sub(BESIDE)..].to_vec();
    before.sort_by(f64::total_cmp);
    let (lowest, highest) = (before.first()?, before.last()?);
    let median = before[before.len() / 2];
    if before.len() < ENOUGH || *lowest <= 0.0 || (kpi.kind == KpiKind::Count && value.max(median) < SMALL_COUNT) {
        return None;
    }
    let factors: &[f64] = if kpi.unit.seconds().is_some() { &[60.0, 1_000.0, 3_600.0] } else { &[100.0, 1_000.0] };
    let ratio = (value / median).max(median / value);
    let times = factors.iter().find(|factor| (ratio / **factor).max(**factor / ratio) < SLACK)?;
    // What moves by such factors anyway is in no other unit.
    if highest / lowest > times.sqrt() {
        return None;
    }
    let name = subject.part.as_ref().map_or_else(
        || format!("`{}`", subject.kpi),
        |part| format!("`{}` of {}/{}", subject.kpi, part.dimension, part.member),
    );
    let say = |value: f64| format!("{}", (value * 1e3).round() / 1e3);
    let problem = if value > median {
        Problem::UnitJump { what: name, value: say(value), usual: say(median), times: *times as u32 }
    } else {
        Problem::UnitDrop { what: name, value: say(value), usual: say(median), times: *times as u32 }
    };
    Some(problem)
}

/// Figures of the whole that are, each and all, those of the period before.
fn repeated(series: &BTreeMap<Subject, Series>, before: Period, period: Period) -> Option<Problem> {
    let mut count = 0;
    for (_, series) in series.iter().filter(|(subject, _)| subject.part.is_none()) {
        let [was, is] = [before, period].map(|period| series.at(period).map(|reading| reading.measurement));
        match (was, is) {
            (None, None) => {}
            (Some(was), Some(is)) if was == is => count += usize::from(!is_zero(&is)),
            _ => return None,
        }
    }
    (count >= ENOUGH_TO_COMPARE).then(|| Problem::FiguresRepeated { period: before.to_string(), count })
}

fn is_zero(measurement: &Measurement) -> bool {
    matches!(measurement, Measurement::Value { value, .. } if *value == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KpiId, Reading, Standing};

    #[test]
    fn a_month_that_was_copied_is_noticed_and_a_quiet_one_is_not() {
        check(&[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], true);
        check(&[[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]], false);
        check(&[[0.0, 0.0, 3.0], [0.0, 0.0, 3.0]], false);
    }

    #[track_caller]
    fn check(months: &[[f64; 3]; 2], expected: bool) {
        let periods: [Period; 2] = ["2026-09", "2026-10"].map(|period| period.parse().expect("a month"));
        let reading = |value| Reading {
            measurement: Measurement::Value { value, n: None },
            standing: Standing::Final,
            remark: None,
        };
        let of = |index: usize| {
            let subject = Subject::whole(KpiId::new(&format!("kpi_{index}")).expect("an id"));
            let readings = periods.into_iter().zip(months).map(|(period, values)| (period, reading(values[index])));
            (subject, Series::new(readings).expect("two values"))
        };
        let series: BTreeMap<Subject, Series> = (0..3).map(of).collect();
        assert_eq!(repeated(&series, periods[0], periods[1]).is_some(), expected);
    }
}
