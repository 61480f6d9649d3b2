//! What cells of a mapping's columns mean: members of dimensions.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::mapping::{Column, PartColumn, column};
use super::names::{Names, member_called};
use crate::model::{Dimension, Kpi, MemberId};

/// The KPIs that are understood, by id.
pub(super) type Known<'k> = &'k BTreeMap<&'k str, &'k Kpi>;

/// The column that names members of the dimension which is the key of `entry`.
pub(super) fn part(entry: Entry<'_>, names: &Names) -> Option<PartColumn> {
    let dimension = match names.dimension_called(entry.name()) {
        Ok(found) => found?,
        Err(problem) => {
            entry.report_key(problem);
            return None;
        }
    };
    let mut part = PartColumn {
        dimension: dimension.id.clone(),
        column: Column { name: String::new(), at: entry.location() },
        members: Vec::new(),
        whole: Vec::new(),
        separator: None,
    };
    if entry.is_map() {
        let map = entry.map(KEYS)?;
        part.column = column(map.required("column", "the column that names the member")?)?;
        part.members = map.entries("members").into_iter().filter_map(|entry| meaning(entry, dimension)).collect();
        part.whole = map.texts("whole");
        part.separator = map.text("separator");
    } else {
        part.column = column(entry)?;
    }
    Some(part)
}

const KEYS: &[&str] = &["column", "members", "whole", "separator"];

fn meaning(entry: Entry<'_>, dimension: &Dimension) -> Option<(String, Option<MemberId>)> {
    if entry.is_null() {
        return Some((entry.name().to_owned(), None));
    }
    let members = dimension.members.iter().map(|member| &member.id);
    match member_called(&dimension.id, members, &entry.text()?) {
        Ok(member) => Some((entry.name().to_owned(), Some(member))),
        Err(problem) => {
            entry.report(problem);
            None
        }
    }
}
