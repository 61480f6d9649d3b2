//! Packages: what is sealed of a period or of a study, so that it can be opened, read, checked and cited for itself.
//!
//! ```text
//! site/                      the pages, which work from a disk; a page that is not in it says so
//! tables/*.csv               the figures
//! datapackage.json           what the columns of the tables mean (Frictionless Data Package)
//! ro-crate-metadata.json     who made what from what (RO-Crate, schema.org)
//! source/                    the inputs, as far as these readers may have them
//! VALIDATION.txt             what was checked
//! ```

mod citation;
mod data_package;
mod links;
pub(super) use links::target;
mod ro_crate;
mod tables;
mod validation;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::analyse::Findings;
use crate::diagnostic::{Problem, nearest};
use crate::model::{AudienceId, BaseUrl, Look, Organisation, Period, Story, Study, StudyId};
use crate::words;

use super::outline::{Outline, Page, told_in};
use super::route::Route;
use tables::Table;

/// What a package is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageOf {
    /// The scorecards of a period, with the pages of its KPIs as of then.
    Period(Period),
    /// A study, with the pages of the KPIs it compares.
    Study(StudyId),
}

impl PackageOf {
    /// What `text` names: a period, or a study by its id.
    pub fn named(text: &str) -> Result<Self, Problem> {
        let unknown = || Problem::UnknownStudy { id: text.to_owned(), nearest: None };
        match text.to_uppercase().parse() {
            Ok(period) => Ok(Self::Period(period)),
            Err(_) => StudyId::new(text).map(Self::Study).ok_or_else(unknown),
        }
    }

    /// The last period that is read for it, if that is not all.
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Period(period) => Some(*period),
            Self::Study(_) => None,
        }
    }

    /// What `facts` lack for it.
    pub fn missing(&self, facts: &Organisation) -> Option<Problem> {
        match self {
            Self::Period(period) if facts.snapshot(*period).is_none() => {
                Some(Problem::NoFiguresFor { period: period.to_string() })
            }
            Self::Study(id) if facts.study(id).is_none() => {
                let nearest = nearest(id.as_str(), facts.studies.iter().map(|study| study.id.as_str()));
                Some(Problem::UnknownStudy { id: id.to_string(), nearest })
            }
            Self::Period(_) | Self::Study(_) => None,
        }
    }

    /// Takes out of `facts` what cannot be in the package: stories of other times, free pages, and the address, which it
    /// gives back. Words that point there stay, without the link.
    pub fn narrow(&self, facts: &mut Organisation) -> Option<BaseUrl> {
        let told = |story: &Story| self.period().is_some_and(|period| told_in(period)(&story));
        facts.leave_out_stories(|story| told(story));
        let pages = std::mem::take(&mut facts.pages);
        let latest = facts.latest().period;
        let later = &mut facts.later;
        later.until.get_or_insert(latest);
        for page in pages {
            later.files.insert(page.body.file.to_string_lossy().replace('\\', "/"));
            later.addresses.extend(page.heading.aliases.into_iter().chain([page.path]));
        }
        facts.settings.base_url.take()
    }

    /// Whether words in `file`, a path below the site's root, can be about it: those about other periods are not.
    pub fn concerns(&self, file: &Path) -> bool {
        let names: Vec<&str> = file.iter().filter_map(|name| name.to_str()).collect();
        match names.as_slice() {
            ["content", "scorecards", name, ..] => {
                let name = name.split('.').next().unwrap_or_default().to_uppercase();
                name.parse().ok() == self.period()
            }
            _ => true,
        }
    }

    /// The name of the package: the period or the id of the study, and the audience.
    pub fn name(&self, audience: Option<&str>) -> String {
        let name = match self {
            Self::Period(period) => period.to_string().to_lowercase(),
            Self::Study(id) => id.as_str().to_lowercase(),
        };
        audience.map_or(name.clone(), |audience| format!("{name}-{audience}"))
    }

    fn study<'f>(&self, facts: &'f Organisation) -> Option<&'f Study> {
        match self {
            Self::Period(_) => None,
            Self::Study(id) => facts.study(id),
        }
    }
}

