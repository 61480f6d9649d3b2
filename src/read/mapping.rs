//! Mappings: how the columns of an export become figures, `data/imports/<name>.yaml`.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::entry::{Entry, Map};
use super::mapped::{self, Known};
use super::mapped_days::{self, DayFormat};
use super::names::Names;
use super::values::{self, kind_name};
use crate::diagnostic::{Location, Problem};
use crate::model::{DimensionId, Kpi, KpiId, KpiKind, MemberId, Statistic};

/// How a table of rows becomes figures.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Its file, relative to the site's root.
    pub file: PathBuf,
    /// How the command line calls it.
    pub name: String,
    /// Which files it is for; `*` stands for anything.
    pub files: Option<String>,
    /// How the table is written.
    pub table: TableForm,
    /// What a row is.
    pub rows: Rows,
    /// Where the period of a row stands.
    pub period: PeriodFrom,
    /// Rows that count; the others are passed over.
    pub only: Vec<Filter>,
    /// Columns that name a part of the organisation.
    pub parts: Vec<PartColumn>,
    /// The column that names the KPI, where every figure has a row of its own.
    pub measure: Option<Measure>,
    /// What becomes of the columns.
    pub kpis: Vec<KpiRule>,
}

/// A column by its name in the table's head, and where the mapping names it.
#[derive(Clone, Debug)]
pub struct Column {
    /// As it is written in the head.
    pub name: String,
    /// Where the mapping says so.
    pub at: Location,
}

/// How a table is written.
#[derive(Clone, Debug)]
pub struct TableForm {
    /// `None` to go by the byte-order mark, and without one UTF-8.
    pub encoding: Option<Encoding>,
    /// What stands between columns.
    pub delimiter: u8,
    /// Which sheet of a workbook; the first one if left out.
    pub sheet: Option<Column>,
    /// The row of the head, counted from 1.
    pub head: u32,
    /// Whether decimals follow a comma.
    pub decimal_comma: bool,
    /// Words for "no value", besides an empty cell.
    pub nothing: Vec<String>,
}

impl Default for TableForm {
    fn default() -> Self {
        Self { encoding: None, delimiter: b',', sheet: None, head: 1, decimal_comma: false, nothing: Vec::new() }
    }
}

/// How characters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, little endian unless a byte-order mark says otherwise.
    Utf16,
    /// Windows-1252, which holds Latin-1.
    Windows1252,
}

/// What a row of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Figures of a period, and perhaps of a part.
    Figures,
    /// A single case, of which many make a figure.
    Tickets,
}

/// Where the period stands.
#[derive(Clone, Debug)]
pub enum PeriodFrom {
    /// In every row.
    Column(DayColumn),
    /// In the name of the file.
    FileName(DayFormat),
}

/// A column of days or instants.
#[derive(Clone, Debug)]
pub struct DayColumn {
    /// The column.
    pub column: Column,
    /// How they are written.
    pub format: DayFormat,
    /// The time zone of those that do not say it.
    pub zone: Option<TimeZone>,
    /// The time zone whose days count.
    pub calendar: Option<TimeZone>,
}

/// A column that names a member of a dimension.
#[derive(Clone, Debug)]
pub struct PartColumn {
    /// The dimension.
    pub dimension: DimensionId,
    /// The column.
    pub column: Column,
    /// What cells mean: a member, or nothing that is shown.
    pub members: Vec<(String, Option<MemberId>)>,
    /// Words for the whole organisation, in rows of figures.
    pub whole: Vec<String>,
    /// What stands between several members in one cell.
    pub separator: Option<String>,
}

/// The column that names the KPI of a row.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The column.
    pub column: Column,
    /// What to pass over.
    pub ignore: Vec<String>,
}

/// Rows whose cell in a column is one of these words.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The column.
    pub column: Column,
    /// The words.
    pub words: Vec<String>,
}

/// How a KPI is found in the table.
#[derive(Clone, Debug)]
pub struct KpiRule {
    /// The KPI.
    pub kpi: KpiId,
    /// Where the mapping says so.
    pub at: Location,
    /// How.
    pub rule: Rule,
    /// How cells are written.
    pub unit: CellUnit,
    /// What the column of measures calls it.
    pub called: Option<String>,
    /// Another column for the period: `tickets_resolved` goes by the day they were resolved.
    pub period: Option<DayColumn>,
    /// Rows that count for it.
    pub only: Vec<Filter>,
}

