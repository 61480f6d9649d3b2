//! How fast a chart is drawn, and how much it weighs: two years of months with limits, the usual range, a target and a
//! tooltip on every point, in one layout.
//!
//! ```text
//! cargo bench --bench charts
//! ```
//!
//! Beside it, in the same run, a chart of the same points by the SVG backend that plotters brings: axes with labels,
//! limits, target, line and points, but without tooltips, labels at the line's end, notes, names and descriptions. Each is
//! timed in turn, in several rounds, by the time the processor worked for it, and the best round counts: what else the
//! machine does can only slow it down. Also printed: the chart as a page has it (both layouts and the table) and
//! the word-sized ones of a scorecard.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

#[allow(dead_code, unreachable_pub, reason = "shared with the tests, which use all of it")]
#[path = "../tests/suite/charts/sample.rs"]
mod sample;

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use plaudit::analyse::{KpiFindings, UsualRange};
use plaudit::draw::{Layout, Trend, bullet, sparkline, trend, trend_in};
use plotters::prelude::*;
use plotters_svg::SVGBackend;

use sample::{Sample, first_reply, wandering};

const ROUNDS: usize = 15;
const CHARTS: usize = 2_000;

/// A way to draw, by its name.
type Way<'a> = (&'a str, Box<dyn Fn() -> String + 'a>);

fn main() {
    let mut values = wandering(24, 14.0, 3.0);
    values[23] = 25.0;
    let sample = Sample::of(first_reply(), "2026-10", &values).target(20.0);
    let (kpi, findings) = (&sample.kpi, sample.findings());
    let drawn = Trend { id: "trend", kpi, part: None, findings: &findings, notes: &[] };
    let ways: [Way<'_>; 5] = [
        ("trend, one layout", Box::new(|| trend_in(&drawn, Layout::Wide))),
        ("plotters’ own SVG", Box::new(|| stock(&findings))),
        ("trend, both and table", Box::new(|| trend(&drawn).wide_svg)),
        ("sparkline", Box::new(|| sparkline(kpi, &findings).unwrap())),
        ("bullet", Box::new(|| bullet(kpi, &findings).unwrap())),
    ];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for ((_, draw), times) in ways.iter().zip(&mut times) {
            let begin = worked();
            for _ in 0..CHARTS {
                black_box(draw());
            }
            times.push((worked() - begin).as_secs_f64() / CHARTS as f64);
        }
    }
    println!("{:<24}{:>12}{:>14}{:>10}{:>12}", "", "µs a chart", "charts a s", "bytes", "gzip");
    for ((name, draw), times) in ways.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let (seconds, svg) = (times[0], draw());
        let packed = gzip(svg.as_bytes()).map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        println!("{name:<24}{:>12.2}{:>14.0}{:>10}{packed:>12}", 1e6 * seconds, 1.0 / seconds, svg.len());
    }
}

/// How long the processor has worked for this program; there is one thread.
fn worked() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let time = |seconds: i64, microseconds: i64| {
        Duration::from_secs(seconds.unsigned_abs()) + Duration::from_micros(microseconds.unsigned_abs())
    };
    let (user, system) = (usage.user_time(), usage.system_time());
    time(user.tv_sec(), user.tv_usec()) + time(system.tv_sec(), system.tv_usec())
}

/// The same points as plotters draws them by itself.
fn stock(findings: &KpiFindings) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (720, 340)).into_drawing_area();
        let points: Vec<(f64, f64)> =
            findings.points.iter().enumerate().map(|(index, point)| (index as f64, point.value.unwrap())).collect();
        let UsualRange { lower, upper, mean, .. } = findings.limits_of(&findings.points[0]).unwrap();
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .x_label_area_size(30)
            .y_label_area_size(50)
            .build_cartesian_2d(0.0..23.0, 5.0..30.0)
            .unwrap();
        chart.configure_mesh().x_labels(8).y_labels(6).draw().unwrap();
        let band = Rectangle::new([(0.0, upper), (23.0, lower)], RGBColor(238, 241, 244).filled());
        chart.draw_series([band]).unwrap();
        let level = |value: f64| PathElement::new([(0.0, value), (23.0, value)], BLACK.stroke_width(1));
        chart.draw_series([lower, upper, mean, 20.0].map(level)).unwrap();
        chart.draw_series([PathElement::new(points.clone(), BLUE.stroke_width(2))]).unwrap();
        chart.draw_series(points.into_iter().map(|point| Circle::new(point, 3, BLUE.filled()))).unwrap();
        area.present().unwrap();
    }
    svg
}

/// How many bytes are left of it; `None` without `gzip`.
fn gzip(bytes: &[u8]) -> Option<usize> {
    let mut gzip = Command::new("gzip").args(["-9", "-c"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    gzip.stdin.take()?.write_all(bytes).ok()?;
    Some(gzip.wait_with_output().ok()?.stdout.len())
}
