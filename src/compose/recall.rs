//! Recall: what a process that makes one site after another need not work out again for its outline and its search.

use std::sync::{Arc, Mutex};

use crate::analyse::Findings;
use crate::model::{AudienceId, BaseUrl, Look};

use super::key::{Key, Keyed};
use super::outline::Ground;
use super::search;

/// What was worked out for the last outline; never a byte of a page depends on it.
#[derive(Debug, Default)]
pub struct Recall {
    pub(super) search: search::Recall,
    ground: Mutex<Option<(Origin, Arc<Ground>)>>,
}

/// Everything that a [`Ground`] is made from: while it is the same, so is that.
#[derive(Debug, PartialEq)]
struct Origin {
    /// The settings, the data, and all words but those about periods.
    read_from: [u8; 16],
    audience: Option<AudienceId>,
    base_url: Option<BaseUrl>,
    /// What must be found nowhere: words about periods can be what gives it away.
    secrets: Key,
    look: Look,
}

impl Recall {
    /// Forgets everything: words were lost, and it is not known where.
    pub fn forget(&self) {
        self.search.forget();
        *self.ground.lock().expect("nobody panics while an outline is begun") = None;
    }

    /// What of the outline stays while nothing but words about periods changes.
    pub(super) fn ground(&self, findings: &Findings, look: &Look, read_from: Option<[u8; 16]>) -> Arc<Ground> {
        let ground = || Arc::new(Ground::new(findings, look));
        let Some(read_from) = read_from else { return ground() };
        let edition = findings.edition();
        let origin = Origin {
            read_from,
            audience: edition.audience().cloned(),
            base_url: edition.facts().settings.base_url.clone(),
            secrets: Keyed::new().with(&edition.secrets().everywhere().collect::<Vec<_>>()).key(),
            look: look.clone(),
        };
        let mut recalled = self.ground.lock().expect("nobody panics while an outline is begun");
        if let Some((_, known)) = recalled.as_ref().filter(|(of, _)| *of == origin) {
            return known.clone();
        }
        let ground = ground();
        *recalled = Some((origin, ground.clone()));
        ground
    }
}
