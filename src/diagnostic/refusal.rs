//! Why an output folder is refused.

use std::fmt;

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
            Self::InsideInputs => out.write_str("the folder lies inside the inputs"),
            Self::InsideSite => out.write_str("the folder lies inside another published site"),
            Self::NotAFolder => out.write_str("this is not a folder"),
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
