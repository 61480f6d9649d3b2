//! What a KPI's definition says, together with those of the KPIs it is computed from.

use std::collections::BTreeMap;

use crate::model::{Kpi, KpiId, Organisation, Period};

/// A KPI with what its formula draws in.
#[derive(Debug)]
pub(super) struct Definition<'e> {
    /// The KPI.
    pub(super) kpi: &'e Kpi,
    /// Changes of definition that end comparability, its own and those of its inputs, oldest first, with the reason.
    pub(super) breaks: Vec<(Period, &'e str)>,
}

impl Definition<'_> {
    /// Whether values of the two periods may be compared.
    pub(super) fn comparable(&self, earlier: Period, later: Period) -> bool {
        !self.breaks.iter().any(|(from, _)| earlier < *from && *from <= later)
    }
}

/// The definitions of the whole catalogue, in its order.
pub(super) fn definitions(facts: &Organisation) -> Vec<Definition<'_>> {
    let places = places(facts);
    let breaks = |kpi| {
        let mut breaks: Vec<(Period, &str)> = inputs(facts, &places, kpi)
            .into_iter()
            .flat_map(|input| &facts.kpis[input].versions)
            .filter(|version| !version.comparable)
            .map(|version| (version.from, version.because.as_str()))
            .collect();
        breaks.sort_by_key(|(from, _)| *from);
        breaks.dedup_by_key(|(from, _)| *from);
        breaks
    };
    facts.kpis.iter().enumerate().map(|(place, kpi)| Definition { kpi, breaks: breaks(place) }).collect()
}

/// The places in the catalogue in an order in which every KPI comes after those it is computed from.
///
/// KPIs whose formulas go round in a circle, or name one that does not exist, are left out.
pub(super) fn computing_order(facts: &Organisation) -> Vec<usize> {
    let places = places(facts);
    let mut order = Vec::with_capacity(facts.kpis.len());
    let mut ordered = vec![false; facts.kpis.len()];
    loop {
        let before = order.len();
        for (place, kpi) in facts.kpis.iter().enumerate().filter(|(place, _)| !ordered[*place]).collect::<Vec<_>>() {
            let inputs = kpi.compute.iter().flat_map(|formula| formula.kpis());
            if inputs.map(|id| places.get(id)).all(|input| input.is_some_and(|input| ordered[*input])) {
                ordered[place] = true;
                order.push(place);
            }
        }
        if order.len() == before {
            return order;
        }
    }
}

fn places(facts: &Organisation) -> BTreeMap<&KpiId, usize> {
    facts.kpis.iter().enumerate().map(|(place, kpi)| (&kpi.id, place)).collect()
}

/// The KPI and all that its formula rests on, each once; itself first.
fn inputs(facts: &Organisation, places: &BTreeMap<&KpiId, usize>, kpi: usize) -> Vec<usize> {
    let mut found = vec![kpi];
    let mut next = 0;
    while let Some(kpi) = found.get(next).map(|place| &facts.kpis[*place]) {
        for id in kpi.compute.iter().flat_map(|formula| formula.kpis()) {
            if let Some(place) = places.get(id).filter(|place| !found.contains(place)) {
                found.push(*place);
            }
        }
        next += 1;
    }
    found
}
