//! Values: all the ways a figure of a KPI can be written, and what is impossible for its kind.

use super::entry::{Entry, Map, shortened};
use crate::diagnostic::Problem;
use crate::model::{Kpi, KpiKind, Measurement, Reading, Remark, Standing, Unit};

const KEYS: &[&str] = &[
    "value",
    "n",
    "numerator",
    "denominator",
    "promoters",
    "passives",
    "detractors",
    "status",
    "expected",
    "invited",
    "note",
];

/// Those of the keys that hold the figure itself.
pub(super) const FIGURES: &[&str] = &["value", "n", "numerator", "denominator", "promoters", "passives", "detractors"];

/// A reading of `kpi`; `None` for a known gap and for what was reported.
pub(super) fn reading(entry: Entry<'_>, kpi: &Kpi) -> Option<Reading> {
    if entry.is_null() {
        return None;
    }
    if !entry.is_map() {
        let measurement = plain(entry, kpi)?;
        return Some(Reading { measurement, standing: Standing::Final, remark: None });
    }
    let map = entry.map(KEYS)?;
    let standings =
        [("final", Standing::Final), ("provisional", Standing::Provisional), ("estimated", Standing::Estimated)];
    let standing = map.get("status").and_then(|entry| entry.one_of(&standings)).unwrap_or(Standing::Final);
    let remark = Remark {
        expected: map.get("expected").and_then(|entry| entry.date()),
        invited: map.get("invited").and_then(|entry| entry.whole()),
        note: map.text("note"),
    };
    // Nothing yet, and said so.
    if remark.expected.is_some() && FIGURES.iter().all(|key| !map.has(key)) {
        return None;
    }
    let measurement = form(&map, kpi)?;
    if let (Some(invited), Some(n)) = (remark.invited, measurement.n())
        && n > invited
    {
        let problem = Problem::ShareAboveWhole { part: "n", part_is: n as f64, whole: "invited", whole_is: invited };
        map.get("invited").unwrap_or(entry).report(problem);
    }
    let remark = (remark != Remark::default()).then(|| Box::new(remark));
    Some(Reading { measurement, standing, remark })
}

/// A figure as it was published before, in any form its kind has.
pub(super) fn measurement(entry: Entry<'_>, kpi: &Kpi) -> Option<Measurement> {
    if entry.is_map() { form(&entry.map(KEYS)?, kpi) } else { plain(entry, kpi) }
}

/// A number in the KPI's unit, within the bounds of its kind; a duration also as a time span.
pub(super) fn in_unit(entry: Entry<'_>, kpi: &Kpi) -> Option<f64> {
    let value = amount(entry, kpi.unit)?;
    within_bounds(entry, kpi, value).then_some(value)
}

/// A number in `unit`; a duration also as a time span.
pub(super) fn amount(entry: Entry<'_>, unit: Unit) -> Option<f64> {
    let words = match unit.seconds() {
        Some(_) if !entry.is_number() => entry.words(),
        _ => None,
    };
    let (Some(words), Some(seconds_per_unit)) = (words, unit.seconds()) else { return entry.number() };
    match seconds(&words) {
        Some(seconds) => Some(seconds / seconds_per_unit),
        None => {
            entry.report(Problem::NotADuration { found: shortened(&words) });
            None
        }
    }
}

fn plain(entry: Entry<'_>, kpi: &Kpi) -> Option<Measurement> {
    if entry.is_list() {
        entry.report(form_problem(kpi));
        return None;
    }
    let value = in_unit(entry, kpi)?;
    plausible(entry, kpi, value);
    Some(Measurement::Value { value, n: None })
}

