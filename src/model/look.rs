//! Look: a theme as data.

use std::borrow::Cow;

/// A theme's templates and static files, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The theme's name.
    pub name: String,
    /// Every template by its path below `templates/`, sorted; text as written.
    pub templates: Vec<(String, Cow<'static, str>)>,
    /// Every static file by its path below `static/`, sorted.
    pub files: Vec<(String, Cow<'static, [u8]>)>,
}
