//! A study: every KPI of it beside our own figures, and the balanced score.

use super::Findings;
use super::gap::{BenchmarkFinding, Ours};
use super::score::{ScoreItem, balanced_score};
use crate::model::{Fieldwork, KpiId, Period, StudyId, StudyKind};

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
    /// 2. the advantage in standard deviations of the others, the worst first, ahead of those that have none;
    /// 3. the advantage in percent, the same way;
    /// 4. the order of the file.
    pub fn study(&self, id: &StudyId) -> Option<StudyFindings> {
        let facts = self.edition.facts();
        let study = facts.study(id)?;
        let as_of = self.as_of(study.fieldwork)?;
        let StudyKind::Performance { results, weights } = &study.kind;
        let mut gaps: Vec<StudyGap> = results
            .iter()
            .map(|benchmark| {
                let ours = self.ours(&benchmark.kpi);
                let finding = ours.and_then(|ours| ours.against(&facts.studies, study, benchmark, as_of));
                StudyGap { kpi: benchmark.kpi.clone(), finding }
            })
            .collect();
        gaps.sort_by(|one, other| {
            let key = |gap: &StudyGap| gap.finding.as_ref().map_or(UNMEASURED, behind);
            let ((one, sigmas, percent), (other, other_sigmas, other_percent)) = (key(one), key(other));
            one.cmp(&other).then(sigmas.total_cmp(&other_sigmas)).then(percent.total_cmp(&other_percent))
        });

        let items: Vec<ScoreItem> = weights
            .iter()
            .map(|weight| ScoreItem {
                weight: weight.weight,
                worst: weight.worst,
                best: weight.best,
                value: self.ours(&weight.kpi).and_then(|ours| ours.value(study.fieldwork, as_of)),
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

    /// Our side of a comparison; `None` for what was never measured.
    pub(super) fn ours(&self, kpi: &KpiId) -> Option<Ours<'_, '_>> {
        let definition = self.definitions.iter().find(|definition| definition.kpi.id == *kpi)?;
        let record = self.record(kpi)?;
        Some(Ours { definition, record, calendar: &self.calendar })
    }

    fn as_of(&self, fieldwork: Fieldwork) -> Option<Period> {
        let periods = &self.calendar.periods;
        periods.iter().find(|period| fieldwork.to <= period.last_day()).or(periods.last()).copied()
    }
}

type Rank = (u8, f64, f64);

const UNMEASURED: Rank = (3, f64::INFINITY, f64::INFINITY);

/// How far behind, smallest first.
fn behind(finding: &BenchmarkFinding) -> Rank {
    let place = match finding.advantage {
        Some(advantage) if advantage < 0.0 => 0,
        Some(advantage) if advantage > 0.0 => 2,
        _ => 1,
    };
    let or_last = |it: Option<f64>| it.unwrap_or(f64::INFINITY);
    (place, or_last(finding.advantage_normalised), or_last(finding.advantage_percent))
}
