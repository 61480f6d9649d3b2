//! Records of published periods: `data/published/<period>.yaml`, as `freeze` wrote them.
//!
//! Nobody edits them: a checksum tells what was changed by hand or damaged on the way.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::entry::{Entry, Map};
use super::restated::{BOUNDS, DEFINING};
use super::yaml::Source;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{
    DimensionId, EarlierEdition, KpiId, Measurement, MemberId, PartId, Period, PeriodKind, PublishedTarget,
    PublishedValue, Range, Record, StudyId, StudyWeights, Subject, Target, Terms, hex,
};

/// The format of records that is written and read.
pub const FORMAT: u64 = 1;

/// Before the checksum in the line that holds it.
const CHECKSUM: &str = "checksum: ";

const KEYS: &[&str] =
    &["checksum", "record", "period", "published", "values", "by", "expected", "kpis", "weights", "earlier"];

/// The SHA-256 of a record without the line of its checksum, however its lines end; in hexadecimal.
pub fn checksum(text: &str) -> String {
    let mut hash = Sha256::new();
    for line in text.lines().filter(|line| !line.starts_with(CHECKSUM)) {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

/// Reports a record that is not as it was written.
pub(super) fn check(source: &Source<'_>, diagnostics: &Diagnostics) -> bool {
    let text = &source.text;
    let line = text.lines().find(|line| line.starts_with(CHECKSUM));
    let found = line.map_or("", |line| line[CHECKSUM.len()..].trim());
    if found == checksum(text) {
        return true;
    }
    let at = line.map_or(0..0, |line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        start..start + line.len()
    });
    let at = if line.is_some() { Location::within(&source.file, 1, text, at) } else { Location::file(&source.file) };
    diagnostics.report(Problem::RecordDamaged { why: "its checksum does not fit" }, at);
    false
}

/// The record of `period`; `None` when it is none, which was reported.
pub(super) fn read(root: Entry<'_>, period: Period) -> Option<Record> {
    if let Some(format) = root.entries().iter().find(|entry| entry.name() == "record")
        && format.whole()? > FORMAT
    {
        format.report(Problem::RecordDamaged { why: "a newer Plaudit wrote it" });
        return None;
    }
    let map = root.map(KEYS)?;
    let inside = map.required("period", "the period it is about")?;
    let found = inside.period(None)?;
    if found != period {
        inside.report(Problem::PeriodNotInPath { inside: found.to_string(), path: period.to_string() });
        return None;
    }
    let kind = period.kind();
    let published = map.required("published", "the day of its edition")?.date()?;
    let values = values(&map)?.into_iter();
    Some(Record {
        period,
        published,
        values: values.map(|(subject, value)| Some((subject, value?))).collect::<Option<_>>()?,
        expected: subjects(&map, "expected")?,
        terms: all_terms(&map, kind)?,
        weights: all_weights(&map)?,
        earlier: map.items("earlier").into_iter().map(|entry| earlier(entry, kind)).collect::<Option<_>>()?,
    })
}

fn earlier(entry: Entry<'_>, kind: PeriodKind) -> Option<EarlierEdition> {
    let map = entry.map(&["published", "values", "by", "late", "kpis", "weights"])?;
    Some(EarlierEdition {
        published: map.required("published", "the day of this edition")?.date()?,
        values: values(&map)?,
        late: subjects(&map, "late")?,
        terms: all_terms(&map, kind)?,
        weights: all_weights(&map)?,
    })
}

/// What stands under `values` and `by`.
fn values(map: &Map<'_>) -> Option<BTreeMap<Subject, Option<PublishedValue>>> {
    let mut values = BTreeMap::new();
    let parts = map.entries("by").into_iter().map(|entry| Some((Some(part_of(entry)?), entry)));
    let rows = map.get("values").map(|entry| Some((None, entry))).into_iter().chain(parts);
    for row in rows {
        let (part, entry) = row?;
        for entry in entry.entries() {
            let kpi = KpiId::new(entry.name()).or_else(|| entry.expected("the id of a KPI"))?;
            let value = if entry.is_null() { None } else { Some(value(entry)?) };
            values.insert(Subject { kpi, part: part.clone() }, value);
        }
    }
    Some(values)
}

fn value(entry: Entry<'_>) -> Option<PublishedValue> {
    if !entry.is_map() {
        let measurement = Measurement::Value { value: entry.number()?, n: None };
        return Some(PublishedValue { measurement, estimated: false });
    }
    let keys = &["value", "n", "numerator", "denominator", "promoters", "passives", "detractors", "status"];
    let map = entry.map(keys)?;
    let number = |key| map.get(key)?.number();
    let whole = |key| map.get(key)?.whole();
    let measurement = if map.has("numerator") {
        Measurement::Ratio { numerator: number("numerator")?, denominator: whole("denominator")? }
    } else if map.has("promoters") {
        let (promoters, passives, detractors) = (whole("promoters")?, whole("passives")?, whole("detractors")?);
        Measurement::Promoters { promoters, passives, detractors }
    } else {
        Measurement::Value { value: map.required("value", "the figure")?.number()?, n: whole("n") }
    };
    Some(PublishedValue { measurement, estimated: map.has("status") })
}

/// The part that is the key of `entry`, whether the site still has it or not.
fn part_of(entry: Entry<'_>) -> Option<PartId> {
    part(entry.name()).or_else(|| entry.expected("a part such as team/billing"))
}

fn part(text: &str) -> Option<PartId> {
    let (dimension, member) = text.split_once('/')?;
    Some(PartId { dimension: DimensionId::new(dimension)?, member: MemberId::new(member)? })
}

fn subjects(map: &Map<'_>, key: &'static str) -> Option<BTreeSet<Subject>> {
    let subject = |entry: Entry<'_>| {
        let map = entry.map(&["kpi", "by"])?;
        let kpi = KpiId::new(&map.text("kpi")?)?;
        let part = match map.get("by") {
            Some(entry) => Some(part(&entry.text()?)?),
            None => None,
        };
        Some(Subject { kpi, part })
    };
    map.items(key).into_iter().map(subject).collect()
}

