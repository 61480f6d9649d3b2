//! Findings to draw: judged by the real rules, from a few numbers.

use plaudit::analyse::{
    Basis, BenchmarkFinding, Change, GroupStart, Known, KpiFindings, Point, Quartile, Row, verdict,
};
use plaudit::draw::GapRow;
use plaudit::model::{
    Accumulates, Better, Comparable, Kpi, KpiId, KpiKind, LimitsPolicy, Period, Range, Standing, Statistic, StudyId,
    Subject, Target, TargetStep, Targets, Unit,
};

/// A KPI of this kind; nothing else is said about it.
pub(super) fn kpi(name: &str, kind: KpiKind, unit: Unit, better: Better) -> Kpi {
    Kpi {
        id: KpiId::new("sample").unwrap(),
        name: name.to_owned(),
        unit,
        kind,
        better,
        decimals: u8::from(matches!(unit, Unit::Percent | Unit::Score | Unit::Per1000)),
        targets: Targets::default(),
        targets_by: Vec::new(),
        group: None,
        definition: None,
        formula: None,
        source: None,
        owner: None,
        every: None,
        versions: Vec::new(),
        paired_with: None,
        compute: None,
        plausible: None,
        scale: None,
        statistic: Statistic::Mean,
        clock: None,
        accumulates: Accumulates::None,
        people: false,
        limits: LimitsPolicy::default(),
        retired: None,
        audience: None,
        disclosure: None,
    }
}

/// A series in the making.
pub(super) struct Sample {
    pub(super) kpi: Kpi,
    last: Period,
    values: Vec<Option<f64>>,
    starts: Vec<(usize, GroupStart)>,
    exceptional: Vec<usize>,
    provisional: bool,
    few_cases: bool,
    step: usize,
    benchmark: Option<BenchmarkFinding>,
}

impl Sample {
    /// A series that ends in the period `last`.
    pub(super) fn new(kpi: Kpi, last: &str, values: &[Option<f64>]) -> Self {
        Self {
            kpi,
            last: last.parse().unwrap(),
            values: values.to_vec(),
            starts: Vec::new(),
            exceptional: Vec::new(),
            provisional: false,
            few_cases: false,
            step: 1,
            benchmark: None,
        }
    }

    /// The same without gaps.
    pub(super) fn of(kpi: Kpi, last: &str, values: &[f64]) -> Self {
        Self::new(kpi, last, &values.iter().copied().map(Some).collect::<Vec<_>>())
    }

    pub(super) fn target(mut self, target: f64) -> Self {
        self.kpi.targets = Targets::new(vec![step(None, Target::Value(target))]).unwrap();
        self
    }

    pub(super) fn band(mut self, min: f64, max: f64) -> Self {
        self.kpi.targets = Targets::new(vec![step(None, Target::Band(Range { min, max }))]).unwrap();
        self
    }

    /// The target from a later period on.
    pub(super) fn then(mut self, from: &str, target: f64) -> Self {
        let mut steps = self.kpi.targets.steps().to_vec();
        steps.push(step(Some(from.parse().unwrap()), Target::Value(target)));
        self.kpi.targets = Targets::new(steps).unwrap();
        self
    }

    pub(super) fn event(mut self, index: usize, label: &str) -> Self {
        self.starts.push((index, GroupStart::Event { label: label.to_owned(), because: None }));
        self
    }

    pub(super) fn version(mut self, index: usize, because: &str) -> Self {
        self.starts.push((index, GroupStart::Version { because: because.to_owned() }));
        self
    }

    pub(super) fn exceptional(mut self, index: usize) -> Self {
        self.exceptional.push(index);
        self
    }

    pub(super) fn provisional(mut self) -> Self {
        self.provisional = true;
        self
    }

    pub(super) fn few_cases(mut self) -> Self {
        self.few_cases = true;
        self
    }

    /// Measured every so many periods only.
    pub(super) fn every(mut self, step: usize) -> Self {
        self.step = step;
        self
    }

    pub(super) fn benchmark(mut self, benchmark: BenchmarkFinding) -> Self {
        self.benchmark = Some(benchmark);
        self
    }

