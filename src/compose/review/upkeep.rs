//! Commentary that was not kept up: older than a figure it speaks of, silent about a missed target, or last month's.

use super::{kpis_in, named, of_commentary};
use crate::analyse::Findings;
use crate::compose::prose::place_in_head;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Commentary, Kpi, KpiId, Organisation, Subject};
use crate::words::period;

/// Shorter words, in bytes, may well be the same twice.
const SHORT: usize = 80;

/// Reports commentary that was not kept up.
pub(super) fn report(findings: &Findings, diagnostics: &Diagnostics) {
    let facts = findings.edition().facts();
    for words in &facts.commentaries {
        report_repeated(facts, words, diagnostics);
        report_older(facts, words, diagnostics);
    }
    report_missed(findings, diagnostics);
}

fn report_repeated(facts: &Organisation, words: &Commentary, diagnostics: &Diagnostics) {
    let text = words.body.read();
    let text = text.trim();
    let before = facts.snapshots.iter().rev().find(|snapshot| snapshot.period < words.period);
    let before = before.and_then(|before| facts.commentary(before.period, words.part.as_ref()));
    if let Some(before) = before.filter(|before| text.len() >= SHORT && before.body.read().trim() == text) {
        let period = period::name(before.period);
        diagnostics.report(Problem::CommentaryRepeated { period }, Location::file(&words.body.file));
    }
}

/// A placeholder follows its figure, but the words around it may not.
fn report_older(facts: &Organisation, words: &Commentary, diagnostics: &Diagnostics) {
    let Some(written) = words.heading.updated.or(words.heading.date) else { return };
    let Some(snapshot) = facts.snapshot(words.period) else { return };
    let later =
        snapshot.revisions.iter().filter(|revision| revision.on > written && revision.subject.part == words.part);
    let mut spoken = None;
    for revision in later {
        let spoken = spoken.get_or_insert_with(|| spoken_of(facts, words));
        if spoken.iter().any(|kpi| kpi.id == revision.subject.kpi) {
            let problem = Problem::OlderThanRevision {
                written: written.to_string(),
                kpi: revision.subject.kpi.to_string(),
                revised: revision.on.to_string(),
            };
            diagnostics.report(problem, place_in_head(&words.body, &written.to_string()));
        }
    }
}

/// Headline KPIs that missed their targets in the latest period and of which its commentary does not speak.
///
/// Nobody who writes no commentary is asked for one.
fn report_missed(findings: &Findings, diagnostics: &Diagnostics) {
    let facts = findings.edition().facts();
    let latest = facts.latest();
    let Some(words) = facts.commentary(latest.period, None).filter(|_| !latest.provisional) else { return };
    let spoken = spoken_of(facts, words);
    let is_missed = |id: &&KpiId| {
        let found = findings.at(&Subject::whole((*id).clone()), latest.period);
        found.current().is_some() && found.met == Some(false) && !spoken.iter().any(|kpi| kpi.id == **id)
    };
    let missed = facts.settings.headline.iter().filter(is_missed);
    let kpis: Vec<String> = missed.map(|id| format!("`{id}`")).collect();
    if !kpis.is_empty() {
        let period = period::name(latest.period);
        diagnostics.report(Problem::MissedWithoutWord { period, kpis }, Location::file(&words.body.file));
    }
}

/// The KPIs that a commentary speaks of, by name, by a figure or by a chart.
fn spoken_of<'f>(facts: &'f Organisation, words: &Commentary) -> Vec<&'f Kpi> {
    let texts = of_commentary(words);
    let sentences = texts.iter().flat_map(|text| &text.sentences);
    let by_name = sentences.flat_map(|sentence| kpis_in(facts, sentence, &(0..sentence.text.len())));
    let mut spoken: Vec<&Kpi> = by_name.map(|(kpi, _)| kpi).collect();
    // Tables name them beside or above their figures.
    let heads = texts.iter().flat_map(|text| &text.sentences).filter_map(|sentence| sentence.cell.as_ref());
    let heads: Vec<&String> = heads.flat_map(|cell| [&cell.row, &cell.column]).collect();
    spoken.extend(facts.kpis.iter().filter(|kpi| heads.iter().any(|head| named(kpi, head).is_some())));
    // Sentences of their own and charts.
    let body = words.body.read();
    let by_placeholder = |kpi: &&Kpi| {
        let id = kpi.id.as_str();
        let marks = body.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
        marks
            .into_iter()
            .any(|mark| mark.split(|sign: char| !sign.is_alphanumeric() && sign != '_').any(|word| word == id))
    };
    spoken.extend(facts.kpis.iter().filter(by_placeholder));
    spoken
}
