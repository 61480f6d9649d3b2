//! Pictures: what a page shows of a file beside the words, and nothing that a camera wrote along.
//!
//! A picture is decoded and encoded anew. What goes with it otherwise – place, day, device, thumbnail, comments, colour
//! profile – is not copied, and which way up it is held is applied before it is forgotten. It is made no wider than pages
//! show it. All of it is whole numbers, so that a picture has the same bytes on every machine.

mod exif;
mod pixels;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use jpeg_encoder::{ColorType, Encoder};
use png::{BitDepth, Transformations};
use sha2::{Digest, Sha256};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::diagnostic::{Diagnostics, Location, Problem, Reported};
use crate::model::Picture;

use pixels::Pixels;

/// No picture is shown wider, in pixels: twice the column of a story, for screens with fine pixels.
const WIDEST: u32 = 1600;
/// The most bytes of a file that is opened.
const MOST_BYTES: u64 = 30_000_000;
/// The most pixels that are unpacked, in millions: a small file can hold very many.
const MOST_PIXELS: u64 = 40;
/// How well what a camera took is kept, of 100.
const QUALITY: u8 = 85;

/// What is known of each of `files` without unpacking it; reports those that no page can show.
pub fn pictures(
    root: &Path,
    files: impl IntoIterator<Item = String>,
    diagnostics: &Diagnostics,
) -> BTreeMap<String, Picture> {
    let known = |file: String| {
        let contents = contents(root, &file);
        let size =
            contents.as_deref().map_err(Clone::clone).and_then(|bytes| Head::of(&file, bytes)).map(|it| it.shown());
        let fingerprint = contents.map(Sha256::digest).unwrap_or_default();
        let fingerprint = fingerprint[..16].try_into().expect("a SHA-256 hash has 32 bytes");
        let size = size.map_err(|problem| diagnostics.report(problem, Location::file(&file))).ok();
        (file, Picture { fingerprint, size })
    };
    files.into_iter().map(known).collect()
}

/// A picture as pages show it.
pub fn picture(root: &Path, file: &str, diagnostics: &Diagnostics) -> Result<Vec<u8>, Reported> {
    let shown = contents(root, file).and_then(|bytes| {
        let head = Head::of(file, &bytes)?;
        match head.kind {
            Kind::Jpeg => jpeg(&bytes, &head),
            Kind::Png => png(&bytes, &head),
        }
    });
    shown.map_err(|problem| diagnostics.fatal(problem, Location::file(file)))
}

fn contents(root: &Path, file: &str) -> Result<Vec<u8>, Problem> {
    let path = root.join(file);
    let length = fs::metadata(&path).map(|about| about.len());
    match length {
        Ok(length) if length > MOST_BYTES => Err(too_large(format!("{} MB", length.div_ceil(1_000_000)))),
        _ => fs::read(path).map_err(|error| Problem::Unreadable { reason: error.to_string() }),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
}

/// What the first bytes of a picture say.
struct Head {
    kind: Kind,
    width: u32,
    height: u32,
    /// How it is held, from 1 to 8; see [`Pixels::turned`].
    orientation: u8,
}

impl Head {
    fn of(file: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let head = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let reader = png_decoder(bytes).read_info().map_err(unreadable)?;
            let info = reader.info();
            let orientation = info.exif_metadata.as_ref().map_or(1, |exif| exif::orientation(exif));
            Self { kind: Kind::Png, width: info.width, height: info.height, orientation }
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            let mut decoder = jpeg_decoder(bytes, ColorSpace::RGB);
            decoder.decode_headers().map_err(unreadable)?;
            let (width, height) = decoder.dimensions().unwrap_or_default();
            let orientation = decoder.exif().map_or(1, |exif| exif::orientation(exif));
            Self { kind: Kind::Jpeg, width: width as u32, height: height as u32, orientation }
        } else {
            return Err(Problem::NotAPicture { path: name.to_owned() });
        };
        let (is, fits) = match head.kind {
            Kind::Png => ("PNG", ending == "png"),
            Kind::Jpeg => ("JPEG", matches!(ending.as_str(), "jpg" | "jpeg")),
        };
        if !fits {
            return Err(Problem::PictureOfOtherKind { is, ending });
        }
        let pixels = u64::from(head.width) * u64::from(head.height);
        if pixels > MOST_PIXELS * 1_000_000 {
            return Err(too_large(format!("{} million pixels", pixels.div_ceil(1_000_000))));
        }
        if pixels == 0 {
            return Err(Problem::PictureUnreadable { reason: "it is empty".to_owned() });
        }
        Ok(head)
    }

    /// The width and height in which it is shown.
    fn shown(&self) -> (u32, u32) {
        let (width, height) = if self.orientation < 5 { (self.width, self.height) } else { (self.height, self.width) };
        if width <= WIDEST {
            return (width, height);
        }
        let height = (u64::from(height) * u64::from(WIDEST) + u64::from(width) / 2) / u64::from(width);
        (WIDEST, u32::try_from(height).unwrap_or(u32::MAX).max(1))
    }

    /// Whether it is shown as it is held and as large as it is.
    fn stays(&self) -> bool {
        self.orientation == 1 && self.width <= WIDEST
    }
}

