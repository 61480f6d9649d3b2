//! Studies beside our own figures.

use plaudit::analyse::{Basis, Movement, findings, gap, movement};
use plaudit::model::*;

use super::site::{Site, kpi, subject};

#[test]
fn our_value_is_pooled_over_the_months_that_lie_wholly_in_the_fieldwork() {
    let site = Site::new(6).kpi(kpi("csat", KpiKind::Proportion, Better::Higher)).measured(
        "csat",
        &[ratio(1.0, 100), ratio(80.0, 100), ratio(900.0, 1000), ratio(1.0, 100), ratio(1.0, 100), ratio(1.0, 100)],
    );
    // January and April lie only partly in it.
    let study = study("utilities", "2024-01-02", "2024-04-29", "csat", peers());
    let edition = with_study(site, study).edition();
    let benchmark = findings(&edition).at(&subject("csat"), month("2024-06")).benchmark.unwrap();
    assert_eq!(benchmark.basis, Basis::Pooled(2));
    assert_eq!(benchmark.ours, 100.0 * 980.0 / 1100.0);
    assert_eq!(benchmark.n, Some(1100));
    assert_eq!(benchmark.clear, Some(true));
}

#[test]
fn without_counts_the_last_month_of_the_fieldwork_stands() {
    let site = Site::new(4)
        .kpi(kpi("csat", KpiKind::Proportion, Better::Higher))
        .values("csat", &[80.0, 81.0, 82.0, 83.0])
        .month("2024-03", |march| march.provisional = true);
    let edition = with_study(site, study("utilities", "2024-01-01", "2024-03-31", "csat", peers())).edition();
    let benchmark = findings(&edition).at(&subject("csat"), month("2024-04")).benchmark.unwrap();
    assert_eq!((benchmark.basis, benchmark.ours), (Basis::Last(month("2024-02")), 81.0), "March is provisional");
    assert_eq!((benchmark.interval, benchmark.clear), (None, None));
}

#[test]
fn a_flow_is_never_pooled() {
    let value = |value: f64| Some(Measurement::Value { value, n: Some(10) });
    let site = Site::new(3)
        .kpi(kpi("tickets", KpiKind::Count, Better::Lower))
        .measured("tickets", &[value(80.0), value(81.0), value(82.0)]);
    let edition = with_study(site, study("utilities", "2024-01-01", "2024-03-31", "tickets", peers())).edition();
    let benchmark = findings(&edition).at(&subject("tickets"), month("2024-03")).benchmark.unwrap();
    assert_eq!((benchmark.basis, benchmark.ours), (Basis::Last(month("2024-03")), 82.0));
}

#[test]
fn a_study_applies_from_the_period_in_which_its_fieldwork_ends() {
    let edition = with_study(csat(30), study("utilities", "2024-02-01", "2024-03-31", "csat", peers())).edition();
    let findings = findings(&edition);
    let applies = |period: &str| findings.at(&subject("csat"), month(period)).benchmark.is_some();
    assert_eq!((applies("2024-02"), applies("2024-03")), (false, true));
    let dated = |period: &str| findings.at(&subject("csat"), month(period)).benchmark.unwrap().dated;
    assert_eq!((dated("2025-09"), dated("2025-10")), (false, true), "18 months after March 2024 is September 2025");
}

#[test]
fn of_several_studies_the_one_with_the_latest_fieldwork_applies() {
    let mut site = csat(24);
    let earlier = study("earlier", "2024-01-01", "2024-03-31", "csat", peers());
    let mut later = study("later", "2024-02-01", "2024-05-31", "csat", peers());
    let mut withdrawn = study("withdrawn", "2024-02-01", "2024-06-30", "csat", peers());
    withdrawn.withdrawn = Some(Withdrawn { on: day("2025-01-01"), because: "wrong".to_owned() });
    later.continues = Some(earlier.id.clone());
    site.0.studies = vec![earlier, later, withdrawn, study("other", "2024-02-01", "2024-07-31", "fcr", peers())];
    let edition = site.edition();
    let findings = findings(&edition);
    let benchmark = findings.at(&subject("csat"), month("2024-12")).benchmark.unwrap();
    assert_eq!(benchmark.study.as_str(), "later");
    let before = benchmark.before.unwrap();
    assert_eq!((before.study.as_str(), before.advantage), ("earlier", Some(before.ours - before.benchmark)));
    assert_eq!(findings.at(&subject("csat"), month("2024-04")).benchmark.unwrap().study.as_str(), "earlier");
}

