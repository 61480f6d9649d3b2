//! Withholding: figures that are too small, those of groups that are too small, and those that would give away either
//! of them or a figure for a narrower audience, become [`Measurement::Withheld`], which is a gap to everything that
//! is worked out.
//!
//! Each KPI is looked at period by period, all its figures of the period together. What must go is marked first: by
//! its number, by its group, by its audience. Then [`secondary`](super::secondary) takes with it what would give
//! that away. Groups and audiences lose their figures altogether; for readers they are not there.

use std::collections::{BTreeMap, BTreeSet};

use super::secondary::{Cell, Guard, withhold_more};
use super::small_groups::{add_totals, is_too_small};
use super::small_numbers::{Counts, has_small, is_small, rounded, rounded_remark, rounding_error, rules, shown_from};
use super::sums::Sum;
use crate::model::{
    Dimension, DisclosureMode, Kpi, KpiId, KpiKind, Measurement, Member, Organisation, PartId, Period, Reading, Series,
    Snapshot, Subject, Withheld,
};

/// Figures that were withheld, with what they were; never for a page.
#[derive(Debug, Default)]
pub(super) struct Hidden(BTreeMap<KpiId, Vec<(Subject, Period, Measurement)>>);

impl Hidden {
    /// What was withheld of a KPI.
    pub(super) fn of(&self, kpi: &KpiId) -> &[(Subject, Period, Measurement)] {
        self.0.get(kpi).map_or(&[], Vec::as_slice)
    }
}

/// Withholds what must not be known. `is_hidden` says which parts, and `has_kpi` which KPIs, this audience may see.
pub(super) fn withhold(
    facts: &mut Organisation,
    is_hidden: impl Fn(&PartId) -> bool,
    has_kpi: impl Fn(&KpiId) -> bool,
) -> Hidden {
    add_totals(facts, &is_hidden);
    let wanted = wanted_for_formulas(facts, &is_hidden, &has_kpi);
    let mut hidden = Hidden::default();
    let mut changes: Vec<Changes> = Vec::new();
    for kpi in facts.kpis.iter().filter(|kpi| kpi.compute.is_none() && has_kpi(&kpi.id)) {
        let wanted = wanted.get(&kpi.id);
        let sheet = Sheet::of(facts, kpi, &is_hidden);
        if !kpi.people && wanted.is_none() && sheet.rows.iter().all(|row| row.keeps.is_none()) {
            continue;
        }
        let found = sheet.changes(facts, wanted);
        for (subject, readings) in &found.figures {
            let before = facts.series.get(subject);
            for (period, now) in readings {
                let was = before.and_then(|series| series.at(*period)).map(|reading| reading.measurement);
                let is_gone = now.as_ref().is_none_or(|now| now.measurement.withheld().is_some());
                if let Some(was) = was.filter(|_| is_gone) {
                    hidden.0.entry(kpi.id.clone()).or_default().push((subject.clone(), *period, was));
                }
            }
        }
        changes.push(found);
    }
    for change in changes {
        for (subject, readings) in change.figures {
            match Series::new(readings.into_iter().filter_map(|(period, reading)| Some((period, reading?)))) {
                Some(series) => facts.series.insert(subject, series),
                None => facts.series.remove(&subject),
            };
        }
    }
    withhold_revisions(facts, &hidden);
    hidden
}

/// The figures of one subject as they will be; `None` where even that there is one is not shown.
type Readings = Vec<(Period, Option<Reading>)>;

/// What becomes of the figures of one KPI: every subject that changes, with all its readings.
struct Changes {
    figures: Vec<(Subject, Readings)>,
}

/// Why a part has no figures of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeps {
    /// It is for a narrower audience, whose edition shows it.
    Audience,
    /// It is a group that is too small.
    Headcount,
}

/// The figures of one KPI: the whole and every part.
struct Sheet<'a> {
    kpi: &'a Kpi,
    rows: Vec<SheetRow<'a>>,
    dimensions: Vec<SheetDimension<'a>>,
}

struct SheetRow<'a> {
    subject: Subject,
    series: Option<&'a Series>,
    dimension: Option<&'a Dimension>,
    keeps: Option<Keeps>,
    /// How much there is of it over all periods.
    habit: f64,
}

/// A dimension whose parts add up, with the row of each member.
struct SheetDimension<'a> {
    dimension: &'a Dimension,
    /// The first row; the members follow each other.
    first: usize,
    /// The place of each member's children among the members.
    children: Vec<Vec<usize>>,
    /// The places of the members that others belong to, those that belong to another one first.
    parents: Vec<usize>,
}

