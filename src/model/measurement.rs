//! Measurements: one KPI in one period, with the evidence behind its value.

use jiff::civil::Date;

use super::kpi::Unit;

/// One KPI in one period, with its evidence. All numbers are finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measurement {
    /// A value as it was reported, in the KPI's unit, perhaps with the number of cases behind it.
    Value {
        /// In the KPI's unit.
        value: f64,
        /// How many answers, tickets or calls it is worked out from.
        n: Option<u64>,
    },
    /// A share, a rate or a cost per case.
    Ratio {
        /// Cases that count, or money. Not negative.
        numerator: f64,
        /// All cases. With 0 the KPI was not measured.
        denominator: u64,
    },
    /// The answers behind a net promoter score.
    Promoters {
        /// Answers of 9 and 10.
        promoters: u64,
        /// Answers of 7 and 8.
        passives: u64,
        /// Answers of 0 to 6.
        detractors: u64,
    },
    /// Measured, but not for this edition's readers: only the gate puts it in the place of a figure, and everything
    /// that is worked out treats it as a gap.
    Withheld(Withheld),
}

/// Why a figure is not shown, as far as readers may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// Fewer than so many people are behind it, and nothing else is withheld with it.
    FewerThan(u64),
    /// It is small itself, or would give away one that is; which of the two would say too much.
    Protected,
}

impl Measurement {
    /// The value in `unit`, unrounded; `None` when there were no cases, so nothing was measured, and when it is withheld.
    pub fn value(&self, unit: Unit) -> Option<f64> {
        match *self {
            Self::Value { n: Some(0), .. } => None,
            Self::Value { value, .. } => Some(value),
            Self::Ratio { denominator: 0, .. } => None,
            Self::Ratio { numerator, denominator } => Some(unit.per() * numerator / denominator as f64),
            Self::Promoters { promoters, detractors, .. } => {
                let n = self.n().filter(|n| *n > 0)?;
                Some(100.0 * (promoters as f64 - detractors as f64) / n as f64)
            }
            Self::Withheld(_) => None,
        }
    }

    /// Why it is not shown; `None` for one that is.
    pub fn withheld(&self) -> Option<Withheld> {
        match *self {
            Self::Withheld(why) => Some(why),
            Self::Value { .. } | Self::Ratio { .. } | Self::Promoters { .. } => None,
        }
    }

    /// How many cases are behind the value; `None` when that was not reported or is withheld.
    pub fn n(&self) -> Option<u64> {
        match *self {
            Self::Value { n, .. } => n,
            Self::Ratio { denominator, .. } => Some(denominator),
            Self::Promoters { promoters, passives, detractors } => Some(promoters + passives + detractors),
            Self::Withheld(_) => None,
        }
    }
}

/// A measurement as it stands in a snapshot: with what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was measured.
    pub measurement: Measurement,
    /// How firm the figure is.
    pub standing: Standing,
    /// What is known beside the figure; absent for most.
    pub remark: Option<Box<Remark>>,
}

/// How firm a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not expected to change.
    Final,
    /// Worked out from incomplete data on purpose.
    Estimated,
    /// Will be replaced: it gives no verdict and is not in the limits.
    Provisional,
}

/// What may be said beside a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remark {
    /// When the final figure is expected.
    pub expected: Option<Date>,
    /// How many people were asked, where the figure comes from a survey.
    pub invited: Option<u64>,
    /// A short remark in the reporter's words.
    pub note: Option<String>,
}
