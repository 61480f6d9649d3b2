//! One build into one output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::disk::{Disk, Done};
use super::manifest::{Hash, Manifest, hash};
use super::memory::{Entries, Entry, Memory, NO_KEY, Stamp};
use super::report::Says;
use super::spare::{Changes, Spare};
use super::{EditionLabel, MANIFEST, Make, Planned, Progress, Published, Step};
use crate::diagnostic::{Refusal, Reported};

/// Everything that a build needs to know; the folder is locked and may be replaced.
pub(super) struct Build<'a> {
    pub(super) plan: &'a [Planned],
    pub(super) edition: &'a EditionLabel,
    pub(super) make: &'a Make<'a>,
    pub(super) progress: Option<&'a dyn Progress>,
    pub(super) says: Says<'a>,
    pub(super) disk: &'a Disk,
    /// The real path of the output folder.
    pub(super) site: &'a Path,
    pub(super) spare: Spare<'a>,
    pub(super) memory: Memory,
    /// What is published there now, as it is and as it is written.
    pub(super) before: Option<(Manifest, String)>,
}

impl<'p> Build<'p> {
    /// Makes what may have changed, and publishes when something did.
    pub(super) fn run(&'p self) -> Result<Published, Reported> {
        let failed = |failure| self.says.failed(failure);
        let text_before = self.before.as_ref().map_or("", |(_, text)| text);
        if self.spare.is_untidy(text_before) {
            let published = self.before.as_ref().map(|(manifest, _)| manifest);
            let aside = self.spare.tidy(published).map_err(failed)?;
            self.says.put_aside(&aside);
        }
        let entries_before = self.memory.read(text_before);
        let held = self.held(&entries_before);
        let wanted: Vec<usize> = (0..self.plan.len()).filter(|index| self.is_wanted(*index, &held)).collect();
        let planned: BTreeMap<&str, usize> =
            self.plan.iter().enumerate().map(|(index, planned)| (planned.path.as_str(), index)).collect();
        let going: Vec<&str> = held.keys().copied().filter(|path| !planned.contains_key(path)).collect();
        let is_same_label = self.before.as_ref().is_some_and(|(manifest, _)| manifest.label == *self.edition);
        if wanted.is_empty() && going.is_empty() && is_same_label {
            self.says.diagnostics.proceed()?;
            let bytes = held.values().filter_map(|held| held.intact).map(|entry| entry.stamp.size).sum();
            return Ok(Published { unchanged: self.plan.len(), bytes, ..Published::default() });
        }

        let added: Vec<_> = planned.keys().copied().filter(|path| !held.contains_key(path)).collect();
        self.refuse_occupied(&added)?;
        let stays = |(path, held): (&&'p str, &Held)| {
            planned.contains_key(path).then_some((*path, held.intact.map(|entry| entry.stamp)))
        };
        let staying: Vec<_> = held.iter().filter_map(stays).collect();
        self.spare.prepare(&staying, &going, &added).map_err(failed)?;
        let made = self.make_all(&wanted, &held)?;
        self.says.diagnostics.proceed()?;
        let site = self.new_site(&planned, &going, &held, &made);
        let published = Published {
            made: wanted.len(),
            written: site.changes.written.len(),
            unchanged: self.plan.len() - site.changes.written.len(),
            removed: site.changes.removed.len(),
            bytes: site.entries.values().map(|entry| entry.stamp.size).sum(),
        };
        if site.manifest == text_before && site.changes.written.is_empty() {
            self.spare.leave().map_err(failed)?;
            if site.entries != entries_before {
                self.remember(&site);
                self.memorised();
            }
            return Ok(published);
        }
        self.begins(Step::Publishing);
        self.put_in_place(&site)?;
        Ok(published)
    }

    fn begins(&self, step: Step) {
        if let Some(progress) = self.progress {
            progress.step(step);
        }
    }

    /// The site as it will be: what was made, and what stays.
    fn new_site(
        &self,
        planned: &BTreeMap<&str, usize>,
        going: &[&str],
        held: &BTreeMap<&str, Held>,
        made: &[Option<Made>],
    ) -> NewSite {
        let mut manifest = Manifest { label: self.edition.clone(), files: BTreeMap::new() };
        let mut entries = Entries::new();
        let mut changes =
            Changes { removed: going.iter().map(|path| (*path).to_owned()).collect(), ..Changes::default() };
        for (path, index) in planned {
            let (hash, entry) = match &made[*index] {
                Some(made) => {
                    if made.is_written {
                        changes.written.insert((*path).to_owned());
                    }
                    (made.hash, made.entry)
                }
                None => {
                    let held = held[path];
                    (held.hash, held.intact.expect("a file that is not made again is intact"))
                }
            };
            manifest.files.insert((*path).to_owned(), hash);
            entries.insert((*path).to_owned(), entry);
        }
        NewSite { manifest: manifest.text(), entries, changes }
    }

