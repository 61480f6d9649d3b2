//! What changed on a scorecard: its first line, the evidence beside each change, and what only looks like one.

use super::name::Name;
use super::period;
use super::phrase::capitalised;
use super::sentence::{state, what_happened};
use super::{number, verdict};
use crate::analyse::{KpiFindings, WhatChanged};
use crate::disclose::Edition;
use crate::model::{Kpi, Period, PeriodKind};

/// With more real changes than this the first line counts them instead of naming them.
const NAMED: usize = 3;

/// The first line of a scorecard: what a board member reads.
///
/// `lines` are those of the scorecard in `period`, `found` is what changed among them. Says nothing about lines that
/// cannot be judged but how many there are.
pub fn first_line<'a>(
    lines: impl IntoIterator<Item = &'a KpiFindings>,
    found: &WhatChanged<'_>,
    period: Period,
    edition: &Edition,
) -> String {
    let measured: Vec<&KpiFindings> = lines.into_iter().filter(|line| line.current().is_some()).collect();
    let october = period::bare(period);
    let facts = edition.facts();
    if measured.is_empty() {
        return format!("Nothing was measured in {october}.");
    }
    if facts.snapshot(period).is_some_and(|snapshot| snapshot.provisional) {
        return format!("{} is provisional: its figures are shown, but not judged yet.", capitalised(&october));
    }
    if found.watched == 0 {
        return nothing_judged(&measured, period, edition);
    }
    let unjudged = measured.len().saturating_sub(found.watched);
    let all = measured.len();
    match found.changed.as_slice() {
        [] => {
            let (start, month) = (capitalised(&october), period::noun(period.kind()));
            let rest = match unjudged {
                0 => String::new(),
                some => {
                    let yet = if measured.iter().any(is_exceptional) { "" } else { " yet" };
                    format!("; {} of {} cannot be judged{yet}", number::in_words(some), counted_figures(all))
                }
            };
            format!("{start} was a usual {month}: nothing moved beyond its usual range{rest}.")
        }
        [only] => {
            let clause = capitalised(&clause(only, edition));
            match (all, unjudged) {
                (1, _) => format!("{clause}."),
                (_, 0) => format!("{clause}; everything else is as usual."),
                (_, some) if some + 1 == all => format!("{clause}; nothing else can be judged."),
                _ => format!("{clause}; everything else that can be judged is as usual."),
            }
        }
        several => {
            let count = spelt(several.len());
            let which = match several.len() {
                2 if all == 2 => "Both figures".to_owned(),
                some if some == all => format!("All {count} figures"),
                _ => format!("{} of {}", capitalised(&count), counted_figures(all)),
            };
            match several.len() {
                ..=NAMED => {
                    let clauses: Vec<String> = several.iter().map(|line| clause(line, edition)).collect();
                    format!("{which} really changed: {}.", clauses.join(", "))
                }
                _ => format!("{which} really changed{}.", tally(several)),
            }
        }
    }
}

/// The change on the period before and the target, beside a ranked change: `+1.3 pts on September, target 90 %`.
pub fn evidence(kpi: &Kpi, findings: &KpiFindings) -> String {
    let change = findings.change.map(|change| {
        let when = period::measured(kpi, change.from, findings.as_of);
        match number::reads_as_zero(kpi, change.difference()) {
            true => format!("as in {when}, "),
            false => format!("{} on {when}, ", number::difference(kpi, change.difference())),
        }
    });
    let target = findings.latest().and_then(|point| point.target);
    let target = target.map_or_else(|| "no target".to_owned(), |goal| format!("target {}", number::target(kpi, &goal)));
    format!("{}{target}", change.unwrap_or_default())
}

/// What moved furthest within its usual range, so that nobody takes it for a change.
///
/// `None` when it moved less than it does in an average period, or when it came back into its range.
pub fn noise(found: &WhatChanged<'_>, edition: &Edition) -> Option<String> {
    let findings = found.looks_changed?;
    let kpi = edition.facts().kpi(&findings.subject.kpi)?;
    let (limits, change) = (findings.limits()?, findings.change?);
    let (low, high) = (limits.lower?, limits.upper?);
    let is_back = change.before < low || high < change.before;
    let is_small = change.difference().abs() < limits.moving_range?;
    if is_back || is_small || number::reads_as_zero(kpi, change.difference()) {
        return None;
    }
    let name = Name::of(kpi);
    let (now, before) = (number::value(kpi, change.now), number::value(kpi, change.before));
    let range = number::range_around(kpi, low, high, change.now);
    let (inside, was, its) = (name.inside(), name.was(), name.its());
    Some(format!("Not a change: {inside} {was} {now} after {before}, within {its} usual range of {range}."))
}

