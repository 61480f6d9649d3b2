//! An output folder: made anew beside the one that is published, and exchanged with it when it is whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::disk::{Disk, Done, Failure};
use super::manifest::{Hash, Manifest, hash};
use super::memory::{Entries, Entry, Memory, NO_KEY, Stamp};
use super::spare::{Changes, Spare};
use super::{EditionLabel, MANIFEST, Make, Output, Planned, Progress, Published, address, location};
use crate::diagnostic::{Diagnostics, Location, Problem, Refusal, Reported};

/// A folder that holds a published site, or will.
///
/// Files that somebody else put there stay, unless a page needs their place: then the build is refused.
pub struct Folder<'a> {
    root: PathBuf,
    output: PathBuf,
    may_go_back: bool,
    progress: Option<&'a dyn Progress>,
    disk: Disk,
}

impl<'a> Folder<'a> {
    /// The folder `output` of the site in `root`; both absolute. Nothing is looked at or made yet.
    pub fn new(root: &Path, output: &Path) -> Self {
        let [root, output] = [root, output].map(Path::to_owned);
        Self { root, output, may_go_back: false, progress: None, disk: Disk::default() }
    }

    /// Lets an earlier edition replace one with later periods.
    pub fn allow_going_back(self) -> Self {
        Self { may_go_back: true, ..self }
    }

    /// Tells `progress` how far it has come.
    pub fn with_progress(self, progress: &'a dyn Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// For tests: after so many changes the disk obeys no longer, as if the program had been killed there.
    #[doc(hidden)]
    pub fn failing_after(self, changes: usize) -> Self {
        Self { disk: Disk::failing_after(changes), ..self }
    }

    /// For tests: as on systems that can neither exchange two folders nor link a file.
    #[doc(hidden)]
    pub fn on_a_plain_disk(self) -> Self {
        Self { disk: self.disk.plain(), ..self }
    }
}

impl Output for Folder<'_> {
    fn publish(
        &self,
        plan: &[Planned],
        edition: &EditionLabel,
        make: &Make<'_>,
        diagnostics: &Diagnostics,
    ) -> Result<Published, Reported> {
        address::check(plan, diagnostics)?;
        let root = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let says = Says { root: &root, diagnostics };
        let site = location::allowed(&self.root, &self.output).map_err(|why| says.refused(&self.output, why))?;
        // Before anything is made beside a folder that is not ours.
        self.may_replace(&site, edition).map_err(|stop| says.stopped(&site, stop))?;
        let spare = match Spare::lock(&self.disk, &site).map_err(|failure| says.failed(failure))? {
            Some(spare) => spare,
            None => return Err(says.refused(&site, Refusal::InUse)),
        };
        spare.finish_exchange().map_err(|failure| says.failed(failure))?;
        let before = self.may_replace(&site, edition).map_err(|stop| says.stopped(&site, stop))?;
        let memory = Memory::new(&root, &site);
        Build { folder: self, plan, edition, make, says, site: &site, spare, memory, before }.run()
    }
}

/// Why a folder cannot be published to.
enum Stop {
    Refused(Refusal),
    Failed(Failure),
}

impl Folder<'_> {
    /// What is published in `site`, if this edition may take its place.
    fn may_replace(&self, site: &Path, edition: &EditionLabel) -> Result<Option<(Manifest, String)>, Stop> {
        let failed = |error| Stop::Failed(Failure { path: site.to_owned(), error });
        let Some((manifest, text)) = Manifest::read(site).map_err(failed)? else {
            return match fs::read_dir(site).map(|mut entries| entries.next().is_none()) {
                Ok(false) => Err(Stop::Refused(Refusal::NotOurs)),
                Ok(true) => Ok(None),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(failed(error)),
            };
        };
        let EditionLabel { audience, latest } = &manifest.label;
        if *audience != edition.audience {
            return Err(Stop::Refused(Refusal::OtherAudience { holds: audience.clone() }));
        }
        if *latest > edition.latest && !self.may_go_back {
            return Err(Stop::Refused(Refusal::LaterPeriods { holds: latest.clone() }));
        }
        Ok(Some((manifest, text)))
    }
}

/// One build into one folder.
struct Build<'a> {
    folder: &'a Folder<'a>,
    plan: &'a [Planned],
    edition: &'a EditionLabel,
    make: &'a Make<'a>,
    says: Says<'a>,
    site: &'a Path,
    spare: Spare<'a>,
    memory: Memory,
    before: Option<(Manifest, String)>,
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

