//! The difference that an import would make: what is added, what changes, and what looks doubtful.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::found::Found;
use crate::model::{Kpi, KpiKind, Measurement, Period, PublishedValue, Standing, Subject};
use crate::read::Ground;

/// A figure that became so many times as large, or as small, may be in another unit than it was.
const JUMP: f64 = 20.0;

/// What an import would make of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodDifference {
    /// The period.
    pub period: Period,
    /// Its snapshot, relative to the site's root.
    pub file: PathBuf,
    /// Whether there is no such snapshot yet.
    pub is_new: bool,
    /// How many of the figures were published, so that a change needs a reason.
    pub published: usize,
    /// What is added or changed, in the order of the catalogue.
    pub figures: Vec<FigureDifference>,
    /// How many figures are the same.
    pub same: usize,
}

/// A figure that is added or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureDifference {
    /// Which.
    pub subject: Subject,
    /// What it is now; `None` where there is none.
    pub was: Option<Measurement>,
    /// What it becomes.
    pub now: Measurement,
    /// What was published, where this is something else: `Some(None)` where nothing was.
    pub published: Option<Option<PublishedValue>>,
    /// What makes one look twice.
    pub doubts: Vec<Doubt>,
}

/// What makes one look twice at a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// It is outside of what the catalogue calls plausible.
    Implausible,
    /// It is many times what it was before: perhaps in another unit.
    Jump {
        /// The period before.
        before: Period,
        /// Its value.
        value: f64,
        /// What a mistaken unit would make of it, where that is near: `60 times`, `a 60th of`.
        times: Option<String>,
    },
    /// It comes from a sketch and not from all cases.
    Approximate,
    /// The snapshot still calls it an estimate, or provisional.
    StillMarked,
}

/// What `found` would make of what is there, by period.
pub(super) fn difference(found: &Found, ground: &Ground) -> Vec<PeriodDifference> {
    let order = Order::new(ground);
    let mut periods = Vec::new();
    for (period, figures) in &found.figures {
        let held = ground.snapshots.get(period);
        let record = ground.records.get(period);
        let mut difference = PeriodDifference {
            period: *period,
            file: held.map_or_else(|| PathBuf::from(format!("data/snapshots/{period}.yaml")), |held| held.file.clone()),
            is_new: held.is_none(),
            published: 0,
            figures: Vec::new(),
            same: 0,
        };
        for (subject, now) in figures {
            let now = *now;
            let reading = held.and_then(|held| held.readings.get(subject));
            let was = reading.map(|reading| reading.measurement);
            let stated = PublishedValue { measurement: now, estimated: false };
            let is_same = |was: Measurement| PublishedValue { measurement: was, estimated: false }.is_same(&stated);
            if was.is_some_and(is_same) {
                difference.same += 1;
                continue;
            }
            let published = record.and_then(|record| match record.values.get(subject) {
                Some(was) if was.is_same(&stated) => None,
                Some(was) => Some(Some(*was)),
                None if record.expected.contains(subject) => None,
                None => Some(None),
            });
            difference.published += usize::from(published.is_some());
            let mut doubts = doubts(subject, now, *period, ground);
            if found.approximate.contains(&(*period, subject.clone())) {
                doubts.push(Doubt::Approximate);
            }
            if reading.is_some_and(|reading| reading.standing != Standing::Final) {
                doubts.push(Doubt::StillMarked);
            }
            difference.figures.push(FigureDifference { subject: subject.clone(), was, now, published, doubts });
        }
        difference.figures.sort_by_cached_key(|figure| order.of(&figure.subject));
        periods.push(difference);
    }
    periods
}

fn doubts(subject: &Subject, now: Measurement, period: Period, ground: &Ground) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let Some((kpi, value)) = ground.kpi(&subject.kpi).and_then(|kpi| Some((kpi, now.value(kpi.unit)?))) else {
        return doubts;
    };
    if kpi.plausible.is_some_and(|range| value < range.min || value > range.max) {
        doubts.push(Doubt::Implausible);
    }
    let before = ground.snapshots.range(..period).rev().find_map(|(before, held)| {
        let reading = held.readings.get(subject)?;
        Some((*before, reading.measurement.value(kpi.unit)?))
    });
    if let Some((before, was)) = before
        && is_jump(kpi, was, value)
    {
        doubts.push(Doubt::Jump { before, value: was, times: unit_factor(kpi, was, value) });
    }
    doubts
}

/// Whether `value` may be in another unit than `was`. Small counts and shares near 0 move that far by themselves.
fn is_jump(kpi: &Kpi, was: f64, value: f64) -> bool {
    let small = match kpi.kind {
        KpiKind::Count | KpiKind::Stock => 50.0,
        KpiKind::Proportion => 1.0,
        _ => 0.0,
    };
    let (least, most) = (was.min(value), was.max(value));
    kpi.kind != KpiKind::Nps && least > 0.0 && most > small && most / least >= JUMP
}

/// How `value` would come from `was` by a mistaken unit, where that is near.
fn unit_factor(kpi: &Kpi, was: f64, value: f64) -> Option<String> {
    // As near as months of one KPI often are to each other.
    const NEAR: f64 = 1.5;
    // A count has no unit.
    if matches!(kpi.kind, KpiKind::Count | KpiKind::Stock) {
        return None;
    }
    let factors: &[f64] = if kpi.unit.seconds().is_some() { &[60.0, 3_600.0, 1_000.0] } else { &[100.0, 1_000.0] };
    let ratio = value.max(was) / value.min(was);
    let factor = factors.iter().find(|factor| (ratio / **factor).max(**factor / ratio) <= NEAR)?;
    Some(if value > was { format!("{factor} times") } else { format!("a {factor}th of") })
}

/// The order in which figures stand in a snapshot: the whole first, then parts as they are declared.
struct Order<'o> {
    kpis: BTreeMap<&'o str, usize>,
    parts: BTreeMap<String, usize>,
}

impl<'o> Order<'o> {
    fn new(ground: &'o Ground) -> Self {
        let parts = ground
            .dimensions
            .iter()
            .flat_map(|dimension| dimension.members.iter().map(|member| dimension.part(member).to_string()));
        Self {
            kpis: ground.kpis.iter().enumerate().map(|(at, kpi)| (kpi.id.as_str(), at)).collect(),
            parts: parts.enumerate().map(|(at, part)| (part, at)).collect(),
        }
    }

    fn of(&self, subject: &Subject) -> (Option<usize>, Option<usize>) {
        let part = subject.part.as_ref().and_then(|part| self.parts.get(&part.to_string()).copied());
        (part, self.kpis.get(subject.kpi.as_str()).copied())
    }
}
