//! Which paths a site may have: such as stay inside the output folder and mean one file on every system.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{MANIFEST, Planned};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};

/// Longer ones, below a folder of some depth, are beyond what Windows opens.
const LONGEST: usize = 120;

/// Names that Windows gives to devices, whatever follows after a dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Reports every path of `plan` that is not allowed, and paths that would be one on systems that ignore case.
pub(super) fn check(plan: &[Planned], diagnostics: &Diagnostics) -> Result<(), Reported> {
    if is_plain(plan) {
        return Ok(());
    }
    let mut refused = None;
    let mut taken: BTreeMap<String, Taken<'_>> = BTreeMap::new();
    for Planned { path, .. } in plan {
        if !is_allowed(path) {
            let problem = Problem::AddressRefused { address: path.clone() };
            refused = Some(diagnostics.fatal(problem, Location::file(path)));
            continue;
        }
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        // From the longest on: above a folder that is known, everything is.
        for end in ends.rev() {
            let this = Taken { address: &path[..end], is_folder: end < path.len() };
            match taken.entry(this.address.to_ascii_lowercase()) {
                Entry::Vacant(free) => drop(free.insert(this)),
                Entry::Occupied(other) if this.is_folder && *other.get() == this => break,
                Entry::Occupied(other) => {
                    let other = other.get().address.to_owned();
                    let problem = Problem::AddressCollision { address: path.clone(), other };
                    refused = Some(diagnostics.fatal(problem, Location::file(path)));
                    break;
                }
            }
        }
    }
    refused.map_or(Ok(()), Err)
}

/// Whether nothing can be wrong: the quick answer for most sites, whose addresses are in small letters.
fn is_plain(plan: &[Planned]) -> bool {
    let mut files: Vec<&str> = plan.iter().map(|planned| planned.path.as_str()).collect();
    files.sort_unstable();
    let is_fine = |(before, path): (&str, &str)| {
        // The folders that it shares with the one before are those of that one.
        let equal = before.bytes().zip(path.bytes()).take_while(|(one, other)| one == other).count();
        let shared = path.as_bytes()[..equal].iter().rposition(|byte| *byte == b'/').map_or(0, |end| end + 1);
        let own = &path[shared..];
        let is_file = |folder: &str| files.binary_search(&folder).is_ok();
        before != path
            && path.len() <= LONGEST
            && path != MANIFEST
            && own.split('/').all(is_allowed_part)
            && !own.bytes().any(|byte| byte.is_ascii_uppercase())
            && !own.match_indices('/').any(|(end, _)| is_file(&path[..shared + end]))
    };
    [""].iter().chain(&files).copied().zip(files.iter().copied()).all(is_fine)
}

/// A file, or a folder above one.
#[derive(Clone, Copy, PartialEq)]
struct Taken<'p> {
    address: &'p str,
    is_folder: bool,
}

fn is_allowed(path: &str) -> bool {
    path.len() <= LONGEST && path != MANIFEST && path.split('/').all(is_allowed_part)
}

fn is_allowed_part(part: &str) -> bool {
    let is_allowed_byte = |byte: u8| matches!(byte, b' '..=b'~') && !b"<>:\"/\\|?*".contains(&byte);
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let is = |device: &&str| stem.eq_ignore_ascii_case(device);
    let is_numbered_device = stem.len() == 4
        && stem.is_ascii()
        && ["com", "lpt"].iter().any(|port| stem[..3].eq_ignore_ascii_case(port))
        && stem.as_bytes()[3].is_ascii_digit();
    !part.is_empty()
        && part.bytes().all(is_allowed_byte)
        && !part.starts_with(' ')
        && !part.ends_with(['.', ' '])
        && !DEVICES.iter().any(is)
        && !is_numbered_device
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_allowed() {
        for path in
            ["index.html", "2026-10/team/billing/index.html", "static/a.b.css", ".htaccess", "com10/x", "console"]
        {
            assert!(is_allowed(path), "{path}");
        }
    }

    #[test]
    fn addresses_that_leave_the_folder_or_mean_something_else_are_not() {
        let long = "a".repeat(121);
        for path in [
            "",
            "/",
            "/etc/passwd",
            "../x",
            "a/../x",
            "a/./x",
            "a//x",
            "a/",
            "..",
            ".",
            "a\\x",
            "C:/x",
            "c:x",
            "a\0",
            "é",
            "nul",
            "NUL.html",
            "a/con/x",
            "com1.txt",
            "LPT9",
            "aux .txt",
            "a./x",
            "a ",
            " a",
            "a*",
            "a?b",
            "a\nb",
            &long,
            ".plaudit-manifest",
        ] {
            assert!(!is_allowed(path), "{path}");
        }
    }

    #[test]
    fn two_files_at_one_place_are_refused() {
        collide(&["a/index.html", "b/index.html", "a/data.csv"], 0);
        collide(&["a/index.html", "a/index.html"], 1);
        collide(&["a/index.html", "a/INDEX.html"], 1);
        collide(&["a/index.html", "A/data.csv"], 1);
        collide(&["a", "a/index.html"], 1);
        collide(&["a/index.html", "a"], 1);
    }

    #[track_caller]
    fn collide(paths: &[&str], collisions: usize) {
        let plan: Vec<_> = paths
            .iter()
            .map(|path| Planned { path: (*path).to_owned(), key: [0; 16], turn: 0, checksum: None })
            .collect();
        let diagnostics = Diagnostics::new();
        assert_eq!(check(&plan, &diagnostics).is_err(), collisions > 0);
        assert_eq!(diagnostics.sorted().len(), collisions);
    }
}
