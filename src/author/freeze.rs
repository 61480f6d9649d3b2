//! Records of what was published: `data/published/<period>.yaml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::replacing::replace;
use super::spelling::quoted;
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{
    EarlierEdition, KpiId, PartId, Period, PublishedTarget, PublishedValue, Record, StudyId, StudyWeights, Subject,
    Target, Terms,
};
use crate::read::{self, Freezing, RECORD_FORMAT, written};

/// What freezing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The record, relative to the site's root.
    pub file: PathBuf,
    /// How many figures are on record.
    pub figures: usize,
    /// How many are expected and not on record.
    pub expected: usize,
    /// How many editions of the period are on record.
    pub editions: usize,
    /// Whether anything was written: the record may say all of it already.
    pub is_written: bool,
}

/// Puts a period of the site at `root` on record as published.
///
/// A record that is there is brought up to date and keeps its former edition, unless it is to be made `anew`. Fails,
/// with nothing written, when anything is wrong with the site: with a period that is not final, for one.
pub fn freeze(root: &Path, period: Period, anew: bool, diagnostics: &Diagnostics) -> Result<Frozen, Reported> {
    let freezing = Freezing { period, anew };
    let options = read::Options { freezing: Some(freezing), ..read::Options::default() };
    let site = read::site(root, &options, diagnostics)?;
    diagnostics.proceed()?;
    let file = PathBuf::from(format!("data/published/{period}.yaml"));
    let Some(record) = site.record else {
        let snapshots = Location::file("data/snapshots");
        return Err(diagnostics.fatal(Problem::NoFiguresFor { period: period.to_string() }, snapshots));
    };
    let text = text(&record);
    let path = root.join(&file);
    let is_written = fs::read(&path).map_or(true, |found| found != text.as_bytes());
    if is_written {
        replace(&path, &text).map_err(|error| {
            diagnostics.fatal(Problem::RecordNotWritten { reason: error.to_string() }, Location::file(&file))
        })?;
    }
    let (figures, expected) = (record.values.len(), record.expected.len());
    Ok(Frozen { file, figures, expected, editions: record.editions().len(), is_written })
}

/// A record as it is written, with its checksum.
fn text(record: &Record) -> String {
    let said = said(record);
    let head = format!(
        "# What was published for {}, as `plaudit freeze` wrote it. Not to be edited: the checksum would not fit.\n",
        record.period
    );
    let checksum = read::checksum(&format!("{head}{said}"));
    format!("{head}checksum: {checksum}\n{said}")
}

fn said(record: &Record) -> String {
    let mut yaml = Yaml::default();
    yaml.line(0, &format!("record: {RECORD_FORMAT}"));
    yaml.line(0, &format!("period: {}", record.period));
    yaml.line(0, &format!("published: {}", record.published));
    yaml.values(0, record.values.iter().map(|(subject, value)| (subject, Some(value))));
    yaml.subjects(0, "expected", record.expected.iter());
    yaml.terms(0, &record.terms);
    yaml.weights(0, &record.weights);
    if !record.earlier.is_empty() {
        yaml.line(0, "earlier:");
    }
    for edition in &record.earlier {
        let EarlierEdition { published, values, late, terms, weights } = edition;
        yaml.line(0, &format!("- published: {published}"));
        yaml.values(1, values.iter().map(|(subject, value)| (subject, value.as_ref())));
        yaml.subjects(1, "late", late.iter());
        yaml.terms(1, terms);
        yaml.weights(1, weights);
    }
    yaml.0
}

/// YAML that is being written, line by line; `depth` is how far a line is indented.
#[derive(Default)]
struct Yaml(String);

impl Yaml {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.0, "{:indent$}{text}", "", indent = 2 * depth).expect("a text takes all");
    }

    fn values<'a>(&mut self, depth: usize, values: impl Iterator<Item = (&'a Subject, Option<&'a PublishedValue>)>) {
        let mut rows: BTreeMap<Option<&PartId>, Vec<(&KpiId, Option<&PublishedValue>)>> = BTreeMap::new();
        for (subject, value) in values {
            rows.entry(subject.part.as_ref()).or_default().push((&subject.kpi, value));
        }
        let mut is_first_part = true;
        for (part, row) in rows {
            let indent = match part {
                None => {
                    self.line(depth, "values:");
                    depth + 1
                }
                Some(part) => {
                    if std::mem::take(&mut is_first_part) {
                        self.line(depth, "by:");
                    }
                    self.line(depth + 1, &format!("{part}:"));
                    depth + 2
                }
            };
            for (kpi, value) in row {
                let value = value.map_or_else(|| "~".to_owned(), written::published);
                self.line(indent, &format!("{kpi}: {value}"));
            }
        }
    }

    fn subjects<'a>(&mut self, depth: usize, key: &str, subjects: impl Iterator<Item = &'a Subject>) {
        for (number, Subject { kpi, part }) in subjects.enumerate() {
            if number == 0 {
                self.line(depth, &format!("{key}:"));
            }
            let by = part.as_ref().map(|part| format!(", by: {part}")).unwrap_or_default();
            self.line(depth, &format!("- {{ kpi: {kpi}{by} }}"));
        }
    }

    fn terms(&mut self, depth: usize, terms: &BTreeMap<KpiId, Terms>) {
        if !terms.is_empty() {
            self.line(depth, "kpis:");
        }
        for (kpi, Terms { definition, versions, target, targets_by }) in terms {
            self.line(depth + 1, &format!("{kpi}:"));
            for (key, words) in definition {
                self.line(depth + 2, &format!("{key}: {}", quoted(words)));
            }
            if !versions.is_empty() {
                let versions: Vec<String> = versions.iter().map(Period::to_string).collect();
                self.line(depth + 2, &format!("versions: [{}]", versions.join(", ")));
            }
            if let Some(target) = target {
                self.line(depth + 2, &format!("target: {}", target_text(target)));
            }
            if !targets_by.is_empty() {
                self.line(depth + 2, "targets_by:");
            }
            for (part, target) in targets_by {
                self.line(depth + 3, &format!("{part}: {}", target_text(target)));
            }
        }
    }

    fn weights(&mut self, depth: usize, weights: &BTreeMap<StudyId, StudyWeights>) {
        if !weights.is_empty() {
            self.line(depth, "weights:");
        }
        for (study, StudyWeights { version, weights }) in weights {
            self.line(depth + 1, &format!("{study}:"));
            if let Some(version) = version {
                self.line(depth + 2, &format!("version: {}", quoted(version)));
            }
            self.line(depth + 2, "weights:");
            for (kpi, [weight, worst, best]) in weights {
                self.line(depth + 3, &format!("{kpi}: [{weight}, {worst}, {best}]"));
            }
        }
    }
}

fn target_text(target: &PublishedTarget) -> String {
    let from = target.from.map(|from| format!(", from: {from}")).unwrap_or_default();
    match target.target {
        Target::Value(value) => format!("{{ value: {value}{from} }}"),
        Target::Band(band) => format!("{{ min: {}, max: {}{from} }}", band.min, band.max),
    }
}
