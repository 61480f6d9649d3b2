//! Routes: where each file of the site lives, and how pages link to each other.

use std::fmt::{self, Write};

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
    /// The figures of a period as CSV.
    ScorecardCsv(Period),
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
    /// Everybody who was recognised in a year.
    RollOfHonour(i16),
    /// Which parts and values stories do not tell of; only in editions for a narrower audience.
    Balance,
    /// A story, by its slug.
    Story(String),
    /// The same on sheets of paper.
    StoryOnPaper(String, Paper),
    /// The stories that carry an award.
    Award(AwardId),
    /// The stories that show a value.
    Value(ValueId),
    /// All newsletters.
    NewsletterList,
    /// The newsletter about a period.
    Newsletter(Period),
    /// The same as a file of another kind.
    NewsletterFile(Period, NewsletterFormat),
    /// Every period, study and revision.
    Archive,
    /// How figures and words are worked out.
    Method,
    /// What is new, as an Atom feed.
    Feed,
    /// The same as a JSON feed.
    JsonFeed,
    /// The addresses of all pages, or of the maps that hold them.
    Sitemap,
    /// Some of the addresses, where there are too many for one map.
    SitemapPart(usize),
    /// The first line of a period's scorecard as a picture.
    ScorecardPicture(Period),
    /// What is found in a study as a picture.
    StudyPicture(StudyId),
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

/// What of a story is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// For everybody who got its award.
    Certificate,
    /// For a wall.
    Poster,
}

/// Which file of a newsletter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NewsletterFormat {
    /// As mail programs show it.
    Mail,
    /// The same for a mailing platform, with the whole address of its picture; never part of the site, which asks nothing
    /// of another host.
    Platform,
    /// As text.
    Text,
    /// A draft that mail programs open.
    Draft,
    /// Its chart as a picture.
    Chart,
}

impl NewsletterFormat {
    /// What the file is called.
    pub fn file(self) -> &'static str {
        match self {
            Self::Mail => "mail.html",
            Self::Platform => "platform.html",
            Self::Text => "mail.txt",
            Self::Draft => "mail.eml",
            Self::Chart => "chart.png",
        }
    }
}

impl Route {
    /// Whether it holds a picture of what another file says in words: whatever is wrong with it is found there.
    pub fn is_picture_of_words(&self) -> bool {
        matches!(
            self,
            Self::ScorecardPicture(_)
                | Self::StudyPicture(_)
                | Self::NewsletterFile(_, NewsletterFormat::Chart | NewsletterFormat::Draft)
        )
    }

    /// Whether making it takes much longer than most pages: it holds something of all of them, or of all of a year.
    pub fn takes_long(&self) -> bool {
        // The first file of a volume makes the whole volume, and the others wait for it.
        matches!(self, Self::SearchPages(_, 0))
    }

    /// The file below the output folder, lower-case, `/` between folders.
    pub fn path(&self) -> String {
        let mut path = String::with_capacity(64);
        self.write(&mut path).expect("a text takes all");
        if path.is_ascii() {
            path.make_ascii_lowercase();
            path
        } else {
            path.to_lowercase()
        }
    }

    /// Whether it is a page that people read.
    pub fn is_page(&self) -> bool {
        match self {
            Self::Home | Self::NotFound | Self::Scorecard(_) | Self::PartScorecard(..) | Self::KpiList => true,
            Self::Kpi(_) | Self::StudyList | Self::Study(_) | Self::Archive | Self::Method | Self::Search => true,
            Self::Stories | Self::StoriesOfPart(_) | Self::StoriesOfYear(_) | Self::Story(_) => true,
            Self::Award(_) | Self::Value(_) | Self::Free(_) | Self::Alias(_) => true,
            Self::RollOfHonour(_) | Self::Balance | Self::StoryOnPaper(..) => true,
            Self::NewsletterList | Self::Newsletter(_) => true,
            Self::NewsletterFile(..) => false,
            Self::KpiCsv(_) | Self::KpiJson(_) | Self::StudyCsv(_) | Self::Static(_) | Self::Picture(_) => false,
            Self::ScorecardCsv(_) => false,
            Self::Feed | Self::JsonFeed | Self::Sitemap | Self::SitemapPart(_) => false,
            Self::ScorecardPicture(_) | Self::StudyPicture(_) | Self::ChartFile(..) => false,
            Self::SearchScript(_) | Self::SearchPages(..) | Self::SearchWords(..) => false,
        }
    }

