//! The shelf: what was read last time, so that only what changed is opened and parsed again.
//!
//! `.plaudit/shelf` has a board for every folder of inputs: the text of each file with its stamp, a hash of its words, and
//! its YAML as a tree. All of that follows from the file's bytes alone, whatever the rest of the site says, so a file that
//! stands as it stood is taken from there; everything that depends on more is worked out every time. What was wrong with
//! a text or its YAML is never on the shelf: it is found, and said, again. Boards, because an edit then writes that of its
//! folder anew and no other.
//!
//! Only an acceleration: whoever deletes `.plaudit/` gets the same site a little later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::files::{Stamps, has_extension};
use super::stamp::{DiskTime, Stamp};
use super::yaml::Source;
use crate::model::hex;

/// Before everything else: whose shelf it is. Another program may have parsed otherwise.
const HEAD: &str = concat!("plaudit shelf 2 ", env!("PLAUDIT_BUILD"), "\n");

/// What is kept of files that were read.
pub(super) struct Shelf<'s> {
    time: Option<DiskTime>,
    /// `.plaudit/shelf`; `None` where nothing is taken from there or put there.
    folder: Option<PathBuf>,
    /// By the folder of the files.
    boards: BTreeMap<&'s str, Board<'s>>,
}

/// What is kept of the files of one folder.
struct Board<'s> {
    /// What is written on it in the shelf's folder.
    name: String,
    bytes: Vec<u8>,
    /// By name, in its order.
    files: Vec<Held<'s>>,
    /// Whether all of them are on it, and nothing else.
    is_current: bool,
    /// The board for next time, if it has to be another one.
    next: Option<Mutex<Next>>,
}

/// A file by its name, how it stands on the disk, and what is kept of it.
type Held<'s> = (&'s str, Stamp, Option<Kept>);

/// Where what is kept of a file is, for one that stands as it stood.
#[derive(Clone)]
struct Kept {
    text: Range<usize>,
    hash: Range<usize>,
    tree: Range<usize>,
}

/// A board for next time, while it is being filled.
struct Next {
    bytes: Vec<u8>,
    missing: usize,
}

impl<'s> Shelf<'s> {
    /// Without anything on it, and nothing is put there.
    pub(super) fn none() -> Self {
        Self { time: None, folder: None, boards: BTreeMap::new() }
    }

    /// The shelf of the site at `root`, which is brought up to date if there is a `time` before the stamps were taken.
    ///
    /// The boards of the folders in `spared` are known to be [current](Self::current), and not looked at.
    pub(super) fn of(root: &Path, stamps: &'s Stamps, time: Option<DiskTime>, spared: &BTreeSet<String>) -> Self {
        let Some(folder) = folder(root).map(|folder| folder.join("shelf")) else { return Self::none() };
        let mut by_folder: BTreeMap<&str, Vec<Held<'_>>> = BTreeMap::new();
        for (file, stamp) in stamps {
            if has_extension(Path::new(file), &["yaml", "yml", "md", "markdown"])
                && let Some((folder, name)) = taken_apart(Path::new(file))
            {
                by_folder.entry(folder).or_default().push((name, *stamp, None));
            }
        }
        let board = |(of, files): (&'s str, _)| {
            let board = Board::new(of, files);
            (of, if spared.contains(of) { board } else { board.read(&folder, of, time) })
        };
        let boards = by_folder.into_par_iter().map(board).collect();
        Self { time, folder: Some(folder), boards }
    }

