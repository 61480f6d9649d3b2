//! Pictures: shown upright and no larger than a page needs, without what a camera wrote along; bad ones are told.

use std::fs;

use jpeg_encoder::{ColorType, Encoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

use crate::site_test::SiteTest;

const STORY: &str = "content/stories/2026-02-kind-word.md";
const SECRET: &str = "51.5007 N, 0.1246 W, taken by Mallory";

#[test]
fn a_photograph_is_upright_and_says_nothing_of_where_it_was_taken() {
    let site = with_picture("kind.jpg", &photograph(40, 20));
    site.build();
    let published = site.published();
    let shown = &published["pictures/stories/kind.jpg"];
    let mut decoder = JpegDecoder::new(ZCursor::new(shown));
    let pixels = decoder.decode().unwrap();
    // It was held on its side: its red left half is on top now.
    assert_eq!(decoder.dimensions(), Some((20, 40)));
    assert!(pixels[0] > 200 && pixels[pixels.len() - 3] < 50, "{:?}", &pixels[..3]);
    assert!(decoder.exif().is_none() && decoder.icc_profile().is_none());
    for (path, contents) in &published {
        assert!(!contents.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()), "{path}");
    }
    let page = str::from_utf8(&published["stories/kind-word/index.html"]).unwrap();
    assert!(page.contains("src=\"../../pictures/stories/kind.jpg\" alt=\"A telephone\" width=\"20\" height=\"40\""));
}

#[test]
fn a_picture_is_no_wider_than_a_page_shows_it() {
    let site = with_picture("kind.png", &drawing(3200, 10));
    site.build();
    let page = site.published().remove("stories/kind-word/index.html").unwrap();
    assert!(str::from_utf8(&page).unwrap().contains("width=\"1600\" height=\"5\""));
    let shown = &site.published()["pictures/stories/kind.png"];
    let reader = png::Decoder::new(std::io::Cursor::new(shown)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (1600, 5));
    assert!(!shown.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()));
}

#[test]
fn only_a_picture_that_changed_is_made_anew() {
    let site = with_picture("kind.png", &drawing(30, 10));
    site.build();
    let words = fs::read_to_string(site.root().join(STORY)).unwrap();
    site.write(STORY, &words.replace("on the line.", "on the line, and more."));
    site.build();
    let memory = site.published();
    fs::write(site.root().join("content/stories/kind.png"), drawing(60, 10)).unwrap();
    site.build();
    assert_ne!(site.published()["pictures/stories/kind.png"], memory["pictures/stories/kind.png"]);
    assert_eq!(site.published(), site.build_cleanly());
    assert_eq!(site.build().made, 0);
}

#[test]
fn a_story_without_names_has_no_picture() {
    let site = with_picture("kind.png", &drawing(30, 10));
    site.replace(STORY, "kind: thanks", "kind: thanks\nanonymise: true");
    site.build();
    let published = site.published();
    assert!(!published.contains_key("pictures/stories/kind.png"));
    let page = str::from_utf8(&published["stories/kind-word/index.html"]).unwrap();
    assert!(!page.contains("<img") && page.contains("told without names"));
}

#[test]
fn what_cannot_be_shown_is_told_with_its_reason() {
    let mut bomb = drawing(1, 1);
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let chunk = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&chunk.to_be_bytes());
    check("kind.png", &bomb, "this picture has 4295 million pixels");
    check("kind.jpg", b"GIF89a", "`kind.jpg` is not a picture that a page can show");
    check("kind.jpg", b"", "`kind.jpg` is not a picture");
    check("kind.jpg", &drawing(1, 1), "this picture is a PNG, but its name ends in `.jpg`");
    let whole = photograph(400, 200);
    check("kind.jpg", &whole[..whole.len() / 2], "this picture cannot be read");
    check("kind.png", &drawing(30, 10)[..50], "this picture cannot be read");
}

#[test]
fn a_file_that_is_far_too_large_is_not_opened() {
    let site = with_picture("kind.jpg", b"");
    fs::File::create(site.root().join("content/stories/kind.jpg")).unwrap().set_len(9_000_000_000).unwrap();
    let refused = site.try_build().unwrap_err();
    assert!(refused.contains("content/stories/kind.jpg: this picture has 9000 MB"), "{refused}");
}

#[track_caller]
fn check(name: &str, contents: &[u8], expected: &str) {
    let refused = with_picture(name, contents).try_build().unwrap_err();
    assert!(refused.contains(&format!("content/stories/{name}: {expected}")), "{refused}");
}

fn with_picture(name: &str, contents: &[u8]) -> SiteTest {
    let site = SiteTest::copy_of("small");
    fs::write(site.root().join("content/stories").join(name), contents).unwrap();
    site.replace(STORY, "award: star", &format!("award: star\nimage: {{ file: {name}, alt: A telephone }}"));
    site
}

/// Its left half is red, and a camera held it on its right side and wrote along where that was.
fn photograph(width: u16, height: u16) -> Vec<u8> {
    let row: Vec<u8> = (0..width).flat_map(|x| if x < width / 2 { [255, 0, 0] } else { [0, 0, 255] }).collect();
    let pixels = row.repeat(height.into());
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(SECRET.as_bytes());
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, 90);
    encoder.add_app_segment(1, exif).unwrap();
    encoder.encode(&pixels, width, height, ColorType::Rgb).unwrap();
    written
}

/// Grey, with a comment.
pub(crate) fn drawing(width: u32, height: u32) -> Vec<u8> {
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.add_text_chunk("Comment".to_owned(), SECRET.to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![120; (width * height) as usize]).unwrap();
    writer.finish().unwrap();
    written
}

/// One pixel, with a palette that says something: it is part of the picture and stays in it.
pub(crate) fn pixel_saying(text: &str) -> Vec<u8> {
    let mut palette = text.as_bytes().to_vec();
    palette.resize(text.len().next_multiple_of(3), b' ');
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, 1, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0]).unwrap();
    writer.finish().unwrap();
    written
}

/// The check of a chunk of a PNG (PNG specification, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}
