//! Statistics against published and independent answers (`tests/oracles`), and the symmetries they must have.

mod closer_look;
mod counts;
mod derived;
mod findings;
mod interval;
mod oracle;
mod outlook;
mod position;
mod probability;
mod properties;
mod questions;
mod ranking;
pub(crate) mod site;
mod study;
mod trend;
mod verdict;
mod xmr;