    /// What is in `file`, if it stands as it stood.
    pub(super) fn take(&self, file: &Path) -> Option<Source<'_>> {
        let (board, at) = self.find(file)?;
        let Kept { text, hash, tree } = board.files[at].2.clone()?;
        let source = Source::new(file.to_owned(), std::str::from_utf8(&board.bytes[text]).ok()?);
        if !tree.is_empty() {
            source.encoded.get_or_init(|| board.bytes[tree].into());
        }
        if let Ok(hash) = board.bytes[hash].try_into() {
            source.hash.get_or_init(|| hash);
        }
        Some(source)
    }

    /// Whether `file` has to be [kept](Self::keep) for next time, so that it has to be read even if it is known.
    pub(super) fn awaits(&self, file: &Path) -> bool {
        let board = taken_apart(file).and_then(|(folder, _)| self.boards.get(folder));
        board.is_some_and(|board| board.next.is_some())
    }

    /// The folders whose boards are as they have to be.
    pub(super) fn current(&self) -> BTreeSet<String> {
        let is_full = |board: &Board<'_>| {
            let next = board.next.as_ref().and_then(|next| next.lock().ok());
            next.map_or(board.is_current, |next| next.missing == 0)
        };
        self.boards.iter().filter(|(_, board)| is_full(board)).map(|(of, _)| (*of).to_owned()).collect()
    }

    /// Keeps what is in a file, with the tree it was parsed into, for next time.
    ///
    /// A file that was written just now is not kept, because it may be written again without its stamp telling.
    pub(super) fn keep(&self, source: &Source) {
        let (Some(time), Some(folder)) = (self.time, &self.folder) else { return };
        let Some((board, at)) = self.find(&source.file) else { return };
        let (name, stamp, _) = &board.files[at];
        if let Some(next) = &board.next
            && stamp.has_settled(time)
            && let Ok(mut next) = next.lock()
            && next.missing > 0
        {
            next.put(name, *stamp, source);
            // So that no more than a few boards are in memory at a time.
            if next.missing == 0 {
                write(folder, board, &mut next);
            }
        }
    }

    /// Puts the boards for next time in the place of these.
    pub(super) fn close(self) {
        let (Some(_), Some(folder)) = (self.time, &self.folder) else { return };
        for board in self.boards.values() {
            if let Some(mut next) = board.next.as_ref().and_then(|next| next.lock().ok())
                && next.missing > 0
            {
                write(folder, board, &mut next);
            }
        }
        // Of folders that are gone.
        let names: BTreeSet<&str> = self.boards.values().map(|board| board.name.as_str()).collect();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_none_or(|name| !names.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The board of a file, and which of its files it is.
    fn find(&self, file: &Path) -> Option<(&Board<'s>, usize)> {
        let (folder, name) = taken_apart(file)?;
        let board = self.boards.get(folder)?;
        Some((board, board.find(name)?))
    }
}

impl<'s> Board<'s> {
    /// The board of the folder `of` with these files, not looked at yet.
    fn new(of: &str, mut files: Vec<Held<'s>>) -> Self {
        files.sort_unstable_by_key(|(name, ..)| *name);
        let hash = Sha256::digest(of);
        let name = hex(&hash[..8]);
        Self { name, bytes: Vec::new(), files, is_current: true, next: None }
    }

    /// With what is on it; a board that breaks off is read as far as it goes.
    ///
    /// It has to be another one next time when something can be kept, or is gone. A file that was written just now cannot be
    /// kept yet, so what is on the board of it may stay there until then.
    fn read(mut self, shelf: &Path, of: &str, time: Option<DiskTime>) -> Self {
        self.bytes = fs::read(shelf.join(&self.name)).unwrap_or_default();
        let count = self.look(of);
        let missing: Vec<Stamp> =
            self.files.iter().filter(|(.., kept)| kept.is_none()).map(|(_, stamp, _)| *stamp).collect();
        let stale = count - (self.files.len() - missing.len());
        self.is_current = missing.is_empty() && stale == 0;
        let has_to_change =
            |time: DiskTime| stale > missing.len() || missing.iter().any(|stamp| stamp.has_settled(time));
        if time.is_some_and(has_to_change) {
            let bytes = [HEAD.as_bytes(), &(of.len() as u32).to_le_bytes(), of.as_bytes()].concat();
            self.next = Some(Mutex::new(Next { bytes, missing: self.files.len() }));
        }
        self
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.files.binary_search_by_key(&name, |(name, ..)| name).ok()
    }

    /// Finds out where each file is that stands as it stood; how many there are on the board.
    fn look(&mut self, of: &str) -> usize {
        let Self { bytes, files, .. } = self;
        let mut at = HEAD.len();
        let mut next = || {
            let start = at + 4;
            let length = u32::from_le_bytes(bytes.get(at..start)?.try_into().ok()?) as usize;
            let part = start..start.checked_add(length)?;
            bytes.get(part.clone())?;
            at = part.end;
            Some(part)
        };
        // Two folders with one name for their boards take turns.
        if !bytes.starts_with(HEAD.as_bytes()) || next().is_none_or(|folder| bytes[folder] != *of.as_bytes()) {
            return 0;
        }
        let mut count = 0;
        while let (Some(file), Some(stamp), Some(text), Some(hash), Some(tree)) =
            (next(), next(), next(), next(), next())
        {
            count += 1;
            let Ok(file) = std::str::from_utf8(&bytes[file]) else { continue };
            let known = files.binary_search_by_key(&file, |(name, ..)| name);
            if let Some((_, found, kept)) = known.ok().and_then(|at| files.get_mut(at))
                && found.bytes() == bytes[stamp]
            {
                *kept = Some(Kept { text, hash, tree });
            }
        }
        count
    }
}

impl Next {
    fn put(&mut self, file: &str, stamp: Stamp, source: &Source) {
        let hash = source.hash.get().map_or(&[][..], |hash| hash);
        let tree = source.encoded.get().map_or(&[][..], |tree| tree);
        for part in [file.as_bytes(), &stamp.bytes(), source.text.as_bytes(), hash, tree] {
            // Files that are read have a few megabytes.
            self.bytes.extend((part.len() as u32).to_le_bytes());
            self.bytes.extend(part);
        }
        self.missing -= 1;
    }
}

/// Puts the board for next time in the place of this one; what cannot be written is not there next time.
fn write(shelf: &Path, board: &Board<'_>, next: &mut Next) {
    let bytes = std::mem::take(&mut next.bytes);
    let (file, new) = (shelf.join(&board.name), shelf.join(format!("{}.next", board.name)));
    let written = fs::create_dir_all(shelf)
        .and_then(|()| for_owner().open(&new)?.write_all(&bytes))
        .and_then(|()| fs::rename(&new, file));
    if written.is_err() {
        let _ = fs::remove_file(new);
    }
}

/// The folder of a file, and its name in it.
fn taken_apart(file: &Path) -> Option<(&str, &str)> {
    Some((file.parent()?.to_str()?, file.file_name()?.to_str()?))
}

/// The time of the disk that the site at `root` lies on; `None` where nothing can be kept for next time.
pub(super) fn disk_time(root: &Path) -> Option<DiskTime> {
    let folder = folder(root)?;
    fs::create_dir_all(&folder).ok()?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n").ok()?;
    }
    DiskTime::now(&folder.join("time"))
}

/// What Plaudit remembers of the site at `root`; `None` for a link, which could lead anywhere.
fn folder(root: &Path) -> Option<PathBuf> {
    let folder = root.join(".plaudit");
    fs::symlink_metadata(&folder).map_or(true, |found| found.is_dir()).then_some(folder)
}

/// A new file that nobody but its owner can read: it may hold what is for a narrower audience.
fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
