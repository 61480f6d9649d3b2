//! The kinds of charts beside the trend, in every state of the acceptance list: normal, empty, one, missing inside, all
//! equal, negative, extreme, long names, names from right to left, five times as many.

use plaudit::analyse::{
    ComparedBy, ComparedPart, Comparison, FunnelKind, KpiFindings, Level, funnel as worked_out, wilson,
};
use plaudit::draw::{
    Chart, Compared, Flows, HeatGrid, Pareto, Part, Profile, ProfileRow, RankedRow, Ranking, Reason, Stacked, StripRow,
    Strips, Waterfall, flows, funnel, heat_grid, intervals, pareto, profile, ranking, stacked, strips, waterfall,
};
use plaudit::model::{Better, Kpi, KpiKind, MemberId, Range, Unit, WeekGrid, Withheld};

use super::sample::{Sample, average, benchmark, first_reply, kpi, percent, promoters, wandering};

/// Names of one sort, as many as wanted.
pub(super) fn names(sort: &str, count: usize) -> Vec<String> {
    let name = |index: usize| match sort {
        "long" => format!("Forty characters of a rather long name {index}"),
        "right to left" => format!("رضا العملاء عن الخدمة {index}"),
        "one word" => format!("Überwältigungsprozessverwaltungsabteilung{index}"),
        _ => format!("Part {index}"),
    };
    (0..count).map(name).collect()
}

const SORTS: [&str; 4] = ["short", "long", "right to left", "one word"];

/// Every kind but trends, small multiples and gap bars, in every state.
pub(super) fn every_other_kind() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    charts.extend(comparisons());
    charts.extend(rankings());
    charts.extend(stacks());
    charts.extend(three_flows());
    charts.extend(paretos());
    charts.extend(heat_grids());
    charts.extend(profiles());
    charts.extend(quartile_strips());
    charts.extend(waterfalls());
    charts
}

pub(super) fn whole(name: &str, kind: KpiKind) -> Kpi {
    kpi(name, kind, Unit::Count, Better::Lower)
}

/// Shares by part: those who count, of all.
pub(super) fn compared(counts: &[(f64, u64)]) -> Comparison {
    let pairs: Vec<(f64, f64)> = counts.iter().map(|(x, n)| (*x, *n as f64)).collect();
    let member = |index: usize| MemberId::new(&format!("part{index}")).unwrap();
    let pooled = pairs.iter().map(|(x, _)| x).sum::<f64>() / pairs.iter().map(|(_, n)| n).sum::<f64>();
    let percent = |(low, high): (f64, f64)| (100.0 * low, 100.0 * high);
    if counts.len() >= 8 {
        let found = worked_out(FunnelKind::Proportion, &pairs).unwrap();
        let parts = found.points.iter().zip(counts).enumerate().filter_map(|(index, (point, (_, n)))| {
            let point = (*point)?;
            Some(ComparedPart {
                member: member(index),
                value: 100.0 * point.value,
                n: *n,
                limits_95: percent(point.limits_95),
                limits_998: percent(point.limits_998),
                outlier: point.outlier,
            })
        });
        let by =
            ComparedBy::Funnel { dispersion: found.dispersion, widened: found.between > 0.0, limits: found.limits };
        return Comparison { pooled: 100.0 * found.centre, by, parts: parts.collect() };
    }
    let parts = counts.iter().enumerate().map(|(index, (x, n))| {
        let limits_998 = percent(wilson(*x, *n, Level::P998).unwrap());
        ComparedPart {
            member: member(index),
            value: 100.0 * x / *n as f64,
            n: *n,
            limits_95: percent(wilson(*x, *n, Level::P95).unwrap()),
            limits_998,
            outlier: 100.0 * pooled < limits_998.0 || limits_998.1 < 100.0 * pooled,
        }
    });
    Comparison { pooled: 100.0 * pooled, by: ComparedBy::Intervals, parts: parts.collect() }
}