/// What a figure is made of.
#[derive(Clone, Debug)]
pub enum Rule {
    /// A figure, perhaps with the cases behind it.
    Value {
        /// The figure.
        column: Column,
        /// The cases.
        n: Option<Column>,
    },
    /// Cases that count, and all cases.
    Ratio {
        /// Those that count.
        numerator: Column,
        /// All.
        denominator: Column,
    },
    /// The answers behind a net promoter score.
    Promoters {
        /// Promoters, passives and detractors.
        columns: [Column; 3],
    },
    /// How many rows there are.
    Rows,
    /// In how many rows a cell has a value.
    Count(Column),
    /// All cells added up.
    Sum(Column),
    /// The mean, the median or a percentile of all cells with a value.
    Statistic(Statistic, Column),
    /// The share of cells with a value that pass.
    Share(Column, Test),
    /// The share of rows in which a cell has a value.
    Filled(Column),
    /// A net promoter score from answers of 0 to 10.
    Answers(Column),
}

/// Which cells count for a share.
#[derive(Clone, Debug)]
pub enum Test {
    /// One of these words.
    Words(Vec<String>),
    /// At most this, in seconds for time spans.
    Within(f64),
    /// At least this, in seconds for time spans.
    AtLeast(f64),
}

/// How cells of a KPI are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellUnit {
    /// As numbers in the KPI's unit.
    Plain,
    /// As shares of 100, with or without the sign.
    Percent,
    /// As shares of 1.
    Fraction,
    /// As numbers of units of so many seconds.
    Seconds(u32),
    /// As `14:30:00`: hours, minutes and seconds.
    HoursMinutesSeconds,
    /// As `14:30`: minutes and seconds.
    MinutesSeconds,
    /// As `3 d 12 h`, `14m 30s`, `3 Days 12 Hours`.
    Words,
}

const KEYS: &[&str] = &["files", "table", "rows", "period", "only", "parts", "measure", "kpis", "extra"];
const TABLE_KEYS: &[&str] = &["encoding", "delimiter", "sheet", "head", "decimal", "nothing"];

/// The mapping in the file `file` called `name`; `None` when a part of it that everything hangs on was reported.
pub(super) fn read(root: Entry<'_>, file: PathBuf, name: &str, names: &Names, kpis: Known<'_>) -> Option<Mapping> {
    let map = root.map(KEYS)?;
    let rows = map.required("rows", "`tickets` for one row per case, `figures` for rows of figures");
    let rows = rows.and_then(|entry| entry.one_of(&[("tickets", Rows::Tickets), ("figures", Rows::Figures)]));
    let kind = names.period_kind;
    let table = table(&map);
    let period = map.required("period", "`{ column: …, format: … }`, or `{ file_name: FORMAT }`");
    let period = period.and_then(|entry| mapped_days::period(entry, kind));
    let parts = map.entries("parts").into_iter().filter_map(|entry| mapped::part(entry, names)).collect();
    let measure = map.get("measure").and_then(measure);
    if let (Some(Rows::Tickets), Some(entry)) = (rows, map.get("measure")) {
        entry.report_key(Problem::Contradiction {
            one: "measure",
            other: "rows: tickets",
            because: "a single case names no KPI",
        });
    }
    let only = filters(&map);
    let entries = map.required("kpis", "which columns become which KPIs")?.entries();
    if entries.is_empty() {
        map.entry().report_key(Problem::EmptyList { what: "kpis".into(), expected: "KPIs and their columns".into() });
    }
    let rules = entries.into_iter().filter_map(|entry| rule(entry, rows?, measure.is_some(), names, kpis)).collect();
    Some(Mapping {
        file,
        name: name.to_owned(),
        files: map.text("files"),
        table: table?,
        rows: rows?,
        period: period?,
        only,
        parts,
        measure,
        kpis: rules,
    })
}

/// The column that `entry` names.
pub(super) fn column(entry: Entry<'_>) -> Option<Column> {
    Some(Column { name: entry.text()?, at: entry.location() })
}

