//! Gaps in words: how we stand beside the others of a study, and whether that moved since the study before.

use super::name::Name;
use super::{number, period};
use crate::analyse::{BenchmarkFinding, KpiFindings, Quartile};
use crate::disclose::Edition;
use crate::model::{Against, Comparable, Kpi, Study};

/// With fewer others than this a comparison is indicative.
const ENOUGH_PEERS: u32 = 10;

/// How many others a study compares with: `1 partner`, `24 partners`.
pub fn partners(count: u32) -> String {
    format!("{} partner{}", number::count(u64::from(count)), if count == 1 { "" } else { "s" })
}

/// How a KPI stands beside the study that applies to the period, and since the study before; `None` without one.
pub fn benchmark(findings: &KpiFindings, edition: &Edition) -> Option<String> {
    let found = findings.benchmark.as_ref()?;
    let facts = edition.facts();
    let (kpi, study) = (facts.kpi(&findings.subject.kpi)?, facts.study(&found.study)?);
    let gap = gap(kpi, found, study, edition);
    Some(match movement(kpi, found, edition) {
        Some(movement) => format!("{gap} {movement}"),
        None => gap,
    })
}

/// A gap as a sentence, with its cautions.
///
/// Says nothing of above or below where no difference can be seen, and nothing of a place in the field where the study
/// gives only an average.
pub fn gap(kpi: &Kpi, found: &BenchmarkFinding, study: &Study, edition: &Edition) -> String {
    let language = &edition.facts().settings.language;
    let name = Name::of(kpi);
    let (starting, is) = (name.starting(), name.is());
    let benchmark = number::short(kpi, found.benchmark);
    if found.comparable == Comparable::No {
        return format!("The {} define {} in another way, so no difference is stated.", others(study), name.inside());
    }
    let field = field(found, study, language);
    let whose = whose(study);
    let difference = found.difference.filter(|difference| !number::reads_as_zero(kpi, *difference));
    let words = match (difference, found.average_only, found.clear) {
        (None, true, _) => {
            let how = if found.read_off.is_some() { ", read off a chart" } else { " on average" };
            let definition = if found.comparable == Comparable::Partly { "; their definition may differ" } else { "" };
            let others = super::phrase::capitalised(others(study));
            return format!("{others} are at about {benchmark}{how}{definition}.{}", care(found, study, false));
        }
        (Some(_), true, Some(false)) => {
            format!("{starting} {is} level with {whose} average of about {benchmark}{}", unseen(kpi, found))
        }
        (Some(difference), true, _) => {
            let (size, side) = (number::size(kpi, difference), side(difference));
            let how = if found.read_off.is_some() { ", read off a chart" } else { "" };
            format!("{starting} {is} {size} {side} {whose} average of about {benchmark}{field}{how}")
        }
        (Some(_), false, Some(false)) => {
            format!("{starting} {is} level with {whose} median of {benchmark}{}", unseen(kpi, found))
        }
        (None, false, _) => format!("{starting} {is} level with {whose} median of {benchmark}{field}"),
        (Some(difference), false, _) => {
            let (size, side) = (number::size(kpi, difference), side(difference));
            let stands = if name.is_act() {
                let than = if difference > 0.0 { "longer than" } else { "less than" };
                format!("{} {size} {than}", name.verb("takes", "take"))
            } else {
                format!("{is} {size} {side}")
            };
            format!("{starting} {stands} {whose} median of {benchmark}{field}{}", place(found))
        }
    };
    format!("{words}.{}", care(found, study, found.comparable == Comparable::Partly))
}

/// How the gap moved since the study before: `The gap to the median has halved since the study of 2025 (from 10 to
/// 5 points).`
///
/// `None` without a study before, for neutral KPIs, and where no difference can be seen now.
pub fn movement(kpi: &Kpi, found: &BenchmarkFinding, edition: &Edition) -> Option<String> {
    let before = found.before.as_ref()?;
    let year = edition.facts().study(&before.study)?.fieldwork.to.year();
    if found.clear == Some(false) {
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

/// : with 1,412 answers no difference can be seen
fn unseen(kpi: &Kpi, found: &BenchmarkFinding) -> String {
    match found.n {
        Some(n) => {
            let cases = super::sentence::cases(kpi);
            format!(": with {} {cases} no difference can be seen", number::count(n))
        }
        None => ": no difference can be seen".to_owned(),
    }
}

/// ` (24 peers, spring 2026)`
fn field(found: &BenchmarkFinding, study: &Study, language: &str) -> String {
    let when = period::season(study.fieldwork, language);
    match found.peers {
        Some(1) => format!(" (1 {}, {when})", others(study).trim_end_matches('s')),
        Some(count) => format!(" ({} {}, {when})", number::count(u64::from(count)), others(study)),
        None => format!(" ({when})"),
    }
}

/// Where in the field: `, in the second-best quarter of the field`.
fn place(found: &BenchmarkFinding) -> &'static str {
    match (found.advantage_to_best, found.quartile) {
        (Some(beyond), _) if beyond > 0.0 => ", better than the best of them",
        (Some(0.0), _) => ", level with the best of them",
        (_, Some(Quartile::Top)) => ", in the best quarter of the field",
        (_, Some(Quartile::Second)) => ", in the second-best quarter of the field",
        (_, Some(Quartile::Third)) => ", in the second-worst quarter of the field",
        (_, Some(Quartile::Bottom)) => ", in the worst quarter of the field",
        (_, None) => "",
    }
}

/// What to be careful about, as sentences of their own.
fn care(found: &BenchmarkFinding, study: &Study, definition: bool) -> String {
    let mut words = String::new();
    if definition {
        words.push_str(" Their definition may differ.");
    }
    if let Some(count) = found.peers.filter(|count| *count < ENOUGH_PEERS) {
        let others = if count == 1 { others(study).trim_end_matches('s') } else { others(study) };
        words.push_str(&format!(" With only {count} {others} this is indicative."));
    }
    if found.dated {
        words.push_str(" The study is dated.");
    }
    words
}

fn side(difference: f64) -> &'static str {
    if difference > 0.0 { "above" } else { "below" }
}

fn others(study: &Study) -> &'static str {
    match study.against {
        Against::Internal => "other units",
        Against::Competitors | Against::Functional | Against::Standard => "peers",
    }
}

fn whose(study: &Study) -> &'static str {
    match study.against {
        Against::Internal => "the other units'",
        Against::Competitors | Against::Functional | Against::Standard => "the peers'",
    }
}
