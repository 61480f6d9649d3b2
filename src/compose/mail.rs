//! A newsletter as e-mail: the same issue as its page, in what mail programs can show.
//!
//! Everything is finished text. Figures and bars are numbers and widths, so that a mail whose pictures are blocked still
//! says everything; the one picture is a supplement.

mod figure;
mod views;

use crate::analyse::{Findings, WhatChanged};
use crate::draw::{self, Chart};
use crate::model::{BaseUrl, Kpi, Lead, Look, Newsletter, Organisation, Period, Story, Subject};
use crate::words;

use super::charts;
use super::feeds::address;
use super::frame::Site;
use super::issue::Issue;
use super::lines::Line;
use super::outline::{Outline, Page, story_title};
use super::pages;
use super::prose;
use super::route::{NewsletterFormat, Route};
use super::writing::Place;

use figure::figure;
pub use views::{MailChartView, MailDraft, MailFigureView, MailPairView, MailSegmentView, MailStoryView, MailView};

/// How wide the chart is shown, in pixels.
const CHART: u32 = 552;
/// So many changes are told.
const CHANGES: usize = 6;

/// A newsletter as e-mail, for a file of the kind `format`.
pub(super) fn mail<'a>(site: Site<'a>, look: &Look, newsletter: &'a Newsletter, format: NewsletterFormat) -> MailView {
    let facts = site.facts();
    let settings = &facts.settings;
    let base = settings.base_url.as_ref();
    let issue = Issue::new(site, newsletter).expect("a newsletter is about a period with figures");
    let period = newsletter.period;
    let route = Route::Newsletter(period);
    let ranking = pages::ranked(site, &issue.lines);
    let changed = ranking.changed.iter().filter_map(|changed| {
        let line = issue.lines.iter().find(|line| line.kpi.id == changed.subject.kpi)?;
        Some(line.sentence.clone())
    });
    let host = base.map_or("plaudit.invalid", BaseUrl::host);
    let src = match format {
        NewsletterFormat::Draft => format!("cid:{}", chart_id(host)),
        NewsletterFormat::Platform => {
            base.map_or_else(beside, |base| address(base, &Route::NewsletterFile(period, NewsletterFormat::Chart)))
        }
        NewsletterFormat::Mail | NewsletterFormat::Text | NewsletterFormat::Chart => beside(),
    };
    let line = chart(&issue, &ranking);
    let trend = line
        .filter(|_| format != NewsletterFormat::Text)
        .map(|line| (line, charts::trend_chart(site, line.kpi, &line.findings, "mail")));
    let (view, png) = match &trend {
        Some((line, chart)) => {
            let (width, height) = draw::picture_size(chart, &[], CHART);
            let png = match format {
                NewsletterFormat::Draft | NewsletterFormat::Chart => picture(look, chart),
                NewsletterFormat::Mail | NewsletterFormat::Platform | NewsletterFormat::Text => Vec::new(),
            };
            (Some(MailChartView { src, alt: line.sentence.clone(), width, height }), png)
        }
        None => (None, Vec::new()),
    };
    let note_html = site.mail_html(
        &newsletter.body,
        Place { period: Some(period), part: None, first_heading: 2, route: &route, known: &[] },
    );
    let awards = issue
        .awards(facts)
        .into_iter()
        .map(|(award, story)| MailPairView { term: award.name.clone(), text: story_title(story).to_owned() });
    let status = if issue.snapshot.provisional { "provisional figures" } else { "figures" };
    let sender = newsletter.from.as_ref();
    MailView {
        language: settings.language.clone(),
        subject: newsletter.subject.clone(),
        preheader: newsletter.preheader.clone().unwrap_or_default(),
        site_title: settings.title.clone(),
        organisation: settings.organisation.clone(),
        from: sender.map_or_else(|| settings.organisation.clone(), |sender| sender.name.clone()),
        label: format!("Newsletter, {}", words::period::name(period)),
        headline: pages::newsletter_title(newsletter),
        standfirst: pages::first_line(site, period),
        note_text: prose::as_text(&note_html),
        note_html,
        figures: issue.shown().map(figure).collect(),
        chart: view,
        changes: changed.take(CHANGES).collect(),
        noise: words::change::noise(&ranking, site.findings.edition()),
        stories: issue.stories.iter().map(|story| story_view(site, base, &route, story)).collect(),
        awards: awards.collect(),
        dates: issue
            .dates
            .iter()
            .map(|day| MailPairView { term: words::period::date(day.on), text: day.what.clone() })
            .collect(),
        web_href: base.map(|base| address(base, &route)),
        standing: format!(
            "{} {status}, published {}",
            words::period::name(period),
            words::period::date(issue.snapshot.published)
        ),
        draft: MailDraft {
            chart: png,
            date: issue.snapshot.published,
            file: newsletter.body.file.clone(),
            host: host.to_owned(),
            sender: sender.and_then(|sender| Some((sender.name.clone(), sender.address.clone()?))),
        },
    }
}

