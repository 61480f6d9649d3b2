//! The test suite: one binary.

mod example_views;
mod templates;
