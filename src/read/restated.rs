//! Restated figures: what differs from what is on record as published, and has no record of its own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::entry::Entry;
use super::snapshots::{Row, Rows};
use super::written;
use crate::diagnostic::{Diagnostics, Location, Problem, PublishedChange};
use crate::model::{
    Dimension, Kpi, KpiId, Measurement, PartId, Period, PublishedTarget, PublishedValue, Reading, Record, Series,
    Snapshot, Standing, Study, StudyId, StudyWeights, Subject, Target, TargetStep, Targets, Terms, Unit,
};

/// The keys of the catalogue that say what a KPI means.
pub(super) const DEFINING: &[&str] =
    &["unit", "currency", "kind", "better", "definition", "formula", "compute", "statistic", "clock", "scale"];

/// The keys of a range's ends.
pub(super) const BOUNDS: [&str; 2] = ["min", "max"];

/// What a snapshot says now.
pub(super) struct Present<'a, 'd> {
    /// All of it.
    pub(super) root: Entry<'d>,
    /// The figures of the whole.
    pub(super) whole: &'a Row<'d>,
    /// The figures of parts.
    pub(super) by: &'a [(&'a Dimension, Entry<'d>, Rows<'d>)],
    /// What is said about it.
    pub(super) snapshot: &'a Snapshot,
    /// The catalogue.
    pub(super) kpis: &'a BTreeMap<&'a str, &'a Kpi>,
}

impl<'d> Present<'_, 'd> {
    /// Reports what differs from `record` without saying so, and that the record is behind, unless it is renewed now.
    pub(super) fn report_restated(&self, record: &Record, is_renewed: bool) {
        if self.snapshot.provisional {
            let entry = self.root.below("status").unwrap_or(self.root);
            entry.report(Problem::PublishedAsFinal { period: record.period.to_string() });
        }
        let now = self.readings();
        let mut behind = Vec::new();
        for (subject, was) in &record.values {
            let Some(kpi) = self.kpis.get(subject.kpi.as_str()) else { continue };
            let was = in_unit_of(kpi, was, record.terms.get(&subject.kpi));
            match now.get(subject) {
                Some((reading, _)) if !differs(&was, reading) => {}
                found => self.changed(subject, Some(&was), found.copied(), &mut behind),
            }
        }
        for (subject, found) in &now {
            if record.values.contains_key(subject) || found.0.remark.as_ref().is_some_and(|it| it.expected.is_some()) {
                continue;
            }
            if record.expected.contains(subject) {
                behind.push(called(subject));
            } else {
                self.changed(subject, None, Some(*found), &mut behind);
            }
        }
        self.report_erased(record);
        if !behind.is_empty() && !is_renewed {
            let at = self.root.below("revisions").unwrap_or(self.root);
            at.report_key(Problem::RecordBehind { period: record.period.to_string(), what: behind });
        }
    }

    /// A figure that is not what was published: noted in `behind` when a revision says so, and otherwise reported.
    fn changed(
        &self,
        subject: &Subject,
        was: Option<&PublishedValue>,
        now: Option<(&Reading, Entry<'d>)>,
        behind: &mut Vec<String>,
    ) {
        if self.is_revised(subject, was) {
            return behind.push(called(subject));
        }
        let place = self.place(subject);
        // What cannot be read was reported already.
        if now.is_none() && place.is_some_and(|(entry, is_own)| is_own && !entry.is_null()) {
            return;
        }
        let said = |reading: &Reading| written::measurement(&reading.measurement) + standing(reading.standing);
        let problem = Problem::Restated {
            what: called(subject),
            was: was.map(written::published),
            is: now.map(|(reading, _)| said(reading)),
            line: written::revision(subject, was),
        };
        match (now, place) {
            (Some((_, entry)), _) => entry.report(problem),
            (None, Some((entry, _))) => entry.report_key(problem),
            (None, None) => self.root.report_key(problem),
        }
    }

    /// Revisions that are on record, but no longer in the snapshot.
    fn report_erased(&self, record: &Record) {
        for edition in &record.earlier {
            for (subject, was) in &edition.values {
                let Some(kpi) = self.kpis.get(subject.kpi.as_str()) else { continue };
                let terms = edition.terms.get(&subject.kpi).or(record.terms.get(&subject.kpi));
                let was = was.map(|was| in_unit_of(kpi, &was, terms));
                if !edition.late.contains(subject) && !self.is_revised(subject, was.as_ref()) {
                    let at = self.root.below("revisions").unwrap_or(self.root);
                    at.report_key(Problem::RevisionErased {
                        what: called(subject),
                        published: edition.published.to_string(),
                        line: written::revision(subject, was.as_ref()),
                    });
                }
            }
        }
    }

    fn is_revised(&self, subject: &Subject, was: Option<&PublishedValue>) -> bool {
        let says = |stated: Option<Measurement>| match (stated, was) {
            (None, None) => true,
            (Some(stated), Some(was)) => was.is_same(&PublishedValue { measurement: stated, estimated: false }),
            _ => false,
        };
        self.snapshot.revisions.iter().any(|revision| revision.subject == *subject && says(revision.was))
    }

    fn readings(&self) -> BTreeMap<Subject, (&Reading, Entry<'d>)> {
        let mut readings = BTreeMap::new();
        for (id, (reading, entry)) in self.whole.iter() {
            readings.insert(Subject::whole(self.kpis[id].id.clone()), (reading, *entry));
        }
        for (dimension, _, rows) in self.by {
            for (member, row) in rows {
                let part = PartId { dimension: dimension.id.clone(), member: member.clone() };
                for (id, (reading, entry)) in row.iter() {
                    let subject = Subject { kpi: self.kpis[id].id.clone(), part: Some(part.clone()) };
                    readings.insert(subject, (reading, *entry));
                }
            }
        }
        readings
    }

    /// Where a figure stands or would stand, and whether it is its own place.
    fn place(&self, subject: &Subject) -> Option<(Entry<'d>, bool)> {
        let row = match &subject.part {
            None => self.root.below("values")?,
            Some(part) => {
                let by = self.root.below("by")?;
                let Some(dimension) = by.below(part.dimension.as_str()) else { return Some((by, false)) };
                let Some(member) = dimension.below(part.member.as_str()) else { return Some((dimension, false)) };
                member
            }
        };
        Some(row.below(subject.kpi.as_str()).map_or((row, false), |own| (own, true)))
    }
}

