//! The whole flow, one line per step.

mod archive;
mod mail;
mod pack;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use crate::compose::package::PackageOf;
pub use crate::compose::{Explanation, Question, SignOff};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{AudienceId, BaseUrl, Look, Period};
use crate::publish::{EditionLabel, Nowhere, Output, Planned, Published, Step};
use crate::{analyse, compose, disclose, read, render};
pub use archive::{Sealing, archive};
pub use mail::{Mail, newsletter};
pub use pack::{Pack, pack};

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

impl Options {
    /// What `inputs` say of the site.
    fn site(
        &self,
        inputs: &read::Inputs<'_>,
        recall: Option<&Recall>,
        diagnostics: &Diagnostics,
    ) -> Result<read::Site, Reported> {
        let Self { period, drafts, today, .. } = *self;
        let reading = read::Options { period, drafts, today, ..read::Options::default() };
        let mut site = inputs.site(&reading, recall.map(|recall| &recall.read), diagnostics)?;
        if let Some(address) = &self.base_url {
            site.organisation.settings.base_url = Some(address.clone());
        }
        Ok(site)
    }

    /// The pages there will be, with nothing wrong in them so far, and the press that prints them.
    fn outline(
        &self,
        findings: &analyse::Findings<'_>,
        look: &Look,
        attachments: &[PathBuf],
        recall: Option<(&Recall, Option<[u8; 16]>)>,
        diagnostics: &Diagnostics,
    ) -> Result<(compose::Outline, render::Press), Reported> {
        let shown = compose::pictures(findings.edition(), attachments);
        let pictures = read::pictures(&self.root, shown, diagnostics);
        let outline = match recall {
            Some((Recall { pages, .. }, read_from)) => {
                compose::outline_recalling(findings, look, &pictures, (pages, read_from), diagnostics)
            }
            None => compose::outline(findings, look, &pictures, diagnostics),
        };
        compose::proofread(findings, &outline, look, diagnostics)?;
        Ok((outline, render::Press::new(look, diagnostics)?))
    }

    /// What the pages of `outline` are printed with.
    fn printing<'a>(
        &'a self,
        findings: &'a analyse::Findings<'a>,
        outline: &'a compose::Outline,
        look: &'a Look,
        press: &'a render::Press,
        diagnostics: &'a Diagnostics,
    ) -> Printing<'a> {
        Printing { root: &self.root, findings, outline, look, press, diagnostics }
    }
}

/// Makes the site and publishes it: one line per step, in the order the data flows.
///
/// [`check`] runs exactly this into [`Nowhere`](crate::publish::Nowhere), and looks closer at what was written.
pub fn build(options: &Options, output: &dyn Output, diagnostics: &Diagnostics) -> Result<Published, Reported> {
    build_recalling(options, output, None, diagnostics)
}

/// What a process that makes one site again and again need not work out again; never a byte of a page depends on it.
#[derive(Debug, Default)]
pub struct Recall {
    read: read::Recall,
    pages: compose::Recall,
}

/// What is known of a site that was checked and can be published.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// What a build would make.
    pub published: Published,
    /// What differs from the last edition.
    pub sign_off: SignOff,
    /// The links that lead out of the site: where they are, and where they lead to.
    pub external_links: Vec<(Location, String)>,
}

/// Checks the site: does what [`build`] does, into nowhere, holds what was written against the figures, and says what
/// differs from the last edition.
pub fn check(options: &Options, nowhere: &Nowhere, diagnostics: &Diagnostics) -> Result<Checked, Reported> {
    let mut reviewed = None;
    // Drawing them takes most of the time.
    let spared = compose::Route::is_picture_of_words;
    let published = make(options, nowhere, None, spared, diagnostics, |findings| {
        compose::review(findings, diagnostics);
        reviewed = Some((compose::sign_off(findings), compose::external_links(findings)));
    })?;
    diagnostics.proceed()?;
    let (sign_off, external_links) = reviewed.expect("what was made was reviewed");
    Ok(Checked { published, sign_off, external_links })
}

