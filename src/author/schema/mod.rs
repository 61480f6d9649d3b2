//! JSON Schemas (draft-07) of every file of a site, for editors that check and complete while somebody types.
//!
//! Reading is written by hand over a located tree, so that messages are good; what a schema knows of it are keys, shapes,
//! words and bounds. A test asks the reader for the keys it knows at every place of every schema, so neither can change alone.
//! What only shows across files is not in schemas: `plaudit check` says it.

mod catalogue;
mod figures;
mod imports;
mod recognition;
mod reference;
mod shape;
mod studies;
mod theme;
mod words;

use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::replacing::replace_all;
pub use reference::reference;

/// A schema and the files it is for.
#[derive(Clone, Debug)]
pub struct Schema {
    /// How it is called: `kpis`.
    pub name: &'static str,
    /// The files it is for, in which `*` stands for a name and `**` for any path; in a Markdown file it is for the head.
    pub files: &'static str,
    /// The schema itself.
    pub value: Value,
}

/// All schemas, in the order of the README.
pub fn schemas() -> Vec<Schema> {
    let schema = |name, files, title: &str, shape| Schema { name, files, value: shape::file(title, shape) };
    vec![
        schema("plaudit", "plaudit.yaml", "Settings of a Plaudit site", catalogue::settings()),
        schema("kpis", "data/kpis.yaml", "KPIs", catalogue::kpis()),
        schema("dimensions", "data/dimensions.yaml", "Dimensions", catalogue::dimensions()),
        schema("snapshot", "data/snapshots/*.yaml", "Figures of a period", figures::snapshot()),
        schema("study", "data/benchmarks/*.yaml", "Benchmark study", studies::study_file()),
        schema("awards", "data/awards.yaml", "Awards and values", recognition::awards()),
        schema("consents", "data/consents.yaml", "Consents", recognition::consents()),
        schema("actions", "data/actions.yaml", "Actions", recognition::actions()),
        schema("calendar", "data/calendar.yaml", "Calendar of publications", recognition::calendar()),
        schema("import", "data/imports/*.yaml", "Mapping of an export", imports::mapping()),
        schema("published", "data/published/*.yaml", "Record of what was published", figures::published()),
        schema("theme", "themes/*/theme.yaml", "Theme", theme::theme()),
        schema("commentary", "content/scorecards/**.md", "Head of words about a period", words::commentary()),
        schema("story", "content/stories/*.md", "Head of a recognition story", words::story()),
        schema("newsletter", "content/newsletters/*.md", "Head of a newsletter", words::newsletter()),
        schema("page", "content/**.md", "Head of any other page", words::page()),
    ]
}

/// A schema as the text of a file.
pub fn text(schema: &Schema) -> String {
    format!("{:#}\n", schema.value)
}

/// All schemas as files by name, and `index.json`, which says which files each is for.
pub fn files() -> Vec<(String, String)> {
    let schemas = schemas();
    let index: Vec<Value> = schemas
        .iter()
        .map(|schema| json!({ "schema": format!("{}.json", schema.name), "files": schema.files }))
        .collect();
    let files = schemas.iter().map(|schema| (format!("{}.json", schema.name), text(schema)));
    files.chain([("index.json".to_owned(), format!("{:#}\n", json!(index)))]).collect()
}

/// Writes all schemas into `folder`, in the place of those that are there.
pub fn write(folder: &Path) -> io::Result<()> {
    let files: Vec<_> = files().into_iter().map(|(name, text)| (folder.join(name), text)).collect();
    replace_all(&files).map_err(|(_, error)| error)
}
