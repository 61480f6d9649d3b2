//! Files → output folder: all of them or none.
//!
//! An [`Output`] is given a plan, every file of the site with a key that changes when its content could, and a
//! function that makes one of them. [`Folder`] publishes: it makes what may have changed, writes what did, and
//! exchanges the finished site with the one that was there. [`ShareFolder`] does that with a share of the files, and
//! [`Shares`] joins all of them. [`Nowhere`] makes everything and writes nothing.
//!
//! # What lies where
//!
//! ```text
//! public/                          the site
//! public/.plaudit-manifest         what Plaudit published here: path and SHA-256 of every file, audience, latest period
//! .public.spare-plaudit/           beside it, for its owner only
//!     tree/                        the spare tree: between two builds what was published in the site
//!     journal                      only while the spare tree is being changed: what in it is ours
//!     lock                         held by the build that writes here
//!     kept/                        what somebody else put into the site and could not stay there
//! .plaudit/published/<output>      in the site's root: the key of every file, and its size and time
//! .plaudit/published/<output>.inputs   how the inputs stood that the site was made from
//! ```
//!
//! Keys are never in the output: a hash of something that is withheld can be guessed.
//!
//! # Why a crash does no harm
//!
//! A build changes the spare tree only, after it has noted in the journal which paths that concerns. When everything
//! is written, the site and the spare tree change places; that is one step of the file system where it has one, and two
//! renames elsewhere, which the next build completes. Afterwards the old tree is brought in line with the site, so
//! that it neither keeps what was withdrawn nor shows old pages to a server that still holds that folder. Nothing
//! cleans up after a failure: the next build does, from whatever is there, so that a failed build and a killed one
//! are the same case.

mod address;
mod build;
mod disk;
mod folder;
mod location;
mod loose;
mod manifest;
mod memory;
mod recall;
mod replaced;
mod report;
mod seal;
mod share;
mod spare;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, Reported};

pub use folder::Folder;
pub use loose::{refusal_of, refusal_of_file, write_files};
pub use manifest::MANIFEST;
pub use recall::Recall;
pub use seal::{Package, Sealed, Verified, seal, verify};
pub use share::{Share, ShareFolder, ShareLabel, Shares};

/// A file of the site before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where it goes: relative to the output folder, parts separated by `/`, printable ASCII, at most 120 characters.
    pub path: String,
    /// Changes when the content could; a file whose key is the same as last time is not made again.
    pub key: [u8; 16],
    /// When it is best begun: files of smaller turns first. What that changes is only how long all of them take.
    pub turn: u32,
    /// Where the SHA-256 of its content is noted down as soon as it is known, for another file that tells it: before
    /// anything is made for a file that stays as it is, otherwise when it was made.
    pub checksum: Option<Arc<OnceLock<[u8; 32]>>>,
}

impl Planned {
    fn note(&self, hash: impl FnOnce() -> [u8; 32]) {
        if let Some(checksum) = &self.checksum {
            checksum.get_or_init(hash);
        }
    }
}

/// Whose edition is published, and up to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionLabel {
    /// The narrower audience it is for; `None` for everyone's.
    pub audience: Option<String>,
    /// The latest period in it: `2026-10`, `2026-Q4`, `2026-W41`.
    pub latest: String,
    /// Which share of it; `None` for the whole.
    pub share: Option<ShareLabel>,
}

/// Changes when anything does that a site is made from.
pub type Fingerprint = [u8; 16];

/// Makes the planned file of that number.
pub type Make<'a> = dyn Fn(usize) -> Result<Vec<u8>, Reported> + Sync + 'a;

/// Where the files of a site go.
pub trait Output: Sync {
    /// Publishes the files of `plan`, all or none; `make` is called from several threads, once at most for each.
    ///
    /// Fails when `make` does, when `diagnostics` say not to proceed once everything is made, and when the files
    /// cannot be written; then the site that was there is untouched. A file is made again when its making added to
    /// `diagnostics` the last time, so that a warning is repeated as long as it holds.
    fn publish(
        &self,
        plan: &[Planned],
        edition: &EditionLabel,
        make: &Make<'_>,
        diagnostics: &Diagnostics,
    ) -> Result<Published, Reported>;

