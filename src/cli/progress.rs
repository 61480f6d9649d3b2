//! How far a build has come: a bar on a terminal, for work that takes more than a second; a line elsewhere; and where
//! its time went.

use std::cell::Cell;
use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::{ReportOptions, count};
use crate::publish::{Progress, Step};

const SHORT: Duration = Duration::from_secs(1);
/// How many of the slowest pages are named.
const SLOWEST: usize = 10;

thread_local! {
    /// When the file that this thread is making was begun.
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Shows how many files are made, and notes down how long everything takes.
pub(super) struct Bar {
    report: ReportOptions,
    bar: ProgressBar,
    started: Instant,
    is_drawn: AtomicBool,
    times: Mutex<Times>,
}

#[derive(Default)]
struct Times {
    /// Each step with its begin.
    steps: Vec<(Step, Instant)>,
    files: usize,
    /// The slowest pages, the slowest first.
    slowest: Vec<(Duration, String)>,
    ended: Option<Instant>,
}

impl Bar {
    /// Begins now; shows nothing to somebody who asked for quiet.
    pub(super) fn new(report: ReportOptions) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos} of {len}, {eta} left") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message("making files");
        Self { report, bar, started: Instant::now(), is_drawn: false.into(), times: Mutex::default() }
    }

    /// Takes the bar away, so that what follows is read alone. Returns how long it took.
    pub(super) fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.times().ended = Some(Instant::now());
        self.started.elapsed()
    }

    /// How long each step took, and the slowest pages, as lines.
    pub(super) fn timings(&self) -> String {
        let times = self.times();
        let ended = times.ended.unwrap_or_else(Instant::now);
        let ends = times.steps.iter().skip(1).map(|(_, begin)| *begin).chain([ended]);
        let mut text = String::from("step             seconds\n");
        for ((step, begin), end) in times.steps.iter().zip(ends) {
            let seconds = end.duration_since(*begin).as_secs_f64();
            write!(text, "{:<16} {seconds:>7.3}", name(*step)).expect("writing to text");
            if *step == Step::Making {
                write!(text, "  {}", count(times.files, "file")).expect("writing to text");
            }
            text.push('\n');
        }
        if !times.slowest.is_empty() {
            text.push_str("\nslowest pages    seconds\n");
            for (time, path) in &times.slowest {
                writeln!(text, "{:>24.4}  {path}", time.as_secs_f64()).expect("writing to text");
            }
        }
        text.trim_end().to_owned()
    }

    fn is_for_a_bar(&self) -> bool {
        self.report.is_talking() && io::stderr().is_terminal()
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Reading => "reading",
        Step::Disclosing => "disclosing",
        Step::Analysing => "analysing",
        Step::Outlining => "outlining",
        Step::Comparing => "comparing",
        Step::Making => "making",
        Step::Publishing => "publishing",
    }
}

impl Progress for Bar {
    fn step(&self, step: Step) {
        self.times().steps.push((step, Instant::now()));
    }

    fn begin(&self, files: usize) {
        self.times().files = files;
        self.bar.set_length(files as u64);
        if files > 0 && !self.is_for_a_bar() {
            self.report.phase(&format!("making {}", count(files, "file")));
        }
    }

    fn making(&self, _path: &str) {
        BEGUN.set(Some(Instant::now()));
    }

    fn made(&self, path: &str) {
        if let Some(time) = BEGUN.take().map(|begun| begun.elapsed()) {
            let slowest = &mut self.times().slowest;
            let place = slowest.partition_point(|(other, _)| *other >= time);
            if place < SLOWEST {
                slowest.insert(place, (time, path.to_owned()));
                slowest.truncate(SLOWEST);
            }
        }
        self.bar.inc(1);
        let is_due = self.started.elapsed() >= SHORT && self.is_for_a_bar();
        if is_due && !self.is_drawn.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
