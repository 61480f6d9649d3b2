//! The events of a Markdown text, filtered until they are safe to write.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use memchr::memmem;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::addresses::Addresses;
use super::figures::{self, ALONE, Asked, IN_TEXT};
use super::footnotes::Footnotes;
use super::headings::{Heading, headings};
use super::mask::{Mark, MarkKind, Masked, Piece, mask};
use super::parse::{DEEPEST, Placed, events};
use super::raw_html::{self, Tag as RawTag};
use super::{Context, ID_PREFIX, Prose, Report, escaped};
use crate::diagnostic::Problem;
use crate::model::{Markdown, Period, RawHtml, Subject};

/// `markdown`, whose text is `text`, as HTML, what is wrong with it reported at places of its text.
pub(super) fn html(markdown: &Markdown, text: &str, context: &Context, report: Report) -> Prose {
    let masked = mask(text);
    let Some(events) = events(&masked) else {
        report(Problem::TooDeep { limit: DEEPEST }, 0..0);
        return Prose::default();
    };
    let headings = headings(events.iter().map(|(event, _)| event), &masked, context.first_heading);
    let mut body = Body {
        text,
        masked: &masked,
        context,
        report,
        headings: &headings,
        next_heading: 0,
        in_code: false,
        table: Table::default(),
        links: Vec::new(),
        footnotes: Footnotes::new(context.ids, events.len()),
        may_refer: memmem::find(text.as_bytes(), b"[^").is_some(),
        addresses: Addresses::new(&markdown.file, context, &headings),
        charts: BTreeSet::new(),
        open_tags: Vec::new(),
    };
    let mut at = 0;
    while at < events.len() {
        at += body.take(&events[at..]);
    }
    let (events, unused) = body.footnotes.finish();
    for (label, place) in unused {
        report(Problem::UnusedFootnote { label }, masked.in_source(place));
    }
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Prose { html, pictures: body.addresses.shown().into_iter().map(PathBuf::from).collect() }
}

struct Body<'m, 'c> {
    text: &'c str,
    masked: &'m Masked<'m>,
    context: &'c Context<'c>,
    report: Report<'c>,
    headings: &'c [Heading],
    next_heading: usize,
    in_code: bool,
    table: Table,
    /// Whether the links that we are in lead somewhere.
    links: Vec<bool>,
    footnotes: Footnotes<'m>,
    /// Whether anything in the text looks like a reference to a footnote.
    may_refer: bool,
    addresses: Addresses<'c>,
    /// The charts shown so far; a second one would repeat the ids of the first.
    charts: BTreeSet<(Subject, Period)>,
    /// For each Markdown element that we are in, the elements that were opened in it by hand.
    open_tags: Vec<Vec<&'static str>>,
}

/// Where we are in a table; tables do not nest.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
}

