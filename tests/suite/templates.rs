//! The templates and style sheets of both themes, against the views they get and against what every page promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use plaudit::compose::View;
use plaudit::diagnostic::Diagnostics;
use plaudit::model::{Brand, Look};
use plaudit::render::Press;

use crate::example_views::{Example, views};
use crate::markup::{Element, elements};
use crate::template_names::{Views, paths, tags, unknown_names};

const THEMES: [&str; 2] = ["themes/default", "tests/themes/plain"];
const COMPLETE: Example = Example { complete: true, everywhere: None, times: 1 };
const ABSENT: Example = Example { complete: false, everywhere: None, times: 1 };

#[test]
fn every_name_is_a_field_of_the_view() {
    let fields = Views::read();
    for theme in THEMES {
        let unknown = unknown_names(&templates(theme), &fields);
        assert!(unknown.is_empty(), "{theme}: {unknown:#?}");
    }
}

#[test]
fn a_wrong_name_would_be_found() {
    let mut templates = templates(THEMES[0]);
    let tile = templates.iter_mut().find(|(name, _)| name == "repeated/kpi_tile.html").unwrap();
    tile.1 = tile.1.replace("line.change_on", "line.change_since");
    let unknown = unknown_names(&templates, &Views::read());
    let expected = "repeated/kpi_tile.html: `line.change_since`: `LineView` has no field `change_since`";
    assert_eq!(unknown, BTreeSet::from([expected.to_owned()]));
}

#[test]
fn markup_and_nothing_else_is_printed_as_it_is() {
    for_each_template(|template, text| {
        let printed = tags(text).into_iter().filter(|tag| !tag.contains('<') && !tag.starts_with("if "));
        for tag in printed.filter(|tag| {
            tag.contains("safe") || tag.contains("_html") || tag.contains("_svg") || tag.contains("_json")
        }) {
            let path = paths(tag)[0];
            let is_markup = path.ends_with("_html") || path.ends_with("_svg") || path.ends_with("_json");
            assert!(is_markup && tag == format!("{path} | safe"), "{template}: {tag}");
        }
    });
}

#[test]
fn templates_place_and_do_not_compute() {
    for_each_template(|template, text| {
        for tag in tags(text) {
            let call_or_definition = tag.contains('<') || tag.starts_with("component ");
            let computes =
                [" == ", " != ", " > ", " < ", " + ", " * ", " / ", " is "].iter().any(|sign| tag.contains(sign));
            let filters = tag.split('|').skip(1).any(|filter| filter.trim() != "safe");
            assert!(call_or_definition || !computes && !filters, "{template}: {tag}");
        }
    });
}

#[test]
fn nothing_is_styled_or_scripted_in_place_and_nothing_comes_from_elsewhere() {
    for_each_file(|file, text| {
        for foreign in ["http:", "https:", "//cdn", "@import", "javascript:"] {
            assert!(!text.contains(foreign), "{file}: {foreign}");
        }
        if file.ends_with(".html") {
            let handlers = text.split_whitespace().filter(|word| word.starts_with("on") && word.contains("=\""));
            assert_eq!(handlers.collect::<Vec<_>>(), [""; 0], "{file}");
            // The styles of a mail are written into its elements, because mail programs know no files of styles.
            let is_mail = file.ends_with("/mail.html");
            for inline in ["style=", "<style", "<script>"].into_iter().filter(|inline| !is_mail || *inline != "<style")
            {
                assert!(!text.contains(inline), "{file}: {inline}");
            }
        }
    });
}

#[test]
fn a_component_its_file_and_its_class_share_a_name() {
    for theme in THEMES {
        for (path, text) in templates(theme) {
            let named = |folder| path.strip_prefix(folder).and_then(|name| name.strip_suffix(".html"));
            let component = named("components/");
            match component {
                None => assert!(!text.contains("{% component "), "{theme}: {path} is no file of a component"),
                Some(name) => {
                    assert_eq!(text.matches("{% component ").count(), 1, "{theme}: {path}");
                    assert!(text.contains(&format!("{{% component {name}(")), "{theme}: {path}");
                    assert!(text.trim_end().ends_with(&format!("{{%- endcomponent {name} %}}")), "{theme}: {path}");
                }
            }
            // So do what is included for each of many things, and its class.
            let Some(name) = component.or_else(|| named("repeated/")) else { continue };
            let class = name.replace('_', "-");
            let classes =
                [format!("class=\"{class}\""), format!("class=\"{class}{{%"), format!("class=\"{class} {class}--")];
            let styled = theme == THEMES[0];
            assert!(
                !styled || classes.iter().any(|class| text.contains(class)),
                "{theme}: {path} has no class {class}"
            );
        }
    }
}

#[test]
fn what_a_line_shows_without_calling_a_component_is_what_the_component_shows() {
    let templates = templates(THEMES[0]);
    let text = |path: &str| &templates.iter().find(|(name, _)| name == path).unwrap().1;
    for component in ["verdict", "assurance"] {
        let definition = text(&format!("components/{component}.html"));
        let (_, shown) = definition.split_once("-%}\n").unwrap();
        let (shown, _) = shown.split_once("\n{%- endcomponent").unwrap();
        let shown = shown.replace(&format!(" {component}."), &format!(" line.{component}."));
        for path in ["repeated/line.html", "repeated/kpi_tile.html"] {
            assert_eq!(text(path).matches(&shown).count(), 1, "{path}: {shown}");
        }
    }
}

