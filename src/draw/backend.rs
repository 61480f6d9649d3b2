//! Plotters onto our SVG.
//!
//! The surface is ten times as large as the picture, so that plotters' whole pixels are tenths of ours. Colours are
//! [roles](Role), which become classes; each role costs one path, in the order of painting. What plotters does not know
//! (ids, descriptions, tooltips) goes through the [`Sheet`] that the backend draws on.

use std::cell::RefCell;
use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::role::Role;
use super::text_width::text_width;

/// One picture in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    width: i32,
    height: i32,
    layers: RefCell<Vec<Layer>>,
    /// The tooltip of the next circle.
    tip: RefCell<Option<String>>,
}

/// What was drawn in one role.
#[derive(Clone, Debug, Default)]
struct Layer {
    /// The data of its one path.
    path: String,
    /// Where the path has got to, and the last command, which need not be repeated.
    pen: BackendCoord,
    command: u8,
    /// Circles.
    circles: String,
    /// Texts, by where they are anchored: at their start, middle and end.
    texts: [String; 3],
}

/// What surrounds the drawing in the SVG element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame<'a> {
    /// A picture that a screen reader announces by its title and description.
    Named {
        /// The class of the SVG element.
        class: &'a str,
        /// What its ids begin with; unique in the page.
        id: &'a str,
        /// What it shows.
        title: &'a str,
        /// What it says; may be empty.
        description: &'a str,
    },
    /// A picture beside its own figures, which a screen reader passes over.
    Hidden {
        /// The class of the SVG element.
        class: &'a str,
    },
}

impl Sheet {
    /// An empty picture; `width` and `height` in tenths of a pixel.
    pub(super) fn new(width: i32, height: i32) -> Self {
        Self { width, height, layers: RefCell::new(vec![Layer::default(); Role::ALL.len()]), tip: RefCell::new(None) }
    }

    /// The whole picture as a drawing area of plotters, in tenths of a pixel.
    pub(super) fn area(&self) -> DrawingArea<SvgBackend<'_>, Shift> {
        SvgBackend { sheet: self }.into_drawing_area()
    }

    /// Gives the next circle a tooltip.
    pub(super) fn tip(&self, text: String) {
        self.tip.replace(Some(text));
    }

    /// The picture as an SVG element.
    pub(super) fn svg(self, frame: Frame<'_>) -> String {
        let layers = self.layers.into_inner();
        let length = |layer: &Layer| {
            layer.path.len() + layer.circles.len() + layer.texts.iter().map(String::len).sum::<usize>() + 40
        };
        let mut svg = String::with_capacity(600 + layers.iter().map(length).sum::<usize>());
        open(&mut svg, frame, self.width, self.height);
        for (role, layer) in Role::ALL.iter().zip(&layers) {
            layer.write(role.class(), &mut svg);
        }
        svg.push_str("</svg>");
        svg
    }

    fn in_role(&self, color: BackendColor, draw: impl FnOnce(&mut Layer)) -> Result<(), DrawingErrorKind<Infallible>> {
        draw(&mut self.layers.borrow_mut()[Role::of(color) as usize]);
        Ok(())
    }
}

fn open(svg: &mut String, frame: Frame<'_>, width: i32, height: i32) {
    let class = match frame {
        Frame::Named { class, .. } | Frame::Hidden { class } => class,
    };
    svg.push_str("<svg class=\"");
    svg.push_str(class);
    svg.push_str("\" viewBox=\"0 0 ");
    push_tenths(svg, width);
    svg.push(' ');
    push_tenths(svg, height);
    match frame {
        Frame::Hidden { .. } => svg.push_str("\" aria-hidden=\"true\">"),
        Frame::Named { id, title, description, .. } => {
            let attribute = |svg: &mut String, before: &str, ending: &str| {
                svg.push_str(before);
                push_text(svg, id);
                svg.push_str(ending);
            };
            attribute(svg, "\" role=\"img\" aria-labelledby=\"", "-t");
            if !description.is_empty() {
                attribute(svg, "\" aria-describedby=\"", "-d");
            }
            attribute(svg, "\"><title id=\"", "-t\">");
            push_text(svg, title);
            svg.push_str("</title>");
            if !description.is_empty() {
                attribute(svg, "<desc id=\"", "-d\">");
                push_text(svg, description);
                svg.push_str("</desc>");
            }
        }
    }
}