fn comparisons() -> Vec<(String, Chart)> {
    let mut states: Vec<(String, Vec<(f64, u64)>)> = vec![
        ("two".to_owned(), vec![(80.0, 100), (70.0, 90)]),
        ("equal".to_owned(), vec![(80.0, 100); 12]),
        ("all".to_owned(), vec![(100.0, 100); 9]),
        ("equal few".to_owned(), vec![(80.0, 100); 5]),
        ("extreme".to_owned(), [vec![(8.0, 10); 9], vec![(2e8, 1_000_000_000)]].concat()),
    ];
    for count in [3, 7, 8, 12, 40, 60] {
        let shares = wandering(count, 0.85, 0.12);
        let sizes = wandering(count + 7, 600.0, 590.0);
        let counts = shares.iter().zip(&sizes[7..]).map(|(share, n)| {
            let n = n.round().max(1.0);
            ((share * n).round().min(n), n as u64)
        });
        states.push((format!("{count}"), counts.collect()));
    }
    let mut charts = Vec::new();
    for (state, counts) in &states {
        for sort in SORTS {
            let names = names(sort, counts.len());
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let comparison = compared(counts);
            for better in [Better::Higher, Better::Neutral] {
                let kpi = Kpi { better, ..percent() };
                let drawn = Compared {
                    id: "by-team",
                    kpi: &kpi,
                    dimension: "Team",
                    names: &names,
                    comparison: &comparison,
                    period: "2026-10".parse().unwrap(),
                };
                let name = |kind: &str| format!("{kind}, {state}, {sort}");
                charts.extend(funnel(&drawn).map(|chart| (name("funnel"), chart)));
                charts.extend(intervals(&drawn).map(|chart| (name("intervals"), chart)));
            }
        }
    }
    charts
}

fn rankings() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    let score =
        Kpi { scale: Some(Range { min: 1.0, max: 5.0 }), ..kpi("Effort", KpiKind::Mean, Unit::Score, Better::Lower) };
    for (kpi, mean, spread) in [(first_reply(), 14.0, 6.0), (promoters(), 5.0, 60.0), (score, 3.0, 1.5)] {
        for count in [0, 1, 2, 6, 20, 21, 100] {
            for (sort, ours) in SORTS.into_iter().zip([None, Some(0), Some(count / 2), None]) {
                let names = names(sort, count);
                let values = wandering(count, mean, spread);
                let rows: Vec<RankedRow> = names
                    .iter()
                    .zip(values)
                    .enumerate()
                    .map(|(index, (name, value))| RankedRow {
                        name,
                        value: (index % 7 != 5).then_some(value),
                        withheld: (index % 14 == 5).then_some(Withheld::Protected),
                        interval: (index % 2 == 0).then_some((value - spread / 9.0, value + spread / 8.0)),
                        ours: ours == Some(index),
                    })
                    .collect();
                let reference = (sort != "long").then_some(("all", mean));
                charts.push((format!("ranking, {count}, {sort}"), ranked(&kpi, &rows, reference)));
            }
        }
        for (state, values) in [("equal", [mean; 4]), ("zero", [0.0; 4]), ("extreme", [mean, 1e12, 0.001, 2.0])] {
            let names = names("short", 4);
            let rows: Vec<RankedRow> = names
                .iter()
                .zip(values)
                .map(|(name, value)| RankedRow {
                    name,
                    value: Some(value),
                    withheld: None,
                    interval: None,
                    ours: false,
                })
                .collect();
            charts.push((format!("ranking, {state}"), ranked(&kpi, &rows, None)));
        }
    }
    charts
}

