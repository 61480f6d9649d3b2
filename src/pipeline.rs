//! The whole flow, one line per step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use crate::compose::package::PackageOf;
use crate::compose::package::{PackedInputs, Packing};
pub use crate::compose::{Explanation, Question, SignOff};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{AudienceId, BaseUrl, ConsentScope, Look, Period};
use crate::publish::{self, EditionLabel, Nowhere, Output, Planned, Published, Sealed, Step};
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
        recall: Option<&Recall>,
        diagnostics: &Diagnostics,
    ) -> Result<(compose::Outline, render::Press), Reported> {
        let shown = compose::pictures(findings.edition(), attachments);
        let pictures = read::pictures(&self.root, shown, diagnostics);
        let mut outline = compose::outline(findings, look, &pictures, diagnostics);
        if let Some(recall) = recall {
            outline = outline.recalling(&recall.search);
        }
        compose::proofread(findings, &outline, look, diagnostics)?;
        Ok((outline, render::Press::new(look, diagnostics)?))
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
    search: compose::Recall,
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
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, recall, diagnostics)?;
    let published = output.publish(
        &plan(&outline),
        &label(&edition),
        &|index| {
            let page = &outline.pages[index];
            match &page.route {
                compose::Route::Picture(file) => read::picture(&options.root, file, diagnostics),
                route if spared(route) => Ok(Vec::new()),
                _ => press.print(&compose::view(page, &findings, &outline, &site.look, diagnostics), diagnostics),
            }
            .inspect(|contents| search(&edition, &page.path, contents, diagnostics))
        },
        diagnostics,
    )?;
    then(&findings);
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
    diagnostics.proceed()?;
    Ok(compose::explain(question, &findings))
}

/// How a package is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealing {
    /// What it is about.
    pub of: PackageOf,
    /// The folder it is put in.
    pub into: PathBuf,
    /// Whether people who are praised are named: a package cannot be called back.
    pub with_names: bool,
    /// Whether another package of its name may be replaced.
    pub anew: bool,
}

/// Seals the pages, figures and inputs of a period or a study as a package; the inner failure is a question about
/// something that the edition does not have.
pub fn archive(
    options: &Options,
    sealing: &Sealing,
    diagnostics: &Diagnostics,
) -> Result<Result<Sealed, Problem>, Reported> {
    let period = sealing.of.period().or(options.period);
    let address = options.base_url.clone();
    // The package brings its own address.
    let options = &Options { period, drafts: false, base_url: None, ..options.clone() };
    let inputs = read::inputs(&options.root, read::Memory::Used, diagnostics)?;
    let site = options.site(&inputs, None, diagnostics)?;
    let mut organisation = site.organisation;
    if let Some(problem) = sealing.of.missing(&organisation) {
        diagnostics.proceed()?;
        return Ok(Err(problem));
    }
    let all = organisation.clone();
    let unnamed = if sealing.with_names { BTreeSet::new() } else { disclose::praised(&organisation, None) };
    let own = sealing.of.narrow(&mut organisation);
    let address = address.or(own);
    let mut wanted = all.clone();
    sealing.of.narrow(&mut wanted);
    if sealing.with_names {
        disclose::report_not_for_archive(&organisation, diagnostics);
    }
    let edition = disclose::edition_without(organisation, options.audience.as_ref(), &unnamed, diagnostics)?;
    if let Some(problem) = sealing.of.missing(edition.facts()) {
        diagnostics.proceed()?;
        return Ok(Err(problem));
    }
    let findings = analyse::findings(&edition);
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, None, diagnostics)?;
    let packing = Packing {
        of: &sealing.of,
        findings: &findings,
        outline: &outline,
        look: &site.look,
        address: address.as_ref(),
        with_names: sealing.with_names,
    };
    let pages = packing.pages(
        |page| match &page.route {
            compose::Route::Picture(file) => read::picture(&options.root, file, diagnostics),
            _ => press.print(&compose::view(page, &findings, &outline, &site.look, diagnostics), diagnostics),
        },
        |page| press.print(&compose::absent(page, &packing, diagnostics), diagnostics),
    )?;
    let inputs = disclose::Inputs { all: &all, wanted: &wanted, edition: &edition, with_names: sealing.with_names };
    let mut files = site.inputs;
    files.retain(|file| sealing.of.concerns(file));
    let inputs = inputs_for_readers(&options.root, &files, inputs, diagnostics)?;
    let packed = packing.pack(pages, inputs, diagnostics.sorted().len());
    let said = packed.info.iter().map(|(_, text)| ("bag-info.txt", text.as_bytes()));
    let said = said.chain([("README.txt", packed.readme.as_bytes())]);
    let payload = packed.payload.iter().map(|(path, contents)| (path.as_str(), contents.as_slice()));
    for (path, contents) in payload.chain(said) {
        search(&edition, path, contents, diagnostics);
    }
    diagnostics.proceed()?;
    let name = sealing.of.name(options.audience.as_ref().map(AudienceId::as_str));
    let package = publish::Package { name, payload: packed.payload, info: packed.info, readme: packed.readme };
    publish::seal(&options.root, &sealing.into, &package, sealing.anew, diagnostics).map(Ok)
}

