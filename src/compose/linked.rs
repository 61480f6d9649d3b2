//! What words lead to, as part of the key of their page: a page is made again when something that it links to or shows
//! has moved, gone or come, although nothing that is written on it has changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::model::{Image, Markdown, Organisation, Picture};

use super::key::{Key, Keyed, text_key};
use super::outline::{Page, pages_of_files, place_of, texts};
use super::prose::{self, Reference};
use super::route::{NewsletterFormat, Route};

/// Joins to the key of each of `pages`, which are in the order of their addresses, what its words lead to.
///
/// `written` is filled with the page of every Markdown file if any words link to one.
pub(super) fn join(
    pages: &mut [Page],
    facts: &Organisation,
    pictures: &BTreeMap<String, Picture>,
    written: &OnceLock<BTreeMap<String, Route>>,
) {
    let links = Links { pages, facts, texts: texts(facts).collect(), written, pictures };
    let keys = pages.par_iter().with_min_len(256).map_init(Led::default, |led, page| links.key(page, led));
    let keys: Vec<Option<Key>> = keys.collect();
    for (page, key) in pages.iter_mut().zip(keys) {
        page.key = key.unwrap_or(page.key);
    }
}

/// Everything that words may lead to.
struct Links<'a> {
    pages: &'a [Page],
    facts: &'a Organisation,
    /// All words but those about a period.
    texts: BTreeMap<Route, &'a Markdown>,
    written: &'a OnceLock<BTreeMap<String, Route>>,
    pictures: &'a BTreeMap<String, Picture>,
}

/// What words lead to: all words of one folder with the same targets lead to the same, and there are many of them.
#[derive(Default)]
struct Led<'a> {
    folder: Option<&'a Path>,
    targets: &'a str,
    to: Option<Key>,
}

impl<'a> Links<'a> {
    /// The key of a page with what its words lead to; `None` where they lead to nothing of the site.
    ///
    /// `led` says it of the words before.
    fn key(&self, page: &Page, led: &mut Led<'a>) -> Option<Key> {
        let words = self.words(&page.route)?;
        let to = match &words.text.signs().targets {
            Some(targets) => {
                let folder = words.file.parent();
                if (led.folder, led.targets) != (folder, targets) {
                    *led = Led { folder, targets, to: self.led_to(words) };
                }
                led.to?
            }
            None => self.led_to(words)?,
        };
        Some(Keyed::after(page.key).with_key(to).key())
    }

    /// The key of what words lead to; `None` where it is nothing of the site.
    fn led_to(&self, words: &Markdown) -> Option<Key> {
        let references = prose::references(words);
        let key = || references.iter().fold(Keyed::empty(), |key, reference| self.with(key, reference)).key();
        (!references.is_empty()).then(key)
    }

    /// The words on a page.
    fn words(&self, route: &Route) -> Option<&'a Markdown> {
        let (period, part) = match route {
            Route::Scorecard(period) => (*period, None),
            Route::PartScorecard(period, part) => (*period, Some(part)),
            // The file of an issue says what its page says; a picture has no words.
            Route::NewsletterFile(_, NewsletterFormat::Chart) => return None,
            Route::NewsletterFile(period, _) => return self.texts.get(&Route::Newsletter(*period)).copied(),
            _ => return self.texts.get(route).copied(),
        };
        self.facts.commentary(period, part).map(|words| &words.body)
    }

    fn with(&self, key: Keyed, reference: &Reference) -> Keyed {
        match reference {
            Reference::Words { file, has_fragment } => {
                let route = self.written.get_or_init(|| pages_of_files(self.facts)).get(file);
                let key = key.with_text(&route.map(Route::path).unwrap_or_default());
                // The words there may lose the heading that is meant.
                let there = route.filter(|_| *has_fragment).and_then(|route| self.words(route));
                there.into_iter().fold(key, |key, words| key.with_key(text_key(words)))
            }
            Reference::Address(address) => {
                let place = place_of(self.pages, address);
                key.with_text(place.map_or("", |place| self.pages[place].path.as_str()))
            }
            Reference::Picture(file) => {
                key.with_number(usize::from(Image::is_picture(file))).with(&self.pictures.get(file).map(|it| it.size))
            }
        }
    }
}
