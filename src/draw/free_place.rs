//! Free places: where a label beside a mark covers neither another label nor another mark.

use plotters_backend::text_anchor::HPos;

use super::elements::{Label, Put, TEXT_SIZE};
use super::layout::Page;
use super::role::Role;
use super::text_width::text_width;

/// What is covered, in tenths of a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Box {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Box {
    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// What is covered so far within a stretch of a picture.
#[derive(Debug)]
pub(super) struct FreePlaces {
    within: Box,
    taken: Vec<Box>,
}

impl FreePlaces {
    /// Nothing is covered yet; labels stay between these corners.
    pub(super) fn within((left, top): (i32, i32), (right, bottom): (i32, i32)) -> Self {
        Self { within: Box { left, top, right, bottom }, taken: Vec::new() }
    }

    /// Covers what lies within so many tenths of a place.
    pub(super) fn cover(&mut self, (x, y): (i32, i32), reach: i32) {
        self.taken.push(Box { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
    }

    /// Writes `text` beside `at`: right, left, above or below, wherever there is room first; not at all without.
    pub(super) fn put(&mut self, page: &Page<'_>, (x, y): (i32, i32), text: &str, role: Role) {
        let width = text_width(text, TEXT_SIZE, role.is_bold());
        let spots = [
            (x + 90, y + 45, HPos::Left),
            (x - 90, y + 45, HPos::Right),
            (x, y - 110, HPos::Center),
            (x, y + 200, HPos::Center),
        ];
        let spots = spots.map(|(x, y, anchor)| {
            let left = match anchor {
                HPos::Left => x,
                HPos::Center => x - (width + 1) / 2,
                HPos::Right => x - width,
            };
            ((x, y), anchor, Box { left, top: y - 100, right: left + width, bottom: y + 30 })
        });
        let free = spots.into_iter().find(|(_, _, covered)| {
            let is_inside = covered.left >= self.within.left
                && covered.right <= self.within.right
                && covered.top >= self.within.top
                && covered.bottom <= self.within.bottom;
            is_inside && !self.taken.iter().any(|taken| taken.overlaps(covered))
        });
        let Some((at, anchor, covered)) = free else { return };
        self.taken.push(covered);
        match anchor {
            HPos::Left => page.put(&Label::start(at, text, role)),
            HPos::Center => page.put(&Label::middle(at, text, role)),
            HPos::Right => page.put(&Label::end(at, text, role)),
        }
    }
}
