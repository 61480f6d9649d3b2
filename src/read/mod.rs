//! Files → model. Reads on after a problem, so that one run names them all.
//!
//! YAML becomes an ordered, located tree (`yaml`), through which `entry` walks; one file per kind of input file
//! makes the model of it, checking every name against those that are declared (`names`).

mod actions;
pub mod amended;
mod brand;
mod check;
mod dimensions;
mod doubts;
mod drawer;
mod drawing;
mod entry;
mod figures;
mod files;
mod front_matter;
mod ground;
mod kpis;
mod look;
mod malformed;
mod mapped;
mod mapped_days;
pub mod mapping;
mod names;
mod newsletters;
mod parts;
mod picture;
mod places;
mod published;
mod recall;
mod recognition;
mod restated;
mod settings;
mod shelf;
mod snapshots;
mod stamp;
mod stories;
mod studies;
mod targets;
mod tree;
mod values;
mod writing;
pub mod written;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{
    Commentary, Kpi, KpiId, Later, Look, Organisation, Period, Record, Series, Settings, Study, Subject,
};
use check::{note_missing_periods, report_circles, snapshot_files, wrongly_continued};
pub use drawer::Lost;
use entry::Entry;
pub use entry::kind_name as period_kind_name;
use figures::FigureLookup;
use files::Files;
pub use ground::{Ground, Held, ground};
pub use mapped_days::{DayFormat, Moment};
use mapping::Mapping;
use names::Names;
pub use picture::{picture, pictures};
pub use published::{FORMAT as RECORD_FORMAT, checksum};
pub use recall::Recall;
use recall::Recalling;
use shelf::Shelf;
use snapshots::{Catalogue, Figures};
use stamp::DiskTime;
use stories::Register;
pub use values::broken_bound;
use writing::{Desk, Writing};
use yaml::{Document, Source};

/// What to read, where that is not everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Leaves out later snapshots, and words about them.
    pub period: Option<Period>,
    /// Reads drafts, and pages whose day has not come, too.
    pub drafts: bool,
    /// Refuses consents that have expired by this day, even if they held when the figures were published.
    pub today: Option<Date>,
    /// Gathers what is to be put on record.
    pub freezing: Option<Freezing>,
}

/// A period that is to be put on record as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freezing {
    /// The period.
    pub period: Period,
    /// Whether a record that is there already is forgotten.
    pub anew: bool,
}

/// Whether what was read last time is taken for what did not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Memory {
    /// Everything is read anew, and nothing is kept.
    #[default]
    Off,
    /// What was kept is used.
    Used,
    /// What was kept is used, and what is read is kept for next time, in `.plaudit/`.
    Kept,
}

/// A site: what is known about an organisation, and how its pages look.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// What is known.
    pub organisation: Organisation,
    /// How pages look.
    pub look: Look,
    /// The files beside the words in `content/`, such as pictures: paths relative to the root, sorted.
    ///
    /// They exist, are files and lie in the site; only what a published page shows may be published.
    pub attachments: Vec<PathBuf>,
    /// The settings and every file in `data/` and `content/`, read or not: paths relative to the root, sorted.
    pub inputs: Vec<PathBuf>,
    /// What is to be put on record, if that was asked for, with the editions that are there already.
    pub record: Option<Record>,
    /// Changes with everything that the organisation was read from, but words about periods; `None` where nobody recalls what
    /// was read before.
    pub read_from: Option<[u8; 16]>,
    /// Says so when words that were put aside cannot be had again: what is made without them must not be published.
    pub lost: Lost,
}

/// Reads the site at `root`, reporting every problem.
///
/// A file that is wrong is left out, so whoever needs the whole site asks [`Diagnostics::proceed`]. Fails when what is
/// left is nothing to go on with: without settings, a catalogue, dimensions that can be read, or any figures.
pub fn site(root: &Path, options: &Options, diagnostics: &Diagnostics) -> Result<Site, Reported> {
    inputs(root, Memory::Off, diagnostics)?.site(options, None, diagnostics)
}