/// Does what [`build`] does, sooner where `recall` has what is the same as the last time.
pub fn build_recalling(
    options: &Options,
    output: &dyn Output,
    recall: Option<&Recall>,
    diagnostics: &Diagnostics,
) -> Result<Published, Reported> {
    make(options, output, recall, |_| false, diagnostics, |_| ())
}

/// Makes the site, but for what is `spared`; `then` looks at the findings once all pages are made.
fn make(
    options: &Options,
    output: &dyn Output,
    recall: Option<&Recall>,
    spared: impl Fn(&compose::Route) -> bool + Sync,
    diagnostics: &Diagnostics,
    then: impl FnOnce(&analyse::Findings),
) -> Result<Published, Reported> {
    let memory = if output.is_kept() { read::Memory::Kept } else { read::Memory::Used };
    let begins = |step| output.progress().into_iter().for_each(|progress| progress.step(step));
    begins(Step::Reading);
    let inputs = read::inputs(&options.root, memory, diagnostics)?;
    let fingerprint = inputs.fingerprint(options).filter(|_| diagnostics.count() == 0);
    if let Some(published) = fingerprint.and_then(|fingerprint| output.standing(fingerprint)) {
        return Ok(published);
    }
    let site = options.site(&inputs, recall, diagnostics)?;
    begins(Step::Disclosing);
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    begins(Step::Analysing);
    let findings = analyse::findings(&edition);
    begins(Step::Outlining);
    let recall = recall.map(|recall| (recall, site.read_from));
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, recall, diagnostics)?;
    let printing = options.printing(&findings, &outline, &site.look, &press, diagnostics);
    site.lost.report(diagnostics);
    let published = output.publish(
        &plan(&outline),
        &label(&edition),
        &|index| {
            let page = &outline.pages[index];
            let contents = if spared(&page.route) { Ok(Vec::new()) } else { printing.print(page) };
            site.lost.report(diagnostics);
            contents.inspect(|contents| search(&edition, &page.path, contents, diagnostics))
        },
        diagnostics,
    );
    if let Some((recall, _)) = recall.filter(|_| site.lost.is_any()) {
        recall.pages.forget();
    }
    let published = published?;
    then(&findings);
    site.lost.report(diagnostics);
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
    let inputs = read::inputs(&options.root, read::Memory::Used, diagnostics)?;
    let site = options.site(&inputs, None, diagnostics)?;
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    let findings = analyse::findings(&edition);
    site.lost.report(diagnostics);
    diagnostics.proceed()?;
    Ok(compose::explain(question, &findings))
}

/// What pages are printed with.
struct Printing<'a> {
    root: &'a Path,
    findings: &'a analyse::Findings<'a>,
    outline: &'a compose::Outline,
    look: &'a Look,
    press: &'a render::Press,
    diagnostics: &'a Diagnostics,
}

impl Printing<'_> {
    /// The bytes of a page or file; a picture is copied.
    fn print(&self, page: &compose::Page) -> Result<Vec<u8>, Reported> {
        let Self { findings, outline, look, diagnostics, .. } = *self;
        match &page.route {
            compose::Route::Picture(file) => read::picture(self.root, file, diagnostics),
            _ => self.press.print(compose::view(page, findings, outline, look, diagnostics), diagnostics),
        }
    }
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
    let planned = |(page, turn): (&compose::Page, u32)| Planned {
        path: page.path.clone(),
        key: page.key,
        turn,
        checksum: outline.checksum(page),
    };
    outline.pages.iter().zip(outline.turns()).map(planned).collect()
}

fn label(edition: &disclose::Edition) -> EditionLabel {
    EditionLabel {
        audience: edition.audience().map(ToString::to_string),
        latest: edition.facts().latest().period.to_string(),
        share: None,
    }
}
