//! A newsletter as e-mail: the same issue as its page, in what mail programs can show.
//!
//! Everything is finished text. Figures and bars are numbers and widths, so that a mail whose pictures are blocked still
//! says everything; the one picture is a supplement.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analyse::{Findings, WhatChanged};
use crate::draw::{self, Chart, Note, Trend};
use crate::model::{BaseUrl, Kpi, KpiKind, Lead, Look, Newsletter, Organisation, Period, Story, Subject, Target};
use crate::words;

use super::feeds::address;
use super::frame::Site;
use super::issue::Issue;
use super::lines::{Line, target_words, verdict_view};
use super::outline::{Outline, Page, story_title};
use super::pages::{self, VerdictView};
use super::route::{NewsletterFormat, Route};
use super::writing::Place;

/// How wide the bars of figures are, in pixels.
const BAR: u32 = 260;
/// How wide the chart is shown, in pixels.
const CHART: u32 = 552;
/// So many changes are told.
const CHANGES: usize = 6;

/// What `mail.html` and `mail.txt` get.
#[derive(Clone, Debug, Serialize)]
pub struct MailView {
    /// The language tag.
    pub language: String,
    /// The subject, which is also the document's title.
    pub subject: String,
    /// What mail programs show beside the subject; empty where nobody wrote one.
    pub preheader: String,
    /// The name of the site.
    pub site_title: String,
    /// Whose figures these are.
    pub organisation: String,
    /// In whose name it is sent.
    pub from: String,
    /// Newsletter, October 2026
    pub label: String,
    /// What the issue is called.
    pub headline: String,
    /// The first line of the period's scorecard.
    pub standfirst: String,
    /// The words of whoever edits it, with absolute links or none.
    pub note_html: String,
    /// The same as text.
    pub note_text: String,
    /// The figures it shows.
    pub figures: Vec<MailFigureView>,
    /// The trend of one of them; `null` when there is nothing to draw.
    pub chart: Option<MailChartView>,
    /// What changed, in sentences.
    pub changes: Vec<String>,
    /// What only looks like a change; `null` when nothing does.
    pub noise: Option<String>,
    /// The stories it tells.
    pub stories: Vec<MailStoryView>,
    /// The awards that were given: the award, and the story that tells of it.
    pub awards: Vec<MailPairView>,
    /// Days to come.
    pub dates: Vec<MailPairView>,
    /// The address of the page of this issue; `null` without `base_url`.
    pub web_href: Option<String>,
    /// October figures, published 9 November 2026.
    pub standing: String,
    /// What is needed to make a draft of it, and is on no page.
    #[serde(skip)]
    pub draft: MailDraft,
}

/// What a draft needs beside its words.
#[derive(Clone, Debug, Default)]
pub struct MailDraft {
    /// The picture of the chart; empty when there is none.
    pub chart: Vec<u8>,
    /// The day that stands in it: when the figures were published.
    pub date: jiff::civil::Date,
    /// The file it is written in.
    pub file: std::path::PathBuf,
    /// The host of the site, for ids; `plaudit.invalid` where it has none.
    pub host: String,
}

/// A figure in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailFigureView {
    /// The KPI.
    pub name: String,
    /// Its value, or words in its place.
    pub value: String,
    /// +1.3 pts on September; `null` without one.
    pub change: Option<String>,
    /// Whether the change is real.
    pub verdict: VerdictView,
    /// ▲, ▼, ◆, •; empty where there is no verdict.
    pub sign: String,
    /// target 90 %; no target.
    pub target: String,
    /// The value against its target, from left to right; empty without a target.
    pub bar: Vec<MailSegmentView>,
    /// The finding.
    pub sentence: String,
}

/// A piece of a bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MailSegmentView {
    /// In pixels, at least 1.
    pub width: u32,
    /// `value`, `target`, `rest`
    pub kind: String,
}

/// A chart in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailChartView {
    /// Where the picture is.
    pub src: String,
    /// The finding, for those who do not see it.
    pub alt: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A story in a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailStoryView {
    /// Its title.
    pub title: String,
    /// The address of its page; `null` without `base_url`.
    pub href: Option<String>,
    /// What leads it: Refund time from 9 to 2 days.
    pub lead: Option<String>,
    /// One sentence about it, or somebody's words.
    pub text: Option<String>,
    /// Billing, Golden headset, October 2026
    pub note: String,
}

/// Two things that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct MailPairView {
    /// The award; the day.
    pub term: String,
    /// The story; what happens.
    pub text: String,
}

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
    let trend = line.filter(|_| format != NewsletterFormat::Text).map(|line| (line, trend(site, line)));
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
    let note_html =
        site.mail_html(&newsletter.body, Place { period: Some(period), part: None, first_heading: 2, route: &route });
    let awards = issue
        .awards(facts)
        .into_iter()
        .map(|(award, story)| MailPairView { term: award.name.clone(), text: story_title(story).to_owned() });
    let status = if issue.snapshot.provisional { "provisional figures" } else { "figures" };
    MailView {
        language: settings.language.clone(),
        subject: newsletter.subject.clone(),
        preheader: newsletter.preheader.clone().unwrap_or_default(),
        site_title: settings.title.clone(),
        organisation: settings.organisation.clone(),
        from: newsletter.from.clone().unwrap_or_else(|| settings.organisation.clone()),
        label: format!("Newsletter, {}", words::period::name(period)),
        headline: pages::newsletter_title(newsletter),
        standfirst: pages::first_line(site, period),
        note_text: text_of(&note_html),
        note_html,
        figures: issue.shown().map(|line| figure(site, line)).collect(),
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

/// The line whose trend is drawn: the most important change among the figures shown, else the first of them that has a
/// history.
fn chart<'i>(issue: &'i Issue, ranking: &WhatChanged) -> Option<&'i Line<'i>> {
    let shown: Vec<&Line> = issue.shown().filter(|line| line.findings.current().is_some()).collect();
    let changed = ranking
        .changed
        .iter()
        .find_map(|changed| shown.iter().find(|line| line.kpi.id == changed.subject.kpi).copied());
    changed.or_else(|| shown.first().copied())
}

