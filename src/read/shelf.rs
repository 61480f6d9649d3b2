//! The shelf: what was read last time, so that only what changed is opened and parsed again.
//!
//! `.plaudit/shelf` has a board for every folder of inputs: each file with its stamp, its YAML as text and as a tree, and
//! of words the signs and a hash; the words themselves are in the [drawer](super::drawer) of the board. All of that follows
//! from the file's bytes alone, whatever the rest of the site says, so a file that stands as it stood is taken from there;
//! everything that depends on more is worked out every time. What was wrong with a text or its YAML is never on the shelf:
//! it is found, and said, again. Boards, because an edit then writes that of its folder anew and no other.
//!
//! On the disk a board comes after its drawer; then follow where it begins, and a hash by which one that is not whole is known.
//!
//! Only an acceleration: whoever deletes `.plaudit/` gets the same site a little later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::drawer::{Drawer, Home, Lost, for_owner, text_hash};
use super::files::{Stamps, has_extension};
use super::stamp::{DiskTime, Stamp};
use super::yaml::Source;
use crate::model::{Signs, Text, TextHash, hex};

/// At the beginning of every board: whose shelf it is. Another program may have parsed otherwise.
const HEAD: &str = concat!("plaudit shelf 3 ", env!("PLAUDIT_BUILD"), "\n");

/// So many drawers stay open, and those that take their place while a site is served: some systems let a process open no more
/// than 256 files.
const MOST_OPEN: usize = 64;

/// What is kept of files that were read.
pub(super) struct Shelf<'s> {
    time: Option<DiskTime>,
    /// `.plaudit/shelf`; `None` where nothing is taken from there or put there.
    folder: Option<PathBuf>,
    /// By the folder of the files.
    boards: BTreeMap<&'s str, Board<'s>>,
    /// For the words of files that cannot be kept yet; `None` where there can be none.
    nameless: OnceLock<Option<Arc<Drawer>>>,
    lost: Lost,
    root: PathBuf,
}

/// What is kept of the files of one folder.
struct Board<'s> {
    /// Where it is.
    home: Home,
    /// What is on it.
    bytes: Vec<u8>,
    /// The words that belong to it.
    drawer: Option<Arc<Drawer>>,
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
    yaml: Range<usize>,
    tree: Range<usize>,
    words: Range<usize>,
}

/// What is on a board of words: a hash of them, where they are in its drawer, and their signs.
struct Words {
    hash: TextHash,
    place: Range<u64>,
    signs: Signs,
}

/// A board for next time, while it is being filled.
struct Next {
    bytes: Vec<u8>,
    drawer: Arc<Drawer>,
    missing: usize,
}

impl<'s> Shelf<'s> {
    /// Without anything on it, and nothing is put there.
    pub(super) fn none() -> Self {
        Self {
            time: None,
            folder: None,
            boards: BTreeMap::new(),
            nameless: OnceLock::new(),
            lost: Lost::default(),
            root: PathBuf::new(),
        }
    }

    /// The shelf of the site at `root`, which is brought up to date if there is a `time` before the stamps were taken.
    ///
    /// The boards of the folders in `spared` are known to be [current](Self::current), and not looked at. Texts that cannot
    /// be had again are noted down in `lost`.
    pub(super) fn of(
        root: &Path,
        stamps: &'s Stamps,
        time: Option<DiskTime>,
        spared: &BTreeSet<String>,
        lost: Lost,
    ) -> Self {
        let Some(folder) = folder(root).map(|folder| folder.join("shelf")) else { return Self::none() };
        let mut by_folder: BTreeMap<&str, Vec<Held<'_>>> = BTreeMap::new();
        for (file, stamp) in stamps {
            if has_extension(Path::new(file), &["yaml", "yml", "md", "markdown"])
                && let Some((folder, name)) = taken_apart(Path::new(file))
            {
                by_folder.entry(folder).or_default().push((name, *stamp, None));
            }
        }
        let by_folder: Vec<_> = by_folder.into_iter().collect();
        let board = |(number, (of, files)): (usize, (&'s str, _))| {
            let hash = Sha256::digest(of);
            let (file, stays_open) = (folder.join(hex(&hash[..8])), number < MOST_OPEN);
            let board = Board::new(Home { board: file, root: root.to_owned(), stays_open, lost: lost.clone() }, files);
            (of, if spared.contains(of) { board } else { board.read(of, time) })
        };
        let boards = by_folder.into_par_iter().enumerate().map(board).collect();
        Self { time, folder: Some(folder), boards, nameless: OnceLock::new(), lost, root: root.to_owned() }
    }

    /// What is in `file`, if it stands as it stood.
    pub(super) fn take(&self, file: &Path) -> Option<Source<'_>> {
        let (board, at) = self.find(file)?;
        let Kept { yaml, tree, words } = board.files[at].2.clone()?;
        let mut source = Source::new(file.to_owned(), std::str::from_utf8(&board.bytes[yaml]).ok()?);
        if !tree.is_empty() {
            source.encoded.get_or_init(|| board.bytes[tree].into());
        }
        if !words.is_empty() {
            let Words { hash, place, signs } = Words::decoded(&board.bytes[words])?;
            let text = Text::aside(board.drawer.clone()?, &place, hash, signs);
            source.words = Some(match &board.next {
                None => text,
                // The board it is on is going to be another one.
                Some(_) => {
                    let words = Some(text.read(file)).filter(|words| words.len() == text.len());
                    words.and_then(|words| self.put_aside(file, &words, hash)).unwrap_or(text)
                }
            });
        }
        Some(source)
    }

