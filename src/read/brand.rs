//! The brand: what `theme.yaml` says about colours, logo, fonts and footer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::drawing;
use super::entry::{Entry, Map, shortened};
use crate::diagnostic::Problem;
use crate::model::{Brand, Colour, Colours, Font, Logo, Role, Voice};

/// The keys of `theme.yaml`.
const KEYS: &[&str] = &["extends", "colours", "logo", "fonts", "footer"];

/// The least contrast of text, and of marks that are not text: Web Content Accessibility Guidelines 2.2, AA.
const TEXT: (f64, &str) = (4.5, "4.5");
const MARK: (f64, &str) = (3.0, "3");

/// A colour that stands for another page keeps its contrast, but no more than this.
const ENOUGH: f64 = 7.0;

/// Marks whose colours no theme sets: their name, and their colour on a light and on a dark page.
const FIXED_MARKS: [(&str, u32, u32); 2] = [("usual", 0x7b7d7d, 0x7f8b9a), ("axis", 0x6b7684, 0x8b97a6)];

/// What `theme.yaml` says.
pub(super) struct ThemeFile {
    /// Whether what the theme lacks is that of the default theme.
    pub(super) extends: bool,
    /// The rest.
    pub(super) brand: Brand,
}

/// A theme's file, read: first whether it extends another, for its static files may be those of the other; `files` are
/// all that it has, by `extends`.
pub(super) fn theme_file<'f>(
    root: Entry<'_>,
    files: impl FnOnce(bool) -> &'f [(String, Cow<'static, [u8]>)],
    folder: &str,
) -> Option<ThemeFile> {
    let map = root.map(KEYS)?;
    let extends = map.get("extends").and_then(|entry| entry.one_of(&[("default", ())])).is_some();
    let statics = Statics { files: files(extends), folder };
    let brand = Brand {
        colours: map.get("colours").map(colours).unwrap_or_default(),
        logo: map.get("logo").and_then(|entry| logo(entry, &statics)),
        fonts: map.get("fonts").map(|entry| fonts(entry, &statics)).unwrap_or_default(),
        footer: map.text("footer"),
    };
    Some(ThemeFile { extends, brand })
}

/// The static files of a theme.
struct Statics<'f> {
    files: &'f [(String, Cow<'static, [u8]>)],
    /// Where they lie, for messages.
    folder: &'f str,
}

impl Statics<'_> {
    /// The file that `entry` names and what is in it.
    fn find(&self, entry: Entry<'_>) -> Option<(String, &[u8])> {
        let name = entry.text()?;
        let found = self.files.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            entry.report(Problem::FileNotFound { path: shortened(&name), looked_in: self.folder.to_owned() });
        }
        found.map(|(_, bytes)| (name, &**bytes))
    }
}

