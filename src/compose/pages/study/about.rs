//! What a study says of itself: with whom, when, how, by whom, and how to cite it. It decides what the figures are worth.

use crate::compose::frame::Site;
use crate::compose::pages::FactView;
use crate::compose::pages::blocks::fact;
use crate::compose::route::Route;
use crate::model::{Against, Organisation, Study, StudyKind};
use crate::words;

/// Compared with, fieldwork, published, continues.
pub(super) fn about(site: Site, route: &Route, study: &Study) -> Vec<FactView> {
    let mut about = Vec::new();
    let others = match study.against {
        Against::Competitors => "competitors",
        Against::Functional => "the same function elsewhere",
        Against::Standard => "a standard",
        Against::Internal => "other parts of the organisation",
        Against::Expectations => "what customers expect",
    };
    let count = study.partners.as_ref().and_then(|partners| partners.count);
    about.push(fact(
        "Compared with",
        match count {
            Some(count) => format!("{others}, {}", words::benchmark::partners(count)),
            None => others.to_owned(),
        },
    ));
    about.push(fact("Kind", kind(&study.kind)));
    about.push(fact("Fieldwork", words::period::fieldwork(study.fieldwork)));
    about.push(fact("Published", words::period::date(study.published)));
    about.extend(study.revisions.last().map(|revision| fact("Last revised", words::period::date(revision.on))));
    if let Some(before) = study.continues.as_ref().and_then(|id| site.facts().study(id)) {
        let href = Some(site.href(route, &Route::Study(before.id.clone())));
        about.push(FactView { href, ..fact("Continues", &before.title) });
    }
    about
}

/// Purpose, question, method, partners, who made it.
pub(super) fn method(site: Site, study: &Study) -> Vec<FactView> {
    let mut method = Vec::new();
    let texts = [("Purpose", &study.purpose), ("Question", &study.question)];
    method.extend(texts.into_iter().filter_map(|(term, text)| Some(fact(term, text.as_ref()?))));
    if !study.method.is_empty() {
        method.push(fact("Method", words::phrase::list(&study.method)));
    }
    if let Some(partners) = &study.partners {
        method.extend(partners.criteria.as_ref().map(|criteria| fact("Partners chosen by", criteria)));
        if !partners.names.is_empty() {
            method.push(fact("Partners", words::phrase::list(&partners.names)));
        }
    }
    let team = &study.team;
    method.extend(team.coordinator.as_ref().map(|name| fact("Coordinator", name)));
    method.extend(team.process_owner.as_ref().map(|name| fact("Process owner", name)));
    let groups = [
        ("Collected by", &team.collectors),
        ("Analysed by", &team.analysts),
        ("Supported by", &team.support),
        ("Facilitated by", &team.facilitators),
    ];
    method.extend(
        groups
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(term, names)| fact(term, words::phrase::list(names))),
    );
    let theirs = study.results().iter().filter_map(|benchmark| {
        let name = words::inside(site.facts().kpi(&benchmark.kpi)?);
        Some(fact(&format!("Their definition of {name}"), benchmark.their_definition.as_ref()?))
    });
    method.extend(theirs);
    method
}

/// What was changed after it came out, newest first.
pub(super) fn revisions(study: &Study) -> Vec<FactView> {
    let newest_first = study.revisions.iter().rev();
    newest_first.map(|revision| fact(&words::period::date(revision.on), &revision.because)).collect()
}

fn kind(kind: &StudyKind) -> &'static str {
    match kind {
        StudyKind::Performance { .. } => "comparison of performance",
        StudyKind::ServiceQuality(_) => "service quality (SERVQUAL)",
        StudyKind::Standard(_) => "assessment against a standard",
        StudyKind::Process(_) => "comparison of a process",
        StudyKind::Competencies(_) => "comparison of competencies",
    }
}

/// Who, when, what, which version, last revised, under which identifier and licence.
pub(in crate::compose) fn citation(facts: &Organisation, study: &Study) -> String {
    let organisation = &facts.settings.organisation;
    let year = study.published.year();
    let version = study.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let day = words::period::date;
    let revised = study.revisions.last().map(|revision| format!(" Last revised {}.", day(revision.on)));
    let withdrawn = study.withdrawn.as_ref().map(|withdrawn| format!(" Withdrawn {}.", day(withdrawn.on)));
    let identifier = study
        .identifier
        .as_ref()
        .map(|identifier| format!(" {}.", identifier.trim_end_matches('.')))
        .unwrap_or_default();
    let licence = study
        .licence
        .as_ref()
        .map(|licence| format!(" Licence: {}.", licence.trim_end_matches('.')))
        .unwrap_or_default();
    let (revised, withdrawn) = (revised.unwrap_or_default(), withdrawn.unwrap_or_default());
    format!("{organisation} ({year}): {}{version}.{identifier}{revised}{withdrawn}{licence}", study.title)
}
