//! How long whole sites take to build, against a floor in the same run.
//!
//! ```text
//! cargo bench --bench sites -- small medium large --rounds 5 --theme table
//! ```
//!
//! The theme table has a table and one line per KPI, and no statistics but the verdicts; plain is that of the golden files,
//! which shows all there is. `--help` says what else can be asked for.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measured")]

mod corpus;
mod floor;
mod measured;
mod random;
mod serving;
mod zola;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use corpus::{SIZES, Size};
use measured::{Cost, median, run};

/// That of Plaudit, so that the floor does not pay for another one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PLAUDIT: &str = env!("CARGO_BIN_EXE_plaudit");

/// Builds made-up sites and says what that costs.
#[derive(Parser)]
struct Asked {
    /// How large the sites are; without any, small and medium.
    #[arg(value_parser = SIZES.map(|size| size.name))]
    sizes: Vec<String>,
    /// The theme; without it, table and default.
    #[arg(long, value_parser = THEMES)]
    theme: Option<String>,
    /// How often each is built.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// A folder on a memory file system; without it, /dev/shm or else the system's temporary folder.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Only writes the sites to this folder, to be looked at or built by hand.
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// The program that makes comparable pages too, in the same run.
    #[arg(long, value_name = "PROGRAM")]
    zola: Option<String>,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some(measured::WATCH) => measured::watch(&arguments[1..]),
        Some(floor::FLOOR) => floor::run(&arguments[1..]),
        _ => Asked::parse().measure(),
    };
    done.map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

impl Asked {
    fn measure(self) -> io::Result<()> {
        let asked = |size: &Size| self.sizes.iter().any(|name| name == size.name);
        let sizes = SIZES.iter().filter(|size| if self.sizes.is_empty() { is_usual(size) } else { asked(size) });
        for size in sizes.copied() {
            for theme in THEMES.into_iter().filter(|one| self.theme.as_ref().map_or(*one != "plain", |it| it == one)) {
                if let Some(folder) = &self.write {
                    lay_out(&folder.join(format!("{}-{theme}", size.name)), size, theme)?;
                    continue;
                }
                let folder = self.folder.clone().unwrap_or_else(memory_folder);
                let folder = folder.join(format!("plaudit-bench-{}-{theme}", size.name));
                Bench { size, theme, rounds: self.rounds as usize, folder, zola: self.zola.clone() }.run()?;
            }
        }
        Ok(())
    }
}

/// Whether a size is measured where none is asked for.
fn is_usual(size: &Size) -> bool {
    matches!(size.name, "small" | "medium")
}

/// Files that were written just now are not kept for the next build: most sites have few of them.
const SETTLED: Duration = Duration::from_secs(4);

const THEMES: [&str; 3] = ["table", "plain", "default"];

/// Writes the site of `size` to `folder`, with its theme beside it.
fn lay_out(folder: &Path, size: Size, theme: &str) -> io::Result<()> {
    corpus::write(folder, size, theme)?;
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = if theme == "default" { "themes/default" } else { "tests/themes/plain" };
    let target = folder.join("themes").join(theme);
    copy(&project.join(source), &target)?;
    if theme == "table" { copy(&project.join("benches/sites/table"), &target.join("templates")) } else { Ok(()) }
}

/// Where files are kept in memory.
fn memory_folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { env::temp_dir() }
}

/// One corpus with one theme.
struct Bench {
    size: Size,
    theme: &'static str,
    rounds: usize,
    folder: PathBuf,
    /// The command that makes the same pages too, if any is asked for.
    zola: Option<String>,
}

impl Bench {
    fn run(&self) -> io::Result<()> {
        let _ = fs::remove_dir_all(&self.folder);
        let site = self.site();
        lay_out(&site, self.size, self.theme)?;
        let inputs = count(&site)?;
        thread::sleep(SETTLED);

        let mut cold_two = Vec::new();
        let mut cold_one = Vec::new();
        let (mut floors, mut drawn_floors) = (Vec::new(), Vec::new());
        let (mut zolas_one, mut zolas_two) = (Vec::new(), Vec::new());
        let mut output = (0, 0);
        if self.zola.is_some() {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(zola::TEMPLATES), &self.zola_site())?;
            zola::write(&self.zola_site(), self.size)?;
        }
        for _ in 0..self.rounds {
            cold_one.push(self.cold(1)?);
            output = count(&self.public())?;
            floors.push(self.floor(output, &[])?);
            drawn_floors.push(self.floor(output, &[floor::LINES])?);
            cold_two.push(self.cold(2)?);
            if let Some(zola) = &self.zola {
                zolas_one.push(zola::build(zola, &self.zola_site(), 1)?);
                zolas_two.push(zola::build(zola, &self.zola_site(), 2)?);
            }
        }
        let floor = median(floors);
        println!(
            "\n## {} ({} teams, {} months), {} theme: {} inputs, {} files, {:.1} MB\n",
            self.size.name,
            self.size.teams,
            self.size.months,
            self.theme,
            inputs.0,
            output.0,
            output.1 as f64 / 1e6
        );
        let drawn_floor = median(drawn_floors);
        println!("| what | CPU s | wall s | MiB | × floor | × floor with lines | files written |");
        println!("|---|--:|--:|--:|--:|--:|--:|");
        let show = |what: &str, cost: Cost, written: &str| {
            let times = |floor: Cost| cost.cpu.as_secs_f64() / floor.cpu.as_secs_f64();
            println!(
                "| {what} | {:.3} | {:.3} | {:.0} | {:.2} | {:.2} | {written} |",
                cost.cpu.as_secs_f64(),
                cost.wall.as_secs_f64(),
                cost.memory as f64 / 1024.0 / 1024.0,
                times(floor),
                times(drawn_floor)
            );
        };
        show("the floor", floor, &output.0.to_string());
        show("the floor with lines", drawn_floor, &output.0.to_string());
        if self.zola.is_some() {
            let written = count(&self.zola_site().join("public"))?.0.to_string();
            show("Zola, 1 thread", median(zolas_one), &written);
            show("Zola, 2 threads", median(zolas_two), &written);
            fs::remove_dir_all(self.zola_site())?;
        }
        show("cold, 1 thread", median(cold_one), &output.0.to_string());
        show("cold, 2 threads", median(cold_two), &output.0.to_string());

