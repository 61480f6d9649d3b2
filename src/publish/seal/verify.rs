//! Whether a bag is still as it was sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{bag, zipped};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported, Unsealed};

/// No file beside `data/` is longer: a manifest of half a million files.
const LONGEST_TAG_FILE: usize = 64 * 1024 * 1024;

/// A bag in which everything is as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many files it has.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
    /// The SHA-256 of the one file, in hexadecimal; `None` for a folder.
    pub sha256: Option<String>,
}

/// What is in a bag, as it is found.
#[derive(Default)]
pub(super) struct Found {
    /// Hash and size of each file.
    files: BTreeMap<String, ([u8; 32], u64)>,
    /// What is in those beside `data/`.
    tags: BTreeMap<String, Vec<u8>>,
}

impl Found {
    /// How many bytes of a file are needed later.
    pub(super) fn kept_of(path: &str) -> usize {
        if path.contains('/') { 0 } else { LONGEST_TAG_FILE + 1 }
    }

    pub(super) fn add(&mut self, path: String, hash: [u8; 32], size: u64, contents: Vec<u8>) {
        if !path.contains('/') {
            self.tags.insert(path.clone(), contents);
        }
        self.files.insert(path, (hash, size));
    }
}

/// Checks the bag in the folder or zip archive at `path`; reports each file that is not as it was sealed.
pub fn verify(path: &Path, diagnostics: &Diagnostics) -> Result<Verified, Reported> {
    let unreadable =
        |error: io::Error| diagnostics.fatal(Problem::Unreadable { reason: error.to_string() }, Location::file(path));
    let refused = |why: Unsealed| diagnostics.fatal(Problem::NotASealedPackage { why }, Location::file(path));
    let is_folder = fs::metadata(path).map_err(unreadable)?.is_dir();
    let (found, sha256) = if is_folder {
        (read_folder(path).map_err(unreadable)?.map_err(refused)?, None)
    } else {
        let (found, sha256) = zipped::read(path).map_err(unreadable)?.map_err(refused)?;
        (found, Some(sha256))
    };
    check(path, &found, diagnostics)?;
    let bytes = found.files.values().map(|(_, size)| size).sum();
    Ok(Verified { files: found.files.len(), bytes, sha256 })
}

fn check(path: &Path, found: &Found, diagnostics: &Diagnostics) -> Result<(), Reported> {
    let refused = |why: Unsealed| diagnostics.fatal(Problem::NotASealedPackage { why }, Location::file(path));
    let text = |name: &str| {
        let bytes = found.tags.get(name)?;
        std::str::from_utf8(bytes).ok().filter(|_| bytes.len() <= LONGEST_TAG_FILE)
    };
    if text("bagit.txt").is_none_or(|declared| !declared.starts_with("BagIt-Version: ")) {
        return Err(refused(Unsealed::NoBag));
    }
    let manifest = |name: &'static str| text(name).and_then(sums).ok_or_else(|| refused(Unsealed::NoManifest { name }));
    let mut sealed = manifest("manifest-sha256.txt")?;
    sealed.retain(|file, _| file.starts_with("data/"));
    let mut tags = manifest("tagmanifest-sha256.txt")?;
    tags.retain(|file, _| !file.contains('/'));
    // What says how everything was cannot be among it.
    let is_itself = |file: &str| file == "tagmanifest-sha256.txt";
    sealed.extend(tags);
    for (file, hash) in &sealed {
        let problem = match found.files.get(file) {
            None => Problem::SealedFileMissing {},
            Some((now, _)) if now != hash => Problem::SealedFileDiffers {},
            Some(_) => continue,
        };
        diagnostics.report(problem, Location::file(path.join(file)));
    }
    for file in found.files.keys().filter(|file| !sealed.contains_key(*file) && !is_itself(file)) {
        diagnostics.report(Problem::FileNotSealed {}, Location::file(path.join(file)));
    }
    diagnostics.proceed()
}

/// The SHA-256 of each file by a manifest; `None` when that is none.
fn sums(manifest: &str) -> Option<BTreeMap<String, [u8; 32]>> {
    let sum = |line: &str| {
        let (hash, file) = line.split_once(' ')?;
        let hash: Option<Vec<u8>> =
            (0..hash.len()).step_by(2).map(|at| u8::from_str_radix(hash.get(at..at + 2)?, 16).ok()).collect();
        let file = bag::decoded(file.trim_start_matches([' ', '*']));
        Some((file, hash?.try_into().ok()?))
    };
    manifest.lines().map(sum).collect()
}

/// Hash and size of what is read, and its first bytes, so many as are to be `kept`.
pub(super) fn hashed(from: &mut impl Read, kept: usize) -> io::Result<([u8; 32], u64, Vec<u8>)> {
    let (mut hash, mut size, mut first) = (Sha256::new(), 0, Vec::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => return Ok((hash.finalize().into(), size, first)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..count]);
        size += count as u64;
        let more = count.min(kept.saturating_sub(first.len()));
        first.extend_from_slice(&buffer[..more]);
    }
}

/// What is in a folder; links are refused, for they lead out of it.
fn read_folder(folder: &Path) -> io::Result<Result<Found, Unsealed>> {
    let mut found = Found::default();
    for path in files_below(folder)? {
        let full = folder.join(&path);
        if fs::symlink_metadata(&full)?.is_symlink() {
            return Ok(Err(Unsealed::Link { file: path }));
        }
        let (hash, size, kept) = hashed(&mut File::open(full)?, Found::kept_of(&path))?;
        found.add(path, hash, size, kept);
    }
    Ok(Ok(found))
}

/// Every file below `folder` by its path from there, sorted; links included, and not followed.
pub(super) fn files_below(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let mut open = vec![String::new()];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let path = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.insert(path);
            }
        }
    }
    Ok(files)
}
