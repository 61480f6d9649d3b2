//! Downloads: a KPI's figures as JSON and CSV, what a study found as CSV, the table of a chart as CSV. Every number a reader
//! sees, unrounded.

mod csv;
mod data;
mod period_csv;
mod study_csv;
mod terms;

pub(super) use csv::{ends, kpi_csv, number, table_csv, text as cell};
pub(super) use data::{kpi_json, subject_json};
pub(super) use period_csv::period_csv;
pub(super) use study_csv::{Cells, study_csv, study_table};
pub(super) use terms::{better_word, standing_word, unit_word};
