//! Dimensions: `data/dimensions.yaml`.

use std::collections::BTreeSet;

use super::entry::{Entry, Map};
use super::names::{ID_RULE, Names, id_key, member_called, report_collisions};
use super::settings;
use crate::diagnostic::Problem;
use crate::model::{Dimension, DimensionId, Disclosure, Member, MemberId};

const KEYS: &[&str] =
    &["label", "scorecards", "complete", "overlaps", "people", "audience", "disclosure", "members", "extra"];

const MEMBER_KEYS: &[&str] = &["name", "means", "parent", "headcount", "until", "merged_into", "audience", "extra"];

/// What `data/dimensions.yaml` says, in its order.
pub(super) fn read(root: Entry<'_>, names: &Names, site: Disclosure, individuals_allowed: bool) -> Vec<Dimension> {
    let entries = root.entries();
    report_collisions(entries.iter().copied());
    let dimension = |entry: &Entry<'_>| dimension(*entry, names, site, individuals_allowed);
    entries.iter().filter_map(dimension).collect()
}

fn dimension(entry: Entry<'_>, names: &Names, site: Disclosure, individuals_allowed: bool) -> Option<Dimension> {
    let id = id_key(entry, ID_RULE, DimensionId::new);
    let map = entry.map(KEYS)?;
    let label = map.required("label", "what readers call one of its members, such as Team");
    let label = label.and_then(|label| label.text());
    let members = map.entries("members");
    if members.is_empty() {
        entry.report_key(Problem::MissingKey { key: "members".into(), expected: "a map from id to name" });
    }
    report_collisions(members.iter().copied());
    let id = id?;
    let ids: Vec<_> = members.iter().filter_map(|entry| MemberId::new(entry.name())).collect();
    let mut dimension = Dimension {
        label: label.unwrap_or_else(|| id.to_string()),
        scorecards: map.flag("scorecards"),
        complete: map.flag("complete"),
        overlaps: map.flag("overlaps"),
        people: map.flag("people"),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
        disclosure: map.get("disclosure").and_then(|entry| settings::disclosure(entry, site)),
        members: members.iter().filter_map(|entry| member(*entry, names, &id, &ids)).collect(),
        id,
    };
    if dimension.complete && dimension.overlaps {
        let because = "parts that overlap count some cases twice, so they cannot add up";
        entry.report_key(Problem::Contradiction { one: "complete", other: "overlaps", because });
    }
    if dimension.people && !individuals_allowed {
        entry.report_key(Problem::IndividualsForbidden { dimension: dimension.id.to_string() });
    }
    break_circles(&mut dimension, &members);
    Some(dimension)
}

fn member(entry: Entry<'_>, names: &Names, dimension: &DimensionId, ids: &[MemberId]) -> Option<Member> {
    let id = id_key(entry, ID_RULE, MemberId::new);
    if !entry.is_map() {
        let name = entry.text();
        return Some(Member {
            id: id?,
            name: name?,
            means: None,
            parent: None,
            headcount: None,
            until: None,
            merged_into: None,
            audience: None,
            partial: false,
        });
    }
    let map = entry.map(MEMBER_KEYS)?;
    let name = map.required("name", "what readers call it").and_then(|name| name.text());
    if map.has("merged_into") && !map.has("until") {
        entry.report_key(Problem::OnlyWith { key: "merged_into", other: "until" });
    }
    let id = id?;
    Some(Member {
        name: name.unwrap_or_else(|| id.to_string()),
        id,
        means: map.text("means"),
        parent: other(&map, "parent", dimension, ids),
        headcount: map.get("headcount").and_then(|entry| entry.whole_in(0..=1_000_000)),
        until: map.get("until").and_then(|entry| entry.period(names.period_kind)),
        merged_into: other(&map, "merged_into", dimension, ids),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
        partial: false,
    })
}

/// The member that `entry` names beside the one it stands in.
fn other(map: &Map<'_>, key: &'static str, dimension: &DimensionId, ids: &[MemberId]) -> Option<MemberId> {
    let named = map.get(key)?;
    let found = named.text()?;
    if found == map.entry().name() {
        named.report(Problem::RefersToItself { key });
        return None;
    }
    member_called(dimension, ids.iter(), &found).map_err(|problem| named.report(problem)).ok()
}

/// Reports parents that go in a circle, each circle once, and opens it.
fn break_circles(dimension: &mut Dimension, entries: &[Entry<'_>]) {
    for start in 0..dimension.members.len() {
        let mut circle = vec![dimension.members[start].id.clone()];
        let mut seen = BTreeSet::new();
        let mut parent = dimension.members[start].parent.clone();
        while let Some(id) = parent.filter(|id| seen.insert(id.clone())) {
            circle.push(id.clone());
            parent = dimension.member(&id).and_then(|member| member.parent.clone());
            if id == circle[0] {
                break;
            }
        }
        if circle.len() > 1 && circle.first() == circle.last() {
            if let Some(entry) = entries.iter().find(|entry| entry.name() == circle[0].as_str()) {
                let circle = circle.iter().map(MemberId::to_string).collect();
                entry.report_key(Problem::ParentCircle { circle });
            }
            dimension.members[start].parent = None;
        }
    }
}
