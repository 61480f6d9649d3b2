//! A period or a study, sealed as a package.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Options, PackageOf, search};
use crate::compose::package::{PackedInputs, Packing};
use crate::diagnostic::{Diagnostics, Problem, Reported};
use crate::model::AudienceId;
use crate::publish::{self, Sealed};
use crate::{analyse, compose, disclose, read};

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
    let printing = options.printing(&findings, &outline, &site.look, &press, diagnostics);
    let packing = Packing {
        of: &sealing.of,
        findings: &findings,
        outline: &outline,
        look: &site.look,
        address: address.as_ref(),
        with_names: sealing.with_names,
    };
    let pages = packing.pages(
        |page| printing.print(page),
        |page| press.print(compose::absent(page, &packing, diagnostics), diagnostics),
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
    site.lost.report(diagnostics);
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
