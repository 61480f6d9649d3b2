//! What a mail shows, as finished text.

use serde::Serialize;

use crate::compose::pages::VerdictView;

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
    /// The name and the mailbox it is sent from; `None` where whoever sends it fills that in.
    pub sender: Option<(String, String)>,
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
