//! A theme of one's own that extends the default one: what it sets, what it replaces, what it leaves.

use std::collections::BTreeMap;

use plaudit::model::{Colour, Role};

use crate::site_test::SiteTest;

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0h1v1z\"/></svg>";

#[test]
fn colours_logo_fonts_and_footer_are_on_every_page() {
    let site = branded(
        "colours: { link: \"#8a1538\", worse: { light: \"#a03c00\", dark: \"#ffa566\" } }\n\
         logo: { light: ours/logo.svg, dark: ours/logo-dark.svg }\n\
         fonts: { words: ours/plain.woff2 }\nfooter: A new service, 1 Pump Lane\n",
    );
    site.write("themes/ours/static/ours/logo.svg", LOGO);
    site.write("themes/ours/static/ours/logo-dark.svg", &LOGO.replace("M0", "M1"));
    site.write("themes/ours/static/ours/plain.woff2", "wOF2 for a test");
    let files = site.build_cleanly();

    let named = |stem: &str| {
        let is_hash = |rest: &str| rest.split('.').next().is_some_and(|hash| hash.len() == 8);
        let hashed = |path: &&String| path.strip_prefix(stem).is_some_and(is_hash);
        files.keys().find(hashed).unwrap_or_else(|| panic!("{stem} and a hash"))
    };
    let [logo, dark_logo] = [named("static/ours/logo-"), named("static/ours/logo-dark-")];
    let font = named("static/ours/plain-").strip_prefix("static/").unwrap();
    let (sheet_path, sheet) = files.iter().find(|(path, _)| path.starts_with("static/brand-")).unwrap();
    let sheet = String::from_utf8_lossy(sheet);
    for expected in [
        "--brand-link: light-dark(#8a1538, ",
        "--brand-worse: light-dark(#a03c00, #ffa566);",
        "--brand-words: \"brand words\", ",
        &format!("src: url(\"{font}\")"),
    ] {
        assert!(sheet.contains(expected), "{expected}: {sheet}");
    }
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let page = String::from_utf8_lossy(page);
        for part in [sheet_path, logo, dark_logo] {
            assert!(page.contains(part.as_str()), "{path}: {part}");
        }
        assert!(page.contains("alt=\"A new service\""), "{path}: the logo says whose it is");
        assert!(page.contains("A new service, 1 Pump Lane"), "{path}");
    }
}

#[test]
fn a_colour_that_is_said_once_is_as_easily_read_on_a_dark_page() {
    let site = branded("colours: { link: \"#8a1538\" }\n");
    let files = site.build_cleanly();
    let (_, sheet) = files.iter().find(|(path, _)| path.starts_with("static/brand-")).unwrap();
    let sheet = String::from_utf8_lossy(sheet);
    let (_, dark) = sheet.split_once("light-dark(#8a1538, ").unwrap();
    let dark = Colour::parse(&dark[..7]).unwrap();
    assert!(dark.contrast(Role::Page.usual().dark) >= 7.0, "{dark}");
}

#[test]
fn a_template_of_its_own_stands_for_the_one_of_that_name() {
    let site = branded("");
    let plain = site.build_cleanly();
    site.write(
        "themes/ours/templates/components/imprint.html",
        "{% component imprint(frame: map) -%}<footer>Ours: {{ frame.organisation }}</footer>{%- endcomponent imprint %}",
    );
    site.write("themes/ours/static/look.css", "body { color: black; }\n");
    let own = site.build_cleanly();
    assert_eq!(plain.len(), own.len());
    let home = String::from_utf8_lossy(&own["index.html"]);
    assert!(home.contains("Ours: A new service") && home.contains("class=\"masthead"), "{home}");
    let sheets = |files: &BTreeMap<String, Vec<u8>>| files.keys().filter(|path| path.ends_with(".css")).count();
    assert_eq!(sheets(&own), sheets(&plain), "one in the place of the other");
}

#[test]
fn a_style_sheet_of_its_own_has_the_last_word() {
    let site = branded("");
    site.write("themes/ours/static/added.css", "body { color: black; }\n");
    let files = site.build_cleanly();
    let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
    let last = home.lines().rfind(|line| line.contains("rel=\"stylesheet\"")).unwrap();
    assert!(last.contains("static/added-"), "{last}");
}

#[test]
fn a_fault_is_told_of_the_theme_that_the_template_is_in() {
    let site = branded("");
    site.write(
        "themes/ours/templates/components/imprint.html",
        "{% component imprint(foot: map) -%}<footer>{{ foot.organisation }}</footer>{%- endcomponent imprint %}",
    );
    let said = site.try_build().unwrap_err();
    assert!(said.contains("themes/default/templates/"), "the call is in the default theme: {said}");
    site.write("themes/ours/templates/components/imprint.html", "{% component imprint(");
    let said = site.try_build().unwrap_err();
    assert!(said.contains("themes/ours/templates/components/imprint.html: unexpected end"), "{said}");
}

/// A small site with a theme that extends the default one and says `more`.
fn branded(more: &str) -> SiteTest {
    let site = SiteTest::copy_of("first-month");
    let settings = std::fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
    let settings: Vec<&str> = settings.lines().filter(|line| !line.starts_with("theme:")).collect();
    site.write("plaudit.yaml", &format!("{}\ntheme: ours\n", settings.join("\n")));
    site.write("themes/ours/theme.yaml", &format!("extends: default\n{more}"));
    site
}
