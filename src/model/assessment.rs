//! Assessments: how far an organisation has come on a scale, criterion by criterion or step by step.

use jiff::civil::Date;

/// What was assessed against a standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The standard: `ISO 10002`.
    pub standard: String,
    /// The highest level of its scale; the lowest is 0.
    pub levels: f64,
    /// Since when it is certified.
    pub certified: Option<Date>,
    /// When the certificate has to be renewed; not before `certified`.
    pub renewal: Option<Date>,
    /// In the order of the file, at least one; no id twice.
    pub criteria: Vec<Criterion>,
}

/// One criterion of a standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Its number in the standard: `4.2`.
    pub id: String,
    /// What it is about.
    pub name: String,
    /// The level it asks for, on the scale of the standard.
    pub required: f64,
    /// The level that was reached, on the same scale; `None` when it was not assessed.
    pub reached: Option<f64>,
    /// What shows it.
    pub evidence: Option<String>,
}

/// One step of a process, or one competency, and how well it is practised.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is called; no name twice in a study.
    pub name: String,
    /// How well it is practised, 0 to `of`; `None` when it was not assessed.
    pub practice: Option<f64>,
    /// The highest mark there is, above 0.
    pub of: f64,
    /// What was seen.
    pub note: Option<String>,
}
