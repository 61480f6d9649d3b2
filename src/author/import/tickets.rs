//! Rows of tickets: each row is a case, and many make a figure. One pass; a row that was counted is forgotten.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::figures::period_of;
use super::found::{Found, MAX_FIGURES, checked, in_unit, rounded};
use super::members::Members;
use super::only::Only;
use super::quantiles::{Budget, Quantiles};
use super::rejected::{Reason, Rejected};
use super::table::{Head, Row, Rows};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{Kpi, Measurement, Period, Statistic, Subject};
use crate::read::Ground;
use crate::read::mapping::{DayColumn, KpiRule, Mapping, PeriodFrom, Rule, Test};

/// Reads rows of tickets.
pub(super) struct Tickets<'t> {
    ground: &'t Ground,
    mapping: &'t Mapping,
    diagnostics: &'t Diagnostics,
    /// The period of the whole file, where its name says it.
    period: Option<Period>,
    places: Option<Places<'t>>,
    /// By period, then by the number of a part with the whole before all; for each KPI what was counted.
    counts: BTreeMap<Period, Vec<Option<Vec<Tally>>>>,
    /// How many of these there are.
    groups: usize,
    budget: Budget,
    /// Whether there are too many figures to be meant.
    is_endless: bool,
    passed_over: u64,
    rejected: Rejected,
}

struct Places<'t> {
    names: Vec<String>,
    /// The columns of days: that of the mapping first, if it has one.
    days: Vec<(&'t DayColumn, usize)>,
    members: Vec<Members<'t>>,
    only: Only<'t>,
    kpis: Vec<Place<'t>>,
    /// The KPIs by the column of days that they go by.
    by_day: Vec<(Option<usize>, Vec<usize>)>,
}

struct Place<'t> {
    kpi: &'t Kpi,
    rule: &'t KpiRule,
    column: Option<usize>,
    /// Which of the columns of days; `None` for the period of the whole file.
    day: Option<usize>,
    only: Only<'t>,
}

/// What a KPI counted of the rows of a period and a part.
#[derive(Debug, Default)]
struct Tally {
    /// Rows that could have counted: without one there is no figure, and no zero.
    rows: u64,
    count: u64,
    passed: u64,
    sum: f64,
    answers: [u64; 3],
    quantiles: Quantiles,
}

/// What a cell counts as.
#[derive(Clone, Copy)]
enum Counted {
    Nothing,
    Row,
    Amount(f64),
    Pass(bool),
    Answer(usize),
}

impl<'t> Tickets<'t> {
    pub(super) fn new(
        ground: &'t Ground,
        mapping: &'t Mapping,
        period: Option<Period>,
        diagnostics: &'t Diagnostics,
    ) -> Self {
        Self {
            ground,
            mapping,
            diagnostics,
            period,
            places: None,
            counts: BTreeMap::new(),
            groups: 0,
            budget: Budget::default(),
            is_endless: false,
            passed_over: 0,
            rejected: Rejected::default(),
        }
    }

