//! Rows of figures: each row has figures of one period, of the whole or of one part.

use std::collections::BTreeMap;

use super::cell::{Cell, shown};
use super::found::{Found, checked, in_unit, rounded};
use super::members::Members;
use super::only::Only;
use super::rejected::{Reason, Rejected};
use super::table::{Head, Row, Rows};
use crate::diagnostic::{Diagnostics, Reported, nearest};
use crate::model::{Kpi, Measurement, PartId, Period, Subject};
use crate::read::Ground;
use crate::read::mapping::{DayColumn, KpiRule, Mapping, PeriodFrom, Rule};

/// Counts beyond this are not exact in a 64-bit float.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Reads rows of figures.
pub(super) struct Figures<'f> {
    ground: &'f Ground,
    mapping: &'f Mapping,
    diagnostics: &'f Diagnostics,
    /// The period of the whole file, where its name says it.
    period: Option<Period>,
    places: Option<Places<'f>>,
    /// In which row each figure stood.
    rows: BTreeMap<(Period, Subject), u64>,
    pub(super) found: Found,
}

/// Where the columns of the mapping are.
struct Places<'f> {
    names: Vec<String>,
    period: Option<(&'f DayColumn, usize)>,
    members: Vec<Members<'f>>,
    only: Only<'f>,
    measure: Option<usize>,
    kpis: Vec<Place<'f>>,
}

struct Place<'f> {
    kpi: &'f Kpi,
    rule: &'f KpiRule,
    columns: Vec<usize>,
}

impl<'f> Figures<'f> {
    pub(super) fn new(
        ground: &'f Ground,
        mapping: &'f Mapping,
        period: Option<Period>,
        diagnostics: &'f Diagnostics,
    ) -> Self {
        Self { ground, mapping, diagnostics, period, places: None, rows: BTreeMap::new(), found: Found::default() }
    }

    fn place(&self, rule: &'f KpiRule, head: &Head<'_>) -> Option<Place<'f>> {
        let named = match &rule.rule {
            Rule::Value { column, n } => std::iter::once(column).chain(n).collect(),
            Rule::Ratio { numerator, denominator } => vec![numerator, denominator],
            Rule::Promoters { columns } => columns.iter().collect(),
            _ => Vec::new(),
        };
        let columns: Vec<Option<usize>> = named.into_iter().map(|column| head.find(column)).collect();
        Some(Place { kpi: self.ground.kpi(&rule.kpi)?, rule, columns: columns.into_iter().collect::<Option<_>>()? })
    }
}

impl Rows for Figures<'_> {
    fn head(&mut self, head: &Head<'_>) -> Result<(), Reported> {
        let mapping = self.mapping;
        self.places = Some(Places {
            names: head.names.to_vec(),
            period: match &mapping.period {
                PeriodFrom::Column(column) => head.find(&column.column).map(|at| (column, at)),
                PeriodFrom::FileName(_) => None,
            },
            members: Members::of_all(&mapping.parts, &self.ground.dimensions, head),
            only: Only::of(&mapping.only, head),
            measure: mapping.measure.as_ref().and_then(|measure| head.find(&measure.column)),
            kpis: mapping.kpis.iter().filter_map(|rule| self.place(rule, head)).collect(),
        });
        self.diagnostics.proceed()
    }

    fn row(&mut self, number: u64, row: &Row<'_>) {
        let form = &self.mapping.table;
        let (ground, found) = (self.ground, &mut self.found);
        let Some(places) = &mut self.places else { return };
        let names = &places.names;
        let mut reject = |column: Option<usize>, reason| {
            found.rejected.add(Some(number), column.map(|column| names[column].as_str()), reason);
        };
        match places.only.passes(row, form) {
            Ok(true) => {}
            Ok(false) => {
                found.passed_over += 1;
                return;
            }
            Err((column, reason)) => return reject(Some(column), reason),
        }
        let period = match (places.period, self.period) {
            (None, Some(period)) => period,
            (Some((day, column)), _) => {
                let cell = row.cell(column);
                match period_of(day, &cell, self.mapping, ground) {
                    Ok(period) => period,
                    Err(reason) => return reject(Some(column), reason),
                }
            }
            (None, None) => return,
        };
        let mut parts: Vec<usize> = Vec::new();
        for members in &mut places.members {
            let cell = row.cell(members.column);
            let is_whole = cell
                .words()
                .is_ok_and(|word| word.is_some_and(|word| members.mapped.whole.iter().any(|it| **it == *word)));
            let before = parts.len();
            if is_whole || cell.is_nothing(form) {
                continue;
            }
            if let Err(reason) = members.of(&cell, form, &mut parts) {
                return reject(Some(members.column), reason);
            }
            // A part that the mapping leaves out.
            if parts.len() == before {
                return;
            }
        }
        if parts.len() > 1 {
            return reject(None, Reason::SeveralParts);
        }
        let part: Option<PartId> =
            parts.pop().and_then(|number| places.members.iter().find_map(|members| members.part(number)));
        let called = match places.measure {
            None => None,
            Some(column) => match row.cell(column).words() {
                Err(reason) => return reject(Some(column), reason),
                Ok(None) => return,
                Ok(Some(word)) => {
                    let ignored = self.mapping.measure.iter().flat_map(|measure| &measure.ignore);
                    if ignored.into_iter().any(|ignored| **ignored == *word) {
                        return;
                    }
                    let known = || places.kpis.iter().filter_map(|place| place.rule.called.as_deref());
                    if !known().any(|called| called == word) {
                        let nearest = nearest(&word, known());
                        return reject(Some(column), Reason::UnknownMeasure { found: shown(&word), nearest });
                    }
                    Some(word.into_owned())
                }
            },
        };
        for place in &places.kpis {
            if called.is_some() && place.rule.called != called {
                continue;
            }
            let cells: Vec<Cell<'_>> = place.columns.iter().map(|column| row.cell(*column)).collect();
            let measurement = match measured(place, &cells, self.mapping) {
                Ok(None) => continue,
                Ok(Some(measurement)) => measurement,
                Err((at, reason)) => {
                    reject(Some(place.columns[at]), reason);
                    continue;
                }
            };
            let subject = Subject { kpi: place.kpi.id.clone(), part: part.clone() };
            if let Some(first) = self.rows.get(&(period, subject.clone())) {
                let what = format!("`{}` in {period}", place.kpi.id);
                reject(Some(place.columns[0]), Reason::Second { what, first: *first });
                continue;
            }
            self.rows.insert((period, subject.clone()), number);
            found.figures.entry(period).or_default().insert(subject, measurement);
        }
    }

    fn rejected(&mut self) -> &mut Rejected {
        &mut self.found.rejected
    }
}

