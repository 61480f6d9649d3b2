//! A chart as PNG, for mails: no mail program of the Word family shows SVG.
//!
//! Letters come from a font inside the program, so that the same chart gives the same picture on any machine. The font is
//! the Latin part of a sans face; what it has no letter for is left out.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::Chart;
use super::file::{STYLE, chart_file, file_size};

const REGULAR: &[u8] = include_bytes!("raster/regular.ttf");
const BOLD: &[u8] = include_bytes!("raster/bold.ttf");

/// The one family, under whatever name a style asks for it.
const FAMILY: &str = "Roboto";

/// Not quite white: mail programs that turn light pages dark spoil what is purely white or black.
const PAPER: &str = "\n.paper { fill: #fdfdfc; }\n";

/// A chart as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub png: Vec<u8>,
    /// How wide it is meant to be shown, in pixels; the file has twice as many.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// The wide drawing of `chart` with its title above and `below` under it, on paper, `width` pixels wide.
///
/// `style` is what a theme brings for charts as files. `None` when that makes the drawing unreadable.
pub fn picture(chart: &Chart, below: &[&str], style: Option<&str>, width: u32) -> Option<Picture> {
    let style = format!("{}{PAPER}", style.unwrap_or(STYLE));
    let svg = chart_file(chart, below, Some(&style));
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&svg, &options).ok()?;
    let size = tree.size();
    let scale = 2.0 * width as f32 / size.width();
    let (_, height) = picture_size(chart, below, width);
    let mut page = Pixmap::new(2 * width, 2 * height)?;
    page.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut page.as_mut());
    Some(Picture { png: encoded(&page), width, height })
}

/// How wide and how high [`picture`] is meant to be shown, without drawing it.
pub fn picture_size(chart: &Chart, below: &[&str], width: u32) -> (u32, u32) {
    let (whole, height) = file_size(chart, below);
    (width, (height as f32 / whole as f32 * width as f32).ceil() as u32)
}

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    Arc::new(fonts)
});

/// The picture without transparency, in as few colours as it has: charts are flat.
fn encoded(page: &Pixmap) -> Vec<u8> {
    let mut palette: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut colours: Vec<u8> = Vec::new();
    let mut places: Vec<u8> = Vec::with_capacity(page.data().len() / 4);
    // Most pixels are like the one before.
    let (mut last, mut place) = ([0; 4], None);
    let mut is_flat = true;
    for pixel in page.data().chunks_exact(4) {
        if place.is_none() || pixel != last {
            last.copy_from_slice(pixel);
            let colour = [last[0], last[1], last[2]];
            if !palette.contains_key(&colour) {
                if palette.len() == 256 {
                    is_flat = false;
                    break;
                }
                palette.insert(colour, palette.len() as u8);
                colours.extend(colour);
            }
            place = palette.get(&colour).copied();
        }
        places.extend(place);
    }
    let mut picture = Vec::new();
    let mut encoder = Encoder::new(&mut picture, page.width(), page.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    let data: Vec<u8> = if is_flat {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(colours);
        places
    } else {
        encoder.set_color(ColorType::Rgb);
        page.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    };
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&data)?;
        writer.finish()
    });
    written.expect("a picture in memory can be written");
    picture
}
