//! What is written so far, with footnotes kept apart until the end.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::ID_PREFIX;

/// Events of the text, and of the footnotes that are numbered by where they are first referred to.
#[derive(Default)]
pub(super) struct Footnotes<'m> {
    /// What ids begin with.
    ids: String,
    text: Vec<Event<'m>>,
    /// Definitions that we are in; the last one is written to.
    open: Vec<Footnote<'m>>,
    defined: BTreeMap<String, Footnote<'m>>,
    /// By label; a footnote has a number as soon as something refers to it.
    numbers: BTreeMap<String, usize>,
    unused: Vec<(String, Range<usize>)>,
}

struct Footnote<'m> {
    label: CowStr<'m>,
    place: Range<usize>,
    events: Vec<Event<'m>>,
}

impl<'m> Footnotes<'m> {
    /// None yet, in a text of about so many `events`; what their ids begin with after [`ID_PREFIX`].
    pub(super) fn new(ids: &str, events: usize) -> Self {
        Self { ids: format!("{ID_PREFIX}{ids}"), text: Vec::with_capacity(events), ..Self::default() }
    }

    /// Writes to the text, or to the footnote that is open.
    pub(super) fn put(&mut self, event: Event<'m>) {
        self.open.last_mut().map_or(&mut self.text, |footnote| &mut footnote.events).push(event);
    }

    /// Writes a reference; the parser sees to it that none stands inside of a link.
    pub(super) fn refer(&mut self, label: &str) {
        let next = self.numbers.len() + 1;
        let key = key(label);
        let is_first = !self.numbers.contains_key(&key);
        let number = *self.numbers.entry(key).or_insert(next);
        let ids = &self.ids;
        let id = if is_first { format!(" id=\"{ids}ref_{number}\"") } else { String::new() };
        let link = format!("<a href=\"#{ids}fn_{number}\"{id} role=\"doc-noteref\">{number}</a>");
        self.put(Event::InlineHtml(format!("<sup>{link}</sup>").into()));
    }

    /// A definition begins.
    pub(super) fn begin(&mut self, label: &CowStr<'m>, place: Range<usize>) {
        self.open.push(Footnote { label: label.clone(), place, events: Vec::new() });
    }

    /// A definition ends. Of two with one label the first stands.
    pub(super) fn end(&mut self) {
        let Some(footnote) = self.open.pop() else { return };
        match self.defined.entry(key(&footnote.label)) {
            Entry::Vacant(free) => drop(free.insert(footnote)),
            Entry::Occupied(_) => self.unused.push((footnote.label.to_string(), footnote.place)),
        }
    }

    /// The text with its footnotes, and those that nothing refers to with their places.
    pub(super) fn finish(mut self) -> (Vec<Event<'m>>, Vec<(String, Range<usize>)>) {
        let ids = self.ids;
        let mut numbered: Vec<_> = self.numbers.into_iter().collect();
        numbered.sort_by_key(|(_, number)| *number);
        if !numbered.is_empty() {
            self.text
                .push(html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n"));
            for (key, number) in numbered {
                let mut events = self.defined.remove(&key).map(|footnote| footnote.events).unwrap_or_default();
                let back = format!(
                    " <a href=\"#{ids}ref_{number}\" role=\"doc-backlink\" aria-label=\"Back to the text\">↩\u{fe0e}</a>"
                );
                let end = events.len() - usize::from(events.last() == Some(&Event::End(TagEnd::Paragraph)));
                events.insert(end, Event::InlineHtml(back.into()));
                self.text.push(html(format!("<li id=\"{ids}fn_{number}\">")));
                self.text.append(&mut events);
                self.text.push(html("</li>\n"));
            }
            self.text.push(html("</ol>\n</section>\n"));
        }
        let never = self.defined.into_values().map(|footnote| (footnote.label.to_string(), footnote.place));
        self.unused.extend(never);
        (self.text, self.unused)
    }
}

fn html<'m>(html: impl Into<CowStr<'m>>) -> Event<'m> {
    Event::Html(html.into())
}

/// Labels are compared without regard to capital letters.
fn key(label: &str) -> String {
    label.to_lowercase()
}
