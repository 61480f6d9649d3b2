//! An output folder: made anew beside the one that is published, and exchanged with it when it is whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::build::Build;
use super::disk::{Disk, Failure};
use super::manifest::Manifest;
use super::memory::{Memory, NO_KEY, all_stand};
use super::recall::Recall;
use super::report::Says;
use super::spare::Spare;
use super::{EditionLabel, Fingerprint, MANIFEST, Make, Output, Planned, Progress, Published, Step, address, location};
use crate::diagnostic::{Diagnostics, Refusal, Reported};

/// A folder that holds a published site, or will.
///
/// Files that somebody else put there stay, unless a page needs their place: then the build is refused.
pub struct Folder<'a> {
    root: PathBuf,
    output: PathBuf,
    may_go_back: bool,
    progress: Option<&'a dyn Progress>,
    recall: Option<&'a Recall>,
    disk: Disk,
}

impl<'a> Folder<'a> {
    /// The folder `output` of the site in `root`; both absolute. Nothing is looked at or made yet.
    pub fn new(root: &Path, output: &Path) -> Self {
        let [root, output] = [root, output].map(Path::to_owned);
        Self { root, output, may_go_back: false, progress: None, recall: None, disk: Disk::default() }
    }

    /// Lets an earlier edition replace one with later periods.
    pub fn allow_going_back(self) -> Self {
        Self { may_go_back: true, ..self }
    }

    /// Tells `progress` how far it has come.
    pub fn with_progress(self, progress: &'a dyn Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// Trusts what `recall` remembers of the folder, to which nobody but this process writes.
    pub fn recalling(self, recall: &'a Recall) -> Self {
        Self { recall: Some(recall), ..self }
    }

    /// For tests: after so many changes the disk obeys no longer, as if the program had been killed there.
    #[doc(hidden)]
    pub fn failing_after(self, changes: usize) -> Self {
        Self { disk: Disk::failing_after(changes), ..self }
    }

    /// For tests: as on systems that can neither exchange two folders nor link a file.
    #[doc(hidden)]
    pub fn on_a_plain_disk(self) -> Self {
        Self { disk: self.disk.plain(), ..self }
    }
}

impl Output for Folder<'_> {
    fn publish(
        &self,
        plan: &[Planned],
        edition: &EditionLabel,
        make: &Make<'_>,
        diagnostics: &Diagnostics,
    ) -> Result<Published, Reported> {
        if let Some(progress) = self.progress {
            progress.step(Step::Comparing);
        }
        address::check(plan, diagnostics)?;
        let root = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let says = Says { root: &root, diagnostics };
        let site = location::allowed(&self.root, &self.output).map_err(|why| says.refused(&self.output, why))?;
        let stopped = |stop| match stop {
            Stop::Refused(why) => says.refused(&site, why),
            Stop::Failed(failure) => says.failed(failure),
        };
        // Before anything is made beside a folder that is not ours.
        self.may_replace(&site, edition).map_err(stopped)?;
        let spare = Spare::lock(&self.disk, &site).map_err(|failure| says.failed(failure))?;
        let spare = spare.ok_or_else(|| says.refused(&site, Refusal::InUse))?;
        spare.finish_exchange().map_err(|failure| says.failed(failure))?;
        // Now that nobody else writes here.
        let known = self.recall.and_then(|recall| recall.known(&site));
        let read = if known.is_none() { self.before(&site, edition).map_err(stopped)? } else { None };
        let before = match (&known, &read) {
            (Some(known), _) => Some((&known.manifest, known.text.as_str())),
            (None, read) => read.as_ref().map(|(manifest, text)| (manifest, text.as_str())),
        };
        let recalled = known.as_ref().map(|known| &known.entries);
        let memory = Memory::new(&root, &site);
        let (site, disk, progress, recall) = (&site, &self.disk, self.progress, self.recall);
        Build { plan, edition, make, progress, says, disk, site, spare, memory, before, recalled, recall }.run()
    }

    fn is_kept(&self) -> bool {
        true
    }

    fn standing(&self, inputs: Fingerprint) -> Option<Published> {
        let (memory, site) = self.memory()?;
        let manifest = fs::read_to_string(site.join(MANIFEST)).ok()?;
        if memory.inputs(&manifest)? != inputs || Spare::is_at_work(&site) {
            return None;
        }
        let entries = memory.read(&manifest);
        let bytes = entries.values().map(|entry| entry.stamp.size).sum();
        let published = Published { unchanged: entries.len(), bytes, ..Published::default() };
        (!entries.is_empty() && all_stand(&entries, &site)).then_some(published)
    }

    fn remember(&self, inputs: Fingerprint) {
        let manifest = |site: &Path| fs::read_to_string(site.join(MANIFEST)).ok();
        if let Some((memory, manifest)) = self.memory().and_then(|(memory, site)| Some((memory, manifest(&site)?))) {
            // Without it the next build only takes longer.
            let _ = memory.note_inputs(&self.disk, &manifest, inputs);
        }
    }

    fn progress(&self) -> Option<&dyn Progress> {
        self.progress
    }
}

/// Why a folder cannot be published to.
enum Stop {
    Refused(Refusal),
    Failed(Failure),
}

impl Folder<'_> {
    /// What is remembered of the site, and its real path; `None` where it must not be.
    fn memory(&self) -> Option<(Memory, PathBuf)> {
        let root = fs::canonicalize(&self.root).ok()?;
        let site = location::allowed(&self.root, &self.output).ok()?;
        Some((Memory::new(&root, &site), site))
    }

    /// The keys of all files in whose making there was nothing to report.
    pub(super) fn silent(&self) -> BTreeMap<String, [u8; 16]> {
        let entries = self.memory().and_then(|(memory, site)| {
            let (_, text) = Manifest::read(&site).ok()??;
            Some(memory.read(&text))
        });
        let keys = entries.into_iter().flatten().map(|(path, entry)| (path, entry.key));
        keys.filter(|(_, key)| *key != NO_KEY).collect()
    }

    /// What is published in `site`, which this edition may replace.
    fn before(&self, site: &Path, edition: &EditionLabel) -> Result<Option<(Manifest, String)>, Stop> {
        if !self.may_replace(site, edition)? {
            return Ok(None);
        }
        let read = Manifest::read(site).map_err(|error| Stop::Failed(Failure { path: site.to_owned(), error }))?;
        read.map(Some).ok_or(Stop::Refused(Refusal::NotOurs))
    }

    /// Whether there is a site in `site`; stops if this edition must not take its place.
    fn may_replace(&self, site: &Path, edition: &EditionLabel) -> Result<bool, Stop> {
        let failed = |error| Stop::Failed(Failure { path: site.to_owned(), error });
        let Some(EditionLabel { audience, latest, share }) = Manifest::read_label(site).map_err(failed)? else {
            return match fs::read_dir(site).map(|mut entries| entries.next().is_none()) {
                Ok(false) => Err(Stop::Refused(Refusal::NotOurs)),
                Ok(true) => Ok(false),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
                Err(error) => Err(failed(error)),
            };
        };
        match (share, edition.share) {
            (None, Some(_)) => return Err(Stop::Refused(Refusal::WholeSite)),
            (Some(share), None) => return Err(Stop::Refused(Refusal::OnlyAShare { share: share.share.to_string() })),
            (None, None) | (Some(_), Some(_)) => {}
        }
        if audience != edition.audience {
            return Err(Stop::Refused(Refusal::OtherAudience { holds: audience }));
        }
        if latest > edition.latest && !self.may_go_back {
            return Err(Stop::Refused(Refusal::LaterPeriods { holds: latest }));
        }
        Ok(true)
    }
}
