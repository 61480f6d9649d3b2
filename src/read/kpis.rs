//! The catalogue: `data/kpis.yaml`.

use super::entry::{Entry, Map};
use super::names::{Names, id_key};
use super::settings::{self, one_of};
use super::targets;
use super::values::{self, kind_name};
use crate::diagnostic::Problem;
use crate::model::{
    Accumulates, Better, Clock, CurrencyCode, Disclosure, Every, Expression, Kpi, KpiId, KpiKind, LimitsPolicy, Range,
    Retired, Statistic, Targets, Unit, Version,
};

const KEYS: &[&str] = &[
    "name",
    "unit",
    "currency",
    "kind",
    "better",
    "decimals",
    "target",
    "targets_by",
    "group",
    "definition",
    "formula",
    "source",
    "owner",
    "every",
    "versions",
    "paired_with",
    "compute",
    "plausible",
    "scale",
    "statistic",
    "clock",
    "accumulates",
    "people",
    "limits",
    "until",
    "replaced_by",
    "because",
    "audience",
    "disclosure",
    "extra",
];

const KINDS: &[(&str, KpiKind)] = &[
    ("proportion", KpiKind::Proportion),
    ("rate", KpiKind::Rate),
    ("mean", KpiKind::Mean),
    ("nps", KpiKind::Nps),
    ("count", KpiKind::Count),
    ("stock", KpiKind::Stock),
    ("duration", KpiKind::Duration),
    ("currency", KpiKind::Currency),
];

/// What an id of a KPI is made of.
const KPI_ID_RULE: &str = "small letters, digits and `_`";

/// The ids of the catalogue; those that cannot be one are reported.
pub(super) fn ids(root: Entry<'_>) -> Vec<KpiId> {
    root.entries().iter().filter_map(|entry| id_key(*entry, KPI_ID_RULE, KpiId::new)).collect()
}

