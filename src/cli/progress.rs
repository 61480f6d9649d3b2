//! How far a build has come: a bar on a terminal, for work that takes more than a second; a line elsewhere.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::{ReportOptions, count};
use crate::publish::Progress;

const SHORT: Duration = Duration::from_secs(1);

/// Shows how many files are made.
pub(super) struct Bar {
    report: ReportOptions,
    bar: ProgressBar,
    started: Instant,
    is_drawn: AtomicBool,
}

impl Bar {
    /// Begins now; shows nothing to somebody who asked for quiet.
    pub(super) fn new(report: ReportOptions) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos} of {len}, {eta} left") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message("making files");
        Self { report, bar, started: Instant::now(), is_drawn: false.into() }
    }

    /// Takes the bar away, so that what follows is read alone. Returns how long it took.
    pub(super) fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.started.elapsed()
    }

    fn is_for_a_bar(&self) -> bool {
        self.report.is_talking() && io::stderr().is_terminal()
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize) {
        self.bar.set_length(files as u64);
        if files > 0 && !self.is_for_a_bar() {
            self.report.phase(&format!("making {}", count(files, "file")));
        }
    }

    fn made(&self) {
        self.bar.inc(1);
        let is_due = self.started.elapsed() >= SHORT && self.is_for_a_bar();
        if is_due && !self.is_drawn.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