pub(super) fn ranked(kpi: &Kpi, rows: &[RankedRow<'_>], reference: Option<(&str, f64)>) -> Chart {
    let period = "2026-10".parse().unwrap();
    ranking(&Ranking { id: "by-team", kpi, dimension: "Team", rows, reference, period })
}

fn stacks() -> Vec<(String, Chart)> {
    let contacts = || whole("Contacts", KpiKind::Count);
    let mut charts = Vec::new();
    for (state, parts, periods, mean) in [
        ("normal", 5, 24, 900.0),
        ("one", 2, 1, 900.0),
        ("two periods", 3, 2, 0.6),
        ("six parts", 6, 13, 900.0),
        ("25 parts", 25, 60, 30.0),
        ("huge", 4, 24, 3e9),
        ("small", 3, 24, 2.0),
    ] {
        for sort in SORTS {
            let series: Vec<Vec<f64>> = (0..parts)
                .map(|part| wandering(periods + part * 3, mean * (1.0 + part as f64), mean * 0.5)[part * 3..].to_vec())
                .collect();
            charts.push((
                format!("stacked, {state}, {sort}"),
                stack(&contacts(), &names(sort, parts), &series, |_| true).unwrap(),
            ));
        }
    }
    let equal = vec![vec![40.0; 24]; 4];
    charts.push(("stacked, equal".to_owned(), stack(&contacts(), &names("short", 4), &equal, |_| true).unwrap()));
    let missing = stack(&contacts(), &names("short", 4), &equal, |index| index % 5 != 3 && index > 2);
    charts.push(("stacked, missing".to_owned(), missing.unwrap()));
    let zero = vec![vec![0.0; 24]; 4];
    charts.push(("stacked, zero".to_owned(), stack(&contacts(), &names("short", 4), &zero, |_| true).unwrap()));
    assert!(stack(&contacts(), &names("short", 4), &equal, |_| false).is_none());
    charts
}

/// Stacked columns of these series; where the whole is not `known`, it was not measured.
pub(super) fn stack(kpi: &Kpi, names: &[String], series: &[Vec<f64>], known: impl Fn(usize) -> bool) -> Option<Chart> {
    let found: Vec<KpiFindings> =
        series.iter().map(|values| Sample::of(kpi.clone(), "2026-10", values).findings()).collect();
    let all: Vec<Option<f64>> = (0..series[0].len())
        .map(|index| known(index).then(|| series.iter().map(|values| values[index]).sum()))
        .collect();
    let whole = Sample::new(kpi.clone(), "2026-10", &all).findings();
    let parts: Vec<Part> = names.iter().zip(&found).map(|(name, findings)| Part { name, findings }).collect();
    stacked(&Stacked { id: "by-channel", kpi, dimension: "Channel", parts: &parts, whole: &whole, as_of: whole.as_of })
}

fn three_flows() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (state, count, mean, spread) in [
        ("normal", 24, 8_000.0, 700.0),
        ("one", 1, 8_000.0, 700.0),
        ("two", 2, 8_000.0, 700.0),
        ("equal", 14, 8_000.0, 0.0),
        ("years", 120, 8_000.0, 700.0),
        ("huge", 24, 4e12, 1e12),
        ("zero", 14, 0.0, 0.0),
    ] {
        let opened: Vec<Option<f64>> = wandering(count, mean, spread).into_iter().map(Some).collect();
        let resolved: Vec<Option<f64>> = wandering(count + 5, mean, spread)[5..].iter().copied().map(Some).collect();
        let backlog: Vec<Option<f64>> =
            wandering(count + 9, mean / 9.0, spread / 3.0)[9..].iter().copied().map(Some).collect();
        charts.push((format!("flows, {state}"), three(&opened, &resolved, &backlog).unwrap()));
        if count > 12 {
            let gappy = |values: &[Option<f64>], every: usize| -> Vec<Option<f64>> {
                values.iter().enumerate().map(|(index, value)| value.filter(|_| index % every != 2)).collect()
            };
            let chart = three(&gappy(&opened, 3), &gappy(&resolved, 4), &gappy(&backlog, 5));
            charts.push((format!("flows, {state}, missing"), chart.unwrap()));
        }
    }
    assert!(three(&[Some(1.0)], &[None], &[Some(2.0)]).is_none());
    charts
}

pub(super) fn three(opened: &[Option<f64>], resolved: &[Option<f64>], backlog: &[Option<f64>]) -> Option<Chart> {
    let of = |name: &str, kind, values: &[Option<f64>]| Sample::new(whole(name, kind), "2026-10", values);
    let opened = of("Tickets opened", KpiKind::Count, opened);
    let resolved = of("Tickets resolved", KpiKind::Count, resolved);
    let backlog = of("Backlog", KpiKind::Stock, backlog).target(450.0);
    let found = [opened.findings(), resolved.findings(), backlog.findings()];
    flows(&Flows {
        id: "flows",
        opened: (&opened.kpi, &found[0]),
        resolved: (&resolved.kpi, &found[1]),
        backlog: (&backlog.kpi, &found[2]),
        as_of: "2026-10".parse().unwrap(),
    })
}

