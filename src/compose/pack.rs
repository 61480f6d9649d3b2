//! What a file needs that carries everything it shows: data in its addresses, and a policy that lets nothing else in.

use sha2::{Digest, Sha256};

use crate::model::Period;

/// What a file of a pack is called: `scorecard-2026-10.html`.
pub fn file_name(what: &str, period: Period, ending: &str) -> String {
    format!("{what}-{period}.{ending}")
}

/// A file as an address.
pub fn data_address(name: &str, contents: &[u8]) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let media = match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        _ => "application/octet-stream",
    };
    format!("data:{media};base64,{}", base64(contents))
}

/// Nothing is loaded, no script runs, and of all styles only these are read.
pub(super) fn security_policy(styles: &str) -> String {
    let hash = base64(&Sha256::digest(styles));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let [first, second, third] = [0, 1, 2].map(|index| u32::from(three.get(index).copied().unwrap_or(0)));
        let bits = first << 16 | second << 8 | third;
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_letters() {
        // RFC 4648, section 10.
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in vectors {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