fn all_terms(map: &Map<'_>, kind: PeriodKind) -> Option<BTreeMap<KpiId, Terms>> {
    let one = |entry: Entry<'_>| Some((KpiId::new(entry.name())?, terms(entry, kind)?));
    map.entries("kpis").into_iter().map(one).collect()
}

fn terms(entry: Entry<'_>, kind: PeriodKind) -> Option<Terms> {
    let keys: Vec<&'static str> = DEFINING.iter().copied().chain(["versions", "target", "targets_by"]).collect();
    let map = entry.map(&keys)?;
    let said = DEFINING.iter().filter_map(|key| Some((*key, map.get(key)?.words()?.into_owned())));
    let by = map.entries("targets_by").into_iter().map(|entry| Some((part_of(entry)?, target(entry, kind)?)));
    Some(Terms {
        definition: said.collect(),
        versions: map.items("versions").iter().map(|entry| entry.period(Some(kind))).collect::<Option<_>>()?,
        target: match map.get("target") {
            Some(entry) => Some(target(entry, kind)?),
            None => None,
        },
        targets_by: by.collect::<Option<_>>()?,
    })
}

fn target(entry: Entry<'_>, kind: PeriodKind) -> Option<PublishedTarget> {
    let map = entry.map(&["value", BOUNDS[0], BOUNDS[1], "from"])?;
    let number = |key| map.required(key, "a number")?.number();
    let target = match map.has("value") {
        true => Target::Value(number("value")?),
        false => Target::Band(Range { min: number(BOUNDS[0])?, max: number(BOUNDS[1])? }),
    };
    let from = match map.get("from") {
        Some(entry) => Some(entry.period(Some(kind))?),
        None => None,
    };
    Some(PublishedTarget { target, from })
}

fn all_weights(map: &Map<'_>) -> Option<BTreeMap<StudyId, StudyWeights>> {
    let one = |entry: Entry<'_>| {
        let map = entry.map(&["version", "weights"])?;
        let weight = |entry: Entry<'_>| {
            let numbers: Vec<f64> = entry.items().iter().map(Entry::number).collect::<Option<_>>()?;
            Some((KpiId::new(entry.name())?, <[f64; 3]>::try_from(numbers).ok()?))
        };
        let weights = map.entries("weights").into_iter().map(weight).collect::<Option<_>>()?;
        Some((StudyId::new(entry.name())?, StudyWeights { version: map.text("version"), weights }))
    };
    map.entries("weights").into_iter().map(one).collect()
}