    /// The figures of all rows.
    pub(super) fn finish(self) -> Result<Found, Reported> {
        if self.is_endless {
            let problem = Problem::TooManyFigures { limit: MAX_FIGURES };
            return Err(self.diagnostics.fatal(problem, Location::file(&self.mapping.file)));
        }
        let mut found = Found { rejected: self.rejected, passed_over: self.passed_over, ..Found::default() };
        let Some(places) = self.places else { return Ok(found) };
        for (period, groups) in self.counts {
            for (number, tallies) in groups.into_iter().enumerate() {
                let part = number.checked_sub(1).and_then(|at| places.members.iter().find_map(|it| it.part(at)));
                for (place, tally) in places.kpis.iter().zip(tallies.into_iter().flatten()) {
                    let Some((measurement, is_exact)) = tally.figure(place, &self.budget) else { continue };
                    let subject = Subject { kpi: place.kpi.id.clone(), part: part.clone() };
                    match checked(place.kpi, measurement) {
                        Ok(measurement) => {
                            if !is_exact {
                                found.approximate.push((period, subject.clone()));
                            }
                            found.figures.entry(period).or_default().insert(subject, measurement);
                        }
                        Err(reason) => {
                            found.rejected.add(None, place.column.map(|_| place.kpi.id.as_str()), reason);
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    fn place(&self, rule: &'t KpiRule, head: &Head<'_>, days: &mut Vec<(&'t DayColumn, usize)>) -> Option<Place<'t>> {
        let column = match &rule.rule {
            Rule::Rows => None,
            Rule::Count(column)
            | Rule::Sum(column)
            | Rule::Statistic(_, column)
            | Rule::Share(column, _)
            | Rule::Filled(column)
            | Rule::Answers(column) => Some(head.find(column)?),
            Rule::Value { .. } | Rule::Ratio { .. } | Rule::Promoters { .. } => return None,
        };
        let day = match (&rule.period, &self.mapping.period) {
            (Some(own), _) => {
                days.push((own, head.find(&own.column)?));
                Some(days.len() - 1)
            }
            (None, PeriodFrom::Column(_)) => Some(0),
            (None, PeriodFrom::FileName(_)) => None,
        };
        Some(Place { kpi: self.ground.kpi(&rule.kpi)?, rule, column, day, only: Only::of(&rule.only, head) })
    }
}

impl Rows for Tickets<'_> {
    fn head(&mut self, head: &Head<'_>) -> Result<(), Reported> {
        let mapping = self.mapping;
        let mut days = Vec::new();
        if let PeriodFrom::Column(day) = &mapping.period {
            days.extend(head.find(&day.column).map(|at| (day, at)));
        }
        let members = Members::of_all(&mapping.parts, &self.ground.dimensions, head);
        let only = Only::of(&mapping.only, head);
        let kpis: Vec<Place<'_>> = mapping.kpis.iter().filter_map(|rule| self.place(rule, head, &mut days)).collect();
        let mut by_day: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        for (at, place) in kpis.iter().enumerate() {
            match by_day.iter_mut().find(|(day, _)| *day == place.day) {
                Some((_, places)) => places.push(at),
                None => by_day.push((place.day, vec![at])),
            }
        }
        self.places = Some(Places { names: head.names.to_vec(), days, members, only, kpis, by_day });
        self.diagnostics.proceed()
    }

    fn row(&mut self, number: u64, row: &Row<'_>) {
        let Self { ground, mapping, places, counts, budget, rejected, .. } = self;
        let form = &mapping.table;
        let Some(Places { names, days, members, only, kpis, by_day }) = places else { return };
        let before = rejected.count;
        let mut reject = |column: usize, reason| rejected.add(Some(number), Some(names[column].as_str()), reason);
        match only.passes(row, form) {
            Ok(true) => {}
            Ok(false) => {
                self.passed_over += 1;
                return;
            }
            Err((column, reason)) => return reject(column, reason),
        }
        // A row counts in all its figures or in none.
        let mut parts = Vec::new();
        for members in members {
            if let Err(reason) = members.of(&row.cell(members.column), form, &mut parts) {
                reject(members.column, reason);
            }
        }
        let mut periods: Vec<Option<Period>> = Vec::with_capacity(days.len());
        for (at, (day, column)) in days.iter().enumerate() {
            periods.push(match period_of(day, &row.cell(*column), mapping, ground) {
                Ok(period) => Some(period),
                // A ticket that is not resolved has no day on which it was.
                Err(Reason::NoPeriod) if at > 0 || !matches!(mapping.period, PeriodFrom::Column(_)) => None,
                Err(reason) => {
                    reject(*column, reason);
                    None
                }
            });
        }
        let mut counted = Vec::with_capacity(kpis.len());
        for place in kpis.iter() {
            let own = match place.column {
                None => Ok(Counted::Row),
                Some(column) => place.counted(&row.cell(column), mapping),
            };
            let own = own.map_err(|reason| (place.column.unwrap_or_default(), reason));
            match own.and_then(|own| Ok(place.only.passes(row, form)?.then_some(own))) {
                Ok(own) => counted.push(own),
                Err((column, reason)) => reject(column, reason),
            }
        }
        if rejected.count > before {
            return;
        }
        for (day, places) in by_day.iter() {
            let Some(period) = day.map_or(self.period, |day| periods[day]) else { continue };
            let groups = counts.entry(period).or_default();
            for number in std::iter::once(0).chain(parts.iter().map(|part| part + 1)) {
                if groups.len() <= number {
                    groups.resize_with(number + 1, || None);
                }
                if groups[number].is_none() {
                    self.groups += 1;
                    if self.groups * kpis.len() > MAX_FIGURES {
                        self.is_endless = true;
                        return;
                    }
                }
                let new = || kpis.iter().map(|_| Tally::default()).collect();
                let tallies: &mut Vec<Tally> = groups[number].get_or_insert_with(new);
                for at in places {
                    let tally = &mut tallies[*at];
                    tally.rows += 1;
                    if let Some(counted) = counted[*at] {
                        tally.add(counted, &kpis[*at].rule.rule, budget);
                    }
                }
            }
        }
    }

    fn has_enough(&self) -> bool {
        self.is_endless
    }

    fn rejected(&mut self) -> &mut Rejected {
        &mut self.rejected
    }
}

impl Place<'_> {
    /// What a cell counts as.
    fn counted(&self, cell: &Cell<'_>, mapping: &Mapping) -> Result<Counted, Reason> {
        let form = &mapping.table;
        let amount = |cell: &Cell<'_>| cell.amount(self.rule.unit, form);
        Ok(match &self.rule.rule {
            Rule::Rows | Rule::Value { .. } | Rule::Ratio { .. } | Rule::Promoters { .. } => Counted::Row,
            Rule::Count(_) | Rule::Filled(_) => match cell {
                Cell::Fault(_) | Cell::Undecoded(_) => cell.words().map(|_| Counted::Nothing)?,
                _ if cell.is_nothing(form) => Counted::Pass(false),
                _ => Counted::Pass(true),
            },
            Rule::Sum(_) | Rule::Statistic(..) => match amount(cell)? {
                None => Counted::Nothing,
                Some(amount) => Counted::Amount(in_unit(self.kpi, amount)),
            },
            Rule::Share(_, test) => match test {
                Test::Words(_) if cell.is_nothing(form) => Counted::Nothing,
                Test::Words(words) => match cell.words()? {
                    None => Counted::Nothing,
                    Some(found) => Counted::Pass(words.iter().any(|word| **word == *found)),
                },
                Test::Within(limit) => amount(cell)?.map_or(Counted::Nothing, |amount| Counted::Pass(amount <= *limit)),
                Test::AtLeast(limit) => {
                    amount(cell)?.map_or(Counted::Nothing, |amount| Counted::Pass(amount >= *limit))
                }
            },
            Rule::Answers(_) => match Cell::number(cell, form)? {
                None => Counted::Nothing,
                Some(answer) if !(0.0..=10.0).contains(&answer) || answer.fract() != 0.0 => {
                    return Err(Reason::NotAnAnswer(answer));
                }
                Some(answer) if answer >= 9.0 => Counted::Answer(0),
                Some(answer) if answer >= 7.0 => Counted::Answer(1),
                Some(_) => Counted::Answer(2),
            },
        })
    }
}

impl Tally {
    fn add(&mut self, counted: Counted, rule: &Rule, budget: &Budget) {
        match counted {
            Counted::Nothing => {}
            Counted::Row => self.count += 1,
            Counted::Pass(passes) => {
                self.count += 1;
                self.passed += u64::from(passes);
            }
            Counted::Answer(which) => self.answers[which] += 1,
            Counted::Amount(amount) => {
                self.count += 1;
                match rule {
                    Rule::Statistic(Statistic::Median | Statistic::Percentile(_), _) => {
                        self.quantiles.add(amount, budget);
                    }
                    _ => self.sum += amount,
                }
            }
        }
    }

    /// The figure, and whether it is exact; `None` where nothing was measured.
    fn figure(self, place: &Place<'_>, budget: &Budget) -> Option<(Measurement, bool)> {
        if self.rows == 0 {
            return None;
        }
        let value = |value: f64, n| Measurement::Value { value: rounded(value), n };
        let measurement = match &place.rule.rule {
            Rule::Rows => value(self.count as f64, None),
            Rule::Count(_) => value(self.passed as f64, None),
            _ if self.count == 0 && self.answers == [0; 3] => return None,
            Rule::Sum(_) => value(self.sum, None),
            Rule::Statistic(Statistic::Mean, _) => value(self.sum / self.count as f64, Some(self.count)),
            Rule::Statistic(statistic, _) => {
                let (n, found, is_exact) = self.quantiles.statistic(*statistic, budget)?;
                return Some((value(found, Some(n)), is_exact));
            }
            Rule::Share(..) | Rule::Filled(_) => {
                Measurement::Ratio { numerator: self.passed as f64, denominator: self.count }
            }
            Rule::Answers(_) => {
                let [promoters, passives, detractors] = self.answers;
                Measurement::Promoters { promoters, passives, detractors }
            }
            Rule::Value { .. } | Rule::Ratio { .. } | Rule::Promoters { .. } => return None,
        };
        Some((measurement, true))
    }
}
