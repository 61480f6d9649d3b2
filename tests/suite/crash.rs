//! The program itself killed in the middle of builds, and disks that fail it: the published site is entirely the old one or
//! entirely the new one, and the next build makes everything good.
//!
//! `tests/suite/publish.rs` stops a build at every single change of the disk, but only pretends to; here it is the real
//! program and a real end, at moments that are spread over a build and watched for on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::random::Random;
use crate::site_test::{SiteTest, files};

/// Every file by its path; nothing at all is no site.
type Files = BTreeMap<String, Vec<u8>>;

const ROUNDS: usize = 20;

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let world = World::new();
    let mut random = Random::new(7);
    let mut ends = BTreeMap::new();
    let (mut old, mut new) = (Edition::One, Edition::Other);
    world.edit(old);
    world.build();
    for round in 0..ROUNDS {
        world.edit(new);
        // Recovery is killed too, every other time.
        for attempt in 0..=round % 2 {
            let moment = match round % 4 {
                0 => Moment::After(world.duration.mul_f64(random.below(110) as f64 / 100.0)),
                1 => Moment::WhenChanging(Duration::from_micros(random.below(3_000) as u64)),
                2 => Moment::WhenWritten(Duration::from_micros(random.below(1_500) as u64)),
                _ => Moment::WhenExchanged(Duration::from_micros(random.below(800) as u64)),
            };
            let is_over = world.kill(moment);
            let published = files(&world.output());
            let is_new = published == *world.files(new);
            assert!(is_new || published == *world.files(old), "round {round}, attempt {attempt}, {moment:?}");
            let is_changing = world.spare().join("journal").exists();
            *ends.entry((is_new, is_changing, is_over)).or_insert(0) += 1;
        }
        world.build();
        assert!(files(&world.output()) == *world.files(new), "round {round}");
        assert_eq!(everything(&world.spare().join("tree")), everything(&world.output()), "round {round}");
        assert!(!world.spare().join("journal").exists(), "round {round}");
        (old, new) = (new, old);
    }
    eprintln!("(new site, spare tree unfinished, build was over): {ends:?}");
    let killed = |is_new: bool| ends.iter().any(|((new, changing, _), _)| *new == is_new && *changing);
    assert!(killed(false), "no build was killed while it was writing: {ends:?}");
    assert!(killed(true), "no build was killed after the exchange: {ends:?}");
}

#[test]
fn the_first_build_that_is_killed_leaves_nothing_or_the_site() {
    let world = World::new();
    world.edit(Edition::One);
    let whole = world.files(Edition::One);
    for round in 0..6 {
        let _ = fs::remove_dir_all(world.output());
        let _ = fs::remove_dir_all(world.spare());
        world.kill(Moment::WhenChanging(Duration::from_micros(400 * round)));
        let published = files(&world.output());
        assert!(published.is_empty() || published == *whole, "round {round}");
        world.build();
        assert!(files(&world.output()) == *whole, "round {round}");
    }
}

/// As on a full disk: no file can grow beyond a limit, and the program is told, or ended, when it tries.
#[cfg(unix)]
#[test]
fn files_that_cannot_be_written_leave_the_old_site() {
    let world = World::new();
    world.edit(Edition::One);
    world.build();
    world.edit(Edition::Other);
    for (trap, is_told) in [("trap '' XFSZ; ", true), ("", false)] {
        let limited = world.shell(&format!("{trap}ulimit -f 3; exec \"$PLAUDIT\" build -q -r \"$SITE\""));
        assert!(!limited.status.success());
        if is_told {
            let said = text(&limited);
            assert!(said.contains("error[P801]") && said.contains("too large"), "{said}");
        }
        assert!(files(&world.output()) == *world.files(Edition::One));
    }
    world.build();
    assert!(files(&world.output()) == *world.files(Edition::Other));
}

/// With disks of its own, where the system lets tests have some.
#[cfg(target_os = "linux")]
#[test]
fn disks_that_are_full_read_only_or_in_the_way_leave_the_old_site() {
    let world = World::new();
    let may_mount = world.private_shell("mkdir \"$SITE/disk\" && mount -t tmpfs -o size=64k tmpfs \"$SITE/disk\"");
    if !may_mount.status.success() {
        eprintln!("not tried, as this system lets no test mount a disk: {}", text(&may_mount));
        return;
    }
    world.edit(Edition::One);
    let build = "\"$PLAUDIT\" build -q -r \"$SITE\" -o";
    let rename = "sed -i 's/^title: .*/title: Another/' \"$SITE/plaudit.yaml\"";
    // In one go, as the disk is gone with the shell that mounted it.
    let full = format!(
        "set -e; cd \"$SITE\"; mount -t tmpfs -o size=1m tmpfs disk; {build} disk/public; cp -r disk/public before
        dd if=/dev/zero of=disk/filler bs=1k count=2000 2>/dev/null || true
        {rename}; ! {build} disk/public 2> said; diff -r before disk/public; cat said
        rm disk/filler; {build} disk/public; grep -q Another disk/public/index.html; echo whole"
    );
    check(&world.private_shell(&full), &["error[P801]: ", "the disk is full", "disk/", "whole"]);
    let read_only = format!(
        "set -e; cd \"$SITE\"; mount -t tmpfs -o size=2m tmpfs disk; {build} disk/public; cp -r disk/public before2
        mount -o remount,ro disk; sed -i 's/^title: .*/title: Third/' plaudit.yaml; ! {build} disk/public 2> said
        diff -r before2 disk/public; cat said; mount -o remount,rw disk; {build} disk/public
        grep -q Third disk/public/index.html; echo whole"
    );
    check(&world.private_shell(&read_only), &["error[P801]: ", "the disk can only be read", "whole"]);
    let in_the_way = format!(
        "set -e; cd \"$SITE\"; mount -t tmpfs -o size=2m tmpfs disk; ! {build} disk 2> said; cat said
        test -z \"$(ls -A disk)\"; {build} disk/public; grep -q Third disk/public/index.html; echo whole"
    );
    check(&world.private_shell(&in_the_way), &["error[P801]: ", "publish to a folder inside it", "whole"]);

    #[track_caller]
    fn check(output: &Output, expected: &[&str]) {
        let said = text(output);
        assert!(output.status.success() && expected.iter().all(|words| said.contains(words)), "{said}");
    }
}

