//! The only gate between all we know and what we publish.
//!
//! Everything after this step takes an [`Edition`], which only this folder can make.

mod audience;

use crate::model::{AudienceId, Organisation};

/// What one audience may know of an organisation: proof that the gate was passed.
///
/// What the audience may not see is not in it, so nothing that is made from it can give it away.
#[derive(Debug)]
pub struct Edition {
    organisation: Organisation,
    audience: Option<AudienceId>,
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
}

/// The part of `organisation` that `audience` may see; everyone's when it is `None`.
pub fn edition(organisation: Organisation, audience: Option<&AudienceId>) -> Edition {
    Edition { organisation: audience::visible(organisation, audience), audience: audience.cloned() }
}
