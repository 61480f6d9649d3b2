//! Publishing: all or nothing, only what changed, only where it may; through crashes at every step.
//! What somebody else did to the folder meanwhile is in `by_hand`.

mod by_hand;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use plaudit::diagnostic::{Diagnostics, Location, Problem, Refusal, Reported};
use plaudit::publish::{EditionLabel, Folder, MANIFEST, Nowhere, Output, Planned, Published};
use sha2::{Digest, Sha256};

/// Path and contents of every file.
type Files = BTreeMap<String, String>;

const BEFORE: &[(&str, &str)] = &[
    ("index.html", "home in September"),
    ("2026-09/index.html", "September"),
    ("kpis/csat/index.html", "csat, nine months"),
    ("kpis/csat/data.csv", "one file to stay"),
    ("kpis/nps", "a file that becomes a folder"),
    ("stories/refunds/index.html", "a story that is withdrawn"),
    ("look/style.css", "look"),
];

const AFTER: &[(&str, &str)] = &[
    ("index.html", "home in October"),
    ("2026-09/index.html", "September"),
    ("2026-10/index.html", "October"),
    ("kpis/csat/index.html", "csat, ten months"),
    ("kpis/csat/data.csv", "one file to stay"),
    ("kpis/nps/index.html", "nps"),
    ("look", "a folder that becomes a file"),
];

#[test]
fn the_files_of_the_plan_are_published() {
    let site = Site::new();
    let published = site.publish(BEFORE).unwrap();
    assert_eq!(site.published(), files(BEFORE));
    let bytes = BEFORE.iter().map(|(_, text)| text.len() as u64).sum();
    let (written, removed) = (files(BEFORE).into_keys().collect(), Vec::new());
    assert_eq!(published, Published { made: 7, written, unchanged: 0, removed, bytes });
    let removed = site.publish(AFTER).unwrap().removed;
    assert_eq!(removed, ["kpis/nps", "look/style.css", "stories/refunds/index.html"]);
}

#[test]
fn the_second_build_makes_nothing_and_touches_nothing() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let times = modified(&site.root);
    let published = site.publish_with(BEFORE, |_| panic!("nothing is made")).unwrap();
    assert_eq!((published.written.len(), published.unchanged, published.removed.len()), (0, 7, 0));
    assert_eq!(modified(&site.root), times);
}

#[test]
fn only_what_changed_is_made_and_written() {
    let site = Site::new();
    for (from, to) in [(BEFORE, AFTER), (AFTER, BEFORE), (BEFORE, AFTER)] {
        site.publish(from).unwrap();
        let times = modified(&site.output);
        let made = Mutex::new(Vec::new());
        let published = site.publish_with(to, |index| made.lock().unwrap().push(to[index].0)).unwrap();
        let mut made = made.into_inner().unwrap();
        made.sort_unstable();
        let different: Vec<_> =
            files(to).into_iter().filter(|(path, text)| files(from).get(path) != Some(text)).collect();
        assert_eq!(made, different.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>());
        assert_eq!(published.written.len(), made.len());
        assert_eq!(site.published(), files(to));
        for (path, time) in modified(&site.output).into_iter().filter(|(path, _)| path != MANIFEST) {
            assert_eq!(times.get(&path) == Some(&time), !made.contains(&path.as_str()), "{path}");
        }
    }
}

#[test]
fn a_new_key_with_the_same_bytes_changes_no_file() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let times = modified(&site.output);
    let published = site.run(Folder::new(&site.root, &site.output), BEFORE, &everyone("2026-09"), [9; 16], |_| {});
    assert_eq!(published.map(|published| (published.made, published.written.len())), Ok((7, 0)));
    assert_eq!(modified(&site.output), times);
    let published = site.run(Folder::new(&site.root, &site.output), BEFORE, &everyone("2026-09"), [9; 16], |_| {});
    assert_eq!(published.map(|published| published.made), Ok(0));
}

#[test]
fn what_is_withdrawn_is_nowhere_any_more() {
    let site = Site::new();
    for files in [BEFORE, AFTER, BEFORE, AFTER] {
        site.publish(files).unwrap();
    }
    for (path, text) in read(&site.root) {
        assert!(!text.contains("withdrawn") && !path.contains("refunds"), "{path}");
    }
    assert_eq!(read(&site.spare().join("tree")), read(&site.output));
}