    /// Publishes what is written; what goes wrong after that is a warning.
    fn put_in_place(&self, site: &NewSite) -> Result<(), Reported> {
        let failed = |failure| self.says.failed(failure);
        self.spare.write(MANIFEST, site.manifest.as_bytes()).map_err(failed)?;
        self.remember(site);
        self.spare.exchange(&site.changes).map_err(failed)?;
        self.memorised();
        match self.spare.settle(self.before.as_ref().map(|(manifest, _)| manifest), &site.changes) {
            Ok(aside) => self.says.put_aside(&aside),
            Err(failure) => self.says.untidy(failure),
        }
        Ok(())
    }

    /// What is published, and whether it still stands there as it was.
    fn held(&self, entries: &Entries) -> BTreeMap<&str, Held> {
        let Some((manifest, _)) = &self.before else { return BTreeMap::new() };
        let files: Vec<_> = manifest.files.iter().collect();
        let look = |(path, hash): &(&String, &Hash)| {
            let entry = entries.get(*path).copied();
            let intact = entry.filter(|entry| entry.stands(self.site, path));
            Held { hash: **hash, intact }
        };
        let looked: Vec<Held> = files.par_iter().with_min_len(64).map(look).collect();
        files.into_iter().map(|(path, _)| path.as_str()).zip(looked).collect()
    }

    /// Whether a planned file has to be made: its content could have changed, or it does not stand there as it was.
    fn is_wanted(&self, index: usize, held: &BTreeMap<&str, Held>) -> bool {
        let Planned { path, key } = &self.plan[index];
        let intact = held.get(path.as_str()).and_then(|held| held.intact);
        intact.is_none_or(|entry| entry.key != *key)
    }

    fn refuse_occupied(&self, added: &[&str]) -> Result<(), Reported> {
        let occupied = |path: &&&str| {
            let found = fs::symlink_metadata(self.site.join(path));
            // A folder may be one of ours that goes.
            found.is_ok_and(|found| !found.is_dir())
        };
        match added.par_iter().with_min_len(64).find_first(occupied) {
            Some(path) => Err(self.says.refused(self.site, Refusal::Occupied { file: (**path).to_owned() })),
            None => Ok(()),
        }
    }

    /// Makes the wanted files and writes those that differ, each as soon as it is made.
    fn make_all(&self, wanted: &[usize], held: &BTreeMap<&str, Held>) -> Result<Vec<Option<Made>>, Reported> {
        self.begins(Step::Making);
        if let Some(progress) = self.progress {
            progress.begin(wanted.len());
        }
        let disk_failed = AtomicBool::new(false);
        let results: Vec<_> = wanted
            .par_iter()
            .map(|index| {
                // Problems of all pages are reported, but a disk that fails once is not tried again.
                let said = self.says.diagnostics.count();
                let path = self.plan[*index].path.as_str();
                if let Some(progress) = self.progress {
                    progress.making(path);
                }
                let contents = (self.make)(*index)?;
                let is_silent = self.says.diagnostics.count() == said;
                if let Some(progress) = self.progress {
                    progress.made(path);
                }
                if disk_failed.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let Planned { path, key } = &self.plan[*index];
                let key = if is_silent { *key } else { NO_KEY };
                self.take(path, key, &contents, held.get(path.as_str())).map(Some).map_err(|failure| {
                    disk_failed.store(true, Ordering::Relaxed);
                    self.says.failed(failure)
                })
            })
            .collect();
        let mut made: Vec<_> = self.plan.iter().map(|_| None).collect();
        for (index, result) in wanted.iter().zip(results) {
            made[*index] = result?;
        }
        Ok(made)
    }

    /// A file that was made: written, unless it stands there already.
    fn take(&self, path: &str, key: [u8; 16], contents: &[u8], held: Option<&Held>) -> Done<Made> {
        let hash = hash(contents);
        let standing = match held {
            Some(held) if held.hash == hash => match held.intact {
                Some(entry) => Some(entry.stamp),
                None => standing(&self.site.join(path), contents),
            },
            _ => None,
        };
        let stamp = match standing {
            Some(stamp) => stamp,
            None => self.spare.write(path, contents)?,
        };
        Ok(Made { hash, entry: Entry { key, stamp }, is_written: standing.is_none() })
    }

    /// Notes down what will be true after the exchange; without it the next build only takes longer.
    fn remember(&self, site: &NewSite) {
        let _ = self.memory.prepare(self.disk, &site.manifest, &site.entries);
    }

    fn memorised(&self) {
        let _ = self.memory.settle(self.disk);
    }
}

/// What is known of a published file.
#[derive(Clone, Copy)]
struct Held {
    hash: Hash,
    /// Its key and its stamp, if it still stands on the disk as it was published.
    intact: Option<Entry>,
}

/// A file of the new site.
struct Made {
    hash: Hash,
    entry: Entry,
    is_written: bool,
}

/// The site as it will be.
struct NewSite {
    manifest: String,
    entries: Entries,
    changes: Changes,
}

/// How the file at `path` stands there, if its content is `contents`.
fn standing(path: &Path, contents: &[u8]) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let is_same = metadata.is_file() && metadata.len() == contents.len() as u64 && fs::read(path).ok()? == contents;
    is_same.then(|| Stamp::of(&metadata))
}
