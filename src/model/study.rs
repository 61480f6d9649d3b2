//! Studies: published comparisons with others, and what they say about each KPI.

use jiff::civil::Date;
use std::fmt;
use std::sync::Arc;

use super::assessment::{Assessment, Step};
use super::dimension::id;
use super::kpi::KpiId;
use super::service_quality::ServiceQuality;
use super::settings::AudienceId;
use super::writing::Markdown;

id!(
    /// The id of a study: the name of its file.
    StudyId
);

/// A published comparison with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The name of its file.
    pub id: StudyId,
    /// What it is called.
    pub title: String,
    /// What was compared, with its results.
    pub kind: StudyKind,
    /// With whom.
    pub against: Against,
    /// How the results will be used.
    pub purpose: Option<String>,
    /// The problem behind it.
    pub question: Option<String>,
    /// When the data were collected.
    pub fieldwork: Fieldwork,
    /// When it came out.
    pub published: Date,
    /// The study it continues.
    pub continues: Option<StudyId>,
    /// A persistent identifier for citations.
    pub identifier: Option<String>,
    /// The version, for citations.
    pub version: Option<String>,
    /// The licence of its figures.
    pub licence: Option<String>,
    /// Addresses it had before.
    pub aliases: Vec<String>,
    /// What was changed in it after it came out, oldest first.
    pub revisions: Vec<StudyRevision>,
    /// Set when it no longer stands.
    pub withdrawn: Option<Withdrawn>,
    /// How the data were collected.
    pub method: Vec<String>,
    /// With whom it was made.
    pub partners: Option<Partners>,
    /// Who made it.
    pub team: StudyTeam,
    /// What was seen elsewhere.
    pub practices: Vec<Practice>,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
    /// Words about it.
    pub body: Option<Markdown>,
}

impl Study {
    /// The benchmark for a KPI; `None` when the study has none.
    pub fn benchmark(&self, kpi: &KpiId) -> Option<&Benchmark> {
        self.results().iter().find(|benchmark| benchmark.kpi == *kpi)
    }

    /// What it says about each KPI, in the order of the file; nothing unless it compares performance.
    pub fn results(&self) -> &[Benchmark] {
        match &self.kind {
            StudyKind::Performance { results, .. } => results,
            _ => &[],
        }
    }

    /// The weights of its balanced score, in the order of the file; none unless it compares performance.
    pub fn weights(&self) -> &[ScoreWeight] {
        match &self.kind {
            StudyKind::Performance { weights, .. } => weights,
            _ => &[],
        }
    }
}

/// Whether weights with this sum are points of 100 or shares of 1, but for a half percent of rounding.
pub fn weights_add_up(sum: f64) -> bool {
    [1.0, 100.0].iter().any(|whole| (sum - whole).abs() <= 0.005 * whole)
}

/// What was compared.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyKind {
    /// KPIs, with those of others.
    Performance {
        /// In the order of the file, no KPI twice.
        results: Vec<Benchmark>,
        /// Weights of the balanced score, in the order of the file.
        weights: Vec<ScoreWeight>,
    },
    /// What customers expect with what they perceive (SERVQUAL).
    ServiceQuality(ServiceQuality),
    /// Ourselves with what a standard asks for.
    Standard(Assessment),
    /// How a process is practised with how it could be: its steps, in their order, at least one.
    Process(Vec<Step>),
    /// The competencies there are with those there could be; at least one.
    Competencies(Vec<Step>),
}

/// What a study says about one KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// The KPI it is compared with.
    pub kpi: KpiId,
    /// The others' values, in the KPI's unit.
    pub distribution: Distribution,
    /// How the others define it.
    pub their_definition: Option<String>,
    /// Whether the definitions agree.
    pub comparable: Comparable,
}

/// The others' values, as far as a study gives them; in the KPI's unit, all finite.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Every value, ascending, at least one.
    Peers(Vec<f64>),
    /// A summary; `p25` ≤ `median` ≤ `p75` as numbers.
    Summary {
        /// How many others.
        n: Option<u32>,
        /// The lower quartile.
        p25: f64,
        /// The median.
        median: f64,
        /// The upper quartile.
        p75: f64,
        /// The best value, whichever direction is better.
        best: Option<f64>,
        /// The worst value.
        worst: Option<f64>,
    },
    /// Nothing but an average.
    Average {
        /// The others' average.
        average: f64,
        /// How far it may be off, when it was read off a chart.
        read_off: Option<f64>,
        /// How many others.
        n: Option<u32>,
    },
}

/// Whether the others' definition agrees with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparable {
    /// It does.
    Yes,
    /// In part.
    Partly,
    /// It does not.
    No,
}

/// How much a KPI weighs in the balanced score, and which values score 0 and 100.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreWeight {
    /// The KPI.
    pub kpi: KpiId,
    /// Its weight, above 0.
    pub weight: f64,
    /// The value that scores 0.
    pub worst: f64,
    /// The value that scores 100; differs from `worst`.
    pub best: f64,
}

/// With whom a study was made.
#[derive(Clone, Debug, PartialEq)]
pub enum Against {
    /// Direct competitors.
    Competitors,
    /// The same function elsewhere.
    Functional,
    /// A standard.
    Standard,
    /// Other parts of the same organisation.
    Internal,
    /// What customers expect.
    Expectations,
}

/// When a study's data were collected: from the first to the last day. `from` is not after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fieldwork {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A change to a study that had come out.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyRevision {
    /// When.
    pub on: Date,
    /// Why, and what it did.
    pub because: String,
}

/// A study that no longer stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    /// Since when.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// The others in a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partners {
    /// How many.
    pub count: Option<u32>,
    /// How they were chosen.
    pub criteria: Option<String>,
    /// Who they are; empty unless they may be named.
    pub names: Vec<String>,
}

/// Who made a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StudyTeam {
    /// Who led it.
    pub coordinator: Option<String>,
    /// Who owns the process that was compared.
    pub process_owner: Option<String>,
    /// Who collected the data.
    pub collectors: Vec<String>,
    /// Who analysed them.
    pub analysts: Vec<String>,
    /// Who helped.
    pub support: Vec<String>,
    /// Who kept the talks going.
    pub facilitators: Vec<String>,
}

/// Something others do, and whether we will do it too.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    /// What they do.
    pub what: String,
    /// Where it was seen.
    pub seen_at: Option<String>,
    /// Whether we take it over; `None` when that is open.
    pub adopt: Option<bool>,
}
