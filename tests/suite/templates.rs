//! The templates of both themes, against the views they get.

use std::fs;
use std::path::Path;

use plaudit::compose::View;
use plaudit::diagnostic::Diagnostics;
use plaudit::model::Look;
use plaudit::render::Press;

use crate::example_views::{Example, views};

const THEMES: [&str; 2] = ["themes/default", "tests/themes/plain"];

#[test]
fn every_template_prints_a_complete_view() {
    print_all(Example { complete: true, everywhere: None, times: 1 });
}

#[test]
fn every_template_prints_a_view_with_everything_absent() {
    print_all(Example { complete: false, everywhere: None, times: 1 });
}

fn print_all(example: Example) {
    for theme in THEMES {
        for (template, view) in views(example) {
            print(theme, template, &view);
        }
    }
}

#[track_caller]
fn print(theme: &str, template: &str, view: &View) -> String {
    let diagnostics = Diagnostics::new();
    let page = Press::new(&look(theme), &diagnostics).and_then(|press| press.print(view, &diagnostics));
    match page {
        Ok(page) => String::from_utf8(page).expect("pages are UTF-8"),
        Err(_) => panic!("{theme}, {template}: {:#?}", diagnostics.sorted()),
    }
}

fn look(theme: &str) -> Look {
    let mut templates = Vec::new();
    collect(&Path::new(theme).join("templates"), "", &mut templates);
    templates.sort();
    Look {
        name: theme.into(),
        templates: templates.into_iter().map(|(name, text)| (name, text.into())).collect(),
        files: Vec::new(),
    }
}

fn collect(folder: &Path, prefix: &str, templates: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let entry = entry.expect("the folder can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), templates);
        } else {
            templates.push((name, fs::read_to_string(entry.path()).expect("a template is UTF-8")));
        }
    }
}
