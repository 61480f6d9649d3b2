//! Statistics against published and independent answers (`tests/oracles`), and the symmetries they must have.

mod findings;
mod interval;
mod oracle;
mod position;
mod ranking;
mod site;
mod study;
mod xmr;
