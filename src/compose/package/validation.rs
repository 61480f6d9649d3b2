//! What a package says of itself in plain text: what was checked before it was sealed, and how to open and check it.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{PackageOf, Packing, citation};
use crate::model::{Look, hex};
use crate::words;

/// `VALIDATION.txt`: what was checked, of the files in `payload`.
pub(super) fn text(packing: &Packing, payload: &BTreeMap<String, Vec<u8>>, left_out: usize, warnings: usize) -> String {
    let facts = packing.findings.edition().facts();
    let count = |below: &str| payload.keys().filter(|path| path.starts_with(below)).count();
    let audience = packing.findings.edition().audience().map_or_else(|| "everyone".to_owned(), ToString::to_string);
    let mut text = format!(
        "{}\n{}\n\nIdentifier: {}\nEdition of: {}\nFor: {audience}\nMade by: Plaudit {}\nTheme: {}, sha256:{}\n",
        packing.title(),
        facts.settings.organisation,
        packing.identifier(),
        packing.date(),
        env!("CARGO_PKG_VERSION"),
        packing.look.name,
        hash_of(packing.look),
    );
    let mut say = |line: &str| writeln!(text, "{line}").expect("a text takes all");
    if let PackageOf::Period(period) = packing.of
        && let Some(snapshot) = facts.snapshot(*period)
    {
        let status = if snapshot.provisional { "provisional" } else { "final" };
        say(&format!("Figures: {status}, published {}", snapshot.published));
        match &snapshot.approved {
            Some(approval) => say(&format!("Approved: by {} on {}", approval.by, approval.on)),
            None => say("Approved: nobody is named"),
        }
        match snapshot.editions.as_slice() {
            [] => say("On record as published: no"),
            editions => {
                let days: Vec<String> = editions.iter().map(ToString::to_string).collect();
                say(&format!("On record as published: editions of {}", words::phrase::list(&days)));
            }
        }
    }
    say("\nChecked before it was sealed, with nothing found that is wrong:\n");
    for check in [
        "- every input: names, values, bounds, sums, dates, links, placeholders, consents",
        "- every figure that is on record as published: it stands, or its revision says what it was",
        "- every page: made in full, with every link leading to a page or file in the package",
        "- every file: nothing in it that is withheld from its readers",
        "- every table: described in datapackage.json, with type, unit, key and hash",
    ] {
        say(check);
    }
    let warned = words::phrase::counted(warnings, "warning", "warnings");
    say(&format!("\nThe build gave {warned}."));
    let pages = payload.keys().filter(|path| path.starts_with("site/") && path.ends_with(".html")).count();
    say(&format!(
        "{} in site/, {pages} of them pages; {} in tables/; {} in source/.",
        files(count("site/")),
        files(count("tables/")),
        files(count("source/"))
    ));
    say(&match left_out {
        0 => "No input was left out for what its readers may not know.".to_owned(),
        1 => "One input was left out, because it holds more than these readers may know.".to_owned(),
        count => format!("{count} inputs were left out, because they hold more than these readers may know."),
    });
    say("Inputs are copied as they are, comments included. The register of consents never is.");
    say(if packing.with_names {
        "People who are praised are named, with their consent for sealed packages."
    } else {
        "People who are praised are not named. Whoever approved, owns or studied something is, as on the site."
    });
    text
}

/// `README.txt`: how to open the package, check it and cite it.
pub(super) fn readme(packing: &Packing) -> String {
    let facts = packing.findings.edition().facts();
    format!(
        "{}\n{}\n\n\
         To read it, open in a browser:\n\n    data/site/{}\n\n\
         To check that no file was changed or lost, run in this folder:\n\n    \
         sha256sum -c tagmanifest-sha256.txt\n    sha256sum -c manifest-sha256.txt\n\n\
         (on a Mac: shasum -a 256 -c; on Windows: Get-FileHash; or: plaudit archive --verify FOLDER, which finds files that \
         were added, too)\n\n\
         The tables are in data/tables/; data/datapackage.json says what their columns mean. What was checked before the\n\
         package was sealed is in data/VALIDATION.txt. It is a BagIt 1.0 bag (RFC 8493).\n\n\
         To cite it:\n\n    {}\n\n\
         Licence: {}\n",
        packing.title(),
        facts.settings.organisation,
        packing.first_page(),
        citation::citation(packing),
        citation::licence(packing).trim_end_matches('.'),
    )
}

fn files(count: usize) -> String {
    format!("{count} {}", if count == 1 { "file" } else { "files" })
}

fn hash_of(look: &Look) -> String {
    let mut hash = Sha256::new();
    let mut add = |name: &str, bytes: &[u8]| {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    };
    look.templates.iter().for_each(|(name, text)| add(name, text.as_bytes()));
    look.files.iter().for_each(|(name, bytes)| add(name, bytes));
    hex(&hash.finalize())
}
