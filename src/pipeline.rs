//! The whole flow, one line per step.

use std::path::PathBuf;

use jiff::civil::Date;

pub use crate::compose::{Explanation, Question};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{AudienceId, BaseUrl, Period};
use crate::publish::{EditionLabel, Output, Planned, Published, Step};
use crate::{analyse, compose, disclose, read, render};

/// What a site is made from, and for whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The folder that holds `plaudit.yaml`.
    pub root: PathBuf,
    /// The narrower audience the edition is for; `None` for everyone's.
    pub audience: Option<AudienceId>,
    /// Whether drafts are part of it.
    pub drafts: bool,
    /// The last period that is read; `None` for all.
    pub period: Option<Period>,
    /// An address to use instead of the one in the settings.
    pub base_url: Option<BaseUrl>,
    /// Today, only to refuse a consent that has expired meanwhile; it never changes a byte.
    pub today: Option<Date>,
}

/// Makes the site and publishes it: one line per step, in the order the data flows.
///
/// `check` runs exactly this into [`Nowhere`](crate::publish::Nowhere).
pub fn build(options: &Options, output: &dyn Output, diagnostics: &Diagnostics) -> Result<Published, Reported> {
    build_recalling(options, output, None, diagnostics)
}

/// What a process that makes one site again and again need not work out again; never a byte of a page depends on it.
#[derive(Debug, Default)]
pub struct Recall {
    read: read::Recall,
    search: compose::Recall,
}

/// Does what [`build`] does, sooner where `recall` has what is the same as the last time.
pub fn build_recalling(
    options: &Options,
    output: &dyn Output,
    recall: Option<&Recall>,
    diagnostics: &Diagnostics,
) -> Result<Published, Reported> {
    let memory = if output.is_kept() { read::Memory::Kept } else { read::Memory::Used };
    let reading = read::Options {
        period: options.period,
        drafts: options.drafts,
        today: options.today,
        ..read::Options::default()
    };
    let begins = |step| output.progress().into_iter().for_each(|progress| progress.step(step));
    begins(Step::Reading);
    let inputs = read::inputs(&options.root, memory, diagnostics)?;
    let fingerprint = inputs.fingerprint(options).filter(|_| diagnostics.count() == 0);
    if let Some(published) = fingerprint.and_then(|fingerprint| output.standing(fingerprint)) {
        return Ok(published);
    }
    let mut site = inputs.site(&reading, recall.map(|recall| &recall.read), diagnostics)?;
    if let Some(address) = &options.base_url {
        site.organisation.settings.base_url = Some(address.clone());
    }
    begins(Step::Disclosing);
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    begins(Step::Analysing);
    let findings = analyse::findings(&edition);
    begins(Step::Outlining);
    let pictures = read::fingerprints(&options.root, compose::pictures(&edition, &site.attachments), diagnostics)?;
    let outline = compose::outline(&findings, &site.look, &pictures, diagnostics);
    let outline = match recall {
        Some(recall) => outline.recalling(&recall.search),
        None => outline,
    };
    compose::proofread(&findings, &outline, &site.look, diagnostics)?;
    let press = render::Press::new(&site.look, diagnostics)?;
    let published = output.publish(
        &plan(&outline),
        &label(&edition),
        &|index| {
            let page = &outline.pages[index];
            match &page.route {
                compose::Route::Picture(file) => read::attachment(&options.root, file, diagnostics),
                _ => press.print(&compose::view(page, &findings, &outline, &site.look, diagnostics), diagnostics),
            }
            .inspect(|contents| search(&edition, &page.path, contents, diagnostics))
        },
        diagnostics,
    )?;
    // What there was to say is said again next time.
    if let Some(fingerprint) = fingerprint.filter(|_| diagnostics.count() == 0) {
        output.remember(fingerprint);
    }
    Ok(published)
}

/// Explains one figure; the inner failure is a question about something that the edition does not have.
pub fn explain(
    options: &Options,
    question: &Question,
    diagnostics: &Diagnostics,
) -> Result<Result<Explanation, Problem>, Reported> {
    let reading = read::Options {
        period: options.period,
        drafts: options.drafts,
        today: options.today,
        ..read::Options::default()
    };
    let site = read::inputs(&options.root, read::Memory::Used, diagnostics)?.site(&reading, None, diagnostics)?;
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    let findings = analyse::findings(&edition);
    diagnostics.proceed()?;
    Ok(compose::explain(question, &findings))
}

/// Reports what stands in a finished file, or in its address, although this audience must not know it.
fn search(edition: &disclose::Edition, path: &str, contents: &[u8], diagnostics: &Diagnostics) {
    let secrets = edition.secrets();
    for (secret, _) in secrets.find(path.as_bytes()) {
        diagnostics.report(secret.problem(), Location::file(path));
    }
    for (secret, place) in secrets.find(contents) {
        let text = String::from_utf8_lossy(contents);
        diagnostics.report(secret.problem(), Location::within(path.as_ref(), 1, &text, place));
    }
}

fn plan(outline: &compose::Outline) -> Vec<Planned> {
    outline.pages.iter().map(|page| Planned { path: page.path.clone(), key: page.key }).collect()
}

fn label(edition: &disclose::Edition) -> EditionLabel {
    EditionLabel {
        audience: edition.audience().map(ToString::to_string),
        latest: edition.facts().latest().period.to_string(),
        share: None,
    }
}
