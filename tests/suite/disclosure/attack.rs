//! An attack on what is published: every sum that a reader can write down is written down and solved.
//!
//! The unknowns are the withheld counts. The equations are: parts and wholes, groups and their parent, years to date,
//! rolling years, changes, formulas, and a share times its cases. They are solved exactly, by elimination over
//! fractions, and then narrowed by what is known of every count: it is not negative, and a withheld flow is one at
//! least, and less than what a page says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::site::{CHANNELS, FIELD, KPIS, MONTHS, Truth, site};

/// What is counted: KPI, part, month, and which of its counts.
type Name = (String, String, String, usize);

/// Everything that was published: the numbers that can be read off, and equations between counts.
#[derive(Default)]
struct Published {
    shown: BTreeMap<Name, i128>,
    hidden: BTreeMap<Name, (Option<i128>, Option<i128>)>,
    /// The sum of the first, each times its number, is the second.
    equations: Vec<(Vec<(Name, i128)>, i128)>,
}

#[test]
fn nothing_withheld_can_be_worked_out() {
    let mut attacked = 0;
    for seed in 1..=6 {
        let (site, truth) = site(seed, seed % 2 == 0);
        site.build();
        let files = site.published();
        let published = read(&files, &truth);
        attacked += attack(&published, &truth, seed);
        check_files(&files, &published, &truth);
    }
    assert!(attacked > 300, "hardly anything was withheld: {attacked}");
}

/// Fails when a withheld count that no shown one equals stands in any file.
#[track_caller]
fn check_files(files: &BTreeMap<String, Vec<u8>>, published: &Published, truth: &Truth) {
    let count =
        |(kpi, part, month, place): &Name| all_counts(kpi, &truth[&(kpi.clone(), part.clone(), month.clone())])[*place];
    let shown: BTreeSet<u64> = published.shown.keys().map(count).collect();
    // What is pending, or has changed, happens to be as many as one team's complaints; elsewhere nothing is alike.
    let is_own = |name: &&Name| matches!(name.0.as_str(), "visits" | "escalated" | "recommended");
    let hidden = published.hidden.keys().filter(is_own).map(count);
    let hidden: BTreeSet<u64> = hidden.filter(|it| *it >= 10_000_000 && !shown.contains(it)).collect();
    assert!(hidden.len() > 100, "hardly anything that could be found: {}", hidden.len());
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        // As machines write it, and with a comma between thousands.
        let plain = text.split(|char: char| !char.is_ascii_digit() && char != '.').map(str::to_owned);
        let grouped = text.split(|char: char| !char.is_ascii_digit() && char != ',').filter(|it| is_grouped(it));
        let numbers = plain.chain(grouped.map(|it| it.replace(',', "")));
        for number in numbers {
            let digits = number.trim_end_matches(".0").trim_end_matches('.');
            let is_told = digits.parse().is_ok_and(|number: u64| hidden.contains(&number));
            assert!(!is_told, "{path} says {digits}, which is withheld");
        }
    }
}

/// Whether it is a number with a comma between thousands.
fn is_grouped(text: &str) -> bool {
    let (first, rest) = text.split_once(',').unwrap_or((text, ""));
    (1..=3).contains(&first.len()) && rest.split(',').all(|thousand| thousand.len() == 3)
}

/// Fails when a withheld count can be worked out; how many there were.
#[track_caller]
fn attack(published: &Published, truth: &Truth, seed: u64) -> usize {
    let bounds = solve(published);
    let mut wrong = Vec::new();
    let mut attacked = 0;
    for ((kpi, part, month, place), (low, high)) in &bounds {
        let counts = &truth[&(kpi.clone(), part.clone(), month.clone())];
        // What is worked out must be true, or the attack is wrong.
        let number = i128::from(all_counts(kpi, counts)[*place]);
        let name = format!("seed {seed}: {kpi} of `{part}` in {month}, count {place}: {number}");
        assert!(
            low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high),
            "{name} is {low:?}–{high:?}"
        );
        let is_person = kpi != "visits";
        let is_guarded = (part == "channel/partner" || part == "team/night") && number > 0;
        let is_small = is_person && (1..5).contains(&number);
        if !is_small && !is_guarded {
            continue;
        }
        attacked += 1;
        let (least, most) = (low.unwrap_or(0), high.unwrap_or(i128::MAX));
        if least == most {
            wrong.push(format!("{name} is worked out"));
        } else if is_small && least.max(1) == most.min(4) {
            wrong.push(format!("{name} is the only small number possible ({least} to {most})"));
        }
    }
    assert!(wrong.is_empty(), "{} of {attacked}:\n{}", wrong.len(), wrong.join("\n"));
    // Nothing small is shown.
    for ((kpi, part, month, place), number) in &published.shown {
        let is_small = kpi != "visits" && (1..5).contains(number);
        assert!(!is_small, "seed {seed}: {kpi} of `{part}` in {month}, count {place} is shown: {number}");
    }
    attacked
}