#[test]
fn a_new_definition_between_two_studies_ends_their_comparison() {
    let mut site = csat(24);
    site.0.kpis[0].versions =
        vec![Version { from: month("2024-04"), because: "new wording".to_owned(), comparable: false }];
    let earlier = study("earlier", "2024-01-01", "2024-03-31", "csat", peers());
    let mut later = study("later", "2024-02-01", "2024-06-30", "csat", peers());
    later.continues = Some(earlier.id.clone());
    site.0.studies = vec![earlier, later];
    let edition = site.edition();
    let benchmark = findings(&edition).at(&subject("csat"), month("2024-12")).benchmark.unwrap();
    assert_eq!(benchmark.basis, Basis::Last(month("2024-06")));
    assert_eq!(benchmark.before, None);
}

#[test]
fn a_median_and_an_average_do_not_compare_from_study_to_study() {
    let average = Distribution::Average { average: 85.0, read_off: None, n: None };
    for (distribution, compares) in [(peers(), true), (average, false)] {
        let mut site = csat(12);
        let earlier = study("earlier", "2024-01-01", "2024-03-31", "csat", distribution);
        let mut later = study("later", "2024-04-01", "2024-06-30", "csat", peers());
        later.continues = Some(earlier.id.clone());
        site.0.studies = vec![earlier, later];
        let edition = site.edition();
        let benchmark = findings(&edition).at(&subject("csat"), month("2024-12")).benchmark.unwrap();
        assert_eq!(benchmark.before.is_some(), compares);
    }
}

#[test]
fn scores_have_no_gap_in_percent() {
    for (kind, has_percent) in [(KpiKind::Mean, false), (KpiKind::Nps, false), (KpiKind::Duration, true)] {
        let site = Site::new(3).kpi(kpi("k", kind, Better::Higher)).values("k", &[80.0, 81.0, 82.0]);
        let edition = with_study(site, study("utilities", "2024-01-01", "2024-03-31", "k", peers())).edition();
        let benchmark = findings(&edition).at(&subject("k"), month("2024-03")).benchmark.unwrap();
        assert_eq!(benchmark.advantage_percent.is_some(), has_percent, "{kind:?}");
        assert_eq!(benchmark.advantage, Some(-3.0));
    }
}

#[test]
fn what_others_define_differently_has_no_gap() {
    let mut study = study("utilities", "2024-01-01", "2024-03-31", "csat", peers());
    let StudyKind::Performance { results, .. } = &mut study.kind else { panic!("a study of performance") };
    results[0].comparable = Comparable::No;
    let edition = with_study(csat(3), study).edition();
    let benchmark = findings(&edition).at(&subject("csat"), month("2024-03")).benchmark.unwrap();
    assert_eq!((benchmark.benchmark, benchmark.quartiles), (85.0, Some((82.5, 87.5))), "both are shown");
    assert_eq!((benchmark.difference, benchmark.advantage, benchmark.quartile), (None, None, None));
    assert_eq!((benchmark.percentile, benchmark.clear), (None, None));
}