impl Build<'_> {
    fn run(self) -> Result<Published, Reported> {
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
        let (staying, going): (Vec<&str>, Vec<&str>) = held.keys().partition(|path| planned.contains_key(*path));

        let added: Vec<_> = planned.keys().copied().filter(|path| !held.contains_key(path)).collect();
        self.refuse_occupied(&added)?;
        let is_prepared = !wanted.is_empty() || !going.is_empty();
        if is_prepared {
            self.spare.prepare(&staying, &going, &added).map_err(failed)?;
        }
        let made = self.make_all(&wanted, &held)?;
        self.says.diagnostics.proceed()?;

        let mut after = Manifest { label: self.edition.clone(), files: BTreeMap::new() };
        let mut entries = Entries::new();
        let mut changes =
            Changes { removed: going.iter().map(|path| (*path).to_owned()).collect(), ..Changes::default() };
        for (path, index) in &planned {
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
            after.files.insert((*path).to_owned(), hash);
            entries.insert((*path).to_owned(), entry);
        }
        let published = Published {
            made: wanted.len(),
            written: changes.written.len(),
            unchanged: self.plan.len() - changes.written.len(),
            removed: changes.removed.len(),
            bytes: entries.values().map(|entry| entry.stamp.size).sum(),
        };

        let text = after.text();
        if text == text_before && changes.written.is_empty() {
            if is_prepared {
                self.spare.leave().map_err(failed)?;
            }
            if entries != entries_before {
                self.remember(&text, &entries);
                self.memorised();
            }
            return Ok(published);
        }
        if !is_prepared {
            // Only the label is new.
            self.spare.prepare(&staying, &[], &[]).map_err(failed)?;
        }
        self.spare.write(MANIFEST, text.as_bytes()).map_err(failed)?;
        self.remember(&text, &entries);
        self.spare.exchange(&changes).map_err(failed)?;
        self.memorised();
        match self.spare.settle(self.before.as_ref().map(|(manifest, _)| manifest), &changes) {
            Ok(aside) => self.says.put_aside(&aside),
            Err(failure) => self.says.untidy(failure),
        }
        Ok(published)
    }

    /// What is published, and whether it still stands there as it was.
    fn held(&self, entries: &Entries) -> BTreeMap<&str, Held> {
        let Some((manifest, _)) = &self.before else { return BTreeMap::new() };
        let files: Vec<_> = manifest.files.iter().collect();
        let look = |(path, hash): &(&String, &Hash)| {
            let entry = entries.get(*path).copied();
            let stamp = || fs::symlink_metadata(self.site.join(path)).ok().filter(fs::Metadata::is_file);
            let intact = entry.filter(|entry| stamp().is_some_and(|found| Stamp::of(&found) == entry.stamp));
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
        if let Some(progress) = self.folder.progress {
            progress.begin(wanted.len());
        }
        let disk_failed = AtomicBool::new(false);
        let results: Vec<_> = wanted
            .par_iter()
            .map(|index| {
                // Problems of all pages are reported, but a disk that fails once is not tried again.
                let said = self.says.diagnostics.count();
                let contents = (self.make)(*index)?;
                let is_silent = self.says.diagnostics.count() == said;
                if let Some(progress) = self.folder.progress {
                    progress.made();
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
    fn remember(&self, manifest: &str, entries: &Entries) {
        let _ = self.memory.prepare(&self.folder.disk, manifest, entries);
    }

    fn memorised(&self) {
        let _ = self.memory.settle(&self.folder.disk);
    }
}

/// How the file at `path` stands there, if its content is `contents`.
fn standing(path: &Path, contents: &[u8]) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let is_same = metadata.is_file() && metadata.len() == contents.len() as u64 && fs::read(path).ok()? == contents;
    is_same.then(|| Stamp::of(&metadata))
}

/// Reports what happens to the output folder.
struct Says<'a> {
    root: &'a Path,
    diagnostics: &'a Diagnostics,
}

impl Says<'_> {
    fn refused(&self, output: &Path, why: Refusal) -> Reported {
        self.diagnostics.fatal(Problem::OutputRefused { why }, self.at(output))
    }

    fn failed(&self, Failure { path, error }: Failure) -> Reported {
        self.diagnostics.fatal(Problem::OutputFailed { reason: reason(&error) }, self.at(&path))
    }

    fn stopped(&self, output: &Path, stop: Stop) -> Reported {
        match stop {
            Stop::Refused(why) => self.refused(output, why),
            Stop::Failed(failure) => self.failed(failure),
        }
    }

    fn untidy(&self, Failure { path, error }: Failure) {
        self.diagnostics.report(Problem::Untidy { reason: reason(&error) }, self.at(&path));
    }

    fn put_aside(&self, aside: &[PathBuf]) {
        for path in aside {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.diagnostics.report(Problem::PutAside { file }, self.at(path));
        }
    }

    fn at(&self, path: &Path) -> Location {
        let below = path.strip_prefix(self.root).ok().filter(|below| *below != Path::new(""));
        Location::file(below.unwrap_or(path))
    }
}

/// What the system says, in the reader's words where we know them.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "Plaudit may not write here".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "the quota is used up".into(),
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "it is in use, or a disk of its own: publish to a folder inside it".into()
        }
        ErrorKind::InvalidFilename => "the name is too long".into(),
        _ => error.to_string(),
    }
}