impl<'a> Sheet<'a> {
    fn of(facts: &'a Organisation, kpi: &'a Kpi, is_hidden: &impl Fn(&PartId) -> bool) -> Self {
        let row = |part: Option<PartId>, dimension: Option<&'a Dimension>, keeps| {
            let subject = Subject { kpi: kpi.id.clone(), part };
            let series = facts.series.get(&subject);
            let habit = series.map_or(0.0, |series| {
                series.readings().map(|(_, reading)| Counts::of(kpi, &reading.measurement).size()).sum()
            });
            SheetRow { subject, series, dimension, keeps, habit }
        };
        let mut sheet = Self { kpi, rows: vec![row(None, None, None)], dimensions: Vec::new() };
        for dimension in &facts.dimensions {
            let keeps = |member: &Member| {
                if is_hidden(&dimension.part(member)) {
                    Some(Keeps::Audience)
                } else {
                    is_too_small(facts, kpi, dimension, member).then_some(Keeps::Headcount)
                }
            };
            // Of a dimension that is not there nobody knows the sum.
            if dimension.members.iter().all(|member| keeps(member) == Some(Keeps::Audience)) {
                continue;
            }
            let first = sheet.rows.len();
            let rows = dimension.members.iter();
            sheet.rows.extend(rows.map(|member| row(Some(dimension.part(member)), Some(dimension), keeps(member))));
            if !dimension.overlaps {
                sheet.dimensions.push(SheetDimension::of(dimension, first));
            }
        }
        for row in &mut sheet.rows {
            row.keeps = row.keeps.filter(|_| row.series.is_some());
        }
        sheet
    }

    /// What becomes of the figures; `wanted` are withheld although they are not small.
    fn changes(&self, facts: &Organisation, wanted: Option<&BTreeSet<(Subject, Period)>>) -> Changes {
        let mut readings: Vec<Readings> = vec![Vec::new(); self.rows.len()];
        let mut has_changed = vec![false; self.rows.len()];
        for Snapshot { period, .. } in &facts.snapshots {
            let found: Vec<Option<&Reading>> = self.rows.iter().map(|row| row.series?.at(*period)).collect();
            let mut cells: Vec<Option<Cell>> =
                self.rows.iter().zip(&found).map(|(row, reading)| self.cell(facts, row, *reading)).collect();
            let is_wanted = |row: &SheetRow<'_>| wanted.is_some_and(|it| it.contains(&(row.subject.clone(), *period)));
            for (row, cell) in self.rows.iter().zip(&mut cells) {
                if let Some(cell) = cell.as_mut().filter(|cell| !cell.is_hidden && is_wanted(row)) {
                    cell.is_hidden = true;
                    cell.guard = Some(Guard::All(1));
                }
            }
            if cells.iter().flatten().any(|cell| cell.guard.is_some()) {
                let sums = self.sums(&cells);
                withhold_more(&mut cells, &sums);
            }
            let hidden = cells.iter().flatten().filter(|cell| cell.is_hidden).count();
            for (number, (row, cell)) in self.rows.iter().zip(&cells).enumerate() {
                let (Some(cell), Some(reading)) = (cell, found[number]) else { continue };
                let now = self.now(facts, row, cell, reading, hidden == 1);
                has_changed[number] |= now.as_ref() != Some(reading);
                readings[number].push((*period, now));
            }
        }
        let figures = self.rows.iter().zip(readings).zip(has_changed).filter(|(_, has_changed)| *has_changed);
        Changes { figures: figures.map(|((row, readings), _)| (row.subject.clone(), readings)).collect() }
    }

    /// A figure with what must be known about it.
    fn cell(&self, facts: &Organisation, row: &SheetRow<'_>, reading: Option<&Reading>) -> Option<Cell> {
        let reading = reading?;
        let rules = rules(facts, self.kpi, row.dimension);
        let small = self.kpi.people && has_small(self.kpi, &reading.measurement, rules);
        let guard = match row.keeps {
            Some(_) => Some(Guard::All(rules.threshold.saturating_sub(1).max(1))),
            None => small.then(|| Guard::Below(shown_from(rules))),
        };
        let is_rounded = self.kpi.people && rules.mode == DisclosureMode::Round5;
        Some(Cell {
            counts: Counts::of(self.kpi, &reading.measurement),
            error: if is_rounded { rounding_error } else { |_, _| 0.0 },
            is_hidden: guard.is_some(),
            guard,
            habit: row.habit,
        })
    }

    /// A figure as it is shown; `None` where even that there is one is not.
    fn now(
        &self,
        facts: &Organisation,
        row: &SheetRow<'_>,
        cell: &Cell,
        reading: &Reading,
        is_alone: bool,
    ) -> Option<Reading> {
        match row.keeps {
            // The gate takes those of an audience out itself, with everything else about it.
            Some(Keeps::Audience) => return Some(reading.clone()),
            Some(Keeps::Headcount) => return None,
            None => {}
        }
        let rules = rules(facts, self.kpi, row.dimension);
        if cell.is_hidden {
            let from = shown_from(rules);
            let is_count = matches!(self.kpi.kind, KpiKind::Count | KpiKind::Stock);
            let is_small = matches!(cell.guard, Some(Guard::Below(_)));
            let why = if is_alone && is_small && is_count { Withheld::FewerThan(from) } else { Withheld::Protected };
            let measurement = Measurement::Withheld(why);
            return Some(Reading { measurement, standing: reading.standing, remark: None });
        }
        if self.kpi.people && rules.mode == DisclosureMode::Round5 {
            let remark = reading.remark.as_ref().map(|remark| Box::new(rounded_remark(remark)));
            return Some(Reading { measurement: rounded(self.kpi, reading.measurement), remark, ..reading.clone() });
        }
        Some(reading.clone())
    }

    /// The sums that readers know of, given which figures there are. What a group without figures would be is what
    /// the groups that belong to it are, so they stand in its place.
    fn sums(&self, cells: &[Option<Cell>]) -> Vec<Sum> {
        let mut sums = Vec::new();
        for dimension in &self.dimensions {
            for parent in &dimension.parents {
                let total = dimension.first + parent;
                let mut parts = Vec::new();
                dimension.add_children(*parent, cells, &mut parts);
                if cells[total].is_some() && !parts.is_empty() {
                    sums.push(Sum { total, parts, has_rest: false });
                }
            }
        }
        if cells[0].is_none() {
            return sums;
        }
        for dimension in &self.dimensions {
            let mut parts = Vec::new();
            for (place, member) in dimension.dimension.members.iter().enumerate() {
                if member.parent.is_none() {
                    dimension.add(place, cells, &mut parts);
                }
            }
            if !parts.is_empty() {
                sums.push(Sum { total: 0, parts, has_rest: !dimension.dimension.complete });
            }
        }
        sums
    }
}

