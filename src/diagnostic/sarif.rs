//! Diagnostics as SARIF, which code hosts and editors show beside the lines.
//!
//! Static Analysis Results Interchange Format 2.1.0 (OASIS standard, 2020): the codes that occur are the rules, what is
//! allowed is a result that is suppressed in source.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::display::{slashed, word};
use super::{Allowance, Diagnostic, Diagnostics, Problem, Severity};

/// What `diagnostics` has found, errors and what is allowed included, as one SARIF log with a single run; `is_fine` says
/// how the run ended.
///
/// Files are relative to the root of the site, which is called `SITE`. Columns count characters.
pub fn as_sarif(diagnostics: &Diagnostics, is_fine: bool) -> String {
    let (found, allowed) = (diagnostics.sorted(), diagnostics.allowed());
    let all = || found.iter().chain(allowed.iter().map(|(found, _)| found));
    let rules: Vec<_> =
        Problem::ALL.iter().filter(|(code, ..)| all().any(|found| found.problem.code() == *code)).collect();
    let index = |problem: &Problem| rules.iter().position(|(code, ..)| *code == problem.code());
    let results = found.iter().map(|found| result(found, index(&found.problem), None));
    let suppressed = allowed.iter().map(|(found, by)| result(found, index(&found.problem), Some(by)));
    let rule = |(code, severity, about): &&(&str, Severity, &str)| {
        json!({
            "id": code,
            "shortDescription": { "text": about.trim() },
            "defaultConfiguration": { "level": level(*severity) },
            "properties": { "severity": word(*severity) },
        })
    };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Plaudit",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true, "exitCode": if is_fine { 0 } else { 1 } }],
            "originalUriBaseIds": { "SITE": { "description": { "text": "The folder that holds plaudit.yaml." } } },
            "columnKind": "unicodeCodePoints",
            "results": results.chain(suppressed).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn result(found: &Diagnostic, rule: Option<usize>, allowed: Option<&Allowance>) -> Value {
    let Diagnostic { problem, at } = found;
    let text = match problem.help() {
        Some(help) => format!("{problem}\n{help}"),
        None => problem.to_string(),
    };
    let mut place = Map::new();
    place.insert("artifactLocation".into(), artifact(&at.file));
    if let Some(at_line) = at.place {
        let mut region = json!({
            "startLine": at_line.line,
            "startColumn": at_line.column,
            "endColumn": at_line.column + at_line.length,
        });
        if let Some(source) = &at.source {
            region["snippet"] = json!({ "text": source });
        }
        place.insert("region".into(), region);
    }
    let mut result = json!({
        "ruleId": problem.code(),
        "ruleIndex": rule,
        "level": level(problem.severity()),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place }],
    });
    if let Some(allowed) = allowed {
        let mut suppression = json!({ "kind": "inSource" });
        if let Some(because) = &allowed.because {
            suppression["justification"] = json!(because);
        }
        result["suppressions"] = json!([suppression]);
    }
    result
}

fn artifact(file: &Path) -> Value {
    let uri = utf8_percent_encode(&slashed(file), KEPT).to_string();
    match file.is_absolute() {
        true => json!({ "uri": format!("file://{uri}") }),
        false => json!({ "uri": uri, "uriBaseId": "SITE" }),
    }
}

/// What the path of an address may hold as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint | Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Location;
    use super::*;

    #[test]
    fn codes_are_rules_and_places_are_regions() {
        let diagnostics = Diagnostics::new();
        let text = "csta: 1 # ü\ncsat: 2 # plaudit: allow P207, because it is over\n";
        let at = |range| Location::within("data/my kpis.yaml".as_ref(), 1, text, range);
        diagnostics.allow("data/my kpis.yaml".as_ref(), text);
        diagnostics.report(Problem::UnknownKpi { id: "csta".into(), nearest: Some("csat".into()) }, at(0..4));
        diagnostics.report(Problem::EndsWithoutWord { kpi: "csat".into() }, at(13..17));
        let log: Value = serde_json::from_str(&as_sarif(&diagnostics, false)).unwrap();
        let run = &log["runs"][0];
        assert_eq!(
            run["tool"]["driver"]["rules"][0]["shortDescription"]["text"],
            "A KPI that the catalogue does not have."
        );
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "data/my%20kpis.yaml");
        assert_eq!(place["region"]["endColumn"], 5);
        assert_eq!(run["results"][0]["message"]["text"], "unknown KPI `csta`\ndid you mean `csat`?");
        assert_eq!(run["results"][1]["ruleIndex"], 1);
        assert_eq!(run["results"][1]["suppressions"][0]["justification"], "it is over");
    }
}