fn form(map: &Map<'_>, kpi: &Kpi) -> Option<Measurement> {
    let has = |keys: &[&'static str]| keys.iter().any(|key| map.has(key));
    let (value, ratio, promoters) =
        (has(&["value", "n"]), has(&["numerator", "denominator"]), has(&["promoters", "passives", "detractors"]));
    let (kind, with_n) = (kpi.kind, map.has("n"));
    let measurement = match (value, ratio, promoters) {
        (true, false, false) if !with_n || has_n(kind) => {
            let n = map.get("n").and_then(|entry| entry.whole());
            let value = in_unit(map.required("value", "the figure")?, kpi)?;
            Measurement::Value { value, n }
        }
        (false, true, false) if matches!(kind, KpiKind::Proportion | KpiKind::Rate | KpiKind::Currency) => {
            ratio_of(map, kpi)?
        }
        (false, false, true) if kind == KpiKind::Nps => promoters_of(map)?,
        (false, false, false) => {
            map.required("value", "the figure");
            return None;
        }
        _ => {
            map.entry().report(form_problem(kpi));
            return None;
        }
    };
    if let Some(value) = measurement.value(kpi.unit) {
        plausible(map.entry(), kpi, value);
    }
    Some(measurement)
}

fn ratio_of(map: &Map<'_>, kpi: &Kpi) -> Option<Measurement> {
    let top = map.required("numerator", "the cases that count");
    let bottom = map.required("denominator", "all cases").and_then(|entry| Some((entry, entry.whole()?)));
    let top = top.and_then(|entry| {
        let number = if kpi.kind == KpiKind::Currency { entry.number()? } else { entry.whole()? as f64 };
        Some((entry, number))
    });
    let ((top, numerator), (_, denominator)) = (top?, bottom?);
    if numerator < 0.0 {
        top.report(Problem::OutOfRange { what: "numerator".into(), found: numerator, expected: "0 or more".into() });
        return None;
    }
    if denominator == 0 && numerator > 0.0 {
        top.report(Problem::DivisionByZero { numerator });
        return None;
    }
    if kpi.kind == KpiKind::Proportion && numerator > denominator as f64 {
        let (part, whole) = ("numerator", "denominator");
        top.report(Problem::ShareAboveWhole { part, part_is: numerator, whole, whole_is: denominator });
        return None;
    }
    Some(Measurement::Ratio { numerator, denominator })
}

fn promoters_of(map: &Map<'_>) -> Option<Measurement> {
    let count = |key, expected| map.required(key, expected).and_then(|entry| entry.whole_in::<u64>(0..=1 << 40));
    let promoters = count("promoters", "answers of 9 and 10");
    let passives = count("passives", "answers of 7 and 8");
    let detractors = count("detractors", "answers of 0 to 6");
    Some(Measurement::Promoters { promoters: promoters?, passives: passives?, detractors: detractors? })
}

/// Whether this is written as a time span.
pub(super) fn is_span(entry: Entry<'_>) -> bool {
    !entry.is_number() && entry.words().is_some_and(|words| seconds(&words).is_some())
}

/// The seconds of a time span.
pub(super) fn span_seconds(entry: Entry<'_>) -> Option<f64> {
    amount(entry, Unit::Seconds)
}

/// Whether a reported value of this kind can come with the number of cases behind it.
pub(super) fn has_n(kind: KpiKind) -> bool {
    !matches!(kind, KpiKind::Rate | KpiKind::Count | KpiKind::Stock)
}

fn form_problem(kpi: &Kpi) -> Problem {
    Problem::FormNotForKind { kpi: kpi.id.to_string(), kind: kind_name(kpi.kind), forms: forms(kpi.kind) }
}

/// Whether a value of `kpi` can be `value`; reported if not.
pub(super) fn within_bounds(entry: Entry<'_>, kpi: &Kpi, value: f64) -> bool {
    let Some(bound) = broken_bound(kpi, value) else { return true };
    entry.report(Problem::OutOfBounds { kpi: kpi.id.to_string(), value, bound });
    false
}

/// Which bound `value` breaks, in words.
pub fn broken_bound(kpi: &Kpi, value: f64) -> Option<String> {
    let (low, high) = kpi.kind.bounds();
    let below = low.is_some_and(|low| value < low);
    let above = high.is_some_and(|high| value > high);
    let words = match kpi.kind {
        KpiKind::Proportion if above => "a share cannot exceed 100 percent",
        KpiKind::Nps if below || above => "a net promoter score is between -100 and 100",
        KpiKind::Count if below || value.fract() != 0.0 => "a count is a whole number, 0 or more",
        _ if below => "it cannot be negative",
        _ => {
            let scale = kpi.scale.filter(|scale| value < scale.min || value > scale.max)?;
            return Some(format!("its scale runs from {} to {}", scale.min, scale.max));
        }
    };
    Some(words.into())
}

fn plausible(entry: Entry<'_>, kpi: &Kpi, value: f64) {
    if let Some(range) = kpi.plausible.filter(|range| value < range.min || value > range.max) {
        let (kpi, value) = (kpi.id.to_string(), (value * 1e6).round() / 1e6);
        entry.report(Problem::Implausible { kpi, value, min: range.min, max: range.max });
    }
}

/// How a kind is called in files.
pub(super) fn kind_name(kind: KpiKind) -> &'static str {
    match kind {
        KpiKind::Proportion => "proportion",
        KpiKind::Rate => "rate",
        KpiKind::Mean => "mean",
        KpiKind::Nps => "nps",
        KpiKind::Count => "count",
        KpiKind::Stock => "stock",
        KpiKind::Duration => "duration",
        KpiKind::Currency => "currency",
    }
}