impl<'a> SheetDimension<'a> {
    fn of(dimension: &'a Dimension, first: usize) -> Self {
        let places: BTreeMap<_, usize> =
            dimension.members.iter().enumerate().map(|(place, member)| (&member.id, place)).collect();
        let mut children = vec![Vec::new(); dimension.members.len()];
        for (place, member) in dimension.members.iter().enumerate() {
            if let Some(parent) = member.parent.as_ref().and_then(|parent| places.get(parent)) {
                children[*parent].push(place);
            }
        }
        let parents = dimension.parents().into_iter().filter_map(|parent| places.get(&parent.id).copied()).collect();
        Self { dimension, first, children, parents }
    }

    fn add_children(&self, place: usize, cells: &[Option<Cell>], parts: &mut Vec<usize>) {
        for child in &self.children[place] {
            self.add(*child, cells, parts);
        }
    }

    fn add(&self, place: usize, cells: &[Option<Cell>], parts: &mut Vec<usize>) {
        if cells[self.first + place].is_some() {
            parts.push(self.first + place);
        } else {
            self.add_children(place, cells, parts);
        }
    }
}

/// The figures from which readers could compute a small number: a formula is worked out from figures that are shown,
/// so where what it counts is small, the smallest of its figures is withheld.
fn wanted_for_formulas(
    facts: &Organisation,
    is_hidden: &impl Fn(&PartId) -> bool,
    has_kpi: &impl Fn(&KpiId) -> bool,
) -> BTreeMap<KpiId, BTreeSet<(Subject, Period)>> {
    let mut wanted: BTreeMap<KpiId, BTreeSet<(Subject, Period)>> = BTreeMap::new();
    let counts_people =
        |kpi: &&Kpi| kpi.people && matches!(kpi.kind, KpiKind::Count | KpiKind::Stock) && has_kpi(&kpi.id);
    for kpi in facts.kpis.iter().filter(counts_people) {
        let Some(formula) = &kpi.compute else { continue };
        let inputs = inputs(facts, formula.kpis());
        let parts = facts.dimensions.iter().flat_map(|dimension| {
            dimension.members.iter().map(move |member| Some((dimension, dimension.part(member))))
        });
        for place in [None].into_iter().chain(parts) {
            let (dimension, part) = place.unzip();
            if part.as_ref().is_some_and(is_hidden) {
                continue;
            }
            let from = shown_from(rules(facts, kpi, dimension));
            for Snapshot { period, .. } in &facts.snapshots {
                let reading = |id: &KpiId| {
                    let subject = Subject { kpi: id.clone(), part: part.clone() };
                    facts.series.get(&subject)?.at(*period).map(|reading| reading.measurement)
                };
                let value = computed(facts, &kpi.id, &reading).filter(|value| is_small(value.abs(), from));
                if value.is_none() {
                    continue;
                }
                let sizes = inputs.iter().filter_map(|id| {
                    let size = Counts::of(facts.kpi(id)?, &reading(id)?).size();
                    Some((*id, size)).filter(|(_, size)| *size > 0.0)
                });
                let smallest = sizes.min_by(|one, other| one.1.total_cmp(&other.1));
                if let Some((id, _)) = smallest {
                    let subject = Subject { kpi: id.clone(), part: part.clone() };
                    wanted.entry(id.clone()).or_default().insert((subject, *period));
                }
            }
        }
    }
    wanted
}

