//! Statistics against published and independent answers (`tests/oracles`), and the symmetries they must have.

mod derived;
mod findings;
mod interval;
mod oracle;
mod position;
mod properties;
mod ranking;
pub(crate) mod site;
mod study;
mod verdict;
mod xmr;
