//! `data.json` of a KPI: every number a reader sees, in the shape that is promised.

use serde::Serialize;

use super::terms::{
    assurance_word, better_word, class_word, firmness_word, mark_word, quartile_word, rule_word, standing_word,
    unit_word,
};
use crate::analyse::{
    Attribute, Basis, BenchmarkFinding, ByCounts, Change, CloserLook, Closure, ComparedBy, Comparison, Expected,
    Findings, GroupStart, KpiFindings, LimitsGroup, OutlookBasis, Point, Signal, Trend,
};
use crate::model::{Dimension, Kpi, Period, Series, Target, Unit};
use crate::words;

/// `data.json` of a KPI.
pub(in crate::compose) fn kpi_json(findings: &Findings, kpi: &Kpi) -> Vec<u8> {
    json(kpi_data(findings, kpi, &findings.of_kpi(&kpi.id, findings.edition().facts().latest().period)))
}

/// What `data.json` says of a KPI, with one subject alone.
pub(in crate::compose) fn subject_json(findings: &Findings, kpi: &Kpi, found: &KpiFindings) -> Vec<u8> {
    json(kpi_data(findings, kpi, std::slice::from_ref(found)))
}

/// A KPI's page as data: this shape is a promise; fields may join, these keep their name and meaning.
#[derive(Serialize)]
struct KpiData<'a> {
    kpi: &'a str,
    name: &'a str,
    unit: &'static str,
    currency: Option<&'a str>,
    better: &'static str,
    decimals: u8,
    as_of: String,
    subjects: Subjects<'a>,
    comparisons: Vec<ComparisonData>,
}

/// Each subject's data, made when it is its turn: all of them take more memory than the file.
struct Subjects<'a> {
    findings: &'a Findings<'a>,
    found: &'a [KpiFindings],
}

impl Serialize for Subjects<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.found.iter().map(|found| subject_data(self.findings, found)))
    }
}

#[derive(Serialize)]
struct SubjectData<'a> {
    dimension: Option<String>,
    member: Option<String>,
    name: Option<String>,
    points: Points<'a>,
    /// What the limits of each group are worked out from; `limits_group` of a point is its place here.
    limits: Vec<LimitsData>,
    variation: Option<VariationData>,
    assurance: Option<&'static str>,
    chance: Option<f64>,
    change: Option<ChangeData>,
    change_year: Option<ChangeData>,
    rolling_year: Option<f64>,
    year_to_date: Option<f64>,
    /// `season`, `autocorrelation`: why the limits call too often.
    cautions: Vec<&'static str>,
    slope: Option<SlopeData>,
    /// The next periods, if it goes on as it did.
    forecast: Vec<ForecastData>,
    /// A step that nobody has annotated.
    suggested_step: Option<StepData>,
    /// A p′ or u′ chart, where the number of cases varies much or is small.
    by_counts: Option<CountsData>,
    benchmark: Option<BenchmarkData>,
    sentence: String,
}

/// Each point's data, made when it is its turn.
struct Points<'a> {
    found: &'a KpiFindings,
    series: Option<&'a Series>,
}

impl Serialize for Points<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let invited = |period| self.series?.at(period)?.remark.as_ref()?.invited;
        let points = self.found.points.iter().zip(self.found.signals());
        serializer.collect_seq(points.map(|(point, signal)| {
            let invited = point.n.and_then(|_| invited(point.period));
            point_data(self.found, point, *signal, invited)
        }))
    }
}

/// Written as text, as everybody writes it.
struct PeriodData(Period);