        let last = self.size.months - 1;
        let commentary = site.join(corpus::commentary_path(self.size, last, 0));
        let snapshot = site.join(format!("data/snapshots/{}.yaml", corpus::month(self.size, last)));
        let template = site.join("themes").join(self.theme).join("templates/404.html");
        let next = site.join(format!("data/snapshots/{}.yaml", corpus::month(self.size, self.size.months)));
        let base = site.join("themes").join(self.theme).join("templates/base.html");
        self.edited("nothing changed", &show, |_| Ok(()))?;
        self.edited("one commentary", &show, |round| append(&commentary, &format!("\nRound {round}.\n")))?;
        self.edited("one value", &show, |round| {
            let text = fs::read_to_string(&snapshot)?;
            let at = text.find("    team_001:\n").map(|at| at + text[at..].find("backlog: ").unwrap_or(0) + 9);
            let at = at.ok_or_else(|| io::Error::other("no team_001"))?;
            let end = at + text[at..].find('\n').unwrap_or(0);
            fs::write(&snapshot, format!("{}{}{}", &text[..at], 80 + round, &text[end..]))
        })?;
        self.edited("one new month", &show, |_| {
            if next.exists() {
                fs::remove_file(&next)?;
                self.build(2)?;
            }
            fs::write(&next, corpus::snapshot(self.size, self.size.months))
        })?;
        fs::remove_file(&next)?;
        let _ = fs::remove_dir_all(self.public());
        self.build(2)?;
        self.edited("one template", &show, |round| append(&template, &format!("{{# {round} #}}")))?;
        self.edited("the template of all pages", &show, |round| append(&base, &format!("{{# {round} #}}")))?;

        let times = serving::save_to_page(Path::new(PLAUDIT), &site, &commentary, self.rounds.max(5))?;
        println!("| `serve`, save to page | | {:.3} | | | | |", times.as_secs_f64());
        fs::remove_dir_all(&self.folder)
    }

    /// Builds again after each `edit`, and shows the run in the middle.
    fn edited(
        &self,
        what: &str,
        show: &dyn Fn(&str, Cost, &str),
        edit: impl Fn(usize) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut costs = Vec::new();
        let mut written = 0;
        for round in 0..self.rounds {
            edit(round)?;
            let before = fs::read(self.folder.join("site/public/.plaudit-manifest")).unwrap_or_default();
            costs.push(self.build(2)?);
            let after = fs::read(self.folder.join("site/public/.plaudit-manifest")).unwrap_or_default();
            written = different_lines(&before, &after);
        }
        show(what, median(costs), &written.to_string());
        Ok(())
    }

    /// What the floor costs where `output` says how many files and bytes there are, with what `more` asks for.
    fn floor(&self, output: (usize, u64), more: &[&str]) -> io::Result<Cost> {
        let (site, folder) = (self.site(), self.folder.join("floor"));
        let _ = fs::remove_dir_all(&folder);
        let mut command = vec![env::current_exe()?.display().to_string(), floor::FLOOR.to_owned()];
        command.extend([site.display().to_string(), folder.display().to_string()]);
        command.extend([output.0.to_string(), output.1.to_string()]);
        command.extend(more.iter().map(ToString::to_string));
        let cost = run(&command);
        let _ = fs::remove_dir_all(&folder);
        cost
    }

    fn cold(&self, threads: usize) -> io::Result<Cost> {
        for folder in ["public", ".plaudit"] {
            let _ = fs::remove_dir_all(self.site().join(folder));
        }
        self.build(threads)
    }

    fn build(&self, threads: usize) -> io::Result<Cost> {
        let site = self.site().display().to_string();
        // A new month is taken away again, over which nothing older is published unasked.
        let command = [PLAUDIT, "build", "--quiet", "--force", "--root", &site, "--jobs", &threads.to_string()];
        run(&command.map(str::to_owned))
    }

    fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    fn zola_site(&self) -> PathBuf {
        self.folder.join("zola")
    }

    fn public(&self) -> PathBuf {
        self.site().join("public")
    }
}

/// How many lines of `after` are not in `before`: the files that were written.
fn different_lines(before: &[u8], after: &[u8]) -> usize {
    let lines = |bytes: &[u8]| -> std::collections::BTreeSet<Vec<u8>> {
        bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    };
    lines(after).difference(&lines(before)).count()
}

fn append(file: &Path, text: &str) -> io::Result<()> {
    let old = fs::read_to_string(file)?;
    fs::write(file, old + text)
}

/// How many files there are below `folder`, and how many bytes; hidden ones left out.
fn count(folder: &Path) -> io::Result<(usize, u64)> {
    let mut counted = (0, 0);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(io::Error::other)?;
        if entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
            counted = (counted.0 + 1, counted.1 + entry.metadata().map_err(io::Error::other)?.len());
        }
    }
    Ok(counted)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(io::Error::other)?;
        let target = to.join(entry.path().strip_prefix(from).map_err(io::Error::other)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// The time in the middle.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
