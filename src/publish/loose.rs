//! Loose files: a few that are made together and are no site. All of them are written, or none is changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::location;
use super::replaced::replace_all;
use crate::diagnostic::{Problem, Refusal};

/// Why files made from the site at `root` may not be written into `folder`, an absolute path: it lies in its inputs, in a
/// published site, or behind a symbolic link. `None` where they may.
pub fn refusal_of(root: &Path, folder: &Path) -> Option<Problem> {
    location::allowed(root, folder).err().map(|why| Problem::OutputRefused { why })
}

/// The same for one file, an absolute path, which may lie beside the settings of the site.
pub fn refusal_of_file(root: &Path, file: &Path) -> Option<Problem> {
    let refused = |why| Some(Problem::OutputRefused { why });
    match fs::symlink_metadata(file) {
        Ok(found) if found.is_symlink() => {
            return refused(Refusal::SymbolicLink { link: file.display().to_string() });
        }
        Ok(found) if !found.is_file() => return refused(Refusal::NotAFile),
        _ => {}
    }
    let Some(name) = file.file_name() else { return refused(Refusal::NotAFile) };
    if location::is_settings(root, file) {
        return refused(Refusal::InsideInputs);
    }
    // Where a folder that is not there yet may be, a file may be.
    refusal_of(root, &file.with_file_name(beside(&name.to_string_lossy())))
}

/// The name of a file that is not yet in its place.
fn beside(name: &str) -> String {
    format!(".{name}.plaudit-new")
}

/// Writes `files` into `folder`, which is made if it is not there.
///
/// Files of these names that hold something else are replaced only with `replace`. Every file is written beside its place
/// first, so that a full disk changes none of them, nor does a place that cannot be filled.
///
/// # Errors
///
/// The path at fault, and why.
pub fn write_files<N: AsRef<str>>(
    folder: &Path,
    files: &[(N, Vec<u8>)],
    replace: bool,
) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    for (name, contents) in files {
        let path = folder.join(name.as_ref());
        match fs::read(&path) {
            Ok(found) if found == *contents || replace => {}
            Ok(_) => return Err((path, io::ErrorKind::AlreadyExists.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err((path, error)),
        }
    }
    fs::create_dir_all(folder).map_err(at(folder))?;
    let beside = |name: &str| folder.join(beside(name));
    let written = files.iter().try_for_each(|(name, contents)| {
        fs::write(beside(name.as_ref()), contents).map_err(at(&folder.join(name.as_ref())))
    });
    let moves: Vec<(PathBuf, PathBuf)> =
        files.iter().map(|(name, _)| (beside(name.as_ref()), folder.join(name.as_ref()))).collect();
    let moved = written.and_then(|()| replace_all(&moves));
    if moved.is_err() {
        for (new, _) in moves {
            let _ = fs::remove_file(new);
        }
    }
    moved
}
