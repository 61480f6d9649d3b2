//! How long it takes from saving a file to the page that `plaudit serve` shows.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::middle;

/// The time in the middle from saving `commentary` until its page is on disk.
///
/// Longer than a minute is an error.
pub(crate) fn save_to_page(plaudit: &Path, site: &Path, commentary: &Path, rounds: usize) -> io::Result<Duration> {
    let mut server = Command::new(plaudit)
        .args(["serve", "--quiet", "--port", "0", "--jobs", "2", "--root"])
        .arg(site)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // The address is printed once the first build is done.
    let said = server.stdout.take().map(BufReader::new).and_then(|said| said.lines().next());
    let times = match said {
        Some(Ok(_)) => (0..rounds).map(|round| saved(site, commentary, round)).collect(),
        _ => Err(io::Error::other("the server did not say where it is")),
    };
    server.kill()?;
    server.wait()?;
    times.map(middle)
}

fn saved(site: &Path, commentary: &Path, round: usize) -> io::Result<Duration> {
    let words = format!("Saved for the {round} time.");
    let old = fs::read_to_string(commentary)?;
    let start = Instant::now();
    fs::write(commentary, format!("{old}\n{words}\n"))?;
    // content/scorecards/2026-10/team/team_000.md becomes 2026-10/team/team_000/index.html.
    let below = commentary.strip_prefix(site.join("content/scorecards")).map_err(io::Error::other)?;
    let page = site.join(".plaudit/serve/site").join(below.with_extension("")).join("index.html");
    loop {
        if fs::read_to_string(&page).is_ok_and(|page| page.contains(&words)) {
            let time = start.elapsed();
            // Whatever else the build still does is not part of the next round.
            thread::sleep(Duration::from_millis(300));
            return Ok(time);
        }
        if start.elapsed() > Duration::from_secs(60) {
            return Err(io::Error::other(format!("{} was not made anew", page.display())));
        }
        thread::sleep(Duration::from_millis(1));
    }
}