/// The inputs of the site at `root`: found, not yet read.
pub fn inputs<'r>(root: &'r Path, memory: Memory, diagnostics: &Diagnostics) -> Result<Inputs<'r>, Reported> {
    // Whatever is changed later than this may not show in how it stands.
    let time = (memory == Memory::Kept).then(|| shelf::disk_time(root)).flatten();
    Ok(Inputs { root, memory, time, files: files::find(root, diagnostics)? })
}

/// The input files of a site.
pub struct Inputs<'r> {
    root: &'r Path,
    memory: Memory,
    time: Option<DiskTime>,
    files: Files,
}

impl Inputs<'_> {
    /// Changes when a file changes, comes or goes, told by sizes and times and not by what is in them; and with the
    /// program, and what it is `asked` for.
    ///
    /// `None` where a file is so new that it may change again without its time telling, and unless memory is kept.
    pub fn fingerprint(&self, asked: &impl Debug) -> Option<[u8; 16]> {
        files::fingerprint(self.root, &self.files, self.time?, &format!("{} {asked:?}", env!("PLAUDIT_BUILD")))
    }

    /// The site, as [`site`] reads it.
    ///
    /// What is known of it from before is taken from `recall`, and what is not is kept there.
    pub fn site(
        &self,
        options: &Options,
        recall: Option<&Recall>,
        diagnostics: &Diagnostics,
    ) -> Result<Site, Reported> {
        let Self { root, memory, time, files } = self;
        let recall =
            recall.zip(*time).and_then(|(recall, time)| Recalling::new(recall, time, files, options, diagnostics));
        let lost = recall.as_ref().map(Recalling::lost).unwrap_or_default();
        let spared = recall.as_ref().map(|recall| recall.spared(files)).unwrap_or_default();
        let shelf = match memory {
            Memory::Off => Shelf::none(),
            Memory::Used | Memory::Kept => Shelf::of(root, &files.stamps, *time, &spared, lost),
        };
        let reader = Reader { root, options, diagnostics, files, shelf, recall };
        let site = reader.site();
        if let Some(recall) = reader.recall {
            recall.note(reader.shelf.current());
        }
        reader.shelf.close();
        site
    }
}

/// What is in a file beside the words, such as a picture; `file` is one of [`Site::attachments`].
pub fn attachment(root: &Path, file: &str, diagnostics: &Diagnostics) -> Result<Vec<u8>, Reported> {
    std::fs::read(root.join(file))
        .map_err(|error| diagnostics.fatal(Problem::Unreadable { reason: error.to_string() }, Location::file(file)))
}

/// One reading of a site.
struct Reader<'r> {
    root: &'r Path,
    options: &'r Options,
    diagnostics: &'r Diagnostics,
    files: &'r Files,
    shelf: Shelf<'r>,
    recall: Option<Recalling<'r>>,
}

/// What the single files in `data/` are expected to hold when they are empty.
const KPIS: &str = "a map from id to KPI";
const SETTINGS: &str = "at least `title` and `organisation`";

/// What everything else of a site names.
struct Foundation<'s> {
    settings: Option<Settings>,
    kpis: Vec<Kpi>,
    /// The document of the catalogue.
    catalogue: Option<Document<'s>>,
}