/// What is published of a period now.
pub(super) struct Published<'a> {
    /// The period.
    pub(super) snapshot: &'a Snapshot,
    /// All figures.
    pub(super) series: &'a BTreeMap<Subject, Series>,
    /// Those that are still expected.
    pub(super) expected: BTreeSet<Subject>,
    /// All studies.
    pub(super) studies: &'a [Study],
}

impl Published<'_> {
    /// All of it for the record; `catalogue` is where KPIs are defined.
    pub(super) fn record(self, catalogue: Entry<'_>, kpis: &BTreeMap<&str, &Kpi>) -> Record {
        let Self { snapshot, series, expected, studies } = self;
        let period = snapshot.period;
        let value = |reading: &Reading| PublishedValue {
            measurement: reading.measurement,
            estimated: reading.standing != Standing::Final,
        };
        let values = series.iter().filter(|(subject, _)| !expected.contains(*subject));
        let values = values.filter_map(|(subject, series)| Some((subject.clone(), value(series.at(period)?))));
        let values: BTreeMap<Subject, PublishedValue> = values.collect();
        let entries = catalogue.entries();
        let is_published = |kpi: &Kpi| kpi.compute.is_some() || values.keys().any(|subject| subject.kpi == kpi.id);
        let published = entries.iter().filter_map(|entry| Some((entry, *kpis.get(entry.name())?)));
        let published = published
            .filter(|(_, kpi)| is_published(kpi) && kpi.retired.as_ref().is_none_or(|retired| period <= retired.until));
        let terms = published.map(|(entry, kpi)| (kpi.id.clone(), terms(*entry, kpi, period))).collect();
        let applying = studies.iter().filter(|study| study.fieldwork.to <= period.last_day());
        let weights = applying.map(|study| (study.id.clone(), weights(study)));
        Record {
            period,
            published: snapshot.revisions.iter().map(|revision| revision.on).fold(snapshot.published, Date::max),
            terms,
            weights: weights.filter(|(_, weights)| !weights.weights.is_empty()).collect(),
            values,
            expected,
            earlier: Vec::new(),
        }
    }
}

