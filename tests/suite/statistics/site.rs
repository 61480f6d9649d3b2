//! Organisations small enough to see what matters.

use std::collections::BTreeMap;

use plaudit::diagnostic::Diagnostics;
use plaudit::disclose::{Edition, edition};
use plaudit::model::*;

/// An organisation that is built up step by step; months from [`START`] on.
#[derive(Clone)]
pub(crate) struct Site(pub(crate) Organisation);

/// The month of the first value.
pub(crate) const START: &str = "2024-01";

impl Site {
    /// With as many months as there are values.
    pub(crate) fn new(months: usize) -> Self {
        let settings = Settings {
            title: "Service".to_owned(),
            organisation: "Meridian Water".to_owned(),
            language: "en-GB".to_owned(),
            base_url: None,
            theme: "default".to_owned(),
            year_starts: 4,
            headline: Vec::new(),
            audiences: Vec::new(),
            disclosure: Disclosure::default(),
            individuals_allowed: true,
            approval_required: false,
            raw_html: Default::default(),
            questions: Vec::new(),
        };
        let snapshots = std::iter::successors(Some(period(START)), |last| Some(last.next())).take(months);
        let snapshot = |period: Period| Snapshot {
            period,
            published: period.next().last_day(),
            provisional: false,
            approved: None,
            editions: Vec::new(),
            working_days: None,
            revisions: Vec::new(),
            events: Vec::new(),
            exceptional: Vec::new(),
            arrivals: None,
            staffing: None,
        };
        Self(Organisation {
            settings,
            kpis: Vec::new(),
            dimensions: Vec::new(),
            snapshots: snapshots.map(snapshot).collect(),
            series: BTreeMap::new(),
            studies: Vec::new(),
            awards: Vec::new(),
            values: Vec::new(),
            stories: Vec::new(),
            consents: Vec::new(),
            actions: Vec::new(),
            calendar: Vec::new(),
            newsletters: Vec::new(),
            home: None,
            commentaries: Vec::new(),
            kpi_notes: Vec::new(),
            pages: Vec::new(),
            later: Default::default(),
        })
    }

    /// With another KPI.
    pub(crate) fn kpi(mut self, kpi: Kpi) -> Self {
        self.0.kpis.push(kpi);
        self
    }

    /// With measurements of `subject`, one per month, `None` for a gap.
    pub(crate) fn measured(mut self, subject: &str, measurements: &[Option<Measurement>]) -> Self {
        let periods = self.0.snapshots.iter().map(|snapshot| snapshot.period);
        let reading = |measurement| Reading { measurement, standing: Standing::Final, remark: None };
        let readings = periods.zip(measurements).filter_map(|(period, it)| Some((period, reading((*it)?))));
        self.0.series.insert(self::subject(subject), Series::new(readings).expect("measured at least once"));
        self
    }

    /// With values of `subject`, one per month, NaN for a gap.
    pub(crate) fn values(self, subject: &str, values: &[f64]) -> Self {
        let measurement = |value: &f64| (!value.is_nan()).then_some(Measurement::Value { value: *value, n: None });
        let measurements: Vec<_> = values.iter().map(measurement).collect();
        self.measured(subject, &measurements)
    }

    /// With a dimension; a member is written `name` or `name < parent`.
    pub(crate) fn dimension(mut self, id: &str, members: &[&str]) -> Self {
        let member = |text: &&str| {
            let (name, parent) = text.split_once(" < ").map_or((*text, None), |(name, parent)| (name, Some(parent)));
            Member {
                id: MemberId::new(name).unwrap(),
                name: name.to_owned(),
                means: None,
                parent: parent.map(|parent| MemberId::new(parent).unwrap()),
                headcount: None,
                until: None,
                merged_into: None,
                audience: None,
                partial: false,
            }
        };
        self.0.dimensions.push(Dimension {
            id: DimensionId::new(id).unwrap(),
            label: id.to_owned(),
            scorecards: true,
            complete: true,
            overlaps: false,
            people: false,
            audience: None,
            disclosure: None,
            members: members.iter().map(member).collect(),
        });
        self
    }

    /// With something changed about the snapshot of a month.
    pub(crate) fn month(mut self, month: &str, change: impl FnOnce(&mut Snapshot)) -> Self {
        let snapshot = self.0.snapshots.iter_mut().find(|snapshot| snapshot.period == period(month));
        change(snapshot.expect("a month of the site"));
        self
    }

    /// With something changed about a reading.
    pub(crate) fn reading(&mut self, subject: &str, month: &str, change: impl Fn(&mut Reading)) {
        let series = &self.0.series[&self::subject(subject)];
        let readings = series.first().to(period("2099-12")).zip(series.slots());
        let changed = readings.filter_map(|(at, reading)| {
            let mut reading = reading.clone()?;
            if at == period(month) {
                change(&mut reading);
            }
            Some((at, reading))
        });
        let series = Series::new(changed).expect("a series stays one");
        self.0.series.insert(self::subject(subject), series);
    }

    /// As everyone may see it.
    pub(crate) fn edition(self) -> Edition {
        edition(self.0, None, &Diagnostics::new()).expect("everyone's edition reports nothing")
    }
}

/// A KPI with nothing said but its kind.
pub(crate) fn kpi(id: &str, kind: KpiKind, better: Better) -> Kpi {
    let (unit, accumulates) = match kind {
        KpiKind::Proportion => (Unit::Percent, Accumulates::Pooled),
        KpiKind::Rate => (Unit::Per1000, Accumulates::Pooled),
        KpiKind::Mean => (Unit::Score, Accumulates::Mean),
        KpiKind::Nps => (Unit::Nps, Accumulates::Pooled),
        KpiKind::Count => (Unit::Count, Accumulates::Sum),
        KpiKind::Stock => (Unit::Count, Accumulates::Last),
        KpiKind::Duration => (Unit::Minutes, Accumulates::Mean),
        KpiKind::Currency => (Unit::Currency(CurrencyCode::new("EUR").unwrap()), Accumulates::None),
    };
    Kpi {
        id: KpiId::new(id).unwrap(),
        name: id.to_owned(),
        unit,
        kind,
        better,
        decimals: 1,
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
        accumulates,
        people: false,
        limits: LimitsPolicy::default(),
        retired: None,
        audience: None,
        disclosure: None,
    }
}

/// A target that always holds.
pub(crate) fn target(value: f64) -> Targets {
    let step = TargetStep { from: None, target: Target::Value(value), because: None, agreed_by: None };
    Targets::new(vec![step]).unwrap()
}

/// `csat` or `csat team/billing`.
pub(crate) fn subject(text: &str) -> Subject {
    let (kpi, part) = text.split_once(' ').map_or((text, None), |(kpi, part)| (kpi, Some(part)));
    let part = part.map(|part| {
        let (dimension, member) = part.split_once('/').expect("a part is written team/billing");
        PartId { dimension: DimensionId::new(dimension).unwrap(), member: MemberId::new(member).unwrap() }
    });
    Subject { kpi: KpiId::new(kpi).unwrap(), part }
}

/// A period from its text.
pub(crate) fn period(text: &str) -> Period {
    text.parse().unwrap()
}