/// The period that a cell of days says.
pub(super) fn period_of(
    day: &DayColumn,
    cell: &Cell<'_>,
    mapping: &Mapping,
    ground: &Ground,
) -> Result<Period, Reason> {
    match cell.moment(&day.format, &mapping.table)? {
        None => Err(Reason::NoPeriod),
        Some(moment) => day
            .period(moment, ground.period_kind)
            .ok_or_else(|| Reason::NoSuchPeriod(shown(&cell.words().ok().flatten().unwrap_or_default()))),
    }
}

/// The figure in `cells`; `None` where nothing was measured, else the cell that is wrong, and why.
fn measured(place: &Place<'_>, cells: &[Cell<'_>], mapping: &Mapping) -> Result<Option<Measurement>, (usize, Reason)> {
    let form = &mapping.table;
    let number = |at: usize| cells[at].number(form).map_err(|reason| (at, reason));
    let whole = |at: usize| match number(at)? {
        None => Ok(None),
        Some(number) if number.fract() == 0.0 && (0.0..=MAX_WHOLE).contains(&number) => Ok(Some(number as u64)),
        Some(number) => Err((at, Reason::NotWhole(number))),
    };
    let measurement = match &place.rule.rule {
        Rule::Value { n, .. } => {
            let amount = cells[0].amount(place.rule.unit, form).map_err(|reason| (0, reason))?;
            let n = if n.is_some() { whole(1)? } else { None };
            let Some(amount) = amount else { return Ok(None) };
            Measurement::Value { value: rounded(in_unit(place.kpi, amount)), n }
        }
        Rule::Ratio { .. } => {
            let numerator =
                cells[0].amount(crate::read::mapping::CellUnit::Plain, form).map_err(|reason| (0, reason))?;
            match (numerator, whole(1)?) {
                (None, None) => return Ok(None),
                (Some(numerator), Some(denominator)) => Measurement::Ratio { numerator, denominator },
                (None, _) => return Err((0, Reason::HalfMissing)),
                (_, None) => return Err((1, Reason::HalfMissing)),
            }
        }
        _ => match (whole(0)?, whole(1)?, whole(2)?) {
            (None, None, None) => return Ok(None),
            (Some(promoters), Some(passives), Some(detractors)) => {
                Measurement::Promoters { promoters, passives, detractors }
            }
            (promoters, passives, _) => {
                let at = if promoters.is_none() { 0 } else { 1 + usize::from(passives.is_some()) };
                return Err((at, Reason::HalfMissing));
            }
        },
    };
    checked(place.kpi, measurement).map(Some).map_err(|reason| (0, reason))
}
