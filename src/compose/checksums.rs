//! Checksums of what can be downloaded: worked out once, for whoever tells of a file and for whoever publishes it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::outline::Page;
use super::route::Route;

/// The SHA-256 of a file's content, once somebody has worked it out: whoever made the file, or knows that it is as it was.
pub type Checksum = Arc<OnceLock<[u8; 32]>>;

/// The checksums that the archive tells.
#[derive(Debug)]
pub(super) struct Checksums(BTreeMap<Route, Checksum>);

impl Checksums {
    /// Of those among `pages` that the archive offers, none of them known so far.
    pub(super) fn of(pages: &[Page]) -> Self {
        let told = pages.iter().map(|page| &page.route).filter(|route| is_told(route));
        Self(told.map(|route| (route.clone(), Checksum::default())).collect())
    }

    /// Where that of a file is noted down; `None` for a file that nobody tells of.
    pub(super) fn at(&self, route: &Route) -> Option<&Checksum> {
        if is_told(route) { self.0.get(route) } else { None }
    }

    /// That of the file at `route`, which is made only if it is not known.
    pub(super) fn get_or_make(&self, route: &Route, make: impl FnOnce() -> Vec<u8>) -> [u8; 32] {
        let known = self.at(route);
        // While it is made nobody is kept waiting: another thread that asks for it may be one that this one waits for.
        known.and_then(|known| known.get().copied()).unwrap_or_else(|| {
            let checksum = Sha256::digest(make()).into();
            known.map_or(checksum, |known| *known.get_or_init(|| checksum))
        })
    }
}

/// Whether the archive tells the checksum of a file.
fn is_told(route: &Route) -> bool {
    matches!(route, Route::ScorecardCsv(_) | Route::StudyCsv(_))
}
