//! The `plaudit` program: runs the command line and exits with its code.

use std::process::ExitCode;

/// Pages are many small texts: with the system's allocator a fifth of a build goes into making room for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    plaudit::cli::run(std::env::args_os())
}
