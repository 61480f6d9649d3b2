//! The shelf: what was read last time, so that only what changed is opened and parsed again.
//!
//! `.plaudit/read` holds the text of every input file with its stamp, and its YAML as a tree. Both follow from the file's
//! bytes alone, whatever the rest of the site says, so a file that stands as it stood is taken from there; everything
//! that depends on more is worked out every time. What was wrong with a text or its YAML is never on the shelf: it is
//! found, and said, again.
//!
//! Only an acceleration: whoever deletes `.plaudit/` gets the same site a little later.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use super::files::{Stamps, has_extension};
use super::stamp::{DiskTime, STAMP_BYTES};
use super::yaml::Source;

/// Before everything else: whose shelf it is. Another program may have parsed otherwise.
const HEAD: &str = concat!("plaudit shelf 1 ", env!("PLAUDIT_BUILD"), "\n");

/// What is kept of files that were read.
pub(super) struct Shelf<'s> {
    stamps: &'s Stamps,
    time: Option<DiskTime>,
    bytes: Vec<u8>,
    kept: Kept,
    next: Option<Next>,
}

/// Of files that stand as they stood, where the text and the tree of each are.
type Kept = BTreeMap<String, (Range<usize>, Range<usize>)>;

/// The shelf for next time, while it is being filled.
struct Next {
    folder: PathBuf,
    file: Mutex<BufWriter<File>>,
}

impl<'s> Shelf<'s> {
    /// Without anything on it, and nothing is put there.
    pub(super) fn none(stamps: &'s Stamps) -> Self {
        Self { stamps, time: None, bytes: Vec::new(), kept: Kept::new(), next: None }
    }

    /// The shelf of the site at `root`, which is brought up to date if there is a `time` before the stamps were taken.
    pub(super) fn of(root: &Path, stamps: &'s Stamps, time: Option<DiskTime>) -> Self {
        let Some(folder) = folder(root) else { return Self::none(stamps) };
        let mut shelf = Self { time, ..Self::none(stamps) };
        shelf.bytes = fs::read(folder.join("read")).unwrap_or_default();
        let (count, kept) = kept(&shelf.bytes, stamps);
        let is_kept = |file: &&String| has_extension(Path::new(file), &["yaml", "yml", "md", "markdown"]);
        let is_current = count == kept.len() && count == stamps.keys().filter(is_kept).count();
        shelf.kept = kept;
        if time.is_some() && !is_current {
            shelf.next = Next::begin(folder).ok();
        }
        shelf
    }

    /// What is in `file`, if it stands as it stood.
    pub(super) fn take(&self, file: &Path) -> Option<Source> {
        let (text, tree) = self.kept.get(file.to_str()?)?.clone();
        let text = std::str::from_utf8(&self.bytes[text]).ok()?.to_owned();
        let encoded = OnceLock::new();
        if !tree.is_empty() {
            encoded.get_or_init(|| self.bytes[tree].into());
        }
        Some(Source { file: file.to_owned(), text, encoded })
    }

    /// Keeps what is in a file, with the tree it was parsed into, for next time.
    ///
    /// A file that was written just now is not kept, because it may be written again without its stamp telling.
    pub(super) fn keep(&self, source: &Source) {
        let (Some(next), Some(time)) = (&self.next, self.time) else { return };
        let Some(file) = source.file.to_str() else { return };
        if let Some(stamp) = self.stamps.get(file).filter(|stamp| stamp.has_settled(time)) {
            // What cannot be written is not there next time.
            let _ = next.put(file, stamp.bytes(), &source.text, source.encoded.get().map_or(&[], |tree| tree));
        }
    }

    /// Puts the shelf for next time in the place of this one.
    pub(super) fn close(self) {
        let Some(Next { folder, file }) = self.next else { return };
        let written = file.into_inner().map_err(io::Error::other).and_then(|mut file| file.flush());
        let new = folder.join("read.next");
        if written.and_then(|()| fs::rename(&new, folder.join("read"))).is_err() {
            let _ = fs::remove_file(new);
        }
    }
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

impl Next {
    fn begin(folder: PathBuf) -> io::Result<Self> {
        let mut file = BufWriter::new(for_owner().open(folder.join("read.next"))?);
        file.write_all(HEAD.as_bytes())?;
        Ok(Self { folder, file: Mutex::new(file) })
    }

    fn put(&self, file: &str, stamp: [u8; STAMP_BYTES], text: &str, tree: &[u8]) -> io::Result<()> {
        let mut into = self.file.lock().map_err(|_| io::Error::other("given up"))?;
        for part in [file.as_bytes(), &stamp, text.as_bytes(), tree] {
            into.write_all(&u32::try_from(part.len()).map_err(io::Error::other)?.to_le_bytes())?;
            into.write_all(part)?;
        }
        Ok(())
    }
}

/// A new file that nobody but its owner can read: it may hold what is for a narrower audience.
fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// How many files are on the shelf, and where the text and the tree are of those that stand as they stood.
///
/// A shelf that breaks off is read as far as it goes.
fn kept(bytes: &[u8], stamps: &Stamps) -> (usize, Kept) {
    let (mut count, mut kept) = (0, Kept::new());
    let mut at = HEAD.len();
    let mut next = || {
        let start = at + 4;
        let length = u32::from_le_bytes(bytes.get(at..start)?.try_into().ok()?) as usize;
        let part = start..start.checked_add(length)?;
        bytes.get(part.clone())?;
        at = part.end;
        Some(part)
    };
    if bytes.starts_with(HEAD.as_bytes()) {
        while let (Some(file), Some(stamp), Some(text), Some(tree)) = (next(), next(), next(), next()) {
            count += 1;
            let Ok(file) = std::str::from_utf8(&bytes[file]) else { continue };
            if stamps.get(file).is_some_and(|found| found.bytes() == bytes[stamp]) {
                kept.insert(file.to_owned(), (text, tree));
            }
        }
    }
    (count, kept)
}