/// What `data/kpis.yaml` says, in its order; without KPIs that cannot be understood.
pub(super) fn read(root: Entry<'_>, names: &Names, site: Disclosure) -> Vec<Kpi> {
    let entries: Vec<_> = if root.is_map() { root.entries() } else { Vec::new() };
    let read = entries.into_iter().filter_map(|entry| Some((kpi(entry, names, site)?, entry)));
    let kpis: Vec<(Kpi, Entry<'_>)> = read.collect();
    for (kpi, entry) in &kpis {
        report_cycle(&kpis, kpi, *entry);
    }
    kpis.into_iter().map(|(kpi, _)| kpi).collect()
}

fn kpi(entry: Entry<'_>, names: &Names, site: Disclosure) -> Option<Kpi> {
    let map = entry.map(KEYS)?;
    let name = map.required("name", "what readers call it").and_then(|entry| entry.text());
    let kind = map.required("kind", "proportion, rate, mean, nps, count, stock, duration or currency");
    let kind = kind.and_then(|entry| entry.one_of(KINDS));
    let unit = map.required("unit", "the unit of its values");
    let unit = unit.zip(kind).and_then(|(entry, kind)| unit_of(entry, kind, &map));
    let better = map.required("better", "higher, lower or neutral").and_then(|entry| {
        entry.one_of(&[("higher", Better::Higher), ("lower", Better::Lower), ("neutral", Better::Neutral)])
    });
    let (Some(id), Some(kind), Some(unit)) = (KpiId::new(entry.name()), kind, unit) else { return None };
    let statistic = statistic(&map, kind);
    let mut kpi = Kpi {
        name: name.unwrap_or_else(|| id.to_string()),
        unit,
        kind,
        better: better.unwrap_or(Better::Neutral),
        decimals: map.get("decimals").and_then(|entry| entry.whole_in(0..=6)).unwrap_or(usual_decimals(kind)),
        targets: Targets::default(),
        targets_by: Vec::new(),
        group: map.text("group"),
        definition: map.text("definition"),
        formula: map.text("formula"),
        source: map.text("source"),
        owner: map.text("owner"),
        every: one_of(
            &map,
            "every",
            &[
                ("month", Every::Month),
                ("quarter", Every::Quarter),
                ("half-year", Every::HalfYear),
                ("year", Every::Year),
            ],
        ),
        versions: versions(&map, names),
        paired_with: another_kpi(&map, "paired_with", &id, names),
        compute: map.get("compute").and_then(|entry| compute(entry, names)),
        plausible: None,
        scale: map.get("scale").filter(|_| only_for(&map, "scale", kind, &[KpiKind::Mean], "means")).and_then(range),
        statistic,
        clock: map
            .get("clock")
            .filter(|_| only_for(&map, "clock", kind, &[KpiKind::Duration], "durations"))
            .and_then(|entry| entry.one_of(&[("business", Clock::Business), ("calendar", Clock::Calendar)])),
        accumulates: accumulates(&map, kind, statistic),
        people: map.flag("people"),
        limits: map.get("limits").and_then(limits).unwrap_or_default(),
        retired: retired(&map, &id, names),
        audience: map.get("audience").and_then(|entry| names.audience(entry)),
        disclosure: map.get("disclosure").and_then(|entry| settings::disclosure(entry, site)),
        id,
    };
    kpi.plausible = map.get("plausible").and_then(|entry| targets::range(entry, |end| values::amount(end, kpi.unit)));
    kpi.targets = map.get("target").map(|entry| targets::read(entry, &kpi, names)).unwrap_or_default();
    for entry in map.entries("targets_by") {
        if let Some(part) = names.part_key(entry) {
            kpi.targets_by.push((part, targets::read(entry, &kpi, names)));
        }
    }
    Some(kpi)
}

fn unit_of(entry: Entry<'_>, kind: KpiKind, map: &Map<'_>) -> Option<Unit> {
    const UNITS: &[(&str, Option<Unit>)] = &[
        ("percent", Some(Unit::Percent)),
        ("score", Some(Unit::Score)),
        ("count", Some(Unit::Count)),
        ("seconds", Some(Unit::Seconds)),
        ("minutes", Some(Unit::Minutes)),
        ("hours", Some(Unit::Hours)),
        ("days", Some(Unit::Days)),
        ("currency", None),
        ("per_100", Some(Unit::Per100)),
        ("per_1000", Some(Unit::Per1000)),
        ("per_10000", Some(Unit::Per10000)),
    ];
    let fitting: &[&'static str] = match kind {
        KpiKind::Proportion => &["percent"],
        KpiKind::Rate => &["per_100", "per_1000", "per_10000"],
        KpiKind::Mean | KpiKind::Nps => &["score"],
        KpiKind::Count | KpiKind::Stock => &["count"],
        KpiKind::Duration => &["seconds", "minutes", "hours", "days"],
        KpiKind::Currency => &["currency"],
    };
    let currency = currency(map, kind);
    let unit = entry.one_of(UNITS)?;
    let (word, _) = UNITS.iter().find(|(_, listed)| *listed == unit)?;
    if !fitting.contains(word) {
        entry.report(Problem::UnitDoesNotFit { unit: word, kind: kind_name(kind), fitting: fitting.to_vec() });
        return None;
    }
    match (unit, kind) {
        (_, KpiKind::Nps) => Some(Unit::Nps),
        (None, _) => currency.map(Unit::Currency),
        (unit, _) => unit,
    }
}

fn currency(map: &Map<'_>, kind: KpiKind) -> Option<CurrencyCode> {
    if kind != KpiKind::Currency {
        only_for(map, "currency", kind, &[KpiKind::Currency], "money");
        return None;
    }
    let entry = map.required("currency", "three capital letters, such as EUR")?;
    let found = entry.text()?;
    let code = CurrencyCode::new(&found);
    if code.is_none() {
        entry.report(Problem::NotACurrency { found });
    }
    code
}

/// Whether `key` is not there or may be, for a KPI of this kind; reported if not.
fn only_for(map: &Map<'_>, key: &'static str, kind: KpiKind, kinds: &[KpiKind], called: &'static str) -> bool {
    let fits = kinds.contains(&kind);
    if let Some(entry) = map.get(key).filter(|_| !fits) {
        entry.report_key(Problem::NotForKind { key, kind: kind_name(kind), kinds: called });
    }
    fits
}

fn usual_decimals(kind: KpiKind) -> u8 {
    match kind {
        KpiKind::Count | KpiKind::Stock | KpiKind::Nps => 0,
        KpiKind::Currency => 2,
        KpiKind::Proportion | KpiKind::Rate | KpiKind::Mean | KpiKind::Duration => 1,
    }
}

fn statistic(map: &Map<'_>, kind: KpiKind) -> Statistic {
    let fits = only_for(map, "statistic", kind, &[KpiKind::Mean, KpiKind::Duration], "means and durations");
    let Some(entry) = map.get("statistic").filter(|_| fits) else { return Statistic::Mean };
    let words = entry.words().unwrap_or_default();
    let percentile = words.strip_prefix('p').and_then(|digits| digits.parse::<u8>().ok());
    match percentile {
        Some(percentile @ 1..=99) => Statistic::Percentile(percentile),
        _ => entry
            .one_of(&[("mean", Statistic::Mean), ("median", Statistic::Median), ("p90", Statistic::Percentile(90))])
            .unwrap_or(Statistic::Mean),
    }
}

/// The declared way of adding up if it is right for the kind, else the kind's own.
fn accumulates(map: &Map<'_>, kind: KpiKind, statistic: Statistic) -> Accumulates {
    const WAYS: &[(&str, Accumulates)] = &[
        ("sum", Accumulates::Sum),
        ("pooled", Accumulates::Pooled),
        ("mean", Accumulates::Mean),
        ("last", Accumulates::Last),
        ("none", Accumulates::None),
    ];
    // The kind's own way stands first. A mean of medians or percentiles would be neither.
    let fitting: &[Accumulates] = match kind {
        KpiKind::Proportion | KpiKind::Rate | KpiKind::Nps => &[Accumulates::Pooled, Accumulates::None],
        KpiKind::Count => &[Accumulates::Sum, Accumulates::None],
        KpiKind::Stock => &[Accumulates::Last, Accumulates::None],
        KpiKind::Mean | KpiKind::Duration if statistic == Statistic::Mean => &[Accumulates::Mean, Accumulates::None],
        KpiKind::Mean | KpiKind::Duration => &[Accumulates::None],
        KpiKind::Currency => {
            &[Accumulates::None, Accumulates::Sum, Accumulates::Pooled, Accumulates::Mean, Accumulates::Last]
        }
    };
    let Some(entry) = map.get("accumulates") else { return fitting[0] };
    let Some(declared) = entry.one_of(WAYS) else { return fitting[0] };
    if !fitting.contains(&declared) {
        let words = |ways: &[Accumulates]| {
            WAYS.iter().filter(|(_, way)| ways.contains(way)).map(|(word, _)| *word).collect::<Vec<_>>()
        };
        let (way, fitting) = (words(&[declared])[0], words(fitting));
        entry.report(Problem::AccumulatesDoesNotFit { way, kind: kind_name(kind), fitting });
    }
    declared
}

fn versions(map: &Map<'_>, names: &Names) -> Vec<Version> {
    let mut versions = Vec::new();
    for entry in map.items("versions") {
        let Some(map) = entry.map(&["from", "because", "comparable"]) else { continue };
        let from = map.required("from", "the first period measured the new way");
        let because = map.required("because", "why the definition changed").and_then(|entry| entry.text());
        let comparable = map.required("comparable", "`true` or `false`: whether earlier values may still be compared");
        let comparable = comparable.and_then(|entry| entry.flag());
        let Some(from) = from.and_then(|entry| Some((entry, entry.period(names.period_kind)?))) else { continue };
        let (Some(because), Some(comparable)) = (because, comparable) else { continue };
        if versions.iter().any(|version: &Version| version.from == from.1) {
            from.0.report(Problem::SameFrom { what: "versions", from: from.1.to_string() });
        }
        versions.push(Version { from: from.1, because, comparable });
    }
    versions.sort_by_key(|version| version.from);
    versions
}

fn another_kpi(map: &Map<'_>, key: &'static str, own: &KpiId, names: &Names) -> Option<KpiId> {
    let entry = map.get(key)?;
    let other = names.kpi(entry)?;
    if other == *own {
        entry.report(Problem::RefersToItself { key });
        return None;
    }
    Some(other)
}

fn compute(entry: Entry<'_>, names: &Names) -> Option<Expression> {
    let text = entry.text()?;
    // Leading spaces of quoted text are gone from `text` but not from the file.
    let indent = entry.words().map_or(0, |words| words.len() - words.trim_start().len());
    let expression = match Expression::parse(&text) {
        Ok(expression) => expression,
        Err(error) => {
            entry.report_inside(Problem::NotAFormula { expected: error.expected }, indent + error.at);
            return None;
        }
    };
    let mut all_known = true;
    for id in expression.kpis() {
        if let Err(problem) = names.kpi_called(id.as_str()) {
            entry.report(problem);
            all_known = false;
        }
    }
    all_known.then_some(expression)
}

/// Reports a circle of computed KPIs at the first of its members.
fn report_cycle(kpis: &[(Kpi, Entry<'_>)], start: &Kpi, entry: Entry<'_>) {
    let find = |id: &KpiId| kpis.iter().map(|(kpi, _)| kpi).find(|kpi| kpi.id == *id);
    // Depth-first; `trail` is the way to the KPI that is looked at.
    let mut trail: Vec<(&Kpi, Vec<&KpiId>)> = vec![(start, start.compute.iter().flat_map(Expression::kpis).collect())];
    let mut seen = vec![&start.id];
    while let Some((_, open)) = trail.last_mut() {
        let Some(next) = open.pop() else {
            trail.pop();
            continue;
        };
        if *next == start.id {
            let mut circle: Vec<_> = trail.iter().map(|(kpi, _)| kpi.id.to_string()).collect();
            let first = trail.iter().all(|(kpi, _)| kpi.id >= start.id);
            circle.push(start.id.to_string());
            if first {
                entry.report_key(Problem::ComputeCycle { circle });
            }
            return;
        }
        if let Some(kpi) = find(next).filter(|kpi| !seen.contains(&&kpi.id)) {
            seen.push(&kpi.id);
            trail.push((kpi, kpi.compute.iter().flat_map(Expression::kpis).collect()));
        }
    }
}

fn limits(entry: Entry<'_>) -> Option<LimitsPolicy> {
    let map = entry.map(&["fix_after", "run_length", "screen_outliers"])?;
    let usual = LimitsPolicy::default();
    let fix_after = map.get("fix_after").filter(|entry| entry.words().as_deref() != Some("none"));
    Some(LimitsPolicy {
        fix_after: fix_after.and_then(|entry| entry.whole_in::<usize>(2..=1_000)).and_then(std::num::NonZeroUsize::new),
        run_length: map.get("run_length").and_then(|entry| entry.whole_in(6..=7)).unwrap_or(usual.run_length),
        screen_outliers: map.get("screen_outliers").and_then(|entry| entry.flag()).unwrap_or(usual.screen_outliers),
    })
}

fn retired(map: &Map<'_>, id: &KpiId, names: &Names) -> Option<Retired> {
    let replaced_by = another_kpi(map, "replaced_by", id, names);
    let because = map.text("because");
    let Some(until) = map.get("until") else {
        for key in ["replaced_by", "because"] {
            if let Some(entry) = map.get(key) {
                entry.report_key(Problem::OnlyWith { key, other: "until" });
            }
        }
        return None;
    };
    if !map.has("replaced_by") && !map.has("because") {
        until.report_key(Problem::EndsWithoutWord { kpi: id.to_string() });
    }
    Some(Retired { until: until.period(names.period_kind)?, replaced_by, because })
}

fn range(entry: Entry<'_>) -> Option<Range> {
    targets::range(entry, |end| end.number())
}
