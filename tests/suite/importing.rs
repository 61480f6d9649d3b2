//! Importing: tables become figures, and nothing that cannot be taken is taken.

mod proposing;
mod tickets;
mod workbooks;

use std::fs;
use std::path::Path;

use plaudit::author::import::{Doubt, Imported, Request, import};
use plaudit::diagnostic::Diagnostics;
use plaudit::model::RevisionKind;

use crate::site_test::SiteTest;

const SETTINGS: &str = "title: T\norganisation: O\n";

const KPIS: &str = "\
csat: { name: Customer satisfaction, unit: percent, kind: proportion, better: higher }
ces: { name: Customer effort score, unit: score, kind: mean, better: higher, scale: { min: 1, max: 7 } }
nps: { name: Net promoter score, unit: score, kind: nps, better: higher }
first_reply: { name: First reply time, unit: minutes, kind: duration, better: lower, statistic: median }
resolution: { name: Resolution time, unit: hours, kind: duration, better: lower }
wait: { name: Wait, unit: seconds, kind: duration, better: lower, statistic: p90 }
opened: { name: Tickets opened, unit: count, kind: count, better: neutral }
resolved: { name: Tickets resolved, unit: count, kind: count, better: higher }
backlog: { name: Backlog, unit: count, kind: stock, better: lower, plausible: { min: 0, max: 500 } }
reopened: { name: Reopened tickets, unit: percent, kind: proportion, better: lower }
cost: { name: Cost per contact, unit: currency, currency: EUR, kind: currency, better: lower }
";

const DIMENSIONS: &str = "\
team: { label: Team, members: { billing: Billing, field: Field service } }
tag: { label: Tag, overlaps: true, members: { late: Late, rude: Rude } }
";

const OCTOBER: &str = "\
# The figures of October.
period: 2026-10
published: 2026-11-09

values:
  # Experience
  csat: { value: 88.2, n: 1412, invited: 9800 } # without the strike
  backlog: 412

by:
  team:
    billing: { csat: 91 }
";

fn site(mapping: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("plaudit.yaml", SETTINGS);
    site.write("data/kpis.yaml", KPIS);
    site.write("data/dimensions.yaml", DIMENSIONS);
    site.write("data/snapshots/2026-10.yaml", OCTOBER);
    site.write("data/imports/export.yaml", mapping);
    site
}

/// What an import of `table` says: changes, rejections, problems.
struct Told {
    imported: Option<Imported>,
    lines: Vec<String>,
}

