//! Datasets: the figures of a page as a schema.org `Dataset` in JSON-LD, for search engines and catalogues.

use serde::Serialize;

use crate::analyse::KpiFindings;
use crate::model::{Kpi, Study};
use crate::words;

use super::feeds;
use super::frame::Site;
use super::route::Route;

/// <https://schema.org/Dataset>; what is absent is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DatasetView {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    in_language: String,
    creator: ThingView,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    measurement_technique: Vec<String>,
    variable_measured: Vec<ThingView>,
    distribution: Vec<DownloadView>,
}

#[derive(Serialize)]
struct ThingView {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DownloadView {
    #[serde(rename = "@type")]
    kind: &'static str,
    encoding_format: &'static str,
    content_url: String,
}

/// The dataset on a KPI's page; `finding` says what is found in it.
pub(super) fn of_kpi(site: Site, route: &Route, kpi: &Kpi, found: &KpiFindings, finding: &str) -> String {
    let facts = site.facts();
    let mut measured = found.points.iter().filter(|point| point.value.is_some()).map(|point| point.period);
    let periods = measured.clone().next().zip(measured.next_back());
    let description = kpi.definition.iter().map(String::as_str).chain([finding]);
    embedded(&DatasetView {
        date_modified: Some(facts.now().to_string()),
        temporal_coverage: periods.map(|(first, last)| format!("{}/{}", first.first_day(), last.last_day())),
        measurement_technique: kpi.formula.iter().cloned().collect(),
        variable_measured: vec![property(&kpi.name)],
        distribution: vec![
            download(site, route, "text/csv", &Route::KpiCsv(kpi.id.clone())),
            download(site, route, "application/json", &Route::KpiJson(kpi.id.clone())),
        ],
        ..dataset(site, route, &kpi.name, description.collect::<Vec<_>>().join(" "))
    })
}

/// The dataset on a study's page; `finding` says what is found in it.
pub(super) fn of_study(site: Site, route: &Route, study: &Study, finding: &str) -> String {
    let facts = site.facts();
    let kpis = study.results().iter().filter_map(|benchmark| facts.kpi(&benchmark.kpi));
    let description = study.purpose.iter().map(String::as_str).chain([finding]);
    embedded(&DatasetView {
        date_published: Some(study.published.to_string()),
        temporal_coverage: Some(format!("{}/{}", study.fieldwork.from, study.fieldwork.to)),
        version: study.version.clone(),
        identifier: study.identifier.clone(),
        license: study.licence.clone(),
        measurement_technique: study.method.clone(),
        variable_measured: kpis.map(|kpi| property(&kpi.name)).collect(),
        distribution: vec![download(site, route, "text/csv", &Route::StudyCsv(study.id.clone()))],
        ..dataset(site, route, &study.title, description.collect::<Vec<_>>().join(". "))
    })
}

fn dataset(site: Site, route: &Route, name: &str, description: String) -> DatasetView {
    let settings = &site.facts().settings;
    DatasetView {
        context: "https://schema.org",
        kind: "Dataset",
        name: format!("{name}, {}", settings.organisation),
        description: words::phrase::capitalised(&description),
        url: settings.base_url.as_ref().map(|base| feeds::address(base, route)),
        in_language: settings.language.clone(),
        creator: ThingView { kind: "Organization", name: settings.organisation.clone() },
        date_published: None,
        date_modified: None,
        temporal_coverage: None,
        version: None,
        identifier: None,
        license: None,
        measurement_technique: Vec::new(),
        variable_measured: Vec::new(),
        distribution: Vec::new(),
    }
}

fn property(name: &str) -> ThingView {
    ThingView { kind: "PropertyValue", name: name.to_owned() }
}

/// A download, relative to the page where the site's address is not known.
fn download(site: Site, route: &Route, encoding_format: &'static str, to: &Route) -> DownloadView {
    let base = site.facts().settings.base_url.as_ref();
    let content_url = base.map_or_else(|| site.href(route, to), |base| feeds::address(base, to));
    DownloadView { kind: "DataDownload", encoding_format, content_url }
}

/// JSON that may stand in a script element: nothing in it ends the element, opens another or begins a comment.
fn embedded(dataset: &DatasetView) -> String {
    without_markup(&serde_json::to_string(dataset).expect("a dataset is JSON"))
}

fn without_markup(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            char => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_is_markup_and_it_says_the_same() {
        for text in ["</script><script>alert(1)</script>", "<!-- & -->", "a\u{2028}b\u{2029}", "\"'\\"] {
            let json = without_markup(&serde_json::to_string(text).unwrap());
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