#[test]
fn a_page_with_something_to_report_is_made_again_and_reports_it_again() {
    let site = Site::new();
    for _ in 0..3 {
        let diagnostics = Diagnostics::new();
        let make = |index: usize| {
            let (path, text) = BEFORE[index];
            if path == "index.html" {
                let problem = Problem::WordsWithoutFigures { period: "2026-09".into() };
                diagnostics.report(problem, Location::file("content/scorecards/2026-09.md"));
            }
            Ok(text.as_bytes().to_vec())
        };
        // One thread: on several, a page that is made meanwhile may be made again too.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let folder = Folder::new(&site.root, &site.output);
        let published =
            pool.install(|| folder.publish(&plan(BEFORE, [0; 16]), &everyone("2026-09"), &make, &diagnostics));
        assert!(published.is_ok());
        assert_eq!(diagnostics.count(), 1);
    }
}

#[test]
fn a_page_that_cannot_be_made_leaves_the_site_as_it_was() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let (there, times) = (read(&site.output), modified(&site.output));
    let diagnostics = Diagnostics::new();
    let make = |index: usize| match AFTER[index].0 {
        "kpis/nps/index.html" | "2026-10/index.html" => {
            let problem = Problem::TemplateError { message: "unknown field".into() };
            Err(diagnostics.fatal(problem, Location::file(AFTER[index].0)))
        }
        _ => Ok(AFTER[index].1.as_bytes().to_vec()),
    };
    let plan = plan(AFTER, [0; 16]);
    let folder = Folder::new(&site.root, &site.output);
    assert!(folder.publish(&plan, &everyone("2026-10"), &make, &diagnostics).is_err());
    assert_eq!(diagnostics.count(), 2, "all pages are tried");
    assert_eq!((read(&site.output), modified(&site.output)), (there, times));
    site.publish(AFTER).unwrap();
    assert_eq!(site.published(), files(AFTER));
}

#[test]
fn nothing_is_written_nowhere() {
    let site = Site::new();
    let made = Mutex::new(0);
    let make = |index: usize| {
        *made.lock().unwrap() += 1;
        Ok(BEFORE[index].1.as_bytes().to_vec())
    };
    let published =
        Nowhere::default().publish(&plan(BEFORE, [0; 16]), &everyone("2026-09"), &make, &Diagnostics::new());
    assert_eq!(published.map(|published| (published.made, published.written.len())), Ok((7, 0)));
    assert_eq!(made.into_inner().unwrap(), 7);
    assert_eq!(read(&site.root), files(&[("plaudit.yaml", "")]));
}

// Crashes.

#[test]
fn files_are_begun_in_turn() {
    let mut plan = plan(&[("a.html", "A"), ("b.html", "B"), ("c.html", "C"), ("d.html", "D")], [0; 16]);
    for (file, turn) in plan.iter_mut().zip([2, 1, 0, 1]) {
        file.turn = turn;
    }
    let site = Site::new();
    let begun = Mutex::new(Vec::new());
    let make = |index: usize| {
        begun.lock().unwrap().push(index);
        Ok(Vec::new())
    };
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for output in [&Folder::new(&site.root, &site.output) as &dyn Output, &Nowhere::default()] {
        one_thread.install(|| output.publish(&plan, &everyone("2026-09"), &make, &Diagnostics::new())).unwrap();
        assert_eq!(std::mem::take(&mut *begun.lock().unwrap()), [2, 1, 3, 0]);
    }
}

#[test]
fn a_build_may_stop_at_any_step() {
    stop_at_every_step(&[]);
    stop_at_every_step(&[BEFORE]);
    stop_at_every_step(&[AFTER, BEFORE]);
}

/// Publishes `history`, then `AFTER` with a disk that stops obeying after so many changes, for every such number.
fn stop_at_every_step(history: &[&[(&str, &str)]]) {
    for plain in [false, true] {
        let mut finished = false;
        for changes in 0.. {
            let site = Site::new();
            for files in history {
                site.publish(files).unwrap();
            }
            let old = history.last().map(|last| files(last));
            finished = site.publish_failing_after(changes, plain, AFTER);
            let is_old =
                || old.as_ref().map_or(!site.output.exists(), |old| site.output.exists() && site.published() == *old);
            let is_new = || site.output.exists() && site.published() == files(AFTER);
            // Between two renames nothing is there, and the next build puts it back before it does anything else.
            let is_between = || plain && !site.output.exists() && site.spare().join("old").exists();
            assert!(is_new() || (!finished && (is_old() || is_between())), "{changes}: {:?}", read(&site.root));
            stop_again(&site, plain);
            if finished {
                break;
            }
        }
        assert!(finished);
    }
}

/// Recovery may stop at any step too.
fn stop_again(site: &Site, plain: bool) {
    for changes in [0, 2, 5, 13] {
        if site.publish_failing_after(changes, plain, AFTER) {
            break;
        }
        let there = site.output.exists().then(|| site.published());
        assert!(there.is_none_or(|there| there == files(BEFORE) || there == files(AFTER)), "{changes}");
    }
    site.publish(AFTER).unwrap();
    assert_eq!(site.published(), files(AFTER));
    assert_eq!(site.publish(AFTER).unwrap().made, 0);
    let tree = site.spare().join("tree");
    assert!(!tree.exists() || read(&tree) == read(&site.output));
    assert!(!site.spare().join("old").exists() && !site.spare().join("journal").exists());
}

