//! Edition → findings: pure, total functions; one statistic per file.
//!
//! A page of a past period is made from the snapshots up to that period, so every finding is asked for
//! [`at`](Findings::at) a period and knows nothing later.

mod as_published;
mod assurance;
mod attribute_chart;
mod autocorrelation;
mod calendar;
mod change;
mod closer_look;
mod closure;
mod comparison;
mod computed;
mod definition;
mod finding;
mod forecast;
mod funnel;
mod gap;
mod history;
mod holt_winters;
mod interval;
mod mann_kendall;
mod movement;
mod outlook;
mod pace;
mod position;
pub mod probability;
mod quantile;
mod questions;
mod ranking;
mod recent;
mod records;
mod rolling;
mod runs;
mod score;
mod season;
mod servqual;
mod share_trend;
mod step_change;
mod study;
mod theil_sen;
mod trend;
mod two_shares;
mod variation;
mod xmr;

use std::sync::Arc;

pub use assurance::{Assurance, MOVING_RANGES_PER_SIGMA, UsualRange, assurance, chance};
pub use attribute_chart::{Attribute, AttributeChart, AttributePoint, Counts, Spread, attribute_chart};
pub use autocorrelation::autocorrelations;
pub use change::{Change, change, change_year};
pub use closer_look::{ByCounts, CloserLook, LONGEST_LOOK, SuggestedStep};
pub use closure::{Closure, FURTHEST_CLOSURE, closure};
pub use comparison::{ComparedBy, ComparedPart, Comparison};
pub use finding::{Known, KpiFindings, Past, Point, Season};
pub use forecast::{Ahead, Law, drift, drift_of, naive, straight_line};
pub use funnel::{ENOUGH_FOR_A_FUNNEL, Funnel, FunnelKind, FunnelLimits, FunnelPoint, funnel};
pub use gap::{Basis, BenchmarkFinding, EarlierGap, Gap, gap};
pub use holt_winters::{HoltWinters, Smoothing, State, fitted_holt_winters, holt_winters, simple_start};
pub use interval::{Level, difference, interval, mean_of_answers, poisson, promoters, promoters_at_most, wilson};
pub use mann_kendall::{MannKendall, hamed_rao, mann_kendall, seasonal_mann_kendall};
pub use movement::{Movement, movement};
pub use outlook::{Expected, Likelihood, Outlook, OutlookBasis};
pub use pace::{Goal, GoalStatus, Pace, pace};
pub use position::{Quartile, favourable_percentile, percentile_rank};
pub use quantile::{quantile, quantile_groups};
pub use questions::Question;
pub use ranking::{FALSE_ALARMS, WhatChanged, what_changed};
pub use rolling::{Totals, accumulated};
pub use runs::{ENOUGH_FOR_RUNS, Runs, runs};
pub use score::{BalancedScore, ENOUGH_COVERAGE, ScoreItem, balanced_score};
pub use season::{Dependence, dependence};
pub use servqual::{Servqual, ServqualDimension, servqual};
pub use share_trend::share_trend;
pub use step_change::{StepChange, step_change, suggested_step};
pub use study::{ScoreLine, StudyFindings, StudyGap, StudyPart, StudyScore};
pub use theil_sen::{TheilSen, seasonal_slope, theil_sen};
pub use trend::{ENOUGH_FOR_A_SLOPE, Trend, trend};
pub use two_shares::{ShareTest, two_shares};
pub use variation::{
    Class, EARLY, FIRM, Firmness, GroupStart, Judged, LimitsGroup, Mark, Row, Rule, Signal, VERDICT, Variation,
    Verdict, verdict,
};
pub use xmr::{GroupRows, LIMIT_FACTOR, SCREENING_FACTOR, Screening, Xmr, XmrGroup, XmrPoint, XmrRules, xmr};

use calendar::Calendar;
use computed::last_index;
use definition::Definition;
use gap::Ours;
use history::{History, Record, Slot};
use recent::Recent;
use records::Records;
use rolling::{year_back, year_start};
use variation::judgement;

use crate::disclose::Edition;
use crate::model::{
    Accumulates, DimensionId, Kpi, KpiId, KpiKind, Measurement, MemberId, PartId, Period, Subject, Targets,
};