impl Serialize for PeriodData {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[derive(Serialize)]
struct PointData {
    period: PeriodData,
    value: Option<f64>,
    /// `withheld` or `fewer than 5` where there is a figure that is not shown.
    withheld: Option<String>,
    n: Option<u64>,
    /// How many were asked, where the figure comes from a survey.
    invited: Option<u64>,
    interval: Option<(f64, f64)>,
    target: Option<TargetData>,
    status: &'static str,
    exceptional: bool,
    limits_group: Option<usize>,
    mean: Option<f64>,
    lower_limit: Option<f64>,
    upper_limit: Option<f64>,
    rule: &'static str,
    mark: &'static str,
}

/// Consecutive periods that share limits.
#[derive(Serialize)]
struct LimitsData {
    from: String,
    /// Why a new group begins here; absent for the first.
    because: Option<String>,
    /// How many of its periods the limits are worked out from.
    baseline: usize,
    measured: usize,
    /// How many moving ranges were left out as far too large.
    screened: usize,
    mean: Option<f64>,
    mean_moving_range: Option<f64>,
    lower_limit: Option<f64>,
    upper_limit: Option<f64>,
}

/// A value as a number, a band as `[80, 85]`.
enum TargetData {
    Value(f64),
    Band(f64, f64),
}

impl TargetData {
    fn of(target: Target) -> Self {
        match target {
            Target::Value(value) => Self::Value(value),
            Target::Band(band) => Self::Band(band.min, band.max),
        }
    }
}

impl Serialize for TargetData {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Band(min, max) => (min, max).serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct VariationData {
    class: Option<&'static str>,
    rule: Option<&'static str>,
    since: Option<String>,
    firmness: &'static str,
}

#[derive(Serialize)]
struct ChangeData {
    from: String,
    before: f64,
    difference: f64,
    percent: Option<f64>,
}

/// The Theil–Sen slope of the latest group of limits with its evidence.
#[derive(Serialize)]
struct SlopeData {
    per_period: f64,
    per_year: f64,
    lower: f64,
    upper: f64,
    mann_kendall_p: Option<f64>,
    tau: f64,
    periods: usize,
    /// Whether only the same times of the year were compared.
    seasonal: bool,
}

/// One period ahead.
#[derive(Serialize)]
struct ForecastData {
    period: String,
    value: f64,
    /// The usual range with `usual`, otherwise the 95 % interval of a single value.
    lower: f64,
    upper: f64,
    target: Option<TargetData>,
    /// The chance that the value meets the target, 0 to 1.
    chance: Option<f64>,
    /// `usual`, `slope`, `holt_winters`, `year_before`.
    method: &'static str,
}

#[derive(Serialize)]
struct StepData {
    from: String,
    before: f64,
    after: f64,
}

#[derive(Serialize)]
struct CountsData {
    /// `p_prime` or `u_prime`.
    chart: &'static str,
    centre: f64,
    /// How much more the figures move than the counts alone explain.
    stretch: f64,
    points: Vec<CountsPointData>,
    /// The runs about the centre; absent with fewer than ten values off it.
    runs: Option<RunsData>,
}

#[derive(Serialize)]
struct CountsPointData {
    period: String,
    lower_limit: Option<f64>,
    upper_limit: Option<f64>,
    outside: bool,
}

#[derive(Serialize)]
struct RunsData {
    longest: usize,
    longest_expected: usize,
    crossings: usize,
    fewest_expected: usize,
    signal: bool,
}

/// The parts of a dimension side by side in the latest period.
#[derive(Serialize)]
struct ComparisonData {
    dimension: String,
    /// `funnel`, or with fewer than eight parts `intervals`.
    method: &'static str,
    pooled: f64,
    /// How much more the parts differ than chance explains; absent for intervals.
    dispersion: Option<f64>,
    parts: Vec<ComparedPartData>,
}

#[derive(Serialize)]
struct ComparedPartData {
    member: String,
    value: f64,
    n: u64,
    /// Around what all come to for a funnel, around the part's own value for intervals.
    limits_95: (f64, f64),
    limits_998: (f64, f64),
    outlier: bool,
}

#[derive(Serialize)]
struct BenchmarkData {
    study: String,
    ours: f64,
    basis: &'static str,
    n: Option<u64>,
    interval: Option<(f64, f64)>,
    benchmark: f64,
    average_only: bool,
    quartiles: Option<(f64, f64)>,
    best: Option<f64>,
    worst: Option<f64>,
    peers: Option<u32>,
    difference: Option<f64>,
    advantage: Option<f64>,
    advantage_percent: Option<f64>,
    advantage_normalised: Option<f64>,
    advantage_to_best: Option<f64>,
    percentile: Option<f64>,
    quartile: Option<&'static str>,
    next_quartile: Option<f64>,
    clear: Option<bool>,
    dated: bool,
    /// After so many periods the slope would close the gap; absent where it would not, or is no more than chance.
    closes_after: Option<u32>,
}

fn kpi_data<'a>(findings: &'a Findings<'_>, kpi: &'a Kpi, found: &'a [KpiFindings]) -> KpiData<'a> {
    KpiData {
        kpi: kpi.id.as_str(),
        name: &kpi.name,
        unit: unit_word(kpi.unit),
        currency: match &kpi.unit {
            Unit::Currency(code) => Some(code.as_str()),
            _ => None,
        },
        better: better_word(kpi.better),
        decimals: kpi.decimals,
        as_of: findings.edition().facts().latest().period.to_string(),
        subjects: Subjects { findings, found },
        comparisons: comparisons(findings, kpi),
    }
}

fn json(data: KpiData) -> Vec<u8> {
    let points: usize = data.subjects.found.iter().map(|found| found.points.len()).sum();
    let mut json = Vec::with_capacity(points * POINT_LENGTH);
    serde_json::to_writer(&mut json, &data).expect("plain data has no keys that are not text");
    json.push(b'\n');
    json
}

/// A little more than a point takes, in bytes: a file of megabytes that grows is copied, and held twice.
const POINT_LENGTH: usize = 400;

fn subject_data<'a>(findings: &'a Findings, found: &'a KpiFindings) -> SubjectData<'a> {
    let facts = findings.edition().facts();
    let part = found.subject.part.as_ref();
    let change = |change: &Change| ChangeData {
        from: change.from.to_string(),
        before: change.before,
        difference: change.difference(),
        percent: change.percent(),
    };
    let look = findings.closer_look(found);
    let totals = findings.totals(found);
    SubjectData {
        dimension: part.map(|part| part.dimension.to_string()),
        member: part.map(|part| part.member.to_string()),
        name: part.and_then(|part| facts.part(part)).map(|(_, member)| member.name.clone()),
        points: Points { found, series: facts.series.get(&found.subject) },
        limits: found.groups.iter().map(limits_data).collect(),
        variation: found.firmness.map(|firmness| VariationData {
            class: found.variation.as_ref().map(|variation| class_word(variation.class)),
            rule: found.variation.as_ref().map(|variation| rule_word(variation.rule)),
            since: found.variation.as_ref().and_then(|variation| variation.since).map(|since| since.to_string()),
            firmness: firmness_word(firmness),
        }),
        assurance: found.assurance.map(assurance_word),
        chance: found.chance,
        change: found.change.as_ref().map(change),
        change_year: found.change_year.as_ref().map(change),
        rolling_year: totals.rolling_year,
        year_to_date: totals.year_to_date,
        cautions: look.as_ref().map(cautions).unwrap_or_default(),
        slope: look.as_ref().and_then(|look| look.trend).map(slope_data),
        forecast: look.as_ref().map(forecast).unwrap_or_default(),
        suggested_step: look.as_ref().and_then(|look| look.step).map(|step| StepData {
            from: step.from.to_string(),
            before: step.before,
            after: step.after,
        }),
        by_counts: look.as_ref().and_then(|look| look.by_counts.as_ref()).map(counts_data),
        benchmark: found.benchmark.as_ref().map(|gap| benchmark_data(gap, look.as_ref())),
        sentence: words::sentence(found, findings.edition()),
    }
}

fn point_data(found: &KpiFindings, point: &Point, signal: Signal, invited: Option<u64>) -> PointData {
    let limits = found.limits_of(point);
    PointData {
        period: PeriodData(point.period),
        value: point.value,
        withheld: point.withheld.map(words::missing::withheld),
        n: point.n,
        invited,
        interval: point.interval,
        target: point.target.map(TargetData::of),
        status: standing_word(point.standing),
        exceptional: point.exceptional,
        limits_group: point.limits_group,
        mean: limits.map(|limits| limits.mean),
        lower_limit: limits.map(|limits| limits.lower),
        upper_limit: limits.map(|limits| limits.upper),
        rule: rule_word(signal.rule),
        mark: mark_word(signal.mark),
    }
}

fn limits_data(group: &LimitsGroup) -> LimitsData {
    LimitsData {
        from: group.from.to_string(),
        because: group.because.as_ref().map(|because| match because {
            GroupStart::Event { label, because: None } => label.clone(),
            GroupStart::Event { label, because: Some(because) } => format!("{label}: {because}"),
            GroupStart::Version { because } => because.clone(),
        }),
        baseline: group.baseline,
        measured: group.measured,
        screened: group.screened,
        mean: group.mean,
        mean_moving_range: group.moving_range,
        lower_limit: group.lower,
        upper_limit: group.upper,
    }
}

fn benchmark_data(found: &BenchmarkFinding, look: Option<&CloserLook>) -> BenchmarkData {
    BenchmarkData {
        study: found.study.to_string(),
        ours: found.ours,
        basis: match found.basis {
            Basis::Pooled(_) => "pooled",
            Basis::Last(_) => "last",
        },
        n: found.n,
        interval: found.interval,
        benchmark: found.benchmark,
        average_only: found.average_only,
        quartiles: found.quartiles,
        best: found.best,
        worst: found.worst,
        peers: found.peers,
        difference: found.difference,
        advantage: found.advantage,
        advantage_percent: found.advantage_percent,
        advantage_normalised: found.advantage_normalised,
        advantage_to_best: found.advantage_to_best,
        percentile: found.percentile,
        quartile: found.quartile.map(quartile_word),
        next_quartile: found.next_quartile,
        clear: found.clear,
        dated: found.dated,
        closes_after: look.and_then(|look| look.closure).and_then(|closure| match closure {
            Closure::After(periods) => Some(periods),
            Closure::Closed | Closure::Never => None,
        }),
    }
}

fn cautions(look: &CloserLook) -> Vec<&'static str> {
    let dependence = look.dependence;
    let cautions = [(dependence.season, "season"), (dependence.autocorrelation, "autocorrelation")];
    cautions.into_iter().filter(|(is_there, _)| *is_there).map(|(_, word)| word).collect()
}

fn slope_data(trend: Trend) -> SlopeData {
    let Trend { per_period, per_year, lower, upper, p, tau, periods, seasonal } = trend;
    SlopeData { per_period, per_year, lower, upper, mann_kendall_p: p, tau, periods, seasonal }
}

fn forecast(look: &CloserLook) -> Vec<ForecastData> {
    let Some(outlook) = &look.outlook else { return Vec::new() };
    let method = match outlook.basis {
        OutlookBasis::Usual => "usual",
        OutlookBasis::Slope => "slope",
        OutlookBasis::Smoothed => "holt_winters",
        OutlookBasis::YearBefore => "year_before",
    };
    let ahead = |expected: &Expected| ForecastData {
        period: expected.period.to_string(),
        value: expected.value,
        lower: expected.lower,
        upper: expected.upper,
        target: expected.target.map(TargetData::of),
        chance: expected.chance,
        method,
    };
    outlook.periods.iter().map(ahead).collect()
}

fn counts_data(found: &ByCounts) -> CountsData {
    let points = found.periods.iter().zip(&found.chart.points).map(|(period, point)| CountsPointData {
        period: period.to_string(),
        lower_limit: point.map(|point| point.lower),
        upper_limit: point.map(|point| point.upper),
        outside: point.is_some_and(|point| point.outside),
    });
    CountsData {
        chart: match found.attribute {
            Attribute::Share => "p_prime",
            Attribute::Rate => "u_prime",
        },
        centre: found.chart.centre,
        stretch: found.chart.stretch,
        points: points.collect(),
        runs: found.runs.map(|runs| RunsData {
            longest: runs.longest,
            longest_expected: runs.longest_expected,
            crossings: runs.crossings,
            fewest_expected: runs.fewest_expected,
            signal: runs.signal(),
        }),
    }
}

fn comparisons(findings: &Findings, kpi: &Kpi) -> Vec<ComparisonData> {
    let facts = findings.edition().facts();
    let compared = |dimension: &Dimension| {
        let Comparison { pooled, by, parts } = findings.comparison(kpi, &dimension.id, facts.latest().period)?;
        let (method, dispersion) = match by {
            ComparedBy::Funnel { dispersion, .. } => ("funnel", Some(dispersion)),
            ComparedBy::Intervals => ("intervals", None),
        };
        let parts = parts.into_iter().map(|part| ComparedPartData {
            member: part.member.to_string(),
            value: part.value,
            n: part.n,
            limits_95: part.limits_95,
            limits_998: part.limits_998,
            outlier: part.outlier,
        });
        Some(ComparisonData { dimension: dimension.id.to_string(), method, pooled, dispersion, parts: parts.collect() })
    };
    facts.dimensions.iter().filter_map(compared).collect()
}
