//! `plaudit.yaml`, `data/kpis.yaml` and `data/dimensions.yaml`.

use serde_json::{Value, json};

use super::figures::amount;
use super::shape::{
    ID, KPI_ID, anything, either, flag, id, kpi, list, map, number, object, one_or_more, otherwise, part, period, text,
    usually, whole, word,
};
use crate::model::Threshold;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The KPIs' kinds.
const KINDS: &[&str] = &["proportion", "rate", "mean", "nps", "count", "stock", "duration", "currency"];

pub(super) fn settings() -> Value {
    object(
        "The settings of a site; this file marks its root",
        vec![
            ("title!", text("What the site is called")),
            ("organisation!", text("Whose figures these are")),
            (
                "language",
                json!({ "description": "Only English yet: en, en-GB, en-US …", "type": "string", "pattern": "^[eE][nN](-[A-Za-z0-9-]+)?$", "examples": ["en-GB"] }),
            ),
            (
                "base_url",
                json!({ "description": "The address it will have: for feeds, the map of the site and e-mail", "type": "string", "pattern": "^https?://", "examples": ["https://intranet.example/scorecard/"] }),
            ),
            ("theme", otherwise(json!("default"), text("A folder in themes/, or `default`"))),
            ("year_starts", otherwise(json!("january"), word("The month in which the financial year starts", MONTHS))),
            (
                "headline",
                usually("the first five of the catalogue", one_or_more("One to five KPIs that lead", kpi("A KPI"))),
            ),
            ("audiences", one_or_more("Audiences narrower than everyone", id("An audience", "managers"))),
            ("disclosure", disclosure("How small numbers are protected")),
            (
                "individuals",
                otherwise(
                    json!("allowed"),
                    word("Whether figures of single people may be published", &["allowed", "forbidden"]),
                ),
            ),
            (
                "approval",
                otherwise(
                    json!("optional"),
                    word("`required`: a scorecard without `approved` is a draft for review", &["optional", "required"]),
                ),
            ),
            (
                "markdown",
                object(
                    "What becomes of HTML among Markdown",
                    vec![(
                        "html",
                        otherwise(
                            json!("escaped"),
                            word("`sanitised` lets what says what words are stay", &["escaped", "sanitised"]),
                        ),
                    )],
                ),
            ),
            ("questions", object("When several figures together raise a question", questions())),
            ("extra", anything("Whatever you like; templates can read it")),
        ],
    )
}

/// The thresholds of the questions, each more than 0.
fn questions() -> Vec<(&'static str, Value)> {
    let about = |threshold| match threshold {
        Threshold::ComplaintsGrowth => "Complaints against a year before, as so many times the growth of customers",
        Threshold::UnevenLoad => "The load of a part, as so many times that of all, or its inverse",
        Threshold::FallingBehind => "So many periods running with fewer resolved than opened",
        Threshold::Clearing => "The backlog, as so many periods of resolving",
        Threshold::Staffing => "Contacts per person on duty in an hour, as so many times those of the week",
        Threshold::ResponseRate => "So many points by which a response rate moved",
    };
    let key = |threshold: Threshold| {
        let shape =
            json!({ "description": about(threshold), "type": "number", "exclusiveMinimum": 0, "examples": [1] });
        (threshold.name(), otherwise(json!(threshold.default_value()), shape))
    };
    Threshold::ALL.map(key).to_vec()
}

/// How small numbers are protected.
fn disclosure(about: &str) -> Value {
    object(
        about,
        vec![
            ("threshold", otherwise(json!(5), whole("Counts of people below it are withheld", 0, 1_000))),
            ("mode", otherwise(json!("suppress"), word("Withhold, or round to 5", &["suppress", "round5"]))),
            ("min_headcount", otherwise(json!(8), whole("Smaller groups appear only within their parent", 0, 1_000))),
        ],
    )
}

/// The same for one KPI or dimension: what is not said is as in the settings.
fn own_disclosure() -> Value {
    let mut shape = disclosure("Small-number rules of its own");
    for (_, key) in shape["properties"].as_object_mut().into_iter().flatten() {
        if let Some(key) = key.as_object_mut() {
            key.remove("default");
            key.insert("x-default".into(), json!("as in the settings"));
        }
    }
    shape
}

/// Two ends.
pub(super) fn range(about: &str) -> Value {
    object(about, vec![("min!", number("The lower end")), ("max!", number("The upper end"))])
}

fn target(about: &str) -> Value {
    let band = object("A band to stay in", vec![("min!", amount("The lower end")), ("max!", amount("The upper end"))]);
    let step = object(
        "A target from a period on",
        vec![
            ("from", period("From when it holds")),
            ("value", amount("The value to reach")),
            ("min", amount("The lower end of a band")),
            ("max", amount("The upper end of a band")),
            ("because", text("Why it was set")),
            ("agreed_by", text("Who agreed to it")),
        ],
    );
    either(about, vec![amount("A value to reach"), band, list("Dated steps", step)])
}

