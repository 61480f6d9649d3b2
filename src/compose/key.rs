//! Keys: what a page is made from, as a hash; a page whose key is the same as last time is not made again.
//!
//! A key must hold everything that can change the page's bytes, and may hold more. It is made from the edition,
//! never from files, and lives in the build's memory, never in the output: a hash of withheld input can be guessed.

use std::fmt::{self, Debug, Write};

use sha2::{Digest, Sha256};

/// A hash of what a page is made from.
pub type Key = [u8; 16];

/// Collects what a page is made from.
///
/// Values join by their `Debug` text, which by construction holds every field, also one that is added tomorrow.
#[derive(Clone)]
pub(super) struct Keyed(Sha256);

impl Keyed {
    /// Begins with the program itself: another program may make other bytes of the same inputs.
    pub(super) fn new() -> Self {
        Self(Sha256::new()).with(&env!("PLAUDIT_BUILD"))
    }

    /// Continues from an earlier key.
    pub(super) fn after(key: Key) -> Self {
        Self(Sha256::new()).with_key(key)
    }

    /// Adds a value.
    pub(super) fn with(mut self, value: &(impl Debug + ?Sized)) -> Self {
        write!(self, "{value:?}\n").expect("hashing does not fail");
        self
    }

    /// Adds another key.
    pub(super) fn with_key(mut self, key: Key) -> Self {
        self.0.update(key);
        self
    }

    /// The key of all that was added.
    pub(super) fn key(self) -> Key {
        let hash = self.0.finalize();
        hash[..16].try_into().expect("a SHA-256 hash has 32 bytes")
    }
}

impl Write for Keyed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
