//! How a package is cited, and under which licence it may be used.

use super::Packing;

/// `Meridian Water (2026): Utilities benchmark 2026. Version 1.1. doi:…`
pub(super) fn citation(packing: &Packing) -> String {
    let facts = packing.findings.edition().facts();
    let study = packing.of.study(facts);
    let year = study.map_or_else(|| packing.date().year(), |study| study.published.year());
    let version = study.and_then(|study| study.version.as_ref()).map(|version| format!(" Version {version}."));
    let address = packing.page_address().map(|address| format!(" {address}")).unwrap_or_default();
    format!(
        "{} ({year}): {}.{} {}.{address}",
        facts.settings.organisation,
        packing.title().trim_end_matches('.'),
        version.unwrap_or_default(),
        packing.identifier()
    )
}

/// Under which licence it may be used; that none was given is said too.
pub(super) fn licence(packing: &Packing) -> String {
    let facts = packing.findings.edition().facts();
    let own = packing.of.study(facts).and_then(|study| study.licence.clone());
    own.unwrap_or_else(|| format!("No licence was given; all rights are with {}", facts.settings.organisation))
}
