//! Parts compared by their size: what a funnel and a row of intervals are drawn from, and what both say.

use super::elements::Shape;
use super::role::Role;
use super::told::shortened_sentences;
use super::{Cell, Column, Table};
use crate::analyse::{ComparedPart, Comparison};
use crate::model::{Better, Kpi, Period};
use crate::words::phrase::list;
use crate::words::{number, period};

/// The parts of a dimension side by side in one period.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What the ids of the drawing begin with: letters, digits, `_`, `-`; unique in the page.
    pub id: &'a str,
    /// The KPI.
    pub kpi: &'a Kpi,
    /// What the parts are parts of: `Team`.
    pub dimension: &'a str,
    /// The names of the parts, in the order of the comparison.
    pub names: &'a [&'a str],
    /// What is stated about them.
    pub comparison: &'a Comparison,
    /// When.
    pub period: Period,
}

impl<'a> Compared<'a> {
    /// The parts with their names, in the order of the comparison.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&'a str, &'a ComparedPart)> {
        self.names.iter().copied().zip(&self.comparison.parts)
    }

    /// `Customer satisfaction by team, October 2026 (percent)`
    pub(super) fn title(&self) -> String {
        super::told::title_by(self.kpi, self.dimension, self.period)
    }

    /// What the drawing says; `kind` is its first sentence.
    pub(super) fn description(&self, kind: String) -> String {
        let pooled = number::value(self.kpi, self.comparison.pooled);
        let mut sentences = vec![kind, format!("All together {pooled}.")];
        let beyond: Vec<&str> = self.parts().filter(|(_, part)| part.outlier).map(|(name, _)| name).collect();
        sentences.push(match beyond.as_slice() {
            [] => "None differs by more than its size explains.".to_owned(),
            [one] => format!("{one} differs by more than its size explains."),
            few if few.len() <= 3 => format!("{} differ by more than their size explains.", list(few)),
            many => format!("{} differ by more than their size explains.", many.len()),
        });
        sentences.push("Table below.".to_owned());
        shortened_sentences(sentences)
    }

    /// The figures; `limits` names what the limits are.
    pub(super) fn table(&self, limits: [&str; 2]) -> Table {
        let kpi = self.kpi;
        let columns = vec![
            Column::words(self.dimension),
            Column::figures("Cases"),
            Column::values("Value", kpi),
            Column::values(limits[0], kpi),
            Column::values(limits[1], kpi),
            Column::words("Differs"),
        ];
        let rows = self.parts().map(|(name, part)| {
            let (lower, upper) = part.limits_998;
            vec![
                Cell::words(name),
                Cell::figure(number::count(part.n), part.n as f64),
                Cell::value(kpi, Some(part.value), None),
                Cell::value(kpi, Some(lower), None),
                Cell::value(kpi, Some(upper), None),
                Cell::words(self.verdict(part).0),
            ]
        });
        let (name, dimension) = (&kpi.name, self.dimension.to_lowercase());
        let caption = format!("{name} by {dimension}, {}", period::name(self.period));
        Table { caption, columns, rows: rows.collect() }
    }

    /// `better`, `worse` or `different`, with its mark; nothing is claimed of what its size explains.
    pub(super) fn verdict(&self, part: &ComparedPart) -> (&'static str, Option<(Shape, Role)>) {
        if !part.outlier {
            return ("no more than its size explains", None);
        }
        let above = part.value > self.comparison.pooled;
        match (self.kpi.better, above) {
            (Better::Neutral, _) => ("different", Some((Shape::Diamond, Role::Different))),
            (Better::Higher, true) | (Better::Lower, false) => ("better", Some((Shape::Up, Role::Better))),
            (Better::Higher, false) | (Better::Lower, true) => ("worse", Some((Shape::Down, Role::Worse))),
        }
    }

    /// `Billing: 90.3 %, n = 454, better than its size explains`
    pub(super) fn tip(&self, name: &str, part: &ComparedPart) -> String {
        let value = number::value(self.kpi, part.value);
        let verdict = match self.verdict(part) {
            (_, None) => String::new(),
            (word, Some(_)) => format!(", {word}: beyond the 99.8\u{202f}% limit"),
        };
        format!("{name}: {value}, n = {}{verdict}", number::count(part.n))
    }
}
