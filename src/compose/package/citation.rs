//! How a package is cited, and under which licence it may be used.

use super::Packing;
use crate::compose::pages;

/// A study as its page says how to cite it, a period as `Meridian Water (2026): Service scorecard, October 2026.
/// 2026-10/2026-11-09.`, with the address.
pub(super) fn citation(packing: &Packing) -> String {
    let facts = packing.findings.edition().facts();
    let address = packing.page_address().map(|address| format!(" {address}")).unwrap_or_default();
    if let Some(study) = packing.of.study(facts) {
        return format!("{}{address}", pages::study_citation(facts, study));
    }
    format!(
        "{} ({}): {}. {}.{address}",
        facts.settings.organisation,
        packing.date().year(),
        packing.title().trim_end_matches('.'),
        packing.identifier()
    )
}

/// Under which licence it may be used; that none was given is said too.
pub(super) fn licence(packing: &Packing) -> String {
    let facts = packing.findings.edition().facts();
    let own = packing.of.study(facts).and_then(|study| study.licence.clone());
    own.unwrap_or_else(|| format!("No licence was given; all rights are with {}", facts.settings.organisation))
}
