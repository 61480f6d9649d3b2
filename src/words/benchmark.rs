//! Gaps in words: how we stand beside the others of a study.

use super::movement::movement;
use super::name::Name;
use super::{number, period};
use crate::analyse::{BenchmarkFinding, KpiFindings, Quartile};
use crate::disclose::Edition;
use crate::model::{Against, Comparable, Kpi, Study, weights_add_up};

/// With fewer others than this a comparison is indicative.
const ENOUGH_PEERS: u32 = 10;

/// How many others a study compares with: `1 partner`, `24 partners`.
pub fn partners(count: u32) -> String {
    format!("{} partner{}", number::count(u64::from(count)), if count == 1 { "" } else { "s" })
}

/// How weights count whose sum is neither 100 nor 1: `the weights add up to 90 and count as shares of that`.
pub fn weights_as_shares(sum: f64) -> Option<String> {
    let words = || format!("the weights add up to {} and count as shares of that", number::machine(sum));
    (!weights_add_up(sum)).then(words)
}

/// Whether there are so few others that a comparison is indicative: fewer than ten.
pub fn is_indicative(found: &BenchmarkFinding) -> bool {
    found.peers.is_some_and(|count| count < ENOUGH_PEERS)
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
    if let Some(count) = found.peers.filter(|_| is_indicative(found)) {
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
        Against::Competitors | Against::Functional | Against::Standard | Against::Expectations => "peers",
    }
}

fn whose(study: &Study) -> &'static str {
    match study.against {
        Against::Internal => "the other units'",
        Against::Competitors | Against::Functional | Against::Standard | Against::Expectations => "the peers'",
    }
}
