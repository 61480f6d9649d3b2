//! Small groups: a group with few people has no figures of its own, but is in those of the group it belongs to.

use std::collections::BTreeMap;

use super::small_numbers::rules;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{
    Dimension, Exceptional, Kpi, Measurement, Member, Organisation, PartId, Period, Reading, Scope, Series, Standing,
    Subject, together,
};

/// Whether `member` has too few people to have figures of its own of `kpi`. One whose headcount is not given has not.
pub(super) fn is_too_small(facts: &Organisation, kpi: &Kpi, dimension: &Dimension, member: &Member) -> bool {
    member.headcount.is_some_and(|headcount| headcount < rules(facts, kpi, Some(dimension)).min_headcount)
}

/// Whether `member` is too small for figures of any KPI.
pub(super) fn is_too_small_for_all(facts: &Organisation, dimension: &Dimension, member: &Member) -> bool {
    facts.kpis.iter().all(|kpi| is_too_small(facts, kpi, dimension, member))
}

/// Adds up what groups come to, where a group that belongs to them is too small to be shown, and gives it to them as
/// figures of their own: afterwards nobody could. `is_hidden` says who is for a narrower audience; nothing is added
/// up from those.
///
/// It is what is derived for a group in any case, from all groups that belong to it and exist in the period, up to
/// the first figure that it has itself.
pub(super) fn add_totals(facts: &mut Organisation, is_hidden: impl Fn(&PartId) -> bool) {
    let begins = begins(facts);
    let mut totals: BTreeMap<Subject, Vec<(Period, Reading)>> = BTreeMap::new();
    let mut exceptional: Vec<(usize, Exceptional)> = Vec::new();
    for dimension in facts.dimensions.iter().filter(|dimension| !dimension.overlaps) {
        for parent in dimension.parents() {
            let children: Vec<&Member> = dimension.children(&parent.id).collect();
            if children.iter().any(|child| is_hidden(&dimension.part(child))) {
                continue;
            }
            for kpi in facts.kpis.iter().filter(|kpi| kpi.compute.is_none()) {
                let is_small = |child: &&&Member| is_too_small(facts, kpi, dimension, child);
                let has_small = children.iter().any(|child| {
                    // A group whose own groups were added up has figures that nobody else can add up either.
                    is_small(&child) || totals.contains_key(&subject(kpi, dimension, child))
                });
                if !has_small {
                    continue;
                }
                let subject = subject(kpi, dimension, parent);
                let first_own = facts.series.get(&subject).map(Series::first);
                for (number, snapshot) in facts.snapshots.iter().enumerate() {
                    let period = snapshot.period;
                    if first_own.is_some_and(|first| first <= period) {
                        break;
                    }
                    let family = Family { facts, totals: &totals, begins: &begins, dimension, kpi };
                    let Some(reading) = family.total(&children, period) else { continue };
                    let reasons = snapshot.exceptional.iter().filter(|reason| {
                        children.iter().any(|child| reason.scope.part.as_ref() == Some(&dimension.part(child)))
                            && reason.scope.kpis.as_ref().is_none_or(|kpis| kpis.contains(&kpi.id))
                    });
                    exceptional.extend(reasons.map(|reason| {
                        let scope = Scope { kpis: Some(vec![kpi.id.clone()]), part: subject.part.clone() };
                        (number, Exceptional { scope, why: reason.why.clone() })
                    }));
                    totals.entry(subject.clone()).or_default().push((period, reading));
                }
            }
        }
    }
    for (subject, mut readings) in totals {
        if let Some(own) = facts.series.get(&subject) {
            readings.extend(own.readings().map(|(period, reading)| (period, reading.clone())));
        }
        facts.series.extend(Series::new(readings).map(|series| (subject, series)));
    }
    for (snapshot, exceptional) in exceptional {
        facts.snapshots[snapshot].exceptional.push(exceptional);
    }
}

