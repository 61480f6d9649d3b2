//! Snapshots: `data/snapshots/<period>.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use super::Freezing;
use super::entry::{Entry, Map};
use super::names::{Names, unknown_member};
use super::parts::report_sums;
use super::restated::{Present, report_unready};
use super::values;
use super::written::REVISION_KINDS;
use crate::diagnostic::Problem;
use crate::model::{
    Approval, Dimension, Event, Exceptional, Kpi, KpiId, Measurement, MemberId, PartId, Period, Reading, Record,
    Revision, Scope, Snapshot, Subject, WeekGrid,
};

const KEYS: &[&str] = &[
    "period",
    "published",
    "status",
    "approved",
    "working_days",
    "values",
    "by",
    "arrivals",
    "staffing",
    "revisions",
    "events",
    "exceptional",
    "extra",
];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A snapshot and the figures in it.
pub(super) struct Figures {
    pub(super) snapshot: Snapshot,
    /// In the order of the file.
    pub(super) readings: Vec<(Subject, Reading)>,
    /// Figures that are still expected.
    pub(super) expected: BTreeSet<Subject>,
}

/// What snapshots are read against.
pub(super) struct Catalogue<'c> {
    pub(super) names: &'c Names,
    /// Those that are understood.
    pub(super) kpis: BTreeMap<&'c str, &'c Kpi>,
    /// What is on record as published.
    pub(super) records: &'c BTreeMap<Period, Record>,
    /// The period that is to be put on record.
    pub(super) freezing: Option<Freezing>,
    pub(super) approval_required: bool,
}

/// The figures of the whole or of one part, by KPI id and in its order. They are few, and there are many rows.
pub(super) struct Row<'d>(Vec<(&'d str, (Reading, Entry<'d>))>);

impl<'d> Row<'d> {
    pub(super) fn get(&self, kpi: &str) -> Option<&(Reading, Entry<'d>)> {
        self.iter().find(|(id, _)| *id == kpi).map(|(_, found)| found)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'d str, &(Reading, Entry<'d>))> {
        self.0.iter().map(|(id, found)| (*id, found))
    }
}

/// The snapshot of `period`, which is what its file's name says.
pub(super) fn read(root: Entry<'_>, period: Period, catalogue: &Catalogue<'_>) -> Option<Figures> {
    let map = root.map(KEYS)?;
    if let Some(inside) = map.get("period")
        && let Some(found) = inside.period(None)
        && found != period
    {
        inside.report(Problem::PeriodNotInPath { inside: found.to_string(), path: period.to_string() });
    }
    let published = map.get("published").and_then(|entry| Some((entry, entry.date()?)));
    if let Some((entry, on)) = published.filter(|(_, on)| *on < period.last_day()) {
        let ends = period.last_day().to_string();
        entry.report(Problem::PublishedEarly { published: on.to_string(), ends });
    }
    if map.required("values", "the figures: a map from KPI to value").is_none() && map.has("values") {
        return None;
    }
    let whole = row(&map.entries("values"), period, catalogue);
    let by = breakdowns(&map, period, catalogue);
    for (dimension, entry, rows) in by.iter().filter(|(dimension, ..)| dimension.complete) {
        report_sums(*entry, dimension, period, &whole, rows, catalogue);
    }
    let snapshot = Snapshot {
        period,
        published: published.map_or_else(|| period.next().last_day(), |(_, on)| on),
        provisional: map
            .get("status")
            .and_then(|entry| entry.one_of(&[("final", false), ("provisional", true)]))
            .unwrap_or(false),
        approved: map.get("approved").and_then(approved),
        editions: catalogue.records.get(&period).map(Record::editions).unwrap_or_default(),
        working_days: map.get("working_days").and_then(|entry| entry.whole_in(0..=92)),
        revisions: revisions(&map, &whole, &by, catalogue),
        events: map.items("events").iter().filter_map(|entry| event(*entry, catalogue.names)).collect(),
        exceptional: map.items("exceptional").iter().filter_map(|entry| exceptional(*entry, catalogue.names)).collect(),
        arrivals: map.get("arrivals").and_then(week_grid),
        staffing: map.get("staffing").and_then(week_grid),
    };
    let present = Present { root, whole: &whole, by: &by, snapshot: &snapshot, kpis: &catalogue.kpis };
    let freezing = catalogue.freezing.filter(|freezing| freezing.period == period);
    if freezing.is_some() {
        report_unready(root, &present, catalogue.approval_required);
    }
    if let Some(record) = catalogue.records.get(&period).filter(|_| freezing.is_none_or(|freezing| !freezing.anew)) {
        present.report_restated(record, freezing.is_some());
    }
    let expected = expected(&map, catalogue);
    let mut readings = readings(None, whole, catalogue);
    for (dimension, _, rows) in by {
        for (member, row) in rows {
            let part = PartId { dimension: dimension.id.clone(), member };
            readings.extend(self::readings(Some(part), row, catalogue));
        }
    }
    Some(Figures { snapshot, readings, expected })
}

