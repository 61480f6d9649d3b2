//! A period as a few files that need no site.

use super::{Options, search};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{ConsentScope, Period};
use crate::{analyse, compose, disclose, read, render};

/// A period for places that cannot host a site: each file with what it is called.
pub type Pack = Vec<(String, Vec<u8>)>;

/// Chats and mailboxes take files up to about this size, in bytes.
const LARGEST_PACK: usize = 5_000_000;

/// Makes the pack of `period`: its scorecard, trends and stories in one file, its first line as a picture, and five lines
/// of text; the inner failure is that it has no scorecard.
///
/// Without `with_names` nobody is named who is praised, because what was passed on cannot be called back; with it those who
/// agreed to be named in newsletters.
pub fn pack(
    options: &Options,
    period: Period,
    with_names: bool,
    diagnostics: &Diagnostics,
) -> Result<Result<Pack, Problem>, Reported> {
    let inputs = read::inputs(&options.root, read::Memory::Used, diagnostics)?;
    let site = options.site(&inputs, None, diagnostics)?;
    let unnamed = disclose::praised(&site.organisation, with_names.then_some(ConsentScope::Newsletter));
    let edition = disclose::edition_without(site.organisation, options.audience.as_ref(), &unnamed, diagnostics)?;
    let findings = analyse::findings(&edition);
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, None, diagnostics)?;
    let Some((view, post)) = compose::pack(&findings, &outline, &site.look, period, diagnostics) else {
        diagnostics.proceed()?;
        let latest = edition.facts().latest().period.to_string();
        return Ok(Err(Problem::NoScorecard { period: period.to_string(), latest }));
    };
    let styles = view.styles.clone();
    let html = press.print(compose::View::Pack(Box::new(view)), diagnostics)?;
    let printing = options.printing(&findings, &outline, &site.look, &press, diagnostics);
    let from = compose::Route::Scorecard(period).path();
    let address = |href: &str| {
        let base = edition.facts().settings.base_url.as_ref()?;
        outline.led_to(&from, href).map(|page| compose::feeds::address(base, &page.route))
    };
    let picture = |src: &str| {
        let page = outline.led_to(&from, src)?;
        printing.print(page).ok().map(|contents| compose::pack::data_address(&page.path, &contents))
    };
    let html = render::standalone(&String::from_utf8_lossy(&html), &styles, address, picture).into_bytes();
    let name = |what: &str, ending: &str| compose::pack::file_name(what, period, ending);
    if html.len() > LARGEST_PACK {
        let problem =
            Problem::PackTooLarge { megabytes: html.len().div_ceil(1_000_000), most: LARGEST_PACK / 1_000_000 };
        return Err(diagnostics.fatal(problem, Location::file(name("scorecard", "html"))));
    }
    let headline = compose::headline_picture(&findings, &outline, period, diagnostics);
    let files = vec![
        (name("scorecard", "html"), html),
        (name("headline", "png"), headline),
        (name("post", "txt"), post.into_bytes()),
    ];
    for (name, contents) in &files {
        search(&edition, name, contents, diagnostics);
    }
    site.lost.report(diagnostics);
    diagnostics.proceed()?;
    Ok(Ok(files))
}
