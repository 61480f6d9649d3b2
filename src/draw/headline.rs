//! A headline as a picture, for links to a page that are shown elsewhere.
//!
//! Letters are drawn as paths from a font inside the program, so that the same words give the same bytes on any
//! machine. The font is the Latin part of a bold serif; what it has no letter for is shown as an empty box.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// How wide and how high the picture is, in pixels: what those who show links ask for.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// A subset of Charis SIL, renamed as its licence asks; see `headline/LICENCE.txt`.
const FONT: &[u8] = include_bytes!("headline/headline.ttf");

const PAPER: [u8; 3] = [0xff, 0xff, 0xff];
const INK: [u8; 3] = [0x1a, 0x1f, 0x27];
/// So many shades there are from paper to ink: two pixels to a byte.
const SHADES: u8 = 16;

const MARGIN: f32 = 80.0;
/// The line above and the line below the headline.
const SMALL: f32 = 30.0;
/// Tried from the largest on, until the headline fits.
const SIZES: [f32; 5] = [76.0, 66.0, 58.0, 50.0, 44.0];
/// From one line to the next, as so many times the size.
const LINE: f32 = 1.16;

/// A headline with a line above and one below, as a PNG.
pub fn headline(above: &str, headline: &str, below: &str) -> Vec<u8> {
    let face = Face::parse(FONT, 0).expect("the font is part of the program");
    let pen = Pen { face: &face };
    let inside = WIDTH as f32 - 2.0 * MARGIN;
    let foot = HEIGHT as f32 - 112.0;
    let mut ink = PathBuilder::new();
    // The thick and the thin rule of the masthead, and one above the foot.
    for (top, height) in [(56.0, 8.0), (70.0, 2.0), (foot, 2.0)] {
        ink.push_rect(Rect::from_xywh(MARGIN, top, inside, height).expect("a rule has a size"));
    }
    pen.write(&mut ink, &pen.cut(above, SMALL, inside), SMALL, 122.0);
    pen.write(&mut ink, &pen.cut(below, SMALL, inside), SMALL, foot + 48.0);
    let (size, lines) = pen.fitted(headline, inside, foot - 190.0);
    for (number, line) in lines.iter().enumerate() {
        pen.write(&mut ink, line, size, 150.0 + size + number as f32 * size * LINE);
    }
    let mut page = Mask::new(WIDTH, HEIGHT).expect("the picture has a size");
    let ink = ink.finish().expect("there are rules on it");
    page.fill_path(&ink, FillRule::Winding, true, Transform::identity());
    encoded(&page)
}

/// A picture in shades of ink.
fn encoded(page: &Mask) -> Vec<u8> {
    let shade = |coverage: u8| ((u16::from(coverage) * u16::from(SHADES - 1) + 127) / 255) as u8;
    let pixels: Vec<u8> = page.data().chunks_exact(2).map(|pair| shade(pair[0]) << 4 | shade(pair[1])).collect();
    let blend = |number: u8, place: usize| {
        let [paper, ink] = [PAPER, INK].map(|colour| u16::from(colour[place]));
        let number = u16::from(number);
        ((paper * (u16::from(SHADES) - 1 - number) + ink * number) / (u16::from(SHADES) - 1)) as u8
    };
    let palette: Vec<u8> = (0..SHADES).flat_map(|number| [0, 1, 2].map(|place| blend(number, place))).collect();
    let mut picture = Vec::new();
    let mut encoder = Encoder::new(&mut picture, WIDTH, HEIGHT);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(palette);
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&pixels)?;
        writer.finish()
    });
    written.expect("a picture in memory can be written");
    picture
}

/// Writes in the one font.
struct Pen<'f> {
    face: &'f Face<'f>,
}

