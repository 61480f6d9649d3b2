//! The spare tree beside the site, and its exchange with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
#[cfg(unix)]
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;

use super::MANIFEST;
use super::disk::{At, Disk, Done};
use super::manifest::Manifest;
use super::memory::Stamp;

/// The spare folder of one output folder, locked against other builds.
#[derive(Debug)]
pub(super) struct Spare<'d> {
    disk: &'d Disk,
    site: PathBuf,
    folder: PathBuf,
    tree: PathBuf,
    /// The published tree for as long as it takes to put another one in its place, where that takes two steps.
    old: PathBuf,
    journal: PathBuf,
    lock: File,
}

/// A folder that was changed so shortly before may have been changed again without its time telling: some systems count
/// in whole or even double seconds.
#[cfg(unix)]
const UNSETTLED: Duration = Duration::from_secs(4);

/// What a build changes, by path.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) written: BTreeSet<String>,
    pub(super) removed: BTreeSet<String>,
}

/// A file that stays.
pub(super) struct Staying<'p> {
    pub(super) path: &'p str,
    /// How it was published, if it still stands like that.
    pub(super) stamp: Option<Stamp>,
    /// Whether it is known to stand like that in the spare tree, so that nobody looks.
    pub(super) is_in_spare: bool,
}

impl<'d> Spare<'d> {
    /// The spare folder of `site`, made if need be; `None` while another build holds it.
    pub(super) fn lock(disk: &'d Disk, site: &Path) -> Done<Option<Self>> {
        let folder = folder_beside(site);
        if !folder.is_dir() {
            disk.create_folder(&folder)?;
            disk.keep_private(&folder)?;
        }
        let file = folder.join("lock");
        let lock = File::options().create(true).append(true).open(&file).at(&file)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            // A file system without locks: one has to be careful oneself there.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let [tree, old, journal] = ["tree", "old", "journal"].map(|name| folder.join(name));
        Ok(Some(Self { disk, site: site.to_owned(), folder, tree, old, journal, lock }))
    }

    /// Finishes an exchange in two steps that was cut short; the manifest may be read afterwards.
    pub(super) fn finish_exchange(&self) -> Done {
        if !exists(&self.old) {
            Ok(())
        } else if !exists(&self.site) {
            self.disk.rename(&self.old, &self.site)
        } else if !exists(&self.tree) {
            self.disk.rename(&self.old, &self.tree)
        } else {
            // Somebody made the output folder anew meanwhile.
            self.keep(&self.old, "site").map(drop)
        }
    }

    /// Whether a build of `site` is under way, or was ended before it was over.
    pub(super) fn is_at_work(site: &Path) -> bool {
        exists(&folder_beside(site).join("journal"))
    }

    /// The spare tree, if there is one.
    pub(super) fn tree(&self) -> Option<&Path> {
        exists(&self.tree).then_some(&self.tree)
    }

    /// Whether the spare tree may hold other files than the site does.
    pub(super) fn is_untidy(&self, manifest: &str) -> bool {
        let spare = fs::read_to_string(self.tree.join(MANIFEST));
        exists(&self.journal) || (exists(&self.tree) && spare.map_or(true, |spare| spare != manifest))
    }

    /// Makes the spare tree equal to the site, whatever state it was left in; returns what had to be put aside.
    pub(super) fn tidy(&self, published: Option<&Manifest>) -> Done<Vec<PathBuf>> {
        let mut ours = BTreeSet::new();
        if let Some((spare, _)) = Manifest::read(&self.tree).at(&self.tree)? {
            ours.extend(spare.files.into_keys());
        }
        if let Ok(journal) = fs::read_to_string(&self.journal) {
            ours.extend(journal.lines().map(str::to_owned));
        }
        let current: BTreeSet<_> = published.iter().flat_map(|published| published.files.keys().cloned()).collect();
        let known: BTreeSet<_> = ours.union(&current).map(String::as_str).collect();
        let aside = self.move_out(&known, None)?;
        let gone: Vec<_> = ours.difference(&current).map(String::as_str).collect();
        self.remove_all(&gone)?;
        self.align(&current.iter().map(|path| (path.as_str(), None)).collect::<Vec<_>>())?;
        self.disk.remove(&self.tree.join(MANIFEST))?;
        if published.is_some() {
            self.disk.link(&self.site.join(MANIFEST), &self.tree.join(MANIFEST))?;
        }
        self.disk.remove(&self.journal)?;
        Ok(aside)
    }

