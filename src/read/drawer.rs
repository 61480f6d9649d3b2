//! Drawers: the texts of one folder, put aside until a page wants them.
//!
//! Sites have tens of megabytes of words, and an edit reads a page or two of them. So only what is known of a text at a
//! glance stays in memory, and the text itself lies in the file of its [board](super::shelf). Another board may have taken
//! the place of that one when the text is wanted, so whatever is found is held against the hash of the text; what is another
//! text, or not there, is read from the file that it was written in, and that is held against the hash too. Only what this
//! process put there itself, and has open since, needs no proof: boards are never written again, others take their place.
//!
//! What cannot be on a board yet, because it was written just now, is in a drawer for this process alone: a file that has no
//! name any more.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use sha2::{Digest, Sha256};

use super::{files, front_matter};
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Aside, TextHash};

/// The texts of one folder.
#[derive(Debug)]
pub(super) struct Drawer {
    contents: Mutex<Contents>,
    home: Home,
}

/// Where a drawer belongs.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The file of the board.
    pub(super) board: PathBuf,
    /// The site, in which the files are that the texts were written in.
    pub(super) root: PathBuf,
    /// Whether the board may stay open once a text was wanted: a process may not have many files open.
    pub(super) stays_open: bool,
    pub(super) lost: Lost,
}

#[derive(Debug)]
enum Contents {
    /// In memory.
    Here(Vec<u8>),
    /// At the beginning of the board, which this process wrote and has open.
    Written(File),
    /// At the beginning of the board, which may be open.
    There(Option<File>),
    /// In a file without a name, up to that place.
    Nameless(File, u64),
}

pub(super) fn text_hash(text: &[u8]) -> TextHash {
    Sha256::digest(text)[..16].try_into().expect("a SHA-256 hash has 32 bytes")
}

impl Drawer {
    /// One that is to be filled, in the memory.
    pub(super) fn empty(home: Home) -> Self {
        Self { contents: Mutex::new(Contents::Here(Vec::new())), home }
    }

    /// That of a board which is on the disk.
    pub(super) fn there(home: Home) -> Self {
        Self { contents: Mutex::new(Contents::There(None)), home }
    }

    /// One for this process alone, which takes texts as long as the disk does; `None` where no file can be without a name.
    ///
    /// The board is where the file is before it has none.
    pub(super) fn nameless(home: Home) -> Option<Self> {
        if !cfg!(unix) {
            return None;
        }
        let file = for_owner().open(&home.board).ok()?;
        fs::remove_file(&home.board).ok()?;
        Some(Self { contents: Mutex::new(Contents::Nameless(file, 0)), home })
    }

    /// Adds a text; where it is now. A drawer that is closed takes no more.
    pub(super) fn put(&self, text: &str) -> Option<u64> {
        let text = text.as_bytes();
        match &mut *self.contents() {
            Contents::Here(bytes) => {
                let start = bytes.len() as u64;
                bytes.extend(text);
                Some(start)
            }
            Contents::Nameless(file, end) => {
                let start = *end;
                file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(text)).ok()?;
                *end += text.len() as u64;
                Some(start)
            }
            Contents::Written(_) | Contents::There(_) => None,
        }
    }

    /// Lets `write` put the drawer at the beginning of a new board, where it is from then on; it stays in memory where that
    /// fails.
    pub(super) fn close(&self, write: impl FnOnce(&[u8]) -> io::Result<File>) {
        let mut contents = self.contents();
        if let Contents::Here(bytes) = &*contents
            && let Ok(board) = write(bytes)
        {
            *contents = if self.home.stays_open { Contents::Written(board) } else { Contents::There(None) };
        }
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().expect("nobody panics at a drawer")
    }

    /// What is in that place, and whether that is known to be what was put there.
    fn read(&self, place: Range<u64>) -> io::Result<(Vec<u8>, bool)> {
        match &mut *self.contents() {
            Contents::Here(bytes) => {
                let bytes = bytes.get(place.start as usize..place.end as usize);
                bytes.map(|bytes| (bytes.to_vec(), true)).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
            }
            Contents::Written(file) | Contents::Nameless(file, _) => Ok((part(file, place)?, true)),
            Contents::There(open) => {
                let board = match open.take() {
                    Some(board) => board,
                    None => File::open(&self.home.board)?,
                };
                let found = part(&board, place)?;
                *open = Some(board).filter(|_| self.home.stays_open);
                Ok((found, false))
            }
        }
    }

    /// The words of a Markdown file as they are now.
    fn words_of(&self, file: &Path) -> Option<Vec<u8>> {
        let text = files::markdown(&self.home.root, file, &Diagnostics::new())?.text.into_owned();
        let start = front_matter::head_length(&text);
        Some(text.into_bytes().split_off(start))
    }
}

