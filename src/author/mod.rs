//! Tools that write *inputs*; they never overwrite anything unasked.

mod freeze;
mod init;

pub use freeze::{Frozen, freeze};
pub use init::{InitFailed, init};
