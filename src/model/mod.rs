//! The field's vocabulary: plain data and invariants.
//!
//! Nothing here reads files, computes findings or knows how a page looks. Ids that are named exist, values are
//! finite, and `None` means "not measured" or "not said", never zero.

mod action;
mod assessment;
mod colour;
mod dimension;
mod expression;
mod hex;
mod kpi;
mod later;
mod look;
mod measurement;
mod newsletter;
mod period;
mod pool;
mod recognition;
mod record;
mod series;
mod service_quality;
mod settings;
mod snapshot;
mod study;
mod text;
mod writing;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use action::{Action, ActionStatus};
pub use assessment::{Assessment, Criterion, Step};
pub use colour::Colour;
pub use dimension::{Dimension, DimensionId, Member, MemberId, PartId, Subject};
pub use expression::{Expression, NotAnExpression, Operator};
pub use hex::hex;
pub use kpi::{
    Accumulates, Better, Clock, CurrencyCode, Every, Kpi, KpiId, KpiKind, LimitsPolicy, Range, Retired, Statistic,
    Target, TargetStep, Targets, Unit, Version,
};
pub use later::Later;
pub use look::{Brand, Colours, Font, Logo, Look, Role, Voice};
pub use measurement::{Measurement, Reading, Remark, Standing, Withheld};
pub use newsletter::{CalendarDay, Newsletter, Sender};
pub use period::{NotAPeriod, Period, PeriodKind};
pub use pool::{pooled, summed, together};
pub use recognition::{
    Award, AwardId, Consent, ConsentLack, ConsentScope, Icon, Image, Lead, Picture, Quote, Story, StoryKind, Value,
    ValueId,
};
pub use record::{EarlierEdition, PublishedTarget, PublishedValue, Record, StudyWeights, Terms};
pub use series::Series;
pub use service_quality::{ServiceDimension, ServiceItem, ServiceQuality};
pub use settings::{AudienceId, BaseUrl, Disclosure, DisclosureMode, RawHtml, Settings, Threshold};
pub use snapshot::{Approval, Event, Exceptional, Revision, RevisionKind, Scope, Snapshot, WeekGrid};
pub use study::{
    Against, Benchmark, Comparable, Distribution, Fieldwork, Partners, Practice, ScoreWeight, Study, StudyId,
    StudyKind, StudyRevision, StudyTeam, Withdrawn, weights_add_up,
};
pub use text::{Aside, COLONS, Signs, Text, TextHash};
pub use writing::{Commentary, FreePage, Heading, KpiNote, Markdown};

/// Everything known about one organisation: at least one snapshot, and every id that is named exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// What `plaudit.yaml` says.
    pub settings: Settings,
    /// The KPIs in the order of the catalogue.
    pub kpis: Vec<Kpi>,
    /// In the order of the file.
    pub dimensions: Vec<Dimension>,
    /// By period, oldest first, at least one; a period in between may be missing.
    pub snapshots: Vec<Snapshot>,
    /// What was measured, by subject.
    pub series: BTreeMap<Subject, Series>,
    /// By end of fieldwork, then id.
    pub studies: Vec<Study>,
    /// In the order of the file.
    pub awards: Vec<Award>,
    /// In the order of the file.
    pub values: Vec<Value>,
    /// Newest first, then by slug.
    pub stories: Vec<Story>,
    /// The register of consents.
    pub consents: Vec<Consent>,
    /// In the order of the file.
    pub actions: Vec<Action>,
    /// When something is published, oldest first.
    pub calendar: Vec<CalendarDay>,
    /// By period.
    pub newsletters: Vec<Newsletter>,
    /// Words for the home page.
    pub home: Option<FreePage>,
    /// By period, the whole before its parts.
    pub commentaries: Vec<Commentary>,
    /// By KPI.
    pub kpi_notes: Vec<KpiNote>,
    /// By path.
    pub pages: Vec<FreePage>,
    /// What is left out because it is later than the period that was asked for.
    pub later: Later,
}