/// A new file that nobody but its owner can read: it may hold what is for a narrower audience.
pub(super) fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Some bytes of a board; all of them or none.
fn part(board: &File, place: Range<u64>) -> io::Result<Vec<u8>> {
    let length = place.end.saturating_sub(place.start).min(files::MAX_MARKDOWN);
    let mut bytes = vec![0; length as usize];
    read_at(board, &mut bytes, place.start)?;
    Ok(bytes)
}

#[cfg(unix)]
fn read_at(board: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(board, bytes, start)
}

#[cfg(not(unix))]
fn read_at(mut board: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    board.seek(SeekFrom::Start(start))?;
    io::Read::read_exact(&mut board, bytes)
}

impl Aside for Drawer {
    fn text(&self, place: Range<u64>, hash: TextHash, file: &Path) -> String {
        let is_it = |bytes: &Vec<u8>| text_hash(bytes) == hash;
        let found = self.read(place).ok().filter(|(bytes, is_known)| *is_known || is_it(bytes)).map(|(bytes, _)| bytes);
        let found = found.or_else(|| self.words_of(file).filter(is_it));
        found.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| {
            self.home.lost.note(file);
            String::new()
        })
    }
}

/// Whether a text that was put aside could not be had again.
#[derive(Clone, Debug, Default)]
pub struct Lost(Arc<FirstLost>);

#[derive(Debug, Default)]
struct FirstLost {
    file: OnceLock<PathBuf>,
    is_told: AtomicBool,
}

impl Lost {
    /// Reports the first text that was lost, once; pages may have been made without it.
    pub fn report(&self, diagnostics: &Diagnostics) {
        if let Some(file) = self.0.file.get()
            && !self.0.is_told.swap(true, Ordering::Relaxed)
        {
            let reason = "it changed while the site was made: build again".to_owned();
            diagnostics.report(Problem::Unreadable { reason }, Location::file(file));
        }
    }

    /// Whether one was lost.
    pub fn is_any(&self) -> bool {
        self.0.file.get().is_some()
    }

