//! The program itself: arguments, exit codes, what is printed where, and what a kill leaves behind.

use crate::site_test::is_page;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::SystemTime;

use plaudit::publish::MANIFEST;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plaudit");

#[test]
fn a_new_site_builds_without_a_warning_and_only_once() {
    let site = Site::new();
    let (built, stderr) = (site.run(&["build", "--strict"]), |output: &Output| text(&output.stderr));
    assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
    assert!(!stderr(&built).contains("note") && !stderr(&built).contains("warning"), "{}", stderr(&built));
    for page in [
        "index.html",
        "2026-10/index.html",
        "2026-10/team/returns/index.html",
        "kpis/csat/index.html",
        "stories/index.html",
    ] {
        assert!(site.root.join("public").join(page).is_file(), "{page}");
    }
    let times = site.modified();
    let again = site.run(&["build"]);
    assert!(text(&again.stdout).contains("(0 written, "), "{}", text(&again.stdout));
    assert_eq!(site.modified(), times);
    assert_eq!(site.run(&["check", "--strict"]).status.code(), Some(0));
    assert_eq!(site.run(&["build", "--strict", "--audience", "managers"]).status.code(), Some(0));
    assert!(site.root.join("public-managers/kpis/cost_per_contact/index.html").is_file());
    assert!(!site.root.join("public/kpis/cost_per_contact").exists());
}

#[test]
fn the_starter_catalogue_has_the_kpis_of_the_field() {
    let catalogue = fs::read_to_string(Site::new().root.join("data/kpis.yaml")).unwrap();
    for name in [
        "Customer satisfaction",
        "Net promoter score",
        "Customer effort score",
        "First reply time",
        "Average speed of answer",
        "Handle time",
        "Resolution time",
        "First contact resolution",
        "Answered within service level",
        "Answered in the first minute",
        "Abandon rate",
        "Longest wait",
        "Longest hold",
        "Tickets opened",
        "Tickets resolved",
        "Backlog",
        "Reopened tickets",
        "Same-day resolution",
        "Timeliness",
        "Orders processed",
        "Complaints",
        "Complaints per 1,000 customers",
        "Complaints due to poor service",
        "Complaints due to poor product",
        "Complaints escalated",
        "Complaints resolved",
        "Conversion after contact",
        "Retention",
        "Churn",
        "Cost per contact",
        "Utilisation",
        "Conversations per agent",
        "Replies per agent",
        "Agent turnover",
        "Employee satisfaction",
        "Quality score",
    ] {
        assert!(catalogue.contains(&format!("  name: {name}\n")), "{name}");
    }
    let kpis = catalogue.matches("\n  kind: ").count();
    for key in ["unit", "better", "group", "definition", "formula", "source", "owner"] {
        assert_eq!(catalogue.matches(&format!("\n  {key}: ")).count(), kpis, "{key}");
    }
}

#[test]
fn init_writes_nothing_where_a_file_is_in_the_way() {
    let held = tempfile::tempdir().unwrap();
    fs::create_dir(held.path().join("data")).unwrap();
    fs::write(held.path().join("data/kpis.yaml"), "mine").unwrap();
    let refused = run_in(held.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        text(&refused.stderr),
        "error: `.` already holds what would be written; nothing was\n  data/kpis.yaml\nhelp: name a new folder: plaudit init scorecard\n"
    );
    assert_eq!(files(held.path()), BTreeMap::from([("data/kpis.yaml".into(), b"mine".to_vec())]));
}

#[test]
fn a_wrong_command_line_is_2() {
    let site = Site::new();
    for arguments in [
        &[] as &[&str],
        &["publish"],
        &["build", "--outputdir", "x"],
        &["build", "--period", "2026-13"],
        &["build", "--jobs", "0"],
        &["build", "--format", "xml"],
        &["build", "--audience", "a b"],
        &["serve", "--port", "70000"],
        &["serve", "--interface", "here"],
        &["check", "--output-dir", "x"],
        &["build", "--root", "data"],
    ] {
        let wrong = site.run(arguments);
        assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(!wrong.stderr.is_empty(), "{arguments:?}");
    }
    for arguments in [&["--help"], &["--version"]] {
        let asked = site.run(arguments);
        assert_eq!((asked.status.code(), asked.stderr.len()), (Some(0), 0), "{arguments:?}");
    }
}

