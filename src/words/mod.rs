//! Findings as text: once for charts, tables, prose, mail and terminal.
//!
//! A careful colleague speaks here: short sentences, never stronger than the finding behind them. A change within the
//! usual range is never called up, down, better or worse.

mod brief;
mod name;
pub mod number;
pub mod period;
mod sentence;
pub mod verdict;

pub use brief::brief;
pub use sentence::sentence;
