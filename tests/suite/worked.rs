//! The worked site: every figure that it publishes was worked out a second time, by a script in another language that
//! follows the promises and not the code. Compared cell by cell: `data.json`, `data.csv` and what the pages print.
//!
//! `tests/worked/README.md` says where the figures come from.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::site_test::SiteTest;

/// The site as it is published, by path.
static PUBLISHED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let site = SiteTest::copy_of("worked");
    site.build();
    let text = |(path, bytes): (String, Vec<u8>)| Some((path, String::from_utf8(bytes).ok()?));
    site.published().into_iter().filter_map(text).collect()
});

/// The figures that the script gave.
static WORKED_OUT: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked/figures.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

#[test]
fn every_figure_of_a_kpi_is_as_worked_out() {
    let mut found = Comparison::default();
    for (kpi, expected) in members(&WORKED_OUT["kpis"]) {
        let path = format!("kpis/{kpi}/data.json");
        found.promised(&path, expected, &serde_json::from_str(&PUBLISHED[&path]).unwrap());
    }
    found.check(26_000);
}

#[test]
fn the_rows_for_spreadsheets_hold_the_same_figures() {
    let mut found = Comparison::default();
    for (kpi, expected) in members(&WORKED_OUT["kpis"]) {
        let path = format!("kpis/{kpi}/data.csv");
        let mut rows = csv(&PUBLISHED[&path]).into_iter();
        for subject in items(&expected["subjects"]) {
            for point in items(&subject["points"]) {
                let Some(row) = rows.next() else { panic!("{path} ends before {point}") };
                let place = format!("{path} {} {}", row["member"], row["period"]);
                let (target, target_max) = ends(&point["target"]);
                let (lower, upper) = ends(&point["interval"]);
                let exceptional = if point["exceptional"] == true { Value::from("yes") } else { Value::Null };
                let cells = [
                    ("dimension", &subject["dimension"]),
                    ("member", &subject["member"]),
                    ("interval_lower", &lower),
                    ("interval_upper", &upper),
                    ("target", &target),
                    ("target_max", &target_max),
                    ("exceptional", &exceptional),
                ];
                let same = ["period", "value", "n", "status", "limits_group", "mean", "lower_limit", "upper_limit"];
                let same = same.into_iter().chain(["rule", "mark"]).map(|name| (name, &point[name]));
                for (name, expected) in cells.into_iter().chain(same) {
                    found.cell(&place, expected, name, &row);
                }
            }
        }
        assert_eq!(rows.next(), None, "{path} goes on");
    }
    for (study, expected) in members(&WORKED_OUT["studies"]) {
        let path = format!("benchmarks/{study}/data.csv");
        let rows = csv(&PUBLISHED[&path]);
        let measured: Vec<_> = members(&expected["rows"]).filter(|(_, expected)| !expected.is_null()).collect();
        assert_eq!(rows.len(), measured.len(), "{path}");
        for (kpi, expected) in measured {
            let row = rows.iter().find(|row| row["kpi"] == kpi).unwrap_or_else(|| panic!("{path} lacks {kpi}"));
            let (p25, p75) = ends(&expected["quartiles"]);
            let average_only = if expected["average_only"] == true { Value::from("yes") } else { Value::Null };
            let (lower, upper) = ends(&expected["interval"]);
            let cells = [("p25", &p25), ("p75", &p75), ("average_only", &average_only)];
            let cells = cells.into_iter().chain([("interval_lower", &lower), ("interval_upper", &upper)]);
            let same = ["ours", "n", "benchmark", "best", "worst", "peers", "difference", "advantage", "percentile"];
            let same =
                same.into_iter().chain(["quartile", "next_quartile", "advantage_percent", "advantage_normalised"]);
            let same = same.map(|name| (name, &expected[name]));
            for (name, expected) in cells.chain(same) {
                found.cell(&path, expected, name, row);
            }
        }
    }
    found.check(20_000);
}