/// The measured KPIs that a formula rests on, in the end.
fn inputs<'a>(facts: &'a Organisation, named: Vec<&'a KpiId>) -> Vec<&'a KpiId> {
    let mut found: Vec<&KpiId> = named;
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        for id in facts.kpi(id).and_then(|kpi| kpi.compute.as_ref()).map(|it| it.kpis()).unwrap_or_default() {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.retain(|id| facts.kpi(id).is_some_and(|kpi| kpi.compute.is_none()));
    found
}

fn computed(facts: &Organisation, id: &KpiId, reading: &dyn Fn(&KpiId) -> Option<Measurement>) -> Option<f64> {
    let kpi = facts.kpi(id)?;
    match &kpi.compute {
        // Formulas never go in a circle.
        Some(formula) => formula.value(&|id| computed(facts, id, reading)),
        None => reading(id)?.value(kpi.unit),
    }
}

/// Withholds what was published before, where it is small itself or stands in a table that has gaps now: the old
/// table together with the new one would say too much. A revision of a figure that is gone is gone with it.
fn withhold_revisions(facts: &mut Organisation, hidden: &Hidden) {
    let (snapshots, facts) = (std::mem::take(&mut facts.snapshots), facts);
    let mut snapshots = snapshots;
    for snapshot in &mut snapshots {
        let period = snapshot.period;
        snapshot.revisions.retain(|revision| {
            let figures = hidden.of(&revision.subject.kpi).iter();
            !figures.into_iter().any(|(subject, of, _)| *of == period && *subject == revision.subject)
        });
        let rule = |subject: &Subject| {
            let kpi = facts.kpi(&subject.kpi).filter(|kpi| kpi.people)?;
            let dimension = subject.part.as_ref().and_then(|part| facts.dimension(&part.dimension));
            Some((kpi, rules(facts, kpi, dimension)))
        };
        let has_gaps = |kpi: &KpiId| hidden.of(kpi).iter().any(|(_, of, _)| *of == period);
        let tainted: BTreeSet<KpiId> = snapshot
            .revisions
            .iter()
            .filter(|revision| {
                rule(&revision.subject).zip(revision.was).is_some_and(|((kpi, rules), was)| has_small(kpi, &was, rules))
                    || rule(&revision.subject).is_some() && has_gaps(&revision.subject.kpi)
            })
            .map(|revision| revision.subject.kpi.clone())
            .collect();
        for revision in &mut snapshot.revisions {
            let Some((kpi, rules)) = rule(&revision.subject) else { continue };
            revision.was = match revision.was {
                Some(_) if tainted.contains(&kpi.id) => Some(Measurement::Withheld(Withheld::Protected)),
                Some(was) if rules.mode == DisclosureMode::Round5 => Some(rounded(kpi, was)),
                was => was,
            };
        }
    }
    facts.snapshots = snapshots;
}