/// How many series were watched, and how many flags chance alone gives among them.
pub fn footnote(found: &WhatChanged<'_>, kind: PeriodKind) -> String {
    let month = period::noun(kind);
    if found.watched == 0 {
        return "No figure can be compared with its past, so none is called a change.".to_owned();
    }
    // "series" is its own plural.
    let were = if found.watched == 1 { "was" } else { "were" };
    let watched = format!("{} series {were} watched", number::count(found.watched as u64));
    let (from, to) = found.by_chance;
    let often = |count: f64| number::in_words(count as usize);
    let expected = if to < 1.0 {
        match (2.0 / (from + to)).round() {
            ..=1.0 => format!("about one such flag a {month} is to be expected by chance alone"),
            few @ ..=24.0 => {
                format!("one such flag in about {} {month}s is to be expected by chance alone", often(few))
            }
            _ => "such a flag by chance alone is rare".to_owned(),
        }
    } else {
        let (from, to) = (from.floor(), to.ceil());
        let or = if to - from > 1.0 { "to" } else { "or" };
        format!("{} {or} {} such flags a {month} are to be expected by chance alone", often(from), often(to))
    };
    format!("{watched}; {expected}.{}", cautioned(found, month))
}

/// What is to be kept in mind of flags that chance gives more often.
fn cautioned(found: &WhatChanged<'_>, month: &str) -> String {
    let which = match (found.cautioned(), found.changed.len()) {
        (0, _) => return String::new(),
        (1, 1) => "The figure that changed has a season or carries".to_owned(),
        (1, _) => "One of the figures that changed has a season or carries".to_owned(),
        (count, all) if count == all => "The figures that changed have a season or carry".to_owned(),
        (count, _) => {
            format!("{} of the figures that changed have a season or carry", capitalised(&number::in_words(count)))
        }
    };
    format!(" {which} over from {month} to {month}, where such flags are more common.")
}

/// first reply is slower
fn clause(findings: &KpiFindings, edition: &Edition) -> String {
    let (Some(kpi), Some(variation)) = (edition.facts().kpi(&findings.subject.kpi), &findings.variation) else {
        return String::new();
    };
    let name = Name::of(kpi);
    let state = state(&name, variation.class, variation.rule);
    // "Are more" needs its "than usual"; "is slower" does not.
    let short = match state.strip_suffix(" than usual") {
        Some(short) if !matches!(short, "more" | "fewer") => short,
        _ => state,
    };
    format!("{} {} {short}", name.inside(), name.is())
}

/// `: four are worse, three better, two different`, or `, all for the better`
fn tally(changed: &[&KpiFindings]) -> String {
    let in_state = |wanted: &str| {
        let classes = changed.iter().filter_map(|line| line.variation.as_ref());
        classes.filter(|variation| verdict::class_state(variation.class) == wanted).count()
    };
    if let Some(state) = ["better", "worse"].into_iter().find(|state| in_state(state) == changed.len()) {
        return format!(", all for the {state}");
    }
    let mut verb = " are";
    let words = ["worse", "better", "different"].into_iter().filter_map(|state| {
        let count = Some(in_state(state)).filter(|count| *count > 0)?;
        let verb = std::mem::take(&mut verb);
        let verb = if count == 1 && !verb.is_empty() { " is" } else { verb };
        Some(format!("{}{verb} {state}", number::in_words(count)))
    });
    format!(": {}", words.collect::<Vec<_>>().join(", "))
}

/// A number as a sentence begins with it: in words up to twenty.
fn spelt(count: usize) -> String {
    const TEENS: [&str; 8] =
        ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"];
    let teen = count.checked_sub(13).and_then(|index| TEENS.get(index));
    teen.map_or_else(|| number::in_words(count), |word| (*word).to_owned())
}

/// No line has a verdict: why.
fn nothing_judged(measured: &[&KpiFindings], period: Period, edition: &Edition) -> String {
    if measured.iter().all(is_exceptional) {
        let why = what_happened(edition, &measured[0].subject, period);
        return format!("{} {why}: its figures are shown, but not compared.", capitalised(&period::bare(period)));
    }
    let months = period::noun(period.kind());
    format!("It is too early to say what is usual: no figure has a history of 12 {months}s yet.")
}

fn is_exceptional(line: &&KpiFindings) -> bool {
    line.current().is_some_and(|point| point.exceptional)
}

fn counted_figures(count: usize) -> String {
    if count == 1 { "1 figure".to_owned() } else { format!("{} figures", number::count(count as u64)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_footnote_says_what_chance_gives() {
        for (watched, expected) in [
            (105, "105 series were watched; one or two such flags a month are to be expected by chance alone."),
            (14, "14 series were watched; one such flag in about five months is to be expected by chance alone."),
            (52, "52 series were watched; about one such flag a month is to be expected by chance alone."),
            (200, "200 series were watched; two to four such flags a month are to be expected by chance alone."),
            (1, "1 series was watched; such a flag by chance alone is rare."),
            (0, "No figure can be compared with its past, so none is called a change."),
        ] {
            let count = watched as f64;
            let found = WhatChanged {
                changed: vec![],
                looks_changed: None,
                watched,
                by_chance: (0.013 * count, 0.018 * count),
            };
            assert_eq!(footnote(&found, PeriodKind::Month), expected);
        }
    }
}