    /// Readies the spare tree: the files that stay are in it as they are in the site, those that go are not.
    ///
    /// `added` are paths that may be written and were not published so far.
    pub(super) fn prepare(&self, staying: &[Staying<'_>], going: &[&str], added: &[&str]) -> Done {
        let mut journal = String::new();
        for path in going.iter().chain(added) {
            journal.push_str(path);
            journal.push('\n');
        }
        self.disk.replace(&self.journal, journal.as_bytes())?;
        let is_new = !exists(&self.tree);
        if is_new {
            self.disk.create_folder(&self.tree)?;
        }
        self.remove_all(going)?;
        let missing = staying.iter().filter(|file| is_new || !file.is_in_spare);
        self.align(&missing.map(|file| (file.path, file.stamp)).collect::<Vec<_>>())?;
        if exists(&self.site.join(MANIFEST)) {
            self.disk.link(&self.site.join(MANIFEST), &self.tree.join(MANIFEST))?;
        }
        Ok(())
    }

    /// Writes a file of the site to be.
    pub(super) fn write(&self, path: &str, contents: &[u8]) -> Done<Stamp> {
        self.disk.write(&self.tree.join(path), contents).map(|metadata| Stamp::of(&metadata))
    }

    /// Writes one that was not published so far.
    pub(super) fn write_new(&self, path: &str, contents: &[u8]) -> Done<Stamp> {
        self.disk.write_in_new_folder(&self.tree.join(path), contents).map(|metadata| Stamp::of(&metadata))
    }

    /// Nothing differed: the spare tree is as it was.
    pub(super) fn leave(&self) -> Done {
        self.disk.remove(&self.journal)
    }

    /// Puts the spare tree in the place of the site. When this fails the site is as it was.
    pub(super) fn exchange(&self, changes: &Changes) -> Done {
        let written: Vec<_> = changes.written.iter().map(|path| self.tree.join(path)).collect();
        self.disk.flush(&self.tree, &written)?;
        if !exists(&self.site) {
            return self.disk.rename(&self.tree, &self.site);
        }
        self.disk.permit_like(&self.tree, &self.site)?;
        if self.disk.exchange(&self.tree, &self.site)? {
            return Ok(());
        }
        self.disk.rename(&self.site, &self.old)?;
        self.disk.rename(&self.tree, &self.site).inspect_err(|_| {
            // What cannot be undone now is undone by the next build.
            let _ = self.disk.rename(&self.old, &self.site);
        })
    }

    /// Brings what was the site in line with what is the site now; returns what had to be put aside.
    pub(super) fn settle(&self, before: Option<&Manifest>, changes: &Changes) -> Done<Vec<PathBuf>> {
        if exists(&self.old) {
            self.disk.rename(&self.old, &self.tree)?;
        }
        let Some(before) = before else {
            // The first build: the next one makes the spare tree, if there ever is one.
            if exists(&self.tree) {
                self.disk.remove_empty(&self.tree)?;
            }
            self.disk.remove(&self.journal)?;
            return Ok(Vec::new());
        };
        let aside = self.move_out(&before.files.keys().map(String::as_str).collect(), self.published())?;
        self.remove_all(&changes.removed.iter().map(String::as_str).collect::<Vec<_>>())?;
        self.align(&changes.written.iter().map(|path| (path.as_str(), None)).collect::<Vec<_>>())?;
        self.disk.link(&self.site.join(MANIFEST), &self.tree.join(MANIFEST))?;
        self.disk.remove(&self.journal)?;
        Ok(aside)
    }

    /// Links those of `paths` that are not the same file in the spare tree and in the site; with each path how the file
    /// stands in the site, where that is known.
    fn align(&self, paths: &[(&str, Option<Stamp>)]) -> Done {
        paths.par_iter().with_min_len(64).try_for_each(|(path, known)| {
            let (from, to) = (self.site.join(path), self.tree.join(path));
            let there = fs::symlink_metadata(&to);
            if known.is_some() && there.as_ref().is_ok_and(|there| there.is_file() && Some(Stamp::of(there)) == *known)
            {
                return Ok(());
            }
            match (fs::symlink_metadata(&from), there) {
                (Ok(here), Ok(there)) if here.is_file() && is_same(&here, &there) => Ok(()),
                (Ok(here), _) if here.is_file() => self.disk.link(&from, &to),
                (_, Ok(_)) => self.disk.remove(&to),
                (_, Err(_)) => Ok(()),
            }
        })
    }

    /// Removes files of the spare tree, and the folders that become empty.
    fn remove_all(&self, paths: &[&str]) -> Done {
        let mut folders = BTreeSet::new();
        for path in paths {
            self.disk.remove(&self.tree.join(path))?;
            folders.extend(folders_above(path));
        }
        // Backwards, a folder comes after what is in it.
        for folder in folders.iter().rev() {
            self.disk.remove_empty(&self.tree.join(folder))?;
        }
        Ok(())
    }

    /// When what is the spare tree now was put in the site's place, after which nobody but others changed anything in it;
    /// `None` where that is not known.
    fn published(&self) -> Option<SystemTime> {
        let written = |tree: &Path| fs::symlink_metadata(tree.join(MANIFEST)).and_then(|found| found.modified()).ok();
        // A clock that was put back says nothing.
        written(&self.tree).filter(|published| written(&self.site).is_some_and(|now| now >= *published))
    }

    /// Moves what is not `ours` from the spare tree to the same place in the site; returns what could not go there.
    ///
    /// Folders that did not change since `since` are not looked into.
    fn move_out(&self, ours: &BTreeSet<&str>, since: Option<SystemTime>) -> Done<Vec<PathBuf>> {
        let mut foreign = Vec::new();
        if exists(&self.tree) {
            let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for path in ours {
                let mut folders = folders_above(path).chain([""]);
                let mut lower = folders.next().filter(|lower| !lower.is_empty());
                // Above a folder that is known, everything is.
                while let Some((folder, above)) = lower.zip(folders.next()) {
                    lower = below.entry(above).or_default().insert(folder).then_some(above);
                }
            }
            foreign = Search { ours, below, since }.foreign(&self.tree, "").at(&self.tree)?;
        }
        let mut aside = Vec::new();
        for path in foreign {
            let (from, to) = (self.tree.join(&path), self.site.join(&path));
            let parent = to.parent().unwrap_or(&self.site);
            if exists(&to) || fs::create_dir_all(parent).is_err() {
                let name = path.to_string_lossy().replace(['/', '\\'], "-");
                aside.push(self.keep(&from, &name)?);
            } else {
                self.disk.rename(&from, &to)?;
            }
        }
        Ok(aside)
    }

    /// Moves `path` to where nothing touches it any more.
    fn keep(&self, path: &Path, name: &str) -> Done<PathBuf> {
        let folder = self.folder.join("kept");
        self.disk.create_folder(&folder)?;
        let names = (1..).map(|number| folder.join(format!("{number}-{name}")));
        let free = names.into_iter().find(|name| !exists(name)).expect("there is always a next number");
        self.disk.rename(path, &free)?;
        Ok(free)
    }
}

impl Drop for Spare<'_> {
    fn drop(&mut self) {
        // Closing the file is not enough where a process that was just started still has it open too.
        let _ = self.lock.unlock();
    }
}

