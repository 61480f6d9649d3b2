//! Stories: the number that leads one must not be a figure that is withheld.

use super::withholding::Hidden;
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Lead, Organisation};

/// Takes the leading number out of stories that would tell a withheld figure by it.
pub(super) fn withhold_leads(facts: &mut Organisation, hidden: &Hidden, diagnostics: &Diagnostics) {
    let kpis = &facts.kpis;
    for story in &mut facts.stories {
        let Some(Lead::Figures { kpi, from, to }) = &story.lead else { continue };
        let Some(kpi) = kpis.iter().find(|known| known.id == *kpi) else { continue };
        let told = |value: f64| format!("{value:.*}", usize::from(kpi.decimals));
        let tells = hidden.of(&kpi.id).iter().filter_map(|(.., measurement)| measurement.value(kpi.unit));
        if tells.into_iter().any(|value| told(value) == told(*from) || told(value) == told(*to)) {
            let problem = Problem::LeadWithheld { kpi: kpi.id.to_string() };
            diagnostics.report(problem, Location::file(story.body.file.clone()));
            story.lead = None;
        }
    }
}
