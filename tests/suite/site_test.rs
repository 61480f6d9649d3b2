//! A site in a temporary folder, built in this process: the only harness for tests of whole sites.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use plaudit::diagnostic::{Diagnostics, Problem, Reported, as_text};
use plaudit::model::AudienceId;
use plaudit::pipeline::{self, Options};
use plaudit::publish::{self, Folder, Published};
use tempfile::TempDir;

/// A site in a folder of its own, with the plain theme at hand.
pub(crate) struct SiteTest {
    folder: TempDir,
    /// The narrower audience to build for.
    pub(crate) audience: Option<&'static str>,
    /// The last period to read.
    pub(crate) period: Option<&'static str>,
}

impl SiteTest {
    /// A copy of `tests/sites/<name>`.
    pub(crate) fn copy_of(name: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let folder = TempDir::new().unwrap();
        copy(&tests.join("sites").join(name), folder.path());
        copy(&tests.join("themes/plain"), &folder.path().join("themes/plain"));
        let _ = fs::remove_dir_all(folder.path().join("expected"));
        Self { folder, audience: None, period: None }
    }

    /// Nothing at all yet.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap(), audience: None, period: None }
    }

    /// A copy of the demo, with the default look.
    pub(crate) fn demo() -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = TempDir::new().unwrap();
        for part in ["data", "content"] {
            copy(&repository.join(part), &folder.path().join(part));
        }
        fs::copy(repository.join("plaudit.yaml"), folder.path().join("plaudit.yaml")).unwrap();
        Self { folder, audience: None, period: None }
    }

    /// The demo as it is published, built once for all tests that only look at it.
    pub(crate) fn demo_to_look_at() -> &'static Self {
        static DEMO: LazyLock<SiteTest> = LazyLock::new(|| {
            let demo = SiteTest::demo();
            demo.build();
            demo
        });
        &DEMO
    }

    /// Where it lies.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes an input.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Changes an input; what is replaced must be there.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root().join(path)).unwrap();
        assert!(text.contains(from), "{path} does not say `{from}`");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Removes an input.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// What a build of it is asked.
    pub(crate) fn options(&self) -> Options {
        Options {
            root: self.root().to_owned(),
            audience: self.audience.map(|audience| AudienceId::new(audience).unwrap()),
            period: self.period.map(|period| period.parse().unwrap()),
            ..Options::default()
        }
    }

    /// Runs the program in its folder: the exit code, and what it says on stderr.
    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_plaudit"));
        let output = program.args(arguments).current_dir(self.root()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Builds into `public/`; what was reported when it fails.
    pub(crate) fn try_build(&self) -> Result<Published, String> {
        self.build_into("public")
    }

    /// Builds into `public/`.
    #[track_caller]
    pub(crate) fn build(&self) -> Published {
        self.try_build().unwrap()
    }

    /// Builds into another folder of the site, which nothing was built into before, from inputs that are all read anew.
    #[track_caller]
    pub(crate) fn build_cleanly(&self) -> BTreeMap<String, Vec<u8>> {
        let _ = fs::remove_dir_all(self.root().join("clean"));
        let _ = fs::remove_dir_all(self.root().join(".plaudit/shelf"));
        self.build_into("clean").unwrap();
        let files = files(&self.root().join("clean"));
        fs::remove_dir_all(self.root().join("clean")).unwrap();
        files
    }

    /// Every published file by its path, the publisher's own records left out.
    pub(crate) fn published(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.root().join("public"))
    }

    /// Builds into `public/` as a process does that built it before.
    #[track_caller]
    pub(crate) fn build_recalling(&self, (recall, published): &(pipeline::Recall, publish::Recall)) -> Published {
        let folder = Folder::new(self.root(), &self.root().join("public")).recalling(published);
        self.build_with(&folder, Some(recall)).unwrap()
    }

    fn build_into(&self, output: &str) -> Result<Published, String> {
        self.build_with(&Folder::new(self.root(), &self.root().join(output)), None)
    }

    fn build_with(&self, folder: &Folder, recall: Option<&pipeline::Recall>) -> Result<Published, String> {
        let diagnostics = Diagnostics::new();
        let options = self.options();
        pipeline::build_recalling(&options, folder, recall, &diagnostics).map_err(|_| {
            let reported = diagnostics.sorted().into_iter();
            let lines = reported.map(|diagnostic| format!("{}: {}", diagnostic.at.file.display(), diagnostic.problem));
            lines.collect::<Vec<_>>().join("\n")
        })
    }
}

/// What is made of a site, or what is said in its place.
pub(crate) fn made<T>(make: impl FnOnce(&Diagnostics) -> Result<Result<T, Problem>, Reported>) -> Result<T, String> {
    let diagnostics = Diagnostics::new();
    match make(&diagnostics) {
        Ok(made) => made.map_err(|problem| problem.to_string()),
        Err(_) => Err(as_text(&diagnostics.sorted(), false)),
    }
}

/// Whether a published file is a page of the site; a mail that is shown as it is sent has other rules.
pub(crate) fn is_page(path: &str) -> bool {
    path.ends_with(".html") && !path.ends_with("/mail.html")
}

/// Every file below `folder`, by its path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = if folder.is_dir() { vec![folder.to_owned()] } else { Vec::new() };
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if !below.starts_with('.') {
                files.insert(below, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
