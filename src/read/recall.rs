//! Recall: what this process made of the inputs before, so that a site that is served is not read as a whole for every
//! word that is saved.
//!
//! The shelf keeps what follows from a file's bytes alone. This keeps the figures, and the words about periods, as they
//! were made of files together with everything that these were read against, and so only as long as nothing of that
//! changed. What was said about a file is said again: whatever was not made in silence is made again.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use sha2::{Digest, Sha256};

use super::Options;
use super::drawer::Lost;
use super::files::Files;
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
    /// The files with words about periods, in their order.
    files: Vec<PathBuf>,
    /// For each of these: how it stood, and what was read in it.
    words: Vec<Option<Words>>,
    /// The folders whose boards on the shelf were as they had to be.
    boards: BTreeSet<String>,
    /// Says so when words cannot be had again.
    lost: Lost,
}

/// Words about a period, and how their file stood when they were read.
type Words = (Stamp, Commentary);

/// One reading that recalls.
pub(super) struct Recalling<'r> {
    recall: &'r Recall,
    /// How everything stands that words about periods are read against.
    against: [u8; 16],
    time: DiskTime,
    /// The files with words about periods.
    files: &'r [PathBuf],
    /// For each of these how it stands.
    stamps: Vec<Option<Stamp>>,
    /// For each of these what was read in it while it stood like that.
    known: Vec<Option<Words>>,
    /// What was read this time, by the number of its file.
    found: Mutex<Vec<(usize, Words)>>,
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
        if recalled.against != against || recalled.lost.is_any() {
            *recalled = Recalled { against, ..Recalled::default() };
        }
        let stamp = |file: &PathBuf| files.stamps.get(file.to_str()?).copied();
        let stamps: Vec<_> = files.scorecards.iter().map(stamp).collect();
        let mut known = mem::take(&mut recalled.words);
        if recalled.files != files.scorecards {
            let mut by_file: BTreeMap<PathBuf, _> = mem::take(&mut recalled.files).into_iter().zip(known).collect();
            known = files.scorecards.iter().map(|file| by_file.remove(file).flatten()).collect();
            recalled.files.clone_from(&files.scorecards);
        }
        for (known, now) in known.iter_mut().zip(&stamps) {
            known.take_if(|(stood, _)| Some(*stood) != *now);
        }
        let found = Mutex::default();
        Some(Self { recall, against, time, files: &files.scorecards, stamps, known, found, diagnostics })
    }

    /// Changes with everything but words about periods.
    pub(super) fn against(&self) -> [u8; 16] {
        self.against
    }

    /// Where it is noted down that words cannot be had again, also those that were read before.
    pub(super) fn lost(&self) -> Lost {
        self.recall.lock().lost.clone()
    }

    /// The folders of which all is known, so that their boards on the shelf need not be read.
    pub(super) fn spared(&self, files: &Files) -> BTreeSet<String> {
        let recalled = self.recall.lock();
        let folder = |file: &Path| file.parent().and_then(Path::to_str).unwrap_or_default().to_owned();
        let snapshots = files.snapshots.iter().filter(|_| recalled.figures.is_some()).map(|file| folder(file));
        let mut spared: BTreeSet<String> = snapshots.collect();
        let (mut before, mut unknown) = (None, BTreeSet::new());
        for (file, known) in self.files.iter().zip(&self.known) {
            // Most often it is the folder of the one before.
            let parent = file.parent();
            if before != Some(parent) {
                spared.insert(folder(file));
                before = Some(parent);
            }
            if known.is_none() {
                unknown.insert(folder(file));
            }
        }
        spared.retain(|of| recalled.boards.contains(of) && !unknown.contains(of));
        spared
    }

    /// Notes down what was read, and the folders whose boards are as they have to be.
    pub(super) fn note(self, boards: BTreeSet<String>) {
        let mut words = self.known;
        for (index, found) in self.found.into_inner().unwrap_or_default() {
            words[index] = Some(found);
        }
        let mut recalled = self.recall.lock();
        recalled.words = words;
        recalled.boards = boards;
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

    /// The words about a period in the file of that number, which `read` reads where they are not known, or have to be
    /// read anyhow.
    pub(super) fn words(
        &self,
        index: usize,
        anyhow: bool,
        read: impl FnOnce() -> Option<Commentary>,
    ) -> Option<Commentary> {
        if let Some((_, words)) = self.known[index].as_ref().filter(|_| !anyhow) {
            return Some(words.clone());
        }
        let said = self.diagnostics.noted();
        let words = read()?;
        if let Some(stamp) = self.stamps[index].filter(|stamp| stamp.has_settled(self.time))
            && self.diagnostics.noted() == said
        {
            self.found.lock().expect("nobody panics while noting words down").push((index, (stamp, words.clone())));
        }
        Some(words)
    }
}

impl Recall {
    fn lock(&self) -> MutexGuard<'_, Recalled> {
        self.0.lock().expect("nobody panics while something is recalled")
    }
}
