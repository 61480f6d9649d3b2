//! New inputs: a file with what the site knows filled in and the rest explained, ready to be written on.
//!
//! A new file passes `check` as it is and overwrites nothing.

mod commentary;
mod newsletter;
mod snapshot;
mod story;
mod study;

use std::path::{Path, PathBuf};

use super::{check_kind, errors_of, write_input};
use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::{PartId, Period, StoryKind, StudyId};
use crate::read::{self, Options};

/// What is to be new.
#[derive(Clone, Debug)]
pub enum What {
    /// The figures of a period; of the one after the latest if none is said.
    Snapshot(Option<Period>),
    /// Words about a period, the latest if none is said, or about a part in it.
    Commentary(Option<Period>, Option<String>),
    /// The newsletter about a period, the latest if none is said.
    Newsletter(Option<Period>),
    /// A story with this title.
    Story(String, StoryKind),
    /// A benchmark study with this id and title.
    Study(StudyId, Option<String>),
}

/// Makes a new input in the site at `root` and says which; fails, with nothing written, when the file is there.
pub fn new(root: &Path, what: &What, diagnostics: &Diagnostics) -> Result<PathBuf, Reported> {
    if let What::Snapshot(Some(period)) = what {
        let ground = errors_of(diagnostics, |diagnostics| read::ground(root, diagnostics))?;
        if ground.snapshots.is_empty() {
            return written(
                root,
                format!("data/snapshots/{period}.yaml"),
                &snapshot::first(&ground.kpis, *period),
                diagnostics,
            );
        }
    }
    let site = errors_of(diagnostics, |diagnostics| read::site(root, &Options::default(), diagnostics))?;
    let organisation = &site.organisation;
    let (file, text) = match what {
        What::Snapshot(period) => {
            let period = period.unwrap_or_else(|| organisation.latest().period.next());
            check_kind(period, organisation.latest().period.kind(), diagnostics)?;
            (format!("data/snapshots/{period}.yaml"), snapshot::text(organisation, period))
        }
        What::Commentary(period, part) => {
            let period = period.unwrap_or_else(|| organisation.latest().period);
            let part = part.as_deref().map(|part| part_called(part, organisation, diagnostics)).transpose()?;
            if organisation.snapshot(period).is_none() {
                let problem = Problem::NoFiguresFor { period: period.to_string() };
                return Err(diagnostics.fatal(problem, Location::file("data/snapshots")));
            }
            let file = match &part {
                None => format!("content/scorecards/{period}.md"),
                Some(part) => format!("content/scorecards/{period}/{part}.md"),
            };
            (file, commentary::text(organisation, period, part.as_ref()))
        }
        What::Newsletter(period) => {
            let period = period.unwrap_or_else(|| organisation.latest().period);
            if organisation.snapshot(period).is_none() {
                let problem = Problem::NewsletterWithoutFigures { period: period.to_string() };
                return Err(diagnostics.fatal(problem, Location::file("data/snapshots")));
            }
            (format!("content/newsletters/{period}.md"), newsletter::text(organisation, period))
        }
        What::Story(title, kind) => story::file(organisation, title, *kind),
        What::Study(id, title) => (format!("data/benchmarks/{id}.yaml"), study::text(organisation, title.as_deref())),
    };
    written(root, file, &text, diagnostics)
}

fn written(root: &Path, file: String, text: &str, diagnostics: &Diagnostics) -> Result<PathBuf, Reported> {
    let file = PathBuf::from(file);
    write_input(root, &file, text, diagnostics)?;
    Ok(file)
}

fn part_called(
    text: &str,
    organisation: &crate::model::Organisation,
    diagnostics: &Diagnostics,
) -> Result<PartId, Reported> {
    let parts = || organisation.dimensions.iter().flat_map(|it| it.members.iter().map(|member| it.part(member)));
    parts().find(|part| part.to_string() == text).ok_or_else(|| {
        let here = Location::file("data/dimensions.yaml");
        let Some((dimension, member)) = text.split_once('/') else {
            return diagnostics.fatal(Problem::NotAPart { found: text.to_owned() }, here);
        };
        let names: Vec<String> = parts().map(|part| part.member.to_string()).collect();
        let nearest = crate::diagnostic::nearest(member, names.iter().map(String::as_str));
        let (id, dimension) = (member.to_owned(), dimension.to_owned());
        diagnostics.fatal(Problem::UnknownMember { id, dimension, nearest }, here)
    })
}
