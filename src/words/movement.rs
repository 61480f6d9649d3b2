//! Movement in words: whether a gap closed or opened since the study before.

use super::name::Name;
use super::number;
use crate::analyse::{self, BenchmarkFinding, Movement};
use crate::disclose::Edition;
use crate::model::Kpi;

/// How the gap moved since the study before: `The gap to the median has halved since the study of 2025 (from 10 to
/// 5 points).`
///
/// `None` without a study before, for neutral KPIs, where no difference can be seen now, and where what moved may be
/// chance.
pub fn movement(kpi: &Kpi, found: &BenchmarkFinding, edition: &Edition) -> Option<String> {
    let before = found.before.as_ref()?;
    let year = edition.facts().study(&before.study)?.fieldwork.to.year();
    if found.clear == Some(false) || analyse::movement(found) == Some(Movement::Unclear) {
        return None;
    }
    let (then, now) = (before.advantage?, found.advantage?);
    let what = if found.average_only { "average" } else { "median" };
    let since = format!("since the study of {year}");
    let sizes = number::sizes(kpi, then.abs(), now.abs());
    let same = number::reads_as_zero(kpi, now - then);
    if number::reads_as_zero(kpi, then) || number::reads_as_zero(kpi, now) || then * now < 0.0 {
        if same {
            return None;
        }
        let stood = |advantage: f64| match number::reads_as_zero(kpi, advantage) {
            true => format!("level with the {what}"),
            false if advantage > 0.0 => format!("{} better than the {what}", number::size(kpi, advantage)),
            false => format!("{} worse than the {what}", number::size(kpi, advantage)),
        };
        let name = Name::of(kpi);
        return Some(format!("In the study of {year} {} {} {}.", name.it(), name.verb("was", "were"), stood(then)));
    }
    let ahead = now > 0.0;
    let gap = if ahead { format!("lead over the {what}") } else { format!("gap to the {what}") };
    if same {
        return Some(format!("The {gap} is the same as in the study of {year}."));
    }
    let moved = match now / then {
        ratio if (0.45..=0.55).contains(&ratio) => "halved",
        ratio if (1.9..=2.1).contains(&ratio) => "doubled",
        ratio if ratio < 1.0 => {
            if ahead {
                "shrunk"
            } else {
                "narrowed"
            }
        }
        _ if ahead => "grown",
        _ => "widened",
    };
    Some(format!("The {gap} has {moved} {since} (from {sizes})."))
}

/// Where a KPI stands beside the others and which way it went: `behind, and falling further back`.
///
/// What may be chance is not called a movement.
pub fn standing(kpi: &Kpi, found: &BenchmarkFinding) -> Option<&'static str> {
    let moved = analyse::movement(found)?;
    let then = found.before.as_ref()?.advantage?;
    let ahead = |advantage: f64| !number::reads_as_zero(kpi, advantage) && advantage > 0.0;
    let behind = |advantage: f64| !number::reads_as_zero(kpi, advantage) && advantage < 0.0;
    let now = found.advantage?;
    Some(match moved {
        _ if number::reads_as_zero(kpi, now - then) => "as far as before",
        Movement::Unclear => "no clear movement",
        Movement::Same => "as far as before",
        Movement::FellBack if behind(now) && behind(then) => "behind, and falling further back",
        Movement::FellBack if behind(now) => "behind, and was not before",
        Movement::FellBack if ahead(now) => "ahead, with a smaller lead",
        Movement::FellBack => "level, and was ahead before",
        Movement::Gained if ahead(now) && ahead(then) => "ahead, and pulling away",
        Movement::Gained if ahead(now) => "ahead, and was not before",
        Movement::Gained if behind(now) => "behind, and closing",
        Movement::Gained => "level, and was behind before",
    })
}

/// Ours and theirs then and now: `Ours went from 5.9 % to 6.2 %, the median from 6.0 % to 5.6 %.`
pub fn both(kpi: &Kpi, found: &BenchmarkFinding) -> Option<String> {
    let before = found.before.as_ref()?;
    let what = if found.average_only { "average" } else { "median" };
    let way = |then: f64, now: f64| {
        let (from, to) = (number::value(kpi, then), number::value(kpi, now));
        if from == to { Err(to) } else { Ok(format!("from {from} to {to}")) }
    };
    let (ours, theirs) = (way(before.ours, found.ours), way(before.benchmark, found.benchmark));
    Some(match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => format!("Ours went {ours}, the {what} {theirs}."),
        (Ok(ours), Err(theirs)) => format!("Ours went {ours}, the {what} stayed at {theirs}."),
        (Err(ours), Ok(theirs)) => format!("Ours stayed at {ours}, the {what} went {theirs}."),
        (Err(ours), Err(theirs)) => format!("Ours stayed at {ours}, the {what} at {theirs}."),
    })
}
