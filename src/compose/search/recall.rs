//! Recall: texts that were taken apart before, for a process that makes one site after another.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard};

use super::index::Told;
use crate::compose::key::{Key, text_key};
use crate::model::Markdown;

/// What was taken apart when volumes were made, for when they are made again.
#[derive(Clone, Debug, Default)]
pub struct Recall(Arc<Mutex<BTreeMap<String, Texts>>>);

/// The texts of a volume, by their keys.
type Texts = BTreeMap<Key, Arc<Told>>;

impl Recall {
    fn volumes(&self) -> MutexGuard<'_, BTreeMap<String, Texts>> {
        self.0.lock().expect("nobody panics while texts are taken or put back")
    }
}

/// The texts of one volume while it is made.
pub(super) struct Recalling<'r> {
    recall: Option<&'r Recall>,
    before: Texts,
    now: Texts,
}

impl<'r> Recalling<'r> {
    pub(super) fn new(recall: Option<&'r Recall>, volume: &str) -> Self {
        let before = recall.and_then(|recall| recall.volumes().get_mut(volume).map(mem::take));
        Self { recall, before: before.unwrap_or_default(), now: Texts::new() }
    }

    /// What `body` says; `None` where nothing is recalled.
    pub(super) fn told(&mut self, body: &Markdown) -> Option<Arc<Told>> {
        self.recall?;
        let key = text_key(body);
        let told = self.before.remove(&key).or_else(|| self.now.get(&key).cloned());
        let told = told.unwrap_or_else(|| Told::of(body).into());
        self.now.insert(key, told.clone());
        Some(told)
    }

    /// Keeps what was told this time, and nothing else.
    pub(super) fn keep(self, volume: &str) {
        if let Some(recall) = self.recall {
            recall.volumes().insert(volume.to_owned(), self.now);
        }
    }
}
