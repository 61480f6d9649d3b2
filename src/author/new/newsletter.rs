//! A newsletter, with the stories of its period by name.

use std::fmt::Write;

use jiff::civil::Date;

use crate::model::{Organisation, Period, PeriodKind, Story, Subject};

use super::super::spelling::quoted;

/// The newsletter about `period`: a draft that is good as it is, because its sections fill themselves.
pub(super) fn text(organisation: &Organisation, period: Period) -> String {
    let is_told_in = |date: Date| period.first_day() <= date && date <= period.last_day();
    let told: Vec<&Story> = organisation.stories.iter().filter(|story| is_told_in(story.date)).collect();
    let lead = told.iter().find(|story| story.lead.is_some()).or(told.first());
    let subject = lead.and_then(|story| story.heading.title.clone());
    let subject = subject.unwrap_or_else(|| format!("{} in figures", period_name(period)));
    let mut out = format!(
        "---\n\
         title: {}\n\
         period: {period}\n\
         subject: {}\n\
         # What mail programs show beside the subject, in 40 to 90 letters:\n\
         # preheader: What is in it, for somebody who will read no further than this line.\n\
         # Left out: the stories of the period whose people agreed to be named in newsletters.\n",
        quoted(&format!("Service in {}", period_name(period))),
        quoted(&subject)
    );
    match told.as_slice() {
        [] => out.push_str("# stories: [FILE]      # a file in content/stories, without .md\n"),
        told => {
            let names: Vec<&str> = told.iter().map(|story| story.name.as_str()).collect();
            writeln!(out, "# stories: [{}]", names.join(", ")).expect("a text takes all");
        }
    }
    let headline: Vec<String> = organisation.settings.headline.iter().map(ToString::to_string).collect();
    writeln!(out, "# kpis: [{}]      # left out: these", headline.join(", ")).expect("a text takes all");
    out.push_str("# from: { name: WHO SENDS IT, address: service@example.org }\n---\n");
    for kpi in organisation.settings.headline.iter().filter_map(|id| organisation.kpi(id)).take(1) {
        let measured = organisation.series.get(&Subject::whole(kpi.id.clone()));
        if kpi.audience.is_none() && measured.is_some_and(|series| series.at(period).is_some()) {
            writeln!(out, "{{{{ {}.sentence }}}}", kpi.id).expect("a text takes all");
        }
    }
    out
}

/// October 2026; the period as it is written where it is no month.
fn period_name(period: Period) -> String {
    match period.kind() {
        PeriodKind::Month => period.first_day().strftime("%B %Y").to_string(),
        PeriodKind::Quarter | PeriodKind::Week => period.to_string(),
    }
}
