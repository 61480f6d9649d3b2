//! Shares: a site that several machines make together, each a part of its files, joined in one publication.
//!
//! Which share a file belongs to follows from its path alone, so all machines agree without talking to each other. A
//! share lies in a folder of its own, whose manifest says which it is, of how many, and of which site; a folder like
//! that takes no whole site, and one with a site takes no share.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::manifest::{Hash, Manifest, hash};
use super::{EditionLabel, Fingerprint, Folder, Make, Output, Planned, Progress, Published};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};

/// Which share: `2/4` is the second of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// From 1 to `of`.
    number: NonZeroU32,
    /// How many there are.
    of: NonZeroU32,
}

/// More shares than this have nothing to do.
const MOST: u32 = 10_000;

impl Share {
    /// Whether the file at `path` belongs to this share.
    fn has(self, path: &str) -> bool {
        let hash = Sha256::digest(path.as_bytes());
        let hash = u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]);
        hash % self.of == self.number.get() - 1
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<NonZeroU32>().ok().filter(|_| !text.starts_with('+'));
        let share = text.split_once('/').and_then(|(one, of)| Some(Self { number: number(one)?, of: number(of)? }));
        let is_share = |share: &Self| share.number <= share.of && share.of.get() <= MOST;
        share.filter(is_share).ok_or("a share is written as 2/4: the second of four, of 10,000 at most")
    }
}

/// Which share of which site a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareLabel {
    /// Which share.
    pub share: Share,
    /// How many files the whole site has.
    pub files: usize,
    /// Changes when any file of the site could be another one; shares of one site have the same.
    ///
    /// It is made from keys, which is why shares are for joining and not for publishing.
    pub site: [u8; 16],
}

/// Makes one share of a site in a folder.
pub struct ShareFolder<'a> {
    folder: Folder<'a>,
    share: Share,
}

impl<'a> ShareFolder<'a> {
    /// `share` of the site, in `folder`.
    pub fn new(folder: Folder<'a>, share: Share) -> Self {
        Self { folder, share }
    }

    fn of_share(&self, inputs: Fingerprint) -> Fingerprint {
        let hash = Sha256::new().chain_update(inputs).chain_update(self.share.to_string()).finalize();
        hash[..16].try_into().expect("a SHA-256 hash has 32 bytes")
    }
}

impl Output for ShareFolder<'_> {
    fn publish(
        &self,
        plan: &[Planned],
        edition: &EditionLabel,
        make: &Make<'_>,
        diagnostics: &Diagnostics,
    ) -> Result<Published, Reported> {
        let mut site = Sha256::new();
        for Planned { path, key, .. } in plan {
            site.update(path);
            site.update([0]);
            site.update(key);
        }
        let site = site.finalize()[..16].try_into().expect("a SHA-256 hash has 32 bytes");
        let mine: Vec<usize> = (0..plan.len()).filter(|index| self.share.has(&plan[*index].path)).collect();
        let files: Vec<Planned> = mine.iter().map(|index| plan[*index].clone()).collect();
        let label = ShareLabel { share: self.share, files: plan.len(), site };
        let edition = EditionLabel { share: Some(label), ..edition.clone() };
        self.folder.publish(&files, &edition, &|index| make(mine[index]), diagnostics)
    }

    fn is_kept(&self) -> bool {
        self.folder.is_kept()
    }

    fn standing(&self, inputs: Fingerprint) -> Option<Published> {
        self.folder.standing(self.of_share(inputs))
    }

    fn remember(&self, inputs: Fingerprint) {
        self.folder.remember(self.of_share(inputs));
    }

    fn progress(&self) -> Option<&dyn Progress> {
        self.folder.progress()
    }
}

/// All shares of a site, found to belong together: none is missing, none is there twice.
#[derive(Debug)]
pub struct Shares {
    edition: EditionLabel,
    /// Every file of the site, with the folder that it lies in.
    files: BTreeMap<String, (PathBuf, Hash)>,
}

