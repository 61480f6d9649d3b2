//! The test suite: one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on says why and stops")]

mod any_input;
mod architecture;
mod archive;
mod authoring;
mod brand;
mod browser;
mod charts;
mod checking;
mod cli;
mod corpus;
mod crash;
mod deterministic;
mod disclosure;
mod example_views;
mod explain;
mod feeds;
mod freezing;
mod importing;
mod incremental;
mod injection;
mod mail;
mod markup;
mod paths;
mod pictures;
mod problems;
mod prose;
mod publish;
mod random;
mod reading;
mod round_trips;
mod schemas;
mod sealing;
mod search;
mod sentences;
mod serve;
mod sharing;
mod site_test;
mod sites;
mod statistics;
mod style_sheets;
mod supply;
mod template_names;
mod templates;
mod worked;
