//! The two layouts of a chart, and what all of its drawings share.

use plotters::coord::Shift;
use plotters::coord::ranged1d::Ranged;
use plotters::drawing::DrawingArea;
use plotters::element::{PathElement, Rectangle};

use super::backend::{Frame, Sheet, SvgBackend};
use super::elements::{Label, Put, TEXT_SIZE};
use super::role::Role;
use super::text_width::{shortened, text_width};
use super::value_axis::ValueAxis;
use super::{Chart, Table};

/// A picture in tenths of a pixel.
pub(super) type Page<'a> = DrawingArea<SvgBackend<'a>, Shift>;

/// Between two labels on one line, in tenths of a pixel.
const LABEL_GAP: i32 = 100;

/// How a chart is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// For containers from about 620 pixels.
    Wide,
    /// For phones.
    Narrow,
}

impl Layout {
    /// In tenths of a pixel.
    pub(super) fn width(self) -> i32 {
        match self {
            Self::Wide => 7200,
            Self::Narrow => 3400,
        }
    }

    pub(super) fn is_wide(self) -> bool {
        self == Self::Wide
    }
}

impl Chart {
    /// The chart that `draw` draws in either layout. `id` begins the ids in it.
    pub(super) fn drawn(
        id: &str,
        title: String,
        description: String,
        table: Table,
        draw: impl Fn(Layout) -> Sheet,
    ) -> Self {
        let svg = |layout: Layout, class: &str, suffix: &str| {
            let id = format!("{id}{suffix}");
            draw(layout).svg(Frame::Named { class, id: &id, title: &title, description: &description })
        };
        let (wide_svg, narrow_svg) =
            (svg(Layout::Wide, "chart__wide", "-w"), svg(Layout::Narrow, "chart__narrow", "-n"));
        Self { wide_svg, narrow_svg, title, description, table }
    }
}

/// The middle of the pixel, where a rule of one pixel is sharp.
pub(super) fn crisp(tenths: i32) -> i32 {
    tenths.div_euclid(10) * 10 + 5
}

/// Upright rules at the ticks of an axis that runs across, in these stretches, with what is written on them below the
/// last; those texts that fit.
pub(super) fn ticks_across(
    page: &Page<'_>,
    axis: &ValueAxis,
    texts: &[(f64, String)],
    (left, right): (i32, i32),
    stretches: &[(i32, i32)],
) {
    let width = page.dim_in_pixel().0.cast_signed();
    let x = |value: f64| crisp(axis.map(&value, (left, right))).min(width - 5);
    for (tick, _) in texts {
        for (top, bottom) in stretches {
            page.put(&PathElement::new([(x(*tick), *top), (x(*tick), *bottom)], Role::Grid));
        }
    }
    let bottom = stretches.last().map_or(0, |(_, bottom)| *bottom);
    let spots: Vec<(i32, i32)> = texts
        .iter()
        .map(|(tick, text)| {
            let half = (text_width(text, TEXT_SIZE, false) + 1) / 2;
            (x(*tick).clamp(half, (width - half).max(half)), half)
        })
        .collect();
    // The last one carries the unit, so counting begins there.
    let count = texts.len();
    let named = |step: usize| (0..count).filter(move |index| (count - 1 - index).is_multiple_of(step));
    let fits = |step: &usize| {
        let shown: Vec<(i32, i32)> = named(*step).map(|index| spots[index]).collect();
        shown.windows(2).all(|pair| pair[1].0 - pair[1].1 >= pair[0].0 + pair[0].1 + LABEL_GAP)
    };
    let step = (1..=count.max(1)).find(fits).unwrap_or(1);
    for index in named(step) {
        page.put(&Label::middle((spots[index].0, bottom + 170), &texts[index].1, Role::Note));
    }
}

/// Level rules at the ticks of an axis that runs upwards, from `left` to `right`, with their texts in the gutter.
pub(super) fn ticks_upwards(
    page: &Page<'_>,
    axis: &ValueAxis,
    texts: &[(f64, String)],
    (left, right): (i32, i32),
    (top, bottom): (i32, i32),
) {
    for (tick, text) in texts {
        let y = axis.map(tick, (bottom, top));
        let role = if y >= bottom { Role::Axis } else { Role::Grid };
        page.put(&PathElement::new([(0, crisp(y)), (right, crisp(y))], role));
        page.put(&Label::start((0, y - 40), &shortened(text, left - 20, TEXT_SIZE, false), Role::Note));
    }
    page.put(&PathElement::new([(left, crisp(bottom)), (right, crisp(bottom))], Role::Axis));
}

/// How wide the texts on an upward axis are, with the air beside them.
pub(super) fn gutter(texts: &[(f64, String)], layout: Layout) -> i32 {
    let widest = texts.iter().map(|(_, text)| text_width(text, TEXT_SIZE, false)).max().unwrap_or(0);
    (widest + 60).min(layout.width() / 3)
}

/// A frame of this height that says that there is nothing to show.
pub(super) fn nothing(layout: Layout, height: i32, words: &str) -> Sheet {
    let width = layout.width();
    let sheet = Sheet::new(width, height);
    let page = sheet.area();
    page.put(&Rectangle::new([(5, 5), (width - 5, height - 5)], Role::Grid));
    let words = shortened(words, width - 100, TEXT_SIZE, false);
    page.put(&Label::middle((width / 2, height / 2), &words, Role::Note));
    drop(page);
    sheet
}

/// Slanting strokes that fill a box in which nothing was measured.
pub(super) fn hatch(page: &Page<'_>, (left, top): (i32, i32), (right, bottom): (i32, i32)) {
    let height = (bottom - top).clamp(0, 90);
    let strokes = ((right - left - 40) / 40).clamp(1, 6);
    let step = (right - left) / (strokes + 1);
    for stroke in 1..=strokes {
        let x = left + stroke * step;
        page.put(&PathElement::new([(x - 25, bottom), (x + 25, bottom - height)], Role::Missing));
    }
}
