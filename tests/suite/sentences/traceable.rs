//! Every number in a sentence is one in `data.json`, or counts its points.

use std::collections::BTreeSet;

use plaudit::diagnostic::Diagnostics;
use plaudit::model::Organisation;
use plaudit::{read, words};
use serde_json::Value;

use crate::site_test::SiteTest;

#[test]
fn every_number_of_the_demo_can_be_looked_up() {
    check(SiteTest::demo_to_look_at(), 400);
}

#[test]
fn every_number_of_the_worked_site_can_be_looked_up() {
    let site = SiteTest::copy_of("worked");
    site.build();
    check(&site, 100);
}

/// Looks up the numbers of all sentences of the site, which is built and must be `at_least` so many.
#[track_caller]
fn check(site: &SiteTest, at_least: usize) {
    let organisation = read::site(site.root(), &read::Options::default(), &Diagnostics::new()).unwrap().organisation;
    let said_by_authors = said_by_authors(&organisation);
    let mut looked_up = 0;
    let mut untraced = Vec::new();
    for (path, bytes) in site.published() {
        if !path.ends_with("data.json") {
            continue;
        }
        let data: Value = serde_json::from_slice(&bytes).unwrap();
        let unit = data["unit"].as_str().unwrap();
        for subject in data["subjects"].as_array().unwrap() {
            let mut sentence = subject["sentence"].as_str().unwrap().to_owned();
            for words in &said_by_authors {
                sentence = sentence.replace(words.as_str(), "…");
            }
            let mut known = BTreeSet::new();
            numbers_in(subject, &mut known);
            let points = subject["points"].as_array().unwrap();
            // Of 17 answers, 14 were satisfied: the share and its cases say both.
            let cases = points.iter().filter_map(|point| Some(point["value"].as_f64()? * point["n"].as_f64()? / 100.0));
            known.extend(cases.map(|cases| cases.round().to_bits()));
            let points = points.len();
            let chance = subject["chance"].as_f64();
            for number in numbers(&sentence) {
                looked_up += 1;
                if !number.is_known(&known, unit, points, chance) {
                    untraced.push(format!("{path} {}: {number:?} in `{sentence}`", subject["member"]));
                }
            }
        }
    }
    assert!(looked_up >= at_least, "only {looked_up} numbers were found");
    assert!(untraced.is_empty(), "{} of {looked_up}:\n{}", untraced.len(), untraced.join("\n"));
}

/// Texts that sentences quote: their numbers are their authors'.
fn said_by_authors(facts: &Organisation) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for kpi in &facts.kpis {
        let mut lower = kpi.name.clone();
        lower[..1].make_ascii_lowercase();
        texts.extend([kpi.name.clone(), lower]);
        // The sentence quotes the beginning of a long reason.
        let reasons = kpi.versions.iter().flat_map(|version| version.because.split([',', ';']));
        texts.extend(reasons.map(|reason| reason.trim().to_owned()));
    }
    for snapshot in &facts.snapshots {
        texts.extend(snapshot.events.iter().map(|event| event.label.clone()));
        for exceptional in &snapshot.exceptional {
            let mut lower = exceptional.why.clone();
            lower[..1].make_ascii_lowercase();
            texts.extend([exceptional.why.clone(), lower]);
        }
    }
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts.retain(|text| text.bytes().any(|byte| byte.is_ascii_digit()));
    texts
}

