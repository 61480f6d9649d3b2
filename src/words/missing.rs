//! What stands in the place of a figure that is not there: that it was not measured and that it is withheld are two
//! different things, and neither is zero.

use crate::analyse::Point;
use crate::model::{Measurement, Withheld};

/// In a cell: `no data`, `withheld`, `fewer than 5`.
pub fn in_cell(withheld: Option<Withheld>) -> String {
    withheld.map_or_else(|| "no data".to_owned(), self::withheld)
}

/// `withheld`, `fewer than 5`
pub fn withheld(why: Withheld) -> String {
    match why {
        Withheld::FewerThan(number) => format!("fewer than {number}"),
        Withheld::Protected => "withheld".to_owned(),
    }
}

/// In a cell about what was published before: `not measured`, `withheld`.
pub fn before(measurement: Option<Measurement>) -> String {
    measurement.and_then(|measurement| measurement.withheld()).map_or_else(|| "not measured".to_owned(), withheld)
}

/// Which periods a chart lacks: `No data for October 2026.` – `Withheld for 3 months.` Each in a sentence of its own.
///
/// `named` names a single period, `counted` says how many.
pub fn gaps<'p>(
    points: impl Iterator<Item = &'p Point>,
    named: impl Fn(&Point) -> String,
    counted: impl Fn(usize) -> String,
) -> Vec<String> {
    let (withheld, missing): (Vec<&Point>, Vec<&Point>) =
        points.filter(|point| point.value.is_none()).partition(|point| point.withheld.is_some());
    let sentence = |words: &str, points: &[&Point]| match points {
        [] => None,
        [one] => Some(format!("{words} for {}.", named(one))),
        many => Some(format!("{words} for {}.", counted(many.len()))),
    };
    sentence("No data", &missing).into_iter().chain(sentence("Withheld", &withheld)).collect()
}
