//! What is published: path and SHA-256 of every file, for whom and up to when; nothing about inputs.
//!
//! Lies in the output folder, marks it as ours, and is also what `sha256sum -c` reads.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{EditionLabel, ShareLabel};

/// The name of the manifest in the output folder.
pub const MANIFEST: &str = ".plaudit-manifest";

const HEAD: &str = "\
# The files of this site, made by Plaudit. Do not edit: it says which files may be replaced.
# Whether all are as they were published: sha256sum -c .plaudit-manifest
# manifest: 1
";

/// Written for everyone's edition; no audience can have this name.
const EVERYONE: &str = "(everyone)";

pub(super) type Hash = [u8; 32];

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manifest {
    pub(super) label: EditionLabel,
    pub(super) files: BTreeMap<String, Hash>,
}

impl Manifest {
    /// The manifest in `folder` with its text; `None` when there is none or when it is not one that we know.
    pub(super) fn read(folder: &Path) -> io::Result<Option<(Self, String)>> {
        match fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) => Ok(Self::parse(&text).map(|manifest| (manifest, text))),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whose edition `folder` holds, by the head of its manifest; `None` when there is none that we know.
    pub(super) fn read_label(folder: &Path) -> io::Result<Option<EditionLabel>> {
        const LONGEST_HEAD: u64 = 4096;
        let mut head = Vec::new();
        match File::open(folder.join(MANIFEST)).and_then(|file| file.take(LONGEST_HEAD).read_to_end(&mut head)) {
            Ok(_) => Ok(label(&String::from_utf8_lossy(&head)).map(|(label, _)| label)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(HEAD.len() + 120 * (self.files.len() + 1));
        let audience = self.label.audience.as_deref().unwrap_or(EVERYONE);
        let latest = &self.label.latest;
        write!(text, "{HEAD}# audience: {audience}\n# latest: {latest}\n").expect("writing to a string works");
        if let Some(ShareLabel { share, files, site }) = &self.label.share {
            write!(text, "# share: {share} {files} ").expect("writing to a string works");
            push_hex(&mut text, site);
            text.push('\n');
        }
        for (path, hash) in &self.files {
            push_hex(&mut text, hash);
            text.push_str("  ");
            text.push_str(path);
            text.push('\n');
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let (label, rest) = label(text)?;
        let files = rest.lines().map(|line| {
            let (hash, path) = line.split_once("  ")?;
            Some((path.to_owned(), from_hex(hash)?))
        });
        Some(Self { label, files: files.collect::<Option<_>>()? })
    }
}

/// The label that a manifest begins with, and what follows it.
fn label(text: &str) -> Option<(EditionLabel, &str)> {
    let (audience, rest) = text.strip_prefix(HEAD)?.strip_prefix("# audience: ")?.split_once('\n')?;
    let (latest, rest) = rest.strip_prefix("# latest: ")?.split_once('\n')?;
    let (share, rest) = match rest.strip_prefix("# share: ").and_then(|rest| rest.split_once('\n')) {
        Some((share, rest)) => (Some(share_label(share)?), rest),
        None => (None, rest),
    };
    let audience = (audience != EVERYONE).then(|| audience.to_owned());
    Some((EditionLabel { audience, latest: latest.to_owned(), share }, rest))
}

fn share_label(text: &str) -> Option<ShareLabel> {
    let mut words = text.split(' ');
    let [share, files, site] = [words.next()?, words.next()?, words.next()?];
    Some(ShareLabel { share: share.parse().ok()?, files: files.parse().ok()?, site: from_hex(site)? })
}

pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

pub(super) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)].into());
        text.push(DIGITS[usize::from(byte & 15)].into());
    }
}

/// The bytes that `text` writes in hexadecimal; `None` when it does not, or writes another number of them.
pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(audience: Option<&str>) -> Manifest {
        let files = [("index.html", "a"), ("kpis/csat/index.html", "b")];
        Manifest {
            label: EditionLabel { audience: audience.map(str::to_owned), latest: "2026-10".into(), share: None },
            files: files.iter().map(|(path, text)| ((*path).to_owned(), hash(text.as_bytes()))).collect(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for audience in [None, Some("managers")] {
            let text = manifest(audience).text();
            assert_eq!(Manifest::parse(&text), Some(manifest(audience)));
        }
        let mut share = manifest(None);
        share.label.share = Some(ShareLabel { share: "2/4".parse().unwrap(), files: 12, site: [7; 16] });
        assert_eq!(Manifest::parse(&share.text()), Some(share));
    }

    #[test]
    fn a_manifest_that_was_cut_or_changed_is_none() {
        let text = manifest(None).text();
        assert_eq!(Manifest::parse(&text[..text.len() - 30]), None);
        assert_eq!(Manifest::parse(&text.replace("manifest: 1", "manifest: 2")), None);
        assert_eq!(Manifest::parse(""), None);
    }
}
