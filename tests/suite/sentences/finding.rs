//! A finding in short: what stands behind `finding:`.
//!
//! The first clause names the KPI, perhaps a part and the period (October 2026 if left out); the others follow after
//! semicolons, in any order:
//!
//! ```text
//! csat of team/north in 2026-10
//! values 85 - 87.1 61! 88.2~      the latest last; - a gap, ! exceptional, ? provisional, ~ estimated
//! until 2026-09                   the period of the last value, if not the finding's own
//! limits 84 94 of 24              the usual range of the latest group and how many values it has
//! start event 2026-03 New routing   the latest group begins with an event, or a version
//! usual | better low shift since 2026-04 of 7 | worse high outside | different high trend since … of …
//! target 90 sometimes 0.3         always, sometimes with its chance, never; a band is 80..85
//! n 12; interval 47 91; year 2025-10 18100; season high
//! beside utilities-2026 ours 74.8 median 71 of 24 …     (see `beside`)
//! ```

use plaudit::analyse::*;
use plaudit::model::{
    Better, Comparable, Every, KpiId, LimitsPolicy, Period, Range, Standing, StudyId, Subject, Target, Withheld,
};

use super::world::{World, part};

/// Reads a finding.
pub(super) fn finding(text: &str, world: &mut World) -> KpiFindings {
    let mut clauses = text.split(';').map(str::trim);
    let mut findings = subject(clauses.next().unwrap());
    let clauses: Vec<(&str, &str)> = clauses.map(|clause| clause.split_once(' ').unwrap_or((clause, ""))).collect();
    let every = world.kpi(findings.subject.kpi.as_str()).every;
    let said = |key: &str| clauses.iter().find(|(first, _)| *first == key).map(|(_, rest)| *rest);

    let last = said("until").map_or(findings.as_of, |until| until.parse().unwrap());
    findings.points = points(said("values").unwrap_or_default(), last, every);
    for (key, rest) in &clauses {
        let mut words = rest.split_whitespace();
        let mut number = || words.next().unwrap().parse::<f64>().unwrap();
        match *key {
            "values" | "until" => {}
            "limits" => limits(&mut findings, rest),
            "start" => start(&mut findings, rest),
            "usual" | "better" | "worse" | "different" => findings.variation = Some(variation(key, rest)),
            "target" => target(&mut findings, rest),
            "n" => last_point(&mut findings).n = Some(number() as u64),
            "interval" => last_point(&mut findings).interval = Some((number(), number())),
            "season" => {
                let season = Some(if *rest == "high" { Season::High } else { Season::Low });
                findings.known_past = Past { season, ..Past::default() }.into();
            }
            "year" => {
                let from = words.next().unwrap().parse().unwrap();
                let before = words.next().unwrap().parse().unwrap();
                let now = findings.current().and_then(|point| point.value).unwrap();
                findings.change_year = Some(Change { from, before, now });
            }
            "beside" => findings.benchmark = Some(beside(rest)),
            other => panic!("nobody knows the clause `{other}`"),
        }
    }
    change(&mut findings);
    if findings.groups.is_empty() && findings.latest().is_some() {
        let count = findings.points.iter().filter(|point| point.value.is_some() && point.is_ordinary()).count();
        findings.groups.push(group(findings.points[0].period, count));
    }
    findings.firmness = findings.latest().and_then(|_| findings.groups.last()).map(|group| match group.measured {
        0..5 => Firmness::ValueOnly,
        5..12 => Firmness::Early,
        12..20 => Firmness::Verdict,
        20.. => Firmness::Firm,
    });
    findings
}

fn subject(text: &str) -> KpiFindings {
    let mut words = text.split_whitespace();
    let kpi = KpiId::new(words.next().unwrap()).unwrap();
    let (mut of, mut as_of) = (None, "2026-10");
    while let (Some(word), Some(value)) = (words.next(), words.next()) {
        match word {
            "of" => of = Some(part(value)),
            "in" => as_of = value,
            _ => panic!("neither `of` nor `in`: {text}"),
        }
    }
    KpiFindings {
        subject: Subject { kpi, part: of },
        as_of: as_of.parse().unwrap(),
        points: Vec::new(),
        groups: Vec::new(),
        firmness: None,
        variation: None,
        assurance: None,
        chance: None,
        met: None,
        per_year: 12,
        policy: LimitsPolicy::default(),
        better: Better::Neutral,
        known_signals: Known::default(),
        known_past: Known::default(),
        change: None,
        change_year: None,
        benchmark: None,
    }
}