fn trend(site: Site, line: &Line) -> Chart {
    let notes = super::charts::notes(site, &line.findings.subject, line.findings.as_of);
    let notes: Vec<Note> = notes.iter().map(|(period, text)| Note { period: *period, text }).collect();
    draw::trend(&Trend { id: "mail", kpi: line.kpi, part: None, findings: &line.findings, notes: &notes })
}

/// The chart as PNG, in the theme's style where that can be read.
fn picture(look: &Look, chart: &Chart) -> Vec<u8> {
    let own = look.files.iter().find(|(name, _)| name == "chart-file.css");
    let own = own.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let picture = draw::picture(chart, &[], own, CHART).or_else(|| draw::picture(chart, &[], None, CHART));
    picture.map(|picture| picture.png).unwrap_or_default()
}

fn figure(site: Site, line: &Line) -> MailFigureView {
    let (kpi, findings) = (line.kpi, &line.findings);
    let value = findings.current().and_then(|point| point.value);
    let target = kpi.target(None, findings.as_of).map(|step| step.target);
    let verdict = verdict_view(kpi, findings);
    let view = site.line_view(line, &Route::Home);
    MailFigureView {
        name: kpi.name.clone(),
        value: value
            .map_or_else(|| words::missing::in_cell(findings.withheld()), |value| words::number::value(kpi, value)),
        change: view.change.map(|change| format!("{change} {}", view.change_on.unwrap_or_default())),
        sign: sign(&verdict.shape).to_owned(),
        verdict,
        target: target_words(kpi, findings),
        bar: value.zip(target).map(|(value, target)| bar(kpi, value, target)).unwrap_or_default(),
        sentence: line.sentence.clone(),
    }
}

/// The sign that stands for a verdict's shape where nothing can be drawn.
fn sign(shape: &str) -> &'static str {
    match shape {
        "better" => "▲",
        "worse" => "▼",
        "different" => "◆",
        "usual" => "•",
        _ => "",
    }
}

/// The value from zero on, with a stroke at its target; empty for what can lie below zero, where a bar would lie.
fn bar(kpi: &Kpi, value: f64, target: Target) -> Vec<MailSegmentView> {
    let goal = match target {
        Target::Value(value) => value,
        Target::Band(band) => band.max,
    };
    if value < 0.0 || goal <= 0.0 || kpi.kind == KpiKind::Nps {
        return Vec::new();
    }
    let most = match kpi.kind {
        KpiKind::Proportion => 100.0,
        _ => 1.25 * value.max(goal),
    };
    let place = |value: f64| ((value / most).clamp(0.0, 1.0) * f64::from(BAR)).round() as u32;
    let (value, stroke) = (place(value), place(goal).clamp(1, BAR - 3));
    let pieces = if value >= stroke {
        [
            ("value", stroke),
            ("target", 3),
            ("value", value.saturating_sub(stroke + 3)),
            ("rest", BAR - value.max(stroke + 3)),
        ]
    } else {
        [("value", value), ("rest", stroke - value), ("target", 3), ("rest", BAR - stroke - 3)]
    };
    let pieces = pieces.into_iter().filter(|(_, width)| *width > 0);
    pieces.map(|(kind, width)| MailSegmentView { width, kind: kind.to_owned() }).collect()
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

/// Everybody whose name stands in `text`, of those whom stories recognise or who nominated them.
pub fn named_in(facts: &Organisation, text: &str) -> BTreeSet<String> {
    let people = facts.stories.iter().flat_map(|story| story.people.iter().chain(&story.nominated_by));
    let is_said = |person: &&String| {
        text.match_indices(person.as_str()).any(|(at, name)| {
            let joins = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
            !joins(text[..at].chars().next_back()) && !joins(text[at + name.len()..].chars().next())
        })
    };
    people.filter(is_said).cloned().collect()
}

/// Our own HTML as text: a line for each paragraph, heading and item.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(words);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        match tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default() {
            "li" => text.push_str("\n* "),
            "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "tr" => text.push_str("\n\n"),
            "br" | "ul" | "ol" => text.push('\n'),
            "td" | "th" => text.push(' '),
            _ => {}
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// Where the picture of a mail is, beside the page that shows the mail.
fn beside() -> String {
    NewsletterFormat::Chart.file().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_mail_are_words_without_tags() {
        check("<p>One &amp; two.</p>\n<p>Three</p>", "One & two.\n\nThree");
        check("<h3 id=\"a\">Head</h3><ul><li>a</li><li>b <em>c</em></li></ul>", "Head\n\n* a\n* b c");
        check("<p>&lt;b&gt; &amp;lt;</p>", "<b> &lt;");
        check("", "");
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(text_of(html), expected);
    }
}
