//! Small numbers and small groups: what is withheld, what stays, and what everything that is worked out makes of it.

use plaudit::analyse::{Totals, findings};
use plaudit::disclose::Edition;
use plaudit::model::*;

use crate::statistics::site::{Site, kpi, period, subject};

const SMALL: Option<Withheld> = Some(Withheld::FewerThan(5));
const PROTECTED: Option<Withheld> = Some(Withheld::Protected);

#[test]
fn counts_of_people_from_one_to_four_are_withheld() {
    let edition = people(KpiKind::Count, 6).values("k", &[0.0, 1.0, 4.0, 5.0, 3.0, 9.0]).edition();
    assert_eq!(withheld(&edition, "k"), [None, SMALL, SMALL, None, SMALL, None]);
    assert_eq!(values(&edition, "k"), [Some(0.0), None, None, Some(5.0), None, Some(9.0)]);
}

#[test]
fn counts_of_things_are_shown() {
    let site = Site::new(1).kpi(kpi("k", KpiKind::Count, Better::Lower)).values("k", &[1.0]);
    assert_eq!(values(&site.edition(), "k"), [Some(1.0)]);
}

#[test]
fn a_share_is_withheld_when_few_count_few_do_not_or_there_are_few() {
    let ratio = |numerator, denominator| Some(Measurement::Ratio { numerator, denominator });
    let measured =
        [ratio(4.0, 200), ratio(197.0, 200), ratio(0.0, 3), ratio(0.0, 200), ratio(200.0, 200), ratio(5.0, 10)];
    let edition = people(KpiKind::Proportion, 6).measured("k", &measured).edition();
    assert_eq!(withheld(&edition, "k"), [PROTECTED, PROTECTED, PROTECTED, None, None, None]);
    let points = findings(&edition).at(&subject("k"), period("2024-06")).points;
    assert!(points[..3].iter().all(|point| (point.value, point.n, point.interval) == (None, None, None)));
}

#[test]
fn a_share_with_its_cases_tells_its_numerator() {
    let value = |value, n| Some(Measurement::Value { value, n: Some(n) });
    let edition = people(KpiKind::Proportion, 3).measured("k", &[value(1.5, 200), value(98.0, 200), value(50.0, 200)]);
    assert_eq!(withheld(&edition.edition(), "k"), [PROTECTED, PROTECTED, None]);
}

#[test]
fn answers_are_withheld_when_few_gave_one_of_them() {
    let answers = |promoters, passives, detractors| Some(Measurement::Promoters { promoters, passives, detractors });
    let edition = people(KpiKind::Nps, 3).measured("k", &[answers(50, 30, 2), answers(50, 30, 0), answers(9, 9, 9)]);
    assert_eq!(withheld(&edition.edition(), "k"), [PROTECTED, None, None]);
}

#[test]
fn the_more_specific_rule_holds_and_of_two_the_stricter() {
    let rule = |threshold| Some(Disclosure { threshold, ..Disclosure::default() });
    let check = |of_kpi, of_dimension, expected| {
        let mut site = people(KpiKind::Count, 1).dimension("team", &["a", "b", "c"]).values("k team/a", &[8.0]);
        site.0.kpis[0].disclosure = of_kpi;
        site.0.dimensions[0].disclosure = of_dimension;
        assert_eq!(withheld(&site.edition(), "k team/a"), [expected]);
    };
    let ten = Some(Withheld::FewerThan(10));
    check(None, None, None);
    check(rule(10), None, ten);
    check(None, rule(10), ten);
    check(rule(3), rule(10), ten);
    check(rule(10), rule(3), ten);
    check(rule(3), rule(3), None);
}

#[test]
fn one_small_part_takes_the_next_smallest_with_it_and_neither_says_which_is_small() {
    let site = people(KpiKind::Count, 1).dimension("team", &["a", "b", "c", "d"]).values("k", &[60.0]);
    let site = site.values("k team/a", &[3.0]).values("k team/b", &[0.0]).values("k team/c", &[17.0]);
    let edition = site.values("k team/d", &[40.0]).edition();
    let all = ["k", "k team/a", "k team/b", "k team/c", "k team/d"].map(|text| withheld(&edition, text)[0]);
    assert_eq!(all, [None, PROTECTED, None, PROTECTED, None]);
}