impl Reader<'_> {
    /// The files of the settings and of the catalogue.
    fn foundation_sources(&self) -> [Option<Source<'_>>; 2] {
        [Some(Path::new(files::SETTINGS)), self.files.kpis.as_deref()].map(|file| self.yaml(file))
    }

    /// The settings, the catalogue and the dimensions, their names noted down in `names`.
    fn foundation<'s>(&'s self, [settings, kpis]: &'s [Option<Source<'_>>; 2], names: &mut Names) -> Foundation<'s> {
        let settings = self.document(settings.as_ref(), SETTINGS);
        let catalogue = self.document(kpis.as_ref(), KPIS);
        if self.files.kpis.is_none() {
            self.diagnostics.report(Problem::MissingFile { holds: KPIS }, Location::file("data/kpis.yaml"));
        }
        names.kpis = catalogue.as_ref().map(|document| kpis::ids(Entry::root(document)));
        let settings = settings.and_then(|document| settings::read(Entry::root(&document), names));
        names.audiences = settings.as_ref().map(|settings| settings.audiences.clone());
        let disclosure = settings.as_ref().map(|settings| settings.disclosure).unwrap_or_default();
        let individuals = settings.as_ref().is_none_or(|settings| settings.individuals_allowed);
        names.dimensions = self.optional(self.files.dimensions.as_deref(), "a map from id to dimension", |root| {
            dimensions::read(root, names, disclosure, individuals)
        });
        let kpis = catalogue.as_ref().map(|document| kpis::read(Entry::root(document), names, disclosure));
        Foundation { settings, kpis: kpis.unwrap_or_default(), catalogue }
    }

    fn site(&self) -> Result<Site, Reported> {
        let files = self.files;
        let mut by_period = snapshot_files(&files.snapshots, self.diagnostics);
        let mut names = Names {
            period_kind: by_period.keys().next().map(|period| period.kind()),
            themes: look::names(self.root, self.diagnostics),
            ..Names::default()
        };
        self.leave_out_later(&mut by_period);

        let sources = self.foundation_sources();
        let Foundation { settings, kpis, catalogue: kpis_document } = self.foundation(&sources, &mut names);
        names.studies = self.study_ids();
        let (awards, values) =
            self.optional(files.awards.as_deref(), "`awards` and `values`", recognition::awards).unzip();
        names.awards = awards.as_ref().map(|awards| awards.iter().map(|award| award.id.clone()).collect());
        names.values = values.as_ref().map(|values| values.iter().map(|value| value.id.clone()).collect());
        let by_id: BTreeMap<&str, &Kpi> = kpis.iter().map(|kpi| (kpi.id.as_str(), kpi)).collect();

        self.mappings(&names, &by_id);
        let records = self.records(&by_period);
        if let Some(document) = &kpis_document {
            restated::report_terms(Entry::root(document), &by_id, &records);
        }
        let freezing = self.options.freezing;
        let approval_required = settings.as_ref().is_some_and(|settings| settings.approval_required);
        let catalogue =
            Catalogue { names: &names, kpis: by_id.clone(), records: &records, freezing, approval_required };
        let figures = || self.figures(&by_period, &catalogue);
        let (snapshots, series, expected) = match &self.recall {
            Some(recall) => recall.figures(files.snapshots.iter().any(|file| self.shelf.awaits(file)), figures),
            None => figures(),
        };
        if let Some(doubts) = doubts::doubts(&snapshots, &series, &by_id) {
            let file = by_period.get(&doubts.period()).copied();
            self.optional(file, "at least `values`", |root| doubts.report(root));
        }
        let now = snapshots.iter().map(|snapshot| snapshot.published).max();
        let mut later = Later { until: self.options.period, ..Later::default() };
        let mut studies = self.studies(&names, &by_id, &records);
        let left_out: Vec<_> = studies.extract_if(.., |study| later.has_day(study.fieldwork.to)).collect();
        later.addresses.extend(left_out.iter().map(|study| format!("benchmarks/{}", study.id)));
        let consents = self.optional(files.consents.as_deref(), "a list of consents", recognition::consents);
        let actions = self.optional(files.actions.as_deref(), "a list of actions", |root| actions::read(root, &names));
        let mut actions = actions.unwrap_or_default();
        actions.retain(|action| action.from.is_none_or(|from| !later.has_period(from)));
        for action in &mut actions {
            action.study.take_if(|id| later.has_address(&format!("benchmarks/{id}")));
        }
        let calendar = self.optional(files.calendar.as_deref(), "a list of days", actions::calendar);

        let periods: Vec<Period> = by_period.keys().copied().collect();
        let desk = Desk {
            names: &names,
            parts: names.parts().collect(),
            diagnostics: self.diagnostics,
            periods: &periods,
            later: Mutex::new(later),
            now,
            drafts: self.options.drafts,
        };
        let register = Register {
            consents: consents.as_deref(),
            today: self.options.today,
            figures: &FigureLookup { kpis: &by_id, series: &series, periods: &periods },
            attachments: &files.attachments,
        };
        let writing = self.writing(&desk, &register, &studies);
        let later = desk.later.into_inner().expect("nobody panics while noting something down");
        for (id, body) in writing.study_notes {
            if let Some(study) = studies.iter_mut().find(|study| study.id == id) {
                study.body = Some(body);
            }
        }
        let theme = settings.as_ref().map_or(settings::DEFAULT_THEME, |settings| &settings.theme);
        let look = look::read(self.root, theme, self.diagnostics);
        let (Some(mut settings), Some(dimensions), false) = (settings, names.dimensions, snapshots.is_empty()) else {
            self.diagnostics.proceed()?;
            unreachable!("what is missing was reported");
        };
        let record = freezing.and_then(|freezing| {
            let snapshot = snapshots.iter().find(|snapshot| snapshot.period == freezing.period)?;
            let present = restated::Published { snapshot, series: &series, expected, studies: &studies };
            let record = present.record(Entry::root(kpis_document.as_ref()?), &by_id);
            Some(match records.get(&freezing.period).filter(|_| !freezing.anew) {
                Some(former) => record.after(former.clone()),
                None => record,
            })
        });
        // What is wrong was reported and is not here, so nothing may name it.
        let is_there = |id: &KpiId| by_id.contains_key(id.as_str());
        settings.headline.retain(is_there);
        actions.retain(|action| is_there(&action.kpi));
        for action in &mut actions {
            action.study.take_if(|id| !studies.iter().any(|study| study.id == *id));
        }
        Ok(Site {
            organisation: Organisation {
                settings,
                dimensions,
                kpis,
                snapshots,
                series,
                studies,
                awards: awards.unwrap_or_default(),
                values: values.unwrap_or_default(),
                stories: writing.stories,
                consents: consents.unwrap_or_default(),
                actions,
                calendar: calendar.unwrap_or_default(),
                newsletters: writing.newsletters,
                home: writing.home,
                commentaries: writing.commentaries,
                kpi_notes: writing.kpi_notes,
                pages: writing.pages,
                later,
            },
            look,
            attachments: self.files.attachments.clone(),
            inputs: self.files.stamps.keys().map(PathBuf::from).collect(),
            record,
            read_from: self.recall.as_ref().map(Recalling::against),
            lost: self.shelf.lost().clone(),
        })
    }

    /// What is on record as published of the periods that are read; a period that is on record and has no figures is
    /// reported.
    fn records(&self, by_period: &BTreeMap<Period, &Path>) -> BTreeMap<Period, Record> {
        let until = self.options.period;
        let anew = self.options.freezing.filter(|freezing| freezing.anew).map(|freezing| freezing.period);
        let read = |file: &PathBuf| -> Option<(Period, Record)> {
            let Ok(period) = files::stem(file).to_uppercase().parse::<Period>() else {
                let found = entry::shortened(files::stem(file));
                self.diagnostics.report(Problem::NotAPeriod { found }, Location::file(file));
                return None;
            };
            if anew == Some(period) || until.is_some_and(|until| until.kind() == period.kind() && until < period) {
                return None;
            }
            let source = self.yaml(Some(file))?;
            if !published::check(&source, self.diagnostics) {
                return None;
            }
            let document = self.document(Some(&source), "what was published")?;
            let record = published::read(Entry::root(&document), period)?;
            if !by_period.contains_key(&period) {
                let problem = Problem::PublishedPeriodGone { period: period.to_string() };
                self.diagnostics.report(problem, Location::file(file));
            }
            Some((period, record))
        };
        self.files.records.par_iter().filter_map(read).collect()
    }

    /// How exports become figures.
    fn mappings(&self, names: &Names, kpis: &BTreeMap<&str, &Kpi>) -> Vec<Mapping> {
        let read = |file: &PathBuf| {
            let expected = "`rows`, `period` and `kpis`";
            self.optional(Some(file), expected, |root| {
                mapping::read(root, file.clone(), files::stem(file), names, kpis)
            })
        };
        self.files.mappings.iter().filter_map(|file| read(file).flatten()).collect()
    }

    /// Takes out what is later than the period that was asked for, and says so when nothing is left.
    fn leave_out_later(&self, by_period: &mut BTreeMap<Period, &Path>) {
        let until = self.options.period;
        if let (Some(until), Some(first)) = (until, by_period.keys().next())
            && until.kind() != first.kind()
        {
            let (found, site) = (entry::kind_name(until.kind()), entry::kind_name(first.kind()));
            self.diagnostics.report(Problem::PeriodOfOtherKind { found, site }, Location::file(check::SNAPSHOTS));
        }
        by_period.retain(|period, _| until.is_none_or(|until| *period <= until));
        if by_period.is_empty() {
            self.diagnostics.report(Problem::NoSnapshots {}, Location::file(check::SNAPSHOTS));
        }
        note_missing_periods(&by_period.keys().copied().collect::<Vec<_>>(), self.diagnostics);
    }

    /// All snapshots, oldest first, the figures in them by subject, and those that are expected in the period that is to
    /// be put on record.
    fn figures(&self, by_period: &BTreeMap<Period, &Path>, catalogue: &Catalogue<'_>) -> recall::Figures {
        let files: Vec<_> = by_period.iter().collect();
        let read = |(period, file): &(&Period, &&Path)| -> Option<Figures> {
            let source = self.yaml(Some(**file))?;
            let document = self.document(Some(&source), "at least `values`")?;
            snapshots::read(Entry::root(&document), **period, catalogue)
        };
        let figures: Vec<Option<Figures>> = files.par_iter().map(read).collect();
        let mut snapshots = Vec::new();
        let mut readings: Vec<(Subject, Vec<_>)> = Vec::new();
        let mut places: BTreeMap<Subject, usize> = BTreeMap::new();
        let mut expected = BTreeSet::new();
        for Figures { snapshot, readings: found, expected: late } in figures.into_iter().flatten() {
            if catalogue.freezing.is_some_and(|freezing| freezing.period == snapshot.period) {
                expected = late;
            }
            let mut next = 0;
            for (subject, reading) in found {
                // Snapshots are most often alike, so what came next in another one is tried first.
                let is_next = readings.get(next).is_some_and(|(known, _)| *known == subject);
                let place = if is_next { next } else { *places.entry(subject.clone()).or_insert(readings.len()) };
                if place == readings.len() {
                    // Most are in all snapshots from their first one on.
                    readings.push((subject, Vec::with_capacity(by_period.len() - snapshots.len())));
                }
                readings[place].1.push((snapshot.period, reading));
                next = place + 1;
            }
            snapshots.push(snapshot);
        }
        let series = readings.into_iter().filter_map(|(subject, readings)| Some((subject, Series::new(readings)?)));
        (snapshots, series.collect(), expected)
    }

    /// All words, each kind in its order.
    fn writing(&self, desk: &Desk<'_>, register: &Register<'_>, studies: &[Study]) -> Writing {
        let files = &self.files;
        let home: Vec<PathBuf> = files.home.iter().cloned().collect();
        let mut writing = Writing {
            stories: self.pages(&files.stories, |source| stories::read(source, desk, register)),
            commentaries: self.commentaries(desk),
            kpi_notes: self.pages(&files.kpi_notes, |source| writing::kpi_note(source, desk)),
            study_notes: self.pages(&files.study_notes, |source| writing::study_note(source, desk, studies)),
            home: self.pages(&home, |source| writing::free_page(source, desk)).pop(),
            pages: self.pages(&files.pages, |source| writing::free_page(source, desk)),
            newsletters: Vec::new(),
        };
        let stories = &writing.stories;
        let newsletters = self.pages(&files.newsletters, |source| newsletters::read(source, desk, stories, register));
        writing.newsletters = newsletters;
        writing.stories.sort_by(|one, other| other.date.cmp(&one.date).then_with(|| one.slug.cmp(&other.slug)));
        writing.commentaries.sort_by(|one, other| (one.period, &one.part).cmp(&(other.period, &other.part)));
        writing.kpi_notes.sort_by(|one, other| one.kpi.cmp(&other.kpi));
        writing.pages.sort_by(|one, other| one.path.cmp(&other.path));
        writing.newsletters.sort_by_key(|issue| issue.period);
        writing.report_collisions(self.diagnostics);
        writing
    }

    /// The words about periods, of which there are most.
    fn commentaries(&self, desk: &Desk<'_>) -> Vec<Commentary> {
        let read = |file: &PathBuf| self.page(file, &|source| writing::commentary(source, desk));
        let recalled = |(index, file): (usize, &PathBuf)| match &self.recall {
            Some(recall) => recall.words(index, self.shelf.awaits(file), || read(file)),
            None => read(file),
        };
        self.files.scorecards.par_iter().enumerate().filter_map(recalled).collect()
    }

    fn study_ids(&self) -> Vec<crate::model::StudyId> {
        let mut ids = Vec::new();
        let mut seen: BTreeMap<String, &Path> = BTreeMap::new();
        for file in &self.files.studies {
            let at = || Location::file(file);
            match studies::id_of(files::stem(file)) {
                Err(problem) => self.diagnostics.report(problem, at()),
                Ok(id) => {
                    if let Some(first) = seen.insert(id.as_str().to_lowercase(), file) {
                        self.diagnostics.report(Problem::SecondFile { first: files::parts_of(first) }, at());
                    }
                    ids.push(id);
                }
            }
        }
        ids
    }

    fn studies(&self, names: &Names, kpis: &BTreeMap<&str, &Kpi>, records: &BTreeMap<Period, Record>) -> Vec<Study> {
        restated::report_studies_gone(&names.studies, records, self.diagnostics);
        let mut studies = Vec::new();
        for file in &self.files.studies {
            let Ok(id) = studies::id_of(files::stem(file)) else { continue };
            let read = |root: Entry<'_>| {
                let study = studies::read(root, id, names, kpis);
                study.iter().for_each(|study| restated::report_weights(root, study, records));
                study
            };
            studies.extend(self.optional(Some(file), "a study: `title`, `kind`, `results` …", read).flatten());
        }
        studies.sort_by(|one, other| (one.fieldwork.to, &one.id).cmp(&(other.fieldwork.to, &other.id)));
        let file_of = |study: &Study| {
            let file = self.files.studies.iter().find(|file| files::stem(file) == study.id.as_str());
            file.cloned().unwrap_or_default()
        };
        report_circles(&studies, self.diagnostics, file_of);
        for (study, problem) in wrongly_continued(&studies) {
            self.optional(Some(&file_of(study)), "a study", |root| studies::report_continued(root, problem));
        }
        studies
    }

    /// Reads Markdown files in parallel, in the order of `files`.
    fn pages<T: Send>(&self, files: &[PathBuf], read: impl Fn(&Source<'_>) -> Option<T> + Sync) -> Vec<T> {
        files.par_iter().filter_map(|file| self.page(file, &read)).collect()
    }

    fn page<T>(&self, file: &Path, read: &impl Fn(&Source<'_>) -> Option<T>) -> Option<T> {
        let new = || Some(front_matter::apart(files::markdown(self.root, file, self.diagnostics)?, &self.shelf));
        let source = self.shelf.take(file).filter(|source| source.words.is_some()).or_else(new)?;
        match source.words.as_ref().filter(|words| words.signs().has_remark) {
            Some(words) => self.diagnostics.allow(file, &(source.text.to_string() + &words.read(file))),
            None => self.diagnostics.allow(file, &source.text),
        }
        let made = read(&source);
        self.shelf.keep(&source);
        made
    }

    /// What `read` makes of a file: the empty value when there is no such file, `None` when it cannot be read.
    fn optional<T: Default>(
        &self,
        file: Option<&Path>,
        expected: &'static str,
        read: impl FnOnce(Entry<'_>) -> T,
    ) -> Option<T> {
        let Some(file) = file else { return Some(T::default()) };
        let source = self.yaml(Some(file));
        let document = self.document(source.as_ref(), expected)?;
        Some(read(Entry::root(&document)))
    }

    fn yaml(&self, file: Option<&Path>) -> Option<Source<'_>> {
        let file = file?;
        let source = self.shelf.take(file).or_else(|| files::yaml(self.root, file, self.diagnostics))?;
        self.diagnostics.allow(file, &source.text);
        Some(source)
    }

    /// The document in `source`; `expected` says what should be there when nothing is.
    fn document<'s>(&'s self, source: Option<&'s Source<'_>>, expected: &'static str) -> Option<Document<'s>> {
        let source = source?;
        let document = Document::read(source, 0..source.text.len(), self.diagnostics).ok()?;
        self.shelf.keep(source);
        if Entry::root(&document).is_null() {
            self.diagnostics.report(Problem::EmptyFile { expected }, Location::file(&source.file));
            return None;
        }
        Some(document)
    }
}