/// The spare folder of `site`.
pub(super) fn folder_beside(site: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(site.file_name().unwrap_or_default());
    name.push(".spare-plaudit");
    site.with_file_name(name)
}

/// The search for what somebody else put into a tree.
struct Search<'s> {
    /// Every file of ours.
    ours: &'s BTreeSet<&'s str>,
    /// The folders of ours in each folder, which is empty for the tree itself.
    below: BTreeMap<&'s str, BTreeSet<&'s str>>,
    /// Folders that are as they were then hold nothing that is not ours.
    since: Option<SystemTime>,
}

impl Search<'_> {
    /// Everything below `folder`, which is `name` in the tree, that is not ours; of a folder in which nothing can be ours,
    /// only the folder.
    fn foreign(&self, folder: &Path, name: &str) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let known = self.below.get(name);
        let metadata = match fs::symlink_metadata(folder) {
            Ok(metadata) if metadata.is_dir() => metadata,
            // What is in its place was found with what is in the folder above.
            Ok(_) => return Ok(found),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(error),
        };
        if self.since.is_none_or(|since| may_have_changed(&metadata, since)) {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let (own, kind) = (entry.file_name(), entry.file_type()?);
                let path =
                    own.to_str().map(|own| if name.is_empty() { own.to_owned() } else { format!("{name}/{own}") });
                let is_ours = path.is_some_and(|path| {
                    let path = path.as_str();
                    let is_folder = kind.is_dir() && known.is_some_and(|known| known.contains(path));
                    is_folder || (kind.is_file() && (self.ours.contains(path) || path == MANIFEST))
                });
                if !is_ours {
                    found.push(Path::new(name).join(own));
                }
            }
        }
        // Only now, so that few folders are open at a time.
        let below: Vec<&str> = known.into_iter().flatten().copied().collect();
        let deeper = |path: &&str| self.foreign(&folder.join(path.rsplit('/').next().unwrap_or(path)), path);
        let below: io::Result<Vec<_>> = below.par_iter().with_min_len(16).map(deeper).collect();
        found.extend(below?.into_iter().flatten());
        Ok(found)
    }
}

/// Whether something may have come into a folder after `since`, or just before it.
#[cfg(unix)]
fn may_have_changed(folder: &Metadata, since: SystemTime) -> bool {
    use std::os::unix::fs::MetadataExt;
    // Not the time of its last change that everybody can set, but the one that nobody can.
    let seconds = u64::try_from(folder.ctime()).map_or(u64::MAX, |seconds| seconds + UNSETTLED.as_secs());
    since.duration_since(UNIX_EPOCH).map_or(true, |since| seconds >= since.as_secs())
}

#[cfg(not(unix))]
fn may_have_changed(_: &Metadata, _: SystemTime) -> bool {
    true
}

/// `a/b/c` is below `a/b` and `a`.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(end, _)| &path[..end])
}

/// Whether two places hold the same file, by a link or by a copy with the same time.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if one.ino() == other.ino() && one.dev() == other.dev() {
            return true;
        }
    }
    other.is_file() && Stamp::of(one) == Stamp::of(other)
}

/// Whether there is anything at `path`, a link that leads nowhere included.
fn exists(path: &Path) -> bool {
    !fs::symlink_metadata(path)
        .is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}
