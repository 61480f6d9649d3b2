//! The style sheets of the default theme: every colour can be told from what it stands on, in light, dark and print;
//! nothing depends on the direction of the writing; nothing moves; what two sheets say twice they say alike.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use plaudit::model::{Colour, Colours, Role};

/// What text is set in: at least 4.5 to 1.
const TEXTS: [&str; 7] = ["ink", "muted", "link", "series-1", "verdict-better", "verdict-worse", "verdict-different"];

/// What is only drawn: at least 3 to 1.
const MARKS: [&str; 3] = ["axis", "verdict-usual", "series-2"];

/// What either stands on: the page, and the tint behind charts.
const GROUNDS: [&str; 2] = ["page", "range"];

/// The zones of a bullet and the bar upon them, which must differ from the one beside it.
const ZONES: [&str; 3] = ["zone-1", "zone-2", "zone-3"];

/// Properties that name a side of the sheet, and what to say instead.
const SIDES: [(&str, &str); 10] = [
    ("left", "inset-inline-start"),
    ("right", "inset-inline-end"),
    ("top", "inset-block-start"),
    ("bottom", "inset-block-end"),
    ("width", "inline-size"),
    ("height", "block-size"),
    ("min-width", "min-inline-size"),
    ("max-width", "max-inline-size"),
    ("min-height", "min-block-size"),
    ("max-height", "max-block-size"),
];

