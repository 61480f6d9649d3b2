//! Proposals: a first mapping says what can be seen, asks for the rest, and keeps what people wrote to itself.

use std::fs;

use plaudit::author::import::propose;
use plaudit::diagnostic::Diagnostics;

use super::workbooks::{xlsx_parts, zipped};
use super::{DIMENSIONS, KPIS, run_file, site};

#[test]
fn a_proposal_counts_what_was_resolved_when_it_was() {
    let site = site("rows: figures\nperiod: { column: M, format: period }\nkpis: { backlog: B }\n");
    let resolved = "tickets_resolved: { name: Solved, unit: count, kind: count, better: higher }\n";
    site.write("data/kpis.yaml", &format!("{KPIS}{resolved}"));
    for (solved, sign, format) in [
        ("2026-10-13", "", "iso"),
        ("13/10/2026", "", "\"%d/%m/%Y\""),
        // The month or the day comes first, and whose day it is: nobody can see that.
        ("03/04/2026", "# ", "?"),
        ("2026-10-13T09:00:00Z", "# ", "iso, calendar: ?"),
    ] {
        let file = site.root().join("tickets.csv");
        fs::write(&file, format!("Ticket ID,Created at,Solved at\n1,2026-10-12,{solved}\n2,2026-10-12,\n")).unwrap();
        let text = propose(site.root(), &file, None, false, &Diagnostics::new()).unwrap().text;
        let expected = format!(
            "  {sign}tickets_resolved: {{ count: rows, period: {{ column: Solved at, format: {format} }} }}     # counted where they were resolved"
        );
        assert!(text.lines().any(|line| line == expected), "{text}");
    }
}

/// Whatever its bytes look like.
#[test]
fn a_proposal_for_a_workbook_names_no_delimiter() {
    let site = site("rows: figures\nperiod: { column: M, format: period }\nkpis: { backlog: B }\n");
    let mut parts = xlsx_parts(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Month</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Backlog</t></is></c></row>\
         <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>2026-09</t></is></c><c r=\"B2\"><v>12</v></c></row>",
    );
    parts.insert(0, ("docProps/||||.txt", String::new()));
    let file = site.root().join("backlog.xlsx");
    fs::write(&file, zipped(&parts)).unwrap();
    let proposal = propose(site.root(), &file, None, false, &Diagnostics::new()).unwrap();
    assert_eq!(
        proposal.text,
        "# A first mapping for backlog.xlsx, proposed from its head and 1 of its rows. Read every line before you use it.\n\
         files: backlog.xlsx\nrows: figures   # rows of figures\nperiod:\n  column: Month\n  format: period\nkpis:\n  \
         backlog: { column: Backlog }\n"
    );
}