/// Prepares the series of every subject of `edition`.
pub fn findings(edition: &Edition) -> Findings<'_> {
    let facts = edition.facts();
    let calendar = Calendar::new(facts);
    let records = Records::new(computed::records(facts, &calendar), &facts.kpis);
    Findings { edition, calendar, definitions: definition::definitions(facts), records, recent: Recent::default() }
}

/// All that can be stated about an edition.
///
/// Holds the series of every subject, those of computed KPIs and of parents without own values included; what is
/// stated about a subject in a period is worked out where a page asks for it.
#[derive(Debug)]
pub struct Findings<'e> {
    edition: &'e Edition,
    calendar: Calendar<'e>,
    /// In catalogue order.
    definitions: Vec<Definition<'e>>,
    records: Records,
    recent: Recent,
}

impl<'e> Findings<'e> {
    /// The edition the findings are about.
    pub fn edition(&self) -> &'e Edition {
        self.edition
    }

    /// Every subject that has a value in some period, by KPI id, the whole first.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.records.subjects()
    }

    /// Whether `subject` has a value in `period` itself, be it withheld.
    pub fn has(&self, subject: &Subject, period: Period) -> bool {
        let index = self.calendar.index(period);
        index.is_some_and(|index| self.slot(subject, index).is_some_and(Slot::is_known))
    }

    /// Whether `subject` has a value in `period` or before.
    pub fn has_begun(&self, subject: &Subject, period: Period) -> bool {
        let last = self.calendar.last_until(period);
        last.is_some_and(|last| self.records.get(subject).is_some_and(|record| record.as_of(last).is_some()))
    }

    /// Whether the figures of `subject`, as of `period`, are worked out from the parts that belong to it.
    pub fn is_derived(&self, subject: &Subject, period: Period) -> bool {
        let Some(last) = self.calendar.last_until(period) else { return false };
        let Some(record) = self.records.get(subject) else { return false };
        record.as_of(last).is_some_and(|history| record.derived.as_ref().is_some_and(|it| std::ptr::eq(it, history)))
    }

    /// The measurement of `subject` in `period`, derived and computed ones included.
    pub fn measurement(&self, subject: &Subject, period: Period) -> Option<Measurement> {
        self.slot(subject, self.calendar.index(period)?)?.measurement
    }

    /// The value of `subject` in `period` itself, derived and computed ones included.
    pub fn value(&self, subject: &Subject, period: Period) -> Option<f64> {
        self.slot(subject, self.calendar.index(period)?)?.value
    }

    /// Each KPI of which something is known of the whole or of `part` in `period` itself, with that figure, which is not
    /// held against limits; in catalogue order.
    pub fn points(&self, part: Option<&PartId>, period: Period) -> impl Iterator<Item = (&'e Kpi, &Subject, Point)> {
        let index = self.calendar.index(period);
        self.records.of_part(part).filter_map(move |(place, subject, record)| {
            let (kpi, slot) = (self.definitions[place].kpi, record.slot(index?)?);
            let target = targets(kpi, subject.part.as_ref()).and_then(|targets| targets.at(period));
            Some((kpi, subject, Point::new(period, slot, target.map(|step| step.target))))
        })
    }

    /// The members of a dimension that have a value of any KPI in `period`, in the order of the file.
    pub fn members_with_values(&self, dimension: &DimensionId, period: Period) -> Vec<MemberId> {
        let facts = self.edition.facts();
        let Some(dimension) = facts.dimension(dimension) else { return Vec::new() };
        let members = dimension.members.iter().filter(|member| self.has_values(&dimension.part(member), period));
        members.map(|member| member.id.clone()).collect()
    }

    /// Whether `part` has a value of any KPI in `period`.
    pub fn has_values(&self, part: &PartId, period: Period) -> bool {
        let Some(index) = self.calendar.index(period) else { return false };
        self.records.of_part(Some(part)).any(|(_, _, record)| record.slot(index).is_some_and(Slot::is_known))
    }

    /// What is stated about every KPI that the whole or `part` has begun to measure by `period`, in catalogue order.
    ///
    /// Retired KPIs are in it as long as they are reported.
    pub fn lines(&self, part: Option<&PartId>, period: Period) -> Vec<KpiFindings> {
        let Some(last) = self.calendar.last_until(period) else { return Vec::new() };
        let lines = self.records.of_part(part).filter_map(|(place, subject, record)| {
            let definition = &self.definitions[place];
            let is_over = definition.kpi.retired.as_ref().is_some_and(|retired| period > retired.until);
            let has_begun = record.as_of(last).is_some();
            (has_begun && !is_over).then(|| self.of_record(subject.clone(), definition, record, period))
        });
        lines.collect()
    }

    /// What is stated as of `period` about each subject of a KPI that has a figure by then, be it withheld: the whole
    /// first, then its parts in the order of the dimensions.
    pub fn of_kpi(&self, kpi: &KpiId, period: Period) -> Arc<[KpiFindings]> {
        self.recent.of(kpi, period, || self.found_of_kpi(kpi, period))
    }

    fn found_of_kpi(&self, kpi: &KpiId, period: Period) -> Arc<[KpiFindings]> {
        let dimensions = self.edition.facts().dimensions.iter();
        let parts = dimensions.flat_map(|it| it.members.iter().map(|member| Some(it.part(member))));
        let subjects = [None].into_iter().chain(parts).map(|part| Subject { kpi: kpi.clone(), part });
        let is_figure = |point: &Point| point.value.is_some() || point.withheld.is_some();
        subjects.map(|subject| self.at(&subject, period)).filter(|found| found.points.iter().any(is_figure)).collect()
    }

    /// What is stated about `subject` as of `period`, from the snapshots up to it.
    ///
    /// Nothing, when it was never measured by then. The points end with the KPI's retirement or the part's end.
    pub fn at(&self, subject: &Subject, period: Period) -> KpiFindings {
        match (self.definition(&subject.kpi), self.records.get(subject)) {
            (Some(definition), Some(record)) => self.of_record(subject.clone(), definition, record, period),
            _ => KpiFindings::nothing(subject.clone(), period),
        }
    }

    fn of_record(&self, subject: Subject, definition: &Definition<'_>, record: &Record, period: Period) -> KpiFindings {
        let facts = self.edition.facts();
        let kpi = definition.kpi;
        let last = self.last_of(kpi, subject.part.as_ref(), period);
        let is_whole = subject.part.is_none();
        let mut findings = KpiFindings::nothing(subject, period);
        if is_whole && let Some((study, benchmark)) = gap::applying(&facts.studies, kpi, period) {
            let ours = Ours { definition, record, calendar: &self.calendar };
            findings.benchmark = ours.against(&facts.studies, study, benchmark, period);
        }
        let Some((last, history)) = last.and_then(|last| Some((last, record.as_of(last)?))) else { return findings };
        let due = history.due(kpi.every, &self.calendar.periods, last);
        self.judge(&mut findings, definition, history, &due, last);
        if self.calendar.periods[last] == period {
            self.compare(&mut findings, definition);
        }
        findings
    }

    /// Points, limits, verdict and target.
    fn judge(
        &self,
        findings: &mut KpiFindings,
        definition: &Definition<'_>,
        history: &History,
        due: &[usize],
        last: usize,
    ) {
        let kpi = definition.kpi;
        let targets = targets(kpi, findings.subject.part.as_ref());
        let target = |period| Some(targets?.at(period)?.target);
        let point = |index: &usize| {
            let period = self.calendar.periods[*index];
            Point::new(period, history.slot(*index).unwrap_or(&Slot::GAP), target(period))
        };
        findings.points = due.iter().map(point).collect();
        let starts = self.starts(&findings.subject, definition, due, last);
        let judgement = judgement(&findings.points, starts, kpi.limits, kpi.better);
        for (group, rows) in judgement.rows.into_iter().enumerate() {
            findings.points[rows].iter_mut().for_each(|point| point.limits_group = Some(group));
        }
        findings.groups = judgement.groups;
        findings.firmness = judgement.firmness;
        findings.variation = judgement.variation;
        (findings.policy, findings.better) = (kpi.limits, kpi.better);
        findings.per_year = closer_look::per_year(kpi, findings.as_of.kind());
        let Some(target) = target(findings.as_of) else { return };
        findings.met = findings.current().and_then(|point| point.value).and_then(|value| target.met(value, kpi.better));
        let judged = findings.firmness >= Some(Firmness::Verdict);
        if let Some(usual) = findings.limits().filter(|_| judged).and_then(LimitsGroup::usual_range) {
            findings.assurance = assurance(usual, target, kpi.better);
            findings.chance = chance(usual, target, kpi.better);
        }
    }

    /// The rows of `due` at which limits begin afresh, and why.
    fn starts(
        &self,
        subject: &Subject,
        definition: &Definition<'_>,
        due: &[usize],
        last: usize,
    ) -> Vec<(usize, GroupStart)> {
        let periods = &self.calendar.periods;
        let mut starts: Vec<(usize, GroupStart)> = Vec::new();
        for (index, event) in self.calendar.recalculations(subject, last) {
            let start = GroupStart::Event { label: event.label.clone(), because: event.because.clone() };
            starts.push((due.partition_point(|due| *due < index), start));
        }
        for (from, because) in &definition.breaks {
            let start = GroupStart::Version { because: (*because).to_owned() };
            starts.push((due.partition_point(|due| periods[*due] < *from), start));
        }
        starts.sort_by_key(|(row, _)| *row);
        starts
    }

    /// Changes.
    fn compare(&self, findings: &mut KpiFindings, definition: &Definition<'_>) {
        let points = &findings.points;
        let comparable = |earlier: Period, later: Period| definition.comparable(earlier, later);
        if points.last().is_some_and(|point| point.period == findings.as_of) {
            findings.change = change(points, comparable);
            findings.change_year = change_year(definition.kpi.every, points, comparable);
        }
    }

    /// Several periods up to that of `findings` as one figure; nothing for what does not accumulate.
    ///
    /// Between two periods in which a KPI is due nothing is missing yet: its year then ends with the last of them.
    pub fn totals(&self, findings: &KpiFindings) -> Totals {
        let (points, period) = (&findings.points, findings.as_of);
        let Some(definition) = self.definition(&findings.subject.kpi) else { return Totals::default() };
        let kpi = definition.kpi;
        let last = self.last_of(kpi, findings.subject.part.as_ref(), period);
        if kpi.accumulates == Accumulates::None || last.is_none_or(|last| self.calendar.periods[last] != period) {
            return Totals::default();
        }
        let accumulated = |first: Option<usize>| {
            let first = first.filter(|first| definition.comparable(points[*first].period, period))?;
            let measured = points[first..].iter().map(|point| self.measurement(&findings.subject, point.period));
            accumulated(kpi, &measured.collect::<Vec<Option<Measurement>>>())
        };
        let year_starts = self.edition.facts().settings.year_starts;
        let year_to_date = accumulated(year_start(kpi.every, points, period, year_starts));
        Totals { rolling_year: accumulated(year_back(kpi.every, points)), year_to_date }
    }

    /// The index of the last period up to `period` in which a KPI and a part exist.
    fn last_of(&self, kpi: &Kpi, part: Option<&PartId>, period: Period) -> Option<usize> {
        last_index(&self.calendar, kpi, part, self.calendar.last_until(period)?)
    }

    fn definition(&self, kpi: &KpiId) -> Option<&Definition<'e>> {
        self.definitions.iter().find(|definition| definition.kpi.id == *kpi)
    }

    fn slot(&self, subject: &Subject, index: usize) -> Option<&Slot> {
        self.records.get(subject)?.slot(index)
    }
}

/// The targets that hold for the whole or for `part`, as [`Kpi::target`] finds them.
fn targets<'k>(kpi: &'k Kpi, part: Option<&PartId>) -> Option<&'k Targets> {
    let own = part.and_then(|part| kpi.targets_by.iter().find(|(id, _)| id == part));
    match (part, own) {
        (_, Some((_, targets))) => Some(targets),
        (Some(_), None) if matches!(kpi.kind, KpiKind::Count | KpiKind::Stock) => None,
        _ => Some(&kpi.targets),
    }
}