    fn note(&self, file: &Path) {
        self.0.file.get_or_init(|| file.to_owned());
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
    use std::rc::Rc;

    use super::*;

    /// Two texts in memory, as long as each other, and the files that they were written in.
    struct Case {
        site: Rc<tempfile::TempDir>,
        drawer: Drawer,
        places: [Range<u64>; 2],
    }

    const FILES: [&str; 2] = ["a.md", "b.md"];
    const TEXTS: [&str; 2] = ["One text.\n", "Zwölf Mal\n"];

    #[test]
    fn a_text_is_the_same_in_memory_and_on_the_disk() {
        for stays_open in [true, false] {
            let case = Case::new(stays_open);
            case.check(TEXTS);
            case.close();
            case.take_files_away();
            case.check(TEXTS);
            assert_eq!(case.drawer.put("late"), None);
            case.later(<[u8]>::to_vec).check(TEXTS);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_on_a_board_yet_is_in_a_file_that_has_no_name() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path().to_owned();
        let home = Home { board: root.join("new"), root, stays_open: true, lost: Lost::default() };
        let drawer = Drawer::nameless(home.clone()).unwrap();
        let starts = TEXTS.map(|text| drawer.put(text).unwrap());
        assert_eq!(fs::read_dir(site.path()).unwrap().count(), 0);
        let read = |start: u64, text: &str| {
            drawer.text(start..start + text.len() as u64, text_hash(text.as_bytes()), Path::new("none.md"))
        };
        assert_eq!([0, 1, 0].map(|which| read(starts[which], TEXTS[which])), [TEXTS[0], TEXTS[1], TEXTS[0]]);
        let late = drawer.put("late").unwrap();
        assert_eq!(read(late, "late"), "late");
        fs::write(&home.board, "of somebody else").unwrap();
        assert!(Drawer::nameless(home).is_none());
    }

    #[test]
    fn a_board_that_was_written_here_stays_at_hand_when_another_takes_its_place() {
        let case = Case::new(true);
        case.close();
        case.take_files_away();
        fs::remove_file(&case.drawer.home.board).unwrap();
        fs::write(&case.drawer.home.board, "something else").unwrap();
        case.check(TEXTS);
    }

    #[test]
    fn a_board_that_is_cut_short_where_it_is_has_no_text() {
        let case = Case::new(true);
        case.close();
        File::options().write(true).open(&case.drawer.home.board).unwrap().set_len(3).unwrap();
        case.check(TEXTS);
        case.take_files_away();
        assert_eq!([0, 1].map(|which| case.text(which)), ["", ""]);
        assert!(case.drawer.home.lost.is_any());
    }

    #[test]
    fn a_drawer_that_cannot_be_written_stays_in_memory() {
        let case = Case::new(true);
        case.drawer.close(|_| Err(io::ErrorKind::StorageFull.into()));
        case.take_files_away();
        case.check(TEXTS);
    }

    #[test]
    fn what_is_another_text_is_read_from_its_own_file() {
        let half = TEXTS[0].len();
        for stays_open in [true, false] {
            let case = Case::new(stays_open);
            case.close();
            case.later(<[u8]>::to_ascii_uppercase).check(TEXTS);
            case.later(|bytes| bytes[..bytes.len() - 1].to_vec()).check(TEXTS);
            case.later(|_| Vec::new()).check(TEXTS);
            case.later(|bytes| [&bytes[half..], &bytes[..half]].concat()).check(TEXTS);
            let later = case.later(<[u8]>::to_vec);
            fs::remove_file(&later.drawer.home.board).unwrap();
            later.check(TEXTS);
        }
    }

    #[test]
    fn a_text_that_is_nowhere_is_lost_and_that_is_said_once() {
        let case = Case::new(true);
        case.close();
        let case = case.later(<[u8]>::to_ascii_uppercase);
        fs::write(case.site.path().join(FILES[1]), "Another text.\n").unwrap();
        let diagnostics = Diagnostics::new();
        case.drawer.home.lost.report(&diagnostics);
        assert_eq!(diagnostics.count(), 0);
        assert_eq!([0, 1].map(|which| case.text(which)), [TEXTS[0], ""]);
        case.drawer.home.lost.report(&diagnostics);
        case.drawer.home.lost.report(&diagnostics);
        let said = diagnostics.sorted();
        assert_eq!(said.iter().map(|said| said.at.file.as_path()).collect::<Vec<_>>(), [Path::new(FILES[1])]);
    }

    fn write_files(site: &Path) {
        for (file, text) in FILES.iter().zip(TEXTS) {
            fs::write(site.join(file), format!("---\ntitle: {file}\n---\n{text}")).unwrap();
        }
    }

    impl Case {
        fn new(stays_open: bool) -> Self {
            let site = Rc::new(tempfile::tempdir().unwrap());
            let root = site.path().to_owned();
            let drawer = Drawer::empty(Home { board: root.join("board"), root, stays_open, lost: Lost::default() });
            let places = TEXTS.map(|text| {
                let start = drawer.put(text).unwrap();
                start..start + text.len() as u64
            });
            write_files(site.path());
            Self { site, drawer, places }
        }

        fn close(&self) {
            self.drawer.close(|bytes| {
                fs::write(&self.drawer.home.board, bytes)?;
                File::open(&self.drawer.home.board)
            });
        }

        /// The same drawer for a process that comes later, with what `damage` makes of it; the files are there again.
        fn later(&self, damage: impl FnOnce(&[u8]) -> Vec<u8>) -> Self {
            let home = self.drawer.home.clone();
            fs::write(&home.board, damage(TEXTS.concat().as_bytes())).unwrap();
            write_files(self.site.path());
            Self { site: self.site.clone(), drawer: Drawer::there(home), places: self.places.clone() }
        }

        fn take_files_away(&self) {
            FILES.iter().for_each(|file| fs::remove_file(self.site.path().join(file)).unwrap());
        }

        fn text(&self, which: usize) -> String {
            self.drawer.text(self.places[which].clone(), text_hash(TEXTS[which].as_bytes()), Path::new(FILES[which]))
        }

        #[track_caller]
        fn check(&self, expected: [&str; 2]) {
            assert_eq!([0, 1].map(|which| self.text(which)), expected);
            assert!(!self.drawer.home.lost.is_any());
        }
    }
}
