//! Files that a command hands over, where they are part of no site.

use std::io;
use std::path::Path;

use super::Ending;
use super::report::{complain, say};
use super::site::current_folder;
use crate::diagnostic::Problem;
use crate::publish::{refusal_of, refusal_of_file, write_files};

/// Writes `files`, made from the site at `root`, into `folder`; others of their names only with `replace`.
///
/// Fails having said why, with nothing written.
pub(super) fn hand_over<N: AsRef<str>>(
    files: &[(N, Vec<u8>)],
    root: &Path,
    folder: &Path,
    replace: bool,
) -> Result<(), Ending> {
    let into = current_folder()?.join(folder);
    check(folder, refusal_of(root, &into), None)?;
    write(files, &into, replace, "name another folder with `--output-dir`")
}

/// Writes `contents`, made from the site at `root`, into `file`; over something else only with `replace`.
///
/// Fails having said why, with nothing written.
pub(super) fn hand_over_file(contents: Vec<u8>, root: &Path, file: &Path, replace: bool) -> Result<(), Ending> {
    let path = current_folder()?.join(file);
    check(file, refusal_of_file(root, &path), Some("name a new file beside the inputs, such as sign-offs/october.md"))?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(Ending::WrongCommandLine) };
    write(&[(name.to_string_lossy(), contents)], folder, replace, "name another file with `--output`")
}

/// Fails, having said so, where `named` is `refused`.
fn check(named: &Path, refused: Option<Problem>, help: Option<&str>) -> Result<(), Ending> {
    let Some(problem) = refused else { return Ok(()) };
    complain(&format!("{}: {problem}", named.display()));
    if let Some(help) = help.map(str::to_owned).or_else(|| problem.help()) {
        say(&format!("help: {help}"));
    }
    Err(Ending::WrongCommandLine)
}

fn write<N: AsRef<str>>(files: &[(N, Vec<u8>)], into: &Path, replace: bool, instead: &str) -> Result<(), Ending> {
    write_files(into, files, replace).map_err(|(path, error)| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                complain(&format!("`{}` is there already and holds something else", path.display()));
                say(&format!("help: {instead}, or replace it with `--force`"));
            }
            _ => complain(&format!("`{}` cannot be written: {error}", path.display())),
        }
        say("nothing was written");
        Ending::SiteHasErrors
    })
}