fn points(values: &str, last: Period, every: Option<Every>) -> Vec<Point> {
    let step = match every {
        None | Some(Every::Month) => 1,
        Some(Every::Quarter) => 3,
        Some(Every::HalfYear) => 6,
        Some(Every::Year) => 12,
    };
    let mut period = last;
    let point = |text: &str| {
        let number = text.trim_end_matches(['!', '?', '~']);
        let standing = match text.chars().last() {
            Some('?') => Standing::Provisional,
            Some('~') => Standing::Estimated,
            _ => Standing::Final,
        };
        let at = period;
        (0..step).for_each(|_| period = period.previous());
        Point {
            period: at,
            value: number.parse().ok(),
            withheld: match number {
                "*" => Some(Withheld::Protected),
                _ => number.strip_prefix('<').map(|number| Withheld::FewerThan(number.parse().unwrap())),
            },
            n: None,
            interval: None,
            target: None,
            standing,
            exceptional: text.ends_with('!'),
            limits_group: Some(0),
        }
    };
    let mut points: Vec<Point> = values.split_whitespace().rev().map(point).collect();
    points.reverse();
    points
}

fn group(from: Period, measured: usize) -> LimitsGroup {
    let (mean, lower, upper, moving_range) = (None, None, None, None);
    LimitsGroup { from, because: None, baseline: measured, measured, mean, lower, upper, moving_range, screened: 0 }
}

/// `84 94 of 24`; the mean lies in the middle, the mean moving range follows.
fn limits(findings: &mut KpiFindings, text: &str) {
    let mut words = text.split_whitespace();
    let mut number = || words.next().unwrap().parse::<f64>().unwrap();
    let (lower, upper) = (number(), number());
    let measured = words.nth(1).map_or(24, |count| count.parse().unwrap());
    let mean = (lower + upper) / 2.0;
    let from = findings.points[0].period;
    findings.groups.push(LimitsGroup {
        mean: Some(mean),
        lower: Some(lower),
        upper: Some(upper),
        moving_range: Some((upper - mean) / 2.66),
        ..group(from, measured)
    });
}

/// `event 2026-03 New routing`: what came before belongs to a group of its own.
fn start(findings: &mut KpiFindings, text: &str) {
    let (what, rest) = text.split_once(' ').unwrap();
    let (from, why) = rest.split_once(' ').unwrap();
    let from: Period = from.parse().unwrap();
    let because = match what {
        "event" => GroupStart::Event { label: why.to_owned(), because: None },
        _ => GroupStart::Version { because: why.to_owned() },
    };
    for point in findings.points.iter_mut().filter(|point| point.period >= from) {
        point.limits_group = Some(1);
    }
    let later = findings.points.iter().filter(|point| point.period >= from && point.value.is_some()).count();
    findings.groups =
        vec![group(findings.points[0].period, 24), LimitsGroup { because: Some(because), ..group(from, later) }];
}

/// `low shift since 2026-04 of 7` after `usual`, `better`, `worse` or `different`.
fn variation(meaning: &str, text: &str) -> Variation {
    let mut words = text.split_whitespace();
    let direction = words.next().unwrap_or_default();
    let class = match (meaning, direction) {
        ("usual", _) => Class::CommonCause,
        ("better", "high") => Class::ImprovementHigh,
        ("better", _) => Class::ImprovementLow,
        ("worse", "high") => Class::ConcernHigh,
        ("worse", _) => Class::ConcernLow,
        (_, "high") => Class::NeutralHigh,
        _ => Class::NeutralLow,
    };
    let rule = match words.next() {
        Some("outside") => Rule::Outside,
        Some("trend") => Rule::Trend,
        Some("two_of_three") => Rule::TwoOfThree,
        Some("shift") => Rule::Shift,
        _ => Rule::None,
    };
    let since = words.nth(1).map(|since| since.parse().unwrap());
    let periods = words.nth(1).map_or(usize::from(rule != Rule::None), |count| count.parse().unwrap());
    Variation { class, rule, since, periods }
}

