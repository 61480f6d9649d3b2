//! The test suite: one binary.

mod example_views;
mod statistics;
mod templates;
