//! Recall: texts that were taken apart before, for a process that makes one site after another.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard};

use super::told::{Reading, Told};
use crate::compose::key::{Key, text_key};
use crate::model::Markdown;

/// What was taken apart when volumes were made, for when they are made again.
#[derive(Clone, Debug, Default)]
pub(in crate::compose) struct Recall(Arc<Mutex<BTreeMap<String, Texts>>>);

/// What is known of the texts of a volume.
#[derive(Debug, Default)]
struct Texts {
    reading: Reading,
    /// By their keys.
    told: BTreeMap<Key, Arc<Told>>,
}

impl Recall {
    pub(in crate::compose) fn forget(&self) {
        self.volumes().clear();
    }

    fn volumes(&self) -> MutexGuard<'_, BTreeMap<String, Texts>> {
        self.0.lock().expect("nobody panics while texts are taken or put back")
    }
}

/// The texts of one volume while it is made.
pub(super) struct Recalling<'r> {
    recall: Option<&'r Recall>,
    /// What takes texts apart that are not recalled.
    pub(super) reading: Reading,
    before: BTreeMap<Key, Arc<Told>>,
    now: BTreeMap<Key, Arc<Told>>,
}

impl<'r> Recalling<'r> {
    pub(super) fn new(recall: Option<&'r Recall>, volume: &str) -> Self {
        let known = recall.and_then(|recall| recall.volumes().get_mut(volume).map(mem::take));
        let Texts { reading, told } = known.unwrap_or_default();
        Self { recall, reading, before: told, now: BTreeMap::new() }
    }

    /// What `body` says.
    pub(super) fn told(&mut self, body: &Markdown) -> Arc<Told> {
        if self.recall.is_none() {
            return self.reading.markdown(body).into();
        }
        let key = text_key(body);
        let told = self.before.remove(&key).or_else(|| self.now.get(&key).cloned());
        let told = told.unwrap_or_else(|| self.reading.markdown(body).into());
        self.now.insert(key, told.clone());
        told
    }

    /// Keeps what was told this time, and nothing else.
    pub(super) fn keep(self, volume: &str) {
        if let Some(recall) = self.recall {
            recall.volumes().insert(volume.to_owned(), Texts { reading: self.reading, told: self.now });
        }
    }
}
