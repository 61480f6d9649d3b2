//! How long a full analysis takes: 200 parts × 60 periods × 15 KPIs, every verdict as of every period.
//!
//! ```text
//! cargo bench --bench analysis
//! ```
//!
//! Prints the time for preparing all series, for all verdicts on one thread, per verdict, and for a closer look at each
//! series as of the last period. The figures are made by a fixed generator, the same on every run.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

#[allow(dead_code, unreachable_pub, reason = "shared with the tests, which use all of it")]
#[path = "../tests/suite/statistics/site.rs"]
mod site;

use std::time::{Duration, Instant};

use plaudit::analyse::{Findings, findings};
use plaudit::model::{Better, KpiKind, Measurement, Period};

use site::{Site, kpi, target};

const PARTS: usize = 200;
const PERIODS: usize = 60;
const KPIS: usize = 15;

fn main() {
    let edition = site().edition();
    let (all, preparing) = timed(|| findings(&edition));
    let periods: Vec<Period> = edition.facts().snapshots.iter().map(|snapshot| snapshot.period).collect();
    let ((verdicts, signals), judging) = timed(|| verdicts(&all, &periods));
    let (looks, looking) = timed(|| looks(&all, periods[PERIODS - 1]));
    println!("{PARTS} parts x {PERIODS} periods x {KPIS} KPIs");
    println!("preparing      {:>9.1} ms", 1e3 * preparing.as_secs_f64());
    println!("verdicts       {:>9.1} ms for {verdicts} ({signals} signals)", 1e3 * judging.as_secs_f64());
    println!("per verdict    {:>9.2} us", 1e6 * judging.as_secs_f64() / verdicts as f64);
    println!("per series     {:>9.2} us, all its periods", 1e6 * judging.as_secs_f64() / (PARTS * KPIS) as f64);
    println!("closer look    {:>9.2} us each, {looks} of them", 1e6 * looking.as_secs_f64() / looks as f64);
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed())
}

/// How many verdicts were given, and how many of them are signals.
fn verdicts(all: &Findings<'_>, periods: &[Period]) -> (usize, usize) {
    let (mut verdicts, mut signals) = (0, 0);
    for subject in all.subjects() {
        for period in periods {
            let found = all.at(subject, *period);
            verdicts += 1;
            signals += usize::from(found.variation.is_some_and(|variation| variation.periods > 0));
        }
    }
    assert_eq!(verdicts, PARTS * KPIS * PERIODS);
    assert!(signals > 0, "some of the series move");
    (verdicts, signals)
}

fn looks(all: &Findings<'_>, period: Period) -> usize {
    let subjects = all.subjects();
    subjects.filter_map(|subject| all.closer_look(&all.at(subject, period))).count()
}

/// Shares with counts; every fifth series moves with its month, every seventh has a step.
fn site() -> Site {
    let names: Vec<String> = (0..PARTS).map(|part| format!("part{part}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut site = Site::new(PERIODS).dimension("team", &names);
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) % 100
    };
    for number in 0..KPIS {
        let mut share = kpi(&format!("kpi{number}"), KpiKind::Proportion, Better::Higher);
        share.targets = target(80.0);
        let id = share.id.to_string();
        site = site.kpi(share);
        for (part, name) in names.iter().enumerate() {
            let measured: Vec<Option<Measurement>> = (0..PERIODS)
                .map(|month| {
                    let season = if part % 5 == 0 { [0, 20, 40, 60, 40, 20][month % 6] } else { 0 };
                    let step = if part % 7 == 0 && month > 30 { 60 } else { 0 };
                    let numerator = (700 + roll() + season + step) as f64;
                    Some(Measurement::Ratio { numerator, denominator: 1000 })
                })
                .collect();
            site = site.measured(&format!("{id} team/{name}"), &measured);
        }
    }
    site
}
