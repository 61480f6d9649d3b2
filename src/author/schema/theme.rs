//! `themes/<name>/theme.yaml`.

use serde_json::{Value, json};

use super::shape::{either, object, text, word};

pub(super) fn theme() -> Value {
    let colour = json!({ "description": "A colour in quotes: \"#0b62b0\"", "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "examples": ["#0b62b0"] });
    let both = |about: &str| {
        either(
            about,
            vec![
                object("For light and dark pages", vec![("light", colour.clone()), ("dark", colour.clone())]),
                colour.clone(),
            ],
        )
    };
    let roles = ["page", "ink", "muted", "link", "ours", "better", "worse", "different"];
    let cuts = ["regular", "bold", "italic", "bold_italic"];
    let fonts = |about: &str| {
        either(
            about,
            vec![
                object("By cut", cuts.map(|cut| (cut, text("A file in static/: woff2 or woff"))).to_vec()),
                text("A file in static/: woff2 or woff"),
            ],
        )
    };
    let logo = object(
        "A logo",
        vec![
            ("light", text("A file in static/, for light pages")),
            ("dark", text("For dark pages")),
            ("text", text("What it says")),
        ],
    );
    object(
        "A theme that changes some of another one",
        vec![
            ("extends", word("The theme that all else comes from", &["default"])),
            ("colours", object("Colours by role", roles.map(|role| (role, both(role))).to_vec())),
            ("logo", either("A logo", vec![logo, text("A file in static/")])),
            (
                "fonts",
                object("Fonts", vec![("words", fonts("Of what is told")), ("figures", fonts("Of what is looked up"))]),
            ),
            ("footer", text("A line below every page")),
        ],
    )
}