#[test]
fn scorecards_print_what_was_worked_out() {
    let mut found = Comparison::default();
    for (path, expected) in members(&WORKED_OUT["pages"]["scorecards"]) {
        let page = &PUBLISHED[path];
        let lines: BTreeMap<&str, &str> =
            page.split("<dl id=\"").skip(1).map(|text| between(text, "", "</dl>").split_once("\">").unwrap()).collect();
        let ids: Vec<&str> = members(expected).map(|(kpi, _)| kpi.as_str()).collect();
        assert!(lines.keys().all(|kpi| ids.contains(kpi)), "{path} has lines of KPIs that had not begun");
        for (kpi, expected) in members(expected) {
            let Some(line) = lines.get(kpi.as_str()) else { panic!("{path} has no line for {kpi}") };
            let place = format!("{path} {kpi}");
            let printed = |name: &str| {
                let (_, text) = line.split_once(&format!("<dd>{name}: "))?;
                text.split("</dd>").next()
            };
            found.text(&place, &expected["value"], printed("value").and_then(|text| text.split(" = ").next()));
            for name in ["change", "target", "standing"] {
                found.text(&place, &expected[name], printed(name));
            }
            for says in items(&expected["says"]) {
                let said = says.as_str().filter(|says| line.contains(*says));
                found.text(&place, says, said.or(line.rsplit("<dd>").next()));
            }
        }
    }
    for (path, expected) in members(&WORKED_OUT["pages"]["revisions"]) {
        let printed = PUBLISHED[path].split("<del>").skip(1).map(|text| {
            let (was, rest) = text.split_once("</del> <ins>").unwrap();
            serde_json::json!([was, between(rest, "", "</ins>")])
        });
        found.promised(path, expected, &printed.collect());
    }
    found.check(3_500);
}

#[test]
fn pages_of_kpis_print_what_was_worked_out() {
    let mut found = Comparison::default();
    for (path, expected) in members(&WORKED_OUT["pages"]["kpis"]) {
        let page = &PUBLISHED[path];
        let facts: BTreeMap<&str, &str> = page
            .split("<dt>")
            .skip(1)
            .filter_map(|text| text.split_once("</dt><dd>"))
            .map(|(term, text)| (term, between(text, "", "</dd>")))
            .collect();
        for (term, expected) in members(&expected["facts"]) {
            found.text(&format!("{path} {term}"), expected, facts.get(term.as_str()).copied());
        }
        // Nothing more is stated either.
        for term in ["Over the last year", "Financial year to date", "Usual range", "Early limits", "95 % interval"] {
            let term = term.replace(' ', if term.starts_with("95") { "\u{202f}" } else { " " });
            let term = facts.keys().find(|fact| **fact == term).copied().unwrap_or("");
            assert!(term.is_empty() || expected["facts"].get(term).is_some(), "{path} states {term}");
        }
        let (head, rows) = table(between(page, "<table>", "</table>"));
        let expected = items(&expected["table"]);
        assert_eq!(rows.len(), expected.len(), "{path}");
        for (row, expected) in rows.iter().zip(expected) {
            let names = ["Value", "Target", "Lower limit", "Upper limit"];
            found.text(path, &expected[0], Some(row[0]));
            for (place, name) in names.into_iter().enumerate() {
                // A column in which there is nothing is not there.
                let printed = head.iter().position(|head| *head == name).map_or("", |column| row[column]);
                found.text(&format!("{path} {} {name}", row[0]), &expected[place + 1], Some(printed));
            }
        }
    }
    found.check(2_500);
}

#[test]
fn pages_of_studies_print_what_was_worked_out() {
    let mut found = Comparison::default();
    for (path, expected) in members(&WORKED_OUT["pages"]["studies"]) {
        let page = &PUBLISHED[path];
        for (name, column) in [("table", "To the next quarter"), ("others", "Their definition")] {
            let (_, rows) = table(tables(page).find(|table| table.contains(column)).unwrap());
            assert_eq!(rows.len(), members(&expected[name]).count(), "{path}");
            for row in rows {
                let printed: Value = row[1..].iter().copied().collect();
                found.promised(&format!("{path} {}", row[0]), &expected[name][row[0]], &printed);
            }
        }
        let score = &expected["score"];
        let printed = page.split_once("<p>score: ").map(|(_, text)| between(text, "", " of 100"));
        found.text(path, &score["total"], printed);
        if let Some(coverage) = score["coverage"].as_str() {
            assert!(
                page.contains(&format!("{coverage} of the weight")),
                "{path} does not say {coverage} of the weight"
            );
            let (_, lines) = table(tables(page).find(|table| table.contains("Scores 0 at")).unwrap());
            assert_eq!(lines.len(), members(&score["lines"]).count(), "{path}");
            for row in lines {
                let printed = row.last().copied().filter(|text| *text != "no value");
                found.text(&format!("{path} {}", row[0]), &score["lines"][row[0]], printed);
            }
        }
    }
    found.check(80);
}

