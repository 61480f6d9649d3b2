//! What changed, ranked.

use plaudit::analyse::{Findings, KpiFindings, findings, what_changed};
use plaudit::disclose::Edition;
use plaudit::model::{Better, KpiId, KpiKind};

use super::site::{Site, kpi, period};

/// Twelve months that vary without a signal; the thirteenth is the test's.
const USUAL: [f64; 12] = [50.0, 52.0, 49.0, 51.0, 48.0, 50.0, 53.0, 49.0, 51.0, 50.0, 48.0, 51.0];

#[test]
fn worse_comes_before_better_before_different_and_larger_before_smaller() {
    check(
        &[
            ("different", Better::Neutral, 90.0),
            ("better", Better::Higher, 90.0),
            ("usual", Better::Higher, 50.0),
            ("worse", Better::Higher, 20.0),
            ("much_worse", Better::Lower, 95.0),
        ],
        &[],
        &["much_worse", "worse", "better", "different"],
    );
}

#[test]
fn a_headline_kpi_comes_before_others_of_the_same_meaning() {
    let lines = [("better", Better::Higher, 90.0), ("worse", Better::Higher, 0.0), ("headline", Better::Higher, 20.0)];
    check(&lines, &["headline"], &["headline", "worse", "better"]);
}

#[test]
fn equals_stay_in_catalogue_order() {
    check(&[("one", Better::Higher, 20.0), ("two", Better::Higher, 20.0)], &[], &["one", "two"]);
}

#[test]
fn the_footnote_counts_what_was_watched() {
    let edition = site(&[("one", Better::Higher, 20.0), ("two", Better::Higher, 49.0), ("new", Better::Higher, 53.0)]);
    let findings = findings(&edition);
    let mut lines = lines(&findings);
    // A line without a verdict on the period itself was not watched.
    lines[0].variation = None;
    let found = what_changed(&lines, &[]);
    assert_eq!((found.watched, found.by_chance), (2, (2.0 * 0.013, 2.0 * 0.018)));
    assert!(found.changed.is_empty());
    assert_eq!(found.looks_changed.unwrap().subject.kpi.as_str(), "two", "49 after 51, while 53 after 51 is as far");
}

#[track_caller]
fn check(lines_: &[(&str, Better, f64)], headline: &[&str], expected: &[&str]) {
    let edition = site(lines_);
    let findings = findings(&edition);
    let lines = lines(&findings);
    let headline: Vec<KpiId> = headline.iter().map(|id| KpiId::new(id).unwrap()).collect();
    let found = what_changed(&lines, &headline);
    let order: Vec<&str> = found.changed.iter().map(|line| line.subject.kpi.as_str()).collect();
    assert_eq!(order, expected);
}

fn lines(findings: &Findings<'_>) -> Vec<KpiFindings> {
    findings.lines(None, period("2025-01"))
}

fn site(lines: &[(&str, Better, f64)]) -> Edition {
    let mut site = Site::new(13);
    for (id, better, latest) in lines {
        let values: Vec<f64> = USUAL.into_iter().chain([*latest]).collect();
        site = site.kpi(kpi(id, KpiKind::Mean, *better)).values(id, &values);
    }
    site.edition()
}
