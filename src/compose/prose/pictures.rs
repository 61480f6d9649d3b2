//! Pictures: which files a text shows, before it is placed on a page.

use pulldown_cmark::{Event, Parser, Tag};

use super::links;
use crate::model::{Image, Markdown};

/// The files that `markdown` shows as pictures, from the site's root on; those that are not allowed are left out.
pub(in crate::compose) fn pictures(markdown: &Markdown) -> Vec<String> {
    if !markdown.text.signs().has_picture {
        return Vec::new();
    }
    let text = markdown.read();
    let shown = Parser::new(&text).filter_map(|event| match event {
        Event::Start(Tag::Image { dest_url, .. }) => links::picture(&dest_url, &markdown.file).ok(),
        _ => None,
    });
    shown.filter(|file| Image::is_picture(file)).collect()
}
