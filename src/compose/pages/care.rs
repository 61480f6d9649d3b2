//! What to read with care in a period: what is provisional, exceptional, estimated, defined or judged anew.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::lines::Line;
use crate::model::{PartId, Scope, Snapshot, Standing};
use crate::words;

/// Something to read with care.
#[derive(Clone, Debug, Serialize)]
pub struct CareView {
    /// `exceptional`, `provisional`, `estimated`, `definition`, `limits`, `target`, `pair`.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// What to keep in mind.
    pub text: String,
}

/// What to read with care in this period.
pub(super) fn care(site: Site, snapshot: &Snapshot, part: Option<&PartId>, lines: &[Line]) -> Vec<CareView> {
    let facts = site.facts();
    let period = snapshot.period;
    let mut care = Vec::new();
    let mut add = |kind: &str, title: String, text: String| care.push(CareView { kind: kind.to_owned(), title, text });
    let concerns_us = |scope: &Scope| scope.part.is_none() || scope.part.as_ref() == part;
    let of_kpis = |scope: &Scope| match &scope.kpis {
        None => "All KPIs".to_owned(),
        Some(kpis) => {
            let names = kpis.iter().filter_map(|id| Some(facts.kpi(id)?.name.clone()));
            words::phrase::list(&names.collect::<Vec<_>>())
        }
    };
    if snapshot.provisional {
        let text = "The figures of this period are provisional. They give no verdict and are not in the limits.";
        add("provisional", words::period::name(period), text.to_owned());
    }
    for exceptional in snapshot.exceptional.iter().filter(|exceptional| concerns_us(&exceptional.scope)) {
        let text = format!(
            "{}: shown and counted in totals, but neither in the limits nor compared.",
            of_kpis(&exceptional.scope)
        );
        add("exceptional", exceptional.why.clone(), text);
    }
    for event in snapshot.events.iter().filter(|event| event.recalculate_limits && concerns_us(&event.scope)) {
        let because = event.because.as_ref().map(|because| format!(", because {because}")).unwrap_or_default();
        let text = format!("{}: limits are worked out afresh from this period on{because}.", of_kpis(&event.scope));
        add("limits", event.label.clone(), text);
    }
    for line in lines {
        let kpi = line.kpi;
        for version in kpi.versions.iter().filter(|version| version.from <= period && period.since(version.from) < 12) {
            let comparable =
                if version.comparable { "earlier figures still compare" } else { "earlier figures do not compare" };
            let text = format!("Since {}: {}; {comparable}.", words::period::name(version.from), version.because);
            add("definition", kpi.name.clone(), text);
        }
        if line.findings.current().is_some_and(|point| point.standing == Standing::Estimated) {
            add("estimated", kpi.name.clone(), "The figure is an estimate.".to_owned());
        }
        let pair = kpi.paired_with.as_ref().and_then(|id| lines.iter().find(|other| other.kpi.id == *id));
        if let Some(sentence) =
            pair.and_then(|pair| words::pair(&line.findings, &pair.findings, site.findings.edition()))
        {
            add("pair", kpi.name.clone(), sentence);
        }
        let step = kpi.target(part, period).filter(|step| step.from == Some(period));
        if let Some(step) = step {
            let because = step.because.as_ref().map(|because| format!(": {because}")).unwrap_or_default();
            let agreed = step.agreed_by.as_ref().map(|who| format!(", agreed by {who}")).unwrap_or_default();
            let text = format!(
                "The target is {} from this period on{because}{agreed}.",
                words::number::target(kpi, &step.target)
            );
            add("target", kpi.name.clone(), text);
        }
    }
    care
}
