//! Recall: what a process that publishes to one folder again and again remembers of it, so that it neither reads what it
//! wrote itself nor asks the disk about every file of it.
//!
//! Only for a folder that nobody else writes to, such as that of a site while it is being written: a file that somebody
//! takes out of it meanwhile is missed by the next process.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::MANIFEST;
use super::manifest::Manifest;
use super::memory::{Entries, Stamp};

/// What a process remembers of the folder that it published to last.
#[derive(Debug, Default)]
pub struct Recall(Mutex<Option<Recalled>>);

#[derive(Debug)]
struct Recalled {
    site: PathBuf,
    /// How the manifest stood when it was put there.
    stamp: Stamp,
    known: Arc<Known>,
}

/// What is known of a published site.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) manifest: Manifest,
    /// The manifest as it is written.
    pub(super) text: String,
    pub(super) entries: Entries,
}

impl Recall {
    /// What is remembered of `site`, if that is what is published there.
    pub(super) fn known(&self, site: &Path) -> Option<Arc<Known>> {
        let recalled = self.0.lock().ok()?;
        let recalled = recalled.as_ref().filter(|recalled| recalled.site == site)?;
        (Some(recalled.stamp) == stamp(site)).then(|| recalled.known.clone())
    }

    /// Remembers what was published in `site`.
    pub(super) fn note(&self, site: &Path, known: Known) {
        if let (Ok(mut recalled), Some(stamp)) = (self.0.lock(), stamp(site)) {
            *recalled = Some(Recalled { site: site.to_owned(), stamp, known: known.into() });
        }
    }
}

fn stamp(site: &Path) -> Option<Stamp> {
    fs::symlink_metadata(site.join(MANIFEST)).ok().map(|found| Stamp::of(&found))
}
