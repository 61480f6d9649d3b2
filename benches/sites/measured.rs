//! What a command costs as a whole process: time on the clock, time on the processor, and memory at its peak.

use std::env;
use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The first argument with which this program runs and measures one command, given by the rest.
pub(crate) const WATCH: &str = "--watch-one-command";

/// The cost of one run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Time on the clock.
    pub(crate) wall: Duration,
    /// Time on all processors, of the program and of the system for it.
    pub(crate) cpu: Duration,
    /// The most memory it held, in bytes.
    pub(crate) memory: u64,
}

/// Runs `command` and says what it cost; it must succeed.
pub(crate) fn run(command: &[String]) -> io::Result<Cost> {
    run_with(command, &[])
}

/// Runs `command` as [`run`] does, with these environment variables set.
///
/// The kernel adds up what children cost, so each run has a parent of its own: this program once more.
pub(crate) fn run_with(command: &[String], variables: &[(&str, String)]) -> io::Result<Cost> {
    let variables = variables.iter().map(|(name, value)| (name, value));
    let output = Command::new(env::current_exe()?).arg(WATCH).args(command).envs(variables).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<u64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [wall, cpu, memory] if output.status.success() => {
            Ok(Cost { wall: Duration::from_micros(*wall), cpu: Duration::from_micros(*cpu), memory: *memory })
        }
        _ => Err(io::Error::other(format!("{command:?} failed: {said}{}", String::from_utf8_lossy(&output.stderr)))),
    }
}

/// Runs the command given by `arguments` and prints its cost: what [`run`] starts.
pub(crate) fn watch(arguments: &[String]) -> io::Result<()> {
    let (program, rest) = arguments.split_first().ok_or_else(|| io::Error::other("no command"))?;
    let start = Instant::now();
    let output = Command::new(program).args(rest).stdout(Stdio::null()).output()?;
    let wall = start.elapsed();
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    println!("{} {cpu} {}", wall.as_micros(), usage.max_rss() * 1024);
    Ok(())
}

/// The run in the middle, by time on the processor.
pub(crate) fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    costs[costs.len() / 2]
}