/// The figures that are still expected, with or without a value that stands in for them.
fn expected(map: &Map<'_>, catalogue: &Catalogue<'_>) -> BTreeSet<Subject> {
    let mut expected = BTreeSet::new();
    let late = |row: Entry<'_>| -> Vec<&KpiId> {
        let entries = if row.is_map() { row.entries() } else { Vec::new() };
        let late = entries.into_iter().filter(|entry| entry.below("expected").is_some_and(|key| !key.is_null()));
        late.filter_map(|entry| Some(&catalogue.kpis.get(entry.name())?.id)).collect()
    };
    let mut add = |part: Option<PartId>, late: Vec<&KpiId>| {
        expected.extend(late.into_iter().map(|kpi| Subject { kpi: kpi.clone(), part: part.clone() }));
    };
    map.get("values").into_iter().for_each(|row| add(None, late(row)));
    for dimension in map.entries("by") {
        for member in dimension.entries() {
            // Few are late, and looking a name up takes longer than looking into what stands below it.
            let late = late(member);
            if !late.is_empty()
                && let Ok(Some(part)) = catalogue.names.part_called(&format!("{}/{}", dimension.name(), member.name()))
            {
                add(Some(part), late);
            }
        }
    }
    expected
}

fn readings(part: Option<PartId>, row: Row<'_>, catalogue: &Catalogue<'_>) -> Vec<(Subject, Reading)> {
    let subject = |id: &str| Subject { kpi: catalogue.kpis[id].id.clone(), part: part.clone() };
    row.0.into_iter().map(|(id, (reading, _))| (subject(id), reading)).collect()
}

/// The figures of the whole or of one part, by KPI.
fn row<'d>(entries: &[Entry<'d>], period: Period, catalogue: &Catalogue<'_>) -> Row<'d> {
    let mut row = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(kpi) = catalogue.kpis.get(entry.name()) else {
            // Reports what is not declared; what is declared but not understood was reported there.
            catalogue.names.kpi_key(*entry);
            continue;
        };
        if kpi.compute.is_some() {
            entry.report_key(Problem::ValueForComputed { kpi: kpi.id.to_string() });
            continue;
        }
        let Some(reading) = values::reading(*entry, kpi) else { continue };
        if let Some(retired) = kpi.retired.as_ref().filter(|retired| retired.until < period) {
            let (what, until) = (kpi.id.to_string(), retired.until.to_string());
            entry.report_key(Problem::AfterTheEnd { what, until });
        }
        row.push((entry.name(), (reading, *entry)));
    }
    row.sort_by_key(|(id, _)| *id);
    Row(row)
}

/// The parts of a dimension with their figures, in the order of the file.
pub(super) type Rows<'d> = Vec<(MemberId, Row<'d>)>;

fn breakdowns<'c, 'd>(
    map: &Map<'d>,
    period: Period,
    catalogue: &Catalogue<'c>,
) -> Vec<(&'c Dimension, Entry<'d>, Rows<'d>)> {
    let mut breakdowns = Vec::new();
    for entry in map.entries("by") {
        let dimension = match catalogue.names.dimension_called(entry.name()) {
            Ok(Some(dimension)) => dimension,
            Ok(None) => continue,
            Err(problem) => {
                entry.report_key(problem);
                continue;
            }
        };
        let mut rows = Rows::new();
        let mut next = 0;
        for part in entry.entries() {
            // Most files have the parts in the order in which they are declared, of which there may be hundreds.
            let is_it = |at: &usize| dimension.members.get(*at).is_some_and(|member| member.id.as_str() == part.name());
            let Some(at) = [next].into_iter().chain(0..dimension.members.len()).find(is_it) else {
                let members = dimension.members.iter().map(|member| &member.id);
                part.report_key(unknown_member(&dimension.id, members, part.name()));
                continue;
            };
            next = at + 1;
            let member = &dimension.members[at];
            if let Some(until) = member.until.filter(|until| *until < period) {
                let what = format!("{}/{}", dimension.id, member.id);
                part.report_key(Problem::AfterTheEnd { what, until: until.to_string() });
            }
            rows.push((member.id.clone(), row(&part.entries(), period, catalogue)));
        }
        breakdowns.push((dimension, entry, rows));
    }
    breakdowns
}

fn approved(entry: Entry<'_>) -> Option<Approval> {
    let map = entry.map(&["by", "on"])?;
    let by = map.required("by", "who approved it").and_then(|entry| entry.text());
    let on = map.required("on", "the day").and_then(|entry| entry.date());
    Some(Approval { by: by?, on: on? })
}

