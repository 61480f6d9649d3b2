//! Labels beside a plot: moved apart until none covers another, the least important dropped first.

/// A label that wants to stand at a height. Heights in tenths of a pixel, downwards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted<T> {
    /// What is labelled.
    pub(super) what: T,
    /// Where its middle would best be.
    pub(super) at: i32,
    /// How much it takes.
    pub(super) height: i32,
    /// How dear it is: the highest goes first.
    pub(super) rank: u8,
    /// How far it may move before it is worth nothing; `None` when it must be shown wherever there is room.
    pub(super) reach: Option<i32>,
}

/// A label that found its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed<T> {
    /// What is labelled.
    pub(super) what: T,
    /// Where its middle would best be.
    pub(super) wanted: i32,
    /// Where it is.
    pub(super) at: i32,
}

/// Places labels between `top` and `bottom`, in the order of what they label, each as near to it as the others allow.
///
/// When there is no room for all, or one would have to move beyond its reach, the least dear goes.
pub(super) fn placed<T>(mut labels: Vec<Wanted<T>>, (top, bottom): (i32, i32)) -> Vec<Placed<T>> {
    labels.sort_by_key(|label| (label.at, label.rank));
    loop {
        let middles = middles(&labels, (top, bottom));
        let fits = labels.iter().map(|label| label.height).sum::<i32>() <= bottom - top;
        let is_far = |(label, at): (&Wanted<T>, &i32)| label.reach.is_some_and(|reach| (at - label.at).abs() > reach);
        let any_is_far = labels.iter().zip(&middles).any(is_far);
        let least = labels.iter().enumerate().max_by_key(|(_, label)| label.rank).map(|(index, _)| index);
        match least {
            Some(index) if labels.len() > 1 && (!fits || any_is_far && labels[index].reach.is_some()) => {
                labels.remove(index);
            }
            _ => {
                let place = |(label, at): (Wanted<T>, i32)| Placed { what: label.what, wanted: label.at, at };
                return labels.into_iter().zip(middles).map(place).collect();
            }
        }
    }
}

/// The middles nearest to those wanted (in the mean of squares) such that neighbours only touch.
fn middles<T>(labels: &[Wanted<T>], (top, bottom): (i32, i32)) -> Vec<i32> {
    // Neighbours that get too close form a block, which stands at the mean of what its members want.
    struct Block {
        members: usize,
        wanted_tops: i64,
        height: i32,
        top: i32,
    }
    let mut blocks: Vec<Block> = Vec::with_capacity(labels.len());
    for label in labels {
        let wanted_top = label.at - label.height / 2;
        let mut block = Block { members: 1, wanted_tops: i64::from(wanted_top), height: label.height, top: wanted_top };
        block.top = block.top.min(bottom - block.height).max(top);
        while let Some(before) = blocks.pop_if(|before| before.top + before.height > block.top) {
            // What a member wants of the block's top is what it wants of its own, less what stands above it.
            block.wanted_tops += before.wanted_tops - i64::from(before.height) * block.members as i64;
            block.members += before.members;
            block.height += before.height;
            block.top = (block.wanted_tops / block.members as i64) as i32;
            block.top = block.top.min(bottom - block.height).max(top);
        }
        blocks.push(block);
    }
    let mut middles = Vec::with_capacity(labels.len());
    let mut remaining = labels.iter();
    for block in blocks {
        let mut above = block.top;
        for label in remaining.by_ref().take(block.members) {
            middles.push(above + label.height / 2);
            above += label.height;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_want() {
        check(&[(100, 0), (400, 1)], &[100, 400]);
    }

    #[test]
    fn labels_in_each_others_way_move_apart_by_the_same_amount() {
        check(&[(200, 0), (220, 1)], &[140, 280]);
        check(&[(0, 0), (10, 1)], &[70, 210]);
        check(&[(990, 0), (995, 1)], &[790, 930]);
    }

    #[test]
    fn what_matters_least_goes_when_it_would_stand_far_from_its_place() {
        check(&[(500, 0), (505, 1), (510, 2), (515, 3)], &[432, 572]);
    }

    #[track_caller]
    fn check(wanted: &[(i32, u8)], expected: &[i32]) {
        let labels = wanted.iter().map(|(at, rank)| Wanted {
            what: (),
            at: *at,
            height: 140,
            rank: *rank,
            reach: (*rank > 1).then_some(60),
        });
        let places: Vec<i32> = placed(labels.collect(), (0, 1000)).iter().map(|label| label.at).collect();
        assert_eq!(places, expected);
    }
}
