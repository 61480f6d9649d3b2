//! Notices when the inputs change.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_mini::notify::event::{AccessKind, AccessMode};
use notify_debouncer_mini::notify::{
    self, EventHandler, EventKind, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind,
};
use notify_debouncer_mini::{
    Config, DebounceEventResult, DebouncedEvent, DebouncedEventKind, Debouncer, new_debouncer_opt,
};

/// Programs save a file in several steps within a few milliseconds; a build in between would be for nothing.
const PAUSE: Duration = Duration::from_millis(10);

const FOLDERS: &[&str] = &["data", "content", "themes"];
const SETTINGS: &str = "plaudit.yaml";

/// What wakes the builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// The inputs are no longer what they were.
    Changed,
    /// It is over.
    Stop,
}

/// Watches the inputs of a site.
pub(super) struct Watch {
    root: PathBuf,
    watched: Vec<&'static str>,
    debouncer: Debouncer<ChangeWatcher>,
}

impl Watch {
    /// Sends [`Signal::Changed`] after every change of the inputs of the site in `root`.
    pub(super) fn new(root: &Path, signals: Sender<Signal>) -> notify::Result<Self> {
        // The system names files by their real path.
        let root = std::fs::canonicalize(root)?;
        let inputs: Vec<_> = FOLDERS.iter().chain([&SETTINGS]).map(|input| root.join(input)).collect();
        let on_events = move |events: DebounceEventResult| {
            let is_input = |path: &Path| inputs.iter().any(|input| path.starts_with(input));
            // A file that is still being written is reported again when that is over.
            let is_over = |event: &DebouncedEvent| event.kind == DebouncedEventKind::Any;
            // When events were lost, anything may have changed.
            if events.is_ok_and(|events| !events.iter().any(|event| is_over(event) && is_input(&event.path))) {
                return;
            }
            let _ = signals.send(Signal::Changed);
        };
        let mut debouncer = new_debouncer_opt(Config::default().with_timeout(PAUSE), on_events)?;
        // The root without what is below: the settings, and folders that are yet to be made.
        debouncer.watcher().watch(&root, RecursiveMode::NonRecursive)?;
        let mut watch = Self { root, watched: Vec::new(), debouncer };
        watch.watch_new_folders();
        Ok(watch)
    }

    /// Begins to watch folders of inputs that were not there before.
    pub(super) fn watch_new_folders(&mut self) {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if !path.is_dir() {
                // When it comes back it has to be watched anew.
                self.watched.retain(|watched| watched != folder);
            } else if !self.watched.contains(folder)
                && self.debouncer.watcher().watch(&path, RecursiveMode::Recursive).is_ok()
            {
                self.watched.push(folder);
            }
        }
    }
}

/// The system's watcher without what is only read: a build reads all inputs, and would cause the next one.
struct ChangeWatcher(RecommendedWatcher);

impl Watcher for ChangeWatcher {
    fn new<F: EventHandler>(mut handler: F, config: notify::Config) -> notify::Result<Self> {
        let pass_on = move |event: notify::Result<notify::Event>| {
            let is_read = |kind: EventKind| matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write));
            if !event.as_ref().is_ok_and(|event| is_read(event.kind)) {
                handler.handle_event(event);
            }
        };
        RecommendedWatcher::new(pass_on, config).map(Self)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> WatcherKind {
        RecommendedWatcher::kind()
    }
}
