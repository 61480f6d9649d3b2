//! What can be said in figures of a KPI as of a period: every number a page about it shows.

use crate::analyse::{Findings, KpiFindings};
use crate::diagnostic::MeantFigure;
use crate::model::{Kpi, Measurement, PartId, Period, Target, Unit};
use crate::words::number;

/// A number that is true of a KPI.
pub(super) struct Figure {
    pub(super) value: f64,
    /// How a page says it, and the placeholder that gives it; `None` for what has none.
    pub(super) shown: Option<MeantFigure>,
    /// Whether it is the value of what the text is about.
    pub(super) is_own: bool,
    /// What it is written in.
    pub(super) sort: FigureSort,
}

/// What a figure of a KPI is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureSort {
    /// The KPI's unit.
    Unit,
    /// Percent, of whatever.
    Percent,
    /// Cases.
    Cases,
}

impl FigureSort {
    /// Whether a number in the unit of a KPI may be meant by it.
    pub(super) fn may_stand_for(self, unit: Unit) -> bool {
        match self {
            Self::Unit => true,
            Self::Percent => unit == Unit::Percent,
            // Without a unit of its own nobody can tell.
            Self::Cases => !matches!(unit, Unit::Percent | Unit::Currency(_)) && unit.seconds().is_none(),
        }
    }
}

/// What a text is about, and so what its placeholders need not say.
pub(super) struct About<'a> {
    pub(super) period: Period,
    /// A part of the organisation; `None` for the whole.
    pub(super) part: Option<&'a PartId>,
    /// Whether placeholders name the period nevertheless.
    pub(super) is_named: bool,
}

/// All that is true of `kpi` and its parts as of the period of `about`, whose placeholders they have.
pub(super) fn figures(findings: &Findings, kpi: &Kpi, about: &About) -> Vec<Figure> {
    let mut figures = Vec::new();
    for found in &*findings.of_kpi(&kpi.id, about.period) {
        of_subject(findings, kpi, found, about, &mut figures);
    }
    figures
}

fn of_subject(findings: &Findings, kpi: &Kpi, found: &KpiFindings, about: &About, into: &mut Vec<Figure>) {
    let part = found.subject.part.as_ref();
    let by = match part {
        part if part == about.part => None,
        Some(part) => Some(format!("by=\"{}/{}\"", part.dimension, part.member)),
        None => Some("by=\"all\"".to_owned()),
    };
    let period = about.is_named.then(|| format!("period=\"{}\"", about.period));
    let arguments: Vec<String> = period.into_iter().chain(by).collect();
    let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
    let is_about = part == about.part;
    let mut shown = |value: f64, text: String, field: &str| {
        let placeholder = format!("{{{{ {}.{field}{arguments} }}}}", kpi.id);
        into.push(Figure {
            value,
            shown: Some(MeantFigure { shown: text, placeholder: Some(placeholder) }),
            is_own: is_about && field == "value",
            sort: FigureSort::Unit,
        });
    };
    if let Some(value) = found.current().and_then(|point| point.value) {
        shown(value, number::value(kpi, value), "value");
    }
    match kpi.target(part, found.as_of).map(|step| step.target) {
        Some(Target::Value(target)) => shown(target, number::given(kpi, target), "target"),
        Some(target @ Target::Band(band)) => {
            for end in [band.min, band.max] {
                shown(end, number::target_bare(kpi, &target), "target");
            }
        }
        None => {}
    }
    if is_about {
        for (change, field) in [(found.change, "change"), (found.change_year, "change_year")] {
            if let Some(change) = change {
                shown(change.difference().abs(), number::difference(kpi, change.difference()), field);
            }
        }
    }
    let mut all = |sort, values: &[Option<f64>]| {
        let figure = |value: &f64| Figure { value: *value, shown: None, is_own: false, sort };
        into.extend(values.iter().flatten().map(figure));
    };
    cases(findings, found, &mut all);
    // Of other parts nobody says more than their figures.
    if is_about {
        of_own(findings, kpi, found, &mut all);
    }
}

/// Takes numbers of one sort.
type Take<'t> = &'t mut dyn FnMut(FigureSort, &[Option<f64>]);

/// The cases behind a figure.
fn cases(findings: &Findings, found: &KpiFindings, all: Take) {
    all(FigureSort::Cases, &[found.current().and_then(|point| point.n).map(|n| n as f64)]);
    match findings.measurement(&found.subject, found.as_of) {
        Some(Measurement::Ratio { numerator, denominator }) => {
            let denominator = denominator as f64;
            all(FigureSort::Cases, &[Some(numerator), Some(denominator), Some(denominator - numerator)]);
        }
        Some(Measurement::Promoters { promoters, passives, detractors }) => {
            let n = (promoters + passives + detractors) as f64;
            for count in [promoters, passives, detractors] {
                all(FigureSort::Cases, &[Some(count as f64)]);
                all(FigureSort::Percent, &[Some(100.0 * count as f64 / n)]);
            }
        }
        Some(Measurement::Value { .. } | Measurement::Withheld(_)) | None => {}
    }
}

/// What else is said of what the text is about.
fn of_own(findings: &Findings, kpi: &Kpi, found: &KpiFindings, all: Take) {
    for change in [found.change, found.change_year].into_iter().flatten() {
        all(FigureSort::Unit, &[Some(change.before)]);
        all(FigureSort::Percent, &[change.percent().map(f64::abs)]);
    }
    for group in &found.groups {
        all(FigureSort::Unit, &[group.mean, group.lower, group.upper]);
    }
    let totals = findings.totals(found);
    all(FigureSort::Unit, &[totals.rolling_year, totals.year_to_date]);
    all(FigureSort::Percent, &[found.chance.map(|chance| 100.0 * chance)]);
    if let Some(point) = found.current() {
        let series = findings.edition().facts().series.get(&found.subject);
        let invited = series.and_then(|series| series.at(found.as_of)?.remark.as_ref()?.invited);
        all(FigureSort::Cases, &[invited.map(|invited| invited as f64)]);
        all(FigureSort::Percent, &[invited.zip(point.n).map(|(invited, n)| 100.0 * n as f64 / invited as f64)]);
        all(FigureSort::Unit, &[point.interval.map(|(lower, _)| lower), point.interval.map(|(_, upper)| upper)]);
        all(FigureSort::Unit, &[point.value.filter(|_| kpi.unit == Unit::Percent).map(|value| 100.0 - value)]);
        if let Some((Target::Value(target), value)) = point.target.zip(point.value) {
            all(FigureSort::Unit, &[Some((target - value).abs())]);
        }
    }
    if let Some(gap) = &found.benchmark {
        all(
            FigureSort::Unit,
            &[Some(gap.ours), Some(gap.benchmark), gap.best, gap.worst, gap.difference.map(f64::abs)],
        );
        all(FigureSort::Unit, &[gap.quartiles.map(|(lower, _)| lower), gap.quartiles.map(|(_, upper)| upper)]);
        all(FigureSort::Percent, &[gap.percentile, gap.advantage_percent.map(f64::abs)]);
    }
}
