//! Histories: what was measured of every subject, one slot per period of the site, derived ones included.

use super::interval::interval;
use crate::model::{Every, Kpi, Measurement, Period, PeriodKind, Reading, Standing, Withheld};

/// What is known of one subject: measured, and for parts also derived from others.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// From its own values, or by its formula.
    pub(super) own: Option<History>,
    /// From the parts it consists of.
    pub(super) derived: Option<History>,
}

impl Record {
    /// The history that stands as of the period with this index: its own from its first value on.
    pub(super) fn as_of(&self, index: usize) -> Option<&History> {
        let begun = |history: &&History| history.first <= index;
        self.own.as_ref().filter(begun).or_else(|| self.derived.as_ref().filter(begun))
    }

    /// What is known of the period with this index, from then.
    pub(super) fn slot(&self, index: usize) -> Option<&Slot> {
        self.as_of(index)?.slot(index)
    }
}

/// One subject over consecutive periods of the calendar.
#[derive(Debug)]
pub(super) struct History {
    /// The index of its first period.
    pub(super) first: usize,
    /// One slot per period from the first value, be it withheld, to the last measurement.
    slots: Vec<Slot>,
}

/// What is known of one subject in one period.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// `None` when it was not measured.
    pub(super) measurement: Option<Measurement>,
    /// In the KPI's unit.
    pub(super) value: Option<f64>,
    /// At 95 %.
    pub(super) interval: Option<(f64, f64)>,
    /// How firm the figure is.
    pub(super) standing: Standing,
    /// Whether the period is exceptional for the subject.
    pub(super) exceptional: bool,
}

impl Slot {
    /// A period without a measurement.
    pub(super) const GAP: Self =
        Self { measurement: None, value: None, interval: None, standing: Standing::Final, exceptional: false };

    /// The slot of a measurement.
    pub(super) fn new(kpi: &Kpi, measurement: Measurement, standing: Standing, exceptional: bool) -> Self {
        let value = measurement.value(kpi.unit).filter(|value| value.is_finite());
        let interval = value.and_then(|_| interval(kpi, &measurement));
        Self { measurement: Some(measurement), value, interval, standing, exceptional }
    }

    /// The slot of a reading.
    pub(super) fn of_reading(kpi: &Kpi, reading: &Reading, provisional: bool, exceptional: bool) -> Self {
        let standing = if provisional { Standing::Provisional } else { reading.standing };
        Self::new(kpi, reading.measurement, standing, exceptional)
    }

    /// A figure that is worked out from one that is withheld.
    pub(super) const WITHHELD: Self =
        Self { measurement: Some(Measurement::Withheld(Withheld::Protected)), ..Self::GAP };

    /// Why the figure is not shown; `None` for one that is shown or was not measured.
    pub(super) fn withheld(&self) -> Option<Withheld> {
        self.measurement.and_then(|measurement| measurement.withheld())
    }

    /// Whether it was measured, even if it is withheld.
    pub(super) fn is_known(&self) -> bool {
        self.value.is_some() || self.withheld().is_some()
    }

    /// Whether it was measured, even if there were no cases.
    pub(super) fn is_measured(&self) -> bool {
        self.value.is_some() || self.measurement.is_some_and(|measurement| measurement.n() == Some(0))
    }

    /// Whether it was measured and may be compared and be in limits.
    pub(super) fn is_ordinary(&self) -> bool {
        self.value.is_some() && !self.exceptional && self.standing != Standing::Provisional
    }
}

impl History {
    /// From one slot per period from index `from` on; `None` when none has a value, not even one that is withheld.
    ///
    /// It begins with the first value, shown or withheld, and ends with the last measurement, one without cases
    /// included.
    pub(super) fn new(from: usize, mut slots: Vec<Slot>) -> Option<Self> {
        let before = slots.iter().position(Slot::is_known)?;
        let last = slots.iter().rposition(|slot| slot.measurement.is_some())?;
        slots.truncate(last + 1);
        slots.drain(..before);
        slots.shrink_to_fit();
        Some(Self { first: from + before, slots })
    }

    /// The slot of the period with this index; `None` before the first and after the last one.
    pub(super) fn slot(&self, index: usize) -> Option<&Slot> {
        self.slots.get(index.checked_sub(self.first)?)
    }

    /// The periods it was due in, from the first measured one to `last`: all of them, or for a KPI that is measured
    /// less often one for each of its own periods, namely the last measured one in it, or its end when it is over
    /// and nothing was measured.
    pub(super) fn due(&self, every: Option<Every>, calendar: &[Period], last: usize) -> Vec<usize> {
        let Some(every) = every.filter(|every| is_coarser(*every, calendar[self.first].kind())) else {
            return (self.first..=last).collect();
        };
        let mut due = Vec::new();
        let mut begin = self.first;
        while begin <= last {
            let cycle = cycle(every, calendar[begin]);
            let length =
                calendar[begin..=last].iter().take_while(|period| self::cycle(every, **period) == cycle).count();
            let end = begin + length;
            let is_measured = |index: &usize| self.slot(*index).is_some_and(Slot::is_known);
            if let Some(measured) = (begin..end).rev().find(is_measured) {
                due.push(measured);
            } else if self::cycle(every, calendar[end - 1].next()) != cycle {
                due.push(end - 1);
            }
            begin = end;
        }
        due
    }
}

/// Whether a KPI that is measured `every` so often has fewer values than the site has periods.
pub(super) fn is_coarser(every: Every, kind: PeriodKind) -> bool {
    match (every, kind) {
        (Every::Month, kind) => kind == PeriodKind::Week,
        (Every::Quarter, kind) => kind != PeriodKind::Quarter,
        (Every::HalfYear | Every::Year, _) => true,
    }
}

/// How many of its own periods make a year.
pub(super) fn cycles_per_year(every: Every) -> usize {
    match every {
        Every::Month => 12,
        Every::Quarter => 4,
        Every::HalfYear => 2,
        Every::Year => 1,
    }
}

/// Which of its own periods `period` lies in, counted without a break.
pub(super) fn cycle(every: Every, period: Period) -> i32 {
    let month = month(period);
    let per_year = cycles_per_year(every) as i32;
    i32::from(month.year()) * per_year + (i32::from(month.number()) - 1) * per_year / 12
}

/// The month that a period belongs to: that of its first day, for weeks that of their Thursday.
pub(super) fn month(period: Period) -> Period {
    let mut day = period.first_day();
    if period.kind() == PeriodKind::Week {
        for _ in 0..3 {
            day = day.tomorrow().unwrap_or(day);
        }
    }
    Period::containing(PeriodKind::Month, day).unwrap_or(period)
}
