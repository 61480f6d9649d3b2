//! Sealed packages: a BagIt 1.0 bag (RFC 8493) with everything that belongs to a period or a study, as a folder and as
//! one file, and whether a bag is still as it was sealed.
//!
//! ```text
//! bagit.txt                 which format this is
//! bag-info.txt              whose it is, what it is, how much
//! README.txt                how to open and how to check it
//! manifest-sha256.txt       every file below data/ with its SHA-256: what `sha256sum -c` reads
//! tagmanifest-sha256.txt    the same for the files beside data/
//! data/                     what is in it
//! ```
//!
//! The same package is the same bytes, so the hash of the one file names exactly this edition for ever.

mod bag;
mod verify;
mod zipped;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::location;
use super::manifest::push_hex;
use super::replaced::{beside, remove, replace_all};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};

pub use verify::{Verified, verify};

/// What is sealed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// The name of its folder and, with `.zip`, of its file.
    pub name: String,
    /// The files below `data/`, by their path from there.
    pub payload: BTreeMap<String, Vec<u8>>,
    /// What `bag-info.txt` says: a label and its value, each on one line.
    pub info: Vec<(&'static str, String)>,
    /// What `README.txt` says.
    pub readme: String,
}

/// A package that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The folder.
    pub folder: PathBuf,
    /// The same as one file.
    pub zip: PathBuf,
    /// The SHA-256 of that file, in hexadecimal.
    pub sha256: String,
    /// How many files are in it.
    pub files: usize,
    /// Whether it was there already, byte for byte.
    pub was_there: bool,
}

/// Seals `package` in `into`, which is made if need be, all of it or nothing.
///
/// A package that is there already stays, unless it differs and may be replaced (`anew`); of one that is half there the
/// other half is written. Fails when the folder must not
/// be written to: inside the inputs, for one, of the site at `root`.
pub fn seal(
    root: &Path,
    into: &Path,
    package: &Package,
    anew: bool,
    diagnostics: &Diagnostics,
) -> Result<Sealed, Reported> {
    let (folder, zip) = (into.join(&package.name), into.join(format!("{}.zip", package.name)));
    let refused = |why| diagnostics.fatal(Problem::OutputRefused { why }, Location::file(&folder));
    let real = location::allowed(root, &folder).map_err(refused)?;
    let failed = |path: &Path, error: &io::Error| {
        diagnostics.fatal(Problem::OutputFailed { reason: error.to_string() }, Location::file(path))
    };
    let files = bag::files(package);
    let archive = zipped::zip(&package.name, &files).map_err(|error| failed(&zip, &error))?;
    let sealed = |was_there| Sealed {
        folder: folder.clone(),
        zip: zip.clone(),
        sha256: hex(&Sha256::digest(&archive)),
        files: files.len(),
        was_there,
    };
    let real_zip = real.with_file_name(format!("{}.zip", package.name));
    let is_there = [&real, &real_zip].map(|path| fs::symlink_metadata(path).is_ok());
    let is_same =
        [is_there[0] && holds(&real, &files), is_there[1] && fs::read(&real_zip).is_ok_and(|found| found == archive)];
    let mut moves = Vec::new();
    for (number, (shown, real)) in [(&folder, &real), (&zip, &real_zip)].into_iter().enumerate() {
        if is_there[number] && !is_same[number] && !anew {
            return Err(diagnostics.fatal(Problem::AnotherPackage {}, Location::file(shown)));
        }
        if !is_same[number] {
            moves.push((beside(real, ".new"), real.clone()));
        }
    }
    if moves.is_empty() {
        return Ok(sealed(true));
    }
    // Both halves are written before either is put in its place.
    let written = moves.iter().try_for_each(|(new, place)| {
        let written = if *place == real { write(new, &files) } else { fs::write(new, &archive) };
        written.map_err(|error| (place.clone(), error))
    });
    let moved = written.and_then(|()| replace_all(&moves));
    moves.iter().for_each(|(new, _)| drop(remove(new)));
    moved.map_err(|(place, error)| failed(if place == real { &folder } else { &zip }, &error))?;
    Ok(sealed(false))
}

/// Whether `folder` holds exactly these files.
fn holds(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let Ok(found) = verify::files_below(folder) else { return false };
    found.iter().eq(files.keys())
        && files.iter().all(|(path, bytes)| fs::read(folder.join(path)).is_ok_and(|it| it == *bytes))
}

/// Writes a whole folder in the place of what an attempt that failed left there.
fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    remove(folder)?;
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_hex(&mut text, bytes);
    text
}
