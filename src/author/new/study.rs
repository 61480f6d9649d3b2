//! A benchmark study, with the KPIs that could be compared.

use std::fmt::Write;

use crate::model::Organisation;

use super::super::spelling::quoted;

/// A study without results yet, so that nothing made up is ever published.
pub(super) fn text(organisation: &Organisation, title: Option<&str>) -> String {
    let now = organisation.now();
    let year = organisation.latest().period.year();
    let before = organisation.studies.last().map_or_else(String::new, |study| {
        format!("# continues: {}     # the study before, so that the two are compared\n", study.id)
    });
    let mut out = format!(
        "# A benchmark study. Its page says what was compared, with whom, when and how, because that decides what it is worth.\n\
         title: {}\n\
         kind: performance          # or servqual, standard, process, competencies: `plaudit schema --format markdown` says what they hold\n\
         against: competitors       # competitors, functional, standard, internal, expectations\n\
         # purpose: How the results will be used.\n\
         # question: The problem behind it.\n\
         fieldwork: {{ from: {}, to: {} }}\n\
         published: {now}\n\
         {before}\
         # method: [survey, interview, site visit, mystery contact, public reports]\n\
         # partners: {{ count: 12, criteria: HOW THEY WERE CHOSEN, publish_names: false }}\n\
         # study_team: {{ coordinator: WHO, analysts: [WHO] }}\n\
         # The others' values, or a summary, or only an average. Numbers, not ranks: p25 is the lowest, whichever way is better.\n\
         results: {{}}\n",
        quoted(title.unwrap_or(&format!("Benchmark {year}"))),
        organisation.latest().period,
        organisation.latest().period,
    );
    let leading = organisation.settings.headline.iter().filter_map(|id| organisation.kpi(id));
    let leading: Vec<_> = leading.filter(|kpi| kpi.audience.is_none()).collect();
    for (kpi, pattern) in leading.iter().zip([
        "{ peers: [81.0, 84.2, 86.1] }",
        "{ n: 24, worst: 58, p25: 66, median: 71, p75: 77, best: 88 }",
        "{ average: 3.4, read_off: 0.2, comparable: partly }",
    ]) {
        writeln!(out, "#   {}: {pattern}", kpi.id).expect("a text takes all");
    }
    out
}
