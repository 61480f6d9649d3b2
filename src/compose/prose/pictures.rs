//! Pictures: which files a text shows, before it is placed on a page.

use pulldown_cmark::{Event, Parser, Tag};

use super::links;
use crate::model::Markdown;

/// The endings of files that pages may show. SVG is not one: it can hold script.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];

/// Whether a file is a picture that a page may show, by the ending of its name.
pub(in crate::compose) fn is_picture(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The files that `markdown` shows as pictures, from the site's root on; those that are not allowed are left out.
pub(in crate::compose) fn pictures(markdown: &Markdown) -> Vec<String> {
    if !markdown.text.contains("![") {
        return Vec::new();
    }
    let shown = Parser::new(&markdown.text).filter_map(|event| match event {
        Event::Start(Tag::Image { dest_url, .. }) => links::picture(&dest_url, &markdown.file).ok(),
        _ => None,
    });
    shown.filter(|file| is_picture(file)).collect()
}
