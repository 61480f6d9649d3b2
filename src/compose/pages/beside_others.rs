//! Beside others: what the studies that apply to a period say about its KPIs, for its scorecard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::blocks::link;
use super::study::{place, standing_words};
use super::{LinkView, StudyGapView};
use crate::analyse::BenchmarkFinding;
use crate::compose::frame::Site;
use crate::compose::lines::Line;
use crate::compose::route::Route;
use crate::model::StudyId;
use crate::words;

/// What one study says about the KPIs of a scorecard.
#[derive(Clone, Debug, Serialize)]
pub struct BesideOthersView {
    /// The study, with its fieldwork.
    pub study: LinkView,
    /// Behind five, ahead of three, no clear difference on one: how many stand where.
    pub summary: String,
    /// The KPIs it applies to, those where we are behind first.
    pub gaps: Vec<StudyGapView>,
}

/// The studies that apply, the one with the latest fieldwork first.
pub(super) fn beside_others(site: Site, route: &Route, lines: &[Line]) -> Vec<BesideOthersView> {
    let facts = site.facts();
    let mut of_study: BTreeMap<&StudyId, Vec<(&Line, &BenchmarkFinding)>> = BTreeMap::new();
    for line in lines {
        if let Some(found) = &line.findings.benchmark {
            of_study.entry(&found.study).or_default().push((line, found));
        }
    }
    let newest_first = facts.studies.iter().rev();
    let views = newest_first.filter_map(|study| {
        let mut found = of_study.remove(&study.id)?;
        found.sort_by_key(|(_, found)| place(Some(found)));
        let words: Vec<(&str, &str)> = found.iter().map(|(_, found)| standing_words(Some(found))).collect();
        let gaps = found.iter().zip(&words).map(|((line, found), (state, word))| StudyGapView {
            name: line.kpi.name.clone(),
            href: Some(site.href(route, &Route::Kpi(line.kpi.id.clone()))),
            state: (*state).to_owned(),
            word: (*word).to_owned(),
            sentence: words::benchmark::gap(line.kpi, found, study, site.findings.edition()),
        });
        let label = format!("Fieldwork {}", words::period::fieldwork(study.fieldwork));
        Some(BesideOthersView {
            study: link(site, route, &label, study.title.clone(), &Route::Study(study.id.clone())),
            summary: summary(&words),
            gaps: gaps.collect(),
        })
    });
    views.collect()
}

/// Behind on two, ahead on six
fn summary(standing: &[(&str, &str)]) -> String {
    let on = |state: &str, words: &str| {
        let count = standing.iter().filter(|(found, _)| *found == state).count();
        (count > 0).then(|| format!("{words} on {}", words::number::in_words(count)))
    };
    let said =
        [on("behind", "behind"), on("level", "level"), on("unclear", "no clear difference"), on("ahead", "ahead")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    words::phrase::capitalised(&said.join(", "))
}