    /// Puts words of `file` aside until a page wants them: where the file is to be [kept](Self::keep), or else in a file
    /// that has no name.
    pub(super) fn put_aside(&self, file: &Path, words: &str, hash: TextHash) -> Option<Text> {
        let (board, at) = self.find(file)?;
        let is_kept = self.time.is_some_and(|time| board.files[at].1.has_settled(time));
        let drawer = match board.next.as_ref().filter(|_| is_kept) {
            Some(next) => next.lock().ok()?.drawer.clone(),
            None => self.nameless()?,
        };
        let start = drawer.put(words)?;
        let place = start..start + words.len() as u64;
        Some(Text::aside(drawer, &place, hash, Signs::of(words)))
    }

    /// The drawer for words of files that cannot be kept yet.
    fn nameless(&self) -> Option<Arc<Drawer>> {
        let made = || {
            let folder = self.folder.as_ref().filter(|_| self.time.is_some())?;
            fs::create_dir_all(folder).ok()?;
            let board = folder.join(format!("{}.words", process::id()));
            let home = Home { board, root: self.root.clone(), stays_open: true, lost: self.lost.clone() };
            Drawer::nameless(home).map(Arc::new)
        };
        self.nameless.get_or_init(made).clone()
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

    /// Keeps what is in a file, with the tree it was parsed into and the words that were put aside, for next time.
    ///
    /// A file that was written just now is not kept, because it may be written again without its stamp telling.
    pub(super) fn keep(&self, source: &Source) {
        let (Some(time), Some((board, at))) = (self.time, self.find(&source.file)) else { return };
        let (name, stamp, _) = &board.files[at];
        if let Some(next) = &board.next
            && stamp.has_settled(time)
            && let Ok(mut next) = next.lock()
            && next.missing > 0
        {
            next.put(name, *stamp, source);
            // So that no more than a few boards are in memory at a time.
            if next.missing == 0 {
                board.write(&mut next);
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
                board.write(&mut next);
            }
        }
        // Of folders that are gone.
        let files: BTreeSet<&Path> = self.boards.values().map(|board| board.home.board.as_path()).collect();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !files.contains(entry.path().as_path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Where it is noted down that a text cannot be had again.
    pub(super) fn lost(&self) -> &Lost {
        &self.lost
    }

    /// The board of a file, and which of its files it is.
    fn find(&self, file: &Path) -> Option<(&Board<'s>, usize)> {
        let (folder, name) = taken_apart(file)?;
        let board = self.boards.get(folder)?;
        Some((board, board.find(name)?))
    }
}

impl<'s> Board<'s> {
    /// The board of these files, not looked at yet.
    fn new(home: Home, mut files: Vec<Held<'s>>) -> Self {
        files.sort_unstable_by_key(|(name, ..)| *name);
        Self { home, bytes: Vec::new(), drawer: None, files, is_current: true, next: None }
    }

    /// With what is on it, if it is that of the folder `of`; nothing is on one that broke off.
    ///
    /// It has to be another one next time when something can be kept, or is gone. A file that was written just now cannot be
    /// kept yet, so what is on the board of it may stay there until then.
    fn read(mut self, of: &str, time: Option<DiskTime>) -> Self {
        let bytes = on_board(&self.home.board).ok();
        let is_there = bytes.is_some();
        self.bytes = bytes.unwrap_or_default();
        let count = self.look(of);
        let missing: Vec<Stamp> =
            self.files.iter().filter(|(.., kept)| kept.is_none()).map(|(_, stamp, _)| *stamp).collect();
        let stale = count - (self.files.len() - missing.len());
        self.is_current = missing.is_empty() && stale == 0;
        let has_to_change =
            |time: DiskTime| stale > missing.len() || missing.iter().any(|stamp| stamp.has_settled(time));
        if time.is_some_and(has_to_change) {
            let bytes = [HEAD.as_bytes(), &(of.len() as u32).to_le_bytes(), of.as_bytes()].concat();
            let drawer = Arc::new(Drawer::empty(self.home.clone()));
            self.next = Some(Mutex::new(Next { bytes, drawer, missing: self.files.len() }));
        }
        if is_there {
            // Of a board that another one follows each text is taken out once.
            let stays_open = self.home.stays_open && self.next.is_none();
            self.drawer = Some(Arc::new(Drawer::there(Home { stays_open, ..self.home.clone() })));
        }
        self
    }

    /// Puts the board for next time in the place of this one; what cannot be written is not there next time.
    fn write(&self, next: &mut Next) {
        let bytes = std::mem::take(&mut next.bytes);
        // Another process may be at it too.
        let Home { board: file, .. } = &self.home;
        let new = file.with_extension(format!("{}.next", process::id()));
        let write = |drawer: &[u8]| {
            fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
            let mut board = for_owner().open(&new)?;
            for part in [drawer, &bytes, &(drawer.len() as u64).to_le_bytes(), &text_hash(&bytes)] {
                board.write_all(part)?;
            }
            fs::rename(&new, file)?;
            Ok(board)
        };
        next.drawer.close(|drawer| {
            write(drawer).inspect_err(|_| {
                let _ = fs::remove_file(&new);
            })
        });
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
        while let (Some(file), Some(stamp), Some(yaml), Some(tree), Some(words)) =
            (next(), next(), next(), next(), next())
        {
            count += 1;
            let Ok(file) = std::str::from_utf8(&bytes[file]) else { continue };
            let known = files.binary_search_by_key(&file, |(name, ..)| name);
            if let Some((_, found, kept)) = known.ok().and_then(|at| files.get_mut(at))
                && found.bytes() == bytes[stamp]
            {
                *kept = Some(Kept { yaml, tree, words });
            }
        }
        count
    }
}

impl Next {
    fn put(&mut self, file: &str, stamp: Stamp, source: &Source) {
        let tree = source.encoded.get().map_or(&[][..], |tree| tree);
        let words = match &source.words {
            None => Vec::new(),
            Some(text) => {
                let Some(words) = self.words(text) else { return };
                words.encoded()
            }
        };
        for part in [file.as_bytes(), &stamp.bytes(), source.text.as_bytes(), tree, &words] {
            // Files that are read have a few megabytes.
            self.bytes.extend((part.len() as u32).to_le_bytes());
            self.bytes.extend(part);
        }
        self.missing -= 1;
    }

    /// The words of a file, which were put aside in the drawer for next time.
    fn words(&self, text: &Text) -> Option<Words> {
        let (hash, start) = (text.hash()?, text.place_in(&*self.drawer)?);
        Some(Words { hash, place: start..start + text.len() as u64, signs: text.signs().clone() })
    }
}

impl Words {
    fn encoded(&self) -> Vec<u8> {
        let Self { hash, place, signs } = self;
        [&hash[..], &place.start.to_le_bytes(), &place.end.to_le_bytes(), &signs.encoded()].concat()
    }

    fn decoded(bytes: &[u8]) -> Option<Self> {
        let (hash, rest) = bytes.split_first_chunk()?;
        let (start, rest) = rest.split_first_chunk()?;
        let (end, signs) = rest.split_first_chunk()?;
        let (start, end) = (u64::from_le_bytes(*start), u64::from_le_bytes(*end));
        (start <= end).then_some(Self { hash: *hash, place: start..end, signs: Signs::decoded(signs)? })
    }
}

/// What is on the board in `file`; an error for one that broke off.
fn on_board(file: &Path) -> io::Result<Vec<u8>> {
    const END: usize = size_of::<u64>() + size_of::<TextHash>();
    let mut file = File::open(file)?;
    let length = file.seek(SeekFrom::End(-(END as i64)))?;
    let (mut begins, mut hash) = ([0; size_of::<u64>()], TextHash::default());
    file.read_exact(&mut begins)?;
    file.read_exact(&mut hash)?;
    let begins = file.seek(SeekFrom::Start(u64::from_le_bytes(begins)))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length.saturating_sub(begins)).unwrap_or(0));
    file.take(length.saturating_sub(begins)).read_to_end(&mut bytes)?;
    if text_hash(&bytes) == hash { Ok(bytes) } else { Err(io::ErrorKind::InvalidData.into()) }
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
