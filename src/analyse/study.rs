//! A study: every KPI of it beside our own figures, and the balanced score.

use std::cmp::Ordering;

use super::Findings;
use super::gap::{BenchmarkFinding, Ours};
use super::score::{ScoreItem, balanced_score};
use crate::model::{Benchmark, Fieldwork, KpiId, PartId, Period, Study, StudyId, Subject};

/// What is stated about a study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyFindings {
    /// The study.
    pub study: StudyId,
    /// The period it is stated as of: the first that ended with the fieldwork or later, or the last one known.
    pub as_of: Period,
    /// Every KPI of the study, those where we are furthest behind first.
    pub gaps: Vec<StudyGap>,
    /// The balanced score; `None` when the study has no weights.
    pub score: Option<StudyScore>,
}

/// One KPI of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyGap {
    /// The KPI.
    pub kpi: KpiId,
    /// Our value beside the others'; `None` when we did not measure it in the fieldwork.
    pub finding: Option<BenchmarkFinding>,
}

/// One part of the organisation beside a study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyPart {
    /// The part.
    pub part: PartId,
    /// The KPIs of the study in its own order; at least one has a finding.
    pub gaps: Vec<StudyGap>,
}

/// The balanced score of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyScore {
    /// One per weight, in the order of the file.
    pub lines: Vec<ScoreLine>,
    /// The share of all weights that have a score, 0 to 1.
    pub coverage: f64,
    /// The total, 0 to 100; `None` when three quarters of the weights are not covered.
    pub total: Option<f64>,
}

/// One KPI of a balanced score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreLine {
    /// The KPI.
    pub kpi: KpiId,
    /// How much it counts.
    pub weight: f64,
    /// Our value over the fieldwork.
    pub value: Option<f64>,
    /// 0 to 100.
    pub score: Option<f64>,
}

impl Findings<'_> {
    /// What is stated about a study, whatever period is shown: it does not change when later snapshots arrive.
    ///
    /// `None` for a study that the edition does not hold. The gaps are ordered by
    /// 1. where we stand: behind, then level or without a statement, then ahead, then what we did not measure;
    /// 2. what matters: the weight in the balanced score (1 for all in a study without weights, 0 for a KPI that others
    ///    outweigh) times the advantage in standard deviations of the others, the worst first, ahead of those without;
    /// 3. the advantage in standard deviations alone, then in percent, the same way;
    /// 4. the order of the file.
    pub fn study(&self, id: &StudyId) -> Option<StudyFindings> {
        let study = self.edition.facts().study(id)?;
        let as_of = self.as_of(study.fieldwork)?;
        let weights = study.weights();
        let mut gaps = self.gaps(study, None, as_of);
        let weight = |kpi: &KpiId| match weights.iter().find(|weight| weight.kpi == *kpi) {
            Some(weight) => weight.weight,
            None if weights.is_empty() => 1.0,
            None => 0.0,
        };
        gaps.sort_by(|one, other| {
            let key = |gap: &StudyGap| gap.finding.as_ref().map_or(UNMEASURED, |it| behind(it, weight(&gap.kpi)));
            let ((one, ones), (other, others)) = (key(one), key(other));
            let by_size = ones.iter().zip(others).map(|(one, other)| one.total_cmp(&other));
            one.cmp(&other).then_with(|| by_size.fold(Ordering::Equal, Ordering::then))
        });

        let items: Vec<ScoreItem> = weights
            .iter()
            .map(|weight| ScoreItem {
                weight: weight.weight,
                worst: weight.worst,
                best: weight.best,
                value: self
                    .ours(&Subject::whole(weight.kpi.clone()))
                    .and_then(|ours| ours.value(study.fieldwork, as_of)),
            })
            .collect();
        let balanced = balanced_score(&items);
        let total = balanced.total();
        let lines = weights.iter().zip(&items).zip(balanced.scores).map(|((weight, item), score)| ScoreLine {
            kpi: weight.kpi.clone(),
            weight: item.weight,
            value: item.value,
            score,
        });
        let score = StudyScore { lines: lines.collect(), coverage: balanced.coverage, total };
        Some(StudyFindings { study: id.clone(), as_of, gaps, score: (!weights.is_empty()).then_some(score) })
    }

    /// The parts that have figures from the time of a study, in the order of the dimensions and of their members.
    ///
    /// What others do is compared with the whole; beside a part it is a hint at where a gap comes from.
    pub fn study_parts(&self, id: &StudyId) -> Vec<StudyPart> {
        let facts = self.edition.facts();
        let Some((study, as_of)) = facts.study(id).and_then(|study| Some((study, self.as_of(study.fieldwork)?))) else {
            return Vec::new();
        };
        let parts = facts.dimensions.iter().flat_map(|dimension| dimension.members.iter().map(|it| dimension.part(it)));
        let beside = parts.map(|part| StudyPart { gaps: self.gaps(study, Some(&part), as_of), part });
        beside.filter(|beside| beside.gaps.iter().any(|gap| gap.finding.is_some())).collect()
    }

    /// Every KPI of a study beside the figures of the whole or of `part`, in the study's order.
    fn gaps(&self, study: &Study, part: Option<&PartId>, as_of: Period) -> Vec<StudyGap> {
        let gap = |benchmark: &Benchmark| {
            let ours = self.ours(&Subject { kpi: benchmark.kpi.clone(), part: part.cloned() });
            let finding = ours.and_then(|ours| ours.against(&self.edition.facts().studies, study, benchmark, as_of));
            StudyGap { kpi: benchmark.kpi.clone(), finding }
        };
        study.results().iter().map(gap).collect()
    }

    /// Our side of a comparison; `None` for what was never measured.
    pub(super) fn ours(&self, subject: &Subject) -> Option<Ours<'_, '_>> {
        let definition = self.definitions.iter().find(|definition| definition.kpi.id == subject.kpi)?;
        let record = self.records.get(subject)?;
        Some(Ours { definition, record, calendar: &self.calendar })
    }

    fn as_of(&self, fieldwork: Fieldwork) -> Option<Period> {
        let periods = &self.calendar.periods;
        periods.iter().find(|period| fieldwork.to <= period.last_day()).or(periods.last()).copied()
    }
}

type Rank = (u8, [f64; 3]);

const UNMEASURED: Rank = (3, [f64::INFINITY; 3]);

/// How far behind, smallest first.
fn behind(finding: &BenchmarkFinding, weight: f64) -> Rank {
    let place = match finding.advantage {
        Some(advantage) if advantage < 0.0 => 0,
        Some(advantage) if advantage > 0.0 => 2,
        _ => 1,
    };
    let sigmas = finding.advantage_normalised;
    let sizes = [sigmas.map(|sigmas| weight * sigmas), sigmas, finding.advantage_percent];
    (place, sizes.map(|size| size.unwrap_or(f64::INFINITY)))
}
