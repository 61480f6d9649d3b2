//! A newsletter's mail → HTML with its styles inlined, text, or a draft that mail programs open.
//!
//! Nothing is sent from here, and nothing is fetched: the inliner knows neither the disk nor the network. The same mail
//! gives the same bytes, so boundaries and ids are made from what is in it, and its date is that of the figures.

use css_inline::CSSInliner;
use jiff::tz::TimeZone;
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};

use super::templates::Templates;
use crate::compose::{MailStoryView, MailView, NewsletterFormat, chart_id};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::hex;

/// A mail with more HTML is cut off by the largest web mailer, at 102 KB or a little more.
const MOST: usize = 95_000;
/// From here on it is time to say so.
const MUCH: usize = 80_000;

/// The mail as a file of the kind that is asked for.
///
/// Fails when a template does, and when the HTML is so long that it would be cut off.
pub(super) fn print(
    view: &MailView,
    format: NewsletterFormat,
    templates: &Templates,
    diagnostics: &Diagnostics,
) -> Result<Vec<u8>, Reported> {
    match format {
        NewsletterFormat::Chart => Ok(view.draft.chart.clone()),
        NewsletterFormat::Text => text(view, templates, diagnostics).map(String::into_bytes),
        NewsletterFormat::Mail | NewsletterFormat::Platform => {
            html(view, templates, diagnostics).map(String::into_bytes)
        }
        NewsletterFormat::Draft => {
            let (html, text) = (html(view, templates, diagnostics)?, text(view, templates, diagnostics)?);
            Ok(draft(view, &html, &text))
        }
    }
}

fn html(view: &MailView, templates: &Templates, diagnostics: &Diagnostics) -> Result<String, Reported> {
    let html = templates.fill("mail.html", view, diagnostics)?;
    let html = String::from_utf8(html).expect("templates and views are text");
    let inliner = CSSInliner::options()
        .load_remote_stylesheets(false)
        .keep_style_tags(false)
        .keep_at_rules(true)
        .minify_css(true)
        .resolve_css_variables(true)
        .build();
    let at = || Location::file(view.draft.file.clone());
    let html = inliner
        .inline(&html)
        .map_err(|error| diagnostics.fatal(Problem::MailStyle { reason: error.to_string() }, at()))?;
    let kilobytes = html.len().div_ceil(1000);
    if html.len() > MOST {
        return Err(diagnostics.fatal(Problem::MailTooLong { kilobytes, heaviest: heaviest(view) }, at()));
    }
    if html.len() > MUCH {
        diagnostics.report(Problem::MailLong { kilobytes, heaviest: heaviest(view) }, at());
    }
    Ok(html)
}

/// The text, its lines ending as mails want it.
fn text(view: &MailView, templates: &Templates, diagnostics: &Diagnostics) -> Result<String, Reported> {
    let text = templates.fill("mail.txt", view, diagnostics)?;
    let text = String::from_utf8(text).expect("templates and views are text");
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    Ok(lines.join("\n").trim_end().to_owned() + "\n")
}

/// The part of a mail that takes most room.
fn heaviest(view: &MailView) -> &'static str {
    let of_stories = |story: &MailStoryView| {
        story.title.len() + story.text.as_ref().map_or(0, String::len) + story.lead.as_ref().map_or(0, String::len)
    };
    let sizes = [
        ("what you wrote", view.note_html.len()),
        ("the figures", view.figures.iter().map(|figure| 900 + figure.sentence.len()).sum()),
        ("what changed", view.changes.iter().map(|change| 150 + change.len()).sum()),
        ("the stories", view.stories.iter().map(|story| 500 + of_stories(story)).sum()),
    ];
    sizes.into_iter().max_by_key(|(_, size): &(_, usize)| *size).map_or("", |(name, _)| name)
}

/// `multipart/alternative` of the text and of `multipart/related` with the HTML and its picture.
///
/// It has no recipients, and a sender only where the newsletter names a mailbox, because a name alone is no sender:
/// whoever opens it fills them in. `X-Unsent: 1` opens it for editing in the programs
/// that know it.
fn draft(view: &MailView, html: &str, text: &str) -> Vec<u8> {
    let hash = Sha256::new().chain_update(html).chain_update([0]).chain_update(text).chain_update(&view.draft.chart);
    let hash = hex(&hash.finalize()[..12]);
    let multipart = |kind: &str, of: &str| {
        ContentType::new(format!("multipart/{kind}")).attribute("boundary", format!("={of}-{hash}="))
    };
    let related = multipart("related", "related").attribute("type", "text/html");
    let related = MimePart::new(related, BodyPart::Multipart(parts(html, view)));
    let both = vec![MimePart::new("text/plain", text), related];
    let body = MimePart::new(multipart("alternative", "alternative"), BodyPart::Multipart(both));
    let day = view.draft.date.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(0, |moment| moment.timestamp().as_second());
    let message = MessageBuilder::new()
        .subject(view.subject.as_str())
        .date(Date::new(day))
        .message_id(format!("{hash}@{}", view.draft.host))
        .header("X-Unsent", Raw::new("1"))
        .header("Content-Language", Raw::new(view.language.as_str()))
        .body(body);
    let message = match &view.draft.sender {
        Some((name, address)) => message.from((name.as_str(), address.as_str())),
        None => message,
    };
    message.write_to_vec().expect("a mail in memory can be written")
}

/// The HTML, then its picture.
fn parts<'m>(html: &'m str, view: &MailView) -> Vec<MimePart<'m>> {
    let page = MimePart::new("text/html", html);
    let chart = view
        .chart
        .is_some()
        .then(|| MimePart::new("image/png", view.draft.chart.clone()).inline().cid(chart_id(&view.draft.host)));
    std::iter::once(page).chain(chart).collect()
}