/// What a camera took, in colours or in greys.
fn jpeg(bytes: &[u8], head: &Head) -> Result<Vec<u8>, Problem> {
    let mut decoder = jpeg_decoder(bytes, ColorSpace::RGB);
    decoder.decode_headers().map_err(unreadable)?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let (space, colours, channels) =
        if is_grey { (ColorSpace::Luma, ColorType::Luma, 1) } else { (ColorSpace::RGB, ColorType::Rgb, 3) };
    let unpacked = jpeg_decoder(bytes, space).decode().map_err(unreadable)?;
    let pixels = Pixels::new(head.width, head.height, channels, unpacked).ok_or_else(cut_off)?;
    let shown = pixels.turned(head.orientation).shrunk(head.shown());
    let side = |length: usize| u16::try_from(length).map_err(|_| too_large(format!("a side of {length} pixels")));
    let (width, height) = (side(shown.width)?, side(shown.height)?);
    let mut written = Vec::new();
    Encoder::new(&mut written, QUALITY).encode(&shown.bytes, width, height, colours).map_err(unreadable)?;
    Ok(written)
}

/// What somebody drew; in its own colours where it stays as large as it is.
fn png(bytes: &[u8], head: &Head) -> Result<Vec<u8>, Problem> {
    let mut decoder = png_decoder(bytes);
    if !head.stays() {
        decoder.set_transformations(Transformations::normalize_to_color8());
    }
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let mut unpacked = vec![0; reader.output_buffer_size().ok_or_else(cut_off)?];
    let frame = reader.next_frame(&mut unpacked).map_err(unreadable)?;
    unpacked.truncate(frame.buffer_size());
    let info = reader.info();
    let (mut width, mut height) = (head.width, head.height);
    if !head.stays() {
        let pixels = Pixels::new(width, height, frame.color_type.samples(), unpacked).ok_or_else(cut_off)?;
        (width, height) = head.shown();
        unpacked = pixels.turned(head.orientation).shrunk((width, height)).bytes;
    }
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, width, height);
    encoder.set_color(frame.color_type);
    encoder.set_depth(if head.stays() { frame.bit_depth } else { BitDepth::Eight });
    if head.stays() {
        info.palette.iter().for_each(|palette| encoder.set_palette(palette.to_vec()));
        info.trns.iter().for_each(|transparent| encoder.set_trns(transparent.to_vec()));
    }
    let mut writer = encoder.write_header().map_err(unreadable)?;
    writer.write_image_data(&unpacked).map_err(unreadable)?;
    writer.finish().map_err(unreadable)?;
    Ok(written)
}

fn jpeg_decoder(bytes: &[u8], colours: ColorSpace) -> JpegDecoder<ZCursor<&[u8]>> {
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_strict_mode(true).set_max_width(side).set_max_height(side);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options.jpeg_set_out_colorspace(colours))
}

fn png_decoder(bytes: &[u8]) -> png::Decoder<Cursor<&[u8]>> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: 400_000_000 });
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::IDENTITY);
    decoder
}

fn too_large(found: String) -> Problem {
    Problem::PictureTooLarge { found, megabytes: MOST_BYTES / 1_000_000, megapixels: MOST_PIXELS }
}

fn cut_off() -> Problem {
    Problem::PictureUnreadable { reason: "it is cut off".to_owned() }
}

fn unreadable(error: impl ToString) -> Problem {
    // Those who wrote the decoders say more than fits a line.
    let reason = error.to_string().lines().next().unwrap_or_default().to_owned();
    Problem::PictureUnreadable { reason }
}