#[test]
fn what_is_worked_out_from_a_withheld_figure_is_withheld() {
    let mut site = people(KpiKind::Count, 3).dimension("team", &["field", "north < field", "south < field"]);
    site.0.kpis[0].accumulates = Accumulates::Sum;
    let mut double = kpi("double", KpiKind::Count, Better::Lower);
    double.compute = Some(Expression::parse("k * 2").unwrap());
    let site = site.kpi(double).values("k", &[9.0, 3.0, 9.0]);
    let edition = site.values("k team/north", &[9.0, 3.0, 9.0]).values("k team/south", &[7.0, 7.0, 7.0]).edition();
    assert_eq!(withheld(&edition, "double"), [None, PROTECTED, None]);
    assert_eq!(withheld(&edition, "k team/field"), [None, PROTECTED, None], "a parent is the sum of what is shown");
    let findings = findings(&edition);
    let found = findings.at(&subject("k"), period("2024-03"));
    assert_eq!(findings.totals(&found), Totals::default());
    assert_eq!(found.change.unwrap().from, period("2024-01"), "a withheld month is no month to compare with");
}

#[test]
fn a_formula_whose_answer_is_small_gives_away_none_of_its_figures() {
    let mut pending = kpi("pending", KpiKind::Count, Better::Lower);
    pending.compute = Some(Expression::parse("k - done").unwrap());
    pending.people = true;
    let site = people(KpiKind::Count, 2).kpi(kpi("done", KpiKind::Count, Better::Higher)).kpi(pending);
    let edition = site.values("k", &[50.0, 50.0]).values("done", &[47.0, 20.0]).edition();
    assert_eq!(withheld(&edition, "pending"), [PROTECTED, None]);
    assert_eq!((withheld(&edition, "done"), withheld(&edition, "k")), (vec![PROTECTED, None], vec![None, None]));
}

#[test]
fn a_small_group_is_only_in_the_one_it_belongs_to() {
    let site = || {
        let mut site = Site::new(2)
            .kpi(kpi("k", KpiKind::Count, Better::Higher))
            .dimension("team", &["field", "north < field", "south < field", "night < field"])
            .values("k team/north", &[30.0, 30.0])
            .values("k team/south", &[20.0, 20.0])
            .values("k team/night", &[100.0, 100.0]);
        site.0.dimensions[0].members[3].headcount = Some(7);
        site
    };
    let edition = site().edition();
    assert_eq!(values(&edition, "k team/field"), [Some(150.0), Some(150.0)], "night is part of it");
    assert!(values(&edition, "k team/night").is_empty() && withheld(&edition, "k team/night").is_empty());
    assert_eq!(withheld(&edition, "k team/south"), [PROTECTED; 2], "or night would be 150 less the others");
    let mut large_enough = site();
    large_enough.0.dimensions[0].members[3].headcount = Some(8);
    assert_eq!(values(&large_enough.edition(), "k team/night"), [Some(100.0), Some(100.0)]);
    let mut whole = site().edition();
    let with = |edition: &Edition| values(edition, "k team/field");
    let totals = with(&whole);
    let mut shown = site();
    shown.0.dimensions[0].members[3].headcount = None;
    whole = shown.edition();
    assert_eq!(totals, with(&whole), "a group is the same whether its groups are shown or not");
}

#[test]
fn a_part_for_managers_is_not_what_the_others_leave() {
    let mut site = Site::new(2)
        .kpi(kpi("k", KpiKind::Count, Better::Higher))
        .dimension("channel", &["phone", "letter", "partner"])
        .values("k", &[100.0, 100.0])
        .values("k channel/phone", &[60.0, 25.0])
        .values("k channel/letter", &[15.0, 30.0])
        .values("k channel/partner", &[25.0, 45.0]);
    site.0.settings.audiences = vec![AudienceId::new("managers").unwrap()];
    site.0.dimensions[0].members[2].audience = AudienceId::new("managers");
    let edition = site.edition();
    assert_eq!(values(&edition, "k"), [Some(100.0), Some(100.0)]);
    // Letters are fewest over all months, so it is always they.
    assert_eq!(withheld(&edition, "k channel/letter"), [PROTECTED; 2]);
    assert_eq!(withheld(&edition, "k channel/phone"), [None; 2]);
}

