//! What has to be known before a problem can be told for sure.

use super::problem::Problem;

/// How much of a site has to be read before a problem can be told for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The words it is found in.
    Words,
    /// Those, and which KPIs and parts there are.
    Names,
    /// Anything.
    Everything,
}

impl Problem {
    /// How much of the site it is about.
    pub fn is_about(&self) -> About {
        match self {
            Self::DangerousLink { .. }
            | Self::MalformedPlaceholder { .. }
            | Self::UnknownField { .. }
            | Self::UnknownArgument { .. }
            | Self::ArgumentNeededOnce { .. }
            | Self::NotAPart { .. }
            | Self::WhichPeriod {}
            | Self::PlaceholderNotHere { .. }
            | Self::ExternalImage { .. }
            | Self::NotAPicture { .. }
            | Self::ImageWithoutWords { .. }
            | Self::HtmlAsText {}
            | Self::UnknownFootnote { .. }
            | Self::UnusedFootnote { .. } => About::Words,
            Self::UnknownKpi { .. }
            | Self::UnknownDimension { .. }
            | Self::UnknownMember { .. }
            | Self::UnknownPlaceholder { .. }
            | Self::WithheldId { .. } => About::Names,
            _ => About::Everything,
        }
    }
}
