//! Names: the ids that are declared, to look up those that are named.

use super::entry::{Entry, shortened};
use super::front_matter::is_address_part;
use crate::diagnostic::{Problem, nearest};
use crate::model::{
    AudienceId, AwardId, Dimension, DimensionId, KpiId, MemberId, PartId, PeriodKind, StudyId, ValueId,
};

/// The ids that are declared. A list is `None` when the file that declares it could not be read: then nothing is
/// known, and no name is called wrong.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What the site reports by; `None` without a single snapshot.
    pub(super) period_kind: Option<PeriodKind>,
    pub(super) audiences: Option<Vec<AudienceId>>,
    pub(super) kpis: Option<Vec<KpiId>>,
    pub(super) dimensions: Option<Vec<Dimension>>,
    pub(super) studies: Vec<StudyId>,
    /// Those in the site, and the one inside the program.
    pub(super) themes: Vec<String>,
    pub(super) awards: Option<Vec<AwardId>>,
    pub(super) values: Option<Vec<ValueId>>,
}

impl Names {
    /// The KPI that `entry` names.
    pub(super) fn kpi(&self, entry: Entry<'_>) -> Option<KpiId> {
        let found = text(entry)?;
        match self.kpi_called(&found) {
            Ok(id) => id,
            Err(problem) => none(entry, problem),
        }
    }

    /// The KPIs that `entries` name, none of them twice.
    pub(super) fn kpis_once(&self, entries: Vec<Entry<'_>>) -> Vec<KpiId> {
        let mut kpis = Vec::new();
        for entry in entries {
            match self.kpi(entry) {
                Some(id) if kpis.contains(&id) => entry.report(Problem::ListedTwice { what: id.to_string() }),
                Some(id) => kpis.push(id),
                None => {}
            }
        }
        kpis
    }

    /// The KPI that is the key of `entry`.
    pub(super) fn kpi_key(&self, entry: Entry<'_>) -> Option<KpiId> {
        match self.kpi_called(entry.name()) {
            Ok(id) => id,
            Err(problem) => {
                entry.report_key(problem);
                None
            }
        }
    }

    /// The KPI called `found`.
    pub(super) fn kpi_called(&self, found: &str) -> Result<Option<KpiId>, Problem> {
        let problem = |nearest| Problem::UnknownKpi { id: shortened(found), nearest };
        declared(self.kpis.as_deref(), found, KpiId::new(found), KpiId::as_str, problem)
    }

    /// The part that `entry` names, as in `team/billing`.
    pub(super) fn part(&self, entry: Entry<'_>) -> Option<PartId> {
        let found = text(entry)?;
        match self.part_called(&found) {
            Ok(part) => part,
            Err(problem) => none(entry, problem),
        }
    }

    /// The part that is the key of `entry`.
    pub(super) fn part_key(&self, entry: Entry<'_>) -> Option<PartId> {
        match self.part_called(entry.name()) {
            Ok(part) => part,
            Err(problem) => {
                entry.report_key(problem);
                None
            }
        }
    }

    /// The part called `found`.
    pub(super) fn part_called(&self, found: &str) -> Result<Option<PartId>, Problem> {
        let not_a_part = || Problem::NotAPart { found: shortened(found) };
        let (dimension, member) = found.split_once('/').ok_or_else(not_a_part)?;
        let Some(dimension) = self.dimension_called(dimension)? else {
            let ids = DimensionId::new(dimension).zip(MemberId::new(member));
            return ids.map(|(dimension, member)| Some(PartId { dimension, member })).ok_or_else(not_a_part);
        };
        let members = dimension.members.iter().map(|member| &member.id);
        let member = member_called(&dimension.id, members, member)?;
        Ok(Some(PartId { dimension: dimension.id.clone(), member }))
    }

    /// Every part, by its dimension and its own name.
    pub(super) fn parts(&self) -> impl Iterator<Item = ((&str, &str), PartId)> {
        self.dimensions.iter().flatten().flat_map(|dimension| {
            let id = dimension.id.as_str();
            dimension.members.iter().map(move |member| ((id, member.id.as_str()), dimension.part(member)))
        })
    }

    /// The dimension called `found`; `None` when it is not known which there are.
    pub(super) fn dimension_called(&self, found: &str) -> Result<Option<&Dimension>, Problem> {
        let Some(dimensions) = &self.dimensions else { return Ok(None) };
        let dimension = dimensions.iter().find(|dimension| dimension.id.as_str() == found);
        dimension.map(Some).ok_or_else(|| {
            let nearest = nearest(found, dimensions.iter().map(|dimension| dimension.id.as_str()));
            Problem::UnknownDimension { id: shortened(found), nearest }
        })
    }