#[test]
fn what_was_published_before_is_withheld_with_what_it_would_give_away() {
    let revision = |text: &str, was: f64| Revision {
        subject: subject(text),
        was: Some(Measurement::Value { value: was, n: None }),
        on: "2024-03-01".parse().unwrap(),
        kind: RevisionKind::Correction,
        because: "late letters".to_owned(),
    };
    let check = |now: f64, revisions: Vec<Revision>, expected: &[Option<f64>]| {
        let site = people(KpiKind::Count, 1).dimension("team", &["a", "b", "c"]).values("k", &[now + 60.0]);
        let site = site.values("k team/a", &[now]).values("k team/b", &[20.0]).values("k team/c", &[40.0]);
        let edition = site.month("2024-01", |snapshot| snapshot.revisions = revisions).edition();
        let revisions = edition.facts().snapshots[0].revisions.iter();
        let found: Vec<_> = revisions.map(|revision| revision.was.unwrap().value(Unit::Count)).collect();
        assert_eq!(found, expected);
    };
    check(7.0, vec![revision("k team/a", 9.0), revision("k", 69.0)], &[Some(9.0), Some(69.0)]);
    check(7.0, vec![revision("k team/a", 3.0), revision("k", 63.0)], &[None, None]);
    check(3.0, vec![revision("k team/a", 9.0), revision("k", 69.0)], &[None]);
}

#[test]
fn rounding_leaves_nothing_between_one_and_seven_and_every_total_is_rounded_on_its_own() {
    let site = |people: bool| {
        let mut site = Site::new(1).kpi(kpi("k", KpiKind::Count, Better::Lower)).dimension("team", &["a", "b", "c"]);
        site.0.kpis[0].people = people;
        site.0.settings.disclosure.mode = DisclosureMode::Round5;
        let site = site.values("k", &[33.0]).values("k team/a", &[7.0]).values("k team/b", &[13.0]);
        site.values("k team/c", &[13.0]).edition()
    };
    let all =
        |edition: &Edition| ["k", "k team/a", "k team/b", "k team/c"].map(|text| values(edition, text).pop().flatten());
    assert_eq!(all(&site(true)), [Some(35.0), None, Some(15.0), Some(15.0)]);
    assert_eq!(withheld(&site(true), "k team/a"), [Some(Withheld::FewerThan(8))]);
    assert_eq!(all(&site(false)), [Some(33.0), Some(7.0), Some(13.0), Some(13.0)], "things are not rounded");
}

#[test]
fn rounded_shares_come_from_rounded_counts() {
    let mut site = people(KpiKind::Proportion, 3);
    site.0.settings.disclosure.mode = DisclosureMode::Round5;
    let ratio = |numerator, denominator| Some(Measurement::Ratio { numerator, denominator });
    let value = Some(Measurement::Value { value: 33.0, n: Some(101) });
    let edition = site.measured("k", &[ratio(12.0, 48), ratio(0.0, 48), value]).edition();
    assert_eq!(values(&edition, "k"), [Some(20.0), Some(0.0), Some(35.0)]);
}

/// One KPI that counts people, for so many months.
fn people(kind: KpiKind, months: usize) -> Site {
    let mut site = Site::new(months).kpi(kpi("k", kind, Better::Lower));
    site.0.kpis[0].people = true;
    site
}

fn values(edition: &Edition, text: &str) -> Vec<Option<f64>> {
    points(edition, text).into_iter().map(|(value, _)| value).collect()
}

fn withheld(edition: &Edition, text: &str) -> Vec<Option<Withheld>> {
    points(edition, text).into_iter().map(|(_, withheld)| withheld).collect()
}

fn points(edition: &Edition, text: &str) -> Vec<(Option<f64>, Option<Withheld>)> {
    let found = findings(edition).at(&subject(text), edition.facts().latest().period);
    found.points.iter().map(|point| (point.value, point.withheld)).collect()
}