impl Pen<'_> {
    /// The largest size at which `text` fits into lines of that width in that height; cut at the smallest.
    fn fitted(&self, text: &str, width: f32, height: f32) -> (f32, Vec<String>) {
        let lines_at = |size: f32| (height / (size * LINE)) as usize;
        let fits = SIZES.into_iter().map(|size| (size, self.lines(text, size, width)));
        let mut tried: Vec<_> = fits.collect();
        let found = tried.iter().position(|(size, lines)| lines.len() <= lines_at(*size));
        let (size, mut lines) = tried.swap_remove(found.unwrap_or(SIZES.len() - 1));
        if lines.len() > lines_at(size) {
            lines.truncate(lines_at(size));
            if let Some(last) = lines.last_mut() {
                *last = self.cut(&format!("{last} …"), size, width);
            }
        }
        (size, lines)
    }

    /// `text` in lines of at most that width, broken at its spaces.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if self.width(line, size) + self.width(" ", size) + self.width(word, size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(self.cut(word, size, width)),
            }
        }
        lines
    }

    /// As much of `text` as fits.
    fn cut(&self, text: &str, size: f32, width: f32) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut cut = text.to_owned();
        while !cut.is_empty() && self.width(&cut, size) + self.width("…", size) > width {
            cut.pop();
        }
        format!("{}…", cut.trim_end())
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|char| self.advance(char) * self.scale(size)).sum()
    }

    /// Draws a line; `baseline` is its distance from the top.
    fn write(&self, ink: &mut PathBuilder, text: &str, size: f32, baseline: f32) {
        let scale = self.scale(size);
        let mut left = MARGIN;
        for char in text.chars() {
            let mut outline = Outline { ink, left, baseline, scale };
            self.face.outline_glyph(self.glyph(char), &mut outline);
            left += self.advance(char) * scale;
        }
    }

    fn advance(&self, char: char) -> f32 {
        f32::from(self.face.glyph_hor_advance(self.glyph(char)).unwrap_or(0))
    }

    /// The letter; the empty box for one the font does not have.
    fn glyph(&self, char: char) -> GlyphId {
        self.face.glyph_index(char).unwrap_or(GlyphId(0))
    }

    fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.face.units_per_em())
    }
}

/// A letter's outline as part of a path, where it stands on the page.
struct Outline<'p> {
    ink: &'p mut PathBuilder,
    left: f32,
    baseline: f32,
    scale: f32,
}

impl Outline<'_> {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, self.baseline - y * self.scale)
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.ink.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.ink.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.ink.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.ink.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.ink.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_takes_the_largest_size_it_fits_in_and_is_cut_at_the_smallest() {
        check("Fine", 76.0, 1, "Fine");
        let long = "Customer satisfaction is better than usual, and everything else is as it was in the month before";
        let (size, lines) = fitted(long);
        assert_eq!(lines.join(" "), long);
        assert!(size < 76.0 && lines.len() > 2, "{size} {lines:?}");
        let (size, lines) = fitted(&long.repeat(9));
        assert!(size == 44.0 && lines.last().unwrap().ends_with('…'), "{lines:?}");
    }

    #[test]
    fn the_same_words_give_the_same_picture_and_others_another() {
        let picture = headline("October 2026", "First reply is slower – 14\u{202f}min, Łódź", "Meridian Water");
        assert!(picture.starts_with(b"\x89PNG") && picture.len() < 20_000, "{}", picture.len());
        assert_eq!(picture, headline("October 2026", "First reply is slower – 14\u{202f}min, Łódź", "Meridian Water"));
        assert_ne!(picture, headline("October 2026", "First reply is slower", "Meridian Water"));
    }

    fn fitted(text: &str) -> (f32, Vec<String>) {
        let face = Face::parse(FONT, 0).unwrap();
        Pen { face: &face }.fitted(text, 1040.0, 328.0)
    }

    #[track_caller]
    fn check(text: &str, size: f32, lines: usize, first: &str) {
        let (found, written) = fitted(text);
        assert_eq!((found, written.len(), written[0].as_str()), (size, lines, first));
    }
}
