//! Drawers: the texts of one folder, put aside until a page wants them.
//!
//! Sites have tens of megabytes of words, and an edit reads a page or two of them. So only what is known of a text at a
//! glance stays in memory, and the text itself lies in the file of its [board](super::shelf), which is never written again:
//! another one takes its place.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Aside, TextHash};

/// The texts of one folder, each after its hash.
#[derive(Debug)]
pub(super) struct Drawer {
    contents: Mutex<Contents>,
    /// The file of the board.
    file: PathBuf,
    lost: Lost,
}

#[derive(Debug)]
enum Contents {
    /// In memory.
    Here(Vec<u8>),
    /// On the disk, so many bytes of a file.
    There(File, u64),
}

pub(super) fn text_hash(text: &[u8]) -> TextHash {
    Sha256::digest(text)[..16].try_into().expect("a SHA-256 hash has 32 bytes")
}

impl Drawer {
    /// With `begun` before the first text.
    pub(super) fn new(begun: Vec<u8>, file: PathBuf, lost: Lost) -> Self {
        Self { contents: Mutex::new(Contents::Here(begun)), file, lost }
    }

    /// The drawer in the first `length` bytes of a file that is open.
    pub(super) fn of(opened: File, length: u64, file: PathBuf, lost: Lost) -> Self {
        Self { contents: Mutex::new(Contents::There(opened, length)), file, lost }
    }

    /// Adds a text; where it is now. A drawer on the disk takes no more.
    pub(super) fn put(&self, text: &str, hash: TextHash) -> Option<u64> {
        let Contents::Here(bytes) = &mut *self.contents() else { return None };
        bytes.extend(hash);
        let start = bytes.len();
        bytes.extend(text.as_bytes());
        Some(start as u64)
    }

    /// Whether there can be a text at that place.
    pub(super) fn has(&self, place: &Range<u64>) -> bool {
        match &*self.contents() {
            Contents::Here(bytes) => {
                let bytes = bytes.get(place.start as usize..place.end as usize);
                bytes.is_some_and(|bytes| std::str::from_utf8(bytes).is_ok())
            }
            Contents::There(_, length) => place.start >= size_of::<TextHash>() as u64 && place.end <= *length,
        }
    }

    /// Lets `write` put the drawer into a file, in which it lies from then on; in memory where that fails, or where no file
    /// is to stay open.
    pub(super) fn close(&self, write: impl FnOnce(&[u8]) -> io::Result<Option<File>>) {
        let mut contents = self.contents();
        if let Contents::Here(bytes) = &*contents
            && let Ok(Some(file)) = write(bytes)
        {
            *contents = Contents::There(file, bytes.len() as u64);
        }
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().expect("nobody panics at a drawer")
    }

    fn read(&self, place: Range<u64>) -> io::Result<String> {
        let bytes = match &mut *self.contents() {
            Contents::Here(bytes) => bytes[place.start as usize..place.end as usize].to_vec(),
            Contents::There(file, _) => {
                let hash_length = size_of::<TextHash>();
                let mut bytes = vec![0; (place.end - place.start) as usize + hash_length];
                file.seek(SeekFrom::Start(place.start - hash_length as u64))?;
                file.read_exact(&mut bytes)?;
                let text = bytes.split_off(hash_length);
                if text_hash(&text)[..] != bytes {
                    return Err(io::Error::other("it has changed"));
                }
                text
            }
        };
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

impl Aside for Drawer {
    fn text(&self, place: Range<u64>, file: &Path) -> String {
        self.read(place).unwrap_or_else(|error| {
            self.lost.note(file, &error);
            // So that it is read from its own file next time.
            let _ = std::fs::remove_file(&self.file);
            String::new()
        })
    }
}

/// Whether a text that was put aside could not be had again.
#[derive(Clone, Debug, Default)]
pub struct Lost(Arc<FirstLost>);

#[derive(Debug, Default)]
struct FirstLost {
    text: OnceLock<(PathBuf, String)>,
    is_told: AtomicBool,
}

impl Lost {
    /// Reports the first text that was lost, once; pages may have been made without it.
    pub fn report(&self, diagnostics: &Diagnostics) {
        if let Some((file, reason)) = self.0.text.get()
            && !self.0.is_told.swap(true, Ordering::Relaxed)
        {
            let reason = format!("what was kept of it in `.plaudit` is gone ({reason}); build again");
            diagnostics.report(Problem::Unreadable { reason }, Location::file(file));
        }
    }

    /// Whether one was lost.
    pub(super) fn is_any(&self) -> bool {
        self.0.text.get().is_some()
    }

    fn note(&self, file: &Path, error: &io::Error) {
        self.0.text.get_or_init(|| (file.to_owned(), super::files::reason(error)));
    }
}

/// What was lost is no part of what a site says.
impl PartialEq for Lost {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_text_is_the_same_in_memory_and_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let (drawer, places) = with_two_texts(&folder.path().join("board"));
        check(&drawer, &places);
        drawer.close(|bytes| Ok(Some(written(folder.path(), bytes))));
        check(&drawer, &places);
        assert_eq!(drawer.put("late", [0; 16]), None);
    }

    #[test]
    fn a_drawer_that_cannot_be_written_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let (drawer, places) = with_two_texts(&folder.path().join("board"));
        drawer.close(|_| Err(io::ErrorKind::StorageFull.into()));
        check(&drawer, &places);
    }

    #[test]
    fn a_text_that_changed_is_lost_and_so_is_its_board() {
        let folder = tempfile::tempdir().unwrap();
        let board = folder.path().join("board");
        let (drawer, places) = with_two_texts(&board);
        drawer.close(|bytes| Ok(Some(written(folder.path(), &bytes.to_ascii_uppercase()))));
        std::fs::write(&board, "").unwrap();
        let diagnostics = Diagnostics::new();
        drawer.lost.report(&diagnostics);
        assert_eq!(diagnostics.count(), 0);
        assert_eq!(drawer.text(places[0].clone(), Path::new("a.md")), "");
        assert!(drawer.lost.is_any() && !board.exists());
        drawer.lost.report(&diagnostics);
        drawer.lost.report(&diagnostics);
        assert_eq!(diagnostics.count(), 1, "it is said once");
    }

    fn with_two_texts(board: &Path) -> (Drawer, [Range<u64>; 2]) {
        let drawer = Drawer::new(b"head".to_vec(), board.to_owned(), Lost::default());
        let places = ["One text.", "Ein anderer, länger."].map(|text| {
            let start = drawer.put(text, text_hash(text.as_bytes())).unwrap();
            start..start + text.len() as u64
        });
        (drawer, places)
    }

    fn written(folder: &Path, bytes: &[u8]) -> File {
        let file = folder.join("drawer");
        let mut opened = File::options().read(true).write(true).create(true).truncate(true).open(file).unwrap();
        opened.write_all(bytes).unwrap();
        opened
    }

    #[track_caller]
    fn check(drawer: &Drawer, places: &[Range<u64>; 2]) {
        let texts = places.clone().map(|place| {
            assert!(drawer.has(&place));
            drawer.text(place, Path::new("a.md"))
        });
        assert_eq!(texts, ["One text.", "Ein anderer, länger."]);
        assert!(!drawer.lost.is_any());
        assert!(!drawer.has(&(places[1].start..u64::MAX)));
    }
}
