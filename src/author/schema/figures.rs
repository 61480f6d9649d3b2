//! `data/snapshots/<period>.yaml` and `data/published/<period>.yaml`.

use serde_json::{Value, json};

use super::shape::{
    KPI_ID, anything, day, either, flag, id, kpi, list, map, number, object, one_or_more, or_nothing, otherwise, part,
    period, text, usually, whole, word,
};

/// The most that is exact in a 64-bit float.
const MOST: u64 = 9_007_199_254_740_992;

pub(super) fn snapshot() -> Value {
    let row = || row("Figures by KPI; `~` is known to be missing, and a KPI that is left out is a gap too");
    let grid = |about| {
        let hours = json!({ "description": "24 numbers, from midnight on", "type": "array", "items": number("One hour"), "minItems": 24, "maxItems": 24 });
        object(about, ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| (day, hours.clone())).to_vec())
    };
    let scope = || {
        vec![
            ("kpi", one_or_more("The KPI, or all", kpi("The KPI; `all` for every one"))),
            ("kpis", one_or_more("Several KPIs, or all", kpi("A KPI; `all` for every one"))),
            ("by", part("Only a part")),
        ]
    };
    let mut event = scope();
    event.extend([
        ("label!", text("What happened, in few words")),
        ("recalculate_limits", flag("Limits are worked out afresh from here on")),
        ("because", text("Why")),
    ]);
    let mut exceptional = scope();
    exceptional.push(("why!", text("The reason, in few words")));
    let revision = vec![
        ("kpi!", kpi("The KPI")),
        ("by", part("A part; left out: the whole")),
        ("was!", or_nothing(figure("What was published before; `~` for nothing"))),
        ("on!", day("When it was changed")),
        ("kind!", word("Why such a change happens", &["correction", "scheduled", "method"])),
        ("because!", text("Why this one happened")),
    ];
    object(
        "The figures of a month, quarter or week",
        vec![
            ("period", period("The file's name says it too")),
            (
                "published",
                usually("the last day of the next period", day("The day it came out: \"now\" for this period")),
            ),
            (
                "status",
                otherwise(json!("final"), word("A provisional period gives no verdict", &["final", "provisional"])),
            ),
            ("approved", object("Who approved it", vec![("by!", text("Who")), ("on!", day("When"))])),
            ("working_days", whole("Flows are also read per working day", 0, 92)),
            ("values!", row()),
            (
                "by",
                map(
                    "Figures of parts, by dimension",
                    super::shape::ID,
                    "team",
                    map("By member", super::shape::ID, "billing", row()),
                ),
            ),
            ("arrivals", grid("Contacts by weekday and hour")),
            ("staffing", grid("People on duty by weekday and hour")),
            ("revisions", list("Figures that differ from what was published", object("A revision", revision))),
            ("events", list("What happened and charts should show", object("An event", event))),
            ("exceptional", list("Why figures are shown, but not compared", object("A reason", exceptional))),
            ("extra", anything("Whatever you like; nothing reads it")),
        ],
    )
}

fn row(about: &str) -> Value {
    map(about, KPI_ID, "csat", or_nothing(figure("A figure in any form its kind has")))
}

/// A figure in any form.
fn figure(about: &str) -> Value {
    let count = |about| whole(about, 0, MOST);
    let more = || {
        vec![
            ("status", otherwise(json!("final"), word("How firm it is", &["final", "provisional", "estimated"]))),
            ("expected", day("When the final figure is expected")),
            ("invited", count("How many were asked, for the response rate")),
            ("note", text("A remark")),
        ]
    };
    let mut full = vec![
        ("value", amount("The figure")),
        ("n", count("The cases behind it")),
        ("numerator", number("Cases that count, or money")),
        ("denominator", count("All cases")),
        ("promoters", count("Answers of 9 and 10")),
        ("passives", count("Answers of 7 and 8")),
        ("detractors", count("Answers of 0 to 6")),
    ];
    full.extend(more());
    let full = object(
        "With its evidence: value and n, numerator and denominator, or promoters, passives and detractors",
        full,
    );
    either(about, vec![amount("A number in the KPI's unit, or a time span"), full])
}

/// A number in the KPI's unit, or a time span.
pub(super) fn amount(about: &str) -> Value {
    let span = json!({
        "description": "A time span: 14m 30s, 2h, 3d, 00:14:30",
        "type": "string",
        "pattern": "^(\\d[\\d.]*(d|h|m|min|s)( |$))+$|^\\d+:\\d{1,2}:\\d{2}$",
        "examples": ["14m 30s"]
    });
    either(about, vec![number("In the KPI's unit"), span])
}

/// A record; `plaudit freeze` writes it, and nobody else.
pub(super) fn published() -> Value {
    let map_of = |about| json!({ "description": about, "type": "object", "examples": [{}] });
    object(
        "What was published of a period, as `plaudit freeze` wrote it. Not to be edited: the checksum would not fit",
        vec![
            ("checksum!", text("Of all that is below")),
            ("record!", whole("The form of this file", 1, 1_000)),
            ("period!", period("The period")),
            ("published!", day("The day of its latest edition")),
            ("values", map_of("Figures of the whole")),
            ("by", map_of("Figures of parts")),
            (
                "expected",
                list(
                    "Figures that were still expected",
                    object("One", vec![("kpi!", kpi("The KPI")), ("by", part("The part"))]),
                ),
            ),
            ("kpis", map_of("What KPIs meant and were to reach")),
            ("weights", map_of("What KPIs weighed in studies")),
            ("earlier", list("Earlier editions", map_of("What was different"))),
        ],
    )
}

/// The id of a study.
pub(super) fn study(about: &str) -> Value {
    id(about, "utilities-2026")
}