/// What the catalogue's `entry` and `kpi` say for `period`.
pub(super) fn terms(entry: Entry<'_>, kpi: &Kpi, period: Period) -> Terms {
    let definition = DEFINING.iter().filter_map(|key| Some((*key, defining_words(entry.below(key)?)?)));
    let target = |targets: &Targets| {
        let step = targets.at(period)?;
        Some(PublishedTarget { target: step.target, from: step.from })
    };
    let by = kpi.targets_by.iter();
    Terms {
        definition: definition.collect(),
        versions: kpi.versions.iter().map(|version| version.from).collect(),
        target: target(&kpi.targets),
        targets_by: by.filter_map(|(part, targets)| Some((part.clone(), target(targets)?))).collect(),
    }
}

/// Reports KPIs of the catalogue at `root` that do not mean what is on record, or had other targets.
pub(super) fn report_terms(root: Entry<'_>, kpis: &BTreeMap<&str, &Kpi>, records: &BTreeMap<Period, Record>) {
    let mut reported: Vec<(&KpiId, String)> = Vec::new();
    // Of many periods the newest is enough to say it.
    for (period, record) in records.iter().rev() {
        for (id, was) in &record.terms {
            let mut report = |aspect: String, at: Entry<'_>, problem: Problem| {
                if !reported.contains(&(id, aspect.clone())) {
                    reported.push((id, aspect));
                    // What is not in the catalogue has no place there.
                    if at.name().is_empty() { at.report_key(problem) } else { at.report(problem) }
                }
            };
            let period_words = period.to_string();
            let Some(entry) = root.below(id.as_str()) else {
                let problem = Problem::PublishedKpiGone { kpi: id.to_string(), period: period_words };
                report(String::new(), root, problem);
                continue;
            };
            let Some(kpi) = kpis.get(id.as_str()) else { continue };
            let now = terms(entry, kpi, *period);
            let is_declared = kpi.versions.iter().any(|version| !was.versions.contains(&version.from));
            for key in
                DEFINING.iter().filter(|key| !is_declared && now.definition.get(*key) != was.definition.get(*key))
            {
                let said = |terms: &Terms| terms.definition.get(key).cloned();
                let problem = Problem::Redefined {
                    kpi: id.to_string(),
                    key,
                    change: Box::new(PublishedChange { period: period_words.clone(), was: said(was), is: said(&now) }),
                };
                report((*key).to_owned(), entry.below(key).unwrap_or(entry), problem);
            }
            for (part, was, steps) in targets(was, kpi) {
                let now = steps.and_then(|steps| steps.at(*period));
                if is_agreed(was, now) {
                    continue;
                }
                let key = if part.is_some() { "targets_by" } else { "target" };
                let problem = Problem::Retargeted {
                    what: part.map_or_else(|| format!("`{id}`"), |part| format!("`{id}` of {part}")),
                    change: Box::new(PublishedChange {
                        period: period_words.clone(),
                        was: was.map(|was| target_words(was.target)),
                        is: now.map(|now| target_words(now.target)),
                    }),
                    step: was.map(|was| target_step(&was)),
                };
                report(format!("{key} {part:?}"), entry.below(key).unwrap_or(entry), problem);
            }
        }
    }
}

/// Reports that a study's weights are not those on record; `root` is its file.
pub(super) fn report_weights(root: Entry<'_>, study: &Study, records: &BTreeMap<Period, Record>) {
    let now = weights(study);
    let differs = records.iter().rev().find(|(_, record)| {
        let was = record.weights.get(&study.id);
        was.is_some_and(|was| was.weights != now.weights && was.version == now.version)
    });
    if let Some((period, _)) = differs {
        let at = root.below("weights").unwrap_or(root);
        at.report_key(Problem::Reweighted { study: study.id.to_string(), period: period.to_string() });
    }
}

/// Reports studies that are on record and no longer there.
pub(super) fn report_studies_gone(studies: &[StudyId], records: &BTreeMap<Period, Record>, diagnostics: &Diagnostics) {
    let on_record: BTreeMap<&StudyId, Period> =
        records.iter().flat_map(|(period, record)| record.weights.keys().map(|study| (study, *period))).collect();
    for (study, period) in on_record.into_iter().filter(|(study, _)| !studies.contains(study)) {
        let problem = Problem::PublishedStudyGone { study: study.to_string(), period: period.to_string() };
        diagnostics.report(problem, Location::file(format!("data/published/{period}.yaml")));
    }
}

/// What KPIs weigh in a study.
pub(super) fn weights(study: &Study) -> StudyWeights {
    let weights = study.weights();
    StudyWeights {
        version: study.version.clone(),
        weights: weights.iter().map(|it| (it.kpi.clone(), [it.weight, it.worst, it.best])).collect(),
    }
}

