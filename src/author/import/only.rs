//! Which rows count: those whose cells are the words that a mapping's `only` names.

use super::cell::{Cell, is_fault};
use super::rejected::Reason;
use super::table::{Head, Row};
use crate::read::mapping::{Filter, TableForm};

/// Columns, and the words of which each must hold one.
pub(super) struct Only<'m>(Vec<(usize, &'m [String])>);

impl<'m> Only<'m> {
    /// The columns of `filters` in a table; those that it does not have were reported.
    pub(super) fn of(filters: &'m [Filter], head: &Head<'_>) -> Self {
        Self(filters.iter().filter_map(|it| Some((head.find(&it.column)?, it.words.as_slice()))).collect())
    }

    /// Whether a row counts.
    ///
    /// Fails with a column and the reason where that hangs on a cell that cannot be read: such a row is not passed over in
    /// silence, because it might be one that counts.
    pub(super) fn passes(&self, row: &Row<'_>, form: &TableForm) -> Result<bool, (usize, Reason)> {
        let mut unread = None;
        for (column, words) in &self.0 {
            match is_one_of(&row.cell(*column), words, form) {
                Ok(true) => {}
                // Whatever the other cells are, it does not count.
                Ok(false) => return Ok(false),
                Err(reason) => unread = unread.or(Some((*column, reason))),
            }
        }
        unread.map_or(Ok(true), Err)
    }
}

fn is_one_of(cell: &Cell<'_>, words: &[String], form: &TableForm) -> Result<bool, Reason> {
    match cell.words()? {
        None => Ok(false),
        Some(found) if words.iter().any(|word| **word == *found) => Ok(true),
        Some(found) if is_fault(&found) && !cell.is_nothing(form) => Err(Reason::Fault(found.into_owned())),
        Some(_) => Ok(false),
    }
}
