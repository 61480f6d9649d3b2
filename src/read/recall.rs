//! Recall: what this process made of the inputs before, so that a site that is served is not read as a whole for every
//! word that is saved.
//!
//! The shelf keeps what follows from a file's bytes alone. This keeps the figures, and the words about periods, as they
//! were made of files together with everything that these were read against, and so only as long as nothing of that
//! changed. What was said about a file is said again: whatever was not made in silence is made again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use sha2::{Digest, Sha256};

use super::Options;
use super::files::{Files, Stamps};
use super::stamp::{DiskTime, Stamp};
use crate::diagnostic::Diagnostics;
use crate::model::{Commentary, Series, Snapshot, Subject};

/// What was made of the inputs of one site.
#[derive(Debug, Default)]
pub struct Recall(Mutex<Recalled>);

/// All snapshots, the figures in them, and those that are expected in the period that is to be put on record.
pub(super) type Figures = (Vec<Snapshot>, BTreeMap<Subject, Series>, BTreeSet<Subject>);

#[derive(Debug, Default)]
struct Recalled {
    /// How everything stood that what is below was read against.
    against: [u8; 16],
    figures: Option<Figures>,
    words: BTreeMap<PathBuf, (Stamp, Commentary)>,
    /// The folders whose boards on the shelf were as they had to be.
    boards: BTreeSet<String>,
}

/// One reading that recalls.
pub(super) struct Recalling<'r> {
    recall: &'r Recall,
    time: DiskTime,
    stamps: &'r Stamps,
    diagnostics: &'r Diagnostics,
}

impl<'r> Recalling<'r> {
    /// `None` where one of the files that others are read against may have changed without its stamp telling.
    pub(super) fn new(
        recall: &'r Recall,
        time: DiskTime,
        files: &'r Files,
        options: &Options,
        diagnostics: &'r Diagnostics,
    ) -> Option<Self> {
        let words: BTreeSet<&str> = files.scorecards.iter().filter_map(|file| file.to_str()).collect();
        let mut against = Sha256::new().chain_update(format!("{options:?}"));
        for (file, stamp) in files.stamps.iter().filter(|(file, _)| !words.contains(file.as_str())) {
            against.update(file);
            against.update([0]);
            against.update(Some(stamp).filter(|stamp| stamp.has_settled(time))?.bytes());
        }
        let against = against.finalize()[..16].try_into().expect("a SHA-256 hash has 32 bytes");
        let mut recalled = recall.lock();
        if recalled.against != against {
            *recalled = Recalled { against, ..Recalled::default() };
        }
        Some(Self { recall, time, stamps: &files.stamps, diagnostics })
    }

    /// The folders of which all is known, so that their boards on the shelf need not be read.
    pub(super) fn spared(&self, files: &Files) -> BTreeSet<String> {
        let recalled = self.recall.lock();
        let folder = |file: &Path| file.parent().and_then(Path::to_str).unwrap_or_default().to_owned();
        let snapshots = files.snapshots.iter().filter(|_| recalled.figures.is_some()).map(|file| folder(file));
        let words = files.scorecards.iter().map(|file| folder(file));
        let mut spared: BTreeSet<String> = snapshots.chain(words).filter(|of| recalled.boards.contains(of)).collect();
        for file in &files.scorecards {
            let stamp = file.to_str().and_then(|file| self.stamps.get(file));
            if recalled.words.get(file).map(|(known, _)| known) != stamp {
                spared.remove(&folder(file));
            }
        }
        spared
    }

    /// Notes down the folders whose boards are as they have to be.
    pub(super) fn note(&self, boards: BTreeSet<String>) {
        self.recall.lock().boards = boards;
    }

    /// The figures, which `read` reads where they are not known, or have to be read anyhow.
    pub(super) fn figures(&self, anyhow: bool, read: impl FnOnce() -> Figures) -> Figures {
        let known = self.recall.lock().figures.clone().filter(|_| !anyhow);
        known.unwrap_or_else(|| {
            let said = self.diagnostics.noted();
            let figures = read();
            if self.diagnostics.noted() == said {
                self.recall.lock().figures = Some(figures.clone());
            }
            figures
        })
    }

    /// The words about a period in `file`, which `read` reads where they are not known, or have to be read anyhow.
    pub(super) fn words(
        &self,
        file: &Path,
        anyhow: bool,
        read: impl FnOnce() -> Option<Commentary>,
    ) -> Option<Commentary> {
        let stamp = *self.stamps.get(file.to_str()?)?;
        let known = || {
            let recalled = self.recall.lock();
            recalled.words.get(file).filter(|(known, _)| *known == stamp).map(|(_, words)| words.clone())
        };
        (!anyhow).then(known).flatten().or_else(|| {
            let said = self.diagnostics.noted();
            let words = read()?;
            if stamp.has_settled(self.time) && self.diagnostics.noted() == said {
                self.recall.lock().words.insert(file.to_owned(), (stamp, words.clone()));
            }
            Some(words)
        })
    }
}

impl Recall {
    fn lock(&self) -> MutexGuard<'_, Recalled> {
        self.0.lock().expect("nobody panics while something is recalled")
    }
}
