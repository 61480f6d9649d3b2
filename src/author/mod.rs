//! Tools that write *inputs*; they never overwrite anything unasked.

mod init;

pub use init::{InitFailed, init};
