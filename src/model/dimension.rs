//! Dimensions: the ways an organisation is broken down, such as teams, channels or reasons.

use std::fmt;
use std::sync::Arc;

use super::kpi::KpiId;
use super::period::Period;
use super::settings::{AudienceId, Disclosure};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Letters, digits, `_` and `-`; never empty. Cheap to copy.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id that `text` spells; `None` unless it is letters, digits, `_` and `-`.
            pub fn new(text: &str) -> Option<Self> {
                let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
                (!text.is_empty() && text.bytes().all(fits)).then(|| Self(text.into()))
            }

            /// The id as it is written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}
pub(crate) use id;

id!(
    /// The id of a dimension.
    DimensionId
);
id!(
    /// The id of a member of a dimension.
    MemberId
);

/// One part of the organisation: a member of a dimension. Written `team/billing`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId {
    /// Which dimension.
    pub dimension: DimensionId,
    /// Which of its members.
    pub member: MemberId,
}

impl fmt::Display for PartId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.dimension, self.member)
    }
}

/// What a series is about: a KPI, for the whole organisation or for one part.
///
/// Ordered by KPI id, the whole first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The KPI.
    pub kpi: KpiId,
    /// The part; `None` for the whole organisation.
    pub part: Option<PartId>,
}

impl Subject {
    /// A KPI of the whole organisation.
    pub fn whole(kpi: KpiId) -> Self {
        Self { kpi, part: None }
    }
}

/// One way the organisation is broken down.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// How files and addresses call it.
    pub id: DimensionId,
    /// How readers call one of its members: Team.
    pub label: String,
    /// Whether each member gets scorecards of its own.
    pub scorecards: bool,
    /// Whether the members add up to the whole.
    pub complete: bool,
    /// Whether one case can belong to several members.
    pub overlaps: bool,
    /// Whether the members are people.
    pub people: bool,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
    /// Small-number rules of its own.
    pub disclosure: Option<Disclosure>,
    /// In the order of the file.
    pub members: Vec<Member>,
}

impl Dimension {
    /// The member with this id.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == *id)
    }

    /// The part that `member` is.
    pub fn part(&self, member: &Member) -> PartId {
        PartId { dimension: self.id.clone(), member: member.id.clone() }
    }

    /// The members whose parent is `id`, in the order of the file.
    pub fn children<'a>(&'a self, id: &'a MemberId) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.parent.as_ref() == Some(id))
    }

    /// The members that others belong to, those that belong to another one first.
    pub fn parents(&self) -> Vec<&Member> {
        let depth = |member: &Member| {
            let above = |member: &&Member| member.parent.as_ref().and_then(|parent| self.member(parent));
            // Parents never form a circle; the count only makes sure of it.
            std::iter::successors(Some(member), above).take(self.members.len()).count()
        };
        let has_children = |member: &&Member| self.children(&member.id).next().is_some();
        let mut parents: Vec<&Member> = self.members.iter().filter(has_children).collect();
        parents.sort_by_cached_key(|member| std::cmp::Reverse(depth(member)));
        parents
    }
}

/// A team, a channel, a reason …
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// How files and addresses call it.
    pub id: MemberId,
    /// How readers call it.
    pub name: String,
    /// What it means, where the name does not say.
    pub means: Option<String>,
    /// The member it belongs to; parents never form a circle.
    pub parent: Option<MemberId>,
    /// How many people work there.
    pub headcount: Option<u32>,
    /// The last period it existed.
    pub until: Option<Period>,
    /// The member that took over its work.
    pub merged_into: Option<MemberId>,
    /// The narrower audience it is for; `None` for everyone.
    pub audience: Option<AudienceId>,
    /// Whether some of its children are withheld, so that nothing may be derived for it from the others.
    pub partial: bool,
}
