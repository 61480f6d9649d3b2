//! Records: what was published of a period, so that nothing of it changes in silence.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dimension::{PartId, Subject};
use super::kpi::{KpiId, Target};
use super::measurement::Measurement;
use super::period::Period;
use super::study::StudyId;

/// What was published of a period, its latest edition first.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The period.
    pub period: Period,
    /// The day of its latest edition: of its publication, or of the newest revision on record.
    pub published: Date,
    /// Every figure that was published, of the whole and of its parts; computed ones follow from these.
    pub values: BTreeMap<Subject, PublishedValue>,
    /// Figures that were still expected, so that they may come later.
    pub expected: BTreeSet<Subject>,
    /// What the KPIs meant and were to reach.
    pub terms: BTreeMap<KpiId, Terms>,
    /// What KPIs weighed in the studies that applied.
    pub weights: BTreeMap<StudyId, StudyWeights>,
    /// Earlier editions, oldest first.
    pub earlier: Vec<EarlierEdition>,
}

impl Record {
    /// The days on which its editions were published, oldest first.
    pub fn editions(&self) -> Vec<Date> {
        self.earlier.iter().map(|edition| edition.published).chain([self.published]).collect()
    }
}

/// A figure as it was published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedValue {
    /// The figure, in the unit its KPI had.
    pub measurement: Measurement,
    /// Whether it was called an estimate.
    pub estimated: bool,
}

/// What a KPI meant in a period, and what it was to reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// What defines it, by the keys of the catalogue: `unit`, `kind`, `better`, `definition` …
    pub definition: BTreeMap<&'static str, String>,
    /// From when its definitions known by then hold.
    pub versions: Vec<Period>,
    /// The target in force.
    pub target: Option<PublishedTarget>,
    /// The targets in force for parts with their own.
    pub targets_by: BTreeMap<PartId, PublishedTarget>,
}

/// A target as it was in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedTarget {
    /// The target, in the unit its KPI had.
    pub target: Target,
    /// From when it was in force; `None` for always.
    pub from: Option<Period>,
}

/// What KPIs weighed in a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StudyWeights {
    /// The version the study called itself.
    pub version: Option<String>,
    /// The weight of each KPI, with the values that score 0 and 100.
    pub weights: BTreeMap<KpiId, [f64; 3]>,
}

/// How an earlier edition differed from the one after it.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierEdition {
    /// The day it was published.
    pub published: Date,
    /// The figures that were different; `None` for those that were not there.
    pub values: BTreeMap<Subject, Option<PublishedValue>>,
    /// Those among them that were expected, so that they came without being a revision.
    pub late: BTreeSet<Subject>,
    /// What KPIs meant and were to reach, where that was different.
    pub terms: BTreeMap<KpiId, Terms>,
    /// What KPIs weighed in studies, where that was different.
    pub weights: BTreeMap<StudyId, StudyWeights>,
}

impl Record {
    /// This record in the place of `former`, whose edition is kept where it was different.
    ///
    /// Figures that came late make no edition of their own: nobody had published anything else.
    pub fn after(mut self, former: Self) -> Self {
        let mut values = BTreeMap::new();
        for (subject, was) in &former.values {
            if self.values.get(subject).is_none_or(|now| !now.is_same(was)) {
                values.insert(subject.clone(), Some(*was));
            }
        }
        let added: Vec<_> = self.values.keys().filter(|subject| !former.values.contains_key(*subject)).collect();
        let (late, new): (Vec<_>, Vec<_>) = added.into_iter().partition(|subject| former.expected.contains(*subject));
        values.extend(new.into_iter().map(|subject| (subject.clone(), None)));
        let terms = former.terms.iter().filter(|(kpi, was)| self.terms.get(*kpi) != Some(was));
        let terms: BTreeMap<_, _> = terms.map(|(kpi, was)| (kpi.clone(), was.clone())).collect();
        let weights = former.weights.iter().filter(|(study, was)| self.weights.get(*study) != Some(was));
        let weights: BTreeMap<_, _> = weights.map(|(study, was)| (study.clone(), was.clone())).collect();
        let is_new = !(values.is_empty() && terms.is_empty() && weights.is_empty());
        let late: BTreeSet<Subject> = late.into_iter().cloned().collect();
        self.published = if is_new { self.published.max(former.published) } else { former.published };
        self.earlier = former.earlier;
        if is_new {
            values.extend(late.iter().map(|subject| (subject.clone(), None)));
            self.earlier.push(EarlierEdition { published: former.published, values, late, terms, weights });
        }
        self
    }
}

impl PublishedValue {
    /// Whether both are the same figure, in one unit and up to rounding in the last digits; an estimate may turn out right.
    pub fn is_same(&self, other: &Self) -> bool {
        is_same(&self.measurement, &other.measurement)
    }
}

fn is_same(one: &Measurement, other: &Measurement) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-9);
    match (one, other) {
        (Measurement::Value { value, n }, Measurement::Value { value: other_value, n: other_n }) => {
            n == other_n && near(*value, *other_value)
        }
        (
            Measurement::Ratio { numerator, denominator },
            Measurement::Ratio { numerator: other_numerator, denominator: other_denominator },
        ) => denominator == other_denominator && near(*numerator, *other_numerator),
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JULY: Date = jiff::civil::date(2026, 7, 9);
    const DECEMBER: Date = jiff::civil::date(2026, 12, 3);

    #[test]
    fn a_former_edition_is_kept_where_it_differed() {
        let former = record(JULY, &[("csat", 88.9), ("fcr", 70.0)], &[]);
        let renewed = record(DECEMBER, &[("csat", 88.2), ("fcr", 70.0), ("nps", 31.0)], &[]).after(former.clone());
        assert_eq!(renewed.editions(), [JULY, DECEMBER]);
        let expected = [("csat", Some(88.9)), ("nps", None)].map(|(kpi, was)| (subject(kpi), was.map(published)));
        assert_eq!(renewed.earlier[0].values, BTreeMap::from(expected));
        let again = record(DECEMBER, &[("csat", 88.2), ("fcr", 70.0), ("nps", 31.0)], &[]).after(renewed.clone());
        assert_eq!(again, renewed);
    }

    #[test]
    fn what_was_expected_makes_no_edition() {
        let former = record(JULY, &[("csat", 88.9)], &["fcr"]);
        let renewed = record(JULY, &[("csat", 88.9), ("fcr", 70.0)], &[]).after(former);
        assert_eq!(renewed, record(JULY, &[("csat", 88.9), ("fcr", 70.0)], &[]));
    }

    #[test]
    fn digits_that_come_from_computing_are_no_change() {
        let same = |one: f64, other: f64| published(one).is_same(&published(other));
        assert!(same(871.0 / 60.0, 871.0 / 60.0 + 1e-13) && same(0.0, 0.0));
        assert!(!same(88.2, 88.3) && !same(0.0, 0.1) && !same(1e-6, 2e-6));
    }

    fn record(on: Date, values: &[(&str, f64)], expected: &[&str]) -> Record {
        Record {
            period: "2026-06".parse().unwrap(),
            published: on,
            values: values.iter().map(|(kpi, value)| (subject(kpi), published(*value))).collect(),
            expected: expected.iter().map(|kpi| subject(kpi)).collect(),
            terms: BTreeMap::new(),
            weights: BTreeMap::new(),
            earlier: Vec::new(),
        }
    }

    fn published(value: f64) -> PublishedValue {
        PublishedValue { measurement: Measurement::Value { value, n: None }, estimated: false }
    }

    fn subject(kpi: &str) -> Subject {
        Subject::whole(KpiId::new(kpi).unwrap())
    }
}