/// All numbers in `data`, as their bits.
fn numbers_in(data: &Value, known: &mut BTreeSet<u64>) {
    match data {
        Value::Number(number) => drop(known.insert(number.as_f64().unwrap().abs().to_bits())),
        Value::Array(list) => list.iter().for_each(|one| numbers_in(one, known)),
        Value::Object(fields) => fields.values().for_each(|one| numbers_in(one, known)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// A number in a sentence, with what follows it.
#[derive(Debug)]
struct Number<'s> {
    value: f64,
    /// The place value of its last digit.
    step: f64,
    before: &'s str,
    after: &'s str,
}

impl Number<'_> {
    fn is_known(&self, known: &BTreeSet<u64>, unit: &str, points: usize, chance: Option<f64>) -> bool {
        let mut after = self.after.split(['\u{202f}', ' ', '.', ',', ':', ';', ')']).filter(|word| !word.is_empty());
        let (next, second) = (after.next().unwrap_or_default(), after.next().unwrap_or_default());
        let counts = ["month", "months", "quarter", "quarters", "times", "values"];
        // With 7 months of data.
        if counts.contains(&next) && (second != "of" || after.next() == Some("data")) {
            return self.value <= points as f64;
        }
        // About 3 months of 10, about twice in 10.
        if self.value == 10.0 && (self.before.ends_with("of ") || self.before.ends_with("in ")) {
            return chance.is_some();
        }
        if counts.contains(&next) {
            return chance.is_some_and(|chance| {
                (chance * 10.0 - self.value).abs() <= 0.5 + 1e-9
                    || ((1.0 - chance) * 10.0 - self.value).abs() <= 0.5 + 1e-9
            });
        }
        let seconds = |word: &str| match word {
            "s" | "seconds" => Some(1.0),
            "min" | "minutes" => Some(60.0),
            "h" | "hours" => Some(3600.0),
            _ => None,
        };
        let per_unit = seconds(unit).unwrap_or(1.0);
        let own = seconds(next.trim_start_matches('–'));
        known.iter().map(|bits| f64::from_bits(*bits)).any(|other| {
            let near =
                |value: f64, other: f64, step: f64| (value - other).abs() <= 0.5 * step + 1e-9 * other.abs().max(1.0);
            match own {
                Some(own) => near(self.value * own, other * per_unit, self.step * own),
                None => near(self.value, other, self.step),
            }
        })
    }
}

/// The numbers in `sentence`, a time span such as 14 min 30 s as one, days and years of dates left out.
fn numbers(sentence: &str) -> Vec<Number<'_>> {
    let bytes = sentence.as_bytes();
    let mut found: Vec<Number<'_>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let is_inside = |at: usize| {
            bytes[at].is_ascii_digit()
                || (matches!(bytes[at], b',' | b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
        };
        while at < bytes.len() && is_inside(at) {
            at += 1;
        }
        let (before, text, after) = (&sentence[..start], &sentence[start..at], &sentence[at..]);
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let value: f64 = text.replace(',', "").parse().unwrap();
        let is_year = text.len() == 4 && !text.contains([',', '.']) && (1990.0..2100.0).contains(&value);
        if is_year || is_day(after) {
            continue;
        }
        // The ends of a wide range are round.
        let in_range = after.starts_with('–') || before.ends_with('–') || before.ends_with(" and ");
        let zeros = text.trim_end_matches(['0', ',']).len();
        let zeros = text[zeros..].bytes().filter(|byte| *byte == b'0').count();
        let step = match decimals {
            0 if in_range && value > 0.0 => (0..zeros).fold(1.0, |step, _| step * 10.0),
            decimals => (0..decimals).fold(1.0, |step, _| step / 10.0),
        };
        // The seconds of 14 min 30 s belong to its minutes.
        let units = [("h", 60.0, "min"), ("min", 60.0, "s")];
        let follows = units.iter().find(|(unit, _, own)| {
            before.trim_end_matches(['\u{202f}', '\u{a0}', ' ']).ends_with(&format!("\u{202f}{unit}"))
                && after.trim_start_matches(['\u{202f}', ' ']).starts_with(own)
        });
        match (follows, found.last_mut()) {
            (Some((_, parts, _)), Some(whole)) => {
                let in_range = ["range of ", "usual ", " to "].iter().any(|words| whole.before.ends_with(words));
                let step = match text {
                    "30" if in_range => 30.0,
                    round if in_range && round.ends_with('0') => 10.0,
                    _ => step,
                };
                *whole = Number { value: whole.value * parts + value, step, before: whole.before, after };
            }
            _ => found.push(Number { value, step, before, after }),
        }
    }
    // In 8–12 min the unit stands once, behind the second number.
    for index in (1..found.len()).rev() {
        let (first, second) = found.split_at_mut(index);
        let one = &mut first[index - 1];
        if one.after.starts_with('–') && !one.after.starts_with("–\u{2212}") && second[0].before.ends_with('–') {
            one.after = second[0].after;
        }
    }
    found
}

/// Whether a number before `after` is the day of a month.
fn is_day(after: &str) -> bool {
    let rest = after.trim_start_matches(|char: char| char == '–' || char.is_ascii_digit());
    (1..=12).any(|month| rest.trim_start().starts_with(words::period::month_name(month)))
}