fn forms(kind: KpiKind) -> &'static str {
    match kind {
        KpiKind::Proportion => "88.2, { value: 88.2, n: 1412 } or { numerator: 1245, denominator: 1412 }",
        KpiKind::Rate => "2.1 or { numerator: 564, denominator: 268732 }",
        KpiKind::Mean => "4.3 or { value: 4.3, n: 1412 }",
        KpiKind::Nps => "32, { value: 32, n: 1000 } or { promoters: 512, passives: 301, detractors: 187 }",
        KpiKind::Count | KpiKind::Stock => "5120 or { value: 5120 }",
        KpiKind::Duration => "14m 30s, 2h, 3d, 00:14:30, a number in its unit or { value: 14m 30s, n: 1412 }",
        KpiKind::Currency => "3.41, { value: 3.41, n: 1412 } or { numerator: 4815, denominator: 1412 }",
    }
}

/// The seconds of a time span: `14m 30s`, `2h`, `3d`, `1h 5m`, `00:14:30` (hours, minutes and seconds).
fn seconds(text: &str) -> Option<f64> {
    if text.contains(':') {
        return clock_seconds(text);
    }
    let mut total = 0.0;
    let mut last_unit = f64::INFINITY;
    for part in text.split_ascii_whitespace() {
        let digits = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (number, unit) = part.split_at(digits);
        let unit = match unit {
            "d" => 86_400.0,
            "h" => 3_600.0,
            "m" | "min" => 60.0,
            "s" => 1.0,
            _ => return None,
        };
        let number: f64 = number.parse().ok()?;
        // Larger units come first, each once: `30s 14m` and `5m 5m` are slips.
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total += number * unit;
    }
    (last_unit.is_finite() && total.is_finite()).then_some(total)
}

fn clock_seconds(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    let whole = |text: &str, most: u32| {
        let digits = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|number| digits && *number <= most)
    };
    let (hours, minutes) = (whole(hours, 999_999)?, whole(minutes, 59)?);
    let seconds = whole(seconds, 59).filter(|_| seconds.len() == 2)?;
    Some(f64::from(hours) * 3_600.0 + f64::from(minutes) * 60.0 + f64::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_spans_are_read_in_all_their_forms() {
        for (text, expected) in [
            ("14m 30s", 870.0),
            ("2h", 7_200.0),
            ("3d", 259_200.0),
            ("1h 5m", 3_900.0),
            ("00:14:30", 870.0),
            ("100:00:00", 360_000.0),
            ("1.5h", 5_400.0),
            ("8m 05s", 485.0),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_span_is_refused() {
        for text in [
            "", "14", "14:30", "30s 14m", "5m 5m", "-5m", "5 m", "m", "1.2.3h", "00:60:00", "1:2:3", "five", "5m,",
            "1e3s", "::",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
