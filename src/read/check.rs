//! What only shows across files: which periods there are, and studies that continue each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::entry::{kind_name, shortened};
use super::files::{parts_of, stem};
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Period, PeriodKind, Study, StudyId};

/// The folder that holds the figures.
pub(super) const SNAPSHOTS: &str = "data/snapshots";

/// The snapshot files that can be read, by period: one for each, all of one kind.
pub(super) fn snapshot_files<'f>(files: &'f [PathBuf], diagnostics: &Diagnostics) -> BTreeMap<Period, &'f Path> {
    let mut named = Vec::new();
    for file in files {
        // Not all file systems keep small and capital letters apart.
        match stem(file).to_uppercase().parse::<Period>() {
            Ok(period) => named.push((period, file.as_path())),
            Err(_) => {
                diagnostics.report(Problem::NotAPeriod { found: shortened(stem(file)) }, Location::file(file));
            }
        }
    }
    let Some((kind, first)) = usual_kind(&named) else { return BTreeMap::new() };
    let mut by_period = BTreeMap::new();
    for (period, file) in named {
        if period.kind() != kind {
            let (found, site) = (kind_name(period.kind()), kind_name(kind));
            let problem = Problem::MixedPeriods { found, site, first: parts_of(first) };
            diagnostics.report(problem, Location::file(file));
        } else if let Some(first) = by_period.get(&period).copied() {
            let problem = Problem::SecondSnapshot { period: period.to_string(), first: parts_of(first) };
            diagnostics.report(problem, Location::file(file));
        } else {
            by_period.insert(period, file);
        }
    }
    by_period
}

/// The kind of most periods, with the first file of that kind.
fn usual_kind<'f>(named: &[(Period, &'f Path)]) -> Option<(PeriodKind, &'f Path)> {
    let count = |kind| named.iter().filter(|(period, _)| period.kind() == kind).count();
    let kinds = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Week];
    let kind = kinds.into_iter().rev().max_by_key(|kind| count(*kind))?;
    let (_, first) = named.iter().find(|(period, _)| period.kind() == kind)?;
    Some((kind, first))
}

/// Notes periods without a snapshot between two that have one.
pub(super) fn note_missing_periods(periods: &[Period], diagnostics: &Diagnostics) {
    let between = periods.windows(2).flat_map(|pair| pair[0].next().to(pair[1].previous()));
    let missing: Vec<_> = between.map(|period| period.to_string()).collect();
    if !missing.is_empty() {
        diagnostics.report(Problem::MissingPeriods { missing }, Location::file(SNAPSHOTS));
    }
}

/// Reports studies that continue each other in a circle, each circle once.
pub(super) fn report_circles(studies: &[Study], diagnostics: &Diagnostics, file_of: impl Fn(&Study) -> PathBuf) {
    for start in studies {
        let Some(circle) = circle(studies, start) else { continue };
        if circle.iter().all(|id| **id >= start.id) {
            let circle = circle.iter().map(ToString::to_string).collect();
            diagnostics.report(Problem::ContinuesCircle { circle }, Location::file(file_of(start)));
        }
    }
}

/// The way from a study through those that each continues back to itself; `None` when it does not lead there.
fn circle<'s>(studies: &'s [Study], start: &'s Study) -> Option<Vec<&'s StudyId>> {
    let mut circle = vec![&start.id];
    while let Some(next) =
        circle.last().and_then(|id| studies.iter().find(|study| study.id == **id)?.continues.as_ref())
    {
        circle.push(next);
        if next == &start.id || circle.len() > studies.len() {
            break;
        }
    }
    (circle.len() > 2 && circle.last() == Some(&&start.id)).then_some(circle)
}

/// The studies that cannot continue what they name: a later study, or one of another kind.
pub(super) fn wrongly_continued(studies: &[Study]) -> impl Iterator<Item = (&Study, Problem)> {
    studies.iter().filter_map(|study| {
        let earlier = studies.iter().find(|other| Some(&other.id) == study.continues.as_ref())?;
        if earlier.id == study.id || circle(studies, study).is_some() {
            return None;
        }
        let problem = if earlier.fieldwork.to > study.fieldwork.to {
            Problem::ContinuesLater {
                study: earlier.id.to_string(),
                ended: study.fieldwork.to.to_string(),
                later: earlier.fieldwork.to.to_string(),
            }
        } else if std::mem::discriminant(&earlier.kind) != std::mem::discriminant(&study.kind) {
            Problem::ContinuesOtherKind { study: earlier.id.to_string() }
        } else {
            return None;
        };
        Some((study, problem))
    })
}
