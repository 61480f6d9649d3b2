//! Layers: what was drawn in one role, as the markup of its elements.

use plotters_backend::BackendCoord;
use plotters_backend::text_anchor::HPos;

/// What was drawn in one role.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The data of its one path.
    path: String,
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
            svg.push_str(&self.path);
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
            self.path.push('M');
            push_pair(&mut self.path, to);
        } else {
            self.path.push('m');
            push_pair(&mut self.path, (to.0 - self.pen.0, to.1 - self.pen.1));
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
        if command != self.command {
            self.path.push(char::from(command));
        } else if first >= 0 {
            self.path.push(' ');
        }
        self.command = command;
        match command {
            b'l' => push_pair(&mut self.path, by),
            _ => push_tenths(&mut self.path, first),
        }
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
        self.path.push('z');
        self.pen = first;
        self.command = 0;
    }

    /// A dot as a stroke of no length: its size is the width of the stroke, which the theme rounds.
    pub(super) fn dot(&mut self, at: BackendCoord) {
        self.move_to(at);
        self.path.push_str("h0");
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
    if tenths < 0 {
        out.push('-');
    }
    let tenths = tenths.unsigned_abs();
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if whole > 0 || tenth == 0 {
        push_whole(out, whole);
    }
    if tenth > 0 {
        out.push_str(AFTER_THE_POINT[tenth as usize]);
    }
}

const AFTER_THE_POINT: [&str; 10] = [".0", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"];

/// The numbers from 000 to 999, so that a coordinate is copied and not worked out.
const THREE_DIGITS: &str = match std::str::from_utf8(&DIGITS) {
    Ok(digits) => digits,
    Err(_) => unreachable!(),
};

const DIGITS: [u8; 3_000] = {
    let mut digits = [b'0'; 3_000];
    let mut number = 0;
    while number < 1_000 {
        digits[3 * number] = b'0' + (number / 100) as u8;
        digits[3 * number + 1] = b'0' + (number / 10 % 10) as u8;
        digits[3 * number + 2] = b'0' + (number % 10) as u8;
        number += 1;
    }
    digits
};

fn push_whole(out: &mut String, whole: u32) {
    let (thousands, number) = (whole / 1_000, (whole % 1_000) as usize);
    let zeros = match number {
        // Coordinates have three digits at most, unless a picture is a thousand pixels high.
        _ if thousands > 0 => {
            push_whole(out, thousands);
            0
        }
        ..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    out.push_str(&THREE_DIGITS[3 * number + zeros..3 * number + 3]);
}

fn push_pair(out: &mut String, (x, y): BackendCoord) {
    push_tenths(out, x);
    if y >= 0 {
        out.push(' ');
    }
    push_tenths(out, y);
}

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