#[test]
fn a_study_ranks_its_kpis_from_the_worst_and_scores_what_it_weighs() {
    let mut site = Site::new(6);
    for (id, better, value) in [
        ("ahead", Better::Higher, 99.0),
        ("behind", Better::Higher, 81.0),
        ("far_behind", Better::Lower, 99.0),
        ("neutral", Better::Neutral, 70.0),
        ("unmeasured", Better::Higher, f64::NAN),
    ] {
        site = site.kpi(kpi(id, KpiKind::Mean, better));
        if !value.is_nan() {
            site = site.values(id, &[value; 6]);
        }
    }
    let mut study = study("utilities", "2024-01-01", "2024-03-31", "unmeasured", peers());
    let StudyKind::Performance { results, weights } = &mut study.kind else { panic!("a study of performance") };
    for id in ["ahead", "neutral", "behind", "far_behind"] {
        results.push(benchmark(id, peers()));
    }
    for (id, weight) in [("ahead", 3.0), ("behind", 1.0), ("unmeasured", 1.0)] {
        weights.push(ScoreWeight { kpi: KpiId::new(id).unwrap(), weight, worst: 80.0, best: 90.0 });
    }
    let edition = with_study(site, study).edition();
    let found = findings(&edition).study(&StudyId::new("utilities").unwrap()).unwrap();
    let order: Vec<&str> = found.gaps.iter().map(|gap| gap.kpi.as_str()).collect();
    assert_eq!(order, ["behind", "far_behind", "neutral", "ahead", "unmeasured"], "far_behind weighs nothing");
    assert_eq!(found.as_of, month("2024-03"));
    let score = found.score.unwrap();
    assert_eq!((score.coverage, score.total), (0.8, Some(77.5)));
    let lines: Vec<_> = score.lines.iter().map(|line| (line.value, line.score)).collect();
    assert_eq!(lines, [(Some(99.0), Some(100.0)), (Some(81.0), Some(10.0)), (None, None)]);
}

#[test]
fn what_weighs_more_comes_first_although_its_gap_is_smaller() {
    let mut site = Site::new(3);
    for (id, value) in [("near", 84.0), ("far", 81.0)] {
        site = site.kpi(kpi(id, KpiKind::Mean, Better::Higher)).values(id, &[value; 3]);
    }
    for (weights, expected) in [([4.0, 1.0], ["far", "near"]), ([5.0, 1.0], ["near", "far"])] {
        let mut study = study("utilities", "2024-01-01", "2024-03-31", "near", peers());
        let StudyKind::Performance { results, weights: scored } = &mut study.kind else { panic!("of performance") };
        results.push(benchmark("far", peers()));
        for (id, weight) in ["near", "far"].into_iter().zip(weights) {
            scored.push(ScoreWeight { kpi: KpiId::new(id).unwrap(), weight, worst: 80.0, best: 90.0 });
        }
        let edition = with_study(site.clone(), study).edition();
        let found = findings(&edition).study(&StudyId::new("utilities").unwrap()).unwrap();
        let order: Vec<&str> = found.gaps.iter().map(|gap| gap.kpi.as_str()).collect();
        assert_eq!(order, expected, "1 and 4 behind, with the weights {weights:?}");
    }
}

#[test]
fn the_next_quarter_of_the_field_begins_where_its_quartile_is() {
    let peers = Distribution::Summary { n: None, p25: 70.0, median: 80.0, p75: 90.0, best: None, worst: None };
    for (better, cases) in [
        (Better::Higher, [(60.0, Some(70.0)), (75.0, Some(80.0)), (80.0, Some(90.0)), (90.0, None)]),
        (Better::Lower, [(95.0, Some(90.0)), (85.0, Some(80.0)), (80.0, Some(70.0)), (70.0, None)]),
        (Better::Neutral, [(60.0, None), (75.0, None), (80.0, None), (90.0, None)]),
    ] {
        for (value, expected) in cases {
            assert_eq!(gap(value, &peers, better).unwrap().next_quartile, expected, "{value}, {better:?}");
        }
    }
}

#[test]
fn parts_stand_beside_the_same_median() {
    let site = Site::new(3)
        .kpi(kpi("csat", KpiKind::Mean, Better::Higher))
        .dimension("team", &["north", "south", "new"])
        .values("csat", &[85.0; 3])
        .values("csat team/north", &[88.0; 3])
        .values("csat team/south", &[82.0; 3]);
    let edition = with_study(site, study("utilities", "2024-01-01", "2024-03-31", "csat", peers())).edition();
    let parts = findings(&edition).study_parts(&StudyId::new("utilities").unwrap());
    let found = parts.iter().map(|beside| {
        (beside.part.member.as_str(), beside.gaps[0].finding.as_ref().and_then(|finding| finding.advantage))
    });
    assert_eq!(found.collect::<Vec<_>>(), [("north", Some(3.0)), ("south", Some(-3.0))], "new has no figure");
}

