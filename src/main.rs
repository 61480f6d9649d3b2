//! The `plaudit` program: runs the command line and exits with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    plaudit::cli::run(std::env::args_os())
}
