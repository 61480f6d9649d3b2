//! Colour: one that a screen can show, and how well it can be told from another.

use std::fmt;

/// A colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// 0 to 255.
    pub red: u8,
    /// 0 to 255.
    pub green: u8,
    /// 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// Black.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };
    /// White.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };

    /// The colour of `0x0b62b0`.
    pub const fn hex(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self { red, green, blue }
    }

    /// The colour that `#0b62b0` or `#06b` spells; `None` for any other text.
    ///
    /// ```
    /// # use plaudit::model::Colour;
    /// assert_eq!(Colour::parse("#06b"), Some(Colour::hex(0x0066bb)));
    /// assert_eq!(Colour::parse("blue"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self::hex(number)),
            3 => {
                let doubled = |nibble: u32| (nibble & 0xf) as u8 * 0x11;
                Some(Self { red: doubled(number >> 8), green: doubled(number >> 4), blue: doubled(number) })
            }
            _ => None,
        }
    }

    /// The relative luminance: 0 for black, 1 for white.
    ///
    /// Web Content Accessibility Guidelines 2.2, definition of relative luminance.
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast with another colour: 1 for the same, 21 for black and white.
    ///
    /// Web Content Accessibility Guidelines 2.2, definition of contrast ratio.
    ///
    /// ```
    /// # use plaudit::model::Colour;
    /// assert_eq!(Colour::BLACK.contrast(Colour::WHITE), 21.0);
    /// ```
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// As much of `other` in it as `share` says: 0 is itself, 1 the other.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |one: u8, other: u8| {
            let (one, other) = (f64::from(one), f64::from(other));
            (one + (other - one) * share).round().clamp(0.0, 255.0) as u8
        };
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }

    /// The nearest colour of the same hue, darker or lighter, that `fits`; itself where it does.
    ///
    /// Of two that are equally far the darker one. `None` when not even black or white fits.
    pub fn nearest(self, fits: impl Fn(Self) -> bool) -> Option<Self> {
        const STEPS: i32 = 255;
        let own = self.lightness();
        let steps = (1..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        let both = steps.flat_map(|step| [own - step, own + step]).map(|lightness| self.with_lightness(lightness));
        std::iter::once(self).chain(both).find(|colour| fits(*colour))
    }

    /// Half of the way from the least of its parts to the greatest, 0 to 1.
    fn lightness(self) -> f64 {
        let parts = self.parts();
        (parts.iter().copied().fold(0.0, f64::max) + parts.iter().copied().fold(1.0, f64::min)) / 2.0
    }

    /// The same hue and saturation, lighter or darker; cut off at black and white.
    ///
    /// In the terms of HSL, in which the distance of each part from the lightness is in proportion to the chroma.
    fn with_lightness(self, lightness: f64) -> Self {
        let chroma_at = |lightness: f64| 1.0 - (2.0 * lightness - 1.0).abs();
        let (own, lightness) = (self.lightness(), lightness.clamp(0.0, 1.0));
        let share = if chroma_at(own) > 0.0 { chroma_at(lightness) / chroma_at(own) } else { 0.0 };
        let [red, green, blue] =
            self.parts().map(|part| ((lightness + (part - own) * share) * 255.0).round().clamp(0.0, 255.0) as u8);
        Self { red, green, blue }
    }

    fn parts(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|part| f64::from(part) / 255.0)
    }
}

/// As style sheets write it: `#0b62b0`.
impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_guidelines() {
        // Computed with the formulas of WCAG 2.2 in another program.
        for (one, other, expected) in
            [(0x0b62b0, 0xffffff, 6.18), (0x55606e, 0xf4f6f9, 5.90), (0x7b7d7d, 0xffffff, 4.15)]
        {
            let found = Colour::hex(one).contrast(Colour::hex(other));
            assert!((found - expected).abs() < 0.05, "{one:06x} on {other:06x}: {found}");
        }
    }

    #[test]
    fn the_nearest_colour_is_darker_on_a_light_page_and_lighter_on_a_dark_one() {
        let readable_on = |page: Colour| move |colour: Colour| colour.contrast(page) >= 4.5;
        let yellow = Colour::hex(0xffcc00);
        let on_white = yellow.nearest(readable_on(Colour::WHITE)).unwrap();
        assert!(on_white.luminance() < yellow.luminance() && on_white.red > on_white.blue);
        assert_eq!(yellow.nearest(readable_on(Colour::BLACK)), Some(yellow));
        let brown = Colour::hex(0x552200);
        let on_black = brown.nearest(readable_on(Colour::BLACK)).unwrap();
        assert!(on_black.luminance() > brown.luminance() && on_black.blue == 0, "{on_black}");
        assert_eq!(Colour::hex(0x808080).nearest(|colour| colour.contrast(Colour::WHITE) >= 21.0), Some(Colour::BLACK));
    }

    #[test]
    fn a_colour_is_spelt_with_six_digits_or_three() {
        for text in ["0b62b0", "#0b62b", "#0b62b0ff", "#+b62b0", "rgb(0, 0, 0)", ""] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(Colour::parse("#0B62b0").map(|colour| colour.to_string()), Some("#0b62b0".to_owned()));
    }
}
