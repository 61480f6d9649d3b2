//! Every change of the disk that publishing makes, one function each.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

/// A change of the disk that failed, and where.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) path: PathBuf,
    pub(super) error: io::Error,
}

pub(super) type Done<T = ()> = Result<T, Failure>;

/// Names the path that an operation failed on.
pub(super) trait At<T> {
    fn at(self, path: &Path) -> Done<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Done<T> {
        self.map_err(|error| Failure { path: path.to_owned(), error })
    }
}

/// The disk. In tests it stops obeying after so many changes, as if the program had been killed there.
#[derive(Debug, Default)]
pub(super) struct Disk {
    changes_left: Option<AtomicUsize>,
    without_exchange: bool,
    without_links: bool,
}

impl Disk {
    pub(super) fn failing_after(changes: usize) -> Self {
        Self { changes_left: Some(changes.into()), ..Self::default() }
    }

    /// As on systems that can neither exchange two folders nor link a file.
    pub(super) fn plain(self) -> Self {
        Self { without_exchange: true, without_links: true, ..self }
    }

    fn change(&self) -> io::Result<()> {
        let Some(left) = &self.changes_left else { return Ok(()) };
        match left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
            Ok(_) => Ok(()),
            Err(_) => Err(io::Error::other("the test stops here")),
        }
    }

    /// Writes a new file, in place of the one that may be there but never into it: it may be linked to elsewhere.
    ///
    /// Makes the folders above as needed. Returns how the file stands on the disk.
    pub(super) fn write(&self, path: &Path, contents: &[u8]) -> Done<fs::Metadata> {
        self.write_into(path, contents, |_| ())
    }

    /// Does the same sooner for a file that most likely has a new folder to itself, as pages do.
    pub(super) fn write_in_new_folder(&self, path: &Path, contents: &[u8]) -> Done<fs::Metadata> {
        // What goes wrong here goes wrong again when the file is made, and is told then.
        self.write_into(path, contents, |folder| drop(fs::create_dir(folder)))
    }

    fn write_into(&self, path: &Path, contents: &[u8], ready: impl FnOnce(&Path)) -> Done<fs::Metadata> {
        if let Err(error) = self.change() {
            // A kill can fall into the middle of a file.
            let _ = fs::remove_file(path);
            let _ = fs::write(path, &contents[..contents.len() / 2]);
            return Err(error).at(path);
        }
        path.parent().map(ready);
        let mut file = self.create(path)?;
        file.write_all(contents).at(path)?;
        file.metadata().at(path)
    }

    /// Puts a file in place of another one that is open to readers all the time.
    pub(super) fn replace(&self, path: &Path, contents: &[u8]) -> Done {
        let mut name = OsString::from(path.file_name().unwrap_or_default());
        name.push(".new");
        let new = path.with_file_name(name);
        self.write(&new, contents)?;
        self.rename(&new, path)
    }

    fn create(&self, path: &Path) -> Done<File> {
        match File::create_new(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.create_folders_above(path)?;
                File::create_new(path).at(path)
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(path).at(path)?;
                File::create_new(path).at(path)
            }
            created => created.at(path),
        }
    }

    fn create_folders_above(&self, path: &Path) -> Done {
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder).at(folder)
    }

    pub(super) fn create_folder(&self, path: &Path) -> Done {
        self.change().at(path)?;
        fs::create_dir_all(path).at(path)
    }

    /// The same file in a second place, whatever was there: a link where the file system has them, else a copy with
    /// the same time.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Done {
        self.change().at(to)?;
        for _ in 0..3 {
            let linked = if self.without_links {
                copy_once(from, to)
            } else {
                fs::hard_link(from, to).or_else(|error| match error.kind() {
                    ErrorKind::NotFound | ErrorKind::AlreadyExists => Err(error),
                    _ => copy_once(from, to),
                })
            };
            match linked {
                Err(error) if error.kind() == ErrorKind::NotFound => self.create_folders_above(to)?,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(to).at(to)?,
                done => return done.at(to),
            }
        }
        Err(io::Error::from(ErrorKind::NotFound)).at(from)
    }

    /// Removes a file or a symbolic link; it may be gone already, or be a folder, which stays.
    pub(super) fn remove(&self, path: &Path) -> Done {
        self.change().at(path)?;
        match fs::remove_file(path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            Err(_) if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) => Ok(()),
            removed => removed.at(path),
        }
    }

    /// Removes a folder if it is one and is empty.
    pub(super) fn remove_empty(&self, path: &Path) -> Done {
        self.change().at(path)?;
        match fs::remove_dir(path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
            removed => removed.at(path),
        }
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Done {
        self.change().at(from)?;
        fs::rename(from, to).at(to)
    }

    /// Exchanges two folders in one step; `false` where the system or the file system cannot.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> Done<bool> {
        if self.without_exchange {
            return Ok(false);
        }
        self.change().at(one)?;
        exchange(one, other).at(one)
    }

    /// Gives `path` the permissions of `example`.
    pub(super) fn permit_like(&self, path: &Path, example: &Path) -> Done {
        self.change().at(path)?;
        let permissions = fs::metadata(example).at(example)?.permissions();
        fs::set_permissions(path, permissions).at(path)
    }

    /// Closes a folder to everyone but its owner, where the system knows owners.
    pub(super) fn keep_private(&self, path: &Path) -> Done {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            self.change().at(path)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700)).at(path)?;
        }
        let _ = path;
        Ok(())
    }

    /// Waits until the contents of `files` have reached the disk, so that a power cut after the exchange finds them.
    ///
    /// Few files are waited for one by one, many by flushing the file system at once where that can be done.
    /// Elsewhere many are not waited for: the next build notices files that were cut short.
    pub(super) fn flush(&self, folder: &Path, files: &[PathBuf]) -> Done {
        const FEW: usize = 64;
        self.change().at(folder)?;
        if self.changes_left.is_some() {
            return Ok(());
        }
        if files.len() > FEW {
            return flush_file_system(folder).at(folder);
        }
        files
            .iter()
            .try_for_each(|file| File::options().write(true).open(file).and_then(|open| open.sync_all()).at(file))
    }
}

/// A copy with the same time, unless there is something in its place.
fn copy_once(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let modified: SystemTime = source.metadata()?.modified()?;
    let mut copy = File::create_new(to)?;
    io::copy(&mut source, &mut copy)?;
    copy.set_modified(modified)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(target_os = "linux")]
fn flush_file_system(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn flush_file_system(_folder: &Path) -> io::Result<()> {
    Ok(())
}
