//! Why an output folder is refused.

use std::fmt;

/// Why something is no sealed package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsealed {
    /// It has no declaration.
    NoBag,
    /// It has no manifest that can be read.
    NoManifest {
        /// Its name.
        name: &'static str,
    },
    /// A symbolic link, which leads out of it.
    Link {
        /// The link.
        file: String,
    },
    /// It is no zip archive.
    NotAZip,
    /// It is a zip archive that a package never is: packed, with paths that leave it, or with hidden entries.
    StrangeZip {
        /// The entry; empty where it is the archive as a whole.
        entry: String,
    },
}

impl fmt::Display for Unsealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBag => write!(out, "bagit.txt is missing"),
            Self::NoManifest { name } => write!(out, "{name} is missing or damaged"),
            Self::Link { file } => write!(out, "`{file}` is a symbolic link"),
            Self::NotAZip => write!(out, "it is neither a folder nor a zip archive"),
            Self::StrangeZip { entry } if entry.is_empty() => write!(out, "the zip archive holds more than it lists"),
            Self::StrangeZip { entry } => {
                let entry: String = entry.chars().filter(|char| !char.is_control()).take(80).collect();
                write!(
                    out,
                    "`{entry}` in the zip archive is packed, lies over others, leads out of it or is listed as another one"
                )
            }
        }
    }
}

/// Why an output folder is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It holds something that Plaudit did not make.
    NotOurs,
    /// It holds the edition of another audience; `None` for everyone's.
    OtherAudience {
        /// Whose edition it holds.
        holds: Option<String>,
    },
    /// It holds a later period than this build would.
    LaterPeriods {
        /// The latest one there.
        holds: String,
    },
    /// It lies inside the inputs, or the inputs inside it.
    InsideInputs,
    /// It lies inside another site that Plaudit published.
    InsideSite,
    /// It is a file.
    NotAFolder,
    /// It is a folder.
    NotAFile,
    /// A symbolic link leads there.
    SymbolicLink {
        /// The link.
        link: String,
    },
    /// A file that somebody else put there lies where a page would.
    Occupied {
        /// The file, in the folder.
        file: String,
    },
    /// Another build writes to it.
    InUse,
    /// It holds a whole site, of which a share would leave only a part.
    WholeSite,
    /// It holds a share, which waits to be joined.
    OnlyAShare {
        /// Which one: 2/4.
        share: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => out.write_str("the folder holds something that Plaudit did not make"),
            Self::OtherAudience { holds: Some(audience) } => write!(out, "the folder holds the edition for {audience}"),
            Self::OtherAudience { holds: None } => out.write_str("the folder holds everyone's edition"),
            Self::LaterPeriods { holds } => write!(out, "the folder holds {holds}, which this build would remove"),
            Self::InsideInputs => out.write_str("this lies inside the inputs"),
            Self::InsideSite => out.write_str("this lies inside another published site"),
            Self::NotAFolder => out.write_str("this is not a folder"),
            Self::NotAFile => out.write_str("this is not a file"),
            Self::SymbolicLink { link } => write!(out, "`{link}` is a symbolic link"),
            Self::Occupied { file } => write!(out, "`{file}` is in the way and was not made by Plaudit"),
            Self::InUse => out.write_str("another build is writing here"),
            Self::WholeSite => out.write_str("the folder holds a whole site, of which this would leave a share"),
            Self::OnlyAShare { share } => write!(out, "the folder holds the share {share} of a site"),
        }
    }
}

impl Refusal {
    /// What to do instead.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::InUse => "wait until it has finished",
            Self::SymbolicLink { .. } => "name the folder that the link leads to",
            Self::Occupied { .. } => "move it away, or rename the page that would lie there",
            Self::LaterPeriods { .. } => "name another folder with `--output-dir`, or `--force` if you mean it",
            _ => "name an empty or a new folder with `--output-dir`",
        }
    }
}
