//! The ground of an import: what a site knows already, read even where other files of the site are wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::snapshot_files;
use super::entry::Entry;
use super::names::Names;
use super::snapshots::{self, Catalogue};
use super::yaml::Source;
use super::{Foundation, Options, Reader, files, mapping::Mapping, shelf::Shelf};
use crate::diagnostic::{Diagnostics, Reported};
use crate::model::{Dimension, Kpi, KpiId, Period, PeriodKind, Reading, Record, Subject};

/// What a site knows already.
#[derive(Debug)]
pub struct Ground {
    /// The catalogue.
    pub kpis: Vec<Kpi>,
    /// How the organisation is broken down.
    pub dimensions: Vec<Dimension>,
    /// What the site reports by.
    pub period_kind: PeriodKind,
    /// The mappings that are understood.
    pub mappings: Vec<Mapping>,
    /// The snapshots that are there.
    pub snapshots: BTreeMap<Period, Held>,
    /// What is on record as published.
    pub records: BTreeMap<Period, Record>,
}

/// A snapshot that is there.
#[derive(Debug)]
pub struct Held {
    /// Its file, relative to the site's root.
    pub file: PathBuf,
    /// What is in it, without a byte-order mark.
    pub text: String,
    /// The figures in it.
    pub readings: BTreeMap<Subject, Reading>,
}

impl Ground {
    /// The KPI with this id.
    pub fn kpi(&self, id: &KpiId) -> Option<&Kpi> {
        self.kpis.iter().find(|kpi| kpi.id == *id)
    }
}

/// What the site at `root` knows already.
///
/// Fails when the catalogue, a dimension, a snapshot, a record or a mapping is wrong; what is said in words, by studies and
/// about people is not looked at.
pub fn ground(root: &Path, diagnostics: &Diagnostics) -> Result<Ground, Reported> {
    let files = files::find(root, diagnostics)?;
    let options = Options::default();
    let reader = Reader { root, options: &options, diagnostics, files: &files, shelf: Shelf::none(), recall: None };
    let by_period = snapshot_files(&files.snapshots, diagnostics);
    let mut names = Names {
        period_kind: by_period.keys().next().map(|period| period.kind()),
        themes: super::look::names(root, diagnostics),
        ..Names::default()
    };
    let sources = reader.foundation_sources();
    let Foundation { kpis, .. } = reader.foundation(&sources, &mut names);
    let by_id: BTreeMap<&str, &Kpi> = kpis.iter().map(|kpi| (kpi.id.as_str(), kpi)).collect();
    let records = reader.records(&by_period);
    // Figures that differ from what is on record are told by the build; here they would keep a correction out.
    let catalogue = Catalogue {
        names: &names,
        kpis: by_id.clone(),
        records: &BTreeMap::new(),
        freezing: None,
        approval_required: false,
    };
    let mut snapshots = BTreeMap::new();
    for (period, file) in &by_period {
        let Some(source) = reader.yaml(Some(file)) else { continue };
        let readings = readings(&reader, &source, *period, &catalogue);
        snapshots.insert(*period, Held { file: file.to_path_buf(), text: source.text.into_owned(), readings });
    }
    let mappings = reader.mappings(&names, &by_id);
    diagnostics.proceed()?;
    Ok(Ground {
        period_kind: names.period_kind.unwrap_or(PeriodKind::Month),
        dimensions: names.dimensions.unwrap_or_default(),
        mappings,
        snapshots,
        records,
        kpis,
    })
}

fn readings(
    reader: &Reader<'_>,
    source: &Source<'_>,
    period: Period,
    catalogue: &Catalogue<'_>,
) -> BTreeMap<Subject, Reading> {
    let document = reader.document(Some(source), "at least `values`");
    let figures = document.and_then(|document| snapshots::read(Entry::root(&document), period, catalogue));
    figures.map(|figures| figures.readings.into_iter().collect()).unwrap_or_default()
}
