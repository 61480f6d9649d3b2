//! A new site: the starter catalogue and one example of everything, ready to build.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/author/starter");

/// Names that begin with a dot would be left out of a package of this program, so they are kept without.
const RENAMED: &[(&str, &str)] = &[("gitignore", ".gitignore")];

/// Why there is no new site.
#[derive(Debug)]
pub enum InitFailed {
    /// These files are there already, relative to the folder; nothing was written.
    Occupied(Vec<PathBuf>),
    /// Something could not be written.
    Failed {
        /// What.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Writes a new site to `folder`, which is made if need be, and says how many files it has.
///
/// Overwrites nothing: when one of its files is there, nothing is written.
pub fn init(folder: &Path) -> Result<usize, InitFailed> {
    let files = starter_files();
    let is_there = |path: &Path| fs::symlink_metadata(folder.join(path)).is_ok();
    let occupied: Vec<_> = files.iter().map(|(path, _)| path.clone()).filter(|path| is_there(path)).collect();
    if !occupied.is_empty() {
        return Err(InitFailed::Occupied(occupied));
    }
    for (path, contents) in &files {
        let path = folder.join(path);
        write_new(&path, contents).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => InitFailed::Occupied(vec![path]),
            _ => InitFailed::Failed { path, error },
        })?;
    }
    Ok(files.len())
}

fn write_new(path: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(contents)
}

/// Every file of the starter site with its path, in a fixed order.
fn starter_files() -> Vec<(PathBuf, &'static [u8])> {
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    files.sort_unstable();
    files
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(PathBuf, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) => {
                let renamed = RENAMED.iter().find(|(kept, _)| file.path() == Path::new(kept));
                let path = renamed.map_or(file.path(), |(_, name)| Path::new(name));
                files.push((path.to_owned(), file.contents()));
            }
        }
    }
}