#[test]
fn a_proposal_knows_what_can_be_seen_and_asks_for_the_rest() {
    let site = site("rows: figures\nperiod: { column: M, format: period }\nkpis: { backlog: B }\n");
    let propose = |name: &str, table: &str| {
        let file = site.root().join(name);
        fs::write(&file, table).unwrap();
        let diagnostics = Diagnostics::new();
        let proposed = propose(site.root(), &file, None, true, &diagnostics);
        proposed.unwrap_or_else(|_| panic!("{name}: {:?}", diagnostics.sorted())).text
    };
    let proposed = |name: &str| fs::read_to_string(site.root().join("data/imports").join(name)).unwrap();
    assert_eq!(
        propose(
            "tickets-2026-10.csv",
            "Ticket ID;Created at;Team;First reply time (min);Satisfaction;Reopened tickets;Length\n\
             1;13/10/2026 09:00;Billing;5;good;0;1,5\n2;14/10/2026 09:00;Fieldservice;5;bad;1;2,5\n3;14/10/2026 10:00;Sales;7;n/a;0;3\n"
        ),
        "# A first mapping for tickets-2026-10.csv, proposed from its head and 3 of its rows. Read every line before you use it.\n\
         files: \"tickets*.csv\"\n\
         table: { delimiter: \";\", decimal: comma, nothing: [n/a] }\n\
         rows: tickets   # one row per case\n\
         period:\n  column: Created at\n  format: \"%d/%m/%Y %H:%M\"\n  \
         # zone: UTC                   # where the times are of, if that is not where people work\n  \
         # calendar: Europe/London     # and then where people work\n\
         parts:\n  team:\n    column: Team\n    # What these words mean; ~ leaves a part out of the breakdown.\n    members:\n      \
         Fieldservice: field\n      # Sales: ?\n\
         kpis:\n  csat: { share: Satisfaction, of: [good] }\n  first_reply: { median: First reply time (min), unit: minutes }\n  \
         reopened: { share: Reopened tickets, at_least: 1 }\n\n\
         # Columns that nothing uses:\n#   Ticket ID\n#   Length\n"
    );
    // A mapping is kept and shared; what people wrote is for those who have the export.
    let people = "Ticket ID,Created at,Requester,Satisfaction\n1,2026-10-14,Priya N.,Nobody called me back\n2,2026-10-14,Sam O.,Thank you\n";
    let text = propose("people.csv", people);
    assert_eq!(text, proposed("people.yaml"));
    assert!(
        text.contains("#   Requester\n") && text.contains("  # csat: { share: Satisfaction, of: [?] }\n"),
        "{text}"
    );
    assert!(!text.contains("Priya") && !text.contains("Nobody"), "{text}");
    // Without a KPI it is no mapping yet.
    site.remove("data/imports/people.yaml");
    let repeated = propose(
        "repeated.csv",
        "Ticket ID,Created at,Satisfaction\n1,2026-10-14,A\n2,2026-10-14,B\n3,2026-10-14,A\n4,2026-10-14,B\n",
    );
    assert!(repeated.contains("  # csat: { share: Satisfaction, of: [?] }     # which of A, B\n"), "{repeated}");
    site.remove("data/imports/repeated.yaml");
    let rated = propose(
        "rated.csv",
        "Ticket ID,Created at,Satisfaction\n1,2026-10-14,Good\n2,2026-10-14,Bad\n3,2026-10-15,Offered\n4,2026-10-15,Good\n",
    );
    assert!(
        rated.contains("  csat: { share: Satisfaction, of: [Good], only: { Satisfaction: [Good, Bad] } }     # no answers: Offered\n"),
        "who did not answer is not dissatisfied: {rated}"
    );
    site.write(
        "data/dimensions.yaml",
        &format!("{DIMENSIONS}office: {{ label: Office, members: {{ buero: Büro }} }}\n"),
    );
    let capitals = propose("capitals.csv", "Month,Where,Backlog\n2026-09,BÜRO,5\n2026-10,BÜRO,6\n");
    assert!(capitals.contains("parts:\n  office: Where\n"), "{capitals}");
    let faulty = propose(
        "faults.csv",
        "Ticket ID,Created at,Solved at,Satisfaction\n1,2026-10-14,,good\n2,#DIV/0!,2026-10-15,bad\n3,2026-10-14,,good\n",
    );
    assert!(faulty.contains("  column: Created at\n"), "a formula that fails says nothing of its column: {faulty}");
    let ambiguous = propose("months.csv", "Day,Backlog\n03/04/2026,5\n05/06/2026,6\n");
    assert!(ambiguous.contains("  # format: \"%d/%m/%Y\"\n  # format: \"%m/%d/%Y\"\n"), "{ambiguous}");
    assert!(
        !ambiguous.contains("\n  format:") && ambiguous.contains("  backlog: { column: Backlog }\n"),
        "{ambiguous}"
    );
    let told = run_file(&site, &site.root().join("months.csv"), |_| {});
    assert!(told.lines[0].starts_with("P003 months.yaml:4: `format` is missing"), "{:?}", told.lines);
    let diagnostics = Diagnostics::new();
    fs::remove_file(site.root().join("data/imports/months.yaml")).unwrap();
    assert!(
        plaudit::author::import::propose(
            site.root(),
            &site.root().join("tickets-2026-10.csv"),
            None,
            true,
            &diagnostics
        )
        .is_err()
    );
    assert_eq!(diagnostics.sorted()[0].problem.code(), "P922");
}