#[test]
fn every_colour_can_be_told_from_what_it_stands_on() {
    let mut wrong = Vec::new();
    for (scheme, token) in schemes() {
        let mut check = |of: &str, on: &str, needed: f64| {
            let contrast = token(of).contrast(token(on));
            if contrast < needed {
                wrong.push(format!("{scheme}: --{of} on --{on}: {contrast:.2}, not {needed}"));
            }
        };
        for ground in GROUNDS {
            TEXTS.iter().for_each(|text| check(text, ground, 4.5));
            MARKS.iter().for_each(|mark| check(mark, ground, 3.0));
        }
        ZONES.iter().for_each(|zone| check("series-1", zone, 3.0));
        ZONES.iter().for_each(|zone| check("ink", zone, 4.5));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_program_knows_the_colours_that_a_brand_may_replace() {
    let tokens = tokens(&sheet("look.css"), ":root");
    for role in Role::ALL {
        let name = match role {
            Role::Ours => "series-1".to_owned(),
            Role::Better | Role::Worse | Role::Different => format!("verdict-{}", role.name()),
            _ => role.name().to_owned(),
        };
        let value = &tokens[&name];
        assert!(value.starts_with(&format!("var(--brand-{}, ", role.name())), "--{name}: {value}");
        let [light, dark] = [0, 1].map(|scheme| colour(&tokens, &name, scheme).unwrap());
        assert_eq!(Colours { light, dark }, role.usual(), "{role:?}");
    }
}

#[test]
fn what_charts_alone_are_given_is_what_pages_give_them() {
    let (charts, look) = (tokens(&sheet("charts.css"), ":root"), tokens(&sheet("look.css"), ":root"));
    let shared: Vec<&String> = charts.keys().filter(|name| look.contains_key(*name)).collect();
    assert!(shared.len() > 10, "{shared:?}");
    for name in shared {
        for scheme in [0, 1] {
            assert_eq!(colour(&charts, name, scheme), colour(&look, name, scheme), "--{name}");
        }
    }
}

#[test]
fn nothing_depends_on_the_direction_of_the_writing() {
    let mut wrong = Vec::new();
    for (file, css) in sheets() {
        for (property, value) in declarations(&css) {
            let instead = SIDES.iter().find(|(side, _)| *side == property).map(|(_, instead)| (*instead).to_owned());
            let of_a_side = ["-left", "-right", "-top", "-bottom"]
                .iter()
                .any(|side| property.ends_with(side) || property.contains(&format!("{side}-")));
            let says_a_side = ["text-align", "float", "clear"].contains(&property.as_str())
                && ["left", "right"].contains(&value.as_str());
            // Of four sides in one value those of the line must be the same.
            let sides: Vec<&str> = value.split(' ').collect();
            let is_uneven = !value.contains('(')
                && ["margin", "padding", "inset"].contains(&property.as_str())
                && matches!(sides[..], [_, right, _, left] if right != left);
            if instead.is_some() || of_a_side || says_a_side || is_uneven {
                wrong.push(format!(
                    "{file}: {property}: {value}{}",
                    instead.map(|it| format!(" ({it})")).unwrap_or_default()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_moves() {
    for (file, css) in sheets() {
        for (property, value) in declarations(&css) {
            let moves = ["animation", "transition", "scroll-behavior"].iter().any(|it| property.starts_with(it));
            assert!(!moves, "{file}: {property}: {value}");
        }
    }
}

#[test]
fn every_property_that_is_asked_for_is_set() {
    let all: String = sheets().into_iter().map(|(_, css)| css).collect();
    let set: BTreeSet<String> = declarations(&all).into_iter().map(|(property, _)| property).collect();
    for after in all.split("var(--").skip(1) {
        let name = after.split([',', ')']).next().unwrap().trim();
        // The site's theme may set these.
        let is_offered = name.starts_with("brand-");
        assert!(is_offered || set.contains(&format!("--{name}")) || after[name.len()..].starts_with(','), "--{name}");
    }
}

#[test]
fn paper_contrast_and_forced_colours_are_thought_of() {
    let css = sheet("look.css");
    for query in ["@media print", "@page", "(prefers-contrast: more)", "(forced-colors: active)"] {
        assert!(css.contains(query), "{query}");
    }
}

/// What a token is in a scheme.
type Lookup = Box<dyn Fn(&str) -> Colour>;

/// A name and a way to look a token up: light and dark pages, and paper.
fn schemes() -> Vec<(&'static str, Lookup)> {
    let css = sheet("look.css");
    let mut on_screen = tokens(&sheet("charts.css"), ":root");
    on_screen.extend(tokens(&css, ":root"));
    let mut on_paper = on_screen.clone();
    let paper = css.split_once("@media print").and_then(|(_, rest)| rest.split_once(":root:root")).unwrap().1;
    on_paper.extend(tokens(paper, "\n  :root"));
    let of = |tokens: BTreeMap<String, String>, scheme: usize| -> Lookup {
        Box::new(move |name| colour(&tokens, name, scheme).unwrap_or_else(|| panic!("--{name} is no colour")))
    };
    vec![("light", of(on_screen.clone(), 0)), ("dark", of(on_screen, 1)), ("paper", of(on_paper, 0))]
}

/// The custom properties of the first block of `selector`.
fn tokens(css: &str, selector: &str) -> BTreeMap<String, String> {
    let (_, block) = css.split_once(&format!("{selector} {{")).expect("a block of tokens");
    // Rules nested in it say nothing of tokens, and come first.
    let mut depth = 1;
    let end = block.find(|character| {
        depth += match character {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    });
    let declared = declarations(&block[..end.unwrap()]);
    declared.into_iter().filter_map(|(name, value)| Some((name.strip_prefix("--")?.to_owned(), value))).collect()
}

/// The colour of a token on a light page (0) or a dark one (1), without a brand; `None` where it is none.
fn colour(tokens: &BTreeMap<String, String>, name: &str, scheme: usize) -> Option<Colour> {
    let value = tokens.get(name)?;
    if let Some(other) = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')')) {
        return match other.split_once(", ") {
            Some((_, usual)) => one_of_two(usual, scheme),
            None => colour(tokens, other, scheme),
        };
    }
    one_of_two(value, scheme)
}

fn one_of_two(value: &str, scheme: usize) -> Option<Colour> {
    let both = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    Colour::parse(both.map_or(value, |both| both.split(", ").nth(scheme).expect("two colours")))
}

/// Every declaration with its value; selectors and what stands in parentheses after an `@` are left out.
fn declarations(css: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut piece = String::new();
    for character in css.chars() {
        match character {
            '{' => piece.clear(),
            '}' | ';' => {
                if let Some((property, value)) = piece.split_once(':') {
                    found.push((property.trim().to_owned(), value.trim().to_owned()));
                }
                piece.clear();
            }
            other => piece.push(other),
        }
    }
    found
}

fn sheets() -> Vec<(String, String)> {
    let entries = fs::read_dir("themes/default/static").unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(".css"));
    let mut sheets: Vec<_> = names.map(|name| (name.clone(), sheet(&name))).collect();
    sheets.sort();
    sheets
}

/// A style sheet without its comments.
fn sheet(name: &str) -> String {
    let css = fs::read_to_string(format!("themes/default/static/{name}")).unwrap();
    let mut pieces = css.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    first + &pieces.filter_map(|piece| piece.split_once("*/")).map(|(_, rest)| rest).collect::<String>()
}