    pub(super) fn findings(&self) -> KpiFindings {
        let count = self.values.len();
        let first = (1..count.max(1) * self.step).fold(self.last, |period, _| period.previous());
        let first = if count > 0 { (1..self.step).fold(first, |period, _| period.next()) } else { first };
        let periods: Vec<Period> = first.to(self.last).step_by(self.step).take(count).collect();
        let standing = |index: usize| match self.provisional && index + 1 == count {
            true => Standing::Provisional,
            false => Standing::Final,
        };
        let rows: Vec<Row> = periods
            .iter()
            .zip(&self.values)
            .enumerate()
            .map(|(index, (period, value))| Row {
                period: *period,
                value: *value,
                ordinary: !self.exceptional.contains(&index) && standing(index) == Standing::Final,
            })
            .collect();
        let judged = verdict(&rows, self.starts.clone(), self.kpi.limits, self.kpi.better);
        let points: Vec<Point> = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let (group, ..) = judged.marks[index];
                Point {
                    period: row.period,
                    value: row.value,
                    withheld: None,
                    n: if self.few_cases && index + 1 == count { Some(7) } else { Some(412) },
                    interval: None,
                    target: self.kpi.target(None, row.period).map(|step| step.target),
                    standing: standing(index),
                    exceptional: self.exceptional.contains(&index),
                    limits_group: Some(group),
                }
            })
            .collect();
        let measured: Vec<(Period, f64)> =
            points.iter().filter_map(|point| Some((point.period, point.value?))).collect();
        let change = match measured.as_slice() {
            [.., (from, before), (now, value)] if *now == self.last => {
                Some(Change { from: *from, before: *before, now: *value })
            }
            _ => None,
        };
        KpiFindings {
            subject: Subject::whole(self.kpi.id.clone()),
            as_of: self.last,
            points,
            groups: judged.groups,
            firmness: judged.firmness,
            variation: judged.variation,
            assurance: None,
            chance: None,
            met: None,
            change,
            change_year: None,
            benchmark: self.benchmark.clone(),
            per_year: Period::per_year(self.last.kind()),
            policy: self.kpi.limits,
            better: self.kpi.better,
            known_signals: Known::default(),
            known_past: Known::default(),
        }
    }
}

fn step(from: Option<Period>, target: Target) -> TargetStep {
    TargetStep { from, target, because: None, agreed_by: None }
}

/// A benchmark with quartiles and a place in the field.
pub(super) fn benchmark(
    ours: f64,
    (p25, median, p75): (f64, f64, f64),
    percentile: f64,
    advantage: f64,
) -> BenchmarkFinding {
    BenchmarkFinding {
        study: StudyId::new("utilities-2026").unwrap(),
        ours,
        basis: Basis::Pooled(3),
        n: Some(1_412),
        interval: None,
        benchmark: median,
        average_only: false,
        read_off: None,
        quartiles: Some((p25, p75)),
        best: None,
        worst: None,
        peers: Some(24),
        difference: Some(ours - median),
        advantage: Some(advantage),
        advantage_percent: Some(100.0 * advantage / median),
        advantage_normalised: None,
        advantage_to_best: None,
        percentile: Some(percentile),
        quartile: Some(match percentile {
            75.0.. => Quartile::Top,
            50.0.. => Quartile::Second,
            25.0.. => Quartile::Third,
            _ => Quartile::Bottom,
        }),
        next_quartile: None,
        clear: Some(true),
        dated: false,
        comparable: Comparable::Yes,
        before: None,
    }
}

/// An average, which gives no place in the field.
pub(super) fn average(ours: f64, average: f64, advantage: Option<f64>) -> BenchmarkFinding {
    BenchmarkFinding {
        average_only: true,
        quartiles: None,
        percentile: None,
        quartile: None,
        clear: None,
        advantage,
        advantage_percent: advantage.map(|advantage| 100.0 * advantage / average),
        ..benchmark(ours, (average, average, average), 50.0, 0.0)
    }
}

/// So many numbers that wander about `mean` by up to `spread`, the same ones every time.
pub(super) fn wandering(count: usize, mean: f64, spread: f64) -> Vec<f64> {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let unit = (state >> 33) as f64 / f64::from(1_u32 << 31);
        mean + spread * (2.0 * unit - 1.0)
    };
    (0..count).map(next).collect()
}

pub(super) fn percent() -> Kpi {
    kpi("Customer satisfaction", KpiKind::Proportion, Unit::Percent, Better::Higher)
}

pub(super) fn first_reply() -> Kpi {
    kpi("First reply time", KpiKind::Duration, Unit::Minutes, Better::Lower)
}

pub(super) fn promoters() -> Kpi {
    kpi("Net promoter score", KpiKind::Nps, Unit::Nps, Better::Higher)
}

pub(super) fn satisfaction(values: &[f64]) -> Sample {
    Sample::of(percent(), "2026-10", values)
}

pub(super) fn row<'a>(
    name: &'a str,
    finding: &'a BenchmarkFinding,
    before: Option<&'a BenchmarkFinding>,
    gap: &'a str,
) -> GapRow<'a> {
    GapRow { name, finding, before, ours: "70.0 %", benchmark: "68.0 %", gap }
}