// Refusals.

#[test]
fn a_folder_with_something_else_in_it_is_refused() {
    let site = Site::new();
    fs::create_dir(&site.output).unwrap();
    fs::write(site.output.join("letter.txt"), "mine").unwrap();
    site.refuses(Refusal::NotOurs, AFTER, &everyone("2026-10"));
    assert_eq!(read(&site.root), files(&[("plaudit.yaml", ""), ("public/letter.txt", "mine")]));
    fs::write(site.output.join(MANIFEST), "not a manifest").unwrap();
    site.refuses(Refusal::NotOurs, AFTER, &everyone("2026-10"));
    fs::remove_dir_all(&site.output).unwrap();
    fs::create_dir(&site.output).unwrap();
    assert!(site.publish(AFTER).is_ok(), "an empty folder is fine");
}

#[test]
fn the_edition_of_another_audience_is_never_replaced() {
    let site = Site::new();
    let managers = EditionLabel { audience: Some("managers".into()), latest: "2026-10".into(), share: None };
    site.publish(BEFORE).unwrap();
    site.refuses(Refusal::OtherAudience { holds: None }, AFTER, &managers);
    let other = Folder::new(&site.root, &site.root.join("public-managers"));
    assert!(site.run(other, AFTER, &managers, [0; 16], |_| {}).is_ok());
    let other = Folder::new(&site.root, &site.root.join("public-managers")).allow_going_back();
    let problems = site.problems(other, AFTER, &everyone("2026-11"));
    let why = Refusal::OtherAudience { holds: Some("managers".into()) };
    assert_eq!(problems, [Problem::OutputRefused { why }]);
}

#[test]
fn later_periods_are_replaced_only_when_that_is_meant() {
    let site = Site::new();
    site.publish(AFTER).unwrap();
    site.refuses(Refusal::LaterPeriods { holds: "2026-10".into() }, BEFORE, &everyone("2026-09"));
    assert_eq!(site.published(), files(AFTER));
    let meant = Folder::new(&site.root, &site.output).allow_going_back();
    assert!(site.run(meant, BEFORE, &everyone("2026-09"), [0; 16], |_| {}).is_ok());
    assert_eq!(site.published(), files(BEFORE));
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    for link in ["public", ".public.spare-plaudit", ".plaudit"] {
        symlink(elsewhere.path(), site.root.join(link)).unwrap();
        let link = site.root.join(link);
        site.refuses(Refusal::SymbolicLink { link: link.display().to_string() }, AFTER, &everyone("2026-10"));
        fs::remove_file(link).unwrap();
    }
    assert_eq!(read(elsewhere.path()), Files::new());
}

/// A file that stays tells its checksum before any is made, one that is made as soon as it was.
#[test]
fn checksums_are_told_as_soon_as_they_are_known() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let mut planned = plan(AFTER, [0; 16]);
    planned.iter_mut().for_each(|file| file.checksum = Some(Arc::default()));
    let told = |index: usize| planned[index].checksum.as_ref().unwrap().get().copied();
    let stays = |index: usize| BEFORE.contains(&AFTER[index]);
    let make = |index: usize| {
        let known: Vec<usize> = (0..AFTER.len()).filter(|index| stays(*index) && told(*index).is_some()).collect();
        assert_eq!((known.len(), told(index)), (2, None));
        Ok(AFTER[index].1.as_bytes().to_vec())
    };
    let folder = Folder::new(&site.root, &site.output);
    folder.publish(&planned, &everyone("2026-10"), &make, &Diagnostics::new()).unwrap();
    for (index, (_, text)) in AFTER.iter().enumerate() {
        assert_eq!(told(index), Some(Sha256::digest(text).into()));
    }
}

#[test]
fn two_builds_at_once_are_refused() {
    let site = Site::new();
    let diagnostics = Diagnostics::new();
    let make = |index: usize| {
        if index == 0 {
            site.refuses(Refusal::InUse, AFTER, &everyone("2026-10"));
        }
        Ok(AFTER[index].1.as_bytes().to_vec())
    };
    let folder = Folder::new(&site.root, &site.output);
    assert!(folder.publish(&plan(AFTER, [0; 16]), &everyone("2026-10"), &make, &diagnostics).is_ok());
    assert_eq!(site.published(), files(AFTER));
}

#[cfg(unix)]
#[test]
fn the_permissions_of_the_folder_stay_and_the_spare_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    fs::set_permissions(&site.output, fs::Permissions::from_mode(0o751)).unwrap();
    site.publish(AFTER).unwrap();
    assert_eq!((mode(&site.output), mode(&site.spare())), (0o751, 0o700));
}

