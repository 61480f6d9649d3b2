//! `data/benchmarks/<study>.yaml`.

use serde_json::{Value, json};

use super::catalogue::range;
use super::figures::{amount, study};
use super::shape::{
    ID, KPI_ID, anything, day, either, flag, id, list, map, number, object, period, text, texts, whole, word,
};

/// Every key of every kind, and for each kind only its own.
pub(super) fn study_file() -> Value {
    let shared = || {
        vec![
            ("title!", text("What the study is called")),
            (
                "against",
                word(
                    "With whom it was compared",
                    &["competitors", "functional", "standard", "internal", "expectations"],
                ),
            ),
            ("purpose", text("How the results will be used")),
            ("question", text("The problem behind it")),
            (
                "fieldwork!",
                object(
                    "When the data were collected",
                    vec![("from!", day_or_period("The first day")), ("to!", day_or_period("The last day"))],
                ),
            ),
            ("published!", day("The day it came out")),
            ("continues", study("The study before")),
            ("identifier", text("For the citation, such as a DOI")),
            ("version", text("For the citation")),
            ("licence", text("Under which it may be used")),
            ("aliases", texts("Former addresses, which lead here")),
            (
                "revisions",
                list(
                    "What was changed since",
                    object("A revision", vec![("on!", day("When")), ("because!", text("What and why"))]),
                ),
            ),
            ("withdrawn", object("It no longer stands", vec![("on!", day("When")), ("because!", text("Why"))])),
            ("method", texts("How the data were collected")),
            (
                "partners",
                object(
                    "Who took part",
                    vec![
                        ("count", whole("How many", 1, 10_000_000)),
                        ("criteria", text("How they were chosen")),
                        ("names", texts("Who they were")),
                        ("publish_names", flag("They agreed to be named")),
                    ],
                ),
            ),
            (
                "study_team",
                object(
                    "Who made it, in which roles",
                    vec![
                        ("coordinator", text("Who led it")),
                        ("process_owner", text("Whose process it is about")),
                        ("collectors", texts("Who collected")),
                        ("analysts", texts("Who analysed")),
                        ("support", texts("Who helped")),
                        ("facilitators", texts("Who moderated")),
                    ],
                ),
            ),
            (
                "practices",
                list(
                    "What others do and was seen there",
                    object(
                        "A practice",
                        vec![
                            ("what!", text("What they do")),
                            ("seen_at", text("Where")),
                            (
                                "adopt",
                                json!({ "description": "Whether we do it too", "enum": ["yes", "no", "open", true, false] }),
                            ),
                        ],
                    ),
                ),
            ),
            ("audience", id("The narrower audience it is for", "managers")),
            ("extra", anything("Whatever you like")),
        ]
    };
    let kinds: Vec<Value> = kinds()
        .into_iter()
        .map(|(kind, own)| {
            let mut keys = shared();
            keys.push(("kind!", json!({ "description": "What sort of study it is", "const": kind })));
            keys.extend(own);
            object(&format!("A study of the kind {kind}"), keys)
        })
        .collect();
    // An editor is told about the kind that is written; the others would only be noise.
    json!({ "description": "A benchmark study", "type": "object", "required": ["kind"], "oneOf": kinds })
}

fn day_or_period(about: &str) -> Value {
    either(about, vec![day("A day"), period("A period")])
}

fn kinds() -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
    let result = object(
        "The others' values, or a summary, or only an average",
        vec![
            ("peers", list("The others' values", amount("A value"))),
            ("n", whole("How many others", 1, 10_000_000)),
            ("worst", amount("The worst of them")),
            ("p25", amount("The lower quartile, as a number")),
            ("median", amount("The median")),
            ("p75", amount("The upper quartile, as a number")),
            ("best", amount("The best of them")),
            ("average", amount("Only an average: no quartile, no rank")),
            ("read_off", amount("How far the average may be off, when it was read off a chart")),
            ("their_definition", text("What they measured")),
            (
                "comparable",
                json!({ "description": "Whether it is what we measure", "enum": ["yes", "partly", "no", true, false] }),
            ),
        ],
    );
    let weight = object(
        "A weight",
        vec![
            ("weight!", number("How much it weighs")),
            ("worst!", amount("The value that scores 0")),
            ("best!", amount("The value that scores 100")),
        ],
    );
    let item = object(
        "A question",
        vec![
            ("text!", text("The question")),
            ("expectation!", number("What customers expect")),
            ("perception!", number("What they perceive")),
        ],
    );
    let dimension = object(
        "A dimension of service",
        vec![
            ("name", text("What it is called")),
            ("weight", number("How important it is to customers")),
            ("items!", list("Its questions", item)),
        ],
    );
    let criterion = object(
        "A criterion",
        vec![
            ("id!", text("Its number in the standard")),
            ("name!", text("What it is about")),
            ("required!", number("The level it asks for")),
            ("reached", number("The level that was reached")),
            ("evidence", text("What shows it")),
        ],
    );
    let step = object(
        "A step or a competency",
        vec![
            ("name!", text("What it is called")),
            ("practice", number("The mark it got")),
            ("of!", number("The highest mark there is")),
            ("note", text("A remark")),
        ],
    );
    vec![
        (
            "performance",
            vec![
                ("results!", map("By KPI", KPI_ID, "csat", result)),
                ("weights", map("Of the balanced score, by KPI", KPI_ID, "csat", weight)),
            ],
        ),
        (
            "servqual",
            vec![
                ("scale!", range("The ends of the scale of all answers")),
                ("respondents", whole("How many answered", 1, 10_000_000_000)),
                ("dimensions!", map("By dimension of service", ID, "reliability", dimension)),
            ],
        ),
        (
            "standard",
            vec![
                ("standard!", text("What it is called: ISO 10002")),
                ("levels!", number("The highest level of its scale")),
                ("certified", day("The day of the certificate")),
                ("renewal", day("The day it ends")),
                ("criteria!", list("Criterion by criterion", criterion)),
            ],
        ),
        ("process", vec![("steps!", list("Step by step", step.clone()))]),
        ("competencies", vec![("steps!", list("Competency by competency", step))]),
    ]
}
