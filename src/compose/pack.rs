//! What a file needs that carries everything it shows: data in its addresses, and a policy that lets nothing else in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::media_type::media_type;
use crate::model::Period;

/// What a file of a pack is called: `scorecard-2026-10.html`.
pub fn file_name(what: &str, period: Period, ending: &str) -> String {
    format!("{what}-{period}.{ending}")
}

/// A file as an address.
pub fn data_address(name: &str, contents: &[u8]) -> String {
    let media = media_type(name);
    format!("data:{media};base64,{}", STANDARD.encode(contents))
}

/// Nothing is loaded, no script runs, and of all styles only these are read.
pub(super) fn security_policy(styles: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(styles));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}
