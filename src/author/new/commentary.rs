//! Words about a period, with its figures at hand.

use std::fmt::Write;

use crate::model::{Kpi, Organisation, PartId, Period, Subject};

/// A commentary that speaks of the leading KPIs; numbers are placeholders, so they come from the data.
pub(super) fn text(organisation: &Organisation, period: Period, part: Option<&PartId>) -> String {
    let what = part.map_or_else(|| period.to_string(), |part| format!("{part} in {period}"));
    let mut out = format!(
        "---\n# Words about {what}. All of this head is optional.\n\
         # title: IN A FEW WORDS\n\
         # first_line: What a board member reads, in one sentence.      # left out: made from the figures\n\
         # asks: [What is to be decided, and by when]\n---\n"
    );
    let spoken: Vec<&Kpi> = spoken_of(organisation, period, part);
    for kpi in spoken.iter().take(3) {
        writeln!(out, "{}: {{{{ {}.value }}}}. {{{{ {}.verdict }}}}\n", kpi.name, kpi.id, kpi.id)
            .expect("a text takes all");
    }
    if let Some(kpi) = spoken.first() {
        writeln!(out, "{{{{ chart(kpi=\"{}\") }}}}", kpi.id).expect("a text takes all");
    }
    out
}

/// The leading KPIs, else those of the catalogue, that everyone may see and that were measured.
fn spoken_of<'o>(organisation: &'o Organisation, period: Period, part: Option<&PartId>) -> Vec<&'o Kpi> {
    let is_for_all = |kpi: &&Kpi| kpi.audience.is_none() && !kpi.people;
    let has_value = |kpi: &&Kpi| {
        let subject = Subject { kpi: kpi.id.clone(), part: part.cloned() };
        organisation.series.get(&subject).is_some_and(|series| series.at(period).is_some())
    };
    let leading = organisation.settings.headline.iter().filter_map(|id| organisation.kpi(id));
    let others = organisation.kpis.iter().filter(|kpi| !organisation.settings.headline.contains(&kpi.id));
    leading.chain(others).filter(is_for_all).filter(has_value).collect()
}
