//! Writing: Markdown that knows where it was written, and the pages it belongs to.

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::path::PathBuf;

use jiff::civil::Date;

use super::dimension::PartId;
use super::kpi::KpiId;
use super::period::Period;
use super::settings::AudienceId;
use super::text::Text;

/// Markdown text and where it was written, so that a problem in it can be shown in place.
#[derive(Clone, Debug, PartialEq)]
pub struct Markdown {
    /// The text after the front matter, which [`read`](Self::read) reads.
    pub text: Text,
    /// Its file, relative to the site's root.
    pub file: PathBuf,
    /// The line of the file on which `text` begins.
    pub first_line: NonZeroU32,
    /// The front matter before it, from the file's first line on, so that a problem in it can be shown in place too.
    pub head: String,
}

impl Markdown {
    /// The text.
    pub fn read(&self) -> Cow<'_, str> {
        self.text.read(&self.file)
    }

    /// Lets another text stand in the place of this one.
    pub fn change(&mut self, text: &str) {
        self.text = text.into();
    }
}

/// What the front matter of every Markdown file may say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// The title.
    pub title: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// When it was written.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Whether it is left out unless drafts are asked for.
    pub draft: bool,
    /// Its address, where that is not the file's name.
    pub slug: Option<String>,
    /// Addresses it had before.
    pub aliases: Vec<String>,
    /// Its place among its like: lighter ones first.
    pub weight: i64,
    /// The template it is printed with, where that is not its kind's.
    pub template: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
}

/// Words about a period, for the whole or for one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Commentary {
    /// The period.
    pub period: Period,
    /// The part; `None` for the whole.
    pub part: Option<PartId>,
    /// Title, description and the like.
    pub heading: Heading,
    /// The sentence a board member reads, when it was written by hand.
    pub first_line: Option<String>,
    /// What is asked of the readers.
    pub asks: Vec<String>,
    /// The words.
    pub body: Markdown,
}

/// Words about a KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiNote {
    /// The KPI.
    pub kpi: KpiId,
    /// Title, description and the like.
    pub heading: Heading,
    /// The words.
    pub body: Markdown,
}

/// A page that is only words: the home page's, or a free one such as `about`.
#[derive(Clone, Debug, PartialEq)]
pub struct FreePage {
    /// Its address without the ending, `/` between folders; empty for the home page.
    pub path: String,
    /// Title, description and the like.
    pub heading: Heading,
    /// The words.
    pub body: Markdown,
}
