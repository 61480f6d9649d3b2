//! Findings as text: once for charts, tables, prose, mail and terminal.
//!
//! A careful colleague speaks here: short sentences, never stronger than the finding behind them. A change within the
//! usual range is never called up, down, better or worse.

pub mod action;
pub mod benchmark;
mod brief;
pub mod cardinal;
pub mod change;
pub mod claims;
pub mod missing;
pub mod movement;
mod name;
pub mod number;
pub mod outlook;
pub mod period;
pub mod phrase;
pub mod praise;
mod questions;
pub mod restatement;
mod sentence;
pub mod verdict;

pub use brief::brief;
pub use name::{inside, lower_case};
pub use questions::question;
pub use sentence::{pair, restated, sentence};
