//! Comparable pages made by Zola, which people choose for its speed: words, a table and a line for each KPI.
//!
//! Zola knows no statistics, so its pages have no verdicts, and no range behind a line. Everything else that has to be
//! worked out, such as the change since the month before, and the values of each line are in the front matter of its pages
//! already; what is left for it is to read, to draw the lines and to print. What it could make and nobody needs here is off.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use plaudit::draw::SPARKLINE_PERIODS;
use serde_yaml::Value;

use super::corpus::{self, KPIS, Kpi, Size};
use super::measured::{Cost, run_with};

/// What the templates and the settings are copied from, below this crate.
pub(crate) const TEMPLATES: &str = "benches/sites/zola";

/// What `zola`, a command, costs to make the site in `folder` anew with so many threads.
pub(crate) fn build(zola: &str, folder: &Path, threads: usize) -> io::Result<Cost> {
    let _ = fs::remove_dir_all(folder.join("public"));
    let command = [zola.to_owned(), "--root".to_owned(), folder.display().to_string(), "build".to_owned()];
    run_with(&command, &[("RAYON_NUM_THREADS", threads.to_string())])
}

/// Writes the words and figures of the corpus of `size` as pages of a Zola site in `folder`.
pub(crate) fn write(folder: &Path, size: Size) -> io::Result<()> {
    let content = folder.join("content");
    let months: Vec<String> = (0..size.months).map(|index| corpus::month(size, index)).collect();
    let figures = (0..size.months).map(|index| figures(size, index)).collect::<io::Result<Vec<Figures>>>()?;
    let definitions = definitions()?;
    fs::create_dir_all(content.join("stories"))?;
    section(&content, "Service scorecard", "index.html")?;
    section(&content.join("stories"), "Stories", "section.html")?;
    for (index, month) in months.iter().enumerate() {
        fs::create_dir_all(content.join(month))?;
        section(&content.join(month), month, "section.html")?;
        for team in 0..size.teams {
            let mut page = format!("+++\ntitle = \"Team {}, {month}\"\n[extra]\nkpis = [\n", team + 1);
            for (kpi, definition) in KPIS.iter().zip(&definitions) {
                let first = (index + 1).saturating_sub(SPARKLINE_PERIODS);
                let line: Vec<f64> = figures[first..=index].iter().map(|month| month[&(team, kpi.id)]).collect();
                row(&mut page, kpi, definition, &line);
            }
            page.push_str("]\nlinks = [\n");
            for near in [index.checked_sub(1), Some(index + 1)].into_iter().flatten() {
                if let Some(month) = months.get(near) {
                    writeln!(page, "{{ href = \"../../{month}/team-{team:03}/\", text = \"{month}\" }},")
                        .expect(MEMORY);
                }
            }
            page.push_str(
                "{ href = \"/\", text = \"Latest figures\" },\n{ href = \"../\", text = \"The group\" },\n]\n+++\n",
            );
            page.push_str(&body(&corpus::commentary(index, team)));
            fs::write(content.join(month).join(format!("team_{team:03}.md")), page)?;
        }
        for number in 0..corpus::STORIES {
            let (_, text) = corpus::story(size, index, number);
            let text = format!("+++\ntitle = \"The letter\"\n+++\n{}", body(&text));
            fs::write(content.join(format!("stories/{month}-{number}.md")), text)?;
        }
    }
    Ok(())
}

const MEMORY: &str = "a text takes all";

/// The values of a month, by team and KPI.
type Figures = BTreeMap<(usize, &'static str), f64>;

fn figures(size: Size, index: usize) -> io::Result<Figures> {
    let snapshot: Value = serde_yaml::from_str(&corpus::snapshot(size, index)).map_err(io::Error::other)?;
    let figure = |team: usize, kpi: &'static str| {
        let figure = &snapshot["by"]["team"][format!("team_{team:03}").as_str()][kpi];
        let ratio = figure["numerator"].as_f64().zip(figure["denominator"].as_f64());
        let value = ratio.map(|(part, all)| 100.0 * part / all);
        let value = value.or_else(|| figure["value"].as_f64()).or_else(|| figure.as_f64());
        value.map(|value| ((team, kpi), value)).ok_or_else(|| io::Error::other(format!("no {kpi} of team {team}")))
    };
    (0..size.teams).flat_map(|team| KPIS.iter().map(move |kpi| figure(team, kpi.id))).collect()
}

/// What the catalogue says of each KPI.
fn definitions() -> io::Result<Vec<Value>> {
    KPIS.iter()
        .map(|kpi| serde_yaml::from_str(&format!("{{ {} }}", kpi.definition)).map_err(io::Error::other))
        .collect()
}

/// A KPI in the front matter of a page.
fn row(page: &mut String, kpi: &Kpi, definition: &Value, line: &[f64]) {
    let latest = line.last().copied().unwrap_or_default();
    let change = line.iter().rev().nth(1).map_or(0.0, |before| latest - before);
    let target =
        definition["target"].as_f64().map_or_else(|| "no target".to_owned(), |target| format!("target {target}"));
    let name = definition["name"].as_str().unwrap_or_default();
    let values: Vec<String> = line.iter().map(|value| format!("{value:.2}")).collect();
    writeln!(
        page,
        "{{ id = \"{}\", name = \"{name}\", value = \"{latest:.1}\", change = \"{change:+.1}\", target = \"{target}\", line = [{}] }},",
        kpi.id,
        values.join(", ")
    )
    .expect(MEMORY);
}

/// The words of a text without its front matter, figures written out.
fn body(text: &str) -> String {
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(text);
    body.replace("{{ csat.value }}", "89.7 %").replace("{{ first_reply.value }}", "16 min 15 s")
}

fn section(folder: &Path, title: &str, template: &str) -> io::Result<()> {
    fs::write(folder.join("_index.md"), format!("+++\ntitle = \"{title}\"\ntemplate = \"{template}\"\n+++\n"))
}
