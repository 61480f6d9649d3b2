//! What is called by its id in words and on the command line: KPIs and parts.

use crate::diagnostic::{Problem, nearest};
use crate::disclose::Edition;
use crate::model::{DimensionId, Kpi, KpiId, MemberId, PartId};

/// The KPI with the id `name`; else why there is none in this edition.
pub(super) fn kpi<'e>(edition: &'e Edition, name: &str) -> Result<&'e Kpi, Problem> {
    let facts = edition.facts();
    let known = KpiId::new(name).and_then(|id| facts.kpi(&id));
    known.ok_or_else(|| {
        unseen(edition, name, || {
            let nearest = nearest(name, facts.kpis.iter().map(|kpi| kpi.id.as_str()));
            Problem::UnknownKpi { id: name.to_owned(), nearest }
        })
    })
}

/// The part called `name`, such as `team/billing`; else why there is none in this edition.
pub(super) fn part(edition: &Edition, name: &str) -> Result<PartId, Problem> {
    let ids = name.split_once('/').and_then(|(dimension, member)| {
        Some(PartId { dimension: DimensionId::new(dimension)?, member: MemberId::new(member)? })
    });
    let part = ids.ok_or_else(|| Problem::NotAPart { found: name.to_owned() })?;
    let facts = edition.facts();
    let Some(dimension) = facts.dimension(&part.dimension) else {
        let id = part.dimension.to_string();
        let nearest = nearest(&id, facts.dimensions.iter().map(|dimension| dimension.id.as_str()));
        return Err(unseen(edition, &id.clone(), || Problem::UnknownDimension { id, nearest }));
    };
    if dimension.member(&part.member).is_none() {
        let id = part.member.to_string();
        let nearest = nearest(&id, dimension.members.iter().map(|member| member.id.as_str()));
        let dimension = dimension.id.to_string();
        return Err(unseen(edition, name, || Problem::UnknownMember { id, dimension, nearest }));
    }
    Ok(part)
}

/// Why what is called `name` is not there: it is withheld, or else unknown.
fn unseen(edition: &Edition, name: &str, unknown: impl FnOnce() -> Problem) -> Problem {
    if edition.withholds(name) { withheld(edition, name) } else { unknown() }
}

/// The problem of naming what this audience may not see.
pub(super) fn withheld(edition: &Edition, name: &str) -> Problem {
    let audiences = edition.facts().settings.audiences.iter();
    let others = audiences.filter(|audience| Some(*audience) != edition.audience());
    Problem::WithheldId { id: name.to_owned(), audiences: others.map(ToString::to_string).collect() }
}