impl Shares {
    /// The shares in `folders`; every reason why they are not a whole site is reported.
    pub fn read(folders: &[PathBuf], diagnostics: &Diagnostics) -> Result<Self, Reported> {
        let mut found: Vec<(&Path, ShareLabel, Manifest)> = Vec::new();
        for folder in folders {
            let manifest = Manifest::read(folder).ok().flatten().map(|(manifest, _)| manifest);
            match manifest.and_then(|manifest| Some((manifest.label.share?, manifest))) {
                Some((label, manifest)) => found.push((folder, label, manifest)),
                None => diagnostics.report(Problem::NotAShare {}, Location::file(folder)),
            }
        }
        diagnostics.proceed()?;
        let Some((_, one, Manifest { label: edition, .. })) = found.first() else {
            return Err(diagnostics.fatal(Problem::NotAShare {}, Location::file(".")));
        };
        let mut holders: BTreeMap<NonZeroU32, &Path> = BTreeMap::new();
        for (folder, label, manifest) in &found {
            let same_edition =
                (&manifest.label.audience, &manifest.label.latest) == (&edition.audience, &edition.latest);
            if !same_edition || (label.share.of, label.files, label.site) != (one.share.of, one.files, one.site) {
                let other = found[0].0.display().to_string();
                diagnostics.report(Problem::ShareOfAnotherSite { other }, Location::file(folder));
            } else if let Some(other) = holders.insert(label.share.number, folder) {
                let (share, other) = (label.share.to_string(), other.display().to_string());
                diagnostics.report(Problem::ShareTwice { share, other }, Location::file(folder));
            }
        }
        diagnostics.proceed()?;
        let is_missing = |number: &NonZeroU32| !holders.contains_key(number);
        let numbers = (1..=one.share.of.get()).filter_map(NonZeroU32::new);
        let missing: Vec<String> =
            numbers.filter(is_missing).map(|number| Share { number, of: one.share.of }.to_string()).collect();
        if !missing.is_empty() {
            let at = Location::file(found[0].0);
            return Err(diagnostics.fatal(Problem::ShareMissing { shares: missing.join(", ") }, at));
        }
        let (edition, expected) = (EditionLabel { share: None, ..edition.clone() }, one.files);
        let mut files = BTreeMap::new();
        for (folder, label, manifest) in found {
            for (path, hash) in manifest.files {
                if !label.share.has(&path) {
                    diagnostics.report(Problem::NotInShare { file: path.clone() }, Location::file(folder));
                }
                files.insert(path, (folder.to_owned(), hash));
            }
        }
        if files.len() != expected {
            let problem = Problem::FilesMissing { found: files.len(), expected };
            diagnostics.report(problem, Location::file(&folders[0]));
        }
        diagnostics.proceed()?;
        Ok(Self { edition, files })
    }

    /// The narrower audience that the site is for.
    pub fn audience(&self) -> Option<&str> {
        self.edition.audience.as_deref()
    }

    /// Publishes the whole site, each file as its share's manifest says it is.
    pub fn publish(&self, output: &Folder<'_>, diagnostics: &Diagnostics) -> Result<Published, Reported> {
        let plan = self.files.iter().map(|(path, (_, hash))| {
            let key = hash[..16].try_into().expect("a SHA-256 hash has 32 bytes");
            Planned { path: path.clone(), key, turn: 0, checksum: None }
        });
        let plan: Vec<Planned> = plan.collect();
        let make = |index: usize| {
            let path = &plan[index].path;
            let (folder, expected) = &self.files[path];
            let file = folder.join(path);
            let contents = fs::read(&file).map_err(|error| {
                diagnostics.fatal(Problem::Unreadable { reason: error.to_string() }, Location::file(&file))
            })?;
            if hash(&contents) != *expected {
                return Err(diagnostics.fatal(Problem::FileDiffers {}, Location::file(file)));
            }
            Ok(contents)
        };
        output.publish(&plan, &self.edition, &make, diagnostics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_belongs_to_one_share() {
        let shares: Vec<Share> = ["1/3", "2/3", "3/3"].map(|share| share.parse().unwrap()).into();
        let mut sizes = [0; 3];
        for page in 0..300 {
            let path = format!("2026-10/team/team_{page}/index.html");
            let of: Vec<usize> = (0..3).filter(|number| shares[*number].has(&path)).collect();
            assert_eq!(of.len(), 1);
            sizes[of[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (70..130).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_share_is_a_number_of_a_number() {
        for text in ["1/1", "2/4", "4/4"] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
        }
        for text in ["", "2", "0/4", "5/4", "1/0", "+1/4", "1/4/2", "a/b", " 1/4", "1/10001", "1/4000000000"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