/// `90 sometimes 0.3`, `80..85 always`; without more there is no assurance.
fn target(findings: &mut KpiFindings, text: &str) {
    let mut words = text.split_whitespace();
    let target = read_target(words.next().unwrap());
    for point in &mut findings.points {
        point.target = Some(target);
    }
    findings.assurance = words.next().map(|assurance| match assurance {
        "always" => Assurance::ConsistentPass,
        "never" => Assurance::ConsistentFail,
        _ => Assurance::Inconsistent,
    });
    findings.chance = words.next().map(|chance| chance.parse().unwrap());
}

/// `90` or `80..85`.
pub(super) fn read_target(text: &str) -> Target {
    match text.split_once("..") {
        Some((min, max)) => Target::Band(Range { min: min.parse().unwrap(), max: max.parse().unwrap() }),
        None => Target::Value(text.parse().unwrap()),
    }
}

fn last_point(findings: &mut KpiFindings) -> &mut Point {
    findings.points.last_mut().unwrap()
}

/// Against the last ordinary value before.
fn change(findings: &mut KpiFindings) {
    let Some((last, earlier)) = findings.points.split_last() else { return };
    let before = earlier.iter().rev().find(|point| point.value.is_some() && point.is_ordinary());
    let change = before.and_then(|point| {
        Some(Change { from: point.period, before: point.value?, now: last.value.filter(|_| !last.exceptional)? })
    });
    findings.change = change;
}

/// `utilities-2026 ours 74.8 median 71 of 24 second clear`: a number follows `ours`, `median` or `average`, `of`,
/// `read_off`, `best`, `cases` and, of the study before, `then`; words alone are quartiles and cautions.
fn beside(text: &str) -> BenchmarkFinding {
    let mut words = text.split_whitespace();
    let study = StudyId::new(words.next().unwrap()).unwrap();
    let mut found = BenchmarkFinding {
        study,
        ours: 0.0,
        basis: Basis::Pooled(3),
        n: None,
        interval: None,
        benchmark: 0.0,
        average_only: false,
        read_off: None,
        quartiles: None,
        best: None,
        worst: None,
        peers: None,
        difference: None,
        advantage: None,
        advantage_percent: None,
        advantage_normalised: None,
        advantage_to_best: None,
        percentile: None,
        quartile: None,
        next_quartile: None,
        clear: None,
        dated: false,
        comparable: Comparable::Yes,
        before: None,
    };
    let (mut lower_is_better, mut then) = (false, None);
    while let Some(word) = words.next() {
        let mut number = || words.next().unwrap().parse::<f64>().unwrap();
        match word {
            "ours" => found.ours = number(),
            "median" => found.benchmark = number(),
            "average" => (found.benchmark, found.average_only) = (number(), true),
            "of" => found.peers = Some(number() as u32),
            "read_off" => found.read_off = Some(number()),
            "best" => found.best = Some(number()),
            "cases" => found.n = Some(number() as u64),
            "then" => then = Some((words.next().unwrap(), words.next().unwrap().parse::<f64>().unwrap())),
            "lower" => lower_is_better = true,
            "top" => found.quartile = Some(Quartile::Top),
            "second" => found.quartile = Some(Quartile::Second),
            "third" => found.quartile = Some(Quartile::Third),
            "bottom" => found.quartile = Some(Quartile::Bottom),
            "clear" => found.clear = Some(true),
            "unclear" => found.clear = Some(false),
            "dated" => found.dated = true,
            "partly" => found.comparable = Comparable::Partly,
            "not_comparable" => found.comparable = Comparable::No,
            other => panic!("nobody knows `{other}` of a comparison"),
        }
    }
    let sign = if lower_is_better { -1.0 } else { 1.0 };
    let difference = found.ours - found.benchmark;
    found.difference = Some(difference).filter(|gap| gap.abs() > found.read_off.unwrap_or(-1.0));
    found.advantage = found.difference.map(|difference| sign * difference);
    found.advantage_to_best = found.best.map(|best| sign * (found.ours - best));
    found.before = then.map(|(study, advantage)| EarlierGap {
        study: StudyId::new(study).unwrap(),
        ours: 0.0,
        benchmark: 0.0,
        advantage: Some(advantage),
        interval: None,
        percentile: None,
    });
    found
}
