//! Routes: where each file of the site lives, and how pages link to each other.

use crate::model::{AwardId, KpiId, PartId, Period, StudyId, ValueId};

/// Where a file of the site lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// The front page.
    Home,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// The scorecard of a period.
    Scorecard(Period),
    /// The scorecard of a part in a period.
    PartScorecard(Period, PartId),
    /// All KPIs.
    KpiList,
    /// A KPI.
    Kpi(KpiId),
    /// A KPI's figures as CSV.
    KpiCsv(KpiId),
    /// A KPI's figures as JSON.
    KpiJson(KpiId),
    /// All studies.
    StudyList,
    /// A study.
    Study(StudyId),
    /// A study's gaps as CSV.
    StudyCsv(StudyId),
    /// A chart of a page as a file of its own: the page, what the chart is called, and which file.
    ChartFile(Box<Self>, String, ChartFormat),
    /// The wall of recognition.
    Stories,
    /// The stories that recognise a part.
    StoriesOfPart(PartId),
    /// The stories of a year.
    StoriesOfYear(i16),
    /// A story, by its slug.
    Story(String),
    /// The stories that carry an award.
    Award(AwardId),
    /// The stories that show a value.
    Value(ValueId),
    /// Every period, study and revision.
    Archive,
    /// How figures and words are worked out.
    Method,
    /// The page to search the site with.
    Search,
    /// The script of that page, by its published name.
    SearchScript(String),
    /// Titles and addresses of a volume of the search index: its name and the number of the file.
    SearchPages(String, usize),
    /// Words of a volume of the search index: its name and the number of the file.
    SearchWords(String, usize),
    /// A free page, by its path.
    Free(String),
    /// An address that moved, by its old path.
    Alias(String),
    /// A static file of the theme, by its published name.
    Static(String),
    /// A picture, by its file from the site's root on.
    Picture(String),
}

/// Which file of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartFormat {
    /// The drawing.
    Svg,
    /// The numbers.
    Csv,
}

impl Route {
    /// The file below the output folder, lower-case, `/` between folders.
    pub fn path(&self) -> String {
        match self {
            Self::Home => "index.html".into(),
            Self::NotFound => "404.html".into(),
            Self::Scorecard(period) => folder(&period.to_string()),
            Self::PartScorecard(period, part) => folder(&format!("{period}/{part}")),
            Self::KpiList => folder("kpis"),
            Self::Kpi(kpi) => folder(&format!("kpis/{kpi}")),
            Self::KpiCsv(kpi) => format!("kpis/{kpi}/data.csv"),
            Self::KpiJson(kpi) => format!("kpis/{kpi}/data.json"),
            Self::StudyList => folder("benchmarks"),
            Self::Study(study) => folder(&format!("benchmarks/{study}")),
            Self::StudyCsv(study) => format!("benchmarks/{study}/data.csv").to_lowercase(),
            Self::ChartFile(page, name, format) => {
                let page = page.path();
                let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
                let ending = match format {
                    ChartFormat::Svg => "svg",
                    ChartFormat::Csv => "csv",
                };
                format!("{folder}/{name}.{ending}").to_lowercase()
            }
            Self::Stories => folder("stories"),
            Self::StoriesOfPart(part) => folder(&format!("stories/by/{part}")),
            Self::StoriesOfYear(year) => folder(&format!("stories/by/year/{year}")),
            Self::Story(slug) => folder(&format!("stories/{slug}")),
            Self::Award(award) => folder(&format!("awards/{award}")),
            Self::Value(value) => folder(&format!("values/{value}")),
            Self::Archive => folder("archive"),
            Self::Method => folder("method"),
            Self::Search => folder("search"),
            Self::SearchScript(name) => format!("search/{name}"),
            Self::SearchPages(volume, number) => format!("search/{volume}/pages-{number}.js"),
            Self::SearchWords(volume, number) => format!("search/{volume}/words-{number}.js"),
            Self::Free(path) => folder(path),
            Self::Alias(path) if path.ends_with(".html") => path.trim_matches('/').to_lowercase(),
            Self::Alias(path) => folder(path.trim_matches('/')),
            Self::Static(name) => format!("static/{name}"),
            Self::Picture(file) => format!("pictures/{}", file.strip_prefix("content/").unwrap_or(file)).to_lowercase(),
        }
    }

    /// The relative address of this file for a link on the page `from`. Names its `index.html`, so that it works
    /// from a disk.
    pub fn href_from(&self, from: &Self) -> String {
        relative(&from.path(), &self.path())
    }
}

fn folder(path: &str) -> String {
    let mut path = format!("{path}/index.html");
    if path.is_ascii() {
        path.make_ascii_lowercase();
        path
    } else {
        path.to_lowercase()
    }
}

/// The relative address of `to` as seen from `from`, both files below one folder.
fn relative(from: &str, to: &str) -> String {
    let equal = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    let shared = from.as_bytes()[..equal].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let ups = from.as_bytes()[shared..].iter().filter(|byte| **byte == b'/').count();
    let mut address = String::with_capacity(3 * ups + to.len() - shared);
    for _ in 0..ups {
        address.push_str("../");
    }
    address.push_str(&to[shared..]);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_climb_only_as_far_as_they_must() {
        check("index.html", "kpis/csat/index.html", "kpis/csat/index.html");
        check("2026-10/team/billing/index.html", "kpis/csat/index.html", "../../../kpis/csat/index.html");
        check("2026-10/team/billing/index.html", "2026-10/index.html", "../../index.html");
        check("2026-10/team/billing/index.html", "2026-10/team/field/index.html", "../field/index.html");
        check("kpis/csat/index.html", "kpis/csat/data.csv", "data.csv");
        check("kpis/csat/index.html", "index.html", "../../index.html");
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        assert_eq!(relative(from, to), expected);
    }
}