impl<'m> Body<'m, '_> {
    /// Takes one event, or several that belong together; how many.
    fn take(&mut self, events: &[Placed<'m>]) -> usize {
        let (event, place) = &events[0];
        match event {
            Event::Start(Tag::Paragraph) if self.lone_placeholder(events) => return 3,
            Event::Start(Tag::HtmlBlock) => return self.html_block(events),
            Event::Start(Tag::Image { dest_url, title, .. }) => return self.picture(dest_url, title, events),
            Event::Start(tag) => {
                self.open_tags.push(Vec::new());
                self.start(tag, place);
            }
            Event::End(tag) => {
                for name in self.open_tags.pop().into_iter().flatten().rev() {
                    self.put(Event::InlineHtml(format!("</{name}>").into()));
                }
                self.end(*tag);
            }
            Event::Text(text) if self.in_code => self.put(Event::Text(self.restored(text))),
            Event::Text(text) => self.text(text, place),
            Event::Code(text) => self.put(Event::Code(self.restored(text))),
            Event::Html(html) | Event::InlineHtml(html) => self.inline_html(html, place),
            Event::FootnoteReference(label) => self.footnotes.refer(label),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.put(event.clone()),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {
                unreachable!("these extensions are off")
            }
        }
        1
    }

    fn start(&mut self, tag: &Tag<'m>, place: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                let Heading { level, slug } = &self.headings[self.next_heading];
                let id = Some(format!("{ID_PREFIX}{}{slug}", self.context.ids).into());
                self.put(Event::Start(Tag::Heading { level: *level, id, classes: Vec::new(), attrs: Vec::new() }));
            }
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                let kind = match kind {
                    CodeBlockKind::Fenced(language) => CodeBlockKind::Fenced(self.restored(language)),
                    CodeBlockKind::Indented => CodeBlockKind::Indented,
                };
                self.put(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::FootnoteDefinition(label) => self.footnotes.begin(label, place.clone()),
            Tag::Table(alignments) => {
                self.table.alignments.clone_from(alignments);
                // Wide tables scroll on their own; whoever uses a keyboard must be able to reach them.
                self.markup("<section class=\"data-table\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                (self.table.in_head, self.table.column) = (true, 0);
                self.markup("<thead><tr>");
            }
            Tag::TableRow => {
                (self.table.in_head, self.table.column) = (false, 0);
                self.markup("<tr>");
            }
            Tag::TableCell => {
                let is_right = self.table.alignments.get(self.table.column) == Some(&Alignment::Right);
                self.markup(match (self.table.in_head, is_right) {
                    (true, true) => "<th scope=\"col\" class=\"number\">",
                    (true, false) => "<th scope=\"col\">",
                    (false, true) => "<td class=\"number\">",
                    (false, false) => "<td>",
                });
                self.table.column += 1;
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let link = self.link(*link_type, dest_url, title, place);
                self.links.push(link.is_some());
                if let Some(link) = link {
                    self.put(Event::Start(link));
                }
            }
            _ => self.put(Event::Start(tag.clone())),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.headings[self.next_heading].level;
                self.next_heading += 1;
                self.put(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.put(Event::End(tag));
            }
            TagEnd::FootnoteDefinition => self.footnotes.end(),
            TagEnd::Table => self.markup("</tbody></table></section>\n"),
            TagEnd::TableHead => self.markup("</tr></thead><tbody>\n"),
            TagEnd::TableRow => self.markup("</tr>\n"),
            TagEnd::TableCell => self.markup(if self.table.in_head { "</th>" } else { "</td>" }),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.put(Event::End(tag));
                }
            }
            _ => self.put(Event::End(tag)),
        }
    }

    fn text(&mut self, text: &CowStr<'m>, place: &Range<usize>) {
        self.unknown_footnotes(place);
        if let CowStr::Borrowed(words) = *text
            && !Masked::has_marks(words)
        {
            return self.put(Event::Text(CowStr::Borrowed(words)));
        }
        for piece in self.masked.pieces(text) {
            match piece {
                Piece::Words(words) => self.put(Event::Text(words.to_owned().into())),
                Piece::Mark(mark) if mark.kind == MarkKind::Placeholder => {
                    match figures::asked(self.masked, mark, self.context, self.report) {
                        Some(Asked::Figure(figure)) => self.put(Event::InlineHtml(figure.html().into())),
                        Some(Asked::Chart(..)) => self.not_here(mark, "chart", ALONE),
                        Some(Asked::Stories(_)) => self.not_here(mark, "stories", ALONE),
                        Some(Asked::Later) => {}
                        None => self.put(Event::Text(self.masked.words(mark).into())),
                    }
                }
                Piece::Mark(mark) => {
                    let words = figures::plain(self.masked, mark, self.context, self.report);
                    self.put(Event::Text(words.into()));
                }
            }
        }
    }

    fn not_here(&mut self, mark: &Mark, name: &str, place: &'static str) {
        let words = figures::not_here(self.masked, mark, name, place, self.report);
        self.put(Event::Text(words.into()));
    }

    /// A paragraph that is nothing but a placeholder: the only place for charts and lists. Whether this is one.
    fn lone_placeholder(&mut self, events: &[Placed<'m>]) -> bool {
        let Some([_, (Event::Text(text), _), (Event::End(TagEnd::Paragraph), _), ..]) = events.get(..3) else {
            return false;
        };
        let mut pieces = self.masked.pieces(text.trim());
        let (Some(Piece::Mark(mark)), None) = (pieces.next(), pieces.next()) else { return false };
        if mark.kind != MarkKind::Placeholder {
            return false;
        }
        let html = match figures::asked(self.masked, mark, self.context, self.report) {
            Some(Asked::Figure(figure)) => Some(format!("<p>{}</p>", figure.html())),
            Some(Asked::Chart(subject, period)) if !self.charts.insert((subject.clone(), period)) => {
                (self.report)(Problem::ChartTwice { kpi: subject.kpi.to_string() }, mark.source.clone());
                None
            }
            Some(Asked::Chart(subject, period)) => Some((self.context.chart)(&subject, period).unwrap_or_else(|| {
                let (what, says) = (format!("chart of {}", subject.kpi), figures::NOT_MEASURED.to_owned());
                let problem = Problem::NothingToShow { what, period: period.to_string(), says };
                (self.report)(problem, mark.source.clone());
                format!("<p>{}</p>", figures::NOT_MEASURED)
            })),
            Some(Asked::Stories(period)) => (self.context.stories)(period),
            Some(Asked::Later) => None,
            None => Some(format!("<p>{}</p>", escaped(self.masked.words(mark)))),
        };
        if let Some(html) = html {
            self.put(Event::Html(format!("{html}\n").into()));
        }
        true
    }

    /// The link as it is safe to write; `None` when it leads nowhere yet, or nowhere at all, which is reported.
    fn link(&mut self, kind: LinkType, target: &str, title: &str, place: &Range<usize>) -> Option<Tag<'m>> {
        let written = self.masked.restored(target);
        let place = self.place_of(&written, place);
        let title = self.plain(title).into();
        if self.holds_placeholder(target, &place) {
            return None;
        }
        let href = match kind {
            LinkType::Email => Ok(Some(written.clone().into_owned())),
            _ => self.addresses.page(&written),
        };
        match href {
            Ok(None) => None,
            Ok(Some(href)) => {
                let kind = if kind == LinkType::Email { kind } else { LinkType::Inline };
                Some(Tag::Link { link_type: kind, dest_url: href.into(), title, id: "".into() })
            }
            Err(problem) => {
                (self.report)(problem, place);
                None
            }
        }
    }

    /// A picture with everything up to its end; how many events that are.
    fn picture(&mut self, target: &str, title: &str, events: &[Placed<'m>]) -> usize {
        let place = self.place_of(&self.masked.restored(target), &events[0].1);
        let mut depth = 0_usize;
        let mut words = String::new();
        let mut taken = 0;
        for (event, _) in events {
            taken += 1;
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) => words.push_str(&self.plain(text)),
                Event::Code(code) => words.push_str(&self.masked.restored(code)),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        let title = self.plain(title);
        if self.holds_placeholder(target, &place) {
            return taken;
        }
        let target = self.masked.restored(target);
        if words.trim().is_empty() {
            (self.report)(Problem::ImageWithoutWords { target: target.to_string() }, place.clone());
        }
        match self.addresses.picture(&target) {
            Ok(source) => {
                let title = if title.is_empty() { title } else { format!(" title=\"{}\"", escaped(&title)) };
                let (source, words) = (escaped(&source), escaped(&words));
                self.put(Event::InlineHtml(format!("<img src=\"{source}\" alt=\"{words}\"{title} />").into()));
            }
            Err(problem) => (self.report)(problem, place),
        }
        taken
    }

    /// HTML that stands alone is cleaned, or shown as a paragraph of its source; how many events that are.
    fn html_block(&mut self, events: &[Placed<'m>]) -> usize {
        let length = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::HtmlBlock)));
        let inside = &events[1..length.unwrap_or(events.len())];
        let html: String = inside
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Html(html) | Event::Text(html) => Some(self.masked.restored(html)),
                _ => None,
            })
            .collect();
        let html = without_comments(&html);
        let place = self.masked.in_source(events[0].1.clone());
        if self.allows_html() {
            if let Some(element) = raw_html::left_out(&html) {
                (self.report)(Problem::HtmlLeftOut { element: element.to_owned() }, place);
            }
            self.put(Event::Html(format!("{}\n", raw_html::block(html.trim())).into()));
        } else if !html.trim().is_empty() {
            (self.report)(Problem::HtmlAsText {}, place);
            self.put(Event::Start(Tag::Paragraph));
            self.put(Event::Text(html.trim().to_owned().into()));
            self.put(Event::End(TagEnd::Paragraph));
        }
        inside.len() + 2
    }

    fn inline_html(&mut self, html: &str, place: &Range<usize>) {
        let html = without_comments(&self.restored(html));
        if html.is_empty() {
            return;
        }
        if self.allows_html() {
            return self.tag(&html, place);
        }
        if !html.starts_with("</") {
            (self.report)(Problem::HtmlAsText {}, self.masked.in_source(place.clone()));
        }
        self.put(Event::Text(html.into()));
    }

    /// A single tag by hand, where the site allows some.
    fn tag(&mut self, html: &str, place: &Range<usize>) {
        let open = self.open_tags.last_mut().expect("words are always in something");
        match raw_html::tag(html) {
            RawTag::Opens { html, name } => {
                open.extend(name);
                self.put(Event::InlineHtml(html.into()));
            }
            RawTag::Closes(name) if open.last() == Some(&name) => {
                open.pop();
                self.put(Event::InlineHtml(format!("</{name}>").into()));
            }
            RawTag::Closes(_) => {}
            RawTag::Refused if html.starts_with("</") => {}
            RawTag::Refused => {
                let name = html.trim_start_matches('<');
                let element =
                    name.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned();
                (self.report)(Problem::HtmlLeftOut { element }, self.masked.in_source(place.clone()));
            }
        }
    }

    fn allows_html(&self) -> bool {
        self.context.edition.facts().settings.raw_html == RawHtml::Sanitised
    }

    /// Reports references to footnotes that are not there; the parser leaves them as text.
    fn unknown_footnotes(&self, place: &Range<usize>) {
        if !self.may_refer {
            return;
        }
        let place = self.masked.in_source(place.clone());
        let source = &self.text[place.clone()];
        for (at, _) in source.match_indices("[^") {
            let label = &source[at + 2..];
            let length = label.find([']', '[', ' ', '\n']).filter(|end| label[*end..].starts_with(']'));
            let Some(label) = length.filter(|_| !source[..at].ends_with('\\')).map(|length| &label[..length]) else {
                continue;
            };
            let range = place.start + at..place.start + at + label.len() + 3;
            (self.report)(Problem::UnknownFootnote { label: label.to_owned() }, range);
        }
    }

    /// Whether `text`, an address, holds a placeholder, which it must not; reported.
    fn holds_placeholder(&self, text: &str, place: &Range<usize>) -> bool {
        let mark = self.masked.pieces(text).find_map(|piece| match piece {
            Piece::Mark(mark) if mark.kind == MarkKind::Placeholder => Some(mark),
            _ => None,
        });
        if let Some(mark) = mark {
            let name = self.masked.words(mark).to_owned();
            (self.report)(Problem::PlaceholderNotHere { name, place: IN_TEXT }, place.clone());
        }
        mark.is_some()
    }

    /// Where `words` stand in the stretch of the masked text at `place`; the whole stretch if they cannot be found.
    fn place_of(&self, words: &str, place: &Range<usize>) -> Range<usize> {
        let place = self.masked.in_source(place.clone());
        let found = self.text[place.clone()].rfind(words).filter(|_| !words.is_empty());
        found.map_or(place.clone(), |at| place.start + at..place.start + at + words.len())
    }

    /// `text` with its placeholders filled as plain text.
    fn plain(&self, text: &str) -> String {
        let pieces = self.masked.pieces(text).map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Mark(mark) => figures::plain(self.masked, mark, self.context, self.report),
        });
        pieces.collect()
    }

    fn restored(&self, text: &str) -> CowStr<'m> {
        self.masked.restored(text).into_owned().into()
    }

    fn markup(&mut self, html: &'static str) {
        self.put(Event::InlineHtml(html.into()));
    }

    fn put(&mut self, event: Event<'m>) {
        self.footnotes.put(event);
    }
}

/// `html` without `<!-- … -->`, which authors write for each other; one that is not closed stays.
fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { break };
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}
