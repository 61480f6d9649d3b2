//! Where an output folder may be: reached without symbolic links, outside the inputs and outside other sites.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::MANIFEST;
use super::spare::folder_beside;
use crate::diagnostic::Refusal;

/// What is read, and what Plaudit remembers: neither may lie in an output folder, nor the folder in them.
const TAKEN: &[&str] = &["data", "content", "themes", "plaudit.yaml", ".plaudit/published"];

/// The real path of `output`, which is absolute; it need not exist.
pub(super) fn allowed(root: &Path, output: &Path) -> Result<PathBuf, Refusal> {
    // How the site itself was reached is the user's own way; only what comes after it is looked at.
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let given = output.strip_prefix(root).map_or_else(|_| output.to_owned(), |below| real_root.join(below));
    let folder = canonical_so_far(&without_links(&given)?);
    if folder.parent().is_none() || folder.file_name().is_none() {
        return Err(Refusal::NotAFolder);
    }
    if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
        return Err(Refusal::NotAFolder);
    }
    for own in [folder_beside(&folder), real_root.join(".plaudit")] {
        if fs::symlink_metadata(&own).is_ok_and(|found| found.is_symlink()) {
            return Err(Refusal::SymbolicLink { link: own.display().to_string() });
        }
    }
    let taken = TAKEN.iter().map(|taken| real_root.join(taken)).map(|taken| fs::canonicalize(&taken).unwrap_or(taken));
    for taken in taken {
        if folder.starts_with(&taken) || taken.starts_with(&folder) {
            return Err(Refusal::InsideInputs);
        }
    }
    if folder.ancestors().skip(1).any(|above| above.join(MANIFEST).exists()) {
        return Err(Refusal::InsideSite);
    }
    Ok(folder)
}

/// Whether `file` is the settings of the site, however it is reached.
pub(super) fn is_settings(root: &Path, file: &Path) -> bool {
    fs::canonicalize(file).is_ok_and(|file| fs::canonicalize(root.join("plaudit.yaml")).is_ok_and(|it| it == file))
}

/// `path` with `..` worked out; refuses symbolic links on the way and at its end.
fn without_links(path: &Path) -> Result<PathBuf, Refusal> {
    let mut walked = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(walked.pop()),
            Component::Prefix(_) | Component::RootDir => walked.push(component),
            Component::Normal(_) => {
                walked.push(component);
                match fs::symlink_metadata(&walked) {
                    Ok(found) if found.is_symlink() => {
                        return Err(Refusal::SymbolicLink { link: walked.display().to_string() });
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Err(Refusal::NotAFolder),
                    Err(_) => {}
                }
            }
        }
    }
    Ok(walked)
}

/// `path` as the file system writes it as far as it exists: on systems that ignore case there are many ways.
fn canonical_so_far(path: &Path) -> PathBuf {
    let mut missing: Vec<OsString> = Vec::new();
    for existing in path.ancestors() {
        if let Ok(real) = fs::canonicalize(existing) {
            return missing.iter().rev().fold(real, |path, part| path.join(part));
        }
        missing.extend(existing.file_name().map(OsString::from));
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_beside_the_inputs_are_allowed() {
        let (_held, root) = site();
        for output in ["public", "public-managers", "out/2026", "data2", ".plaudit/serve/site", "data/../public"] {
            assert!(allowed(&root, &root.join(output)).is_ok(), "{output}");
        }
        assert_eq!(allowed(&root, &root.join("a/../public")), Ok(root.join("public")));
        assert_eq!(allowed(&root, &root.join("../elsewhere")), Ok(root.parent().unwrap().join("elsewhere")));
    }

    #[test]
    fn folders_that_touch_the_inputs_are_not() {
        let (_held, root) = site();
        for output in
            ["", ".", "data", "data/out", "content/x", "themes", ".plaudit", ".plaudit/published", "..", "x/.."]
        {
            assert_eq!(allowed(&root, &root.join(output)), Err(Refusal::InsideInputs), "{output}");
        }
        assert_eq!(allowed(&root, Path::new("/")), Err(Refusal::NotAFolder));
    }

    #[test]
    fn a_folder_in_a_published_site_is_not() {
        let (_held, root) = site();
        fs::create_dir(root.join("public")).unwrap();
        fs::write(root.join("public").join(MANIFEST), "").unwrap();
        assert_eq!(allowed(&root, &root.join("public/managers")), Err(Refusal::InsideSite));
        assert!(allowed(&root, &root.join("public")).is_ok());
    }

    #[test]
    fn a_file_is_not_a_folder() {
        let (_held, root) = site();
        fs::write(root.join("report.html"), "").unwrap();
        for output in ["report.html", "report.html/x"] {
            assert_eq!(allowed(&root, &root.join(output)), Err(Refusal::NotAFolder), "{output}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_followed_to_the_site_and_nowhere_else() {
        use std::os::unix::fs::symlink;
        let (_held, root) = site();
        symlink(&root, root.join("link")).unwrap();
        for output in ["link", "link/public", "link/deeper/public", "link/../public"] {
            let refused = Refusal::SymbolicLink { link: root.join("link").display().to_string() };
            assert_eq!(allowed(&root, &root.join(output)), Err(refused), "{output}");
        }
        let by_link = root.join("link");
        assert_eq!(allowed(&by_link, &by_link.join("public")), Ok(root.join("public")));
    }

    fn site() -> (tempfile::TempDir, PathBuf) {
        let held = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(held.path()).unwrap().join("site");
        fs::create_dir_all(root.join("data")).unwrap();
        fs::write(root.join("plaudit.yaml"), "").unwrap();
        (held, root)
    }
}
