//! Layers: what was drawn in one role, as the markup of its elements.

use plotters_backend::BackendCoord;
use plotters_backend::text_anchor::HPos;

/// What was drawn in one role.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The data of its one path: commands and numbers, all of it ASCII.
    path: Vec<u8>,
    /// Where the path has got to, and the last command, which need not be repeated.
    pen: BackendCoord,
    command: u8,
    /// Circles and rectangles with a tooltip.
    elements: String,
    /// Texts, by where they are anchored: at their start, middle and end.
    texts: [String; 3],
}

/// What is set aside for a path, for elements with tooltips and for texts when the first of them comes: about what most
/// layers take, so that few have to grow.
const PATH: usize = 128;
const ELEMENTS: usize = 1_024;
const TEXTS: usize = 256;

impl Layer {
    /// About as many bytes as it will take.
    pub(super) fn length(&self) -> usize {
        self.path.len() + self.elements.len() + self.texts.iter().map(String::len).sum::<usize>() + 40
    }

    /// Writes what was drawn as elements of the class.
    pub(super) fn write(&self, class: &str, svg: &mut String) {
        let open = |svg: &mut String, element: &str, anchor: &str| {
            svg.push('<');
            svg.push_str(element);
            svg.push_str(" class=\"");
            svg.push_str(class);
            svg.push_str(anchor);
            svg.push('"');
        };
        if !self.path.is_empty() {
            open(svg, "path", "");
            svg.push_str(" d=\"");
            svg.push_str(std::str::from_utf8(&self.path).expect("a path is ASCII"));
            svg.push_str("\"/>");
        }
        for (content, anchor) in [&self.elements, &self.texts[0], &self.texts[1], &self.texts[2]]
            .into_iter()
            .zip(["", "", " middle", " end"])
        {
            if !content.is_empty() {
                open(svg, "g", anchor);
                svg.push('>');
                svg.push_str(content);
                svg.push_str("</g>");
            }
        }
    }

    /// Moves the pen without drawing: absolute the first time, relative from then on.
    fn move_to(&mut self, to: BackendCoord) {
        if self.path.is_empty() {
            self.path.reserve(PATH);
            self.path.push(b'M');
            self.push_pair(to);
        } else {
            self.path.push(b'm');
            self.push_pair((to.0 - self.pen.0, to.1 - self.pen.1));
        }
        self.command = 0;
        self.pen = to;
    }

    /// Draws to a point by the shortest command: `h` or `v` where the line is straight, `l` where it is not.
    fn line_to(&mut self, to: BackendCoord) {
        let by = (to.0 - self.pen.0, to.1 - self.pen.1);
        self.pen = to;
        let (command, first) = match by {
            (0, 0) => return,
            (x, 0) => (b'h', x),
            (0, y) => (b'v', y),
            (x, _) => (b'l', x),
        };
        let mut digits = Digits::default();
        if command != self.command {
            digits.push(command);
        } else if first >= 0 {
            digits.push(b' ');
        }
        self.command = command;
        match command {
            b'l' => digits.pair(by),
            _ => digits.tenths(first),
        }
        digits.push_onto(&mut self.path);
    }

    fn push_pair(&mut self, pair: BackendCoord) {
        let mut digits = Digits::default();
        digits.pair(pair);
        digits.push_onto(&mut self.path);
    }

    pub(super) fn polyline(&mut self, mut points: impl Iterator<Item = BackendCoord>) {
        let Some(first) = points.next() else { return };
        self.move_to(first);
        points.for_each(|point| self.line_to(point));
    }

    pub(super) fn polygon(&mut self, mut points: impl Iterator<Item = BackendCoord>) {
        let Some(first) = points.next() else { return };
        self.move_to(first);
        points.for_each(|point| self.line_to(point));
        self.path.push(b'z');
        self.pen = first;
        self.command = 0;
    }

    /// A dot as a stroke of no length: its size is the width of the stroke, which the theme rounds.
    pub(super) fn dot(&mut self, at: BackendCoord) {
        self.move_to(at);
        self.path.extend_from_slice(b"h0");
    }