#[test]
fn whoever_has_a_page_open_reads_it_to_its_end() {
    use std::io::Read;
    let world = World::new();
    world.edit(Edition::One);
    world.build();
    let mut page = fs::File::open(world.output().join("index.html")).unwrap();
    let mut read = vec![0; 100];
    page.read_exact(&mut read).unwrap();
    world.edit(Edition::Other);
    world.build();
    page.read_to_end(&mut read).unwrap();
    assert!(read == world.files(Edition::One)["index.html"]);
    assert!(files(&world.output()) == *world.files(Edition::Other));
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Edition {
    One,
    Other,
}

/// When the program ends.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after it began.
    After(Duration),
    /// So long after it noted down what it is about to change.
    WhenChanging(Duration),
    /// So long after the new manifest was written, which is the last file.
    WhenWritten(Duration),
    /// So long after the new site is published.
    WhenExchanged(Duration),
}

/// A site in memory, as far as the system has that, and what its two editions look like.
struct World {
    site: SiteTest,
    one: Files,
    other: Files,
    /// How long a build takes.
    duration: Duration,
}

impl World {
    fn new() -> Self {
        let site = SiteTest::copy_of("first-month");
        // Enough files for an end to come between two of them.
        for number in 0..60 {
            site.write(&format!("content/page-{number}.md"), &format!("Words of page {number}.\n"));
        }
        let mut world = Self { site, one: Files::new(), other: Files::new(), duration: Duration::ZERO };
        world.edit(Edition::One);
        world.one = world.site.build_cleanly();
        world.edit(Edition::Other);
        let begin = Instant::now();
        world.other = world.site.build_cleanly();
        world.duration = begin.elapsed();
        assert!(world.one.keys().eq(world.other.keys()) && world.one.len() > 60);
        world
    }

    /// Changes words that are on every page.
    fn edit(&self, edition: Edition) {
        let title = match edition {
            Edition::One => "title: The one edition",
            Edition::Other => "title: The other edition, which is a little longer",
        };
        let settings = fs::read_to_string(self.site.root().join("plaudit.yaml")).unwrap();
        let lines = settings.lines().map(|line| if line.starts_with("title: ") { title } else { line });
        self.site.write("plaudit.yaml", &(lines.collect::<Vec<_>>().join("\n") + "\n"));
    }

    fn files(&self, edition: Edition) -> &Files {
        match edition {
            Edition::One => &self.one,
            Edition::Other => &self.other,
        }
    }

    fn output(&self) -> PathBuf {
        self.site.root().join("public")
    }

    fn spare(&self) -> PathBuf {
        self.site.root().join(".public.spare-plaudit")
    }

    #[track_caller]
    fn build(&self) {
        let output = self.start().wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
    }

    /// Starts a build and ends it at `moment`; whether it had ended by itself.
    fn kill(&self, moment: Moment) -> bool {
        let manifest = |folder: &Path| fs::read(folder.join(".plaudit-manifest")).unwrap_or_default();
        let before = manifest(&self.output());
        let tree = self.spare().join("tree");
        let mut child = self.start();
        let wait_for = |child: &mut Child, has_come: &dyn Fn() -> bool| {
            while !has_come() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
        };
        let delay = match moment {
            Moment::After(delay) => delay,
            Moment::WhenChanging(delay) => {
                wait_for(&mut child, &|| self.spare().join("journal").exists());
                delay
            }
            Moment::WhenWritten(delay) => {
                wait_for(&mut child, &|| !matches!(manifest(&tree), found if found.is_empty() || found == before));
                delay
            }
            Moment::WhenExchanged(delay) => {
                wait_for(&mut child, &|| manifest(&self.output()) != before);
                delay
            }
        };
        let end = Instant::now() + delay;
        while Instant::now() < end {
            std::thread::yield_now();
        }
        let is_over = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        child.wait().unwrap();
        is_over
    }

    fn start(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_plaudit"))
            .args(["build", "--quiet", "--root"])
            .arg(self.site.root())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    #[cfg(unix)]
    fn shell(&self, script: &str) -> Output {
        self.run(Command::new("sh").args(["-c", script]))
    }

    /// A shell whose mounts nobody else sees.
    #[cfg(target_os = "linux")]
    fn private_shell(&self, script: &str) -> Output {
        self.run(Command::new("unshare").args(["--map-root-user", "--mount", "sh", "-c", script]))
    }

    #[cfg(unix)]
    fn run(&self, command: &mut Command) -> Output {
        command.env("PLAUDIT", env!("CARGO_BIN_EXE_plaudit")).env("SITE", self.site.root()).output().unwrap()
    }
}

/// Every file below `folder`, the publisher's own records included.
fn everything(folder: &Path) -> Files {
    let mut found = files(folder);
    found.insert(".plaudit-manifest".into(), fs::read(folder.join(".plaudit-manifest")).unwrap_or_default());
    found
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
