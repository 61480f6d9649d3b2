//! Look: a theme as data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Colour;

/// A theme's templates and static files, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The theme's name.
    pub name: String,
    /// Every template by its path below `templates/`, sorted; text as written.
    pub templates: Vec<(String, Cow<'static, str>)>,
    /// Of the templates those that are the default theme's, because this one extends it and has none of that name.
    pub inherited: BTreeSet<String>,
    /// Every static file by its path below `static/`: sorted, those of the theme that this one extends first.
    pub files: Vec<(String, Cow<'static, [u8]>)>,
    /// What the theme sets in the look that it extends.
    pub brand: Brand,
}

/// Whose look it is: colours, logo, fonts and a line at the foot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brand {
    /// The colours that differ from those of the default theme; they can be read on its pages, light and dark.
    pub colours: BTreeMap<Role, Colours>,
    /// The logo.
    pub logo: Option<Logo>,
    /// The fonts, in the order of [`Voice`] and then as the file lists them.
    pub fonts: Vec<Font>,
    /// A line at the foot of every page.
    pub footer: Option<String>,
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The page.
    Page,
    /// Text and rules.
    Ink,
    /// Notes and labels.
    Muted,
    /// Links.
    Link,
    /// Our own figures in a chart.
    Ours,
    /// A real change for the better.
    Better,
    /// A real change for the worse.
    Worse,
    /// A real change that is neither.
    Different,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Page, Self::Ink, Self::Muted, Self::Link, Self::Ours, Self::Better, Self::Worse, Self::Different];

    /// Its name in files and in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Ink => "ink",
            Self::Muted => "muted",
            Self::Link => "link",
            Self::Ours => "ours",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Different => "different",
        }
    }

    /// What the default theme has for it.
    pub fn usual(self) -> Colours {
        let (light, dark) = match self {
            Self::Page => (0xffffff, 0x14181f),
            Self::Ink => (0x1a1f27, 0xeef1f5),
            Self::Muted => (0x55606e, 0xa9b4c2),
            Self::Link | Self::Ours | Self::Better => (0x0b62b0, 0x6cb2f5),
            Self::Worse => (0xb34700, 0xff9a4d),
            Self::Different => (0x3b1f4f, 0xe9f0d0),
        };
        Colours { light: Colour::hex(light), dark: Colour::hex(dark) }
    }
}

/// A colour on a light page, and its like on a dark one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// On a light page.
    pub light: Colour,
    /// On a dark page.
    pub dark: Colour,
}

/// A logo; the files are static files of the look.
#[derive(Clone, Debug, PartialEq)]
pub struct Logo {
    /// The file on a light page.
    pub light: String,
    /// The file on a dark page, where it is another one.
    pub dark: Option<String>,
    /// What it says, for those who do not see it; the name of the organisation where nothing is said.
    pub text: Option<String>,
}

/// A file of a font; a static file of the look.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    /// What is set in it.
    pub voice: Voice,
    /// Whether it is the bold one.
    pub bold: bool,
    /// Whether it is the italic one.
    pub italic: bool,
    /// The file.
    pub file: String,
}

/// The two voices of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// What is told: headlines, findings, prose.
    Words,
    /// What is looked up: values, tables, labels.
    Figures,
}

impl Brand {
    /// The colours of a role, those of the default theme where nothing else is said.
    pub fn colours(&self, role: Role) -> Colours {
        self.colours.get(&role).copied().unwrap_or_else(|| role.usual())
    }

    /// The tint behind charts: the page with a little ink in it.
    pub fn panel(&self) -> Colours {
        const INK: f64 = 0.06;
        let (page, ink) = (self.colours(Role::Page), self.colours(Role::Ink));
        Colours { light: page.light.mixed(ink.light, INK), dark: page.dark.mixed(ink.dark, INK) }
    }

    /// The static files that it names.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let logo = self.logo.iter().flat_map(|logo| std::iter::once(&logo.light).chain(&logo.dark));
        logo.chain(self.fonts.iter().map(|font| &font.file)).map(String::as_str)
    }
}
