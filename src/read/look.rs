//! The look: a theme on disk, or the one inside the program.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;

use super::brand;
use super::entry::Entry;
use super::files;
use super::settings::DEFAULT_THEME;
use super::yaml::Document;
use crate::diagnostic::Diagnostics;
use crate::model::{Brand, Look};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// No file of a theme is larger.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// The theme called `name`: the folder in the site's `themes/`, else the one inside the program.
pub(super) fn read(root: &Path, name: &str, diagnostics: &Diagnostics) -> Look {
    if on_disk(root, diagnostics).iter().any(|theme| theme == name) {
        from_disk(root, name, diagnostics)
    } else {
        embedded()
    }
}

/// The names of all themes: those in the site, and the one inside the program.
pub(super) fn names(root: &Path, diagnostics: &Diagnostics) -> Vec<String> {
    let mut names = on_disk(root, diagnostics);
    names.push(DEFAULT_THEME.into());
    names
}

fn on_disk(root: &Path, diagnostics: &Diagnostics) -> Vec<String> {
    if !files::is_inside(root, Path::new("themes"), diagnostics) {
        return Vec::new();
    }
    let Ok(entries) = std::fs::read_dir(root.join("themes")) else { return Vec::new() };
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn from_disk(root: &Path, name: &str, diagnostics: &Diagnostics) -> Look {
    let theme = Path::new("themes").join(name);
    let paths: Vec<_> = files::walk(root, &theme, diagnostics).into_iter().map(|(file, _)| file).collect();
    let below = |folder: &str| {
        let folder = theme.join(folder);
        let named = paths.iter().filter_map(move |file| {
            let inside = file.strip_prefix(&folder).ok()?;
            Some((files::parts_of(inside), file))
        });
        named.collect::<Vec<_>>()
    };
    let templates = below("templates")
        .into_par_iter()
        .filter_map(|(path, file)| Some((path, files::template(root, file, diagnostics)?.text)));
    let statics = below("static")
        .into_par_iter()
        .filter_map(|(path, file)| Some((path, Cow::Owned(files::bytes(root, file, MAX_FILE, diagnostics)?))));
    let own = sorted(Look { templates: templates.collect(), files: statics.collect(), ..empty(name) });

    let Some(settings) = paths.iter().find(|file| **file == theme.join("theme.yaml")) else { return own };
    let Some(source) = files::yaml(root, settings, diagnostics) else { return own };
    let Ok(document) = Document::read(&source, 0..source.text.len(), diagnostics) else { return own };
    let both = extended(own.clone());
    let folder = files::parts_of(&theme.join("static"));
    let files = |extends: bool| if extends { &*both.files } else { &*own.files };
    let Some(said) = brand::theme_file(Entry::root(&document), files, &folder) else { return own };
    let look = if said.extends { both } else { own };
    Look { brand: said.brand, ..look }
}

/// The theme with what it lacks of the default one. Files that only it has come last, so that its style sheets have the
/// last word.
fn extended(own: Look) -> Look {
    let mut look = embedded();
    look.inherited = look.templates.iter().map(|(name, _)| name.clone()).collect();
    for (name, _) in &own.templates {
        look.inherited.remove(name);
    }
    replace(&mut look.templates, own.templates);
    look.templates.sort();
    replace(&mut look.files, own.files);
    Look { name: own.name, ..look }
}

/// Puts each of `own` in the place of the one with the same name, or at the end.
fn replace<T>(inherited: &mut Vec<(String, T)>, own: Vec<(String, T)>) {
    for (name, text) in own {
        match inherited.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = text,
            None => inherited.push((name, text)),
        }
    }
}

fn embedded() -> Look {
    let below = |folder: &str| {
        let mut files = Vec::new();
        if let Some(dir) = EMBEDDED.get_dir(folder) {
            collect(dir, &mut files);
        }
        let named = files.into_iter().filter_map(move |file| {
            let inside = file.path().strip_prefix(folder).ok()?;
            let hidden = file.path().file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            (!hidden).then(|| (files::parts_of(inside), file))
        });
        named.collect::<Vec<_>>()
    };
    let templates = below("templates").into_iter().map(|(path, file)| {
        (path, Cow::Borrowed(file.contents_utf8().expect("templates of the default theme are text")))
    });
    let statics = below("static").into_iter().map(|(path, file)| (path, Cow::Borrowed(file.contents())));
    sorted(Look { templates: templates.collect(), files: statics.collect(), ..empty(DEFAULT_THEME) })
}

fn empty(name: &str) -> Look {
    let (templates, files) = (Vec::new(), Vec::new());
    Look { name: name.into(), templates, inherited: BTreeSet::new(), files, brand: Brand::default() }
}

fn collect(dir: &'static Dir<'static>, files: &mut Vec<&'static include_dir::File<'static>>) {
    files.extend(dir.files());
    for inner in dir.dirs() {
        collect(inner, files);
    }
}

fn sorted(mut look: Look) -> Look {
    look.templates.sort();
    look.files.sort();
    look
}