fn paretos() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (state, counts) in [
        ("normal", vec![229.0, 104.0, 168.0, 135.0, 104.0, 4.0]),
        ("one", vec![40.0]),
        ("equal", vec![20.0; 6]),
        ("extreme", vec![1e12, 3.0, 0.0]),
        ("five times as many", wandering(30, 60.0, 55.0)),
    ] {
        for sort in SORTS {
            for before in [false, true] {
                let names = names(sort, counts.len());
                let reasons: Vec<Reason> = names
                    .iter()
                    .zip(&counts)
                    .enumerate()
                    .map(|(index, (name, count))| Reason {
                        name,
                        count: (index != 3).then_some(*count),
                        withheld: (index == 3).then_some(Withheld::FewerThan(5)),
                        before: before.then_some(*count * 1.2),
                        is_rest: index == 1,
                    })
                    .collect();
                charts.push((format!("pareto, {state}, {sort}"), reasons_of(&reasons).unwrap()));
            }
        }
    }
    let few = Reason { name: "A bill", count: Some(19.0), withheld: None, before: None, is_rest: false };
    assert!(reasons_of(&[few]).is_none() && reasons_of(&[]).is_none());
    charts
}

pub(super) fn reasons_of(reasons: &[Reason<'_>]) -> Option<Chart> {
    pareto(&Pareto {
        id: "by-reason",
        kpi: &whole("Complaints", KpiKind::Count),
        dimension: "Reason for contact",
        reasons,
        cases: Some(779.0),
        overlaps: true,
        period: "2026-10".parse().unwrap(),
    })
}

/// A week in which office hours are busy.
pub(super) fn week(scale: f64) -> WeekGrid {
    let numbers = wandering(7 * 24, 1.0, 0.3);
    let day = |day: usize| {
        let hour = |hour: usize| {
            let load = match hour {
                8..=10 => 9.0,
                11..=16 => 6.0,
                17..=19 => 2.0,
                6 | 7 | 20 => 0.5,
                _ => 0.01,
            };
            let load = if day > 4 { load / 4.0 } else { load };
            (load * scale * numbers[day * 24 + hour]).round()
        };
        Some(std::array::from_fn(hour))
    };
    WeekGrid(std::array::from_fn(day))
}

fn heat_grids() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    let mut gappy = week(90.0);
    gappy.0[2] = None;
    gappy.0[6] = None;
    let mut one = WeekGrid([const { None }; 7]);
    one.0[3] = Some(std::array::from_fn(|hour| f64::from(u8::from(hour == 9))));
    let all = WeekGrid(std::array::from_fn(|_| Some([12.0; 24])));
    for (state, grid) in [
        ("normal", week(90.0)),
        ("missing", gappy),
        ("one", one),
        ("equal", all),
        ("extreme", week(1e9)),
        ("small", week(0.5)),
    ] {
        let per = week(3.0);
        for per in [None, Some(&per)] {
            charts.push((format!("heat grid, {state}"), hours(&grid, per).unwrap()));
        }
    }
    assert!(hours(&WeekGrid([const { None }; 7]), None).is_none());
    assert!(hours(&WeekGrid([Some([0.0; 24]); 7]), None).is_none());
    charts
}

pub(super) fn hours(grid: &WeekGrid, per: Option<&WeekGrid>) -> Option<Chart> {
    let what = if per.is_some() { "Contacts per person on duty" } else { "Contacts" };
    heat_grid(&HeatGrid { id: "arrivals", what, grid, per, period: "2026-10".parse().unwrap() })
}

