//! Files that a command hands over, in a folder that is no site.

use std::io;
use std::path::Path;

use super::Ending;
use super::report::{complain, say};
use super::site::current_folder;
use crate::publish::{refusal_of, write_files};

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
    if let Some(problem) = refusal_of(root, &into) {
        complain(&format!("{}: {problem}", folder.display()));
        if let Some(help) = problem.help() {
            say(&format!("help: {help}"));
        }
        return Err(Ending::WrongCommandLine);
    }
    write_files(&into, files, replace).map_err(|(path, error)| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                complain(&format!("`{}` is there already and holds something else", path.display()));
                say("help: name another folder with `--output-dir`, or replace it with `--force`");
            }
            _ => complain(&format!("`{}` cannot be written: {error}", path.display())),
        }
        say("nothing was written");
        Ending::SiteHasErrors
    })
}
