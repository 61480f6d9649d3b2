//! Which member of a dimension a cell means.

use std::collections::BTreeMap;

use super::cell::{Cell, shown};
use super::rejected::Reason;
use super::table::Head;
use crate::diagnostic::nearest;
use crate::model::{Dimension, MemberId, PartId};
use crate::read::mapping::{PartColumn, TableForm};

/// Words that were looked up are kept, but not without end.
const KEPT: usize = 10_000;

/// A column that names members of a dimension.
pub(super) struct Members<'m> {
    pub(super) mapped: &'m PartColumn,
    pub(super) column: usize,
    dimension: &'m Dimension,
    /// The number of its first member among those of all columns.
    first: usize,
    /// Words that were looked up: the number of a member, or what is not shown.
    known: BTreeMap<String, Option<usize>>,
    /// Their ids and names in lower case.
    folded: BTreeMap<String, usize>,
}

impl<'m> Members<'m> {
    /// The columns of a table; those that it does not have were reported.
    pub(super) fn of_all(mapped: &'m [PartColumn], dimensions: &'m [Dimension], head: &Head<'_>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for mapped in mapped {
            let first = all.last().map_or(0, |last| last.first + last.dimension.members.len());
            all.extend(Self::new(mapped, dimensions, first, head));
        }
        all
    }

    fn new(mapped: &'m PartColumn, dimensions: &'m [Dimension], first: usize, head: &Head<'_>) -> Option<Self> {
        let dimension = dimensions.iter().find(|dimension| dimension.id == mapped.dimension)?;
        let folded = dimension.members.iter().enumerate().flat_map(|(at, member)| {
            [member.name.as_str(), member.id.as_str()].map(|word| (word.to_lowercase(), first + at))
        });
        let mut members = Self {
            mapped,
            column: head.find(&mapped.column)?,
            dimension,
            first,
            known: BTreeMap::new(),
            folded: folded.collect(),
        };
        members.forget();
        Some(members)
    }

    /// Keeps only what the mapping says.
    fn forget(&mut self) {
        let members = &self.dimension.members;
        let number = |id: &MemberId| members.iter().position(|member| member.id == *id).map(|at| self.first + at);
        let said = self.mapped.members.iter();
        self.known = said.map(|(word, member)| (word.clone(), member.as_ref().and_then(number))).collect();
    }

    /// The part with a number; `None` for one of another column.
    pub(super) fn part(&self, number: usize) -> Option<PartId> {
        let member = self.dimension.members.get(number.checked_sub(self.first)?)?;
        Some(self.dimension.part(member))
    }

    /// The numbers of the members that a cell means; none where it is empty or means what is not shown.
    pub(super) fn of(&mut self, cell: &Cell<'_>, form: &TableForm, found: &mut Vec<usize>) -> Result<(), Reason> {
        if cell.is_nothing(form) {
            return Ok(());
        }
        let Some(words) = cell.words()? else { return Ok(()) };
        match &self.mapped.separator {
            None => self.word(&words, found),
            Some(separator) => {
                let separator = separator.clone();
                let words = words.split(separator.as_str()).map(str::trim).filter(|word| !word.is_empty());
                words.map(|word| self.word(word, found)).collect::<Result<Vec<()>, Reason>>().map(drop)
            }
        }
    }

    fn word(&mut self, word: &str, found: &mut Vec<usize>) -> Result<(), Reason> {
        let number = match self.known.get(word) {
            Some(number) => *number,
            None => {
                let Some(number) = self.folded.get(&word.to_lowercase()).copied() else {
                    let members = self.dimension.members.iter();
                    let words = members.flat_map(|member| [member.name.as_str(), member.id.as_str()]);
                    let words = words.chain(self.mapped.members.iter().map(|(word, _)| word.as_str()));
                    return Err(Reason::UnknownMember {
                        found: shown(word),
                        dimension: self.dimension.id.to_string(),
                        nearest: nearest(word, words),
                    });
                };
                if self.known.len() > KEPT {
                    self.forget();
                }
                self.known.insert(word.to_owned(), Some(number));
                Some(number)
            }
        };
        if let Some(number) = number.filter(|number| !found.contains(number)) {
            found.push(number);
        }
        Ok(())
    }
}
