//! Computed figures: KPIs with a formula, and parts that are worked out from the parts they consist of.
//!
//! A breakdown never makes the total: the whole organisation has its own values or none.

use std::collections::BTreeMap;

use super::calendar::Calendar;
use super::definition::computing_order;
use super::history::{History, Record, Slot};
use crate::model::{
    Dimension, Expression, Kpi, Measurement, Member, Organisation, PartId, Standing, Subject, together,
};

/// What is known of every subject.
///
/// * A KPI with a formula has its value for the whole and for every part, in each period in which all KPIs of the
///   formula were measured; a division by zero gives a gap. It is as provisional and as exceptional as they are.
/// * A part that others belong to, without a value of its own up to a period, has what theirs come to: counts and
///   levels are added, shares, scores and means pooled from their evidence. All parts that belong to it and exist
///   in the period must have a value. A part exists from its first value of any KPI to its `until`. Where cases can
///   belong to several parts, and where one of the parts is withheld, nothing is added up.
///
/// What rests on a figure that is withheld is withheld itself.
pub(super) fn records(facts: &Organisation, calendar: &Calendar<'_>) -> BTreeMap<Subject, Record> {
    let mut known = Known { facts, calendar, records: BTreeMap::new(), begins: BTreeMap::new() };
    known.add_series();
    known.add_beginnings_of_parents();
    for place in computing_order(facts) {
        let kpi = &facts.kpis[place];
        match &kpi.compute {
            Some(formula) => known.add_computed(kpi, formula),
            None => known.add_derived(kpi),
        }
    }
    known.records
}

struct Known<'a, 'e> {
    facts: &'e Organisation,
    calendar: &'a Calendar<'e>,
    records: BTreeMap<Subject, Record>,
    /// The index of the first period in which anything was measured of a part.
    begins: BTreeMap<PartId, usize>,
}

impl Known<'_, '_> {
    fn add_series(&mut self) {
        for (subject, series) in &self.facts.series {
            let Some(kpi) = self.facts.kpi(&subject.kpi).filter(|kpi| kpi.compute.is_none()) else { continue };
            let Some(from) = self.calendar.index(series.first()) else { continue };
            let Some(last) = self.last(kpi, subject.part.as_ref()) else { continue };
            let slots = series.slots().iter().zip(from..=last).map(|(reading, index)| match reading {
                Some(reading) => {
                    let exceptional = self.calendar.is_exceptional(index, subject);
                    Slot::of_reading(kpi, reading, self.calendar.is_provisional(index), exceptional)
                }
                None => Slot::GAP,
            });
            let Some(history) = History::new(from, slots.collect()) else { continue };
            if let Some(part) = &subject.part {
                let begin = self.begins.entry(part.clone()).or_insert(history.first);
                *begin = history.first.min(*begin);
            }
            self.records.insert(subject.clone(), Record { own: Some(history), derived: None });
        }
    }

    /// A part that others belong to exists as soon as one of them does.
    fn add_beginnings_of_parents(&mut self) {
        for dimension in &self.facts.dimensions {
            for parent in dimension.parents() {
                let children =
                    dimension.children(&parent.id).filter_map(|child| self.begins.get(&dimension.part(child)));
                let Some(begins) = children.min().copied() else { continue };
                let begin = self.begins.entry(dimension.part(parent)).or_insert(begins);
                *begin = begins.min(*begin);
            }
        }
    }

    fn add_computed(&mut self, kpi: &Kpi, formula: &Expression) {
        let ids = formula.kpis();
        let dimensions = self.facts.dimensions.iter();
        let parts =
            dimensions.flat_map(|dimension| dimension.members.iter().map(|member| Some(dimension.part(member))));
        for part in std::iter::once(None).chain(parts) {
            let subject = Subject { kpi: kpi.id.clone(), part };
            let Some(last) = self.last(kpi, subject.part.as_ref()) else { continue };
            let record = |id| self.records.get(&Subject { kpi: id, part: subject.part.clone() });
            let inputs: Option<Vec<&Record>> = ids.iter().map(|id| record((*id).clone())).collect();
            let Some(inputs) = inputs.filter(|inputs| !inputs.is_empty()) else { continue };
            let slots = (0..=last).map(|index| {
                let slots = || inputs.iter().filter_map(|record| record.slot(index));
                let value_of = |id: &_| {
                    let place = ids.iter().position(|known| *known == id)?;
                    inputs[place].slot(index)?.value
                };
                let Some(value) = formula.value(&value_of) else {
                    return if slots().any(|slot| slot.withheld().is_some()) { Slot::WITHHELD } else { Slot::GAP };
                };
                let exceptional = self.calendar.is_exceptional(index, &subject) || slots().any(|slot| slot.exceptional);
                let standing = slots().map(|slot| slot.standing).max().unwrap_or(Standing::Final);
                Slot::new(kpi, Measurement::Value { value, n: None }, standing, exceptional)
            });
            let history = History::new(0, slots.collect());
            if history.is_some() {
                self.records.insert(subject, Record { own: history, derived: None });
            }
        }
    }

