//! Series: one KPI over consecutive periods, gaps kept.

use super::measurement::Reading;
use super::period::Period;

/// One KPI of the whole or of a part over consecutive periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    first: Period,
    /// One slot per period from `first` on. The first and the last slot hold a reading.
    slots: Vec<Option<Reading>>,
}

impl Series {
    /// A series from readings in any order; `None` when there are none.
    ///
    /// Of two readings of one period the later given stands.
    pub fn new(readings: impl IntoIterator<Item = (Period, Reading)>) -> Option<Self> {
        let mut readings: Vec<_> = readings.into_iter().collect();
        readings.sort_by_key(|(period, _)| *period);
        let first = readings.first()?.0;
        let length = usize::try_from(readings.last()?.0.since(first)).ok()? + 1;
        let mut slots = vec![None; length];
        for (period, reading) in readings {
            let slot = usize::try_from(period.since(first)).ok()?;
            slots[slot] = Some(reading);
        }
        Some(Self { first, slots })
    }

    /// The readings with their periods, oldest first.
    pub fn readings(&self) -> impl Iterator<Item = (Period, &Reading)> {
        let periods = std::iter::successors(Some(self.first), |period| Some(period.next()));
        periods.zip(&self.slots).filter_map(|(period, slot)| Some((period, slot.as_ref()?)))
    }

    /// The first period with a reading.
    pub fn first(&self) -> Period {
        self.first
    }

    /// The reading of `period`; `None` where nothing was measured.
    pub fn at(&self, period: Period) -> Option<&Reading> {
        let slot = usize::try_from(period.since(self.first)).ok()?;
        self.slots.get(slot)?.as_ref()
    }

    /// One slot per period from the first one to `last`, gaps kept; shorter when the series ends earlier.
    pub fn until(&self, last: Period) -> &[Option<Reading>] {
        let length = usize::try_from(last.since(self.first) + 1).unwrap_or(0);
        &self.slots[..length.min(self.slots.len())]
    }

    /// One slot per period from the first to the last reading.
    pub fn slots(&self) -> &[Option<Reading>] {
        &self.slots
    }
}