    fn write(&self, path: &mut String) -> fmt::Result {
        match self {
            Self::Home => return path.write_str("index.html"),
            Self::NotFound => return path.write_str("404.html"),
            Self::ScorecardCsv(period) => return write!(path, "{period}/data.csv"),
            Self::KpiCsv(kpi) => return write!(path, "kpis/{kpi}/data.csv"),
            Self::KpiJson(kpi) => return write!(path, "kpis/{kpi}/data.json"),
            Self::StudyCsv(study) => return write!(path, "benchmarks/{study}/data.csv"),
            Self::Alias(old) if old.ends_with(".html") => return path.write_str(old.trim_matches('/')),
            Self::ChartFile(page, name, format) => {
                page.write(path)?;
                path.truncate(path.rfind('/').map_or(0, |slash| slash + 1));
                let ending = match format {
                    ChartFormat::Svg => "svg",
                    ChartFormat::Csv => "csv",
                };
                return write!(path, "{name}.{ending}");
            }
            Self::Static(name) => return write!(path, "static/{name}"),
            Self::Feed => return path.write_str("feed.xml"),
            Self::JsonFeed => return path.write_str("feed.json"),
            Self::Sitemap => return path.write_str("sitemap.xml"),
            Self::SitemapPart(number) => return write!(path, "sitemap-{}.xml", number + 1),
            Self::ScorecardPicture(period) => return write!(path, "{period}/headline.png"),
            Self::StudyPicture(study) => return write!(path, "benchmarks/{study}/headline.png"),
            Self::NewsletterFile(period, format) => {
                let file = format.file();
                return write!(path, "newsletters/{period}/{file}");
            }
            Self::SearchScript(name) => return write!(path, "search/{name}"),
            Self::SearchPages(volume, number) => return write!(path, "search/{volume}/pages-{number}.js"),
            Self::SearchWords(volume, number) => return write!(path, "search/{volume}/words-{number}.js"),
            Self::Picture(file) => {
                return write!(path, "pictures/{}", file.strip_prefix("content/").unwrap_or(file));
            }
            Self::Scorecard(period) => write!(path, "{period}")?,
            Self::PartScorecard(period, part) => write!(path, "{period}/{part}")?,
            Self::KpiList => path.push_str("kpis"),
            Self::Kpi(kpi) => {
                // Every line of every scorecard leads there.
                path.push_str("kpis/");
                path.push_str(kpi.as_str());
            }
            Self::StudyList => path.push_str("benchmarks"),
            Self::Study(study) => write!(path, "benchmarks/{study}")?,
            Self::Stories => path.push_str("stories"),
            Self::StoriesOfPart(part) => write!(path, "stories/by/{part}")?,
            Self::StoriesOfYear(year) => write!(path, "stories/by/year/{year}")?,
            Self::RollOfHonour(year) => write!(path, "stories/roll/{year}")?,
            // No dimension has a page of its own here, so that no story and no part can have this address.
            Self::Balance => path.push_str("stories/by/balance"),
            Self::Story(slug) => write!(path, "stories/{slug}")?,
            Self::StoryOnPaper(slug, Paper::Certificate) => write!(path, "stories/{slug}/certificate")?,
            Self::StoryOnPaper(slug, Paper::Poster) => write!(path, "stories/{slug}/poster")?,
            Self::Award(award) => write!(path, "awards/{award}")?,
            Self::Value(value) => write!(path, "values/{value}")?,
            Self::NewsletterList => path.push_str("newsletters"),
            Self::Newsletter(period) => write!(path, "newsletters/{period}")?,
            Self::Archive => path.push_str("archive"),
            Self::Method => path.push_str("method"),
            Self::Search => path.push_str("search"),
            Self::Free(own) => path.push_str(own),
            Self::Alias(old) => path.push_str(old.trim_matches('/')),
        }
        path.write_str("/index.html")
    }
}

/// The relative address of `to` as seen from `from`, both files below one folder.
///
/// Of the paths of two routes it names an `index.html`, so that it works from a disk.
pub(super) fn relative(from: &str, to: &str) -> String {
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
