//! The brand as a style sheet: the custom properties that style sheets of the default theme ask for first.

use std::fmt::Write;

use super::outline::published_name;
use super::route::Route;
use crate::model::{Brand, Colours, Role, Voice};

/// A brand with the addresses of its files.
#[derive(Debug)]
pub(super) struct Published {
    /// The style sheet that is made of its colours and fonts, with its published name.
    pub(super) sheet: Option<(String, String)>,
    /// The logo; on light pages, where there is another one for dark pages.
    pub(super) logo: Option<Route>,
    /// The logo on dark pages, where that is another one.
    pub(super) dark_logo: Option<Route>,
    /// What the logo says.
    pub(super) logo_text: Option<String>,
    /// The line at the foot of every page.
    pub(super) footer: Option<String>,
}

impl Published {
    /// `name_of` gives the name under which a static file is published.
    pub(super) fn new(brand: &Brand, name_of: impl Fn(&str) -> String) -> Self {
        let logo = brand.logo.as_ref();
        let route = |file: &String| Route::Static(name_of(file));
        Self {
            sheet: style_sheet(brand, &name_of)
                .map(|sheet| (published_name("brand.css", sheet.as_bytes(), true), sheet)),
            logo: logo.map(|logo| route(&logo.light)),
            dark_logo: logo.and_then(|logo| logo.dark.as_ref()).map(route),
            logo_text: logo.and_then(|logo| logo.text.clone()),
            footer: brand.footer.clone(),
        }
    }
}

/// A style sheet that sets `--brand-<role>` for each colour and `--brand-words`, `--brand-figures` for the fonts; `None`
/// where the theme has neither.
///
/// `published` gives the name under which a static file is published, beside which the sheet lies.
fn style_sheet(brand: &Brand, published: impl Fn(&str) -> String) -> Option<String> {
    if brand.colours.is_empty() && brand.fonts.is_empty() {
        return None;
    }
    let mut sheet = String::new();
    let mut say = |line: String| writeln!(sheet, "{line}").expect("writing to a text does not fail");
    for font in &brand.fonts {
        let (name, _) = voice(font.voice);
        let weight = if font.bold { "bold" } else { "normal" };
        let style = if font.italic { "italic" } else { "normal" };
        let file = quoted(&published(&font.file));
        say(format!(
            "@font-face {{ font-family: \"{name}\"; src: url({file}); font-weight: {weight}; font-style: {style}; \
             font-display: swap; }}"
        ));
    }
    say(":root {".to_owned());
    let mut colour =
        |name: &str, Colours { light, dark }| say(format!("  --brand-{name}: light-dark({light}, {dark});"));
    for (role, colours) in &brand.colours {
        colour(role.name(), *colours);
    }
    if [Role::Page, Role::Ink].iter().any(|role| brand.colours.contains_key(role)) {
        colour("panel", brand.panel());
    }
    for kind in [Voice::Words, Voice::Figures] {
        if brand.fonts.iter().any(|font| font.voice == kind) {
            let (name, fallback) = voice(kind);
            say(format!("  --brand-{}: \"{name}\", {fallback};", name.rsplit(' ').next().unwrap_or_default()));
        }
    }
    say("}".to_owned());
    Some(sheet)
}

/// What a voice's font is called, and what stands for it until it is there.
fn voice(voice: Voice) -> (&'static str, &'static str) {
    match voice {
        Voice::Words => ("brand words", "Georgia, serif"),
        Voice::Figures => ("brand figures", "Arial, sans-serif"),
    }
}

/// An address in quotes, as style sheets write it.
fn quoted(address: &str) -> String {
    let mut quoted = String::from("\"");
    for character in address.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {}
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Colour, Font};

    #[test]
    fn a_theme_without_colours_and_fonts_needs_no_sheet() {
        assert_eq!(style_sheet(&Brand::default(), str::to_owned), None);
    }

    #[test]
    fn colours_and_fonts_are_what_the_theme_asks_for_first() {
        let colours = Colours { light: Colour::hex(0x8a1538), dark: Colour::hex(0xf28bab) };
        let font = Font { voice: Voice::Words, bold: true, italic: false, file: "a \"b\".woff2".into() };
        let brand = Brand { colours: [(Role::Link, colours)].into(), fonts: vec![font], ..Brand::default() };
        let expected = "@font-face { font-family: \"brand words\"; src: url(\"a \\\"b\\\".woff2\"); font-weight: bold; \
                        font-style: normal; font-display: swap; }\n:root {\n  --brand-link: light-dark(#8a1538, #f28bab);\n  \
                        --brand-words: \"brand words\", Georgia, serif;\n}\n";
        assert_eq!(style_sheet(&brand, str::to_owned).as_deref(), Some(expected));
    }
}
