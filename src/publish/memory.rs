//! What the last build of an output folder knew: the key of every file, and its size and time on the disk.
//!
//! Only an acceleration: whoever deletes `.plaudit/` gets the same site a little later.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use super::Fingerprint;
use super::disk::{Disk, Done};
use super::manifest::{Hash, from_hex, hash, push_hex};

const HEAD: &str = "plaudit memory 1";

/// The key of a file whose making had something to report: it equals none, so the file is made again.
pub(super) const NO_KEY: [u8; 16] = [0; 16];

/// How a file stands on the disk: while this is the same, so is its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    modified: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { size: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos() as u64) }
    }
}

/// What is remembered of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: [u8; 16],
    pub(super) stamp: Stamp,
}

impl Entry {
    /// Whether the file at `path` still stands in `site` as it was written.
    pub(super) fn stands(self, site: &Path, path: &str) -> bool {
        let found = fs::symlink_metadata(site.join(path));
        found.is_ok_and(|found| found.is_file() && Stamp::of(&found) == self.stamp)
    }
}

pub(super) type Entries = BTreeMap<String, Entry>;

/// Whether every file of `entries` still stands in `site` as it was written.
pub(super) fn all_stand(entries: &Entries, site: &Path) -> bool {
    let entries: Vec<_> = entries.iter().collect();
    entries.par_iter().with_min_len(64).all(|(path, entry)| entry.stands(site, path))
}

/// The memory of one output folder.
#[derive(Debug)]
pub(super) struct Memory {
    file: PathBuf,
    next: PathBuf,
    inputs: PathBuf,
    ignore: PathBuf,
}

impl Memory {
    /// That of `output`, in `root`; it stays the same when the whole site is moved.
    pub(super) fn new(root: &Path, output: &Path) -> Self {
        let place = output.strip_prefix(root).unwrap_or(output);
        let mut name = String::new();
        push_hex(&mut name, &hash(place.as_os_str().as_encoded_bytes())[..4]);
        let own = root.join(".plaudit");
        let folder = own.join("published");
        let file = folder.join(name);
        Self {
            next: file.with_extension("next"),
            inputs: file.with_extension("inputs"),
            file,
            ignore: own.join(".gitignore"),
        }
    }

    /// What is remembered of the site whose manifest is `manifest`; nothing when it is that of another one.
    pub(super) fn read(&self, manifest: &str) -> Entries {
        let wanted = hash(manifest.as_bytes());
        // The next one is there when the program was killed after the exchange.
        let texts = [&self.file, &self.next].into_iter().filter_map(|file| fs::read_to_string(file).ok());
        texts.filter_map(|text| parse(&text, &wanted)).next().unwrap_or_default()
    }

    /// What the site whose manifest is `manifest` was made from, if that was noted down.
    pub(super) fn inputs(&self, manifest: &str) -> Option<Fingerprint> {
        let text = fs::read_to_string(&self.inputs).ok()?;
        let (inputs, of) = text.trim_end().split_once(' ')?;
        (from_hex(of)? == hash(manifest.as_bytes())).then(|| from_hex(inputs)).flatten()
    }

    /// Notes down what the site whose manifest is `manifest` was made from.
    pub(super) fn note_inputs(&self, disk: &Disk, manifest: &str, inputs: Fingerprint) -> Done {
        let mut text = String::new();
        push_hex(&mut text, &inputs);
        text.push(' ');
        push_hex(&mut text, &hash(manifest.as_bytes()));
        text.push('\n');
        disk.replace(&self.inputs, text.as_bytes())
    }

    /// Writes down what will be true of the site with that manifest, without forgetting what is true now.
    pub(super) fn prepare(&self, disk: &Disk, manifest: &str, entries: &Entries) -> Done {
        if !self.ignore.exists() {
            disk.write(&self.ignore, b"*\n")?;
        }
        disk.write(&self.next, text(manifest, entries).as_bytes())?;
        Ok(())
    }

    /// What was prepared has become true.
    pub(super) fn settle(&self, disk: &Disk) -> Done {
        disk.rename(&self.next, &self.file)
    }
}

fn text(manifest: &str, entries: &Entries) -> String {
    let mut text = String::with_capacity(100 * (entries.len() + 1));
    text.push_str(HEAD);
    text.push('\n');
    push_hex(&mut text, &hash(manifest.as_bytes()));
    text.push('\n');
    for (path, Entry { key, stamp }) in entries {
        push_hex(&mut text, key);
        writeln!(text, " {} {} {path}", stamp.size, stamp.modified).expect("writing to a string works");
    }
    text
}

fn parse(text: &str, manifest: &Hash) -> Option<Entries> {
    let mut lines = text.lines();
    let known = lines.next()? == HEAD && from_hex(lines.next()?)? == *manifest;
    let entries = lines.map(|line| {
        let mut parts = line.splitn(4, ' ');
        let key = from_hex(parts.next()?)?;
        let stamp = Stamp { size: parts.next()?.parse().ok()?, modified: parts.next()?.parse().ok()? };
        Some((parts.next()?.to_owned(), Entry { key, stamp }))
    });
    if known { entries.collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_only_for_the_manifest_it_was_written_for() {
        let entry = Entry { key: [7; 16], stamp: Stamp { size: 12, modified: 1_700_000_000_123_456_789 } };
        let entries = Entries::from([("kpis/csat/index.html".to_owned(), entry)]);
        let written = text("one", &entries);
        assert_eq!(parse(&written, &hash(b"one")), Some(entries));
        assert_eq!(parse(&written, &hash(b"two")), None);
        assert_eq!(parse(&written[..written.len() - 40], &hash(b"one")), None);
    }
}