/// Takes out what else is said of groups that are too small for figures of any KPI: their commentary and their
/// targets. A story about one is about the group it belongs to.
pub(super) fn fold(facts: &mut Organisation, diagnostics: &Diagnostics) {
    let mut folded: BTreeMap<PartId, Option<PartId>> = BTreeMap::new();
    for dimension in &facts.dimensions {
        let is_small = |member: &&Member| is_too_small_for_all(facts, dimension, member);
        for member in dimension.members.iter().filter(is_small) {
            let above = |member: &&Member| member.parent.as_ref().and_then(|parent| dimension.member(parent));
            let mut ancestors = std::iter::successors(Some(member), above).take(dimension.members.len());
            let shown = ancestors.find(|ancestor| !is_small(ancestor));
            folded.insert(dimension.part(member), shown.map(|shown| dimension.part(shown)));
        }
    }
    let mut targets: Vec<(usize, PartId)> = Vec::new();
    for (place, kpi) in facts.kpis.iter().enumerate() {
        for (part, _) in &kpi.targets_by {
            let small = facts.part(part).is_some_and(|(dimension, member)| is_too_small(facts, kpi, dimension, member));
            targets.extend(small.then(|| (place, part.clone())));
        }
    }
    for (place, part) in targets {
        facts.kpis[place].targets_by.retain(|(of, _)| *of != part);
    }
    facts.commentaries.retain(|words| {
        let Some(part) = words.part.as_ref().filter(|part| folded.contains_key(part)) else { return true };
        let problem = Problem::WordsAboutSmallGroup { part: part.to_string() };
        diagnostics.report(problem, Location::file(words.body.file.clone()));
        false
    });
    for story in &mut facts.stories {
        let mut parts: Vec<PartId> = Vec::with_capacity(story.parts.len());
        for part in std::mem::take(&mut story.parts) {
            let shown = folded.get(&part).map_or(Some(part), Clone::clone);
            parts.extend(shown.filter(|part| !parts.contains(part)));
        }
        story.parts = parts;
    }
    let is_folded = |scope: &Scope| scope.part.as_ref().is_some_and(|part| folded.contains_key(part));
    for snapshot in &mut facts.snapshots {
        snapshot.events.retain(|event| !is_folded(&event.scope));
        snapshot.exceptional.retain(|exceptional| !is_folded(&exceptional.scope));
    }
}

struct Family<'a> {
    facts: &'a Organisation,
    totals: &'a BTreeMap<Subject, Vec<(Period, Reading)>>,
    begins: &'a BTreeMap<PartId, Period>,
    dimension: &'a Dimension,
    kpi: &'a Kpi,
}

impl Family<'_> {
    /// What the groups that exist in `period` come to; `None` when one of them was not measured.
    fn total(&self, children: &[&Member], period: Period) -> Option<Reading> {
        let exists = |child: &&&Member| {
            let begins = self.begins.get(&self.dimension.part(child));
            begins.is_some_and(|begins| *begins <= period) && child.until.is_none_or(|until| period <= until)
        };
        let readings: Option<Vec<&Reading>> =
            children.iter().filter(exists).map(|child| self.reading(child, period)).collect();
        let readings = readings?;
        let measurement = together(self.kpi, readings.iter().map(|reading| &reading.measurement))?;
        let standing = readings.iter().map(|reading| reading.standing).max().unwrap_or(Standing::Final);
        Some(Reading { measurement, standing, remark: None })
    }

    fn reading(&self, child: &Member, period: Period) -> Option<&Reading> {
        let subject = subject(self.kpi, self.dimension, child);
        let own = self.facts.series.get(&subject).and_then(|series| series.at(period));
        let total = || {
            let totals = self.totals.get(&subject)?;
            totals.iter().find(|(of, _)| *of == period).map(|(_, reading)| reading)
        };
        let is_measured =
            |measurement: &Measurement| measurement.value(self.kpi.unit).is_some() || measurement.n() == Some(0);
        own.or_else(total).filter(|reading| is_measured(&reading.measurement))
    }
}

fn subject(kpi: &Kpi, dimension: &Dimension, member: &Member) -> Subject {
    Subject { kpi: kpi.id.clone(), part: Some(dimension.part(member)) }
}

/// The first period in which anything was measured of a group or of one that belongs to it.
fn begins(facts: &Organisation) -> BTreeMap<PartId, Period> {
    let mut begins: BTreeMap<PartId, Period> = BTreeMap::new();
    let mut note = |part: PartId, period: Period| {
        let first = begins.entry(part).or_insert(period);
        *first = period.min(*first);
    };
    for (subject, series) in &facts.series {
        let unit = facts.kpi(&subject.kpi).map(|kpi| kpi.unit);
        let valued = |reading: &Reading| unit.is_some_and(|unit| reading.measurement.value(unit).is_some());
        let first = series.readings().find(|(_, reading)| valued(reading)).map(|(period, _)| period);
        let (Some(part), Some(first)) = (&subject.part, first) else { continue };
        note(part.clone(), first);
        let Some(dimension) = facts.dimension(&part.dimension) else { continue };
        let mut member = dimension.member(&part.member);
        while let Some(parent) = member.and_then(|member| member.parent.as_ref()) {
            note(PartId { dimension: dimension.id.clone(), member: parent.clone() }, first);
            member = dimension.member(parent);
        }
    }
    begins
}