/// The colours by role. Those that cannot be read are reported, and stand.
fn colours(entry: Entry<'_>) -> BTreeMap<Role, Colours> {
    let names: Vec<&'static str> = Role::ALL.into_iter().map(Role::name).collect();
    let Some(map) = entry.map(&names) else { return BTreeMap::new() };
    let mut brand = Brand::default();
    let mut said: Vec<(Role, Said<'_>)> = Vec::new();
    for role in Role::ALL {
        // `accent: #0b62b0` gives nothing: what follows is a comment.
        let Some(entry) = map.find(role.name()) else { continue };
        let Some(colour) = Said::read(entry) else { continue };
        let dark = match (colour.dark, role) {
            (Some((_, dark)), _) => dark,
            (None, Role::Page | Role::Ink | Role::Muted) => role.usual().dark,
            (None, _) => like_on_dark(colour.light.1, brand.colours(Role::Page)),
        };
        brand.colours.insert(role, Colours { light: colour.light.1, dark });
        said.push((role, colour));
    }
    for scheme in [Scheme::Light, Scheme::Dark] {
        let page_at = said.iter().find(|(role, _)| *role == Role::Page).and_then(|(_, said)| said.at(scheme));
        if let Some(page_at) = page_at {
            check_page(page_at, scheme, &brand);
        }
        for (role, said) in said.iter().filter(|(role, _)| *role != Role::Page) {
            if let Some(at) = said.at(scheme) {
                check_colour(at, *role, scheme, &brand);
            }
        }
    }
    brand.colours
}

/// A colour as it is said: one, or one each for light and dark pages.
struct Said<'d> {
    light: (Entry<'d>, Colour),
    dark: Option<(Entry<'d>, Colour)>,
}

impl<'d> Said<'d> {
    fn read(entry: Entry<'d>) -> Option<Self> {
        if !entry.is_map() {
            return Some(Self { light: (entry, colour(entry)?), dark: None });
        }
        let map = entry.map(&["light", "dark"])?;
        let both = |key| map.required(key, "a colour").and_then(|entry| Some((entry, colour(entry)?)));
        let (light, dark) = (both("light"), both("dark"));
        Some(Self { light: light?, dark: Some(dark?) })
    }

    /// Where the colour of a scheme is written.
    fn at(&self, scheme: Scheme) -> Option<Entry<'d>> {
        match scheme {
            Scheme::Light => Some(self.light.0),
            Scheme::Dark => self.dark.map(|(entry, _)| entry),
        }
    }
}

fn colour(entry: Entry<'_>) -> Option<Colour> {
    let Some(words) = entry.words() else {
        return entry.expected("a colour in quotes, such as \"#0b62b0\" (without them `#` begins a comment)");
    };
    let found = Colour::parse(words.trim());
    if found.is_none() {
        entry.report(Problem::NotAColour { found: shortened(&words) });
    }
    found
}

/// What stands for a colour on a dark page where nothing is said: the nearest that is as easily read there.
fn like_on_dark(light: Colour, page: Colours) -> Colour {
    let needed = light.contrast(page.light).clamp(TEXT.0, ENOUGH);
    light.nearest(|colour| colour.contrast(page.dark) >= needed).unwrap_or(light)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn of(self, colours: Colours) -> Colour {
        match self {
            Self::Light => colours.light,
            Self::Dark => colours.dark,
        }
    }
}

/// The lower of the contrasts that `colour` has on the page and on the tint behind charts.
fn contrast(colour: Colour, scheme: Scheme, brand: &Brand) -> f64 {
    let grounds = [brand.colours(Role::Page), brand.panel()];
    grounds.into_iter().map(|ground| colour.contrast(scheme.of(ground))).fold(f64::INFINITY, f64::min)
}

/// Reports a colour that cannot be read where it stands.
fn check_colour(at: Entry<'_>, role: Role, scheme: Scheme, brand: &Brand) {
    let own = scheme.of(brand.colours(role));
    // Ink makes the tint, too.
    let contrast_of = |colour| match role {
        Role::Ink => colour_on_page(colour, scheme, brand),
        _ => contrast(colour, scheme, brand),
    };
    let found = contrast_of(own);
    if found < TEXT.0 {
        let nearest = own.nearest(|colour| contrast_of(colour) >= TEXT.0).map(|colour| colour.to_string());
        let (role, scheme) = (role.name(), scheme.name());
        at.report(Problem::LowContrast { role, scheme, contrast: shown(found), needed: TEXT.1, nearest });
    }
}

fn colour_on_page(colour: Colour, scheme: Scheme, brand: &Brand) -> f64 {
    colour.contrast(scheme.of(brand.colours(Role::Page)))
}

/// Reports a page on which something cannot be read that the theme leaves as it is.
fn check_page(at: Entry<'_>, scheme: Scheme, brand: &Brand) {
    let inherited = Role::ALL.into_iter().filter(|role| *role != Role::Page && !brand.colours.contains_key(role));
    let texts = inherited.map(|role| (role.name(), scheme.of(role.usual()), TEXT));
    let marks = FIXED_MARKS.map(|(name, light, dark)| {
        (name, scheme.of(Colours { light: Colour::hex(light), dark: Colour::hex(dark) }), MARK)
    });
    let stands: Vec<_> = texts.chain(marks).collect();
    let with_page = |page: Colour| {
        let mut other = brand.clone();
        let mut pages = brand.colours(Role::Page);
        match scheme {
            Scheme::Light => pages.light = page,
            Scheme::Dark => pages.dark = page,
        }
        other.colours.insert(Role::Page, pages);
        other
    };
    let fits = |page: Colour| {
        let brand = with_page(page);
        stands.iter().all(|(_, colour, needed)| contrast(*colour, scheme, &brand) >= needed.0)
    };
    let own = scheme.of(brand.colours(Role::Page));
    let least = stands.iter().map(|(name, colour, needed)| (*name, contrast(*colour, scheme, brand), *needed));
    let worst = least.filter(|(_, found, needed)| *found < needed.0).min_by(|one, other| one.1.total_cmp(&other.1));
    if let Some((role, found, needed)) = worst {
        let nearest = own.nearest(fits).map(|page| page.to_string());
        let scheme = scheme.name();
        at.report(Problem::PageTooClose { role, scheme, contrast: shown(found), needed: needed.1, nearest });
    }
}

/// A contrast with one decimal, cut off: what falls short is never shown as enough.
fn shown(contrast: f64) -> String {
    format!("{:.1}", (contrast * 10.0).floor() / 10.0)
}

/// `logo: logo.svg`, or `logo: { light: logo.svg, dark: logo-dark.svg, text: Meridian Water }`.
fn logo(entry: Entry<'_>, statics: &Statics<'_>) -> Option<Logo> {
    if !entry.is_map() {
        return Some(Logo { light: picture(entry, statics)?, dark: None, text: None });
    }
    let map = entry.map(&["light", "dark", "text"])?;
    let light = map.required("light", "a picture in static/").and_then(|entry| picture(entry, statics));
    let dark = map.get("dark").map(|entry| picture(entry, statics));
    Some(Logo { light: light?, dark: dark.flatten(), text: map.text("text") })
}

fn picture(entry: Entry<'_>, statics: &Statics<'_>) -> Option<String> {
    let (name, bytes) = statics.find(entry)?;
    if is_called(&name, &["svg"]) {
        if let Some(holds) = drawing::harm(bytes) {
            entry.report(Problem::UnsafeDrawing { path: shortened(&name), holds });
            return None;
        }
    } else if !is_called(&name, &["png", "jpg", "jpeg", "gif", "webp", "avif"]) {
        entry.report(Problem::NotALogo { path: shortened(&name) });
        return None;
    }
    Some(name)
}

/// `fonts: { words: { regular: …, bold: … }, figures: … }`.
fn fonts(entry: Entry<'_>, statics: &Statics<'_>) -> Vec<Font> {
    let Some(map) = entry.map(&["words", "figures"]) else { return Vec::new() };
    let mut fonts = Vec::new();
    for (key, voice) in [("words", Voice::Words), ("figures", Voice::Figures)] {
        let Some(entry) = map.get(key) else { continue };
        if !entry.is_map() {
            fonts.extend(font(entry, voice, (false, false), statics));
            continue;
        }
        let Some(cuts) = entry.map(&["regular", "bold", "italic", "bold_italic"]) else { continue };
        fonts.extend(cuts_of(&cuts, voice, statics));
    }
    fonts
}

fn cuts_of(cuts: &Map<'_>, voice: Voice, statics: &Statics<'_>) -> Vec<Font> {
    let regular = cuts.required("regular", "a font in static/");
    let regular = regular.and_then(|entry| font(entry, voice, (false, false), statics));
    let others = [("bold", (true, false)), ("italic", (false, true)), ("bold_italic", (true, true))];
    let others = others.into_iter().filter_map(|(key, cut)| font(cuts.get(key)?, voice, cut, statics));
    regular.into_iter().chain(others).collect()
}

/// A font of a cut: bold or not, italic or not.
fn font(entry: Entry<'_>, voice: Voice, (bold, italic): (bool, bool), statics: &Statics<'_>) -> Option<Font> {
    let (file, bytes) = statics.find(entry)?;
    let is_font = is_called(&file, &["woff2"]) && bytes.starts_with(b"wOF2")
        || is_called(&file, &["woff"]) && bytes.starts_with(b"wOFF");
    if !is_font {
        entry.report(Problem::NotAFont { path: shortened(&file) });
        return None;
    }
    Some(Font { voice, bold, italic, file })
}

fn is_called(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