    fn add_derived(&mut self, kpi: &Kpi) {
        for dimension in self.facts.dimensions.iter().filter(|dimension| !dimension.overlaps) {
            for parent in dimension.parents().into_iter().filter(|parent| !parent.partial) {
                self.add_parent(kpi, dimension, parent);
            }
        }
    }

    fn add_parent(&mut self, kpi: &Kpi, dimension: &Dimension, parent: &Member) {
        let subject = Subject { kpi: kpi.id.clone(), part: Some(dimension.part(parent)) };
        let Some(mut last) = self.last(kpi, subject.part.as_ref()) else { return };
        if let Some(own) = self.records.get(&subject).and_then(|record| record.own.as_ref()) {
            // From then on its own values stand alone.
            let Some(before) = own.first.checked_sub(1) else { return };
            last = last.min(before);
        }
        let children: Vec<Child<'_>> =
            dimension.children(&parent.id).filter_map(|child| self.child(kpi, dimension, child)).collect();
        let mut present: Vec<&Slot> = Vec::with_capacity(children.len());
        let slots = (0..=last).map(|index| {
            present.clear();
            let exists = |child: &&Child<'_>| child.begins <= index && child.last >= Some(index);
            let slots = children.iter().filter(exists).filter_map(|child| child.record?.slot(index));
            if slots.clone().any(|slot| slot.withheld().is_some()) {
                return Slot::WITHHELD;
            }
            for child in children.iter().filter(exists) {
                let slot = child.record.and_then(|record| record.slot(index)).filter(|slot| slot.is_measured());
                let Some(slot) = slot else { return Slot::GAP };
                present.push(slot);
            }
            let measurements = present.iter().filter_map(|slot| slot.measurement.as_ref());
            let Some(measurement) = together(kpi, measurements) else { return Slot::GAP };
            let exceptional =
                self.calendar.is_exceptional(index, &subject) || present.iter().any(|slot| slot.exceptional);
            let standing = present.iter().map(|slot| slot.standing).max().unwrap_or(Standing::Final);
            Slot::new(kpi, measurement, standing, exceptional)
        });
        let derived = History::new(0, slots.collect());
        if derived.is_some() {
            self.records.entry(subject).or_default().derived = derived;
        }
    }

    fn child(&self, kpi: &Kpi, dimension: &Dimension, member: &Member) -> Option<Child<'_>> {
        let part = dimension.part(member);
        // Of one whose own parts are withheld nobody can say when it began, so it counts from the start.
        let begins = self.begins.get(&part).copied().or(member.partial.then_some(0))?;
        let last = member.until.map_or(Some(usize::MAX), |until| self.calendar.last_until(until));
        let record = self.records.get(&Subject { kpi: kpi.id.clone(), part: Some(part) });
        Some(Child { record, begins, last })
    }

    /// The index of the last period in which the KPI and the part exist; `None` when that is before the calendar.
    fn last(&self, kpi: &Kpi, part: Option<&PartId>) -> Option<usize> {
        last_index(self.calendar, kpi, part, self.calendar.periods.len().checked_sub(1)?)
    }
}

/// The index of the last period up to `last` in which the KPI and the part exist.
pub(super) fn last_index(calendar: &Calendar<'_>, kpi: &Kpi, part: Option<&PartId>, last: usize) -> Option<usize> {
    let retired = kpi.retired.as_ref().map(|retired| retired.until);
    let end = retired.into_iter().chain(part.and_then(|part| calendar.end_of(part))).min();
    end.map_or(Some(last), |end| Some(calendar.last_until(end)?.min(last)))
}

struct Child<'a> {
    record: Option<&'a Record>,
    begins: usize,
    last: Option<usize>,
}