impl Organisation {
    /// The KPI with this id.
    pub fn kpi(&self, id: &KpiId) -> Option<&Kpi> {
        self.kpis.iter().find(|kpi| kpi.id == *id)
    }

    /// The KPI that is read together with `kpi`, whichever of the two names the other.
    pub fn pair(&self, kpi: &Kpi) -> Option<&Kpi> {
        let named = kpi.paired_with.as_ref().and_then(|id| self.kpi(id));
        named.or_else(|| self.kpis.iter().find(|other| other.paired_with.as_ref() == Some(&kpi.id)))
    }

    /// The dimension with this id.
    pub fn dimension(&self, id: &DimensionId) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == *id)
    }

    /// The dimension and the member that a part is.
    pub fn part(&self, id: &PartId) -> Option<(&Dimension, &Member)> {
        let dimension = self.dimension(&id.dimension)?;
        Some((dimension, dimension.member(&id.member)?))
    }

    /// The newsletter about a period.
    pub fn newsletter(&self, period: Period) -> Option<&Newsletter> {
        self.newsletters.iter().find(|issue| issue.period == period)
    }

    /// The snapshot of a period.
    pub fn snapshot(&self, period: Period) -> Option<&Snapshot> {
        let index = self.snapshots.binary_search_by_key(&period, |snapshot| snapshot.period).ok()?;
        Some(&self.snapshots[index])
    }

    /// The newest snapshot.
    pub fn latest(&self) -> &Snapshot {
        self.snapshots.last().expect("an organisation has at least one snapshot")
    }

    /// The site's "now": the newest day on which a snapshot was published.
    pub fn now(&self) -> Date {
        let published = self.snapshots.iter().map(|snapshot| snapshot.published);
        published.max().expect("an organisation has at least one snapshot")
    }

    /// Whether somebody agreed to be named there, judged at the site's now.
    pub fn may_name(&self, person: &str, scope: ConsentScope) -> bool {
        let now = self.now();
        self.consents.iter().any(|consent| consent.person == person && consent.holds(scope, now))
    }

    /// The study with this id.
    pub fn study(&self, id: &StudyId) -> Option<&Study> {
        self.studies.iter().find(|study| study.id == *id)
    }

    /// The words about a period, for the whole or a part.
    pub fn commentary(&self, period: Period, part: Option<&PartId>) -> Option<&Commentary> {
        Some(&self.commentaries[self.commentary_index(period, part)?])
    }

    /// Everything that was written in Markdown.
    pub fn markdowns(&self) -> impl Iterator<Item = &Markdown> {
        let pages = self.home.iter().chain(&self.pages).map(|page| &page.body);
        let commentaries = self.commentaries.iter().map(|words| &words.body);
        let notes = self.kpi_notes.iter().map(|note| &note.body);
        let studies = self.studies.iter().filter_map(|study| study.body.as_ref());
        let stories = self.stories.iter().map(|story| &story.body);
        let newsletters = self.newsletters.iter().map(|issue| &issue.body);
        pages.chain(commentaries).chain(notes).chain(studies).chain(stories).chain(newsletters)
    }

    /// Leaves out all stories that are not to be kept; words that point to them stay, without the link.
    pub fn leave_out_stories(&mut self, keep: impl Fn(&Story) -> bool) {
        let latest = self.latest().period;
        let left_out: Vec<Story> = self.stories.extract_if(.., |story| !keep(story)).collect();
        self.later.until.get_or_insert(latest);
        for story in left_out {
            self.later.files.insert(story.body.file.to_string_lossy().replace('\\', "/"));
            self.later.addresses.insert(format!("stories/{}", story.slug));
            self.later.addresses.extend(story.heading.aliases);
        }
    }

    /// The place of the words about a period among all commentaries, for the whole or a part.
    pub fn commentary_index(&self, period: Period, part: Option<&PartId>) -> Option<usize> {
        let place = |words: &Commentary| (words.period, words.part.as_ref()).cmp(&(period, part));
        self.commentaries.binary_search_by(place).ok()
    }
}
