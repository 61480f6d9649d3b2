//! Addresses of what prose links to and shows, as its page needs them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::headings::{Heading, slugs};
use super::links::{self, Destination, Link, NoSuchPage};
use super::{Context, ID_PREFIX, MOST_PROBLEMS};
use crate::compose::called;
use crate::diagnostic::{Problem, nearest};
use crate::model::{Image, KpiId};

/// Looks up addresses for one text.
pub(super) struct Addresses<'c> {
    /// The file of the text.
    file: &'c Path,
    context: &'c Context<'c>,
    /// The ids of its headings.
    own: BTreeSet<String>,
    /// The ids of headings in other files, as far as they were asked for.
    others: BTreeMap<String, BTreeSet<String>>,
    pictures: BTreeSet<String>,
    broken: usize,
}

impl<'c> Addresses<'c> {
    /// For the text of `file` with these `headings`.
    pub(super) fn new(file: &'c Path, context: &'c Context<'c>, headings: &[Heading]) -> Self {
        let own = headings.iter().map(|heading| heading.slug.clone()).collect();
        Self { file, context, own, others: BTreeMap::new(), pictures: BTreeSet::new(), broken: 0 }
    }

    /// What to write for the link `target`; `None` where its page is not part of this edition yet.
    pub(super) fn page(&mut self, target: &str) -> Result<Option<String>, Problem> {
        match links::link(target, self.file)? {
            Link::Elsewhere => Ok(Some(target.to_owned())),
            Link::Here { fragment } => {
                let anchor = self.anchor(&self.own, self.context.ids, &fragment);
                Ok(Some(format!("#{}", anchor.map_err(|meant| self.no_anchor(target, meant))?)))
            }
            Link::Words { file, fragment } => {
                let found = (self.context.address)(Destination::Words(&file));
                let href = match found {
                    Ok(href) => href,
                    Err(NoSuchPage::Later) => return Ok(None),
                    Err(why) => return Err(self.no_page(target, &Link::Words { file, fragment: None }, why)),
                };
                let Some(fragment) = fragment else { return Ok(Some(href)) };
                if !self.others.contains_key(&file) {
                    let markdown = self.context.edition.facts().markdowns().find(|body| body.file == Path::new(&file));
                    self.others.insert(file.clone(), markdown.map(slugs).unwrap_or_default());
                }
                let anchor = self.anchor(&self.others[&file], "", &fragment);
                Ok(Some(format!("{href}#{}", anchor.map_err(|meant| self.no_anchor(target, meant))?)))
            }
            Link::Address { path, fragment } => match (self.context.address)(Destination::Address(&path)) {
                Ok(href) => Ok(Some(fragment.map_or(href.clone(), |fragment| format!("{href}#{fragment}")))),
                Err(NoSuchPage::Later) => Ok(None),
                Err(why) => Err(self.no_page(target, &Link::Address { path, fragment: None }, why)),
            },
        }
    }

    /// What to write for the picture `target`.
    pub(super) fn picture(&mut self, target: &str) -> Result<String, Problem> {
        let file = links::picture(target, self.file)?;
        if !Image::is_picture(&file) {
            return Err(Problem::NotAPicture { path: target.to_owned() });
        }
        let source = (self.context.address)(Destination::Picture(&file)).map_err(|why| match why {
            NoSuchPage::Unknown | NoSuchPage::Later => {
                Problem::BrokenLink { target: target.to_owned(), help: Some(format!("there is no file {file}")) }
            }
            NoSuchPage::Withheld => called::withheld(self.context.edition, target),
        })?;
        self.pictures.insert(file);
        Ok(source)
    }

    /// The files of all pictures that were asked for.
    pub(super) fn shown(self) -> BTreeSet<String> {
        self.pictures
    }

    /// The id that `fragment` means on a page with headings of these `slugs` after `ids`; else a heading that was probably meant.
    fn anchor(&self, slugs: &BTreeSet<String>, ids: &str, fragment: &str) -> Result<String, Option<String>> {
        let bare = fragment.strip_prefix(ID_PREFIX).unwrap_or(fragment);
        if slugs.contains(bare) {
            return Ok(format!("{ID_PREFIX}{ids}{bare}"));
        }
        // Scorecards have an anchor for each KPI.
        let facts = self.context.edition.facts();
        if KpiId::new(fragment).is_some_and(|id| facts.kpi(&id).is_some()) {
            return Ok(fragment.to_owned());
        }
        Err(self.may_help().then(|| nearest(bare, slugs.iter().map(String::as_str))).flatten())
    }

    fn no_anchor(&mut self, target: &str, meant: Option<String>) -> Problem {
        self.broken += 1;
        let help = meant.map(|slug| format!("did you mean `#{slug}`?"));
        Problem::BrokenLink { target: target.to_owned(), help }
    }

    fn no_page(&mut self, target: &str, link: &Link, why: NoSuchPage) -> Problem {
        self.broken += 1;
        let facts = self.context.edition.facts();
        match why {
            NoSuchPage::Withheld => called::withheld(self.context.edition, target),
            NoSuchPage::Unknown | NoSuchPage::Later => {
                let meant = self.may_help().then(|| links::meant(link, self.file, facts)).flatten();
                let help = meant.map(|meant| format!("did you mean `{meant}`?"));
                Problem::BrokenLink { target: target.to_owned(), help }
            }
        }
    }

    /// Looking for what was meant costs as much as the site has pages, so only those get help that are reported.
    fn may_help(&self) -> bool {
        self.broken <= MOST_PROBLEMS
    }
}