fn revisions(
    map: &Map<'_>,
    whole: &Row<'_>,
    by: &[(&Dimension, Entry<'_>, Rows<'_>)],
    catalogue: &Catalogue<'_>,
) -> Vec<Revision> {
    let now = |subject: &Subject| -> Option<Measurement> {
        let row = match &subject.part {
            None => whole,
            Some(part) => {
                let (_, _, rows) = by.iter().find(|(dimension, ..)| dimension.id == part.dimension)?;
                &rows.iter().find(|(member, _)| *member == part.member)?.1
            }
        };
        row.get(subject.kpi.as_str()).map(|(reading, _)| reading.measurement)
    };
    let mut revisions = Vec::new();
    for entry in map.items("revisions") {
        let Some((revision, kpi_entry)) = revision(entry, catalogue) else { continue };
        let kpi = revision.subject.kpi.to_string();
        match (now(&revision.subject), revision.was) {
            (None, None) => kpi_entry.report(Problem::RevisionOfNothing { kpi }),
            (Some(now), Some(was)) if now == was => entry.report(Problem::RevisionUnchanged { kpi }),
            _ => {}
        }
        revisions.push(revision);
    }
    revisions
}

fn revision<'d>(entry: Entry<'d>, catalogue: &Catalogue<'_>) -> Option<(Revision, Entry<'d>)> {
    let map = entry.map(&["kpi", "by", "was", "on", "kind", "because"])?;
    let kpi_entry = map.required("kpi", "the KPI whose figure was revised");
    let kpi = kpi_entry.and_then(|entry| catalogue.names.kpi(entry));
    let part = part(&map, catalogue.names);
    let on = map.required("on", "the day it was revised").and_then(|entry| entry.date());
    let kind = map.required("kind", "correction, scheduled or method").and_then(|entry| entry.one_of(REVISION_KINDS));
    let because = map.required("because", "why the figure changed").and_then(|entry| entry.text());
    let kpi: KpiId = kpi?;
    let was = match (map.get("was"), catalogue.kpis.get(kpi.as_str())) {
        (Some(entry), Some(kpi)) => Some(values::measurement(entry, kpi)?),
        _ => None,
    };
    if !map.has("was") {
        map.required("was", "the figure as it was published before; `~` when there was none");
    }
    let revision = Revision { subject: Subject { kpi, part: part? }, was, on: on?, kind: kind?, because: because? };
    Some((revision, kpi_entry?))
}

fn event(entry: Entry<'_>, names: &Names) -> Option<Event> {
    let map = entry.map(&["kpi", "kpis", "by", "label", "recalculate_limits", "because"])?;
    let label = map.required("label", "what happened, in few words").and_then(|entry| entry.text());
    let scope = scope(&map, names);
    let recalculate_limits = map.flag("recalculate_limits");
    Some(Event { scope: scope?, label: label?, recalculate_limits, because: map.text("because") })
}

fn exceptional(entry: Entry<'_>, names: &Names) -> Option<Exceptional> {
    let map = entry.map(&["kpi", "kpis", "by", "why"])?;
    let why = map.required("why", "the reason, in few words").and_then(|entry| entry.text());
    let scope = scope(&map, names);
    Some(Exceptional { scope: scope?, why: why? })
}

/// Which figures something concerns: one KPI, several, or `all`, and perhaps a part.
fn scope(map: &Map<'_>, names: &Names) -> Option<Scope> {
    let part = part(map, names);
    let entry = match (map.get("kpi"), map.get("kpis")) {
        (Some(one), None) => one,
        (None, Some(several)) => several,
        (None, None) => map.required("kpi", "a KPI, a list of KPIs, or `all`")?,
        (Some(one), Some(_)) => {
            one.report_key(Problem::Contradiction { one: "kpi", other: "kpis", because: "one list is enough" });
            return None;
        }
    };
    let kpis = if entry.words().as_deref() == Some("all") {
        None
    } else {
        let items = entry.one_or_more();
        let kpis: Vec<_> = items.iter().filter_map(|item| names.kpi(*item)).collect();
        if items.is_empty() {
            entry.report_key(Problem::EmptyList { what: entry.name().into(), expected: "KPIs, or `all`".into() });
        }
        Some(kpis)
    };
    Some(Scope { kpis, part: part? })
}

/// The part under `by`: `Some(None)` for the whole, `None` when it was reported.
fn part(map: &Map<'_>, names: &Names) -> Option<Option<PartId>> {
    match map.get("by") {
        None => Some(None),
        Some(entry) => names.part(entry).map(Some),
    }
}

fn week_grid(entry: Entry<'_>) -> Option<WeekGrid> {
    let map = entry.map(&WEEKDAYS)?;
    let mut grid = WeekGrid([None; 7]);
    for (day, hours) in WEEKDAYS.into_iter().zip(&mut grid.0) {
        let Some(list) = map.get(day) else { continue };
        let items = list.items();
        if items.len() != 24 {
            if list.is_list() {
                list.report(Problem::NotADay { found: items.len() });
            }
            continue;
        }
        let mut numbers = [0.0; 24];
        for (item, number) in items.iter().zip(&mut numbers) {
            let found = item.number()?;
            if found < 0.0 {
                item.report(Problem::OutOfRange { what: day.into(), found, expected: "0 or more".into() });
            }
            *number = found;
        }
        *hours = Some(numbers);
    }
    Some(grid)
}