/// Counts and what follows from them: the cases that do not count of a share, all answers of a recommendation.
fn all_counts(kpi: &str, counts: &[u64]) -> Vec<u64> {
    match kpi {
        "escalated" => vec![counts[0], counts[1], counts[1] - counts[0]],
        "recommended" => vec![counts[0], counts[1], counts[2], counts.iter().sum()],
        _ => counts.to_vec(),
    }
}

fn places(kpi: &str) -> usize {
    match kpi {
        "escalated" => 3,
        "recommended" => 4,
        _ => 1,
    }
}

/// What can be read in the files.
fn read(files: &BTreeMap<String, Vec<u8>>, truth: &Truth) -> Published {
    let mut published = Published::default();
    let parts: Vec<String> = ["", "team/field", "team/billing", "team/digital"]
        .into_iter()
        .map(str::to_owned)
        .chain(FIELD.iter().map(|team| format!("team/{team}")))
        .chain(CHANNELS.iter().map(|channel| format!("channel/{channel}")))
        .collect();
    let name = |kpi: &str, part: &str, month: &str, place| (kpi.to_owned(), part.to_owned(), month.to_owned(), place);
    for kpi in KPIS {
        let data = json(files, kpi);
        let mut seen = BTreeSet::new();
        for (part, month, point) in points(&data) {
            if point["withheld"].is_string() {
                assert!(point["value"].is_null() && point["n"].is_null() && point["interval"].is_null());
                let below = point["withheld"]
                    .as_str()
                    .unwrap()
                    .strip_prefix("fewer than ")
                    .map(|it| it.parse::<i128>().unwrap());
                for place in 0..places(kpi) {
                    let least = i128::from(places(kpi) == 1 || (kpi, place) == ("escalated", 1) || place == 3);
                    published.hidden.insert(name(kpi, &part, &month, place), (Some(least), below.map(|it| it - 1)));
                }
            } else if kpi == "escalated" {
                let n = point["n"].as_i64().unwrap();
                let numerator = point["value"].as_f64().map_or(0.0, |value| value * n as f64 / 100.0).round() as i64;
                for (place, number) in [numerator, n, n - numerator].into_iter().enumerate() {
                    published.shown.insert(name(kpi, &part, &month, place), number.into());
                }
            } else if kpi == "recommended" {
                // The answers themselves stand on the scorecards.
                let counts = all_counts(kpi, &truth[&(kpi.to_owned(), part.clone(), month.clone())]);
                assert_eq!(point["n"].as_u64(), Some(counts[3]));
                for (place, number) in counts.into_iter().enumerate() {
                    published.shown.insert(name(kpi, &part, &month, place), number.into());
                }
            } else {
                published.shown.insert(name(kpi, &part, &month, 0), point["value"].as_f64().unwrap() as i128);
            }
            seen.insert((part, month));
        }
        for part in &parts {
            for month in MONTHS.into_iter().filter(|month| !seen.contains(&(part.clone(), (*month).to_owned()))) {
                // Parts that are not there may be nothing at all.
                published.hidden.extend((0..places(kpi)).map(|place| (name(kpi, part, month, place), (Some(0), None))));
            }
        }
        sums(&mut published, kpi);
        if places(kpi) == 1 {
            accumulated(&mut published, kpi, &data);
        }
    }
    formulas(&mut published, files);
    published
}

fn json(files: &BTreeMap<String, Vec<u8>>, kpi: &str) -> Value {
    serde_json::from_slice(&files[&format!("kpis/{kpi}/data.json")]).unwrap()
}

fn part_of(subject: &Value) -> String {
    let text = |key: &str| subject[key].as_str();
    text("dimension")
        .zip(text("member"))
        .map_or_else(String::new, |(dimension, member)| format!("{dimension}/{member}"))
}