pub(super) fn kpis() -> Value {
    let version = vec![
        ("from!", period("The first period measured the new way")),
        ("because!", text("Why it changed")),
        ("comparable", flag("Whether earlier values may still be compared")),
    ];
    let limits = vec![
        (
            "fix_after",
            otherwise(
                json!("none"),
                either(
                    "Freeze limits after so many periods",
                    vec![json!({ "enum": ["none"], "description": "Never" }), whole("So many", 1, 1_000)],
                ),
            ),
        ),
        ("run_length", otherwise(json!(7), whole("How many periods make a run: 6 or 7", 6, 7))),
        ("screen_outliers", otherwise(json!(true), flag("Leave far too large moving ranges out of the limits"))),
    ];
    let statistic = json!({ "description": "mean, median, or a percentile such as p90", "type": "string", "pattern": "^(mean|median|p[1-9][0-9]?)$", "examples": ["mean"] });
    let kpi_shape = object(
        "A KPI: a measured aspect of service, defined once",
        vec![
            ("name!", text("What readers call it")),
            (
                "unit!",
                word(
                    "The unit of its values",
                    &[
                        "percent",
                        "score",
                        "count",
                        "seconds",
                        "minutes",
                        "hours",
                        "days",
                        "currency",
                        "per_100",
                        "per_1000",
                        "per_10000",
                    ],
                ),
            ),
            (
                "currency",
                json!({ "description": "An ISO 4217 code", "type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"] }),
            ),
            ("kind!", word("What sort of quantity it is", KINDS)),
            ("better!", word("Which direction is better for the customer", &["higher", "lower", "neutral"])),
            ("decimals", usually("by kind", whole("Decimals shown to readers", 0, 6))),
            ("target", target("What the organisation set itself")),
            (
                "targets_by",
                map(
                    "Parts judged by their own target",
                    "^[A-Za-z0-9_-]+/[A-Za-z0-9_-]+$",
                    "team/billing",
                    target("Their target"),
                ),
            ),
            ("group", text("The heading it stands under")),
            ("definition", text("What it measures, in words")),
            ("formula", text("How it is worked out, in words")),
            ("source", text("Where the figures come from")),
            ("owner", text("Who answers for it")),
            (
                "every",
                word(
                    "When it is measured less often than the site reports",
                    &["month", "quarter", "half-year", "year"],
                ),
            ),
            ("versions", list("Changes of definition", object("A change", version))),
            ("paired_with", kpi("The KPI it must be read together with")),
            ("compute", text("A formula instead of values: complaints / customers * 1000")),
            ("plausible", range("Outside: a warning")),
            ("scale", range("The ends of the scale of a score")),
            ("statistic", otherwise(json!("mean"), statistic)),
            ("clock", word("Which hours a time span counts", &["business", "calendar"])),
            (
                "accumulates",
                usually("by kind", word("How periods are added up", &["sum", "pooled", "mean", "last", "none"])),
            ),
            ("people", otherwise(json!(false), flag("It counts people: small numbers are protected"))),
            ("limits", object("How its control chart is drawn", limits)),
            ("until", period("The last period it is reported for")),
            ("replaced_by", kpi("What is reported instead")),
            ("because", text("Why it ended")),
            ("audience", id("The narrower audience it is for", "managers")),
            ("disclosure", own_disclosure()),
            ("extra", anything("Whatever you like")),
        ],
    );
    map("The catalogue: a map from id to KPI", KPI_ID, "csat", kpi_shape)
}

pub(super) fn dimensions() -> Value {
    let member = object(
        "A member",
        vec![
            ("name!", text("What readers call it")),
            ("means", text("What it means, where the name does not say")),
            ("parent", id("The member it belongs to", "field")),
            ("headcount", whole("How many people work there", 0, 1_000_000)),
            ("until", period("The last period it existed")),
            ("merged_into", id("The member that took over its work", "field")),
            ("audience", id("The narrower audience it is for", "managers")),
            ("extra", anything("Whatever you like")),
        ],
    );
    let dimension = object(
        "One way the organisation is broken down",
        vec![
            ("label!", text("What readers call one of its members: Team")),
            ("scorecards", otherwise(json!(false), flag("Each member gets pages of its own"))),
            ("complete", otherwise(json!(false), flag("The members add up to the whole: checked"))),
            ("overlaps", otherwise(json!(false), flag("One case can belong to several members"))),
            ("people", otherwise(json!(false), flag("The members are people"))),
            ("audience", id("The narrower audience it is for", "managers")),
            ("disclosure", own_disclosure()),
            (
                "members!",
                map(
                    "A map from id to name or member",
                    ID,
                    "billing",
                    either("A member, or only its name", vec![member, text("Its name")]),
                ),
            ),
            ("extra", anything("Whatever you like")),
        ],
    );
    map("How the organisation is broken down: a map from id to dimension", ID, "team", dimension)
}

/// A part of the organisation in a list of people and parts.
pub(super) fn person_or_part(about: &str) -> Value {
    either(about, vec![text("A person by name"), part("A part")])
}
