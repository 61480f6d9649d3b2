//! Plotters onto our SVG.
//!
//! The surface is ten times as large as the picture, so that plotters' whole pixels are tenths of ours. Colours are
//! [roles](Role), which become classes; each role costs one path, in the order of painting. What plotters does not know
//! (ids, descriptions, tooltips) goes through the [`Sheet`] that the backend draws on.

use std::cell::RefCell;
use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::layer::{Layer, push_tenths, push_text};
use super::role::Role;
use super::text_width::text_width;

/// One picture in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    width: i32,
    height: i32,
    layers: RefCell<Layers>,
    /// The tooltip of the next circle or rectangle; empty without one.
    tip: RefCell<String>,
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

/// What was drawn, role by role. Most charts use few of them, and a sparkline three.
#[derive(Debug)]
struct Layers {
    /// Where the layer of each role is, counted from 1; 0 where nothing was drawn.
    places: [u8; Role::ALL.len()],
    used: Vec<Layer>,
}

/// About as many roles as a large chart uses.
const MOST_LAYERS: usize = 12;

impl Layers {
    fn of(&mut self, role: Role) -> &mut Layer {
        let place = &mut self.places[role as usize];
        if *place == 0 {
            self.used.push(Layer::default());
            *place = self.used.len() as u8;
        }
        &mut self.used[usize::from(*place) - 1]
    }
}

impl Sheet {
    /// An empty picture; `width` and `height` in tenths of a pixel.
    pub(super) fn new(width: i32, height: i32) -> Self {
        Self {
            width,
            height,
            layers: RefCell::new(Layers { places: [0; Role::ALL.len()], used: Vec::with_capacity(MOST_LAYERS) }),
            tip: RefCell::new(String::new()),
        }
    }

    /// The whole picture as a drawing area of plotters, in tenths of a pixel.
    pub(super) fn area(&self) -> DrawingArea<SvgBackend<'_>, Shift> {
        SvgBackend { sheet: self }.into_drawing_area()
    }

    /// Gives the next circle or rectangle a tooltip.
    pub(super) fn tip(&self, text: impl AsRef<str>) {
        self.tip_with(|tip| tip.push_str(text.as_ref()));
    }

    /// The same, for a text that is only written for it.
    pub(super) fn tip_with(&self, write: impl FnOnce(&mut String)) {
        let mut tip = self.tip.borrow_mut();
        tip.clear();
        write(&mut tip);
    }

    /// The picture as an SVG element.
    pub(super) fn svg(self, frame: Frame<'_>) -> String {
        let layers = self.layers.into_inner();
        let words = match frame {
            Frame::Named { title, description, .. } => 200 + title.len() + description.len(),
            Frame::Hidden { .. } => 80,
        };
        let mut svg = String::with_capacity(words + layers.used.iter().map(Layer::length).sum::<usize>());
        open(&mut svg, frame, self.width, self.height);
        for (role, place) in Role::ALL.iter().zip(layers.places) {
            if place > 0 {
                layers.used[usize::from(place) - 1].write(role.class(), &mut svg);
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn in_role(&self, color: BackendColor, draw: impl FnOnce(&mut Layer)) -> Result<(), DrawingErrorKind<Infallible>> {
        draw(self.layers.borrow_mut().of(Role::of(color)));
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

    /// A rectangle with a tooltip is an element, one without is a piece of the role's path.
    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut tip = self.sheet.tip.borrow_mut();
        let drawn = self.sheet.in_role(style.color(), |layer| match tip.is_empty() {
            true => layer.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)].into_iter()),
            false => layer.rectangle((x0.min(x1), y0.min(y1)), ((x1 - x0).abs(), (y1 - y0).abs()), &tip),
        });
        tip.clear();
        drawn
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
        let mut tip = self.sheet.tip.borrow_mut();
        let drawn = self.sheet.in_role(style.color(), |layer| match tip.is_empty() {
            true if fill => layer.dot(center),
            _ => layer.circle(center, radius.cast_signed(), &tip),
        });
        tip.clear();
        drawn
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
