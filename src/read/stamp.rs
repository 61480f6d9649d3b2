//! Stamps: how a file stands on the disk, by which one that did not change is known without being read.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file that was changed within so many nanoseconds may be changed again without its stamp telling: some systems count
/// in whole or even double seconds.
const UNSETTLED: u64 = 3_000_000_000;

/// The time of the disk that a site lies on, which need not be that of this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DiskTime(u64);

impl DiskTime {
    /// That at which `file`, which is written for this, was written; `None` where it cannot be.
    pub(super) fn now(file: &Path) -> Option<Self> {
        fs::write(file, []).ok()?;
        let Stamp { modified, changed, .. } = Stamp::of(&fs::symlink_metadata(file).ok()?);
        Some(Self(modified.max(changed)))
    }
}

/// Size and times of a file: while they are the same, so is what is in it, once it [has settled](Self::has_settled).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    /// When it was written, in nanoseconds since 1970; 0 where that is not known.
    modified: u64,
    /// When anything about it was changed, also its time of writing; 0 where systems do not know.
    changed: u64,
}

/// The bytes that a stamp is written down with.
pub(super) const STAMP_BYTES: usize = 24;

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |since| since.as_nanos() as u64);
        Self { size: metadata.len(), modified, changed: changed(metadata) }
    }

    /// Whether it was changed so long before `time` that another change would give another stamp.
    pub(super) fn has_settled(self, time: DiskTime) -> bool {
        self.modified != 0 && self.modified.max(self.changed) < time.0.saturating_sub(UNSETTLED)
    }

    pub(super) fn bytes(self) -> [u8; STAMP_BYTES] {
        let mut bytes = [0; STAMP_BYTES];
        for (place, number) in bytes.chunks_exact_mut(8).zip([self.size, self.modified, self.changed]) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    u64::try_from(metadata.ctime()).unwrap_or(0).saturating_mul(1_000_000_000) + metadata.ctime_nsec() as u64
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_is_another_stamp_and_what_was_just_written_has_not_settled() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        let stamp = |text: &str| {
            fs::write(&file, text).unwrap();
            Stamp::of(&fs::metadata(&file).unwrap())
        };
        let (one, other) = (stamp("a: 1"), stamp("a: 12"));
        assert_ne!(one, other);
        let now = DiskTime::now(&folder.path().join("time")).unwrap();
        assert!(!other.has_settled(now));
        assert!(other.has_settled(DiskTime(now.0 + UNSETTLED + 1)));
    }
}