#[test]
fn without_a_site_it_says_where_it_looked() {
    let held = tempfile::tempdir().unwrap();
    let here = fs::canonicalize(held.path()).unwrap();
    let lost = run_in(&here, &["build"]);
    assert_eq!(lost.status.code(), Some(2));
    assert_eq!(
        text(&lost.stderr),
        format!(
            "error: there is no plaudit.yaml in `{}` or above it\n\
             help: run this in the folder of a site, name it with `--root`, or make one with `plaudit init`\n",
            here.display()
        )
    );
}

#[test]
fn the_site_is_found_from_a_folder_in_it() {
    let site = Site::new();
    let built = run_in(&site.root.join("content/stories"), &["build"]);
    assert_eq!(built.status.code(), Some(0));
    assert!(text(&built.stderr).starts_with(&format!("building {}\n", site.root.display())));
    assert!(site.root.join("public/index.html").is_file());
    let elsewhere = tempfile::tempdir().unwrap();
    let root = site.root.to_str().unwrap();
    assert_eq!(run_in(elsewhere.path(), &["build", "-r", root, "-o", "out"]).status.code(), Some(0));
    assert!(elsewhere.path().join("out/index.html").is_file(), "an output folder is named from the current folder");
}

#[test]
fn errors_are_1_and_come_last_and_leave_the_site_alone() {
    let site = Site::new();
    site.run(&["build"]);
    let (there, times) = (files(&site.root.join("public")), site.modified());
    site.edit("data/snapshots/2026-09.yaml", "  csat:", "  csta:");
    site.edit("data/snapshots/2026-10.yaml", "  backlog: 111", "  backlog: -1");
    let failed = site.run(&["build"]);
    assert_eq!((failed.status.code(), text(&failed.stdout).as_str()), (Some(1), ""));
    let stderr = text(&failed.stderr);
    let of = |what: &str| stderr.find(what).unwrap_or_else(|| panic!("{what} is not in {stderr}"));
    assert!(of("building") < of("csta") && of("csta") < of("`backlog` is -1"));
    assert!(stderr.contains("did you mean `csat`?"), "{stderr}");
    assert!(stderr.ends_with(": nothing was published\n"), "{stderr}");
    assert!(!stderr.contains("\u{1b}["), "no colours into a pipe");
    assert_eq!((files(&site.root.join("public")), site.modified()), (there, times));

    let quiet = site.run(&["build", "--quiet"]);
    assert!(text(&quiet.stderr).starts_with("error["));
    assert_eq!(site.run(&["check"]).status.code(), Some(1));
}

#[test]
fn warnings_stop_only_a_strict_build() {
    let site = Site::new();
    site.edit("data/kpis.yaml", "{ min: 50, max: 100 }", "{ min: 50, max: 60 }");
    for _ in 0..2 {
        let built = site.run(&["build"]);
        assert_eq!(built.status.code(), Some(0));
        assert!(text(&built.stderr).contains("outside the plausible 50 to 60"), "said again as long as it holds");
    }
    let strict = site.run(&["build", "--strict"]);
    assert_eq!((strict.status.code(), strict.stdout.len()), (Some(1), 0));
    assert_eq!(site.run(&["build", "--quiet"]).stderr, b"");
}

