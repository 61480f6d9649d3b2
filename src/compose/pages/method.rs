//! The method: how each figure and word is worked out.

use serde::Serialize;

use super::{FactView, FrameView, ProseView};

/// What `method.html` gets. The template holds the explanations; the view what depends on the site.
#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// The sections: title and text.
    pub sections: Vec<ProseView>,
    /// The words on the pages and what they mean.
    pub words: Vec<FactView>,
    /// The settings of this site that bear on the figures.
    pub settings: Vec<FactView>,
}
