//! Files of a site that are written: the whole of each, or nothing.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the whole file or nothing.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_all(&[(path.to_owned(), text.to_owned())]).map_err(|(_, error)| error)
}

/// Writes all of the files, each as a whole, and none before all of them are on the disk; fails with the one that cannot be.
pub(super) fn replace_all(files: &[(PathBuf, String)]) -> Result<(), (PathBuf, io::Error)> {
    let mut waiting = Vec::new();
    let mut put_all = || {
        for (path, text) in files {
            waiting.push((put(path, text).map_err(|error| (path.clone(), error))?, path));
        }
        for (new, path) in &waiting {
            fs::rename(new, path).map_err(|error| ((*path).clone(), error))?;
        }
        Ok(())
    };
    let done = put_all();
    if done.is_err() {
        files.iter().for_each(|(path, _)| drop(fs::remove_file(beside(path))));
    }
    done
}

/// Writes a file that is not there yet, and fails with `AlreadyExists` where anything is.
pub(super) fn write_new(path: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path)?;
    let written = file.write_all(contents);
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written
}

fn put(path: &Path, text: &str) -> io::Result<PathBuf> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = beside(path);
    let mut file = fs::File::create(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(new)
}

/// A hidden file beside `path`, which is no input.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.new", path.file_name().unwrap_or_default().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_takes_the_place_of_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/imports/a.yaml");
        write_new(&path, b"first").unwrap();
        assert_eq!(write_new(&path, b"second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }
}
