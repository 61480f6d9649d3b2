//! What an import of many tickets costs: processor time and the most memory, as a whole process.
//!
//! ```text
//! cargo bench --bench import
//! ```
//!
//! Makes exports of 100,000, a million and four million tickets of three years, the same on every run, and imports each into a
//! new site: two counts, two shares, a median, a mean and a percentile by month, team and channel. Memory must not grow with
//! the rows.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

#[path = "sites/measured.rs"]
mod measured;
#[path = "sites/random.rs"]
mod random;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use jiff::{SignedDuration, civil::date};

use random::Random;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plaudit");

const MAPPING: &str = "\
rows: tickets
period: { column: Created at, format: \"%Y-%m-%d %H:%M:%S\", zone: UTC, calendar: Europe/London }
parts:
  team: { column: Group, members: { Orders: orders, Returns: returns } }
  channel: Channel
kpis:
  tickets_opened: { count: rows }
  tickets_resolved: { count: rows, period: { column: Solved at, format: \"%Y-%m-%d %H:%M:%S\", zone: UTC, calendar: Europe/London } }
  first_reply: { mean: First reply (min), unit: minutes }
  resolution_time: { median: Resolution (h), unit: hours }
  longest_wait: { percentile: 95, of: Wait, unit: \"HH:MM:SS\" }
  csat: { share: Satisfaction, of: [good] }
  reopened: { share: Reopened, at_least: 1 }
";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((measured::WATCH, command)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return measured::watch(command).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    assert!(Command::new(PROGRAM).arg("init").arg(&site).output().unwrap().status.success());
    fs::create_dir(site.join("data/imports")).unwrap();
    fs::write(site.join("data/imports/tickets.yaml"), MAPPING).unwrap();
    let catalogue = fs::read_to_string(site.join("data/kpis.yaml")).unwrap();
    let catalogue = stated(&stated(&catalogue, "resolution_time", "median"), "longest_wait", "p95");
    fs::write(site.join("data/kpis.yaml"), catalogue).unwrap();
    println!("{:>10} {:>8} {:>8} {:>8} {:>10} {:>10}", "rows", "MB", "CPU s", "wall s", "rows/s", "peak MiB");
    for rows in [100_000, 1_000_000, 4_000_000] {
        let file = folder.path().join("tickets.csv");
        tickets(&file, rows);
        let megabytes = fs::metadata(&file).unwrap().len() as f64 / 1e6;
        let command = [PROGRAM, "import", file.to_str().unwrap(), "--root", site.to_str().unwrap()].map(str::to_owned);
        let cost = measured::median((0..3).map(|_| measured::run(&command).unwrap()).collect());
        let seconds = cost.cpu.as_secs_f64();
        let (speed, memory) = (rows as f64 / seconds, cost.memory as f64 / (1024.0 * 1024.0));
        let wall = cost.wall.as_secs_f64();
        println!("{rows:>10} {megabytes:>8.0} {seconds:>8.2} {wall:>8.2} {speed:>10.0} {memory:>10.1}");
    }
}

/// The catalogue with another statistic for a KPI.
fn stated(catalogue: &str, kpi: &str, statistic: &str) -> String {
    let start = catalogue.find(&format!("\n{kpi}:\n")).unwrap() + kpi.len() + 3;
    let (before, after) = catalogue.split_at(start);
    let end = after.find("\n\n").unwrap();
    let own: String =
        after[..end].lines().filter(|line| !line.starts_with("  statistic:")).map(|line| format!("{line}\n")).collect();
    format!("{before}  statistic: {statistic}\n{own}{}", &after[end..])
}

fn tickets(file: &Path, rows: usize) {
    let mut random = Random::new([1, rows as u64, 7]);
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(
        out,
        "Ticket,Created at,Solved at,Group,Channel,Subject,First reply (min),Resolution (h),Wait,Satisfaction,Reopened"
    )
    .unwrap();
    let first = date(2023, 11, 1).at(0, 0, 0, 0);
    for row in 0..rows {
        let created = first + SignedDuration::from_secs(random.below(1_095 * 86_400) as i64);
        let hours = random.around(18.0, 0.4);
        let solved = created + SignedDuration::from_secs((hours * 3_600.0) as i64);
        let solved =
            if random.below(20) == 0 { String::new() } else { solved.strftime("%Y-%m-%d %H:%M:%S").to_string() };
        let wait = random.below(900);
        writeln!(
            out,
            "{row},{},{solved},{},{},\"Where is my order, please?\",{},{hours:.2},00:{:02}:{:02},{},{}",
            created.strftime("%Y-%m-%d %H:%M:%S"),
            ["Orders", "Returns"][random.below(2)],
            ["Phone", "E-mail", "Chat"][random.below(3)],
            random.below(240),
            wait / 60,
            wait % 60,
            ["good", "good", "good", "bad", ""][random.below(5)],
            u8::from(random.below(12) == 0),
        )
        .unwrap();
    }
}
