//! Tickets: one row for each, counted in one pass, and every statistic that a ticket can take part in.

use plaudit::author::import::Doubt;
use plaudit::model::Measurement;

use crate::site_test::SiteTest;

use super::{DIMENSIONS, check, run, site};

const TICKETS: &str = "\
rows: tickets
table: { nothing: [n/a] }
period: { column: Created, format: \"%d/%m/%Y %H:%M\", zone: UTC, calendar: Europe/London }
only: { Queue: [Service, Field] }
parts:
  team: { column: Queue, members: { Service: billing, Field: field } }
  tag: { column: Tags, separator: \",\" }
kpis:
  opened: { count: rows }
  resolved: { count: Solved, period: { column: Solved, format: \"%d/%m/%Y\" } }
  first_reply: { median: Reply, unit: minutes }
  resolution: { mean: Length, unit: \"HH:MM:SS\" }
  wait: { percentile: 90, of: Wait, unit: seconds }
  csat: { share: Rating, of: [good, great] }
  reopened: { share: Reply, within: 10m, unit: minutes }
  nps: { nps: Score }
";

#[test]
fn tickets_are_counted_in_one_pass() {
    check(
        TICKETS,
        "Created,Solved,Queue,Tags,Reply,Length,Wait,Rating,Score\n\
         30/09/2026 23:30,02/10/2026,Service,\"late, rude\",5,01:00:00,10,good,10\n\
         01/10/2026 09:00,02/10/2026,Service,late,15,02:00:00,20,bad,9\n\
         02/10/2026 09:00,,Field,,25,,30,n/a,6\n\
         02/10/2026 09:00,,Spam,late,1,00:00:01,1,good,1\n",
        &[
            "2026-10 ~ csat: { numerator: 1, denominator: 2 }",
            "2026-10 + nps: { promoters: 2, passives: 0, detractors: 1 }",
            "2026-10 + first_reply: { value: 15, n: 3 }",
            "2026-10 + resolution: { value: 1.5, n: 2 }",
            "2026-10 + wait: { value: 30, n: 3 }",
            "2026-10 + opened: 3",
            "2026-10 + resolved: 2",
            "2026-10 + reopened: { numerator: 1, denominator: 3 }",
            "2026-10 ~ team/billing csat: { numerator: 1, denominator: 2 }",
            "2026-10 + team/billing nps: { promoters: 2, passives: 0, detractors: 0 }",
            "2026-10 + team/billing first_reply: { value: 10, n: 2 }",
            "2026-10 + team/billing resolution: { value: 1.5, n: 2 }",
            "2026-10 + team/billing wait: { value: 20, n: 2 }",
            "2026-10 + team/billing opened: 2",
            "2026-10 + team/billing resolved: 2",
            "2026-10 + team/billing reopened: { numerator: 1, denominator: 2 }",
            "2026-10 + team/field nps: { promoters: 0, passives: 0, detractors: 1 }",
            "2026-10 + team/field first_reply: { value: 25, n: 1 }",
            "2026-10 + team/field wait: { value: 30, n: 1 }",
            "2026-10 + team/field opened: 1",
            "2026-10 + team/field reopened: { numerator: 0, denominator: 1 }",
            "2026-10 + tag/late csat: { numerator: 1, denominator: 2 }",
            "2026-10 + tag/late nps: { promoters: 2, passives: 0, detractors: 0 }",
            "2026-10 + tag/late first_reply: { value: 10, n: 2 }",
            "2026-10 + tag/late resolution: { value: 1.5, n: 2 }",
            "2026-10 + tag/late wait: { value: 20, n: 2 }",
            "2026-10 + tag/late opened: 2",
            "2026-10 + tag/late resolved: 2",
            "2026-10 + tag/late reopened: { numerator: 1, denominator: 2 }",
            "2026-10 + tag/rude csat: { numerator: 1, denominator: 1 }",
            "2026-10 + tag/rude nps: { promoters: 1, passives: 0, detractors: 0 }",
            "2026-10 + tag/rude first_reply: { value: 5, n: 1 }",
            "2026-10 + tag/rude resolution: { value: 1, n: 1 }",
            "2026-10 + tag/rude wait: { value: 10, n: 1 }",
            "2026-10 + tag/rude opened: 1",
            "2026-10 + tag/rude resolved: 1",
            "2026-10 + tag/rude reopened: { numerator: 1, denominator: 1 }",
        ],
    );
}

/// 10 beside minutes is not 10 seconds.
#[test]
fn a_limit_is_in_the_unit_of_its_cells() {
    for limit in ["within: 10", "within: 10m", "within: 600s"] {
        check(
            &format!(
                "rows: tickets\nperiod: {{ column: Month, format: period }}\nkpis: {{ reopened: {{ share: Reply, {limit}, unit: minutes }} }}\n"
            ),
            "Month,Reply\n2026-09,1\n2026-09,10\n2026-09,11\n2026-09,\n",
            &["2026-09 + reopened: { numerator: 2, denominator: 3 }"],
        );
    }
}

#[test]
fn a_ticket_that_is_wrong_counts_nowhere_and_says_why() {
    let told = run(
        &site(TICKETS),
        "export.csv",
        b"Created,Solved,Queue,Tags,Reply,Length,Wait,Rating,Score\n\
          10/31/2026 09:00,,Service,,5,01:00:00,10,good,10\n\
          31/10/2026 09:00,,Service,lat,5,01:00:00,10,good,10\n\
          31/10/2026 09:00,,Service,,00:05:00,61,10,good,11\n",
        |_| {},
    );
    assert_eq!(
        told.lines,
        [
            "- row 2, `Created`: days such as `10/31/2026 09:00` are not written as %d/%m/%Y %H:%M, but would be as %m/%d/%Y %H:%M: \
             is that how all are written?",
            "- row 3, `Tags`: `lat` is no member of `tag`; did you mean `Late`?",
            "- row 4, `Reply`: `00:05:00` is not a number of minutes",
            "- row 4, `Length`: `61` is not HH:MM:SS",
            "- row 4, `Score`: 11 is not an answer from 0 to 10",
        ]
    );
}

/// A row that `only` cannot judge may be one that counts.
#[test]
fn a_row_is_passed_over_only_for_what_can_be_read() {
    let only = "only: { Büro: [Service, Außendienst], State: [closed] }";
    let table = b"Month,B\xC3\xBCro,State,Reply\n\
                  2026-09,Service,closed,5\n\
                  2026-09,Au\xDFendienst,closed,5\n\
                  2026-09,Au\xDFendienst,open,5\n\
                  2026-09,#N/A,closed,5\n\
                  2026-09,,closed,5\n\
                  2026-09,Spam,closed,5\n";
    let rejections = [
        "- row 3, `Büro`: the bytes are not UTF-8; is it `table: { encoding: windows-1252 }`?",
        "- row 5, `Büro`: the formula gives #N/A",
    ];
    let month = "period: { column: Month, format: period }";
    let told = |mapping: &str| run(&site(mapping), "export.csv", table, |_| {});
    let figures = told(&format!("rows: figures\n{month}\n{only}\nkpis: {{ backlog: Reply }}\n"));
    assert_eq!(figures.lines, [&["2026-09 + backlog: 5"][..], &rejections].concat());
    assert_eq!(figures.imported.unwrap().passed_over, 3);
    let tickets = told(&format!("rows: tickets\n{month}\n{only}\nkpis: {{ opened: {{ count: rows }} }}\n"));
    assert_eq!(tickets.lines, [&["2026-09 + opened: 1"][..], &rejections].concat());
    assert_eq!(tickets.imported.unwrap().passed_over, 3);
    // Both figures ask the same cell: it is rejected once, and the row counts nowhere.
    let own = format!(
        "rows: tickets\n{month}\nkpis:\n  opened: {{ count: rows }}\n  resolved: {{ count: rows, {only} }}\n  \
         first_reply: {{ median: Reply, unit: minutes, {only} }}\n"
    );
    let own = told(&own);
    assert_eq!(
        own.lines,
        [
            &["2026-09 + first_reply: { value: 5, n: 1 }", "2026-09 + opened: 4", "2026-09 + resolved: 1"][..],
            &rejections
        ]
        .concat()
    );
    assert_eq!(own.imported.unwrap().rejected.count, 2);
}

#[test]
fn tickets_are_added_up_and_held_against_a_mark() {
    check(
        "rows: tickets\nperiod: { column: Month, format: period }\nkpis:\n  opened: { sum: Contacts }\n  csat: { share: Stars, at_least: 4 }\n  \
         reopened: { filled: Reopened at }\n  cost: { sum: Cost }\n",
        "Month,Contacts,Stars,Reopened at,Cost\n2026-09,3,5,,1.50\n2026-09,2,3,2026-09-14,2.25\n2026-09,,4,,\n",
        &[
            "2026-09 + csat: { numerator: 2, denominator: 3 }",
            "2026-09 + opened: 5",
            "2026-09 + reopened: { numerator: 1, denominator: 3 }",
            "2026-09 + cost: 3.75",
        ],
    );
}

/// A site with many tags, and a cell that has all of them.
fn with_tags(mapping: &str, count: usize) -> (SiteTest, String) {
    let site = site(mapping);
    let tags: Vec<String> = (0..count).map(|tag| format!("t{tag}")).collect();
    let members: Vec<String> = tags.iter().map(|tag| format!("{tag}: Tag {tag}")).collect();
    let all = format!("all: {{ label: All, overlaps: true, members: {{ {} }} }}\n", members.join(", "));
    site.write("data/dimensions.yaml", &format!("{DIMENSIONS}{all}"));
    (site, tags.join(";"))
}

#[test]
fn more_figures_than_can_be_meant_are_refused() {
    let (site, tags) = with_tags(
        "rows: tickets\nperiod: { column: Month, format: period }\nparts: { all: { column: Tags, separator: \";\" } }\nkpis:\n  \
         opened: { count: rows }\n  resolved: { count: rows }\n  backlog: { count: rows }\n",
        2_000,
    );
    let row = |month: usize| format!("{}-{:02},{tags}\n", 2000 + month / 12, month % 12 + 1);
    let table: String = std::iter::once("Month,Tags\n".to_owned()).chain((0..90).map(row)).collect();
    assert_eq!(
        run(&site, "export.csv", table.as_bytes(), |_| {}).lines,
        [
            "P923 export.yaml: this would give more than 500000 figures (is the format of the day right, and the column of the part?)"
        ]
    );
}

#[test]
fn a_median_of_more_than_can_be_kept_says_that_it_is_not_exact() {
    let (site, tags) = with_tags(
        "rows: tickets\nperiod: { column: Month, format: period }\nparts: { all: { column: Tags, separator: \";\" } }\nkpis:\n  \
         first_reply: { median: Reply, unit: minutes }\n  wait: { percentile: 90, of: Reply, unit: minutes }\n",
        100,
    );
    let rows = (1..8_000).map(|reply| format!("2026-09,{reply},{tags}\n"));
    let table: String = std::iter::once("Month,Reply,Tags\n".to_owned()).chain(rows).collect();
    let told = run(&site, "export.csv", table.as_bytes(), |_| {}).imported.unwrap();
    let figures = &told.periods[0].figures;
    let approximate = figures.iter().filter(|figure| figure.doubts == [Doubt::Approximate]).count();
    assert!(figures.len() == 202 && (1..202).contains(&approximate), "{approximate} of {}", figures.len());
    for figure in figures.iter().filter(|figure| figure.subject.kpi.as_str() == "first_reply") {
        let Measurement::Value { value, n: Some(7_999) } = figure.now else { panic!("{figure:?}") };
        let is_exact = figure.doubts.is_empty();
        assert!(if is_exact { value == 4_000.0 } else { (value / 4_000.0 - 1.0).abs() <= 0.001 }, "{figure:?}");
    }
}
