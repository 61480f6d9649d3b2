//! The files of a bag: what is in it, and beside it the manifests and what they are about.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Package, hex};

/// Which format it is; the first file that a reader looks for.
pub(super) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Every file of the bag by its path from the bag's folder on.
pub(super) fn files(package: &Package) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        package.payload.iter().map(|(path, bytes)| (format!("data/{path}"), bytes.clone())).collect();
    let manifest = manifest(&files);
    let bytes: usize = package.payload.values().map(Vec::len).sum();
    let mut info = String::new();
    for (label, value) in &package.info {
        writeln!(info, "{label}: {}", on_one_line(value)).expect("a text takes all");
    }
    writeln!(info, "Payload-Oxum: {bytes}.{}", package.payload.len()).expect("a text takes all");
    let tags = BTreeMap::from([
        ("README.txt".to_owned(), package.readme.clone().into_bytes()),
        ("bag-info.txt".to_owned(), info.into_bytes()),
        ("bagit.txt".to_owned(), DECLARATION.into()),
        ("manifest-sha256.txt".to_owned(), manifest.into_bytes()),
    ]);
    files.insert("tagmanifest-sha256.txt".to_owned(), self::manifest(&tags).into_bytes());
    files.extend(tags);
    files
}

/// A line for each file: its SHA-256, two spaces and its path.
fn manifest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut manifest = String::with_capacity(100 * files.len());
    for (path, bytes) in files {
        writeln!(manifest, "{}  {}", hex(&Sha256::digest(bytes)), encoded(path)).expect("a text takes all");
    }
    manifest
}

/// A path as a manifest writes it: with line ends and `%` as percent signs and hexadecimal (RFC 8493, 2.1.3).
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The path that a manifest writes so.
pub(super) fn decoded(path: &str) -> String {
    path.replace("%0D", "\r").replace("%0d", "\r").replace("%0A", "\n").replace("%0a", "\n").replace("%25", "%")
}

fn on_one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_manifest_cannot_hold_are_written_another_way() {
        for (path, written) in
            [("data/a b.txt", "data/a b.txt"), ("data/5%.txt", "data/5%25.txt"), ("a\nb\r", "a%0Ab%0D")]
        {
            assert_eq!(encoded(path), written);
            assert_eq!(decoded(written), path);
        }
        assert_eq!(decoded("a%250A"), "a%0A", "a name that only looks like one");
    }
}