/// A site's root with an output folder in it.
struct Site {
    _held: tempfile::TempDir,
    root: PathBuf,
    output: PathBuf,
}

impl Site {
    fn new() -> Self {
        let held = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(held.path()).unwrap();
        fs::write(root.join("plaudit.yaml"), "").unwrap();
        Self { _held: held, output: root.join("public"), root }
    }

    /// With `BEFORE` in the site, after `AFTER`, so that there is a spare tree.
    fn with_spare() -> Self {
        let site = Self::new();
        site.publish(AFTER).unwrap();
        site.publish(BEFORE).unwrap();
        site
    }

    fn spare(&self) -> PathBuf {
        self.root.join(".public.spare-plaudit")
    }

    /// Publishes for everyone; going back is allowed.
    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, Reported> {
        self.publish_with(files, |_| {})
    }

    fn publish_with(&self, files: &[(&str, &str)], on_make: impl Fn(usize) + Sync) -> Result<Published, Reported> {
        // A test disk that never fails is not waited for either.
        let folder = Folder::new(&self.root, &self.output).allow_going_back().failing_after(usize::MAX);
        self.run(folder, files, &everyone(latest(files)), [0; 16], on_make)
    }

    /// Whether the whole build, what follows after the exchange included, went well.
    fn publish_failing_after(&self, changes: usize, plain: bool, files: &[(&str, &str)]) -> bool {
        let folder = Folder::new(&self.root, &self.output).allow_going_back().failing_after(changes);
        let folder = if plain { folder.on_a_plain_disk() } else { folder };
        let diagnostics = Diagnostics::new();
        let make = |index: usize| Ok(files[index].1.as_bytes().to_vec());
        let published = folder.publish(&plan(files, [0; 16]), &everyone(latest(files)), &make, &diagnostics);
        published.is_ok() && diagnostics.count() == 0
    }

    fn run(
        &self,
        folder: Folder<'_>,
        files: &[(&str, &str)],
        edition: &EditionLabel,
        salt: [u8; 16],
        on_make: impl Fn(usize) + Sync,
    ) -> Result<Published, Reported> {
        let make = |index: usize| {
            on_make(index);
            Ok(files[index].1.as_bytes().to_vec())
        };
        let diagnostics = Diagnostics::new();
        let published = folder.publish(&plan(files, salt), edition, &make, &diagnostics);
        diagnostics.sorted().iter().for_each(|found| eprintln!("{:?} {}", found.problem, found.at.file.display()));
        published
    }

    fn problems(&self, folder: Folder<'_>, files: &[(&str, &str)], edition: &EditionLabel) -> Vec<Problem> {
        let diagnostics = Diagnostics::new();
        let make = |index: usize| Ok(files[index].1.as_bytes().to_vec());
        let _ = folder.publish(&plan(files, [0; 16]), edition, &make, &diagnostics);
        diagnostics.sorted().into_iter().map(|found| found.problem).collect()
    }

    #[track_caller]
    fn refuses(&self, why: Refusal, files: &[(&str, &str)], edition: &EditionLabel) {
        let problems = self.problems(Folder::new(&self.root, &self.output), files, edition);
        assert_eq!(problems, [Problem::OutputRefused { why }]);
    }

    /// What is published, without the manifest.
    fn published(&self) -> Files {
        let mut files = read(&self.output);
        assert!(files.remove(MANIFEST).is_some());
        files
    }
}

/// Keys follow the contents.
fn plan(files: &[(&str, &str)], salt: [u8; 16]) -> Vec<Planned> {
    let key = |text: &str| {
        let mut key = salt;
        for (at, byte) in text.bytes().enumerate() {
            key[at % 16] = key[at % 16].rotate_left(3) ^ byte;
        }
        key
    };
    files
        .iter()
        .map(|(path, text)| Planned { path: (*path).to_owned(), key: key(text), turn: 0, checksum: None })
        .collect()
}

fn everyone(latest: &str) -> EditionLabel {
    EditionLabel { audience: None, latest: latest.into(), share: None }
}

fn latest(files: &[(&str, &str)]) -> &'static str {
    if files == AFTER { "2026-10" } else { "2026-09" }
}

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file below `folder`.
fn read(folder: &Path) -> Files {
    let contents = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    walk(folder).into_iter().map(|(path, file)| (path, contents(&file))).collect()
}

/// When every file below `folder` was last changed.
fn modified(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    walk(folder).into_iter().map(|(path, file)| (path, time(&file))).collect()
}

fn walk(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| !entry.file_type().is_dir());
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    entries.map(|entry| (below(entry.path()), entry.into_path())).collect()
}
