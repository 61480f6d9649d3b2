//! Prose: Markdown → HTML, with figures and charts where placeholders stood.
//!
//! Markdown is parsed first and placeholders are filled afterwards, as text: nothing in the data can become markup, a
//! link or another placeholder. HTML written by hand is shown as it is written, unless the site allows a cleaned subset;
//! comments are left out. What is wrong is reported with its line and column, and the rest goes on.

mod addresses;
mod body;
mod call;
mod figure;
mod figures;
mod footnotes;
mod headings;
mod links;
mod mail;
mod mask;
mod parse;
mod pictures;
mod raw_html;
mod references;
mod sentences;
mod unfilled;

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::path::PathBuf;

use crate::analyse::KpiFindings;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::disclose::Edition;
use crate::model::{Markdown, PartId, Period, Subject};

pub(in crate::compose) use figure::{figure, story_list};
pub use links::{Destination, NoSuchPage};
pub(in crate::compose) use mail::{as_text, for_mail};
pub(in crate::compose) use pictures::pictures;
pub(in crate::compose) use references::{Reference, references};
pub(in crate::compose) use sentences::{ELSE, Sentence, TableCell, external_links, plain_sentences, sentences};
pub(in crate::compose) use unfilled::{tell, unfilled, words};

/// What prose is about and what it may ask for.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What the readers may know.
    pub edition: &'a Edition,
    /// What is stated about a subject as of a period that has figures.
    pub found: &'a dyn Fn(&Subject, Period) -> KpiFindings,
    /// What was found before, so that it is not worked out again.
    pub known: &'a [&'a KpiFindings],
    /// The period of the page; `None` where it is about no period, so that every placeholder must name one.
    pub period: Option<Period>,
    /// The part the page is about; `None` for the whole.
    pub part: Option<&'a PartId>,
    /// The level of the highest heading in the prose: 3 below an `<h2>`.
    pub first_heading: u8,
    /// What the ids begin with after [`ID_PREFIX`], where several texts stand on one page; else empty.
    pub ids: &'a str,
    /// The address of a page or a picture, relative to this page and without a fragment.
    pub address: &'a dyn Fn(Destination<'_>) -> Result<String, NoSuchPage>,
    /// The finished figure for `{{ chart(kpi="csat") }}`; `None` when there is nothing to draw.
    pub chart: &'a dyn Fn(&Subject, Period) -> Option<String>,
    /// The finished list for `{{ stories() }}`; `None` when the period has none.
    pub stories: &'a dyn Fn(Period) -> Option<String>,
}

impl Context<'_> {
    /// What is stated about `subject` as of `period`, which has figures.
    fn finding(&self, subject: &Subject, period: Period) -> Cow<'_, KpiFindings> {
        let known = self.known.iter().find(|found| found.as_of == period && found.subject == *subject);
        known.map_or_else(|| Cow::Owned((self.found)(subject, period)), |found| Cow::Borrowed(*found))
    }
}

/// Prose that is ready to be placed on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The words as HTML.
    pub html: String,
    /// The pictures it shows: files relative to the site's root, sorted, none twice.
    pub pictures: Vec<PathBuf>,
}

/// Before the ids of headings and footnotes; ids of KPIs never begin with it, as they have no `-`.
pub const ID_PREFIX: &str = "note-";

/// Longer Markdown is refused.
const LARGEST: usize = 1024 * 1024;

/// `markdown` as HTML.
///
/// Headings begin at [`Context::first_heading`] and skip no level; their ids, made from their words without figures,
/// begin with [`ID_PREFIX`]. Empty, with an error reported, for Markdown over 1 MiB or nested too deep.
pub fn html(markdown: &Markdown, context: &Context, diagnostics: &Diagnostics) -> Prose {
    if markdown.text.len() > LARGEST {
        diagnostics.report(Problem::TooLarge { limit: "1 MiB" }, Location::file(&markdown.file));
        return Prose::default();
    }
    let text = markdown.read();
    let reported = Cell::new(0);
    let report = |problem, range: Range<usize>| {
        // Finding a place costs as much as the text is long, and nobody reads dozens of them.
        if reported.replace(reported.get() + 1) < MOST_PROBLEMS {
            let at = Location::within(&markdown.file, markdown.first_line.get(), &text, range);
            diagnostics.report(problem, at);
        }
    };
    body::html(markdown, &text, context, &report)
}

/// A short text that is not Markdown, such as a title, with its placeholders filled; not escaped for HTML.
///
/// `page` is the file in whose front matter it stands: problems are reported there, at the line that says the same.
/// Charts and lists of stories are not possible here.
pub fn text(text: &str, page: &Markdown, context: &Context, diagnostics: &Diagnostics) -> String {
    let masked = mask::mask(text);
    let report = |problem, range: Range<usize>| {
        diagnostics.report(problem, place_in_head(page, text.get(range).unwrap_or_default()));
    };
    let pieces = masked.pieces(&masked.text).map(|piece| match piece {
        mask::Piece::Words(words) => words.replace("\\{{", "{{"),
        mask::Piece::Mark(mark) => figures::plain(&masked, mark, context, &report),
    });
    pieces.collect()
}

/// Where the front matter of `page` says `words`; the file as a whole where it does not, word for word.
pub(in crate::compose) fn place_in_head(page: &Markdown, words: &str) -> Location {
    // In quotes, YAML writes a `"` of its own as `\"`.
    let found = [words.to_owned(), words.replace('"', "\\\"")];
    let found = found.iter().find_map(|words| Some((page.head.find(words.as_str())?, words.len())));
    let found = found.or_else(|| folded(&page.head, words));
    match found.filter(|(_, length)| *length > 0) {
        Some((start, length)) => Location::within(&page.file, 1, &page.head, start..start + length),
        None => Location::file(&page.file),
    }
}

/// Where the first line of `words` stands in `head`, and how long it is, when YAML folds them over several lines.
fn folded(head: &str, words: &str) -> Option<(usize, usize)> {
    let first = words.split_whitespace().next()?;
    head.match_indices(first).find_map(|(start, _)| {
        let mut found = head[start..].split_whitespace();
        let is_found = words.split_whitespace().all(|word| found.next() == Some(word));
        is_found.then(|| (start, head[start..].lines().next().map_or(0, |line| line.trim_end().len())))
    })
}

/// Notes down a problem at a place of the text.
type Report<'a> = &'a dyn Fn(Problem, Range<usize>);

/// More problems of one text are not reported.
const MOST_PROBLEMS: usize = 50;

/// `text` for HTML, in elements as well as in quoted attributes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(char),
        }
    }
    html
}
