//! A small organisation that prose can speak about: two years of a few KPIs, two teams, one of each for managers.

use std::num::NonZeroU32;

use plaudit::analyse::findings;
use plaudit::compose::prose::{Context, Destination, NoSuchPage};
use plaudit::diagnostic::Diagnostics;
use plaudit::disclose::{Edition, edition};
use plaudit::model::*;

use crate::statistics::site::{Site, kpi, period, subject, target};

/// The file that every case is written in.
pub(super) const FILE: &str = "content/scorecards/2025-12.md";

/// The edition for everyone, in December 2025.
pub(super) struct Meridian {
    edition: Edition,
}

impl Meridian {
    pub(super) fn new() -> Self {
        Self { edition: edition(organisation(), None, &Diagnostics::new()).unwrap() }
    }

    /// The same, for a site that allows some HTML.
    pub(super) fn allowing_html() -> Self {
        let mut organisation = organisation();
        organisation.settings.raw_html = RawHtml::Sanitised;
        Self { edition: edition(organisation, None, &Diagnostics::new()).unwrap() }
    }

    /// Calls `with` with what a page may ask for.
    ///
    /// The words behind a case's name say which: `of team/billing`, `in 2025-06`, `of no period`; else a scorecard of
    /// December 2025.
    pub(super) fn with_context<T>(&self, page: &str, with: impl FnOnce(&Context) -> T) -> T {
        let findings = findings(&self.edition);
        let part = page.strip_prefix("of team/").map(|team| subject(&format!("csat team/{team}")).part.unwrap());
        let month = page.strip_prefix("in ").unwrap_or("2025-12");
        let context = Context {
            edition: &self.edition,
            found: &|subject, period| findings.at(subject, period),
            known: &[],
            period: (page != "of no period").then(|| period(month)),
            part: part.as_ref(),
            ids: "",
            first_heading: 3,
            address: &address,
            chart: &|subject, period| {
                let measured = findings.at(subject, period).latest().is_some();
                let of = subject.part.as_ref().map(|part| format!(" of {part}")).unwrap_or_default();
                measured.then(|| format!("<figure class=\"chart\">{}{of}, {period}</figure>", subject.kpi))
            },
            stories: &|of| (of == period("2025-12")).then(|| "<ul>\n<li>Refunds in two days</li>\n</ul>".to_owned()),
        };
        with(&context)
    }
}

pub(super) fn markdown(text: &str, file: &str) -> Markdown {
    Markdown { text: text.into(), file: file.into(), first_line: NonZeroU32::MIN, head: String::new() }
}

/// The pages, addresses and pictures of the site, as a page in `2025-12/` links to them.
fn address(destination: Destination<'_>) -> Result<String, NoSuchPage> {
    match destination {
        Destination::Words("content/index.md") | Destination::Address("") => Ok("../index.html".into()),
        Destination::Words("content/about.md") | Destination::Address("about/") => Ok("../about/index.html".into()),
        Destination::Words("content/kpis/csat.md") | Destination::Address("kpis/csat/") => {
            Ok("../kpis/csat/index.html".into())
        }
        Destination::Words("content/stories/2025-12-refunds.md") => Ok("../stories/refunds/index.html".into()),
        Destination::Address("kpis/csat/data.csv") => Ok("../kpis/csat/data.csv".into()),
        Destination::Picture("content/scorecards/pump house.jpg") => Ok("pump%20house.jpg".into()),
        Destination::Picture("content/pump.jpg") => Ok("../pump.jpg".into()),
        Destination::Words("content/for-managers.md") => Err(NoSuchPage::Withheld),
        Destination::Words(_) | Destination::Address(_) | Destination::Picture(_) => Err(NoSuchPage::Unknown),
    }
}

fn organisation() -> Organisation {
    let managers = AudienceId::new("managers");
    let named = |id: &str, name: &str, kind, better| Kpi { name: name.to_owned(), ..kpi(id, kind, better) };
    let csat = named("csat", "Customer satisfaction", KpiKind::Proportion, Better::Higher);
    let backlog = named("backlog", "Backlog", KpiKind::Stock, Better::Lower);
    let mut site = Site::new(24)
        .kpi(Kpi { targets: target(90.0), ..csat })
        .kpi(Kpi { decimals: 0, ..backlog })
        .kpi(named("churn", "Churn <rate>", KpiKind::Proportion, Better::Lower))
        .kpi(named("first_reply", "First reply", KpiKind::Duration, Better::Lower))
        .kpi(named("quality", "Quality score", KpiKind::Proportion, Better::Higher))
        .kpi(named("wait", "Waiting time", KpiKind::Duration, Better::Lower))
        .kpi(named("calls", "Calls", KpiKind::Count, Better::Neutral))
        .kpi(named("effort", "Customer effort", KpiKind::Mean, Better::Lower))
        .kpi(Kpi { audience: managers.clone(), ..named("turnover", "Turnover", KpiKind::Proportion, Better::Lower) })
        .dimension("team", &["billing", "supply", "board"]);
    site.0.settings.audiences.extend(managers.clone());
    site.0.dimensions[0].members[2].audience = managers;
    let steady = |mean: f64, spread: f64, last: f64| {
        let mut values: Vec<_> = (0..24).map(|month| mean + spread * f64::from(month * 7 % 5 - 2)).collect();
        values[23] = last;
        values
    };
    let mut young = vec![f64::NAN; 16];
    young.extend(steady(2.1, 0.1, 2.2).into_iter().skip(16));
    site = site
        .values("csat", &steady(87.0, 1.1, 88.2))
        .values("csat team/billing", &steady(90.0, 1.0, 91.04))
        .values("csat team/board", &steady(90.0, 1.0, 91.0))
        .values("backlog", &steady(300.0, 10.0, 512.0))
        .values("churn", &steady(2.0, 0.2, f64::NAN))
        .values("first_reply", &steady(14.0, 0.5, 14.5))
        .values("effort", &young)
        .values("wait", &shifted(steady(20.0, 1.0, 18.0), 14, -4.0))
        .values("calls", &shifted(steady(500.0, 2.0, 508.0), 18, 30.0))
        .values("turnover", &steady(12.0, 1.0, 12.0));
    let strike = Scope { kpis: Some(vec![KpiId::new("calls").unwrap()]), part: None };
    site =
        site.month("2025-06", |june| june.exceptional = vec![Exceptional { scope: strike, why: "Strike".to_owned() }]);
    let quality = site.0.snapshots.iter().map(|snapshot| {
        let standing = match snapshot.period.to_string().as_str() {
            "2025-11" => Standing::Provisional,
            "2025-12" => Standing::Estimated,
            _ => Standing::Final,
        };
        let measurement = Measurement::Value { value: 91.0, n: None };
        (snapshot.period, Reading { measurement, standing, remark: None })
    });
    site.0.series.insert(subject("quality"), Series::new(quality).unwrap());
    let heading = Heading::default();
    let about = markdown("# Who we are\n\n## Where to ask\n", "content/about.md");
    site.0.pages = vec![FreePage { path: "about".to_owned(), heading: heading.clone(), body: about }];
    let note = markdown("## What is asked\n", "content/kpis/csat.md");
    site.0.kpi_notes = vec![KpiNote { kpi: KpiId::new("csat").unwrap(), heading, body: note }];
    site.0
}

/// `values` with a step of `by` from the month at `index` on.
fn shifted(mut values: Vec<f64>, index: usize, by: f64) -> Vec<f64> {
    values[index..].iter_mut().for_each(|value| *value += by);
    values
}
