//! The test suite: one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on says why and stops")]

mod example_views;
mod publish;
mod serve;
mod statistics;
mod templates;
