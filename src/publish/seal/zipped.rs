//! A bag as one file: a zip archive that stores and does not pack, with fixed times, so that the same bag is the same
//! bytes; and reading such a file without trusting it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::verify::{Found, hashed};
use crate::diagnostic::Unsealed;

/// The files of a bag, all below a folder `name`, as a zip archive.
pub(super) fn zip(name: &str, files: &BTreeMap<String, Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(format!("{name}/{path}"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What is in a zip archive, with the hash of the archive itself in hexadecimal.
///
/// Nothing is unpacked. Refused are packed entries, of which a few bytes can be endless, entries that lie over each
/// other or leave room between them, links, paths that leave the bag's folder, and entries of which the list at the end says
/// something else than what stands before them: some programs go by the one, some by the other.
pub(super) fn read(path: &Path) -> io::Result<Result<(Found, String), Unsealed>> {
    let mut file = File::open(path)?;
    let (hash, length, _) = hashed(&mut file, 0)?;
    let entries = entries(&mut file, length)?;
    file.seek(SeekFrom::Start(0))?;
    let mut heads = File::open(path)?;
    let Ok(mut archive) = ZipArchive::new(file) else { return Ok(Err(Unsealed::NotAZip)) };
    // Of two entries with one name only one would be seen.
    if entries != Some(archive.len()) {
        return Ok(Err(Unsealed::StrangeZip { entry: String::new() }));
    }
    let mut found = Found::default();
    let mut start = 0;
    let mut folder: Option<String> = None;
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index_raw(index) else { return Ok(Err(Unsealed::NotAZip)) };
        let Ok(name) = entry.name().map(Cow::into_owned) else { return Ok(Err(Unsealed::NotAZip)) };
        let strange = || Ok(Err(Unsealed::StrangeZip { entry: name.clone() }));
        let is_plain = entry.compression() == CompressionMethod::Stored
            && !entry.encrypted()
            && !entry.is_symlink()
            && entry.compressed_size() == entry.size();
        let Some((top, inside)) = name.split_once('/') else { return strange() };
        let is_inside = !name.contains(['\\', '\0']) && !top.contains(':');
        let is_inside = is_inside && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let is_one = folder.get_or_insert_with(|| top.to_owned()) == top;
        if !is_plain || !is_inside || !is_one || entry.header_start() != start {
            return strange();
        }
        let listed = Listed { name: entry.name_raw().to_owned(), checksum: entry.crc32(), size: entry.size() };
        let Some(end) = listed.end(&mut heads, start)?.filter(|end| *end <= length) else { return strange() };
        start = end;
        let Ok((hash, size, kept)) = hashed(&mut entry, Found::kept_of(inside)) else { return strange() };
        found.add(inside.to_owned(), hash, size, kept);
    }
    if archive.central_directory_start() != start {
        return Ok(Err(Unsealed::StrangeZip { entry: String::new() }));
    }
    Ok(Ok((found, super::hex(&hash))))
}

/// What the list at the end of an archive says of an entry.
struct Listed {
    name: Vec<u8>,
    checksum: u32,
    size: u64,
}

impl Listed {
    /// Where the entry ends whose header begins at `start`; `None` where that header says anything else.
    fn end(&self, file: &mut File, start: u64) -> io::Result<Option<u64>> {
        let mut head = [0; 30];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut head)?;
        let short = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let mut name = vec![0; short(26).into()];
        file.read_exact(&mut name)?;
        // Stored as it is, neither in secret nor with its size behind it; only that its name is UTF-8 may be said.
        let is_plain = head.starts_with(b"PK\x03\x04") && short(6) & !0x0800 == 0 && short(8) == 0;
        let is_same = name == self.name
            && long(14) == self.checksum
            && u64::from(long(18)) == self.size
            && u64::from(long(22)) == self.size;
        let end = start + 30 + u64::from(short(26)) + u64::from(short(28)) + self.size;
        Ok((is_plain && is_same).then_some(end))
    }
}

/// How many entries the archive says it has, in the record that ends it; `None` where anything follows on that.
fn entries(file: &mut File, length: u64) -> io::Result<Option<usize>> {
    const END: u64 = 22;
    let Some(at) = length.checked_sub(END) else { return Ok(None) };
    let mut end = [0; END as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut end)?;
    if !end.starts_with(b"PK\x05\x06") || end[20..] != [0, 0] {
        return Ok(None);
    }
    let count = u16::from_le_bytes([end[10], end[11]]);
    if count < u16::MAX {
        return Ok(Some(count.into()));
    }
    // More than that are counted in a record of its own, 20 + 56 bytes before; at its byte 32 of 56.
    let Some(at) = at.checked_sub(20 + 56 - 32) else { return Ok(None) };
    let mut count = [0; 8];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut count)?;
    Ok(usize::try_from(u64::from_le_bytes(count)).ok())
}