impl Layer {
    fn write(&self, class: &str, svg: &mut String) {
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
        for (content, anchor) in
            [&self.circles, &self.texts[0], &self.texts[1], &self.texts[2]].into_iter().zip(["", "", " middle", " end"])
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

    fn polyline(&mut self, mut points: impl Iterator<Item = BackendCoord>) {
        let Some(first) = points.next() else { return };
        self.move_to(first);
        points.for_each(|point| self.line_to(point));
    }

    fn polygon(&mut self, mut points: impl Iterator<Item = BackendCoord>) {
        let Some(first) = points.next() else { return };
        self.move_to(first);
        points.for_each(|point| self.line_to(point));
        self.path.push('z');
        self.pen = first;
        self.command = 0;
    }

    /// A dot as a stroke of no length: its size is the width of the stroke, which the theme rounds.
    fn dot(&mut self, at: BackendCoord) {
        self.move_to(at);
        self.path.push_str("h0");
    }

    fn circle(&mut self, at: BackendCoord, radius: i32, tip: Option<String>) {
        self.circles.push_str("<circle cx=\"");
        push_tenths(&mut self.circles, at.0);
        self.circles.push_str("\" cy=\"");
        push_tenths(&mut self.circles, at.1);
        if radius > 0 {
            self.circles.push_str("\" r=\"");
            push_tenths(&mut self.circles, radius);
        }
        match tip {
            None => self.circles.push_str("\"/>"),
            Some(tip) => {
                self.circles.push_str("\"><title>");
                push_text(&mut self.circles, &tip);
                self.circles.push_str("</title></circle>");
            }
        }
    }

    fn text(&mut self, text: &str, anchor: HPos, at: BackendCoord) {
        let texts = &mut self.texts[match anchor {
            HPos::Left => 0,
            HPos::Center => 1,
            HPos::Right => 2,
        }];
        texts.push_str("<text x=\"");
        push_tenths(texts, at.0);
        texts.push_str("\" y=\"");
        push_tenths(texts, at.1);
        texts.push_str("\">");
        push_text(texts, text);
        texts.push_str("</text>");
    }
}

/// A plotters backend that draws on a [`Sheet`].
#[derive(Debug)]
pub(super) struct SvgBackend<'a> {
    sheet: &'a Sheet,
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.sheet.width.unsigned_abs(), self.sheet.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(color, |layer| layer.dot(at))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(style.color(), |layer| layer.polyline([from, to].into_iter()))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(style.color(), |layer| layer.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)].into_iter()))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(style.color(), |layer| layer.polyline(path.into_iter()))
    }

    /// A circle with a tooltip is an element; a filled one without is a dot of the role's path. Of a circle without a
    /// radius the theme says how large it is.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let tip = self.sheet.tip.take();
        self.sheet.in_role(style.color(), |layer| match tip {
            None if fill => layer.dot(center),
            tip => layer.circle(center, radius.cast_signed(), tip),
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(style.color(), |layer| layer.polygon(corners.into_iter()))
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.sheet.in_role(style.color(), |layer| layer.text(text, style.anchor().h_pos, at))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() as i32;
        let width = text_width(text, size, Role::of(style.color()).is_bold());
        Ok((width.unsigned_abs(), size.unsigned_abs()))
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
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
}

fn push_whole(out: &mut String, mut whole: u32) {
    let mut digits = [0; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (whole % 10) as u8;
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    out.extend(digits[first..].iter().map(|digit| char::from(*digit)));
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