fn profiles() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (state, count) in [("normal", 5), ("empty", 0), ("one", 1), ("five times as many", 25)] {
        for sort in SORTS {
            let names = names(sort, count);
            let rows: Vec<ProfileRow> = names
                .iter()
                .zip(wandering(count, 5.2, 1.4))
                .enumerate()
                .map(|(index, (name, perception))| ProfileRow {
                    name,
                    expectation: Some(6.1),
                    perception: (index != 2).then_some(perception),
                    weight: (index != 1).then_some(index as f64 * 7.0),
                })
                .collect();
            charts.push((format!("profile, {state}, {sort}"), service(&rows)));
        }
    }
    let row = |expectation, perception| ProfileRow { name: "Reliability", expectation, perception, weight: None };
    charts.push(("profile, missing".to_owned(), service(&[row(Some(6.0), None), row(None, Some(4.0))])));
    charts.push(("profile, equal".to_owned(), service(&[row(Some(7.0), Some(7.0)), row(Some(1.0), Some(1.0))])));
    charts
}

pub(super) fn service(dimensions: &[ProfileRow<'_>]) -> Chart {
    let scale = Range { min: 1.0, max: 7.0 };
    profile(&Profile { id: "profile", title: "Service quality 2026", scale, respondents: Some(240), dimensions })
}

fn quartile_strips() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (state, count) in [("normal", 6), ("one", 1), ("five times as many", 30)] {
        for sort in SORTS {
            let kpis: Vec<Kpi> = names(sort, count)
                .into_iter()
                .enumerate()
                .map(|(index, name)| Kpi { name, ..[percent(), first_reply(), promoters()][index % 3].clone() })
                .collect();
            let findings: Vec<_> = (0..count)
                .map(|index| {
                    let ours = wandering(index + 1, 70.0, 20.0)[index];
                    let mut found = benchmark(ours, (60.0, 68.0, 75.0), 50.0, ours - 68.0);
                    found.best = (index % 2 == 0).then_some(93.0);
                    found.worst = (index % 2 == 0).then_some(21.0);
                    found.peers = Some(if index % 5 == 4 { 3 } else { 24 });
                    found
                })
                .collect();
            let rows: Vec<StripRow> = kpis
                .iter()
                .zip(&findings)
                .map(|(kpi, finding)| StripRow { kpi, finding, others: &[60.0, 68.0, 75.0] })
                .collect();
            charts.push((format!("strips, {state}, {sort}"), among(&rows).unwrap()));
        }
    }
    let equal = benchmark(68.0, (68.0, 68.0, 68.0), 50.0, 0.0);
    let extreme = benchmark(1e12, (-4.0, 0.0, 1.0), 50.0, 1e12);
    let kpi = first_reply();
    let row = |finding| StripRow { kpi: &kpi, finding, others: &[] };
    charts.push(("strips, equal and extreme".to_owned(), among(&[row(&equal), row(&extreme)]).unwrap()));
    assert!(among(&[]).is_none() && among(&[row(&average(3.0, 2.0, None))]).is_none());
    charts
}

pub(super) fn among(rows: &[StripRow<'_>]) -> Option<Chart> {
    strips(&Strips { id: "quartiles", others: "24 utilities", fieldwork: "March to May 2026", rows })
}

fn waterfalls() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (state, steps) in [
        ("normal", vec![-6.2, -9.4, -3.1, 2.0, -7.7]),
        ("empty", vec![]),
        ("one", vec![-35.0]),
        ("equal", vec![4.0; 6]),
        ("nothing", vec![0.0; 4]),
        ("below zero", vec![-80.0, -60.0, 30.0]),
        ("extreme", vec![1e12, -3.0]),
        ("small", vec![0.4, -0.2, 0.1]),
        ("five times as many", wandering(25, 0.0, 4.0)),
    ] {
        for sort in SORTS {
            let names = names(sort, steps.len());
            let steps: Vec<(&str, f64)> = names.iter().map(String::as_str).zip(steps.iter().copied()).collect();
            charts.push((format!("waterfall, {state}, {sort}"), score(&steps).unwrap()));
        }
    }
    charts
}

pub(super) fn score(steps: &[(&str, f64)]) -> Option<Chart> {
    let end = 100.0 + steps.iter().map(|(_, by)| by).sum::<f64>();
    let (start, end) = (("Best case", 100.0), ("Our score", end));
    waterfall(&Waterfall { id: "score", what: "Balanced score", start, steps, end, decimals: 1 })
}