fn table(map: &Map<'_>) -> Option<TableForm> {
    let mut form = TableForm::default();
    let Some(entry) = map.get("table") else { return Some(form) };
    let map = entry.map(TABLE_KEYS)?;
    let encodings = [("utf-8", Encoding::Utf8), ("utf-16", Encoding::Utf16), ("windows-1252", Encoding::Windows1252)];
    form.encoding = map.get("encoding").and_then(|entry| entry.one_of(&encodings));
    let delimiters = [(",", b','), (";", b';'), ("tab", b'\t'), ("|", b'|')];
    form.delimiter = map.get("delimiter").and_then(|entry| entry.one_of(&delimiters)).unwrap_or(b',');
    form.sheet = map.get("sheet").and_then(column);
    form.head = map.get("head").and_then(|entry| entry.whole_in(1..=1000)).unwrap_or(1);
    let decimals = [("point", false), ("comma", true)];
    form.decimal_comma = map.get("decimal").and_then(|entry| entry.one_of(&decimals)).unwrap_or(false);
    form.nothing = words(&map, "nothing");
    Some(form)
}

/// Texts as they are, one or several; an empty one means an empty cell anyway.
fn words(map: &Map<'_>, key: &'static str) -> Vec<String> {
    map.texts(key).into_iter().map(|word| word.trim().to_owned()).collect()
}

fn measure(entry: Entry<'_>) -> Option<Measure> {
    if !entry.is_map() {
        return Some(Measure { column: column(entry)?, ignore: Vec::new() });
    }
    let map = entry.map(&["column", "ignore"])?;
    Some(Measure {
        column: column(map.required("column", "the column that names the KPI")?)?,
        ignore: words(&map, "ignore"),
    })
}

fn filters(map: &Map<'_>) -> Vec<Filter> {
    let filter = |entry: Entry<'_>| Filter {
        column: Column { name: entry.name().to_owned(), at: entry.key_location() },
        words: entry.texts(),
    };
    map.entries("only").into_iter().map(filter).collect()
}

const FIGURE_KEYS: &[&str] =
    &["column", "n", "numerator", "denominator", "promoters", "passives", "detractors", "unit", "is"];
const TICKET_KEYS: &[&str] = &[
    "count",
    "sum",
    "mean",
    "median",
    "percentile",
    "of",
    "share",
    "within",
    "at_least",
    "filled",
    "nps",
    "unit",
    "period",
    "only",
];

fn rule(entry: Entry<'_>, rows: Rows, is_long: bool, names: &Names, known: Known<'_>) -> Option<KpiRule> {
    let id = names.kpi_key(entry)?;
    let kpi = known.get(id.as_str())?;
    if kpi.compute.is_some() {
        entry.report_key(Problem::ValueForComputed { kpi: id.to_string() });
        return None;
    }
    let at = entry.key_location();
    let (unit, rule);
    let (mut called, mut period, mut only) = (None, None, Vec::new());
    match rows {
        Rows::Figures if !entry.is_map() => {
            rule = Rule::Value { column: column(entry)?, n: None };
            unit = cell_unit(None, entry, kpi)?;
        }
        Rows::Figures => {
            let map = entry.map(FIGURE_KEYS)?;
            rule = figure_rule(&map, kpi)?;
            unit = match rule {
                Rule::Value { .. } => cell_unit(map.get("unit"), entry, kpi)?,
                _ => {
                    only_with(&map, &[("unit", "column")]);
                    CellUnit::Plain
                }
            };
            called = map.text("is");
        }
        Rows::Tickets => {
            let map = entry.map(TICKET_KEYS)?;
            unit = ticket_unit(&map, entry, kpi)?;
            rule = ticket_rule(&map, kpi, unit)?;
            period = map.get("period").and_then(|entry| mapped_days::column(entry, names.period_kind));
            only = filters(&map);
        }
    }
    if is_long && called.is_none() {
        called = Some(kpi.name.clone());
    } else if !is_long && called.is_some() {
        entry.report_key(Problem::OnlyWith { key: "is", other: "measure" });
    }
    Some(KpiRule { kpi: id, at, rule, unit, called, period, only })
}

/// Reports each of these keys that is given although its rule does not read it, with the key that it goes with.
fn only_with(map: &Map<'_>, keys: &[(&'static str, &'static str)]) {
    for (key, other) in keys {
        if let Some(entry) = map.get(key) {
            entry.report_key(Problem::OnlyWith { key, other });
        }
    }
}