/// Every point of every subject that is a figure, with its part and month.
fn points(data: &Value) -> Vec<(String, String, &Value)> {
    let subjects = data["subjects"].as_array().unwrap().iter();
    let points = subjects.flat_map(|subject| {
        let points = subject["points"].as_array().unwrap().iter();
        points.map(|point| (part_of(subject), point["period"].as_str().unwrap().to_owned(), point))
    });
    points
        .filter(|(_, _, point)| !point["value"].is_null() || !point["n"].is_null() || point["withheld"].is_string())
        .collect()
}

/// Whole and parts, parent and children, the counts of a share.
fn sums(published: &mut Published, kpi: &str) {
    let name = |part: &str, month: &str, place| (kpi.to_owned(), part.to_owned(), month.to_owned(), place);
    for month in MONTHS {
        for place in 0..places(kpi) {
            let mut sum = |total: &str, parts: &[&str]| {
                let mut terms: Vec<(Name, i128)> = parts.iter().map(|part| (name(part, month, place), 1)).collect();
                terms.push((name(total, month, place), -1));
                published.equations.push((terms, 0));
            };
            sum("", &["team/field", "team/billing", "team/digital"]);
            sum("team/field", &["team/north", "team/south", "team/night"]);
            sum("", &["channel/phone", "channel/letter", "channel/chat", "channel/partner"]);
        }
        let of: &[(&[usize], usize)] = match kpi {
            "escalated" => &[(&[0, 2], 1)],
            "recommended" => &[(&[0, 1, 2], 3)],
            _ => &[],
        };
        for (parts, total) in of {
            for part in ["", "team/field", "team/north", "team/south", "team/night", "team/billing", "team/digital"]
                .into_iter()
                .chain(["channel/phone", "channel/letter", "channel/chat", "channel/partner"])
            {
                let mut terms: Vec<(Name, i128)> = parts.iter().map(|place| (name(part, month, *place), 1)).collect();
                terms.push((name(part, month, *total), -1));
                published.equations.push((terms, 0));
            }
        }
    }
}

/// Years to date, rolling years and changes, as of the last month. The financial year is the calendar's.
fn accumulated(published: &mut Published, kpi: &str, data: &Value) {
    for subject in data["subjects"].as_array().unwrap() {
        let part = part_of(subject);
        let months = |months: &[&str]| -> Vec<(Name, i128)> {
            months.iter().map(|month| ((kpi.to_owned(), part.clone(), (*month).to_owned(), 0), 1)).collect()
        };
        let mut sum = |terms: Vec<(Name, i128)>, value: &Value| {
            if let Some(value) = value.as_f64() {
                published.equations.push((terms, value as i128));
            }
        };
        sum(months(&MONTHS[12..]), &subject["year_to_date"]);
        sum(months(&MONTHS[2..]), &subject["rolling_year"]);
        for change in ["change", "change_year"] {
            let change = &subject[change];
            if let Some(from) = change["from"].as_str() {
                let mut terms = months(&[MONTHS[13]]);
                sum(months(&[from]), &change["before"]);
                terms.extend(months(&[from]).into_iter().map(|(name, _)| (name, -1)));
                sum(terms, &change["difference"]);
            }
        }
    }
}

/// Pending are complaints less resolved; complaints are so many for each thousand customers.
fn formulas(published: &mut Published, files: &BTreeMap<String, Vec<u8>>) {
    let name = |kpi: &str, part: &str, month: &str| (kpi.to_owned(), part.to_owned(), month.to_owned(), 0);
    for (part, month, point) in points(&json(files, "pending")) {
        if let Some(value) = point["value"].as_f64() {
            assert!(!(1..5).contains(&(value.abs() as i64)), "pending of `{part}` in {month} is shown: {value}");
            let terms = vec![(name("complaints", &part, &month), 1), (name("resolved", &part, &month), -1)];
            published.equations.push((terms, value as i128));
        }
    }
    let customers = json(files, "customers");
    let customers: BTreeMap<(String, String), f64> = points(&customers)
        .into_iter()
        .filter_map(|(part, month, point)| Some(((part, month), point["value"].as_f64()?)))
        .collect();
    for (part, month, point) in points(&json(files, "complaints_per_1000")) {
        let customers = customers.get(&(part.clone(), month.clone()));
        if let Some((value, customers)) = point["value"].as_f64().zip(customers) {
            let complaints = (value * customers / 1_000.0).round() as i128;
            published.equations.push((vec![(name("complaints", &part, &month), 1)], complaints));
        }
    }
}

