//! The heads of Markdown files.

use serde_json::{Value, json};

use super::catalogue::person_or_part;
use super::figures::amount;
use super::shape::{anything, day, either, flag, id, kpi, object, one_or_more, period, text, texts, word};

/// What every head may say, and the keys of its own.
fn head(about: &str, own: Vec<(&str, Value)>) -> Value {
    let mut keys = vec![
        ("title", text("What the page is called")),
        ("description", text("What it is about, in a sentence")),
        ("date", day("Its day; a later one than the newest figures keeps it back")),
        ("updated", day("When it was changed")),
        ("draft", flag("Not published yet")),
        (
            "slug",
            json!({ "description": "Its part of the address", "type": "string", "pattern": "^[a-z0-9._-]+$", "examples": ["refunds"] }),
        ),
        ("aliases", texts("Former addresses, which lead here")),
        ("weight", json!({ "description": "Its place in lists", "type": "integer", "examples": [1] })),
        ("template", text("A template of the theme")),
        ("keywords", texts("For search")),
        ("audience", id("The narrower audience it is for", "managers")),
        ("extra", anything("Whatever you like; templates can read it")),
    ];
    keys.retain(|(key, _)| own.iter().all(|(other, _)| other.trim_end_matches('!') != *key));
    keys.extend(own);
    object(about, keys)
}

pub(super) fn page() -> Value {
    head("The head of a page", Vec::new())
}

pub(super) fn commentary() -> Value {
    head(
        "The head of words about a period",
        vec![
            ("period", period("The file's name says it too")),
            ("first_line", text("What a board member reads; left out: made from the figures")),
            ("asks", texts("What is to be decided, and by when")),
        ],
    )
}

pub(super) fn newsletter() -> Value {
    let name = || text("In whose name it is sent, on one line");
    let named = object(
        "In whose name it is sent",
        vec![
            ("name!", name()),
            ("address", text("The mailbox that the draft is sent from, such as service@example.org")),
        ],
    );
    head(
        "The head of a newsletter",
        vec![
            ("title!", text("What the issue is called")),
            ("period!", period("The file's name says it too")),
            ("subject!", text("The subject of the e-mail, on one line")),
            ("preheader", text("What mail programs show beside it: 40 to 90 letters on one line")),
            (
                "stories",
                one_or_more("The stories it tells; left out: those of the period", text("A file in content/stories")),
            ),
            ("kpis", one_or_more("The figures it shows; left out: the headline KPIs", kpi("A KPI"))),
            ("from", either("In whose name it is sent", vec![named, name()])),
        ],
    )
}

pub(super) fn story() -> Value {
    let figures = object(
        "The measurable number, checked against the data",
        vec![("kpi!", kpi("The KPI that moved")), ("from!", amount("What it was")), ("to!", amount("What it became"))],
    );
    let quote = object("Somebody's words", vec![("text!", text("The words")), ("by", text("Whose they are"))]);
    head(
        "The head of a recognition story",
        vec![
            ("title!", text("The story in few words")),
            ("date!", day("The day it was told")),
            ("kind!", word("What sort of story it is", &["hero", "thanks", "voice", "learning", "elsewhere"])),
            ("recognises", one_or_more("Whom it recognises", person_or_part("A person or a part"))),
            ("nominated_by", text("Who nominated them")),
            ("award", id("The award it carries", "golden-headset")),
            ("values", one_or_more("The values it shows", id("A value", "empathy"))),
            ("lead", either("What leads it", vec![figures, text("A few words")])),
            ("challenge", text("What was difficult")),
            ("action", text("What they did")),
            ("result", text("What came of it")),
            ("quote", either("A quote", vec![quote, text("Only the words")])),
            ("image", object("A picture", vec![("file!", text("Beside the story")), ("alt!", text("What it shows"))])),
            ("anonymise", flag("It is told without names")),
        ],
    )
}
