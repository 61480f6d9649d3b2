//! The only gate between all we know and what we publish.
//!
//! Everything after this step takes an [`Edition`], which only this folder can make.

mod audience;
#[allow(dead_code, reason = "words are cut as soon as an edition can report problems")]
mod blocks;
mod people;

use std::collections::BTreeSet;

use crate::model::{AudienceId, Organisation};

/// What one audience may know of an organisation: proof that the gate was passed.
///
/// What the audience may not see is not in it, so nothing that is made from it can give it away.
#[derive(Debug)]
pub struct Edition {
    organisation: Organisation,
    audience: Option<AudienceId>,
    /// Ids of KPIs and parts that were taken out; only for saying so to the author, never for a page.
    withheld: BTreeSet<String>,
}

impl Edition {
    /// What the audience may know.
    pub fn facts(&self) -> &Organisation {
        &self.organisation
    }

    /// The narrower audience this edition is for; `None` for everyone.
    pub fn audience(&self) -> Option<&AudienceId> {
        self.audience.as_ref()
    }

    /// Whether `id` (a KPI, a dimension, or a part such as `team/billing`) exists but is for a narrower audience.
    ///
    /// For messages to the author of a text that names it; it must never reach a page.
    pub fn withholds(&self, id: &str) -> bool {
        self.withheld.contains(id)
    }
}

/// The part of `organisation` that `audience` may see; everyone's when it is `None`.
pub fn edition(organisation: Organisation, audience: Option<&AudienceId>) -> Edition {
    let (mut organisation, withheld) = audience::visible(organisation, audience);
    people::protect(&mut organisation);
    Edition { organisation, audience: audience.cloned(), withheld }
}
