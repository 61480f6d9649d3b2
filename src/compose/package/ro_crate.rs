//! `ro-crate-metadata.json`: who made what from what, as an RO-Crate 1.1, which is schema.org in JSON-LD.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::data_package::pretty;
use super::{Packing, citation};
use crate::compose::media_type::media_type;

/// <https://w3id.org/ro/crate/1.1>
const CONTEXT: &str = "https://w3id.org/ro/crate/1.1/context";
const PROFILE: &str = "https://w3id.org/ro/crate/1.1";

/// The description of the files in `payload`, by their path below `data/`.
pub(super) fn json(packing: &Packing, payload: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let facts = packing.findings.edition().facts();
    let study = packing.of.study(facts);
    let files: Vec<(String, &Vec<u8>)> = payload.iter().map(|(path, bytes)| (identified(path), bytes)).collect();
    let references = |wanted: &dyn Fn(&str) -> bool| -> Vec<Value> {
        files.iter().filter(|(id, _)| wanted(id)).map(|(id, _)| json!({ "@id": id })).collect()
    };
    let sources = references(&|id| id.starts_with("source/"));
    let before = study.and_then(|study| study.continues.as_ref()).and_then(|id| facts.study(id));
    let mut based_on = sources.clone();
    based_on.extend(before.map(|before| json!({ "@id": format!("#study-{}", before.id) })));
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": packing.title(),
        "description": format!("{}, {}", packing.title(), facts.settings.organisation),
        "identifier": packing.identifier(),
        "datePublished": packing.date().to_string(),
        "inLanguage": facts.settings.language,
        "publisher": { "@id": "#organisation" },
        "creator": { "@id": "#organisation" },
        "license": { "@id": "#licence" },
        "creditText": citation::citation(packing),
        "citation": citation::citation(packing),
        "mainEntity": { "@id": format!("site/{}", packing.first_page()) },
        "hasPart": references(&|_| true),
        "isBasedOn": based_on,
    });
    let coverage = match study {
        Some(study) => format!("{}/{}", study.fieldwork.from, study.fieldwork.to),
        None => format!("{}/{}", packing.period().first_day(), packing.period().last_day()),
    };
    root["temporalCoverage"] = json!(coverage);
    if let Some(study) = study {
        root["measurementTechnique"] = json!(study.method);
        if let Some(version) = &study.version {
            root["version"] = json!(version);
        }
    }
    if let Some(address) = packing.page_address() {
        root["url"] = json!(address);
    }
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": { "@id": PROFILE },
            "about": { "@id": "./" },
        }),
        root,
        json!({ "@id": "#organisation", "@type": "Organization", "name": facts.settings.organisation }),
        json!({ "@id": "#licence", "@type": "CreativeWork", "name": citation::licence(packing) }),
        json!({
            "@id": "#plaudit",
            "@type": "SoftwareApplication",
            "name": "Plaudit",
            "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
        json!({
            "@id": "#making",
            "@type": "CreateAction",
            "name": "Made from the inputs",
            "instrument": { "@id": "#plaudit" },
            "agent": { "@id": "#organisation" },
            "object": sources,
            "result": { "@id": "./" },
        }),
    ];
    graph.extend(before.map(|before| {
        json!({
            "@id": format!("#study-{}", before.id),
            "@type": "CreativeWork",
            "name": before.title,
            "datePublished": before.published.to_string(),
        })
    }));
    graph.extend(files.iter().map(|(id, bytes)| {
        json!({
            "@id": id,
            "@type": "File",
            "name": id.rsplit('/').next().unwrap_or(id),
            "encodingFormat": media_type(id),
            "contentSize": bytes.len().to_string(),
        })
    }));
    pretty(&json!({ "@context": CONTEXT, "@graph": graph }))
}

/// A path as a relative address.
fn identified(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => id.push(char::from(byte)),
            byte => id.push_str(&format!("%{byte:02X}")),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_address() {
        assert_eq!(identified("source/content/kpis/über uns#1.md"), "source/content/kpis/%C3%BCber%20uns%231.md");
    }
}