#[test]
fn every_page_prints_whether_its_view_is_complete_or_bare() {
    for press in THEMES.map(press) {
        for example in [COMPLETE, ABSENT, Example { times: 3, ..COMPLETE }] {
            for (template, view) in views(example) {
                print(&press, template, view);
            }
        }
    }
}

#[test]
fn hostile_words_stay_words_in_every_field() {
    const HOSTILE: &str = "<script>\"'&";
    for theme in THEMES {
        let press = press(theme);
        for (template, view) in pages(Example { everywhere: Some(HOSTILE), ..COMPLETE }) {
            let page = print(&press, template, view);
            assert!(page.contains("&lt;script&gt;&quot;"), "{theme}, {template}");
            for raw in ["<script>", "\"'&", "&'", "&\""] {
                assert!(!page.contains(raw), "{theme}, {template}: {raw}");
            }
        }
    }
}

#[test]
fn every_page_is_well_formed_and_finds_its_way() {
    let press = press(THEMES[0]);
    for example in [COMPLETE, ABSENT] {
        for (template, view) in pages(example) {
            let page = print(&press, template, view);
            let elements = elements(&page).unwrap_or_else(|why| panic!("{template}: {why}\n{page}"));
            check_structure(template, &elements);
        }
    }
}

/// The views of pages; what a mail owes its readers is tested with mails.
fn pages(example: Example) -> impl Iterator<Item = (&'static str, View)> {
    views(example).into_iter().filter(|(template, _)| !template.starts_with("mail."))
}

fn check_structure(template: &str, elements: &[Element]) {
    let named = |name: &str| elements.iter().filter(|element| element.name == name).collect::<Vec<_>>();
    let with = |attribute: &str| elements.iter().filter_map(|element| element.attribute(attribute)).collect::<Vec<_>>();

    assert_eq!(named("html")[0].attribute("lang"), Some("en-GB"), "{template}");
    assert_eq!(named("h1").len(), 1, "{template}: one h1");
    assert_eq!(named("main").len(), 1, "{template}: one main");
    let place = |name: &str| elements.iter().position(|element| element.name == name);
    assert!(place("title") < place("body"), "{template}: a title in the head");
    assert!(named("a")[0].attribute("class") == Some("skip"), "{template}: the skip link comes first");
    let policy = named("meta").into_iter().find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"));
    let policy = policy.and_then(|meta| meta.attribute("content")).expect("a policy");
    assert_eq!(policy, "default-src &#39;none&#39;", "{template}: the policy of the view");
    assert!(
        named("link").iter().any(|link| link.attribute("href") == Some("data:,")),
        "{template}: no icon is asked for"
    );

    let levels = elements.iter().filter_map(|element| element.name.strip_prefix('h')?.parse::<u8>().ok());
    let levels: Vec<u8> = levels.collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{template}: headings {levels:?}");

    let ids = with("id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "{template}: {ids:?}");
    let inner = with("href").into_iter().filter_map(|href| href.strip_prefix('#'));
    let named_by = with("aria-labelledby").into_iter().flat_map(|ids| ids.split(' '));
    for id in inner.chain(named_by) {
        assert!(unique.contains(id), "{template}: there is no #{id}");
    }
    assert_eq!(named("table").len(), named("caption").len(), "{template}: a caption for each table");
    for head in named("th") {
        assert!(head.attribute("scope").is_some(), "{template}: {head:?}");
    }
    for picture in named("img") {
        assert!(picture.attribute("alt").is_some(), "{template}: {picture:?}");
    }
}

fn for_each_template(check: impl Fn(&str, &str)) {
    for_each_file(|file, text| {
        if file.ends_with(".html") {
            check(file, text);
        }
    });
}

fn for_each_file(check: impl Fn(&str, &str)) {
    for theme in THEMES {
        for (file, text) in files(Path::new(theme)) {
            check(&format!("{theme}/{file}"), &text);
        }
    }
}

/// A theme's press.
fn press(theme: &str) -> Press {
    let diagnostics = Diagnostics::new();
    let templates = templates(theme).into_iter().map(|(name, text)| (name, text.into())).collect();
    let (inherited, brand) = (BTreeSet::new(), Brand::default());
    let look = Look { name: theme.into(), templates, inherited, files: Vec::new(), brand };
    Press::new(&look, &diagnostics).unwrap_or_else(|_| panic!("{theme}: {:#?}", diagnostics.sorted()))
}

#[track_caller]
fn print(press: &Press, template: &str, view: View) -> String {
    let diagnostics = Diagnostics::new();
    match press.print(view, &diagnostics) {
        Ok(page) => String::from_utf8(page).expect("pages are UTF-8"),
        Err(_) => panic!("{template}: {:#?}", diagnostics.sorted()),
    }
}

fn templates(theme: &str) -> Vec<(String, String)> {
    files(&Path::new(theme).join("templates"))
}

/// Every template, style sheet and script below `folder` by its path, sorted.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|kind| ["html", "css", "js", "txt"].iter().any(|known| kind == *known))
            {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