/// Reports what keeps a period from being put on record; `root` is its snapshot.
pub(super) fn report_unready(root: Entry<'_>, present: &Present<'_, '_>, approval_required: bool) {
    let snapshot = present.snapshot;
    let period = || snapshot.period.to_string();
    if snapshot.provisional {
        root.below("status").unwrap_or(root).report(Problem::FreezeProvisional { period: period() });
    }
    if approval_required && snapshot.approved.is_none() {
        root.report_key(Problem::FreezeUnapproved { period: period() });
    }
    for (subject, (reading, entry)) in present.readings() {
        let is_expected = reading.remark.as_ref().is_some_and(|remark| remark.expected.is_some());
        if !snapshot.provisional && reading.standing == Standing::Provisional && !is_expected {
            entry.report_key(Problem::FreezeProvisionalValue { what: called(&subject) });
        }
    }
}

/// Whether a target that was in force may be what `now` says: the same, or a dated step that says why.
fn is_agreed(was: Option<PublishedTarget>, now: Option<&TargetStep>) -> bool {
    match (was, now) {
        (None, None) => true,
        (Some(was), Some(now)) if was.target == now.target => true,
        (was, Some(now)) => now.from.is_some() && now.because.is_some() && was.is_none_or(|was| was.from != now.from),
        (Some(_), None) => false,
    }
}

/// The targets of the whole and of every part that had or has its own: as published, and all steps of now.
fn targets<'a>(
    was: &'a Terms,
    kpi: &'a Kpi,
) -> impl Iterator<Item = (Option<&'a PartId>, Option<PublishedTarget>, Option<&'a Targets>)> {
    let mut parts: Vec<&PartId> = was.targets_by.keys().chain(kpi.targets_by.iter().map(|(part, _)| part)).collect();
    parts.sort();
    parts.dedup();
    let steps = |part: &PartId| Some(&kpi.targets_by.iter().find(|(id, _)| id == part)?.1);
    let own = parts.into_iter().map(move |part| (Some(part), was.targets_by.get(part).copied(), steps(part)));
    std::iter::once((None, was.target, Some(&kpi.targets))).chain(own)
}

/// A published figure in the unit that `kpi` has now, where both are units of time.
fn in_unit_of(kpi: &Kpi, was: &PublishedValue, terms: Option<&Terms>) -> PublishedValue {
    let unit = terms.and_then(|terms| terms.definition.get("unit")).map(String::as_str);
    let seconds = match unit {
        Some("seconds") => Unit::Seconds.seconds(),
        Some("minutes") => Unit::Minutes.seconds(),
        Some("hours") => Unit::Hours.seconds(),
        Some("days") => Unit::Days.seconds(),
        _ => None,
    };
    match (was.measurement, seconds, kpi.unit.seconds()) {
        (Measurement::Value { value, n }, Some(then), Some(now)) if then != now => {
            PublishedValue { measurement: Measurement::Value { value: value * then / now, n }, ..*was }
        }
        _ => *was,
    }
}

fn differs(was: &PublishedValue, now: &Reading) -> bool {
    let measured = PublishedValue { measurement: now.measurement, estimated: false };
    !was.is_same(&measured) || now.standing != Standing::Final && !was.estimated
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Final => "",
        Standing::Estimated => ", estimated",
        Standing::Provisional => ", provisional",
    }
}

fn called(subject: &Subject) -> String {
    match &subject.part {
        None => format!("`{}`", subject.kpi),
        Some(part) => format!("`{}` of {part}", subject.kpi),
    }
}

fn target_words(target: Target) -> String {
    match target {
        Target::Value(value) => value.to_string(),
        Target::Band(band) => format!("{} to {}", band.min, band.max),
    }
}

/// The step that keeps a target that was in force.
fn target_step(was: &PublishedTarget) -> String {
    let from = was.from.map(|from| format!("from: {from}, ")).unwrap_or_default();
    match was.target {
        Target::Value(value) => format!("{{ {from}value: {value} }}"),
        Target::Band(band) => format!("{{ {from}min: {}, max: {} }}", band.min, band.max),
    }
}

/// A text without regard to how its lines are broken; the ends of a range.
fn defining_words(entry: Entry<'_>) -> Option<String> {
    if entry.is_map() {
        let ends = BOUNDS.iter().filter_map(|end| Some(entry.below(end)?.words()?.into_owned()));
        return Some(ends.collect::<Vec<_>>().join(" to "));
    }
    let words = entry.words()?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
