//! Downloads: a KPI's figures as JSON and CSV, a study's gaps as CSV, the table of a chart as CSV. Every number a reader
//! sees, unrounded.

mod csv;
mod data;
mod terms;

pub(super) use csv::{kpi_csv, study_csv, table_csv};
pub(super) use data::{kpi_json, subject_json};