    /// The audience that `entry` names.
    pub(super) fn audience(&self, entry: Entry<'_>) -> Option<AudienceId> {
        let found = text(entry)?;
        let problem = |nearest| Problem::UnknownAudience { id: shortened(&found), nearest };
        let id = AudienceId::new(&found);
        declared(self.audiences.as_deref(), &found, id, AudienceId::as_str, problem).unwrap_or_else(|p| none(entry, p))
    }

    /// The study that `entry` names.
    pub(super) fn study(&self, entry: Entry<'_>) -> Option<StudyId> {
        let found = text(entry)?;
        let problem = |nearest| Problem::UnknownStudy { id: shortened(&found), nearest };
        let id = StudyId::new(&found);
        declared(Some(&self.studies), &found, id, StudyId::as_str, problem).unwrap_or_else(|p| none(entry, p))
    }

    /// The award that `entry` names.
    pub(super) fn award(&self, entry: Entry<'_>) -> Option<AwardId> {
        let found = text(entry)?;
        let problem = |nearest| Problem::UnknownAward { id: shortened(&found), nearest };
        let id = AwardId::new(&found);
        declared(self.awards.as_deref(), &found, id, AwardId::as_str, problem).unwrap_or_else(|p| none(entry, p))
    }

    /// The value of the organisation that `entry` names.
    pub(super) fn value(&self, entry: Entry<'_>) -> Option<ValueId> {
        let found = text(entry)?;
        let problem = |nearest| Problem::UnknownValue { id: shortened(&found), nearest };
        let id = ValueId::new(&found);
        declared(self.values.as_deref(), &found, id, ValueId::as_str, problem).unwrap_or_else(|p| none(entry, p))
    }
}

/// The member called `found` among the `members` of a dimension.
pub(super) fn member_called<'m>(
    dimension: &DimensionId,
    members: impl Iterator<Item = &'m MemberId> + Clone,
    found: &str,
) -> Result<MemberId, Problem> {
    let member = members.clone().find(|member| member.as_str() == found);
    member.cloned().ok_or_else(|| unknown_member(dimension, members, found))
}

/// That no one of the `members` of a dimension is called `found`.
pub(super) fn unknown_member<'m>(
    dimension: &DimensionId,
    members: impl Iterator<Item = &'m MemberId>,
    found: &str,
) -> Problem {
    let nearest = nearest(found, members.map(MemberId::as_str));
    Problem::UnknownMember { id: shortened(found), dimension: dimension.to_string(), nearest }
}

/// Reports ids that differ only in capital letters, as addresses are lower-case.
pub(super) fn report_collisions<'e>(entries: impl IntoIterator<Item = Entry<'e>>) {
    let mut seen = std::collections::BTreeMap::new();
    for entry in entries {
        if let Some(other) = seen.insert(entry.name().to_lowercase(), entry.name()) {
            entry.report_key(Problem::IdCollision { id: shortened(entry.name()), other: shortened(other) });
        }
    }
}

/// What an id of all but KPIs is made of.
pub(super) const ID_RULE: &str = "letters, digits, `_` and `-`";

/// The id that the key of `entry` spells; it becomes a part of addresses.
pub(super) fn id_key<T>(entry: Entry<'_>, rule: &'static str, new: impl Fn(&str) -> Option<T>) -> Option<T> {
    id(entry.name(), rule, new).map_err(|problem| entry.report_key(problem)).ok()
}

/// The id that `text` spells; it becomes a part of addresses, two of which fit into the longest path there may be.
pub(super) fn id<T>(text: &str, rule: &'static str, new: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
    const LONGEST: usize = 48;
    let id = new(text).ok_or_else(|| Problem::NotAnId { found: shortened(text), rule })?;
    match is_address_part(text) && text.len() <= LONGEST {
        true => Ok(id),
        false => Err(Problem::IdNotInAddresses { found: shortened(text), longest: LONGEST }),
    }
}

fn text(entry: Entry<'_>) -> Option<String> {
    match entry.words() {
        Some(words) => Some(words.into_owned()),
        None => entry.expected("an id"),
    }
}

fn none<T>(entry: Entry<'_>, problem: Problem) -> Option<T> {
    entry.report(problem);
    None
}

/// `id` if it is in the list, or if there is no list to look into.
fn declared<T: PartialEq>(
    list: Option<&[T]>,
    found: &str,
    id: Option<T>,
    as_str: impl Fn(&T) -> &str,
    problem: impl Fn(Option<String>) -> Problem,
) -> Result<Option<T>, Problem> {
    let Some(list) = list else { return Ok(id) };
    match id.filter(|id| list.contains(id)) {
        Some(id) => Ok(Some(id)),
        None => Err(problem(nearest(found, list.iter().map(as_str)))),
    }
}
