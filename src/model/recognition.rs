//! Recognition: stories about good service, the awards they carry, and who agreed to be named.

use jiff::civil::Date;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::dimension::{PartId, id};
use super::kpi::KpiId;
use super::settings::AudienceId;
use super::writing::{Heading, Markdown};

id!(
    /// The id of an award.
    AwardId
);
id!(
    /// The id of a value that the organisation holds.
    ValueId
);

/// A recognition story.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its address: lower-case, without the date of its file's name.
    pub slug: String,
    /// The name of its file without the ending, by which newsletters call it.
    pub name: String,
    /// Title, description and the like.
    pub heading: Heading,
    /// What sort of story it is.
    pub kind: StoryKind,
    /// When it was told.
    pub date: Date,
    /// Whom it recognises; people by their names.
    pub people: Vec<String>,
    /// Which parts of the organisation it recognises.
    pub parts: Vec<PartId>,
    /// Who nominated them.
    pub nominated_by: Option<String>,
    /// The award it carries.
    pub award: Option<AwardId>,
    /// The values it shows.
    pub values: Vec<ValueId>,
    /// The number, or the words, that lead it.
    pub lead: Option<Lead>,
    /// What was difficult.
    pub challenge: Option<String>,
    /// What they did.
    pub action: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// Somebody's words.
    pub quote: Option<Quote>,
    /// A picture.
    pub image: Option<Image>,
    /// Whether it is told without names.
    pub anonymise: bool,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
    /// The story itself.
    pub body: Markdown,
}

impl Story {
    /// Everybody it names, whoever nominated them last; nobody when it is told without names.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.people.iter().chain(&self.nominated_by).filter(|_| !self.anonymise)
    }
}

/// What sort of story it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoryKind {
    /// Somebody went out of their way.
    Hero,
    /// Thanks from a customer or a colleague.
    Thanks,
    /// How somebody sees service.
    Voice,
    /// What was learned.
    Learning,
    /// What others do.
    Elsewhere,
}

/// What leads a story.
#[derive(Clone, Debug, PartialEq)]
pub enum Lead {
    /// A KPI that moved, in its unit; checked against the data.
    Figures {
        /// The KPI.
        kpi: KpiId,
        /// What it was.
        from: f64,
        /// What it became.
        to: f64,
    },
    /// Words.
    Text(String),
}

impl Lead {
    /// The words, where it is words.
    pub fn text(&mut self) -> Option<&mut String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Figures { .. } => None,
        }
    }
}

/// Somebody's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// What was said.
    pub text: String,
    /// Who said it.
    pub by: Option<String>,
}

/// A picture that belongs to a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The file, relative to the site's root; exists.
    pub file: PathBuf,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

impl Image {
    /// The file with `/` between folders.
    pub fn site_path(&self) -> String {
        self.file.to_string_lossy().replace('\\', "/")
    }

    /// Whether a file is a picture that a page may show, by the ending of its name. SVG is not one: it can hold
    /// script.
    pub fn is_picture(file: &str) -> bool {
        const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];
        file.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
    }
}

/// A file that pages show as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Changes when what is in the file does.
    pub fingerprint: [u8; 16],
    /// The width and height in which it is shown, in pixels; `None` when it cannot be shown, which was reported.
    pub size: Option<(u32, u32)>,
}

/// An award that stories can carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// How files and addresses call it.
    pub id: AwardId,
    /// How readers call it.
    pub name: String,
    /// What it is given for.
    pub means: Option<String>,
    /// Its picture.
    pub icon: Option<Icon>,
    /// How often it is given.
    pub every: Option<String>,
    /// What comes with it.
    pub reward: Option<String>,
}

/// The picture of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it shows")]
pub enum Icon {
    Headset,
    Lantern,
    Pencil,
    Star,
    Heart,
    Cup,
    Rosette,
    Hands,
    Bulb,
    Compass,
    Speech,
    Drop,
}

impl Icon {
    /// Every icon by the word for it.
    pub const ALL: &[(&str, Self)] = &[
        ("headset", Self::Headset),
        ("lantern", Self::Lantern),
        ("pencil", Self::Pencil),
        ("star", Self::Star),
        ("heart", Self::Heart),
        ("cup", Self::Cup),
        ("rosette", Self::Rosette),
        ("hands", Self::Hands),
        ("bulb", Self::Bulb),
        ("compass", Self::Compass),
        ("speech", Self::Speech),
        ("drop", Self::Drop),
    ];
}

/// A value that the organisation holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// How files and addresses call it.
    pub id: ValueId,
    /// How readers call it.
    pub name: String,
    /// What it means.
    pub means: Option<String>,
}

/// That a person agreed to be named.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// The person, as stories name them.
    pub person: String,
    /// Since when.
    pub given: Date,
    /// The last day it holds; `None` for open-ended.
    pub until: Option<Date>,
    /// Where the person may be named.
    pub scope: Vec<ConsentScope>,
}

impl Consent {
    /// Whether the person may be named there on that day. This is the only rule: everything that names people asks it,
    /// with the site's now as the day.
    pub fn holds(&self, scope: ConsentScope, on: Date) -> bool {
        self.lack(scope, on).is_none()
    }

    /// Why the person may not be named there on that day; `None` when they may. The last day counts.
    pub fn lack(&self, scope: ConsentScope, on: Date) -> Option<ConsentLack> {
        let expired = self.until.filter(|until| *until < on).map(ConsentLack::Expired);
        if self.scope.contains(&scope) {
            expired.or_else(|| (on < self.given).then_some(ConsentLack::NotYet(self.given)))
        } else {
            Some(ConsentLack::NotThere)
        }
    }
}

/// Why a consent does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentLack {
    /// It was given for other places.
    NotThere,
    /// This was its last day.
    Expired(Date),
    /// It begins on this day.
    NotYet(Date),
}

/// Where a person may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentScope {
    /// On the site.
    Site,
    /// In the newsletter.
    Newsletter,
    /// In sealed archives.
    Archive,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_consent_holds_from_its_first_to_its_last_day_where_it_was_given_for() {
        let (given, until) = (date(2026, 10, 20), date(2026, 11, 30));
        let consent = Consent { person: "Ada".into(), given, until: Some(until), scope: vec![ConsentScope::Site] };
        let lack = |on| consent.lack(ConsentScope::Site, on);
        assert_eq!([given, until].map(lack), [None, None]);
        assert_eq!(lack(date(2026, 10, 19)), Some(ConsentLack::NotYet(given)));
        assert_eq!(lack(date(2026, 12, 1)), Some(ConsentLack::Expired(until)));
        assert_eq!(consent.lack(ConsentScope::Archive, given), Some(ConsentLack::NotThere));
    }
}
