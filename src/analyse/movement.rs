//! Movement: whether a gap closed or opened since the study before.

use super::gap::BenchmarkFinding;

/// Which way a gap moved since the study before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// We stand better beside the others than we did.
    Gained,
    /// We stand worse.
    FellBack,
    /// Neither.
    Same,
    /// With our numbers of cases then and now the difference may be chance.
    Unclear,
}

/// Which way the gap moved; `None` without a study before, for neutral KPIs, and where one of the two states no gap.
///
/// The change is `advantage now − advantage then`. The others' figures count as exact, as in all gaps, so only our own
/// two values can be chance. Where both have a 95 % interval the change counts when it is beyond
/// `√(h₁² + h₂²)`, with `h` the arm of each interval on the side of the change: the square-and-add interval of a
/// difference (Newcombe 1998, Statistics in Medicine 17, 873–890, method 10).
pub fn movement(found: &BenchmarkFinding) -> Option<Movement> {
    let before = found.before.as_ref()?;
    let change = found.advantage? - before.advantage?;
    let is_chance = || {
        let (now, then) = found.interval.zip(before.interval)?;
        let upward = (found.ours - found.benchmark) - (before.ours - before.benchmark) > 0.0;
        let (of_now, of_then) = match upward {
            true => (found.ours - now.0, then.1 - before.ours),
            false => (now.1 - found.ours, before.ours - then.0),
        };
        Some(change.abs() <= libm::hypot(of_now, of_then))
    };
    Some(match change {
        0.0 => Movement::Same,
        _ if is_chance() == Some(true) => Movement::Unclear,
        change if change > 0.0 => Movement::Gained,
        _ => Movement::FellBack,
    })
}
