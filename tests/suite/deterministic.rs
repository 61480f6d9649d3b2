//! The same inputs give the same bytes: on any machine, and after whatever was built before.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::random::Random;
use crate::site_test::{SiteTest, files};

type Files = BTreeMap<String, Vec<u8>>;

#[cfg(unix)]
#[test]
fn no_machine_makes_other_bytes() {
    let site = SiteTest::copy_of("small");
    let plain = published_by(site.root(), "-j1", "022", &[("TZ", "UTC"), ("LC_ALL", "C")]);
    assert!(plain.len() > 60 && plain.contains_key(".plaudit-manifest"));

    // Another place, files made in another order and with other times, another user's habits.
    let elsewhere = tempfile::tempdir().unwrap();
    let root = elsewhere.path().join("a much longer path/with spaces, ünicode & more");
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (number, (path, bytes)) in inputs(site.root()).into_iter().rev().enumerate() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        let time = begin + Duration::from_secs(86_400 * (number as u64 * 37 % 101));
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    let habits = [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE"), ("COLUMNS", "40")];
    let other = published_by(&root, "-j8", "077", &habits);
    assert_eq!(different(&plain, &other), Vec::<&str>::new());
    let west = published_by(&root, "-j3", "002", &[("TZ", "America/Adak"), ("LC_ALL", "ar_EG.UTF-8")]);
    assert_eq!(different(&plain, &west), Vec::<&str>::new());
}

/// Whatever was built before, and however often building failed: an incremental build equals a clean one.
#[test]
fn no_history_makes_other_bytes() {
    const STEPS: usize = 36;
    let site = SiteTest::copy_of("small");
    // Fewer months, as every step builds twice.
    (1..=8).for_each(|month| site.remove(&format!("data/snapshots/2025-{month:02}.yaml")));
    site.build();
    let (mut random, seed) = Random::seeded(11);
    let (mut changed, mut refused) = (0, 0);
    for step in 0..STEPS {
        let before = (inputs(site.root()), site.published());
        let edits: Vec<String> = (0..=random.below(2)).map(|_| edit(&site, &mut random)).collect();
        let told = || format!("seed {seed}, step {step}: {}", edits.join("; then "));
        eprintln!("{}", told());
        match site.try_build() {
            Ok(_) => {
                let published = site.published();
                let clean = site.build_cleanly();
                assert_eq!(different(&published, &clean), Vec::<&str>::new(), "{}", told());
                changed += usize::from(published != before.1);
            }
            Err(why) => {
                refused += 1;
                // What somebody did to the output by hand is not our doing.
                if !edits.iter().any(|edit| edit.starts_with("output")) {
                    assert_eq!(different(&site.published(), &before.1), Vec::<&str>::new(), "{} {why}", told());
                }
                restore(site.root(), &before.0);
            }
        }
    }
    assert!(changed > STEPS / 3, "only {changed} of {STEPS} steps changed anything, {refused} were refused");
    assert!(refused < STEPS / 3, "{refused} of {STEPS} steps were refused");
}

/// Makes one change of the inputs, or of the output; says which.
fn edit(site: &SiteTest, random: &mut Random) -> String {
    let snapshot = |random: &mut Random| {
        let known: Vec<_> =
            inputs(site.root()).into_keys().filter(|path| path.starts_with("data/snapshots/")).collect();
        random.one_of(&known).clone()
    };
    let number = random.below(1_000);
    match random.below(20) {
        0 | 1 => {
            let file = snapshot(random);
            line(site, &file, "  first_reply: ", &format!("{}m {}s", 10 + number % 9, number % 60))
        }
        2 => {
            let file = snapshot(random);
            line(site, &file, "  tickets: ", &format!("{}", 1_000 + number))
        }
        3 => {
            let file = snapshot(random);
            line(site, &file, "  csat: ", &format!("{{ numerator: {}, denominator: 327 }}", 200 + number % 100))
        }
        4 => {
            let file = snapshot(random);
            fs::remove_file(site.root().join(&file)).unwrap();
            format!("without {file}")
        }
        5 => {
            let month = format!("2026-{:02}", 3 + number % 3);
            let figures =
                format!("csat: {{ numerator: {}, denominator: 300 }}\n  first_reply: 14m\n", 200 + number % 99);
            write(site, &format!("data/snapshots/{month}.yaml"), &format!("period: {month}\nvalues:\n  {figures}"))
        }
        6 => line(site, "data/kpis.yaml", "  name: ", &format!("Name {number}")),
        7 => line(site, "data/kpis.yaml", "  target: ", &format!("{}", 10 + number % 20)),
        8 => line(site, "data/dimensions.yaml", "    north: ", &format!("North {number}")),
        9 => line(site, "plaudit.yaml", "title: ", &format!("Title {number}")),
        10 => {
            let headline = *random.one_of(&["[csat, first_reply]", "[first_reply, csat]", "[tickets]"]);
            line(site, "plaudit.yaml", "headline: ", headline)
        }
        11 => {
            let setting = *random.one_of(&["year_starts: april", "base_url: https://x.example/", "approval: required"]);
            let settings = fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
            let key = setting.split(':').next().unwrap();
            let others: String =
                settings.lines().filter(|line| !line.starts_with(key)).flat_map(|line| [line, "\n"]).collect();
            write(site, "plaudit.yaml", &if others.len() < settings.len() { others } else { others + setting + "\n" })
        }
        12 => {
            let head = format!("title: Page {number}\nweight: {}\naliases: [old-{}]", number % 5, number % 7);
            let link = *random.one_of(&["kpis/csat/", "2026-01.md", "about.md"]);
            let words = format!("---\n{head}\n---\nWords, and [a link]({link}).\n");
            write(site, &format!("content/page-{}.md", number % 4), &words)
        }
        13 => {
            let kind = *random.one_of(&["thanks", "voice", "hero"]);
            let head = format!(
                "title: Story {number}\nkind: {kind}\ndate: 2026-0{}-11\nslug: s{}",
                1 + number % 2,
                number % 3
            );
            let story = format!(
                "---\n{head}\nrecognises: [team/south]\n---\nIt went {{{{ csat.value(period=\"2026-01\") }}}}.\n"
            );
            write(site, &format!("content/stories/2026-01-{}.md", number % 4), &story)
        }
        14 => {
            let period = snapshot(random).replace("data/snapshots/", "").replace(".yaml", "");
            let words =
                *random.one_of(&["{{ csat.sentence }}", "{{ chart(kpi=\"csat\") }}", "{{ stories() }}", "Words."]);
            write(site, &format!("content/scorecards/{period}.md"), &format!("Month {number}.\n\n{words}\n"))
        }
        15 => {
            let known: Vec<_> = inputs(site.root()).into_keys().filter(|path| path.starts_with("content/")).collect();
            let file = random.one_of(&known).clone();
            fs::remove_file(site.root().join(&file)).unwrap();
            format!("without {file}")
        }
        16 => {
            let status = *random.one_of(&["open", "done", "dropped"]);
            let action =
                format!("- {{ what: Do {number}, for: csat, from: 2026-01, due: 2026-04-30, status: {status} }}\n");
            write(site, "data/actions.yaml", &action)
        }
        17 => line(
            site,
            "data/benchmarks/peers-2025.yaml",
            "  first_reply: ",
            &format!("{{ n: 12, p25: 10, median: {}, p75: 30 }}", 11 + number % 9),
        ),
        18 => write(site, "themes/plain/static/own.css", &format!("p {{ order: {} }}\n", number % 3)),
        _ => {
            let published: Vec<_> = site.published().into_keys().collect();
            let file = random.one_of(&published).clone();
            let path = site.root().join("public").join(&file);
            if number.is_multiple_of(2) {
                fs::remove_file(path).unwrap();
            } else {
                fs::write(path, "by hand").unwrap();
            }
            format!("output {file} changed by hand")
        }
    }
}

fn write(site: &SiteTest, path: &str, text: &str) -> String {
    site.write(path, text);
    format!("{path} is {text:?}")
}

/// Replaces what follows `begin` on the first line that begins so.
fn line(site: &SiteTest, path: &str, begin: &str, value: &str) -> String {
    let text = fs::read_to_string(site.root().join(path)).unwrap_or_default();
    let mut is_done = false;
    let lines = text.lines().map(|line| {
        let is_it = !is_done && line.starts_with(begin);
        is_done |= is_it;
        if is_it { format!("{begin}{value}\n") } else { format!("{line}\n") }
    });
    let text: String = lines.collect();
    if !text.is_empty() {
        site.write(path, &text);
    }
    format!("{path} says {begin}{value}")
}

/// The inputs of the site in `root`.
fn inputs(root: &Path) -> Files {
    let is_input =
        |path: &String| ["data/", "content/", "themes/", "plaudit.yaml"].iter().any(|begin| path.starts_with(begin));
    files(root).into_iter().filter(|(path, _)| is_input(path)).collect()
}

fn restore(root: &Path, before: &Files) {
    for path in inputs(root).into_keys().filter(|path| !before.contains_key(path)) {
        fs::remove_file(root.join(path)).unwrap();
    }
    for (path, bytes) in before {
        fs::write(root.join(path), bytes).unwrap();
    }
}

/// The paths whose files are not the same.
fn different<'f>(one: &'f Files, other: &'f Files) -> Vec<&'f str> {
    let paths: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).map(String::as_str).collect()
}

/// What the program publishes of the site in `root`, its records included.
#[cfg(unix)]
fn published_by(root: &Path, jobs: &str, umask: &str, environment: &[(&str, &str)]) -> Files {
    use std::process::Command;
    let output = tempfile::tempdir().unwrap();
    let public = output.path().join("public");
    let built = Command::new("sh")
        .args(["-c", "umask \"$0\"; exec \"$@\"", umask, env!("CARGO_BIN_EXE_plaudit"), "build", "-q", jobs, "-o"])
        .arg(&public)
        .arg("-r")
        .arg(root)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(output.path())
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut published = files(&public);
    published.insert(".plaudit-manifest".into(), fs::read(public.join(".plaudit-manifest")).unwrap());
    published
}