/// What a package is made from.
#[derive(Clone, Copy)]
pub struct Packing<'a> {
    /// What it is about.
    pub of: &'a PackageOf,
    /// What is found in the edition.
    pub findings: &'a Findings<'a>,
    /// Every page there is.
    pub outline: &'a Outline,
    /// How pages look.
    pub look: &'a Look,
    /// Where the site is, if that is known.
    pub address: Option<&'a BaseUrl>,
    /// Whether people who are praised are named.
    pub with_names: bool,
}

/// A package without its inputs and its seal.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// The files below `data/`.
    pub payload: BTreeMap<String, Vec<u8>>,
    /// What `bag-info.txt` says.
    pub info: Vec<(&'static str, String)>,
    /// What `README.txt` says.
    pub readme: String,
}

/// What of the inputs went into a package.
#[derive(Clone, Debug, Default)]
pub struct PackedInputs {
    /// The files by their path from the site's root on.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many were left out, because they hold more than the readers may know.
    pub left_out: usize,
}

impl<'a> Packing<'a> {
    /// The pages and files of the site that are in the package, and the pages that only say that they are not: those that
    /// others in it link to.
    ///
    /// `make` makes a page or file; the second one is for pages that are not in it.
    pub fn pages<E>(
        &self,
        make: impl Fn(&'a Page) -> Result<Vec<u8>, E>,
        make_absent: impl Fn(&'a Page) -> Result<Vec<u8>, E>,
    ) -> Result<BTreeMap<String, Vec<u8>>, E> {
        let mut files = BTreeMap::new();
        let mut open: Vec<&Page> = self.outline.pages.iter().filter(|page| self.holds(&page.route)).collect();
        let mut seen: BTreeSet<&str> = open.iter().map(|page| page.path.as_str()).collect();
        while let Some(page) = open.pop() {
            let is_absent = page.route.is_page() && !self.holds(&page.route);
            let made = if is_absent { make_absent(page)? } else { make(page)? };
            if page.path.ends_with(".html") {
                let addresses = links::linked(&String::from_utf8_lossy(&made));
                let linked = addresses.iter().filter_map(|address| self.outline.led_to(&page.path, address));
                open.extend(linked.filter(|linked| seen.insert(&linked.path)));
            }
            files.insert(page.path.clone(), made);
        }
        Ok(files)
    }

    /// Whether a page or file is in the package for itself.
    fn holds(&self, route: &Route) -> bool {
        let facts = self.findings.edition().facts();
        let compares = |kpi| self.of.study(facts).is_none_or(|study| study.benchmark(kpi).is_some());
        match (route, self.of) {
            (Route::Home, of) => matches!(of, PackageOf::Period(_)),
            (Route::Method | Route::Static(_), _) => true,
            (
                Route::Scorecard(period) | Route::ScorecardCsv(period) | Route::PartScorecard(period, _),
                PackageOf::Period(own),
            ) => period == own,
            (Route::KpiList | Route::StudyList, of) => matches!(of, PackageOf::Period(_)),
            (Route::Kpi(kpi) | Route::KpiCsv(kpi) | Route::KpiJson(kpi), _) => compares(kpi),
            (Route::Study(_) | Route::StudyCsv(_), PackageOf::Period(_)) => true,
            (Route::Study(id) | Route::StudyCsv(id), PackageOf::Study(_)) => self.is_in_line(id),
            (Route::ChartFile(page, ..), _) => self.holds(page),
            (Route::Story(_), _) => true,
            _ => false,
        }
    }

    /// Whether a study is the one it is about, or one that this continues.
    fn is_in_line(&self, id: &StudyId) -> bool {
        let facts = self.findings.edition().facts();
        let mut study = self.of.study(facts);
        // Studies that continue each other in a circle were refused.
        while let Some(this) = study {
            if this.id == *id {
                return true;
            }
            study = this.continues.as_ref().and_then(|before| facts.study(before));
        }
        false
    }

    /// Everything around the pages of `site`, and the pages.
    pub fn pack(&self, site: BTreeMap<String, Vec<u8>>, inputs: PackedInputs, warnings: usize) -> Packed {
        let tables = self.tables();
        let mut payload: BTreeMap<String, Vec<u8>> =
            site.into_iter().map(|(path, bytes)| (format!("site/{path}"), bytes)).collect();
        let left_out = inputs.left_out;
        payload.extend(inputs.files.into_iter().map(|(path, bytes)| (format!("source/{path}"), bytes)));
        payload.insert("datapackage.json".to_owned(), data_package::json(self, &tables));
        payload.extend(tables.into_iter().map(|table| (table.path(), table.csv)));
        payload.insert("VALIDATION.txt".to_owned(), validation::text(self, &payload, left_out, warnings).into_bytes());
        payload.insert("ro-crate-metadata.json".to_owned(), ro_crate::json(self, &payload));
        Packed { info: self.info(), readme: validation::readme(self), payload }
    }

    fn tables(&self) -> Vec<Table> {
        let facts = self.findings.edition().facts();
        let mut tables = tables::of_figures(self);
        let studies = facts.studies.iter().rev();
        let tells = |study: &&Study| {
            let csv = Route::StudyCsv(study.id.clone());
            // A withdrawn study has no figures any more.
            self.outline.has(&csv) && self.holds(&csv)
        };
        tables.extend(studies.filter(tells).map(|study| tables::of_study(self, study)));
        tables
    }

    fn info(&self) -> Vec<(&'static str, String)> {
        let settings = &self.findings.edition().facts().settings;
        let mut info = vec![
            ("Source-Organization", settings.organisation.clone()),
            ("External-Description", self.title()),
            ("External-Identifier", self.identifier()),
            ("Bagging-Date", self.date().to_string()),
            ("Bag-Software-Agent", format!("Plaudit {}", env!("CARGO_PKG_VERSION"))),
        ];
        info.extend(self.page_address().map(|address| ("External-Reference", address)));
        info
    }

    /// What the package is called: `Scorecard, October 2026`, or the title of the study.
    fn title(&self) -> String {
        let facts = self.findings.edition().facts();
        match self.of {
            PackageOf::Period(period) => format!("{}, {}", facts.settings.title, words::period::name(*period)),
            PackageOf::Study(_) => self.of.study(facts).map(|study| study.title.clone()).unwrap_or_default(),
        }
    }

    /// What it is cited by: its own identifier, or its name with the day of its edition.
    fn identifier(&self) -> String {
        let facts = self.findings.edition().facts();
        let own = self.of.study(facts).and_then(|study| study.identifier.clone());
        own.unwrap_or_else(|| format!("{}/{}", self.name(), self.date()))
    }

    fn name(&self) -> String {
        self.of.name(self.findings.edition().audience().map(AudienceId::as_str))
    }

    /// The day of what is in it: of its publication, or of the latest revision.
    fn date(&self) -> jiff::civil::Date {
        let facts = self.findings.edition().facts();
        let snapshot = match self.of {
            PackageOf::Period(period) => facts.snapshot(*period),
            PackageOf::Study(_) => None,
        };
        let revised = snapshot.into_iter().flat_map(|snapshot| snapshot.revisions.iter().map(|revision| revision.on));
        let published = snapshot.map_or_else(|| facts.now(), |snapshot| snapshot.published);
        revised.fold(published, Ord::max)
    }

    /// The page that somebody opens first, below `site/`.
    fn first_page(&self) -> String {
        self.route().path()
    }

    /// The page that shows what it is about.
    pub(super) fn route(&self) -> Route {
        match self.of {
            PackageOf::Period(period) => Route::Scorecard(*period),
            PackageOf::Study(id) => Route::Study(id.clone()),
        }
    }

    /// The address of the page on the site that the package was made from.
    fn page_address(&self) -> Option<String> {
        self.address.map(|base| super::feeds::address(base, &self.route()))
    }
}