/// The content id of the chart in a draft.
pub fn chart_id(host: &str) -> String {
    format!("chart@{host}")
}

/// Whether a newsletter has something to draw: one of the figures it shows was measured in its period.
pub(super) fn has_chart(findings: &Findings, newsletter: &Newsletter) -> bool {
    let facts = findings.edition().facts();
    let kpis = newsletter.kpis.as_deref().unwrap_or(&facts.settings.headline);
    let reported = |kpi: &Kpi| kpi.retired.as_ref().is_none_or(|retired| newsletter.period <= retired.until);
    let measured = |kpi: &Kpi| findings.at(&Subject::whole(kpi.id.clone()), newsletter.period).current().is_some();
    kpis.iter().filter_map(|id| facts.kpi(id)).any(|kpi| reported(kpi) && measured(kpi))
}

/// The line whose trend is drawn: the most important change among the figures shown, else the first of them that was
/// measured in the period.
fn chart<'i>(issue: &'i Issue, ranking: &WhatChanged) -> Option<&'i Line<'i>> {
    let shown: Vec<&Line> = issue.shown().filter(|line| line.findings.current().is_some()).collect();
    let changed = ranking
        .changed
        .iter()
        .find_map(|changed| shown.iter().find(|line| line.kpi.id == changed.subject.kpi).copied());
    changed.or_else(|| shown.first().copied())
}

/// The chart as PNG, in the theme's style where that can be read.
fn picture(look: &Look, chart: &Chart) -> Vec<u8> {
    let picture = |style| draw::picture(chart, &[], style, CHART);
    let picture = picture(charts::style(look)).or_else(|| picture(None));
    picture.map(|picture| picture.png).unwrap_or_default()
}

fn story_view(site: Site, base: Option<&BaseUrl>, route: &Route, story: &Story) -> MailStoryView {
    let card = pages::story_card(site, route, story);
    let lead = match &story.lead {
        Some(Lead::Figures { kpi, from, to }) => site.facts().kpi(kpi).map(|kpi| {
            let (from, to) = (words::number::given(kpi, *from), words::number::given(kpi, *to));
            format!("{}: from {from} to {to}", kpi.name)
        }),
        Some(Lead::Text(text)) => Some(text.clone()),
        None => None,
    };
    MailStoryView {
        title: card.title,
        href: base.map(|base| address(base, &Route::Story(story.slug.clone()))),
        lead,
        text: card.description.or_else(|| card.quote.map(|quote| format!("“{quote}”"))),
        note: card.note,
    }
}

/// The files of a mail about `period`, with what they are called; `None` without such a newsletter.
///
/// That for a mailing platform is among them where the site has an address.
pub fn mail_files(outline: &Outline, facts: &Organisation, period: Period) -> Option<Vec<(&'static str, Page)>> {
    facts.newsletter(period)?;
    let all = [
        NewsletterFormat::Mail,
        NewsletterFormat::Platform,
        NewsletterFormat::Text,
        NewsletterFormat::Draft,
        NewsletterFormat::Chart,
    ];
    let files = all.into_iter().filter_map(|format| {
        let planned = match format {
            NewsletterFormat::Platform if facts.settings.base_url.is_none() => return None,
            NewsletterFormat::Platform => NewsletterFormat::Mail,
            other => other,
        };
        let planned = Route::NewsletterFile(period, planned);
        let page = outline.pages.iter().find(|page| page.route == planned)?;
        let route = Route::NewsletterFile(period, format);
        Some((format.file(), Page { path: route.path(), route, key: page.key }))
    });
    Some(files.collect())
}

/// Where the picture of a mail is, beside the page that shows the mail.
fn beside() -> String {
    NewsletterFormat::Chart.file().to_owned()
}