    /// A circle, with a tooltip unless that is empty.
    pub(super) fn circle(&mut self, at: BackendCoord, radius: i32, tip: &str) {
        if self.elements.is_empty() && !tip.is_empty() {
            self.elements.reserve(ELEMENTS);
        }
        self.elements.push_str("<circle cx=\"");
        push_tenths(&mut self.elements, at.0);
        self.elements.push_str("\" cy=\"");
        push_tenths(&mut self.elements, at.1);
        if radius > 0 {
            self.elements.push_str("\" r=\"");
            push_tenths(&mut self.elements, radius);
        }
        if tip.is_empty() {
            self.elements.push_str("\"/>");
        } else {
            self.elements.push_str("\"><title>");
            push_text(&mut self.elements, tip);
            self.elements.push_str("</title></circle>");
        }
    }

    pub(super) fn rectangle(&mut self, at: BackendCoord, (width, height): BackendCoord, tip: &str) {
        for (attribute, tenths) in [("<rect x", at.0), (" y", at.1), (" width", width), (" height", height)] {
            self.elements.push_str(attribute);
            self.elements.push_str("=\"");
            push_tenths(&mut self.elements, tenths);
            self.elements.push('"');
        }
        self.elements.push_str("><title>");
        push_text(&mut self.elements, tip);
        self.elements.push_str("</title></rect>");
    }

    pub(super) fn text(&mut self, text: &str, anchor: HPos, at: BackendCoord) {
        let texts = &mut self.texts[match anchor {
            HPos::Left => 0,
            HPos::Center => 1,
            HPos::Right => 2,
        }];
        if texts.is_empty() {
            texts.reserve(TEXTS);
        }
        texts.push_str("<text x=\"");
        push_tenths(texts, at.0);
        texts.push_str("\" y=\"");
        push_tenths(texts, at.1);
        texts.push_str("\">");
        push_text(texts, text);
        texts.push_str("</text>");
    }
}

/// Writes a number of tenths: `385` as `38.5`, `-5` as `-.5`, `40` as `4`.
pub(super) fn push_tenths(out: &mut String, tenths: i32) {
    let mut digits = Digits::default();
    digits.tenths(tenths);
    out.push_str(std::str::from_utf8(digits.written()).expect("digits are ASCII"));
}

/// One or two coordinates in the making: a path takes them in one go, because most of its time goes into them.
#[derive(Default)]
struct Digits {
    /// `-214748364.8` twice, a command, a space, and room for digits that are not there.
    bytes: [u8; 32],
    length: usize,
}

impl Digits {
    fn written(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Adds them to a path: all bytes, because a fixed number of them is copied much sooner, and then without the rest.
    fn push_onto(self, path: &mut Vec<u8>) {
        let length = path.len() + self.length;
        path.extend_from_slice(&self.bytes);
        path.truncate(length);
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    fn pair(&mut self, (x, y): BackendCoord) {
        self.tenths(x);
        if y >= 0 {
            self.push(b' ');
        }
        self.tenths(y);
    }

    fn tenths(&mut self, tenths: i32) {
        if tenths < 0 {
            self.push(b'-');
        }
        let tenths = tenths.unsigned_abs();
        let (whole, tenth) = (tenths / 10, tenths % 10);
        if whole > 0 || tenth == 0 {
            self.whole(whole);
        }
        if tenth > 0 {
            self.push(b'.');
            self.push(b'0' + tenth as u8);
        }
    }

    fn whole(&mut self, whole: u32) {
        // Few coordinates have more than three digits.
        if whole >= 1_000 {
            self.whole(whole / 10);
            return self.push(b'0' + (whole % 10) as u8);
        }
        let digits = &UP_TO_THREE[whole as usize];
        self.bytes[self.length..][..4].copy_from_slice(digits);
        self.length += usize::from(digits[3]);
    }
}

/// The digits of the numbers up to 999, and behind them how many they are, so that a coordinate is copied and not worked
/// out.
const UP_TO_THREE: [[u8; 4]; 1_000] = {
    let mut numbers = [[0; 4]; 1_000];
    let mut number = 0;
    while number < 1_000 {
        let digits = [b'0' + (number / 100) as u8, b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
        numbers[number] = match number {
            ..10 => [digits[2], 0, 0, 1],
            10..100 => [digits[1], digits[2], 0, 2],
            _ => [digits[0], digits[1], digits[2], 3],
        };
        number += 1;
    }
    numbers
};

/// Writes text as content or as an attribute's value; control characters, which XML cannot hold, are left out.
pub(super) fn push_text(out: &mut String, text: &str) {
    let is_plain = |byte: &u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..0x20 | 0x7f | 0xef);
    if text.as_bytes().iter().all(is_plain) {
        out.push_str(text);
        return;
    }
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\x1f' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
}