/// The figures are kept so that the suite needs no Python; where there is one, they are worked out again.
#[test]
fn the_script_still_gives_the_figures_that_are_kept() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked/compute.py");
    let Ok(output) = Command::new("python3").arg("-B").arg(script).env("PYTHONIOENCODING", "utf-8").output() else {
        eprintln!("not checked: there is no python3 to work the figures out again");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let again: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = Comparison::default();
    found.promised("kept", &WORKED_OUT, &again);
    found.promised("again", &again, &WORKED_OUT);
    found.check(66_000);
}

/// What was compared, and what was not as expected.
#[derive(Default)]
struct Comparison {
    compared: usize,
    different: Vec<String>,
}

impl Comparison {
    /// `found` may say more than `expected`, but nothing else.
    fn promised(&mut self, place: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                for (key, expected) in expected {
                    match found.get(key) {
                        Some(found) => self.promised(&format!("{place}.{key}"), expected, found),
                        None => self.different.push(format!("{place}.{key} is not there")),
                    }
                }
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.promised(&format!("{place}[{index}]"), expected, found);
                }
            }
            _ => self.leaf(place, expected, found),
        }
    }

    fn leaf(&mut self, place: &str, expected: &Value, found: &Value) {
        self.compared += 1;
        let is_same = match (expected.as_f64(), found.as_f64()) {
            (Some(expected), Some(found)) => is_close(expected, found),
            _ => expected == found,
        };
        if !is_same {
            self.different.push(format!("{place} is {found}, worked out {expected}"));
        }
    }

    fn text(&mut self, place: &str, expected: &Value, printed: Option<&str>) {
        self.leaf(place, expected, &Value::from(printed));
    }

    /// A cell of a row, empty for what is null.
    fn cell(&mut self, place: &str, expected: &Value, name: &str, row: &BTreeMap<&str, &str>) {
        let found = match (row[name], expected) {
            ("", _) => Value::Null,
            (cell, Value::Number(_)) => cell.parse::<f64>().map_or_else(|_| Value::from(cell), Value::from),
            (cell, _) => Value::from(cell),
        };
        self.leaf(&format!("{place} {name}"), expected, &found);
    }

    /// Fails for what differed, and when too little was compared to mean anything.
    #[track_caller]
    fn check(self, at_least: usize) {
        let count = self.different.len();
        let some: Vec<String> = self.different.into_iter().take(30).collect();
        assert!(some.is_empty(), "{count} of {} differ:\n{}", self.compared, some.join("\n"));
        assert!(self.compared >= at_least, "only {} figures were compared", self.compared);
    }
}

/// To nine digits; what cancels out may leave a trace.
fn is_close(expected: f64, found: f64) -> bool {
    (expected - found).abs() <= f64::max(1e-9 * expected.abs().max(found.abs()), 1e-12)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The two ends of a band or an interval; of a single number that and nothing.
fn ends(value: &Value) -> (Value, Value) {
    match value {
        Value::Array(ends) => (ends[0].clone(), ends[1].clone()),
        single => (single.clone(), Value::Null),
    }
}

/// The rows of a CSV file by the names in its first line; no cell of this site holds a quotation mark.
fn csv(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines().map(|line| {
        let mut quoted = false;
        let is_end = |letter: char| {
            quoted ^= letter == '"';
            letter == ',' && !quoted
        };
        line.split(is_end).map(|cell| cell.trim_matches('"')).collect::<Vec<&str>>()
    });
    let names = lines.next().unwrap();
    lines
        .map(|cells| {
            assert_eq!(cells.len(), names.len(), "{cells:?}");
            names.iter().copied().zip(cells).collect()
        })
        .collect()
}

fn tables(page: &str) -> impl Iterator<Item = &str> {
    page.split("<table>").skip(1).map(|text| between(text, "", "</table>"))
}

/// The head and the rows of a table; the head without its mark for numbers.
fn table(table: &str) -> (Vec<&str>, Vec<Vec<&str>>) {
    let head = table.split("<th scope=\"col\">").skip(1);
    let head = head.map(|text| between(text, "", "</th>").trim_end_matches(" #")).collect();
    let rows = table.lines().filter(|line| line.starts_with("<tr><td>"));
    let rows = rows.map(|row| row.split("<td>").skip(1).map(|text| between(text, "", "</td>")).collect());
    (head, rows.collect())
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let text = text.split_once(start).map_or(text, |(_, text)| text);
    text.split_once(end).unwrap_or_else(|| panic!("no `{end}` in `{text:.80}`")).0
}
