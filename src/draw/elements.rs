//! What our charts draw beside plotters' own elements: labels and marks, which keep their size on every scale.

use std::convert::Infallible;

use plotters::coord::CoordTranslate;
use plotters::drawing::DrawingArea;
use plotters::element::{CoordMapper, Drawable, PointCollection};
use plotters::style::Color;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily};

use super::backend::SvgBackend;
use super::role::Role;

/// The size of all text in charts, in tenths of a pixel. The theme sets the same.
pub(super) const TEXT_SIZE: i32 = 130;

/// From one line of a label to the next, in tenths of a pixel.
pub(super) const LINE_HEIGHT: i32 = 150;

/// From the middle of a line of text down to its baseline, in tenths of a pixel.
pub(super) const HALF_TEXT: i32 = 45;

/// The nearest whole place, halves away from zero; [`f64::round`] is a call into a library on most machines.
pub(super) fn nearest(place: f64) -> i32 {
    (place + 0.5_f64.copysign(place)) as i32
}

/// Draws elements, knowing that our backend cannot fail.
pub(super) trait Put<C: CoordTranslate> {
    /// Draws one element.
    fn put<'e, E, M>(&self, element: &'e E)
    where
        M: CoordMapper,
        &'e E: PointCollection<'e, C::From, M>,
        E: for<'b> Drawable<SvgBackend<'b>, M>;
}

impl<C: CoordTranslate> Put<C> for DrawingArea<SvgBackend<'_>, C> {
    fn put<'e, E, M>(&self, element: &'e E)
    where
        M: CoordMapper,
        &'e E: PointCollection<'e, C::From, M>,
        E: for<'b> Drawable<SvgBackend<'b>, M>,
    {
        self.draw(element).expect("our backend writes into memory");
    }
}

/// One line of text beside a place.
pub(super) struct Label<'a, C> {
    at: C,
    text: &'a str,
    role: Role,
    anchor: HPos,
}

impl<'a, C> Label<'a, C> {
    /// A text whose baseline starts at `at`.
    pub(super) fn start(at: C, text: &'a str, role: Role) -> Self {
        Self { at, text, role, anchor: HPos::Left }
    }

    /// A text whose baseline is centred on `at`.
    pub(super) fn middle(at: C, text: &'a str, role: Role) -> Self {
        Self { at, text, role, anchor: HPos::Center }
    }

    /// A text whose baseline ends at `at`.
    pub(super) fn end(at: C, text: &'a str, role: Role) -> Self {
        Self { at, text, role, anchor: HPos::Right }
    }
}

impl<'e, C: 'e> PointCollection<'e, C> for &'e Label<'_, C> {
    type Point = &'e C;
    type IntoIter = std::iter::Once<&'e C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<C, B: DrawingBackend> Drawable<B> for Label<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut B,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let Some(at) = points.next() else { return Ok(()) };
        backend.draw_text(self.text, &LabelStyle { role: self.role, anchor: self.anchor }, at)
    }
}

/// The style of a label, as plotters asks for it.
struct LabelStyle {
    role: Role,
    anchor: HPos,
}

impl BackendTextStyle for LabelStyle {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.role.to_backend_color()
    }

    fn size(&self) -> f64 {
        f64::from(TEXT_SIZE)
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.anchor, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::SansSerif
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let width = super::text_width::text_width(text, TEXT_SIZE, self.role.is_bold());
        Ok(((0, -TEXT_SIZE), (width, 0)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        // Our texts stay texts: there are no pixels to draw.
        Ok(Ok(()))
    }
}

/// The shape that says what a point means, so that nobody needs its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// ▲ better.
    Up,
    /// ▼ worse.
    Down,
    /// ◆ different.
    Diamond,
}

impl Shape {
    /// The corners around the middle; `size` is half of the shape's width.
    fn corners(self, size: i32) -> &'static [(i32, i32)] {
        match (self, size > 50) {
            (Self::Up, true) => &[(0, -65), (60, 45), (-60, 45)],
            (Self::Down, true) => &[(0, 65), (-60, -45), (60, -45)],
            (Self::Diamond, true) => &[(0, -65), (65, 0), (0, 65), (-65, 0)],
            (Self::Up, false) => &[(0, -45), (40, 30), (-40, 30)],
            (Self::Down, false) => &[(0, 45), (-40, -30), (40, -30)],
            (Self::Diamond, false) => &[(0, -45), (45, 0), (0, 45), (-45, 0)],
        }
    }
}

/// A [`Shape`] on a point.
pub(super) struct Signal<C> {
    at: C,
    shape: Shape,
    size: i32,
    role: Role,
}

impl<C> Signal<C> {
    /// A mark of 12 pixels.
    pub(super) fn large(at: C, shape: Shape, role: Role) -> Self {
        Self { at, shape, size: 60, role }
    }

    /// A mark of 8 pixels, for word-sized charts.
    pub(super) fn small(at: C, shape: Shape, role: Role) -> Self {
        Self { at, shape, size: 40, role }
    }
}

impl<'e, C: 'e> PointCollection<'e, C> for &'e Signal<C> {
    type Point = &'e C;
    type IntoIter = std::iter::Once<&'e C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<C, B: DrawingBackend> Drawable<B> for Signal<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut B,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let Some((x, y)) = points.next() else { return Ok(()) };
        let corners = self.shape.corners(self.size).iter().map(|(dx, dy)| (x + dx, y + dy));
        backend.fill_polygon(corners, &self.role.to_backend_color())
    }
}