/// The others stay at 80 %; ours goes from 78 % to 81 % of so many cases.
#[track_caller]
fn check_movement(cases: u64, ours: [f64; 2], better: Better, expected: Movement) {
    let months = ours.map(|share| ratio(share / 100.0 * cases as f64, cases));
    let site = Site::new(2).kpi(kpi("csat", KpiKind::Proportion, better)).measured("csat", &months);
    let others = || Distribution::Peers(vec![79.0, 80.0, 81.0]);
    let before = study("before", "2024-01-01", "2024-01-31", "csat", others());
    let now = Study { continues: StudyId::new("before"), ..study("now", "2024-02-01", "2024-02-29", "csat", others()) };
    let edition = with_study(with_study(site, before), now).edition();
    let found = findings(&edition).at(&subject("csat"), month("2024-02")).benchmark.unwrap();
    assert_eq!(movement(&found), Some(expected), "{ours:?} of {cases}");
}

#[test]
fn a_gap_has_moved_when_our_two_values_differ_by_more_than_chance() {
    check_movement(100_000, [78.0, 81.0], Better::Higher, Movement::Gained);
    check_movement(100_000, [78.0, 81.0], Better::Lower, Movement::FellBack);
    check_movement(100_000, [81.0, 78.0], Better::Higher, Movement::FellBack);
    check_movement(100, [78.0, 81.0], Better::Higher, Movement::Unclear);
    check_movement(100_000, [78.0, 78.0], Better::Higher, Movement::Same);
}

/// Newcombe (1998), method 10, on 78 of 100 and 90 of 100: the interval of the difference is 1.8 to 22.1 points, so
/// 12 points are no chance; with 86 of 100 it is −2.8 to 18.6, so 8 points may be.
#[test]
fn what_is_chance_is_decided_by_adding_the_squares_of_both_intervals() {
    check_movement(100, [78.0, 90.0], Better::Higher, Movement::Gained);
    check_movement(100, [78.0, 86.0], Better::Higher, Movement::Unclear);
}

/// One KPI at 80, 81, 82 …
fn csat(months: usize) -> Site {
    let values: Vec<f64> = (0..months).map(|month| 80.0 + month as f64).collect();
    Site::new(months).kpi(kpi("csat", KpiKind::Mean, Better::Higher)).values("csat", &values)
}

pub(super) fn with_study(mut site: Site, study: Study) -> Site {
    site.0.studies.push(study);
    site
}

pub(super) fn peers() -> Distribution {
    Distribution::Peers(vec![80.0, 85.0, 90.0])
}

fn benchmark(kpi: &str, distribution: Distribution) -> Benchmark {
    Benchmark { kpi: KpiId::new(kpi).unwrap(), distribution, their_definition: None, comparable: Comparable::Yes }
}

pub(super) fn study(id: &str, from: &str, to: &str, kpi: &str, distribution: Distribution) -> Study {
    Study {
        id: StudyId::new(id).unwrap(),
        title: id.to_owned(),
        kind: StudyKind::Performance { results: vec![benchmark(kpi, distribution)], weights: Vec::new() },
        against: Against::Functional,
        purpose: None,
        question: None,
        fieldwork: Fieldwork { from: day(from), to: day(to) },
        published: day(to),
        continues: None,
        identifier: None,
        version: None,
        licence: None,
        aliases: Vec::new(),
        revisions: Vec::new(),
        withdrawn: None,
        method: Vec::new(),
        partners: None,
        team: StudyTeam::default(),
        practices: Vec::new(),
        audience: None,
        body: None,
    }
}

fn ratio(numerator: f64, denominator: u64) -> Option<Measurement> {
    Some(Measurement::Ratio { numerator, denominator })
}

fn month(text: &str) -> Period {
    text.parse().unwrap()
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}