fn run(site: &SiteTest, name: &str, table: &[u8], change: impl FnOnce(&mut Request<'_>)) -> Told {
    let file = site.root().join(name);
    fs::write(&file, table).unwrap();
    run_file(site, &file, change)
}

fn run_file(site: &SiteTest, file: &Path, change: impl FnOnce(&mut Request<'_>)) -> Told {
    let mut request = Request {
        file,
        mapping: None,
        period: None,
        write: false,
        skip_rejected: false,
        revision: None,
        today: "2026-12-03".parse().unwrap(),
    };
    change(&mut request);
    let diagnostics = Diagnostics::new();
    let imported = import(site.root(), &request, &diagnostics).ok();
    let mut lines = Vec::new();
    for difference in imported.iter().flat_map(|imported| &imported.periods) {
        for figure in &difference.figures {
            let subject = &figure.subject;
            let part = subject.part.as_ref().map(|part| format!("{part} ")).unwrap_or_default();
            let now = plaudit::read::written::measurement(&figure.now);
            let sign = if figure.was.is_some() { "~" } else { "+" };
            lines.push(format!("{} {sign} {part}{}: {now}", difference.period, subject.kpi));
        }
    }
    lines.extend(imported.iter().flat_map(|imported| &imported.rejected.sorts).map(|sort| format!("- {sort}")));
    for found in diagnostics.sorted() {
        let line = found.at.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
        let file = found.at.file.file_name().unwrap().to_string_lossy().into_owned();
        let help = found.problem.help().map(|help| format!(" ({help})")).unwrap_or_default();
        lines.push(format!("{} {file}{line}: {}{help}", found.problem.code(), found.problem));
    }
    Told { imported, lines }
}

#[track_caller]
fn check(mapping: &str, table: &str, expected: &[&str]) {
    let told = run(&site(mapping), "export.csv", table.as_bytes(), |_| {});
    assert_eq!(told.lines, expected);
}

const WIDE: &str = "\
rows: figures
period: { column: Month, format: \"%B %Y\" }
parts: { team: { column: Team, whole: [Total], members: { Fields: field, Old: ~ } } }
kpis:
  csat: { column: CSAT, n: Answers }
  first_reply: { column: Reply, unit: MM:SS }
  backlog: Open
";

#[test]
fn a_row_of_figures_is_of_the_whole_or_of_a_part() {
    check(
        WIDE,
        "Month,Team,CSAT,Answers,Reply,Open\n\
         October 2026,Total,88.2 %,1412,14:30,\"1,000\"\n\
         October 2026,Billing,91,,,\n\
         October 2026,fields,90.5,100,,12\n\
         October 2026,Old,1,1,,1\n\
         September 2026,,80,10,,\n",
        &[
            "2026-09 + csat: { value: 80, n: 10 }",
            "2026-10 + first_reply: 14.5",
            "2026-10 ~ backlog: 1000",
            "- row 4, `Team`: `fields` is no member of `team`; did you mean `Fields`?",
        ],
    );
}

#[test]
fn what_cannot_be_taken_is_rejected_with_row_column_and_reason() {
    check(
        WIDE,
        "Month,Team,CSAT,Answers,Reply,Open\n\
         10/2026,Total,88.2,1412,14:30,1\n\
         October 2026,Total,88;2,1412,14.5,#DIV/0!\n\
         October 2026,Biling,1,1,,\n\
         October 2026,Billing,140,10,,-3\n\
         October 2026,Billing,88,10.5,,\n\
         October 2026,Total,88,1\n\
         ,Total,1,1,,\n\
         July 2026,,77,,,5\n\
         July 2026,Total,78,,,\n",
        &[
            "2026-07 + csat: 77",
            "2026-07 + backlog: 5",
            "- row 2, `Month`: `10/2026` is not a day written as %B %Y; it would be as %m/%Y",
            "- row 3, `CSAT`: `88;2` is not a number",
            "- row 3, `Reply`: `14.5` is not MM:SS",
            "- row 3, `Open`: the formula gives #DIV/0!",
            "- row 4, `Team`: `Biling` is no member of `team`; did you mean `Billing`?",
            "- row 5, `CSAT`: `csat` is 140, but a share cannot exceed 100 percent",
            "- row 5, `Open`: `backlog` is -3, but it cannot be negative",
            "- row 6, `Answers`: 10.5 is not a number of cases",
            "- row 7: the row has 4 cells, the head 6",
            "- row 8, `Month`: the period is missing",
            "- row 10, `CSAT`: a second figure of `csat` in 2026-07; the first is in row 9",
        ],
    );
}

const EVIDENCE: &str = "\
rows: figures
period: { file_name: period }
table: { decimal: comma, delimiter: \";\", nothing: [\"-\", k.A.] }
kpis:
  csat: { numerator: Good, denominator: All }
  nps: { promoters: P, passives: N, detractors: D }
  cost: { numerator: EUR, denominator: All }
  ces: { column: CES, n: All }
";

#[test]
fn evidence_of_every_kind_is_taken() {
    let head = "sep=;\nGood;All;P;N;D;EUR;CES\n";
    let told = |rows: &str| {
        let table = format!("{head}{rows}");
        run(&site(EVIDENCE), "export-2026-09.csv", table.as_bytes(), |_| {}).lines
    };
    assert_eq!(
        told("1.200;1.500;5;3;2;4.815,50;5,8\n"),
        [
            "2026-09 + csat: { numerator: 1200, denominator: 1500 }",
            "2026-09 + ces: { value: 5.8, n: 1500 }",
            "2026-09 + nps: { promoters: 5, passives: 3, detractors: 2 }",
            "2026-09 + cost: { numerator: 4815.5, denominator: 1500 }",
        ]
    );
    assert_eq!(
        told("k.A.;1.500;5;3;-;;\n"),
        [
            "- row 3, `Good`: half of the figure is missing",
            "- row 3, `D`: half of the figure is missing",
            "- row 3, `EUR`: half of the figure is missing",
        ]
    );
}

#[test]
fn a_file_whose_name_must_say_its_period_says_it() {
    check(
        EVIDENCE,
        "",
        &[
            "P917 export.csv: the file's name does not say its period (the mapping expects `a period such as 2026-10` in it)",
        ],
    );
}

#[test]
fn a_row_of_figures_is_of_one_part() {
    check(
        "rows: figures\nperiod: { column: Month, format: period }\nparts: { team: Team, tag: Tag }\nkpis: { backlog: Open }\n",
        "Month,Team,Tag,Open\n2026-09,Billing,,1\n2026-09,,Late,2\n2026-09,Billing,Late,3\n",
        &[
            "2026-09 + team/billing backlog: 1",
            "2026-09 + tag/late backlog: 2",
            "- row 4: the row is about several parts; a figure is of one part, or of the whole",
        ],
    );
}

#[test]
fn a_long_table_names_its_kpis() {
    check(
        "rows: figures\nperiod: { column: Month, format: period }\nmeasure: { column: Measure, ignore: [Note] }\nkpis:\n  \
         csat: { is: CSAT %, column: Value, n: N }\n  resolution: { column: Value, unit: words }\n",
        "Month,Measure,Value,N\n2026-09,CSAT %,80,10\n2026-09,Resolution time,3 d 12 h,\n2026-09,Note,x,\n2026-09,CSTA %,80,\n2026-Q3,CSAT %,1,\n",
        &[
            "2026-09 + csat: { value: 80, n: 10 }",
            "2026-09 + resolution: 84",
            "- row 5, `Measure`: no KPI of the mapping is called `CSTA %`; did you mean `CSAT %`?",
            "- row 6, `Month`: `2026-Q3` lies in no period of this site",
        ],
    );
}

#[test]
fn encodings_are_those_that_are_said_or_marked() {
    let mapping = |encoding: &str| {
        format!(
            "rows: figures\nperiod: {{ column: Month, format: period }}\ntable: {{ {encoding} }}\n\
             parts: {{ team: {{ column: Büro, members: {{ Außendienst: field }} }} }}\nkpis: {{ backlog: Offen }}\n"
        )
    };
    let table = "Month,Büro,Offen\n2026-09,Außendienst,3\n";
    let good = ["2026-09 + team/field backlog: 3"];
    let told = |encoding: &str, bytes: &[u8]| run(&site(&mapping(encoding)), "export.csv", bytes, |_| {}).lines;
    let latin: Vec<u8> = table.chars().map(|c| c as u8).collect();
    let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xFF, 0xFE][..], &utf16].concat();
    let big: Vec<u8> = [0xFEFF].into_iter().chain(table.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(told("", table.as_bytes()), good);
    assert_eq!(told("", &[b"\xEF\xBB\xBF", table.as_bytes()].concat()), good);
    assert_eq!(told("encoding: windows-1252", &latin), good);
    assert_eq!(told("encoding: utf-16", &utf16), good);
    assert_eq!(told("", &with_mark), good);
    assert_eq!(told("encoding: windows-1252", &big), good);
    let not = |encoding| {
        format!(
            "P924 export.csv: this is not {encoding} (say `table: {{ encoding: … }}` in the mapping: utf-8, utf-16 or windows-1252)"
        )
    };
    assert_eq!(told("", &latin), [not("UTF-8")]);
    assert_eq!(told("", &utf16), [not("UTF-8")]);
    // The head is right, a row is not: three encodings in one table.
    let mixed = [table.as_bytes(), b"2026-09,Au\xDFendienst,3\n"].concat();
    assert_eq!(
        told("", &mixed),
        [good[0], "- row 3, `Büro`: the bytes are not UTF-8; is it `table: { encoding: windows-1252 }`?"]
    );
    let mixed = [&latin[..], "2026-09,Außendienst,3\n".as_bytes(), b"2026-08,Au\x81endienst,3\n"].concat();
    assert_eq!(
        told("encoding: windows-1252", &mixed),
        [
            good[0],
            "- row 3, `Büro`: the bytes look like UTF-8, but the mapping says otherwise",
            "- row 4, `Büro`: the bytes are not Windows-1252; is it `table: { encoding: utf-8 }`?"
        ]
    );
}

#[test]
fn columns_are_found_by_name_or_not_at_all() {
    let mapping = "rows: figures\nperiod: { column: Month, format: period }\nkpis:\n  csat: CSAT\n  backlog: Open\n";
    check(
        mapping,
        "Month,CSTA,Open,Open\n2026-09,1,2,3\n",
        &[
            "P900 export.yaml:4: export.csv has no column `CSAT` (did you mean `CSTA`?)",
            "P901 export.yaml:5: columns 3 and 4 of export.csv are both called `Open` (give them names of their own, or say \
             with `head` which row names the columns)",
        ],
    );
    // A head over two rows, as merged cells leave it.
    check(
        mapping,
        ",Experience,\nMonth,CSAT,Open\n2026-09,1,2\n",
        &[
            "P900 export.yaml:2: export.csv has no column `Month` (its columns are `Experience`; `head` says which row names them)",
            "P900 export.yaml:4: export.csv has no column `CSAT` (its columns are `Experience`; `head` says which row names them)",
            "P900 export.yaml:5: export.csv has no column `Open` (its columns are `Experience`; `head` says which row names them)",
        ],
    );
    check(
        &format!("table: {{ head: 2 }}\n{mapping}"),
        ",Experience,\nMonth,CSAT,Open\n2026-09,1,2\n",
        &["2026-09 + csat: 1", "2026-09 + backlog: 2"],
    );
    check(mapping, "Month,CSAT,Open\n", &["P913 export.csv: there is nothing below row 1, which names the columns"]);
}

#[test]
fn nothing_is_written_unasked_or_with_rejections() {
    let site = site(WIDE);
    let table = b"Month,Team,CSAT,Answers,Reply,Open\nOctober 2026,,89,1500,,x\nNovember 2026,Billing,90,,,\n";
    let october = || fs::read_to_string(site.root().join("data/snapshots/2026-10.yaml")).unwrap();
    let november = site.root().join("data/snapshots/2026-11.yaml");
    run(&site, "export.csv", table, |_| {});
    let told = run(&site, "export.csv", table, |request| request.write = true);
    assert_eq!(
        told.lines.last().unwrap(),
        "P919 export.csv: 1 cells or rows were rejected, so nothing was written (mend the file or the mapping, or pass them over with `--skip-rejected`)"
    );
    assert!(october() == OCTOBER && !november.exists() && !told.imported.unwrap().is_written);
    let told = run(&site, "export.csv", table, |request| (request.write, request.skip_rejected) = (true, true));
    assert!(told.imported.unwrap().is_written);
    assert_eq!(
        october(),
        OCTOBER.replace("{ value: 88.2, n: 1412, invited: 9800 }", "{ value: 89, n: 1500, invited: 9800 }")
    );
    assert_eq!(
        fs::read_to_string(&november).unwrap(),
        "# Figures of 2026-11, imported from export.csv with data/imports/export.yaml.\nperiod: 2026-11\n\nvalues: {}\nby:\n  team:\n    billing:\n      csat: 90\n"
    );
    let again = run(&site, "export.csv", table, |request| (request.write, request.skip_rejected) = (true, true));
    assert_eq!(again.imported.unwrap().periods.iter().map(|period| period.same).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_period_that_has_not_ended_is_provisional() {
    let site = site(WIDE);
    let table = b"Month,Team,CSAT,Answers,Reply,Open\nDecember 2026,,89,1500,,5\n";
    run(&site, "export.csv", table, |request| request.write = true);
    let text = fs::read_to_string(site.root().join("data/snapshots/2026-12.yaml")).unwrap();
    assert!(text.contains("\nperiod: 2026-12\nstatus: provisional "), "{text}");
    assert!(text.ends_with("\nvalues:\n  csat: { value: 89, n: 1500 }\n  backlog: 5\n"), "{text}");
}

#[test]
fn what_was_published_changes_only_with_a_reason() {
    let site = site(WIDE);
    let diagnostics = Diagnostics::new();
    plaudit::author::freeze(site.root(), "2026-10".parse().unwrap(), false, &diagnostics).unwrap();
    let table = b"Month,Team,CSAT,Answers,Reply,Open\nOctober 2026,,89,1500,,412\nOctober 2026,Billing,,,,90\n";
    let told = run(&site, "export.csv", table, |request| request.write = true);
    assert_eq!(
        told.lines.last().unwrap(),
        "P918 2026-10.yaml: 2026-10 was published, and 2 of its figures would change \
         (say why: `--because \"late surveys\" --kind correction` (or scheduled, method))"
    );
    run(&site, "export.csv", table, |request| {
        (request.write, request.revision) = (true, Some(("late \"surveys\"", RevisionKind::Scheduled)));
    });
    let text = fs::read_to_string(site.root().join("data/snapshots/2026-10.yaml")).unwrap();
    let revisions = "\nrevisions:\n  \
        - { kpi: csat, was: { value: 88.2, n: 1412 }, on: 2026-12-03, kind: scheduled, because: \"late \\\"surveys\\\"\" }\n  \
        - { kpi: backlog, by: team/billing, was: ~, on: 2026-12-03, kind: scheduled, because: \"late \\\"surveys\\\"\" }\n";
    assert!(text.ends_with(revisions), "{text}");
    let checked = Diagnostics::new();
    plaudit::read::site(site.root(), &plaudit::read::Options::default(), &checked).unwrap();
    assert!(checked.proceed().is_ok(), "{:?}", checked.sorted());
}

#[test]
fn what_looks_doubtful_is_said() {
    let site = site(
        "rows: figures\nperiod: { column: Month, format: period }\nkpis:\n  first_reply: { column: Reply, unit: minutes }\n  backlog: Open\n",
    );
    let october = "values: { first_reply: 14m 30s, backlog: { value: 412, status: estimated } }\n";
    site.write("data/snapshots/2026-10.yaml", october);
    let told = run(&site, "export.csv", b"Month,Reply,Open\n2026-10,15,413\n2026-11,870,9000\n", |_| {});
    let periods = told.imported.unwrap().periods;
    let doubts: Vec<&[Doubt]> =
        periods.iter().flat_map(|period| &period.figures).map(|figure| figure.doubts.as_slice()).collect();
    let jump = |value, times: Option<&str>| Doubt::Jump {
        before: "2026-10".parse().unwrap(),
        value,
        times: times.map(str::to_owned),
    };
    assert_eq!(
        doubts,
        [&[][..], &[Doubt::StillMarked], &[jump(14.5, Some("60 times"))], &[Doubt::Implausible, jump(412.0, None)]]
    );
}

#[test]
fn a_period_that_is_asked_for_must_be_there() {
    let site = site("rows: figures\nperiod: { column: Month, format: period }\nkpis: { backlog: Open }\n");
    let told = |table: &str, period: &str, write| {
        let told = run(&site, "export.csv", table.as_bytes(), |request| {
            (request.period, request.write) = (Some(period.parse().unwrap()), write);
        });
        assert!(told.imported.is_none_or(|imported| !imported.is_written));
        told.lines
    };
    let months = "Month,Open\n2026-08,3\n2026-09,3\n2026-11,x\n";
    for write in [false, true] {
        assert_eq!(
            told(months, "2026-Q4", write),
            ["P029 snapshots: this is a quarter, but the site reports by month"]
        );
        assert_eq!(
            told("Month,Open\n2026-09,3\n", "2026-07", write),
            ["P925 export.csv: the table has no figures for 2026-07 (its figures are for 2026-09)"]
        );
    }
    // What is rejected is told beside it: it may be why.
    assert_eq!(
        told(months, "2026-11", false),
        [
            "- row 4, `Open`: `x` is not a number",
            "P925 export.csv: the table has no figures for 2026-11 (its figures are for 2026-08 to 2026-09)"
        ]
    );
    assert_eq!(
        told("Month,Open\n2026-09,\n", "2026-09", false),
        ["P925 export.csv: the table has no figures for 2026-09"]
    );
}

#[test]
fn a_quote_that_does_not_end_does_not_take_the_rest() {
    let mapping = "rows: figures\nperiod: { column: Month, format: period }\nkpis: { backlog: Open }\n";
    let table = format!("Month,Open\n2026-09,\"3\"\n2026-08,\"4\n{}", "2026-07,5\n".repeat(600_000));
    check(mapping, &table, &["2026-09 + backlog: 3", "- row 3: a quoted text begins here and does not end"]);
}

#[test]
fn the_mapping_is_chosen_by_the_name_of_the_file() {
    let with = |files: &str| {
        format!(
            "files: \"{files}\"\nrows: figures\nperiod: {{ column: Month, format: period }}\nkpis: {{ backlog: Open }}\n"
        )
    };
    let site = site(&with("tickets-*.csv"));
    site.write("data/imports/other.yaml", &with("*.csv"));
    let table = b"Month,Open\n2026-09,3\n";
    let told =
        |name: &str, mapping: Option<&'static str>| run(&site, name, table, |request| request.mapping = mapping).lines;
    assert_eq!(told("other.csv", None), ["2026-09 + backlog: 3"]);
    assert_eq!(
        told("tickets-1.csv", None),
        ["P916 tickets-1.csv: several mappings are for `tickets-1.csv` (name one with `--mapping`: export, other)"]
    );
    assert_eq!(told("tickets-1.csv", Some("export")), ["2026-09 + backlog: 3"]);
    assert_eq!(
        told("a.txt", None),
        ["P914 a.txt: no mapping is for `a.txt` (name one with `--mapping`: export, other)"]
    );
    assert_eq!(
        told("a.txt", Some("exprot")),
        ["P915 a.txt: there is no mapping data/imports/exprot.yaml (did you mean `export`?)"]
    );
}
