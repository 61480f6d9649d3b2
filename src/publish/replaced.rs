//! Several files and folders put in their places together: all of them, or none.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Moves each first path to the second one, in the place of what is there; when one cannot be moved, those before it are
/// as they were.
///
/// # Errors
///
/// The place that could not be filled, and why.
pub(super) fn replace_all(moves: &[(PathBuf, PathBuf)]) -> Result<(), (PathBuf, io::Error)> {
    let mut replaced: Vec<(&Path, Option<PathBuf>)> = Vec::new();
    for (new, place) in moves {
        let moved = keep(place).and_then(|kept| {
            replaced.push((place, kept));
            fs::rename(new, place)
        });
        if let Err(error) = moved {
            replaced.into_iter().rev().for_each(|(place, kept)| put_back(place, kept));
            return Err((place.clone(), error));
        }
    }
    for kept in replaced.into_iter().filter_map(|(_, kept)| kept) {
        let _ = remove(&kept);
    }
    Ok(())
}

/// Puts what was kept back to its place, and takes away what is there now.
fn put_back(place: &Path, kept: Option<PathBuf>) {
    let _ = remove(place);
    if let Some(kept) = kept {
        let _ = fs::rename(kept, place);
    }
}

/// A hidden name beside `path`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

/// Removes a file or a whole folder, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Keeps what is at `place` beside it until its successor is there: a file stays where it is as well.
fn keep(place: &Path) -> io::Result<Option<PathBuf>> {
    let kept = beside(place, ".plaudit-old");
    remove(&kept)?;
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_file() => fs::copy(place, &kept).map(drop)?,
        Ok(_) => fs::rename(place, &kept)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    Ok(Some(kept))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn all_are_moved_or_none() {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let read = |name: &str| fs::read_to_string(at(name)).ok();
        let moves = |names: &[&str]| -> Vec<(PathBuf, PathBuf)> {
            names.iter().map(|name| (at(&format!("new-{name}")), at(name))).collect()
        };
        fs::create_dir(at("folder")).unwrap();
        for (name, text) in [("one", "old"), ("folder/in", "old"), ("new-one", "new"), ("new-two", "new")] {
            fs::write(at(name), text).unwrap();
        }
        fs::create_dir(at("new-folder")).unwrap();
        fs::write(at("new-folder/in"), "new").unwrap();
        let (place, _) = replace_all(&moves(&["one", "folder", "two", "missing"])).unwrap_err();
        assert_eq!(place, at("missing"));
        assert_eq!([read("one"), read("folder/in"), read("two")], [Some("old".into()), Some("old".into()), None]);
        for (name, text) in [("new-one", "new"), ("new-two", "new")] {
            fs::write(at(name), text).unwrap();
        }
        fs::create_dir(at("new-folder")).unwrap();
        fs::write(at("new-folder/in"), "new").unwrap();
        replace_all(&moves(&["one", "folder", "two"])).unwrap();
        assert_eq!(["one", "folder/in", "two"].map(read), [(); 3].map(|()| Some("new".into())));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left lying about");
    }
}
