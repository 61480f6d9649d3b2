//! `data/awards.yaml`, `data/consents.yaml`, `data/actions.yaml` and `data/calendar.yaml`.

use serde_json::Value;

use crate::model::Icon;

use super::figures::study;
use super::shape::{ID, anything, day, either, kpi, list, map, object, one_or_more, period, text, word};

pub(super) fn awards() -> Value {
    let award = object(
        "An award",
        vec![
            ("name!", text("What readers call it")),
            ("means", text("What it is given for")),
            ("icon", word("Its picture", &Icon::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>())),
            ("every", text("How often it is given")),
            ("reward", text("What comes with it")),
            ("extra", anything("Whatever you like")),
        ],
    );
    let value = object(
        "A value",
        vec![
            ("name!", text("What readers call it")),
            ("means", text("What it means")),
            ("extra", anything("Whatever you like")),
        ],
    );
    let or_name = |shape| either("It, or only its name", vec![shape, text("Its name")]);
    object(
        "Awards and the values of the organisation",
        vec![
            ("awards", map("By id", ID, "golden-headset", or_name(award))),
            ("values", map("By id", ID, "empathy", or_name(value))),
            ("extra", anything("Whatever you like")),
        ],
    )
}

pub(super) fn consents() -> Value {
    list(
        "The register of people who agreed to be named",
        object(
            "A consent",
            vec![
                ("person!", text("The name as stories give it")),
                ("given!", day("The day it was given")),
                ("until", day("The last day it holds")),
                (
                    "scope!",
                    one_or_more("Where the person may be named", word("A place", &["site", "newsletter", "archive"])),
                ),
                ("extra", anything("Whatever you like")),
            ],
        ),
    )
}

pub(super) fn actions() -> Value {
    list(
        "What follows from the figures",
        object(
            "An action",
            vec![
                ("what!", text("What will be done")),
                ("for!", kpi("The KPI it is meant to move")),
                ("from", period("Since when")),
                ("owner", text("Who does it")),
                ("due", one_or_more("By when; when it is put off, the newest day comes last", day("A day"))),
                ("status", word("How it stands", &["open", "postponed", "done", "dropped"])),
                ("study", study("The study it came out of")),
                ("extra", anything("Whatever you like")),
            ],
        ),
    )
}

pub(super) fn calendar() -> Value {
    list(
        "What is published when",
        object(
            "A day",
            vec![
                ("on!", day("The day")),
                ("what!", text("What is published")),
                ("extra", anything("Whatever you like")),
            ],
        ),
    )
}