fn figure_rule(map: &Map<'_>, kpi: &Kpi) -> Option<Rule> {
    let has = |keys: &[&'static str]| keys.iter().any(|key| map.has(key));
    let given =
        (has(&["column", "n"]), has(&["numerator", "denominator"]), has(&["promoters", "passives", "detractors"]));
    let need = |key, expected| map.required(key, expected).and_then(column);
    match given {
        (true, false, false) => {
            let n = map.get("n").and_then(|entry| column(entry).map(|n| (entry, n)));
            if let Some((entry, _)) = n.as_ref().filter(|_| !values::has_n(kpi.kind)) {
                entry.report_key(does_not_fit("n", kpi));
                return None;
            }
            Some(Rule::Value { column: need("column", "the column of the figure")?, n: n.map(|(_, n)| n) })
        }
        (false, true, false) if matches!(kpi.kind, KpiKind::Proportion | KpiKind::Rate | KpiKind::Currency) => {
            let numerator = need("numerator", "the column of cases that count");
            let denominator = need("denominator", "the column of all cases");
            Some(Rule::Ratio { numerator: numerator?, denominator: denominator? })
        }
        (false, false, true) if kpi.kind == KpiKind::Nps => {
            let columns = [
                need("promoters", "the column of answers of 9 and 10"),
                need("passives", "the column of answers of 7 and 8"),
                need("detractors", "the column of answers of 0 to 6"),
            ];
            let [promoters, passives, detractors] = columns;
            Some(Rule::Promoters { columns: [promoters?, passives?, detractors?] })
        }
        (false, true, false) => report(map, does_not_fit("numerator", kpi)),
        (false, false, true) => report(map, does_not_fit("promoters", kpi)),
        _ => report(map, Problem::NoRule { kpi: kpi.id.to_string(), ways: FIGURE_WAYS }),
    }
}

/// The ways to take a figure from a row of figures.
const FIGURE_WAYS: &[&str] = &["column", "numerator", "promoters"];
/// The ways to make a figure of tickets.
const TICKET_WAYS: &[&str] = &["count", "sum", "mean", "median", "percentile", "share", "filled", "nps"];

fn ticket_rule(map: &Map<'_>, kpi: &Kpi, unit: CellUnit) -> Option<Rule> {
    let given: Vec<&'static str> = TICKET_WAYS.iter().copied().filter(|key| map.has(key)).collect();
    let [way] = given.as_slice() else {
        return report(map, Problem::NoRule { kpi: kpi.id.to_string(), ways: TICKET_WAYS });
    };
    let fits = match *way {
        "count" => matches!(kpi.kind, KpiKind::Count | KpiKind::Stock),
        "sum" => matches!(kpi.kind, KpiKind::Count | KpiKind::Stock | KpiKind::Currency),
        "share" | "filled" => matches!(kpi.kind, KpiKind::Proportion | KpiKind::Rate),
        "nps" => kpi.kind == KpiKind::Nps,
        _ => matches!(kpi.kind, KpiKind::Duration | KpiKind::Mean | KpiKind::Currency),
    };
    let entry = map.required(way, "a column")?;
    if !fits {
        entry.report_key(does_not_fit(way, kpi));
        return None;
    }
    if *way != "share" {
        only_with(map, &[("within", "share"), ("at_least", "share")]);
    }
    if !matches!(*way, "share" | "percentile") {
        only_with(map, &[("of", "share")]);
    }
    if *way == "filled" || *way == "share" && map.has("of") {
        only_with(map, &[("unit", "within")]);
    }
    let rule = match *way {
        "count" if entry.words().as_deref() == Some("rows") => Rule::Rows,
        "count" => Rule::Count(column(entry)?),
        "sum" => Rule::Sum(column(entry)?),
        "mean" => Rule::Statistic(Statistic::Mean, column(entry)?),
        "median" => Rule::Statistic(Statistic::Median, column(entry)?),
        "percentile" => {
            let percent = entry.whole_in::<u8>(1..=99);
            let of = map.required("of", "the column").and_then(column);
            Rule::Statistic(Statistic::Percentile(percent?), of?)
        }
        "share" => Rule::Share(column(entry)?, test(map, kpi, unit)?),
        "filled" => Rule::Filled(column(entry)?),
        _ => Rule::Answers(column(entry)?),
    };
    match rule {
        Rule::Statistic(statistic, _) if statistic != kpi.statistic => {
            entry.report_key(Problem::StatisticDiffers {
                kpi: kpi.id.to_string(),
                found: statistic_name(statistic),
                declared: statistic_name(kpi.statistic),
            });
            None
        }
        rule => Some(rule),
    }
}

fn test(map: &Map<'_>, kpi: &Kpi, unit: CellUnit) -> Option<Test> {
    let limit = |entry| limit(entry, kpi, unit);
    match (map.get("within"), map.get("at_least"), map.get("of")) {
        (Some(within), None, None) => Some(Test::Within(limit(within)?)),
        (None, Some(least), None) => Some(Test::AtLeast(limit(least)?)),
        (None, None, Some(words)) => Some(Test::Words(words.texts())),
        _ => report(map, Problem::NoRule { kpi: kpi.id.to_string(), ways: &["within", "at_least", "of"] }),
    }
}

/// What cells are held against, in seconds for time spans; a number is one of the unit in which the cells are.
fn limit(entry: Entry<'_>, kpi: &Kpi, unit: CellUnit) -> Option<f64> {
    match unit {
        CellUnit::Plain | CellUnit::Percent | CellUnit::Fraction if values::is_span(entry) => {
            entry.report(Problem::UnitNotSaid { kpi: kpi.id.to_string() });
            None
        }
        CellUnit::Plain | CellUnit::Percent | CellUnit::Fraction => entry.number(),
        CellUnit::Seconds(each) if entry.is_number() => Some(entry.number()? * f64::from(each)),
        CellUnit::HoursMinutesSeconds | CellUnit::MinutesSeconds | CellUnit::Words if entry.is_number() => {
            entry.report(Problem::LimitWithoutUnit { found: entry.number()? });
            None
        }
        _ => values::span_seconds(entry),
    }
}

fn report<T>(map: &Map<'_>, problem: Problem) -> Option<T> {
    map.entry().report_key(problem);
    None
}

fn does_not_fit(rule: &'static str, kpi: &Kpi) -> Problem {
    let fitting = match kpi.kind {
        KpiKind::Proportion | KpiKind::Rate => "`column`, `numerator` and `denominator`; of tickets `share`, `filled`",
        KpiKind::Nps => "`column`, `promoters` with `passives` and `detractors`; of tickets `nps`",
        KpiKind::Count | KpiKind::Stock => "`column`; of tickets `count`, `sum`",
        KpiKind::Mean | KpiKind::Duration => "`column` and `n`; of tickets `mean`, `median`, `percentile`",
        KpiKind::Currency => {
            "`column`, `numerator` and `denominator`; of tickets `sum`, `mean`, `median`, `percentile`"
        }
    };
    Problem::RuleNotForKind { kpi: kpi.id.to_string(), rule, kind: kind_name(kpi.kind), fitting }
}

/// How a statistic is called.
pub(super) fn statistic_name(statistic: Statistic) -> String {
    match statistic {
        Statistic::Mean => "mean".into(),
        Statistic::Median => "median".into(),
        Statistic::Percentile(percent) => format!("p{percent}"),
    }
}

const DURATION_UNITS: &[(&str, CellUnit)] = &[
    ("seconds", CellUnit::Seconds(1)),
    ("minutes", CellUnit::Seconds(60)),
    ("hours", CellUnit::Seconds(3_600)),
    ("days", CellUnit::Seconds(86_400)),
    ("HH:MM:SS", CellUnit::HoursMinutesSeconds),
    ("MM:SS", CellUnit::MinutesSeconds),
    ("words", CellUnit::Words),
];

/// How cells of `kpi` are written; that of a time span must be said, because nobody can see it in a number.
fn cell_unit(unit: Option<Entry<'_>>, at: Entry<'_>, kpi: &Kpi) -> Option<CellUnit> {
    match (kpi.kind, unit) {
        (KpiKind::Duration, Some(entry)) => entry.one_of(DURATION_UNITS),
        (KpiKind::Duration, None) => {
            at.report_key(Problem::UnitNotSaid { kpi: kpi.id.to_string() });
            None
        }
        (KpiKind::Proportion, None) => Some(CellUnit::Percent),
        (KpiKind::Proportion, Some(entry)) => {
            entry.one_of(&[("percent", CellUnit::Percent), ("fraction", CellUnit::Fraction)])
        }
        (_, None) => Some(CellUnit::Plain),
        (kind, Some(entry)) => {
            let kinds = "durations and proportions";
            entry.report_key(Problem::NotForKind { key: "unit", kind: kind_name(kind), kinds });
            None
        }
    }
}

/// How the cells that tickets of `kpi` are counted by are written.
fn ticket_unit(map: &Map<'_>, at: Entry<'_>, kpi: &Kpi) -> Option<CellUnit> {
    // A share of tickets answered in time is a share, and its cells are time spans.
    if !matches!(kpi.kind, KpiKind::Proportion | KpiKind::Rate) {
        return cell_unit(map.get("unit"), at, kpi);
    }
    map.get("unit").map_or(Some(CellUnit::Plain), |entry| entry.one_of(DURATION_UNITS))
}
