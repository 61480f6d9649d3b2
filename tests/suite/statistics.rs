//! Statistics against published and independent answers (`tests/oracles`), and the symmetries they must have.

mod findings;
mod oracle;
mod site;
mod xmr;
