//! The only gate between all we know and what we publish.
//!
//! Everything after this step takes an [`Edition`], which only this folder can make. What is withheld, and what would
//! give it away, is withheld here, so whatever is worked out later cannot say more than what passed the gate.

mod audience;
mod blocks;
mod consent;
mod inputs;
mod people;
mod secondary;
mod secrets;
mod small_groups;
mod small_numbers;
mod stories;
mod sums;
mod withholding;

use std::collections::BTreeSet;

use audience::Gone;
pub use consent::{named_in, report_not_for_archive};
pub use inputs::Inputs;
pub use people::praised;
use secrets::Known;
pub use secrets::{Secret, SecretKind, Secrets};
pub use small_numbers::ROUNDED_FROM;

use crate::diagnostic::{Diagnostics, Location, Problem, Reported, nearest};
use crate::model::{AudienceId, Markdown, Organisation};

/// What one audience may know of an organisation: proof that the gate was passed.
///
/// What the audience may not see is not in it, so nothing that is made from it can give it away.
#[derive(Debug)]
pub struct Edition {
    organisation: Organisation,
    audience: Option<AudienceId>,
    /// Ids of KPIs and parts that were taken out, with the files and addresses of their pages and of all others that
    /// were; only for saying so to the author, never for a page.
    withheld: BTreeSet<String>,
    /// What must be found nowhere in the files.
    secrets: Secrets,
}

impl Edition {
    /// What the audience may know.
    pub fn facts(&self) -> &Organisation {
        &self.organisation
    }

    /// The narrower audience this edition is for; `None` for everyone.
    pub fn audience(&self) -> Option<&AudienceId> {
        self.audience.as_ref()
    }

    /// Whether `id` (a KPI, a dimension, or a part such as `team/billing`) exists but is for a narrower audience.
    ///
    /// For messages to the author of a text that names it; it must never reach a page.
    pub fn withholds(&self, id: &str) -> bool {
        self.withheld.contains(id)
    }

    /// What must be found nowhere in the files of this edition.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Whether there is a page at `place`, a Markdown file or an address, that is for a narrower audience.
    ///
    /// For messages to the author of a link; it must never reach a page.
    pub fn withholds_page(&self, place: &str) -> bool {
        let names: Vec<&str> = place.split('/').filter(|name| !matches!(*name, "" | "index.html")).collect();
        let of_part = match names.as_slice() {
            [_, dimension, member, ..] => self.withholds(&format!("{dimension}/{member}")),
            _ => false,
        };
        of_part || (1..=names.len()).any(|length| self.withheld.contains(&names[..length].join("/")))
    }
}

/// The part of `organisation` that `audience` may see; everyone's when it is `None`.
///
/// An audience that the settings do not declare is refused; a block for an audience that is not written properly is an
/// error.
pub fn edition(
    organisation: Organisation,
    audience: Option<&AudienceId>,
    diagnostics: &Diagnostics,
) -> Result<Edition, Reported> {
    edition_without(organisation, audience, &BTreeSet::new(), diagnostics)
}

/// What [`edition`] gives, without the stories that name one of `people`, and without their names wherever else they
/// stand, but as those of people who answer for something.
pub fn edition_without(
    mut organisation: Organisation,
    audience: Option<&AudienceId>,
    people: &BTreeSet<String>,
    diagnostics: &Diagnostics,
) -> Result<Edition, Reported> {
    let declared = &organisation.settings.audiences;
    if let Some(unknown) = audience.filter(|audience| !declared.contains(audience)) {
        let nearest = nearest(unknown.as_str(), declared.iter().map(AudienceId::as_str));
        let problem = Problem::UnknownAudience { id: unknown.to_string(), nearest };
        return Err(diagnostics.fatal(problem, Location::file("plaudit.yaml")));
    }
    let audiences = declared.clone();
    people::leave_out(&mut organisation, people);
    let mut taken = Vec::new();
    for markdown in markdowns(&mut organisation) {
        let words = blocks::cut(markdown, &audiences, audience, diagnostics);
        taken.extend(Some(words).filter(|words| !words.is_empty()));
    }
    let may_withhold = may_withhold(&organisation) || !people.is_empty();
    let mut known = if may_withhold { Known::of(&organisation) } else { Known::default() };
    taken.iter().for_each(|words| known.add_text(words));
    known.add_praised(people);
    let gone = Gone::of(&organisation, audience);
    let withheld = &gone.names() | &gone.pages(&organisation, audience);
    let hidden = withholding::withhold(&mut organisation, |part| !gone.keeps_part(part), |kpi| gone.keeps_kpi(kpi));
    stories::withhold_leads(&mut organisation, &hidden, diagnostics);
    small_groups::fold(&mut organisation, diagnostics);
    audience::narrow(&mut organisation, &gone, audience);
    let unnamed = consent::unnamed(&organisation);
    people::protect(&mut organisation);
    consent::report(&organisation, &unnamed, diagnostics);
    let mut secrets = Secrets::default();
    if may_withhold {
        let public = Known::of(&organisation);
        secrets = known.secrets(withheld.clone(), &secrets::ids(&organisation), &public);
        for markdown in markdowns(&mut organisation) {
            secrets.report_told(markdown, diagnostics);
        }
    }
    Ok(Edition { organisation, audience: audience.cloned(), withheld, secrets })
}

/// Whether there is anything that could have to be withheld from somebody.
fn may_withhold(organisation: &Organisation) -> bool {
    let groups = organisation.dimensions.iter().flat_map(|dimension| &dimension.members);
    !organisation.settings.audiences.is_empty()
        || organisation.kpis.iter().any(|kpi| kpi.people)
        || organisation.stories.iter().any(|story| story.anonymise)
        || groups.into_iter().any(|group| group.headcount.is_some())
}

/// Everything that was written in Markdown.
pub(in crate::disclose) fn markdowns(organisation: &mut Organisation) -> impl Iterator<Item = &mut Markdown> {
    let home = organisation.home.iter_mut().map(|page| &mut page.body);
    let commentaries = organisation.commentaries.iter_mut().map(|words| &mut words.body);
    let notes = organisation.kpi_notes.iter_mut().map(|note| &mut note.body);
    let studies = organisation.studies.iter_mut().filter_map(|study| study.body.as_mut());
    let stories = organisation.stories.iter_mut().map(|story| &mut story.body);
    let pages = organisation.pages.iter_mut().map(|page| &mut page.body);
    let newsletters = organisation.newsletters.iter_mut().map(|issue| &mut issue.body);
    let pages = pages.chain(newsletters);
    home.chain(commentaries).chain(notes).chain(studies).chain(stories).chain(pages)
}
