//! One build into one output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::disk::{Disk, Done};
use super::manifest::{Hash, Manifest, hash};
use super::memory::{Entries, Entry, Memory, NO_KEY, Stamp, all_stand};
use super::recall::{Known, Recall};
use super::report::Says;
use super::spare::{Changes, Spare, Staying};
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
    pub(super) before: Option<(&'a Manifest, &'a str)>,
    /// What this process remembers of that, if nobody but this process writes there.
    pub(super) recalled: Option<&'a Entries>,
    /// Where it remembers what it published.
    pub(super) recall: Option<&'a Recall>,
}

impl<'p> Build<'p> {
    /// Makes what may have changed, and publishes when something did.
    pub(super) fn run(&'p self) -> Result<Published, Reported> {
        let failed = |failure| self.says.failed(failure);
        let text_before = self.before.map_or("", |(_, text)| text);
        if self.spare.is_untidy(text_before) {
            let published = self.before.map(|(manifest, _)| manifest);
            let aside = self.spare.tidy(published).map_err(failed)?;
            self.says.put_aside(&aside);
        }
        let read;
        let entries_before = match self.recalled {
            Some(recalled) => recalled,
            None => {
                read = self.memory.read(text_before);
                &read
            }
        };
        // Of a folder that is remembered both trees have to be right: the next build looks at neither.
        let first = if self.recall.is_some() { Tree::Site } else { Tree::Spare };
        let mut files = self.files(entries_before, first);
        // What is in the spare tree says nothing of a site that stays.
        if first == Tree::Spare && self.is_nothing_to_do(&files) {
            files = self.files(entries_before, Tree::Site);
        }
        let mut wanted: Vec<usize> = (0..files.len()).filter(|index| files[*index].is_wanted()).collect();
        for file in files.iter().filter(|file| !file.is_wanted()) {
            if let (Some((index, _)), Some(held)) = (file.planned, file.held) {
                self.plan[index].note(|| held.hash);
            }
        }
        if self.is_nothing_to_do(&files) {
            self.says.diagnostics.proceed()?;
            let bytes = files.iter().filter_map(File::intact).map(|entry| entry.stamp.size).sum();
            return Ok(Published { unchanged: self.plan.len(), bytes, ..Published::default() });
        }

        let going: Vec<&str> = files.iter().filter(|file| file.planned.is_none()).map(|file| file.path).collect();
        let added: Vec<&str> = files.iter().filter(|file| file.held.is_none()).map(|file| file.path).collect();
        self.refuse_occupied(&added)?;
        let stays = |file: &File<'p>| {
            let held = file.held.filter(|_| file.planned.is_some())?;
            let stamp = held.intact.map(|entry| entry.stamp);
            Some(Staying { path: file.path, stamp, is_in_spare: held.is_in_spare })
        };
        let staying: Vec<_> = files.iter().filter_map(stays).collect();
        self.spare.prepare(&staying, &going, &added).map_err(failed)?;
        wanted.sort_by_key(|index| files[*index].planned.map(|(planned, _)| self.plan[planned].turn));
        let made = self.make_all(&files, &wanted)?;
        self.says.diagnostics.proceed()?;
        let site = self.new_site(&files, wanted.iter().copied().zip(made).collect());
        let mut published = Published {
            made: wanted.len(),
            unchanged: self.plan.len() - site.changes.written.len(),
            bytes: site.entries.values().map(|entry| entry.stamp.size).sum(),
            ..Published::default()
        };
        let text = site.manifest.text();
        if text == text_before && site.changes.written.is_empty() && self.site_stands(&site.entries) {
            self.spare.leave().map_err(failed)?;
            if site.entries != *entries_before {
                self.remember(&site, &text);
                self.memorised();
            }
            return Ok(published);
        }
        self.begins(Step::Publishing);
        self.put_in_place(&site, &text)?;
        if let Some(recall) = self.recall {
            recall.note(self.site, Known { manifest: site.manifest, text, entries: site.entries });
        }
        published.written.extend(site.changes.written);
        published.removed.extend(site.changes.removed);
        Ok(published)
    }

    /// Whether what is published is what is planned.
    fn is_nothing_to_do(&self, files: &[File<'_>]) -> bool {
        let is_same_label = self.before.is_some_and(|(manifest, _)| manifest.label == *self.edition);
        is_same_label && files.iter().all(|file| file.planned.is_some() && !file.is_wanted())
    }

    /// Whether the site itself, and not only what is to become of it, is as it was published.
    fn site_stands(&self, entries: &Entries) -> bool {
        self.recalled.is_some() || all_stand(entries, self.site)
    }

    fn begins(&self, step: Step) {
        if let Some(progress) = self.progress {
            progress.step(step);
        }
    }

    /// The site as it will be: what was made, and what stays.
    ///
    /// `made` are the wanted of `files`, by their number.
    fn new_site(&self, files: &[File<'_>], mut made: BTreeMap<usize, Made>) -> NewSite {
        let mut changes = Changes::default();
        let mut all = Vec::with_capacity(files.len());
        for (number, file) in files.iter().enumerate() {
            let path = file.path.to_owned();
            if file.planned.is_none() {
                changes.removed.insert(path);
            } else if let Some(made) = made.remove(&number) {
                if made.is_written {
                    changes.written.insert(path.clone());
                }
                all.push((path, made.hash, made.entry));
            } else {
                let held = file.held.expect("a file that is not made again is there");
                all.push((path, held.hash, held.intact.expect("a file that is not made again is intact")));
            }
        }
        let hashes = all.iter().map(|(path, hash, _)| (path.clone(), *hash)).collect();
        let manifest = Manifest { label: self.edition.clone(), files: hashes };
        NewSite { manifest, entries: all.into_iter().map(|(path, _, entry)| (path, entry)).collect(), changes }
    }

    /// Publishes what is written; what goes wrong after that is a warning.
    fn put_in_place(&self, site: &NewSite, text: &str) -> Result<(), Reported> {
        let failed = |failure| self.says.failed(failure);
        self.spare.write(MANIFEST, text.as_bytes()).map_err(failed)?;
        self.remember(site, text);
        self.spare.exchange(&site.changes).map_err(failed)?;
        self.memorised();
        match self.spare.settle(self.before.map(|(manifest, _)| manifest), &site.changes) {
            Ok(aside) => self.says.put_aside(&aside),
            Err(failure) => self.says.untidy(failure),
        }
        Ok(())
    }

    /// What is planned and what is published, file by file in the order of their paths.
    ///
    /// A file is intact if it stands in the `first` of the two trees as it was written, or else in the site: of the spare
    /// tree the next site is made, so that what is right there need not be looked at in the site too.
    fn files(&'p self, entries: &Entries, first: Tree) -> Vec<File<'p>> {
        let published = self.before.map(|(manifest, _)| manifest.files.iter()).into_iter().flatten();
        let published: Vec<_> = published.collect();
        let spare = self.spare.tree().filter(|_| first == Tree::Spare);
        let look = |(path, hash): &(&'p String, &Hash)| {
            let entry = entries.get(*path).copied();
            let stands = |tree| entry.is_some_and(|entry| entry.stands(tree, path));
            let is_in_spare = self.recalled.is_some() || spare.is_some_and(stands);
            let intact = entry.filter(|_| is_in_spare || stands(self.site));
            (path.as_str(), Held { hash: **hash, intact, is_in_spare })
        };
        let held: Vec<(&str, Held)> = published.par_iter().with_min_len(64).map(look).collect();
        let mut held = held.into_iter().peekable();
        let mut planned: Vec<usize> = (0..self.plan.len()).collect();
        planned.sort_by(|one, other| self.plan[*one].path.cmp(&self.plan[*other].path));
        let mut files = Vec::with_capacity(planned.len());
        let going = |(path, held)| File { path, planned: None, held: Some(held) };
        for index in planned {
            let Planned { path, key, .. } = &self.plan[index];
            while let Some(before) = held.next_if(|(before, _)| *before < path.as_str()) {
                files.push(going(before));
            }
            let held = held.next_if(|(before, _)| *before == path.as_str()).map(|(_, held)| held);
            files.push(File { path, planned: Some((index, *key)), held });
        }
        files.extend(held.map(going));
        files
    }

    fn refuse_occupied(&self, added: &[&str]) -> Result<(), Reported> {
        if !self.site.exists() {
            // Nothing is in the way of a first build.
            return Ok(());
        }
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

    /// Makes the `wanted` among `files`, begun in their order, and writes those that differ, each as soon as it is made.
    fn make_all(&self, files: &[File<'_>], wanted: &[usize]) -> Result<Vec<Made>, Reported> {
        self.begins(Step::Making);
        if let Some(progress) = self.progress {
            progress.begin(wanted.len());
        }
        let disk_failed = AtomicBool::new(false);
        let results: Vec<_> = wanted
            .par_iter()
            .map(|number| {
                let file = &files[*number];
                let path = file.path;
                let (index, key) = file.planned.expect("only what is planned is wanted");
                // Problems of all pages are reported, but a disk that fails once is not tried again.
                let said = self.says.diagnostics.count();
                if let Some(progress) = self.progress {
                    progress.making(path);
                }
                let contents = (self.make)(index)?;
                let is_silent = self.says.diagnostics.count() == said;
                if let Some(progress) = self.progress {
                    progress.made(path);
                }
                if disk_failed.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let key = if is_silent { key } else { NO_KEY };
                let hash = hash(&contents);
                self.plan[index].note(|| hash);
                self.take(path, key, &contents, hash, file.held.as_ref()).map(Some).map_err(|failure| {
                    disk_failed.store(true, Ordering::Relaxed);
                    self.says.failed(failure)
                })
            })
            .collect();
        let made: Vec<Option<Made>> = results.into_iter().collect::<Result<_, Reported>>()?;
        let all =
            made.into_iter().map(|made| made.expect("what was left out after the disk failed comes with that failure"));
        Ok(all.collect())
    }

    /// A file that was made: written, unless it stands there already.
    fn take(&self, path: &str, key: [u8; 16], contents: &[u8], hash: Hash, held: Option<&Held>) -> Done<Made> {
        let standing = match held {
            Some(held) if held.hash == hash => match held.intact {
                Some(entry) => Some(entry.stamp),
                None => standing(&self.site.join(path), contents),
            },
            _ => None,
        };
        let stamp = match standing {
            Some(stamp) => stamp,
            None if held.is_none() => self.spare.write_new(path, contents)?,
            None => self.spare.write(path, contents)?,
        };
        Ok(Made { hash, entry: Entry { key, stamp }, is_written: standing.is_none() })
    }

    /// Notes down what will be true after the exchange; without it the next build only takes longer.
    fn remember(&self, site: &NewSite, text: &str) {
        let _ = self.memory.prepare(self.disk, text, &site.entries);
    }

    fn memorised(&self) {
        let _ = self.memory.settle(self.disk);
    }
}

/// A file that is planned, or published, or both.
struct File<'p> {
    path: &'p str,
    /// Its number in the plan, and its key.
    planned: Option<(usize, [u8; 16])>,
    held: Option<Held>,
}

impl File<'_> {
    /// Whether it has to be made: its content could have changed, or it does not stand there as it was.
    fn is_wanted(&self) -> bool {
        self.planned.is_some_and(|(_, key)| self.intact().is_none_or(|entry| entry.key != key))
    }

    fn intact(&self) -> Option<Entry> {
        self.held?.intact
    }
}

/// What is known of a published file.
#[derive(Clone, Copy)]
struct Held {
    hash: Hash,
    /// Its key and its stamp, if it still stands on the disk as it was published.
    intact: Option<Entry>,
    /// Whether it is known to stand in the spare tree as it was published.
    is_in_spare: bool,
}

/// One of the two trees of an output folder.
#[derive(Clone, Copy, PartialEq)]
enum Tree {
    Site,
    Spare,
}

/// A file of the new site.
struct Made {
    hash: Hash,
    entry: Entry,
    is_written: bool,
}

/// The site as it will be.
struct NewSite {
    manifest: Manifest,
    entries: Entries,
    changes: Changes,
}

/// How the file at `path` stands there, if its content is `contents`.
fn standing(path: &Path, contents: &[u8]) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let is_same = metadata.is_file() && metadata.len() == contents.len() as u64 && fs::read(path).ok()? == contents;
    is_same.then(|| Stamp::of(&metadata))
}