    /// Whether what is published stays, so that it pays to keep what helps the next build.
    fn is_kept(&self) -> bool {
        false
    }

    /// What publishing would do if nothing but what [`remember`](Self::remember) was told has to be published: nothing.
    /// `None` where that is not so, or a published file does not stand as it was written.
    fn standing(&self, inputs: Fingerprint) -> Option<Published> {
        let _ = inputs;
        None
    }

    /// Notes down that what is published now was made from these inputs.
    fn remember(&self, inputs: Fingerprint) {
        let _ = inputs;
    }

    /// Who is told how far the build has come.
    fn progress(&self) -> Option<&dyn Progress> {
        None
    }
}

/// What publishing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many files were made, whether they turned out changed or not.
    pub made: usize,
    /// The files that are new or have a new content, in the order of their paths; not those that somebody changed by hand
    /// and that are as they were again without having been made.
    pub written: Vec<String>,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// The files that are gone, in the order of their paths.
    pub removed: Vec<String>,
    /// The size of the whole site.
    pub bytes: u64,
}

/// What a build does, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The inputs are read and checked.
    Reading,
    /// What the audience may not know is taken out.
    Disclosing,
    /// The series are prepared.
    Analysing,
    /// Every page gets its address and its key.
    Outlining,
    /// What was published before is looked at.
    Comparing,
    /// Pages are made and written to the spare tree.
    Making,
    /// The finished site takes the place of the one before.
    Publishing,
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// A step begins; the one before is over.
    fn step(&self, step: Step);
    /// So many files are going to be made.
    fn begin(&self, files: usize);
    /// The file at `path` is going to be made, by the thread that says so.
    fn making(&self, path: &str);
    /// It has been, by the same thread.
    fn made(&self, path: &str);
}

/// Makes every file and writes nothing: what `check` publishes to.
#[derive(Default)]
pub struct Nowhere<'a> {
    progress: Option<&'a dyn Progress>,
    /// The keys of files in whose making there was nothing to report.
    silent: BTreeMap<String, [u8; 16]>,
}

impl<'a> Nowhere<'a> {
    /// Nowhere, telling `progress` how far it has come.
    pub fn with_progress(progress: &'a dyn Progress) -> Self {
        Self { progress: Some(progress), ..Self::default() }
    }

    /// Leaves out what was made for `folder` with nothing to report, and would be made again from the same: making it
    /// would say nothing new.
    #[must_use]
    pub fn knowing(self, folder: &Folder) -> Self {
        Self { silent: folder.silent(), ..self }
    }
}

impl Output for Nowhere<'_> {
    fn publish(
        &self,
        plan: &[Planned],
        _edition: &EditionLabel,
        make: &Make<'_>,
        diagnostics: &Diagnostics,
    ) -> Result<Published, Reported> {
        address::check(plan, diagnostics)?;
        if let Some(progress) = self.progress {
            progress.step(Step::Making);
            progress.begin(plan.len());
        }
        let bytes = AtomicU64::new(0);
        let mut in_turn: Vec<usize> = (0..plan.len()).collect();
        in_turn.sort_by_key(|index| plan[*index].turn);
        let made: Vec<_> = in_turn
            .into_par_iter()
            .map(|index| {
                let Planned { path, key, .. } = &plan[index];
                if let Some(progress) = self.progress {
                    progress.making(path);
                }
                let is_known = self.silent.get(path) == Some(key);
                let contents = if is_known { Ok(Vec::new()) } else { make(index) };
                if let Some(progress) = self.progress {
                    progress.made(path);
                }
                let contents = contents?;
                if !is_known {
                    plan[index].note(|| manifest::hash(&contents));
                }
                bytes.fetch_add(contents.len() as u64, Ordering::Relaxed);
                Ok(!is_known)
            })
            .collect();
        let made: Vec<bool> = made.into_iter().collect::<Result<_, Reported>>()?;
        diagnostics.proceed()?;
        let made = made.into_iter().filter(|is_made| *is_made).count();
        Ok(Published { made, unchanged: plan.len() - made, bytes: bytes.into_inner(), ..Published::default() })
    }

    fn progress(&self) -> Option<&dyn Progress> {
        self.progress
    }
}
