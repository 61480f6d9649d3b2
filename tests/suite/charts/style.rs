//! The style of charts in the default theme: its colours can be told from what they lie on, and it is small.

use plaudit::draw::chart_file;

use super::every::every_chart;
use super::picture::Picture;

const STYLE: &str = include_str!("../../../themes/default/static/charts.css");

/// What must stand out from the page, and by how much (WCAG 2.2: 4.5 for text, 3 for marks).
const ON_THE_PAGE: [(&str, f64); 9] = [
    ("ink", 7.0),
    ("muted", 4.5),
    ("axis", 3.0),
    ("series-1", 4.5),
    ("series-4", 3.0),
    ("series-6", 3.0),
    ("verdict-worse", 4.5),
    ("verdict-different", 4.5),
    ("verdict-usual", 3.0),
];

#[test]
fn what_is_read_stands_out_from_the_page_in_light_and_dark() {
    for (dark, scheme) in [(false, "light"), (true, "dark")] {
        let page = token("page", dark);
        for (name, least) in ON_THE_PAGE {
            let contrast = contrast(token(name, dark), page);
            assert!(contrast >= least, "--{name} on the {scheme} page: {contrast:.2}, not {least}");
        }
    }
}

#[test]
fn numbers_stand_out_from_the_cells_they_are_in() {
    for dark in [false, true] {
        for step in 1..=5 {
            let text = if step > 3 { "deep-cell" } else { "cell" };
            let contrast = contrast(token(text, dark), token(&format!("heat-{step}"), dark));
            assert!(contrast >= 4.5, "--{text} on --heat-{step}: {contrast:.2}");
        }
    }
}

#[test]
fn the_bar_of_a_bullet_stands_out_from_its_zones() {
    for dark in [false, true] {
        for zone in ["zone-1", "zone-2", "zone-3"] {
            let contrast = contrast(token("series-1", dark), token(zone, dark));
            assert!(contrast >= 3.0, "--series-1 on --{zone}: {contrast:.2}");
        }
    }
}

#[test]
fn what_lies_on_the_usual_range_stands_out_from_it() {
    for dark in [false, true] {
        for name in ["series-1", "verdict-worse", "verdict-different", "axis", "ink"] {
            let contrast = contrast(token(name, dark), token("range", dark));
            assert!(contrast >= 3.0, "--{name} on --range: {contrast:.2}");
        }
    }
}

#[test]
fn every_class_that_is_drawn_is_styled() {
    let mut unstyled: Vec<String> = Vec::new();
    for (_, chart) in every_chart() {
        for svg in [&chart.wide_svg, &chart.narrow_svg] {
            let picture = Picture::read(svg);
            let classes = picture.elements.iter().flat_map(|element| &element.classes);
            unstyled.extend(classes.filter(|class| !STYLE.contains(&format!(".{class}"))).cloned());
        }
    }
    unstyled.sort();
    unstyled.dedup();
    // These look like any gap and any label.
    assert_eq!(unstyled, ["gap--ahead", "label--note"]);
}

/// A chart as a file of its own has plain rules, which every program knows, in the colours of the light page.
#[test]
fn a_chart_as_a_file_has_a_plain_style_for_everything_in_it() {
    let (_, chart) = &every_chart()[0];
    let file = chart_file(chart, &["Source: a survey", "Meridian Water"], None);
    let style = file.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
    for word in ["var(", "light-dark(", "@", "--page"] {
        assert!(!style.contains(word), "{word} is not known everywhere");
    }
    for colour in style.split('#').skip(1).map(|rest| format!("#{}", &rest[..6])) {
        let is_computed = colour == "#dce8f4";
        assert!(STYLE.contains(&format!("({colour}, ")) || is_computed, "{colour} is no colour of the light page");
    }
    let mut classes: Vec<String> = Vec::new();
    for (name, chart) in every_chart() {
        let file = chart_file(chart, &["Source: a survey"], None);
        let picture = Picture::read(&file.trim_end().replace('\n', " "));
        let shown = picture.elements.iter().find(|element| element.has_class("title")).unwrap();
        assert!(!shown.text.is_empty() && chart.title.starts_with(shown.text.split('…').next().unwrap()), "{name}");
        assert_eq!(file.matches("<style>").count(), 1, "{name}");
        classes.extend(picture.elements.into_iter().flat_map(|element| element.classes));
    }
    classes.sort();
    classes.dedup();
    let unstyled: Vec<&String> = classes.iter().filter(|class| !style.contains(&format!(".{class}"))).collect();
    // These look like any text.
    assert_eq!(unstyled, ["chart__wide", "label--note", "source"]);
}

#[test]
fn a_theme_brings_a_style_of_its_own_for_files() {
    let file = chart_file(&every_chart()[0].1, &[], Some("path { stroke: red; } </style><script>"));
    assert!(file.contains("path { stroke: red; } &lt;/style>&lt;script>"), "{file}");
}

#[test]
fn the_rules_without_the_colours_fit_in_three_and_a_half_kilobytes() {
    let rules = STYLE.split("/* rules */").nth(1).expect("colours first, then rules");
    assert!(rules.len() <= 3_584, "{} bytes", rules.len());
}

/// A colour of the style; `light-dark(…, …)` where they differ.
fn token(name: &str, dark: bool) -> [f64; 3] {
    let start = STYLE.find(&format!("--{name}: ")).unwrap_or_else(|| panic!("no --{name}"));
    let value = STYLE[start..].split_once(": ").unwrap().1.split(';').next().unwrap();
    if let Some(other) = value.strip_prefix("var(--") {
        return token(other.trim_end_matches(')'), dark);
    }
    let mut colours = value.trim_start_matches("light-dark(").trim_end_matches(')').split(", ");
    let light = colours.next().unwrap();
    let colour = if dark { colours.next().unwrap_or(light) } else { light };
    let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
    [part(1), part(3), part(5)]
}

/// The contrast of two colours by WCAG 2.2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
