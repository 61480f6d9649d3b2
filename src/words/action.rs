//! Actions in words: when they are due, how late they are, and what the KPI has done since.

use jiff::civil::Date;

use super::phrase::{counted, list};
use super::{number, period, verdict};
use crate::analyse::KpiFindings;
use crate::model::{Kpi, Period};

/// When an action is due: `due 31 January 2027, before that planned for 31 December 2025 and 30 June 2026`; `None`
/// without a day.
pub fn due(days: &[Date]) -> Option<String> {
    let (last, before) = days.split_last()?;
    let due = format!("due {}", period::date(*last));
    let before: Vec<String> = before.iter().map(|day| period::date(*day)).collect();
    Some(match before.as_slice() {
        [] => due,
        before => format!("{due}, before that planned for {}", list(before)),
    })
}

/// How late it is: `overdue by 12 days`.
pub fn overdue(due: Date, now: Date) -> String {
    let days = due.until(now).map_or(0, |span| span.get_days());
    match days {
        1.. => format!("overdue by {}", counted(days.unsigned_abs() as usize, "day", "days")),
        _ => "overdue".to_owned(),
    }
}

/// What a KPI has done since an action was decided, with its verdict: `22 min in June 2025, 14 min 30 s in October 2026:
/// better`.
///
/// `None` when it was not measured then or since. Where its definition changed in between nothing is compared.
pub fn since(kpi: &Kpi, findings: &KpiFindings, decided: Period) -> Option<String> {
    let now = findings.latest().filter(|now| now.period > decided)?;
    let then = findings.points.iter().find(|point| point.period == decided && point.value.is_some())?;
    let verdict = verdict::real_change(kpi, findings);
    let changed = |from: Period| then.period < from && from <= now.period;
    let value = |point: &crate::analyse::Point| Some(number::value(kpi, point.value?));
    let (was, is) = (value(then)?, value(now)?);
    let (then_is, now_is) = (period::name(then.period), period::name(now.period));
    if kpi.versions.iter().any(|version| !version.comparable && changed(version.from)) {
        return Some(format!("{is} in {now_is}; its definition has changed since {then_is}"));
    }
    Some(format!("{was} in {then_is}, {is} in {now_is}: {}", verdict.word))
}