/// The inputs that the readers of the edition may have, and how many of those that something was made of they may not.
fn inputs_for_readers(
    root: &Path,
    files: &[PathBuf],
    inputs: disclose::Inputs<'_>,
    diagnostics: &Diagnostics,
) -> Result<PackedInputs, Reported> {
    let mut packed = PackedInputs { files: BTreeMap::new(), left_out: 0 };
    for file in files.iter().filter(|file| inputs.made_something(file)) {
        let Some(name) = file.to_str().map(|name| name.replace('\\', "/")) else { continue };
        let contents = read::attachment(root, &name, diagnostics)?;
        if inputs.may_have(file, &contents) {
            packed.files.insert(name, contents);
        } else {
            packed.left_out += 1;
        }
    }
    Ok(packed)
}

/// A newsletter as files to be sent, none of which is part of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What each is called, and what is in it.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Everybody it names: what was sent cannot be called back.
    pub names: BTreeSet<String>,
}

/// Makes the mail of the newsletter about `period`; the inner failure is that there is none.
pub fn newsletter(
    options: &Options,
    period: Period,
    diagnostics: &Diagnostics,
) -> Result<Result<Mail, Problem>, Reported> {
    let inputs = read::inputs(&options.root, read::Memory::Used, diagnostics)?;
    let site = options.site(&inputs, None, diagnostics)?;
    let edition = disclose::edition(site.organisation, options.audience.as_ref(), diagnostics)?;
    let findings = analyse::findings(&edition);
    let (outline, press) = options.outline(&findings, &site.look, &site.attachments, None, diagnostics)?;
    let facts = edition.facts();
    let Some(pages) = compose::mail_files(&outline, facts, period) else {
        let known = facts.newsletters.iter().map(|issue| issue.period.to_string()).collect();
        return Ok(Err(Problem::NoNewsletter { period: period.to_string(), known }));
    };
    let mut mail = Mail { files: Vec::new(), names: BTreeSet::new() };
    for (name, page) in pages {
        let contents = press.print(&compose::view(&page, &findings, &outline, &site.look, diagnostics), diagnostics)?;
        search(&edition, &page.path, &contents, diagnostics);
        if let Ok(text) = std::str::from_utf8(&contents) {
            mail.names.extend(disclose::named_in(facts, text));
        }
        mail.files.push((name, contents));
    }
    diagnostics.proceed()?;
    Ok(Ok(mail))
}

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
    let html = press.print(&view, diagnostics)?;
    let styles = match &view {
        compose::View::Pack(pack) => pack.styles.as_str(),
        _ => "",
    };
    let from = compose::Route::Scorecard(period).path();
    let address = |href: &str| {
        let base = edition.facts().settings.base_url.as_ref()?;
        outline.led_to(&from, href).map(|page| compose::feeds::address(base, &page.route))
    };
    let picture = |src: &str| {
        let page = outline.led_to(&from, src)?;
        let contents = match &page.route {
            compose::Route::Picture(file) => read::picture(&options.root, file, diagnostics),
            _ => press.print(&compose::view(page, &findings, &outline, &site.look, diagnostics), diagnostics),
        };
        contents.ok().map(|contents| compose::pack::data_address(&page.path, &contents))
    };
    let html = render::standalone(&String::from_utf8_lossy(&html), styles, address, picture).into_bytes();
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
    diagnostics.proceed()?;
    Ok(Ok(files))
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
    let planned =
        |page: &compose::Page| Planned { path: page.path.clone(), key: page.key, takes_long: page.route.takes_long() };
    outline.pages.iter().map(planned).collect()
}

fn label(edition: &disclose::Edition) -> EditionLabel {
    EditionLabel {
        audience: edition.audience().map(ToString::to_string),
        latest: edition.facts().latest().period.to_string(),
        share: None,
    }
}
