//! Service quality: what customers expect of a service and what they perceive, item by item.

use super::kpi::Range;

/// The answers of a SERVQUAL study, on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceQuality {
    /// The ends of the scale of all answers.
    pub scale: Range,
    /// How many answered.
    pub respondents: Option<u64>,
    /// In the order of the file, at least one; no name twice.
    pub dimensions: Vec<ServiceDimension>,
}

impl ServiceQuality {
    /// The sum of the weights; `None` unless every dimension has one.
    pub fn weights(&self) -> Option<f64> {
        self.dimensions.iter().map(|dimension| dimension.weight).sum()
    }
}

/// One dimension of service: reliability, assurance, tangibles, empathy, responsiveness.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceDimension {
    /// What it is called.
    pub name: String,
    /// How important it is to customers, above 0; usually points of 100.
    pub weight: Option<f64>,
    /// What was asked, at least one.
    pub items: Vec<ServiceItem>,
}

impl ServiceDimension {
    /// The mean expectation and the mean perception over its statements.
    pub fn means(&self) -> (f64, f64) {
        let mean = |of: fn(&ServiceItem) -> f64| self.items.iter().map(of).sum::<f64>() / self.items.len() as f64;
        (mean(|item| item.expectation), mean(|item| item.perception))
    }
}

/// One statement that customers judged twice; both judgements lie on the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceItem {
    /// The statement.
    pub text: String,
    /// What customers expect, as the mean of all answers.
    pub expectation: f64,
    /// What they perceive.
    pub perception: f64,
}

impl ServiceItem {
    /// Perception less expectation: below zero where service falls short.
    pub fn gap(&self) -> f64 {
        self.perception - self.expectation
    }
}
