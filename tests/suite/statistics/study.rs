//! Studies beside our own figures.

use plaudit::analyse::{Basis, findings};
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
    let StudyKind::Performance { results, .. } = &mut study.kind;
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
    let StudyKind::Performance { results, weights } = &mut study.kind;
    for id in ["ahead", "neutral", "behind", "far_behind"] {
        results.push(benchmark(id, peers()));
    }
    for (id, weight) in [("ahead", 3.0), ("behind", 1.0), ("unmeasured", 1.0)] {
        weights.push(ScoreWeight { kpi: KpiId::new(id).unwrap(), weight, worst: 80.0, best: 90.0 });
    }
    let edition = with_study(site, study).edition();
    let found = findings(&edition).study(&StudyId::new("utilities").unwrap()).unwrap();
    let order: Vec<&str> = found.gaps.iter().map(|gap| gap.kpi.as_str()).collect();
    assert_eq!(order, ["far_behind", "behind", "neutral", "ahead", "unmeasured"]);
    assert_eq!(found.as_of, month("2024-03"));
    let score = found.score.unwrap();
    assert_eq!((score.coverage, score.total), (0.8, Some(77.5)));
    let lines: Vec<_> = score.lines.iter().map(|line| (line.value, line.score)).collect();
    assert_eq!(lines, [(Some(99.0), Some(100.0)), (Some(81.0), Some(10.0)), (None, None)]);
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
