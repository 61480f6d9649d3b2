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
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::location;
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
/// A package that is there already stays, unless it differs and may be replaced (`anew`). Fails when the folder must not
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
    if is_there == [true, true] && holds(&real, &files) && fs::read(&real_zip).is_ok_and(|found| found == archive) {
        return Ok(sealed(true));
    }
    if !anew && is_there.contains(&true) {
        let other = if is_there[0] { &folder } else { &zip };
        return Err(diagnostics.fatal(Problem::AnotherPackage {}, Location::file(other)));
    }
    write(&real, &files).map_err(|error| failed(&folder, &error))?;
    write_file(&real_zip, &archive).map_err(|error| failed(&zip, &error))?;
    Ok(sealed(false))
}

/// Whether `folder` holds exactly these files.
fn holds(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let Ok(found) = verify::files_below(folder) else { return false };
    found.iter().eq(files.keys())
        && files.iter().all(|(path, bytes)| fs::read(folder.join(path)).is_ok_and(|it| it == *bytes))
}

/// Writes a whole folder and puts it in the place of what is there.
fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let new = beside(folder, ".new");
    if fs::symlink_metadata(&new).is_ok() {
        fs::remove_dir_all(&new)?;
    }
    for (path, bytes) in files {
        let path = new.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
        fs::write(path, bytes)?;
    }
    if fs::symlink_metadata(folder).is_ok() {
        let old = beside(folder, ".old");
        if fs::symlink_metadata(&old).is_ok() {
            fs::remove_dir_all(&old)?;
        }
        fs::rename(folder, &old)?;
        fs::rename(&new, folder)?;
        return fs::remove_dir_all(old);
    }
    fs::rename(new, folder)
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    fs::write(&new, bytes)?;
    fs::rename(new, path)
}

/// A hidden name beside `path`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