#[test]
fn other_programs_get_one_json_object() {
    let site = Site::new();
    let json = |output: Output| -> serde_json::Value { serde_json::from_slice(&output.stdout).unwrap() };
    let built = site.run(&["build", "--format", "json"]);
    assert_eq!(built.stderr, b"");
    let built = json(built);
    assert_eq!((&built["fine"], &built["problems"]), (&true.into(), &serde_json::json!([])));
    assert!(built["published"]["written"].as_u64().unwrap() > 50);
    site.edit("data/snapshots/2026-09.yaml", "  csat:", "  csta:");
    let failed = site.run(&["check", "--format", "json"]);
    assert_eq!(failed.status.code(), Some(1));
    let failed = json(failed);
    assert_eq!((&failed["fine"], &failed["published"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(failed["problems"][0]["code"], "P012");
}

#[test]
fn the_pages_that_an_edit_changed_are_named() {
    let site = Site::new();
    let lines = |output: Output| -> Vec<String> {
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout).lines().filter_map(|line| line.strip_prefix("  ").map(str::to_owned)).collect()
    };
    assert_eq!(lines(site.run(&["build"])), [""; 0], "all are new");
    assert_eq!(lines(site.run(&["build"])), [""; 0]);
    fs::write(site.root.join("content/visit.md"), "---\ntitle: Visit us\n---\nWe are here.\n").unwrap();
    let added = lines(site.run(&["build"]));
    assert!(added.len() == 13 && added[12].starts_with("and ") && added[12].ends_with(" more"), "{added:?}");
    assert!(added[..12].iter().all(|path| path.ends_with(".html")), "pages come first: {added:?}");
    fs::write(site.root.join("content/visit.md"), "---\ntitle: Visit us\n---\nWe are there.\n").unwrap();
    let mut edited = lines(site.run(&["build"]));
    edited.retain(|path| !path.starts_with("search/"));
    assert_eq!(edited, ["visit/index.html"]);
    fs::remove_file(site.root.join("content/visit.md")).unwrap();
    let built: serde_json::Value = serde_json::from_slice(&site.run(&["build", "--format", "json"]).stdout).unwrap();
    assert_eq!(built["published"]["removed_paths"], serde_json::json!(["visit/index.html"]));
    let count = |key: &str| built["published"][key].as_array().unwrap().len() as u64;
    assert_eq!(built["published"]["written"], count("written_paths"));
}

#[test]
fn quiet_means_nothing_when_all_is_fine() {
    let site = Site::new();
    for command in ["build", "check"] {
        let quiet = site.run(&[command, "-q"]);
        assert_eq!((quiet.status.code(), quiet.stdout.len(), quiet.stderr.len()), (Some(0), 0, 0), "{command}");
    }
}

#[test]
fn folders_that_are_not_for_the_site_are_refused() {
    let site = Site::new();
    fs::create_dir(site.root.join("letters")).unwrap();
    fs::write(site.root.join("letters/a.txt"), "mine").unwrap();
    for (output, reason) in [
        ("letters", "something that Plaudit did not make"),
        ("data/out", "inside the inputs"),
        (".", "inside the inputs"),
        ("plaudit.yaml", "not a folder"),
    ] {
        let refused = site.run(&["build", "--force", "-o", output]);
        assert_eq!(refused.status.code(), Some(1), "{output}");
        assert!(text(&refused.stderr).contains(reason), "{output}: {}", text(&refused.stderr));
    }
    assert_eq!(fs::read(site.root.join("letters/a.txt")).unwrap(), b"mine");
    site.run(&["build"]);
    let refused = site.run(&["build", "--force", "--audience", "managers", "-o", "public"]);
    assert!(text(&refused.stderr).contains("everyone's edition"), "{}", text(&refused.stderr));
    let refused = site.run(&["build", "--audience", "managers", "-o", "public/managers"]);
    assert!(text(&refused.stderr).contains("another published site"), "{}", text(&refused.stderr));
}

#[test]
fn the_page_to_sign_becomes_a_file_that_replaces_nothing_unasked() {
    let site = Site::new();
    let file = "sign-offs/2026-10.md";
    let written = site.run(&["check", "-o", file]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    let said = text(&written.stdout);
    assert!(said.starts_with("the page to sign is in sign-offs/2026-10.md\n") && !said.contains("Signed:"), "{said}");
    let page = fs::read_to_string(site.root.join(file)).unwrap();
    assert!(page.starts_with("# To sign: ") && page.ends_with("| Signed | On |\n|:-------|:---|\n| &nbsp; |    |\n"));
    assert_eq!(site.run(&["check", "-o", file]).status.code(), Some(0), "the same again");
    fs::write(site.root.join(file), "signed by R. Ito").unwrap();
    let refused = site.run(&["check", "-o", file]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("holds something else"), "{}", text(&refused.stderr));
    assert_eq!(fs::read(site.root.join(file)).unwrap(), b"signed by R. Ito");
    assert_eq!(site.run(&["check", "-o", "sign-off.txt"]).status.code(), Some(0));
    assert!(fs::read_to_string(site.root.join("sign-off.txt")).unwrap().starts_with("To sign: "));
    site.run(&["build"]);
    let settings = fs::read(site.root.join("plaudit.yaml")).unwrap();
    for (file, reason) in [
        ("data/signed.md", "inside the inputs"),
        ("plaudit.yaml", "inside the inputs"),
        ("public/signed.md", "another published site"),
        ("data", "not a file"),
    ] {
        let refused = site.run(&["check", "--force", "-o", file]);
        assert_eq!(refused.status.code(), Some(2), "{file}");
        assert!(text(&refused.stderr).contains(reason), "{file}: {}", text(&refused.stderr));
    }
    assert_eq!(fs::read(site.root.join("plaudit.yaml")).unwrap(), settings);
}

#[test]
fn timings_name_the_steps_and_the_slowest_pages() {
    let site = Site::new();
    let said = text(&site.run(&["build", "--timings"]).stderr);
    for step in
        ["reading", "disclosing", "analysing", "outlining", "comparing", "making", "publishing", "slowest pages"]
    {
        assert!(said.lines().any(|line| line.starts_with(step)), "{step} is not timed:\n{said}");
    }
    assert_eq!(said.lines().filter(|line| line.starts_with("   ")).count(), 10, "{said}");
    let again = text(&site.run(&["build", "--timings"]).stderr);
    assert!(!again.contains("slowest"), "nothing was made: {again}");
}

#[test]
fn an_earlier_edition_replaces_a_later_one_only_by_force() {
    let site = Site::new();
    site.run(&["build"]);
    let refused = site.run(&["build", "--period", "2026-09"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("the folder holds 2026-10"), "{}", text(&refused.stderr));
    assert!(site.root.join("public/2026-10").exists());
    assert_eq!(site.run(&["build", "--period", "2026-09", "--force"]).status.code(), Some(0));
    assert!(!site.root.join("public/2026-10").exists());
}

#[test]
fn threads_and_folders_do_not_show() {
    let (one, other) = (Site::new(), Site::new());
    one.run(&["build", "--jobs", "1"]);
    other.run(&["build", "--jobs", "8"]);
    assert_eq!(files(&one.root.join("public")), files(&other.root.join("public")));
}

#[cfg(unix)]
#[test]
fn a_build_that_is_killed_leaves_one_whole_site() {
    let site = Site::new();
    site.rename("Beechmoor");
    site.run(&["build"]);
    site.rename("Larchmoor");
    let mut killed = 0;
    for blocks in (0..).map(|power| 1 << power) {
        // The system kills the program in the middle of the first file that is larger than this.
        let script = format!("ulimit -f {blocks}; exec '{PROGRAM}' build");
        let ended = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().unwrap();
        site.verify();
        if ended.status.success() {
            assert_eq!(site.organisations(), ["Larchmoor"]);
            break;
        }
        assert_eq!(site.organisations(), ["Beechmoor"], "{blocks} blocks");
        assert_eq!(ended.status.code(), None, "killed, not failed");
        killed += 1;
    }
    assert!(killed > 4, "{killed} were killed");
    let fresh = Site::new();
    fs::copy(site.root.join("plaudit.yaml"), fresh.root.join("plaudit.yaml")).unwrap();
    fresh.run(&["build"]);
    assert_eq!(files(&site.root.join("public")), files(&fresh.root.join("public")));
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_leaves_the_site_and_says_so() {
    let site = Site::new();
    site.rename("Beechmoor");
    site.run(&["build"]);
    let there = files(&site.root.join("public"));
    site.rename("Larchmoor");
    // With the signal ignored, a write beyond the limit fails like one on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f 16; exec '{PROGRAM}' build");
    let failed = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().unwrap();
    assert_eq!((failed.status.code(), text(&failed.stdout).as_str()), (Some(1), ""));
    let stderr = text(&failed.stderr);
    assert!(
        stderr.contains("cannot be written") && stderr.contains("what was published before is untouched"),
        "{stderr}"
    );
    assert_eq!(files(&site.root.join("public")), there);
    assert_eq!(site.run(&["build"]).status.code(), Some(0));
    assert_eq!(site.organisations(), ["Larchmoor"]);
}

#[cfg(unix)]
#[test]
fn serve_shows_the_site_until_ctrl_c() {
    let site = Site::new();
    let mut server = site.start(&["serve", "--port", "0"]);
    let mut url = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address = url.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut answer = String::new();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /2026-10/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("Fernhill"), "{answer}");
    assert!(!site.root.join("public").exists(), "serving publishes nothing");
    let told = Command::new("kill").args(["-INT", &server.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn serve_says_what_is_wrong_and_goes_on() {
    let site = Site::new();
    site.edit("data/snapshots/2026-09.yaml", "  csat:", "  csta:");
    let mut server = site.start(&["serve", "--port", "0"]);
    let mut url = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut url).unwrap();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert_eq!(server.try_wait().unwrap(), None);
    Command::new("kill").args(["-INT", &server.id().to_string()]).status().unwrap();
    let ended = server.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(
        text(&ended.stderr).contains("did you mean `csat`?")
            && text(&ended.stderr).contains("the last good site stays")
    );
}

/// A new site as `init` writes it.
struct Site {
    _held: tempfile::TempDir,
    root: PathBuf,
}

impl Site {
    fn new() -> Self {
        let held = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(held.path()).unwrap().join("site");
        let made = run_in(held.path(), &["init", "site"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        Self { _held: held, root }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run_in(&self.root, arguments)
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(&self.root).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    #[track_caller]
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.root.join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "{from} is not in {file}");
        fs::write(path, before.replacen(from, to, 1)).unwrap();
    }

    /// Calls the organisation by another name, which is on every page.
    fn rename(&self, organisation: &str) {
        let path = self.root.join("plaudit.yaml");
        let settings = fs::read_to_string(&path).unwrap();
        let renamed = settings.lines().map(|line| match line.strip_prefix("organisation: ") {
            Some(_) => format!("organisation: {organisation} Garden Tools\n"),
            None => format!("{line}\n"),
        });
        fs::write(path, renamed.collect::<String>()).unwrap();
    }

    fn modified(&self) -> BTreeMap<PathBuf, SystemTime> {
        let files = walk(&self.root.join("public"));
        files.into_iter().map(|file| (file.clone(), fs::metadata(file).unwrap().modified().unwrap())).collect()
    }

    /// How the published pages call the organisation.
    fn organisations(&self) -> Vec<&'static str> {
        let pages = files(&self.root.join("public"));
        let pages: Vec<String> = pages.iter().filter(|(path, _)| is_page(path)).map(|(_, page)| text(page)).collect();
        ["Larchmoor", "Beechmoor"]
            .into_iter()
            .filter(|name| pages.iter().any(|page| page.contains(&format!("{name} Garden Tools"))))
            .collect()
    }

    /// Every published file is the one that the manifest says, and there is no other.
    #[track_caller]
    fn verify(&self) {
        let mut published = files(&self.root.join("public"));
        let manifest = text(&published.remove(MANIFEST).unwrap());
        for line in manifest.lines().filter(|line| !line.starts_with('#')) {
            let (hash, path) = line.split_once("  ").unwrap();
            let contents = published.remove(path).unwrap_or_else(|| panic!("{path} is missing"));
            let found: String = sha2_of(&contents).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, hash, "{path}");
        }
        assert_eq!(published.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

fn sha2_of(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    walk(folder).into_iter().map(|file| (below(&file), fs::read(file).unwrap())).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries.filter(|entry| !entry.file_type().is_dir()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let held = tempfile::tempdir().unwrap();
    let help = text(&run_in(held.path(), &["--help"]).stdout);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|word| *word != "help" && help.contains(&format!("\n  {word} ")))
        .collect();
    assert!(commands.len() >= 11 && commands.contains(&"import"), "{commands:?}");
    for command in &commands {
        let shown = run_in(held.path(), &[command, "--help"]);
        let shown = text(&shown.stdout);
        assert!(shown.contains("\nExample") && shown.contains(&format!("plaudit {command}")), "{command}\n{shown}");
        let page = run_in(held.path(), &["man", command]);
        assert!(text(&page.stdout).contains(&format!(".TH plaudit-{command} 1")), "{}", text(&page.stdout));
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&run_in(held.path(), &["completions", shell]).stdout);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    assert!(text(&run_in(held.path(), &["man"]).stdout).contains(".TH plaudit 1"));
    let unknown = run_in(held.path(), &["man", "biuld"]);
    assert_eq!(
        (unknown.status.code(), text(&unknown.stderr).as_str()),
        (Some(2), "error: there is no command `biuld`; did you mean `build`?\n")
    );
}

#[test]
fn an_import_shows_before_it_writes() {
    let site = Site::new();
    fs::write(
        site.root.join("tickets-2026-11.csv"),
        "Ticket ID,Created at,Team\n1,2026-11-02,orders\n2,2026-11-03,retunrs\n",
    )
    .unwrap();
    let proposed = site.run(&["import", "tickets-2026-11.csv", "--propose", "--write"]);
    assert_eq!(text(&proposed.stdout), "wrote data/imports/tickets.yaml\n", "{}", text(&proposed.stderr));
    assert_eq!(text(&proposed.stderr), "in columns that nothing uses:\n  Ticket ID: 1 · 2\n");
    let shown = site.run(&["import", "tickets-2026-11.csv", "--skip-rejected"]);
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    assert_eq!(
        text(&shown.stdout),
        "tickets-2026-11.csv: 2 rows; UTF-8; `,` between columns; by data/imports/tickets.yaml\n\n\
         2026-11  data/snapshots/2026-11.yaml (new); 0 figures the same\n  \
         added    tickets_opened: 2  (2026-10 was 1304: is that right?)\n  \
         added    team/orders tickets_opened: 1  (2026-10 was 760: is that right?)\n  \
         added    team/returns tickets_opened: 1  (2026-10 was 544: is that right?)\n\n\
         3 added, 0 changed, 0 the same, 0 rejected; nothing was written: --write does\n"
    );
    assert!(!site.root.join("data/snapshots/2026-11.yaml").exists());
    let written = site.run(&["import", "tickets-2026-11.csv", "--write", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&written.stdout).unwrap();
    assert_eq!((&told["fine"], &told["import"]["written"]), (&true.into(), &true.into()));
    assert_eq!(told["import"]["periods"][0]["figures"][0]["now"], "2");
    assert!(site.root.join("data/snapshots/2026-11.yaml").exists());
    assert_eq!(site.run(&["check"]).status.code(), Some(0));
    fs::write(site.root.join("tickets-2026-12.csv"), "Ticket ID,Created at,Team\n1,soon,orders\n").unwrap();
    let rejected = site.run(&["import", "tickets-2026-12.csv", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&rejected.stdout).unwrap();
    assert_eq!((&told["fine"], &told["import"]["rejected"]["count"]), (&false.into(), &1.into()));
    let unread = site.run(&["import", "tickets-2026-12.csv", "--period", "2026-Q4", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&unread.stdout).unwrap();
    let code = &told["problems"][0]["code"];
    assert_eq!((&told["fine"], told.get("import"), code), (&false.into(), None, &"P029".into()));
    let missing = site.run(&["import", "none.csv"]);
    assert_eq!(
        (missing.status.code(), text(&missing.stderr).as_str()),
        (Some(2), "error: there is no file `none.csv`\n")
    );
}
