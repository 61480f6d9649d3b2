//! Notes: what happened, written above the plot, with a rule down to when it did.

use crate::draw::elements::{LINE_HEIGHT, TEXT_SIZE};
use crate::draw::text_width::{text_width, wrapped};

/// From a rule to the text beside it.
const BESIDE: i32 = 60;

/// Something to be written above the plot. Lengths in tenths of a pixel.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlotNote {
    /// Where its rule stands.
    pub(super) x: i32,
    /// What it says.
    pub(super) text: String,
    /// Whether a new group of limits begins here.
    pub(super) is_step: bool,
}

/// A note that found its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlacedNote {
    /// Where its rule stands.
    pub(super) x: i32,
    /// Whether a new group of limits begins here.
    pub(super) is_step: bool,
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// Whether the text ends at the rule instead of starting there.
    pub(super) ends_at_rule: bool,
    /// Where the text begins, downwards.
    pub(super) top: i32,
}

/// How notes may stand. Lengths in tenths of a pixel.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteRoom {
    /// The width of the picture.
    pub(super) width: i32,
    /// The width of a note at most.
    pub(super) note_width: i32,
    /// The lines of a note at most.
    pub(super) lines: usize,
    /// The lines above each other at most.
    pub(super) rows: i32,
}

impl PlacedNote {
    fn left(&self) -> i32 {
        if self.ends_at_rule { self.x - BESIDE - self.width() } else { self.x + BESIDE }
    }

    fn right(&self) -> i32 {
        self.left() + self.width()
    }

    fn width(&self) -> i32 {
        self.lines.iter().map(|line| text_width(line, TEXT_SIZE, false)).max().unwrap_or(0)
    }

    /// Where its lowest line ends.
    pub(super) fn bottom(&self) -> i32 {
        self.top + self.lines.len() as i32 * LINE_HEIGHT
    }

    /// Where its text is anchored.
    pub(super) fn text_x(&self) -> i32 {
        if self.ends_at_rule { self.x - BESIDE } else { self.x + BESIDE }
    }

    /// Whether the texts overlap, or the rule of one runs through the text of the other.
    fn is_in_the_way_of(&self, other: &Self) -> bool {
        let apart = self.right() + BESIDE <= other.left() || other.right() + BESIDE <= self.left();
        let texts = !apart && self.top < other.bottom() && other.top < self.bottom();
        let through = |rule: &Self, text: &Self| {
            text.left() - BESIDE < rule.x && rule.x < text.right() + BESIDE && text.bottom() > rule.top
        };
        texts || through(self, other) || through(other, self)
    }
}

/// Places notes, the most important given first, on as few rows as they need.
///
/// Without room a note is left out, but the start of a new group keeps its rule: without lines, below all others.
pub(super) fn placed(notes: impl IntoIterator<Item = PlotNote>, room: NoteRoom) -> Vec<PlacedNote> {
    let mut placed: Vec<PlacedNote> = Vec::new();
    for note in notes {
        let lines = wrapped(&note.text, room.note_width, room.lines, TEXT_SIZE, false);
        let candidates = (0..room.rows).flat_map(|row| [(row, false), (row, true)]);
        let fitting = candidates
            .map(|(row, ends_at_rule)| PlacedNote {
                x: note.x,
                is_step: note.is_step,
                lines: lines.clone(),
                ends_at_rule,
                top: row * LINE_HEIGHT,
            })
            .find(|candidate| {
                let inside = candidate.left() >= 0 && candidate.right() <= room.width;
                let within = candidate.bottom() <= room.rows * LINE_HEIGHT;
                let mut written = placed.iter().filter(|other| !other.lines.is_empty());
                inside && within && !written.any(|other| candidate.is_in_the_way_of(other))
            });
        let bare = PlacedNote { x: note.x, is_step: true, lines: Vec::new(), ends_at_rule: false, top: 0 };
        placed.extend(fitting.or_else(|| note.is_step.then_some(bare)));
    }
    placed
}