/// What can be known of each hidden count: at least, at most.
fn solve(published: &Published) -> BTreeMap<Name, (Option<i128>, Option<i128>)> {
    let names: Vec<&Name> = published.hidden.keys().collect();
    let place: BTreeMap<&Name, usize> = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut bounds: Vec<(Option<i128>, Option<i128>)> = published.hidden.values().copied().collect();
    // What is shown goes to the other side.
    let mut rows: Vec<Row> = Vec::new();
    for (terms, value) in &published.equations {
        let mut row = Row { terms: BTreeMap::new(), value: *value };
        for (name, factor) in terms {
            match published.shown.get(name) {
                Some(number) => row.value -= factor * number,
                None => *row.terms.entry(place[name]).or_default() += factor,
            }
        }
        if !row.terms.is_empty() {
            rows.push(row);
        }
    }
    let mut all = rows.clone();
    all.extend(eliminated(rows));
    narrow(&all, &mut bounds);
    names.into_iter().cloned().zip(bounds).collect()
}

/// Whole multiples of unknowns that add up to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    terms: BTreeMap<usize, i128>,
    value: i128,
}

impl Row {
    /// This less another row, so that an unknown goes; over whole numbers, and shortened.
    fn without(&self, unknown: usize, other: &Row) -> Row {
        let (mine, theirs) = (self.terms[&unknown], other.terms[&unknown]);
        let mut row = Row { terms: BTreeMap::new(), value: theirs * self.value - mine * other.value };
        for (unknown, factor) in &self.terms {
            *row.terms.entry(*unknown).or_default() += theirs * factor;
        }
        for (unknown, factor) in &other.terms {
            *row.terms.entry(*unknown).or_default() -= mine * factor;
        }
        row.terms.retain(|_, factor| *factor != 0);
        let divisor =
            row.terms.values().fold(row.value.abs(), |divisor, factor| greatest(divisor, factor.abs())).max(1);
        row.terms.values_mut().for_each(|factor| *factor /= divisor);
        row.value /= divisor;
        row
    }
}

fn greatest(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { greatest(other, one % other) }
}

/// Gauss and Jordan: each row is left with an unknown that no other has.
fn eliminated(rows: Vec<Row>) -> Vec<Row> {
    let mut solved: Vec<(usize, Row)> = Vec::new();
    for mut row in rows {
        for (unknown, other) in &solved {
            if row.terms.contains_key(unknown) {
                row = row.without(*unknown, other);
            }
        }
        let Some(unknown) = row.terms.keys().next().copied() else {
            assert_eq!(row.value, 0, "the published sums contradict each other");
            continue;
        };
        for (_, other) in &mut solved {
            if other.terms.contains_key(&unknown) {
                *other = other.without(unknown, &row);
            }
        }
        solved.push((unknown, row));
    }
    solved.into_iter().map(|(_, row)| row).collect()
}

/// Draws from every row what it says about each of its unknowns, until nothing new is learned.
fn narrow(rows: &[Row], bounds: &mut [(Option<i128>, Option<i128>)]) {
    for _ in 0..1_000 {
        let mut learned = false;
        for row in rows {
            for (unknown, factor) in &row.terms {
                // factor × unknown = value − the others
                let (mut least, mut most) = (Some(row.value), Some(row.value));
                for (other, factor) in row.terms.iter().filter(|(other, _)| *other != unknown) {
                    let (low, high) = bounds[*other];
                    let (low, high) = if *factor > 0 { (low, high) } else { (high, low) };
                    least = least.zip(high).map(|(least, high)| least - factor * high);
                    most = most.zip(low).map(|(most, low)| most - factor * low);
                }
                let turned = |it: Option<i128>| it.map(|it| -it);
                let (least, most) = if *factor > 0 { (least, most) } else { (turned(most), turned(least)) };
                let low = least.map(|least| -(-least).div_euclid(factor.abs()));
                let high = most.map(|most| most.div_euclid(factor.abs()));
                let before = bounds[*unknown];
                let now = (before.0.max(low), before.1.into_iter().chain(high).min());
                learned |= now != before;
                bounds[*unknown] = now;
            }
        }
        if !learned {
            return;
        }
    }
}
